//! The unit's screening sheet: findings on what the contest asks for, and a verdict.

use super::ScreeningEvent;
use super::gate::{Gate, Intake, Verdict, is_running};
use crate::contest::{Phase, words};
use crate::text;
use crate::time::{Before, Day, Instant};

/// Whether one requirement of the contest is fulfilled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    Yes,
    Partly,
    No,
}

words!(Answer { Yes = "yes", Partly = "partly", No = "no" });

/// What the screening says of one requirement, in the contest's words of that day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub requirement: String,
    pub answer: Answer,
}

/// Phiếu sơ loại. `version` is the version that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub version: i64,
    pub findings: Vec<Finding>,
    pub verdict: Verdict,
    pub reason: String,
    /// Only with `Returned`: the mended entry is asked for before this day.
    pub mend_before: Option<Day>,
}

/// In characters after NFC.
pub const MOST_REASON: usize = 2_000;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScreenRefusal {
    #[error("the contest is not running")]
    NotRunning,
    #[error("the entry is not handed in")]
    NotHandedIn,
    #[error("another version was read; the newest is {current}")]
    OtherVersion { current: i64 },
    #[error("this version has been forwarded: only the committee can send it back")]
    AlreadySent,
    #[error("the committee has accepted the entry")]
    AlreadyAccepted,
    #[error("judges hold sheets of the entry")]
    WithJudges,
    #[error("the committee of the unit decides by its minutes")]
    CommitteeDecides,
    #[error("a decline or a return needs a reason")]
    ReasonMissing,
    #[error("the reason is longer than {most} characters")]
    ReasonTooLong { most: usize },
    #[error("the day asked for has passed")]
    MendDayPassed,
    #[error("the day asked for lies after {last}, the day the units must have sent")]
    MendDayAfterDeadline { last: Day },
}

/// A verdict. Declining or returning needs a reason (product.md, section 2); one who sends an entry back names a day that
/// is still to come and lets the unit forward in time. A verdict may be changed until the entry is sent.
pub fn screen(
    gate: &Gate,
    sheet: &Sheet,
    phase: Phase,
    before: Before,
    now: Instant,
) -> Result<ScreeningEvent, Vec<ScreenRefusal>> {
    let mut no = Vec::new();
    if !is_running(phase) {
        no.push(ScreenRefusal::NotRunning);
    }
    if !gate.handed_in {
        no.push(ScreenRefusal::NotHandedIn);
    }
    if sheet.version != gate.version {
        no.push(ScreenRefusal::OtherVersion { current: gate.version });
    }
    if gate.verdict().is_some() && gate.is_sent() && gate.intake != Intake::Returned {
        no.push(ScreenRefusal::AlreadySent);
    }
    if gate.is_accepted() {
        no.push(ScreenRefusal::AlreadyAccepted);
    } else if gate.with_judges {
        no.push(ScreenRefusal::WithJudges);
    }
    if gate.has_committee && sheet.verdict != Verdict::Returned {
        no.push(ScreenRefusal::CommitteeDecides);
    }
    if sheet.reason.trim().is_empty() && sheet.verdict != Verdict::Selected {
        no.push(ScreenRefusal::ReasonMissing);
    }
    if text::length(&sheet.reason) > MOST_REASON {
        no.push(ScreenRefusal::ReasonTooLong { most: MOST_REASON });
    }
    if let (Verdict::Returned, Some(day)) = (sheet.verdict, sheet.mend_before) {
        let last = before.0.day();
        if day <= now.day() {
            no.push(ScreenRefusal::MendDayPassed);
        } else if day > last {
            no.push(ScreenRefusal::MendDayAfterDeadline { last });
        }
    }
    if !no.is_empty() {
        return Err(no);
    }
    Ok(ScreeningEvent::Screened { entry: gate.entry, version: gate.version, verdict: sheet.verdict })
}

#[cfg(test)]
mod tests {
    use super::super::gate::tests::{a_gate, an_arrived_gate, at, before};
    use super::*;

    fn a_sheet(verdict: Verdict) -> Sheet {
        Sheet {
            version: 2, findings: vec![], verdict, reason: "Bổ sung số liệu".into(), mend_before: None
        }
    }

    fn now() -> Instant {
        at("2024-04-05T10:00:00")
    }

    #[test]
    fn a_return_names_a_day_to_come_that_still_helps() {
        use ScreenRefusal::*;
        for (day, refusal) in [
            ("2024-04-05", Some(MendDayPassed)),
            ("2024-04-06", None),
            ("2024-04-10", None),
            ("2024-04-11", Some(MendDayAfterDeadline { last: Day::parse("2024-04-10").unwrap() })),
        ] {
            let sheet = Sheet { mend_before: Day::parse(day), ..a_sheet(Verdict::Returned) };
            let got = screen(&a_gate(), &sheet, Phase::Open, before(), now());
            assert_eq!(got.err(), refusal.map(|r| vec![r]), "{day}");
        }
    }

    #[test]
    fn where_a_committee_decides_the_desk_alone_returns() {
        let gate = Gate { has_committee: true, ..a_gate() };
        for (verdict, ok) in
            [(Verdict::Selected, false), (Verdict::NotSelected, false), (Verdict::Returned, true)]
        {
            let got = screen(&gate, &a_sheet(verdict), Phase::Open, before(), now());
            assert_eq!(got.err(), (!ok).then(|| vec![ScreenRefusal::CommitteeDecides]), "{verdict:?}");
        }
    }

    #[test]
    fn only_a_selection_needs_no_reason() {
        for (verdict, ok) in
            [(Verdict::Selected, true), (Verdict::NotSelected, false), (Verdict::Returned, false)]
        {
            let sheet = Sheet { reason: "  ".into(), ..a_sheet(verdict) };
            assert_eq!(screen(&a_gate(), &sheet, Phase::Open, before(), now()).is_ok(), ok, "{verdict:?}");
        }
        let long = Sheet { reason: "a".repeat(MOST_REASON + 1), ..a_sheet(Verdict::Selected) };
        assert_eq!(
            screen(&a_gate(), &long, Phase::Open, before(), now()),
            Err(vec![ScreenRefusal::ReasonTooLong { most: MOST_REASON }])
        );
    }

    #[test]
    fn a_verdict_stands_once_the_entry_is_sent_until_the_committee_returns_it() {
        let sheet = a_sheet(Verdict::NotSelected);
        let sent = an_arrived_gate();
        assert_eq!(
            screen(&sent, &sheet, Phase::Open, before(), now()),
            Err(vec![ScreenRefusal::AlreadySent])
        );
        let back = Gate { intake: Intake::Returned, ..an_arrived_gate() };
        assert!(screen(&back, &sheet, Phase::Open, before(), now()).is_ok());
        let unscreened = Gate { verdict: None, ..an_arrived_gate() };
        assert!(
            screen(&unscreened, &sheet, Phase::Open, before(), now()).is_ok(),
            "recorded before it was screened"
        );
        let own = Gate { at_standing_body: true, recorded_arrival: None, ..an_arrived_gate() };
        assert!(screen(&own, &sheet, Phase::Open, before(), now()).is_ok());
        let judged = Gate { with_judges: true, ..own };
        assert_eq!(
            screen(&judged, &sheet, Phase::Open, before(), now()),
            Err(vec![ScreenRefusal::WithJudges])
        );
    }

    #[test]
    fn the_version_that_was_read_is_the_newest() {
        let sheet = Sheet { version: 1, ..a_sheet(Verdict::Selected) };
        assert_eq!(
            screen(&a_gate(), &sheet, Phase::Open, before(), now()),
            Err(vec![ScreenRefusal::OtherVersion { current: 2 }])
        );
    }
}
