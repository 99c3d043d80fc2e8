//! Batches and what stands on them: the tables `batch`, `batch_item`.

use super::digest;
use super::gate::who;
use crate::contest::store::{self as contests, ContestRow};
use crate::db::{DbFault, Row, Tx, Val};
use domain::actor::Actor;
use domain::contest::RulesEdition;
use domain::ids::{BatchId, ContestId, EntryCode, EntryId, UnitId};
use domain::screening::forward::Batch;
use domain::screening::reconcile::{Expected, Found, Line};
use domain::time::{Day, Instant};
use std::collections::HashMap;
use std::sync::Arc;

pub(in crate::screening) struct HeldBatch {
    pub batch: Batch,
    pub contest: ContestRow,
    pub rules: Arc<RulesEdition>,
    pub forwarded_at: Option<Instant>,
    pub as_it_came: bool,
    pub receipt: Option<String>,
    pub created_at: Instant,
}

pub(in crate::screening) fn hold_batch(tx: &mut Tx, batch: BatchId) -> Result<Option<HeldBatch>, DbFault> {
    if tx.lock_row("batch", batch.0)? { find_batch(tx, batch) } else { Ok(None) }
}

pub(in crate::screening) fn find_batch(tx: &mut Tx, batch: BatchId) -> Result<Option<HeldBatch>, DbFault> {
    let sql = "SELECT contest_id, unit_id, year, number, state, letter_number, signer, forwarded_at, as_it_came, receipt, created_at \
        FROM batch WHERE id = $1";
    let Some(row) = tx.opt(sql, &[batch.0.into()])? else { return Ok(None) };
    let id = ContestId(row.int(0)?);
    let Some(contest) = contests::find(tx, id)? else { return Ok(None) };
    let rules = contests::rules_of(tx, id)?;
    Ok(Some(HeldBatch {
        batch: Batch {
            id: batch,
            unit: UnitId(row.int(1)?),
            year: i16::try_from(row.int(2)?).map_err(|_| DbFault::other("a year has four digits"))?,
            number: row.int(3)?,
            is_forwarded: row.text(4)? == "forwarded",
            letter_number: row.opt_text(5)?.unwrap_or_default().to_owned(),
            signer: row.opt_text(6)?.unwrap_or_default().to_owned(),
        },
        contest,
        rules,
        forwarded_at: row.opt_int(7)?.map(Instant),
        as_it_came: row.bool(8)?,
        receipt: row.opt_text(9)?.map(str::to_owned),
        created_at: Instant(row.int(10)?),
    }))
}

/// The number of the unit's open batch in this contest.
pub(in crate::screening) fn find_open_batch(
    tx: &mut Tx,
    contest: ContestId,
    unit: UnitId,
) -> Result<Option<(BatchId, i64)>, DbFault> {
    let sql = "SELECT id, number FROM batch WHERE contest_id = $1 AND unit_id = $2 AND state = 'open'";
    let row = tx.opt(sql, &[contest.0.into(), unit.0.into()])?;
    row.map(|r| Ok((BatchId(r.int(0)?), r.int(1)?))).transpose()
}

/// The next number of the unit in the civil year of `now`. The unit's row is locked, so no two get the same.
/// `state` is `open`, or `forwarded` where it has come already.
pub(in crate::screening) fn insert_batch(
    tx: &mut Tx,
    contest: ContestId,
    unit: UnitId,
    state: &'static str,
    now: Instant,
) -> Result<(BatchId, i64), DbFault> {
    tx.lock_row("org_unit", unit.0)?;
    let year = i64::from(now.civil().year());
    let row = tx.one(
        "INSERT INTO batch (contest_id, unit_id, year, number, state, created_at) \
         SELECT $1, $2, $3, COALESCE(MAX(number), 0) + 1, $5, $4 FROM batch WHERE unit_id = $2 AND year = $3 \
         RETURNING id, number",
        &[contest.0.into(), unit.0.into(), year.into(), now.0.into(), state.into()],
    )?;
    Ok((BatchId(row.int(0)?), row.int(1)?))
}

/// What stands on the list: entry and the version put there.
pub(in crate::screening) fn list_items(tx: &mut Tx, batch: BatchId) -> Result<Vec<(EntryId, i64)>, DbFault> {
    let sql = "SELECT entry_id, version FROM batch_item WHERE batch_id = $1 AND removed_at IS NULL ORDER BY entry_id";
    tx.query(sql, &[batch.0.into()])?.iter().map(|r| Ok((EntryId(r.int(0)?), r.int(1)?))).collect()
}

/// Puts the entry's version on the list; one that stood there before, or was taken off, is put there anew.
pub(in crate::screening) fn save_item(
    tx: &mut Tx,
    batch: BatchId,
    entry: EntryId,
    version: i64,
    now: Instant,
) -> Result<(), DbFault> {
    let vals = [batch.0.into(), entry.0.into(), version.into(), now.0.into()];
    let again = "UPDATE batch_item SET version = $3, added_at = $4, removed_at = NULL, remove_reason = NULL WHERE batch_id = $1 AND entry_id = $2";
    if tx.exec(again, &vals)? == 0 {
        let new = "INSERT INTO batch_item (batch_id, entry_id, version, added_at) VALUES ($1, $2, $3, $4)";
        tx.exec(new, &vals)?;
    }
    Ok(())
}

/// Says whether it stood there.
pub(in crate::screening) fn remove_item(
    tx: &mut Tx,
    batch: BatchId,
    entry: EntryId,
    reason: &str,
    now: Instant,
) -> Result<bool, DbFault> {
    let n = tx.exec(
        "UPDATE batch_item SET removed_at = $3, remove_reason = $4 WHERE batch_id = $1 AND entry_id = $2 AND removed_at IS NULL",
        &[batch.0.into(), entry.0.into(), now.0.into(), reason.into()],
    )?;
    Ok(n > 0)
}

/// A line that left a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StruckLine {
    pub entry: EntryId,
    pub code: EntryCode,
    pub title: String,
    pub version: i64,
    pub at: Instant,
    /// `withdrawn`, `moved`, `undone`, or what somebody wrote.
    pub reason: String,
}

/// What left the list, in the order in which it did.
pub(in crate::screening) fn list_struck(tx: &mut Tx, batch: BatchId) -> Result<Vec<StruckLine>, DbFault> {
    let sql = "SELECT e.id, e.code, e.title, i.version, i.removed_at, i.remove_reason FROM batch_item i JOIN entry e ON e.id = i.entry_id \
        WHERE i.batch_id = $1 AND i.removed_at IS NOT NULL ORDER BY i.removed_at, e.id";
    let line = |r: &Row| {
        Ok(StruckLine {
            entry: EntryId(r.int(0)?),
            code: r.text(1)?.into(),
            title: r.text(2)?.to_owned(),
            version: r.int(3)?,
            at: Instant(r.int(4)?),
            reason: r.opt_text(5)?.unwrap_or_default().to_owned(),
        })
    };
    tx.query(sql, &[batch.0.into()])?.iter().map(line).collect()
}

pub(in crate::screening) fn save_letter(
    tx: &mut Tx,
    batch: BatchId,
    number: &str,
    signer: &str,
) -> Result<(), DbFault> {
    tx.exec(
        "UPDATE batch SET letter_number = $2, signer = $3 WHERE id = $1",
        &[batch.0.into(), number.into(), signer.into()],
    )?;
    Ok(())
}

pub(in crate::screening) fn save_forwarded(
    tx: &mut Tx,
    batch: BatchId,
    at: Instant,
    as_it_came: bool,
    receipt: &str,
) -> Result<(), DbFault> {
    tx.exec(
        "UPDATE batch SET state = 'forwarded', forwarded_at = $2, as_it_came = $3, receipt = $4 WHERE id = $1",
        &[batch.0.into(), at.0.into(), as_it_came.into(), receipt.into()],
    )?;
    Ok(())
}

/// A batch in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchLine {
    pub id: BatchId,
    pub unit: UnitId,
    pub year: i64,
    pub number: i64,
    pub letter_number: String,
    pub forwarded_at: Option<Instant>,
    pub as_it_came: bool,
    pub count: i64,
}

/// The batches of a contest (of one unit where given), newest first.
pub(in crate::screening) fn list_batches(
    tx: &mut Tx,
    contest: ContestId,
    unit: Option<UnitId>,
) -> Result<Vec<BatchLine>, DbFault> {
    let mut vals = vec![Val::from(contest.0)];
    let mut filter = "";
    if let Some(unit) = unit {
        vals.push(unit.0.into());
        filter = " AND b.unit_id = $2";
    }
    let sql = format!(
        "SELECT b.id, b.unit_id, b.year, b.number, b.letter_number, b.forwarded_at, b.as_it_came, \
         (SELECT COUNT(*) FROM batch_item i WHERE i.batch_id = b.id AND i.removed_at IS NULL) \
         FROM batch b WHERE b.contest_id = $1{filter} ORDER BY b.id DESC"
    );
    let line = |r: &Row| {
        Ok(BatchLine {
            id: BatchId(r.int(0)?),
            unit: UnitId(r.int(1)?),
            year: r.int(2)?,
            number: r.int(3)?,
            letter_number: r.opt_text(4)?.unwrap_or_default().to_owned(),
            forwarded_at: r.opt_int(5)?.map(Instant),
            as_it_came: r.bool(6)?,
            count: r.int(7)?,
        })
    };
    tx.query(&sql, &vals)?.iter().map(line).collect()
}

/// What the head said of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmedWords {
    pub level: String,
    pub feasibility: String,
    /// The day on the paper, where it was signed on paper.
    pub signed_on: Option<Day>,
}

/// Level and feasibility of the entries on a list, as confirmed and in force.
pub(in crate::screening) fn confirmed_words(
    tx: &mut Tx,
    batch: BatchId,
) -> Result<HashMap<EntryId, ConfirmedWords>, DbFault> {
    let sql = "SELECT k.entry_id, k.level, k.feasibility, k.signed_on FROM batch_item i JOIN confirmation k ON k.entry_id = i.entry_id \
        AND k.voided_at IS NULL WHERE i.batch_id = $1";
    let mut words = HashMap::new();
    for row in tx.query(sql, &[batch.0.into()])? {
        let said = ConfirmedWords {
            level: row.text(1)?.to_owned(),
            feasibility: row.text(2)?.to_owned(),
            signed_on: row.opt_text(3)?.and_then(Day::parse),
        };
        words.insert(EntryId(row.int(0)?), said);
    }
    Ok(words)
}

/// What stands on the list, by code, with the hash of the version that was put there.
pub(in crate::screening) fn list_expected(tx: &mut Tx, batch: BatchId) -> Result<Vec<Expected>, DbFault> {
    let sql = "SELECT e.code, i.version, v.dossier_hash FROM batch_item i JOIN entry e ON e.id = i.entry_id \
        JOIN entry_version v ON v.entry_id = i.entry_id AND v.version = i.version WHERE i.batch_id = $1 AND i.removed_at IS NULL ORDER BY e.code";
    let line = |r: &Row| {
        Ok(Expected { entry: r.text(0)?.into(), version: r.int(1)?, dossier_hash: digest(r.blob(2)?)? })
    };
    tx.query(sql, &[batch.0.into()])?.iter().map(line).collect()
}

/// One count of what lay in the parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckRow {
    pub lines: Vec<Line>,
    pub note: String,
    pub by_name: String,
    pub at: Instant,
}

impl CheckRow {
    pub fn count(&self, found: Found) -> usize {
        self.lines.iter().filter(|l| l.found == found).count()
    }
}

pub(in crate::screening) fn insert_check(
    tx: &mut Tx,
    batch: BatchId,
    lines: &[Line],
    note: &str,
    actor: &Actor,
    now: Instant,
) -> Result<(), DbFault> {
    let list: Vec<serde_json::Value> =
        lines.iter().map(|l| serde_json::json!([l.found.word(), l.what])).collect();
    let count = |found: Found| lines.iter().filter(|l| l.found == found).count();
    let (person, name) = who(actor);
    tx.exec(
        "INSERT INTO batch_check (batch_id, lines, matched, missing, other_version, surplus, note, person_id, by_name, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            batch.0.into(),
            serde_json::Value::Array(list).to_string().into(),
            count(Found::Matched).into(),
            count(Found::Missing).into(),
            count(Found::OtherVersion).into(),
            count(Found::Surplus).into(),
            note.into(),
            person.into(),
            name.into(),
            now.0.into(),
        ],
    )
    .map(|_| ())
}

/// Newest first.
pub(in crate::screening) fn list_checks(tx: &mut Tx, batch: BatchId) -> Result<Vec<CheckRow>, DbFault> {
    let sql = "SELECT lines, note, by_name, at FROM batch_check WHERE batch_id = $1 ORDER BY id DESC";
    let row = |r: &Row| {
        let list: Vec<(String, String)> = serde_json::from_str(r.text(0)?)
            .map_err(|_| DbFault::other("the lines of a count are broken"))?;
        let line = |(found, what): (String, String)| {
            let found = Found::from_word(&found).ok_or_else(|| DbFault::other("unknown word in a count"))?;
            Ok(Line { found, what })
        };
        Ok(CheckRow {
            lines: list.into_iter().map(line).collect::<Result<_, DbFault>>()?,
            note: r.text(1)?.to_owned(),
            by_name: r.text(2)?.to_owned(),
            at: Instant(r.int(3)?),
        })
    };
    tx.query(sql, &[batch.0.into()])?.iter().map(row).collect()
}
