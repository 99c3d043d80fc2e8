//! Where one entry stands between its author and the judges, as one value.

use super::decide::Decision;
use crate::contest::{Extensions, Phase, words};
use crate::ids::{EntryCode, EntryId, UnitId};
use crate::time::{Before, Day, Instant};

/// Kết quả sơ loại: what the unit says of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    Selected,
    NotSelected,
    /// Back to the author, to be mended.
    Returned,
}

words!(Verdict { Selected = "selected", NotSelected = "not_selected", Returned = "returned" });

/// What the committee's secretary did with an entry that arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Intake {
    Pending,
    Accepted,
    /// Back to the unit, to be mended.
    Returned,
    Rejected,
}

words!(Intake { Pending = "pending", Accepted = "accepted", Returned = "returned", Rejected = "rejected" });

/// A verdict and the version it was given for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenVerdict {
    pub verdict: Verdict,
    pub version: i64,
    pub reason: String,
    pub at: Instant,
    /// The mended entry is asked for before this day.
    pub mend_before: Option<Day>,
}

/// A confirmation that nobody has voided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confirmation {
    pub id: i64,
    pub version: i64,
    /// SHA-256 of the dossier that the head saw.
    pub dossier_hash: [u8; 32],
    pub at: Instant,
    /// Signed on paper, recorded on the head's behalf.
    pub on_paper: bool,
}

/// When which version reached the standing body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    pub at: Instant,
    pub version: i64,
}

/// One entry at the gate. `version`, `dossier_hash` and `submitted_at` are those of its newest version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    pub entry: EntryId,
    pub code: EntryCode,
    pub unit: UnitId,
    /// Handed in and not withdrawn, nor taken back for editing.
    pub handed_in: bool,
    pub version: i64,
    pub dossier_hash: [u8; 32],
    pub submitted_at: Instant,
    /// Received by the standing body itself.
    pub at_standing_body: bool,
    pub received_at: Option<Instant>,
    pub verdict: Option<GivenVerdict>,
    pub confirmation: Option<Confirmation>,
    /// As recorded; for an entry at the standing body `arrival` derives it.
    pub recorded_arrival: Option<Arrival>,
    pub intake: Intake,
    pub intake_note: String,
    pub decision: Option<Decision>,
    /// Judges hold sheets of it that were not taken back: what they judge stays as it is.
    pub with_judges: bool,
    /// The unit has a screening committee: it selects and declines by minutes.
    pub has_committee: bool,
    /// Granted to the entry, and to its unit.
    pub extensions: Extensions,
}

impl Gate {
    /// The verdict of this version; one of an earlier version says nothing about it.
    pub fn verdict(&self) -> Option<&GivenVerdict> {
        self.verdict.as_ref().filter(|v| v.version == self.version)
    }

    pub fn is_selected(&self) -> bool {
        self.verdict().is_some_and(|v| v.verdict == Verdict::Selected)
    }

    /// The confirmation of exactly this version: number and content.
    pub fn confirmation(&self) -> Option<&Confirmation> {
        self.confirmation
            .as_ref()
            .filter(|c| c.version == self.version && c.dossier_hash == self.dossier_hash)
    }

    /// When this version reached the standing body. Source: CONTEST-FORMAT, `arrival_at`.
    pub fn arrival(&self) -> Option<Instant> {
        if self.at_standing_body {
            return self.handed_in.then_some(self.submitted_at);
        }
        self.recorded_arrival.filter(|a| a.version == self.version).map(|a| a.at)
    }

    /// Late: arrived at or after the deadline, or not sent at all and handed in after it, and within no extension.
    pub fn is_late(&self, before: Before) -> bool {
        !self.would_arrive(before, self.arrival().unwrap_or(self.submitted_at))
    }

    /// Whether what was handed in arrives in time when it arrives at this instant.
    pub fn would_arrive(&self, before: Before, at: Instant) -> bool {
        self.extensions.arrival(before, self.submitted_at, at)
    }

    /// Accepted by the secretary, and every link of the chain still holds: a withdrawal, for one, breaks it.
    pub fn is_accepted(&self) -> bool {
        let chain =
            self.handed_in && self.is_selected() && self.confirmation().is_some() && self.arrival().is_some();
        self.intake == Intake::Accepted && chain
    }

    /// Sent on by a unit that is not the standing body.
    pub fn is_sent(&self) -> bool {
        !self.at_standing_body && self.arrival().is_some()
    }
}

/// True while entries may pass the gate and the intake: from the opening until the standings are frozen.
pub fn is_running(phase: Phase) -> bool {
    match phase {
        Phase::Open | Phase::Judging => true,
        Phase::Draft | Phase::Deciding | Phase::Decided | Phase::Released => false,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn at(text: &str) -> Instant {
        Instant::parse(&format!("{text}+07:00")).unwrap()
    }

    pub fn before() -> Before {
        Before(at("2024-04-10T00:00:00"))
    }

    /// Selected, confirmed, not yet sent.
    pub fn a_gate() -> Gate {
        Gate {
            entry: EntryId(7),
            code: "CM24-007".into(),
            unit: UnitId(3),
            handed_in: true,
            version: 2,
            dossier_hash: [9; 32],
            submitted_at: at("2024-04-02T08:00:00"),
            at_standing_body: false,
            received_at: Some(at("2024-04-02T09:00:00")),
            verdict: Some(GivenVerdict {
                verdict: Verdict::Selected,
                version: 2,
                reason: String::new(),
                at: at("2024-04-03T08:00:00"),
                mend_before: None,
            }),
            confirmation: Some(Confirmation {
                id: 1,
                version: 2,
                dossier_hash: [9; 32],
                at: at("2024-04-04T08:00:00"),
                on_paper: false,
            }),
            recorded_arrival: None,
            intake: Intake::Pending,
            intake_note: String::new(),
            decision: None,
            with_judges: false,
            has_committee: false,
            extensions: Extensions::default(),
        }
    }

    /// Sent in time.
    pub fn an_arrived_gate() -> Gate {
        Gate { recorded_arrival: Some(Arrival { at: at("2024-04-08T16:00:00"), version: 2 }), ..a_gate() }
    }

    #[test]
    fn verdict_confirmation_and_arrival_are_those_of_one_version() {
        let edited = Gate { version: 3, dossier_hash: [8; 32], ..an_arrived_gate() };
        assert!(!edited.is_selected());
        assert!(edited.confirmation().is_none());
        assert_eq!(edited.arrival(), None);
        let other_text = Gate { dossier_hash: [8; 32], ..an_arrived_gate() };
        assert!(
            other_text.confirmation().is_none(),
            "the same number with another content is another version"
        );
    }

    #[test]
    fn an_acceptance_ends_with_its_chain() {
        let accepted = Gate { intake: Intake::Accepted, ..an_arrived_gate() };
        assert!(accepted.is_accepted());
        for broken in [
            Gate { confirmation: None, ..accepted.clone() },
            Gate { handed_in: false, ..accepted.clone() },
            Gate { version: 3, ..accepted.clone() },
            Gate { recorded_arrival: None, ..accepted },
        ] {
            assert!(!broken.is_accepted());
        }
    }

    #[test]
    fn what_the_standing_body_receives_has_arrived_when_handed_in() {
        for (handed_in_at, late) in [("2024-04-09T23:59:59.999", false), ("2024-04-10T00:00:00", true)] {
            let gate = Gate { at_standing_body: true, submitted_at: at(handed_in_at), ..a_gate() };
            assert_eq!(gate.arrival(), Some(at(handed_in_at)));
            assert_eq!(gate.is_late(before()), late, "{handed_in_at}");
        }
    }

    #[test]
    fn an_entry_never_sent_is_late_only_when_handed_in_late() {
        assert!(!a_gate().is_late(before()));
        assert!(Gate { submitted_at: at("2024-04-10T00:00:00"), ..a_gate() }.is_late(before()));
        let sent_late = Arrival { at: at("2024-04-10T07:45:00"), version: 2 };
        assert!(Gate { recorded_arrival: Some(sent_late), ..a_gate() }.is_late(before()));
    }
}
