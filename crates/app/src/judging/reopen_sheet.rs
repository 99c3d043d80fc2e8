//! Reopens a signed sheet: the chair, with a reason; what was signed stays in the history.

use super::{lead, store};
use crate::act::Stop;
use crate::db::Tx;
use crate::record::{actor_text, record};
use domain::actor::Actor;
use domain::ids::SheetId;
use domain::judging::JudgingEvent;
use domain::judging::reopen::{ReopenRefusal, reopen};
use domain::text;
use domain::time::Instant;

pub fn reopen_sheet(
    tx: &mut Tx,
    actor: &Actor,
    sheet: SheetId,
    reason: &str,
    now: Instant,
) -> Result<(), Stop<ReopenRefusal>> {
    tx.lock_row("score_sheet", sheet.0)?;
    let file = store::find_sheet(tx, sheet)?.ok_or(Stop::NotFound)?;
    // The chair, and for an entry that the chair keeps away from the deputy.
    if !lead::leads(tx, actor, file.contest, file.entry)? {
        return Err(Stop::NotAllowed);
    }
    let reason = text::clean(reason);
    reopen(file.state, &reason)?;
    store::save_reopened(tx, sheet, &actor_text(actor), &reason, now)?;
    let reopened = JudgingEvent::SheetReopened { sheet, revision: file.revision, reason };
    record(tx, actor, Some(file.contest), reopened, now)?;
    Ok(())
}
