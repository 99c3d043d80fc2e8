//! All SQL of the counts of the public's votes.

use super::store::{self, RoundRow};
use crate::contest::store as contests;
use crate::db::{DbFault, RowRef, Tx};
use domain::ids::{ContestId, EntryCode, EntryId};
use domain::judging::count_votes::{Count, VoteSource};
use domain::time::Instant;
use std::collections::HashMap;

/// A count as it was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountRow {
    pub id: i64,
    pub contest: ContestId,
    pub source: VoteSource,
    pub note: String,
    pub left_out: u64,
    /// SHA-256 of the list.
    pub digest: Vec<u8>,
    pub recorded_at: Instant,
    pub votes: u64,
    /// When and why it was taken back.
    pub taken_back: Option<(Instant, String)>,
}

const COUNT: &str = "SELECT c.id, c.contest_id, c.source, c.note, c.left_out, c.digest, c.recorded_at, c.taken_back_at, c.taken_back_reason, (SELECT CAST(COALESCE(SUM(v.votes), 0) AS BIGINT) FROM entry_votes v WHERE v.count_id = c.id) FROM vote_count c";

fn count(r: RowRef<'_>) -> Result<CountRow, DbFault> {
    let source =
        VoteSource::from_word(r.text(2)?).ok_or_else(|| DbFault::other("unknown source of votes"))?;
    Ok(CountRow {
        id: r.int(0)?,
        contest: ContestId(r.int(1)?),
        source,
        note: r.text(3)?.to_owned(),
        left_out: whole(r.int(4)?)?,
        digest: r.blob(5)?.to_vec(),
        recorded_at: Instant(r.int(6)?),
        taken_back: r.opt_int(7)?.zip(r.opt_text(8)?).map(|(at, why)| (Instant(at), why.to_owned())),
        votes: whole(r.int(9)?)?,
    })
}

fn whole(n: i64) -> Result<u64, DbFault> {
    u64::try_from(n).map_err(|_| DbFault::other("fewer than no votes"))
}

fn stored(n: u64) -> Result<i64, DbFault> {
    i64::try_from(n).map_err(|_| DbFault::other("more votes than a rule admits"))
}

/// All counts, first to last, those taken back included.
pub fn list_counts(tx: &mut Tx, contest: ContestId) -> Result<Vec<CountRow>, DbFault> {
    let sql = format!("{COUNT} WHERE c.contest_id = $1 ORDER BY c.id");
    tx.query(&sql, &[contest.0.into()])?.iter().map(|r| count(r.as_ref())).collect()
}

pub fn find_count(tx: &mut Tx, id: i64) -> Result<Option<CountRow>, DbFault> {
    let row = tx.opt(&format!("{COUNT} WHERE c.id = $1"), &[id.into()])?;
    row.as_ref().map(|r| count(r.as_ref())).transpose()
}

pub fn insert_count(
    tx: &mut Tx,
    contest: ContestId,
    count: &Count,
    ids: &HashMap<EntryCode, EntryId>,
    digest: &[u8],
    by: &str,
    now: Instant,
) -> Result<i64, DbFault> {
    let id = tx
        .one(
            "INSERT INTO vote_count (contest_id, source, note, left_out, digest, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
            &[
                contest.0.into(),
                count.source.word().into(),
                (&count.note).into(),
                stored(count.left_out)?.into(),
                digest.into(),
                by.into(),
                now.0.into(),
            ],
        )?
        .int(0)?;
    for (code, votes) in &count.votes {
        let entry = ids.get(code).ok_or_else(|| DbFault::other("votes of no entry"))?;
        tx.exec(
            "INSERT INTO entry_votes (count_id, entry_id, votes) VALUES ($1, $2, $3)",
            &[id.into(), entry.0.into(), stored(*votes)?.into()],
        )?;
    }
    Ok(id)
}

pub fn save_taken_back(tx: &mut Tx, id: i64, by: &str, reason: &str, now: Instant) -> Result<(), DbFault> {
    tx.exec(
        "UPDATE vote_count SET taken_back_at = $2, taken_back_by = $3, taken_back_reason = $4 WHERE id = $1 AND taken_back_at IS NULL",
        &[id.into(), now.0.into(), by.into(), reason.into()],
    )
    .map(|_| ())
}

/// The sum of all counts that stand, by entry; `None` where there is no such count.
pub fn votes_of(tx: &mut Tx, contest: ContestId) -> Result<Option<HashMap<EntryId, u64>>, DbFault> {
    if !list_counts(tx, contest)?.iter().any(|c| c.taken_back.is_none()) {
        return Ok(None);
    }
    let rows = tx.query(
        "SELECT v.entry_id, CAST(SUM(v.votes) AS BIGINT) FROM entry_votes v JOIN vote_count c ON c.id = v.count_id WHERE c.contest_id = $1 AND c.taken_back_at IS NULL GROUP BY v.entry_id",
        &[contest.0.into()],
    )?;
    let sums = rows.iter().map(|r| Ok((EntryId(r.int(0)?), whole(r.int(1)?)?)));
    sums.collect::<Result<_, DbFault>>().map(Some)
}

/// The last round of the rules is closed: marks are known, votes are fixed.
pub fn judging_closed(tx: &mut Tx, contest: ContestId) -> Result<bool, DbFault> {
    let rules = contests::rules_of(tx, contest)?;
    let rounds = store::list_rounds(tx, contest)?;
    let last = rules.judging.rounds.last();
    Ok(last.is_some_and(|last| rounds.iter().any(|r| r.code == last.code && !r.open)))
}

/// The round is the last one, the rules have a community vote, and no count of it stands.
pub fn awaited(tx: &mut Tx, round: &RoundRow) -> Result<bool, DbFault> {
    let rules = contests::rules_of(tx, round.contest)?;
    if rules.judging.community_vote.is_none() || round.position + 1 < rules.judging.rounds.len() {
        return Ok(false);
    }
    Ok(votes_of(tx, round.contest)?.is_none())
}
