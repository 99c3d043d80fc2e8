//! Dates and times as offices write them. A time without an offset is meant in Asia/Ho_Chi_Minh, which has been
//! +07:00 without summer time since 1975.

use domain::time::Instant;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use super::rows::{GivenInstant, Precision};

/// An instant from text: RFC 3339 with offset, `yyyy-MM-dd[ HH:mm[:ss]]`, or `dd/MM/yyyy[ HH:mm[:ss]]` (also with
/// hyphens or dots, one-digit days and months, and `7h30`). A date alone is the first instant of that day.
pub(super) fn parse(text: &str) -> Option<GivenInstant> {
    if let Some(given) = exact(text) {
        return Some(given);
    }
    let (date, rest) = match text.find([' ', 'T', '\u{a0}']) {
        Some(end) => (&text[..end], text[end..].trim_start_matches([' ', 'T', '\u{a0}', ','])),
        None => (text, ""),
    };
    let date = parse_date(date)?;
    let (hour, minute, second, precision) =
        if rest.is_empty() { (0, 0, 0, Precision::Day) } else { clock(rest)? };
    let civil = DateTime::new(date.year(), date.month(), date.day(), hour, minute, second, 0).ok()?;
    from_civil(civil, text, precision)
}

/// An instant with its offset, as files made by programs hold it: without the offset nobody can tell a late entry.
pub(super) fn exact(text: &str) -> Option<GivenInstant> {
    with_offset(text).map(|at| GivenInstant {
        at_ms: at.as_millisecond(),
        text: text.to_owned(),
        precision: Precision::Second,
    })
}

/// A civil date and time of a real date cell; its text is ISO 8601 with the offset, or the date alone.
pub(super) fn from_cell(civil: DateTime) -> Option<GivenInstant> {
    let midnight =
        civil.hour() == 0 && civil.minute() == 0 && civil.second() == 0 && civil.millisecond() == 0;
    let (text, precision) = match midnight {
        true => (civil.date().to_string(), Precision::Day),
        false => (format!("{}+07:00", civil.strftime("%Y-%m-%dT%H:%M:%S")), Precision::Second),
    };
    from_civil(civil, &text, precision)
}

/// A civil date: `yyyy-MM-dd` or `dd/MM/yyyy`, years 1900 to 2200.
pub(super) fn parse_date(text: &str) -> Option<Date> {
    let separator = text.chars().find(|c| matches!(c, '/' | '-' | '.'))?;
    let parts: Vec<&str> = text.split(separator).collect();
    let [first, month, last] = parts[..] else { return None };
    let (year, day) = if first.len() == 4 && separator == '-' { (first, last) } else { (last, first) };
    if year.len() != 4 {
        return None;
    }
    let year = digits(year, 4)?;
    let date = Date::new(year, digits(month, 2)? as i8, digits(day, 2)? as i8).ok()?;
    (1900..=2200).contains(&year).then_some(date)
}

fn with_offset(text: &str) -> Option<Timestamp> {
    let b = text.as_bytes();
    let shaped = (20..=40).contains(&b.len()) && b[4] == b'-' && matches!(b[10], b'T' | b't' | b' ');
    if shaped { text.parse().ok() } else { None }
}

fn clock(text: &str) -> Option<(i8, i8, i8, Precision)> {
    let mut parts = text.split([':', 'h', 'H']);
    let hour = digits(parts.next()?, 2)? as i8;
    let minute = match parts.next()? {
        "" => 0,
        minute => digits(minute, 2)? as i8,
    };
    let (second, precision) = match parts.next() {
        Some(second) => (digits(second, 2)? as i8, Precision::Second),
        None => (0, Precision::Minute),
    };
    if parts.next().is_some() { None } else { Some((hour, minute, second, precision)) }
}

fn digits(text: &str, most: usize) -> Option<i16> {
    let plain = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

fn from_civil(civil: DateTime, text: &str, precision: Precision) -> Option<GivenInstant> {
    Some(GivenInstant { at_ms: Instant::of_civil(civil)?.0, text: text.to_owned(), precision })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    #[test]
    fn instants_as_offices_write_them() {
        for (text, iso, precision) in [
            ("2024-04-09T23:59:59+07:00", "2024-04-09T23:59:59+07:00", Precision::Second),
            ("2024-04-09T16:59:59Z", "2024-04-09T23:59:59+07:00", Precision::Second),
            ("2024-04-09T23:59:59.999+07:00", "2024-04-09T23:59:59.999+07:00", Precision::Second),
            ("2024-04-09T23:59:59", "2024-04-09T23:59:59+07:00", Precision::Second),
            ("2024-04-09 23:59", "2024-04-09T23:59:00+07:00", Precision::Minute),
            ("2024-04-09", "2024-04-09T00:00:00+07:00", Precision::Day),
            ("09/04/2024", "2024-04-09T00:00:00+07:00", Precision::Day),
            ("9/4/2024 7:05", "2024-04-09T07:05:00+07:00", Precision::Minute),
            ("9-4-2024 7h05", "2024-04-09T07:05:00+07:00", Precision::Minute),
            ("09.04.2024 07:05:09", "2024-04-09T07:05:09+07:00", Precision::Second),
            ("29/02/2024", "2024-02-29T00:00:00+07:00", Precision::Day),
        ] {
            let given = parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((given.at_ms, given.precision), (ms(iso), precision), "{text}");
            assert_eq!(given.text, text, "the text stays as given");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "hôm qua",
            "31/02/2024",
            "29/02/2023",
            "2024",
            "45391",
            "04/2024",
            "9/4/24",
            "09/13/2024",
            "1/1/1899",
            "09/04/2024 25:00",
            "09/04/2024 7:05:09:1",
            "2024-04-09T23:59:59+99:00",
            "９/4/2024",
            "2024-4-9-1",
            "9/4/2024 sáng",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_real_date_cell_is_written_in_iso() {
        let day = from_cell(DateTime::constant(2024, 4, 1, 0, 0, 0, 0)).unwrap();
        assert_eq!((day.text.as_str(), day.precision), ("2024-04-01", Precision::Day));
        let second = from_cell(DateTime::constant(2024, 4, 1, 7, 46, 44, 0)).unwrap();
        assert_eq!(
            (second.text.as_str(), second.at_ms),
            ("2024-04-01T07:46:44+07:00", ms("2024-04-01T07:46:44+07:00"))
        );
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "\\PC{0,40}", near in "[0-9]{1,4}[-/.T: h]{0,2}[0-9+:ề ]{0,20}") {
            let _ = parse(&text);
            let _ = parse(&near);
        }
    }
}
