//! How far an entry came, and why no further: the words of CONTEST-FORMAT, section `result.json`.

use super::decide::DecisionKind;
use super::gate::{Gate, Intake, Verdict};
use crate::entry::formal::{Findings, FormalReason, FormalWarning};
use crate::ids::{EntryCode, EntryId};
use crate::time::{Before, Instant};

/// One obstacle between an entry that its unit selected and the judges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    Late,
    Formal(FormalReason),
    Decided(DecisionKind),
}

impl Reason {
    /// The word of CONTEST-FORMAT.
    pub fn word(&self) -> &'static str {
        match self {
            Reason::Late => "late",
            Reason::Formal(reason) => reason.word(),
            Reason::Decided(kind) => kind.word(),
        }
    }
}

/// How far an entry came. Once the intake is over only the first six are left; what judging makes of `Accepted`
/// (`judged`, `below_threshold`) is judging's to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// Arrived at or after the deadline, or was never sent and handed in after it.
    Late,
    NotSelected,
    /// By its unit.
    Returned,
    /// Selected and in time, but with reasons; or sent back or turned down by the secretary.
    RejectedAtIntake,
    /// Selected without a confirmation of this version, or never sent.
    Unconfirmed,
    /// The judges have it.
    Accepted,
    /// The unit has not screened this version yet.
    Waiting,
    /// Nothing is wrong with it; the secretary has not accepted it yet.
    AtIntake,
}

impl Stage {
    /// The word of CONTEST-FORMAT; `waiting` and `at_intake` occur only while a contest runs.
    pub fn word(self) -> &'static str {
        match self {
            Stage::Late => "late",
            Stage::NotSelected => "not_selected",
            Stage::Returned => "returned",
            Stage::RejectedAtIntake => "rejected_at_intake",
            Stage::Unconfirmed => "unconfirmed",
            Stage::Accepted => "judged",
            Stage::Waiting => "waiting",
            Stage::AtIntake => "at_intake",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessed {
    pub entry: EntryId,
    pub code: EntryCode,
    pub stage: Stage,
    /// In the order of CONTEST-FORMAT. Empty for what the unit did not select in time.
    pub reasons: Vec<Reason>,
    pub warnings: Vec<FormalWarning>,
    pub arrival: Option<Instant>,
}

/// Every obstacle: late, the formal reasons, a person's decision, in this order.
pub fn reasons(gate: &Gate, findings: &Findings, before: Before) -> Vec<Reason> {
    let late = gate.is_late(before).then_some(Reason::Late);
    let formal = findings.reasons.iter().cloned().map(Reason::Formal);
    let decided = gate.decision.as_ref().map(|d| Reason::Decided(d.kind));
    late.into_iter().chain(formal).chain(decided).collect()
}

/// Lateness goes before the unit's verdict, the verdict before the reasons, the reasons before a missing confirmation.
/// What the secretary has accepted stays accepted while its chain holds: a judge seated later who is an author does not
/// silently undo marks; the intake page shows such an entry with its new reason.
pub fn assess(gate: &Gate, findings: &Findings, before: Before) -> Assessed {
    let all = reasons(gate, findings, before);
    let late = gate.is_late(before);
    let confirmed = gate.confirmation().is_some();
    let chain = gate.is_selected() && confirmed && gate.arrival().is_some();
    let (stage, reasons) = match gate.verdict().map(|v| v.verdict) {
        _ if late => (Stage::Late, all),
        Some(Verdict::NotSelected) => (Stage::NotSelected, vec![]),
        Some(Verdict::Returned) => (Stage::Returned, vec![]),
        None => (Stage::Waiting, vec![]),
        Some(Verdict::Selected) if gate.is_accepted() && gate.decision.is_none() => (Stage::Accepted, vec![]),
        Some(Verdict::Selected) if !all.is_empty() => (Stage::RejectedAtIntake, all),
        Some(Verdict::Selected) if !chain => (Stage::Unconfirmed, vec![]),
        Some(Verdict::Selected) => match gate.intake {
            Intake::Returned | Intake::Rejected => (Stage::RejectedAtIntake, vec![]),
            Intake::Accepted | Intake::Pending => (Stage::AtIntake, vec![]),
        },
    };
    Assessed {
        entry: gate.entry,
        code: gate.code.clone(),
        stage,
        reasons,
        warnings: findings.warnings.clone(),
        arrival: gate.arrival(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::decide::Decision;
    use super::super::gate::tests::{a_gate, an_arrived_gate, at, before};
    use super::super::gate::{Arrival, GivenVerdict};
    use super::*;

    fn flawed() -> Findings {
        Findings {
            reasons: vec![FormalReason::NoWordText],
            warnings: vec![FormalWarning::BadPhoneCoAuthor { author: 1 }],
        }
    }

    fn with_verdict(verdict: Verdict, gate: Gate) -> Gate {
        let given = GivenVerdict { verdict, ..gate.verdict.clone().unwrap() };
        Gate { verdict: Some(given), ..gate }
    }

    #[test]
    fn stages_and_their_reasons() {
        let late = Arrival { at: at("2024-04-10T00:00:00"), version: 2 };
        let copy = Decision { kind: DecisionKind::Duplicate, kept: None, reason: "x".into() };
        let none = Findings::default;
        let accepted = || Gate { intake: Intake::Accepted, ..an_arrived_gate() };
        let rows: Vec<(&str, Gate, Findings, Stage, &[&str])> = vec![
            ("in order", an_arrived_gate(), none(), Stage::AtIntake, &[]),
            ("accepted", accepted(), none(), Stage::Accepted, &[]),
            ("accepted, flawed since", accepted(), flawed(), Stage::Accepted, &[]),
            (
                "accepted, then decided out",
                Gate { decision: Some(copy.clone()), ..accepted() },
                none(),
                Stage::RejectedAtIntake,
                &["duplicate"],
            ),
            ("flawed", an_arrived_gate(), flawed(), Stage::RejectedAtIntake, &["no_word_text"]),
            ("flawed and not sent", a_gate(), flawed(), Stage::RejectedAtIntake, &["no_word_text"]),
            (
                "late names everything",
                Gate { recorded_arrival: Some(late), decision: Some(copy), ..a_gate() },
                flawed(),
                Stage::Late,
                &["late", "no_word_text", "duplicate"],
            ),
            (
                "late goes before declined",
                with_verdict(Verdict::NotSelected, Gate { submitted_at: late.at, ..a_gate() }),
                none(),
                Stage::Late,
                &["late"],
            ),
            (
                "declined says no more",
                with_verdict(Verdict::NotSelected, an_arrived_gate()),
                flawed(),
                Stage::NotSelected,
                &[],
            ),
            (
                "returned says no more",
                with_verdict(Verdict::Returned, a_gate()),
                flawed(),
                Stage::Returned,
                &[],
            ),
            (
                "unconfirmed",
                Gate { confirmation: None, ..an_arrived_gate() },
                none(),
                Stage::Unconfirmed,
                &[],
            ),
            ("never sent", a_gate(), none(), Stage::Unconfirmed, &[]),
            ("edited since", Gate { version: 3, ..an_arrived_gate() }, none(), Stage::Waiting, &[]),
            (
                "turned down by a person",
                Gate { intake: Intake::Rejected, ..an_arrived_gate() },
                none(),
                Stage::RejectedAtIntake,
                &[],
            ),
        ];
        for (name, gate, findings, stage, words) in rows {
            let got = assess(&gate, &findings, before());
            assert_eq!(got.stage, stage, "{name}");
            assert_eq!(got.reasons.iter().map(Reason::word).collect::<Vec<_>>(), words, "{name}");
            assert_eq!(got.warnings, findings.warnings, "{name}: warnings stay");
        }
    }
}
