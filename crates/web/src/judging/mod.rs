//! Pages of judging. `/scoring` belongs to the judges: own sheets, own conflicts. `/judging` belongs to those who run the
//! contest: panel, conflicts, rounds, assignment, the board, exports.

mod advise;
mod assign;
mod autosave;
pub(crate) mod bar;
mod board;
mod call_third;
mod close_round;
mod commit_draw;
mod copies;
mod declare_conflict;
mod discuss;
pub(crate) mod export;
mod list_conflicts;
mod live;
mod meeting;
mod my_sheets;
mod open_round;
mod order;
mod overview;
mod panel;
mod print_sheet;
mod release_assignment;
mod reopen_round;
mod reopen_sheet;
mod row;
mod save_sheet;
mod sheet_view;
mod sign;
pub(crate) mod texts;
mod votes;

use crate::{Access, Routes};

pub fn routes() -> Routes {
    use Access::{Chair, ContestStaff, Judge, Jury, Organiser};
    Routes::new()
        .get("/scoring", Judge, my_sheets::mine)
        .get("/scoring/{contest}", Judge, my_sheets::show)
        .get("/scoring/{contest}/conflicts", Judge, declare_conflict::show)
        .post("/scoring/{contest}/conflicts", Judge, declare_conflict::declare)
        .get("/scoring/sheets/{sheet}", Judge, save_sheet::show)
        .post("/scoring/sheets/{sheet}", Judge, save_sheet::save)
        .post("/scoring/sheets/{sheet}/autosave", Judge, autosave::save)
        .get("/scoring/sheets/{sheet}/print", Judge, print_sheet::show)
        .get("/scoring/sheets/{sheet}/sign", Judge, sign::ask)
        .post("/scoring/sheets/{sheet}/sign", Judge, sign::sign)
        .get("/judging", ContestStaff, overview::mine)
        .get("/judging/{contest}", ContestStaff, overview::show)
        .post("/judging/{contest}/rounds", ContestStaff, open_round::open)
        .get("/judging/{contest}/panel", ContestStaff, panel::show)
        .post("/judging/{contest}/panel", ContestStaff, panel::seat)
        .post("/judging/judges/{judge}/account", ContestStaff, panel::account)
        .post("/judging/judges/{judge}/leave", ContestStaff, panel::leave)
        .get("/judging/{contest}/conflicts", ContestStaff, list_conflicts::show)
        .post("/judging/{contest}/conflicts", ContestStaff, list_conflicts::declare)
        .post("/judging/{contest}/conflicts/detect", ContestStaff, list_conflicts::detect)
        .get("/judging/{contest}/files", ContestStaff, copies::show)
        .post("/judging/{contest}/files", ContestStaff, copies::prepare)
        .post("/judging/files/{entry}/{version}/{position}/release", ContestStaff, copies::release)
        .get("/judging/{contest}/votes", ContestStaff, votes::show)
        .upload("/judging/{contest}/votes", ContestStaff, votes::preview)
        .post("/judging/{contest}/votes/confirm", ContestStaff, votes::confirm)
        .post("/judging/votes/{count}/back", ContestStaff, votes::take_back)
        .get("/judging/{contest}/scores.csv", ContestStaff, export::csv)
        .get("/judging/{contest}/scores.xlsx", ContestStaff, export::xlsx)
        .get("/judging/rounds/{round}", ContestStaff, board::show)
        .post("/judging/rounds/{round}/close", ContestStaff, close_round::close)
        .get("/judging/rounds/{round}/advice", Chair, advise::show)
        .get("/judging/rounds/{round}/assign", ContestStaff, assign::show)
        .post("/judging/rounds/{round}/assign", ContestStaff, assign::apply)
        .post("/judging/rounds/{round}/reopen", Organiser, reopen_round::reopen)
        .post("/judging/rounds/{round}/draw", ContestStaff, commit_draw::commit)
        .get("/judging/rounds/{round}/order", ContestStaff, order::show)
        .post("/judging/rounds/{round}/order/commit", ContestStaff, order::commit)
        .post("/judging/rounds/{round}/order/draw", ContestStaff, order::draw)
        .get("/judging/rounds/{round}/live", Chair, live::show)
        .get("/judging/rounds/{round}/meeting", Jury, meeting::show)
        .post("/judging/rounds/{round}/meeting", ContestStaff, meeting::open)
        .post("/judging/meetings/{meeting}/turn", ContestStaff, meeting::turn)
        .post("/judging/meetings/{meeting}/close", ContestStaff, meeting::close)
        .get("/judging/rounds/{round}/entries/{entry}", Jury, row::show)
        .post("/judging/rounds/{round}/entries/{entry}/discuss", Jury, discuss::put_down)
        .post("/judging/rounds/{round}/entries/{entry}/third", Jury, call_third::call)
        .post("/judging/sheets/{sheet}/reopen", Jury, reopen_sheet::reopen)
        .post("/judging/sheets/{sheet}/release", ContestStaff, release_assignment::release)
}

pub(crate) use export::{XLSX, attachment};
pub(crate) use texts::withheld;

/// The contests that the person runs, below another address.
pub(crate) async fn list_contests(
    state: &crate::AppState,
    ctx: &crate::Ctx,
    base: &'static str,
) -> crate::Answer {
    overview::list(state, ctx, bar::run_by(ctx), base).await
}
