//! Refusals of judging in the person's words: each with what happened and what to do.

use crate::Msg;
use app::files::clean::Unclean;
use app::judging::{CallThirdRefusal, CommitRefusal, OpenRefusal, OrderRefusal, SaveRefusal};
use domain::contest::Criterion;
use domain::judging::assign::AssignRefusal;
use domain::judging::close::CloseRefusal;
use domain::judging::conflict::DeclareRefusal;
use domain::judging::count_votes::{CountRefusal, UncountRefusal, VoteSource};
use domain::judging::discuss::{DiscussRefusal, Outcome};
use domain::judging::masked::ReleaseFileRefusal;
use domain::judging::meeting::OpenMeetingRefusal;
use domain::judging::reopen::{ReleaseRefusal, ReopenRefusal, RoundRefusal};
use domain::judging::seat::SeatRefusal;
use domain::judging::sheet::SheetRefusal;
use domain::judging::sign::{SheetLocked, SignRefusal};
use domain::people::GrantRefusal;

/// The field of the panel's form that a refusal belongs to, and its text.
pub fn seat(refusal: &SeatRefusal) -> (Option<&'static str>, Msg) {
    match refusal {
        SeatRefusal::CodeMissing => (Some("code"), Msg::new("judging-seat-code-missing")),
        SeatRefusal::CodeMalformed => (Some("code"), Msg::new("judging-seat-code-malformed")),
        SeatRefusal::CodeTaken => (Some("code"), Msg::new("judging-seat-code-taken")),
        SeatRefusal::NameMissing => (Some("name"), Msg::new("judging-seat-name-missing")),
        SeatRefusal::NameTooLong { most } => {
            (Some("name"), Msg::new("judging-seat-too-long").arg("most", *most))
        }
        SeatRefusal::TitleTooLong { most } => {
            (Some("title"), Msg::new("judging-seat-too-long").arg("most", *most))
        }
        SeatRefusal::ChairTaken => (Some("chair"), Msg::new("judging-seat-chair-taken")),
        SeatRefusal::DeputyTaken => (Some("deputy"), Msg::new("judging-seat-deputy-taken")),
        SeatRefusal::ChairAndDeputy => (Some("deputy"), Msg::new("judging-seat-chair-and-deputy")),
        SeatRefusal::AddressTooLong { most } => {
            (Some("address"), Msg::new("judging-too-long").arg("most", *most))
        }
        SeatRefusal::PhoneMalformed => (Some("phone"), Msg::new("judging-seat-phone-malformed")),
        SeatRefusal::UnknownUnit => (Some("unit"), Msg::new("judging-seat-unknown-unit")),
        SeatRefusal::UnknownAccount => (Some("login"), Msg::new("judging-seat-unknown-account")),
        SeatRefusal::HasAccount => (Some("login"), Msg::new("judging-seat-has-account")),
        SeatRefusal::Left => (Some("login"), Msg::new("judging-seat-left")),
        SeatRefusal::Account(why) => (Some("login"), account(why)),
    }
}

fn account(why: &GrantRefusal) -> Msg {
    match why {
        GrantRefusal::AdminSeesNoMarks => Msg::new("judging-seat-account-admin"),
        GrantRefusal::AuditorOnlyReads => Msg::new("judging-seat-account-auditor"),
        GrantRefusal::HeldAlready => Msg::new("judging-seat-account-held"),
        GrantRefusal::ToOneself => Msg::new("judging-seat-account-oneself"),
        GrantRefusal::AccountClosed => Msg::new("judging-seat-account-closed"),
        GrantRefusal::UnitMissing
        | GrantRefusal::ContestMissing
        | GrantRefusal::SeatMissing
        | GrantRefusal::DaysReversed
        | GrantRefusal::DelegateNeedsDays
        | GrantRefusal::DelegateOfWhom => Msg::new("judging-seat-account-impossible"),
    }
}

pub fn declare(refusal: &DeclareRefusal) -> (Option<&'static str>, Msg) {
    match refusal {
        DeclareRefusal::NoteMissing => (Some("note"), Msg::new("judging-declare-note-missing")),
        DeclareRefusal::NoteTooLong { most } => {
            (Some("note"), Msg::new("judging-too-long").arg("most", *most))
        }
        DeclareRefusal::AlreadySigned => (Some("entry"), Msg::new("judging-declare-already-signed")),
        DeclareRefusal::AlreadyDeclared => (Some("entry"), Msg::new("judging-declare-already-declared")),
        DeclareRefusal::UnknownEntry => (Some("entry"), Msg::new("judging-declare-unknown-entry")),
        DeclareRefusal::UnknownJudge => (Some("judge"), Msg::new("judging-declare-unknown-judge")),
    }
}

pub fn order(refusal: &OrderRefusal) -> Msg {
    Msg::new(match refusal {
        OrderRefusal::RoundClosed => "judging-round-closed",
        OrderRefusal::AlreadyCommitted => "judging-order-already-committed",
        OrderRefusal::NotCommitted => "judging-order-not-committed",
        OrderRefusal::AlreadyDrawn => "judging-order-already-drawn",
        OrderRefusal::NoEntries => "judging-meeting-no-entries",
    })
}

/// Why a file is withheld from judges.
pub fn withheld(why: Unclean) -> &'static str {
    match why {
        Unclean::Kind => "judging-withheld-kind",
        Unclean::Broken => "judging-withheld-broken",
        Unclean::Locked => "judging-withheld-locked",
        Unclean::PartInside => "judging-withheld-part-inside",
        Unclean::Scanned => "judging-withheld-scanned",
        Unclean::Tells => "judging-withheld-tells",
        Unclean::TooLarge => "judging-withheld-too-large",
    }
}

pub fn release_file(refusal: &ReleaseFileRefusal) -> (Option<&'static str>, Msg) {
    match refusal {
        ReleaseFileRefusal::NotWithheld => (None, Msg::new("judging-files-not-withheld")),
        ReleaseFileRefusal::ReasonMissing => (Some("reason"), Msg::new("judging-reason-missing")),
        ReleaseFileRefusal::TooLong { most } => {
            (Some("reason"), Msg::new("judging-too-long").arg("most", *most))
        }
    }
}

/// The name of a place where votes were cast.
pub fn vote_source(source: VoteSource) -> &'static str {
    match source {
        VoteSource::Paper => "judging-votes-paper",
        VoteSource::Portal => "judging-votes-portal",
        VoteSource::Facebook => "judging-votes-facebook",
        VoteSource::Zalo => "judging-votes-zalo",
        VoteSource::Other => "judging-votes-other",
    }
}

pub fn count(refusal: &CountRefusal) -> (Option<&'static str>, Msg) {
    match refusal {
        CountRefusal::NoVote => (None, Msg::new("judging-votes-none")),
        CountRefusal::NotOver { closes_at } => {
            (None, Msg::new("judging-votes-not-over").arg("at", *closes_at))
        }
        CountRefusal::JudgingClosed => (None, Msg::new("judging-votes-closed")),
        CountRefusal::NoteMissing { least } => {
            (Some("note"), Msg::new("judging-votes-note-missing").arg("least", *least))
        }
        CountRefusal::NoteTooLong { most } => (Some("note"), Msg::new("judging-too-long").arg("most", *most)),
        CountRefusal::Empty => (Some("file"), Msg::new("judging-votes-empty")),
        CountRefusal::UnknownEntry { entry } => {
            (Some("file"), Msg::new("judging-votes-unknown-entry").arg("entry", entry.to_string()))
        }
        CountRefusal::Twice { entry } => {
            (Some("file"), Msg::new("judging-votes-twice").arg("entry", entry.to_string()))
        }
        CountRefusal::TooMany { entry, most } => (
            Some("file"),
            Msg::new("judging-votes-too-many").arg("entry", entry.to_string()).arg("most", most.to_string()),
        ),
        CountRefusal::TooManyLeftOut { most } => {
            (Some("left-out"), Msg::new("judging-votes-too-many-out").arg("most", most.to_string()))
        }
    }
}

pub fn uncount(refusal: &UncountRefusal) -> (Option<&'static str>, Msg) {
    match refusal {
        UncountRefusal::JudgingClosed => (None, Msg::new("judging-votes-closed")),
        UncountRefusal::AlreadyTakenBack => (None, Msg::new("judging-votes-back-already")),
        UncountRefusal::ReasonMissing => (Some("reason"), Msg::new("judging-reason-missing")),
        UncountRefusal::TooLong { most } => (Some("reason"), Msg::new("judging-too-long").arg("most", *most)),
    }
}

pub fn open_meeting(refusal: &OpenMeetingRefusal) -> (Option<&'static str>, Msg) {
    match refusal {
        OpenMeetingRefusal::AlreadyOpen => (None, Msg::new("judging-meeting-already-open")),
        OpenMeetingRefusal::NoEntries => (None, Msg::new("judging-meeting-no-entries")),
        OpenMeetingRefusal::PlaceMissing => (Some("place"), Msg::new("judging-meeting-place-missing")),
        OpenMeetingRefusal::PresentMissing => (Some("present"), Msg::new("judging-meeting-present-missing")),
        OpenMeetingRefusal::TooLong { most } => (None, Msg::new("judging-too-long").arg("most", *most)),
    }
}

pub fn discuss(refusal: &DiscussRefusal) -> (Option<&'static str>, Msg) {
    match refusal {
        DiscussRefusal::TookPartMissing => (Some("took-part"), Msg::new("judging-discuss-took-part-missing")),
        DiscussRefusal::SaidMissing => (Some("said"), Msg::new("judging-discuss-said-missing")),
        DiscussRefusal::OutcomeMissing => (Some("outcome"), Msg::new("judging-discuss-outcome-missing")),
        DiscussRefusal::NoThirdMark => (Some("outcome"), Msg::new("judging-discuss-no-third")),
        DiscussRefusal::RoundClosed => (Some("outcome"), Msg::new("judging-round-closed")),
        DiscussRefusal::TooLong { most } => (None, Msg::new("judging-too-long").arg("most", *most)),
        DiscussRefusal::VotesImpossible => (Some("votes-for"), Msg::new("judging-discuss-votes-impossible")),
        DiscussRefusal::OwnSheetOpen => (None, Msg::new("judging-discuss-own-sheet")),
    }
}

/// What was decided about an entry, as a sentence.
pub fn discussed(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::AsIs => "judging-discussed-as-is",
        Outcome::ReadAgain => "judging-discussed-read-again",
        Outcome::ThirdMark => "judging-discussed-third-mark",
        Outcome::Noted => "judging-discussed-noted",
    }
}

pub fn open(refusal: &OpenRefusal) -> Msg {
    match refusal {
        OpenRefusal::UnknownRound { round } => {
            Msg::new("judging-open-unknown-round").arg("round", round.to_string())
        }
        OpenRefusal::AlreadyOpened => Msg::new("judging-open-already"),
        OpenRefusal::PreviousNotClosed { round } => {
            Msg::new("judging-open-previous").arg("round", round.to_string())
        }
        OpenRefusal::BeforeDeadline { before } => {
            Msg::new("judging-open-before-deadline").arg("before", *before)
        }
        OpenRefusal::WrongPhase { .. } => Msg::new("judging-open-wrong-phase"),
        OpenRefusal::NoEntries => Msg::new("judging-open-no-entries"),
        OpenRefusal::NoJudges => Msg::new("judging-open-no-judges"),
    }
}

pub fn assign(refusal: &AssignRefusal) -> Msg {
    let pair = |key, entry: &domain::ids::EntryCode, judge: &domain::ids::JudgeCode| {
        Msg::new(key).arg("entry", entry.to_string()).arg("judge", judge.to_string())
    };
    match refusal {
        AssignRefusal::RoundClosed => Msg::new("judging-round-closed"),
        AssignRefusal::NothingToAssign => Msg::new("judging-assign-nothing"),
        AssignRefusal::UnknownEntry { entry } => {
            Msg::new("judging-assign-unknown-entry").arg("entry", entry.to_string())
        }
        AssignRefusal::UnknownJudge { judge } => {
            Msg::new("judging-assign-unknown-judge").arg("judge", judge.to_string())
        }
        AssignRefusal::NotInRound { entry } => {
            Msg::new("judging-assign-not-in-round").arg("entry", entry.to_string())
        }
        AssignRefusal::InConflict { entry, judge } => pair("judging-assign-in-conflict", entry, judge),
        AssignRefusal::GivenUp { entry, judge } => pair("judging-assign-given-up", entry, judge),
        AssignRefusal::Twice { entry, judge } => pair("judging-assign-twice", entry, judge),
        AssignRefusal::Short(short) => {
            let blocked: Vec<&str> = short.blocked.iter().map(|j| j.as_str()).collect();
            Msg::new("judging-assign-short")
                .arg("entry", short.entry.to_string())
                .arg("need", short.need)
                .arg("have", short.have)
                .arg("blocked", blocked.join(", "))
        }
        AssignRefusal::FewExperts { entries, needed, available } => {
            let entries: Vec<&str> = entries.iter().map(|e| e.as_str()).collect();
            Msg::new("judging-assign-few-experts")
                .arg("entries", entries.join(", "))
                .arg("needed", *needed)
                .arg("available", *available)
        }
        AssignRefusal::Together => Msg::new("judging-assign-together"),
        AssignRefusal::NotCommitted => Msg::new("judging-assign-not-committed"),
    }
}

pub fn commit(refusal: &CommitRefusal) -> Msg {
    match refusal {
        CommitRefusal::RoundClosed => Msg::new("judging-round-closed"),
        CommitRefusal::AlreadyCommitted => Msg::new("judging-draw-already"),
    }
}

pub fn close(refusal: &CloseRefusal) -> Msg {
    match refusal {
        CloseRefusal::AlreadyClosed => Msg::new("judging-round-closed"),
        CloseRefusal::VotesMissing => Msg::new("judging-close-votes-missing"),
        CloseRefusal::NoEntries => Msg::new("judging-close-no-entries"),
        CloseRefusal::NoJudge { entry } => Msg::new("judging-close-no-judge").arg("entry", entry.to_string()),
        CloseRefusal::SheetMissing { entry, judge } => Msg::new("judging-close-sheet-missing")
            .arg("entry", entry.to_string())
            .arg("judge", judge.to_string()),
        CloseRefusal::FirstMarks { entry, have } => {
            Msg::new("judging-close-first-marks").arg("entry", entry.to_string()).arg("have", *have)
        }
        CloseRefusal::ThirdNotCalled { entry, gap } => {
            Msg::new("judging-close-third-not-called").arg("entry", entry.to_string()).arg("gap", gap.text())
        }
        CloseRefusal::ThirdNotNeeded { entry } => {
            Msg::new("judging-close-third-not-needed").arg("entry", entry.to_string())
        }
    }
}

pub fn call_third(refusal: &CallThirdRefusal) -> Msg {
    match refusal {
        CallThirdRefusal::RoundClosed => Msg::new("judging-round-closed"),
        CallThirdRefusal::NotThisMethod => Msg::new("judging-third-not-this-method"),
        CallThirdRefusal::NotInRound => Msg::new("judging-third-not-in-round"),
        CallThirdRefusal::UnknownJudge => Msg::new("judging-declare-unknown-judge"),
        CallThirdRefusal::InConflict => Msg::new("judging-third-in-conflict"),
        CallThirdRefusal::HasSheet => Msg::new("judging-third-has-sheet"),
        CallThirdRefusal::AlreadyCalled => Msg::new("judging-third-already-called"),
        CallThirdRefusal::FirstMarksMissing => Msg::new("judging-third-first-missing"),
        CallThirdRefusal::GapTooSmall { gap, limit } => {
            Msg::new("judging-third-gap-small").arg("gap", gap.text()).arg("limit", limit.text())
        }
    }
}

pub fn reopen(refusal: &ReopenRefusal) -> Msg {
    match refusal {
        ReopenRefusal::ReasonMissing => Msg::new("judging-reason-missing"),
        ReopenRefusal::ReasonTooLong { most } => Msg::new("judging-too-long").arg("most", *most),
        ReopenRefusal::NotSigned => Msg::new("judging-reopen-not-signed"),
        ReopenRefusal::RoundClosed => Msg::new("judging-round-closed"),
        ReopenRefusal::Released => Msg::new("judging-sheet-released"),
    }
}

pub fn reopen_round(refusal: &RoundRefusal) -> (Option<&'static str>, Msg) {
    match refusal {
        RoundRefusal::ReasonMissing => (Some("reason"), Msg::new("judging-reason-missing")),
        RoundRefusal::ReasonTooLong { most } => {
            (Some("reason"), Msg::new("judging-too-long").arg("most", *most))
        }
        RoundRefusal::StillOpen => (None, Msg::new("judging-round-still-open")),
        RoundRefusal::LaterRound => (None, Msg::new("judging-round-later")),
        RoundRefusal::Confirmed => (None, Msg::new("judging-round-confirmed")),
    }
}

pub fn release(refusal: &ReleaseRefusal) -> Msg {
    match refusal {
        ReleaseRefusal::ReasonMissing => Msg::new("judging-reason-missing"),
        ReleaseRefusal::ReasonTooLong { most } => Msg::new("judging-too-long").arg("most", *most),
        ReleaseRefusal::Signed => Msg::new("judging-release-signed"),
        ReleaseRefusal::RoundClosed => Msg::new("judging-round-closed"),
        ReleaseRefusal::AlreadyReleased => Msg::new("judging-sheet-released"),
    }
}

pub fn locked(why: SheetLocked) -> Msg {
    match why {
        SheetLocked::RoundClosed => Msg::new("judging-round-closed"),
        SheetLocked::Signed => Msg::new("judging-sheet-signed"),
        SheetLocked::Released => Msg::new("judging-sheet-released"),
        SheetLocked::Recused => Msg::new("judging-sheet-recused"),
        SheetLocked::EntryOut => Msg::new("judging-sheet-entry-out"),
    }
}

/// The field of the sheet's form that a refusal belongs to, and its text.
pub fn sheet(refusal: &SheetRefusal, criteria: &[Criterion]) -> (Option<String>, Msg) {
    let name = |at: &usize| criteria.get(*at).map_or_else(String::new, |c| c.name.clone());
    let max = |at: &usize| criteria.get(*at).map_or(domain::marks::Marks(0), |c| c.max);
    let mark = |at: &usize, key| (Some(format!("mark-{at}")), Msg::new(key).arg("criterion", name(at)));
    match refusal {
        SheetRefusal::WrongShape { .. } => (None, Msg::new("judging-sheet-wrong-shape")),
        SheetRefusal::BelowZero { criterion } => {
            let (field, msg) = mark(criterion, "judging-sheet-below-zero");
            (field, msg.arg("max", max(criterion)))
        }
        SheetRefusal::AboveMaximum { criterion, max } => {
            let (field, msg) = mark(criterion, "judging-sheet-above-maximum");
            (field, msg.arg("max", *max))
        }
        SheetRefusal::OffStep { criterion, step } => {
            let (field, msg) = mark(criterion, "judging-sheet-off-step");
            (field, msg.arg("step", *step))
        }
        SheetRefusal::OutsideBand { criterion, label, min, max } => {
            let (field, msg) = mark(criterion, "judging-sheet-outside-band");
            (field, msg.arg("band", label.clone()).arg("min", *min).arg("max", *max))
        }
        SheetRefusal::InNoBand { criterion } => mark(criterion, "judging-sheet-in-no-band"),
        SheetRefusal::UnknownBand { criterion } => mark(criterion, "judging-sheet-unknown-band"),
        SheetRefusal::MarkMissing { criterion } => mark(criterion, "judging-sheet-mark-missing"),
        SheetRefusal::CommentMissing { criterion } => (
            Some(format!("comment-{criterion}")),
            Msg::new("judging-sheet-comment-missing").arg("criterion", name(criterion)),
        ),
        SheetRefusal::CommentTooLong { criterion, most } => {
            (Some(format!("comment-{criterion}")), Msg::new("judging-too-long").arg("most", *most))
        }
        SheetRefusal::GeneralCommentTooLong { most } => {
            (Some("general".to_owned()), Msg::new("judging-too-long").arg("most", *most))
        }
    }
}

/// As `sheet`, for what saving refuses; a stale save is shown on a page of its own.
pub fn save(refusal: &SaveRefusal, criteria: &[Criterion]) -> (Option<String>, Msg) {
    match refusal {
        SaveRefusal::Locked(why) => (None, locked(*why)),
        SaveRefusal::Stale { .. } => (None, Msg::new("judging-sheet-stale")),
        SaveRefusal::Sheet(why) => sheet(why, criteria),
    }
}

pub fn sign(refusal: &SignRefusal, criteria: &[Criterion]) -> (Option<String>, Msg) {
    match refusal {
        SignRefusal::Locked(why) => (None, locked(*why)),
        SignRefusal::Stale { .. } => (None, Msg::new("judging-sheet-stale")),
        SignRefusal::Sheet(why) => sheet(why, criteria),
    }
}
