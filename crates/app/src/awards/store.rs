//! All SQL of the tables of awards, and what the public may read of them.

use super::frozen::Frozen;
use super::side::side_of;
use super::side_store;
use crate::contest::store as contests;
use crate::db::{DbFault, Row, Tx};
use domain::awards::allocate::Allocation;
use domain::awards::confirm::{AwardState, Ballot};
use domain::contest::{Category, Pool, RulesEdition};
use domain::gallery::disclosure::results_are_public;
use domain::ids::{ContestId, EditionId, EntryCode, EntryId, LevelCode};
use domain::judging::rank::ResolvedBy;
use domain::money::Vnd;
use domain::ratio::Ratio;
use domain::time::Instant;
use std::collections::HashMap;
use std::sync::Arc;

// Standings.

#[derive(Debug, Clone, PartialEq)]
pub struct StandingRow {
    pub id: i64,
    pub contest: ContestId,
    pub edition: EditionId,
    pub frozen: Arc<Frozen>,
    pub sheets_hash: Vec<u8>,
    pub frozen_at: Instant,
}

/// The standings in force.
pub fn find_standing(tx: &mut Tx, contest: ContestId) -> Result<Option<StandingRow>, DbFault> {
    let row = tx.opt(
        "SELECT id, edition_id, body, sheets_hash, frozen_at FROM standing WHERE contest_id = $1 AND superseded_at IS NULL ORDER BY id DESC",
        &[contest.0.into()],
    )?;
    let read = |r: Row| {
        Ok(StandingRow {
            id: r.int(0)?,
            contest,
            edition: EditionId(r.int(1)?),
            frozen: Frozen::known(r.text(2)?)?,
            sheets_hash: r.blob(3)?.to_vec(),
            frozen_at: Instant(r.int(4)?),
        })
    };
    row.map(read).transpose()
}

/// Inserts standings and puts earlier ones out of force.
pub fn insert_standing(
    tx: &mut Tx,
    contest: ContestId,
    edition: EditionId,
    body: &str,
    sheets_hash: &[u8],
    now: Instant,
) -> Result<i64, DbFault> {
    tx.exec(
        "UPDATE standing SET superseded_at = $2 WHERE contest_id = $1 AND superseded_at IS NULL",
        &[contest.0.into(), now.0.into()],
    )?;
    tx.one(
        "INSERT INTO standing (contest_id, edition_id, body, sheets_hash, frozen_at) VALUES ($1, $2, $3, $4, $5) RETURNING id",
        &[contest.0.into(), edition.0.into(), body.into(), sheets_hash.into(), now.0.into()],
    )?
    .int(0)
}

// Ties.

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TieRow {
    /// Best first.
    pub order: Vec<EntryCode>,
    pub decided_by: String,
    pub reason: String,
    pub ballot: Ballot,
    pub decided_at: Instant,
}

/// The decisions on equal entries, in the order in which they were taken.
pub fn list_ties(tx: &mut Tx, contest: ContestId) -> Result<Vec<TieRow>, DbFault> {
    let rows = tx.query(
        "SELECT entries, decided_by, reason, votes_for, votes_cast, minutes, decided_at FROM tie_decision WHERE contest_id = $1 ORDER BY id",
        &[contest.0.into()],
    )?;
    let read = |r: &Row| {
        Ok(TieRow {
            order: r.text(0)?.split(',').map(EntryCode::from).collect(),
            decided_by: r.text(1)?.to_owned(),
            reason: r.text(2)?.to_owned(),
            ballot: Ballot {
                votes: votes(r.opt_int(3)?, r.opt_int(4)?),
                minutes: r.opt_text(5)?.unwrap_or_default().to_owned(),
            },
            decided_at: Instant(r.int(6)?),
        })
    };
    rows.iter().map(read).collect()
}

pub fn insert_tie(tx: &mut Tx, contest: ContestId, tie: &TieRow) -> Result<(), DbFault> {
    let entries = tie.order.iter().map(EntryCode::as_str).collect::<Vec<_>>().join(",");
    let minutes = Some(tie.ballot.minutes.as_str()).filter(|m| !m.is_empty());
    tx.exec(
        "INSERT INTO tie_decision (contest_id, entries, decided_by, reason, votes_for, votes_cast, minutes, decided_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            contest.0.into(),
            entries.into(),
            (&tie.decided_by).into(),
            (&tie.reason).into(),
            tie.ballot.votes.map(|v| v.0).into(),
            tie.ballot.votes.map(|v| v.1).into(),
            minutes.into(),
            tie.decided_at.0.into(),
        ],
    )
    .map(|_| ())
}

fn votes(votes_for: Option<i64>, cast: Option<i64>) -> Option<(u32, u32)> {
    Some((u32::try_from(votes_for?).ok()?, u32::try_from(cast?).ok()?))
}

// Award and prizes.

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwardRow {
    pub state: AwardState,
    pub standing: i64,
    pub proposed_at: Instant,
    pub confirmed_at: Option<Instant>,
    pub confirmed_by: Option<String>,
    pub ballot: Ballot,
    pub released_at: Option<Instant>,
}

pub fn find_award(tx: &mut Tx, contest: ContestId) -> Result<Option<AwardRow>, DbFault> {
    let row = tx.opt(
        "SELECT state, standing_id, proposed_at, confirmed_at, confirmed_by, votes_for, votes_cast, minutes, released_at FROM award WHERE contest_id = $1",
        &[contest.0.into()],
    )?;
    let read = |r: Row| {
        Ok(AwardRow {
            state: AwardState::from_word(r.text(0)?)
                .ok_or_else(|| DbFault::other("unknown state of award"))?,
            standing: r.int(1)?,
            proposed_at: Instant(r.int(2)?),
            confirmed_at: r.opt_int(3)?.map(Instant),
            confirmed_by: r.opt_text(4)?.map(str::to_owned),
            ballot: Ballot {
                votes: votes(r.opt_int(5)?, r.opt_int(6)?),
                minutes: r.opt_text(7)?.unwrap_or_default().to_owned(),
            },
            released_at: r.opt_int(8)?.map(Instant),
        })
    };
    row.map(read).transpose()
}

/// Waits for whoever works on the award of the contest.
pub fn lock(tx: &mut Tx, contest: ContestId) -> Result<(), DbFault> {
    tx.lock_row("contest", contest.0).map(|_| ())
}

/// Puts a proposal in the place of an earlier one; unawarded prizes are rows without entry.
pub fn save_proposal(
    tx: &mut Tx,
    contest: ContestId,
    standing: i64,
    allocation: &Allocation,
    ids: &HashMap<EntryCode, EntryId>,
    now: Instant,
) -> Result<(), DbFault> {
    tx.exec(
        "INSERT INTO award (contest_id, state, standing_id, proposed_at) VALUES ($1, 'proposed', $2, $3) ON CONFLICT (contest_id) DO UPDATE SET standing_id = excluded.standing_id, proposed_at = excluded.proposed_at",
        &[contest.0.into(), standing.into(), now.0.into()],
    )?;
    tx.exec("DELETE FROM prize WHERE contest_id = $1", &[contest.0.into()])?;
    let mut next: HashMap<(Pool, &LevelCode), i64> = HashMap::new();
    let given = allocation.prizes.iter().map(|p| (p.pool, &p.level, Some(&p.entry), p.amount));
    let left = allocation.unawarded.iter().map(|(pool, level)| (*pool, level, None, Vnd(0)));
    for (pool, level, entry, amount) in given.chain(left) {
        let position = next.entry((pool, level)).and_modify(|n| *n += 1).or_insert(1);
        let entry = entry.and_then(|e| ids.get(e)).map(|e| e.0);
        tx.exec(
            "INSERT INTO prize (contest_id, pool, level, position, entry_id, amount_vnd) VALUES ($1, $2, $3, $4, $5, $6)",
            &[contest.0.into(), pool.word().into(), level.as_str().into(), (*position).into(), entry.into(), amount.0.into()],
        )?;
    }
    Ok(())
}

pub fn save_confirmed(
    tx: &mut Tx,
    contest: ContestId,
    by: &str,
    ballot: &Ballot,
    now: Instant,
) -> Result<(), DbFault> {
    tx.exec(
        "UPDATE award SET state = 'confirmed', confirmed_at = $2, confirmed_by = $3, votes_for = $4, votes_cast = $5, minutes = $6 WHERE contest_id = $1",
        &[
            contest.0.into(),
            now.0.into(),
            by.into(),
            ballot.votes.map(|v| v.0).into(),
            ballot.votes.map(|v| v.1).into(),
            (&ballot.minutes).into(),
        ],
    )
    .map(|_| ())
}

pub fn save_released(tx: &mut Tx, contest: ContestId, now: Instant) -> Result<(), DbFault> {
    tx.exec(
        "UPDATE award SET state = 'released', released_at = $2 WHERE contest_id = $1",
        &[contest.0.into(), now.0.into()],
    )
    .map(|_| ())
}

/// A prize with the entry that has it; unawarded ones without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrizeRow {
    pub pool: Pool,
    pub level: LevelCode,
    pub entry: Option<EntryId>,
    pub amount: Vnd,
}

/// The prizes of the proposal in force, in the order in which they were allocated.
pub fn list_prizes(tx: &mut Tx, contest: ContestId) -> Result<Vec<PrizeRow>, DbFault> {
    let rows = tx.query(
        "SELECT pool, level, entry_id, amount_vnd FROM prize WHERE contest_id = $1 ORDER BY id",
        &[contest.0.into()],
    )?;
    let read = |r: &Row| {
        Ok(PrizeRow {
            pool: Pool::from_word(r.text(0)?).ok_or_else(|| DbFault::other("unknown pool of a prize"))?,
            level: LevelCode(r.text(1)?.to_owned()),
            entry: r.opt_int(2)?.map(EntryId),
            amount: Vnd(r.int(3)?),
        })
    };
    rows.iter().map(read).collect()
}

// What everybody may read.

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
pub(super) fn result_as_released(
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

// Complaints.

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComplaintRow {
    pub id: i64,
    pub contest: ContestId,
    /// Code and title of the entry it is about.
    pub entry: Option<(EntryCode, String)>,
    pub from: String,
    pub body: String,
    pub received_at: Instant,
    /// Outcome, words, when.
    pub answer: Option<(String, String, Instant)>,
}

const COMPLAINT: &str = "SELECT k.id, k.contest_id, e.code, e.title, k.from_name, k.body, k.received_at, k.outcome, k.answer, k.answered_at FROM complaint k LEFT JOIN entry e ON e.id = k.entry_id";

fn complaint(r: crate::db::RowRef<'_>) -> Result<ComplaintRow, DbFault> {
    let entry = r.opt_text(2)?.zip(r.opt_text(3)?);
    let answer = r.opt_text(7)?.zip(r.opt_text(8)?).zip(r.opt_int(9)?);
    Ok(ComplaintRow {
        id: r.int(0)?,
        contest: ContestId(r.int(1)?),
        entry: entry.map(|(code, title)| (EntryCode(code.to_owned()), title.to_owned())),
        from: r.text(4)?.to_owned(),
        body: r.text(5)?.to_owned(),
        received_at: Instant(r.int(6)?),
        answer: answer.map(|((outcome, text), at)| (outcome.to_owned(), text.to_owned(), Instant(at))),
    })
}

/// Oldest first.
pub fn list_complaints(tx: &mut Tx, contest: ContestId) -> Result<Vec<ComplaintRow>, DbFault> {
    let sql = format!("{COMPLAINT} WHERE k.contest_id = $1 ORDER BY k.id");
    tx.query(&sql, &[contest.0.into()])?.iter().map(|r| complaint(r.as_ref())).collect()
}

pub fn find_complaint(tx: &mut Tx, id: i64) -> Result<Option<ComplaintRow>, DbFault> {
    let row = tx.opt(&format!("{COMPLAINT} WHERE k.id = $1"), &[id.into()])?;
    row.as_ref().map(|r| complaint(r.as_ref())).transpose()
}

pub fn insert_complaint(
    tx: &mut Tx,
    contest: ContestId,
    entry: Option<EntryId>,
    from: &str,
    body: &str,
    by: &str,
    now: Instant,
) -> Result<i64, DbFault> {
    let row = tx.one(
        "INSERT INTO complaint (contest_id, entry_id, from_name, body, received_at, recorded_by) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
        &[contest.0.into(), entry.map(|e| e.0).into(), from.into(), body.into(), now.0.into(), by.into()],
    )?;
    row.int(0)
}

pub fn save_answer(
    tx: &mut Tx,
    id: i64,
    outcome: &str,
    answer: &str,
    by: &str,
    now: Instant,
) -> Result<(), DbFault> {
    tx.exec(
        "UPDATE complaint SET outcome = $2, answer = $3, answered_at = $4, answered_by = $5 WHERE id = $1 AND answered_at IS NULL",
        &[id.into(), outcome.into(), answer.into(), now.0.into(), by.into()],
    )
    .map(|_| ())
}

/// Takes the confirmation back: what was confirmed is a proposal again.
pub fn save_unconfirmed(tx: &mut Tx, contest: ContestId) -> Result<(), DbFault> {
    tx.exec(
        "UPDATE award SET state = 'proposed', confirmed_at = NULL, confirmed_by = NULL, votes_for = NULL, votes_cast = NULL, minutes = NULL WHERE contest_id = $1 AND state = 'confirmed'",
        &[contest.0.into()],
    )
    .map(|_| ())
}
