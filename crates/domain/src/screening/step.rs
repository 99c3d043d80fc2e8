//! What an entry waits for, and with whom. Every desk sorts and filters by it.

use super::gate::{Gate, Intake, Verdict};
use crate::contest::words;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// The unit: take it in.
    Receive,
    /// The unit: screen this version.
    Screen,
    /// The head: confirm it.
    Confirm,
    /// The unit: send it with a batch.
    Send,
    /// The unit: the committee sent it back.
    BackFromCommittee,
    /// The author: mend it.
    Mend,
    /// The secretary: accept it or not.
    AtIntake,
    Declined,
    Accepted,
    TurnedDown,
    Withdrawn,
}

words!(Step {
    Receive = "receive",
    Screen = "screen",
    Confirm = "confirm",
    Send = "send",
    BackFromCommittee = "back",
    Mend = "mend",
    AtIntake = "at_intake",
    Declined = "declined",
    Accepted = "accepted",
    TurnedDown = "turned_down",
    Withdrawn = "withdrawn",
});

impl Step {
    /// Waits for somebody of the unit.
    pub fn is_with_unit(self) -> bool {
        match self {
            Step::Receive | Step::Screen | Step::Confirm | Step::Send | Step::BackFromCommittee => true,
            Step::Mend
            | Step::AtIntake
            | Step::Declined
            | Step::Accepted
            | Step::TurnedDown
            | Step::Withdrawn => false,
        }
    }
}

/// The next step of an entry.
pub fn next(gate: &Gate) -> Step {
    if !gate.handed_in {
        return Step::Withdrawn;
    }
    if gate.is_accepted() {
        return Step::Accepted;
    }
    match gate.intake {
        Intake::Rejected => return Step::TurnedDown,
        Intake::Returned if gate.arrival().is_some() => return Step::BackFromCommittee,
        Intake::Accepted | Intake::Returned | Intake::Pending => {}
    }
    match gate.verdict().map(|v| v.verdict) {
        None if gate.received_at.is_none() => Step::Receive,
        None => Step::Screen,
        Some(Verdict::NotSelected) => Step::Declined,
        Some(Verdict::Returned) => Step::Mend,
        Some(Verdict::Selected) if gate.confirmation().is_none() => Step::Confirm,
        Some(Verdict::Selected) if gate.arrival().is_none() => Step::Send,
        Some(Verdict::Selected) => Step::AtIntake,
    }
}

#[cfg(test)]
mod tests {
    use super::super::gate::GivenVerdict;
    use super::super::gate::tests::{a_gate, an_arrived_gate};
    use super::*;

    #[test]
    fn each_entry_waits_for_one_step() {
        let with = |verdict| {
            let given = GivenVerdict { verdict, ..a_gate().verdict.unwrap() };
            Gate { verdict: Some(given), ..a_gate() }
        };
        let intake = |intake| Gate { intake, ..an_arrived_gate() };
        for (step, gate) in [
            (Step::Receive, Gate { received_at: None, verdict: None, ..a_gate() }),
            (Step::Screen, Gate { verdict: None, ..a_gate() }),
            (Step::Screen, Gate { version: 3, ..a_gate() }),
            (Step::Mend, with(Verdict::Returned)),
            (Step::Declined, with(Verdict::NotSelected)),
            (Step::Confirm, Gate { confirmation: None, ..a_gate() }),
            (Step::Confirm, Gate { confirmation: None, ..an_arrived_gate() }),
            (Step::Send, a_gate()),
            (Step::AtIntake, Gate { at_standing_body: true, ..a_gate() }),
            (Step::AtIntake, an_arrived_gate()),
            (Step::BackFromCommittee, intake(Intake::Returned)),
            (Step::Screen, Gate { version: 3, ..intake(Intake::Returned) }),
            (Step::Accepted, intake(Intake::Accepted)),
            (Step::TurnedDown, intake(Intake::Rejected)),
            (Step::Withdrawn, Gate { handed_in: false, ..an_arrived_gate() }),
        ] {
            assert_eq!(next(&gate), step, "{gate:?}");
        }
    }
}
