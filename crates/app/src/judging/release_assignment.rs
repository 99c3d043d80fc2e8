//! Frees a judge of an entry, with a reason that stays visible. The saved marks stay on record and count no more.

use super::store;
use crate::act::Stop;
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::ids::SheetId;
use domain::judging::reopen::{ReleaseRefusal, release};
use domain::judging::{JudgingEvent, access};
use domain::text;
use domain::time::Instant;

pub fn release_assignment(
    tx: &mut Tx,
    actor: &Actor,
    sheet: SheetId,
    reason: &str,
    now: Instant,
) -> Result<(), Stop<ReleaseRefusal>> {
    tx.lock_row("score_sheet", sheet.0)?;
    let file = store::find_sheet(tx, sheet)?.ok_or(Stop::NotFound)?;
    access::run_round(actor, file.contest)?;
    let reason = text::clean(reason);
    release(file.state, &reason)?;
    store::save_released(tx, sheet, &reason, now)?;
    let (judge, entry) = (file.judge, file.entry);
    let released = JudgingEvent::AssignmentReleased { sheet, judge, entry, reason };
    record(tx, actor, Some(file.contest), released, now)?;
    Ok(())
}
