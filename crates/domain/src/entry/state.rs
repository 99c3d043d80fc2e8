//! Where an entry stands in its own slice. What units and committee make of it belongs to them.

use crate::contest::rules::words;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryState {
    /// Being written; nobody but its author sees it.
    Draft,
    HandedIn,
    Withdrawn,
}

words!(EntryState { Draft = "draft", HandedIn = "handed_in", Withdrawn = "withdrawn" });

/// How it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    Online,
    Paper,
}

words!(Origin { Online = "online", Paper = "paper" });

/// What a change of an entry is decided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whereabouts {
    pub state: EntryState,
    /// The version that counts; 0 for a draft.
    pub version: i64,
    /// Of that version.
    pub dossier_hash: Option<[u8; 32]>,
    /// The unit has forwarded it and it was not returned since; or judges hold sheets of it.
    pub with_committee: bool,
    /// Judges hold sheets of it that were not taken back.
    pub with_judges: bool,
}
