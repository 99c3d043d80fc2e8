//! people/choose_letters: in which language, and how often, a person wants letters. Everybody decides that for oneself.

use super::store;
use crate::act::Stop;
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::people::PeopleEvent;
use domain::time::Instant;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LettersRefusal {
    /// Pages and letters speak `vi` and `en`.
    BadLang,
}

/// How the person with this account gets letters now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    pub lang: String,
    /// What does not press is collected into one letter each half day.
    pub digest: bool,
    /// The administrator keeps it; `None`: all there is lies in the box of the account.
    pub address: Option<String>,
}

pub fn chosen(tx: &mut Tx, actor: &Actor) -> Result<Chosen, Stop<LettersRefusal>> {
    let id = actor.person_id().ok_or(Stop::NotAllowed)?;
    let p = store::person(tx, id)?.ok_or(Stop::NotFound)?;
    Ok(Chosen { lang: p.lang, digest: p.digest, address: p.email })
}

pub fn choose_letters(
    tx: &mut Tx,
    actor: &Actor,
    lang: &str,
    digest: bool,
    now: Instant,
) -> Result<(), Stop<LettersRefusal>> {
    let id = actor.person_id().ok_or(Stop::NotAllowed)?;
    if !["vi", "en"].contains(&lang) {
        return Err(Stop::refuse(LettersRefusal::BadLang));
    }
    tx.lock_row("person", id.0)?;
    let old = store::person(tx, id)?.ok_or(Stop::NotFound)?;
    let fields: Vec<&'static str> = [("lang", old.lang != lang), ("digest", old.digest != digest)]
        .into_iter()
        .filter_map(|(field, differs)| differs.then_some(field))
        .collect();
    if fields.is_empty() {
        return Ok(());
    }
    store::save_letters(tx, id, lang, digest)?;
    record(tx, actor, None, PeopleEvent::AccountChanged { person: id, fields }, now)?;
    Ok(())
}
