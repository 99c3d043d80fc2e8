//! Adding a file to the working copy and taking one away. The content is kept before (`disk::keep`), so what the table says
//! is always on the disk.

use super::disk::Kept;
use super::{light, store};
use crate::act::Stop;
use crate::db::{DbFault, Tx};
use crate::entry;
use domain::actor::Actor;
use domain::entry::draft::{MAX_ENTRY_BYTES, MAX_FILES};
use domain::entry::{Attachment, SubmitRefusal, access};
use domain::ids::EntryId;
use domain::text;
use domain::time::Instant;

/// In characters.
pub const MAX_NAME: usize = 200;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttachRefusal {
    TooMany {
        most: usize,
    },
    TooLargeTogether {
        most: u64,
        have: u64,
    },
    NameTooLong {
        most: usize,
        have: usize,
    },
    NameMissing,
    /// The name says a type that is not taken.
    UnknownType,
    Empty,
    /// One file alone is too large.
    TooLarge {
        most: u64,
        have: u64,
    },
    /// The entry is no longer to be edited.
    Locked(SubmitRefusal),
}

/// Adds a kept content under its name. The same content under the same name again changes nothing.
pub fn attach(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    kept: &Kept,
    file_name: &str,
    now: Instant,
) -> Result<(), Stop<AttachRefusal>> {
    begin_change(tx, actor, entry, now)?;
    let name = name_of(file_name);
    let mut refusals = name_refusals(&name);
    let (count, bytes) = store::count_draft(tx, entry)?;
    let together = u64::try_from(bytes).unwrap_or(0).saturating_add(kept.bytes);
    let file = store::ensure(tx, kept, now)?;
    if refusals.is_empty() && store::has_draft(tx, entry, file, &name)? {
        return Ok(());
    }
    if usize::try_from(count).unwrap_or(usize::MAX) >= MAX_FILES {
        refusals.push(AttachRefusal::TooMany { most: MAX_FILES });
    }
    if together > MAX_ENTRY_BYTES {
        refusals.push(AttachRefusal::TooLargeTogether { most: MAX_ENTRY_BYTES, have: together });
    }
    if !refusals.is_empty() {
        return Err(Stop::Refused(refusals));
    }
    store::insert_draft(tx, entry, file, &name, kept.media_type.kind(), kept.bytes, now)?;
    light::ask(tx, file, kept.media_type, now)?;
    Ok(())
}

/// The last part of a path, on one line.
pub(super) fn name_of(file_name: &str) -> String {
    text::clean_line(file_name.rsplit(['/', '\\']).next().unwrap_or_default())
}

pub(super) fn name_refusals(name: &str) -> Vec<AttachRefusal> {
    match text::length(name) {
        0 => vec![AttachRefusal::NameMissing],
        have if have > MAX_NAME => vec![AttachRefusal::NameTooLong { most: MAX_NAME, have }],
        _ => vec![],
    }
}

/// Makes the row of a kept content, for a dossier recorded at a desk: as an attachment of it.
pub fn register(tx: &mut Tx, kept: &Kept, file_name: &str, now: Instant) -> Result<Attachment, DbFault> {
    let file = store::ensure(tx, kept, now)?;
    light::ask(tx, file, kept.media_type, now)?;
    Ok(Attachment {
        name: text::clean_line(file_name).chars().take(MAX_NAME).collect(),
        kind: kept.media_type.kind(),
        bytes: kept.bytes,
        sha256: Some(kept.sha256),
    })
}

/// Adds a kept content in place of what the working copy has under that name.
pub fn replace(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    kept: &Kept,
    file_name: &str,
    now: Instant,
) -> Result<(), Stop<AttachRefusal>> {
    begin_change(tx, actor, entry, now)?;
    for (id, file) in entry::store::draft_files(tx, entry)? {
        if file.name == file_name && file.sha256 != Some(kept.sha256) {
            store::delete_draft(tx, entry, id)?;
        }
    }
    attach(tx, actor, entry, kept, file_name, now)
}

/// Takes a file away from the working copy; versions handed in keep theirs. A file that is gone already is no fault.
pub fn detach(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    draft_file: i64,
    now: Instant,
) -> Result<(), Stop<AttachRefusal>> {
    begin_change(tx, actor, entry, now)?;
    store::delete_draft(tx, entry, draft_file)?;
    Ok(())
}

/// Its author may change the working copy; one is made where there is none.
pub(super) fn begin_change(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    now: Instant,
) -> Result<(), Stop<AttachRefusal>> {
    let (row, working) = entry::store::find_working(tx, entry)?.ok_or(Stop::NotFound)?;
    access::write(actor, &row.subject()).map_err(|_| Stop::NotFound)?;
    entry::save_draft::may_be_edited(tx, &row).map_err(|stop| stop.map(AttachRefusal::Locked))?;
    if working.is_none() {
        entry::open::start_working(tx, &row, now)?;
    }
    Ok(())
}
