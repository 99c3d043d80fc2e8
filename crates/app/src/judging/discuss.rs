//! Puts down what the panel said about an entry and what it decided. Nothing put down is changed later; more can be added.

use super::{board, lead, meeting_store, store};
use crate::act::Stop;
use crate::db::Tx;
use crate::record::{actor_text, record};
use domain::actor::Actor;
use domain::ids::{EntryId, RoundId};
use domain::judging::access::Sight;
use domain::judging::discuss::{DiscussRefusal, Discussion};
use domain::judging::{JudgingEvent, access};
use domain::text;
use domain::time::Instant;

/// By the chair, by the deputy in the chair's place, or by who keeps the minutes.
pub fn discuss(
    tx: &mut Tx,
    actor: &Actor,
    round: RoundId,
    entry: EntryId,
    d: &Discussion,
    now: Instant,
) -> Result<(), Stop<DiscussRefusal>> {
    let row = store::find_round(tx, round)?.ok_or(Stop::NotFound)?;
    let contest = row.contest;
    let leads = lead::leads(tx, actor, contest, entry)?;
    if !leads {
        access::run_round(actor, contest)?;
    }
    let board = board::load(tx, row)?;
    let line = board.rows.iter().find(|r| r.entry.id == entry).ok_or(Stop::NotFound)?;
    if board.recused(actor, line) {
        return Err(Stop::NotFound);
    }
    if board.sight(actor, line) != Sight::Full {
        return Err(Stop::refuse(DiscussRefusal::OwnSheetOpen));
    }
    let d = Discussion { took_part: text::clean(&d.took_part), said: text::clean(&d.said), ..d.clone() };
    let outcome = domain::judging::discuss::discuss(&d, board.rules.combine, board.round.open)?;
    let meeting = meeting_store::open_meeting_of(tx, round)?.map(|m| m.id);
    meeting_store::insert_discussion(tx, round, entry, meeting, &d, outcome, &actor_text(actor), now)?;
    let round = board.round.code.clone();
    record(tx, actor, Some(contest), JudgingEvent::Discussed { entry, round, outcome }, now)?;
    Ok(())
}
