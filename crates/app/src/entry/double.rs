//! Handing in by the button: the same work of the same author that is handed in already is found, and asked about, before this one
//! counts (`domain::entry::double`). One statement on an index more than the bare hand-in.

use super::authors::who;
use super::double_store as store;
use super::submit::Receipt;
use super::{edit_again, submit, withdraw};
use crate::act::Stop;
use crate::db::{DbFault, Tx};
use crate::record::{actor_text, record};
use domain::actor::Actor;
use domain::entry::double::{self as rule, Told};
use domain::entry::{Dossier, EntryEvent, SubmitRefusal, WithdrawRefusal, access};
use domain::ids::{ContestId, EntryId};
use domain::text;
use domain::time::Instant;

/// The first version, or the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    First,
    Next,
}

/// Hands in, or refuses with `SameWork` alone where nothing else stands against it.
pub fn hand_in(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    version: Version,
    now: Instant,
) -> Result<Receipt, Stop<SubmitRefusal>> {
    let receipt = match version {
        Version::First => submit(tx, actor, entry, now)?,
        Version::Next => edit_again(tx, actor, entry, now)?,
    };
    let (row, dossier) = handed_in(tx, entry)?;
    if told(tx, row, entry, &dossier)?.is_empty() {
        return Ok(receipt);
    }
    Err(Stop::refuse(SubmitRefusal::SameWork))
}

fn handed_in(tx: &mut Tx, entry: EntryId) -> Result<(ContestId, Dossier), DbFault> {
    let lost = || DbFault::other("what was just handed in is not there");
    let row = super::store::find(tx, entry)?.ok_or_else(lost)?;
    let (dossier, _) = super::store::dossier_of(tx, entry, row.version)?.ok_or_else(lost)?;
    Ok((row.contest, dossier))
}

/// The entries handed in that are the same work of whoever hands this one in, and of which nobody has said yet that they are another.
pub(super) fn told(
    tx: &mut Tx,
    contest: ContestId,
    entry: EntryId,
    dossier: &Dossier,
) -> Result<Vec<EntryId>, DbFault> {
    let Some(contact) = dossier.contact() else { return Ok(Vec::new()) };
    if rule::phone_key(&contact.name, &contact.phone).is_none() {
        return Ok(Vec::new());
    }
    let (own, _) = who(&tx.opener(), contact)?;
    let mut found = Vec::new();
    for (other, version) in store::of_author(tx, contest, entry, &own)? {
        let Some((theirs, _)) = super::store::dossier_of(tx, other, version)? else { continue };
        if rule::compare(dossier, &theirs).is_some_and(|d| d.told == Told::Author) {
            found.push(other);
        }
    }
    Ok(found)
}

/// What the person chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// This one counts; the other, whose code and PIN were shown, is taken back.
    KeepThis { other: EntryId },
    /// Both count: they are two works, for this reason.
    Both { reason: String },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChoiceRefusal {
    Submit(SubmitRefusal),
    /// The code and PIN are those of an entry that is no double of this one.
    NotADouble,
    Withdraw(WithdrawRefusal),
    ReasonMissing {
        least: usize,
    },
    ReasonTooLong {
        most: usize,
        have: usize,
    },
}

/// Where the choice led.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    HandedIn,
    /// The other one is taken back, and there is a third.
    AskAgain,
}

/// How many doubles are asked about; 0 where the entry could be handed in as it is. Nothing more is told of them.
pub fn doubles(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    now: Instant,
) -> Result<usize, Stop<SubmitRefusal>> {
    let desk = super::hand_in_desk(tx, actor, entry, now)?;
    let mut draft = desk.draft;
    draft.drop_blank_authors();
    let dossier = domain::entry::submit::would_be(&draft, &desk.rules);
    Ok(told(tx, desk.row.contest, entry, &dossier)?.len())
}

/// Takes the other back or writes the reason down, and hands this one in, or nothing at all.
pub fn choose(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    choice: &Choice,
    version: Version,
    now: Instant,
) -> Result<Chosen, Stop<ChoiceRefusal>> {
    let row = super::store::find(tx, entry)?.ok_or(Stop::NotFound)?;
    access::write(actor, &row.subject()).map_err(|_| Stop::NotFound)?;
    let desk = super::hand_in_desk::<ChoiceRefusal>(tx, actor, entry, now)?;
    let mut draft = desk.draft;
    draft.drop_blank_authors();
    let found = told(tx, row.contest, entry, &domain::entry::submit::would_be(&draft, &desk.rules))?;
    match choice {
        Choice::KeepThis { other } => {
            if !found.contains(other) {
                return Err(Stop::refuse(ChoiceRefusal::NotADouble));
            }
            let holder = Actor::EntryHolder { entry: *other };
            withdraw(tx, &holder, *other, now).map_err(|stop| stop.map(ChoiceRefusal::Withdraw))?;
        }
        Choice::Both { reason } => {
            let have = text::length(reason.trim());
            if have < rule::LEAST_REASON {
                return Err(Stop::refuse(ChoiceRefusal::ReasonMissing { least: rule::LEAST_REASON }));
            }
            if have > rule::MOST_REASON {
                return Err(Stop::refuse(ChoiceRefusal::ReasonTooLong { most: rule::MOST_REASON, have }));
            }
            for other in &found {
                store::save(tx, entry, *other, &text::clean(reason), &actor_text(actor), now)?;
                let event = EntryEvent::DoubleDeclared { entry, other: *other };
                record(tx, actor, Some(row.contest), event, now)?;
            }
        }
    }
    match tx.attempt(|tx| hand_in(tx, actor, entry, version, now)) {
        Ok(_) => Ok(Chosen::HandedIn),
        Err(Stop::Refused(why)) if why == [SubmitRefusal::SameWork] => Ok(Chosen::AskAgain),
        Err(stop) => Err(stop.map(ChoiceRefusal::Submit)),
    }
}
