//! Pages of awards: standings, ties, the proposal of prizes, confirmation, release. Before the release only for those who run
//! the contest, its chair and its auditor.

mod arithmetic;
mod complaints;
mod confirm;
mod decide_tie;
mod export;
mod freeze_standings;
mod prizes;
mod propose;
mod release;
mod side;
mod standings;
mod texts;

pub(crate) use decide_tie::votes_of;

use crate::{Access, Routes};

pub fn routes() -> Routes {
    use Access::{ContestStaff, Jury, Organiser};
    Routes::new()
        .get("/awards", ContestStaff, standings::mine)
        .get("/awards/{contest}", ContestStaff, standings::show)
        .post("/awards/{contest}/freeze", ContestStaff, freeze_standings::freeze)
        .get("/awards/{contest}/entries/{entry}", ContestStaff, arithmetic::show)
        .get("/awards/{contest}/standings.csv", ContestStaff, export::csv)
        .get("/awards/{contest}/standings.xlsx", ContestStaff, export::xlsx)
        .get("/awards/{contest}/ties", Jury, decide_tie::show)
        .post("/awards/{contest}/ties", Jury, decide_tie::decide)
        .get("/awards/{contest}/prizes", ContestStaff, prizes::show)
        .post("/awards/{contest}/prizes", ContestStaff, propose::propose)
        .get("/awards/{contest}/complaints", ContestStaff, complaints::show)
        .post("/awards/{contest}/complaints", ContestStaff, complaints::receive)
        .post("/awards/complaints/{complaint}/answer", Organiser, complaints::answer)
        .get("/awards/{contest}/side", ContestStaff, side::show)
        .post("/awards/{contest}/side", ContestStaff, side::propose)
        .post("/awards/side/{side}/back", ContestStaff, side::take_back)
        .get("/awards/{contest}/confirm", Organiser, confirm::ask)
        .post("/awards/{contest}/confirm", Organiser, confirm::confirm)
        .get("/awards/{contest}/release", Organiser, release::ask)
        .post("/awards/{contest}/release", Organiser, release::release)
}
