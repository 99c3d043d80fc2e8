//! personal/decide: the organiser answers the requests of a contest.

use super::store::{self, RequestRow};
use crate::act::Stop;
use crate::contest::store::{self as contests, ContestRow};
use crate::db::Tx;
use crate::entry::store as entries;
use crate::record::{actor_text, record};
use domain::actor::Actor;
use domain::personal::{Decision, EraseRefusal, PersonalEvent, access, erase as rule};
use domain::time::Instant;
use std::convert::Infallible;

/// The requests of a contest.
#[derive(Debug, Clone)]
pub struct Requests {
    pub contest: ContestRow,
    pub list: Vec<RequestRow>,
    pub may_decide: bool,
}

pub fn requests(tx: &mut Tx, actor: &Actor, code: &str) -> Result<Requests, Stop<Infallible>> {
    let contest = contests::find_by_code(tx, code)?.ok_or(Stop::NotFound)?;
    access::see(actor, contest.id).map_err(|_| Stop::NotFound)?;
    let list = store::list_of_contest(tx, contest.id)?;
    Ok(Requests { may_decide: access::decide(actor, contest.id).is_ok(), contest, list })
}

/// Whether the request is there for somebody who decides.
pub fn may_decide(tx: &mut Tx, actor: &Actor, request: i64) -> Result<(), Stop<Infallible>> {
    let asked = store::find_request(tx, request)?.ok_or(Stop::NotFound)?;
    access::decide(actor, asked.contest).map_err(|_| Stop::NotFound)
}

/// Erases, or keeps with the reason in law.
pub fn decide(
    tx: &mut Tx,
    actor: &Actor,
    request: i64,
    decision: Decision,
    now: Instant,
) -> Result<(), Stop<EraseRefusal>> {
    let asked = store::find_request(tx, request)?.ok_or(Stop::NotFound)?;
    access::decide(actor, asked.contest).map_err(|_| Stop::NotFound)?;
    let row = entries::find(tx, asked.entry)?.ok_or(Stop::NotFound)?;
    let mut case = store::case(tx, &row)?;
    case.asked = asked.decided_at.is_none();
    let (entry, extent, by) = (asked.entry, asked.extent, actor_text(actor));
    let event = match rule::decide(case, extent, decision).map_err(Stop::Refused)? {
        Decision::Erase => {
            store::erase(tx, entry, extent, true, &by, now)?;
            store::save_decided(tx, request, true, "", &by, now)?;
            PersonalEvent::Erased { entry, extent, on_request: true }
        }
        Decision::Keep { basis } => {
            store::save_decided(tx, request, false, &basis, &by, now)?;
            PersonalEvent::Kept { entry, extent, basis }
        }
    };
    record(tx, actor, Some(asked.contest), event, now)?;
    Ok(())
}
