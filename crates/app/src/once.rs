//! A second click is harmless: the answer of a form is kept under its key, in the same transaction as its effect.
//!
//! Source: reliability, I7: same key, same effect, same answer, once; the same key with another body is refused.

use crate::act::Stop;
use crate::db::{DbFault, Tx};
use crate::record::actor_text;
use domain::actor::Actor;
use domain::time::Instant;
use sha2::{Digest, Sha256};

/// What was found under a form's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Once {
    /// Done now; the answer is what the action gave.
    Now(String),
    /// Done before; this is the answer it gave then.
    Before(String),
    /// The key was used by somebody else or with another body.
    Misused,
}

/// True when something was answered under this key.
pub fn is_used(tx: &mut Tx, key: &str) -> Result<bool, DbFault> {
    Ok(tx.opt("SELECT 1 FROM form_key WHERE key = $1", &[key.into()])?.is_some())
}

/// Runs `action` unless this key has already been answered. `body` is everything the form said, without the key; the
/// answer is a short text such as where to go next. Nothing is kept when the action stops.
pub fn once<R>(
    tx: &mut Tx,
    actor: &Actor,
    key: &str,
    body: &[u8],
    now: Instant,
    action: impl FnOnce(&mut Tx) -> Result<String, Stop<R>>,
) -> Result<Once, Stop<R>> {
    let who = actor_text(actor);
    let hash = Sha256::digest(body);
    if let Some(row) =
        tx.opt("SELECT actor, body_hash, answer FROM form_key WHERE key = $1", &[key.into()])?
    {
        let same = row.text(0)? == who && row.blob(1)? == hash.as_slice();
        return Ok(if same { Once::Before(row.text(2)?.to_owned()) } else { Once::Misused });
    }
    let answer = action(tx)?;
    tx.exec(
        "INSERT INTO form_key (key, actor, body_hash, answer, at) VALUES ($1, $2, $3, $4, $5)",
        &[key.into(), (&who).into(), hash.as_slice().into(), (&answer).into(), now.0.into()],
    )?;
    Ok(Once::Now(answer))
}

/// Forgets keys older than 30 days.
pub fn forget_old(tx: &mut Tx, now: Instant) -> Result<u64, DbFault> {
    tx.exec("DELETE FROM form_key WHERE at < $1", &[(now.0 - 30 * 86_400_000).into()])
}
