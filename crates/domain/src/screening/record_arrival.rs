//! What came by post is recorded as it came, also late or unconfirmed: the intake judges it, not the recording.

use super::ScreeningEvent;
use super::forward::{EntryProblem, may_be_listed};
use super::gate::{Gate, is_running};
use crate::contest::Phase;
use crate::ids::{BatchId, EntryCode, UnitId};
use crate::time::Instant;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordArrivalRefusal {
    #[error("the contest is not running")]
    NotRunning,
    #[error("nothing was named")]
    Empty,
    #[error("it cannot have arrived after now")]
    InFuture,
    #[error("{entry} is of another unit")]
    OtherUnit { entry: EntryCode },
    #[error("{entry}: {problem:?}")]
    Entry { entry: EntryCode, problem: EntryProblem },
}

/// `arrived_at` is what the stamp on the envelope says; the audit line keeps it beside the instant of recording (threat
/// A24). It lies neither in the future nor before the version was handed in.
pub fn record_arrival(
    batch: BatchId,
    unit: UnitId,
    gates: &[Gate],
    arrived_at: Instant,
    phase: Phase,
    now: Instant,
) -> Result<ScreeningEvent, Vec<RecordArrivalRefusal>> {
    let mut no = Vec::new();
    if !is_running(phase) {
        no.push(RecordArrivalRefusal::NotRunning);
    }
    if gates.is_empty() {
        no.push(RecordArrivalRefusal::Empty);
    }
    if arrived_at > now {
        no.push(RecordArrivalRefusal::InFuture);
    }
    for gate in gates {
        if gate.unit != unit {
            no.push(RecordArrivalRefusal::OtherUnit { entry: gate.code.clone() });
            continue;
        }
        let mut problems = may_be_listed(gate);
        if gate.handed_in && arrived_at < gate.submitted_at {
            problems.push(EntryProblem::ArrivedBeforeHandedIn);
        }
        let named = |problem| RecordArrivalRefusal::Entry { entry: gate.code.clone(), problem };
        no.extend(problems.into_iter().map(named));
    }
    if no.is_empty() {
        let entries = gates.iter().map(|g| g.code.clone()).collect();
        Ok(ScreeningEvent::ArrivalRecorded { batch, unit, entries, arrived_at })
    } else {
        Err(no)
    }
}

#[cfg(test)]
mod tests {
    use super::super::gate::tests::{a_gate, an_arrived_gate, at};
    use super::*;

    #[test]
    fn late_and_unconfirmed_are_recorded_impossible_is_not() {
        use EntryProblem::*;
        let go = |gate: Gate, arrived: &str| {
            record_arrival(
                BatchId(1),
                UnitId(3),
                &[gate],
                at(arrived),
                Phase::Open,
                at("2024-04-12T08:00:00"),
            )
            .err()
            .unwrap_or_default()
        };
        let entry = |problem| vec![RecordArrivalRefusal::Entry { entry: "CM24-007".into(), problem }];
        let late = "2024-04-11T09:00:00";
        assert_eq!(go(a_gate(), late), vec![]);
        assert_eq!(go(Gate { confirmation: None, verdict: None, ..a_gate() }, late), vec![]);
        assert_eq!(go(a_gate(), "2024-04-12T08:00:00"), vec![], "just now");
        assert_eq!(go(a_gate(), "2024-04-12T08:00:00.001"), vec![RecordArrivalRefusal::InFuture]);
        assert_eq!(go(a_gate(), "2024-04-02T08:00:00"), vec![], "the moment it was handed in");
        assert_eq!(go(a_gate(), "2024-04-02T07:59:59"), entry(ArrivedBeforeHandedIn));
        assert_eq!(go(an_arrived_gate(), late), entry(AlreadySent));
        assert_eq!(go(Gate { at_standing_body: true, ..a_gate() }, late), entry(AtStandingBody));
        assert_eq!(
            go(Gate { unit: UnitId(9), ..a_gate() }, late),
            vec![RecordArrivalRefusal::OtherUnit { entry: "CM24-007".into() }]
        );
    }
}
