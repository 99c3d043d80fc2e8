//! people/invite: a link with which a person chooses a password: the first one, or a new one instead of a forgotten one.

use super::store;
use crate::act::Stop;
use crate::db::{DbFault, Tx};
use crate::mail::{self, Note, NoteArg};
use crate::outbox;
use crate::record::record;
use crate::session::Token;
use domain::actor::Actor;
use domain::ids::PersonId;
use domain::people::invitation::life_ms;
use domain::people::{InvitationKind, PeopleEvent, access};
use domain::time::Instant;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InviteRefusal {
    AccountClosed,
}

/// A link just made. Its path opens the account, so it is shown to nobody but the person, or the administrator who hands it over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub kind: InvitationKind,
    pub path: String,
    pub expires_at: Instant,
    /// The letter that carries it; to be handed over by hand where it has no address or mail is not set up.
    pub letter: i64,
}

/// Invites a person, again if need be: an invitation for an account without a password, a reset for one that has one. Links made
/// before become void, and so do their letters.
pub fn invite(
    tx: &mut Tx,
    actor: &Actor,
    person: PersonId,
    now: Instant,
) -> Result<Link, Stop<InviteRefusal>> {
    access::manage_accounts(actor)?;
    tx.lock_row("person", person.0)?;
    let p = store::person(tx, person)?.ok_or(Stop::NotFound)?;
    if !p.active {
        return Err(Stop::refuse(InviteRefusal::AccountClosed));
    }
    let kind = if p.has_password { InvitationKind::Reset } else { InvitationKind::Invite };
    let link = make(tx, &p, kind, now)?;
    record(tx, actor, None, PeopleEvent::Invited { person, kind }, now)?;
    Ok(link)
}

/// Makes the link and its letter.
pub(super) fn make(
    tx: &mut Tx,
    p: &store::PersonRow,
    kind: InvitationKind,
    now: Instant,
) -> Result<Link, DbFault> {
    store::delete_open_invitations(tx, p.id)?;
    for kind in InvitationKind::ALL {
        outbox::take_back(tx, p.id.0, letter_kind(*kind))?;
    }
    let token = Token::random()?;
    let expires_at = now.plus_ms(life_ms(kind));
    store::insert_invitation(tx, &token.hash(), p.id, kind, now, expires_at)?;
    let path = format!("/invitation/{}", token.text());
    let note = Note {
        kind: letter_kind(kind),
        person: Some(p.id),
        address: p.email.clone().unwrap_or_default(),
        lang: p.lang.clone(),
        args: vec![
            ("name", NoteArg::Text(p.name.clone())),
            ("login", NoteArg::Text(p.login.clone())),
            ("link", NoteArg::Path(path.clone())),
            ("until", NoteArg::At(expires_at)),
        ],
    };
    let letter = mail::put(tx, &note, now)?;
    Ok(Link { kind, path, expires_at, letter })
}

fn letter_kind(kind: InvitationKind) -> &'static str {
    match kind {
        InvitationKind::Invite => "people-invite",
        InvitationKind::Reset => "people-reset",
    }
}
