//! Handing in: the working copy becomes version 1. Thirteen statements for a written entry, however many authors it has.

use super::authors;
use super::store::{self, Circumstances};
use crate::act::Stop;
use crate::db::{DbFault, Tx};
use crate::record::{actor_text, record};
use domain::actor::Actor;
use domain::entry::authors::How;
use domain::entry::{Attachment, Draft, EntryState, SubmitRefusal, access, submit as rule};
use domain::ids::{EntryCode, EntryId};
use domain::time::Instant;

/// What the author gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    pub entry: EntryId,
    pub code: EntryCode,
    pub version: i64,
    pub at: Instant,
    pub dossier_hash: [u8; 32],
}

/// Hands the draft in as version 1.
pub fn submit(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    now: Instant,
) -> Result<Receipt, Stop<SubmitRefusal>> {
    let (row, working) = store::find_working(tx, entry)?.ok_or(Stop::NotFound)?;
    access::write(actor, &row.subject()).map_err(|_| Stop::NotFound)?;
    match row.state {
        EntryState::Draft => {}
        EntryState::HandedIn => return Err(Stop::refuse(SubmitRefusal::AlreadyHandedIn)),
        EntryState::Withdrawn => return Err(Stop::refuse(SubmitRefusal::Withdrawn)),
    }
    let working = working.ok_or(Stop::NotFound)?;
    let draft = with_files(tx, entry, working.draft)?;
    let around = Circumstances::load(tx, &row, &draft)?;
    let (submitted, event) = rule::submit(entry, &draft, &around.hand_in(now))?;
    store::save_version(tx, entry, &submitted, &around.units, &actor_text(actor), now)?;
    authors::handed_in(tx, actor, entry, &submitted.dossier, How::HandIn, now)?;
    record(tx, actor, Some(row.contest), event, now)?;
    Ok(Receipt {
        entry,
        code: row.code,
        version: submitted.version,
        at: submitted.at,
        dossier_hash: submitted.dossier_hash,
    })
}

/// The draft as it is decided on: with its files, without lines left blank.
pub(super) fn with_files(tx: &mut Tx, entry: EntryId, draft: Draft) -> Result<Draft, DbFault> {
    let attachments: Vec<Attachment> = store::draft_files(tx, entry)?.into_iter().map(|(_, f)| f).collect();
    let mut draft = Draft { attachments, ..draft };
    draft.drop_blank_authors();
    Ok(draft)
}
