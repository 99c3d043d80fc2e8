//! audit/verify: walks the chain from its beginning and says whether every line is what was written, in order, none missing.

use crate::db::{DbFault, RowRef, Tx};
use crate::record::Line;

/// The end of an unbroken chain. Whoever keeps a copy of it outside can tell later whether the past was rewritten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Number of the last line; 0 when nothing has happened yet.
    pub seq: i64,
    pub hash: Vec<u8>,
}

/// The first line that is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenAt {
    pub seq: i64,
    pub why: Broken,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// A line is missing before this one.
    Gap,
    /// It does not continue the line before.
    Link,
    /// Its content does not give its hash.
    Content,
    /// The head kept beside the log is another one: lines are missing at the end.
    Head,
}

impl Head {
    /// The hash in hexadecimal.
    pub fn hex(&self) -> String {
        data_encoding::HEXLOWER.encode(&self.hash)
    }
}

/// Verifies the whole chain. Reads every line once and keeps none.
pub fn verify(tx: &mut Tx) -> Result<Result<Head, BrokenAt>, DbFault> {
    let head = tx.one("SELECT seq, hash FROM audit_head WHERE id = 1", &[])?;
    let head = Head { seq: head.int(0)?, hash: head.blob(1)?.to_vec() };
    let mut at = Head { seq: 0, hash: vec![0; 32] };
    let mut broken = None;
    tx.each(
        "SELECT seq, at, actor, event, contest_id, subject, subject_id, facts, prev_hash, hash FROM audit ORDER BY seq",
        &[],
        |row| {
            if broken.is_none() {
                let (line, prev, hash) = (line_of(row)?, row.blob(8)?, row.blob(9)?);
                let why = if line.seq != at.seq + 1 {
                    Some(Broken::Gap)
                } else if prev != at.hash {
                    Some(Broken::Link)
                } else if line.hash(prev) != hash {
                    Some(Broken::Content)
                } else {
                    None
                };
                broken = why.map(|why| BrokenAt { seq: line.seq, why });
                at = Head { seq: line.seq, hash: hash.to_vec() };
            }
            Ok::<_, DbFault>(())
        },
    )?;
    Ok(match broken {
        Some(broken) => Err(broken),
        None if at != head => Err(BrokenAt { seq: at.seq + 1, why: Broken::Head }),
        None => Ok(head),
    })
}

/// Reads a line whose columns begin with seq, at, actor, event, contest, subject, subject id, facts.
pub(super) fn line_of(row: &RowRef<'_>) -> Result<Line, DbFault> {
    Ok(Line {
        seq: row.int(0)?,
        at: row.int(1)?,
        actor: row.text(2)?.to_owned(),
        event: row.text(3)?.to_owned(),
        contest: row.opt_int(4)?,
        subject: row.text(5)?.to_owned(),
        subject_id: row.int(6)?,
        facts: row.text(7)?.to_owned(),
    })
}
