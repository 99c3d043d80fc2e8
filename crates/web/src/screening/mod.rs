//! Pages of the unit gate and the committee's intake, the board of quotas, the leader's page.
//!
//! `/desk` belongs to the units' staff, `/intake` to the staff of the contest, `/leader` to those who look at figures. An
//! entry and a batch have an address below each of the first two: the same page, asked by another gate.

mod accept_all;
mod arrival;
mod batch;
mod bulk;
mod chart;
mod check;
mod committee;
mod confirm;
mod confirm_paper;
mod desk;
mod dossier;
mod entry;
mod extensions;
mod figures;
mod forward;
mod intake;
mod minutes;
mod opinion;
mod similar;
mod texts;
mod versions;

use crate::{Access, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/contests/{contest}/desk", Access::UnitStaff, desk::of_contest)
        .get("/contests/{contest}/intake", Access::ContestStaff, intake::of_contest)
        .get("/contests/{contest}/figures", Access::Leader, figures::of_contest)
        .get("/contests/{contest}/extensions", Access::ContestStaff, extensions::show)
        .post("/contests/{contest}/extensions", Access::Organiser, extensions::grant)
        .post("/contests/{contest}/extensions/all", Access::Organiser, extensions::grant_all)
        .post(
            "/contests/{contest}/extensions/{extension}/take-back",
            Access::Organiser,
            extensions::take_back,
        )
        .get("/desk", Access::UnitStaff, desk::mine)
        .get("/desk/{contest}/{unit}", Access::UnitStaff, desk::show)
        .post("/desk/{contest}/{unit}/batches", Access::UnitStaff, batch::open)
        .get("/desk/{contest}/{unit}/bulk", Access::UnitStaff, bulk::ask)
        .post("/desk/{contest}/{unit}/bulk", Access::UnitStaff, bulk::act)
        .post("/desk/{contest}/{unit}/bulk/undo", Access::UnitStaff, bulk::undo)
        .get("/desk/{contest}/{unit}/committee", Access::UnitStaff, committee::show)
        .post("/desk/{contest}/{unit}/committee", Access::Head, committee::set_up)
        .post("/desk/{contest}/{unit}/committee/end", Access::Head, committee::end)
        .get("/desk/{contest}/{unit}/committee/minutes", Access::UnitStaff, minutes::ask)
        .post("/desk/{contest}/{unit}/committee/minutes", Access::UnitStaff, minutes::record)
        .get("/desk/entries/{entry}", Access::UnitStaff, entry::at_desk)
        .get("/desk/entries/{entry}/versions", Access::UnitStaff, versions::show)
        .post("/desk/entries/{entry}/receive", Access::UnitStaff, entry::receive)
        .post("/desk/entries/{entry}/screen", Access::UnitStaff, entry::screen)
        .post("/desk/entries/{entry}/opinion", Access::UnitStaff, opinion::give)
        .get("/desk/entries/{entry}/confirm", Access::Head, confirm::ask)
        .post("/desk/entries/{entry}/confirm", Access::Head, confirm::sign)
        .get("/desk/entries/{entry}/confirm-paper", Access::UnitStaff, confirm_paper::ask)
        .upload("/desk/entries/{entry}/confirm-paper", Access::UnitStaff, confirm_paper::record)
        .get("/desk/entries/{entry}/scans/{number}", Access::SignedIn, confirm_paper::scan)
        .post("/desk/entries/{entry}/void", Access::Head, confirm::void)
        .get("/desk/batches/{batch}", Access::UnitStaff, batch::at_desk)
        .get("/desk/batches/{batch}/list", Access::UnitStaff, batch::list)
        .get("/desk/batches/{batch}/check", Access::UnitStaff, check::show)
        .post("/desk/batches/{batch}/check", Access::UnitStaff, check::count)
        .post("/desk/batches/{batch}/add", Access::UnitStaff, batch::add)
        .post("/desk/batches/{batch}/remove", Access::UnitStaff, batch::remove)
        .post("/desk/batches/{batch}/letter", Access::UnitStaff, batch::letter)
        .get("/desk/batches/{batch}/forward", Access::Head, forward::ask)
        .post("/desk/batches/{batch}/forward", Access::Head, forward::send)
        .get("/intake", Access::ContestStaff, intake::mine)
        .get("/intake/{contest}", Access::ContestStaff, intake::show)
        .get("/intake/{contest}/accept-all", Access::Secretary, accept_all::ask)
        .post("/intake/{contest}/accept-all", Access::Secretary, accept_all::accept)
        .get("/intake/{contest}/arrivals", Access::Secretary, arrival::ask)
        .post("/intake/{contest}/arrivals", Access::Secretary, arrival::record)
        .get("/intake/{contest}/similar", Access::ContestStaff, similar::show)
        .upload("/intake/{contest}/similar", Access::ContestStaff, similar::against)
        .get("/intake/{contest}/quota", Access::ContestStaff, figures::board)
        .get("/intake/{contest}/figures", Access::ContestStaff, figures::glance)
        .get("/intake/entries/{entry}", Access::ContestStaff, entry::at_intake)
        .get("/intake/entries/{entry}/versions", Access::ContestStaff, versions::show)
        .post("/intake/entries/{entry}/accept", Access::Secretary, entry::accept)
        .post("/intake/entries/{entry}/return", Access::Secretary, entry::give_back)
        .post("/intake/entries/{entry}/decide", Access::Secretary, entry::decide)
        .post("/intake/entries/{entry}/take-back", Access::Secretary, entry::take_back)
        .get("/intake/batches/{batch}", Access::ContestStaff, batch::at_intake)
        .get("/intake/batches/{batch}/check", Access::ContestStaff, check::show)
        .post("/intake/batches/{batch}/check", Access::Secretary, check::count)
        .get("/intake/batches/{batch}/list", Access::ContestStaff, batch::list)
        .get("/leader", Access::Leader, figures::mine)
        .get("/leader/{contest}", Access::Leader, figures::glance)
        .get("/leader/{contest}/quota", Access::Leader, figures::board)
}
