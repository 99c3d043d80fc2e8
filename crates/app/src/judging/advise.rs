//! The advisory ranking of a round for its chair: from what is signed so far, until the round is closed. It is kept nowhere, and
//! nothing official reads it.

use super::blind;
use super::board::{self, Board};
use super::store;
use crate::act::Stop;
use crate::db::{DbFault, Tx};
use domain::actor::Actor;
use domain::awards::ties::seats;
use domain::contest::{Pool, RulesEdition};
use domain::ids::{LevelCode, RoundId};
use domain::judging::access::{self, Sight};
use domain::judging::advisory::told::{Asked, Told, tell};
use domain::judging::rubric::Rubric;
use domain::judging::standings::pools;
use domain::ratio::Ratio;
use std::convert::Infallible;
use std::sync::Arc;

/// The advice on one round.
#[derive(Debug, Clone)]
pub struct Advised {
    pub board: Board,
    pub pools: Vec<PoolAdvice>,
}

/// Of the entries that are ranked together.
#[derive(Debug, Clone)]
pub struct PoolAdvice {
    pub pool: Pool,
    /// Places on the board of the entries that the figures speak of. An entry whose figures the chair may not see is not among them,
    /// and its marks are not in the figures of the others.
    pub rows: Vec<usize>,
    /// Name of each prize level and the place after which it ends.
    pub levels: Vec<(LevelCode, String, usize)>,
    pub told: Told,
    /// For each entry to be read again, the judge who is free and has least to do: places in `board.rows` and `board.judges`.
    pub readers: Vec<(usize, Option<usize>)>,
}

pub fn advise(tx: &mut Tx, actor: &Actor, round: RoundId) -> Result<Advised, Stop<Infallible>> {
    let row = store::find_round(tx, round)?.ok_or(Stop::NotFound)?;
    access::see_advice(actor, row.contest)?;
    if !row.open {
        return Err(Stop::NotFound);
    }
    let rules = crate::contest::store::edition(tx, row.edition)?;
    let board = board::load(tx, row)?;
    let mut advised = vec![];
    for pool in pools(&rules) {
        advised.push(of_pool(actor, &board, &rules, *pool)?);
    }
    // Figures alone are looked at above; who judges blind reads titles without names.
    let board = blind::board(tx, actor, Arc::new(board))?;
    Ok(Advised { board: Arc::unwrap_or_clone(board), pools: advised })
}

fn of_pool(actor: &Actor, board: &Board, rules: &RulesEdition, pool: Pool) -> Result<PoolAdvice, DbFault> {
    let seen = |row: &board::Row| {
        rules.pool_of(row.entry.category) == pool && board.sight(actor, row) == Sight::Full
    };
    let rows: Vec<usize> = (0..board.rows.len()).filter(|r| seen(&board.rows[*r])).collect();
    let rubric = Rubric::of(&board.rules.criteria);
    let mut totals = vec![];
    for (entry, row) in rows.iter().enumerate() {
        for (judge, cell) in board.rows[*row].cells.iter().enumerate() {
            if let Some(sheet) = cell.sheet.as_ref().filter(|s| s.signed && !s.released) {
                let marks = board::signed_marks(sheet, board.rules.criteria.len())?;
                totals.push((entry, judge, rubric.total(&marks)));
            }
        }
    }
    let levels = levels(rules, pool);
    let asked = Asked {
        entries: rows.len(),
        judges: board.judges.len(),
        totals,
        borders: levels.iter().map(|l| l.2).collect(),
        gap: gap(board),
        // Any seed will do: the same marks give the same page.
        seed: u64::try_from(board.round.id.0).unwrap_or_default(),
    };
    let told = tell(&asked).map_err(|no| DbFault::other(format!("the board gives no ratings: {no:?}")))?;
    let mut again: Vec<usize> = told.borders.iter().flat_map(|b| &b.read_again).map(|e| rows[*e]).collect();
    again.sort_unstable();
    again.dedup();
    let readers = again.into_iter().map(|row| (row, reader(board, row))).collect();
    Ok(PoolAdvice { pool, rows, levels, told, readers })
}

/// The levels of prizes with the last place of each.
fn levels(rules: &RulesEdition, pool: Pool) -> Vec<(LevelCode, String, usize)> {
    let mut out: Vec<(LevelCode, String, usize)> = vec![];
    for (at, level) in seats(rules, pool).into_iter().enumerate() {
        match out.last_mut() {
            Some(last) if last.0 == level.code => last.2 = at + 1,
            Some(_) | None => out.push((level.code.clone(), level.name.clone(), at + 1)),
        }
    }
    out
}

fn gap(board: &Board) -> Option<Ratio> {
    match board.rules.combine {
        domain::contest::Combine::ThirdMarker { gap, .. } => Some(gap),
        domain::contest::Combine::Mean | domain::contest::Combine::DropHighestAndLowest { .. } => {
            board.flag.as_ref().map(|f| f.more_than)
        }
    }
}

/// Who could read the entry again: on the panel, not in conflict, never had it, and with the fewest sheets.
fn reader(board: &Board, row: usize) -> Option<usize> {
    let free = |j: &usize| {
        let cell = &board.rows[row].cells[*j];
        board.judges[*j].active && !cell.recused && cell.sheet.is_none()
    };
    let load = |j: &usize| board.rows.iter().filter(|r| r.cells[*j].sheet.is_some()).count();
    (0..board.judges.len()).filter(free).min_by_key(load)
}
