//! A new PIN: for a paper entry recorded at the desk, and for a PIN that was lost. The old one and the sessions opened with it
//! are void at once.

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

/// There is no rule that refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RenewRefusal {}

pub fn renew_pin(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    keys: &Keys,
    now: Instant,
) -> Result<Pin, Stop<RenewRefusal>> {
    let row = store::find(tx, entry)?.ok_or(Stop::NotFound)?;
    access::renew_pin(actor, &row.subject()).map_err(|_| Stop::NotFound)?;
    let pin = Pin::from_random(random()?);
    store::save_pin(tx, entry, &pin_digest(keys, row.contest, &row.code, &pin))?;
    session::end_all_of_entry(tx, entry)?;
    record(tx, actor, Some(row.contest), EntryEvent::PinRenewed { entry }, now)?;
    Ok(pin)
}
