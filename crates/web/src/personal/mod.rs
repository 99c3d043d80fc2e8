//! Personal data of an entry: what is held, given out as a file, erased on request; and the requests of a contest with their decisions.

mod held;
mod requests;
mod words;

use crate::{Access, Routes};

pub(crate) use words::extent;

pub fn routes() -> Routes {
    Routes::new()
        .get("/entries/{id}/personal", Access::EntryHolder, held::show)
        .post("/entries/{id}/personal", Access::EntryHolder, held::ask)
        .post("/entries/{id}/personal/file", Access::EntryHolder, held::give)
        .get("/contests/{code}/personal", Access::ContestStaff, requests::show)
        .post("/contests/{code}/personal/{request}", Access::ContestStaff, requests::decide)
}
