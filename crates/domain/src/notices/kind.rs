//! Which notice it is: the key of its texts, and how soon it leaves.

use crate::time::{Day, Instant};
use crate::words::words;

/// Thông báo: one kind of notice. Its texts are `mail-notice-WORD-subject` and `mail-notice-WORD-body`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    PasswordChosen,
    ContestOpened,
    JudgingBegun,
    ContestSteppedBack,
    RulesAmended,
    DeadlineMoved,
    UnitBehind,
    EntrySubmitted,
    EntryEdited,
    EntryWithdrawn,
    EntryRevived,
    EntryRecorded,
    EntryPinRenewed,
    EntryFileInfected,
    EntryReceived,
    EntryScreened,
    EntryConfirmed,
    ConfirmationVoided,
    BatchForwarded,
    EntryExtended,
    UnitExtended,
    ExtensionTakenBack,
    EntryDecided,
    EntryDecisionTakenBack,
    EntryAccepted,
    EntryReturned,
    EntryRejected,
    JudgeSeated,
    SheetsAssigned,
    AssignmentReleased,
    ThirdCalled,
    SheetReopened,
    RoundClosed,
    PrizesProposed,
    PrizesConfirmed,
    ResultReleased,
}

words!(Kind {
    PasswordChosen = "password-chosen",
    ContestOpened = "contest-opened",
    JudgingBegun = "judging-begun",
    ContestSteppedBack = "contest-stepped-back",
    RulesAmended = "rules-amended",
    DeadlineMoved = "deadline-moved",
    UnitBehind = "unit-behind",
    EntrySubmitted = "entry-submitted",
    EntryEdited = "entry-edited",
    EntryWithdrawn = "entry-withdrawn",
    EntryRevived = "entry-revived",
    EntryRecorded = "entry-recorded",
    EntryPinRenewed = "entry-pin-renewed",
    EntryFileInfected = "entry-file-infected",
    EntryReceived = "entry-received",
    EntryScreened = "entry-screened",
    EntryConfirmed = "entry-confirmed",
    ConfirmationVoided = "confirmation-voided",
    BatchForwarded = "batch-forwarded",
    EntryExtended = "entry-extended",
    UnitExtended = "unit-extended",
    ExtensionTakenBack = "extension-taken-back",
    EntryDecided = "entry-decided",
    EntryDecisionTakenBack = "entry-decision-taken-back",
    EntryAccepted = "entry-accepted",
    EntryReturned = "entry-returned",
    EntryRejected = "entry-rejected",
    JudgeSeated = "judge-seated",
    SheetsAssigned = "sheets-assigned",
    AssignmentReleased = "assignment-released",
    ThirdCalled = "third-called",
    SheetReopened = "sheet-reopened",
    RoundClosed = "round-closed",
    PrizesProposed = "prizes-proposed",
    PrizesConfirmed = "prizes-confirmed",
    ResultReleased = "result-released",
});

/// How soon a notice leaves as a letter. In the box of one's account it lies at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// A letter of its own: safety of an account, a receipt, something that has to be done before a deadline.
    AtOnce,
    /// Together with the others in one letter.
    Collected,
}

impl Kind {
    pub fn pace(self) -> Pace {
        match self {
            Kind::PasswordChosen
            | Kind::ContestSteppedBack
            | Kind::DeadlineMoved
            | Kind::UnitBehind
            | Kind::EntryExtended
            | Kind::UnitExtended
            | Kind::ExtensionTakenBack
            | Kind::EntrySubmitted
            | Kind::EntryPinRenewed
            | Kind::EntryFileInfected
            | Kind::EntryScreened
            | Kind::EntryReturned
            | Kind::JudgeSeated
            | Kind::ThirdCalled
            | Kind::SheetReopened
            | Kind::ResultReleased => Pace::AtOnce,
            Kind::ContestOpened
            | Kind::JudgingBegun
            | Kind::RulesAmended
            | Kind::EntryEdited
            | Kind::EntryWithdrawn
            | Kind::EntryRevived
            | Kind::EntryRecorded
            | Kind::EntryReceived
            | Kind::EntryConfirmed
            | Kind::ConfirmationVoided
            | Kind::BatchForwarded
            | Kind::EntryDecided
            | Kind::EntryDecisionTakenBack
            | Kind::EntryAccepted
            | Kind::EntryRejected
            | Kind::SheetsAssigned
            | Kind::AssignmentReleased
            | Kind::RoundClosed
            | Kind::PrizesProposed
            | Kind::PrizesConfirmed => Pace::Collected,
        }
    }
}

/// When collected notices leave: at the beginning of office hours in the morning and in the afternoon. Source: ours, ADR-0010.
const ROUNDS: [(i8, i8); 2] = [(7, 30), (13, 30)];

/// How long notices are collected for somebody who does not want to wait for the round.
const SHORT_MS: i64 = 10 * 60_000;

/// When the letter of a notice of `at` leaves. `digest`: the reader waits for the round, as everybody does who did not ask otherwise.
pub fn leaves_at(kind: Kind, digest: bool, at: Instant) -> Instant {
    match (kind.pace(), digest) {
        (Pace::AtOnce, _) => at,
        (Pace::Collected, false) => at.plus_ms(SHORT_MS),
        (Pace::Collected, true) => next_round(at),
    }
}

/// When everybody whom a notice means has had its letter: readers are looked up a last time.
pub fn settles_at(kind: Kind, at: Instant) -> Instant {
    leaves_at(kind, true, at)
}

/// The first round after `at`; one exactly at `at` is over.
fn next_round(at: Instant) -> Instant {
    let today = at.day();
    let tomorrow = today.0.tomorrow().map_or(today, Day);
    let rounds = [today, tomorrow].into_iter().flat_map(|d| ROUNDS.map(|(h, m)| d.0.at(h, m, 0, 0)));
    rounds.filter_map(Instant::of_civil).find(|r| *r > at).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn a_night_of_edits_leaves_in_the_morning() {
        for (happened, leaves) in [
            ("2024-04-02T18:00:00+07:00", "2024-04-03T07:30:00+07:00"),
            ("2024-04-03T02:11:00+07:00", "2024-04-03T07:30:00+07:00"),
            ("2024-04-03T07:29:59.999+07:00", "2024-04-03T07:30:00+07:00"),
            ("2024-04-03T07:30:00+07:00", "2024-04-03T13:30:00+07:00"),
            ("2024-04-03T13:30:00+07:00", "2024-04-04T07:30:00+07:00"),
            ("2024-12-31T23:59:00+07:00", "2025-01-01T07:30:00+07:00"),
        ] {
            assert_eq!(leaves_at(Kind::EntryEdited, true, at(happened)), at(leaves), "{happened}");
        }
    }

    #[test]
    fn what_is_pressing_waits_for_nobody_and_the_impatient_wait_ten_minutes() {
        let now = at("2024-04-02T22:00:00+07:00");
        assert_eq!(leaves_at(Kind::PasswordChosen, true, now), now);
        assert_eq!(leaves_at(Kind::EntryEdited, false, now), now.plus_ms(600_000));
    }
}
