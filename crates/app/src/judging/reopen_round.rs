//! Opens a closed round again, with a reason: until the committee confirms, a mistake that was found can still be mended.

use super::store;
use crate::act::Stop;
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::ids::RoundId;
use domain::judging::reopen::{RoundRefusal, reopen_round as decide};
use domain::judging::{JudgingEvent, access};
use domain::text;
use domain::time::Instant;

pub fn reopen_round(
    tx: &mut Tx,
    actor: &Actor,
    round: RoundId,
    reason: &str,
    now: Instant,
) -> Result<(), Stop<RoundRefusal>> {
    tx.lock_row("judging_round", round.0)?;
    let row = store::find_round(tx, round)?.ok_or(Stop::NotFound)?;
    access::reopen_round(actor, row.contest)?;
    let reason = text::clean(reason);
    let later = store::list_rounds(tx, row.contest)?.iter().any(|r| r.position > row.position);
    let award = crate::awards::store::find_award(tx, row.contest)?;
    let confirmed = award.is_some_and(|a| a.confirmed_at.is_some());
    decide(row.open, later, confirmed, &reason)?;
    store::save_round_open(tx, round)?;
    let (contest, round) = (row.contest, row.code);
    record(tx, actor, Some(contest), JudgingEvent::RoundReopened { contest, round, reason }, now)?;
    Ok(())
}
