//! The audit log, read: of one contest for its auditor and organiser, of no contest for the administrator; its tree for everybody.

mod log;
mod proof;
mod show;
mod words;

use crate::{Access, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/audit", Access::Admin, show::house)
        .get("/contests/{code}/audit", Access::ContestStaff, show::contest)
        .get("/log", Access::Public, log::show)
        .get("/log/checkpoint", Access::Public, log::checkpoint)
        .get("/log/consistency", Access::Public, log::consistency)
        .get("/log/tile/{*tile}", Access::Public, log::tile)
        .get("/entries/{id}/proof", Access::EntryHolder, proof::show)
        .get("/entries/{id}/proof.json", Access::EntryHolder, proof::file)
}
