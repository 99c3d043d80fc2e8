//! An exact fraction. Means, weights and factors are fractions; only print rounds. Source: product.md, promise 5.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Mul, Sub};

/// A reduced fraction with positive denominator. The numbers of a contest (hundredths, weights with a few
/// decimals, at most a few thousand sheets) stay many orders below the range of `i128`; arithmetic panics
/// rather than wraps if that were ever wrong, because a wrong mean is worse than none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ratio {
    num: i128,
    den: i128,
}

fn gcd(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a as i128
}

fn gcd_of_words(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// A machine word first: it is read in a fraction of the time.
fn integer(text: &str) -> Option<i128> {
    text.parse::<i64>().map(i128::from).or_else(|_| text.parse()).ok()
}

fn exact(v: Option<i128>) -> i128 {
    v.expect("figures of a contest are far below 2^127")
}

impl Ratio {
    pub const ZERO: Ratio = Ratio { num: 0, den: 1 };
    pub const ONE: Ratio = Ratio { num: 1, den: 1 };

    /// `num / den`, reduced. `None` when `den` is 0.
    pub fn new(num: i128, den: i128) -> Option<Ratio> {
        if den == 0 {
            return None;
        }
        // Nearly every figure fits in a machine word, where dividing costs a tenth.
        if let (Ok(n), Ok(d)) = (i64::try_from(num), u64::try_from(den)) {
            let g = gcd_of_words(n.unsigned_abs(), d).max(1);
            let n_abs = i128::from(n.unsigned_abs() / g);
            return Some(Ratio { num: if n < 0 { -n_abs } else { n_abs }, den: i128::from(d / g) });
        }
        let g = gcd(num, den).max(1);
        let s = if den < 0 { -1 } else { 1 };
        Some(Ratio { num: s * num / g, den: s * den / g })
    }

    pub fn whole(n: i128) -> Ratio {
        Ratio { num: n, den: 1 }
    }

    /// `n` hundredths.
    pub fn hundredths(n: i64) -> Ratio {
        Ratio::new(i128::from(n), 100).expect("100 is not 0")
    }

    /// Reads `3/2`, `1.5`, `1,5` or `2`. `None` for anything else.
    pub fn parse(text: &str) -> Option<Ratio> {
        let text = text.trim();
        if let Some((n, d)) = text.split_once('/') {
            return Ratio::new(integer(n.trim())?, integer(d.trim())?);
        }
        if !text.is_empty() && text.len() <= 15 && text.bytes().all(|b| b.is_ascii_digit()) {
            return integer(text).map(Ratio::whole);
        }
        let text = text.replace(',', ".");
        let (whole, frac) = text.split_once('.').unwrap_or((&text, ""));
        let digits = whole.trim_start_matches('-');
        let plain = |s: &str| s.len() <= 15 && s.bytes().all(|b| b.is_ascii_digit());
        if digits.is_empty() || !plain(digits) || !plain(frac) || (text.contains('.') && frac.is_empty()) {
            return None;
        }
        let scale = 10_i128.pow(frac.len() as u32);
        let n = digits.parse::<i128>().ok()? * scale + if frac.is_empty() { 0 } else { frac.parse().ok()? };
        Ratio::new(if whole.starts_with('-') { -n } else { n }, scale)
    }

    pub fn num(self) -> i128 {
        self.num
    }

    pub fn den(self) -> i128 {
        self.den
    }

    pub fn is_zero(self) -> bool {
        self.num == 0
    }

    pub fn abs(self) -> Ratio {
        Ratio { num: self.num.abs(), den: self.den }
    }

    /// Divides by a count. `None` when the count is 0.
    pub fn over(self, count: usize) -> Option<Ratio> {
        Ratio::new(self.num, exact(self.den.checked_mul(i128::try_from(count).ok()?)))
    }

    /// Two decimals, half away from zero, decimal comma: `88,20`. For print only; never compared.
    pub fn text(self) -> String {
        let h = self.rounded_hundredths();
        format!("{}{},{:02}", if h < 0 { "-" } else { "" }, h.abs() / 100, h.abs() % 100)
    }

    /// Nearest hundredth, half away from zero. For print only.
    pub fn rounded_hundredths(self) -> i128 {
        let n = exact(self.num.abs().checked_mul(200));
        let r = (n + self.den) / (2 * self.den);
        if self.num < 0 { -r } else { r }
    }
}

impl Add for Ratio {
    type Output = Ratio;
    fn add(self, o: Ratio) -> Ratio {
        if self.den == o.den {
            return Ratio::new(exact(self.num.checked_add(o.num)), self.den).expect("den > 0");
        }
        let n = exact(exact(self.num.checked_mul(o.den)).checked_add(exact(o.num.checked_mul(self.den))));
        Ratio::new(n, exact(self.den.checked_mul(o.den))).expect("den > 0")
    }
}

impl Sub for Ratio {
    type Output = Ratio;
    fn sub(self, o: Ratio) -> Ratio {
        self + Ratio { num: -o.num, den: o.den }
    }
}

impl Mul for Ratio {
    type Output = Ratio;
    fn mul(self, o: Ratio) -> Ratio {
        Ratio::new(exact(self.num.checked_mul(o.num)), exact(self.den.checked_mul(o.den))).expect("den > 0")
    }
}

impl std::iter::Sum for Ratio {
    fn sum<I: Iterator<Item = Ratio>>(iter: I) -> Ratio {
        iter.fold(Ratio::ZERO, |a, b| a + b)
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, o: &Ratio) -> Option<Ordering> {
        Some(self.cmp(o))
    }
}

impl Ord for Ratio {
    fn cmp(&self, o: &Ratio) -> Ordering {
        exact(self.num.checked_mul(o.den)).cmp(&exact(o.num.checked_mul(self.den)))
    }
}

/// `441/5`, or `62` for a whole number: the form of `exact` in `result.json`.
impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.den == 1 { write!(f, "{}", self.num) } else { write!(f, "{}/{}", self.num, self.den) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_reduce_and_print() {
        for (n, d, exact, text) in [
            (882, 10, "441/5", "88,20"),
            (805, 9, "805/9", "89,44"),
            (62, 1, "62", "62,00"),
            (-1, 200, "-1/200", "-0,01"),
            (1, 200, "1/200", "0,01"),
            (1, 201, "1/201", "0,00"),
        ] {
            let r = Ratio::new(n, d).unwrap();
            assert_eq!((r.to_string().as_str(), r.text().as_str()), (exact, text));
        }
    }

    #[test]
    fn equal_only_after_rounding_is_not_equal() {
        let (a, b) = (Ratio::new(805, 9).unwrap(), Ratio::new(1431, 16).unwrap());
        assert_eq!(a.text(), b.text());
        assert!(a > b);
    }

    #[test]
    fn parses_fractions_and_decimals() {
        for (text, want) in [
            ("3/2", Some((3, 2))),
            ("1.5", Some((3, 2))),
            ("17,5", Some((35, 2))),
            ("-2", Some((-2, 1))),
            ("1.", None),
            ("", None),
            ("1/0", None),
            ("1e3", None),
            ("- 1", None),
        ] {
            assert_eq!(Ratio::parse(text).map(|r| (r.num, r.den)), want, "{text}");
        }
    }
}
