//! What lay in the parcel of a batch is compared with its list; every count is kept, for the committee and for the unit.

use super::store::{self, CheckRow};
use crate::act::Stop;
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::ids::BatchId;
use domain::screening::reconcile as rule;
use domain::screening::{ReconcileRefusal, access};
use domain::text;
use domain::time::Instant;
use std::convert::Infallible;

/// The secretary counts what came, the unit what it packs; both see all counts.
pub fn reconcile(
    tx: &mut Tx,
    actor: &Actor,
    batch: BatchId,
    scanned: &str,
    note: &str,
    now: Instant,
) -> Result<(), Stop<ReconcileRefusal>> {
    let held = store::hold_batch(tx, batch)?.ok_or(Stop::NotFound)?;
    if !(held.batch.is_forwarded && access::work_intake(actor, held.contest.id).is_ok()) {
        access::work_desk(actor, held.batch.unit, now)?;
    }
    let expected = store::list_expected(tx, batch)?;
    let unit = store::find_unit(tx, held.contest.id, held.batch.unit)?.ok_or(Stop::NotFound)?;
    // Whoever scans a parcel from the top scans its letter too.
    let own = held.batch.code(&unit.code).to_uppercase();
    let lines: Vec<&str> = scanned.lines().filter(|l| l.trim().to_uppercase() != own).collect();
    let note = text::clean(note);
    let (lines, event) = rule::reconcile(batch, held.batch.is_forwarded, &expected, &lines, &note)?;
    store::insert_check(tx, batch, &lines, &note, actor, now)?;
    record(tx, actor, Some(held.contest.id), event, now)?;
    Ok(())
}

/// The counts of a batch, newest first, for whoever sees the batch.
pub fn checks(
    tx: &mut Tx,
    actor: &Actor,
    batch: BatchId,
    now: Instant,
) -> Result<Vec<CheckRow>, Stop<Infallible>> {
    let held = store::find_batch(tx, batch)?.ok_or(Stop::NotFound)?;
    let contest = held.contest.id;
    let committee = held.batch.is_forwarded && access::see_intake(actor, contest).is_ok();
    if !committee && access::see_desk(actor, held.batch.unit, contest, now).is_err() {
        return Err(Stop::NotFound);
    }
    Ok(store::list_checks(tx, batch)?)
}
