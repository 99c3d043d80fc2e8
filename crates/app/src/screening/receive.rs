//! The unit takes an entry in.

use super::store;
use crate::act::Stop;
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::ids::EntryId;
use domain::screening::{ReceiveRefusal, access, receive as rule};
use domain::time::Instant;

pub fn receive(tx: &mut Tx, actor: &Actor, entry: EntryId, now: Instant) -> Result<(), Stop<ReceiveRefusal>> {
    let held = store::hold(tx, entry)?.ok_or(Stop::NotFound)?;
    access::work_desk(actor, held.gate.unit, now)?;
    let event = rule::receive(&held.gate, held.contest.phase)?;
    store::save_received(tx, entry, now)?;
    record(tx, actor, Some(held.contest.id), event, now)?;
    Ok(())
}
