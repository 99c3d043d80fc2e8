//! Records that the committee has confirmed the proposal: minutes, and votes where the rules ask for them.

use super::{side, store};
use crate::act::Stop;
use crate::contest::store as contests;
use crate::db::{DbFault, Tx};
use crate::record::{actor_text, record};
use domain::actor::Actor;
use domain::awards::confirm::{Ballot, ConfirmRefusal};
use domain::awards::{AwardEvent, access};
use domain::contest::{ContestEvent, Phase};
use domain::ids::ContestId;
use domain::text;
use domain::time::Instant;

pub fn confirm(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    ballot: &Ballot,
    now: Instant,
) -> Result<(), Stop<ConfirmRefusal>> {
    store::lock(tx, contest)?;
    contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    access::confirm(actor, contest)?;
    let award = store::find_award(tx, contest)?;
    let majority = contests::rules_of(tx, contest)?.committee_majority;
    let current = up_to_date(tx, contest)?;
    let ballot = Ballot { votes: ballot.votes, minutes: text::clean(&ballot.minutes) };
    let checked = domain::awards::confirm::confirm(award.map(|a| a.state), current, majority, &ballot);
    let mut no = checked.err().unwrap_or_default();
    no.extend(
        side::unfit(tx, contest)?
            .into_iter()
            .map(|u| ConfirmRefusal::SideNoLongerFits { prize: u.prize, winner: u.winner.code().to_owned() }),
    );
    if !no.is_empty() {
        return Err(Stop::Refused(no));
    }
    store::save_confirmed(tx, contest, &actor_text(actor), &ballot, now)?;
    record(tx, actor, Some(contest), AwardEvent::Confirmed { contest, votes: ballot.votes }, now)?;
    contests::save_phase(tx, contest, Phase::Decided)?;
    record(tx, actor, Some(contest), ContestEvent::PhaseChanged { contest, to: Phase::Decided }, now)?;
    Ok(())
}

/// True where the proposal was made from the standings in force and after the last decision on a tie.
pub(super) fn up_to_date(tx: &mut Tx, contest: ContestId) -> Result<bool, DbFault> {
    let (Some(award), Some(standing)) = (store::find_award(tx, contest)?, store::find_standing(tx, contest)?)
    else {
        return Ok(false);
    };
    Ok(is_current(&award, standing.id, &store::list_ties(tx, contest)?))
}

/// Whether the proposal was made from these standings and after the last of these decisions.
pub(super) fn is_current(award: &store::AwardRow, standing: i64, ties: &[store::TieRow]) -> bool {
    award.standing == standing && !ties.iter().any(|t| t.decided_at > award.proposed_at)
}
