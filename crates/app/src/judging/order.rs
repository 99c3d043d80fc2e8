//! The order in which the entries of a round are presented, drawn from a seed whose hash was known before.
//!
//! The number of an entry is the SHA-256 of `seed:code`, both as text, the seed in hexadecimal; the smallest number presents first.
//! Anybody who knows the seed and the codes draws the same order again: `printf %s "$seed:$code" | sha256sum`.
//! Prose in `docs/rules/second-round.md`.

use super::board::{self, Board};
use super::{draw, meeting_store, store};
use crate::act::Stop;
use crate::db::{DbFault, Tx};
use crate::record::record;
use data_encoding::HEXLOWER;
use domain::actor::Actor;
use domain::ids::{EntryCode, EntryId, RoundId};
use domain::judging::{JudgingEvent, access};
use domain::time::Instant;
use sha2::{Digest, Sha256};
use std::convert::Infallible;
use std::sync::Arc;

/// Why nothing is committed to, or nothing drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderRefusal {
    RoundClosed,
    /// There is one seed for a round, so that nobody draws until the order is liked.
    AlreadyCommitted,
    NotCommitted,
    AlreadyDrawn,
    NoEntries,
}

/// Commits the round to a seed that nobody knows.
pub fn commit_order(
    tx: &mut Tx,
    actor: &Actor,
    round: RoundId,
    now: Instant,
) -> Result<(), Stop<OrderRefusal>> {
    tx.lock_row("judging_round", round.0)?;
    let row = store::find_round(tx, round)?.ok_or(Stop::NotFound)?;
    access::draw_order(actor, row.contest)?;
    let mut no = vec![];
    if !row.open {
        no.push(OrderRefusal::RoundClosed);
    }
    if meeting_store::find_order(tx, round)?.is_some() {
        no.push(OrderRefusal::AlreadyCommitted);
    }
    if !no.is_empty() {
        return Err(no.into());
    }
    let (seed, hash) = draw::fresh_seed()?;
    meeting_store::insert_order(tx, round, &seed, &hash, now)?;
    let (contest, hash) = (row.contest, HEXLOWER.encode(&hash));
    record(tx, actor, Some(contest), JudgingEvent::OrderCommitted { contest, round: row.code, hash }, now)?;
    Ok(())
}

/// Draws, once, and makes the seed known.
pub fn draw_order(
    tx: &mut Tx,
    actor: &Actor,
    round: RoundId,
    now: Instant,
) -> Result<(), Stop<OrderRefusal>> {
    tx.lock_row("judging_round", round.0)?;
    let row = store::find_round(tx, round)?.ok_or(Stop::NotFound)?;
    access::draw_order(actor, row.contest)?;
    if !row.open {
        return Err(Stop::refuse(OrderRefusal::RoundClosed));
    }
    let seed = match meeting_store::find_order(tx, round)? {
        None => return Err(Stop::refuse(OrderRefusal::NotCommitted)),
        Some((_, _, _, Some(_))) => return Err(Stop::refuse(OrderRefusal::AlreadyDrawn)),
        Some((seed, ..)) => HEXLOWER.encode(&seed),
    };
    let entries = board::entries_of(tx, row.contest, row.position)?;
    if entries.is_empty() {
        return Err(Stop::refuse(OrderRefusal::NoEntries));
    }
    let codes: Vec<(EntryId, EntryCode)> = entries.into_iter().map(|e| (e.id, e.code)).collect();
    let order = drawn(&seed, codes);
    meeting_store::save_drawn(tx, round, &order, now)?;
    let contest = row.contest;
    record(tx, actor, Some(contest), JudgingEvent::OrderDrawn { contest, round: row.code, seed }, now)?;
    Ok(())
}

/// First to last. The order of the entries never matters.
fn drawn(seed: &str, entries: Vec<(EntryId, EntryCode)>) -> Vec<EntryId> {
    let number = |code: &EntryCode| -> [u8; 32] { Sha256::digest(format!("{seed}:{code}")).into() };
    let mut numbered: Vec<_> = entries.into_iter().map(|(id, code)| (number(&code), code, id)).collect();
    numbered.sort();
    numbered.into_iter().map(|(_, _, id)| id).collect()
}

/// The order of a round, for those who run it.
#[derive(Debug, Clone)]
pub struct Order {
    pub board: Arc<Board>,
    /// Hash, when committed, and the seed once it is known.
    pub draw: Option<draw::Draw>,
    /// Rows of the board, first to last; an entry that came later stands at the end.
    pub rows: Vec<usize>,
}

pub fn see_order(tx: &mut Tx, actor: &Actor, round: RoundId) -> Result<Order, Stop<Infallible>> {
    let board = board::see(tx, actor, round)?;
    let draw = meeting_store::find_order(tx, round)?.map(|(seed, hash, committed_at, drawn)| draw::Draw {
        hash: HEXLOWER.encode(&hash),
        committed_at,
        seed: drawn.map(|_| HEXLOWER.encode(&seed)),
    });
    let rows = in_order(tx, &board)?;
    Ok(Order { board, draw, rows })
}

/// The rows of a board in the order of presentation; by code where none was drawn.
pub fn in_order(tx: &mut Tx, board: &Board) -> Result<Vec<usize>, DbFault> {
    let order = meeting_store::list_order(tx, board.round.id)?;
    let turn = |at: &usize| order.iter().position(|e| *e == board.rows[*at].entry.id).unwrap_or(order.len());
    let mut rows: Vec<usize> = (0..board.rows.len()).collect();
    rows.sort_by_key(turn);
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anybody_draws_the_same_order_again() {
        let entries = |codes: &[&str]| -> Vec<(EntryId, EntryCode)> {
            codes.iter().map(|c| (EntryId(i64::from(c.as_bytes()[1] - b'0')), EntryCode::from(*c))).collect()
        };
        // printf %s "00ff:E1" | sha256sum, and so on: 5 of them, put in order by hand.
        let seed = "00ff";
        let order = drawn(seed, entries(&["E1", "E2", "E3", "E4", "E5"]));
        assert_eq!(order, drawn(seed, entries(&["E5", "E3", "E1", "E4", "E2"])), "whatever the order before");
        assert_eq!(order.iter().map(|e| e.0).collect::<Vec<_>>(), EXPECTED);
        let others = (0..40).map(|n| drawn(&format!("{n:02x}"), entries(&["E1", "E2", "E3", "E4", "E5"])));
        let first: std::collections::HashSet<_> = others.map(|o| o[0]).collect();
        assert_eq!(first.len(), 5, "everybody may be the first");
    }

    const EXPECTED: [i64; 5] = [1, 5, 3, 4, 2];
}
