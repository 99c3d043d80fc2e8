//! Records that a judge keeps away from an entry. Sheets not signed yet are taken away with it.

use super::store::{self, ConflictRow};
use crate::act::Stop;
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::ids::{EntryId, JudgeId};
use domain::judging::conflict::{ConflictKind, DeclareRefusal, declare};
use domain::judging::{JudgingEvent, access};
use domain::text;
use domain::time::Instant;

/// What stands in a released sheet when a conflict took it away.
const RELEASE_REASON: &str = "conflict";

pub fn declare_conflict(
    tx: &mut Tx,
    actor: &Actor,
    judge: JudgeId,
    entry: EntryId,
    note: &str,
    now: Instant,
) -> Result<(), Stop<DeclareRefusal>> {
    let row = store::find_judge(tx, judge)?.ok_or(Stop::NotFound)?;
    access::declare_conflict(actor, row.contest, judge)?;
    match store::find_entry(tx, entry)? {
        Some((contest, _)) if contest == row.contest => {}
        Some(_) | None => return Err(Stop::refuse(DeclareRefusal::UnknownEntry)),
    }
    let note = text::clean(note);
    let sheets = store::sheets_of(tx, judge, entry)?;
    let known = store::list_conflicts(tx, row.contest)?
        .iter()
        .any(|c| (c.judge, c.entry, c.kind) == (judge, entry, ConflictKind::Declared));
    declare(&note, sheets.iter().any(|s| s.1), known)?;
    let kind = ConflictKind::Declared;
    store::insert_conflict(tx, &ConflictRow { judge, entry, kind, note, at: now })?;
    record(tx, actor, Some(row.contest), JudgingEvent::ConflictRecorded { judge, entry, kind }, now)?;
    for (sheet, _) in sheets {
        store::save_released(tx, sheet, RELEASE_REASON, now)?;
        let reason = RELEASE_REASON.to_owned();
        let released = JudgingEvent::AssignmentReleased { sheet, judge, entry, reason };
        record(tx, actor, Some(row.contest), released, now)?;
    }
    Ok(())
}
