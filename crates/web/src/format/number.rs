//! Numbers, marks, money, shares, sizes. Integer arithmetic only.

use super::Whole;
use crate::i18n::{Lang, T};
use domain::ratio::Ratio;
use std::borrow::Borrow;

impl T {
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
        let n = hundredths.into().0;
        let sign = if n < 0 { "-" } else { "" };
        let whole = grouped(i128::from(n.unsigned_abs() / 100), self.thousands());
        format!("{sign}{whole}{}{:02}", self.point(), n.unsigned_abs() % 100)
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

    /// An exact value with two decimals, half rounded up: means and totals.
    pub fn ratio(self, value: impl Borrow<Ratio>) -> String {
        self.decimals(value.borrow().num(), value.borrow().den(), 2)
    }

    /// A share of the work in hundredths of a percent, without trailing zeros: 3333 is `33,33%`.
    pub fn share(self, hundredths: impl Into<Whole>) -> String {
        format!("{}%", self.marks_short(hundredths))
    }

    fn decimals(self, num: i128, den: i128, places: u32) -> String {
        if den <= 0 {
            return DASH.to_owned();
        }
        if let Some(text) = self.short_decimals(num, den, places) {
            return text;
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

    /// As [`T::decimals`] for what fits in a machine word with room for the places: a board prints thousands of them.
    fn short_decimals(self, num: i128, den: i128, places: u32) -> Option<String> {
        const MOST: u64 = 1 << 52;
        let (num, den) = (i64::try_from(num).ok()?, i64::try_from(den).ok()?);
        if num.unsigned_abs() > MOST || den.unsigned_abs() > MOST || places > 2 {
            return None;
        }
        let scale = 10_i64.pow(places);
        let scaled = (2 * num * scale + den).div_euclid(2 * den);
        let (whole, mut rest) =
            (scaled.unsigned_abs() / scale.unsigned_abs(), scaled.unsigned_abs() % scale.unsigned_abs());
        let mut text = String::with_capacity(24);
        if scaled < 0 {
            text.push('-');
        }
        push_grouped(&mut text, u128::from(whole), self.thousands());
        text.push(self.point());
        for place in (0..places).rev() {
            let unit = 10_u64.pow(place);
            text.push(char::from(b'0' + u8::try_from(rest / unit).unwrap_or_default()));
            rest %= unit;
        }
        Some(text)
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
    let mut text = String::with_capacity(24);
    if n < 0 {
        text.push('-');
    }
    push_grouped(&mut text, n.unsigned_abs(), mark);
    text
}

fn push_grouped(text: &mut String, n: u128, mark: char) {
    if n >= 1_000 {
        push_grouped(text, n / 1_000, mark);
        text.push(mark);
    }
    let part = u16::try_from(n % 1_000).unwrap_or_default();
    for unit in [100, 10, 1] {
        if n >= u128::from(unit) || unit == 1 {
            text.push(char::from(b'0' + u8::try_from(part / unit % 10).unwrap_or_default()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_of_dividing_print_the_same() {
        for num in (-2_500_i128..2_500).step_by(7).chain([99_995, -99_995, 1_234_567_890]) {
            for den in [1_i128, 2, 3, 7, 8, 200, 999] {
                for places in [1, 2] {
                    // The same fraction, too long for a machine word.
                    let far = 1_i128 << 70;
                    assert_eq!(
                        VI.decimals(num, den, places),
                        VI.decimals(num * far, den * far, places),
                        "{num}/{den}"
                    );
                }
            }
        }
    }

    const VI: T = T { lang: Lang::Vi };
    const EN: T = T { lang: Lang::En };

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
        for hundredths in [-1_250, -100, -99, -1, 0, 1, 10, 99, 100, 123_456_789] {
            assert_eq!(VI.marks(hundredths), VI.fraction(i128::from(hundredths), 100), "{hundredths}");
        }
        for (hundredths, short) in [(2000, "20"), (750, "7,5"), (725, "7,25"), (0, "0"), (100_000, "1.000")] {
            assert_eq!(VI.marks_short(hundredths), short);
        }
        assert_eq!(VI.vnd(3_000_000), "3.000.000 đồng");
        assert_eq!(VI.vnd(0), "0 đồng");
        assert_eq!(VI.ratio(Ratio::new(2, 3).unwrap()), "0,67");
        assert_eq!(VI.share(3333), "33,33%");
        assert_eq!(VI.share(10_000), "100%");
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
