//! Xung đột lợi ích: who must not judge what. Derived from units, or declared by a person.

use crate::ids::UnitId;
use crate::text;
use std::collections::HashMap;

/// Why a judge keeps away from an entry. All but the last are derived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConflictKind {
    /// An author works in the judge's unit.
    SameUnit,
    /// The judge's unit and an author's have become one, or one has followed the other.
    RelatedUnit,
    /// The same house or the same telephone as an author.
    SameHousehold,
    /// Wrote an entry together with an author in an earlier contest, or is an author of this one.
    CoAuthor,
    /// Screened or confirmed the entry in its unit.
    Screened,
    /// Somebody said so: a relative, a former helper.
    Declared,
}

impl ConflictKind {
    pub const ALL: &'static [ConflictKind] = &[
        ConflictKind::SameUnit,
        ConflictKind::RelatedUnit,
        ConflictKind::SameHousehold,
        ConflictKind::CoAuthor,
        ConflictKind::Screened,
        ConflictKind::Declared,
    ];

    pub fn word(self) -> &'static str {
        match self {
            ConflictKind::SameUnit => "same_unit",
            ConflictKind::RelatedUnit => "related_unit",
            ConflictKind::SameHousehold => "same_household",
            ConflictKind::CoAuthor => "co_author",
            ConflictKind::Screened => "screened",
            ConflictKind::Declared => "declared",
        }
    }

    pub fn from_word(word: &str) -> Option<ConflictKind> {
        ConflictKind::ALL.iter().copied().find(|k| k.word() == word)
    }
}

/// The unit that a unit has become by now: `successors` holds the units that have ended, with what followed each.
pub fn became(unit: UnitId, successors: &HashMap<UnitId, UnitId>) -> UnitId {
    let mut at = unit;
    // A ring of successors is a mistake in the register; it is walked at most once.
    for _ in 0..successors.len() {
        match successors.get(&at) {
            Some(next) => at = *next,
            None => break,
        }
    }
    at
}

/// True where the units differ and are one by now: predecessor and successor, or two that were merged.
pub fn related_unit(
    judge: Option<UnitId>,
    authors: &[Option<UnitId>],
    successors: &HashMap<UnitId, UnitId>,
) -> bool {
    let Some(judge) = judge else { return false };
    let now = became(judge, successors);
    authors.iter().flatten().any(|a| *a != judge && became(*a, successors) == now)
}

/// A telephone number to be compared: digits from the leading 0 on, the country's prefix written as 0. `None` where there are fewer
/// than nine.
pub fn phone_key(phone: &str) -> Option<String> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let digits = match digits.strip_prefix("84") {
        Some(rest) if rest.len() == 9 => format!("0{rest}"),
        Some(_) | None => digits,
    };
    (digits.len() >= 9).then_some(digits)
}

/// An address to be compared: folded words. `None` where it names no house: a village is home to many.
pub fn address_key(address: &str) -> Option<String> {
    let folded = text::fold(address);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let names_a_house = words.iter().any(|w| w.chars().any(|c| c.is_ascii_digit()));
    (names_a_house && words.len() >= 3).then(|| words.join(" "))
}

/// Somebody as author or judge, to be recognised in another contest: by telephone, or by name and unit together. A name alone is
/// shared by many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Folded.
    pub name: String,
    pub phone: Option<String>,
    /// As it is by now.
    pub unit: Option<UnitId>,
}

impl Known {
    pub fn is(&self, other: &Known) -> bool {
        let by_phone = self.phone.is_some() && self.phone == other.phone;
        by_phone || (self.name == other.name && self.unit.is_some() && self.unit == other.unit)
    }
}

/// True where the judge is among the authors, or wrote an earlier entry together with one of them. `earlier`: the authors of each
/// entry of contests before.
pub fn co_author(judge: &Known, authors: &[Known], earlier: &[Vec<Known>]) -> bool {
    let among = |list: &[Known], who: &Known| list.iter().any(|k| k.is(who));
    among(authors, judge)
        || earlier.iter().filter(|e| among(e, judge)).flatten().any(|other| {
            // The judge's own name in the earlier entry is no co-author.
            !other.is(judge) && among(authors, other)
        })
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
    fn units_are_followed_to_what_they_became() {
        let successors: HashMap<UnitId, UnitId> =
            [(1, 10), (2, 10), (10, 20), (7, 8), (8, 7)].map(|(a, b)| (UnitId(a), UnitId(b))).into();
        let some = |id| Some(UnitId(id));
        for (what, judge, author, want) in [
            ("two that were merged", some(1), some(2), true),
            ("predecessor of the predecessor", some(20), some(1), true),
            ("the same unit is another kind", some(1), some(1), false),
            ("strangers", some(3), some(1), false),
            ("no unit", None, some(1), false),
            ("a citizen", some(1), None, false),
            ("a ring in the register", some(3), some(7), false),
        ] {
            assert_eq!(related_unit(judge, &[author], &successors), want, "{what}");
        }
    }

    #[test]
    fn a_household_is_a_house_or_a_telephone() {
        assert_eq!(phone_key("+84 912 345 678"), Some("0912345678".into()));
        assert_eq!(phone_key("0912.345.678"), Some("0912345678".into()));
        assert_eq!(phone_key("115"), None);
        assert_eq!(address_key("Số 12, ngõ 4, thôn Chùa"), address_key("số 12 ngõ 4 THÔN CHÙA"));
        assert_eq!(address_key("Thôn Chùa, xã Hòa Chính"), None, "a village");
        assert_eq!(address_key(""), None);
    }

    #[test]
    fn a_co_author_is_recognised_by_more_than_the_name() {
        let who = |name: &str, phone: Option<&str>, unit: Option<i64>| Known {
            name: name.into(),
            phone: phone.map(Into::into),
            unit: unit.map(UnitId),
        };
        let judge = who("tran van an", None, Some(5));
        let author = who("le thi be", Some("0911111111"), None);
        let together = vec![who("tran van an", None, Some(5)), who("le thi be", Some("0911111111"), Some(9))];
        assert!(co_author(&judge, std::slice::from_ref(&author), &[together]));
        let namesake = vec![who("tran van an", None, Some(6)), who("le thi be", Some("0911111111"), Some(9))];
        assert!(!co_author(&judge, std::slice::from_ref(&author), &[namesake]));
        assert!(!co_author(&judge, &[author], &[vec![judge.clone()]]));
        assert!(co_author(&judge, std::slice::from_ref(&judge), &[]), "an author of the entry");
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
