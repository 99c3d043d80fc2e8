//! The first administrator. Whoever stands at the console of a new installation is shown a link that works once; nobody on the
//! network can be faster, because before that there is no account at all.

use super::invite::{self, Link};
use super::store::{self, NewPerson};
use crate::db::{DbFault, Tx};
use crate::record::record;
use domain::actor::Actor;
use domain::people::{InvitationKind, PeopleEvent, Role, WantedGrant};
use domain::text::name_sort_key;
use domain::time::Instant;

/// The log-in name of the first administrator.
pub const LOGIN: &str = "admin";

/// A link for the console, while no administrator has chosen a password; `None` afterwards. Asked again (the program was started
/// again before the link was used) it makes a new one and the old one is void.
pub fn first_administrator(
    tx: &mut Tx,
    name: &str,
    lang: &str,
    now: Instant,
) -> Result<Option<Link>, DbFault> {
    if store::has_administrator(tx, now.day())? {
        return Ok(None);
    }
    let p = match store::person_by_login(tx, LOGIN)? {
        Some(p) => p,
        None => {
            let row = NewPerson { name, sort_key: &name_sort_key(name), login: LOGIN, email: None, lang };
            let id = store::insert_person(tx, &row, now)?;
            record(tx, &Actor::System, None, PeopleEvent::AccountCreated { person: id }, now)?;
            store::person(tx, id)?.ok_or_else(|| DbFault::other("the account just made is gone"))?
        }
    };
    store::save_active(tx, p.id, true)?;
    let held = store::grants_on(tx, p.id, now.day())?;
    if !held.iter().any(|g| Role::of(g) == Role::Admin) {
        store::insert_grant(tx, p.id, &WantedGrant::new(Role::Admin))?;
        let days = (String::new(), String::new());
        let granted = PeopleEvent::Granted {
            person: p.id,
            role: Role::Admin,
            unit: None,
            contest: None,
            days,
            delegate: false,
        };
        record(tx, &Actor::System, None, granted, now)?;
    }
    let link = invite::make(tx, &p, InvitationKind::Invite, now)?;
    record(
        tx,
        &Actor::System,
        None,
        PeopleEvent::Invited { person: p.id, kind: InvitationKind::Invite },
        now,
    )?;
    Ok(Some(link))
}
