//! What everybody may read of a result.

use super::super::side::side_of;
use super::super::side_store;
use super::{TieRow, find_award, find_standing, list_prizes, list_ties};
use crate::contest::store as contests;
use crate::db::{DbFault, Tx};
use domain::awards::allocate::Allocation;
use domain::contest::{Category, Pool, RulesEdition};
use domain::gallery::disclosure::results_are_public;
use domain::ids::{ContestId, EntryCode, EntryId, LevelCode};
use domain::judging::rank::ResolvedBy;
use domain::money::Vnd;
use domain::ratio::Ratio;
use domain::time::Instant;
use std::collections::HashMap;
use std::sync::Arc;

/// The result as the public sees it: winners with names and units, never address, telephone or marks of a judge.
#[derive(Debug, Clone, PartialEq)]
pub struct PublicResult {
    pub released_at: Instant,
    pub budget_total: Vnd,
    /// Pool by pool, in order of rank.
    pub winners: Vec<Winner>,
    /// Side prizes, in the order of the rules.
    pub side: Vec<SideShown>,
    /// Prizes that nobody got.
    pub unawarded: Vec<(Pool, LevelCode)>,
    /// Entries that were ranked, winners included.
    pub ranked: usize,
    pub sheets: usize,
    pub criteria: Vec<String>,
    /// Equal values that concern a winner, best first.
    pub ties: Vec<PublicTie>,
    /// The edition with which it was computed.
    pub rules: Arc<RulesEdition>,
    pub frozen_at: Instant,
    /// SHA-256 of the signed sheets that were used.
    pub sheets_hash: Vec<u8>,
}

/// A side prize as everybody sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct SideShown {
    pub prize: LevelCode,
    pub name: String,
    pub amount: Vnd,
    /// `None`: the unit has it.
    pub entry: Option<(EntryId, EntryCode)>,
    pub title: String,
    pub authors: Vec<String>,
    pub unit: String,
}

/// Entries with the same value, one of them a winner, and what put them in order. Those without a prize stay nameless.
#[derive(Debug, Clone, PartialEq)]
pub struct PublicTie {
    pub pool: Pool,
    pub value: Ratio,
    /// In the order of their places.
    pub winners: Vec<EntryCode>,
    /// How many without a prize had the same value.
    pub others: usize,
    pub resolved_by: ResolvedBy,
    /// What persons decided about entries of this value: by whom, when, why.
    pub rulings: Vec<TieRow>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Winner {
    pub entry: EntryId,
    pub code: EntryCode,
    pub title: String,
    pub category: Category,
    pub unit: String,
    /// In the order of the dossier.
    pub authors: Vec<String>,
    pub pool: Pool,
    pub place: usize,
    pub level: LevelCode,
    pub level_name: String,
    pub amount: Vnd,
    pub value: Ratio,
}

/// `None` before the release, whoever asks: see `domain::gallery::disclosure`.
pub fn public_result(tx: &mut Tx, contest: ContestId) -> Result<Option<PublicResult>, DbFault> {
    let row = contests::find(tx, contest)?;
    let Some(released_at) = row.filter(|c| results_are_public(c.phase)).and_then(|c| c.released_at) else {
        return Ok(None);
    };
    result_as_released(tx, contest, released_at)
}

/// What the public would see, for the preview before the release. The caller has asked who may see it.
pub(in crate::awards) fn result_as_released(
    tx: &mut Tx,
    contest: ContestId,
    released_at: Instant,
) -> Result<Option<PublicResult>, DbFault> {
    let (Some(standing), Some(_)) = (find_standing(tx, contest)?, find_award(tx, contest)?) else {
        return Ok(None);
    };
    let rules = contests::edition(tx, standing.edition)?;
    let prizes = list_prizes(tx, contest)?;
    let named = named_winners(tx, contest)?;
    let rulings = list_ties(tx, contest)?;
    let orders: Vec<_> = rulings.iter().map(|t| t.order.clone()).collect();
    let pools = standing.frozen.placed()?;
    let allocation = domain::awards::allocate::allocate(&rules, &pools, &orders)
        .map_err(|_| DbFault::other("a confirmed prize is not a whole amount"))?;
    let lines: HashMap<&EntryCode, _> =
        allocation.pools.iter().flat_map(|p| &p.lines).map(|l| (&l.entry, l)).collect();
    let mut out = PublicResult {
        released_at,
        budget_total: prizes.iter().map(|p| p.amount).sum(),
        winners: vec![],
        side: side_shown(tx, contest, &rules, &allocation)?,
        unawarded: vec![],
        ranked: lines.len(),
        sheets: standing.frozen.sheets,
        criteria: rules.judging.criteria.iter().map(|c| c.name.clone()).collect(),
        ties: vec![],
        rules: rules.clone(),
        frozen_at: standing.frozen_at,
        sheets_hash: standing.sheets_hash,
    };
    for prize in prizes {
        let seats = domain::awards::ties::seats(&rules, prize.pool);
        let level_name = seats.iter().find(|l| l.code == prize.level).map_or("", |l| l.name.as_str());
        match prize.entry.and_then(|e| named.get(&e)) {
            None => out.unawarded.push((prize.pool, prize.level)),
            Some(w) => {
                let line = lines.get(&w.0).ok_or_else(|| DbFault::other("a prize without a place"))?;
                out.winners.push(Winner {
                    entry: prize.entry.unwrap_or(EntryId(0)),
                    code: w.0.clone(),
                    title: w.1.clone(),
                    category: line.category,
                    unit: w.2.clone(),
                    authors: w.3.clone(),
                    pool: prize.pool,
                    place: line.place,
                    level_name: level_name.to_owned(),
                    level: prize.level,
                    amount: prize.amount,
                    value: line.score.value,
                });
            }
        }
    }
    out.budget_total = Vnd(out.budget_total.0 + out.side.iter().map(|s| s.amount.0).sum::<i64>());
    out.ties = public_ties(&allocation, &rulings, &out.winners);
    Ok(Some(out))
}

/// The side prizes in the order of the rules.
fn side_shown(
    tx: &mut Tx,
    contest: ContestId,
    rules: &RulesEdition,
    allocation: &Allocation,
) -> Result<Vec<SideShown>, DbFault> {
    let (rows, _) = side_of(tx, contest, rules, allocation)?;
    if rows.is_empty() {
        return Ok(vec![]);
    }
    let authors = side_store::list_side_authors(tx, contest)?;
    let of_rules = |code: &LevelCode| rules.side_prizes.iter().position(|p| p.code == *code);
    let mut out: Vec<(Option<usize>, SideShown)> = vec![];
    for row in rows {
        let at = of_rules(&row.prize);
        let of_entry = authors.iter().filter(|(entry, _)| Some(*entry) == row.entry);
        let shown = SideShown {
            name: at.map_or_else(String::new, |n| rules.side_prizes[n].name.clone()),
            amount: row.amount,
            entry: row.entry.map(|id| (id, EntryCode(row.candidate.winner().code().to_owned()))),
            title: row.title,
            authors: of_entry.map(|(_, name)| name.clone()).collect(),
            unit: row.unit,
            prize: row.prize,
        };
        out.push((at, shown));
    }
    out.sort_by_key(|(at, _)| *at);
    Ok(out.into_iter().map(|(_, shown)| shown).collect())
}

fn public_ties(allocation: &Allocation, rulings: &[TieRow], winners: &[Winner]) -> Vec<PublicTie> {
    let mut out = vec![];
    for pool in &allocation.pools {
        for shared in &pool.shared_totals {
            let of_value = |e: &EntryCode| shared.entries.contains(e);
            let winners: Vec<EntryCode> =
                winners.iter().filter(|w| of_value(&w.code)).map(|w| w.code.clone()).collect();
            if winners.is_empty() {
                continue;
            }
            let decided = pool.border_ties.iter().filter_map(|tie| tie.order.as_ref());
            let decided: Vec<_> = decided.filter(|order| order.iter().all(of_value)).collect();
            out.push(PublicTie {
                pool: pool.pool,
                value: shared.value,
                others: shared.entries.len().saturating_sub(winners.len()),
                winners,
                resolved_by: shared.resolved_by,
                rulings: rulings.iter().filter(|r| decided.contains(&&r.order)).cloned().collect(),
            });
        }
    }
    out
}

/// The line of the audit log that released the result, which everybody may keep: its number and hash.
pub fn released_line(tx: &mut Tx, contest: ContestId) -> Result<Option<(i64, Vec<u8>)>, DbFault> {
    let row = tx.opt(
        "SELECT seq, hash FROM audit WHERE subject = 'contest' AND subject_id = $1 AND event = 'awards.released' ORDER BY seq DESC",
        &[contest.0.into()],
    )?;
    row.map(|r| Ok((r.int(0)?, r.blob(1)?.to_vec()))).transpose()
}

type Named = HashMap<EntryId, (EntryCode, String, String, Vec<String>)>;

/// Code, title, unit and authors of the entries that have a prize.
fn named_winners(tx: &mut Tx, contest: ContestId) -> Result<Named, DbFault> {
    let mut out: Named = HashMap::new();
    for r in tx.query(
        "SELECT e.id, e.code, e.title, COALESCE(u.name, ''), a.name FROM prize p JOIN entry e ON e.id = p.entry_id JOIN author a ON a.entry_id = e.id AND a.version = e.version LEFT JOIN org_unit u ON u.id = e.unit_id WHERE p.contest_id = $1 ORDER BY e.id, a.position",
        &[contest.0.into()],
    )? {
        let fresh = || -> Result<_, DbFault> {
            Ok((EntryCode(r.text(1)?.to_owned()), r.text(2)?.to_owned(), r.text(3)?.to_owned(), vec![]))
        };
        let id = EntryId(r.int(0)?);
        let winner = match out.entry(id) {
            std::collections::hash_map::Entry::Occupied(kept) => kept.into_mut(),
            std::collections::hash_map::Entry::Vacant(free) => free.insert(fresh()?),
        };
        winner.3.push(r.text(4)?.to_owned());
    }
    Ok(out)
}
