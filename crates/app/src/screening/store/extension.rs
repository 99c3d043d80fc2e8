//! Extensions: the table `extension`.

use super::gate::who;
use crate::contest::store::ContestRow;
use crate::db::{DbFault, Row, Tx, Val};
use domain::actor::Actor;
use domain::contest::{Extension, Extensions};
use domain::ids::{ContestId, EntryId, UnitId};
use domain::screening::Whose;
use domain::time::{Before, Instant};
use std::collections::HashMap;

/// What is in force in one contest.
#[derive(Debug, Default)]
pub(in crate::screening) struct Granted {
    entries: HashMap<EntryId, Vec<Extension>>,
    units: HashMap<UnitId, Vec<Extension>>,
}

impl Granted {
    pub fn of(&self, entry: EntryId, unit: UnitId) -> Extensions {
        Extensions {
            entry: self.entries.get(&entry).cloned().unwrap_or_default(),
            unit: self.units.get(&unit).cloned().unwrap_or_default(),
        }
    }
}

/// No statement where the contest has none.
pub(in crate::screening) fn granted(tx: &mut Tx, contest: &ContestRow) -> Result<Granted, DbFault> {
    let mut all = Granted::default();
    if contest.extended_until.is_none() {
        return Ok(all);
    }
    let sql = "SELECT entry_id, unit_id, granted_at, until_at FROM extension WHERE contest_id = $1 AND taken_back_at IS NULL ORDER BY id";
    for row in tx.query(sql, &[contest.id.0.into()])? {
        let one = Extension { granted_at: Instant(row.int(2)?), until: Before(Instant(row.int(3)?)) };
        match (row.opt_int(0)?, row.opt_int(1)?) {
            (Some(entry), _) => all.entries.entry(EntryId(entry)).or_default().push(one),
            (None, Some(unit)) => all.units.entry(UnitId(unit)).or_default().push(one),
            (None, None) => {}
        }
    }
    Ok(all)
}

/// An extension as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtensionRow {
    pub id: i64,
    pub contest: ContestId,
    pub whose: Whose,
    /// The code of the entry, or the name of the unit.
    pub name: String,
    pub granted_at: Instant,
    pub until: Before,
    pub reason: String,
    /// Empty: the program itself.
    pub by_name: String,
    /// When, by whom, why.
    pub taken_back: Option<(Instant, String, String)>,
    /// Something came by it that would be late without it.
    pub used: bool,
}

const ROWS: &str = "SELECT x.id, x.contest_id, x.entry_id, x.unit_id, COALESCE(n.code, u.name), x.granted_at, x.until_at, x.reason, x.by_name, \
    x.taken_back_at, x.taken_back_by, x.taken_back_reason, CASE WHEN EXISTS (SELECT 1 FROM entry e LEFT JOIN gate g ON g.entry_id = e.id \
    WHERE e.id = x.entry_id AND ((e.submitted_at >= c.units_send_before_at AND e.submitted_at > x.granted_at AND e.submitted_at < x.until_at) \
    OR (g.arrived_at >= c.units_send_before_at AND g.arrived_at > x.granted_at AND g.arrived_at < x.until_at))) \
    OR EXISTS (SELECT 1 FROM batch b WHERE b.unit_id = x.unit_id AND b.contest_id = x.contest_id AND b.forwarded_at >= c.units_send_before_at \
    AND b.forwarded_at > x.granted_at AND b.forwarded_at < x.until_at) THEN 1 ELSE 0 END \
    FROM extension x JOIN contest c ON c.id = x.contest_id LEFT JOIN entry n ON n.id = x.entry_id LEFT JOIN org_unit u ON u.id = x.unit_id";

fn read(r: &Row) -> Result<ExtensionRow, DbFault> {
    let whose = match (r.opt_int(2)?, r.opt_int(3)?) {
        (Some(entry), _) => Whose::Entry(EntryId(entry)),
        (None, Some(unit)) => Whose::Unit(UnitId(unit)),
        (None, None) => return Err(DbFault::other("an extension of nobody")),
    };
    let text = |at: usize| r.opt_text(at).map(|t| t.unwrap_or_default().to_owned());
    let taken_back = match r.opt_int(9)? {
        Some(at) => Some((Instant(at), text(10)?, text(11)?)),
        None => None,
    };
    Ok(ExtensionRow {
        id: r.int(0)?,
        contest: ContestId(r.int(1)?),
        whose,
        name: text(4)?,
        granted_at: Instant(r.int(5)?),
        until: Before(Instant(r.int(6)?)),
        reason: r.text(7)?.to_owned(),
        by_name: r.text(8)?.to_owned(),
        taken_back,
        used: r.bool(12)?,
    })
}

/// All of the contest, newest first; those taken back too.
pub(in crate::screening) fn list_extensions(
    tx: &mut Tx,
    contest: ContestId,
) -> Result<Vec<ExtensionRow>, DbFault> {
    let sql = format!("{ROWS} WHERE x.contest_id = $1 ORDER BY x.id DESC");
    tx.query(&sql, &[contest.0.into()])?.iter().map(read).collect()
}

pub(in crate::screening) fn find_extension(tx: &mut Tx, id: i64) -> Result<Option<ExtensionRow>, DbFault> {
    tx.opt(&format!("{ROWS} WHERE x.id = $1"), &[id.into()])?.as_ref().map(read).transpose()
}

/// What is in force for an entry or a unit, the longest first.
pub(in crate::screening) fn list_granted(
    tx: &mut Tx,
    contest: ContestId,
    whose: Whose,
) -> Result<Vec<ExtensionRow>, DbFault> {
    let (column, id) = match whose {
        Whose::Entry(entry) => ("entry_id", entry.0),
        Whose::Unit(unit) => ("unit_id", unit.0),
    };
    let sql = format!(
        "{ROWS} WHERE x.contest_id = $1 AND x.{column} = $2 AND x.taken_back_at IS NULL ORDER BY x.until_at DESC"
    );
    tx.query(&sql, &[contest.0.into(), id.into()])?.iter().map(read).collect()
}

/// What is in force for these entries and for their unit, the longest first. No statement where the contest has none.
pub(in crate::screening) fn list_reaching(
    tx: &mut Tx,
    contest: &ContestRow,
    entries: &[EntryId],
    unit: UnitId,
) -> Result<Vec<ExtensionRow>, DbFault> {
    if contest.extended_until.is_none() {
        return Ok(vec![]);
    }
    let sql = format!("{ROWS} WHERE x.contest_id = $1 AND x.taken_back_at IS NULL ORDER BY x.until_at DESC");
    let mut rows: Vec<ExtensionRow> =
        tx.query(&sql, &[contest.id.0.into()])?.iter().map(read).collect::<Result<_, _>>()?;
    rows.retain(|x| match x.whose {
        Whose::Entry(entry) => entries.contains(&entry),
        Whose::Unit(u) => u == unit,
    });
    Ok(rows)
}

/// The end of the last one in force, for letters.
pub fn extended_until(
    tx: &mut Tx,
    contest: ContestId,
    entry: Option<EntryId>,
    unit: Option<UnitId>,
) -> Result<Option<Before>, DbFault> {
    let sql = "SELECT MAX(until_at) FROM extension WHERE contest_id = $1 AND taken_back_at IS NULL AND (entry_id = $2 OR unit_id = $3)";
    let vals: [Val<'_>; 3] =
        [contest.0.into(), entry.map_or(0, |e| e.0).into(), unit.map_or(0, |u| u.0).into()];
    Ok(tx.one(sql, &vals)?.opt_int(0)?.map(|at| Before(Instant(at))))
}

pub(in crate::screening) fn insert_extension(
    tx: &mut Tx,
    contest: ContestId,
    whose: Whose,
    until: Before,
    reason: &str,
    actor: &Actor,
    now: Instant,
) -> Result<i64, DbFault> {
    let (entry, unit) = match whose {
        Whose::Entry(entry) => (Some(entry.0), None),
        Whose::Unit(unit) => (None, Some(unit.0)),
    };
    let (person, name) = who(actor);
    tx.one(
        "INSERT INTO extension (contest_id, entry_id, unit_id, granted_at, until_at, reason, person_id, by_name) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
        &[
            contest.0.into(),
            entry.into(),
            unit.into(),
            now.0.into(),
            until.0.0.into(),
            reason.into(),
            person.into(),
            name.into(),
        ],
    )?
    .int(0)
}

pub(in crate::screening) fn save_taken_back(
    tx: &mut Tx,
    extension: i64,
    reason: &str,
    actor: &Actor,
    now: Instant,
) -> Result<(), DbFault> {
    let sql =
        "UPDATE extension SET taken_back_at = $2, taken_back_reason = $3, taken_back_by = $4 WHERE id = $1";
    tx.exec(sql, &[extension.into(), now.0.into(), reason.into(), who(actor).1.into()]).map(|_| ())
}

/// An entry by its code, in whatever state and case; whether it was ever handed in.
pub(in crate::screening) fn find_any_by_code(
    tx: &mut Tx,
    contest: ContestId,
    code: &str,
) -> Result<Option<EntryId>, DbFault> {
    let sql = "SELECT id FROM entry WHERE contest_id = $1 AND UPPER(code) = $2";
    let row = tx.opt(sql, &[contest.0.into(), code.trim().to_uppercase().into()])?;
    row.map(|r| Ok(EntryId(r.int(0)?))).transpose()
}

/// Whether the unit sends entries to the standing body of the contest.
pub(in crate::screening) fn sends(tx: &mut Tx, contest: &ContestRow, unit: UnitId) -> Result<bool, DbFault> {
    let sql = "SELECT 1 FROM contest_unit WHERE contest_id = $1 AND unit_id = $2";
    let takes_part = tx.opt(sql, &[contest.id.0.into(), unit.0.into()])?.is_some();
    Ok(takes_part && unit != contest.standing_unit)
}
