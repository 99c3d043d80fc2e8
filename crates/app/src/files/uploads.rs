//! Files that come in pieces (*tải tệp lên nhiều lần*): announced, sent, finished or refused, given up, forgotten.
//!
//! ```text
//! announce ─► open ──finish──► done      the file stands in the working copy
//!              │  └──refuse──► refused   what was sent is not taken; its bytes are gone
//!              └──give up / 7 days──► forgotten
//! ```
//!
//! A row of a finished upload is kept until it expires: a client whose last answer was lost asks again and hears that nothing is
//! missing. Source: tus 1.0 (core, creation, termination, expiration).

use super::attach::{self, AttachRefusal, MAX_NAME};
use super::disk::Kept;
use super::sniff::MediaType;
use super::{parts, store};
use crate::act::Stop;
use crate::db::{Db, DbFault, Row, Tx};
use crate::entry;
use domain::actor::Actor;
use domain::entry::access;
use domain::entry::draft::{MAX_ENTRY_BYTES, MAX_FILES, MAX_UPLOAD_BYTES};
use domain::ids::EntryId;
use domain::text;
use domain::time::Instant;
use std::path::Path;
use std::sync::Arc;

/// How long an upload may take.
pub const LIFE_MS: i64 = 7 * 86_400_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UploadState {
    Open,
    Done,
    Refused,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    pub id: i64,
    pub entry: EntryId,
    pub token: String,
    pub name: String,
    /// As announced.
    pub bytes: u64,
    pub state: UploadState,
    pub expires_at: Instant,
}

/// Announces a file of so many bytes. Nothing is written to the disk yet; everything that can be known beforehand is refused now.
pub fn announce(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    file_name: &str,
    bytes: u64,
    now: Instant,
) -> Result<Upload, Stop<AttachRefusal>> {
    attach::begin_change(tx, actor, entry, now)?;
    let name = attach::name_of(file_name);
    let (count, held) = store::count_draft(tx, entry)?;
    let (coming, announced) = counted(tx, entry, now)?;
    let together = u64::try_from(held.saturating_add(announced)).unwrap_or(0).saturating_add(bytes);
    let mut refusals = attach::name_refusals(&name);
    if !MediaType::takes_name(&name) {
        refusals.push(AttachRefusal::UnknownType);
    }
    if bytes == 0 {
        refusals.push(AttachRefusal::Empty);
    }
    if bytes > MAX_UPLOAD_BYTES {
        refusals.push(AttachRefusal::TooLarge { most: MAX_UPLOAD_BYTES, have: bytes });
    } else if together > MAX_ENTRY_BYTES {
        refusals.push(AttachRefusal::TooLargeTogether { most: MAX_ENTRY_BYTES, have: together });
    }
    if usize::try_from(count.saturating_add(coming)).unwrap_or(usize::MAX) >= MAX_FILES {
        refusals.push(AttachRefusal::TooMany { most: MAX_FILES });
    }
    if !refusals.is_empty() {
        return Err(Stop::Refused(refusals));
    }
    let token = format!("{:016x}{:016x}", entry::begin::random()?, entry::begin::random()?);
    let expires_at = now.plus_ms(LIFE_MS);
    let sql = "INSERT INTO upload (entry_id, token, name, bytes, state, started_at, expires_at) \
               VALUES ($1, $2, $3, $4, 'open', $5, $6) RETURNING id";
    let size = i64::try_from(bytes).unwrap_or(i64::MAX);
    let vals =
        [entry.0.into(), (&token).into(), (&name).into(), size.into(), now.0.into(), expires_at.0.into()];
    let id = tx.one(sql, &vals)?.int(0)?;
    Ok(Upload { id, entry, token, name, bytes, state: UploadState::Open, expires_at })
}

/// An upload of this entry, for its author alone. One that expired is not found.
pub fn find<R>(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    token: &str,
    now: Instant,
) -> Result<Upload, Stop<R>> {
    let row = entry::store::find(tx, entry)?.ok_or(Stop::NotFound)?;
    access::write(actor, &row.subject()).map_err(|_| Stop::NotFound)?;
    let sql = "SELECT id, entry_id, token, name, bytes, state, expires_at FROM upload \
               WHERE entry_id = $1 AND token = $2 AND expires_at > $3";
    let row = tx.opt(sql, &[entry.0.into(), token.into(), now.0.into()])?;
    row.as_ref().map(read).transpose()?.ok_or(Stop::NotFound)
}

/// The uploads of an entry that are still on their way.
pub fn open_of(tx: &mut Tx, entry: EntryId, now: Instant) -> Result<Vec<Upload>, DbFault> {
    let sql = "SELECT id, entry_id, token, name, bytes, state, expires_at FROM upload \
               WHERE entry_id = $1 AND state = 'open' AND expires_at > $2 ORDER BY id";
    tx.query(sql, &[entry.0.into(), now.0.into()])?.iter().map(read).collect()
}

/// Puts a complete and kept content into the working copy. Done twice is done once.
pub fn finish(
    tx: &mut Tx,
    actor: &Actor,
    upload: &Upload,
    kept: &Kept,
    now: Instant,
) -> Result<(), Stop<AttachRefusal>> {
    if !move_on(tx, upload, "done")? {
        return Ok(());
    }
    attach::attach(tx, actor, upload.entry, kept, &upload.name, now)
}

/// What was sent cannot be taken.
pub fn refuse(tx: &mut Tx, upload: &Upload) -> Result<(), DbFault> {
    move_on(tx, upload, "refused").map(|_| ())
}

/// Gives an upload up before its end. What was finished stays in the working copy.
pub fn give_up(tx: &mut Tx, upload: &Upload) -> Result<(), DbFault> {
    tx.exec("DELETE FROM upload WHERE id = $1", &[upload.id.into()]).map(|_| ())
}

/// Forgets uploads whose time is over.
pub fn forget_old(tx: &mut Tx, now: Instant) -> Result<u64, DbFault> {
    tx.exec("DELETE FROM upload WHERE expires_at <= $1", &[now.0.into()])
}

/// Removes the parts of uploads that are over: expired, refused, finished by a process that died before it cleaned up.
pub async fn sweep(db: &Db, data_dir: &Arc<Path>) -> anyhow::Result<()> {
    let dir = data_dir.clone();
    let tokens = tokio::task::spawn_blocking(move || parts::tokens(&dir)).await??;
    if tokens.is_empty() {
        return Ok(());
    }
    let gone = db.read(move |tx| not_open(tx, &tokens)).await?;
    let dir = data_dir.clone();
    tokio::task::spawn_blocking(move || gone.iter().try_for_each(|token| parts::remove(&dir, token))).await?
}

/// Of these tokens, the ones that no open upload has.
fn not_open(tx: &mut Tx, tokens: &[String]) -> Result<Vec<String>, DbFault> {
    let mut gone = Vec::new();
    for token in tokens {
        let sql = "SELECT 1 FROM upload WHERE token = $1 AND state = 'open'";
        if tx.opt(sql, &[token.into()])?.is_none() {
            gone.push(token.clone());
        }
    }
    Ok(gone)
}

/// How many uploads are on their way to an entry, and the bytes they announced.
fn counted(tx: &mut Tx, entry: EntryId, now: Instant) -> Result<(i64, i64), DbFault> {
    let sql = "SELECT COUNT(*), CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM upload \
               WHERE entry_id = $1 AND state = 'open' AND expires_at > $2";
    let row = tx.one(sql, &[entry.0.into(), now.0.into()])?;
    Ok((row.int(0)?, row.int(1)?))
}

fn move_on(tx: &mut Tx, upload: &Upload, state: &str) -> Result<bool, DbFault> {
    let sql = "UPDATE upload SET state = $2 WHERE id = $1 AND state = 'open'";
    Ok(tx.exec(sql, &[upload.id.into(), state.into()])? == 1)
}

fn read(row: &Row) -> Result<Upload, DbFault> {
    Ok(Upload {
        id: row.int(0)?,
        entry: EntryId(row.int(1)?),
        token: row.text(2)?.to_owned(),
        name: row.text(3)?.to_owned(),
        bytes: u64::try_from(row.int(4)?).unwrap_or(0),
        state: match row.text(5)? {
            "open" => UploadState::Open,
            "done" => UploadState::Done,
            _ => UploadState::Refused,
        },
        expires_at: Instant(row.int(6)?),
    })
}

/// What a person reads of a name that was announced; at most as long as a name may be.
pub fn shown(name: &str) -> String {
    text::clean_line(name).chars().take(MAX_NAME).collect()
}
