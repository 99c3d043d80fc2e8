//! A light copy and a poster of a video (*bản xem nhẹ, ảnh bìa*), made where ffmpeg is installed, for those who watch over a weak line.
//!
//! ```text
//! ask ─► waiting ──job──► done      poster, and a copy where it is really lighter
//!                    └──► failed    with the reason for the operator; the page plays the original
//! ```
//!
//! Copies belong to the content, not to the entry: the same video handed in twice has one copy. Whoever may see the original may see
//! them, and nobody else: a copy is found through the content that was opened.

use super::disk::Kept;
use super::setting;
use super::sniff::MediaType;
use super::store;
use crate::db::{DbFault, Row, Tx};
use crate::jobs;
use domain::contest::AttachmentKind;
use domain::ids::{EntryId, FileId};
use domain::time::Instant;
use std::collections::HashMap;

/// The kind of job that makes copies; its text is the id of the content.
pub const KIND: &str = "video-copy";

/// How far the copies of a content are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Copies {
    Waiting,
    Done { poster: Option<Content>, light: Option<Content> },
    Failed,
}

/// A content that a copy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Content {
    pub sha256: [u8; 32],
    pub bytes: u64,
    pub media_type: MediaType,
}

/// Asks for the copies of a content, where copies are made, it is a video, and nobody has asked before. A content that waits for the
/// scanner is asked for once it is clean.
pub fn ask(tx: &mut Tx, file: FileId, media_type: MediaType, now: Instant) -> Result<(), DbFault> {
    if media_type.kind() != AttachmentKind::Video {
        return Ok(());
    }
    let sql = "INSERT INTO video_copy (file_id, state, asked_at) \
               SELECT f.id, 'waiting', $2 FROM file f CROSS JOIN file_setting s LEFT JOIN file_verdict v ON v.file_id = f.id \
               WHERE f.id = $1 AND s.light = 1 AND (s.scan = 0 OR v.verdict = 'clean') \
               ON CONFLICT (file_id) DO NOTHING";
    if tx.exec(sql, &[file.0.into(), now.0.into()])? == 1 {
        jobs::ask(tx, KIND, &file.0.to_string(), now, now)?;
    }
    Ok(())
}

/// Asks for the copies of all videos of entries that have none yet: those that came before copies were made here.
pub fn ask_missing(tx: &mut Tx, now: Instant) -> Result<usize, DbFault> {
    if !setting::load(tx)?.light {
        return Ok(0);
    }
    let sql = "SELECT f.id, f.media_type FROM file f WHERE f.media_type LIKE 'video/%' \
               AND NOT EXISTS (SELECT 1 FROM video_copy v WHERE v.file_id = f.id OR v.light_id = f.id) \
               AND NOT EXISTS (SELECT 1 FROM file_gone g WHERE g.file_id = f.id) \
               AND (EXISTS (SELECT 1 FROM draft_file d WHERE d.file_id = f.id) OR EXISTS (SELECT 1 FROM attachment a WHERE a.file_id = f.id)) ORDER BY f.id";
    let missing = tx.query(sql, &[])?;
    for row in &missing {
        let media_type = MediaType::from_name(row.text(1)?).ok_or_else(unknown)?;
        ask(tx, FileId(row.int(0)?), media_type, now)?;
    }
    Ok(missing.len())
}

/// The video of a job that still waits for its copies.
pub fn waiting(tx: &mut Tx, file: FileId) -> Result<Option<Content>, DbFault> {
    let sql = "SELECT f.sha256, f.bytes, f.media_type FROM file f JOIN video_copy v ON v.file_id = f.id WHERE f.id = $1 AND v.state = 'waiting'";
    tx.opt(sql, &[file.0.into()])?.as_ref().map(|row| content(row, 0)?.ok_or_else(unknown)).transpose()
}

/// The copies are made and durable.
pub fn save_done(
    tx: &mut Tx,
    file: FileId,
    poster: Option<&Kept>,
    light: Option<&Kept>,
    now: Instant,
) -> Result<(), DbFault> {
    let mut id = |kept: Option<&Kept>| kept.map(|k| store::ensure(tx, k, now).map(|f| f.0)).transpose();
    let (poster, light) = (id(poster)?, id(light)?);
    let sql = "UPDATE video_copy SET state = 'done', poster_id = $2, light_id = $3, made_at = $4 WHERE file_id = $1 AND state = 'waiting'";
    tx.exec(sql, &[file.0.into(), poster.into(), light.into(), now.0.into()]).map(|_| ())
}

/// There will be no copies; `reason` is for the operator.
pub fn save_failed(tx: &mut Tx, file: FileId, reason: &str, now: Instant) -> Result<(), DbFault> {
    let sql = "UPDATE video_copy SET state = 'failed', reason = $2, made_at = $3 WHERE file_id = $1 AND state = 'waiting'";
    let reason: String = reason.chars().take(500).collect();
    tx.exec(sql, &[file.0.into(), (&reason).into(), now.0.into()]).map(|_| ())
}

/// The content was removed with its copies and has come again: nobody has asked for any.
pub(super) fn forget(tx: &mut Tx, file: FileId) -> Result<(), DbFault> {
    tx.exec("DELETE FROM video_copy WHERE file_id = $1", &[file.0.into()]).map(|_| ())
}

/// The copies of the content that was opened. Where none are made here any more, only those that are done.
pub fn of(tx: &mut Tx, sha256: &[u8; 32]) -> Result<Option<Copies>, DbFault> {
    let sql = "SELECT v.state, s.light, p.sha256, p.bytes, p.media_type, l.sha256, l.bytes, l.media_type \
               FROM file f JOIN video_copy v ON v.file_id = f.id CROSS JOIN file_setting s \
               LEFT JOIN file p ON p.id = v.poster_id LEFT JOIN file l ON l.id = v.light_id WHERE f.sha256 = $1";
    let Some(row) = tx.opt(sql, &[sha256.into()])? else { return Ok(None) };
    Ok(match row.text(0)? {
        "done" => Some(Copies::Done { poster: content(&row, 2)?, light: content(&row, 5)? }),
        "failed" => Some(Copies::Failed),
        _ => (row.int(1)? == 1).then_some(Copies::Waiting),
    })
}

/// Of the files of a working copy, those whose copies are asked for: `true` where they are there.
pub fn of_draft(tx: &mut Tx, entry: EntryId) -> Result<HashMap<i64, bool>, DbFault> {
    let sql = "SELECT d.id, v.state FROM draft_file d JOIN video_copy v ON v.file_id = d.file_id CROSS JOIN file_setting s \
               WHERE d.entry_id = $1 AND d.kind = $2 AND (v.state = 'done' AND v.light_id IS NOT NULL OR v.state = 'waiting' AND s.light = 1)";
    let rows = tx.query(sql, &[entry.0.into(), AttachmentKind::Video.word().into()])?;
    rows.iter().map(|r| Ok((r.int(0)?, r.text(1)? == "done"))).collect()
}

fn content(row: &Row, at: usize) -> Result<Option<Content>, DbFault> {
    let Some(sha256) = row.opt_blob(at)? else { return Ok(None) };
    Ok(Some(Content {
        sha256: sha256.try_into().map_err(|_| DbFault::other("a hash in file is not 32 bytes"))?,
        bytes: u64::try_from(row.int(at + 1)?).unwrap_or(0),
        media_type: MediaType::from_name(row.text(at + 2)?).ok_or_else(unknown)?,
    }))
}

fn unknown() -> DbFault {
    DbFault::other("unknown media type in file")
}
