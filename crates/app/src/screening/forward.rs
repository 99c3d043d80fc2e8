//! A batch goes to the standing body, whole or not at all.

use super::store;
use crate::act::Stop;
use crate::db::Tx;
use crate::entry::authors::held_back;
use crate::record::record;
use domain::actor::Actor;
use domain::ids::{BatchId, EntryId};
use domain::screening::forward::{self as rule, Batch, Listed};
use domain::screening::{Arrival, ForwardRefusal, Gate, access};
use domain::time::Instant;
use sha2::{Digest, Sha256};

/// Answers the receipt's code. Signing a batch off is the head's; the signer written on it may be another.
pub fn forward(
    tx: &mut Tx,
    actor: &Actor,
    batch: BatchId,
    now: Instant,
) -> Result<String, Stop<ForwardRefusal>> {
    let held = store::hold_batch(tx, batch)?.ok_or(Stop::NotFound)?;
    access::answer_for_unit(actor, held.batch.unit, now)?;
    let items = store::list_items(tx, batch)?;
    let ids: Vec<EntryId> = items.iter().map(|(entry, _)| *entry).collect();
    let gates = store::hold_many(tx, &held.contest, &ids)?;
    let listed = |gate: Gate| {
        let version = items.iter().find(|(e, _)| *e == gate.entry).map_or(0, |(_, version)| *version);
        Listed { version, gate }
    };
    let listed: Vec<Listed> = gates.into_iter().map(listed).collect();
    let before = held.rules.timeline.units_send;
    let waiting = held_back(tx, &held.rules, &ids)?;
    let event = rule::forward(&held.batch, &listed, &waiting, held.contest.phase, before, now)?;
    for item in &listed {
        store::save_arrival(tx, item.gate.entry, Arrival { at: now, version: item.version })?;
    }
    let receipt = receipt(&held.batch, listed.iter().map(|i| &i.gate), now);
    store::save_forwarded(tx, batch, now, false, &receipt)?;
    record(tx, actor, Some(held.contest.id), event, now)?;
    Ok(receipt)
}

/// Twelve hex digits over the batch, the instant and each entry's code, version and content: both ends can tell whether
/// they hold the same list.
pub(super) fn receipt<'a>(batch: &Batch, gates: impl Iterator<Item = &'a Gate>, at: Instant) -> String {
    let mut sha = Sha256::new();
    sha.update(format!("{} {} {} {at}\n", batch.id.0, batch.year, batch.number));
    for gate in gates {
        sha.update(format!("{} {} ", gate.code, gate.version));
        sha.update(gate.dossier_hash);
    }
    let hex = data_encoding::HEXUPPER.encode(&sha.finalize()[..6]);
    format!("{}-{}-{}", &hex[..4], &hex[4..8], &hex[8..])
}
