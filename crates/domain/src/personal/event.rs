//! What can happen in this slice. One value per happening; never personal data.

use super::Extent;
use crate::event::Fact;
use crate::ids::EntryId;
use crate::time::Instant;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonalEvent {
    /// What is held was given out to its holder.
    Told {
        entry: EntryId,
    },
    Asked {
        entry: EntryId,
        extent: Extent,
        before: Instant,
    },
    /// `on_request`: not because its time was over.
    Erased {
        entry: EntryId,
        extent: Extent,
        on_request: bool,
    },
    Kept {
        entry: EntryId,
        extent: Extent,
        basis: String,
    },
}

impl PersonalEvent {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Told { .. } => "personal.told",
            Self::Asked { .. } => "personal.asked",
            Self::Erased { .. } => "personal.erased",
            Self::Kept { .. } => "personal.kept",
        }
    }

    pub fn subject(&self) -> (&'static str, i64) {
        match self {
            Self::Told { entry }
            | Self::Asked { entry, .. }
            | Self::Erased { entry, .. }
            | Self::Kept { entry, .. } => ("entry", entry.0),
        }
    }

    pub fn facts(&self) -> Vec<(&'static str, Fact)> {
        match self {
            Self::Told { .. } => vec![],
            Self::Asked { extent, before, .. } => {
                vec![("extent", extent.word().into()), ("before", before.0.into())]
            }
            Self::Erased { extent, on_request, .. } => {
                vec![("extent", extent.word().into()), ("on_request", Fact::Number((*on_request).into()))]
            }
            Self::Kept { extent, basis, .. } => {
                vec![("extent", extent.word().into()), ("basis", basis.as_str().into())]
            }
        }
    }
}
