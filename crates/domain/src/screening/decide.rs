//! What a person decides at intake that no check can: a copy, one work by two routes, not new, off the topic.

use super::ScreeningEvent;
use super::gate::{Gate, is_running};
use super::screen::MOST_REASON;
use crate::contest::{Phase, words};
use crate::ids::{EntryCode, EntryId};
use crate::text;

/// Source: CONTEST-FORMAT, `decisions.csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DecisionKind {
    /// A copy of the entry that is kept.
    Duplicate,
    /// The same work by the same authors, which came by two routes; the kept entry stands for both.
    Merged,
    NotNew,
    OffTopic,
}

words!(DecisionKind { Duplicate = "duplicate", Merged = "merged", NotNew = "not_new", OffTopic = "off_topic" });

impl DecisionKind {
    /// Whether the decision names the entry that is kept instead.
    pub fn names_kept(self) -> bool {
        match self {
            DecisionKind::Duplicate | DecisionKind::Merged => true,
            DecisionKind::NotNew | DecisionKind::OffTopic => false,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub kind: DecisionKind,
    pub kept: Option<EntryId>,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecideRefusal {
    #[error("the contest is not running")]
    NotRunning,
    #[error("the entry is not handed in")]
    NotHandedIn,
    #[error("a decision of this kind names the entry that is kept")]
    KeptMissing,
    #[error("a decision of this kind keeps no other entry")]
    KeptNotWanted,
    #[error("an entry cannot be kept instead of itself")]
    KeptIsItself,
    #[error("the entry to keep is not handed in")]
    KeptNotHandedIn,
    #[error("the entry to keep has itself been decided out")]
    KeptIsOut,
    #[error("this entry is kept instead of {entry}")]
    StandsForAnother { entry: EntryCode },
    #[error("a reason is missing")]
    ReasonMissing,
    #[error("the reason is longer than {most} characters")]
    ReasonTooLong { most: usize },
}

/// `kept` is the entry kept instead; `stands_for` is an entry that was decided out in favour of this one.
pub fn decide(
    gate: &Gate,
    decision: &Decision,
    kept: Option<&Gate>,
    stands_for: Option<&EntryCode>,
    phase: Phase,
) -> Result<ScreeningEvent, Vec<DecideRefusal>> {
    let mut no = Vec::new();
    if !is_running(phase) {
        no.push(DecideRefusal::NotRunning);
    }
    if !gate.handed_in {
        no.push(DecideRefusal::NotHandedIn);
    }
    match (decision.kind.names_kept(), kept) {
        (true, None) => no.push(DecideRefusal::KeptMissing),
        (false, Some(_)) => no.push(DecideRefusal::KeptNotWanted),
        (true, Some(k)) if k.entry == gate.entry => no.push(DecideRefusal::KeptIsItself),
        (true, Some(k)) if !k.handed_in => no.push(DecideRefusal::KeptNotHandedIn),
        (true, Some(k)) if k.decision.is_some() => no.push(DecideRefusal::KeptIsOut),
        (true, Some(_)) | (false, None) => {}
    }
    if let Some(entry) = stands_for {
        no.push(DecideRefusal::StandsForAnother { entry: entry.clone() });
    }
    if decision.reason.trim().is_empty() {
        no.push(DecideRefusal::ReasonMissing);
    }
    if text::length(&decision.reason) > MOST_REASON {
        no.push(DecideRefusal::ReasonTooLong { most: MOST_REASON });
    }
    if !no.is_empty() {
        return Err(no);
    }
    let kept = kept.map(|k| k.code.clone());
    Ok(ScreeningEvent::Decided { entry: gate.entry, decision: decision.kind, kept })
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TakeBackRefusal {
    #[error("the contest is not running")]
    NotRunning,
    #[error("nothing was decided")]
    NotDecided,
    #[error("a reason is missing")]
    ReasonMissing,
    #[error("the reason is longer than {most} characters")]
    ReasonTooLong { most: usize },
}

/// A decision is taken back, with a reason; the entry waits at the intake again.
pub fn take_back(gate: &Gate, reason: &str, phase: Phase) -> Result<ScreeningEvent, Vec<TakeBackRefusal>> {
    let mut no = Vec::new();
    if !is_running(phase) {
        no.push(TakeBackRefusal::NotRunning);
    }
    if gate.decision.is_none() {
        no.push(TakeBackRefusal::NotDecided);
    }
    if reason.trim().is_empty() {
        no.push(TakeBackRefusal::ReasonMissing);
    }
    if text::length(reason) > MOST_REASON {
        no.push(TakeBackRefusal::ReasonTooLong { most: MOST_REASON });
    }
    if no.is_empty() { Ok(ScreeningEvent::DecisionTakenBack { entry: gate.entry }) } else { Err(no) }
}

#[cfg(test)]
mod tests {
    use super::super::gate::tests::an_arrived_gate;
    use super::*;

    fn kept() -> Gate {
        Gate { entry: EntryId(8), code: "CM24-008".into(), ..an_arrived_gate() }
    }

    fn a_decision(kind: DecisionKind) -> Decision {
        Decision { kind, kept: None, reason: "Trùng nội dung".into() }
    }

    #[test]
    fn a_copy_names_what_is_kept_and_nothing_else_does() {
        use DecideRefusal::*;
        let itself = an_arrived_gate();
        let out = Gate { decision: Some(a_decision(DecisionKind::NotNew)), ..kept() };
        let withdrawn = Gate { handed_in: false, ..kept() };
        let rows = [
            (DecisionKind::Duplicate, Some(kept()), None),
            (DecisionKind::Merged, Some(kept()), None),
            (DecisionKind::NotNew, None, None),
            (DecisionKind::OffTopic, None, None),
            (DecisionKind::Duplicate, None, Some(KeptMissing)),
            (DecisionKind::NotNew, Some(kept()), Some(KeptNotWanted)),
            (DecisionKind::Duplicate, Some(itself), Some(KeptIsItself)),
            (DecisionKind::Merged, Some(withdrawn), Some(KeptNotHandedIn)),
            (DecisionKind::Duplicate, Some(out), Some(KeptIsOut)),
        ];
        for (kind, kept, refusal) in rows {
            let got = decide(&an_arrived_gate(), &a_decision(kind), kept.as_ref(), None, Phase::Open);
            assert_eq!(got.err(), refusal.clone().map(|r| vec![r]), "{kind:?} {refusal:?}");
        }
    }

    #[test]
    fn what_stands_for_another_cannot_be_decided_out() {
        let other = EntryCode::from("CM24-044");
        let got =
            decide(&an_arrived_gate(), &a_decision(DecisionKind::NotNew), None, Some(&other), Phase::Open);
        assert_eq!(got.err(), Some(vec![DecideRefusal::StandsForAnother { entry: other }]));
        assert_eq!(
            take_back(&an_arrived_gate(), "", Phase::Open),
            Err(vec![TakeBackRefusal::NotDecided, TakeBackRefusal::ReasonMissing])
        );
        assert_eq!(
            take_back(&an_arrived_gate(), &"a".repeat(2_001), Phase::Open),
            Err(vec![TakeBackRefusal::NotDecided, TakeBackRefusal::ReasonTooLong { most: 2_000 }])
        );
    }
}
