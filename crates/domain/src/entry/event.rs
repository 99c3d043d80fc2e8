//! What can happen in this slice. One value per happening; never personal data.

use crate::event::Fact;
use crate::ids::EntryId;
use crate::time::Instant;

#[derive(Debug, Clone, PartialEq)]
pub enum EntryEvent {
    Submitted { entry: EntryId, version: i64, at: Instant },
}

impl EntryEvent {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Submitted { .. } => "entry.submitted",
        }
    }

    pub fn subject(&self) -> (&'static str, i64) {
        match self {
            Self::Submitted { entry, .. } => ("entry", entry.0),
        }
    }

    pub fn facts(&self) -> Vec<(&'static str, Fact)> {
        match self {
            Self::Submitted { version, at, .. } => {
                vec![("version", (*version).into()), ("at", at.to_string().into())]
            }
        }
    }
}
