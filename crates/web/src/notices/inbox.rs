//! The box of one's account: what one was told, newest first; what is new is marked until the whole is marked as read.

use crate::letters::in_words;
use crate::{Answer, AppState, Ctx, Form, FormData, Msg, Page, WebError, act, page};
use app::notices::inbox::{self, Shown};
use askama::Template;
use axum::extract::State;

#[derive(Template)]
#[template(path = "notices/inbox.html")]
struct Box {
    page: Page,
    form: Form,
    unread: i64,
    up_to: i64,
    lines: Vec<Line>,
}

struct Line {
    what: String,
    contest: String,
    at_ms: i64,
    times: i64,
    is_new: bool,
    href: String,
}

pub async fn show(State(state): State<AppState>, ctx: Ctx) -> Answer {
    let actor = ctx.actor.clone();
    let found = act::loaded(state.db.read(move |tx| inbox::open(tx, &actor)).await)?;
    let lines = found.lines.into_iter().map(|l| line(&ctx, l)).collect();
    page::show(&Box {
        page: ctx.page("notices-inbox-title").back("/work"),
        form: Form::new(ctx.t),
        unread: found.unread,
        up_to: found.up_to,
        lines,
    })
}

/// The subject of the letter is the line of the box.
fn line(ctx: &Ctx, l: Shown) -> Line {
    let args = [("contest", (&l.contest).into()), ("entry", (&l.entry).into()), ("unit", (&l.unit).into())];
    let (what, _) = in_words(ctx.t, &format!("notice-{}", l.kind.word()), &args);
    Line { what, contest: l.contest, at_ms: l.at.0, times: l.times, is_new: l.is_new, href: l.path }
}

/// POST /inbox/read: what was shown is read.
pub async fn mark_read(State(state): State<AppState>, ctx: Ctx, data: FormData) -> Answer {
    let up_to = data.get("up-to").parse::<i64>().unwrap_or(0);
    let now = ctx.now();
    let answer = act::once(&state, &ctx, &data, move |tx, actor| {
        inbox::mark_read(tx, actor, up_to, now)?;
        Ok(String::new())
    });
    answer.await?.map_err(|_| WebError::NotFound)?;
    Ok(ctx.redirect("/inbox", Msg::new("notices-inbox-read")))
}
