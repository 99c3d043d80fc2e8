//! The contests of this installation, newest first: the first page of the site.

use super::phase_key;
use crate::public_cache::public;
use crate::{Answer, AppState, Ctx, Page, WebError, page};
use app::contest::home::contests;
use askama::Template;
use axum::extract::State;
use domain::contest::Phase;

#[derive(Template)]
#[template(path = "contest/list.html")]
struct List {
    page: Page,
    cards: Vec<Card>,
}

struct Card {
    code: String,
    name: String,
    phase: &'static str,
    /// The units' deadline, while entries are taken.
    before: Option<i64>,
    released: bool,
}

pub async fn show(State(state): State<AppState>, ctx: Ctx) -> Answer {
    let actor = ctx.actor.clone();
    let rows = state.db.read(move |tx| contests(tx, &actor)).await.map_err(WebError::fault)?;
    let cards = rows
        .into_iter()
        .map(|c| Card {
            phase: phase_key(c.phase),
            before: (c.phase == Phase::Open).then_some(c.units_send_before.0),
            released: c.phase == Phase::Released,
            code: c.code,
            name: c.name,
        })
        .collect();
    let shown = page::show(&List { page: ctx.page("contest-list-title").script("countdown.js"), cards })?;
    Ok(public(shown))
}
