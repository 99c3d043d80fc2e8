//! Units with their validity and successors.

use super::super::find_units::Found;
use crate::db::{DbFault, Row, Tx, Val, in_list};
use domain::ids::{UnitCode, UnitId};
use domain::people::org_unit::{OrgUnit, UnitFields};
use domain::time::Day;
use std::collections::HashMap;

const UNIT: &str = "id, code, name, kind, parent_id, valid_from_on, valid_to_on, successor_id";

pub(super) fn day_at(row: &Row, i: usize) -> Result<Option<Day>, DbFault> {
    match row.opt_text(i)? {
        None => Ok(None),
        Some(text) => Day::parse(text).map(Some).ok_or_else(|| DbFault::other(format!("no date: {text}"))),
    }
}

pub(super) fn day_text(day: Option<Day>) -> Option<String> {
    day.map(|d| d.to_string())
}

fn unit_of(row: &Row) -> Result<OrgUnit, DbFault> {
    Ok(OrgUnit {
        id: UnitId(row.int(0)?),
        code: UnitCode(row.text(1)?.to_owned()),
        name: row.text(2)?.to_owned(),
        kind: row.text(3)?.to_owned(),
        parent: row.opt_int(4)?.map(UnitId),
        valid_from: day_at(row, 5)?,
        valid_to: day_at(row, 6)?,
        successor: row.opt_int(7)?.map(UnitId),
    })
}

pub fn unit(tx: &mut Tx, id: UnitId) -> Result<Option<OrgUnit>, DbFault> {
    tx.opt(&format!("SELECT {UNIT} FROM org_unit WHERE id = $1"), &[id.0.into()])?
        .as_ref()
        .map(unit_of)
        .transpose()
}

pub fn unit_by_code(tx: &mut Tx, code: &str) -> Result<Option<OrgUnit>, DbFault> {
    tx.opt(&format!("SELECT {UNIT} FROM org_unit WHERE code = $1"), &[code.into()])?
        .as_ref()
        .map(unit_of)
        .transpose()
}

/// All units in the order in which they were entered. Some hundreds at most.
pub fn list_units(tx: &mut Tx) -> Result<Vec<OrgUnit>, DbFault> {
    tx.query(&format!("SELECT {UNIT} FROM org_unit ORDER BY position, id"), &[])?
        .iter()
        .map(unit_of)
        .collect()
}

/// All units by id.
pub fn units(tx: &mut Tx) -> Result<HashMap<UnitId, OrgUnit>, DbFault> {
    Ok(list_units(tx)?.into_iter().map(|u| (u.id, u)).collect())
}

pub fn insert_unit(tx: &mut Tx, f: &UnitFields) -> Result<UnitId, DbFault> {
    let row = tx.one(
        "INSERT INTO org_unit (code, name, fold, kind, parent_id, valid_from_on, valid_to_on, successor_id, position) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, (SELECT COALESCE(MAX(position), 0) + 1 FROM org_unit)) RETURNING id",
        &[
            f.code.as_str().into(),
            (&f.name).into(),
            (&f.fold).into(),
            (&f.kind).into(),
            f.parent.map(|u| u.0).into(),
            day_text(f.valid_from).into(),
            day_text(f.valid_to).into(),
            f.successor.map(|u| u.0).into(),
        ],
    )?;
    Ok(UnitId(row.int(0)?))
}

pub fn save_unit(tx: &mut Tx, id: UnitId, f: &UnitFields) -> Result<(), DbFault> {
    tx.exec(
        "UPDATE org_unit SET code = $2, name = $3, fold = $4, kind = $5, parent_id = $6, valid_from_on = $7, valid_to_on = $8, successor_id = $9 WHERE id = $1",
        &[
            id.0.into(),
            f.code.as_str().into(),
            (&f.name).into(),
            (&f.fold).into(),
            (&f.kind).into(),
            f.parent.map(|u| u.0).into(),
            day_text(f.valid_from).into(),
            day_text(f.valid_to).into(),
            f.successor.map(|u| u.0).into(),
        ],
    )
    .map(|_| ())
}

/// Units that became this one, whole or in part.
pub fn list_predecessors(tx: &mut Tx, unit: UnitId) -> Result<Vec<OrgUnit>, DbFault> {
    let sql = format!(
        "SELECT {UNIT} FROM org_unit WHERE successor_id = $1 OR id IN (SELECT unit_id FROM unit_heir WHERE heir_id = $1) ORDER BY position, id"
    );
    tx.query(&sql, &[unit.0.into()])?.iter().map(unit_of).collect()
}

/// Units that nothing names any more.
pub fn delete_units(tx: &mut Tx, units: &[UnitId]) -> Result<(), DbFault> {
    for part in units.chunks(500) {
        let ids: Vec<Val<'_>> = part.iter().map(|u| Val::Int(u.0)).collect();
        let list = in_list(1, part.len());
        tx.exec(
            &format!("UPDATE org_unit SET parent_id = NULL, successor_id = NULL WHERE id IN {list}"),
            &ids,
        )?;
    }
    for part in units.chunks(500) {
        let ids: Vec<Val<'_>> = part.iter().map(|u| Val::Int(u.0)).collect();
        tx.exec(&format!("DELETE FROM org_unit WHERE id IN {}", in_list(1, part.len())), &ids)?;
    }
    Ok(())
}

/// Units whose folded name or code holds every word, those first that hold them as typed; and how many there are in all.
pub fn search_units(
    tx: &mut Tx,
    folded: &str,
    words: &[&str],
    on: Option<Day>,
    most: i64,
    offset: i64,
) -> Result<(Vec<Found>, i64), DbFault> {
    // Folding leaves letters, digits and spaces: nothing that LIKE would take for a sign.
    let day = day_text(on).unwrap_or_default();
    let mut vals: Vec<Val<'_>> = vec![most.into(), offset.into(), day.into(), format!("%{folded}%").into()];
    let mut sql = String::from(
        "SELECT u.id, u.code, u.name, u.kind, u.parent_id, u.valid_from_on, u.valid_to_on, u.successor_id, p.name, COUNT(*) OVER () \
         FROM org_unit u LEFT JOIN org_unit p ON p.id = u.parent_id \
         WHERE ($3 = '' OR (COALESCE(u.valid_from_on, '0000-01-01') <= $3 AND COALESCE(u.valid_to_on, '9999-12-31') >= $3))",
    );
    for word in words {
        vals.push(format!("%{word}%").into());
        let n = vals.len();
        sql.push_str(&format!(" AND (u.fold LIKE ${n} OR LOWER(u.code) LIKE ${n})"));
    }
    sql.push_str(" ORDER BY CASE WHEN u.fold LIKE $4 THEN 0 ELSE 1 END, u.position, u.id LIMIT $1 OFFSET $2");
    let rows = tx.query(&sql, &vals)?;
    let total = rows.first().map_or(Ok(0), |r| r.int(9))?;
    let read = |r: &Row| {
        Ok::<_, DbFault>(Found { unit: unit_of(r)?, parent_name: r.opt_text(8)?.map(str::to_owned) })
    };
    Ok((rows.iter().map(read).collect::<Result<_, _>>()?, total))
}
