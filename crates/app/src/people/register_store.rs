//! All SQL for the tables `unit_heir`, `unit_import` and `unit_import_row`.

use crate::db::{DbFault, Row, Tx};
use domain::ids::UnitId;
use domain::people::succession::Heirs;
use domain::percent::SharePercent;
use domain::time::Instant;
use std::collections::HashMap;

/// Successors with shares of every unit that was split. A unit with one successor or none is not among them.
pub fn list_heirs(tx: &mut Tx) -> Result<HashMap<UnitId, Heirs<UnitId>>, DbFault> {
    let mut all: HashMap<UnitId, Heirs<UnitId>> = HashMap::new();
    let sql = "SELECT unit_id, heir_id, share FROM unit_heir ORDER BY unit_id, position";
    tx.each::<DbFault>(sql, &[], |row| {
        let share = SharePercent(row.int(2)?);
        all.entry(UnitId(row.int(0)?)).or_default().push((UnitId(row.int(1)?), share));
        Ok(())
    })?;
    Ok(all)
}

/// Replaces the shares of a unit; one successor or none needs no row.
pub fn save_heirs(tx: &mut Tx, unit: UnitId, heirs: &[(UnitId, SharePercent)]) -> Result<(), DbFault> {
    tx.exec("DELETE FROM unit_heir WHERE unit_id = $1", &[unit.0.into()])?;
    if heirs.len() < 2 {
        return Ok(());
    }
    for (n, (heir, share)) in heirs.iter().enumerate() {
        tx.exec(
            "INSERT INTO unit_heir (unit_id, heir_id, share, position) VALUES ($1, $2, $3, $4)",
            &[unit.0.into(), heir.0.into(), share.0.into(), n.into()],
        )?;
    }
    Ok(())
}

/// One import, for the list of those that may be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRow {
    pub id: i64,
    pub at: Instant,
    pub created: i64,
    pub changed: i64,
    pub undone_at: Option<Instant>,
}

const IMPORT: &str = "id, at, created, changed, undone_at";

fn import_of(row: &Row) -> Result<ImportRow, DbFault> {
    Ok(ImportRow {
        id: row.int(0)?,
        at: Instant(row.int(1)?),
        created: row.int(2)?,
        changed: row.int(3)?,
        undone_at: row.opt_int(4)?.map(Instant),
    })
}

/// Newest first.
pub fn list_imports(tx: &mut Tx, most: i64) -> Result<Vec<ImportRow>, DbFault> {
    let sql = format!("SELECT {IMPORT} FROM unit_import ORDER BY id DESC LIMIT $1");
    tx.query(&sql, &[most.into()])?.iter().map(import_of).collect()
}

pub fn find_import(tx: &mut Tx, id: i64) -> Result<Option<ImportRow>, DbFault> {
    let sql = format!("SELECT {IMPORT} FROM unit_import WHERE id = $1");
    tx.opt(&sql, &[id.into()])?.as_ref().map(import_of).transpose()
}

pub fn insert_import(
    tx: &mut Tx,
    by: &str,
    file_sha256: &str,
    created: i64,
    changed: i64,
    now: Instant,
) -> Result<i64, DbFault> {
    tx.one(
        "INSERT INTO unit_import (at, by_actor, file_sha256, created, changed) VALUES ($1, $2, $3, $4, $5) RETURNING id",
        &[now.0.into(), by.into(), file_sha256.into(), created.into(), changed.into()],
    )?
    .int(0)
}

pub fn insert_import_row(
    tx: &mut Tx,
    import: i64,
    unit: UnitId,
    before: Option<&str>,
    after: &str,
) -> Result<(), DbFault> {
    tx.exec(
        "INSERT INTO unit_import_row (import_id, unit_id, before, after) VALUES ($1, $2, $3, $4)",
        &[import.into(), unit.0.into(), before.into(), after.into()],
    )
    .map(|_| ())
}

/// Unit, what it was (`None`: it was made), what it became.
pub fn list_import_rows(tx: &mut Tx, import: i64) -> Result<Vec<(UnitId, Option<String>, String)>, DbFault> {
    let sql = "SELECT unit_id, before, after FROM unit_import_row WHERE import_id = $1 ORDER BY unit_id";
    let read = |r: &Row| Ok((UnitId(r.int(0)?), r.opt_text(1)?.map(str::to_owned), r.text(2)?.to_owned()));
    tx.query(sql, &[import.into()])?.iter().map(read).collect()
}

pub fn save_import_undone(tx: &mut Tx, import: i64, now: Instant) -> Result<(), DbFault> {
    tx.exec("UPDATE unit_import SET undone_at = $2 WHERE id = $1", &[import.into(), now.0.into()]).map(|_| ())
}

/// What stands on the units that an import made: code of the unit, and a word for what it is.
pub fn list_dependants(tx: &mut Tx, import: i64, most: i64) -> Result<Vec<(String, String)>, DbFault> {
    let made = "SELECT unit_id FROM unit_import_row WHERE import_id = $1 AND before IS NULL";
    // What the import changed becomes what it was and then names none of them.
    let own = "SELECT unit_id FROM unit_import_row WHERE import_id = $1";
    let one = |word: &str, column: &str, rest: &str| {
        format!("SELECT {column} AS unit_id, '{word}' AS what FROM {rest} AND {column} IN ({made})")
    };
    let all = [
        one("role", "unit_id", "person_grant WHERE 1 = 1"),
        one("contest", "unit_id", "contest_unit WHERE 1 = 1"),
        one("contest", "organiser_unit_id", "contest WHERE 1 = 1"),
        one("contest", "standing_unit_id", "contest WHERE 1 = 1"),
        one("entry", "unit_id", "entry WHERE 1 = 1"),
        one("entry", "unit_id", "author WHERE 1 = 1"),
        one("judge", "unit_id", "judge WHERE 1 = 1"),
        one("entry", "unit_id", "batch WHERE 1 = 1"),
        one("entry", "unit_id", "bulk_act WHERE 1 = 1"),
        one("entry", "unit_id", "unit_committee WHERE 1 = 1"),
        one("notice", "unit_id", "notice WHERE 1 = 1"),
        one("unit", "parent_id", &format!("org_unit WHERE id NOT IN ({own})")),
        one("unit", "successor_id", &format!("org_unit WHERE id NOT IN ({own})")),
        one("unit", "heir_id", &format!("unit_heir WHERE unit_id NOT IN ({own})")),
    ];
    let sql = format!(
        "SELECT u.code, x.what FROM ({}) x JOIN org_unit u ON u.id = x.unit_id ORDER BY u.position, x.what LIMIT $2",
        all.join(" UNION ")
    );
    let rows = tx.query(&sql, &[import.into(), most.into()])?;
    rows.iter().map(|r| Ok((r.text(0)?.to_owned(), r.text(1)?.to_owned()))).collect()
}
