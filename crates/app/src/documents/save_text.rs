//! documents/save_text: wording and fields of a paper, as a new version.

use super::store;
use crate::act::Stop;
use crate::contest::store as contests;
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::documents::{DocumentKind, DocumentsEvent, FieldRefusal, Fields, access};
use domain::ids::ContestId;
use domain::text;
use domain::time::Instant;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveRefusal {
    Field(FieldRefusal),
    /// Somebody saved another text since this one was looked at.
    Stale {
        version: i64,
    },
}

/// `seen`: the version that was looked at, 0 for the text of the house. The same text again makes no new version. Answers the
/// version that holds it. Whether the wording can be filled is asked before, by whoever knows its language.
pub fn save_text(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    kind: DocumentKind,
    wording: &str,
    fields: &Fields,
    seen: i64,
    now: Instant,
) -> Result<i64, Stop<SaveRefusal>> {
    if !tx.lock_row("contest", contest.0)? {
        return Err(Stop::NotFound);
    }
    contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    access::write(actor, contest)?;
    let (wording, fields) = (text::clean(wording), fields.cleaned(kind));
    let problems = fields.problems(&wording);
    if !problems.is_empty() {
        return Err(Stop::Refused(problems.into_iter().map(SaveRefusal::Field).collect()));
    }
    let held = store::find_text(tx, contest, kind)?;
    let version = held.as_ref().map_or(0, |t| t.version);
    if held.is_some_and(|t| t.wording == wording && t.fields == fields) {
        return Ok(version);
    }
    if version != seen {
        return Err(Stop::refuse(SaveRefusal::Stale { version }));
    }
    store::insert_text(tx, contest, kind, version + 1, &wording, &fields, actor.person_id(), now)?;
    record(tx, actor, Some(contest), DocumentsEvent::TextSaved { contest, kind, version: version + 1 }, now)?;
    Ok(version + 1)
}
