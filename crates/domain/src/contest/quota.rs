//! Chỉ tiêu: how many accepted entries each unit has brought, against what the contest asks of it.

use super::rules::{QuotaStrength, RulesEdition};
use crate::ids::{UnitCode, UnitId};
use std::collections::HashMap;

/// What one unit brought. Counted by receiving unit. Source: CONTEST-FORMAT, `quota_board`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Brought {
    pub received: u32,
    pub selected: u32,
    /// Selected, arrived, not late.
    pub forwarded_in_time: u32,
    /// Reached judging.
    pub accepted: u32,
}

/// One handed-in entry, as far as quotas ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    pub unit: UnitId,
    pub selected: bool,
    pub forwarded_in_time: bool,
    pub accepted: bool,
}

/// A unit of the contest and how strongly it is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedUnit {
    pub id: UnitId,
    pub code: UnitCode,
    pub name: String,
    pub kind: String,
    pub strength: QuotaStrength,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotaRow {
    pub unit: AskedUnit,
    pub min: u32,
    pub brought: Brought,
    pub met: bool,
}

/// Source: CONTEST-FORMAT, `quota_summary`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QuotaSummary {
    pub required_total: u32,
    pub required_met: u32,
    /// In the order of the board.
    pub required_gaps: Vec<UnitCode>,
    pub encouraged_total: u32,
    pub encouraged_met: u32,
}

/// How many a unit is asked for: the `min` of the first quota that names its kind. A unit marked required or encouraged
/// whose kind no quota names is asked for 1; one without a quota for 0.
pub fn asked(rules: &RulesEdition, unit_kind: &str, strength: QuotaStrength) -> u32 {
    match strength {
        QuotaStrength::None => 0,
        QuotaStrength::Required | QuotaStrength::Encouraged => {
            rules.quota_for(unit_kind).map_or(1, |q| q.min)
        }
    }
}

/// A quota is met by accepted entries, not by received ones.
pub fn met(asked: u32, brought: Brought) -> bool {
    brought.accepted >= asked
}

/// One row for each unit with a quota, in the order given.
pub fn board(
    rules: &RulesEdition,
    units: impl IntoIterator<Item = AskedUnit>,
    entries: impl IntoIterator<Item = Counted>,
) -> Vec<QuotaRow> {
    let mut by_unit: HashMap<UnitId, Brought> = HashMap::new();
    for e in entries {
        let b = by_unit.entry(e.unit).or_default();
        b.received += 1;
        b.selected += u32::from(e.selected);
        b.forwarded_in_time += u32::from(e.forwarded_in_time);
        b.accepted += u32::from(e.accepted);
    }
    let row = |unit: AskedUnit| {
        let brought = by_unit.get(&unit.id).copied().unwrap_or_default();
        let min = asked(rules, &unit.kind, unit.strength);
        QuotaRow { met: met(min, brought), unit, min, brought }
    };
    units.into_iter().filter(|u| u.strength != QuotaStrength::None).map(row).collect()
}

pub fn summary(board: &[QuotaRow]) -> QuotaSummary {
    let mut sum = QuotaSummary::default();
    for row in board {
        match row.unit.strength {
            QuotaStrength::Required => {
                sum.required_total += 1;
                sum.required_met += u32::from(row.met);
                if !row.met {
                    sum.required_gaps.push(row.unit.code.clone());
                }
            }
            QuotaStrength::Encouraged => {
                sum.encouraged_total += 1;
                sum.encouraged_met += u32::from(row.met);
            }
            QuotaStrength::None => {}
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_accepted_entries_meet_a_quota() {
        let sent = Brought { received: 3, selected: 2, forwarded_in_time: 2, accepted: 0 };
        assert!(!met(1, sent));
        assert!(met(1, Brought { accepted: 1, ..sent }));
        assert!(met(0, Brought::default()));
    }

    #[test]
    fn the_summary_counts_required_and_encouraged_apart() {
        let row = |code: &str, strength, met| QuotaRow {
            unit: AskedUnit {
                id: UnitId(1),
                code: code.into(),
                name: String::new(),
                kind: String::new(),
                strength,
            },
            min: 1,
            brought: Brought::default(),
            met,
        };
        let board = [
            row("A", QuotaStrength::Required, true),
            row("B", QuotaStrength::Required, false),
            row("C", QuotaStrength::Encouraged, false),
            row("D", QuotaStrength::Encouraged, true),
        ];
        assert_eq!(
            summary(&board),
            QuotaSummary {
                required_total: 2,
                required_met: 1,
                required_gaps: vec!["B".into()],
                encouraged_total: 2,
                encouraged_met: 1,
            }
        );
    }
}
