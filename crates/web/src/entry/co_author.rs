//! A co-author's page, opened by the code alone: what the entry says, the own share, yes with both consents or no with a reason.

use super::authors::{answer_errors, read_said};
use super::read;
use crate::act::once;
use crate::page::{self, Page};
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, WebError};
use app::act::Stop;
use app::entry::authors::{self, Asked, By};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::entry::EntryState;
use domain::entry::authors::{AnswerRefusal, Word};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "entry/co_author_code.html")]
struct Code {
    page: Page,
    form: Form,
}

#[derive(Template)]
#[template(path = "entry/co_author.html")]
struct CoAuthor {
    page: Page,
    form: Form,
    code: String,
    title: String,
    /// Name and share of every author.
    authors: Vec<(String, String)>,
    sections: Vec<(String, String)>,
    name: String,
    share: String,
    /// What was answered before, and when.
    given: Option<(&'static str, String)>,
    /// The list has changed, or the entry was taken back: nothing is asked any more.
    is_void: bool,
}

#[derive(Deserialize, Default)]
pub struct Typed {
    #[serde(default)]
    code: String,
}

/// GET: a code told at the counter is typed here.
pub async fn enter(State(state): State<AppState>, ctx: Ctx, Query(typed): Query<Typed>) -> Answer {
    let mut errors = FieldErrors::new();
    if !typed.code.trim().is_empty() {
        if let Some(ask) = authors::read_code(&state.keys, &typed.code) {
            return Ok(ctx.see_other(&format!("/co-author/{}", authors::code_of(&state.keys, ask))));
        }
        errors.add("code", Msg::new("entry-co-author-wrong"));
    }
    let sent: String = typed.code.chars().take(60).collect();
    let form = Form::refused(ctx.t, &FormData::of(&[("code", &sent)]), errors);
    let page = ctx.page("entry-co-author-title").back("/").refused(form.is_refused());
    let page = Code { page, form };
    if page.form.is_refused() { page::refuse(&page) } else { page::show(&page) }
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(code): Path<String>) -> Answer {
    let held = load(&state, &code).await?;
    page::show(&template(&ctx, &held, code, Form::new(ctx.t)))
}

async fn load(state: &AppState, code: &str) -> Result<Asked, WebError> {
    let ask = authors::read_code(&state.keys, code).ok_or(WebError::NotFound)?;
    read(state, move |tx| authors::asked(tx, ask)).await
}

fn template(ctx: &Ctx, held: &Asked, code: String, form: Form) -> CoAuthor {
    let t = ctx.t;
    let name_of = |code: &str| held.rules.name_of(code).unwrap_or(code).to_owned();
    let own = held.place.and_then(|n| held.dossier.authors.get(n));
    let is_void = held.ask.is_void || own.is_none() || held.row.state == EntryState::Withdrawn;
    // Who has an old code reads nothing of an entry that does not name them any more.
    let shown = !is_void;
    CoAuthor {
        page: super::page_of(ctx, "entry-co-author-title", &held.contest)
            .refused(form.is_refused())
            .script("counter.js"),
        form,
        code,
        title: if shown { held.dossier.title.clone() } else { String::new() },
        authors: held
            .dossier
            .authors
            .iter()
            .filter(|_| shown)
            .map(|a| (a.name.clone(), t.share(a.share.0)))
            .collect(),
        sections: held
            .dossier
            .sections
            .iter()
            .filter(|_| shown)
            .map(|(code, text)| (name_of(code), text.clone()))
            .collect(),
        name: own.map(|a| a.name.clone()).unwrap_or_default(),
        share: own.map(|a| t.share(a.share.0)).unwrap_or_default(),
        given: held.ask.given.as_ref().map(|g| {
            let key = match g.word {
                Word::Confirmed => "entry-co-author-given-yes",
                Word::Refused => "entry-co-author-given-no",
            };
            (key, t.date_time(g.at.0))
        }),
        is_void,
    }
}

/// POST: the answer takes the place of one given before.
pub async fn answer(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(code): Path<String>,
    data: FormData,
) -> Answer {
    let held = load(&state, &code).await?;
    let (said, now, ask) = (read_said(&data), ctx.now(), held.ask.id);
    let to = format!("/co-author/{code}");
    let done = once(&state, &ctx, &data, move |tx, actor| {
        authors::answer(tx, actor, ask, &said, By::Code, now)?;
        Ok::<_, Stop<AnswerRefusal>>(to.clone())
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("entry-co-author-done"))),
        Err(why) => {
            let form = Form::refused(ctx.t, &data, answer_errors(&why));
            page::refuse(&template(&ctx, &held, code, form))
        }
    }
}
