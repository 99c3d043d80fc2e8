//! Seats a judge on the panel of a contest; lets one go who has signed nothing that still counts.

use super::store::{self, JudgeRow};
use crate::act::Stop;
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::ids::{AreaCode, ContestId, JudgeCode, JudgeId, PersonId, UnitId};
use domain::judging::seat::{Seat, SeatRefusal, seat};
use domain::judging::{JudgingEvent, access};
use domain::text;
use domain::time::Instant;

/// Somebody to be seated; texts as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewJudge {
    pub code: String,
    pub name: String,
    pub title: String,
    pub unit: Option<UnitId>,
    /// The account that scores; may come later.
    pub person: Option<PersonId>,
    pub chair: bool,
    pub areas: Vec<AreaCode>,
}

/// Seats a judge. The account's role comes with `people::grant`.
pub fn seat_judge(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    new: &NewJudge,
    now: Instant,
) -> Result<JudgeId, Stop<SeatRefusal>> {
    crate::contest::store::find(tx, contest)?.ok_or(Stop::NotFound)?;
    access::seat_judge(actor, contest)?;
    let panel = store::list_judges(tx, contest)?;
    let taken: Vec<&str> = panel.iter().map(|j| j.code.as_str()).collect();
    let wanted = Seat {
        code: text::clean_line(&new.code),
        name: text::clean_line(&new.name),
        title: text::clean_line(&new.title),
        chair: new.chair,
    };
    seat(&wanted, &taken, panel.iter().any(|j| j.chair && j.active))?;
    let fold = text::fold(&wanted.name);
    let row = JudgeRow {
        id: JudgeId(0),
        contest,
        code: JudgeCode(wanted.code),
        name: wanted.name,
        title: wanted.title,
        unit: new.unit,
        person: new.person,
        chair: new.chair,
        areas: new.areas.clone(),
        active: true,
    };
    let id = store::insert_judge(tx, &row, &fold)?;
    record(tx, actor, Some(contest), JudgingEvent::JudgeSeated { judge: id, chair: new.chair }, now)?;
    Ok(id)
}

/// Lets a judge go: no new assignments. Sheets already given stay and are released one by one, with a reason.
pub fn unseat_judge(
    tx: &mut Tx,
    actor: &Actor,
    judge: JudgeId,
    now: Instant,
) -> Result<(), Stop<SeatRefusal>> {
    let row = store::find_judge(tx, judge)?.ok_or(Stop::NotFound)?;
    access::seat_judge(actor, row.contest)?;
    if row.active {
        store::save_judge_left(tx, judge)?;
        record(tx, actor, Some(row.contest), JudgingEvent::JudgeUnseated { judge }, now)?;
    }
    Ok(())
}
