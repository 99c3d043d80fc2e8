//! More time for one entry or for what one unit sends, and taking it back; the page that lists both.

use super::store::{self, ExtensionRow};
use crate::act::Stop;
use crate::contest::store::{self as contests, ContestRow};
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::contest::RulesEdition;
use domain::ids::{ContestId, EntryId, UnitId};
use domain::screening::extend::{self as rule, Around};
use domain::screening::{ExtendRefusal, ScreeningEvent, ShortenRefusal, Whose, access};
use domain::time::{Before, Instant};
use std::convert::Infallible;
use std::sync::Arc;

/// Answers the extension's id.
pub fn extend(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    whose: Whose,
    until: Before,
    reason: &str,
    now: Instant,
) -> Result<i64, Stop<ExtendRefusal>> {
    access::extend(actor, contest)?;
    tx.lock_row("contest", contest.0)?;
    let row = contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    let rules = contests::rules_of(tx, contest)?;
    let (authors, own_unit, sends_nothing) = match whose {
        Whose::Entry(entry) => (authors_of(tx, contest, entry)?, false, false),
        Whose::Unit(unit) => {
            if !tx.lock_row("org_unit", unit.0)? {
                return Err(Stop::NotFound);
            }
            let serves = matches!(actor, Actor::Person(_)) && actor.serves_unit(unit, now);
            (vec![], serves, !store::sends(tx, &row, unit)?)
        }
    };
    let granted = store::list_granted(tx, contest, whose)?.first().map(|x| x.until);
    let granter = match actor {
        Actor::Person(p) => p.name.as_str(),
        Actor::Anonymous | Actor::EntryHolder { .. } | Actor::System => "",
    };
    let around = Around {
        phase: row.phase,
        before: Before(row.units_send_before),
        judging_finished: rules.timeline.judging_finished,
        granted,
        authors: &authors,
        granter,
        own_unit,
        sends_nothing,
    };
    let reason = rule::extend(&around, until, reason, now)?;
    let extension = store::insert_extension(tx, contest, whose, until, &reason, actor, now)?;
    let event = ScreeningEvent::Extended { extension, whose, until: until.0, reason };
    record(tx, actor, Some(contest), event, now)?;
    Ok(extension)
}

/// The authors that an entry names, in its newest version or in the draft. What is written there is asked for a name only.
fn authors_of(tx: &mut Tx, contest: ContestId, entry: EntryId) -> Result<Vec<String>, Stop<ExtendRefusal>> {
    tx.lock_row("entry", entry.0)?;
    if let Some(held) = store::find(tx, entry)? {
        if held.contest.id != contest {
            return Err(Stop::NotFound);
        }
        return Ok(store::list_author_names(tx, &held.gate)?.into_iter().map(|a| a.name).collect());
    }
    let found = crate::entry::store::find_working(tx, entry)?.filter(|(row, _)| row.contest == contest);
    let (_, working) = found.ok_or(Stop::NotFound)?;
    let Some(working) = working else { return Ok(vec![]) };
    crate::entry::store::save_address(tx, entry, &working.draft.email)?;
    Ok(working.draft.authors.into_iter().map(|a| a.name).collect())
}

/// Takes an extension back by which nothing has come.
pub fn take_extension_back(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    extension: i64,
    reason: &str,
    now: Instant,
) -> Result<(), Stop<ShortenRefusal>> {
    access::extend(actor, contest)?;
    tx.lock_row("contest", contest.0)?;
    let row = store::find_extension(tx, extension)?.filter(|x| x.contest == contest).ok_or(Stop::NotFound)?;
    match row.whose {
        Whose::Entry(entry) => tx.lock_row("entry", entry.0)?,
        Whose::Unit(unit) => tx.lock_row("org_unit", unit.0)?,
    };
    // Read again under the lock: something may have come by it meanwhile.
    let row = store::find_extension(tx, extension)?.ok_or(Stop::NotFound)?;
    let event = rule::take_back(row.id, row.whose, row.taken_back.is_some(), row.used, reason)?;
    if let ScreeningEvent::ExtensionTakenBack { reason, .. } = &event {
        store::save_taken_back(tx, extension, reason, actor, now)?;
    }
    record(tx, actor, Some(contest), event, now)?;
    Ok(())
}

/// What the page of extensions shows.
#[derive(Debug, Clone)]
pub struct ExtensionsPage {
    pub contest: ContestRow,
    pub rules: Arc<RulesEdition>,
    pub rows: Vec<ExtensionRow>,
    /// Units that send entries, by name.
    pub units: Vec<(UnitId, String)>,
    pub may_extend: bool,
}

pub fn extensions(tx: &mut Tx, actor: &Actor, code: &str) -> Result<ExtensionsPage, Stop<Infallible>> {
    let contest = contests::find_by_code(tx, code)?.ok_or(Stop::NotFound)?;
    access::see_intake(actor, contest.id)?;
    let rules = contests::rules_of(tx, contest.id)?;
    let rows = store::list_extensions(tx, contest.id)?;
    let all = store::list_units(tx, contest.id)?.into_iter();
    let sending = all.filter(|u| u.quota.is_some() && u.id != contest.standing_unit);
    let units = sending.map(|u| (u.id, u.name)).collect();
    let may_extend = access::extend(actor, contest.id).is_ok();
    Ok(ExtensionsPage { contest, rules, rows, units, may_extend })
}

/// The entry with this code, also a draft: for who names it to give it more time.
pub fn any_entry_by_code(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    code: &str,
) -> Result<Option<EntryId>, Stop<ExtendRefusal>> {
    access::extend(actor, contest)?;
    Ok(store::find_any_by_code(tx, contest, code)?)
}

/// What is in force for a unit, the longest first: for its desk.
pub fn granted_to_unit(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    unit: UnitId,
    now: Instant,
) -> Result<Vec<ExtensionRow>, Stop<Infallible>> {
    access::see_desk(actor, unit, contest, now)?;
    Ok(store::list_granted(tx, contest, Whose::Unit(unit))?)
}
