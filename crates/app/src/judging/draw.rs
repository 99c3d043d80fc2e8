//! Commits to the seed of a drawn assignment, and makes it known with the assignment.
//!
//! The seed is made by chance when the commitment is; from then on everybody who may see the assignment sees its hash, and nobody
//! the seed. Utilities and conflicts may change meanwhile: they cannot be fitted to a draw that is not known.

use super::store;
use crate::act::Stop;
use crate::db::{DbFault, Tx};
use crate::record::record;
use data_encoding::HEXLOWER;
use domain::actor::Actor;
use domain::ids::RoundId;
use domain::judging::assignment::draw::Seed;
use domain::judging::{JudgingEvent, access};
use domain::time::Instant;
use sha2::{Digest, Sha256};

/// A commitment, as far as it may be known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draw {
    /// SHA-256 of the seed, in hexadecimal.
    pub hash: String,
    pub committed_at: Instant,
    /// In hexadecimal, once it is revealed.
    pub seed: Option<String>,
}

/// Why nothing is committed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommitRefusal {
    RoundClosed,
    /// There is one commitment for a round, so that nobody draws until the plan is liked.
    AlreadyCommitted,
}

/// Commits the round to a seed that nobody knows.
pub fn commit_draw(
    tx: &mut Tx,
    actor: &Actor,
    round: RoundId,
    now: Instant,
) -> Result<(), Stop<CommitRefusal>> {
    tx.lock_row("judging_round", round.0)?;
    let row = store::find_round(tx, round)?.ok_or(Stop::NotFound)?;
    access::run_round(actor, row.contest)?;
    let mut no = vec![];
    if !row.open {
        no.push(CommitRefusal::RoundClosed);
    }
    if store::find_draw(tx, round)?.is_some() {
        no.push(CommitRefusal::AlreadyCommitted);
    }
    if !no.is_empty() {
        return Err(no.into());
    }
    let (seed, hash) = fresh_seed()?;
    store::insert_draw(tx, round, &seed, &hash, now)?;
    let (contest, hash) = (row.contest, HEXLOWER.encode(&hash));
    record(tx, actor, Some(contest), JudgingEvent::DrawCommitted { contest, round: row.code, hash }, now)?;
    Ok(())
}

/// A seed by chance, and its SHA-256.
pub(super) fn fresh_seed() -> Result<([u8; 32], [u8; 32]), DbFault> {
    let mut seed = [0_u8; 32];
    getrandom::fill(&mut seed).map_err(|e| DbFault::other(format!("no random bytes: {e}")))?;
    Ok((seed, Sha256::digest(seed).into()))
}

/// Makes the seed known: whoever has it draws the same bars again.
pub(super) fn reveal(tx: &mut Tx, actor: &Actor, round: RoundId, now: Instant) -> Result<(), DbFault> {
    let (Some(row), Some((seed, _, _, None))) = (store::find_round(tx, round)?, store::find_draw(tx, round)?)
    else {
        return Ok(());
    };
    store::save_draw_revealed(tx, round, now)?;
    let (contest, seed) = (row.contest, HEXLOWER.encode(&seed));
    record(tx, actor, Some(contest), JudgingEvent::DrawRevealed { contest, round: row.code, seed }, now)
}

/// What may be known of the commitment.
pub fn find(tx: &mut Tx, round: RoundId) -> Result<Option<Draw>, DbFault> {
    let found = store::find_draw(tx, round)?;
    Ok(found.map(|(seed, hash, committed_at, revealed_at)| Draw {
        hash: HEXLOWER.encode(&hash),
        committed_at,
        seed: revealed_at.map(|_| HEXLOWER.encode(&seed)),
    }))
}

/// For the solver alone.
pub(super) fn seed(tx: &mut Tx, round: RoundId) -> Result<Option<Seed>, DbFault> {
    let Some((seed, _, _, _)) = store::find_draw(tx, round)? else { return Ok(None) };
    let bytes = <[u8; 32]>::try_from(seed).map_err(|_| DbFault::other("a seed has 32 bytes"))?;
    Ok(Some(Seed::from_bytes(bytes)))
}
