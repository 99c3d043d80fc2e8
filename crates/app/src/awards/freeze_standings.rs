//! Freezes the standings once the last round is closed: computed exactly, kept with the edition, the names of the
//! mechanisms and a hash of the sheets used. Freezing again replaces them while nothing is confirmed.

use super::{compute, frozen::Frozen, store};
use crate::act::Stop;
use crate::contest::store as contests;
use crate::db::Tx;
use crate::record::record;
use data_encoding::HEXLOWER;
use domain::actor::Actor;
use domain::awards::confirm::AwardState;
use domain::awards::{AwardEvent, access};
use domain::contest::{ContestEvent, Phase};
use domain::ids::{ContestId, RoundCode};
use domain::judging::standings::Incomplete;
use domain::time::Instant;

/// Why the standings are not frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FreezeRefusal {
    /// This round was never opened, or is still open.
    RoundNotClosed {
        round: RoundCode,
    },
    Incomplete(Incomplete),
    /// The rules have a community vote, and no count of it stands.
    VotesMissing,
    AlreadyConfirmed,
}

pub fn freeze_standings(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    now: Instant,
) -> Result<i64, Stop<FreezeRefusal>> {
    store::lock(tx, contest)?;
    let row = contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    access::propose(actor, contest)?;
    if store::find_award(tx, contest)?.is_some_and(|a| a.state != AwardState::Proposed) {
        return Err(Stop::refuse(FreezeRefusal::AlreadyConfirmed));
    }
    let basis = compute::basis(tx, contest)?;
    let closed = |code: &RoundCode| basis.rounds.iter().any(|r| r.code == *code && !r.open);
    let wanting = basis.rules.judging.rounds.iter().filter(|r| !closed(&r.code));
    let open: Vec<_> = wanting.map(|r| FreezeRefusal::RoundNotClosed { round: r.code.clone() }).collect();
    if !open.is_empty() {
        return Err(open.into());
    }
    if basis.votes_missing {
        return Err(Stop::refuse(FreezeRefusal::VotesMissing));
    }
    let standings =
        basis.stand().map_err(|no| Stop::Refused(no.into_iter().map(FreezeRefusal::Incomplete).collect()))?;
    let body = Frozen::of(&basis.rules, basis.sheet_count(), &standings).text()?;
    let standing = store::insert_standing(tx, contest, row.edition, &body, &basis.sheets_hash, now)?;
    let frozen = AwardEvent::StandingsFrozen {
        contest,
        standing,
        edition: row.edition,
        entries: standings.entries.len(),
        digest: HEXLOWER.encode(&basis.sheets_hash),
    };
    record(tx, actor, Some(contest), frozen, now)?;
    if row.phase < Phase::Deciding {
        contests::save_phase(tx, contest, Phase::Deciding)?;
        record(tx, actor, Some(contest), ContestEvent::PhaseChanged { contest, to: Phase::Deciding }, now)?;
    }
    Ok(standing)
}
