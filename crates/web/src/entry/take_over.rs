//! The author takes over what a clerk recorded from paper: asked once, then the entry is written online.

use super::{id_of, own, pin, who};
use crate::act::settle;
use crate::page::{self, Page};
use crate::{Answer, AppState, Ctx, Form, FormData, Msg, WebError, cookie};
use app::act::Stop;
use app::entry::TakeOverRefusal;
use app::session;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use domain::entry::access;

#[derive(Template)]
#[template(path = "entry/take_over.html")]
struct TakeOver {
    page: Page,
    form: Form,
    id: i64,
    code: String,
    title: String,
}

pub async fn ask(State(state): State<AppState>, ctx: Ctx, Path(id): Path<String>) -> Answer {
    let id = id_of(&id)?;
    let o = own(&state, &ctx, id).await?;
    access::take_over(&who(&ctx, id), &o.row.subject()).map_err(|_| WebError::NotFound)?;
    let own = format!("/entries/{}", id.0);
    if o.row.taken_over_at.is_some() {
        return Ok(ctx.see_other(&own));
    }
    page::show(&TakeOver {
        page: super::page_of(&ctx, "entry-take-over-title", &o.contest).back(own),
        form: Form::new(ctx.t),
        id: id.0,
        code: o.row.code.0,
        title: o.row.title,
    })
}

/// POST: a new PIN, told once; the holder stays in. What is taken over already stays so, and tells no PIN.
pub async fn take(State(state): State<AppState>, ctx: Ctx, Path(id): Path<String>, data: FormData) -> Answer {
    let id = id_of(&id)?;
    data.key()?;
    let (keys, now, actor) = (state.keys.clone(), ctx.now(), who(&ctx, id));
    let answer = state.db.write(move |tx| {
        let pin = app::entry::take_over(tx, &actor, id, &keys, now)?;
        Ok::<_, Stop<TakeOverRefusal>>((pin, session::open_for_entry(tx, id, None, now)?))
    });
    let to = format!("/entries/{}", id.0);
    match settle(answer.await)? {
        Ok((told, token)) => {
            let mut response = ctx.redirect(&to, Msg::new("entry-take-over-done"));
            pin::remember(&ctx.config, id, &told, &mut response);
            let value = cookie::set_entry_session(&ctx.config, &token.text());
            response.headers_mut().append(header::SET_COOKIE, value);
            Ok(response)
        }
        Err(_) => Ok(ctx.redirect(&to, Msg::new("entry-take-over-already"))),
    }
}
