//! Giving a file out, to those who may see its entry.

use super::store::{self, NamedFile};
use crate::act::Stop;
use crate::db::Tx;
use crate::entry;
use domain::actor::Actor;
use domain::entry::access;
use domain::ids::EntryId;
use domain::time::Instant;

/// What to send, and under which name.
pub type Opened = NamedFile;

/// A file of a version that was handed in.
pub fn open<R>(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    version: i64,
    position: i64,
    now: Instant,
) -> Result<Opened, Stop<R>> {
    let row = entry::store::find(tx, entry)?.ok_or(Stop::NotFound)?;
    let subject = entry::store::subject_for(tx, actor, &row)?;
    access::see(actor, &subject, now).map_err(|_| Stop::NotFound)?;
    store::find_attachment(tx, entry, version, position)?.ok_or(Stop::NotFound)
}

/// A file of the working copy, for its author alone.
pub fn open_draft_file<R>(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    draft_file: i64,
) -> Result<Opened, Stop<R>> {
    let row = entry::store::find(tx, entry)?.ok_or(Stop::NotFound)?;
    access::write(actor, &row.subject()).map_err(|_| Stop::NotFound)?;
    store::find_draft(tx, entry, draft_file)?.ok_or(Stop::NotFound)
}
