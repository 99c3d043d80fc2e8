//! What is wrong with a `contest.json`, and why rules may not be so, in words. Every refusal has its text; the compiler sees to it.

use super::phase_key;
use crate::i18n::Arg;
use crate::{Msg, T};
use app::contest::format::{Problem, ProblemKind};
use app::contest::{AmendRefusal, CreateRefusal};
use domain::contest::amend::{self as rule, Part};
use domain::contest::phase::MoveRefusal;

/// A line of the list of problems: the field of the file, and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    pub field: String,
    pub what: String,
    pub found: String,
}

pub fn field(t: T, p: &Problem) -> Wrong {
    let key = match p.kind {
        ProblemKind::NotJson => "setup-problem-not-json",
        ProblemKind::Missing => "setup-problem-missing",
        ProblemKind::WrongType => "setup-problem-wrong-type",
        ProblemKind::BadNumber => "setup-problem-bad-number",
        ProblemKind::BadInstant => "setup-problem-bad-instant",
        ProblemKind::UnknownValue => "setup-problem-unknown-value",
        ProblemKind::UnknownReference => "setup-problem-unknown-reference",
        ProblemKind::OutOfRange => "setup-problem-out-of-range",
    };
    Wrong { field: p.field.clone(), what: t.s(key).into_owned(), found: p.found.clone() }
}

/// A refused amendment: a problem of the file, or a rule that says no. The reason's own is told beside its field.
pub fn amend(t: T, why: &AmendRefusal) -> Wrong {
    let said = |field: String, msg: Msg| Wrong { field, what: t.m(&msg).into_owned(), found: String::new() };
    match why {
        AmendRefusal::Rules(p) => field(t, p),
        AmendRefusal::UnknownUnit { code } => unknown_unit(t, code.as_str()),
        AmendRefusal::Overtaken { number } => {
            said(String::new(), Msg::new("setup-overtaken").arg("n", *number))
        }
        AmendRefusal::Rule(why) => match why {
            rule::AmendRefusal::ReasonMissing { least, most } => {
                said(t.s("setup-reason").into_owned(), reason_missing(*least, *most))
            }
            rule::AmendRefusal::OtherContest { ours, theirs } => said(
                "code".into(),
                Msg::new("setup-other-contest").arg("ours", ours.clone()).arg("theirs", theirs.clone()),
            ),
            rule::AmendRefusal::NothingChanged => said(String::new(), Msg::new("setup-nothing-changed")),
            rule::AmendRefusal::Fixed { part, phase } => said(
                t.s(part_key(*part)).into_owned(),
                Msg::new("setup-fixed").arg("phase", Arg::Key(phase_key(*phase).into())),
            ),
            rule::AmendRefusal::InUse { part, code } => {
                said(t.s(part_key(*part)).into_owned(), Msg::new("setup-in-use").arg("code", code.clone()))
            }
            rule::AmendRefusal::AcceptedLeftBehind { arrived } => said(
                t.s(part_key(Part::UnitsDeadline)).into_owned(),
                Msg::new("setup-left-behind").arg("arrived", Arg::At(arrived.0)),
            ),
            rule::AmendRefusal::StandingBodyInUse => {
                said(t.s(part_key(Part::Organiser)).into_owned(), Msg::new("setup-standing-in-use"))
            }
        },
    }
}

pub fn create(t: T, why: &CreateRefusal) -> Wrong {
    match why {
        CreateRefusal::Rules(p) => field(t, p),
        CreateRefusal::CodeTaken { code } => {
            Wrong { field: "code".into(), what: t.s("setup-code-taken").into_owned(), found: code.clone() }
        }
        CreateRefusal::UnknownUnit { code } => unknown_unit(t, code.as_str()),
    }
}

pub fn unknown_unit(t: T, code: &str) -> Wrong {
    Wrong { field: "unit_code".into(), what: t.s("setup-unknown-unit").into_owned(), found: code.to_owned() }
}

pub fn reason_missing(least: usize, most: usize) -> Msg {
    Msg::new("setup-reason-missing").arg("least", least).arg("most", most)
}

pub fn part_key(part: Part) -> &'static str {
    match part {
        Part::Name => "setup-part-name",
        Part::Organiser => "setup-part-organiser",
        Part::Launch => "setup-part-launch",
        Part::UnitsDeadline => "setup-part-units-deadline",
        Part::JudgingEnd => "setup-part-judging-end",
        Part::Areas => "setup-part-areas",
        Part::Routes => "setup-part-routes",
        Part::Formats => "setup-part-formats",
        Part::Group => "setup-part-group",
        Part::Shares => "setup-part-shares",
        Part::Phone => "setup-part-phone",
        Part::Entrants => "setup-part-entrants",
        Part::Quotas => "setup-part-quotas",
        Part::Judging => "setup-part-judging",
        Part::Prizes => "setup-part-prizes",
        Part::Sections => "setup-part-sections",
        Part::Fields => "setup-part-fields",
        Part::Gallery => "setup-part-gallery",
        Part::Wording => "setup-part-wording",
    }
}

/// The field and the text of a refused move.
pub fn step(t: T, why: MoveRefusal) -> (Option<&'static str>, Msg) {
    match why {
        MoveRefusal::NotNext { from, to } => (
            None,
            Msg::new("setup-not-next")
                .arg("from", Arg::Key(phase_key(from).into()))
                .arg("to", Arg::Key(phase_key(to).into())),
        ),
        MoveRefusal::UnitsMaySend { before } => {
            (None, Msg::new("setup-units-may-send").arg("limit", t.deadline_limit(before)))
        }
        MoveRefusal::NoWayBack { from } => {
            (None, Msg::new("setup-no-way-back").arg("from", Arg::Key(phase_key(from).into())))
        }
        MoveRefusal::ReasonMissing { least, most } => (Some("reason"), reason_missing(least, most)),
    }
}
