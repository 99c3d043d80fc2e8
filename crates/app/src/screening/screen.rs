//! The unit's verdict on a version. A verdict other than "selected" voids a confirmation given before.

use super::store;
use crate::act::Stop;
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::ids::EntryId;
use domain::screening::screen::{self as rule, Sheet};
use domain::screening::{ScreenRefusal, ScreeningEvent, Verdict, access};
use domain::text;
use domain::time::Instant;

pub fn screen(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    sheet: &Sheet,
    now: Instant,
) -> Result<(), Stop<ScreenRefusal>> {
    let held = store::hold(tx, entry)?.ok_or(Stop::NotFound)?;
    access::work_desk(actor, held.gate.unit, now)?;
    let sheet = Sheet {
        reason: text::clean(&sheet.reason),
        mend_before: sheet.mend_before.filter(|_| sheet.verdict == Verdict::Returned),
        ..sheet.clone()
    };
    let before = held.rules.timeline.units_send;
    let event = rule::screen(&held.gate, &sheet, held.contest.phase, before, now)?;
    store::save_screened(tx, entry, &sheet, actor, now)?;
    let contest = Some(held.contest.id);
    if sheet.verdict != Verdict::Selected && held.gate.confirmation.is_some() {
        store::void_confirmation(tx, entry, "screened_again", now)?;
        let voided = ScreeningEvent::ConfirmationVoided { entry, version: held.gate.version };
        record(tx, actor, contest, voided, now)?;
    }
    record(tx, actor, contest, event, now)?;
    Ok(())
}
