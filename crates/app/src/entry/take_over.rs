//! The author of a paper entry takes it over with the code and PIN of the slip: from then on it is written online, and a new PIN is
//! known to nobody at the desk.

use super::begin::{pin_digest, random};
use super::store;
use crate::act::Stop;
use crate::db::Tx;
use crate::keys::Keys;
use crate::record::record;
use crate::session;
use domain::actor::Actor;
use domain::entry::receipt::Pin;
use domain::entry::{EntryEvent, access};
use domain::ids::EntryId;
use domain::time::Instant;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakeOverRefusal {
    TakenOver,
}

pub fn take_over(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    keys: &Keys,
    now: Instant,
) -> Result<Pin, Stop<TakeOverRefusal>> {
    let row = store::find(tx, entry)?.ok_or(Stop::NotFound)?;
    access::take_over(actor, &row.subject()).map_err(|_| Stop::NotFound)?;
    if row.taken_over_at.is_some() {
        return Err(Stop::refuse(TakeOverRefusal::TakenOver));
    }
    store::save_taken_over(tx, entry, now)?;
    let pin = Pin::from_random(random()?);
    store::save_pin(tx, entry, &pin_digest(keys, row.contest, &row.code, &pin))?;
    session::end_all_of_entry(tx, entry)?;
    record(tx, actor, Some(row.contest), EntryEvent::TakenOver { entry }, now)?;
    Ok(pin)
}
