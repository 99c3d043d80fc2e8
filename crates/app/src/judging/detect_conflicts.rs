//! Records the conflicts that follow from units: a judge and an author of the same one.

use super::store::{self, ConflictRow};
use crate::act::Stop;
use crate::db::{DbFault, Tx};
use crate::record::record;
use domain::actor::Actor;
use domain::ids::ContestId;
use domain::judging::conflict::{ConflictKind, same_unit};
use domain::judging::{JudgingEvent, access};
use domain::time::Instant;
use std::collections::HashSet;
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
    if !crate::contest::store::rules_of(tx, contest)?.judging.same_unit_conflict {
        return Ok(0);
    }
    let judges = store::list_judges(tx, contest)?;
    let authors = store::list_author_units(tx, contest)?;
    let known: HashSet<_> = store::list_conflicts(tx, contest)?
        .into_iter()
        .filter(|c| c.kind == ConflictKind::SameUnit)
        .map(|c| (c.judge, c.entry))
        .collect();
    let mut found = 0;
    for of_entry in authors.chunk_by(|a, b| a.0 == b.0) {
        let entry = of_entry[0].0;
        let units: Vec<_> = of_entry.iter().map(|a| a.1).collect();
        for judge in judges.iter().filter(|j| j.active && same_unit(j.unit, &units)) {
            if known.contains(&(judge.id, entry)) {
                continue;
            }
            let (judge, kind) = (judge.id, ConflictKind::SameUnit);
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
            found += 1;
        }
    }
    Ok(found)
}
