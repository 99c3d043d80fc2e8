//! Who is told, as a rule names them: roles and authors, never addresses.

use crate::ids::{EntryId, JudgeId, PersonId, SheetId, UnitId};
use std::fmt;

/// Who is told. "Of the contest" is the contest in which the event was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Whom {
    /// The address that the author of an entry left.
    AuthorOf(EntryId),
    /// The clerks of the unit that received the entry.
    ClerksOf(EntryId),
    /// The head of that unit, and delegates on the day.
    HeadsOf(EntryId),
    ClerksOfUnit(UnitId),
    /// The head of the unit, and delegates on the day.
    HeadsOfUnit(UnitId),
    /// The account of one judge.
    Judge(JudgeId),
    /// The judge whose sheet it is.
    JudgeOf(SheetId),
    /// All judges of the contest, the chair among them.
    Judges,
    Chair,
    Secretaries,
    Organisers,
    /// Clerks of every unit that takes part.
    Units,
    /// Every author who left an address.
    Authors,
    Person(PersonId),
}

impl Whom {
    /// The word of its text on the page that lists the notices, and in the database.
    pub fn word(self) -> &'static str {
        match self {
            Whom::AuthorOf(_) => "author",
            Whom::ClerksOf(_) => "clerks",
            Whom::HeadsOf(_) => "heads",
            Whom::ClerksOfUnit(_) => "unit-clerks",
            Whom::HeadsOfUnit(_) => "unit-heads",
            Whom::Judge(_) => "judge",
            Whom::JudgeOf(_) => "sheet-judge",
            Whom::Judges => "judges",
            Whom::Chair => "chair",
            Whom::Secretaries => "secretaries",
            Whom::Organisers => "organisers",
            Whom::Units => "units",
            Whom::Authors => "authors",
            Whom::Person(_) => "person",
        }
    }

    fn id(self) -> i64 {
        match self {
            Whom::AuthorOf(e) | Whom::ClerksOf(e) | Whom::HeadsOf(e) => e.0,
            Whom::ClerksOfUnit(u) | Whom::HeadsOfUnit(u) => u.0,
            Whom::Judge(j) => j.0,
            Whom::JudgeOf(s) => s.0,
            Whom::Person(p) => p.0,
            Whom::Judges
            | Whom::Chair
            | Whom::Secretaries
            | Whom::Organisers
            | Whom::Units
            | Whom::Authors => 0,
        }
    }

    /// The entry it is about, where the rule names one.
    pub fn entry(self) -> Option<EntryId> {
        match self {
            Whom::AuthorOf(e) | Whom::ClerksOf(e) | Whom::HeadsOf(e) => Some(e),
            _ => None,
        }
    }

    /// The unit it is about, where the rule names one.
    pub fn unit(self) -> Option<UnitId> {
        match self {
            Whom::ClerksOfUnit(u) | Whom::HeadsOfUnit(u) => Some(u),
            _ => None,
        }
    }

    /// Reads what `Display` writes.
    pub fn parse(text: &str) -> Option<Whom> {
        let (word, id) = text.split_once(':')?;
        let id: i64 = id.parse().ok()?;
        Some(match word {
            "author" => Whom::AuthorOf(EntryId(id)),
            "clerks" => Whom::ClerksOf(EntryId(id)),
            "heads" => Whom::HeadsOf(EntryId(id)),
            "unit-clerks" => Whom::ClerksOfUnit(UnitId(id)),
            "unit-heads" => Whom::HeadsOfUnit(UnitId(id)),
            "judge" => Whom::Judge(JudgeId(id)),
            "sheet-judge" => Whom::JudgeOf(SheetId(id)),
            "judges" => Whom::Judges,
            "chair" => Whom::Chair,
            "secretaries" => Whom::Secretaries,
            "organisers" => Whom::Organisers,
            "units" => Whom::Units,
            "authors" => Whom::Authors,
            "person" => Whom::Person(PersonId(id)),
            _ => return None,
        })
    }
}

/// `clerks:7`; `judges:0`.
impl fmt::Display for Whom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.word(), self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for whom in [
            Whom::AuthorOf(EntryId(7)),
            Whom::ClerksOf(EntryId(8)),
            Whom::HeadsOf(EntryId(9)),
            Whom::ClerksOfUnit(UnitId(1)),
            Whom::HeadsOfUnit(UnitId(2)),
            Whom::Judge(JudgeId(3)),
            Whom::JudgeOf(SheetId(4)),
            Whom::Judges,
            Whom::Chair,
            Whom::Secretaries,
            Whom::Organisers,
            Whom::Units,
            Whom::Authors,
            Whom::Person(PersonId(5)),
        ] {
            assert_eq!(Whom::parse(&whom.to_string()), Some(whom), "{whom}");
        }
        assert_eq!(Whom::parse("everybody:1"), None);
    }
}
