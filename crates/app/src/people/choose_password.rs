//! people/choose_password: with a link (first or forgotten password), or signed in with the old one. All sessions of the person end:
//! whoever knew the old password is out.

use super::store::{self, PersonRow};
use crate::act::Stop;
use crate::db::Tx;
use crate::record::record;
use crate::session::{self, Token, TokenHash};
use domain::actor::{Actor, Person};
use domain::people::PeopleEvent;
use domain::people::invitation::{LinkRefusal, may_use};
use domain::time::Instant;

/// Who may choose a password with this link, for the page that asks for it.
pub fn open_link(tx: &mut Tx, token: &str, now: Instant) -> Result<PersonRow, Stop<LinkRefusal>> {
    let unknown = || Stop::refuse(LinkRefusal::Unknown);
    let hash = Token::hash_of(token).ok_or_else(unknown)?;
    let invitation = store::find_invitation(tx, &hash)?.ok_or_else(unknown)?;
    let p = store::person(tx, invitation.person)?.ok_or_else(unknown)?;
    may_use(invitation.expires_at, invitation.used_at, p.active, now).map_err(Stop::refuse)?;
    Ok(p)
}

/// Sets the password whose hash was made outside the transaction, and uses the link up.
pub fn choose_password(
    tx: &mut Tx,
    token: &str,
    password_hash: &str,
    now: Instant,
) -> Result<PersonRow, Stop<LinkRefusal>> {
    let p = open_link(tx, token, now)?;
    tx.lock_row("person", p.id.0)?;
    // Somebody with the same link may have been faster while we waited for the row.
    let p = open_link(tx, token, now).map(|again| PersonRow { id: p.id, ..again })?;
    if let Some(hash) = Token::hash_of(token) {
        store::save_invitation_used(tx, &hash, now)?;
    }
    save(tx, &p, password_hash, None, now)?;
    Ok(p)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeRefusal {
    /// The old password is another one than the one that was checked.
    OldPasswordWrong,
}

/// Sets a new password for the signed-in person, whose old one was checked against `old_hash` outside the transaction.
/// The session in use stays.
pub fn change_password(
    tx: &mut Tx,
    actor: &Actor,
    old_hash: &str,
    new_hash: &str,
    session: Option<&TokenHash>,
    now: Instant,
) -> Result<(), Stop<ChangeRefusal>> {
    let id = actor.person_id().ok_or(Stop::NotAllowed)?;
    tx.lock_row("person", id.0)?;
    let p = store::person(tx, id)?.ok_or(Stop::NotFound)?;
    if store::password_hash(tx, id)?.as_deref() != Some(old_hash) {
        return Err(Stop::refuse(ChangeRefusal::OldPasswordWrong));
    }
    save(tx, &p, new_hash, session, now)?;
    Ok(())
}

/// Sets a password without a link: the demonstration's accounts, the command line.
pub fn set_password(
    tx: &mut Tx,
    actor: &Actor,
    login: &str,
    password_hash: &str,
    now: Instant,
) -> Result<(), Stop<LinkRefusal>> {
    if !actor.is_system() {
        return Err(Stop::NotAllowed);
    }
    let p = store::person_by_login(tx, login)?.ok_or(Stop::NotFound)?;
    save(tx, &p, password_hash, None, now)?;
    Ok(())
}

fn save(
    tx: &mut Tx,
    p: &PersonRow,
    hash: &str,
    but: Option<&TokenHash>,
    now: Instant,
) -> Result<(), crate::db::DbFault> {
    store::save_password(tx, p.id, hash)?;
    store::delete_open_invitations(tx, p.id)?;
    session::end_all(tx, p.id, but)?;
    let actor = Actor::Person(Person { id: p.id, name: p.name.clone(), grants: vec![] });
    record(tx, &actor, None, PeopleEvent::PasswordChosen { person: p.id }, now)
}
