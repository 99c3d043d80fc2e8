//! The committee's intake accepts an entry, or says every reason why not.

use super::store::{self, Held};
use crate::act::Stop;
use crate::contest::store as contests;
use crate::db::{DbFault, Tx};
use crate::entry::authors::held_back;
use crate::record::record;
use domain::actor::Actor;
use domain::contest::RulesEdition;
use domain::entry::formal::{self, Findings};
use domain::ids::{ContestId, EntryCode, EntryId};
use domain::screening::accept as rule;
use domain::screening::{AcceptRefusal, Arrival, Gate, Intake, access};
use domain::time::Instant;

pub fn accept(tx: &mut Tx, actor: &Actor, entry: EntryId, now: Instant) -> Result<(), Stop<AcceptRefusal>> {
    let held = store::hold(tx, entry)?.ok_or(Stop::NotFound)?;
    access::work_intake(actor, held.contest.id)?;
    let Held { gate, contest, rules } = held;
    let findings = findings_of(tx, contest.id, entry, &rules)?;
    let event = rule::accept(&gate, &findings, contest.phase, rules.timeline.units_send)?;
    if !held_back(tx, &rules, &[entry])?.is_empty() {
        return Err(Stop::refuse(AcceptRefusal::AuthorUnconfirmed));
    }
    save(tx, &gate, now)?;
    record(tx, actor, Some(contest.id), event, now)?;
    Ok(())
}

/// Accepts those of `entries` that can be accepted and answers their codes; the others stay as they are. An id that is no entry of
/// this contest stops the whole act. One reading of the contest for all of them.
pub fn accept_all(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    entries: &[EntryId],
    now: Instant,
) -> Result<Vec<EntryCode>, Stop<AcceptRefusal>> {
    access::work_intake(actor, contest)?;
    let contest = contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    let rules = contests::rules_of(tx, contest.id)?;
    let mut asked = entries.to_vec();
    asked.sort();
    asked.dedup();
    let gates = store::hold_many(tx, &contest, &asked)?;
    if gates.len() < asked.len() {
        return Err(Stop::NotFound);
    }
    let officials = crate::entry::store::officials(tx, contest.id)?;
    let all = store::list_checkable(tx, contest.id, None)?;
    let waiting = held_back(tx, &rules, entries)?;
    let mut accepted = Vec::new();
    for gate in gates.into_iter().filter(|g| !waiting.contains(&g.entry)) {
        let Some(dossier) = all.get(&gate.entry) else { continue };
        let findings = formal::check(dossier, &rules, &officials);
        if let Ok(event) = rule::accept(&gate, &findings, contest.phase, rules.timeline.units_send) {
            save(tx, &gate, now)?;
            record(tx, actor, Some(contest.id), event, now)?;
            accepted.push(gate.code);
        }
    }
    Ok(accepted)
}

/// What the standing body received itself has arrived when it was handed in: the row says so from now on.
fn save(tx: &mut Tx, gate: &Gate, now: Instant) -> Result<(), DbFault> {
    if gate.at_standing_body {
        store::save_arrival(tx, gate.entry, Arrival { at: gate.submitted_at, version: gate.version })?;
    }
    store::save_intake(tx, gate.entry, Intake::Accepted, "", now)
}

pub(super) fn findings_of(
    tx: &mut Tx,
    contest: ContestId,
    entry: EntryId,
    rules: &RulesEdition,
) -> Result<Findings, DbFault> {
    let officials = crate::entry::store::officials(tx, contest)?;
    let found = store::list_checkable(tx, contest, Some(entry))?;
    Ok(found.get(&entry).map(|d| formal::check(d, rules, &officials)).unwrap_or_default())
}
