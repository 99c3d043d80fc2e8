//! Seats a judge on the panel of a contest, gives the seat its account, lets a judge go.

use super::store::{self, JudgeRow};
use crate::act::Stop;
use crate::db::Tx;
use crate::people;
use crate::record::record;
use domain::actor::Actor;
use domain::ids::{AreaCode, ContestId, JudgeCode, JudgeId, PersonId, UnitId};
use domain::judging::seat::{Seat, SeatRefusal, Taken, seat};
use domain::judging::{JudgingEvent, access};
use domain::people::WantedGrant;
use domain::people::grant::Role;
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
    /// Takes the chair's place for entries that the chair keeps away from.
    pub deputy: bool,
    /// Where the judge lives and can be reached, to find conflicts; may stay empty.
    pub address: String,
    pub phone: String,
}

/// Seats a judge, with the account's role where an account is named (then only the organiser may).
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
        deputy: new.deputy,
        address: text::clean_line(&new.address),
        phone: text::clean_line(&new.phone),
    };
    let taken_by = Taken {
        chair: panel.iter().any(|j| j.chair && j.active),
        deputy: panel.iter().any(|j| j.deputy && j.active),
    };
    seat(&wanted, &taken, taken_by)?;
    if let Some(unit) = new.unit
        && people::store::unit(tx, unit)?.is_none()
    {
        return Err(Stop::refuse(SeatRefusal::UnknownUnit));
    }
    let fold = text::fold(&wanted.name);
    let row = JudgeRow {
        id: JudgeId(0),
        contest,
        code: JudgeCode(wanted.code),
        name: wanted.name,
        title: wanted.title,
        unit: new.unit,
        person: None,
        chair: new.chair,
        areas: new.areas.clone(),
        active: true,
        deputy: new.deputy,
        address: text::clean_line(&new.address),
        phone: text::clean_line(&new.phone),
    };
    let id = store::insert_judge(tx, &row, &fold)?;
    record(tx, actor, Some(contest), JudgingEvent::JudgeSeated { judge: id, chair: new.chair }, now)?;
    if let Some(person) = new.person {
        give_account(tx, actor, id, person, now)?;
    }
    Ok(id)
}

/// Gives a seat its account: from now on this person scores on it.
pub fn give_account(
    tx: &mut Tx,
    actor: &Actor,
    judge: JudgeId,
    person: PersonId,
    now: Instant,
) -> Result<(), Stop<SeatRefusal>> {
    let row = store::find_judge(tx, judge)?.ok_or(Stop::NotFound)?;
    access::give_account(actor, row.contest)?;
    if !row.active {
        return Err(Stop::refuse(SeatRefusal::Left));
    }
    if row.person.is_some() {
        return Err(Stop::refuse(SeatRefusal::HasAccount));
    }
    if people::store::person(tx, person)?.is_none() {
        return Err(Stop::refuse(SeatRefusal::UnknownAccount));
    }
    let role = if row.chair { Role::Chair } else { Role::Judge };
    let wanted = WantedGrant { judge: Some(judge), ..WantedGrant::of_contest(role, row.contest) };
    people::grant(tx, actor, person, &wanted, now).map_err(|stop| stop.map(SeatRefusal::Account))?;
    store::save_judge_account(tx, judge, person)?;
    Ok(())
}

/// What stands in a released sheet when its judge left the panel.
const LEFT: &str = "left";

/// Lets a judge go (ill, or called away): no new assignments, no way in. Signed sheets stay and count; those not signed are released,
/// so that the next proposal gives their entries to others and leaves everything else as it is.
pub fn unseat_judge(
    tx: &mut Tx,
    actor: &Actor,
    judge: JudgeId,
    now: Instant,
) -> Result<(), Stop<SeatRefusal>> {
    let row = store::find_judge(tx, judge)?.ok_or(Stop::NotFound)?;
    access::seat_judge(actor, row.contest)?;
    if !row.active {
        return Ok(());
    }
    store::save_judge_left(tx, judge)?;
    record(tx, actor, Some(row.contest), JudgingEvent::JudgeUnseated { judge }, now)?;
    for (sheet, entry) in store::unsigned_sheets_of(tx, judge)? {
        store::save_released(tx, sheet, LEFT, now)?;
        let released = JudgingEvent::AssignmentReleased { sheet, judge, entry, reason: LEFT.to_owned() };
        record(tx, actor, Some(row.contest), released, now)?;
    }
    if let Some(person) = row.person {
        let grants = people::store::list_grants(tx, Some(person))?;
        for grant in grants.into_iter().filter(|g| g.wanted.judge == Some(judge)) {
            people::revoke(tx, actor, grant.id, now).map_err(|stop| stop.map(|_| SeatRefusal::Left))?;
        }
    }
    Ok(())
}
