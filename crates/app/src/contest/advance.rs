//! contest/advance: the organiser announces the contest, or begins judging. Later phases follow from judging and awards.

use super::store;
use crate::act::Stop;
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::contest::phase::{self, MoveRefusal};
use domain::contest::{ContestEvent, Phase, access};
use domain::ids::ContestId;
use domain::time::Instant;

/// Moves the contest one phase forward.
pub fn advance(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    to: Phase,
    now: Instant,
) -> Result<(), Stop<MoveRefusal>> {
    access::set_up(actor, contest)?;
    tx.lock_row("contest", contest.0)?;
    let row = store::find(tx, contest)?.ok_or(Stop::NotFound)?;
    if !to.is_moved_by_hand() {
        return Err(Stop::refuse(MoveRefusal::NotNext { from: row.phase, to }));
    }
    phase::advance(row.phase, to, row.nobody_sends_from(), now).map_err(Stop::refuse)?;
    store::save_phase(tx, contest, to)?;
    record(tx, actor, Some(contest), ContestEvent::PhaseChanged { contest, to }, now)?;
    Ok(())
}

/// Moves the contest one phase back, with a reason that everybody concerned reads.
pub fn step_back(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    reason: &str,
    now: Instant,
) -> Result<Phase, Stop<MoveRefusal>> {
    access::set_up(actor, contest)?;
    tx.lock_row("contest", contest.0)?;
    let row = store::find(tx, contest)?.ok_or(Stop::NotFound)?;
    let (to, reason) = phase::step_back(row.phase, reason).map_err(Stop::refuse)?;
    store::save_phase(tx, contest, to)?;
    record(
        tx,
        actor,
        Some(contest),
        ContestEvent::SteppedBack { contest, from: row.phase, to, reason },
        now,
    )?;
    Ok(to)
}
