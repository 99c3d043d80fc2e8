//! Instants and civil dates. The zone of a contest is Asia/Ho_Chi_Minh, +07:00 all year since 1975.

use jiff::{Timestamp, civil, tz};
use std::fmt;

/// An instant in milliseconds since 1970-01-01T00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

/// A civil date in the contest's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub civil::Date);

/// The fixed offset of Asia/Ho_Chi_Minh.
pub const ZONE: tz::Offset = tz::Offset::constant(7);

impl Instant {
    /// Reads an RFC 3339 instant with offset, as the files of a contest hold it.
    pub fn parse(text: &str) -> Option<Instant> {
        text.trim().parse::<Timestamp>().ok().map(|t| Instant(t.as_millisecond()))
    }

    /// The civil date and time in the contest's zone.
    pub fn civil(self) -> civil::DateTime {
        ZONE.to_datetime(Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH))
    }

    pub fn day(self) -> Day {
        Day(self.civil().date())
    }

    /// The instant of a civil date and time in the contest's zone.
    pub fn of_civil(at: civil::DateTime) -> Option<Instant> {
        ZONE.to_timestamp(at).ok().map(|t| Instant(t.as_millisecond()))
    }

    pub fn plus_ms(self, ms: i64) -> Instant {
        Instant(self.0.saturating_add(ms))
    }

    /// As headers of HTTP have it: `Tue, 09 Apr 2024 16:59:59 GMT`. Source: RFC 9110, 5.6.7.
    pub fn http_date(self) -> String {
        let at = Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH);
        jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&at).unwrap_or_default()
    }
}

/// `2024-04-09T23:59:59+07:00`; milliseconds only where there are any.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let c = self.civil();
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
            c.year(),
            c.month(),
            c.day(),
            c.hour(),
            c.minute(),
            c.second()
        )?;
        if c.millisecond() != 0 {
            write!(f, ".{:03}", c.millisecond())?;
        }
        f.write_str("+07:00")
    }
}

impl Day {
    /// Reads `2024-04-10`.
    pub fn parse(text: &str) -> Option<Day> {
        text.trim().parse::<civil::Date>().ok().map(Day)
    }

    /// Reads a day as people write it: `5/3/2024`, `05-03-2024`, `5.3.2024`, `2024-03-05`.
    pub fn typed(text: &str) -> Option<Day> {
        if text.contains('-') && !text.contains('/') && text.len() == 10 && text.as_bytes()[4] == b'-' {
            return Day::parse(text);
        }
        let parts: Vec<&str> = text.split(['/', '-', '.']).map(str::trim).collect();
        let [day, month, year] = parts[..] else { return None };
        if year.len() != 4 || [day, month].iter().any(|p| p.is_empty() || p.len() > 2) {
            return None;
        }
        Day::parse(&format!("{year}-{month:0>2}-{day:0>2}"))
    }

    /// `05/03/2024`, as people here write it.
    pub fn written(self) -> String {
        format!("{:02}/{:02}/{:04}", self.0.day(), self.0.month(), self.0.year())
    }

    /// Midnight at the beginning of the day in the contest's zone.
    pub fn begins_at(self) -> Option<Instant> {
        Instant::of_civil(self.0.to_datetime(civil::Time::midnight()))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

/// A deadline "before" an instant: that instant itself is too late. Source: announcement, "trước ngày 10/4/2024".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Before(pub Instant);

impl Before {
    /// True for every instant up to and including the last valid millisecond.
    pub fn admits(self, at: Instant) -> bool {
        at < self.0
    }

    /// The last valid millisecond.
    pub fn last_valid(self) -> Instant {
        Instant(self.0.0 - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn before_is_exclusive_to_the_millisecond() {
        let b = Before(Instant::parse("2024-04-10T00:00:00+07:00").unwrap());
        for (at, in_time) in [
            ("2024-04-09T23:59:59+07:00", true),
            ("2024-04-09T23:59:59.999+07:00", true),
            ("2024-04-10T00:00:00+07:00", false),
            ("2024-04-09T17:00:00Z", false),
            ("2024-04-09T16:59:59.999Z", true),
        ] {
            assert_eq!(b.admits(Instant::parse(at).unwrap()), in_time, "{at}");
        }
        assert_eq!(b.last_valid().to_string(), "2024-04-09T23:59:59.999+07:00");
    }

    #[test]
    fn instants_print_as_they_were_read() {
        for t in ["2024-04-08T17:59:02+07:00", "2024-02-29T00:00:00+07:00"] {
            assert_eq!(Instant::parse(t).unwrap().to_string(), t);
        }
    }
}
