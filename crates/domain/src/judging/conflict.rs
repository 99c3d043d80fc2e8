//! Xung đột lợi ích: who must not judge what. Derived from units, or declared by a person.

use crate::ids::UnitId;

/// Why a judge keeps away from an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConflictKind {
    /// An author works in the judge's unit. Derived.
    SameUnit,
    /// Somebody said so: a relative, a former helper, whoever confirmed the entry.
    Declared,
}

impl ConflictKind {
    pub const ALL: &'static [ConflictKind] = &[ConflictKind::SameUnit, ConflictKind::Declared];

    pub fn word(self) -> &'static str {
        match self {
            ConflictKind::SameUnit => "same_unit",
            ConflictKind::Declared => "declared",
        }
    }

    pub fn from_word(word: &str) -> Option<ConflictKind> {
        ConflictKind::ALL.iter().copied().find(|k| k.word() == word)
    }
}

/// True where the judge and one of the authors work in the same unit. A citizen and a judge without unit share none.
pub fn same_unit(judge: Option<UnitId>, authors: &[Option<UnitId>]) -> bool {
    judge.is_some() && authors.contains(&judge)
}

/// Why a conflict is not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeclareRefusal {
    /// Everybody who reads the list must be able to see why.
    NoteMissing,
    NoteTooLong {
        most: usize,
    },
    /// The judge has signed a sheet for the entry: the chair must reopen it first, with a reason.
    AlreadySigned,
    /// Recorded before.
    AlreadyDeclared,
    UnknownEntry,
    UnknownJudge,
}

/// Longest note, in characters.
pub const MOST_NOTE: usize = 500;

/// Checks a declaration.
pub fn declare(note: &str, signed: bool, known: bool) -> Result<(), Vec<DeclareRefusal>> {
    let mut no = vec![];
    if note.trim().is_empty() {
        no.push(DeclareRefusal::NoteMissing);
    }
    if crate::text::length(note) > MOST_NOTE {
        no.push(DeclareRefusal::NoteTooLong { most: MOST_NOTE });
    }
    if known {
        no.push(DeclareRefusal::AlreadyDeclared);
    } else if signed {
        no.push(DeclareRefusal::AlreadySigned);
    }
    if no.is_empty() { Ok(()) } else { Err(no) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_unit_can_be_shared() {
        let (a, b) = (Some(UnitId(1)), Some(UnitId(2)));
        for (judge, authors, want) in [
            (a, vec![b, a], true),
            (a, vec![b], false),
            (a, vec![None], false),
            (None, vec![None], false),
            (a, vec![], false),
        ] {
            assert_eq!(same_unit(judge, &authors), want, "{judge:?} {authors:?}");
        }
    }

    #[test]
    fn a_declaration_says_why_and_comes_before_the_signature() {
        assert_eq!(declare("người thân trong nhóm", false, false), Ok(()));
        assert_eq!(
            declare(" ", true, false),
            Err(vec![DeclareRefusal::NoteMissing, DeclareRefusal::AlreadySigned])
        );
        assert_eq!(declare("x", true, true), Err(vec![DeclareRefusal::AlreadyDeclared]));
        assert_eq!(
            declare(&"ế".repeat(501), false, false),
            Err(vec![DeclareRefusal::NoteTooLong { most: MOST_NOTE }])
        );
    }
}
