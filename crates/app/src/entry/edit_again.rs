//! Handing in again: the working copy becomes the next version; confirmations of earlier ones are void by a guard.

use super::authors;
use super::store::{self, Circumstances};
use super::submit::{Receipt, with_files};
use crate::act::Stop;
use crate::db::Tx;
use crate::record::{actor_text, record};
use domain::actor::Actor;
use domain::entry::authors::How;
use domain::entry::{EntryState, SubmitRefusal, access, edit_again as rule};
use domain::ids::EntryId;
use domain::time::Instant;

/// Makes the working copy of an entry that is handed in its next version.
pub fn edit_again(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    now: Instant,
) -> Result<Receipt, Stop<SubmitRefusal>> {
    let (row, working) = store::find_working(tx, entry)?.ok_or(Stop::NotFound)?;
    access::write(actor, &row.subject()).map_err(|_| Stop::NotFound)?;
    if row.state == EntryState::Draft {
        return Err(Stop::NotFound);
    }
    let Some(working) = working else { return Err(Stop::refuse(SubmitRefusal::Unchanged)) };
    let here = store::whereabouts(tx, &row)?;
    let draft = with_files(tx, entry, working.draft)?;
    let around = Circumstances::load(tx, &row, &draft)?;
    let (submitted, event) = rule::edit_again(entry, &draft, &here, &around.hand_in(now))?;
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
