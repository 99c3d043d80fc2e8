//! people/grant: gives a role within its scope, perhaps on days, and takes it away.

use super::store;
use crate::act::Stop;
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::ids::PersonId;
use domain::people::grant::check_grant;
use domain::people::{GrantRefusal, PeopleEvent, WantedGrant, access};
use domain::time::Instant;

/// Gives the role. Judges and chairs get theirs with their seat (`judging::seat_judge`), which calls this too.
pub fn grant(
    tx: &mut Tx,
    actor: &Actor,
    person: PersonId,
    wanted: &WantedGrant,
    now: Instant,
) -> Result<i64, Stop<GrantRefusal>> {
    access::grant(actor, wanted, now)?;
    tx.lock_row("person", person.0)?;
    let p = store::person(tx, person)?.ok_or(Stop::NotFound)?;
    if let Some(unit) = wanted.unit {
        store::unit(tx, unit)?.ok_or(Stop::NotFound)?;
    }
    if let Some(contest) = wanted.contest {
        crate::contest::store::find(tx, contest)?.ok_or(Stop::NotFound)?;
    }
    let held = store::grants_from(tx, person, now.day())?;
    let mut why = check_grant(wanted, &held).err().unwrap_or_default();
    if !p.active {
        why.push(GrantRefusal::AccountClosed);
    }
    if actor.person_id() == Some(person) {
        why.push(GrantRefusal::ToOneself);
    }
    if !why.is_empty() {
        return Err(Stop::Refused(why));
    }
    let id = store::insert_grant(tx, person, wanted)?;
    let day = |d: Option<domain::time::Day>| d.map(|d| d.to_string()).unwrap_or_default();
    let granted = PeopleEvent::Granted {
        person,
        role: wanted.role,
        unit: wanted.unit,
        contest: wanted.contest,
        days: (day(wanted.from), day(wanted.to)),
        delegate: wanted.delegate,
    };
    record(tx, actor, wanted.contest, granted, now)?;
    Ok(id)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevokeRefusal {
    /// An installation keeps one administrator.
    LastAdministrator,
}

/// Takes the role away, at once.
pub fn revoke(tx: &mut Tx, actor: &Actor, grant_id: i64, now: Instant) -> Result<(), Stop<RevokeRefusal>> {
    let g = store::find_grant(tx, grant_id)?.ok_or(Stop::NotFound)?;
    access::grant(actor, &g.wanted, now)?;
    let had = store::has_administrator(tx, now.day())?;
    if store::delete_grant(tx, grant_id)? == 0 {
        return Err(Stop::NotFound);
    }
    if had && !store::has_administrator(tx, now.day())? {
        return Err(Stop::refuse(RevokeRefusal::LastAdministrator));
    }
    let w = g.wanted;
    let revoked = PeopleEvent::Revoked { person: g.person, role: w.role, unit: w.unit, contest: w.contest };
    record(tx, actor, w.contest, revoked, now)?;
    Ok(())
}
