//! An exact decimal as people type it in an answer: `1.500.000`, `1500000`, `12,5`.

use crate::ratio::Ratio;
use std::fmt;

/// In millionths: at most 15 digits before the comma, 6 behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(i128);

impl Number {
    /// Decimals at most.
    pub const PLACES: u8 = 6;
    const ONE: i128 = 1_000_000;
    const DIGITS: usize = 15;

    /// A comma begins the decimals. Points and blanks part groups of three; a single point with another number of digits behind it
    /// is read as a comma, as on an English keyboard. `None` for anything else.
    pub fn parse(text: &str) -> Option<Number> {
        let text = text.trim();
        let (minus, text) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest.trim_start()),
            None => (false, text),
        };
        let text: String =
            text.chars().map(|c| if c == '\u{a0}' || c == '\u{202f}' { ' ' } else { c }).collect();
        let (whole, decimals) = match text.split_once(',') {
            Some((whole, decimals)) => (grouped(whole)?, decimals.to_owned()),
            None => match grouped(&text) {
                Some(whole) => (whole, String::new()),
                None => {
                    let (whole, decimals) = text.split_once('.')?;
                    (whole.to_owned(), decimals.to_owned())
                }
            },
        };
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        let with_comma = text.contains(',') || grouped(&text).is_none();
        let fits =
            !whole.is_empty() && whole.len() <= Self::DIGITS && decimals.len() <= usize::from(Self::PLACES);
        if !fits || !digits(&whole) || !digits(&decimals) || (with_comma && decimals.is_empty()) {
            return None;
        }
        let millionths: i128 = format!("{decimals:0<6}").parse().ok()?;
        let units = whole.parse::<i128>().ok()? * Self::ONE + millionths;
        Some(Number(if minus { -units } else { units }))
    }

    /// `None` where it needs more decimals or digits than there are.
    pub fn of_ratio(value: Ratio) -> Option<Number> {
        let scaled = value.num().checked_mul(Self::ONE)?;
        let units = (scaled % value.den() == 0).then(|| scaled / value.den())?;
        (units.abs() < 10_i128.pow(Self::DIGITS as u32) * Self::ONE).then_some(Number(units))
    }

    /// How many decimals it needs.
    pub fn places(self) -> u8 {
        (0..Self::PLACES)
            .find(|p| self.0 % 10_i128.pow(u32::from(Self::PLACES - p)) == 0)
            .unwrap_or(Self::PLACES)
    }

    /// As a file holds it: `-12.5`, without groups.
    pub fn plain(self) -> String {
        self.written("", '.')
    }

    fn written(self, group: &str, comma: char) -> String {
        let (whole, rest) = (self.0.abs() / Self::ONE, self.0.abs() % Self::ONE);
        let digits = whole.to_string();
        let mut out = String::from(if self.0 < 0 { "-" } else { "" });
        for (n, digit) in digits.chars().enumerate() {
            if n > 0 && (digits.len() - n) % 3 == 0 {
                out.push_str(group);
            }
            out.push(digit);
        }
        if rest > 0 {
            out.push(comma);
            out.push_str(format!("{rest:06}").trim_end_matches('0'));
        }
        out
    }
}

/// Digits, alone or in groups of three.
fn grouped(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(['.', ' ']).collect();
    let digits = parts.iter().all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()));
    let groups = parts.len() == 1 || (parts[0].len() <= 3 && parts[1..].iter().all(|p| p.len() == 3));
    (digits && groups).then(|| parts.concat())
}

/// As an office writes it: `1.500.000`, `12,5`.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written(".", ','))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_it_is_written_in_vietnam() {
        for (typed, read) in [
            ("0", Some("0")),
            ("1500000", Some("1.500.000")),
            ("1.500.000", Some("1.500.000")),
            ("1 500 000", Some("1.500.000")),
            ("1.500", Some("1.500")),
            ("12,5", Some("12,5")),
            ("12.5", Some("12,5")),
            ("1.234,50", Some("1.234,5")),
            ("-3", Some("-3")),
            ("0,000001", Some("0,000001")),
            ("0,0000001", None),
            ("12,", None),
            ("12.", None),
            (",5", None),
            ("1.50.000", None),
            ("1,5,0", None),
            ("1e3", None),
            ("mười", None),
            ("", None),
            ("999999999999999", Some("999.999.999.999.999")),
            ("1000000000000000", None),
        ] {
            assert_eq!(Number::parse(typed).map(|n| n.to_string()).as_deref(), read, "{typed}");
        }
        for text in ["1.500.000", "12,5", "-0,25"] {
            let n = Number::parse(text).unwrap();
            assert_eq!(Number::parse(&n.to_string()), Some(n));
            assert_eq!(Ratio::parse(&n.plain()).and_then(Number::of_ratio), Some(n), "{text}");
        }
        assert_eq!(Number::parse("12,50").map(Number::places), Some(1));
    }
}
