//! Which event tells whom: one exhaustive match, so that a new happening shows this place to whoever adds it.
//!
//! Nothing depends on a notice: all it says is visible after logging in, or with code and PIN. A notice never carries a mark, a name of
//! another person, or a secret: it says that something happened and where to look. What people meet every day on their own page
//! (a new entry at the unit's desk) is not also mailed to them.

use crate::awards::AwardEvent;
use crate::contest::{ContestEvent, Phase};
use crate::entry::EntryEvent;
use crate::event::Event;
use crate::ids::{EntryId, JudgeId, PersonId, SheetId};
use crate::judging::JudgingEvent;
use crate::people::PeopleEvent;
use crate::screening::ScreeningEvent;

/// Who is told. "Of the contest" is the contest in which the event was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// The address that the author of an entry left.
    AuthorOf(EntryId),
    /// The clerks of the unit that received the entry.
    ClerksOf(EntryId),
    /// The head of that unit, and delegates on the day.
    HeadsOf(EntryId),
    /// The account of one judge.
    Judge(JudgeId),
    /// The judge whose sheet it is.
    JudgeOf(SheetId),
    /// All judges of the contest, the chair among them.
    Judges,
    Chair,
    Secretaries,
    Organisers,
    /// Clerks of every unit that takes part.
    Units,
    /// Every author who left an address.
    Authors,
    Person(PersonId),
}

/// One notice: to whom, and which. The word is the key of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice {
    pub whom: Whom,
    pub word: &'static str,
}

/// Whom an event tells what. Mostly nobody.
pub fn of(event: &Event) -> Vec<Notice> {
    match event {
        Event::People(e) => of_people(e),
        Event::Contest(e) => of_contest(e),
        Event::Entry(e) => of_entry(e),
        Event::Screening(e) => of_screening(e),
        Event::Judging(e) => of_judging(e),
        Event::Award(e) => of_award(e),
        // Papers are looked at where they lie.
        Event::Documents(_) => vec![],
        // The author said it and sees it.
        Event::Gallery(_) => vec![],
    }
}

/// Every word there is, for the test that each has its text.
pub const WORDS: &[&str] = &[
    "password-chosen",
    "contest-opened",
    "judging-begun",
    "contest-stepped-back",
    "rules-amended",
    "entry-submitted",
    "entry-edited",
    "entry-withdrawn",
    "entry-revived",
    "entry-recorded",
    "entry-pin-renewed",
    "entry-received",
    "entry-screened",
    "entry-confirmed",
    "confirmation-voided",
    "batch-forwarded",
    "entry-decided",
    "entry-decision-taken-back",
    "entry-accepted",
    "entry-returned",
    "entry-rejected",
    "judge-seated",
    "sheets-assigned",
    "assignment-released",
    "third-called",
    "sheet-reopened",
    "round-closed",
    "prizes-proposed",
    "prizes-confirmed",
    "result-released",
];

fn tell<const N: usize>(word: &'static str, whom: [Whom; N]) -> Vec<Notice> {
    whom.into_iter().map(|whom| Notice { whom, word }).collect()
}

fn of_people(e: &PeopleEvent) -> Vec<Notice> {
    match e {
        PeopleEvent::PasswordChosen { person } => tell("password-chosen", [Whom::Person(*person)]),
        // An invitation is itself a letter.
        PeopleEvent::Invited { .. }
        | PeopleEvent::AccountCreated { .. }
        | PeopleEvent::AccountChanged { .. }
        | PeopleEvent::AccountClosed { .. }
        | PeopleEvent::AccountReopened { .. }
        | PeopleEvent::LoggedIn { .. }
        | PeopleEvent::LoggedOutEverywhere { .. }
        | PeopleEvent::Granted { .. }
        | PeopleEvent::Revoked { .. }
        | PeopleEvent::UnitCreated { .. }
        | PeopleEvent::UnitChanged { .. }
        | PeopleEvent::UnitsImported { .. } => vec![],
    }
}

fn of_contest(e: &ContestEvent) -> Vec<Notice> {
    match e {
        ContestEvent::PhaseChanged { to: Phase::Open, .. } => tell("contest-opened", [Whom::Units]),
        ContestEvent::PhaseChanged { to: Phase::Judging, .. } => tell("judging-begun", [Whom::Judges]),
        ContestEvent::SteppedBack { .. } => {
            tell("contest-stepped-back", [Whom::Organisers, Whom::Secretaries, Whom::Chair])
        }
        ContestEvent::Amended { .. } => {
            tell("rules-amended", [Whom::Authors, Whom::Units, Whom::Judges, Whom::Secretaries])
        }
        ContestEvent::PhaseChanged {
            to: Phase::Draft | Phase::Deciding | Phase::Decided | Phase::Released,
            ..
        }
        | ContestEvent::Created { .. }
        | ContestEvent::UnitsChosen { .. }
        | ContestEvent::ArticleSaved { .. }
        | ContestEvent::ArticlePublished { .. }
        | ContestEvent::ArticleWithdrawn { .. } => vec![],
    }
}

fn of_entry(e: &EntryEvent) -> Vec<Notice> {
    match e {
        EntryEvent::Submitted { entry, .. } => tell("entry-submitted", [Whom::AuthorOf(*entry)]),
        EntryEvent::Edited { entry, .. } => tell("entry-edited", [Whom::AuthorOf(*entry)]),
        EntryEvent::Withdrawn { entry, .. } => {
            tell("entry-withdrawn", [Whom::AuthorOf(*entry), Whom::ClerksOf(*entry)])
        }
        EntryEvent::Revived { entry, .. } => tell("entry-revived", [Whom::AuthorOf(*entry)]),
        EntryEvent::PaperRecorded { entry, .. } => tell("entry-recorded", [Whom::AuthorOf(*entry)]),
        EntryEvent::PinRenewed { entry } => tell("entry-pin-renewed", [Whom::AuthorOf(*entry)]),
        EntryEvent::Begun { .. } => vec![],
    }
}

fn of_screening(e: &ScreeningEvent) -> Vec<Notice> {
    match e {
        ScreeningEvent::Received { entry } => tell("entry-received", [Whom::AuthorOf(*entry)]),
        ScreeningEvent::Screened { entry, .. } => tell("entry-screened", [Whom::AuthorOf(*entry)]),
        ScreeningEvent::Confirmed { entry, .. } => {
            tell("entry-confirmed", [Whom::AuthorOf(*entry), Whom::ClerksOf(*entry)])
        }
        ScreeningEvent::ConfirmationVoided { entry, .. } => {
            tell("confirmation-voided", [Whom::HeadsOf(*entry), Whom::ClerksOf(*entry)])
        }
        ScreeningEvent::Forwarded { .. } => tell("batch-forwarded", [Whom::Secretaries]),
        ScreeningEvent::Decided { entry, .. } => tell("entry-decided", [Whom::ClerksOf(*entry)]),
        ScreeningEvent::DecisionTakenBack { entry } => {
            tell("entry-decision-taken-back", [Whom::ClerksOf(*entry)])
        }
        ScreeningEvent::Accepted { entry, .. } => tell("entry-accepted", [Whom::AuthorOf(*entry)]),
        ScreeningEvent::ReturnedToUnit { entry } => {
            tell("entry-returned", [Whom::AuthorOf(*entry), Whom::ClerksOf(*entry)])
        }
        ScreeningEvent::Rejected { entry } => {
            tell("entry-rejected", [Whom::AuthorOf(*entry), Whom::ClerksOf(*entry)])
        }
        ScreeningEvent::BatchOpened { .. }
        | ScreeningEvent::BatchChanged { .. }
        | ScreeningEvent::Undone { .. }
        | ScreeningEvent::ArrivalRecorded { .. } => vec![],
    }
}

fn of_judging(e: &JudgingEvent) -> Vec<Notice> {
    match e {
        JudgingEvent::JudgeSeated { judge, .. } => tell("judge-seated", [Whom::Judge(*judge)]),
        JudgingEvent::Assigned { .. } => tell("sheets-assigned", [Whom::Judges]),
        JudgingEvent::AssignmentReleased { judge, .. } => tell("assignment-released", [Whom::Judge(*judge)]),
        JudgingEvent::ThirdCalled { judge, .. } => tell("third-called", [Whom::Judge(*judge)]),
        JudgingEvent::SheetReopened { sheet, .. } => tell("sheet-reopened", [Whom::JudgeOf(*sheet)]),
        JudgingEvent::RoundClosed { .. } => tell("round-closed", [Whom::Chair, Whom::Organisers]),
        JudgingEvent::JudgeUnseated { .. }
        | JudgingEvent::DrawCommitted { .. }
        | JudgingEvent::DrawRevealed { .. }
        | JudgingEvent::RoundReopened { .. }
        | JudgingEvent::ConflictRecorded { .. }
        | JudgingEvent::RoundOpened { .. }
        | JudgingEvent::SheetSaved { .. }
        | JudgingEvent::SheetSigned { .. } => vec![],
    }
}

fn of_award(e: &AwardEvent) -> Vec<Notice> {
    match e {
        AwardEvent::Proposed { .. } => tell("prizes-proposed", [Whom::Organisers]),
        AwardEvent::Confirmed { .. } => tell("prizes-confirmed", [Whom::Secretaries]),
        AwardEvent::Released { .. } => tell("result-released", [Whom::Authors, Whom::Units, Whom::Judges]),
        AwardEvent::StandingsFrozen { .. }
        | AwardEvent::TieDecided { .. }
        | AwardEvent::ComplaintReceived { .. }
        | AwardEvent::ComplaintAnswered { .. }
        | AwardEvent::Reopened { .. } => vec![],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ContestId;

    #[test]
    fn a_step_back_is_told_to_those_who_decide_and_a_release_to_all() {
        let contest = ContestId(1);
        let back = ContestEvent::SteppedBack {
            contest,
            from: Phase::Judging,
            to: Phase::Open,
            reason: String::new(),
        };
        let whom: Vec<Whom> = of(&back.into()).iter().map(|n| n.whom).collect();
        assert_eq!(whom, [Whom::Organisers, Whom::Secretaries, Whom::Chair]);
        let released = of(&AwardEvent::Released { contest, package: String::new() }.into());
        assert!(released.iter().any(|n| n.whom == Whom::Authors));
    }

    #[test]
    fn a_saved_sheet_is_told_to_nobody() {
        let saved = JudgingEvent::SheetSaved { sheet: SheetId(1), revision: 2, given: 3 };
        assert_eq!(of(&saved.into()), []);
    }

    #[test]
    fn every_word_is_listed_once() {
        let mut words = WORDS.to_vec();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), WORDS.len());
        let source = include_str!("notices.rs");
        let told = source.matches("tell(").count();
        assert!(told > WORDS.len(), "the words are those that are told: {told}");
        for word in WORDS {
            assert!(source.matches(&format!("\"{word}\"")).count() >= 2, "{word} is listed but never told");
        }
    }
}
