//! Standings and the ties that people settled.

use super::super::frozen::Frozen;
use crate::db::{DbFault, Row, Tx};
use domain::awards::confirm::Ballot;
use domain::ids::{ContestId, EditionId, EntryCode};
use domain::time::Instant;
use std::sync::Arc;

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

pub(super) fn votes(votes_for: Option<i64>, cast: Option<i64>) -> Option<(u32, u32)> {
    Some((u32::try_from(votes_for?).ok()?, u32::try_from(cast?).ok()?))
}
