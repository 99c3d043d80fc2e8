//! Records the conflicts that can be seen from what is known: units and what became of them, house and telephone, authors of earlier
//! contests, who screened or confirmed.

use super::store::{self, ConflictRow, JudgeRow};
use crate::act::Stop;
use crate::db::{DbFault, Tx};
use crate::record::record;
use domain::actor::Actor;
use domain::ids::{ContestId, EntryId, JudgeId, UnitId};
use domain::judging::conflict::{
    ConflictKind, Known, address_key, became, co_author, phone_key, related_unit, same_unit,
};
use domain::judging::{JudgingEvent, access};
use domain::text;
use domain::time::Instant;
use std::collections::{HashMap, HashSet};
use std::convert::Infallible;

/// Detects and records; says how many are new. A sheet that a judge has already signed stays: the chair decides.
pub fn detect_conflicts(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    now: Instant,
) -> Result<usize, Stop<Infallible>> {
    access::run_round(actor, contest)?;
    Ok(detect(tx, actor, contest, now)?)
}

pub(super) fn detect(tx: &mut Tx, actor: &Actor, contest: ContestId, now: Instant) -> Result<usize, DbFault> {
    let by_unit = crate::contest::store::rules_of(tx, contest)?.judging.same_unit_conflict;
    let judges: Vec<JudgeRow> = store::list_judges(tx, contest)?.into_iter().filter(|j| j.active).collect();
    let successors = store::ended_units(tx, now)?;
    let authors = store::list_authors(tx, contest)?;
    let earlier = store::list_earlier_authors(tx, contest)?;
    let earlier: Vec<Vec<Known>> = earlier
        .chunk_by(|a, b| a.entry == b.entry)
        .map(|of_entry| of_entry.iter().map(|a| known(a, &successors)).collect())
        .collect();
    let screened: HashSet<(JudgeId, EntryId)> = store::list_screeners(tx, contest)?.into_iter().collect();
    let recorded: HashSet<_> =
        store::list_conflicts(tx, contest)?.into_iter().map(|c| (c.judge, c.entry, c.kind)).collect();
    let mut found = vec![];
    for of_entry in authors.chunk_by(|a, b| a.entry == b.entry) {
        let entry = of_entry[0].entry;
        let units: Vec<_> = of_entry.iter().map(|a| a.unit).collect();
        let people: Vec<Known> = of_entry.iter().map(|a| known(a, &successors)).collect();
        for judge in &judges {
            let kinds = [
                (ConflictKind::SameUnit, by_unit && same_unit(judge.unit, &units)),
                (ConflictKind::RelatedUnit, by_unit && related_unit(judge.unit, &units, &successors)),
                (ConflictKind::SameHousehold, of_entry.iter().any(|a| same_household(judge, a))),
                (ConflictKind::CoAuthor, co_author(&as_known(judge, &successors), &people, &earlier)),
                (ConflictKind::Screened, screened.contains(&(judge.id, entry))),
            ];
            let new =
                |(kind, is): &(ConflictKind, bool)| *is && !recorded.contains(&(judge.id, entry, *kind));
            found.extend(kinds.iter().filter(|k| new(k)).map(|k| (judge.id, entry, k.0)));
        }
    }
    for (judge, entry, kind) in &found {
        keep_away(tx, actor, contest, (*judge, *entry, *kind), now)?;
    }
    Ok(found.len())
}

fn keep_away(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    (judge, entry, kind): (JudgeId, EntryId, ConflictKind),
    now: Instant,
) -> Result<(), DbFault> {
    store::insert_conflict(tx, &ConflictRow { judge, entry, kind, note: String::new(), at: now })?;
    record(tx, actor, Some(contest), JudgingEvent::ConflictRecorded { judge, entry, kind }, now)?;
    for (sheet, signed) in store::sheets_of(tx, judge, entry)? {
        if !signed {
            store::save_released(tx, sheet, kind.word(), now)?;
            let reason = kind.word().to_owned();
            let released = JudgingEvent::AssignmentReleased { sheet, judge, entry, reason };
            record(tx, actor, Some(contest), released, now)?;
        }
    }
    Ok(())
}

fn same_household(judge: &JudgeRow, author: &store::AuthorRow) -> bool {
    let shared = |a: Option<String>, b: Option<String>| a.is_some() && a == b;
    shared(phone_key(&judge.phone), phone_key(&author.phone))
        || shared(address_key(&judge.address), address_key(&author.address))
}

fn known(author: &store::AuthorRow, successors: &HashMap<UnitId, UnitId>) -> Known {
    Known {
        name: author.fold.clone(),
        phone: phone_key(&author.phone),
        unit: author.unit.map(|u| became(u, successors)),
    }
}

fn as_known(judge: &JudgeRow, successors: &HashMap<UnitId, UnitId>) -> Known {
    Known {
        name: text::fold(&judge.name),
        phone: phone_key(&judge.phone),
        unit: judge.unit.map(|u| became(u, successors)),
    }
}
