//! The audit log, read: of one contest for its auditor and organiser, of no contest for the administrator.

mod show;
mod words;

use crate::{Access, Routes};

pub fn routes() -> Routes {
    Routes::new().get("/audit", Access::Admin, show::house).get(
        "/contests/{code}/audit",
        Access::ContestStaff,
        show::contest,
    )
}
