//! Acts on many entries: the table `bulk_act`.

use crate::db::{DbFault, Row, Tx};
use domain::ids::{BatchId, ContestId, EntryId, PersonId, UnitId};
use domain::screening::BulkAct;
use domain::time::Instant;

/// One entry of an act, and what stood before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkItem {
    pub entry: EntryId,
    pub version: i64,
    /// The screening sheet of this version that was in force.
    pub sheet: Option<i64>,
    pub received: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkRow {
    pub id: i64,
    pub contest: ContestId,
    pub unit: UnitId,
    pub act: BulkAct,
    pub batch: Option<BatchId>,
    pub items: Vec<BulkItem>,
    pub done_at: Instant,
    pub undone_at: Option<Instant>,
}

pub(in crate::screening) fn insert_bulk(
    tx: &mut Tx,
    contest: ContestId,
    unit: UnitId,
    act: BulkAct,
    batch: Option<BatchId>,
    items: &[BulkItem],
    person: Option<PersonId>,
    now: Instant,
) -> Result<i64, DbFault> {
    let list: Vec<serde_json::Value> = items
        .iter()
        .map(|i| serde_json::json!([i.entry.0, i.version, i.sheet, i64::from(i.received)]))
        .collect();
    tx.one(
        "INSERT INTO bulk_act (contest_id, unit_id, act, batch_id, items, person_id, done_at) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
        &[
            contest.0.into(),
            unit.0.into(),
            act.word().into(),
            batch.map(|b| b.0).into(),
            serde_json::Value::Array(list).to_string().into(),
            person.map(|p| p.0).into(),
            now.0.into(),
        ],
    )?
    .int(0)
}

const BULK: &str = "SELECT id, contest_id, unit_id, act, batch_id, items, done_at, undone_at FROM bulk_act";

fn read_bulk(row: &Row) -> Result<BulkRow, DbFault> {
    let broken = || DbFault::other("the items of an act on many entries are broken");
    let list: Vec<(i64, i64, Option<i64>, i64)> = serde_json::from_str(row.text(5)?).map_err(|_| broken())?;
    let item = |(entry, version, sheet, received)| BulkItem {
        entry: EntryId(entry),
        version,
        sheet,
        received: received == 1,
    };
    Ok(BulkRow {
        id: row.int(0)?,
        contest: ContestId(row.int(1)?),
        unit: UnitId(row.int(2)?),
        act: BulkAct::from_word(row.text(3)?).ok_or_else(broken)?,
        batch: row.opt_int(4)?.map(BatchId),
        items: list.into_iter().map(item).collect(),
        done_at: Instant(row.int(6)?),
        undone_at: row.opt_int(7)?.map(Instant),
    })
}

pub(in crate::screening) fn find_bulk(tx: &mut Tx, id: i64) -> Result<Option<BulkRow>, DbFault> {
    tx.opt(&format!("{BULK} WHERE id = $1"), &[id.into()])?.as_ref().map(read_bulk).transpose()
}

/// The last act at this desk, where nobody has undone it.
pub(in crate::screening) fn find_last_bulk(
    tx: &mut Tx,
    contest: ContestId,
    unit: UnitId,
) -> Result<Option<BulkRow>, DbFault> {
    let sql = format!("{BULK} WHERE contest_id = $1 AND unit_id = $2 ORDER BY id DESC LIMIT 1");
    let row = tx.opt(&sql, &[contest.0.into(), unit.0.into()])?.as_ref().map(read_bulk).transpose()?;
    Ok(row.filter(|r| r.undone_at.is_none()))
}

pub(in crate::screening) fn save_undone(tx: &mut Tx, id: i64, now: Instant) -> Result<(), DbFault> {
    tx.exec("UPDATE bulk_act SET undone_at = $2 WHERE id = $1", &[id.into(), now.0.into()]).map(|_| ())
}
