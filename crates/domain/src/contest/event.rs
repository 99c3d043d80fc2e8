//! What can happen in this slice. One value per happening; never personal data.

use super::Phase;
use crate::event::Fact;
use crate::ids::ContestId;

#[derive(Debug, Clone, PartialEq)]
pub enum ContestEvent {
    PhaseChanged { contest: ContestId, to: Phase },
}

impl ContestEvent {
    pub fn name(&self) -> &'static str {
        match self {
            Self::PhaseChanged { .. } => "contest.phase_changed",
        }
    }

    pub fn subject(&self) -> (&'static str, i64) {
        match self {
            Self::PhaseChanged { contest, .. } => ("contest", contest.0),
        }
    }

    pub fn facts(&self) -> Vec<(&'static str, Fact)> {
        match self {
            Self::PhaseChanged { to, .. } => vec![("to", to.word().into())],
        }
    }
}
