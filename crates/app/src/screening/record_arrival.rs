//! What a unit sent by post, recorded by the secretary as it came.

use super::forward::receipt;
use super::store;
use crate::act::Stop;
use crate::contest::store as contests;
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::ids::{BatchId, ContestId, EntryId, UnitId};
use domain::screening::forward::Batch;
use domain::screening::record_arrival as rule;
use domain::screening::{Arrival, RecordArrivalRefusal, access};
use domain::text;
use domain::time::Instant;

/// What the paper says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// By the stamp of the standing body.
    pub at: Instant,
    /// May be empty.
    pub letter_number: String,
    /// May be empty.
    pub signer: String,
}

/// Answers the batch that was made for it. `now` is kept beside `paper.at` by the audit line.
pub fn record_arrival(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    unit: UnitId,
    entries: &[EntryId],
    paper: &Arrived,
    now: Instant,
) -> Result<BatchId, Stop<RecordArrivalRefusal>> {
    access::work_intake(actor, contest)?;
    let contest = contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    if !tx.lock_row("org_unit", unit.0)? {
        return Err(Stop::NotFound);
    }
    let gates = store::hold_many(tx, &contest, entries)?;
    if gates.len() < entries.len() {
        return Err(Stop::NotFound);
    }
    // Asked before a number is taken; the event's batch is filled in when there is one.
    rule::record_arrival(BatchId(0), unit, &gates, paper.at, contest.phase, now)?;
    let (id, number) = store::insert_batch(tx, contest.id, unit, "forwarded", now)?;
    let event = rule::record_arrival(id, unit, &gates, paper.at, contest.phase, now)?;
    let letter_number: String = text::clean_line(&paper.letter_number).chars().take(100).collect();
    let signer: String = text::clean_line(&paper.signer).chars().take(100).collect();
    store::save_letter(tx, id, &letter_number, &signer)?;
    for gate in &gates {
        store::save_item(tx, id, gate.entry, gate.version, now)?;
        store::save_arrival(tx, gate.entry, Arrival { at: paper.at, version: gate.version })?;
    }
    let batch =
        Batch { id, unit, year: now.civil().year(), number, is_forwarded: true, letter_number, signer };
    store::save_forwarded(tx, id, paper.at, true, &receipt(&batch, gates.iter(), paper.at))?;
    record(tx, actor, Some(contest.id), event, now)?;
    Ok(id)
}
