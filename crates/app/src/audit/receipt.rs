//! audit/receipt: the proof of a receipt as a file, checked without a server. Every byte counts: what is not written exactly as the
//! office's program writes it is refused, so that nobody is shown another text than the one that was proved.

use super::checkpoint::Checkpoint;
use super::log::{line_shown, proved};
use crate::record::Line;
use serde_json::Value;

/// What a file proves: this line stands in the log of that checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    pub line: Line,
    pub at: Checkpoint,
    /// The key that the file names, with which its checkpoint is signed.
    pub key: String,
}

const MEMBERS: [&str; 5] = ["key", "checkpoint", "line", "salt", "proof"];
const OF_LINE: [&str; 8] = ["seq", "at", "actor", "event", "contest", "subject", "subject_id", "facts"];

/// `key`: that of the installation, as its papers print it; `None`: the file's own. Else the place that is wrong.
pub fn open(bytes: &[u8], key: Option<&str>) -> Result<Receipt, String> {
    let bytes = bytes.trim_ascii_end();
    let shown: Value =
        serde_json::from_slice(bytes).map_err(|e| format!("byte {}", place(bytes, e.line(), e.column())))?;
    if let Some(at) = differs(bytes, shown.to_string().as_bytes()) {
        return Err(format!("byte {at}"));
    }
    members(&shown, &MEMBERS)?;
    members(&shown["line"], &OF_LINE).map_err(|name| format!("line {name}"))?;
    let own = shown["key"].as_str().ok_or("key")?;
    if key.is_some_and(|key| key != own) {
        return Err("key".to_owned());
    }
    let at = proved(&shown, own)?;
    Ok(Receipt { line: line_shown(&shown), at, key: own.to_owned() })
}

/// Exactly these members in this order; else the first that is missing, strange or elsewhere.
fn members(value: &Value, names: &[&str]) -> Result<(), String> {
    let found: Vec<&str> = value.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
    let wrong = names.iter().enumerate().find(|(n, name)| found.get(*n) != Some(*name));
    match wrong {
        Some((_, name)) => Err((*name).to_owned()),
        None => found.get(names.len()).map_or(Ok(()), |more| Err((*more).to_owned())),
    }
}

/// The first place where two texts differ, from 1.
fn differs(a: &[u8], b: &[u8]) -> Option<usize> {
    if a == b {
        return None;
    }
    let at = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    Some(at + 1)
}

/// A line and a column as the place of a byte, from 1.
fn place(bytes: &[u8], line: usize, column: usize) -> usize {
    let before: usize =
        bytes.split_inclusive(|b| *b == b'\n').take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    before + column
}
