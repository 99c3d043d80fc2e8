//! Khiếu nại: a complaint in writing about the result, and its answer: the result is kept, or the decision is opened again.
//!
//! It is received from the standings on and until so many days after the release. Before the release the decision of the committee can
//! be opened again, with the reason; what is public is not taken back by a button: that is a new decision. Source: product.md,
//! section 2; the number of days is ours.

use super::confirm::AwardState;
use crate::text;
use crate::time::Instant;

/// Days after the release within which a complaint is received, the last included.
pub const DAYS: i64 = 15;
/// Longest complaint and answer, in characters.
pub const MOST_TEXT: usize = 10_000;
pub const MOST_NAME: usize = 200;

/// What comes of a complaint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Answered; the result stays.
    Kept,
    /// The confirmation is taken back: sheets, rounds and standings can be corrected, and the committee decides anew.
    Reopened,
}

impl Outcome {
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Kept => "kept",
            Outcome::Reopened => "reopened",
        }
    }

    pub fn from_word(word: &str) -> Option<Outcome> {
        [Outcome::Kept, Outcome::Reopened].into_iter().find(|o| o.word() == word)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ComplaintRefusal {
    /// There are no standings yet.
    TooEarly,
    TooLate {
        days: i64,
    },
    NameMissing,
    TextMissing,
    TooLong {
        most: usize,
    },
    UnknownEntry,
    AlreadyAnswered,
    OutcomeMissing,
    /// Nothing is confirmed, so there is nothing to open again.
    NothingToReopen,
    /// The result is public.
    Released,
}

/// Checks a complaint as it is recorded.
pub fn receive(
    name: &str,
    body: &str,
    has_standings: bool,
    released_at: Option<Instant>,
    now: Instant,
) -> Result<(), Vec<ComplaintRefusal>> {
    let mut no = written(body);
    if name.trim().is_empty() {
        no.push(ComplaintRefusal::NameMissing);
    } else if text::length(name) > MOST_NAME {
        no.push(ComplaintRefusal::TooLong { most: MOST_NAME });
    }
    if !has_standings {
        no.push(ComplaintRefusal::TooEarly);
    }
    if released_at.is_some_and(|at| now >= at.plus_ms((DAYS + 1) * 24 * 60 * 60 * 1_000)) {
        no.push(ComplaintRefusal::TooLate { days: DAYS });
    }
    if no.is_empty() { Ok(()) } else { Err(no) }
}

/// Checks an answer.
pub fn answer(
    reason: &str,
    answered: bool,
    outcome: Option<Outcome>,
    state: Option<AwardState>,
) -> Result<(), Vec<ComplaintRefusal>> {
    let mut no = written(reason);
    if answered {
        no.push(ComplaintRefusal::AlreadyAnswered);
    }
    match (outcome, state) {
        (None, _) => no.push(ComplaintRefusal::OutcomeMissing),
        (Some(Outcome::Reopened), Some(AwardState::Released)) => no.push(ComplaintRefusal::Released),
        (Some(Outcome::Reopened), None | Some(AwardState::Proposed)) => {
            no.push(ComplaintRefusal::NothingToReopen);
        }
        (Some(Outcome::Kept), _) | (Some(Outcome::Reopened), Some(AwardState::Confirmed)) => {}
    }
    if no.is_empty() { Ok(()) } else { Err(no) }
}

fn written(body: &str) -> Vec<ComplaintRefusal> {
    if body.trim().is_empty() {
        vec![ComplaintRefusal::TextMissing]
    } else if text::length(body) > MOST_TEXT {
        vec![ComplaintRefusal::TooLong { most: MOST_TEXT }]
    } else {
        vec![]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ComplaintRefusal::*;

    #[test]
    fn a_complaint_comes_between_the_standings_and_the_fifteenth_day() {
        let at = |text: &str| Instant::parse(text).unwrap();
        let released = Some(at("2024-05-04T09:00:00+07:00"));
        for (what, name, standings, released, now, want) in [
            ("before the release", "Lê Ân", true, None, "2024-05-03T09:00:00+07:00", vec![]),
            ("too early", "Lê Ân", false, None, "2024-05-01T09:00:00+07:00", vec![TooEarly]),
            ("the last day", "Lê Ân", true, released, "2024-05-20T08:59:59+07:00", vec![]),
            ("too late", "Lê Ân", true, released, "2024-05-20T09:00:00+07:00", vec![TooLate { days: DAYS }]),
            ("nobody", " ", true, None, "2024-05-03T09:00:00+07:00", vec![NameMissing]),
        ] {
            let got = receive(name, "Điểm của tôi bị cộng sai", standings, released, at(now));
            assert_eq!(got.err().unwrap_or_default(), want, "{what}");
        }
        assert_eq!(receive("A", " ", true, None, at("2024-05-03T09:00:00+07:00")), Err(vec![TextMissing]));
    }

    #[test]
    fn only_what_is_confirmed_and_not_public_is_opened_again() {
        for (outcome, state, want) in [
            (Some(Outcome::Kept), Some(AwardState::Released), vec![]),
            (Some(Outcome::Reopened), Some(AwardState::Confirmed), vec![]),
            (Some(Outcome::Reopened), Some(AwardState::Released), vec![Released]),
            (Some(Outcome::Reopened), Some(AwardState::Proposed), vec![NothingToReopen]),
            (None, None, vec![OutcomeMissing]),
        ] {
            assert_eq!(answer("đã xem lại", false, outcome, state).err().unwrap_or_default(), want);
        }
        assert_eq!(answer("x", true, Some(Outcome::Kept), None), Err(vec![AlreadyAnswered]));
    }
}
