//! What can happen in this slice. One value per happening; never personal data.

use super::Consent;
use crate::event::Fact;
use crate::ids::{ContestId, EntryId};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GalleryEvent {
    /// What the author lets the public see from now on.
    Consented { contest: ContestId, entry: EntryId, given: Consent },
}

impl GalleryEvent {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Consented { .. } => "gallery.consented",
        }
    }

    pub fn subject(&self) -> (&'static str, i64) {
        match self {
            Self::Consented { entry, .. } => ("entry", entry.0),
        }
    }

    pub fn facts(&self) -> Vec<(&'static str, Fact)> {
        match self {
            Self::Consented { given, .. } => vec![
                ("names", Fact::Number(given.names.into())),
                ("text", Fact::Number(given.text.into())),
                ("files", Fact::Number(given.files.into())),
            ],
        }
    }
}
