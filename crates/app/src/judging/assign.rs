//! Gives entries to judges: a balanced, conflict-free proposal, and the assignment of any list of pairs.

use super::board::{self, Board};
use super::store;
use crate::act::Stop;
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::ids::{EntryCode, EntryId, JudgeCode, JudgeId, RoundId};
use domain::judging::assign::{AssignRefusal, Task, loads, propose};
use domain::judging::{JudgingEvent, access};
use domain::time::Instant;
use std::collections::HashSet;

/// A proposal, not saved yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// New pairs beside what is assigned already, by entry code and judge code.
    pub pairs: Vec<(EntryId, JudgeId)>,
    /// What each judge on the panel would have in all, by code.
    pub loads: Vec<(JudgeId, usize)>,
}

/// Proposes so many judges for each entry as the rules say; what is assigned stays. Changes nothing.
pub fn propose_assignment(
    tx: &mut Tx,
    actor: &Actor,
    round: RoundId,
) -> Result<Proposed, Stop<AssignRefusal>> {
    let board = open_board(tx, actor, round)?;
    let rules = crate::contest::store::edition(tx, board.round.edition)?;
    let judges: Vec<usize> = (0..board.judges.len()).filter(|j| board.judges[*j].active).collect();
    let seat = |j: usize| judges.iter().position(|x| *x == j);
    let kept = |want: fn(&board::Cell) -> bool| -> Vec<Vec<usize>> {
        let row = |r: &board::Row| {
            r.cells.iter().enumerate().filter(|(_, c)| want(c)).filter_map(|(j, _)| seat(j)).collect()
        };
        board.rows.iter().map(row).collect()
    };
    let fixed = kept(|c| c.sheet.as_ref().is_some_and(|s| !s.released && !s.third));
    let blocked = kept(|c| c.recused || c.sheet.as_ref().is_some_and(|s| s.released || s.third));
    let task = Task {
        entries: board.rows.iter().map(|r| r.entry.code.clone()).collect(),
        judges: judges.iter().map(|j| board.judges[*j].code.clone()).collect(),
        per_entry: rules.judging.judges_per_entry,
        blocked,
        fixed,
        utility: utilities(&board, &judges),
    };
    let proposal = propose(&task)
        .map_err(|short| Stop::Refused(short.into_iter().map(AssignRefusal::Short).collect()))?;
    let id = |seat: usize| board.judges[judges[seat]].id;
    let pairs = board.rows.iter().zip(&proposal);
    Ok(Proposed {
        pairs: pairs.flat_map(|(r, js)| js.iter().map(|j| (r.entry.id, id(*j)))).collect(),
        loads: loads(&task, &proposal).into_iter().enumerate().map(|(j, n)| (id(j), n)).collect(),
    })
}

/// What it is worth that a judge knows an area of the entry.
const KNOWS_AREA: i64 = 1;

fn utilities(board: &Board, judges: &[usize]) -> Vec<Vec<i64>> {
    let knows = |entry: &store::AcceptedEntry, j: usize| {
        let areas = &board.judges[j].areas;
        if entry.areas.iter().any(|a| areas.contains(a)) { KNOWS_AREA } else { 0 }
    };
    board.rows.iter().map(|r| judges.iter().map(|j| knows(&r.entry, *j)).collect()).collect()
}

/// Assigns pairs. All or nothing: any pair that cannot be refuses the whole list, with every reason.
pub fn assign(
    tx: &mut Tx,
    actor: &Actor,
    round: RoundId,
    pairs: &[(EntryId, JudgeId)],
    now: Instant,
) -> Result<usize, Stop<AssignRefusal>> {
    let board = open_board(tx, actor, round)?;
    let mut no = vec![];
    if pairs.is_empty() {
        no.push(AssignRefusal::NothingToAssign);
    }
    let mut seen = HashSet::new();
    for (entry, judge) in pairs {
        if let Some(refusal) = check(tx, &board, *entry, *judge, !seen.insert((*entry, *judge)))? {
            no.push(refusal);
        }
    }
    if !no.is_empty() {
        return Err(no.into());
    }
    let mut named = Vec::with_capacity(pairs.len());
    for (entry, judge) in pairs {
        store::insert_sheet(tx, round, *entry, *judge, false, now)?;
        named.push(format!("{}:{}", board.entry_code(*entry), board.judge_code(*judge)));
    }
    let (contest, round) = (board.round.contest, board.round.code.clone());
    record(tx, actor, Some(contest), JudgingEvent::Assigned { contest, round, pairs: named }, now)?;
    Ok(pairs.len())
}

fn open_board(tx: &mut Tx, actor: &Actor, round: RoundId) -> Result<Board, Stop<AssignRefusal>> {
    let row = store::find_round(tx, round)?.ok_or(Stop::NotFound)?;
    access::run_round(actor, row.contest)?;
    if !row.open {
        return Err(Stop::refuse(AssignRefusal::RoundClosed));
    }
    Ok(board::load(tx, row)?)
}

fn check(
    tx: &mut Tx,
    board: &Board,
    entry: EntryId,
    judge: JudgeId,
    again: bool,
) -> Result<Option<AssignRefusal>, crate::db::DbFault> {
    let Some(j) = board.judges.iter().position(|x| x.id == judge && x.active) else {
        return Ok(Some(AssignRefusal::UnknownJudge { judge: JudgeCode(judge.0.to_string()) }));
    };
    let judge = board.judges[j].code.clone();
    let Some(row) = board.rows.iter().find(|r| r.entry.id == entry) else {
        return Ok(Some(match store::find_entry(tx, entry)? {
            Some((contest, code)) if contest == board.round.contest => {
                AssignRefusal::NotInRound { entry: code }
            }
            Some(_) | None => AssignRefusal::UnknownEntry { entry: EntryCode(entry.0.to_string()) },
        }));
    };
    let (entry, cell) = (row.entry.code.clone(), &row.cells[j]);
    Ok(match &cell.sheet {
        _ if cell.recused => Some(AssignRefusal::InConflict { entry, judge }),
        Some(s) if s.released => Some(AssignRefusal::GivenUp { entry, judge }),
        Some(_) => Some(AssignRefusal::Twice { entry, judge }),
        None if again => Some(AssignRefusal::Twice { entry, judge }),
        None => None,
    })
}
