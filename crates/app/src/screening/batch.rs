//! Putting a numbered batch together: open it, list entries, write the cover letter's number and signer.

use super::store;
use crate::act::Stop;
use crate::contest::store as contests;
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::ids::{BatchId, ContestId, EntryId, UnitId};
use domain::screening::forward::{self as rule, BatchRefusal};
use domain::screening::{ScreeningEvent, access};
use domain::text;
use domain::time::Instant;

/// An open batch on which nothing stands is answered again.
pub fn open_batch(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    unit: UnitId,
    now: Instant,
) -> Result<BatchId, Stop<BatchRefusal>> {
    access::work_desk(actor, unit, now)?;
    let contest = contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    if !tx.lock_row("org_unit", unit.0)? {
        return Err(Stop::NotFound);
    }
    let still_open = store::find_open_batch(tx, contest.id, unit)?;
    if let Some((batch, _)) = still_open
        && store::list_items(tx, batch)?.is_empty()
    {
        return Ok(batch);
    }
    rule::open(contest.phase, unit == contest.standing_unit, still_open.map(|(_, number)| number))?;
    let (batch, number) = store::insert_batch(tx, contest.id, unit, "open", now)?;
    record(tx, actor, Some(contest.id), ScreeningEvent::BatchOpened { batch, unit, number }, now)?;
    Ok(batch)
}

/// All or none. What stands on the list with this version stays as it is, and nothing is recorded of it.
pub fn add_to_batch(
    tx: &mut Tx,
    actor: &Actor,
    batch: BatchId,
    entries: &[EntryId],
    now: Instant,
) -> Result<(), Stop<BatchRefusal>> {
    let held = store::hold_batch(tx, batch)?.ok_or(Stop::NotFound)?;
    access::work_desk(actor, held.batch.unit, now)?;
    let gates = store::hold_many(tx, &held.contest, entries)?;
    if gates.iter().any(|g| g.unit != held.batch.unit) || gates.len() < entries.len() {
        return Err(Stop::NotFound);
    }
    let listed = store::list_items(tx, batch)?;
    let others = listed.iter().filter(|(entry, _)| !gates.iter().any(|g| g.entry == *entry)).count();
    rule::add(&held.batch, others, &gates)?;
    let new: Vec<_> = gates.iter().filter(|g| !listed.contains(&(g.entry, g.version))).collect();
    if new.is_empty() {
        return Ok(());
    }
    for gate in &new {
        store::save_item(tx, batch, gate.entry, gate.version, now)?;
    }
    let added = new.iter().map(|g| g.code.clone()).collect();
    let event = ScreeningEvent::BatchChanged { batch, added, removed: vec![] };
    record(tx, actor, Some(held.contest.id), event, now)?;
    Ok(())
}

pub fn remove_from_batch(
    tx: &mut Tx,
    actor: &Actor,
    batch: BatchId,
    entry: EntryId,
    reason: &str,
    now: Instant,
) -> Result<(), Stop<BatchRefusal>> {
    let held = store::hold_batch(tx, batch)?.ok_or(Stop::NotFound)?;
    access::work_desk(actor, held.batch.unit, now)?;
    if held.batch.is_forwarded {
        return Err(Stop::refuse(BatchRefusal::AlreadyForwarded));
    }
    let gate = store::hold(tx, entry)?.ok_or(Stop::NotFound)?.gate;
    if !store::remove_item(tx, batch, entry, &text::clean(reason), now)? {
        return Err(Stop::NotFound);
    }
    let event = ScreeningEvent::BatchChanged { batch, added: vec![], removed: vec![gate.code] };
    record(tx, actor, Some(held.contest.id), event, now)?;
    Ok(())
}

/// The number of the cover letter and who signs it. Both may still be empty; forwarding asks for them.
pub fn set_letter(
    tx: &mut Tx,
    actor: &Actor,
    batch: BatchId,
    number: &str,
    signer: &str,
    now: Instant,
) -> Result<(), Stop<BatchRefusal>> {
    let held = store::hold_batch(tx, batch)?.ok_or(Stop::NotFound)?;
    access::work_desk(actor, held.batch.unit, now)?;
    let (number, signer) = (text::clean_line(number), text::clean_line(signer));
    rule::letter(&held.batch, &number, &signer)?;
    store::save_letter(tx, batch, &number, &signer)?;
    let event = ScreeningEvent::BatchChanged { batch, added: vec![], removed: vec![] };
    record(tx, actor, Some(held.contest.id), event, now)?;
    Ok(())
}
