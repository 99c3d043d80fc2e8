//! The unit takes an entry in: *tiếp nhận*.

use super::ScreeningEvent;
use super::gate::{Gate, is_running};
use crate::contest::Phase;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiveRefusal {
    #[error("the contest is not running")]
    NotRunning,
    #[error("the entry is not handed in")]
    NotHandedIn,
    #[error("the entry was received before")]
    AlreadyReceived,
}

/// Source: announcement, the unit receives what is handed in to it.
pub fn receive(gate: &Gate, phase: Phase) -> Result<ScreeningEvent, Vec<ReceiveRefusal>> {
    let mut no = Vec::new();
    if !is_running(phase) {
        no.push(ReceiveRefusal::NotRunning);
    }
    if !gate.handed_in {
        no.push(ReceiveRefusal::NotHandedIn);
    }
    if gate.received_at.is_some() {
        no.push(ReceiveRefusal::AlreadyReceived);
    }
    if no.is_empty() { Ok(ScreeningEvent::Received { entry: gate.entry }) } else { Err(no) }
}

#[cfg(test)]
mod tests {
    use super::super::gate::tests::a_gate;
    use super::*;

    #[test]
    fn receiving_happens_once() {
        let fresh = Gate { received_at: None, ..a_gate() };
        assert!(receive(&fresh, Phase::Open).is_ok());
        assert_eq!(receive(&a_gate(), Phase::Open), Err(vec![ReceiveRefusal::AlreadyReceived]));
        assert_eq!(
            receive(&Gate { handed_in: false, ..fresh }, Phase::Draft),
            Err(vec![ReceiveRefusal::NotRunning, ReceiveRefusal::NotHandedIn])
        );
    }
}
