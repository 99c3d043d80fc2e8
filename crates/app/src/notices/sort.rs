//! notices/sort: notices become messages, messages become letters.
//!
//! A message lies in the box of its reader as soon as its notice is sorted. It becomes a letter when it leaves (`leaves_at`): by itself where it
//! presses, else together with everything that was collected for that reader. One transaction does it all, so that what is a letter is
//! marked as one: no notice is written twice, none is lost.

use super::letter;
use super::readers::{Asked, Reader};
use super::store::{self, Kept};
use crate::db::{DbFault, Tx};
use domain::notices::{Pace, leaves_at, settles_at};
use domain::time::Instant;

/// Notices, and readers, of one transaction: whoever hands in an entry meanwhile waits for it.
const MOST: usize = 200;

/// Sorts what is due and answers how many notices and readers that were; 0 when there is nothing left to do at `now`.
pub fn sort(tx: &mut Tx, now: Instant) -> Result<usize, DbFault> {
    tx.quiet();
    let mut asked = Asked::default();
    let due = store::list_due(tx, MOST, now)?;
    for notice in &due {
        tell_readers(tx, &mut asked, notice, now)?;
    }
    // Letters are written when every notice has its readers, so that what belongs together is not torn apart.
    if due.len() == MOST {
        return Ok(due.len());
    }
    let waiting = store::list_waiting(tx, MOST, now)?;
    for reader in &waiting {
        write_letters(tx, &mut asked, reader, now)?;
    }
    Ok(due.len() + waiting.len())
}

/// Adds whoever is meant. Looked up when it happened, and again when the last letter of it leaves: who has taken over meanwhile is told then.
fn tell_readers(tx: &mut Tx, asked: &mut Asked, n: &Kept, now: Instant) -> Result<(), DbFault> {
    for reader in asked.of(tx, n, now)?.iter() {
        let leaves = reader.address.as_ref().map(|_| leaves_at(n.kind, reader.digest, n.at));
        store::insert_message(tx, n.id, reader, leaves)?;
    }
    let settles = settles_at(n.kind, n.at);
    store::save_next(tx, n.id, (settles > now).then_some(settles))
}

fn write_letters(tx: &mut Tx, asked: &mut Asked, key: &str, now: Instant) -> Result<(), DbFault> {
    let mut collected: Vec<Kept> = Vec::new();
    let mut is_due = false;
    let mut to: Option<Reader> = None;
    for message in store::list_unwritten(tx, key)? {
        let n = message.notice;
        let Some(reader) = asked.find(tx, &n, key, now)?.filter(|r| r.address.is_some()) else {
            store::save_unwanted(tx, key, n.id)?;
            continue;
        };
        match n.kind.pace() {
            Pace::AtOnce if message.letter_at <= now => {
                letter::write(tx, asked, &reader, std::slice::from_ref(&n), now)?;
            }
            Pace::AtOnce => {}
            Pace::Collected => {
                is_due |= message.letter_at <= now;
                collected.push(n);
            }
        }
        to = Some(reader);
    }
    match to {
        Some(reader) if is_due => letter::write(tx, asked, &reader, &collected, now),
        _ => Ok(()),
    }
}
