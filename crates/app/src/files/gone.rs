//! Contents that go because the entries that held them are erased.
//!
//! ```text
//! held ─► asked ─► claimed ─► removed     from disk and store; hash and size stay
//!           └─► held again: somebody has handed the same content in before it was claimed
//! ```
//!
//! A content is written before the row that speaks of it, so for [`QUIET_MS`] after the claim nobody may speak of it: what was
//! written before the removal would be removed with it.

use super::contents::Contents;
use super::light;
use crate::clock::Clock;
use crate::db::{Db, DbFault, Tx};
use anyhow::Context;
use domain::ids::{EntryId, FileId};
use domain::time::Instant;

/// Longer than the sending of a file takes from its first look on the disk to its row.
const QUIET_MS: i64 = 60 * 60_000;
/// Removed in one go.
const MOST: i64 = 100;

/// True of a content `f` that something speaks of which was not erased.
const HELD: &str = "(EXISTS (SELECT 1 FROM draft_file d WHERE d.file_id = f.id) \
    OR EXISTS (SELECT 1 FROM attachment a WHERE a.file_id = f.id AND NOT EXISTS (SELECT 1 FROM personal_erasure x WHERE x.entry_id = a.entry_id AND x.extent = 'all')) \
    OR EXISTS (SELECT 1 FROM masked_file m WHERE m.clean_file_id = f.id AND NOT EXISTS (SELECT 1 FROM personal_erasure x WHERE x.entry_id = m.entry_id AND x.extent = 'all')) \
    OR EXISTS (SELECT 1 FROM paper_issue p WHERE p.pdf_file_id = f.id OR p.docx_file_id = f.id OR p.xlsx_file_id = f.id) \
    OR EXISTS (SELECT 1 FROM paper_scan s WHERE s.file_id = f.id) \
    OR EXISTS (SELECT 1 FROM unit_paper u WHERE u.pdf_file_id = f.id OR u.docx_file_id = f.id) \
    OR EXISTS (SELECT 1 FROM confirmation c WHERE c.scan_file_id = f.id) \
    OR EXISTS (SELECT 1 FROM video_copy v WHERE (v.poster_id = f.id OR v.light_id = f.id) AND NOT EXISTS (SELECT 1 FROM file_gone g WHERE g.file_id = v.file_id)))";

/// The contents of an entry and what was made of them: asked for before its rows go.
pub fn of_entry(tx: &mut Tx, entry: EntryId) -> Result<Vec<FileId>, DbFault> {
    let sql = "WITH own (id) AS (SELECT file_id FROM attachment WHERE entry_id = $1 UNION SELECT file_id FROM draft_file WHERE entry_id = $1 \
               UNION SELECT clean_file_id FROM masked_file WHERE entry_id = $1) \
               SELECT id, 0 AS made FROM own WHERE id IS NOT NULL \
               UNION SELECT v.poster_id, 1 FROM video_copy v JOIN own o ON o.id = v.file_id WHERE v.poster_id IS NOT NULL \
               UNION SELECT v.light_id, 1 FROM video_copy v JOIN own o ON o.id = v.file_id WHERE v.light_id IS NOT NULL ORDER BY made, id";
    tx.query(sql, &[entry.0.into()])?.iter().map(|r| Ok(FileId(r.int(0)?))).collect()
}

/// Of these contents, in this order, those that nobody holds are to go.
pub fn ask(tx: &mut Tx, files: &[FileId], now: Instant) -> Result<(), DbFault> {
    let sql = format!(
        "INSERT INTO file_gone (file_id, asked_at) SELECT f.id, $2 FROM file f WHERE f.id = $1 AND NOT {HELD} ON CONFLICT (file_id) DO NOTHING"
    );
    for file in files {
        tx.exec(&sql, &[file.0.into(), now.0.into()])?;
    }
    Ok(())
}

/// Somebody speaks of the content (again).
pub(super) fn hold(tx: &mut Tx, file: FileId, now: Instant) -> Result<(), DbFault> {
    let sql = "SELECT claimed_at, removed_at FROM file_gone WHERE file_id = $1";
    let Some(row) = tx.opt(sql, &[file.0.into()])? else { return Ok(()) };
    if let Some(claimed) = row.opt_int(0)?
        && (row.opt_int(1)?.is_none() || claimed > now.0 - QUIET_MS)
    {
        return Err(DbFault::other("this content is being removed; in an hour it can be handed in again"));
    }
    light::forget(tx, file)?;
    tx.exec("DELETE FROM file_gone WHERE file_id = $1", &[file.0.into()]).map(|_| ())
}

/// Removes what is to go, from the disk and the store. What cannot be removed now is tried again at the next call.
pub async fn sweep(db: &Db, clock: &Clock, files: &Contents) -> anyhow::Result<usize> {
    let due = db.read(due).await?;
    let mut removed = 0;
    for (file, sha256) in due {
        let now = clock.now();
        if !db.write(move |tx| claim(tx, file, now)).await? {
            continue;
        }
        let contents = files.clone();
        let removing = tokio::task::spawn_blocking(move || contents.remove(&sha256));
        removing.await?.context("a content that is to go cannot be removed")?;
        let now = clock.now();
        db.write(move |tx| {
            let sql = "UPDATE file_gone SET removed_at = $2 WHERE file_id = $1 AND removed_at IS NULL";
            tx.exec(sql, &[file.0.into(), now.0.into()])
        })
        .await?;
        removed += 1;
    }
    Ok(removed)
}

fn due(tx: &mut Tx) -> Result<Vec<(FileId, [u8; 32])>, DbFault> {
    let sql = "SELECT f.id, f.sha256 FROM file_gone g JOIN file f ON f.id = g.file_id WHERE g.removed_at IS NULL ORDER BY g.asked_at, f.id LIMIT $1";
    let hash = |bytes: &[u8]| bytes.try_into().map_err(|_| DbFault::other("a hash in file is not 32 bytes"));
    tx.query(sql, &[MOST.into()])?.iter().map(|r| Ok((FileId(r.int(0)?), hash(r.blob(1)?)?))).collect()
}

/// `false` where somebody holds it meanwhile: then it stays.
fn claim(tx: &mut Tx, file: FileId, now: Instant) -> Result<bool, DbFault> {
    let back = format!(
        "DELETE FROM file_gone WHERE file_id = $1 AND claimed_at IS NULL AND EXISTS (SELECT 1 FROM file f WHERE f.id = $1 AND {HELD})"
    );
    tx.exec(&back, &[file.0.into()])?;
    let sql = "UPDATE file_gone SET claimed_at = $2 WHERE file_id = $1 AND removed_at IS NULL";
    Ok(tx.exec(sql, &[file.0.into(), now.0.into()])? == 1)
}
