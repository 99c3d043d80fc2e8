//! Letters to people, written in the transaction of what they tell about and posted afterwards.
//!
//! ```text
//! put ─► queued ──lease──► sending ──► sent            a rolled-back transaction posts nothing
//!           ▲                 │  │      │
//!           └──── later ──────┘  │      ▼
//!           ▲                    ├──► bounced          the address is refused, or the letter came back
//!           │                    └──► failed           refused for good, or after three days of trying
//!           └──────── again ──────────────┘            by hand, from the administrator's page
//! ```
//!
//! Every letter is posted at least once; a crash between the server's answer and its note posts it again, byte for byte and under the
//! same Message-ID, by which servers and mail programs see the twin (ADR-0010). Nothing critical depends on a letter: all it says is
//! also shown after logging in.
//! Without a mail server the letters stay queued and an administrator reads them out ([`waiting`], [`given_by_hand`]).
//!
//! This slice knows addresses and texts. It must not know what a letter is about, nor choose whom to write to
//! (`domain::notices`). Source: reliability, design 15, invariant I15.

mod post;
mod postman;
mod store;

pub use post::{Post, PostConfig, PostFault};
pub use postman::{Check, Postman, Words};
pub use store::{
    Counts, Due, Shown, again, bounced, count, drop_letter, forget_old, given_by_hand, lease, list_sent,
    not_sent, put, sent, stuck, take_back, take_over, waiting,
};

use domain::time::Instant;

/// Tells the postman in this process that there is something to do.
pub const TOPIC: &str = "outbox";

/// A letter as its writer gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Which letter it is, for the administrator's list: `invite`, `reset`, `entry-returned`, …
    pub kind: &'static str,
    /// Whom it is for, when that is a person with an account.
    pub person: Option<i64>,
    pub address: String,
    /// `vi` or `en`.
    pub lang: &'static str,
    pub subject: String,
    /// Plain text.
    pub body: String,
}

const MINUTE: i64 = 60_000;
/// After this time a letter is given up.
const GIVE_UP_AFTER: i64 = 3 * 24 * 60 * MINUTE;
const LONGEST_PAUSE: i64 = 6 * 60 * MINUTE;

/// When to try again after the `tries`-th failure (from 1), or `None` when it has been tried for three days:
/// 1, 2, 4, … minutes, at most six hours.
fn next_try(created: Instant, tries: i64, now: Instant) -> Option<Instant> {
    let doubled = MINUTE << tries.saturating_sub(1).clamp(0, 20);
    let next = now.plus_ms(doubled.min(LONGEST_PAUSE));
    (next.0 - created.0 <= GIVE_UP_AFTER).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_six_hours_and_end_after_three_days() {
        let created = Instant(1_000_000);
        let cases = [(1, 1), (2, 2), (3, 4), (9, 256), (10, 360), (40, 360)];
        for (tries, minutes) in cases {
            assert_eq!(next_try(created, tries, created), Some(created.plus_ms(minutes * MINUTE)), "{tries}");
        }
        let last = created.plus_ms(GIVE_UP_AFTER - LONGEST_PAUSE);
        assert!(next_try(created, 30, last).is_some());
        assert_eq!(next_try(created, 30, last.plus_ms(1)), None);
    }
}
