//! A paper of a unit: which, and of what.

use super::DocumentKind;
use crate::ids::{BatchId, EntryId, UnitId};

/// Receipts are none of these: the log proves them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitPaper {
    Minutes(UnitId),
    Confirmation(EntryId),
    Letter(BatchId),
}

impl UnitPaper {
    /// `None` for a kind of which units keep no fixed copies.
    pub fn of(kind: DocumentKind, subject: i64) -> Option<UnitPaper> {
        match kind {
            DocumentKind::ScreeningMinutes => Some(UnitPaper::Minutes(UnitId(subject))),
            DocumentKind::Confirmation => Some(UnitPaper::Confirmation(EntryId(subject))),
            DocumentKind::CoverLetter => Some(UnitPaper::Letter(BatchId(subject))),
            _ => None,
        }
    }

    pub fn kind(self) -> DocumentKind {
        match self {
            UnitPaper::Minutes(_) => DocumentKind::ScreeningMinutes,
            UnitPaper::Confirmation(_) => DocumentKind::Confirmation,
            UnitPaper::Letter(_) => DocumentKind::CoverLetter,
        }
    }

    /// What it is of, and its id.
    pub fn subject(self) -> (&'static str, i64) {
        match self {
            UnitPaper::Minutes(unit) => ("unit", unit.0),
            UnitPaper::Confirmation(entry) => ("entry", entry.0),
            UnitPaper::Letter(batch) => ("batch", batch.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_keep_copies_of_three_papers() {
        let kept: Vec<_> = DocumentKind::ALL.into_iter().filter_map(|kind| UnitPaper::of(kind, 7)).collect();
        assert_eq!(
            kept,
            [
                UnitPaper::Minutes(UnitId(7)),
                UnitPaper::Confirmation(EntryId(7)),
                UnitPaper::Letter(BatchId(7))
            ]
        );
        assert!(kept.iter().all(|paper| UnitPaper::of(paper.kind(), paper.subject().1) == Some(*paper)));
    }
}
