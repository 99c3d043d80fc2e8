//! Complaints about a result: recorded as they come in writing, answered by the organiser; an answer may open the decision again.

use super::store::{self, ComplaintRow};
use crate::act::Stop;
use crate::contest::store as contests;
use crate::db::Tx;
use crate::judging::store as sheets;
use crate::record::{actor_text, record};
use domain::actor::Actor;
use domain::awards::complaint::{ComplaintRefusal, Outcome, answer, receive};
use domain::awards::{AwardEvent, access};
use domain::contest::{ContestEvent, Phase};
use domain::ids::{ContestId, EntryCode, EntryId};
use domain::text;
use domain::time::Instant;
use std::convert::Infallible;

/// A complaint as somebody wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewComplaint {
    pub from: String,
    pub body: String,
    /// The entry's code; empty where it is about no single one.
    pub entry: String,
}

pub fn record_complaint(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    new: &NewComplaint,
    now: Instant,
) -> Result<i64, Stop<ComplaintRefusal>> {
    let row = contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    access::propose(actor, contest)?;
    let (from, body) = (text::clean_line(&new.from), text::clean(&new.body));
    let has_standings = store::find_standing(tx, contest)?.is_some();
    let mut no = receive(&from, &body, has_standings, row.released_at, now).err().unwrap_or_default();
    let entry: Option<EntryId> = match new.entry.trim() {
        "" => None,
        code => {
            let found = sheets::entry_by_code(tx, contest, &EntryCode::from(code))?;
            if found.is_none() {
                no.push(ComplaintRefusal::UnknownEntry);
            }
            found
        }
    };
    if !no.is_empty() {
        return Err(no.into());
    }
    let id = store::insert_complaint(tx, contest, entry, &from, &body, &actor_text(actor), now)?;
    record(tx, actor, Some(contest), AwardEvent::ComplaintReceived { contest, complaint: id }, now)?;
    Ok(id)
}

/// Answers; [`Outcome::Reopened`] takes the confirmation back, and the reason stays in the log.
pub fn answer_complaint(
    tx: &mut Tx,
    actor: &Actor,
    complaint: i64,
    outcome: Option<Outcome>,
    reason: &str,
    now: Instant,
) -> Result<(), Stop<ComplaintRefusal>> {
    let found = store::find_complaint(tx, complaint)?.ok_or(Stop::NotFound)?;
    let contest = found.contest;
    access::confirm(actor, contest)?;
    store::lock(tx, contest)?;
    let reason = text::clean(reason);
    let state = store::find_award(tx, contest)?.map(|a| a.state);
    answer(&reason, found.answer.is_some(), outcome, state)?;
    let Some(outcome) = outcome else { return Ok(()) };
    store::save_answer(tx, complaint, outcome.word(), &reason, &actor_text(actor), now)?;
    let answered = AwardEvent::ComplaintAnswered { contest, complaint, outcome: outcome.word().to_owned() };
    record(tx, actor, Some(contest), answered, now)?;
    if outcome == Outcome::Reopened {
        store::save_unconfirmed(tx, contest)?;
        record(tx, actor, Some(contest), AwardEvent::Reopened { contest, reason }, now)?;
        contests::save_phase(tx, contest, Phase::Deciding)?;
        record(tx, actor, Some(contest), ContestEvent::PhaseChanged { contest, to: Phase::Deciding }, now)?;
    }
    Ok(())
}

/// All complaints of a contest, oldest first, for those who run it and the auditor. The chair is not among them: a complaint tells
/// of figures that the chair may have to keep away from.
pub fn list_complaints(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
) -> Result<Vec<ComplaintRow>, Stop<Infallible>> {
    contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    access::read_complaints(actor, contest)?;
    Ok(store::list_complaints(tx, contest)?)
}
