//! All SQL of the tables of awards, and what the public may read of them.

use crate::db::{DbFault, Row, Tx};
use domain::awards::allocate::Allocation;
use domain::awards::confirm::{AwardState, Ballot};
use domain::contest::Pool;
use domain::ids::{ContestId, EntryCode, EntryId, LevelCode};
use domain::money::Vnd;
use domain::time::Instant;
use std::collections::HashMap;

mod complaints;
mod public;
mod standings;
pub use complaints::*;
pub(super) use public::result_as_released;
pub use public::*;
use standings::votes;
pub use standings::*;

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

/// Takes the confirmation back: what was confirmed is a proposal again.
pub fn save_unconfirmed(tx: &mut Tx, contest: ContestId) -> Result<(), DbFault> {
    tx.exec(
        "UPDATE award SET state = 'proposed', confirmed_at = NULL, confirmed_by = NULL, votes_for = NULL, votes_cast = NULL, minutes = NULL WHERE contest_id = $1 AND state = 'confirmed'",
        &[contest.0.into()],
    )
    .map(|_| ())
}
