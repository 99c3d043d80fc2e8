//! The public face of a contest: the list at `/`, its home, its articles with views and stars; and the desk where articles are written.
//!
//! Public pages are the same for everybody, hold no form key, and are kept ready by `public_cache`. Setting a contest up is `setup`,
//! its results are `results`.

mod article;
mod articles;
mod body;
mod home;
mod list;
mod write;

use crate::{Access, Routes};
use domain::contest::Phase;

pub fn routes() -> Routes {
    Routes::new()
        .get("/", Access::Public, list::show)
        .get("/contests/{code}", Access::Public, home::show)
        .get("/contests/{code}/articles", Access::ContestStaff, articles::show)
        .get("/contests/{code}/articles/new", Access::ContestStaff, write::new)
        .post("/contests/{code}/articles/new", Access::ContestStaff, write::create)
        .get("/contests/{code}/articles/{id}", Access::Public, article::show)
        .post("/contests/{code}/articles/{id}/stars", Access::Public, article::vote)
        .get("/contests/{code}/articles/{id}/edit", Access::ContestStaff, write::edit)
        .post("/contests/{code}/articles/{id}/edit", Access::ContestStaff, write::save)
        .post("/contests/{code}/articles/{id}/publish", Access::ContestStaff, articles::publish)
        .post("/contests/{code}/articles/{id}/withdraw", Access::ContestStaff, articles::withdraw)
}

/// Where a contest stands, as a sentence.
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
