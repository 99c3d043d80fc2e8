//! Which event tells whom: one exhaustive match, so that a new happening shows this place to whoever adds it.
//!
//! Nothing depends on a notice: all it says is visible after logging in, or with code and PIN. A notice never carries a mark, a name of
//! another person, or a secret: it says that something happened and where to look. What people meet every day on their own page
//! (a new entry at the unit's desk) is not also mailed to them. The rules in prose: docs/rules/notices.md.

mod kind;
pub mod remind;
mod samples;
mod whom;

pub use kind::{Kind, Pace, leaves_at, settles_at};
pub use samples::samples;
pub use whom::Whom;

use crate::awards::AwardEvent;
use crate::contest::amend::Part;
use crate::contest::{ContestEvent, Phase};
use crate::entry::EntryEvent;
use crate::event::Event;
use crate::judging::JudgingEvent;
use crate::people::PeopleEvent;
use crate::screening::{ScreeningEvent, Whose};

/// One notice: which, and to whom. Somebody who is meant twice is told once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub kind: Kind,
    pub whom: Vec<Whom>,
}

/// Whom an event tells what. Mostly nobody.
pub fn of(event: &Event) -> Option<Notice> {
    match event {
        Event::People(e) => of_people(e),
        Event::Contest(e) => of_contest(e),
        Event::Entry(e) => of_entry(e),
        Event::Screening(e) => of_screening(e),
        Event::Judging(e) => of_judging(e),
        Event::Award(e) => of_award(e),
        // Papers are looked at where they lie.
        Event::Documents(_) => None,
        // The author said it and sees it.
        Event::Gallery(_) | Event::Personal(_) => None,
    }
}

fn tell<const N: usize>(kind: Kind, whom: [Whom; N]) -> Option<Notice> {
    Some(Notice { kind, whom: whom.into() })
}

fn of_people(e: &PeopleEvent) -> Option<Notice> {
    match e {
        PeopleEvent::PasswordChosen { person } => tell(Kind::PasswordChosen, [Whom::Person(*person)]),
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
        | PeopleEvent::UnitsImported { .. }
        | PeopleEvent::UnitImportUndone { .. } => None,
    }
}

fn of_contest(e: &ContestEvent) -> Option<Notice> {
    match e {
        ContestEvent::PhaseChanged { to: Phase::Open, .. } => tell(Kind::ContestOpened, [Whom::Units]),
        ContestEvent::PhaseChanged { to: Phase::Judging, .. } => tell(Kind::JudgingBegun, [Whom::Judges]),
        ContestEvent::SteppedBack { .. } => {
            tell(Kind::ContestSteppedBack, [Whom::Organisers, Whom::Secretaries, Whom::Chair])
        }
        ContestEvent::Amended { parts, .. } => {
            let moved = parts.contains(&Part::UnitsDeadline);
            let kind = if moved { Kind::DeadlineMoved } else { Kind::RulesAmended };
            tell(kind, [Whom::Authors, Whom::Units, Whom::Judges, Whom::Secretaries])
        }
        ContestEvent::UnitReminded { unit, .. } => {
            tell(Kind::UnitBehind, [Whom::ClerksOfUnit(*unit), Whom::HeadsOfUnit(*unit)])
        }
        ContestEvent::PhaseChanged {
            to: Phase::Draft | Phase::Deciding | Phase::Decided | Phase::Released,
            ..
        }
        | ContestEvent::Created { .. }
        | ContestEvent::UnitsChosen { .. }
        | ContestEvent::ArticleSaved { .. }
        | ContestEvent::ArticlePublished { .. }
        | ContestEvent::ArticleWithdrawn { .. } => None,
    }
}

fn of_entry(e: &EntryEvent) -> Option<Notice> {
    match e {
        EntryEvent::Submitted { entry, .. } => tell(Kind::EntrySubmitted, [Whom::AuthorOf(*entry)]),
        EntryEvent::Edited { entry, .. } => tell(Kind::EntryEdited, [Whom::AuthorOf(*entry)]),
        EntryEvent::Withdrawn { entry, .. } => {
            tell(Kind::EntryWithdrawn, [Whom::AuthorOf(*entry), Whom::ClerksOf(*entry)])
        }
        EntryEvent::Revived { entry, .. } => tell(Kind::EntryRevived, [Whom::AuthorOf(*entry)]),
        EntryEvent::PaperRecorded { entry, .. } => tell(Kind::EntryRecorded, [Whom::AuthorOf(*entry)]),
        EntryEvent::PinRenewed { entry } => tell(Kind::EntryPinRenewed, [Whom::AuthorOf(*entry)]),
        EntryEvent::FileInfected { entry } => {
            tell(Kind::EntryFileInfected, [Whom::AuthorOf(*entry), Whom::ClerksOf(*entry)])
        }
        // The secretary reads of doubles where they are compared.
        EntryEvent::Begun { .. } | EntryEvent::DoubleDeclared { .. } => None,
        // A question is itself a letter; answers stand on the entry's page.
        EntryEvent::AuthorsAsked { .. }
        | EntryEvent::AuthorAnswered { .. }
        | EntryEvent::TakenOver { .. } => None,
    }
}

fn of_screening(e: &ScreeningEvent) -> Option<Notice> {
    match e {
        ScreeningEvent::Received { entry } => tell(Kind::EntryReceived, [Whom::AuthorOf(*entry)]),
        ScreeningEvent::Screened { entry, .. } => tell(Kind::EntryScreened, [Whom::AuthorOf(*entry)]),
        ScreeningEvent::Confirmed { entry, .. } => {
            tell(Kind::EntryConfirmed, [Whom::AuthorOf(*entry), Whom::ClerksOf(*entry)])
        }
        ScreeningEvent::ConfirmationVoided { entry, .. } => {
            tell(Kind::ConfirmationVoided, [Whom::HeadsOf(*entry), Whom::ClerksOf(*entry)])
        }
        ScreeningEvent::Forwarded { .. } => tell(Kind::BatchForwarded, [Whom::Secretaries]),
        ScreeningEvent::Decided { entry, .. } => tell(Kind::EntryDecided, [Whom::ClerksOf(*entry)]),
        ScreeningEvent::DecisionTakenBack { entry } => {
            tell(Kind::EntryDecisionTakenBack, [Whom::ClerksOf(*entry)])
        }
        ScreeningEvent::Accepted { entry, .. } => tell(Kind::EntryAccepted, [Whom::AuthorOf(*entry)]),
        ScreeningEvent::ReturnedToUnit { entry } => {
            tell(Kind::EntryReturned, [Whom::AuthorOf(*entry), Whom::ClerksOf(*entry)])
        }
        ScreeningEvent::Rejected { entry } => {
            tell(Kind::EntryRejected, [Whom::AuthorOf(*entry), Whom::ClerksOf(*entry)])
        }
        ScreeningEvent::Extended { whose: Whose::Entry(entry), .. } => {
            tell(Kind::EntryExtended, [Whom::AuthorOf(*entry), Whom::ClerksOf(*entry), Whom::Secretaries])
        }
        ScreeningEvent::Extended { whose: Whose::Unit(unit), .. } => {
            let unit = [Whom::ClerksOfUnit(*unit), Whom::HeadsOfUnit(*unit), Whom::Secretaries];
            tell(Kind::UnitExtended, unit)
        }
        ScreeningEvent::ExtensionTakenBack { whose: Whose::Entry(entry), .. } => {
            let whom = [Whom::AuthorOf(*entry), Whom::ClerksOf(*entry), Whom::Secretaries];
            tell(Kind::ExtensionTakenBack, whom)
        }
        ScreeningEvent::ExtensionTakenBack { whose: Whose::Unit(unit), .. } => {
            let whom = [Whom::ClerksOfUnit(*unit), Whom::HeadsOfUnit(*unit), Whom::Secretaries];
            tell(Kind::ExtensionTakenBack, whom)
        }
        ScreeningEvent::BatchOpened { .. }
        | ScreeningEvent::CommitteeSet { .. }
        | ScreeningEvent::CommitteeEnded { .. }
        | ScreeningEvent::OpinionGiven { .. }
        | ScreeningEvent::MinutesRecorded { .. }
        | ScreeningEvent::BatchChecked { .. }
        | ScreeningEvent::BatchChanged { .. }
        | ScreeningEvent::Undone { .. }
        | ScreeningEvent::ArrivalRecorded { .. } => None,
    }
}

fn of_judging(e: &JudgingEvent) -> Option<Notice> {
    match e {
        JudgingEvent::JudgeSeated { judge, .. } => tell(Kind::JudgeSeated, [Whom::Judge(*judge)]),
        JudgingEvent::Assigned { .. } => tell(Kind::SheetsAssigned, [Whom::Judges]),
        JudgingEvent::AssignmentReleased { judge, .. } => {
            tell(Kind::AssignmentReleased, [Whom::Judge(*judge)])
        }
        JudgingEvent::ThirdCalled { judge, .. } => tell(Kind::ThirdCalled, [Whom::Judge(*judge)]),
        JudgingEvent::SheetReopened { sheet, .. } => tell(Kind::SheetReopened, [Whom::JudgeOf(*sheet)]),
        JudgingEvent::RoundClosed { .. } => tell(Kind::RoundClosed, [Whom::Chair, Whom::Organisers]),
        JudgingEvent::JudgeUnseated { .. }
        | JudgingEvent::DrawCommitted { .. }
        | JudgingEvent::DrawRevealed { .. }
        | JudgingEvent::OrderCommitted { .. }
        | JudgingEvent::OrderDrawn { .. }
        | JudgingEvent::Discussed { .. }
        | JudgingEvent::FileReleased { .. }
        | JudgingEvent::VotesCounted { .. }
        | JudgingEvent::VotesTakenBack { .. }
        | JudgingEvent::MeetingOpened { .. }
        | JudgingEvent::MeetingClosed { .. }
        | JudgingEvent::RoundReopened { .. }
        | JudgingEvent::ConflictRecorded { .. }
        | JudgingEvent::RoundOpened { .. }
        | JudgingEvent::SheetSaved { .. }
        | JudgingEvent::SheetSigned { .. } => None,
    }
}

fn of_award(e: &AwardEvent) -> Option<Notice> {
    match e {
        AwardEvent::Proposed { .. } => tell(Kind::PrizesProposed, [Whom::Organisers]),
        AwardEvent::Confirmed { .. } => tell(Kind::PrizesConfirmed, [Whom::Secretaries]),
        AwardEvent::Released { .. } => tell(Kind::ResultReleased, [Whom::Authors, Whom::Units, Whom::Judges]),
        AwardEvent::StandingsFrozen { .. }
        | AwardEvent::TieDecided { .. }
        | AwardEvent::SideProposed { .. }
        | AwardEvent::SideTakenBack { .. }
        | AwardEvent::ComplaintReceived { .. }
        | AwardEvent::ComplaintAnswered { .. }
        | AwardEvent::Reopened { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{ContestId, SheetId};

    #[test]
    fn a_step_back_is_told_to_those_who_decide_and_a_release_to_all() {
        let contest = ContestId(1);
        let back = ContestEvent::SteppedBack {
            contest,
            from: Phase::Judging,
            to: Phase::Open,
            reason: String::new(),
        };
        let whom = of(&back.into()).map(|n| n.whom);
        assert_eq!(whom, Some(vec![Whom::Organisers, Whom::Secretaries, Whom::Chair]));
        let released = of(&AwardEvent::Released { contest, package: String::new() }.into());
        assert!(released.is_some_and(|n| n.whom.contains(&Whom::Authors)));
    }

    #[test]
    fn a_saved_sheet_is_told_to_nobody() {
        let saved = JudgingEvent::SheetSaved { sheet: SheetId(1), revision: 2, given: 3 };
        assert_eq!(of(&saved.into()), None);
    }

    #[test]
    fn every_kind_is_told_by_a_sample_and_by_one_only() {
        let mut told: Vec<Kind> = samples().iter().filter_map(of).map(|n| n.kind).collect();
        told.sort_unstable();
        let mut all = Kind::ALL.to_vec();
        all.sort_unstable();
        assert_eq!(told, all);
    }
}
