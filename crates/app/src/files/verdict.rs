//! What the scanner has said of contents (*kết quả quét vi-rút*).
//!
//! ```text
//! stored ─► waiting ─► clean      given out as usual
//!              │  └──► infected   never given out; its author and the unit are told
//!              └─────► unread     the scanner does not look at it: waits and is asked for again
//! ```
//!
//! Without a scanner everything that is not infected is given out. What this program has written itself, a paper, is not held.

use super::{light, setting};
use crate::db::{DbFault, Tx, Val, in_list};
use crate::files::MediaType;
use crate::files::clamd::Said;
use crate::record::record;
use domain::actor::Actor;
use domain::entry::EntryEvent;
use domain::ids::{ContestId, EntryId, FileId};
use domain::time::Instant;
use std::collections::HashMap;

/// Told to the scanner when a content is new.
pub const TOPIC: &str = "file";
/// When one that the scanner does not look at is asked for again: its settings may have changed.
const AGAIN_MS: i64 = 60 * 60_000;

/// Why a content is not given out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    Waiting,
    Infected,
}

/// A content that the scanner has to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unscanned {
    pub file: FileId,
    pub sha256: [u8; 32],
}

/// How many contents wait, wait because the scanner does not look at them, and are infected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub waiting: i64,
    pub unread: i64,
    pub infected: i64,
}

/// Whether a content is held back; one that no row speaks of is not there at all.
pub fn held(tx: &mut Tx, sha256: &[u8; 32]) -> Result<Option<Held>, DbFault> {
    Ok(all_held(tx, &[*sha256])?.remove(sha256))
}

/// Of these contents, those that are held back.
pub fn all_held(tx: &mut Tx, contents: &[[u8; 32]]) -> Result<HashMap<[u8; 32], Held>, DbFault> {
    if contents.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "SELECT f.sha256, v.verdict FROM file f CROSS JOIN file_setting s LEFT JOIN file_verdict v ON v.file_id = f.id \
         WHERE f.sha256 IN {} AND (v.verdict = 'infected' OR s.scan = 1 AND (v.verdict IS NULL OR v.verdict = 'unread'))",
        in_list(1, contents.len())
    );
    let vals: Vec<Val> = contents.iter().map(Val::from).collect();
    let mut held = HashMap::new();
    for row in tx.query(&sql, &vals)? {
        let why = if row.opt_text(1)? == Some("infected") { Held::Infected } else { Held::Waiting };
        held.insert(hash(row.blob(0)?)?, why);
    }
    Ok(held)
}

/// A paper that this program has just written: nobody else's bytes are in it. What the scanner has said of the same content stays.
pub fn trust(tx: &mut Tx, file: FileId, now: Instant) -> Result<(), DbFault> {
    let sql = "INSERT INTO file_verdict (file_id, verdict, at) VALUES ($1, 'own', $2) ON CONFLICT (file_id) DO NOTHING";
    tx.exec(sql, &[file.0.into(), now.0.into()]).map(|_| ())
}

/// The contents that the scanner has to look at, the newest first, at most so many.
pub fn due(tx: &mut Tx, most: i64, now: Instant) -> Result<Vec<Unscanned>, DbFault> {
    let sql = "SELECT f.id, f.sha256 FROM file f LEFT JOIN file_verdict v ON v.file_id = f.id \
               WHERE (v.file_id IS NULL OR v.verdict = 'unread' AND v.next_at <= $1) \
               AND NOT EXISTS (SELECT 1 FROM file_gone g WHERE g.file_id = f.id) ORDER BY f.id DESC LIMIT $2";
    let rows = tx.query(sql, &[now.0.into(), most.into()])?;
    rows.iter().map(|r| Ok(Unscanned { file: FileId(r.int(0)?), sha256: hash(r.blob(1)?)? })).collect()
}

/// Keeps what the scanner said. The first time that it finds something, all entries that carry the content are told.
pub fn save(tx: &mut Tx, file: FileId, said: &Said, now: Instant) -> Result<(), DbFault> {
    let (verdict, found, next) = match said {
        Said::Clean => ("clean", None, None),
        Said::Infected(name) => ("infected", Some(name), None),
        Said::Unread(why) => ("unread", Some(why), Some(now.plus_ms(AGAIN_MS).0)),
    };
    let found: Option<String> = found.map(|text| domain::text::clean_line(text).chars().take(200).collect());
    let sql = "INSERT INTO file_verdict (file_id, verdict, found, at, next_at) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (file_id) DO UPDATE SET verdict = excluded.verdict, found = excluded.found, at = excluded.at, next_at = excluded.next_at \
               WHERE file_verdict.verdict = 'unread'";
    let vals = [file.0.into(), verdict.into(), found.into(), now.0.into(), next.into()];
    let is_new = tx.exec(sql, &vals)? == 1;
    match said {
        Said::Infected(_) if is_new => tell(tx, file, now),
        Said::Clean if is_new => {
            let row = tx.one("SELECT media_type FROM file WHERE id = $1", &[file.0.into()])?;
            let of_entry = "SELECT 1 FROM draft_file WHERE file_id = $1 UNION ALL SELECT 1 FROM attachment WHERE file_id = $1 LIMIT 1";
            match MediaType::from_name(row.text(0)?) {
                Some(media_type) if tx.opt(of_entry, &[file.0.into()])?.is_some() => {
                    light::ask(tx, file, media_type, now)
                }
                _ => Ok(()),
            }
        }
        Said::Infected(_) | Said::Clean | Said::Unread(_) => Ok(()),
    }
}

/// Author and unit of every entry that carries the content, in its working copy or in the version that counts.
fn tell(tx: &mut Tx, file: FileId, now: Instant) -> Result<(), DbFault> {
    let sql = "SELECT e.id, e.contest_id FROM entry e WHERE EXISTS (SELECT 1 FROM draft_file d WHERE d.entry_id = e.id AND d.file_id = $1) \
               OR EXISTS (SELECT 1 FROM attachment a WHERE a.entry_id = e.id AND a.version = e.version AND a.file_id = $1) ORDER BY e.id";
    for row in tx.query(sql, &[file.0.into()])? {
        let (entry, contest) = (EntryId(row.int(0)?), ContestId(row.int(1)?));
        record(tx, &Actor::System, Some(contest), EntryEvent::FileInfected { entry }, now)?;
    }
    Ok(())
}

pub fn count(tx: &mut Tx) -> Result<Counts, DbFault> {
    let sql = "SELECT COUNT(CASE WHEN v.file_id IS NULL THEN 1 END), COUNT(CASE WHEN v.verdict = 'unread' THEN 1 END), \
               COUNT(CASE WHEN v.verdict = 'infected' THEN 1 END) FROM file f LEFT JOIN file_verdict v ON v.file_id = f.id \
               WHERE NOT EXISTS (SELECT 1 FROM file_gone g WHERE g.file_id = f.id)";
    let row = tx.one(sql, &[])?;
    Ok(Counts { waiting: row.int(0)?, unread: row.int(1)?, infected: row.int(2)? })
}

/// A sentence each for the operator; nothing where no scanner is asked and none has found anything.
pub fn report(tx: &mut Tx) -> Result<Vec<String>, DbFault> {
    let (scan, n) = (setting::load(tx)?.scan, count(tx)?);
    let mut lines = Vec::new();
    if scan {
        lines.push(format!(
            "scanner: {} contents wait, {} are not looked at by it, {} are infected",
            n.waiting, n.unread, n.infected
        ));
        if let Some((why, since)) = setting::fault(tx)? {
            lines.push(format!("scanner: no answer since {since}: {why}"));
        }
        let sql = "SELECT DISTINCT found FROM file_verdict WHERE verdict = 'unread' ORDER BY found LIMIT 5";
        for row in tx.query(sql, &[])? {
            lines.push(format!("scanner: not looked at: {}", row.text(0)?));
        }
    } else if n.infected > 0 {
        lines.push(format!("scanner: none is asked; {} contents were found infected before", n.infected));
    }
    Ok(lines)
}

fn hash(bytes: &[u8]) -> Result<[u8; 32], DbFault> {
    bytes.try_into().map_err(|_| DbFault::other("a hash in file is not 32 bytes"))
}
