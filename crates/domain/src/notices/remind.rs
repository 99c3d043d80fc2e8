//! Nhắc hạn: which reminder of the units' deadline is due, and whom it concerns.

use crate::contest::quota::QuotaRow;
use crate::contest::rules::QuotaStrength;
use crate::time::{Before, Day, Instant};

/// So many days before the last valid day a unit that is behind is reminded, at half past seven in the morning.
pub const DAYS: [i64; 3] = [7, 3, 1];

/// A reminder that was missed for longer than this is not made up for.
const STALE_MS: i64 = 24 * 3_600_000;

/// The reminder whose time has come at `now`: its days before the last valid day. `None` between reminders, and once the
/// deadline has passed.
pub fn due(before: Before, now: Instant) -> Option<i64> {
    if !before.admits(now) {
        return None;
    }
    DAYS.into_iter().rev().find(|days| {
        let at = reminds_at(before, *days);
        at.is_some_and(|at| at <= now && now.0 - at.0 < STALE_MS)
    })
}

fn reminds_at(before: Before, days: i64) -> Option<Instant> {
    let Day(last) = before.last_valid().day();
    let day = last.checked_sub(jiff::Span::new().try_days(days).ok()?).ok()?;
    Instant::of_civil(day.at(7, 30, 0, 0))
}

/// Of how many entries a unit is behind: what a mandatory quota still asks to be sent in time. A unit without a mandatory
/// quota is never behind. Source: announcement, "mỗi đơn vị ít nhất 01 sáng kiến".
pub fn missing(row: &QuotaRow) -> u32 {
    match row.unit.strength {
        QuotaStrength::Required => row.min.saturating_sub(row.brought.forwarded_in_time),
        QuotaStrength::Encouraged | QuotaStrength::None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::quota::{AskedUnit, Brought};
    use crate::ids::UnitId;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn a_reminder_is_due_on_its_morning_and_for_a_day() {
        // "Before 10/4": the last valid day is 9/4.
        let before = Before(at("2024-04-10T00:00:00+07:00"));
        for (now, want) in [
            ("2024-04-02T07:29:59+07:00", None),
            ("2024-04-02T07:30:00+07:00", Some(7)),
            ("2024-04-03T07:29:59+07:00", Some(7)),
            ("2024-04-03T07:30:00+07:00", None),
            ("2024-04-06T07:30:00+07:00", Some(3)),
            ("2024-04-08T09:00:00+07:00", Some(1)),
            ("2024-04-09T07:30:00+07:00", None),
            ("2024-04-10T00:00:00+07:00", None),
        ] {
            assert_eq!(due(before, at(now)), want, "{now}");
        }
        // A deadline at noon of the day after the reminder: it is not reminded after it has passed.
        let noon = Before(at("2024-04-09T06:00:00+07:00"));
        assert_eq!(due(noon, at("2024-04-09T06:00:00+07:00")), None);
    }

    #[test]
    fn only_a_mandatory_quota_can_be_behind() {
        let row = |strength, min, forwarded_in_time| QuotaRow {
            unit: AskedUnit {
                id: UnitId(1),
                code: "X".into(),
                name: String::new(),
                kind: String::new(),
                strength,
            },
            min,
            brought: Brought { forwarded_in_time, ..Brought::default() },
            met: false,
        };
        for (strength, min, sent, want) in [
            (QuotaStrength::Required, 1, 0, 1),
            (QuotaStrength::Required, 2, 1, 1),
            (QuotaStrength::Required, 1, 1, 0),
            (QuotaStrength::Required, 1, 5, 0),
            (QuotaStrength::Encouraged, 1, 0, 0),
            (QuotaStrength::None, 0, 0, 0),
        ] {
            assert_eq!(missing(&row(strength, min, sent)), want, "{strength:?} {min} {sent}");
        }
    }
}
