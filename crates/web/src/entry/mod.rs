//! The pages of an entry: begin, write part by part, check, hand in, receipt, follow, edit, withdraw; look up by code and PIN;
//! record what came on paper.
//!
//! An entrant has no account: the session of one entry opens its pages. Another's entry and one that does not exist are the
//! same page that is not found.

pub(crate) mod asked;
mod authors;
mod check;
mod co_author;
mod double;
mod files;
mod late;
mod look_up;
mod own;
mod paper;
mod part;
mod pin;
mod progress;
mod receipt;
pub(crate) mod refusals;
mod send;
mod start;
mod take_over;
mod tasks;
mod told;
mod tus;
pub(crate) mod view;
mod withdraw;
mod word;

use crate::act::loaded;
use crate::{Access, AppState, Ctx, FormData, Page, Routes, WebError};
use app::act::Stop;
use app::db::Tx;
use app::entry::{Desk, EntryRow, OwnEntry};
use axum::http::Method;
use domain::actor::Actor;
use domain::contest::RulesEdition;
use domain::contest::deadline::ends;
use domain::entry::{Draft, Part};
use domain::ids::EntryId;
use std::convert::Infallible;

pub(crate) use authors::standing;
pub(crate) use files::make as make_copy;
pub(crate) use refusals::keep as keep_refused;
pub(crate) use send::send;
pub(crate) use tus::Lines;

pub fn routes() -> Routes {
    Routes::new()
        .get("/contests/{contest}/enter", Access::Public, start::show)
        .post("/contests/{contest}/enter", Access::Public, start::begin)
        .get("/lookup", Access::Public, look_up::show)
        .post("/lookup", Access::Public, look_up::try_code)
        .post("/lookup/leave", Access::Public, look_up::leave)
        .get("/entries/{id}", Access::EntryHolder, own::show)
        .get("/entries/{id}/tasks", Access::EntryHolder, tasks::show)
        .get("/entries/{id}/part/{part}", Access::EntryHolder, part::show)
        .post("/entries/{id}/part/{part}", Access::EntryHolder, part::save)
        .post("/entries/{id}/part/{part}/autosave", Access::EntryHolder, part::autosave)
        .get("/entries/{id}/files", Access::EntryHolder, files::show)
        .files("/entries/{id}/files", Access::EntryHolder, files::add)
        .stream(Method::OPTIONS, "/entries/{id}/uploads", Access::Public, tus::tell)
        .stream(Method::POST, "/entries/{id}/uploads", Access::EntryHolder, tus::announce)
        .stream(Method::HEAD, "/entries/{id}/uploads/{token}", Access::EntryHolder, tus::look)
        .stream(Method::PATCH, "/entries/{id}/uploads/{token}", Access::EntryHolder, tus::append)
        .stream(Method::DELETE, "/entries/{id}/uploads/{token}", Access::EntryHolder, tus::give_up)
        .post("/entries/{id}/files/{file}/remove", Access::EntryHolder, files::remove)
        .post("/entries/{id}/files/word", Access::EntryHolder, word::make)
        .get("/entries/{id}/files/{file}/text", Access::EntryHolder, word::look)
        .get("/entries/{id}/files/{file}", Access::EntryHolder, files::give_draft)
        .get("/entries/{id}/versions/{version}/files/{position}", Access::EntryHolder, files::give)
        .get("/entries/{id}/versions/{version}/files/{position}/watch", Access::EntryHolder, files::watch)
        .get(
            "/entries/{id}/versions/{version}/files/{position}/light",
            Access::EntryHolder,
            files::give_light,
        )
        .get(
            "/entries/{id}/versions/{version}/files/{position}/poster",
            Access::EntryHolder,
            files::give_poster,
        )
        .get("/entries/{id}/check", Access::EntryHolder, check::show)
        .post("/entries/{id}/submit", Access::EntryHolder, check::submit)
        .get("/entries/{id}/double", Access::EntryHolder, double::ask)
        .post("/entries/{id}/double", Access::EntryHolder, double::choose)
        .get("/entries/{id}/take-over", Access::EntryHolder, take_over::ask)
        .post("/entries/{id}/take-over", Access::EntryHolder, take_over::take)
        .get("/entries/{id}/authors", Access::EntryHolder, authors::show)
        .post("/entries/{id}/authors", Access::EntryHolder, authors::begin)
        .post("/entries/{id}/authors/letter", Access::EntryHolder, authors::write)
        .post("/entries/{id}/authors/paper", Access::EntryHolder, authors::record)
        .get("/co-author", Access::Public, co_author::enter)
        .get("/co-author/{ask}", Access::Public, co_author::show)
        .post("/co-author/{ask}", Access::Public, co_author::answer)
        .get("/entries/{id}/receipt", Access::EntryHolder, receipt::show)
        .post("/entries/{id}/pin", Access::EntryHolder, pin::renew)
        .get("/entries/{id}/withdraw", Access::EntryHolder, withdraw::ask)
        .post("/entries/{id}/withdraw", Access::EntryHolder, withdraw::withdraw)
        .post("/entries/{id}/revive", Access::EntryHolder, withdraw::revive)
        .get("/desk/{contest}/{unit}/paper", Access::Clerk, paper::show)
        .upload("/desk/{contest}/{unit}/paper", Access::Clerk, paper::record)
        .get("/entries/{id}/paper", Access::Clerk, paper::show_again)
        .upload("/entries/{id}/paper", Access::Clerk, paper::record_again)
        .get("/entries/{id}/slip", Access::Clerk, paper::slip)
}

/// What a form says of the parts that it holds, as typed.
pub(crate) fn typed(data: &FormData) -> Draft {
    let mut draft = Draft::default();
    for part in [Part::Place, Part::About, Part::Text, Part::Authors] {
        draft.put(part, &app::entry::fields::read_part(part, &told::sent(data)));
    }
    draft
}

/// The entry of an address; what is no number is no entry.
fn id_of(text: &str) -> Result<EntryId, WebError> {
    text.parse().map(EntryId).map_err(|_| WebError::NotFound)
}

/// Who acts upon the entry: its holder, where code and PIN of exactly this one were shown.
pub(crate) fn who(ctx: &Ctx, entry: EntryId) -> Actor {
    ctx.viewer.acting_on(entry, &ctx.actor)
}

async fn read<T: Send + 'static>(
    state: &AppState,
    f: impl FnMut(&mut Tx) -> Result<T, Stop<Infallible>> + Send + 'static,
) -> Result<T, WebError> {
    loaded(state.db.read(f).await)
}

/// When the time of this entry ends: the deadline, or what was granted to it.
fn ends_for(row: &EntryRow, rules: &RulesEdition) -> i64 {
    ends(rules.timeline.units_send, row.granted().map(|e| e.until)).0.0
}

/// The end of what was granted to it, and why.
fn extended(row: &EntryRow) -> Option<(i64, String)> {
    row.extension.as_ref().map(|(granted, why)| (granted.until.0.0, why.clone()))
}

/// The working copy on the author's desk.
async fn desk(state: &AppState, ctx: &Ctx, id: EntryId) -> Result<Desk, WebError> {
    let (actor, now) = (who(ctx, id), ctx.now());
    read(state, move |tx| app::entry::hand_in_desk(tx, &actor, id, now)).await
}

/// The entry as it was handed in.
async fn own(state: &AppState, ctx: &Ctx, id: EntryId) -> Result<OwnEntry, WebError> {
    let (actor, now) = (who(ctx, id), ctx.now());
    read(state, move |tx| app::entry::open(tx, &actor, id, now)).await
}

/// A page about an entry of this contest.
fn page_of(ctx: &Ctx, title_key: &str, contest: &app::contest::store::ContestRow) -> Page {
    ctx.page(title_key).contest(&contest.name, format!("/contests/{}", contest.code))
}
