//! Tuổi dự thi: the ages that a contest admits, in whole years on one day. Source: ours, docs/rules/entrants.md.

use super::rules::Timeline;
use crate::time::Day;

/// In `contest.json`: `entrants.age`. At least one bound is set; where both are, `least <= most`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgeRule {
    /// Youngest and oldest age in whole years, both included.
    pub least: Option<u8>,
    pub most: Option<u8>,
    /// The day on which ages count; the last day of the announced deadline where the contest names none.
    pub at: Option<Day>,
}

/// Why a birth date does not admit its author.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgeRefusal {
    /// No day of the calendar since 1900, or not written as day, month, year.
    Unreadable,
    /// Later than today.
    InFuture,
    TooYoung {
        age: u16,
        least: u8,
        on: Day,
    },
    TooOld {
        age: u16,
        most: u8,
        on: Day,
    },
}

impl AgeRule {
    /// The day on which ages count. A grace period does not move it: nobody comes of age by it.
    pub fn day(&self, timeline: &Timeline) -> Day {
        let deadline = timeline.grace.as_ref().map_or(timeline.units_send, |g| g.announced);
        self.at.unwrap_or_else(|| deadline.last_valid().day())
    }

    /// Whether somebody born on `birth` may enter; `today` is the day on which it is asked.
    pub fn admits(&self, birth: Day, timeline: &Timeline, today: Day) -> Result<(), AgeRefusal> {
        if birth > today {
            return Err(AgeRefusal::InFuture);
        }
        let on = self.day(timeline);
        let age = age_on(birth, on);
        match (self.least, self.most) {
            (Some(least), _) if age < u16::from(least) => Err(AgeRefusal::TooYoung { age, least, on }),
            (_, Some(most)) if age > u16::from(most) => Err(AgeRefusal::TooOld { age, most, on }),
            _ => Ok(()),
        }
    }
}

/// Whole years from `birth` to `on`; 0 where `on` comes first. A year is full on the day of the same day and month; for somebody born on
/// 29 February, in a year without that day, on 1 March.
pub fn age_on(birth: Day, on: Day) -> u16 {
    let (b, o) = (birth.0, on.0);
    let before_birthday = (o.month(), o.day()) < (b.month(), b.day());
    let years = i32::from(o.year()) - i32::from(b.year()) - i32::from(before_birthday);
    u16::try_from(years).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::Grace;
    use crate::time::{Before, Instant};

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    #[test]
    fn a_year_is_full_on_the_birthday() {
        for (birth, on, age) in [
            ("2006-04-09", "2024-04-09", 18),
            ("2006-04-10", "2024-04-09", 17),
            ("2006-04-08", "2024-04-09", 18),
            ("2006-12-31", "2024-01-01", 17),
            ("2006-01-01", "2024-12-31", 18),
            ("2008-02-29", "2026-02-28", 17),
            ("2008-02-29", "2026-03-01", 18),
            ("2008-02-29", "2024-02-28", 15),
            ("2008-02-29", "2024-02-29", 16),
            ("2000-02-29", "2100-02-28", 99),
            ("2000-02-29", "2100-03-01", 100),
            ("2007-03-01", "2024-02-29", 16),
            ("2024-04-09", "2024-04-09", 0),
            ("2024-04-10", "2024-04-09", 0),
            ("2030-01-01", "2024-04-09", 0),
        ] {
            assert_eq!(age_on(day(birth), day(on)), age, "{birth} on {on}");
        }
    }

    /// Counts birthdays by walking through all days between.
    fn walked(birth: Day, on: Day) -> u16 {
        let (mut at, mut years) = (birth.0, 0);
        while at < on.0 {
            at = at.tomorrow().expect("a day");
            let same = (at.month(), at.day()) == (birth.0.month(), birth.0.day());
            let stands_in = (birth.0.month(), birth.0.day()) == (2, 29)
                && !at.in_leap_year()
                && (at.month(), at.day()) == (3, 1);
            years += u16::from(same || stands_in);
        }
        years
    }

    #[test]
    fn it_is_the_number_of_birthdays() {
        let mut seed = 0x5a9e_u64;
        let mut next = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        for n in 0..120 {
            let mut birth = day("1950-01-01");
            for _ in 0..next(3) + 1 {
                let days = i64::try_from(next(9_000)).expect("small");
                birth = Day(birth.0.checked_add(jiff::Span::new().days(days)).expect("a day"));
            }
            if n % 3 == 0 {
                let leap = 1952 + 4 * i16::try_from(next(18)).expect("small");
                birth = Day(jiff::civil::Date::new(leap, 2, 29).expect("a day"));
            }
            let days = i64::try_from(next(12_000)).expect("small");
            let on = Day(birth.0.checked_add(jiff::Span::new().days(days)).expect("a day"));
            for on in [on, Day(on.0.with().year(on.0.year()).month(2).day(28).build().expect("a day"))] {
                assert_eq!(age_on(birth, on), walked(birth, on), "{birth} on {on}");
            }
        }
    }

    #[test]
    fn it_counts_on_the_last_day_of_the_announced_deadline_unless_the_contest_names_one() {
        let before = |text: &str| Before(Instant::parse(text).expect("an instant"));
        let mut timeline = Timeline {
            launch: None,
            units_send: before("2024-04-10T00:00:00+07:00"),
            grace: None,
            judging_finished: None,
        };
        let rule = AgeRule { least: Some(18), most: Some(60), at: None };
        let today = day("2024-04-02");
        let (youngest, too_young) = (day("2006-04-09"), day("2006-04-10"));
        let on = day("2024-04-09");
        assert_eq!(rule.admits(youngest, &timeline, today), Ok(()));
        let refused = Err(AgeRefusal::TooYoung { age: 17, least: 18, on });
        assert_eq!(rule.admits(too_young, &timeline, today), refused);
        assert_eq!(rule.admits(day("1963-04-10"), &timeline, today), Ok(()));
        let old = Err(AgeRefusal::TooOld { age: 61, most: 60, on });
        assert_eq!(rule.admits(day("1963-04-09"), &timeline, today), old);
        assert_eq!(rule.admits(day("2024-04-03"), &timeline, today), Err(AgeRefusal::InFuture));
        let no_most = AgeRule { most: None, ..rule };
        assert_eq!(no_most.admits(day("1900-01-01"), &timeline, today), Ok(()));

        timeline.grace = Some(Grace { announced: timeline.units_send, reason: String::new() });
        timeline.units_send = before("2024-04-20T00:00:00+07:00");
        assert_eq!(rule.admits(too_young, &timeline, today), refused, "more time makes nobody older");
        let named = AgeRule { at: Some(day("2024-04-10")), ..rule };
        assert_eq!(named.admits(too_young, &timeline, today), Ok(()));
    }
}
