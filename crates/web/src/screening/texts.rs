//! The text of every refusal, step, stage, reason and problem of this slice. Exhaustive: a new one has no text until it
//! has one here.

use crate::setup::reason_missing;
use crate::{FieldErrors, Msg, T};
use app::contest::{AmendRefusal, GraceStop};
use app::screening::UndoRefusal;
use domain::contest::amend;
use domain::contest::deadline::GraceRefusal;
use domain::contest::quota::QuotaRow;
use domain::contest::{Category, Form as EntryForm, QuotaStrength};
use domain::entry::formal::{FormalReason, FormalWarning};
use domain::screening::bulk::UndoProblem;
use domain::screening::compare::Place;
use domain::screening::confirm::VoidRefusal;
use domain::screening::decide::TakeBackRefusal;
use domain::screening::forward::{BatchRefusal, EntryProblem};
use domain::screening::screen::Answer;
use domain::screening::*;
use domain::time::Before;

/// The state of an entry in two or three words.
pub fn step(step: Step) -> &'static str {
    match step {
        Step::Receive => "screening-step-receive",
        Step::Screen => "screening-step-screen",
        Step::Confirm => "screening-step-confirm",
        Step::Send => "screening-step-send",
        Step::BackFromCommittee => "screening-step-back",
        Step::Mend => "screening-step-mend",
        Step::AtIntake => "screening-step-at-intake",
        Step::Declined => "screening-step-declined",
        Step::Accepted => "screening-step-accepted",
        Step::TurnedDown => "screening-step-turned-down",
        Step::Withdrawn => "screening-step-withdrawn",
    }
}

/// What happens next and who must act.
pub fn next(step: Step) -> &'static str {
    match step {
        Step::Receive => "screening-next-receive",
        Step::Screen => "screening-next-screen",
        Step::Confirm => "screening-next-confirm",
        Step::Send => "screening-next-send",
        Step::BackFromCommittee => "screening-next-back",
        Step::Mend => "screening-next-mend",
        Step::AtIntake => "screening-next-at-intake",
        Step::Declined => "screening-next-declined",
        Step::Accepted => "screening-next-accepted",
        Step::TurnedDown => "screening-next-turned-down",
        Step::Withdrawn => "screening-next-withdrawn",
    }
}

/// The class of the tag that shows the step.
pub fn step_class(step: Step) -> &'static str {
    match step {
        Step::Receive | Step::Screen | Step::Confirm | Step::Send | Step::AtIntake => "now",
        Step::BackFromCommittee | Step::TurnedDown => "problem",
        Step::Accepted => "good",
        Step::Mend | Step::Declined | Step::Withdrawn => "",
    }
}

pub fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Late => "screening-stage-late",
        Stage::NotSelected => "screening-stage-not-selected",
        Stage::Returned => "screening-stage-returned",
        Stage::RejectedAtIntake => "screening-stage-rejected",
        Stage::Unconfirmed => "screening-stage-unconfirmed",
        Stage::Accepted => "screening-stage-accepted",
        Stage::Waiting => "screening-stage-waiting",
        Stage::AtIntake => "screening-stage-at-intake",
    }
}

pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Selected => "screening-verdict-selected",
        Verdict::NotSelected => "screening-verdict-not-selected",
        Verdict::Returned => "screening-verdict-returned",
    }
}

pub fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => "screening-answer-yes",
        Answer::Partly => "screening-answer-partly",
        Answer::No => "screening-answer-no",
    }
}

pub fn category(category: Category) -> &'static str {
    match category {
        Category::Individual => "screening-category-individual",
        Category::Collective => "screening-category-collective",
    }
}

pub fn form(form: EntryForm) -> &'static str {
    match form {
        EntryForm::Written => "screening-form-written",
        EntryForm::Video => "screening-form-video",
    }
}

pub fn decision(kind: DecisionKind) -> &'static str {
    match kind {
        DecisionKind::Duplicate => "screening-decision-duplicate",
        DecisionKind::Merged => "screening-decision-merged",
        DecisionKind::NotNew => "screening-decision-not-new",
        DecisionKind::OffTopic => "screening-decision-off-topic",
    }
}

pub fn strength(strength: QuotaStrength) -> &'static str {
    match strength {
        QuotaStrength::Required => "screening-quota-required",
        QuotaStrength::Encouraged => "screening-quota-encouraged",
        QuotaStrength::None => "screening-quota-none",
    }
}

/// One look at a quota: met, on the way, behind; behind is a worry only once the deadline has passed.
pub fn quota(row: &QuotaRow, past: bool) -> (&'static str, &'static str) {
    let b = row.brought;
    let worry = if past { "problem" } else { "" };
    if row.met {
        ("screening-quota-met", "good")
    } else if b.forwarded_in_time >= row.min {
        ("screening-quota-sent", "now")
    } else if b.received == 0 {
        ("screening-quota-nothing", worry)
    } else {
        ("screening-quota-behind", worry)
    }
}

pub fn problem(problem: EntryProblem) -> &'static str {
    match problem {
        EntryProblem::NotHandedIn => "screening-problem-not-handed-in",
        EntryProblem::Changed => "screening-problem-changed",
        EntryProblem::NotSelected => "screening-problem-not-selected",
        EntryProblem::Unconfirmed => "screening-problem-unconfirmed",
        EntryProblem::AuthorUnconfirmed => "screening-problem-author",
        EntryProblem::AlreadySent => "screening-problem-already-sent",
        EntryProblem::IntakeOver => "screening-problem-intake-over",
        EntryProblem::WithJudges => "screening-problem-with-judges",
        EntryProblem::AtStandingBody => "screening-problem-at-standing-body",
        EntryProblem::ArrivedBeforeHandedIn => "screening-problem-arrived-before",
        EntryProblem::Late => "screening-problem-late",
    }
}

pub fn formal(reason: &FormalReason) -> Msg {
    match reason {
        FormalReason::AuthorIsJudge { author } => {
            Msg::new("screening-reason-author-is-judge").arg("n", author + 1)
        }
        FormalReason::GroupTooSmall { least, have } => {
            Msg::new("screening-reason-group-too-small").arg("least", *least).arg("have", *have)
        }
        FormalReason::GroupTooLarge { most, have } => {
            Msg::new("screening-reason-group-too-large").arg("most", *most).arg("have", *have)
        }
        FormalReason::NoRepresentative { have } => {
            Msg::new("screening-reason-no-representative").arg("have", *have)
        }
        FormalReason::NoWordText => Msg::new("screening-reason-no-word-text"),
        FormalReason::SharesNotWhole { total, must } => Msg::new("screening-reason-shares")
            .arg("total", crate::Arg::Marks(*total))
            .arg("must", crate::Arg::Marks(*must)),
        FormalReason::BadContactPhone { author } => {
            Msg::new("screening-reason-bad-contact-phone").arg("n", author + 1)
        }
    }
}

pub fn warning(warning: &FormalWarning) -> Msg {
    match warning {
        FormalWarning::BadPhoneCoAuthor { author } => {
            Msg::new("screening-warning-bad-phone").arg("n", author + 1)
        }
    }
}

pub fn reason(reason: &Reason) -> Msg {
    match reason {
        Reason::Late => Msg::new("screening-reason-late"),
        Reason::Formal(f) => formal(f),
        Reason::Decided(kind) => Msg::new(decision(*kind)),
    }
}

pub fn accept(refusal: &AcceptRefusal) -> Msg {
    match refusal {
        AcceptRefusal::NotRunning => Msg::new("screening-not-running"),
        AcceptRefusal::NotHandedIn => Msg::new("screening-not-handed-in"),
        AcceptRefusal::AlreadyAccepted => Msg::new("screening-already-accepted"),
        AcceptRefusal::Because(r) => reason(r),
        AcceptRefusal::NotSelected => Msg::new("screening-problem-not-selected"),
        AcceptRefusal::NotArrived => Msg::new("screening-not-arrived"),
        AcceptRefusal::AuthorUnconfirmed => Msg::new("screening-problem-author"),
        AcceptRefusal::Unconfirmed => Msg::new("screening-problem-unconfirmed"),
    }
}

pub fn receive(refusal: &ReceiveRefusal) -> Msg {
    Msg::new(match refusal {
        ReceiveRefusal::NotRunning => "screening-not-running",
        ReceiveRefusal::NotHandedIn => "screening-not-handed-in",
        ReceiveRefusal::AlreadyReceived => "screening-already-received",
    })
}

/// One reason of the sheet with the field it stands beside; none where it is about the entry.
fn screen_one(r: &ScreenRefusal) -> (Option<&'static str>, Msg) {
    let last = |day: &domain::time::Day| crate::Arg::Day(day.0);
    match r {
        ScreenRefusal::NotRunning => (None, Msg::new("screening-not-running")),
        ScreenRefusal::NotHandedIn => (None, Msg::new("screening-not-handed-in")),
        ScreenRefusal::OtherVersion { current } => {
            (None, Msg::new("screening-other-version").arg("n", *current))
        }
        ScreenRefusal::AlreadySent => (None, Msg::new("screening-already-sent")),
        ScreenRefusal::AlreadyAccepted => (None, Msg::new("screening-already-accepted")),
        ScreenRefusal::WithJudges => (None, Msg::new("screening-with-judges")),
        ScreenRefusal::CommitteeDecides => (Some("verdict"), Msg::new("screening-committee-decides")),
        ScreenRefusal::ReasonMissing => (Some("reason"), Msg::new("screening-reason-missing")),
        ScreenRefusal::ReasonTooLong { most } => {
            (Some("reason"), Msg::new("screening-too-long").arg("most", *most))
        }
        ScreenRefusal::MendDayPassed => (Some("mend_before"), Msg::new("screening-mend-passed")),
        ScreenRefusal::MendDayAfterDeadline { last: day } => {
            (Some("mend_before"), Msg::new("screening-mend-after").arg("last", last(day)))
        }
    }
}

pub fn bulk_act(act: BulkAct) -> &'static str {
    match act {
        BulkAct::Receive => "screening-bulk-receive",
        BulkAct::Select => "screening-bulk-select",
        BulkAct::Decline => "screening-bulk-decline",
        BulkAct::List => "screening-bulk-list",
    }
}

pub fn bulk_explain(act: BulkAct) -> &'static str {
    match act {
        BulkAct::Receive => "screening-bulk-explain-receive",
        BulkAct::Select => "screening-bulk-explain-select",
        BulkAct::Decline => "screening-bulk-explain-decline",
        BulkAct::List => "screening-bulk-explain-list",
    }
}

/// Why one entry is left as it is.
pub fn bulk(problem: &BulkProblem) -> Msg {
    match problem {
        BulkProblem::Receive(r) => receive(r),
        BulkProblem::Screen(r) => screen_one(r).1,
        BulkProblem::NotRunning => Msg::new("screening-not-running"),
        BulkProblem::List(p) => Msg::new(self::problem(*p)),
        BulkProblem::OnList => Msg::new("screening-bulk-on-list"),
    }
}

pub fn undo(refusal: &UndoRefusal) -> Msg {
    match refusal {
        UndoRefusal::AlreadyUndone => Msg::new("screening-bulk-undo-none"),
        UndoRefusal::Entry { entry, problem } => {
            let why = match problem {
                UndoProblem::Changed => "screening-bulk-undo-changed",
                UndoProblem::CommitteeDecides => "screening-bulk-undo-committee",
                UndoProblem::BuiltOn => "screening-bulk-undo-built-on",
            };
            Msg::new("screening-of-entry")
                .arg("entry", entry.0.clone())
                .arg("problem", crate::Arg::Key(why.into()))
        }
    }
}

/// Beside the fields `verdict`, `reason`, `mend_before` of the sheet.
pub fn screen(reasons: &[ScreenRefusal]) -> FieldErrors {
    FieldErrors::told(reasons.iter().map(screen_one))
}

/// Beside the fields `level`, `feasibility`, `remarks` of the confirmation.
pub fn confirm(reasons: &[ConfirmRefusal]) -> FieldErrors {
    let mut errors = FieldErrors::new();
    let too_long = |most: usize| Msg::new("screening-too-long").arg("most", most);
    for r in reasons {
        match r {
            ConfirmRefusal::NotRunning => errors.add_form(Msg::new("screening-not-running")),
            ConfirmRefusal::NotHandedIn => errors.add_form(Msg::new("screening-not-handed-in")),
            ConfirmRefusal::OtherVersion { current } => {
                errors.add_form(Msg::new("screening-other-version").arg("n", *current))
            }
            ConfirmRefusal::NotSelected => errors.add_form(Msg::new("screening-problem-not-selected")),
            ConfirmRefusal::AlreadyConfirmed => errors.add_form(Msg::new("screening-already-confirmed")),
            ConfirmRefusal::IntakeOver => errors.add_form(Msg::new("screening-already-accepted")),
            ConfirmRefusal::OwnEntry => errors.add_form(Msg::new("screening-own-entry")),
            ConfirmRefusal::SignerMissing => errors.add_form(Msg::new("screening-signer-missing")),
            ConfirmRefusal::LevelMissing => errors.add("level", Msg::new("screening-level-missing")),
            ConfirmRefusal::FeasibilityMissing => {
                errors.add("feasibility", Msg::new("screening-feasibility-missing"))
            }
            ConfirmRefusal::LevelTooLong { most } => errors.add("level", too_long(*most)),
            ConfirmRefusal::FeasibilityTooLong { most } => errors.add("feasibility", too_long(*most)),
            ConfirmRefusal::RemarksTooLong { most } => errors.add("remarks", too_long(*most)),
        };
    }
    errors
}

/// Beside the fields `signer`, `signed_on`, `printed`, `scan`, and those of a confirmation.
pub fn record_confirmation(reasons: &[RecordConfirmationRefusal]) -> FieldErrors {
    use RecordConfirmationRefusal as No;
    let mut errors = FieldErrors::new();
    let day = |d: &domain::time::Day| crate::Arg::Day(d.0);
    for r in reasons {
        match r {
            No::Confirm(ConfirmRefusal::OwnEntry) => {
                errors.add("signer", Msg::new("screening-paper-own-entry"))
            }
            No::Confirm(why) => {
                for (field, msg) in confirm(std::slice::from_ref(why)).iter() {
                    match field {
                        Some(field) => errors.add(field, msg.clone()),
                        None => errors.add_form(msg.clone()),
                    };
                }
                continue;
            }
            No::SignerMissing => errors.add("signer", Msg::new("screening-paper-signer-missing")),
            No::SignerNotThen { on } => {
                errors.add("signer", Msg::new("screening-paper-signer-not-then").arg("on", day(on)))
            }
            No::DayMissing => errors.add("signed_on", Msg::new("screening-day-unreadable")),
            No::DayToCome { today } => {
                errors.add("signed_on", Msg::new("screening-paper-day-to-come").arg("today", day(today)))
            }
            No::DayBefore { first } => {
                errors.add("signed_on", Msg::new("screening-paper-day-before").arg("first", day(first)))
            }
            No::CodeMissing => errors.add("printed", Msg::new("screening-paper-code-missing")),
            No::CodeUnreadable => errors.add("printed", Msg::new("screening-paper-code-unreadable")),
            No::OtherDossier => errors.add("printed", Msg::new("screening-paper-other-dossier")),
            No::OtherVersion { printed, current } => errors.add(
                "printed",
                Msg::new("screening-paper-other-version").arg("printed", *printed).arg("current", *current),
            ),
            No::ScanMissing => errors.add("scan", Msg::new("screening-paper-scan-missing")),
            No::ScanKind => errors.add("scan", Msg::new("screening-paper-scan-kind")),
        };
    }
    errors
}

/// With the field it stands beside.
pub fn committee(r: &CommitteeRefusal) -> (Option<&'static str>, Msg) {
    match r {
        CommitteeRefusal::NotRunning => (None, Msg::new("screening-not-running")),
        CommitteeRefusal::FoundedByMissing => {
            (Some("founded_by"), Msg::new("screening-committee-founded-missing"))
        }
        CommitteeRefusal::Members { least, most } => {
            (Some("members"), Msg::new("screening-committee-count").arg("least", *least).arg("most", *most))
        }
        CommitteeRefusal::Chairs { have } => {
            (Some("members"), Msg::new("screening-committee-chairs").arg("have", *have))
        }
        CommitteeRefusal::Twice { name } => {
            (Some("members"), Msg::new("screening-committee-twice").arg("name", name.clone()))
        }
        CommitteeRefusal::TooLong { most } => {
            (Some("founded_by"), Msg::new("screening-too-long").arg("most", *most))
        }
    }
}

/// With the field it stands beside.
pub fn reconcile(r: &ReconcileRefusal) -> (&'static str, Msg) {
    match r {
        ReconcileRefusal::NotSent => ("codes", Msg::new("screening-check-not-sent")),
        ReconcileRefusal::NothingScanned => ("codes", Msg::new("screening-check-lines-missing")),
        ReconcileRefusal::TooMany { most } => {
            ("codes", Msg::new("screening-check-too-many").arg("most", *most))
        }
        ReconcileRefusal::NoteTooLong { most } => ("note", Msg::new("screening-too-long").arg("most", *most)),
    }
}

/// With the field it stands beside.
pub fn opinion(r: &OpinionRefusal) -> (Option<&'static str>, Msg) {
    match r {
        OpinionRefusal::NotRunning => (None, Msg::new("screening-not-running")),
        OpinionRefusal::NotHandedIn => (None, Msg::new("screening-not-handed-in")),
        OpinionRefusal::OtherVersion { current } => {
            (None, Msg::new("screening-other-version").arg("n", *current))
        }
        OpinionRefusal::Decided => (None, Msg::new("screening-opinion-decided")),
        OpinionRefusal::OthersOpinion => (Some("member"), Msg::new("screening-opinion-others")),
        OpinionRefusal::OwnEntry => (Some("member"), Msg::new("screening-opinion-own")),
        OpinionRefusal::ReasonMissing => (Some("opinion_reason"), Msg::new("screening-reason-missing")),
        OpinionRefusal::ReasonTooLong { most } => {
            (Some("opinion_reason"), Msg::new("screening-too-long").arg("most", *most))
        }
    }
}

/// With the field it stands beside.
pub fn minutes(r: &MinutesRefusal) -> (Option<&'static str>, Msg) {
    let of = |entry: &domain::ids::EntryCode, key: &'static str| {
        Msg::new("screening-of-entry")
            .arg("entry", entry.0.clone())
            .arg("problem", crate::Arg::Key(key.into()))
    };
    match r {
        MinutesRefusal::DayMissing => (Some("held_on"), Msg::new("screening-day-unreadable")),
        MinutesRefusal::DayToCome { today } => {
            (Some("held_on"), Msg::new("screening-minutes-to-come").arg("today", crate::Arg::Day(today.0)))
        }
        MinutesRefusal::ChairAbsent => (Some("present"), Msg::new("screening-minutes-chair-absent")),
        MinutesRefusal::TooFewPresent { have, members } => (
            Some("present"),
            Msg::new("screening-minutes-too-few").arg("have", *have).arg("members", *members),
        ),
        MinutesRefusal::Nothing => (Some("entry"), Msg::new("screening-arrival-empty")),
        MinutesRefusal::TooMany { most } => {
            (Some("entry"), Msg::new("screening-batch-too-many").arg("most", *most))
        }
        MinutesRefusal::TooLong { most } => {
            (Some("summary"), Msg::new("screening-too-long").arg("most", *most))
        }
        MinutesRefusal::OpinionMissing { entry, name } => (
            Some("entry"),
            Msg::new("screening-minutes-opinion-missing")
                .arg("entry", entry.0.clone())
                .arg("name", name.clone()),
        ),
        MinutesRefusal::NobodyVotes { entry } => (Some("entry"), of(entry, "screening-minutes-nobody")),
        MinutesRefusal::Entry { entry, why } => (Some("entry"), of(entry, screen_key(why))),
    }
}

/// The refusal of a sheet without its figures, for a list of entries.
fn screen_key(why: &ScreenRefusal) -> &'static str {
    match why {
        ScreenRefusal::NotRunning => "screening-minutes-why-not-running",
        ScreenRefusal::NotHandedIn => "screening-problem-not-handed-in",
        ScreenRefusal::OtherVersion { .. } => "screening-minutes-why-version",
        ScreenRefusal::AlreadySent => "screening-problem-already-sent",
        ScreenRefusal::AlreadyAccepted | ScreenRefusal::WithJudges => "screening-problem-intake-over",
        ScreenRefusal::ReasonMissing => "screening-minutes-why-reason",
        ScreenRefusal::ReasonTooLong { .. } => "screening-minutes-why-long",
        ScreenRefusal::CommitteeDecides
        | ScreenRefusal::MendDayPassed
        | ScreenRefusal::MendDayAfterDeadline { .. } => "screening-minutes-why-version",
    }
}

pub fn void(refusal: &VoidRefusal) -> Msg {
    Msg::new(match refusal {
        VoidRefusal::NotConfirmed => "screening-problem-unconfirmed",
        VoidRefusal::AlreadySent => "screening-already-sent",
        VoidRefusal::AlreadyAccepted => "screening-already-accepted",
        VoidRefusal::WithJudges => "screening-with-judges",
        VoidRefusal::ReasonMissing => "screening-reason-missing",
        VoidRefusal::ReasonTooLong { most } => return Msg::new("screening-too-long").arg("most", *most),
    })
}

pub fn batch(refusal: &BatchRefusal) -> Msg {
    match refusal {
        BatchRefusal::NotRunning => Msg::new("screening-not-running"),
        BatchRefusal::StillOpen { number } => Msg::new("screening-batch-still-open").arg("n", *number),
        BatchRefusal::StandingBody => Msg::new("screening-problem-at-standing-body"),
        BatchRefusal::AlreadyForwarded => Msg::new("screening-batch-forwarded"),
        BatchRefusal::OtherUnit { entry } => {
            Msg::new("screening-batch-other-unit").arg("entry", entry.0.clone())
        }
        BatchRefusal::TooMany { most } => Msg::new("screening-batch-too-many").arg("most", *most),
        BatchRefusal::LetterTooLong { most } => Msg::new("screening-too-long").arg("most", *most),
        BatchRefusal::Entry { entry, problem: p } => of_entry(&entry.0, *p),
    }
}

pub fn forward(refusal: &ForwardRefusal) -> Msg {
    match refusal {
        ForwardRefusal::NotRunning => Msg::new("screening-not-running"),
        ForwardRefusal::AlreadyForwarded => Msg::new("screening-batch-forwarded"),
        ForwardRefusal::Late { before } => {
            Msg::new("screening-forward-late").arg("before", crate::Arg::At(before.0.0))
        }
        ForwardRefusal::Empty => Msg::new("screening-batch-empty"),
        ForwardRefusal::LetterNumberMissing => Msg::new("screening-letter-missing"),
        ForwardRefusal::SignerMissing => Msg::new("screening-signer-missing"),
        ForwardRefusal::Entry { entry, problem: p } => of_entry(&entry.0, *p),
    }
}

fn of_entry(entry: &str, p: EntryProblem) -> Msg {
    Msg::new("screening-of-entry")
        .arg("entry", entry.to_owned())
        .arg("problem", crate::Arg::Key(problem(p).into()))
}

/// Beside the fields `entry`, `arrived_at` of the record of an arrival.
pub fn arrival(reasons: &[RecordArrivalRefusal]) -> FieldErrors {
    let mut errors = FieldErrors::new();
    for r in reasons {
        match r {
            RecordArrivalRefusal::NotRunning => errors.add_form(Msg::new("screening-not-running")),
            RecordArrivalRefusal::Empty => errors.add("entry", Msg::new("screening-arrival-empty")),
            RecordArrivalRefusal::InFuture => errors.add("arrived_at", Msg::new("screening-arrival-future")),
            RecordArrivalRefusal::OtherUnit { entry } => {
                errors.add("entry", Msg::new("screening-batch-other-unit").arg("entry", entry.0.clone()))
            }
            RecordArrivalRefusal::Entry { entry, problem: p } => errors.add("entry", of_entry(&entry.0, *p)),
        };
    }
    errors
}

/// Beside the field `give_back_reason`.
pub fn give_back(reasons: &[ReturnRefusal]) -> FieldErrors {
    let mut errors = FieldErrors::new();
    for r in reasons {
        match r {
            ReturnRefusal::NotRunning => errors.add_form(Msg::new("screening-not-running")),
            ReturnRefusal::NotHandedIn => errors.add_form(Msg::new("screening-not-handed-in")),
            ReturnRefusal::NotArrived => errors.add_form(Msg::new("screening-not-arrived")),
            ReturnRefusal::AlreadyAccepted => errors.add_form(Msg::new("screening-accepted-decide")),
            ReturnRefusal::WithJudges => errors.add_form(Msg::new("screening-with-judges")),
            ReturnRefusal::ReasonMissing => {
                errors.add("give_back_reason", Msg::new("screening-reason-missing"))
            }
            ReturnRefusal::ReasonTooLong { most } => {
                errors.add("give_back_reason", Msg::new("screening-too-long").arg("most", *most))
            }
        };
    }
    errors
}

/// Beside the fields `kept`, `decide_reason`.
pub fn decide(reasons: &[DecideRefusal]) -> FieldErrors {
    let mut errors = FieldErrors::new();
    for r in reasons {
        match r {
            DecideRefusal::NotRunning => errors.add_form(Msg::new("screening-not-running")),
            DecideRefusal::NotHandedIn => errors.add_form(Msg::new("screening-not-handed-in")),
            DecideRefusal::KeptMissing => errors.add("kept", Msg::new("screening-kept-missing")),
            DecideRefusal::KeptNotWanted => errors.add("kept", Msg::new("screening-kept-not-wanted")),
            DecideRefusal::KeptIsItself => errors.add("kept", Msg::new("screening-kept-itself")),
            DecideRefusal::KeptNotHandedIn => errors.add("kept", Msg::new("screening-kept-not-handed-in")),
            DecideRefusal::KeptIsOut => errors.add("kept", Msg::new("screening-kept-is-out")),
            DecideRefusal::StandsForAnother { entry } => {
                errors.add_form(Msg::new("screening-stands-for").arg("entry", entry.0.clone()))
            }
            DecideRefusal::ReasonMissing => errors.add("decide_reason", Msg::new("screening-reason-missing")),
            DecideRefusal::ReasonTooLong { most } => {
                errors.add("decide_reason", Msg::new("screening-too-long").arg("most", *most))
            }
        };
    }
    errors
}

pub fn take_back(refusal: &TakeBackRefusal) -> Msg {
    Msg::new(match refusal {
        TakeBackRefusal::NotRunning => "screening-not-running",
        TakeBackRefusal::NotDecided => "screening-not-decided",
        TakeBackRefusal::ReasonMissing => "screening-reason-missing",
        TakeBackRefusal::ReasonTooLong { most } => return Msg::new("screening-too-long").arg("most", *most),
    })
}

/// What voided a confirmation; what the head wrote stands for itself.
pub fn void_reason(word: &str) -> Option<&'static str> {
    match word {
        "edited" => Some("screening-void-edited"),
        "withdrawn" => Some("screening-void-withdrawn"),
        "screened_again" => Some("screening-void-screened-again"),
        _ => None,
    }
}

/// Why a line left a list; what somebody wrote stands for itself.
pub fn struck(word: &str) -> Option<&'static str> {
    match word {
        "withdrawn" => Some("screening-struck-withdrawn"),
        "moved" => Some("screening-struck-moved"),
        "undone" => Some("screening-struck-undone"),
        "" => Some("screening-struck-by-unit"),
        _ => None,
    }
}

/// The part of a dossier; a section has a name of its own in the rules.
pub fn place(place: &Place) -> &'static str {
    match place {
        Place::Title => "screening-title",
        Place::Areas => "screening-areas",
        Place::Category => "screening-kind",
        Place::Form => "screening-versions-form",
        Place::Unit => "screening-unit",
        Place::Applied => "screening-applied",
        Place::Authors => "screening-authors",
        Place::Files => "screening-files",
        Place::Section(_) => "screening-dossier",
    }
}

/// The field and the text of a refused extension; of one to a unit, `entry` means the unit.
pub fn extend(refusal: &ExtendRefusal) -> (&'static str, Msg) {
    let limit = |key, before: Before| Msg::new(key).arg("before", crate::Arg::At(before.0.0));
    match refusal {
        ExtendRefusal::NotOpen { .. } => ("until", Msg::new("screening-extend-not-open")),
        ExtendRefusal::NotLater { before } => ("until", limit("screening-extend-not-later", *before)),
        ExtendRefusal::Past => ("until", Msg::new("screening-extend-past")),
        ExtendRefusal::NotLonger { until } => ("until", limit("screening-extend-not-longer", *until)),
        ExtendRefusal::IntoJudging { before } => ("until", limit("screening-extend-into-judging", *before)),
        ExtendRefusal::ReasonMissing { least, most } => ("reason", reason_missing(*least, *most)),
        ExtendRefusal::OwnEntry => ("entry", Msg::new("screening-extend-own-entry")),
        ExtendRefusal::OwnUnit => ("entry", Msg::new("screening-extend-own-unit")),
        ExtendRefusal::SendsNothing => ("entry", Msg::new("screening-extend-sends-nothing")),
    }
}

pub fn shorten(refusal: &ShortenRefusal) -> (Option<&'static str>, Msg) {
    match refusal {
        ShortenRefusal::TakenBack => (None, Msg::new("screening-extension-back-before")),
        ShortenRefusal::Used => (None, Msg::new("screening-extension-back-used")),
        ShortenRefusal::ReasonMissing { least, most } => (Some("back_reason"), reason_missing(*least, *most)),
    }
}

/// The field and the text of a refused grace period.
pub fn grace(t: T, refusal: &GraceStop) -> (&'static str, Msg) {
    let limit = |key, before: Before| Msg::new(key).arg("before", crate::Arg::At(before.0.0));
    match refusal {
        GraceStop::Grace(why) => {
            let msg = match why {
                GraceRefusal::NotOpen { .. } => Msg::new("screening-extend-not-open"),
                GraceRefusal::NotLater { before } => limit("screening-extend-not-later", *before),
                GraceRefusal::Past { .. } => Msg::new("screening-extend-past"),
                GraceRefusal::IntoJudging { before } => limit("screening-extend-into-judging", *before),
            };
            ("all_until", msg)
        }
        GraceStop::Amend(AmendRefusal::Rule(amend::AmendRefusal::ReasonMissing { least, most })) => {
            ("all_reason", reason_missing(*least, *most))
        }
        GraceStop::Amend(why) => {
            let wrong = crate::setup::amend_problem(t, why);
            ("all_until", Msg::new("screening-grace-refused").arg("what", wrong))
        }
    }
}
