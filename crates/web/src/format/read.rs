//! Dates as people write them: day, month, year. Browsers set to English show their own date fields the other way round,
//! so our forms ask for text.

use domain::time::{Day, Instant};
use jiff::civil;

/// `9/4/2024`, `09-04-2024`, `9.4.2024`: day, month, four digits of the year. `None` for anything else and for days that
/// do not exist.
pub fn read_day(text: &str) -> Option<Day> {
    let mut parts = text.trim().split(['/', '-', '.']).map(|part| number(part.trim(), 4));
    let (day, month, year) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() || !(1_900..=2_999).contains(&year) {
        return None;
    }
    let date = civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(Day(date))
}

/// A date, then `23:59`, `23h59` or `23:59:59`, in the contest's zone. A date without a time is `None`: whether it
/// begins or ends there would be a guess.
pub fn read_moment(text: &str) -> Option<Instant> {
    let (date, time) = text.trim().split_once(char::is_whitespace)?;
    let mut parts = time.trim().split([':', 'h']).map(|part| number(part.trim(), 2));
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    if parts.next().is_some() {
        return None;
    }
    let byte = |n: i16| i8::try_from(n).ok();
    let time = civil::Time::new(byte(hour)?, byte(minute)?, byte(second)?, 0).ok()?;
    Instant::of_civil(read_day(date)?.0.to_datetime(time))
}

fn number(text: &str, most_digits: usize) -> Option<i16> {
    let is_plain = (1..=most_digits).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    is_plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Lang, T};

    #[test]
    fn days_are_read_as_people_write_them() {
        for (text, day) in [
            ("09/04/2024", Some("2024-04-09")),
            (" 9/4/2024 ", Some("2024-04-09")),
            ("9-4-2024", Some("2024-04-09")),
            ("29.02.2024", Some("2024-02-29")),
            ("29/02/2023", None),
            ("31/04/2024", None),
            ("2024-04-09", None),
            ("9/4/24", None),
            ("9/4", None),
            ("9/4/2024/1", None),
            ("+9/4/2024", None),
            ("", None),
        ] {
            assert_eq!(read_day(text).map(|d| d.to_string()).as_deref(), day, "{text:?}");
        }
    }

    #[test]
    fn moments_are_read_as_they_are_printed() {
        for (text, moment) in [
            ("09/04/2024 23:59", Some("2024-04-09T23:59:00+07:00")),
            ("9/4/2024  8h05", Some("2024-04-09T08:05:00+07:00")),
            ("10/04/2024 00:00:30", Some("2024-04-10T00:00:30+07:00")),
            ("10/04/2024", None),
            ("10/04/2024 24:00", None),
            ("10/04/2024 12:60", None),
            ("10/04/2024 12", None),
            ("10/04/2024 1:2:3:4", None),
        ] {
            assert_eq!(read_moment(text).map(|m| m.to_string()).as_deref(), moment, "{text:?}");
        }
        let noon = Instant::parse("2024-02-29T12:05:00+07:00").unwrap();
        assert_eq!(read_moment(&T::new(Lang::Vi).date_time(noon)), Some(noon));
    }
}
