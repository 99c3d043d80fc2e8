//! Invitations and tries at a log-in.

use crate::db::{DbFault, Tx};
use crate::session::TokenHash;
use domain::ids::PersonId;
use domain::people::InvitationKind;
use domain::people::throttle::Tries;
use domain::time::Instant;

pub struct InvitationRow {
    pub person: PersonId,
    pub kind: InvitationKind,
    pub expires_at: Instant,
    pub used_at: Option<Instant>,
}

pub fn find_invitation(tx: &mut Tx, hash: &TokenHash) -> Result<Option<InvitationRow>, DbFault> {
    let row = tx.opt(
        "SELECT person_id, kind, expires_at, used_at FROM invitation WHERE token_hash = $1",
        &[hash.into()],
    )?;
    row.map(|r| {
        Ok(InvitationRow {
            person: PersonId(r.int(0)?),
            kind: InvitationKind::from_word(r.text(1)?)
                .ok_or_else(|| DbFault::other("unknown kind of invitation"))?,
            expires_at: Instant(r.int(2)?),
            used_at: r.opt_int(3)?.map(Instant),
        })
    })
    .transpose()
}

pub fn insert_invitation(
    tx: &mut Tx,
    hash: &TokenHash,
    person: PersonId,
    kind: InvitationKind,
    now: Instant,
    expires_at: Instant,
) -> Result<(), DbFault> {
    tx.exec(
        "INSERT INTO invitation (token_hash, person_id, kind, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
        &[hash.into(), person.0.into(), kind.word().into(), now.0.into(), expires_at.0.into()],
    )
    .map(|_| ())
}

pub fn save_invitation_used(tx: &mut Tx, hash: &TokenHash, now: Instant) -> Result<(), DbFault> {
    tx.exec("UPDATE invitation SET used_at = $2 WHERE token_hash = $1", &[hash.into(), now.0.into()])
        .map(|_| ())
}

/// Links of a person that were not used yet: a newer one, or a chosen password, makes them void.
pub fn delete_open_invitations(tx: &mut Tx, person: PersonId) -> Result<(), DbFault> {
    tx.exec("DELETE FROM invitation WHERE person_id = $1 AND used_at IS NULL", &[person.0.into()]).map(|_| ())
}

pub fn find_tries(tx: &mut Tx, key: &str) -> Result<Tries, DbFault> {
    let row = tx.opt("SELECT failures, last_at FROM throttle WHERE key = $1", &[key.into()])?;
    match row {
        None => Ok(Tries::default()),
        Some(r) => Ok(Tries {
            failures: u32::try_from(r.int(0)?).unwrap_or(u32::MAX),
            last_at: Some(Instant(r.int(1)?)),
        }),
    }
}

pub fn save_tries(tx: &mut Tx, key: &str, tries: Tries, free_at: Instant) -> Result<(), DbFault> {
    tx.exec(
        "INSERT INTO throttle (key, failures, last_at, free_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at, free_at = excluded.free_at",
        &[key.into(), tries.failures.into(), tries.last_at.map_or(0, |at| at.0).into(), free_at.0.into()],
    )
    .map(|_| ())
}

pub fn delete_tries(tx: &mut Tx, key: &str) -> Result<(), DbFault> {
    tx.exec("DELETE FROM throttle WHERE key = $1", &[key.into()]).map(|_| ())
}

/// Counts that have been quiet for a day.
pub fn delete_old_tries(tx: &mut Tx, now: Instant) -> Result<u64, DbFault> {
    tx.quiet();
    tx.exec("DELETE FROM throttle WHERE last_at < $1", &[(now.0 - 86_400_000).into()])
}
