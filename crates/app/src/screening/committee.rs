//! The unit's own screening committee: set up by its head, ended by its head; its page with the minutes.

use super::store::{self, CommitteeRow, MinutesRow, UnitFace};
use crate::act::Stop;
use crate::contest::store::{self as contests, ContestRow};
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::ids::{ContestId, PersonId, UnitId};
use domain::screening::committee::{self as rule, Member};
use domain::screening::{CommitteeRefusal, ScreeningEvent, access};
use domain::text;
use domain::time::Instant;
use std::convert::Infallible;

/// A committee as the head has founded it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCommittee {
    pub founded_by: String,
    pub members: Vec<Member>,
}

/// Sets one up, in the place of the one before: opinions given to that one are no longer counted, its minutes stand.
pub fn set_up_committee(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    unit: UnitId,
    new: &NewCommittee,
    now: Instant,
) -> Result<(), Stop<CommitteeRefusal>> {
    access::answer_for_unit(actor, unit, now)?;
    let contest = contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    if !tx.lock_row("org_unit", unit.0)? {
        return Err(Stop::NotFound);
    }
    let staff = store::list_staff(tx, unit)?;
    let member = |m: &Member| {
        let person = m.person.filter(|p| staff.iter().any(|(id, _)| id == p));
        let account = staff.iter().find(|(id, _)| Some(*id) == person).map(|(_, name)| name.as_str());
        let name = text::clean_line(&m.name);
        Member {
            name: if name.is_empty() { account.unwrap_or_default().to_owned() } else { name },
            post: text::clean_line(&m.post),
            part: m.part,
            person,
        }
    };
    let members: Vec<Member> = new.members.iter().map(member).filter(|m| !m.name.is_empty()).collect();
    let founded_by = text::clean_line(&new.founded_by);
    rule::set_up(&founded_by, &members, contest.phase)?;
    store::end_committee(tx, contest.id, unit, now)?;
    store::insert_committee(tx, contest.id, unit, &founded_by, &members, actor.person_id(), now)?;
    let members = i64::try_from(members.len()).unwrap_or(i64::MAX);
    record(tx, actor, Some(contest.id), ScreeningEvent::CommitteeSet { unit, members }, now)?;
    Ok(())
}

/// From now on a single appraiser decides again.
pub fn end_committee(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    unit: UnitId,
    now: Instant,
) -> Result<(), Stop<Infallible>> {
    access::answer_for_unit(actor, unit, now)?;
    let contest = contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    if store::end_committee(tx, contest.id, unit, now)? == 0 {
        return Err(Stop::NotFound);
    }
    record(tx, actor, Some(contest.id), ScreeningEvent::CommitteeEnded { unit }, now)?;
    Ok(())
}

#[derive(Debug, Clone)]
pub struct CommitteePage {
    pub contest: ContestRow,
    pub unit: UnitFace,
    pub committee: Option<CommitteeRow>,
    /// Newest first.
    pub minutes: Vec<MinutesRow>,
    /// Accounts that may be bound to a member.
    pub staff: Vec<(PersonId, String)>,
    pub may_set_up: bool,
    pub may_work: bool,
}

pub fn committee_page(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    unit: UnitId,
    now: Instant,
) -> Result<CommitteePage, Stop<Infallible>> {
    access::see_desk(actor, unit, contest, now).map_err(|_| Stop::NotFound)?;
    let contest = contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    let face = store::find_unit(tx, contest.id, unit)?.ok_or(Stop::NotFound)?;
    let committee = store::find_committee(tx, contest.id, unit)?;
    let minutes = match &committee {
        None => vec![],
        Some(c) => store::list_minutes(tx, c.id)?,
    };
    Ok(CommitteePage {
        staff: store::list_staff(tx, unit)?,
        may_set_up: access::answer_for_unit(actor, unit, now).is_ok(),
        may_work: access::work_desk(actor, unit, now).is_ok(),
        contest,
        unit: face,
        committee,
        minutes,
    })
}
