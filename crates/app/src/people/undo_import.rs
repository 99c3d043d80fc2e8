//! people/undo_import: takes an import of units back, as long as nothing stands on it.
//!
//! Units that it made go, units that it changed become what they were. Refused with everything in the way: a role, a contest, an entry, another
//! unit that names one of the new ones; a unit that was changed again since.

use super::register_store::{self as register, ImportRow};
use super::store;
use crate::act::Stop;
use crate::db::{DbFault, Tx};
use crate::record::record;
use domain::actor::Actor;
use domain::ids::{UnitCode, UnitId};
use domain::people::org_unit::{OrgUnit, UnitFields};
use domain::people::succession::Heirs;
use domain::people::{PeopleEvent, access};
use domain::percent::SharePercent;
use domain::time::{Day, Instant};
use serde_json::{Value, json};

/// What is in the way, at most of each.
const MOST: i64 = 50;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UndoRefusal {
    AlreadyUndone,
    /// `what` is `role`, `contest`, `entry`, `judge`, `notice` or `unit`.
    StandsOnIt {
        code: String,
        what: String,
    },
    ChangedSince {
        code: String,
    },
}

/// Imports, newest first.
pub fn imports(tx: &mut Tx, actor: &Actor) -> Result<Vec<ImportRow>, Stop<UndoRefusal>> {
    access::manage_units(actor)?;
    Ok(register::list_imports(tx, 20)?)
}

pub fn undo_import(
    tx: &mut Tx,
    actor: &Actor,
    import: i64,
    now: Instant,
) -> Result<ImportRow, Stop<UndoRefusal>> {
    access::manage_units(actor)?;
    tx.lock_row("unit_import", import)?;
    let done = register::find_import(tx, import)?.ok_or(Stop::NotFound)?;
    if done.undone_at.is_some() {
        return Err(Stop::refuse(UndoRefusal::AlreadyUndone));
    }
    let rows = register::list_import_rows(tx, import)?;
    let units = store::units(tx)?;
    let heirs = register::list_heirs(tx)?;
    let mut why = Vec::new();
    for (unit, _, after) in &rows {
        let is_same = units.get(unit).is_some_and(|u| written(u, heirs.get(unit)) == *after);
        if !is_same && why.len() < MOST as usize {
            let code = units.get(unit).map_or_else(|| unit.0.to_string(), |u| u.code.0.clone());
            why.push(UndoRefusal::ChangedSince { code });
        }
    }
    let standing = register::list_dependants(tx, import, MOST)?;
    why.extend(standing.into_iter().map(|(code, what)| UndoRefusal::StandsOnIt { code, what }));
    if !why.is_empty() {
        return Err(Stop::Refused(why));
    }
    // What was changed first becomes what it was, so that nothing old names anything new; then the new ones go.
    for (unit, before, _) in &rows {
        if let Some(before) = before {
            let (fields, heirs) =
                read(before).ok_or_else(|| DbFault::other("a unit's fields cannot be read"))?;
            store::save_unit(tx, *unit, &fields)?;
            register::save_heirs(tx, *unit, &heirs)?;
        }
    }
    let made: Vec<UnitId> =
        rows.iter().filter(|(_, before, _)| before.is_none()).map(|(u, _, _)| *u).collect();
    for unit in &made {
        register::save_heirs(tx, *unit, &[])?;
    }
    store::delete_units(tx, &made)?;
    register::save_import_undone(tx, import, now)?;
    let event = PeopleEvent::UnitImportUndone { import, created: done.created, changed: done.changed };
    record(tx, actor, None, event, now)?;
    Ok(done)
}

/// A unit's fields as one text, to compare and to bring back.
pub(super) fn written(u: &OrgUnit, heirs: Option<&Heirs<UnitId>>) -> String {
    let day = |d: Option<Day>| d.map(|d| d.to_string());
    let heirs: Vec<Value> =
        heirs.into_iter().flatten().map(|(unit, share)| json!([unit.0, share.0])).collect();
    json!([
        u.code.0,
        u.name,
        u.kind,
        u.parent.map(|p| p.0),
        day(u.valid_from),
        day(u.valid_to),
        u.successor.map(|s| s.0),
        heirs
    ])
    .to_string()
}

fn read(text: &str) -> Option<(UnitFields, Heirs<UnitId>)> {
    let v: Value = serde_json::from_str(text).ok()?;
    let string = |i: usize| Some(v.get(i)?.as_str()?.to_owned());
    let unit = |i: usize| v.get(i).and_then(Value::as_i64).map(UnitId);
    let day = |i: usize| v.get(i).and_then(Value::as_str).and_then(Day::parse);
    let heir = |v: &Value| Some((UnitId(v.get(0)?.as_i64()?), SharePercent(v.get(1)?.as_i64()?)));
    let name = string(1)?;
    let fields = UnitFields {
        code: UnitCode(string(0)?),
        fold: domain::text::fold(&name),
        name,
        kind: string(2)?,
        parent: unit(3),
        valid_from: day(4),
        valid_to: day(5),
        successor: unit(6),
    };
    let heirs = v.get(7)?.as_array()?.iter().map(heir).collect::<Option<Vec<_>>>()?;
    Some((fields, heirs))
}
