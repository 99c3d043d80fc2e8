//! Rounds and the draws of their orders.

use crate::db::{DbFault, RowRef, Tx};
use domain::contest::Round;
use domain::ids::{ContestId, EditionId, RoundCode, RoundId};
use domain::time::Instant;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundRow {
    pub id: RoundId,
    pub contest: ContestId,
    pub code: RoundCode,
    /// In the order of the rules, from 0.
    pub position: usize,
    pub edition: EditionId,
    pub open: bool,
    pub opened_at: Instant,
    pub closed_at: Option<Instant>,
}

const ROUND: &str = "id, contest_id, code, position, edition_id, state, opened_at, closed_at";

fn round_row(row: RowRef<'_>) -> Result<RoundRow, DbFault> {
    Ok(RoundRow {
        id: RoundId(row.int(0)?),
        contest: ContestId(row.int(1)?),
        code: RoundCode(row.text(2)?.to_owned()),
        position: usize::try_from(row.int(3)?).map_err(|_| DbFault::other("a round before the first"))?,
        edition: EditionId(row.int(4)?),
        open: row.text(5)? == "open",
        opened_at: Instant(row.int(6)?),
        closed_at: row.opt_int(7)?.map(Instant),
    })
}

/// The opened rounds in their order.
pub fn list_rounds(tx: &mut Tx, contest: ContestId) -> Result<Vec<RoundRow>, DbFault> {
    let sql = format!("SELECT {ROUND} FROM judging_round WHERE contest_id = $1 ORDER BY position");
    tx.query(&sql, &[contest.0.into()])?.iter().map(|r| round_row(r.as_ref())).collect()
}

pub fn find_round(tx: &mut Tx, round: RoundId) -> Result<Option<RoundRow>, DbFault> {
    let row = tx.opt(&format!("SELECT {ROUND} FROM judging_round WHERE id = $1"), &[round.0.into()])?;
    row.as_ref().map(|r| round_row(r.as_ref())).transpose()
}

/// What the rules in force when the round was opened say about it.
pub fn rules_of_round(tx: &mut Tx, round: &RoundRow) -> Result<Round, DbFault> {
    let rules = crate::contest::store::edition(tx, round.edition)?;
    rules.round(&round.code).cloned().ok_or_else(|| no_such_round(&round.code))
}

pub(super) fn no_such_round(code: &RoundCode) -> DbFault {
    DbFault::other(format!("the edition has no round {code}"))
}

pub fn insert_round(
    tx: &mut Tx,
    contest: ContestId,
    code: &RoundCode,
    position: usize,
    edition: EditionId,
    now: Instant,
) -> Result<RoundId, DbFault> {
    let row = tx.one(
        "INSERT INTO judging_round (contest_id, code, position, edition_id, state, opened_at) VALUES ($1, $2, $3, $4, 'open', $5) RETURNING id",
        &[contest.0.into(), code.as_str().into(), position.into(), edition.0.into(), now.0.into()],
    )?;
    Ok(RoundId(row.int(0)?))
}

pub fn save_round_closed(tx: &mut Tx, round: RoundId, now: Instant) -> Result<(), DbFault> {
    tx.exec(
        "UPDATE judging_round SET state = 'closed', closed_at = $2 WHERE id = $1",
        &[round.0.into(), now.0.into()],
    )
    .map(|_| ())
}

pub fn save_round_open(tx: &mut Tx, round: RoundId) -> Result<(), DbFault> {
    let sql = "UPDATE judging_round SET state = 'open', closed_at = NULL WHERE id = $1";
    tx.exec(sql, &[round.0.into()]).map(|_| ())
}

/// Seed, its hash, when it was committed to, when revealed.
pub type DrawRow = (Vec<u8>, Vec<u8>, Instant, Option<Instant>);

pub fn find_draw(tx: &mut Tx, round: RoundId) -> Result<Option<DrawRow>, DbFault> {
    let sql = "SELECT seed, seed_hash, committed_at, revealed_at FROM assignment_draw WHERE round_id = $1";
    let row = tx.opt(sql, &[round.0.into()])?;
    row.map(|r| {
        Ok((r.blob(0)?.to_vec(), r.blob(1)?.to_vec(), Instant(r.int(2)?), r.opt_int(3)?.map(Instant)))
    })
    .transpose()
}

pub fn insert_draw(
    tx: &mut Tx,
    round: RoundId,
    seed: &[u8],
    hash: &[u8],
    now: Instant,
) -> Result<(), DbFault> {
    tx.exec(
        "INSERT INTO assignment_draw (round_id, seed, seed_hash, committed_at) VALUES ($1, $2, $3, $4)",
        &[round.0.into(), seed.into(), hash.into(), now.0.into()],
    )
    .map(|_| ())
}

pub fn save_draw_revealed(tx: &mut Tx, round: RoundId, now: Instant) -> Result<(), DbFault> {
    let sql = "UPDATE assignment_draw SET revealed_at = $2 WHERE round_id = $1";
    tx.exec(sql, &[round.0.into(), now.0.into()]).map(|_| ())
}
