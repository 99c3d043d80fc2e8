//! Opens a round of judging: freezes the edition in force, derives the conflicts of units, says who takes part.

use super::{board, detect_conflicts, store};
use crate::act::Stop;
use crate::contest::store as contests;
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::contest::{ContestEvent, Phase};
use domain::ids::{ContestId, RoundCode, RoundId};
use domain::judging::{JudgingEvent, access};
use domain::time::Instant;

/// Why a round is not opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenRefusal {
    UnknownRound {
        round: RoundCode,
    },
    AlreadyOpened,
    /// The round before is still open, or was never opened.
    PreviousNotClosed {
        round: RoundCode,
    },
    /// Units may still send entries until this instant (itself too late for them).
    BeforeDeadline {
        before: Instant,
    },
    /// Not announced yet, or already decided.
    WrongPhase {
        phase: Phase,
    },
    /// Nothing was accepted at intake, or nothing passed the round before.
    NoEntries,
    /// Nobody is on the panel.
    NoJudges,
}

pub fn open_round(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    code: &RoundCode,
    now: Instant,
) -> Result<RoundId, Stop<OpenRefusal>> {
    let row = contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    access::run_round(actor, contest)?;
    let rules = contests::rules_of(tx, contest)?;
    let opened = store::list_rounds(tx, contest)?;
    let Some(position) = rules.judging.rounds.iter().position(|r| r.code == *code) else {
        return Err(Stop::refuse(OpenRefusal::UnknownRound { round: code.clone() }));
    };
    let mut no = vec![];
    if opened.iter().any(|r| r.code == *code) {
        no.push(OpenRefusal::AlreadyOpened);
    }
    if let Some(before) = position.checked_sub(1).and_then(|at| rules.judging.rounds.get(at))
        && !opened.iter().any(|r| r.code == before.code && !r.open)
    {
        no.push(OpenRefusal::PreviousNotClosed { round: before.code.clone() });
    }
    let before = row.nobody_sends_from();
    if before.admits(now) {
        no.push(OpenRefusal::BeforeDeadline { before: before.0 });
    }
    if !matches!(row.phase, Phase::Open | Phase::Judging) {
        no.push(OpenRefusal::WrongPhase { phase: row.phase });
    }
    if !store::list_judges(tx, contest)?.iter().any(|j| j.active) {
        no.push(OpenRefusal::NoJudges);
    }
    if !no.is_empty() {
        return Err(no.into());
    }
    let entries = board::entries_of(tx, contest, position)?.len();
    if entries == 0 {
        return Err(Stop::refuse(OpenRefusal::NoEntries));
    }
    detect_conflicts::detect(tx, actor, contest, now)?;
    let id = store::insert_round(tx, contest, code, position, row.edition, now)?;
    let round = code.clone();
    let opened = JudgingEvent::RoundOpened { contest, round, edition: row.edition, entries };
    record(tx, actor, Some(contest), opened, now)?;
    if row.phase == Phase::Open {
        contests::save_phase(tx, contest, Phase::Judging)?;
        record(tx, actor, Some(contest), ContestEvent::PhaseChanged { contest, to: Phase::Judging }, now)?;
    }
    Ok(id)
}
