//! What can happen in this slice. One value per happening; never personal data.

use crate::event::Fact;
use crate::ids::EntryId;

#[derive(Debug, Clone, PartialEq)]
pub enum ScreeningEvent {
    Received { entry: EntryId },
}

impl ScreeningEvent {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Received { .. } => "screening.received",
        }
    }

    pub fn subject(&self) -> (&'static str, i64) {
        match self {
            Self::Received { entry } => ("entry", entry.0),
        }
    }

    pub fn facts(&self) -> Vec<(&'static str, Fact)> {
        match self {
            Self::Received { .. } => vec![],
        }
    }
}
