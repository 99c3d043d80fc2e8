//! people/find_units: units by what a person types: a name with or without tone marks and in any case, several words in any order, or a code.

use super::store;
use crate::db::{DbFault, Tx};
use domain::people::org_unit::OrgUnit;
use domain::text::fold;
use domain::time::Day;

/// What is looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// As typed; empty finds all.
    pub typed: String,
    /// Only units that exist on the day.
    pub on: Option<Day>,
    pub most: i64,
    pub offset: i64,
}

/// One unit found, with the name of the one above it: units of one name are told apart by it and by their codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub unit: OrgUnit,
    pub parent_name: Option<String>,
}

/// A page of what was found, those first in which the words stand as they were typed, and how many there are in all.
pub fn find_units(tx: &mut Tx, wanted: &Wanted) -> Result<(Vec<Found>, i64), DbFault> {
    let folded = fold(&wanted.typed);
    let words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).take(8).collect();
    store::search_units(tx, &folded, &words, wanted.on, wanted.most, wanted.offset)
}
