//! Standings, ties, the proposal and one entry's arithmetic, for those who may see them before the release.

use super::compute::{self, Basis};
use super::confirm::is_current;
use super::frozen::{FrozenEntry, ratio};
use super::side::side_of;
use super::side_store::SideRow;
use super::store::{self, AwardRow, PublicResult, TieRow};
use crate::act::Stop;
use crate::contest::store::{self as contests, ContestRow};
use crate::db::{DbFault, Tx};
use crate::judging::panel::unit_names;
use crate::judging::{blind, lead, store as sheets};
use domain::actor::Actor;
use domain::awards::access;
use domain::awards::allocate::{Allocation, Line, allocate};
use domain::awards::side::{NoLongerFits, SideResult};
use domain::contest::RulesEdition;
use domain::ids::{ContestId, EntryCode, EntryId, RoundCode};
use domain::judging::community;
use domain::judging::rank::{Candidate, Placed, rank, shared_totals};
use domain::judging::rounds::{Played, play};
use domain::judging::rubric::Rubric;
use domain::money::Vnd;
use domain::ratio::Ratio;
use domain::time::Instant;
use std::collections::{HashMap, HashSet};
use std::convert::Infallible;
use std::sync::Arc;

/// The standings in force with everything that stands beside them on the pages.
#[derive(Debug, Clone)]
pub struct Standings {
    pub contest: ContestRow,
    pub rules: Arc<RulesEdition>,
    pub frozen_at: Instant,
    pub sheets: usize,
    pub sheets_hash: Vec<u8>,
    /// Places, shared totals, groups at a border, prizes as they follow from them now.
    pub allocation: Allocation,
    /// Side prizes as proposed, with what they come to; nothing for a viewer who keeps away from an entry.
    pub side: Vec<SideRow>,
    pub side_result: Result<SideResult, Vec<NoLongerFits>>,
    pub entries: HashMap<EntryCode, Entry>,
    /// Entries without a place, by code, with the word of the outcome.
    pub unranked: Vec<(EntryCode, String)>,
    pub ties: Vec<TieRow>,
    pub award: Option<AwardRow>,
    /// The proposal was made from these standings and after the last decision on a tie.
    pub proposal_current: bool,
    /// The viewer is the deputy and takes the chair's place for some entries.
    pub stands_in: bool,
    /// Entries that the viewer, being a judge, must keep away from. They are not in `allocation`: see [`without`].
    pub hidden: HashSet<EntryCode>,
}

impl Standings {
    /// Prizes of the structure and side prizes together.
    pub fn budget_total(&self) -> Vnd {
        Vnd(self.allocation.budget_total.0 + self.side.iter().map(|s| s.amount.0).sum::<i64>())
    }

    /// The entries that the viewer keeps away from, by code.
    pub fn away(&self) -> Vec<&EntryCode> {
        let mut away: Vec<&EntryCode> = self.hidden.iter().collect();
        away.sort();
        away
    }
}

/// An entry on the pages of standings.
#[derive(Debug, Clone)]
pub struct Entry {
    pub id: EntryId,
    pub title: String,
    pub unit_name: String,
    /// Of the last round it took part in: in the order of that round's criteria.
    pub criteria: Vec<Ratio>,
    /// Of each round it took part in.
    pub values: Vec<Ratio>,
}

/// `Ok(None)` while nothing is frozen.
pub fn standings(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
) -> Result<Option<Standings>, Stop<Infallible>> {
    let row = contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    // The deputy decides on ties that hold an entry which the chair keeps away from.
    let stands_in = !lead::led_as_deputy(tx, actor, contest)?.is_empty();
    if !stands_in {
        access::see_standings(actor, contest)?;
    }
    let Some(standing) = store::find_standing(tx, contest)? else { return Ok(None) };
    let rules = contests::edition(tx, standing.edition)?;
    let ties = store::list_ties(tx, contest)?;
    let orders: Vec<_> = ties.iter().map(|t| t.order.clone()).collect();
    let allocation = allocate(&rules, &standing.frozen.placed()?, &orders)
        .map_err(|_| DbFault::other("a prize is not a whole number of dong"))?;
    let (mut side, side_result) = side_of(tx, contest, &rules, &allocation)?;
    let units = unit_names(tx)?;
    let secrets = blind::titles(tx, actor, contest)?;
    let by_code = standing.frozen.by_code();
    let award = store::find_award(tx, contest)?;
    let mut entries = HashMap::new();
    for e in sheets::list_accepted(tx, contest)? {
        let Some(frozen) = by_code.get(e.code.as_str()) else { continue };
        let mut unit_name = e.unit.and_then(|u| units.get(&u).cloned()).unwrap_or_default();
        let mut title = e.title;
        if let Some(secrets) = &secrets {
            unit_name.clear();
            title = secrets.get(&e.id).map_or(title.clone(), |s| s.mask(&title));
        }
        let (criteria, values) = figures(frozen)?;
        entries.insert(e.code, Entry { id: e.id, title, unit_name, criteria, values });
    }
    if let Some(secrets) = &secrets {
        for row in side.iter_mut().filter(|s| s.entry.is_some()) {
            row.unit.clear();
            let of_entry = row.entry.and_then(|id| secrets.get(&id));
            row.title = of_entry.map_or_else(String::new, |s| s.mask(&row.title));
            row.reason = of_entry.map_or_else(String::new, |s| s.mask(&row.reason));
        }
    }
    let unranked = standing.frozen.entries.iter().filter(|e| e.outcome != "ranked");
    let unranked = unranked.map(|e| (EntryCode(e.code.clone()), e.outcome.clone())).collect();
    let hidden = hidden(tx, actor, contest, &entries)?;
    let view = Standings {
        frozen_at: standing.frozen_at,
        sheets: standing.frozen.sheets,
        sheets_hash: standing.sheets_hash,
        proposal_current: award.as_ref().is_some_and(|a| is_current(a, standing.id, &ties)),
        award,
        stands_in,
        hidden: HashSet::new(),
        contest: row,
        rules,
        allocation,
        side,
        side_result,
        entries,
        unranked,
        ties,
    };
    let released = view.award.as_ref().is_some_and(|a| a.released_at.is_some());
    Ok(Some(if hidden.is_empty() || released { view } else { without(view, hidden) }))
}

/// What a judge sees who must keep away from some entries: nothing from which their places follow. A gap in the numbers of the others,
/// a prize that one of them has or not, a hash of all marks would tell; so the others are numbered among themselves, without
/// prizes. Groups at a border stay, where none of the hidden entries is in them.
fn without(mut view: Standings, hidden: HashSet<EntryCode>) -> Standings {
    let seen = |code: &EntryCode| !hidden.contains(code);
    for pool in &mut view.allocation.pools {
        let visible = pool.lines.iter().filter(|l| seen(&l.entry));
        let placed = rank(
            visible
                .map(|l| Candidate { entry: l.entry.clone(), category: l.category, score: l.score.clone() })
                .collect(),
        );
        pool.shared_totals = shared_totals(&placed);
        pool.border_ties.retain(|t| t.entries.iter().all(seen));
        for tie in &mut pool.border_ties {
            let place = placed.iter().find(|p| tie.entries.contains(&p.entry)).map_or(1, |p| p.place);
            tie.places = (place, place + tie.entries.len() - 1);
        }
        let line = |p: Placed| Line {
            place_before_chair: p.place,
            prize: None,
            entry: p.entry,
            category: p.category,
            score: p.score,
            place: p.place,
            shared: p.shared,
            place_by_total_only: p.place_by_total_only,
        };
        pool.lines = placed.into_iter().map(line).collect();
    }
    view.allocation.prizes.clear();
    view.allocation.unawarded.clear();
    view.allocation.budget_total = Vnd(0);
    view.side.clear();
    view.side_result = Ok(SideResult::default());
    view.unranked.retain(|(code, _)| seen(code));
    view.ties.retain(|t| t.order.iter().all(seen));
    view.sheets_hash.clear();
    view.hidden = hidden;
    view
}

fn figures(frozen: &FrozenEntry) -> Result<(Vec<Ratio>, Vec<Ratio>), DbFault> {
    let criteria = frozen.rounds.last().map_or(&[][..], |r| &r.criteria);
    let criteria = criteria.iter().map(|c| ratio(c)).collect::<Result<_, _>>()?;
    let values = frozen.rounds.iter().map(|r| ratio(&r.value)).collect::<Result<_, _>>()?;
    Ok((criteria, values))
}

/// What a judge among the viewers must not see.
fn hidden(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    entries: &HashMap<EntryCode, Entry>,
) -> Result<HashSet<EntryCode>, DbFault> {
    let Some(judge) = actor.judge_in(contest) else { return Ok(HashSet::new()) };
    let mine: HashSet<EntryId> = sheets::list_conflicts(tx, contest)?
        .into_iter()
        .filter(|c| c.judge == judge)
        .map(|c| c.entry)
        .collect();
    Ok(entries.iter().filter(|(_, e)| mine.contains(&e.id)).map(|(code, _)| code.clone()).collect())
}

/// How one entry's figure came about, from the signed sheets.
#[derive(Debug, Clone)]
pub struct Arithmetic {
    pub contest: ContestId,
    pub entry: EntryCode,
    pub title: String,
    pub basis: Basis,
    pub sheets: Vec<Vec<domain::judging::combine::SignedSheet>>,
    pub played: Played,
}

/// The arithmetic of one entry, once its rounds are closed.
pub fn arithmetic(tx: &mut Tx, actor: &Actor, entry: EntryId) -> Result<Arithmetic, Stop<Infallible>> {
    let (contest, code) = sheets::find_entry(tx, entry)?.ok_or(Stop::NotFound)?;
    let view = standings(tx, actor, contest)?.ok_or(Stop::NotFound)?;
    if view.hidden.contains(&code) {
        return Err(Stop::NotFound);
    }
    let basis = compute::basis(tx, contest)?;
    let found = basis.entries.iter().find(|e| e.id == entry).ok_or(Stop::NotFound)?;
    let of_round =
        |code: &RoundCode| basis.rounds.iter().position(|r| r.code == *code).map(|n| found.sheets[n].clone());
    let sheets: Vec<_> =
        basis.rules.judging.rounds.iter().map(|r| of_round(&r.code).unwrap_or_default()).collect();
    let rubrics: Vec<Rubric> = basis.rules.judging.rounds.iter().map(|r| Rubric::of(&r.criteria)).collect();
    let cut = cut_after(&view, &code);
    let mut played = play(&basis.rules.judging, &rubrics, &sheets, cut)
        .map_err(|_| DbFault::other("an entry of frozen standings cannot be computed"))?;
    let tallies = community::tallies(&basis.rules, basis.entries.iter().map(|e| (e.category, e.votes)));
    community::add(&basis.rules, &tallies, found.category, found.votes, &mut played);
    let title = view.entries.get(&code).map(|e| e.title.clone()).unwrap_or_default();
    Ok(Arithmetic { contest, entry: code, title, sheets, played, basis })
}

/// The round after which the entry was not among the finalists: the last one it took part in.
fn cut_after(view: &Standings, code: &EntryCode) -> Option<usize> {
    view.unranked.iter().find(|(c, outcome)| c == code && outcome == "not_among_finalists")?;
    view.entries.get(code)?.values.len().checked_sub(1)
}

/// What everybody would see if the result were released now.
pub fn preview(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    now: Instant,
) -> Result<Option<PublicResult>, Stop<Infallible>> {
    contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    access::confirm(actor, contest)?;
    Ok(store::result_as_released(tx, contest, now)?)
}
