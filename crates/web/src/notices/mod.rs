//! What people are told: the box of one's account, how one wants letters, and every letter shown beforehand.

mod inbox;
mod preview;
mod settings;

use crate::{Access, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/inbox", Access::SignedIn, inbox::show)
        .post("/inbox/read", Access::SignedIn, inbox::mark_read)
        .get("/settings", Access::SignedIn, settings::show)
        .post("/settings", Access::SignedIn, settings::save)
        .get("/contests/{code}/notices", Access::ContestStaff, preview::show)
}
