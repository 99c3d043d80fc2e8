//! Dates, numbers, marks, money: the only place that prints them for pages.
//!
//! Instants come in as milliseconds since 1970-01-01T00:00Z and are printed in Asia/Ho_Chi_Minh, +07:00 all year since
//! 1975. Everything is integer arithmetic: what is printed was rounded here and nowhere earlier.

mod number;
mod read;
mod values;

pub(crate) use number::grouped;
pub use read::{read_day, read_moment};
pub use values::{At, On, Whole};

use crate::i18n::T;
use domain::time::Instant;
use jiff::civil;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

fn civil(at_ms: i64) -> civil::DateTime {
    Instant(at_ms).civil()
}

impl T {
    /// `09/04/2024 23:59`.
    pub fn date_time(self, at: impl Into<At>) -> String {
        let At(at_ms) = at.into();
        let at = civil(at_ms);
        format!("{:02}/{:02}/{:04} {:02}:{:02}", at.day(), at.month(), at.year(), at.hour(), at.minute())
    }

    /// `09/04/2024`, of an instant.
    pub fn date(self, at: impl Into<At>) -> String {
        let At(at_ms) = at.into();
        self.day(civil(at_ms).date())
    }

    /// `09/04/2024`, of a civil date.
    pub fn day(self, day: impl Into<On>) -> String {
        let On(day) = day.into();
        format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
    }

    /// `23:59`.
    pub fn time(self, at: impl Into<At>) -> String {
        let At(at_ms) = at.into();
        let at = civil(at_ms);
        format!("{:02}:{:02}", at.hour(), at.minute())
    }

    /// `23:59:59`.
    pub fn time_of_second(self, at: impl Into<At>) -> String {
        let At(at_ms) = at.into();
        let at = civil(at_ms);
        format!("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second())
    }

    /// The name of the weekday, as it stands within a sentence.
    pub fn weekday(self, at: impl Into<At>) -> String {
        let At(at_ms) = at.into();
        self.s(weekday_key(civil(at_ms).date())).into_owned()
    }

    /// Weekday and date: "Tuesday 09/04/2024".
    pub fn long_date(self, at: impl Into<At>) -> String {
        let At(at_ms) = at.into();
        format!("{} {}", self.weekday(at_ms), self.date(at_ms))
    }

    /// For `datetime` attributes and data that scripts read: `2024-04-09T23:59:59+07:00`.
    pub fn machine(self, at: impl Into<At>) -> String {
        let At(at_ms) = at.into();
        let at = civil(at_ms);
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+07:00",
            at.year(),
            at.month(),
            at.day(),
            at.hour(),
            at.minute(),
            at.second()
        )
    }

    /// A deadline "before an instant" as a sentence: the limit, the last valid moment with its weekday, and the time
    /// left or the fact that it has passed. `before` itself is too late.
    pub fn deadline(self, before: impl Into<At>, now: impl Into<At>) -> String {
        let before = before.into();
        format!("{}; {}", self.deadline_limit(before), self.deadline_left(before, now))
    }

    /// The first part of [`T::deadline`]: it does not depend on the time.
    pub fn deadline_limit(self, before: impl Into<At>) -> String {
        let At(before_ms) = before.into();
        let last_ms = before_ms - 1;
        let whole_minute = before_ms % MINUTE == 0;
        let limit = if whole_minute { self.time(before_ms) } else { self.time_of_second(before_ms) };
        let args: [(&str, crate::i18n::Arg<'_>); 5] = [
            ("time", limit.into()),
            ("date", self.date(before_ms).into()),
            ("last_time", self.time_of_second(last_ms).into()),
            ("last_weekday", self.weekday(last_ms).into()),
            ("last_date", self.date(last_ms).into()),
        ];
        self.a("format-deadline", &args)
    }

    /// The second part: the time left, or that there is none.
    pub fn deadline_left(self, before: impl Into<At>, now: impl Into<At>) -> String {
        let left = before.into().0 - now.into().0;
        if left > 0 {
            self.a1("format-left", "left", self.duration(left))
        } else {
            self.s("format-passed").into_owned()
        }
    }

    /// The two largest units of a span: "2 days 3 hours". Cut down, never rounded up: a deadline is not nearer than it
    /// is told. Below a second it is "less than a second"; a negative span is printed as none.
    pub fn duration(self, ms: impl Into<Whole>) -> String {
        let Whole(ms) = ms.into();
        let units = [
            ("format-days", DAY, i64::MAX),
            ("format-hours", HOUR, 24),
            ("format-minutes", MINUTE, 60),
            ("format-seconds", SECOND, 60),
        ];
        let ms = ms.max(0);
        let counts = units.map(|(key, size, wrap)| (key, ms / size % wrap));
        let Some(first) = counts.iter().position(|(_, n)| *n > 0) else {
            return self.s("format-under-a-second").into_owned();
        };
        let shown: Vec<String> = counts[first..]
            .iter()
            .take(2)
            .filter(|(_, n)| *n > 0)
            .map(|(key, n)| self.a1(key, "n", n))
            .collect();
        shown.join(" ")
    }
}

fn weekday_key(day: civil::Date) -> &'static str {
    match day.weekday() {
        civil::Weekday::Monday => "format-monday",
        civil::Weekday::Tuesday => "format-tuesday",
        civil::Weekday::Wednesday => "format-wednesday",
        civil::Weekday::Thursday => "format-thursday",
        civil::Weekday::Friday => "format-friday",
        civil::Weekday::Saturday => "format-saturday",
        civil::Weekday::Sunday => "format-sunday",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;
    use jiff::Timestamp;

    const VI: T = T { lang: Lang::Vi };
    const EN: T = T { lang: Lang::En };

    fn at(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    #[test]
    fn instants_are_printed_in_the_zone_of_the_contest() {
        for (instant, date_time, long, machine) in [
            (
                "2024-04-09T16:59:59.999Z",
                "09/04/2024 23:59",
                "thứ Ba 09/04/2024",
                "2024-04-09T23:59:59+07:00",
            ),
            ("2024-04-09T17:00:00Z", "10/04/2024 00:00", "thứ Tư 10/04/2024", "2024-04-10T00:00:00+07:00"),
            (
                "2024-05-05T00:30:00+07:00",
                "05/05/2024 00:30",
                "Chủ nhật 05/05/2024",
                "2024-05-05T00:30:00+07:00",
            ),
            (
                "2024-02-29T12:05:00+07:00",
                "29/02/2024 12:05",
                "thứ Năm 29/02/2024",
                "2024-02-29T12:05:00+07:00",
            ),
        ] {
            assert_eq!(VI.date_time(at(instant)), date_time, "{instant}");
            assert_eq!(EN.date_time(at(instant)), date_time, "{instant}");
            assert_eq!(VI.long_date(at(instant)), long, "{instant}");
            assert_eq!(VI.machine(at(instant)), machine, "{instant}");
        }
        assert_eq!(EN.long_date(at("2024-04-09T16:59:59Z")), "Tuesday 09/04/2024");
        assert_eq!(VI.time_of_second(at("2024-04-09T16:59:59.999Z")), "23:59:59");
    }

    #[test]
    fn a_deadline_tells_the_limit_the_last_moment_and_the_time_left() {
        let before = at("2024-04-10T00:00:00+07:00");
        for (now, vi, en) in [
            (
                "2024-04-07T20:30:00+07:00",
                "trước 00:00 ngày 10/04/2024; thời điểm cuối cùng: 23:59:59 thứ Ba 09/04/2024; còn 2 ngày 3 giờ",
                "before 00:00 on 10/04/2024; last moment: 23:59:59 on Tuesday 09/04/2024; 2 days 3 hours left",
            ),
            (
                "2024-04-09T23:59:59.999+07:00",
                "trước 00:00 ngày 10/04/2024; thời điểm cuối cùng: 23:59:59 thứ Ba 09/04/2024; còn chưa đầy 1 giây",
                "before 00:00 on 10/04/2024; last moment: 23:59:59 on Tuesday 09/04/2024; less than a second left",
            ),
            (
                "2024-04-10T00:00:00+07:00",
                "trước 00:00 ngày 10/04/2024; thời điểm cuối cùng: 23:59:59 thứ Ba 09/04/2024; đã hết hạn",
                "before 00:00 on 10/04/2024; last moment: 23:59:59 on Tuesday 09/04/2024; this deadline has passed",
            ),
        ] {
            assert_eq!(VI.deadline(before, at(now)), vi);
            assert_eq!(EN.deadline(before, at(now)), en);
        }
    }

    #[test]
    fn a_deadline_within_a_minute_tells_its_seconds() {
        let before = at("2024-04-10T12:00:30+07:00");
        assert_eq!(
            EN.deadline_limit(before),
            "before 12:00:30 on 10/04/2024; last moment: 12:00:29 on Wednesday 10/04/2024"
        );
    }

    #[test]
    fn a_duration_shows_its_two_largest_units_and_never_more_than_is_left() {
        for (ms, vi, en) in [
            (-1, "chưa đầy 1 giây", "less than a second"),
            (0, "chưa đầy 1 giây", "less than a second"),
            (999, "chưa đầy 1 giây", "less than a second"),
            (SECOND, "1 giây", "1 second"),
            (MINUTE - 1, "59 giây", "59 seconds"),
            (MINUTE, "1 phút", "1 minute"),
            (HOUR + 2 * MINUTE + 59 * SECOND, "1 giờ 2 phút", "1 hour 2 minutes"),
            (DAY - 1, "23 giờ 59 phút", "23 hours 59 minutes"),
            (DAY + 59 * MINUTE, "1 ngày", "1 day"),
            (51 * HOUR, "2 ngày 3 giờ", "2 days 3 hours"),
            (1_200 * DAY, "1.200 ngày", "1,200 days"),
        ] {
            assert_eq!(VI.duration(ms), vi, "{ms}");
            assert_eq!(EN.duration(ms), en, "{ms}");
        }
    }
}
