//! Marks, in whole hundredths.

use crate::ratio::Ratio;
use std::fmt;

/// Điểm. Whole hundredths, so that 17,5 is exactly 1750. May be negative only as a value that a rule refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Marks(pub i64);

impl Marks {
    /// Reads `17`, `17.5`, `17,5`, `-1`; at most two decimals, at most six digits before them.
    pub fn parse(text: &str) -> Result<Marks, NotMarks> {
        let bad = || NotMarks(text.chars().take(40).collect());
        let t = text.trim();
        let (sign, t) = t.strip_prefix('-').map_or((1, t), |rest| (-1, rest));
        let (whole, frac) = t.split_once([',', '.']).map_or((t, None), |(w, f)| (w, Some(f)));
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || whole.len() > 6 {
            return Err(bad());
        }
        let cents = match frac {
            None => 0,
            Some(f) if digits(f) && f.len() <= 2 => {
                f.parse::<i64>().map_err(|_| bad())? * if f.len() == 1 { 10 } else { 1 }
            }
            Some(_) => return Err(bad()),
        };
        Ok(Marks(sign * (whole.parse::<i64>().map_err(|_| bad())? * 100 + cents)))
    }

    pub fn ratio(self) -> Ratio {
        Ratio::hundredths(self.0)
    }
}

/// A text that is no mark; holds at most its first 40 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotMarks(pub String);

impl fmt::Display for NotMarks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a mark with at most two decimals: {:?}", self.0)
    }
}

impl std::error::Error for NotMarks {}

/// `17.5`, `17`, `0.25`: the shortest decimal, as files and form fields hold it.
impl fmt::Display for Marks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, n) = (if self.0 < 0 { "-" } else { "" }, self.0.abs());
        match (n / 100, n % 100) {
            (w, 0) => write!(f, "{sign}{w}"),
            (w, c) if c % 10 == 0 => write!(f, "{sign}{w}.{}", c / 10),
            (w, c) => write!(f, "{sign}{w}.{c:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_exactly() {
        for (text, want) in [
            ("17,5", Some(1750)),
            ("17.5", Some(1750)),
            ("0", Some(0)),
            ("25", Some(2500)),
            ("0.25", Some(25)),
            ("-1", Some(-100)),
            ("1.255", None),
            ("", None),
            ("abc", None),
            ("1,", None),
            ("1e1", None),
            (" 8 ", Some(800)),
        ] {
            assert_eq!(Marks::parse(text).ok().map(|m| m.0), want, "{text}");
        }
    }
}
