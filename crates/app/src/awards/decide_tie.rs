//! Puts equal entries at a border of prizes in order: the chair, or the committee by vote, as the rules say.

use super::store::{self, TieRow};
use crate::act::Stop;
use crate::contest::store as contests;
use crate::db::Tx;
use crate::judging::{lead, store as panel};
use crate::record::{actor_text, record};
use domain::actor::Actor;
use domain::awards::confirm::{AwardState, Ballot};
use domain::awards::ties::{Decider, TieRefusal, border_ties, decide};
use domain::awards::{AwardEvent, access};
use domain::contest::LastTieBreak;
use domain::ids::{ContestId, EntryCode};
use domain::text;
use domain::time::Instant;

/// An order of a whole group, best first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TieRuling {
    pub order: Vec<EntryCode>,
    pub reason: String,
    /// Of the committee; empty where the chair decides.
    pub ballot: Ballot,
    /// Who decided, by code, where a decision taken elsewhere is only recorded (`Actor::System`).
    pub decided_by: Option<String>,
}

pub fn decide_tie(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    ruling: &TieRuling,
    now: Instant,
) -> Result<(), Stop<TieRefusal>> {
    store::lock(tx, contest)?;
    contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    // The deputy is asked where the chair keeps away from an entry of the group.
    let stands_in = lead::led_as_deputy(tx, actor, contest)?;
    if stands_in.is_empty() {
        access::may_be_asked(actor, contest)?;
    }
    let Some(standing) = store::find_standing(tx, contest)? else {
        return Err(Stop::refuse(TieRefusal::NoStandings));
    };
    let rules = contests::edition(tx, standing.edition)?;
    let rule = rules.judging.last_tie_break;
    if rule == LastTieBreak::Chair && !stands_in.is_empty() {
        let mut led = vec![];
        for entry in &stands_in {
            led.extend(panel::find_entry(tx, *entry)?.map(|(_, code)| code));
        }
        if !ruling.order.iter().any(|e| led.contains(e)) {
            return Err(Stop::refuse(TieRefusal::OnlyTheChair));
        }
    } else if rule != LastTieBreak::Nobody {
        access::decide_tie(actor, contest, rule)?;
    }
    if store::find_award(tx, contest)?.is_some_and(|a| a.state != AwardState::Proposed) {
        return Err(Stop::refuse(TieRefusal::TooLate));
    }
    let orders: Vec<_> = store::list_ties(tx, contest)?.into_iter().map(|t| t.order).collect();
    let pools = standing.frozen.placed()?;
    let ties: Vec<_> = pools.iter().flat_map(|(pool, p)| border_ties(&rules, *pool, p, &orders)).collect();
    let decider = match rule {
        _ if actor.is_system() => Decider::Recorded,
        LastTieBreak::CommitteeVote => Decider::Committee(ruling.ballot.clone()),
        LastTieBreak::Chair | LastTieBreak::Nobody => Decider::Chair,
    };
    let reason = text::clean(&ruling.reason);
    let recused = recused(tx, actor, contest, rule)?;
    decide(&rules, &ties, &ruling.order, &decider, &recused, &reason)?;
    let decided_by = ruling.decided_by.clone().unwrap_or_else(|| actor_text(actor));
    let (order, ballot) = (ruling.order.clone(), ruling.ballot.clone());
    let tie = TieRow { order, decided_by: decided_by.clone(), reason, ballot, decided_at: now };
    store::insert_tie(tx, contest, &tie)?;
    let order = tie.order.iter().map(EntryCode::to_string).collect();
    record(tx, actor, Some(contest), AwardEvent::TieDecided { contest, order, decided_by }, now)?;
    Ok(())
}

/// The entries that the deciding chair must keep away from. A committee decides together.
fn recused(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    rule: LastTieBreak,
) -> Result<Vec<EntryCode>, crate::db::DbFault> {
    let (Some(judge), LastTieBreak::Chair) = (actor.judge_in(contest), rule) else { return Ok(vec![]) };
    let mut out = vec![];
    for c in panel::list_conflicts(tx, contest)?.into_iter().filter(|c| c.judge == judge) {
        out.extend(panel::find_entry(tx, c.entry)?.map(|(_, code)| code));
    }
    Ok(out)
}
