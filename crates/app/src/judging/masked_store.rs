//! All SQL of the judges' copies of files.

use crate::db::{DbFault, Row, Tx};
use crate::files::MediaType;
use crate::files::clean::Unclean;
use crate::files::store::NamedFile;
use domain::ids::{ContestId, EntryCode, EntryId, FileId};
use domain::time::Instant;

/// What became of the copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CopyState {
    /// The copy, under the hash of what it holds.
    Clean {
        sha256: [u8; 32],
        bytes: u64,
    },
    Withheld(Unclean),
    /// Given out as it came, with the reason of whoever looked at it.
    Released(String),
}

/// An attachment of an accepted entry that holds a content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachedFile {
    pub entry: EntryId,
    pub code: EntryCode,
    pub version: i64,
    pub position: i64,
    pub source: NamedFile,
    /// `None`: nobody has asked for the copy yet.
    pub copy: Option<CopyState>,
}

const FILE: &str = "SELECT e.id, e.code, a.version, a.position, a.name, f.sha256, f.bytes, f.media_type, m.state, m.reason, m.release_reason, k.sha256, k.bytes \
    FROM attachment a JOIN entry e ON e.id = a.entry_id JOIN file f ON f.id = a.file_id \
    LEFT JOIN masked_file m ON m.entry_id = a.entry_id AND m.version = a.version AND m.position = a.position LEFT JOIN file k ON k.id = m.clean_file_id";

/// Its files did not go with its names.
const THERE: &str =
    "NOT EXISTS (SELECT 1 FROM personal_erasure x WHERE x.entry_id = a.entry_id AND x.extent = 'all')";

fn file(r: &Row) -> Result<AttachedFile, DbFault> {
    let hash = |bytes: &[u8]| bytes.try_into().map_err(|_| DbFault::other("a hash in file is not 32 bytes"));
    let size = |n: i64| u64::try_from(n).unwrap_or(0);
    let copy = match r.opt_text(8)? {
        None => None,
        Some("clean") => Some(CopyState::Clean { sha256: hash(r.blob(11)?)?, bytes: size(r.int(12)?) }),
        Some("released") => Some(CopyState::Released(r.opt_text(10)?.unwrap_or_default().to_owned())),
        Some(_) => Some(CopyState::Withheld(
            Unclean::from_word(r.text(9)?)
                .ok_or_else(|| DbFault::other("unknown reason of a withheld file"))?,
        )),
    };
    Ok(AttachedFile {
        entry: EntryId(r.int(0)?),
        code: EntryCode(r.text(1)?.to_owned()),
        version: r.int(2)?,
        position: r.int(3)?,
        source: NamedFile {
            name: r.text(4)?.to_owned(),
            sha256: hash(r.blob(5)?)?,
            bytes: size(r.int(6)?),
            media_type: MediaType::from_name(r.text(7)?)
                .ok_or_else(|| DbFault::other("unknown media type in file"))?,
        },
        copy,
    })
}

pub fn find_file(
    tx: &mut Tx,
    entry: EntryId,
    version: i64,
    position: i64,
) -> Result<Option<AttachedFile>, DbFault> {
    let sql = format!("{FILE} WHERE a.entry_id = $1 AND a.version = $2 AND a.position = $3 AND {THERE}");
    tx.opt(&sql, &[entry.0.into(), version.into(), position.into()])?.as_ref().map(file).transpose()
}

/// The files of the versions in force of all accepted entries, by code and position.
pub fn list_files(tx: &mut Tx, contest: ContestId) -> Result<Vec<AttachedFile>, DbFault> {
    let sql = format!(
        "{FILE} JOIN gate g ON g.entry_id = e.id WHERE e.contest_id = $1 AND a.version = e.version AND e.state = 'handed_in' AND g.intake = 'accepted' AND {THERE} ORDER BY e.code, a.position"
    );
    tx.query(&sql, &[contest.0.into()])?.iter().map(file).collect()
}

/// Keeps what became of a copy; what another request has kept before stays.
pub fn save_copy(
    tx: &mut Tx,
    of: &AttachedFile,
    made: Result<FileId, Unclean>,
    now: Instant,
) -> Result<(), DbFault> {
    let (state, clean, reason) = match made {
        Ok(file) => ("clean", Some(file.0), ""),
        Err(why) => ("withheld", None, why.word()),
    };
    tx.exec(
        "INSERT INTO masked_file (entry_id, version, position, state, clean_file_id, reason, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        &[
            of.entry.0.into(),
            of.version.into(),
            of.position.into(),
            state.into(),
            clean.into(),
            reason.into(),
            now.0.into(),
        ],
    )
    .map(|_| ())
}

pub fn save_released(
    tx: &mut Tx,
    of: &AttachedFile,
    by: &str,
    reason: &str,
    now: Instant,
) -> Result<(), DbFault> {
    tx.exec(
        "UPDATE masked_file SET state = 'released', released_by = $4, release_reason = $5, released_at = $6 WHERE entry_id = $1 AND version = $2 AND position = $3 AND state = 'withheld'",
        &[of.entry.0.into(), of.version.into(), of.position.into(), by.into(), reason.into(), now.0.into()],
    )
    .map(|_| ())
}
