//! All SQL for the tables `file` and `draft_file`.

use super::disk::Kept;
use super::sniff::MediaType;
use crate::db::{DbFault, Row, Tx};
use domain::contest::AttachmentKind;
use domain::ids::{EntryId, FileId};
use domain::time::Instant;

/// A content and the name it was handed in under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedFile {
    pub name: String,
    pub sha256: [u8; 32],
    pub bytes: u64,
    pub media_type: MediaType,
}

/// The row of a content, made when it is new.
pub fn ensure(tx: &mut Tx, kept: &Kept, now: Instant) -> Result<FileId, DbFault> {
    let row = tx.one(
        "INSERT INTO file (sha256, bytes, media_type, stored_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (sha256) DO UPDATE SET bytes = excluded.bytes RETURNING id",
        &[(&kept.sha256).into(), size(kept.bytes).into(), kept.media_type.name().into(), now.0.into()],
    )?;
    let id = FileId(row.int(0)?);
    super::gone::hold(tx, id, now)?;
    tx.notify(super::verdict::TOPIC, id.0);
    Ok(id)
}

/// The row of a paper that this program has just written: no scanner has to look at it.
pub fn ensure_own(tx: &mut Tx, kept: &Kept, now: Instant) -> Result<FileId, DbFault> {
    let file = ensure(tx, kept, now)?;
    super::verdict::trust(tx, file, now)?;
    Ok(file)
}

fn size(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

/// How many files the working copy has, and their bytes.
pub fn count_draft(tx: &mut Tx, entry: EntryId) -> Result<(i64, i64), DbFault> {
    let sql = "SELECT COUNT(*), CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM draft_file WHERE entry_id = $1";
    let row = tx.one(sql, &[entry.0.into()])?;
    Ok((row.int(0)?, row.int(1)?))
}

/// True when the working copy has this content under this name already.
pub fn has_draft(tx: &mut Tx, entry: EntryId, file: FileId, name: &str) -> Result<bool, DbFault> {
    let sql = "SELECT 1 FROM draft_file WHERE entry_id = $1 AND file_id = $2 AND name = $3";
    Ok(tx.opt(sql, &[entry.0.into(), file.0.into(), name.into()])?.is_some())
}

pub fn insert_draft(
    tx: &mut Tx,
    entry: EntryId,
    file: FileId,
    name: &str,
    kind: AttachmentKind,
    bytes: u64,
    now: Instant,
) -> Result<i64, DbFault> {
    let sql = "INSERT INTO draft_file (entry_id, file_id, name, kind, bytes, added_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
    let vals =
        [entry.0.into(), file.0.into(), name.into(), kind.word().into(), size(bytes).into(), now.0.into()];
    tx.one(sql, &vals)?.int(0)
}

/// The files of a version as the beginning of a working copy; a file that was only named stays named.
pub fn copy_to_draft(tx: &mut Tx, entry: EntryId, version: i64, now: Instant) -> Result<(), DbFault> {
    tx.exec(
        "INSERT INTO draft_file (entry_id, file_id, name, kind, bytes, added_at) \
         SELECT entry_id, file_id, name, kind, bytes, $3 FROM attachment a WHERE entry_id = $1 AND version = $2 \
         AND NOT EXISTS (SELECT 1 FROM personal_erasure x WHERE x.entry_id = a.entry_id AND x.extent = 'all') ORDER BY position",
        &[entry.0.into(), version.into(), now.0.into()],
    )
    .map(|_| ())
}

pub fn delete_draft(tx: &mut Tx, entry: EntryId, draft_file: i64) -> Result<bool, DbFault> {
    let sql = "DELETE FROM draft_file WHERE id = $1 AND entry_id = $2";
    Ok(tx.exec(sql, &[draft_file.into(), entry.0.into()])? > 0)
}

/// All files of the working copy.
pub fn delete_drafts(tx: &mut Tx, entry: EntryId) -> Result<(), DbFault> {
    tx.exec("DELETE FROM draft_file WHERE entry_id = $1", &[entry.0.into()]).map(|_| ())
}

/// The content of an attachment of a version; none where the entry's files went with its names.
pub fn find_attachment(
    tx: &mut Tx,
    entry: EntryId,
    version: i64,
    position: i64,
) -> Result<Option<NamedFile>, DbFault> {
    let sql = "SELECT a.name, f.sha256, f.bytes, f.media_type FROM attachment a JOIN file f ON f.id = a.file_id \
               WHERE a.entry_id = $1 AND a.version = $2 AND a.position = $3 \
               AND NOT EXISTS (SELECT 1 FROM personal_erasure x WHERE x.entry_id = a.entry_id AND x.extent = 'all')";
    tx.opt(sql, &[entry.0.into(), version.into(), position.into()])?.as_ref().map(read).transpose()
}

/// The content of a file of the working copy.
pub fn find_draft(tx: &mut Tx, entry: EntryId, draft_file: i64) -> Result<Option<NamedFile>, DbFault> {
    let sql = "SELECT d.name, f.sha256, f.bytes, f.media_type FROM draft_file d JOIN file f ON f.id = d.file_id \
               WHERE d.entry_id = $1 AND d.id = $2";
    tx.opt(sql, &[entry.0.into(), draft_file.into()])?.as_ref().map(read).transpose()
}

/// The hashes and sizes of all contents that have to be there.
pub fn all(tx: &mut Tx) -> Result<Vec<([u8; 32], u64)>, DbFault> {
    let mut all = Vec::new();
    tx.each("SELECT sha256, bytes FROM file f WHERE NOT EXISTS (SELECT 1 FROM file_gone g WHERE g.file_id = f.id) ORDER BY id", &[], |row| {
        all.push((hash(row.blob(0)?)?, u64::try_from(row.int(1)?).unwrap_or(0)));
        Ok::<_, DbFault>(())
    })?;
    Ok(all)
}

fn read(row: &Row) -> Result<NamedFile, DbFault> {
    Ok(NamedFile {
        name: row.text(0)?.to_owned(),
        sha256: hash(row.blob(1)?)?,
        bytes: u64::try_from(row.int(2)?).unwrap_or(0),
        media_type: MediaType::from_name(row.text(3)?)
            .ok_or_else(|| DbFault::other("unknown media type in file"))?,
    })
}

fn hash(bytes: &[u8]) -> Result<[u8; 32], DbFault> {
    bytes.try_into().map_err(|_| DbFault::other("a hash in file is not 32 bytes"))
}
