//! Đơn vị: an office, a commune, an organisation, with the days on which it exists and what follows it.
//!
//! Since 1/7/2025 there is no district level and units merge and split: units are matched by code, never by name, and a paper of
//! 2024 still belongs to the unit of 2024.

use crate::ids::{UnitCode, UnitId};
use crate::text;
use crate::time::Day;
use std::collections::HashMap;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrgUnit {
    pub id: UnitId,
    pub code: UnitCode,
    pub name: String,
    /// Free text that quotas refer to: `commune`, `district_office`.
    pub kind: String,
    pub parent: Option<UnitId>,
    /// First and last day, both included; open where `None`.
    pub valid_from: Option<Day>,
    pub valid_to: Option<Day>,
    pub successor: Option<UnitId>,
}

/// Why a unit takes nothing on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitClosed {
    NotYet { first_day: Day },
    NoLonger { last_day: Day, successor: Option<UnitId> },
}

/// Whether the unit exists on the day and so may receive an entry, hold a role, be named by an author.
pub fn accepts(unit: &OrgUnit, day: Day) -> Result<(), UnitClosed> {
    match (unit.valid_from, unit.valid_to) {
        (Some(first_day), _) if day < first_day => Err(UnitClosed::NotYet { first_day }),
        (_, Some(last_day)) if last_day < day => {
            Err(UnitClosed::NoLonger { last_day, successor: unit.successor })
        }
        _ => Ok(()),
    }
}

/// The unit that stands for `unit` on the day: itself while it exists, else the first successor that does. `None` where the chain ends
/// or turns in a circle.
pub fn standing_on(units: &HashMap<UnitId, OrgUnit>, unit: UnitId, day: Day) -> Option<UnitId> {
    let mut at = units.get(&unit)?;
    for _ in 0..=units.len() {
        if accepts(at, day).is_ok() {
            return Some(at.id);
        }
        at = units.get(&at.successor?)?;
    }
    None
}

/// What is typed for a unit that is made or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitDraft {
    pub code: String,
    pub name: String,
    pub kind: String,
    pub parent: Option<UnitId>,
    pub valid_from: Option<Day>,
    pub valid_to: Option<Day>,
    pub successor: Option<UnitId>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnitRefusal {
    /// 1 to 40 of letters without marks, digits, `-`, `_`, `.`.
    BadCode,
    CodeTaken,
    NameMissing,
    NameTooLong {
        most: usize,
    },
    BadKind,
    /// The last day lies before the first.
    DaysReversed,
    UnknownParent,
    UnknownSuccessor,
    /// Following parents from here comes back here.
    ParentCircle,
    /// Following successors from here comes back here.
    SuccessorCircle,
    /// Several successors without shares that are 100 % together.
    SharesNotWhole,
}

/// A unit's fields in good form: cleaned, bounded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitFields {
    pub code: UnitCode,
    pub name: String,
    /// The name folded, for search.
    pub fold: String,
    pub kind: String,
    pub parent: Option<UnitId>,
    pub valid_from: Option<Day>,
    pub valid_to: Option<Day>,
    pub successor: Option<UnitId>,
}

pub const NAME_MOST: usize = 200;

/// Which unit has which code. Made once for many checks.
pub struct CodesTaken<'u>(HashMap<&'u str, UnitId>);

impl<'u> CodesTaken<'u> {
    pub fn of(units: &'u HashMap<UnitId, OrgUnit>) -> CodesTaken<'u> {
        CodesTaken(units.values().map(|u| (u.code.as_str(), u.id)).collect())
    }
}

/// Checks a unit to be made (`id` is `None`) or changed, against all units there are. All reasons at once.
pub fn check_unit(
    id: Option<UnitId>,
    draft: &UnitDraft,
    units: &HashMap<UnitId, OrgUnit>,
) -> Result<UnitFields, Vec<UnitRefusal>> {
    check_unit_among(id, draft, units, &CodesTaken::of(units))
}

/// [`check_unit`], where many are checked against the same units.
pub fn check_unit_among(
    id: Option<UnitId>,
    draft: &UnitDraft,
    units: &HashMap<UnitId, OrgUnit>,
    codes: &CodesTaken<'_>,
) -> Result<UnitFields, Vec<UnitRefusal>> {
    let mut why = Vec::new();
    let code = text::clean_line(&draft.code);
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    if code.is_empty() || code.len() > 40 || !code.bytes().all(plain) {
        why.push(UnitRefusal::BadCode);
    } else if codes.0.get(code.as_str()).is_some_and(|taken| Some(*taken) != id) {
        why.push(UnitRefusal::CodeTaken);
    }
    let name = text::clean_line(&draft.name);
    match text::length(&name) {
        0 => why.push(UnitRefusal::NameMissing),
        n if n > NAME_MOST => why.push(UnitRefusal::NameTooLong { most: NAME_MOST }),
        _ => {}
    }
    let kind = text::clean_line(&draft.kind);
    if kind.is_empty() || text::length(&kind) > 60 {
        why.push(UnitRefusal::BadKind);
    }
    if let (Some(from), Some(to)) = (draft.valid_from, draft.valid_to)
        && to < from
    {
        why.push(UnitRefusal::DaysReversed);
    }
    for (target, next, unknown, circle) in [
        (
            draft.parent,
            (|u: &OrgUnit| u.parent) as fn(&OrgUnit) -> Option<UnitId>,
            UnitRefusal::UnknownParent,
            UnitRefusal::ParentCircle,
        ),
        (
            draft.successor,
            |u: &OrgUnit| u.successor,
            UnitRefusal::UnknownSuccessor,
            UnitRefusal::SuccessorCircle,
        ),
    ] {
        let Some(target) = target else { continue };
        if !units.contains_key(&target) {
            why.push(unknown);
        } else if id.is_some_and(|id| reaches(units, target, id, next)) {
            why.push(circle);
        }
    }
    if !why.is_empty() {
        return Err(why);
    }
    let fold = text::fold(&name);
    let (parent, successor) = (draft.parent, draft.successor);
    let (valid_from, valid_to) = (draft.valid_from, draft.valid_to);
    Ok(UnitFields { code: UnitCode(code), name, fold, kind, parent, valid_from, valid_to, successor })
}

fn reaches(
    units: &HashMap<UnitId, OrgUnit>,
    from: UnitId,
    to: UnitId,
    next: fn(&OrgUnit) -> Option<UnitId>,
) -> bool {
    let mut at = Some(from);
    for _ in 0..=units.len() {
        match at {
            Some(here) if here == to => return true,
            Some(here) => at = units.get(&here).and_then(next),
            None => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(t: &str) -> Day {
        Day::parse(t).unwrap()
    }

    fn unit(id: i64, from: Option<&str>, to: Option<&str>, successor: Option<i64>) -> OrgUnit {
        OrgUnit {
            id: UnitId(id),
            code: UnitCode(format!("U{id}")),
            name: format!("Đơn vị {id}"),
            kind: "commune".into(),
            parent: None,
            valid_from: from.map(day),
            valid_to: to.map(day),
            successor: successor.map(UnitId),
        }
    }

    /// Đồng Phú (to 2024-12-31) → Hồng Phú (2025-01-01 to 2025-06-30) → Hòa Phú (from 2025-07-01).
    fn merged() -> HashMap<UnitId, OrgUnit> {
        [
            unit(1, None, Some("2024-12-31"), Some(2)),
            unit(2, Some("2025-01-01"), Some("2025-06-30"), Some(3)),
            unit(3, Some("2025-07-01"), None, None),
        ]
        .into_iter()
        .map(|u| (u.id, u))
        .collect()
    }

    #[test]
    fn the_last_day_is_included() {
        let units = merged();
        let closed = UnitClosed::NoLonger { last_day: day("2024-12-31"), successor: Some(UnitId(2)) };
        for (id, on, want) in [
            (1, "2024-12-31", Ok(())),
            (1, "2025-01-01", Err(closed)),
            (2, "2024-12-31", Err(UnitClosed::NotYet { first_day: day("2025-01-01") })),
            (2, "2025-01-01", Ok(())),
            (2, "2025-06-30", Ok(())),
            (3, "2099-01-01", Ok(())),
        ] {
            assert_eq!(accepts(&units[&UnitId(id)], day(on)), want, "{id} {on}");
        }
    }

    #[test]
    fn a_unit_is_followed_by_whatever_stands_for_it_on_the_day() {
        let mut units = merged();
        for (on, want) in [("2024-04-09", Some(1)), ("2025-03-01", Some(2)), ("2026-01-01", Some(3))] {
            assert_eq!(standing_on(&units, UnitId(1), day(on)), want.map(UnitId), "{on}");
        }
        assert_eq!(standing_on(&units, UnitId(3), day("2024-04-09")), None);
        units.insert(UnitId(3), unit(3, None, Some("2025-12-31"), Some(1)));
        assert_eq!(standing_on(&units, UnitId(1), day("2026-01-01")), None);
    }

    #[test]
    fn a_unit_is_refused_with_all_reasons() {
        let units = merged();
        let good = UnitDraft {
            code: "X-MOI".into(),
            name: " Xã  Mới ".into(),
            kind: "commune".into(),
            parent: None,
            valid_from: Some(day("2025-07-01")),
            valid_to: Some(day("2025-07-01")),
            successor: Some(UnitId(3)),
        };
        assert_eq!(check_unit(None, &good, &units).unwrap().name, "Xã Mới");
        let bad = UnitDraft {
            code: "mã có dấu".into(),
            name: " ".into(),
            kind: String::new(),
            parent: Some(UnitId(99)),
            valid_from: Some(day("2025-07-02")),
            successor: Some(UnitId(98)),
            ..good.clone()
        };
        assert_eq!(
            check_unit(None, &bad, &units).unwrap_err(),
            [
                UnitRefusal::BadCode,
                UnitRefusal::NameMissing,
                UnitRefusal::BadKind,
                UnitRefusal::DaysReversed,
                UnitRefusal::UnknownParent,
                UnitRefusal::UnknownSuccessor
            ]
        );
        let taken = UnitDraft { code: "U1".into(), ..good.clone() };
        assert_eq!(check_unit(None, &taken, &units).unwrap_err(), [UnitRefusal::CodeTaken]);
        assert!(check_unit(Some(UnitId(1)), &taken, &units).is_ok());
        let circle =
            UnitDraft { code: "U3".into(), successor: Some(UnitId(1)), parent: Some(UnitId(3)), ..good };
        assert_eq!(
            check_unit(Some(UnitId(3)), &circle, &units).unwrap_err(),
            [UnitRefusal::ParentCircle, UnitRefusal::SuccessorCircle]
        );
    }
}
