//! One event for every kind of notice, so that a page can show whom each reaches by asking the rule itself.

use crate::awards::AwardEvent;
use crate::contest::amend::Part;
use crate::contest::{ContestEvent, Phase};
use crate::entry::EntryEvent;
use crate::event::Event;
use crate::ids::{BatchId, ContestId, EditionId, EntryId, JudgeId, PersonId, SheetId, UnitId};
use crate::judging::JudgingEvent;
use crate::people::PeopleEvent;
use crate::screening::{DecisionKind, ScreeningEvent, Verdict, Whose};
use crate::time::Instant;

/// In the order of a contest's life. The ids are nobody's.
pub fn samples() -> Vec<Event> {
    let (contest, entry, unit) = (ContestId(0), EntryId(0), UnitId(0));
    let (judge, sheet, batch) = (JudgeId(0), SheetId(0), BatchId(0));
    let (at, dossier_hash, version) = (Instant(0), [0; 32], 1);
    let text = String::new;
    let round = || crate::ids::RoundCode(text());
    let (from, to) = (Phase::Judging, Phase::Open);
    vec![
        PeopleEvent::PasswordChosen { person: PersonId(0) }.into(),
        ContestEvent::PhaseChanged { contest, to: Phase::Open }.into(),
        ContestEvent::Amended {
            contest,
            edition: EditionId(0),
            number: 2,
            parts: vec![],
            reason: text(),
            rules_sha256: text(),
        }
        .into(),
        ContestEvent::Amended {
            contest,
            edition: EditionId(0),
            number: 3,
            parts: vec![Part::UnitsDeadline],
            reason: text(),
            rules_sha256: text(),
        }
        .into(),
        ContestEvent::SteppedBack { contest, from, to, reason: text() }.into(),
        ContestEvent::UnitReminded { contest, unit, days: 3, missing: 1 }.into(),
        EntryEvent::Submitted { entry, version, at, dossier_hash }.into(),
        EntryEvent::Edited { entry, version, at, dossier_hash }.into(),
        EntryEvent::Withdrawn { entry, at }.into(),
        EntryEvent::Revived { entry, at }.into(),
        EntryEvent::PaperRecorded { entry, version, received_at: at, dossier_hash }.into(),
        EntryEvent::PinRenewed { entry }.into(),
        EntryEvent::FileInfected { entry }.into(),
        ScreeningEvent::Received { entry }.into(),
        ScreeningEvent::Screened { entry, version, verdict: Verdict::Selected }.into(),
        ScreeningEvent::Confirmed {
            entry,
            version,
            dossier_hash,
            level: text(),
            feasibility: text(),
            on_paper: None,
        }
        .into(),
        ScreeningEvent::ConfirmationVoided { entry, version }.into(),
        ScreeningEvent::Forwarded { batch, unit, entries: vec![] }.into(),
        ScreeningEvent::Extended { extension: 0, whose: Whose::Entry(entry), until: at, reason: text() }
            .into(),
        ScreeningEvent::Extended { extension: 0, whose: Whose::Unit(unit), until: at, reason: text() }.into(),
        ScreeningEvent::ExtensionTakenBack { extension: 0, whose: Whose::Entry(entry), reason: text() }
            .into(),
        ScreeningEvent::Decided { entry, decision: DecisionKind::NotNew, kept: None }.into(),
        ScreeningEvent::DecisionTakenBack { entry }.into(),
        ScreeningEvent::Accepted { entry, version }.into(),
        ScreeningEvent::ReturnedToUnit { entry }.into(),
        ScreeningEvent::Rejected { entry }.into(),
        ContestEvent::PhaseChanged { contest, to: Phase::Judging }.into(),
        JudgingEvent::JudgeSeated { judge, chair: false }.into(),
        JudgingEvent::Assigned { contest, round: round(), pairs: vec![] }.into(),
        JudgingEvent::AssignmentReleased { sheet, judge, entry, reason: text() }.into(),
        JudgingEvent::ThirdCalled { sheet, judge, entry }.into(),
        JudgingEvent::SheetReopened { sheet, revision: 1, reason: text() }.into(),
        JudgingEvent::RoundClosed { contest, round: round(), sheets: 0 }.into(),
        AwardEvent::Proposed { contest, prizes: 0, budget_vnd: 0 }.into(),
        AwardEvent::Confirmed { contest, votes: None }.into(),
        AwardEvent::Released { contest, package: text() }.into(),
    ]
}
