//! Closes a round; refused with the list of everything that is missing.

use super::{board, store, votes_store};
use crate::act::Stop;
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::ids::RoundId;
use domain::judging::close::{CloseRefusal, close};
use domain::judging::{JudgingEvent, access};
use domain::time::Instant;

pub fn close_round(
    tx: &mut Tx,
    actor: &Actor,
    round: RoundId,
    now: Instant,
) -> Result<(), Stop<CloseRefusal>> {
    tx.lock_row("judging_round", round.0)?;
    let row = store::find_round(tx, round)?.ok_or(Stop::NotFound)?;
    access::run_round(actor, row.contest)?;
    if !row.open {
        return Err(Stop::refuse(CloseRefusal::AlreadyClosed));
    }
    let board = board::load(tx, row)?;
    let entries = board.round_entries()?;
    let mut no = close(&board.rules, &entries).err().unwrap_or_default();
    if votes_store::awaited(tx, &board.round)? {
        no.push(CloseRefusal::VotesMissing);
    }
    if !no.is_empty() {
        return Err(Stop::Refused(no));
    }
    store::save_round_closed(tx, round, now)?;
    let sheets = entries.iter().map(|e| e.signed.len()).sum();
    let (contest, code) = (board.round.contest, board.round.code.clone());
    record(tx, actor, Some(contest), JudgingEvent::RoundClosed { contest, round: code, sheets }, now)?;
    Ok(())
}
