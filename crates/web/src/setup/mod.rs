//! Setting a contest up: its rules in words, new editions, phases; and making a contest from the office's files.

mod amend;
pub mod beside;
mod create;
mod field;
mod fields;
mod phase;
mod problems;
mod show;
pub mod words;

pub use problems::{part_key, reason_missing};

use crate::{Access, Page, Routes, T};
use app::contest::store::ContestRow;
use domain::contest::Phase;

pub fn routes() -> Routes {
    Routes::new()
        .get("/contests/new", Access::Admin, create::show)
        .upload("/contests/new", Access::Admin, create::preview)
        .post("/contests/new/confirm", Access::Admin, create::confirm)
        .get("/contests/{code}/set-up", Access::ContestStaff, show::show)
        .get("/contests/{code}/set-up/editions/{number}", Access::ContestStaff, show::edition)
        .get("/contests/{code}/set-up/rules", Access::Organiser, amend::show)
        .upload("/contests/{code}/set-up/rules", Access::Organiser, amend::preview)
        .post("/contests/{code}/set-up/rules/confirm", Access::Organiser, amend::confirm)
        .get("/contests/{code}/set-up/fields", Access::Organiser, fields::show)
        .post("/contests/{code}/set-up/fields", Access::Organiser, fields::change)
        .get("/contests/{code}/set-up/phase", Access::Organiser, phase::show)
        .post("/contests/{code}/set-up/phase", Access::Organiser, phase::advance)
        .post("/contests/{code}/set-up/phase/back", Access::Organiser, phase::step_back)
}

/// What stands against another edition of the rules, as one line.
pub fn amend_problem(t: T, why: &app::contest::AmendRefusal) -> String {
    let problems::Wrong { field, what, .. } = problems::amend(t, why);
    if field.is_empty() { what } else { format!("{field}: {what}") }
}

/// Name and phase of the contest above the page.
pub fn headed(page: Page, contest: &ContestRow) -> Page {
    let phase = page.t.s(phase_key(contest.phase)).into_owned();
    page.contest(&contest.name, format!("/contests/{}", contest.code)).phase(phase)
}

pub fn phase_key(phase: Phase) -> &'static str {
    match phase {
        Phase::Draft => "contest-phase-draft",
        Phase::Open => "contest-phase-open",
        Phase::Judging => "contest-phase-judging",
        Phase::Deciding => "contest-phase-deciding",
        Phase::Decided => "contest-phase-decided",
        Phase::Released => "contest-phase-released",
    }
}

fn phase_name(t: T, phase: Phase) -> String {
    t.s(phase_key(phase)).into_owned()
}
