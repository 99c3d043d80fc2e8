//! What can happen in this slice. One value per happening; never personal data.

use super::authors::{How, Word};
use crate::event::Fact;
use crate::ids::EntryId;
use crate::time::Instant;

#[derive(Debug, Clone, PartialEq)]
pub enum EntryEvent {
    /// A draft was begun and its code and PIN given out.
    Begun {
        entry: EntryId,
    },
    Submitted {
        entry: EntryId,
        version: i64,
        at: Instant,
        dossier_hash: [u8; 32],
    },
    /// Handed in again with changes; confirmations of earlier versions are void.
    Edited {
        entry: EntryId,
        version: i64,
        at: Instant,
        dossier_hash: [u8; 32],
    },
    Withdrawn {
        entry: EntryId,
        at: Instant,
    },
    Revived {
        entry: EntryId,
        at: Instant,
    },
    /// A clerk recorded what came on paper.
    PaperRecorded {
        entry: EntryId,
        version: i64,
        received_at: Instant,
        dossier_hash: [u8; 32],
    },
    /// A new PIN was given out; the old one is void.
    PinRenewed {
        entry: EntryId,
    },
    /// The scanner found something in a file of it; the file is given to nobody.
    FileInfected {
        entry: EntryId,
    },
    /// Co-authors were asked by letter.
    AuthorsAsked {
        entry: EntryId,
        letters: i64,
    },
    /// An author stands by the entry, or does not; `text` is the number of the wording of the consents.
    AuthorAnswered {
        entry: EntryId,
        word: Word,
        how: How,
        text: i64,
    },
    /// The author of an entry recorded from paper has taken it over: the desk keeps it no longer.
    TakenOver {
        entry: EntryId,
    },
    /// Handed in beside another entry that looks like the same work, with a reason why they are two.
    DoubleDeclared {
        entry: EntryId,
        other: EntryId,
    },
}

impl EntryEvent {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Begun { .. } => "entry.begun",
            Self::Submitted { .. } => "entry.submitted",
            Self::Edited { .. } => "entry.edited",
            Self::Withdrawn { .. } => "entry.withdrawn",
            Self::Revived { .. } => "entry.revived",
            Self::PaperRecorded { .. } => "entry.paper_recorded",
            Self::PinRenewed { .. } => "entry.pin_renewed",
            Self::FileInfected { .. } => "entry.file_infected",
            Self::AuthorsAsked { .. } => "entry.authors_asked",
            Self::AuthorAnswered { .. } => "entry.author_answered",
            Self::TakenOver { .. } => "entry.taken_over",
            Self::DoubleDeclared { .. } => "entry.double_declared",
        }
    }

    pub fn entry(&self) -> EntryId {
        match self {
            Self::Begun { entry }
            | Self::Submitted { entry, .. }
            | Self::Edited { entry, .. }
            | Self::Withdrawn { entry, .. }
            | Self::Revived { entry, .. }
            | Self::PaperRecorded { entry, .. }
            | Self::PinRenewed { entry }
            | Self::FileInfected { entry }
            | Self::AuthorsAsked { entry, .. }
            | Self::AuthorAnswered { entry, .. }
            | Self::TakenOver { entry }
            | Self::DoubleDeclared { entry, .. } => *entry,
        }
    }

    pub fn subject(&self) -> (&'static str, i64) {
        ("entry", self.entry().0)
    }

    pub fn facts(&self) -> Vec<(&'static str, Fact)> {
        match self {
            Self::Begun { .. }
            | Self::PinRenewed { .. }
            | Self::FileInfected { .. }
            | Self::TakenOver { .. } => vec![],
            Self::AuthorsAsked { letters, .. } => vec![("letters", (*letters).into())],
            Self::AuthorAnswered { word, how, text, .. } => vec![
                ("answer", word.word().to_owned().into()),
                ("how", how.word().to_owned().into()),
                ("consent_text", (*text).into()),
            ],
            Self::Submitted { version, at, dossier_hash, .. }
            | Self::Edited { version, at, dossier_hash, .. }
            | Self::PaperRecorded { version, received_at: at, dossier_hash, .. } => vec![
                ("version", (*version).into()),
                ("at", at.to_string().into()),
                ("dossier_hash", hex(dossier_hash).into()),
            ],
            Self::DoubleDeclared { other, .. } => vec![("entry", Fact::Id(other.0))],
            Self::Withdrawn { at, .. } | Self::Revived { at, .. } => vec![("at", at.to_string().into())],
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|b| [DIGITS[usize::from(b >> 4)], DIGITS[usize::from(b & 15)]])
        .map(char::from)
        .collect()
}
