//! Side prizes: proposed one by one, taken back while nothing is confirmed, looked at again with the prizes of the structure.

use super::side_store::{self, NewSideRow, SideRow};
use super::store::{self, StandingRow};
use crate::act::Stop;
use crate::contest::store as contests;
use crate::db::{DbFault, Tx};
use crate::record::{actor_text, record};
use domain::actor::Actor;
use domain::awards::allocate::{Allocation, allocate};
use domain::awards::confirm::AwardState;
use domain::awards::side::{self, Candidate, NoLongerFits, SideAward, SideRefusal, SideResult, SideWinner};
use domain::awards::{AwardEvent, access};
use domain::contest::RulesEdition;
use domain::ids::{ContestId, EntryCode, EntryId, LevelCode, UnitId};
use domain::text;
use domain::time::Instant;
use std::collections::HashSet;
use std::convert::Infallible;

/// What the committee proposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideProposal {
    pub prize: LevelCode,
    pub winner: SideWinner,
    pub reason: String,
    pub votes: Option<(u32, u32)>,
}

/// The entries that have a prize of the structure as things stand.
pub fn main_winners(allocation: &Allocation) -> HashSet<EntryCode> {
    allocation.prizes.iter().map(|p| p.entry.clone()).collect()
}

/// The prizes of the structure as they follow from the standings and the ties decided.
fn allocation_of(
    tx: &mut Tx,
    contest: ContestId,
    standing: &StandingRow,
    rules: &RulesEdition,
) -> Result<Allocation, DbFault> {
    let orders: Vec<_> = store::list_ties(tx, contest)?.into_iter().map(|t| t.order).collect();
    allocate(rules, &standing.frozen.placed()?, &orders)
        .map_err(|_| DbFault::other("a prize is not a whole number of dong"))
}

/// Proposes a side prize; answers its number.
pub fn propose_side(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    proposal: &SideProposal,
    now: Instant,
) -> Result<i64, Stop<SideRefusal>> {
    store::lock(tx, contest)?;
    contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    access::propose(actor, contest)?;
    if store::find_award(tx, contest)?.is_some_and(|a| a.state != AwardState::Proposed) {
        return Err(Stop::refuse(SideRefusal::AlreadyConfirmed));
    }
    let Some(standing) = store::find_standing(tx, contest)? else {
        return Err(Stop::refuse(SideRefusal::NoStandings));
    };
    let rules = contests::edition(tx, standing.edition)?;
    let Some(prize) = rules.side_prizes.iter().find(|p| p.code == proposal.prize) else {
        return Err(Stop::refuse(SideRefusal::UnknownPrize));
    };
    let Some((id, mut candidate)) = side_store::find_candidate(tx, contest, &proposal.winner)? else {
        return Err(Stop::refuse(SideRefusal::UnknownWinner));
    };
    if let Candidate::Entry { code, has_main, .. } = &mut candidate {
        *has_main = main_winners(&allocation_of(tx, contest, &standing, &rules)?).contains(code);
    }
    let given: Vec<SideWinner> = side_store::list_side(tx, contest)?
        .into_iter()
        .filter(|s| s.prize == proposal.prize)
        .map(|s| s.candidate.winner())
        .collect();
    let reason = text::clean(&proposal.reason);
    let amount = side::propose(prize, &given, &candidate, &reason, proposal.votes)?;
    let (entry, unit) = match candidate {
        Candidate::Entry { .. } => (Some(EntryId(id)), None),
        Candidate::Unit { .. } => (None, Some(UnitId(id))),
    };
    let by = actor_text(actor);
    let new = NewSideRow {
        prize: &prize.code,
        entry,
        unit,
        amount,
        reason: &reason,
        votes: proposal.votes,
        by: &by,
    };
    let row = side_store::insert_side(tx, contest, &new, now)?;
    let (prize, to) = (prize.code.clone(), proposal.winner.code().to_owned());
    let proposed = AwardEvent::SideProposed { contest, prize, to, votes: proposal.votes };
    record(tx, actor, Some(contest), proposed, now)?;
    Ok(row)
}

/// Takes a proposal back; answers its contest.
pub fn take_back_side(
    tx: &mut Tx,
    actor: &Actor,
    id: i64,
    now: Instant,
) -> Result<ContestId, Stop<SideRefusal>> {
    let row = side_store::find_side(tx, id)?.ok_or(Stop::NotFound)?;
    let contest = row.contest;
    store::lock(tx, contest)?;
    access::propose(actor, contest)?;
    if store::find_award(tx, contest)?.is_some_and(|a| a.state != AwardState::Proposed) {
        return Err(Stop::refuse(SideRefusal::AlreadyConfirmed));
    }
    side_store::delete_side(tx, id)?;
    let to = row.candidate.winner().code().to_owned();
    record(tx, actor, Some(contest), AwardEvent::SideTakenBack { contest, prize: row.prize, to }, now)?;
    Ok(contest)
}

/// The side prizes of a contest, and what they come to beside these prizes of the structure. Nothing is asked of the database where
/// the rules have none.
pub fn side_of(
    tx: &mut Tx,
    contest: ContestId,
    rules: &RulesEdition,
    allocation: &Allocation,
) -> Result<(Vec<SideRow>, Result<SideResult, Vec<NoLongerFits>>), DbFault> {
    if rules.side_prizes.is_empty() {
        return Ok((vec![], Ok(SideResult::default())));
    }
    let mut rows = side_store::list_side(tx, contest)?;
    side_store::of_main(&mut rows, &main_winners(allocation));
    let awards: Vec<SideAward> = rows.iter().map(SideRow::award).collect();
    let result = side::settle(&rules.side_prizes, &awards);
    Ok((rows, result))
}

/// A unit with entries that reached judging.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeadingUnit {
    pub code: String,
    pub name: String,
    pub entries: usize,
}

/// The units by how many of their entries reached judging, most first: what a prize for units may ask.
pub fn leading_units(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
) -> Result<Vec<LeadingUnit>, Stop<Infallible>> {
    access::propose(actor, contest)?;
    Ok(side_store::list_leading(tx, contest)?)
}

/// What stands against confirming the side prizes as they are.
pub(super) fn unfit(tx: &mut Tx, contest: ContestId) -> Result<Vec<NoLongerFits>, DbFault> {
    let Some(standing) = store::find_standing(tx, contest)? else { return Ok(vec![]) };
    let rules = contests::edition(tx, standing.edition)?;
    if rules.side_prizes.is_empty() {
        return Ok(vec![]);
    }
    let allocation = allocation_of(tx, contest, &standing, &rules)?;
    Ok(side_of(tx, contest, &rules, &allocation)?.1.err().unwrap_or_default())
}
