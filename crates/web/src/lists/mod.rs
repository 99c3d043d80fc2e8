//! Lists of an office: paper entries and the panel, looked at with everything wrong in them, then written all or nothing.

mod entries;
mod judges;

use crate::import_preview::Findings;
use crate::{Access, AppState, Ctx, Page, Routes, WebError, setup};
use app::contest::store::{ContestRow, find_by_code};

pub fn routes() -> Routes {
    Routes::new()
        .get("/contests/{code}/import/entries", Access::SignedIn, entries::show)
        .upload("/contests/{code}/import/entries", Access::SignedIn, entries::preview)
        .post("/contests/{code}/import/entries/confirm", Access::SignedIn, entries::confirm)
        .get("/contests/{code}/import/judges", Access::ContestStaff, judges::show)
        .upload("/contests/{code}/import/judges", Access::ContestStaff, judges::preview)
        .post("/contests/{code}/import/judges/confirm", Access::ContestStaff, judges::confirm)
}

/// After the upload: what is in the file.
struct Seen {
    findings: Findings,
    held: String,
    /// Columns and rows of what would be written.
    rows: Vec<Vec<String>>,
}

async fn contest_of(state: &AppState, code: String) -> Result<ContestRow, WebError> {
    let found = state.db.read(move |tx| find_by_code(tx, &code)).await.map_err(WebError::fault)?;
    found.ok_or(WebError::NotFound)
}

fn page_of(ctx: &Ctx, contest: &ContestRow, title: &str, refused: bool) -> Page {
    setup::headed(ctx.page(title), contest)
        .back_to("/work", ctx.t.s("people-work-title"))
        .wide()
        .refused(refused)
}
