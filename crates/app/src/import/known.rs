//! What the installation or the rest of the folder already knows: codes that a file may refer to, words it may use.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use serde_json::Value;

use super::rows::UnitRow;
use super::text::fold;

/// Codes and words to check a file against. What is `None` or empty is not checked.
#[derive(Debug, Clone, Default)]
pub struct Known {
    pub units: Option<KnownUnits>,
    pub judges: Option<BTreeSet<String>>,
    pub entries: Option<BTreeSet<String>>,
    pub rounds: Vec<KnownRound>,
    pub areas: Vec<Named>,
    pub formats: Vec<String>,
    pub routes: Vec<Named>,
    /// Whether ties are resolved by a vote of the committee: then a chair decision need not be by a judge.
    pub committee_votes: bool,
}

/// A code with the name offices write instead of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub code: String,
    pub name: String,
}

/// A round of judging and its criteria.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownRound {
    pub code: String,
    pub criteria: Vec<Named>,
}

/// A unit with the days on which it exists, both inclusive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownUnit {
    pub code: String,
    pub name: String,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
}

/// Units by code, and by name on a date.
#[derive(Debug, Clone, Default)]
pub struct KnownUnits {
    codes: BTreeSet<String>,
    by_name: HashMap<String, Vec<KnownUnit>>,
}

/// What a cell that should name a unit names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnitMatch {
    Code(String),
    Unknown,
    /// The codes of several units with this name on that day.
    Several(Vec<String>),
}

impl KnownUnits {
    pub fn new(units: impl IntoIterator<Item = KnownUnit>) -> KnownUnits {
        let mut known = KnownUnits::default();
        for unit in units {
            known.codes.insert(unit.code.clone());
            known.by_name.entry(fold(&unit.name)).or_default().push(unit);
        }
        known
    }

    pub fn has(&self, code: &str) -> bool {
        self.codes.contains(code)
    }

    /// The unit a cell means: its code, or its name if just one unit had that name on the day (any day when `on` is
    /// `None`). Names repeat across mergers, so a name alone never decides.
    pub fn find(&self, text: &str, on: Option<Date>) -> UnitMatch {
        if self.has(text) {
            return UnitMatch::Code(text.to_owned());
        }
        let existed = |unit: &&KnownUnit| {
            on.is_none_or(|day| {
                unit.valid_from.is_none_or(|from| from <= day) && unit.valid_to.is_none_or(|to| day <= to)
            })
        };
        let named = self.by_name.get(&fold(text)).map(Vec::as_slice).unwrap_or_default();
        let mut codes: Vec<String> = named.iter().filter(existed).map(|unit| unit.code.clone()).collect();
        match codes.len() {
            0 => UnitMatch::Unknown,
            1 => UnitMatch::Code(codes.remove(0)),
            _ => UnitMatch::Several(codes),
        }
    }
}

impl Known {
    /// Areas, formats, routes, rounds and criteria of a `contest.json`, as far as it has them. Whether the rules make
    /// sense is not looked at here.
    pub fn from_contest(contest: &Value) -> Known {
        let judging = &contest["judging"];
        let criteria = named(&judging["criteria"]);
        let rounds = match judging["rounds"].as_array() {
            Some(rounds) => rounds
                .iter()
                .filter_map(|round| {
                    let own = named(&round["criteria"]);
                    let code = text(&round["code"])?;
                    Some(KnownRound {
                        code,
                        criteria: if own.is_empty() { criteria.clone() } else { complete(own, &criteria) },
                    })
                })
                .collect(),
            None if criteria.is_empty() => Vec::new(),
            None => vec![KnownRound { code: "1".to_owned(), criteria }],
        };
        let breaks_ties = |word: &str| {
            judging["tie_break"]
                .as_array()
                .is_some_and(|steps| steps.iter().any(|step| step.as_str() == Some(word)))
        };
        Known {
            rounds,
            areas: named(&contest["areas"]),
            formats: contest["formats"]["allowed"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(text)
                .collect(),
            routes: named(&contest["routes"]),
            committee_votes: breaks_ties("committee_vote"),
            ..Known::default()
        }
    }

    /// Adds the units of a file that was just read.
    pub fn with_units(mut self, rows: &[UnitRow], codes: &BTreeSet<String>) -> Known {
        let mut units = KnownUnits::new(rows.iter().map(|row| KnownUnit {
            code: row.code.clone(),
            name: row.name.clone(),
            valid_from: row.valid_from,
            valid_to: row.valid_to,
        }));
        units.codes.extend(codes.iter().cloned());
        self.units = Some(units);
        self
    }

    /// All criteria of all rounds, each once.
    pub(super) fn criteria(&self) -> Vec<Named> {
        let mut all: Vec<Named> = Vec::new();
        for criterion in self.rounds.iter().flat_map(|round| &round.criteria) {
            if all.iter().all(|known| known.code != criterion.code) {
                all.push(criterion.clone());
            }
        }
        all
    }
}

/// Objects with `code` and `name`, or plain codes.
fn named(list: &Value) -> Vec<Named> {
    let item = |item: &Value| {
        let code = text(item).or_else(|| text(&item["code"]))?;
        let name = text(&item["name"]).unwrap_or_else(|| code.clone());
        Some(Named { code, name })
    };
    list.as_array().into_iter().flatten().filter_map(item).collect()
}

/// A round that lists only codes gets the names of the contest's criteria.
fn complete(mut own: Vec<Named>, contest: &[Named]) -> Vec<Named> {
    for criterion in &mut own {
        if let Some(full) =
            contest.iter().find(|full| full.code == criterion.code && criterion.name == criterion.code)
        {
            criterion.name.clone_from(&full.name);
        }
    }
    own
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_name_means_the_unit_of_that_day() {
        let unit = |code: &str, from, to| KnownUnit {
            code: code.into(),
            name: "Xã Phú Nghĩa".into(),
            valid_from: from,
            valid_to: to,
        };
        let units = KnownUnits::new([
            unit("X-PHUNGHIA", None, Some(date(2025, 6, 30))),
            unit("X25-PHUNGHIA", Some(date(2025, 7, 1)), None),
        ]);
        let code = |code: &str| UnitMatch::Code(code.into());
        for (text, on, found) in [
            ("X-PHUNGHIA", Some(date(2026, 1, 1)), code("X-PHUNGHIA")),
            ("Xã Phú Nghĩa", Some(date(2025, 6, 30)), code("X-PHUNGHIA")),
            ("xa phu nghia", Some(date(2025, 7, 1)), code("X25-PHUNGHIA")),
            ("Xã Phú Nghĩa", None, UnitMatch::Several(vec!["X-PHUNGHIA".into(), "X25-PHUNGHIA".into()])),
            ("Xã Phú Nghĩ", None, UnitMatch::Unknown),
            ("", None, UnitMatch::Unknown),
        ] {
            assert_eq!(units.find(text, on), found, "{text}");
        }
    }

    #[test]
    fn rounds_take_the_contests_criteria_unless_they_have_their_own() {
        let known = Known::from_contest(&json!({"judging": {
            "criteria": [{"code": "a", "name": "Tính mới"}, {"code": "b"}],
            "rounds": [{"code": "so_loai"}, {"code": "ck", "criteria": ["a"]}, {"code": "x", "criteria": [{"code": "c", "name": "C"}]}],
            "tie_break": ["a", "committee_vote"]
        }}));
        let codes: Vec<Vec<&str>> = known
            .rounds
            .iter()
            .map(|round| round.criteria.iter().map(|c| c.code.as_str()).collect())
            .collect();
        assert_eq!(codes, [vec!["a", "b"], vec!["a"], vec!["c"]]);
        assert_eq!(known.rounds[1].criteria[0].name, "Tính mới");
        assert_eq!(known.criteria().len(), 3);
        assert!(known.committee_votes);
        assert_eq!(
            Known::from_contest(&json!({"judging": {"criteria": [{"code": "a"}]}})).rounds[0].code,
            "1"
        );
        assert!(Known::from_contest(&json!([])).rounds.is_empty());
    }
}
