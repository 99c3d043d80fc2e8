//! Stage, reasons and warnings of every entry of a contest, in a constant number of statements.

use super::store;
use crate::contest::store::{self as contests, ContestRow};
use crate::db::{DbFault, Tx};
use domain::contest::RulesEdition;
use domain::entry::formal::{self, Findings};
use domain::ids::ContestId;
use domain::screening::assess as rule;
use domain::screening::{Assessed, Gate};
use std::sync::Arc;

/// Every entry that is handed in, by code. For results, boards and figures; asks no access question.
pub fn assess(tx: &mut Tx, contest: ContestId) -> Result<Vec<Assessed>, DbFault> {
    let Some((_, rules, all)) = assess_all(tx, contest)? else { return Ok(vec![]) };
    let before = rules.timeline.units_send;
    Ok(all.iter().map(|(gate, findings)| rule::assess(gate, findings, before)).collect())
}

/// The same before it is put in words: where each entry stands and what the formal check finds.
#[expect(clippy::type_complexity, reason = "three things that belong together, taken apart at once")]
pub fn assess_all(
    tx: &mut Tx,
    contest: ContestId,
) -> Result<Option<(ContestRow, Arc<RulesEdition>, Vec<(Gate, Findings)>)>, DbFault> {
    let Some(contest) = contests::find(tx, contest)? else { return Ok(None) };
    let rules = contests::rules_of(tx, contest.id)?;
    let officials = crate::entry::store::officials(tx, contest.id)?;
    let checkable = store::list_checkable(tx, contest.id, None)?;
    let mut all = Vec::with_capacity(checkable.len());
    for gate in store::list_gates(tx, &contest)?.into_iter().filter(|g| g.handed_in) {
        let findings =
            checkable.get(&gate.entry).map(|d| formal::check(d, &rules, &officials)).unwrap_or_default();
        all.push((gate, findings));
    }
    Ok(Some((contest, rules, all)))
}
