//! The committee's secretary sends an entry back to its unit, or turns it down: both with a reason.

use super::ScreeningEvent;
use super::gate::{Gate, is_running};
use super::screen::MOST_REASON;
use crate::contest::Phase;
use crate::text;

/// What the secretary does with an entry that is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The unit may have it mended and send it again.
    BackToUnit,
    /// It ends here.
    TurnedDown,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReturnRefusal {
    #[error("the contest is not running")]
    NotRunning,
    #[error("the entry is not handed in")]
    NotHandedIn,
    #[error("the entry has not arrived")]
    NotArrived,
    #[error("the entry has been accepted; only a recorded decision takes it back")]
    AlreadyAccepted,
    #[error("judges hold sheets of the entry; only a recorded decision takes it from them")]
    WithJudges,
    #[error("a reason is missing")]
    ReasonMissing,
    #[error("the reason is longer than {most} characters")]
    ReasonTooLong { most: usize },
}

/// Source: product.md, section 2, step 5.
pub fn return_entry(
    gate: &Gate,
    outcome: Outcome,
    reason: &str,
    phase: Phase,
) -> Result<ScreeningEvent, Vec<ReturnRefusal>> {
    let mut no = Vec::new();
    if !is_running(phase) {
        no.push(ReturnRefusal::NotRunning);
    }
    if !gate.handed_in {
        no.push(ReturnRefusal::NotHandedIn);
    }
    if gate.arrival().is_none() {
        no.push(ReturnRefusal::NotArrived);
    }
    if gate.is_accepted() {
        no.push(ReturnRefusal::AlreadyAccepted);
    } else if gate.with_judges {
        no.push(ReturnRefusal::WithJudges);
    }
    if reason.trim().is_empty() {
        no.push(ReturnRefusal::ReasonMissing);
    }
    if text::length(reason) > MOST_REASON {
        no.push(ReturnRefusal::ReasonTooLong { most: MOST_REASON });
    }
    if !no.is_empty() {
        return Err(no);
    }
    let entry = gate.entry;
    Ok(match outcome {
        Outcome::BackToUnit => ScreeningEvent::ReturnedToUnit { entry },
        Outcome::TurnedDown => ScreeningEvent::Rejected { entry },
    })
}

#[cfg(test)]
mod tests {
    use super::super::gate::Intake;
    use super::super::gate::tests::{a_gate, an_arrived_gate};
    use super::*;

    #[test]
    fn only_what_arrived_and_is_not_accepted_goes_back_and_with_a_reason() {
        use ReturnRefusal::*;
        let go =
            |gate: &Gate, reason: &str| return_entry(gate, Outcome::BackToUnit, reason, Phase::Open).err();
        assert_eq!(go(&an_arrived_gate(), "Thiếu bản Word"), None);
        assert_eq!(go(&a_gate(), " "), Some(vec![NotArrived, ReasonMissing]));
        assert_eq!(
            go(&Gate { intake: Intake::Accepted, ..an_arrived_gate() }, "x"),
            Some(vec![AlreadyAccepted])
        );
        assert_eq!(
            go(&Gate { intake: Intake::Rejected, ..an_arrived_gate() }, "x"),
            None,
            "thought better of it"
        );
    }
}
