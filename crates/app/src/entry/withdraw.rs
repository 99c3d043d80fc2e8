//! Withdrawing an entry; by guards its confirmation becomes void and it leaves its batch. Nothing is deleted.

use super::store;
use crate::act::Stop;
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::entry::{WithdrawRefusal, access, withdraw as rule};
use domain::ids::EntryId;
use domain::time::Instant;

pub fn withdraw(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    now: Instant,
) -> Result<(), Stop<WithdrawRefusal>> {
    let row = store::find(tx, entry)?.ok_or(Stop::NotFound)?;
    access::withdraw(actor, &row.subject()).map_err(|_| Stop::NotFound)?;
    let here = store::whereabouts(tx, &row)?;
    let event = rule::withdraw(entry, &here, row.phase, now)?;
    store::save_withdrawn(tx, entry, now)?;
    record(tx, actor, Some(row.contest), event, now)?;
    Ok(())
}
