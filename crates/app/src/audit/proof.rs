//! audit/proof: that the log holds a handing in, and that the log of now continues that of a checkpoint.

use super::checkpoint::{Checkpoint, Signer};
use super::log::{Log, receipt_line, shown_in};
use super::tree::Hash;
use crate::act::Stop;
use crate::contest::store::ContestRow;
use crate::db::{DbFault, Tx};
use crate::entry;
use domain::actor::Actor;
use domain::ids::EntryId;
use domain::time::Instant;
use serde_json::Value;
use std::convert::Infallible;

/// The line of an entry's newest handing in, shown with its proof, for those who may see the entry.
#[derive(Debug, Clone)]
pub struct EntryProof {
    pub contest: ContestRow,
    pub code: String,
    pub version: i64,
    /// As `sangkien verify` reads it.
    pub shown: Value,
    pub at: Checkpoint,
    pub seq: i64,
}

pub fn of_entry(
    tx: &mut Tx,
    log: &Log,
    actor: &Actor,
    entry: EntryId,
    now: Instant,
) -> Result<EntryProof, Stop<Infallible>> {
    let own = entry::open(tx, actor, entry, now)?;
    let seq = receipt_line(tx, entry)?.ok_or(Stop::NotFound)?;
    let tree = log.of(tx, Clone::clone)?;
    let shown = shown_in(tx, log.keys(), &tree, seq)?;
    Ok(EntryProof {
        contest: own.contest,
        code: own.row.code.to_string(),
        version: own.row.version,
        shown,
        at: super::log::checkpoint(&tree),
        seq,
    })
}

/// What is said of a checkpoint that somebody kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Compared {
    /// The log of now begins with exactly that log.
    Continues { old: Checkpoint, new: Checkpoint, proof: Vec<Hash> },
    /// Lines of that log were changed: it was another one.
    Differs { new: Checkpoint },
    /// It speaks of more lines than the log has.
    TooLong { new: Checkpoint },
}

/// Compares a kept checkpoint with the log of now. `root`: `None` asks only for the proof between the two sizes.
pub fn compare(tx: &mut Tx, log: &Log, size: u64, root: Option<Hash>) -> Result<Compared, DbFault> {
    log.of(tx, |tree| {
        let new = super::log::checkpoint(tree);
        let Some(held) = tree.root(size) else { return Compared::TooLong { new } };
        if root.is_some_and(|root| root != held) {
            return Compared::Differs { new };
        }
        let proof = tree.consistency(size, new.size).unwrap_or_default();
        Compared::Continues { old: Checkpoint { size, root: held }, new, proof }
    })
}

/// The signed note of the log of now, and the key that others check it with.
pub fn note(tx: &mut Tx, log: &Log) -> Result<(Checkpoint, String, String), DbFault> {
    let at = log.checkpoint(tx)?;
    let signer = Signer::of(log.keys());
    Ok((at, signer.sign(&at), signer.verifier().text()))
}
