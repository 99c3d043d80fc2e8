//! All SQL for sessions.

use super::TokenHash;
use crate::db::{DbFault, Tx};
use crate::people::store::grant_at;
use domain::actor::Grant;
use domain::ids::{EntryId, PersonId};
use domain::time::Instant;

pub struct SessionRow {
    pub entry: Option<EntryId>,
    pub person: Option<SessionPerson>,
    pub grants: Vec<Grant>,
    pub created_at: Instant,
    pub seen_at: Instant,
}

pub struct SessionPerson {
    pub id: PersonId,
    pub name: String,
    pub login: String,
    pub lang: String,
    pub active: bool,
}

/// The session with its person and the grants valid on the day of `now`.
pub fn find(tx: &mut Tx, hash: &TokenHash, now: Instant) -> Result<Option<SessionRow>, DbFault> {
    let rows = tx.query(
        "SELECT s.entry_id, s.created_at, s.seen_at, p.id, p.name, p.login, p.lang, p.active, \
           g.role, g.unit_id, g.contest_id, g.judge_id, g.valid_from_on, g.valid_to_on, g.delegate \
         FROM session s LEFT JOIN person p ON p.id = s.person_id \
         LEFT JOIN person_grant g ON g.person_id = p.id AND (g.valid_from_on IS NULL OR g.valid_from_on <= $2) AND (g.valid_to_on IS NULL OR g.valid_to_on >= $2) \
         WHERE s.id_hash = $1 AND s.expires_at > $3 ORDER BY g.id NULLS FIRST",
        &[hash.into(), now.day().to_string().into(), now.0.into()],
    )?;
    let Some(first) = rows.first() else { return Ok(None) };
    let person = match first.opt_int(3)? {
        None => None,
        Some(id) => Some(SessionPerson {
            id: PersonId(id),
            name: first.text(4)?.to_owned(),
            login: first.text(5)?.to_owned(),
            lang: first.text(6)?.to_owned(),
            active: first.bool(7)?,
        }),
    };
    let mut grants = Vec::new();
    for row in &rows {
        if row.opt_text(8)?.is_some() {
            grants.push(grant_at(row, 8)?);
        }
    }
    Ok(Some(SessionRow {
        entry: first.opt_int(0)?.map(EntryId),
        person,
        grants,
        created_at: Instant(first.int(1)?),
        seen_at: Instant(first.int(2)?),
    }))
}

pub fn insert(
    tx: &mut Tx,
    hash: &TokenHash,
    person: Option<PersonId>,
    entry: Option<EntryId>,
    now: Instant,
    expires_at: Instant,
) -> Result<(), DbFault> {
    tx.exec(
        "INSERT INTO session (id_hash, person_id, entry_id, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $4, $5)",
        &[hash.into(), person.map(|p| p.0).into(), entry.map(|e| e.0).into(), now.0.into(), expires_at.0.into()],
    )
    .map(|_| ())
}

pub fn save_seen(tx: &mut Tx, hash: &TokenHash, now: Instant) -> Result<(), DbFault> {
    tx.quiet();
    tx.exec(
        "UPDATE session SET seen_at = $2 WHERE id_hash = $1 AND seen_at < $2",
        &[hash.into(), now.0.into()],
    )
    .map(|_| ())
}

pub fn delete(tx: &mut Tx, hash: &TokenHash) -> Result<(), DbFault> {
    tx.exec("DELETE FROM session WHERE id_hash = $1", &[hash.into()]).map(|_| ())
}

pub fn delete_of_person(tx: &mut Tx, person: PersonId, but: Option<&TokenHash>) -> Result<i64, DbFault> {
    let none: &[u8] = &[];
    let but = but.map_or(none, |h| h.as_slice());
    let n = tx
        .exec("DELETE FROM session WHERE person_id = $1 AND id_hash <> $2", &[person.0.into(), but.into()])?;
    Ok(i64::try_from(n).unwrap_or(i64::MAX))
}

pub fn delete_of_entry(tx: &mut Tx, entry: EntryId) -> Result<i64, DbFault> {
    let n = tx.exec("DELETE FROM session WHERE entry_id = $1", &[entry.0.into()])?;
    Ok(i64::try_from(n).unwrap_or(i64::MAX))
}

pub fn shift_all(tx: &mut Tx, by_ms: i64) -> Result<(), DbFault> {
    tx.exec(
        "UPDATE session SET created_at = created_at + $1, seen_at = seen_at + $1, expires_at = expires_at + $1",
        &[by_ms.into()],
    )
    .map(|_| ())
}

pub fn delete_expired(tx: &mut Tx, now: Instant) -> Result<u64, DbFault> {
    tx.quiet();
    tx.exec("DELETE FROM session WHERE expires_at <= $1", &[now.0.into()])
}

/// All persons' sessions, for a demonstration that goes on in another database.
pub fn of_persons(tx: &mut Tx) -> Result<Vec<(Vec<u8>, PersonId)>, DbFault> {
    tx.query("SELECT id_hash, person_id FROM session WHERE person_id IS NOT NULL", &[])?
        .iter()
        .map(|row| Ok((row.blob(0)?.to_vec(), PersonId(row.int(1)?))))
        .collect()
}

/// The same session beginning anew.
pub fn restart(
    tx: &mut Tx,
    hash: &[u8],
    person: PersonId,
    now: Instant,
    expires_at: Instant,
) -> Result<(), DbFault> {
    tx.exec(
        "INSERT INTO session (id_hash, person_id, entry_id, created_at, seen_at, expires_at) VALUES ($1, $2, NULL, $3, $3, $4) \
         ON CONFLICT (id_hash) DO UPDATE SET created_at = $3, seen_at = $3, expires_at = $4",
        &[hash.into(), person.0.into(), now.0.into(), expires_at.0.into()],
    )
    .map(|_| ())
}
