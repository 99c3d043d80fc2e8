//! Calls a third mark where the first two lay apart.

use super::{board, lead, store};
use crate::act::Stop;
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::contest::Combine;
use domain::ids::{EntryId, JudgeId, RoundId, SheetId};
use domain::judging::access::Sight;
use domain::judging::close::first_gap;
use domain::judging::rubric::Rubric;
use domain::judging::{JudgingEvent, access};
use domain::ratio::Ratio;
use domain::time::Instant;

/// Why no third mark is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallThirdRefusal {
    RoundClosed,
    /// The round combines its marks in another way.
    NotThisMethod,
    NotInRound,
    UnknownJudge,
    InConflict,
    /// The judge has, or gave up, a sheet for the entry.
    HasSheet,
    /// A third mark was called before.
    AlreadyCalled,
    /// The first two marks are not signed yet.
    FirstMarksMissing,
    GapTooSmall {
        gap: Ratio,
        limit: Ratio,
    },
}

pub fn call_third(
    tx: &mut Tx,
    actor: &Actor,
    round: RoundId,
    entry: EntryId,
    judge: JudgeId,
    now: Instant,
) -> Result<SheetId, Stop<CallThirdRefusal>> {
    let row = store::find_round(tx, round)?.ok_or(Stop::NotFound)?;
    if !lead::leads(tx, actor, row.contest, entry)? {
        access::call_third(actor, row.contest)?;
    }
    let contest = row.contest;
    let board = board::load(tx, row)?;
    let Combine::ThirdMarker { gap: limit, .. } = board.rules.combine else {
        return Err(Stop::refuse(CallThirdRefusal::NotThisMethod));
    };
    let mut no = vec![];
    if !board.round.open {
        no.push(CallThirdRefusal::RoundClosed);
    }
    // Who may not see the figures of the entry does not learn from a refusal how far they lie apart.
    if board.rows.iter().any(|r| r.entry.id == entry && board.sight(actor, r) != Sight::Full) {
        return Err(Stop::NotFound);
    }
    let seat = board.judges.iter().position(|j| j.id == judge && j.active);
    let line = board.rows.iter().find(|r| r.entry.id == entry);
    match (seat, line) {
        (None, _) => no.push(CallThirdRefusal::UnknownJudge),
        (_, None) => no.push(CallThirdRefusal::NotInRound),
        (Some(j), Some(line)) => {
            let cell = &line.cells[j];
            if cell.recused {
                no.push(CallThirdRefusal::InConflict);
            } else if cell.sheet.is_some() {
                no.push(CallThirdRefusal::HasSheet);
            }
            if line.live_sheets().any(|s| s.third) {
                no.push(CallThirdRefusal::AlreadyCalled);
            }
            match first_gap(&Rubric::of(&board.rules.criteria), &board.round_entry(line)?) {
                None => no.push(CallThirdRefusal::FirstMarksMissing),
                Some(gap) if gap < limit => no.push(CallThirdRefusal::GapTooSmall { gap, limit }),
                Some(_) => {}
            }
        }
    }
    if !no.is_empty() {
        return Err(no.into());
    }
    let sheet = store::insert_sheet(tx, round, entry, judge, true, now)?;
    record(tx, actor, Some(contest), JudgingEvent::ThirdCalled { sheet, judge, entry }, now)?;
    Ok(sheet)
}
