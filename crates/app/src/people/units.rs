//! The register of units: *danh mục đơn vị*.

use super::store;
use crate::act::Stop;
use crate::db::{DbFault, Tx};
use crate::record::record;
use domain::actor::Actor;
use domain::ids::UnitId;
use domain::people::org_unit::{OrgUnit, UnitDraft, UnitFields, UnitRefusal, check_unit};
use domain::people::{PeopleEvent, access};
use domain::time::Instant;

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
