//! All SQL about doubles: candidates by their authors' names, and the table `double_filing`.

use crate::db::{DbFault, Row, Tx};
use domain::ids::{ContestId, EntryId};
use domain::time::Instant;
use std::collections::HashMap;

/// The most entries whose text is compared, the newest.
const MOST: i64 = 20;

/// Other entries of the contest that are handed in and name this author, the newest first, each with its version; none of which it was said
/// before that it is another work.
pub fn of_author(
    tx: &mut Tx,
    contest: ContestId,
    entry: EntryId,
    who: &[u8; 16],
) -> Result<Vec<(EntryId, i64)>, DbFault> {
    let sql = format!(
        "SELECT DISTINCT e.id, e.version FROM author_ask a JOIN entry e ON e.id = a.entry_id \
         WHERE a.who = $3 AND a.void_at IS NULL AND e.contest_id = $1 AND e.id <> $2 AND e.state = 'handed_in' AND NOT EXISTS (SELECT 1 FROM double_filing d \
         WHERE (d.entry_id = e.id AND d.other_id = $2) OR (d.entry_id = $2 AND d.other_id = e.id)) ORDER BY e.id DESC LIMIT {MOST}"
    );
    let rows = tx.query(&sql, &[contest.0.into(), entry.0.into(), who.as_slice().into()])?;
    rows.iter().map(|r| Ok((EntryId(r.int(0)?), r.int(1)?))).collect()
}

pub fn save(
    tx: &mut Tx,
    entry: EntryId,
    other: EntryId,
    reason: &str,
    by: &str,
    now: Instant,
) -> Result<(), DbFault> {
    let sql =
        "INSERT INTO double_filing (entry_id, other_id, reason, by_actor, at) VALUES ($1, $2, $3, $4, $5)";
    tx.exec(sql, &[entry.0.into(), other.0.into(), reason.into(), by.into(), now.0.into()]).map(|_| ())
}

/// Why pairs of entries of the contest are said to be two works, the smaller id first.
pub fn reasons(tx: &mut Tx, contest: ContestId) -> Result<HashMap<(EntryId, EntryId), String>, DbFault> {
    let sql = "SELECT d.entry_id, d.other_id, d.reason FROM double_filing d JOIN entry e ON e.id = d.entry_id WHERE e.contest_id = $1";
    let rows = tx.query(sql, &[contest.0.into()])?;
    let read = |r: &Row| {
        let (a, b) = (r.int(0)?, r.int(1)?);
        Ok(((EntryId(a.min(b)), EntryId(a.max(b))), r.text(2)?.to_owned()))
    };
    rows.iter().map(read).collect()
}

/// Takes away why the author called two works different; that the secretary was told stays.
pub fn forget_reasons(tx: &mut Tx, entry: EntryId) -> Result<(), DbFault> {
    tx.exec("UPDATE double_filing SET reason = '' WHERE entry_id = $1", &[entry.0.into()]).map(|_| ())
}
