//! The audit log for others: its tree, its checkpoint, and a line shown together with the proof that it stands there.

use super::checkpoint::{Checkpoint, Signer};
use super::tree::{self, Hash, Tree};
use super::verify::line_of;
use crate::db::{DbFault, Tx};
use crate::keys::Keys;
use crate::record::Line;
use data_encoding::{BASE64, HEXLOWER};
use serde_json::{Value, json};

const COLUMNS: &str = "seq, at, actor, event, contest_id, subject, subject_id, facts";

/// The salt of a line's leaf, from the server's secret: nothing more to keep, nothing to guess.
pub fn salt(keys: &Keys, seq: i64) -> [u8; 16] {
    let mut salt = [0; 16];
    salt.copy_from_slice(&keys.digest("leaf", &[&seq.to_be_bytes()])[..16]);
    salt
}

/// The leaf of a line, as the tree holds it.
pub fn leaf(salt: &[u8; 16], line: &Line) -> Hash {
    tree::leaf_hash(&tree::commitment(salt, &line.bytes()))
}

/// The tree over the whole log.
pub fn tree(tx: &mut Tx, keys: &Keys) -> Result<Tree, DbFault> {
    let mut tree = Tree::new();
    grow(tx, keys, &mut tree)?;
    Ok(tree)
}

/// Adds the lines that were written since.
pub fn grow(tx: &mut Tx, keys: &Keys, tree: &mut Tree) -> Result<(), DbFault> {
    let from = i64::try_from(tree.size()).unwrap_or(i64::MAX);
    tx.each(&format!("SELECT {COLUMNS} FROM audit WHERE seq > $1 ORDER BY seq"), &[from.into()], |row| {
        let line = line_of(row)?;
        tree.push(leaf(&salt(keys, line.seq), &line));
        Ok::<_, DbFault>(())
    })
}

/// The checkpoint of a tree.
pub fn checkpoint(tree: &Tree) -> Checkpoint {
    let size = tree.size();
    Checkpoint { size, root: tree.root(size).unwrap_or_default() }
}

/// A line with its salt, the proof that it is in the log, and the signed checkpoint of the log.
pub fn shown(tx: &mut Tx, keys: &Keys, seq: i64) -> Result<Value, DbFault> {
    let mut found = None;
    tx.each(&format!("SELECT {COLUMNS} FROM audit WHERE seq = $1"), &[seq.into()], |row| {
        found = Some(line_of(row)?);
        Ok::<_, DbFault>(())
    })?;
    let line = found.ok_or_else(|| DbFault::other("the log has no such line"))?;
    let tree = tree(tx, keys)?;
    let at = checkpoint(&tree);
    let index = u64::try_from(seq - 1).map_err(|_| DbFault::other("a line before the first"))?;
    let proof =
        tree.inclusion(index, at.size).ok_or_else(|| DbFault::other("the log ends before the line"))?;
    let signer = Signer::of(keys);
    Ok(json!({
        "key": signer.verifier().text(),
        "checkpoint": signer.sign(&at),
        "line": {
            "seq": line.seq, "at": line.at, "actor": line.actor, "event": line.event, "contest": line.contest,
            "subject": line.subject, "subject_id": line.subject_id, "facts": line.facts,
        },
        "salt": HEXLOWER.encode(&salt(keys, seq)),
        "proof": proof.iter().map(|h| BASE64.encode(h)).collect::<Vec<_>>(),
    }))
}
