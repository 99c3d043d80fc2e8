//! The committee's intake lets an entry through to the judges, or says every reason why not.

use super::ScreeningEvent;
use super::assess::{Reason, reasons};
use super::gate::{Gate, is_running};
use crate::contest::Phase;
use crate::entry::formal::Findings;
use crate::time::Before;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AcceptRefusal {
    #[error("the contest is not running")]
    NotRunning,
    #[error("the entry is not handed in")]
    NotHandedIn,
    #[error("the entry has been accepted")]
    AlreadyAccepted,
    #[error("{}", .0.word())]
    Because(Reason),
    #[error("the unit has not selected this version")]
    NotSelected,
    #[error("this version has not arrived")]
    NotArrived,
    #[error("the head has not confirmed this version")]
    Unconfirmed,
    #[error("a co-author has not confirmed")]
    AuthorUnconfirmed,
}

impl AcceptRefusal {
    /// One word, for lists: those of CONTEST-FORMAT where it has one.
    pub fn word(&self) -> &'static str {
        match self {
            AcceptRefusal::NotRunning => "not_running",
            AcceptRefusal::NotHandedIn => "not_handed_in",
            AcceptRefusal::AlreadyAccepted => "already_accepted",
            AcceptRefusal::Because(reason) => reason.word(),
            AcceptRefusal::NotSelected => "not_selected",
            AcceptRefusal::NotArrived => "not_arrived",
            AcceptRefusal::Unconfirmed => "unconfirmed",
            AcceptRefusal::AuthorUnconfirmed => "author_unconfirmed",
        }
    }
}

/// Source: promise 2 of product.md: nothing passes by any order of operations. The database refuses the same.
pub fn accept(
    gate: &Gate,
    findings: &Findings,
    phase: Phase,
    before: Before,
) -> Result<ScreeningEvent, Vec<AcceptRefusal>> {
    let mut no = obstacles(gate, findings, before);
    if gate.is_accepted() {
        no.insert(0, AcceptRefusal::AlreadyAccepted);
    }
    if !is_running(phase) {
        no.insert(0, AcceptRefusal::NotRunning);
    }
    if no.is_empty() {
        Ok(ScreeningEvent::Accepted { entry: gate.entry, version: gate.version })
    } else {
        Err(no)
    }
}

/// Every reason for which the entry itself cannot be accepted. The intake list shows it beside each entry.
pub fn obstacles(gate: &Gate, findings: &Findings, before: Before) -> Vec<AcceptRefusal> {
    let mut no = Vec::new();
    if !gate.handed_in {
        no.push(AcceptRefusal::NotHandedIn);
    }
    no.extend(reasons(gate, findings, before).into_iter().map(AcceptRefusal::Because));
    if !gate.is_selected() {
        no.push(AcceptRefusal::NotSelected);
    }
    if gate.handed_in && gate.arrival().is_none() {
        no.push(AcceptRefusal::NotArrived);
    }
    if gate.confirmation().is_none() {
        no.push(AcceptRefusal::Unconfirmed);
    }
    no
}

#[cfg(test)]
mod tests {
    use super::super::decide::{Decision, DecisionKind};
    use super::super::gate::Arrival;
    use super::super::gate::Intake;
    use super::super::gate::tests::{a_gate, an_arrived_gate, at, before};
    use super::*;
    use crate::entry::formal::FormalReason;

    #[test]
    fn every_reason_is_said_at_once() {
        let late = Some(Arrival { at: at("2024-04-10T07:45:00"), version: 2 });
        let decision = Some(Decision { kind: DecisionKind::OffTopic, kept: None, reason: "x".into() });
        let bad = Gate { recorded_arrival: late, decision, confirmation: None, verdict: None, ..a_gate() };
        let findings = Findings { reasons: vec![FormalReason::NoWordText], warnings: vec![] };
        let words = |got: Result<ScreeningEvent, Vec<AcceptRefusal>>| -> Vec<&'static str> {
            got.err().unwrap_or_default().iter().map(AcceptRefusal::word).collect()
        };
        assert_eq!(
            words(accept(&bad, &findings, Phase::Open, before())),
            ["late", "no_word_text", "off_topic", "not_selected", "unconfirmed"]
        );
        let none = Findings::default();
        assert_eq!(words(accept(&an_arrived_gate(), &none, Phase::Open, before())), [""; 0]);
        assert_eq!(words(accept(&a_gate(), &none, Phase::Open, before())), ["not_arrived"]);
        let again = Gate { intake: Intake::Accepted, ..an_arrived_gate() };
        assert_eq!(
            words(accept(&again, &none, Phase::Decided, before())),
            ["not_running", "already_accepted"]
        );
        let withdrawn = Gate { handed_in: false, confirmation: None, ..an_arrived_gate() };
        assert_eq!(words(accept(&withdrawn, &none, Phase::Open, before())), ["not_handed_in", "unconfirmed"]);
    }
}
