//! A person's decision at intake: a copy, one work by two routes, not new, off the topic.

use super::store;
use crate::act::Stop;
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::ids::{EntryCode, EntryId};
use domain::screening::decide::{self as rule, TakeBackRefusal};
use domain::screening::{DecideRefusal, Decision, Intake, access};
use domain::text;
use domain::time::Instant;

/// The entry is turned down at once, also when it had been accepted.
pub fn decide(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    decision: &Decision,
    now: Instant,
) -> Result<(), Stop<DecideRefusal>> {
    // Two entries may be decided against each other: locked in the order of their ids.
    if let Some(kept) = decision.kept.filter(|k| *k < entry) {
        tx.lock_row("entry", kept.0)?;
    }
    let held = store::hold(tx, entry)?.ok_or(Stop::NotFound)?;
    access::work_intake(actor, held.contest.id)?;
    let kept = match decision.kept {
        None => None,
        Some(id) => {
            let kept = store::hold(tx, id)?.ok_or(Stop::NotFound)?;
            if kept.contest.id != held.contest.id {
                return Err(Stop::NotFound);
            }
            Some(kept.gate)
        }
    };
    let stands_for = store::stands_for(tx, entry)?.map(|code| EntryCode::from(code.as_str()));
    let decision = Decision { reason: text::clean(&decision.reason), ..decision.clone() };
    let event = rule::decide(&held.gate, &decision, kept.as_ref(), stands_for.as_ref(), held.contest.phase)?;
    store::save_decision(tx, entry, Some(&decision))?;
    store::save_intake(tx, entry, Intake::Rejected, &decision.reason, now)?;
    record(tx, actor, Some(held.contest.id), event, now)?;
    Ok(())
}

/// The entry waits at the intake again.
pub fn take_back_decision(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    reason: &str,
    now: Instant,
) -> Result<(), Stop<TakeBackRefusal>> {
    let held = store::hold(tx, entry)?.ok_or(Stop::NotFound)?;
    access::work_intake(actor, held.contest.id)?;
    let event = rule::take_back(&held.gate, reason, held.contest.phase)?;
    store::save_decision(tx, entry, None)?;
    store::save_intake(tx, entry, Intake::Pending, &text::clean(reason), now)?;
    record(tx, actor, Some(held.contest.id), event, now)?;
    Ok(())
}
