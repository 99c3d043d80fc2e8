//! The unit's verdict on a version. A verdict other than "selected" voids a confirmation given before.

use super::store;
use crate::act::Stop;
use crate::db::{DbFault, Tx};
use crate::record::record;
use domain::actor::Actor;
use domain::ids::{ContestId, EntryId};
use domain::screening::screen::{self as rule, Sheet};
use domain::screening::{Gate, ScreenRefusal, ScreeningEvent, Verdict, access};
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
    rule::screen(&held.gate, &sheet, held.contest.phase, before, now)?;
    save(tx, actor, held.contest.id, &held.gate, &sheet, now)?;
    Ok(())
}

/// What the rule has let through.
pub(super) fn save(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    gate: &Gate,
    sheet: &Sheet,
    now: Instant,
) -> Result<(), DbFault> {
    let (entry, version, contest) = (gate.entry, gate.version, Some(contest));
    store::save_screened(tx, entry, sheet, actor, now)?;
    if sheet.verdict != Verdict::Selected && gate.confirmation.is_some() {
        store::void_confirmation(tx, entry, "screened_again", now)?;
        record(tx, actor, contest, ScreeningEvent::ConfirmationVoided { entry, version }, now)?;
    }
    record(tx, actor, contest, ScreeningEvent::Screened { entry, version, verdict: sheet.verdict }, now)
}
