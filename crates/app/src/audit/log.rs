//! The audit log for others: its tree, its checkpoint, and a line shown together with the proof that it stands there.

use super::checkpoint::{Checkpoint, Signer, Verifier};
use super::tree::{self, Hash, Tree};
use super::verify::line_of;
use crate::db::{DbFault, Tx};
use crate::keys::Keys;
use crate::record::Line;
use data_encoding::{BASE64, HEXLOWER};
use domain::ids::EntryId;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, PoisonError};

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

/// The log of an installation with its tree, which grows as lines are written and is never computed twice. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Log {
    keys: Keys,
    tree: Arc<Mutex<Tree>>,
}

impl Log {
    pub fn new(keys: Keys) -> Log {
        Log { keys, tree: Arc::default() }
    }

    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Asks something of the tree over all lines of now.
    pub fn of<T>(&self, tx: &mut Tx, ask: impl FnOnce(&Tree) -> T) -> Result<T, DbFault> {
        let mut tree = self.tree.lock().unwrap_or_else(PoisonError::into_inner);
        grow(tx, &self.keys, &mut tree)?;
        Ok(ask(&tree))
    }

    pub fn checkpoint(&self, tx: &mut Tx) -> Result<Checkpoint, DbFault> {
        self.of(tx, checkpoint)
    }
}

/// The checkpoint of a tree.
pub fn checkpoint(tree: &Tree) -> Checkpoint {
    let size = tree.size();
    Checkpoint { size, root: tree.root(size).unwrap_or_default() }
}

/// The line that records the newest handing in of an entry.
pub fn receipt_line(tx: &mut Tx, entry: EntryId) -> Result<Option<i64>, DbFault> {
    let sql = "SELECT seq FROM audit WHERE subject = 'entry' AND subject_id = $1 \
               AND event IN ('entry.submitted', 'entry.edited', 'entry.paper_recorded') ORDER BY seq DESC LIMIT 1";
    tx.opt(sql, &[entry.0.into()])?.map(|r| r.int(0)).transpose()
}

/// A line with its salt, the proof that it is in the log, and the signed checkpoint of the log.
pub fn shown(tx: &mut Tx, keys: &Keys, seq: i64) -> Result<Value, DbFault> {
    let tree = tree(tx, keys)?;
    shown_in(tx, keys, &tree, seq)
}

/// The same in a tree that is there already.
pub fn shown_in(tx: &mut Tx, keys: &Keys, tree: &Tree, seq: i64) -> Result<Value, DbFault> {
    let mut found = None;
    tx.each(&format!("SELECT {COLUMNS} FROM audit WHERE seq = $1"), &[seq.into()], |row| {
        found = Some(line_of(row)?);
        Ok::<_, DbFault>(())
    })?;
    let line = found.ok_or_else(|| DbFault::other("the log has no such line"))?;
    let at = checkpoint(tree);
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

/// What a line shown by [`shown`] is, read without believing anything of it.
pub fn line_shown(shown: &Value) -> Line {
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    let given = &shown["line"];
    Line {
        seq: given["seq"].as_i64().unwrap_or_default(),
        at: given["at"].as_i64().unwrap_or_default(),
        actor: text(&given["actor"]),
        event: text(&given["event"]),
        contest: given["contest"].as_i64(),
        subject: text(&given["subject"]),
        subject_id: given["subject_id"].as_i64().unwrap_or_default(),
        facts: text(&given["facts"]),
    }
}

/// Whether the line shown is in the log of its checkpoint, and the checkpoint signed with this key; else what is wrong.
pub fn proved(shown: &Value, key: &str) -> Result<Checkpoint, String> {
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    let line = line_shown(shown);
    let verifier = Verifier::parse(key).ok_or("log key")?;
    let at =
        verifier.open(&text(&shown["checkpoint"])).map_err(|fault| format!("log checkpoint: {fault}"))?;
    let salt = HEXLOWER.decode(text(&shown["salt"]).as_bytes()).ok().and_then(|s| s.try_into().ok());
    let leaf = leaf(&salt.ok_or("log salt")?, &line);
    let hash = |v: &Value| v.as_str().and_then(|s| BASE64.decode(s.as_bytes()).ok())?.try_into().ok();
    let proof: Option<Vec<Hash>> = shown["proof"].as_array().and_then(|p| p.iter().map(hash).collect());
    let index = u64::try_from(line.seq - 1).map_err(|_| "log line")?;
    if tree::is_included(&leaf, index, at.size, &proof.ok_or("log proof")?, &at.root) {
        Ok(at)
    } else {
        Err("log proof".to_owned())
    }
}
