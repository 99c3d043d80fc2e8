//! people/reset: "I forgot my password". Whoever asks learns nothing: the answer is the same for every name, known or not, and the
//! link goes to the address the account has.

use super::invite;
use super::store;
use super::throttle::{self, Counted};
use crate::db::{DbFault, Tx};
use crate::keys::Keys;
use crate::record::record;
use domain::actor::Actor;
use domain::people::login::typed_form;
use domain::people::throttle::Scope;
use domain::people::{InvitationKind, PeopleEvent};
use domain::time::Instant;

/// Asks for a link. `Some(until)` when this network or this account asked too often; else the same silence for everybody.
/// An account without a password or without an address gets no letter: the administrator invites it.
pub fn reset(
    tx: &mut Tx,
    keys: &Keys,
    typed_login: &str,
    network: &str,
    now: Instant,
) -> Result<Option<Instant>, DbFault> {
    let login = typed_form(typed_login);
    let count = |scope, parts: &[&str]| Counted::new(keys, scope, "reset", parts);
    let counted = [count(Scope::AccountFromNetwork, &[&login, network]), count(Scope::Network, &[network])];
    if let Some(until) = throttle::attempt(tx, &counted, now)? {
        return Ok(Some(until));
    }
    let account =
        store::person_by_login(tx, &login)?.filter(|p| p.active && p.has_password && p.email.is_some());
    if let Some(p) = account {
        invite::make(tx, &p, InvitationKind::Reset, now)?;
        record(
            tx,
            &Actor::Anonymous,
            None,
            PeopleEvent::Invited { person: p.id, kind: InvitationKind::Reset },
            now,
        )?;
    }
    Ok(None)
}
