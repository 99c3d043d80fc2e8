//! people/import_units: the office's list of units, seen beforehand and then written, all or nothing.
//!
//! Units are found again by their code. A unit that is not in the file stays as it is. A file may name a parent or successor that
//! comes later in it.

use super::store;
use super::units::changed;
use crate::act::Stop;
use crate::db::{DbFault, Tx};
use crate::record::record;
use domain::actor::Actor;
use domain::ids::{UnitCode, UnitId};
use domain::people::org_unit::{OrgUnit, UnitDraft, UnitFields, UnitRefusal, check_unit};
use domain::people::{PeopleEvent, access};
use domain::text::fold;
use domain::time::{Day, Instant};
use std::collections::{HashMap, HashSet};

/// A unit as a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitInput {
    pub code: String,
    pub name: String,
    pub kind: String,
    pub parent_code: Option<String>,
    pub valid_from: Option<Day>,
    pub valid_to: Option<Day>,
    pub successor_code: Option<String>,
}

/// What one row of the file would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnitChange {
    New,
    Changed(Vec<&'static str>),
    Same,
}

/// Why a row cannot be written. `row` counts the rows handed in, from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRefusal {
    pub row: usize,
    pub code: String,
    pub why: UnitRefusal,
}

/// What an import would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// Row by row, in the order of the file.
    pub changes: Vec<UnitChange>,
    pub refusals: Vec<ImportRefusal>,
}

impl Plan {
    pub fn created(&self) -> usize {
        self.changes.iter().filter(|c| **c == UnitChange::New).count()
    }

    pub fn changed(&self) -> usize {
        self.changes.iter().filter(|c| matches!(c, UnitChange::Changed(_))).count()
    }
}

struct Planned {
    plan: Plan,
    /// The unit before (a negative id for a new one) and what it becomes.
    rows: Vec<(UnitId, UnitFields)>,
}

/// Tells what [`import_units`] would do, without writing.
pub fn preview_units(tx: &mut Tx, actor: &Actor, rows: &[UnitInput]) -> Result<Plan, Stop<ImportRefusal>> {
    access::manage_units(actor)?;
    Ok(plan(tx, rows)?.plan)
}

/// Writes the units. `file_sha256` (hex) goes into the audit log, so that the file can be told later.
pub fn import_units(
    tx: &mut Tx,
    actor: &Actor,
    rows: &[UnitInput],
    file_sha256: &str,
    now: Instant,
) -> Result<Plan, Stop<ImportRefusal>> {
    access::manage_units(actor)?;
    let Planned { plan, rows } = plan(tx, rows)?;
    if !plan.refusals.is_empty() {
        return Err(Stop::Refused(plan.refusals));
    }
    // New units first and without relations, because those may point forward.
    let mut ids: HashMap<UnitId, UnitId> = HashMap::new();
    for (id, f) in rows.iter().filter(|(id, _)| id.0 < 0) {
        let alone = UnitFields { parent: None, successor: None, ..f.clone() };
        ids.insert(*id, store::insert_unit(tx, &alone)?);
    }
    let real = |id: UnitId| ids.get(&id).copied().unwrap_or(id);
    for ((id, f), change) in rows.iter().zip(&plan.changes) {
        let related = f.parent.is_some() || f.successor.is_some();
        if matches!(change, UnitChange::Changed(_)) || (*change == UnitChange::New && related) {
            let f = UnitFields { parent: f.parent.map(real), successor: f.successor.map(real), ..f.clone() };
            store::save_unit(tx, real(*id), &f)?;
        }
    }
    if plan.created() + plan.changed() > 0 {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let (created, changed) = (count(plan.created()), count(plan.changed()));
        let event = PeopleEvent::UnitsImported { created, changed, file_sha256: file_sha256.to_owned() };
        record(tx, actor, None, event, now)?;
    }
    Ok(plan)
}

/// Checks the file against the units there are, with those of the file in their places.
fn plan(tx: &mut Tx, rows: &[UnitInput]) -> Result<Planned, DbFault> {
    let before = store::units(tx)?;
    let mut by_code: HashMap<String, UnitId> = before.values().map(|u| (u.code.0.clone(), u.id)).collect();
    let mut refusals = Vec::new();
    let mut seen = HashSet::new();
    for (i, row) in rows.iter().enumerate() {
        if !seen.insert(row.code.as_str()) {
            refusals.push(ImportRefusal { row: i, code: row.code.clone(), why: UnitRefusal::CodeTaken });
        }
        let next = UnitId(-1 - i64::try_from(i).unwrap_or(0));
        by_code.entry(row.code.clone()).or_insert(next);
    }
    let related =
        |code: &Option<String>, unknown: UnitRefusal| match code.as_deref().filter(|c| !c.is_empty()) {
            None => Ok(None),
            Some(code) => by_code.get(code).copied().map(Some).ok_or(unknown),
        };
    // The world as it will be, with every row in it; then each row is checked against that world.
    let mut world = before.clone();
    let mut drafts = Vec::with_capacity(rows.len());
    for (i, row) in rows.iter().enumerate() {
        let mut relate = |code, unknown| {
            related(code, unknown).unwrap_or_else(|why| {
                refusals.push(ImportRefusal { row: i, code: row.code.clone(), why });
                None
            })
        };
        let draft = UnitDraft {
            code: row.code.clone(),
            name: row.name.clone(),
            kind: row.kind.clone(),
            parent: relate(&row.parent_code, UnitRefusal::UnknownParent),
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            successor: relate(&row.successor_code, UnitRefusal::UnknownSuccessor),
        };
        let id = by_code[&row.code];
        world.insert(id, as_unit(id, &draft));
        drafts.push((id, draft));
    }
    let mut out = Planned { plan: Plan::default(), rows: Vec::with_capacity(rows.len()) };
    for (i, (id, draft)) in drafts.iter().enumerate() {
        match check_unit(Some(*id), draft, &world) {
            Ok(fields) => {
                out.plan.changes.push(match before.get(id) {
                    None => UnitChange::New,
                    Some(old) => match changed(old, &fields) {
                        fields if fields.is_empty() => UnitChange::Same,
                        fields => UnitChange::Changed(fields),
                    },
                });
                out.rows.push((*id, fields));
            }
            Err(why) => {
                let refused =
                    why.into_iter().map(|why| ImportRefusal { row: i, code: draft.code.clone(), why });
                refusals.extend(refused);
                out.plan.changes.push(UnitChange::Same);
            }
        }
    }
    refusals.sort_by_key(|r| r.row);
    out.plan.refusals = refusals;
    Ok(out)
}

fn as_unit(id: UnitId, d: &UnitDraft) -> OrgUnit {
    OrgUnit {
        id,
        code: UnitCode(d.code.clone()),
        name: d.name.clone(),
        kind: d.kind.clone(),
        parent: d.parent,
        valid_from: d.valid_from,
        valid_to: d.valid_to,
        successor: d.successor,
    }
}

/// Units whose code or name holds what was typed, accents and tones aside. For choosing one.
pub fn matching<'u>(units: &'u [OrgUnit], typed: &str) -> Vec<&'u OrgUnit> {
    let wanted = fold(typed);
    units
        .iter()
        .filter(|u| {
            wanted.is_empty() || fold(&u.name).contains(&wanted) || fold(u.code.as_str()).contains(&wanted)
        })
        .collect()
}
