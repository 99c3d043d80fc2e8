//! Notices on their way to people: *thông báo*.
//!
//! ```text
//! event ─tell─► notice ──sort──► message for each reader ──sort, when it leaves──► letter in the outbox ──► postman
//!                                  (lies in the box of the account at once)          asks again who is meant
//! ```
//!
//! Who is told what is `domain::notices`; here the rule's words become accounts and addresses. An event writes one row, whatever the
//! number of readers. Readers are looked up when the notice is sorted, when its letter is written, and once more when the postman takes the
//! letter: who lost the role meanwhile gets nothing. This slice must not know how a letter travels (`crate::outbox`).

pub mod inbox;
mod letter;
mod readers;
mod remind;
mod sort;
mod sorter;
mod store;

pub use letter::{example_args, still_meant};
pub use readers::{Asked, Reader, readers_of};
pub use remind::remind;
pub use sort::sort;
pub use sorter::Sorter;
pub use store::forget_old;

use crate::db::{DbFault, Tx};
use domain::Event;
use domain::ids::ContestId;
use domain::notices::of;
use domain::time::Instant;

/// Tells the sorter in this process that there is something to do.
pub const TOPIC: &str = "notice";

/// Notes what an event tells, in its transaction. Mostly nothing; then it asks nothing.
pub fn tell(tx: &mut Tx, contest: Option<ContestId>, event: &Event, now: Instant) -> Result<(), DbFault> {
    let Some(notice) = of(event) else { return Ok(()) };
    store::insert_notice(tx, contest, &notice, now)?;
    tx.notify(TOPIC, 0);
    Ok(())
}
