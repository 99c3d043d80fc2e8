//! Beginning an entry: a draft, its code and its PIN. The PIN is told once and kept only as a keyed digest.

use super::store;
use crate::act::Stop;
use crate::contest;
use crate::db::{DbFault, Tx};
use crate::keys::Keys;
use crate::record::record;
use domain::actor::Actor;
use domain::entry::receipt::{Pin, code_from};
use domain::entry::submit::in_time;
use domain::entry::{EntryEvent, SubmitRefusal, access};
use domain::ids::{ContestId, EntryCode, EntryId};
use domain::time::Instant;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    pub entry: EntryId,
    pub code: EntryCode,
    pub pin: Pin,
}

/// Begins a draft while entries are taken. Refuses with `NotOpenYet` or `Closed`.
pub fn begin(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    keys: &Keys,
    now: Instant,
) -> Result<Begun, Stop<SubmitRefusal>> {
    let row = contest::store::find(tx, contest)?.ok_or(Stop::NotFound)?;
    access::begin(actor)?;
    let rules = contest::store::rules_of(tx, contest)?;
    in_time(&rules, row.phase, None, now).map_err(Stop::refuse)?;
    let code = free_code(tx, contest, &row.code)?;
    let pin = Pin::from_random(random()?);
    let entry = store::insert_draft(tx, contest, &code, &pin_digest(keys, contest, &code, &pin), now)?;
    record(tx, &Actor::EntryHolder { entry }, Some(contest), EntryEvent::Begun { entry }, now)?;
    Ok(Begun { entry, code, pin })
}

/// A code that no entry of the contest has.
pub(super) fn free_code(tx: &mut Tx, contest: ContestId, prefix: &str) -> Result<EntryCode, DbFault> {
    for _ in 0..20 {
        let code = code_from(prefix, random()?);
        if !store::is_code_taken(tx, contest, &code)? {
            return Ok(code);
        }
    }
    Err(DbFault::other("no free code was found in 20 tries"))
}

pub(crate) fn random() -> Result<u64, DbFault> {
    getrandom::u64().map_err(|e| DbFault::other(format!("no random bytes: {e}")))
}

/// What is kept of a PIN: bound to its contest and code, useless without the server's secret.
pub(super) fn pin_digest(keys: &Keys, contest: ContestId, code: &EntryCode, pin: &Pin) -> [u8; 32] {
    keys.digest("entry-pin", &[&contest.0.to_be_bytes(), code.as_str().as_bytes(), pin.digits().as_bytes()])
}
