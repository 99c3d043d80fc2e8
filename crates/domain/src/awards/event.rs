//! What can happen in this slice. One value per happening; never personal data.

use crate::event::Fact;
use crate::ids::ContestId;

#[derive(Debug, Clone, PartialEq)]
pub enum AwardEvent {
    Released { contest: ContestId },
}

impl AwardEvent {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Released { .. } => "awards.released",
        }
    }

    pub fn subject(&self) -> (&'static str, i64) {
        match self {
            Self::Released { contest } => ("contest", contest.0),
        }
    }

    pub fn facts(&self) -> Vec<(&'static str, Fact)> {
        match self {
            Self::Released { .. } => vec![],
        }
    }
}
