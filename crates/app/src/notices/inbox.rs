//! The box of an account: *hộp thông báo*. Everything that was told to it, with or without a letter.

use super::letter::path;
use super::store;
use crate::act::Stop;
use crate::db::Tx;
use domain::actor::Actor;
use domain::ids::PersonId;
use domain::notices::Kind;
use domain::time::Instant;

/// Shown at once; what is older has been read or will not be.
pub const MOST: i64 = 200;

/// One line: the same thing several times in a row is one line with a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub kind: Kind,
    /// The last time.
    pub at: Instant,
    pub times: i64,
    /// One of them has not been read.
    pub is_new: bool,
    pub contest: String,
    pub entry: String,
    pub unit: String,
    pub path: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Inbox {
    pub lines: Vec<Shown>,
    pub unread: i64,
    /// The newest notice shown: reading marks up to here.
    pub up_to: i64,
}

fn owner(actor: &Actor) -> Result<PersonId, Stop<()>> {
    actor.person_id().ok_or(Stop::NotAllowed)
}

/// The actor's own box, newest first.
pub fn open(tx: &mut Tx, actor: &Actor) -> Result<Inbox, Stop<()>> {
    let person = owner(actor)?;
    let rows = store::list_box(tx, person, MOST)?;
    let mut inbox = Inbox {
        unread: store::count_unread(tx, person)?,
        up_to: rows.first().map_or(0, |r| r.notice.id),
        ..Inbox::default()
    };
    let mut last = None;
    for row in rows {
        let n = &row.notice;
        let what = (n.kind, n.entry, n.contest, n.unit);
        if let (true, Some(line)) = (last == Some(what), inbox.lines.last_mut()) {
            line.times += 1;
            line.is_new |= !row.is_read;
            continue;
        }
        last = Some(what);
        inbox.lines.push(Shown {
            kind: n.kind,
            at: n.at,
            times: 1,
            is_new: !row.is_read,
            path: path(n, &row.contest_code, true),
            contest: row.contest,
            entry: row.entry,
            unit: row.unit,
        });
    }
    Ok(inbox)
}

pub fn count_unread(tx: &mut Tx, actor: &Actor) -> Result<i64, Stop<()>> {
    Ok(store::count_unread(tx, owner(actor)?)?)
}

/// Marks as read what the page showed; what came meanwhile stays new.
pub fn mark_read(tx: &mut Tx, actor: &Actor, up_to: i64, now: Instant) -> Result<u64, Stop<()>> {
    Ok(store::save_read(tx, owner(actor)?, up_to, now)?)
}
