//! Gives entries to judges: a balanced, conflict-free proposal, and the assignment of any list of pairs.

use super::board::{self, Board};
use super::{draw, store};
use crate::act::Stop;
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::ids::{EntryCode, EntryId, JudgeCode, JudgeId, RoundId};
use domain::judging::assign::{AssignRefusal, Figures, Plan, Task, figures, loads, propose};
use domain::judging::assignment::draw::Seed;
use domain::judging::{JudgingEvent, access};
use domain::time::Instant;
use std::collections::HashSet;
use std::sync::Arc;

/// A proposal, not saved yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// New pairs beside what is assigned already, by entry code and judge code.
    pub pairs: Vec<(EntryId, JudgeId)>,
    /// What each judge on the panel would have in all, by code.
    pub loads: Vec<(JudgeId, usize)>,
    pub figures: Figures,
}

/// Which proposal is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wanted {
    pub plan: WantedPlan,
    /// Every entry gets a judge who knows one of its areas.
    pub expert: bool,
    /// At most so many judges of one unit for an entry.
    pub per_unit: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WantedPlan {
    #[default]
    Best,
    Fairest,
    /// By the seed that was committed to.
    Drawn,
}

/// Proposes so many judges for each entry as the rules say; what is assigned stays. Changes nothing.
pub fn propose_assignment(
    tx: &mut Tx,
    actor: &Actor,
    round: RoundId,
) -> Result<Proposed, Stop<AssignRefusal>> {
    propose_plan(tx, actor, round, Wanted::default())
}

/// As [`propose_assignment`], a plan of one's choice.
pub fn propose_plan(
    tx: &mut Tx,
    actor: &Actor,
    round: RoundId,
    wanted: Wanted,
) -> Result<Proposed, Stop<AssignRefusal>> {
    let board = open_board(tx, actor, round)?;
    let seed = draw::seed(tx, round)?;
    let per_entry = crate::contest::store::edition(tx, board.round.edition)?.judging.judges_per_entry;
    Question::of(&board, per_entry).propose(wanted, seed).map_err(Stop::Refused)
}

/// A proposal with what stands beside it on its page.
#[derive(Debug, Clone)]
pub struct Compared {
    pub board: Arc<Board>,
    pub per_entry: usize,
    /// `None` for a drawn plan: nobody sees it before it is assigned.
    pub chosen: Option<Result<Proposed, Vec<AssignRefusal>>>,
    /// The best and the fairest plan, where they are to be compared.
    pub plans: Vec<(WantedPlan, Figures)>,
    pub draw: Option<draw::Draw>,
}

/// Proposes for a page; `compare`: both plans, which takes longer.
pub fn compare_assignments(
    tx: &mut Tx,
    actor: &Actor,
    round: RoundId,
    wanted: Wanted,
    compare: bool,
) -> Result<Compared, Stop<AssignRefusal>> {
    let board = open_board(tx, actor, round)?;
    let draw = draw::find(tx, round)?;
    let per_entry = crate::contest::store::edition(tx, board.round.edition)?.judging.judges_per_entry;
    let question = Question::of(&board, per_entry);
    let chosen = (wanted.plan != WantedPlan::Drawn).then(|| question.propose(wanted, None));
    let mut plans = vec![];
    for plan in [WantedPlan::Best, WantedPlan::Fairest] {
        let figures = match &chosen {
            Some(Ok(p)) if p.pairs.is_empty() => None,
            Some(Ok(p)) if plan == wanted.plan => Some(p.figures.clone()),
            Some(Err(_)) => None,
            _ if !compare => None,
            _ => question.propose(Wanted { plan, ..wanted }, None).ok().map(|p| p.figures),
        };
        plans.extend(figures.map(|f| (plan, f)));
    }
    Ok(Compared { chosen, plans, draw, per_entry, board: Arc::new(board) })
}

/// What is asked of the solver, and how its numbers become judges again.
struct Question<'a> {
    board: &'a Board,
    /// Places on the board of those who may be asked.
    judges: Vec<usize>,
    task: Task,
}

impl Question<'_> {
    fn of(board: &Board, per_entry: usize) -> Question<'_> {
        let judges: Vec<usize> = (0..board.judges.len()).filter(|j| board.judges[*j].active).collect();
        let seat = |j: usize| judges.iter().position(|x| *x == j);
        let kept = |want: fn(&board::Cell) -> bool| -> Vec<Vec<usize>> {
            let row = |r: &board::Row| {
                r.cells.iter().enumerate().filter(|(_, c)| want(c)).filter_map(|(j, _)| seat(j)).collect()
            };
            board.rows.iter().map(row).collect()
        };
        // Those who left keep what they have signed.
        let done = |r: &board::Row| {
            let counts = |s: &store::SheetLine| s.signed && !s.released && !s.third;
            let cells = r.cells.iter().enumerate().filter(|(j, _)| !board.judges[*j].active);
            cells.filter(|(_, c)| c.sheet.as_ref().is_some_and(counts)).count()
        };
        let units = judges.iter().map(|j| board.judges[*j].unit);
        let task = Task {
            entries: board.rows.iter().map(|r| r.entry.code.clone()).collect(),
            judges: judges.iter().map(|j| board.judges[*j].code.clone()).collect(),
            per_entry,
            blocked: kept(|c| c.recused || c.sheet.as_ref().is_some_and(|s| s.released || s.third)),
            fixed: kept(|c| c.sheet.as_ref().is_some_and(|s| !s.released && !s.third)),
            done: board.rows.iter().map(done).collect(),
            utility: utilities(board, &judges),
            unit: units.map(|u| u.and_then(|u| usize::try_from(u.0).ok())).collect(),
            ..Task::default()
        };
        Question { board, judges, task }
    }

    fn propose(&self, wanted: Wanted, seed: Option<Seed>) -> Result<Proposed, Vec<AssignRefusal>> {
        let plan = match (wanted.plan, seed) {
            (WantedPlan::Best, _) => Plan::Best,
            (WantedPlan::Fairest, _) => Plan::Fairest,
            (WantedPlan::Drawn, Some(seed)) => Plan::Drawn(seed),
            (WantedPlan::Drawn, None) => return Err(vec![AssignRefusal::NotCommitted]),
        };
        let mut task = Task { plan, per_unit: wanted.per_unit, ..self.task.clone() };
        if wanted.expert {
            task.expert = task.utility.iter().map(|row| row.iter().map(|u| *u > 0).collect()).collect();
        }
        let proposal = propose(&task)?;
        let id = |seat: usize| self.board.judges[self.judges[seat]].id;
        let pairs = self.board.rows.iter().zip(&proposal);
        Ok(Proposed {
            pairs: pairs.flat_map(|(r, js)| js.iter().map(|j| (r.entry.id, id(*j)))).collect(),
            loads: loads(&task, &proposal).into_iter().enumerate().map(|(j, n)| (id(j), n)).collect(),
            figures: figures(&task, &proposal),
        })
    }
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

/// Proposes and assigns in one, so that what was seen cannot have changed between; a drawn plan makes its seed known with it.
pub fn assign_plan(
    tx: &mut Tx,
    actor: &Actor,
    round: RoundId,
    wanted: Wanted,
    now: Instant,
) -> Result<usize, Stop<AssignRefusal>> {
    let pairs = propose_plan(tx, actor, round, wanted)?.pairs;
    let given = assign(tx, actor, round, &pairs, now)?;
    if wanted.plan == WantedPlan::Drawn {
        draw::reveal(tx, actor, round, now)?;
    }
    Ok(given)
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
