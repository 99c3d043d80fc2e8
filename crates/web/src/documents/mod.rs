//! The papers of a contest: the shelf, one paper with its wording and fields, its issues with the signed copies; the papers of
//! units and authors; the check of a certificate.

mod certificate;
pub mod compose;
mod fields;
mod files;
mod issue;
mod issued;
mod kinds;
mod paper;
mod save;
mod shelf;
mod unit_issues;

use crate::{Access, Routes};

pub use kinds::kind_key;

pub fn routes() -> Routes {
    Routes::new()
        .get("/contests/{code}/documents", Access::ContestStaff, shelf::show)
        .get("/contests/{code}/documents/{kind}", Access::ContestStaff, paper::show)
        .post("/contests/{code}/documents/{kind}", Access::ContestStaff, save::save)
        .post("/contests/{code}/documents/{kind}/preview", Access::ContestStaff, save::preview)
        .post("/contests/{code}/documents/{kind}/issue", Access::ContestStaff, issue::issue)
        .get("/contests/{code}/documents/{kind}/file/{format}", Access::ContestStaff, files::draft)
        .get("/contests/{code}/papers/{number}", Access::ContestStaff, issued::show)
        .get("/contests/{code}/papers/{number}/file/{format}", Access::ContestStaff, issued::file)
        .get("/contests/{code}/papers/{number}/scans/{position}", Access::ContestStaff, issued::scan)
        .upload("/contests/{code}/papers/{number}/scans", Access::ContestStaff, issued::attach)
        .post("/contests/{code}/papers/{number}/revoke", Access::Organiser, issued::revoke)
        .get("/desk/{contest}/{unit}/minutes/{format}", Access::UnitStaff, files::minutes)
        .get("/desk/entries/{entry}/confirmation/{format}", Access::SignedIn, files::confirmation)
        .get("/desk/batches/{batch}/cover/{format}", Access::SignedIn, files::letter)
        .get("/desk/{contest}/papers/{kind}/{number}", Access::SignedIn, unit_issues::show)
        .post("/desk/{contest}/papers/{kind}/{number}/issue", Access::SignedIn, unit_issues::issue)
        .get(
            "/desk/{contest}/papers/{kind}/{number}/copies/{issue}/{format}",
            Access::SignedIn,
            unit_issues::file,
        )
        .get("/judging/sheets/{sheet}/paper/{format}", Access::Jury, files::sheet)
        .get("/entries/{id}/receipt/{format}", Access::EntryHolder, files::receipt)
        .get("/certificates/{token}", Access::Public, certificate::show)
}
