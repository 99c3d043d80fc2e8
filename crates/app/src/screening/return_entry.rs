//! The secretary sends an entry back to its unit, or turns it down.

use super::store;
use crate::act::Stop;
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::ids::EntryId;
use domain::screening::return_entry::{self as rule, Outcome};
use domain::screening::{Intake, ReturnRefusal, access};
use domain::text;
use domain::time::Instant;

/// The unit may have it mended and send it again.
pub fn return_to_unit(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    reason: &str,
    now: Instant,
) -> Result<(), Stop<ReturnRefusal>> {
    go(tx, actor, entry, Outcome::BackToUnit, reason, now)
}

/// It ends here.
pub fn reject(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    reason: &str,
    now: Instant,
) -> Result<(), Stop<ReturnRefusal>> {
    go(tx, actor, entry, Outcome::TurnedDown, reason, now)
}

fn go(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    outcome: Outcome,
    reason: &str,
    now: Instant,
) -> Result<(), Stop<ReturnRefusal>> {
    let held = store::hold(tx, entry)?.ok_or(Stop::NotFound)?;
    access::work_intake(actor, held.contest.id)?;
    let event = rule::return_entry(&held.gate, outcome, reason, held.contest.phase)?;
    let intake = match outcome {
        Outcome::BackToUnit => Intake::Returned,
        Outcome::TurnedDown => Intake::Rejected,
    };
    store::save_intake(tx, entry, intake, &text::clean(reason), now)?;
    record(tx, actor, Some(held.contest.id), event, now)?;
    Ok(())
}
