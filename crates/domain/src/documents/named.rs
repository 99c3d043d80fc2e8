//! What papers name: units, entries, the days on which it happened.

use crate::time::Day;

/// A unit as papers name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedUnit {
    pub name: String,
    /// The code of the unit above it.
    pub parent: Option<String>,
}

/// An entry as papers name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub title: String,
    /// The representative first.
    pub authors: Vec<String>,
    /// Code of the receiving unit.
    pub unit: String,
    pub collective: bool,
}

/// On which days it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The standings were frozen.
    pub jury: Option<Day>,
    /// The committee confirmed.
    pub committee: Option<Day>,
    pub release: Option<Day>,
    pub today: Day,
}
