//! The register of units: *danh mục đơn vị*.

use super::register_store as register;
use super::store;
use crate::act::Stop;
use crate::db::{DbFault, Tx};
use crate::record::record;
use domain::actor::Actor;
use domain::ids::UnitId;
use domain::people::org_unit::{OrgUnit, UnitDraft, UnitFields, UnitRefusal, check_unit};
use domain::people::succession::{self, Heirs};
use domain::people::{PeopleEvent, access};
use domain::percent::SharePercent;
use domain::time::{Day, Instant};

/// The unit with this code, exactly as written.
pub fn unit_by_code(tx: &mut Tx, code: &str) -> Result<Option<OrgUnit>, DbFault> {
    store::unit_by_code(tx, code)
}

pub fn create_unit(
    tx: &mut Tx,
    actor: &Actor,
    draft: &UnitDraft,
    now: Instant,
) -> Result<UnitId, Stop<UnitRefusal>> {
    access::manage_units(actor)?;
    let fields = check_unit(None, draft, &store::units(tx)?)?;
    let unit = store::insert_unit(tx, &fields)?;
    record(tx, actor, None, PeopleEvent::UnitCreated { unit, code: fields.code }, now)?;
    Ok(unit)
}

pub fn edit_unit(
    tx: &mut Tx,
    actor: &Actor,
    unit: UnitId,
    draft: &UnitDraft,
    now: Instant,
) -> Result<(), Stop<UnitRefusal>> {
    access::manage_units(actor)?;
    tx.lock_row("org_unit", unit.0)?;
    let all = store::units(tx)?;
    let old = all.get(&unit).ok_or(Stop::NotFound)?;
    let new = check_unit(Some(unit), draft, &all)?;
    let fields = changed(old, &new);
    if fields.is_empty() {
        return Ok(());
    }
    store::save_unit(tx, unit, &new)?;
    record(tx, actor, None, PeopleEvent::UnitChanged { unit, fields }, now)?;
    Ok(())
}

/// A unit as it is typed: those it refers to by their codes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedUnit {
    pub code: String,
    pub name: String,
    pub kind: String,
    pub parent: String,
    pub valid_from: Option<Day>,
    pub valid_to: Option<Day>,
    /// One code, or several with shares (`domain::people::succession`).
    pub successors: String,
}

/// Makes the unit (`unit` is `None`) or changes it, with its successors.
pub fn save_typed(
    tx: &mut Tx,
    actor: &Actor,
    unit: Option<UnitId>,
    typed: &TypedUnit,
    now: Instant,
) -> Result<UnitId, Stop<UnitRefusal>> {
    access::manage_units(actor)?;
    let mut why = Vec::new();
    let parent = match typed.parent.trim() {
        "" => None,
        code => {
            let found = store::unit_by_code(tx, code)?;
            if found.is_none() {
                why.push(UnitRefusal::UnknownParent);
            }
            found.map(|u| u.id)
        }
    };
    let mut heirs: Heirs<UnitId> = Vec::new();
    match succession::parse(&typed.successors) {
        None => why.push(UnitRefusal::SharesNotWhole),
        Some(named) => {
            for (code, share) in named {
                match store::unit_by_code(tx, &code)? {
                    Some(heir) if Some(heir.id) == unit => why.push(UnitRefusal::SuccessorCircle),
                    Some(heir) => heirs.push((heir.id, share)),
                    None => why.push(UnitRefusal::UnknownSuccessor),
                }
            }
        }
    }
    let draft = UnitDraft {
        code: typed.code.clone(),
        name: typed.name.clone(),
        kind: typed.kind.clone(),
        parent,
        valid_from: typed.valid_from,
        valid_to: typed.valid_to,
        successor: succession::main(&heirs),
    };
    if !why.is_empty() {
        why.extend(check_unit(unit, &draft, &store::units(tx)?).err().unwrap_or_default());
        why.dedup();
        return Err(Stop::Refused(why));
    }
    let id = match unit {
        None => create_unit(tx, actor, &draft, now)?,
        Some(id) => {
            edit_unit(tx, actor, id, &draft, now)?;
            id
        }
    };
    if heirs.len() < 2 {
        heirs.clear();
    }
    if register::list_heirs(tx)?.remove(&id).unwrap_or_default() != heirs {
        register::save_heirs(tx, id, &heirs)?;
        record(tx, actor, None, PeopleEvent::UnitChanged { unit: id, fields: vec!["successor"] }, now)?;
    }
    Ok(id)
}

/// A unit with everything that its page shows: the codes of those around it, and what it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitFile {
    pub unit: OrgUnit,
    pub parent_code: String,
    /// As `TypedUnit::successors`.
    pub successors: String,
    /// Units that became this one, whole or in part.
    pub predecessors: Vec<OrgUnit>,
    /// The units that follow it, with their shares.
    pub followers: Heirs<OrgUnit>,
}

pub fn unit_file(tx: &mut Tx, actor: &Actor, id: UnitId) -> Result<UnitFile, Stop<UnitRefusal>> {
    access::manage_units(actor)?;
    let unit = store::unit(tx, id)?.ok_or(Stop::NotFound)?;
    let parent = unit.parent.map(|p| store::unit(tx, p)).transpose()?.flatten();
    let mut heirs = register::list_heirs(tx)?.remove(&id).unwrap_or_default();
    if heirs.is_empty() {
        heirs.extend(unit.successor.map(|s| (s, SharePercent::WHOLE)));
    }
    let mut followers = Vec::new();
    for (heir, share) in heirs {
        followers.extend(store::unit(tx, heir)?.map(|u| (u, share)));
    }
    let codes: Heirs<&str> = followers.iter().map(|(u, share)| (u.code.as_str(), *share)).collect();
    Ok(UnitFile {
        parent_code: parent.map(|p| p.code.0).unwrap_or_default(),
        successors: succession::write(&codes),
        predecessors: store::list_predecessors(tx, id)?,
        followers,
        unit,
    })
}

/// The names of the fields in which a unit changes.
pub(super) fn changed(old: &OrgUnit, new: &UnitFields) -> Vec<&'static str> {
    [
        ("code", old.code != new.code),
        ("name", old.name != new.name),
        ("kind", old.kind != new.kind),
        ("parent", old.parent != new.parent),
        ("valid_from", old.valid_from != new.valid_from),
        ("valid_to", old.valid_to != new.valid_to),
        ("successor", old.successor != new.successor),
    ]
    .into_iter()
    .filter_map(|(field, differs)| differs.then_some(field))
    .collect()
}
