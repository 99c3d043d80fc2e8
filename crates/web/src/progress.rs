//! The status of an entry in words: what it is, what happens next, who acts. For every page that shows it.

use crate::T;
use domain::progress::{Actor, Progress, Status};

/// A status as an author reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub text: String,
    /// The class of its tag.
    pub tag: &'static str,
    /// What happens next.
    pub next: String,
    /// Who acts.
    pub who: String,
    pub reason: String,
    /// Mend before this day.
    pub mend_before: Option<domain::time::Day>,
}

pub fn shown(t: T, p: &Progress) -> Shown {
    Shown {
        text: t.s(&format!("progress-{}", p.status.word())).into_owned(),
        tag: tag(p.status),
        next: t.s(&format!("progress-{}-next", p.status.word())).into_owned(),
        who: t.s(who_key(p.next)).into_owned(),
        reason: p.reason.clone(),
        mend_before: p.mend_before,
    }
}

fn who_key(who: Actor) -> &'static str {
    match who {
        Actor::Author => "progress-who-author",
        Actor::UnitClerk => "progress-who-unit-clerk",
        Actor::UnitHead => "progress-who-unit-head",
        Actor::Committee => "progress-who-committee",
        Actor::Judges => "progress-who-judges",
        Actor::Nobody => "progress-who-nobody",
    }
}

fn tag(status: Status) -> &'static str {
    match status {
        Status::Draft | Status::Withdrawn | Status::NotSelected | Status::NoPrize => "tag",
        Status::HandedIn
        | Status::Received
        | Status::Selected
        | Status::Confirmed
        | Status::WithCommittee
        | Status::Judging
        | Status::Deciding => "tag now",
        Status::Accepted => "tag good",
        Status::Prize => "tag award",
        Status::DraftTooLate
        | Status::ReturnedByUnit
        | Status::ReturnedByCommittee
        | Status::Rejected
        | Status::TooLate => "tag problem",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_says_what_it_is_and_what_comes_next() {
        for status in Status::ALL {
            for key in [format!("progress-{}", status.word()), format!("progress-{}-next", status.word())] {
                assert!(crate::i18n::knows(&key), "{key}");
            }
        }
    }
}
