//! Proposes the prizes from the standings in force and the ties decided so far. Proposing again replaces the proposal.

use super::store;
use crate::act::Stop;
use crate::contest::store as contests;
use crate::db::Tx;
use crate::judging::store as entries;
use crate::record::record;
use domain::actor::Actor;
use domain::awards::allocate::{Allocation, NotWholeVnd, allocate};
use domain::awards::confirm::AwardState;
use domain::awards::{AwardEvent, access};
use domain::ids::ContestId;
use domain::time::Instant;

/// Why nothing is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProposeRefusal {
    NoStandings,
    AlreadyConfirmed,
    /// A mistake in the rules: the prize cannot be paid exactly.
    NotWholeVnd(NotWholeVnd),
}

pub fn propose(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    now: Instant,
) -> Result<Allocation, Stop<ProposeRefusal>> {
    store::lock(tx, contest)?;
    contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    access::propose(actor, contest)?;
    if store::find_award(tx, contest)?.is_some_and(|a| a.state != AwardState::Proposed) {
        return Err(Stop::refuse(ProposeRefusal::AlreadyConfirmed));
    }
    let Some(standing) = store::find_standing(tx, contest)? else {
        return Err(Stop::refuse(ProposeRefusal::NoStandings));
    };
    let rules = contests::edition(tx, standing.edition)?;
    let orders: Vec<_> = store::list_ties(tx, contest)?.into_iter().map(|t| t.order).collect();
    let allocation = allocate(&rules, &standing.frozen.placed()?, &orders)
        .map_err(|no| Stop::Refused(no.into_iter().map(ProposeRefusal::NotWholeVnd).collect()))?;
    let ids = entries::list_accepted(tx, contest)?.into_iter().map(|e| (e.code, e.id)).collect();
    store::save_proposal(tx, contest, standing.id, &allocation, &ids, now)?;
    let (prizes, budget_vnd) = (allocation.prizes.len(), allocation.budget_total.0);
    record(tx, actor, Some(contest), AwardEvent::Proposed { contest, prizes, budget_vnd }, now)?;
    Ok(allocation)
}
