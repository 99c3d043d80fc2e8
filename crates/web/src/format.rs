//! Dates, numbers, marks, money: the only place that prints them for pages.
//!
//! Instants come in as milliseconds since 1970-01-01T00:00Z and are printed in Asia/Ho_Chi_Minh, +07:00 all year since
//! 1975. Everything is integer arithmetic: what is printed was rounded here and nowhere earlier.

use crate::i18n::{Lang, T};
use jiff::{Timestamp, civil, tz};
use std::borrow::Borrow;

/// The fixed offset of Asia/Ho_Chi_Minh.
const ZONE: tz::Offset = tz::Offset::constant(7);

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// An instant in milliseconds UTC, however a template holds it.
#[derive(Debug, Clone, Copy)]
pub struct At(pub i64);

/// A whole number, however a template holds it.
#[derive(Debug, Clone, Copy)]
pub struct Whole(pub i64);

macro_rules! from_numbers { ($($target:ident: $($int:ty),*;)*) => { $($(
    impl From<$int> for $target {
        fn from(n: $int) -> Self {
            $target(i64::try_from(n).unwrap_or(i64::MAX))
        }
    }
    impl From<&$int> for $target {
        fn from(n: &$int) -> Self {
            $target::from(*n)
        }
    }
    impl From<&&$int> for $target {
        fn from(n: &&$int) -> Self {
            $target::from(**n)
        }
    }
)*)* } }
from_numbers! { At: i64; Whole: i64, i32, u16, u32, u64, usize; }

fn civil(at_ms: i64) -> civil::DateTime {
    ZONE.to_datetime(Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH))
}

impl T {
    /// `09/04/2024 23:59`.
    pub fn date_time(self, at: impl Into<At>) -> String {
        let At(at_ms) = at.into();
        format!("{} {}", self.date(at_ms), self.time(at_ms))
    }

    /// `09/04/2024`, of an instant.
    pub fn date(self, at: impl Into<At>) -> String {
        let At(at_ms) = at.into();
        self.day(civil(at_ms).date())
    }

    /// `09/04/2024`, of a civil date.
    pub fn day(self, day: impl Borrow<civil::Date>) -> String {
        let day = day.borrow();
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

    /// For the value of an `<input type="datetime-local">`: `2024-04-09T23:59`.
    pub fn input_date_time(self, at: impl Into<At>) -> String {
        let At(at_ms) = at.into();
        let at = civil(at_ms);
        format!("{:04}-{:02}-{:02}T{:02}:{:02}", at.year(), at.month(), at.day(), at.hour(), at.minute())
    }

    /// A deadline "before an instant" as a sentence: the limit, the last valid moment with its weekday, and the time
    /// left or the fact that it has passed. `before` itself is too late.
    pub fn deadline(self, before: impl Into<At>, now: impl Into<At>) -> String {
        let (At(before_ms), At(now_ms)) = (before.into(), now.into());
        let last = before_ms - 1;
        let args: [(&str, crate::i18n::Arg<'_>); 6] = [
            ("time", self.time(before_ms).into()),
            ("date", self.date(before_ms).into()),
            ("last_time", self.time_of_second(last).into()),
            ("last_weekday", self.weekday(last).into()),
            ("last_date", self.date(last).into()),
            ("left", self.duration(before_ms - now_ms).into()),
        ];
        if now_ms < before_ms {
            self.a("format-deadline", &args)
        } else {
            self.a("format-deadline-passed", &args[..5])
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

    /// A whole number with thousands marks: `3.000.000`.
    pub fn number(self, n: impl Into<Whole>) -> String {
        grouped(i128::from(n.into().0), self.thousands())
    }

    /// Whole dong with the word: `3.000.000` and the currency.
    pub fn vnd(self, amount: impl Into<Whole>) -> String {
        self.a1("format-vnd", "amount", self.number(amount))
    }

    /// Marks in whole hundredths, always with two decimals: 9276 is `92,76`.
    pub fn marks(self, hundredths: impl Into<Whole>) -> String {
        self.decimals(i128::from(hundredths.into().0), 100, 2)
    }

    /// Marks in whole hundredths without trailing zeros, for a single sheet: 2000 is `20`, 750 is `7,5`.
    pub fn marks_short(self, hundredths: impl Into<Whole>) -> String {
        self.trimmed(self.marks(hundredths))
    }

    /// An exact fraction with two decimals, half rounded up (towards more). A denominator that is not positive has no
    /// value and prints as a dash.
    pub fn fraction(self, num: impl Borrow<i128>, den: impl Borrow<i128>) -> String {
        self.decimals(*num.borrow(), *den.borrow(), 2)
    }

    /// A share `num/den` in percent with at most one decimal: `66,7%`.
    pub fn percent(self, num: impl Into<Whole>, den: impl Into<Whole>) -> String {
        let text = self.decimals(i128::from(num.into().0) * 100, i128::from(den.into().0), 1);
        if text == DASH { text } else { format!("{}%", self.trimmed(text)) }
    }

    /// A size: `512 B`, `340 kB`, `1,4 MB`. Units of 1,024, as the file manager of an office PC counts them.
    pub fn bytes(self, n: impl Into<Whole>) -> String {
        const STEP: i64 = 1_024;
        let n = n.into().0.max(0);
        let (unit, size) = match n {
            n if n < STEP => return format!("{n} B"),
            n if n < STEP * STEP => return format!("{} kB", self.number((n + STEP - 1) / STEP)),
            n if n < STEP * STEP * STEP => ("MB", STEP * STEP),
            _ => ("GB", STEP * STEP * STEP),
        };
        format!("{} {unit}", self.trimmed(self.decimals(i128::from(n), i128::from(size), 1)))
    }

    fn decimals(self, num: i128, den: i128, places: u32) -> String {
        if den <= 0 {
            return DASH.to_owned();
        }
        // Long division by adding, so that no step can overflow whatever the fraction is.
        let (mut whole, mut rest) = (num.div_euclid(den), num.rem_euclid(den));
        let mut digits: Vec<u8> = Vec::new();
        for _ in 0..places {
            let (mut digit, mut sum) = (0, 0);
            for _ in 0..10 {
                if sum >= den - rest {
                    sum -= den - rest;
                    digit += 1;
                } else {
                    sum += rest;
                }
            }
            digits.push(digit);
            rest = sum;
        }
        let mut carry = rest >= den - rest;
        for digit in digits.iter_mut().rev() {
            if !carry {
                break;
            }
            carry = *digit == 9;
            *digit = if carry { 0 } else { *digit + 1 };
        }
        whole += i128::from(carry);
        // The digits count up from a floor; a negative value is printed as sign and magnitude.
        let negative = whole < 0;
        if negative && digits.iter().any(|d| *d != 0) {
            whole += 1;
            let mut borrow = 10;
            for digit in digits.iter_mut().rev() {
                if borrow == 10 && *digit == 0 {
                    continue;
                }
                *digit = borrow - *digit;
                borrow = 9;
            }
        }
        let sign = if negative { "-" } else { "" };
        let digits: String = digits.iter().map(|d| char::from(b'0' + d)).collect();
        format!("{sign}{}{}{digits}", grouped(whole.abs(), self.thousands()), self.point())
    }

    fn trimmed(self, text: String) -> String {
        let text = text.trim_end_matches('0');
        text.strip_suffix(self.point()).unwrap_or(text).to_owned()
    }

    fn thousands(self) -> char {
        match self.lang {
            Lang::Vi => '.',
            Lang::En => ',',
        }
    }

    fn point(self) -> char {
        match self.lang {
            Lang::Vi => ',',
            Lang::En => '.',
        }
    }
}

const DASH: &str = "\u{2013}";

/// A whole number with a mark before every third digit from the right.
pub(crate) fn grouped(n: i128, mark: char) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if n < 0 {
        text.push('-');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            text.push(mark);
        }
        text.push(digit);
    }
    text
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
        assert_eq!(VI.input_date_time(at("2024-04-09T16:59:59Z")), "2024-04-09T23:59");
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

    #[test]
    fn fractions_round_half_up_in_print() {
        for (num, den, vi, en) in [
            (9276, 100, "92,76", "92.76"),
            (0, 1, "0,00", "0.00"),
            (1, 3, "0,33", "0.33"),
            (2, 3, "0,67", "0.67"),
            (185_515, 2_000, "92,76", "92.76"),
            (185_509, 2_000, "92,75", "92.75"),
            (1, 200, "0,01", "0.01"),
            (99_995, 1_000, "100,00", "100.00"),
            (9_999_999, 1_000, "10.000,00", "10,000.00"),
            (-1, 200, "0,00", "0.00"),
            (-1, 100, "-0,01", "-0.01"),
            (-3, 2, "-1,50", "-1.50"),
            (-5, 1, "-5,00", "-5.00"),
            (-1001, 1000, "-1,00", "-1.00"),
            (i128::MAX, i128::MAX, "1,00", "1.00"),
            (i128::MAX - 1, i128::MAX, "1,00", "1.00"),
            (i128::MAX / 2, i128::MAX, "0,50", "0.50"),
            (1, 0, "\u{2013}", "\u{2013}"),
        ] {
            assert_eq!(VI.fraction(num, den), vi, "{num}/{den}");
            assert_eq!(EN.fraction(num, den), en, "{num}/{den}");
        }
    }

    #[test]
    fn marks_money_shares_and_sizes() {
        assert_eq!(VI.marks(9276), "92,76");
        assert_eq!(VI.marks(2000), "20,00");
        for (hundredths, short) in [(2000, "20"), (750, "7,5"), (725, "7,25"), (0, "0"), (100_000, "1.000")] {
            assert_eq!(VI.marks_short(hundredths), short);
        }
        assert_eq!(VI.vnd(3_000_000), "3.000.000 đồng");
        assert_eq!(VI.vnd(0), "0 đồng");
        assert_eq!(EN.vnd(1_500_000), "1,500,000 VND");
        assert_eq!(VI.number(-1_234), "-1.234");
        for (num, den, share) in
            [(2, 3, "66,7%"), (1, 2, "50%"), (0, 5, "0%"), (1, 1, "100%"), (1, 0, "\u{2013}")]
        {
            assert_eq!(VI.percent(num, den), share);
        }
        for (n, size) in [
            (0_i64, "0 B"),
            (1_023, "1023 B"),
            (1_024, "1 kB"),
            (1_025, "2 kB"),
            (20 * 1_024 * 1_024, "20 MB"),
            (1_468_006, "1,4 MB"),
            (3 * 1_024 * 1_024 * 1_024, "3 GB"),
        ] {
            assert_eq!(VI.bytes(n), size);
        }
    }
}
