//! people/import_units: the office's list of units, seen beforehand and then written, all or nothing.
//!
//! Units are found again by their code. A unit that is not in the file stays as it is. A file may name a parent or successor that
//! comes later in it.

use super::register_store as register;
use super::store;
use super::undo_import::written;
use super::units::changed;
use crate::act::Stop;
use crate::db::{DbFault, Tx};
use crate::record::{actor_text, record};
use domain::actor::Actor;
use domain::ids::{UnitCode, UnitId};
use domain::people::org_unit::{CodesTaken, OrgUnit, UnitDraft, UnitFields, UnitRefusal, check_unit_among};
use domain::people::succession::{self, Heirs};
use domain::people::{PeopleEvent, access};
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
    /// One code, or several with shares (`domain::people::succession`).
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
    /// The unit before (a negative id for a new one), what it becomes, and its successors with shares where it is split.
    rows: Vec<(UnitId, UnitFields, Heirs<UnitId>)>,
    before: HashMap<UnitId, OrgUnit>,
    heirs_before: HashMap<UnitId, Heirs<UnitId>>,
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
    let Planned { plan, rows, before, heirs_before } = plan(tx, rows)?;
    if !plan.refusals.is_empty() {
        return Err(Stop::Refused(plan.refusals));
    }
    // New units first and without relations, because those may point forward.
    let mut ids: HashMap<UnitId, UnitId> = HashMap::new();
    for (id, f, _) in rows.iter().filter(|(id, _, _)| id.0 < 0) {
        let alone = UnitFields { parent: None, successor: None, ..f.clone() };
        ids.insert(*id, store::insert_unit(tx, &alone)?);
    }
    let real = |id: UnitId| ids.get(&id).copied().unwrap_or(id);
    if plan.created() + plan.changed() == 0 {
        return Ok(plan);
    }
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let (created, changed) = (count(plan.created()), count(plan.changed()));
    let import = register::insert_import(tx, &actor_text(actor), file_sha256, created, changed, now)?;
    for ((id, f, heirs), change) in rows.iter().zip(&plan.changes) {
        if *change == UnitChange::Same {
            continue;
        }
        let f = UnitFields { parent: f.parent.map(real), successor: f.successor.map(real), ..f.clone() };
        let heirs: Heirs<UnitId> = heirs.iter().map(|(heir, share)| (real(*heir), *share)).collect();
        let unit = real(*id);
        let old = before.get(id).map(|u| written(u, heirs_before.get(id)));
        if old.is_some() || f.parent.is_some() || f.successor.is_some() {
            store::save_unit(tx, unit, &f)?;
        }
        if heirs_before.contains_key(id) || !heirs.is_empty() {
            register::save_heirs(tx, unit, &heirs)?;
        }
        let after = written(&of_fields(unit, f), Some(&heirs));
        register::insert_import_row(tx, import, unit, old.as_deref(), &after)?;
    }
    let event = PeopleEvent::UnitsImported { created, changed, file_sha256: file_sha256.to_owned() };
    record(tx, actor, None, event, now)?;
    Ok(plan)
}

/// Checks the file against the units there are, with those of the file in their places.
fn plan(tx: &mut Tx, rows: &[UnitInput]) -> Result<Planned, DbFault> {
    let before = store::units(tx)?;
    let heirs_before = register::list_heirs(tx)?;
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
    // The world as it will be, with every row in it; then each row is checked against that world.
    let mut world = before.clone();
    let mut drafts = Vec::with_capacity(rows.len());
    for (i, row) in rows.iter().enumerate() {
        let mut refuse =
            |why: UnitRefusal| refusals.push(ImportRefusal { row: i, code: row.code.clone(), why });
        let parent = match row.parent_code.as_deref().filter(|c| !c.is_empty()) {
            None => None,
            Some(code) => by_code.get(code).copied().or_else(|| {
                refuse(UnitRefusal::UnknownParent);
                None
            }),
        };
        let named =
            succession::parse(row.successor_code.as_deref().unwrap_or_default()).unwrap_or_else(|| {
                refuse(UnitRefusal::SharesNotWhole);
                vec![]
            });
        let mut heirs: Heirs<UnitId> = Vec::with_capacity(named.len());
        for (code, share) in named {
            match by_code.get(&code) {
                Some(heir) => heirs.push((*heir, share)),
                None => refuse(UnitRefusal::UnknownSuccessor),
            }
        }
        let draft = UnitDraft {
            code: row.code.clone(),
            name: row.name.clone(),
            kind: row.kind.clone(),
            parent,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            successor: succession::main(&heirs),
        };
        let id = by_code[&row.code];
        world.insert(id, as_unit(id, &draft));
        // One successor is the field of the unit; only a split has shares.
        if heirs.len() < 2 {
            heirs.clear();
        }
        drafts.push((id, draft, heirs));
    }
    let mut plan = Plan::default();
    let mut out = Vec::with_capacity(rows.len());
    let codes = CodesTaken::of(&world);
    for (i, (id, draft, heirs)) in drafts.into_iter().enumerate() {
        match check_unit_among(Some(id), &draft, &world, &codes) {
            Ok(fields) => {
                plan.changes.push(match before.get(&id) {
                    None => UnitChange::New,
                    Some(old) => {
                        let mut fields = changed(old, &fields);
                        let kept = heirs_before.get(&id).map(Vec::as_slice).unwrap_or_default();
                        if *kept != heirs[..] && !fields.contains(&"successor") {
                            fields.push("successor");
                        }
                        if fields.is_empty() { UnitChange::Same } else { UnitChange::Changed(fields) }
                    }
                });
                out.push((id, fields, heirs));
            }
            Err(why) => {
                let refused =
                    why.into_iter().map(|why| ImportRefusal { row: i, code: draft.code.clone(), why });
                refusals.extend(refused);
                plan.changes.push(UnitChange::Same);
            }
        }
    }
    refusals.sort_by_key(|r| r.row);
    plan.refusals = refusals;
    Ok(Planned { plan, rows: out, before, heirs_before })
}

fn of_fields(id: UnitId, f: UnitFields) -> OrgUnit {
    OrgUnit {
        id,
        code: f.code,
        name: f.name,
        kind: f.kind,
        parent: f.parent,
        valid_from: f.valid_from,
        valid_to: f.valid_to,
        successor: f.successor,
    }
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
