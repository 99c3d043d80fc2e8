//! The board of a round: entries × judges. One statement for each of panel, entries, sheets and conflicts, however many.

use super::store::{self, AcceptedEntry, JudgeRow, RoundRow, SheetLine};
use super::{blind, lead};
use crate::act::Stop;
use crate::db::{DbFault, Tx};
use domain::actor::Actor;
use domain::contest::{DeviationFlag, Round, RulesEdition};
use domain::ids::{ContestId, EntryCode, EntryId, JudgeCode, JudgeId, RoundId};
use domain::judging::access::{self, Sight, sight};
use domain::judging::close::RoundEntry;
use domain::judging::combine::{CombineRefusal, Combined, SignedSheet, combine};
use domain::judging::finalists::{contender, go_on};
use domain::judging::rounds::passes;
use domain::judging::rubric::Rubric;
use domain::judging::sheet::parse_marks;
use std::collections::{HashMap, HashSet};
use std::convert::Infallible;
use std::sync::Arc;

/// A round as it stands. Everything is in here; what the viewer may see of a row says [`Board::sight`].
#[derive(Debug, Clone)]
pub struct Board {
    pub round: RoundRow,
    pub rules: Round,
    pub flag: Option<DeviationFlag>,
    /// Who is on the panel, or has left but has a sheet here; by code.
    pub judges: Vec<JudgeRow>,
    /// By entry code.
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone)]
pub struct Row {
    pub entry: AcceptedEntry,
    /// One for each of the board's judges.
    pub cells: Vec<Cell>,
}

#[derive(Debug, Clone, Default)]
pub struct Cell {
    pub recused: bool,
    pub sheet: Option<SheetLine>,
}

impl Row {
    /// The sheets that were not given up.
    pub fn live_sheets(&self) -> impl Iterator<Item = &SheetLine> {
        self.cells.iter().filter_map(|c| c.sheet.as_ref()).filter(|s| !s.released)
    }
}

impl Board {
    pub fn entry_code(&self, entry: EntryId) -> &str {
        self.rows.iter().find(|r| r.entry.id == entry).map_or("", |r| r.entry.code.as_str())
    }

    pub fn judge_code(&self, judge: JudgeId) -> &str {
        self.judges.iter().find(|j| j.id == judge).map_or("", |j| j.code.as_str())
    }

    /// The row for the rules: signed sheets with their marks, and who has not signed yet.
    pub fn round_entry(&self, row: &Row) -> Result<RoundEntry, DbFault> {
        let (mut signed, mut open) = (vec![], vec![]);
        for (judge, cell) in self.judges.iter().zip(&row.cells) {
            match &cell.sheet {
                Some(s) if s.signed && !s.released => signed.push(SignedSheet {
                    judge: judge.code.clone(),
                    third: s.third,
                    marks: signed_marks(s, self.rules.criteria.len())?,
                }),
                Some(s) if !s.released => open.push((judge.code.clone(), s.third)),
                Some(_) | None => {}
            }
        }
        Ok(RoundEntry { entry: row.entry.code.clone(), signed, open })
    }

    pub fn round_entries(&self) -> Result<Vec<RoundEntry>, DbFault> {
        self.rows.iter().map(|r| self.round_entry(r)).collect()
    }

    /// What the signed sheets of a row make so far.
    pub fn combined(&self, rubric: &Rubric, row: &Row) -> Result<Result<Combined, CombineRefusal>, DbFault> {
        Ok(self.combined_of(rubric, &self.round_entry(row)?))
    }

    /// As [`Board::combined`], of a row that has been read.
    pub fn combined_of(&self, rubric: &Rubric, entry: &RoundEntry) -> Result<Combined, CombineRefusal> {
        combine(self.rules.combine, self.flag, rubric, &entry.signed)
    }

    /// Who goes on to the next round by the sheets signed so far: past the threshold, and among the finalists where there is a number.
    pub fn going_on(&self, rules: &RulesEdition) -> Result<HashSet<EntryCode>, DbFault> {
        let rubric = Rubric::of(&self.rules.criteria);
        let mut passed = vec![];
        for row in &self.rows {
            let Ok(done) = self.combined(&rubric, row)? else { continue };
            if passes(&self.rules, done.value) {
                passed.push(contender(rules, &rubric, row.entry.code.clone(), row.entry.category, &done));
            }
        }
        Ok(match self.rules.finalists {
            Some(rule) => go_on(rule, &passed),
            None => passed.into_iter().map(|c| c.entry).collect(),
        })
    }

    /// What the actor sees of a row: see `domain::judging::access::sight`.
    pub fn sight(&self, actor: &Actor, row: &Row) -> Sight {
        sight(self.recused(actor, row), self.own_sheet(actor, row).map(|s| s.signed))
    }

    /// The actor is a judge who must keep away from the entry.
    pub fn recused(&self, actor: &Actor, row: &Row) -> bool {
        self.own_cell(actor, row).is_some_and(|c| c.recused)
    }

    /// The actor's own sheet of the entry, where there is one that was not given up.
    pub fn own_sheet<'a>(&self, actor: &Actor, row: &'a Row) -> Option<&'a SheetLine> {
        self.own_cell(actor, row)?.sheet.as_ref().filter(|s| !s.released)
    }

    fn own_cell<'a>(&self, actor: &Actor, row: &'a Row) -> Option<&'a Cell> {
        let me = actor.judge_in(self.round.contest)?;
        let at = self.judges.iter().position(|j| j.id == me)?;
        row.cells.get(at)
    }
}

/// Marks of a sheet, where it has all of them.
pub fn marks_of(sheet: &SheetLine, criteria: usize) -> Option<Vec<domain::marks::Marks>> {
    parse_marks(&sheet.marks, criteria)?.into_iter().collect()
}

/// Marks of a signed sheet; a signed sheet has all of them.
pub(crate) fn signed_marks(sheet: &SheetLine, criteria: usize) -> Result<Vec<domain::marks::Marks>, DbFault> {
    marks_of(sheet, criteria)
        .ok_or_else(|| DbFault::other(format!("sheet {} is signed and not complete", sheet.id.0)))
}

/// The board for somebody who may see it.
pub fn see(tx: &mut Tx, actor: &Actor, round: RoundId) -> Result<Arc<Board>, Stop<Infallible>> {
    let row = store::find_round(tx, round)?.ok_or(Stop::NotFound)?;
    access::see_board(actor, row.contest)?;
    let board = tx.kept(round.0, |tx| load(tx, row))?;
    Ok(blind::board(tx, actor, board)?)
}

/// The board for one of its rows: also for the deputy who leads on the entry. Whoever asks so shows no other row.
pub fn see_row(
    tx: &mut Tx,
    actor: &Actor,
    round: RoundId,
    entry: EntryId,
) -> Result<Arc<Board>, Stop<Infallible>> {
    let row = store::find_round(tx, round)?.ok_or(Stop::NotFound)?;
    if access::see_board(actor, row.contest).is_err() && !lead::leads(tx, actor, row.contest, entry)? {
        return Err(Stop::NotAllowed);
    }
    let board = tx.kept(round.0, |tx| load(tx, row))?;
    Ok(blind::board(tx, actor, board)?)
}

/// Loads a round without asking who wants to know.
pub(crate) fn load(tx: &mut Tx, round: RoundRow) -> Result<Board, DbFault> {
    let edition = crate::contest::store::edition(tx, round.edition)?;
    let rules = store::rules_of_round(tx, &round)?;
    let entries = entries_of(tx, round.contest, round.position)?;
    let sheets = store::list_sheets(tx, round.id)?;
    let mut judges = store::list_judges(tx, round.contest)?;
    judges.retain(|j| j.active || sheets.iter().any(|s| s.judge == j.id));
    let seat: HashMap<JudgeId, usize> = judges.iter().enumerate().map(|(n, j)| (j.id, n)).collect();
    let line: HashMap<EntryId, usize> = entries.iter().enumerate().map(|(n, e)| (e.id, n)).collect();
    let blank = vec![Cell::default(); judges.len()];
    let mut rows: Vec<Row> = entries.into_iter().map(|entry| Row { entry, cells: blank.clone() }).collect();
    let mut cell = |entry, judge, f: &mut dyn FnMut(&mut Cell)| {
        if let (Some(at), Some(seat)) = (line.get(&entry), seat.get(&judge)) {
            f(&mut rows[*at].cells[*seat]);
        }
    };
    for c in store::list_conflicts(tx, round.contest)? {
        cell(c.entry, c.judge, &mut |cell| cell.recused = true);
    }
    for s in sheets {
        let (entry, judge) = (s.entry, s.judge);
        let mut s = Some(s);
        cell(entry, judge, &mut |cell| cell.sheet = s.take());
    }
    Ok(Board { rules, flag: edition.judging.deviation_flag, judges, rows, round })
}

/// The entries that take part in the round at this position of the rules: in the first everything accepted, later what
/// passed the round before. By code.
pub(crate) fn entries_of(
    tx: &mut Tx,
    contest: ContestId,
    position: usize,
) -> Result<Vec<AcceptedEntry>, DbFault> {
    let Some(before) = position.checked_sub(1) else { return store::list_accepted(tx, contest) };
    let Some(round) = store::list_rounds(tx, contest)?.into_iter().find(|r| r.position == before) else {
        return Ok(vec![]);
    };
    let rules = crate::contest::store::edition(tx, round.edition)?;
    let board = load(tx, round)?;
    let on = board.going_on(&rules)?;
    Ok(board.rows.into_iter().map(|r| r.entry).filter(|e| on.contains(&e.code)).collect())
}

/// Entry and judge of a board by their codes, as people write them.
pub fn find_pair(board: &Board, entry: &EntryCode, judge: &JudgeCode) -> Option<(EntryId, JudgeId)> {
    let e = board.rows.iter().find(|r| r.entry.code == *entry)?;
    let j = board.judges.iter().find(|j| j.code == *judge)?;
    Some((e.entry.id, j.id))
}
