//! Numbers of an office's file, exactly: points and shares in whole hundredths, counts as whole numbers.

use domain::marks::Marks;

/// `17.5` and `17,5` are 1750 hundredths. At most 2 decimals and 6 digits before them, no sign, no thousands
/// separator, no exponent: `17.500` may mean seventeen thousand five hundred and is refused.
pub(super) fn hundredths(text: &str) -> Option<i64> {
    let unsigned = text.starts_with(|c: char| c.is_ascii_digit());
    Marks::parse(text).ok().filter(|_| unsigned).map(|marks| marks.0)
}

/// A number as a workbook or JSON holds it, in its shortest decimal text: `17.5`, `25`, `900000012`. This is the one
/// place where a binary number becomes text, and it does so without loss.
pub(super) fn shortest(number: f64) -> String {
    format!("{number}")
}

/// A count or size: `0` and more, digits only.
pub(super) fn count(text: &str) -> Option<u64> {
    let plain = !text.is_empty() && text.len() <= 15 && text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LARGEST: i64 = 99_999_999;

    #[test]
    fn decimals_are_exact_or_refused() {
        for (text, value) in [
            ("17.5", Some(1750)),
            ("17,5", Some(1750)),
            ("17.05", Some(1705)),
            ("0", Some(0)),
            ("25", Some(2500)),
            ("0025", Some(2500)),
            ("33,33", Some(3333)),
            ("999999.99", Some(LARGEST)),
            ("1000000", None),
            ("-0", None),
            ("17.500", None),
            ("1.234,5", None),
            ("1,2,3", None),
            ("-1", None),
            ("+1", None),
            (".5", None),
            ("5.", None),
            ("", None),
            ("1e2", None),
            ("NaN", None),
            ("17,5 điểm", None),
            ("١٧", None),
            ("9999999999999999999999", None),
        ] {
            assert_eq!(hundredths(text), value, "{text}");
        }
    }

    #[test]
    fn a_workbook_number_reads_as_typed() {
        for (number, text) in [
            (17.1, "17.1"),
            ("17.100000000000001".parse().unwrap(), "17.1"),
            (25.0, "25"),
            (900000012.0, "900000012"),
        ] {
            assert_eq!(shortest(number), text);
        }
        assert_eq!(hundredths(&shortest(0.1 + 0.2)), None, "a computed number that is not a mark is refused");
    }

    proptest! {
        #[test]
        fn every_mark_survives_text_with_point_or_comma(value in 0i64..=LARGEST, comma: bool) {
            let text = format!("{}{}{:02}", value / 100, if comma { ',' } else { '.' }, value % 100);
            prop_assert_eq!(hundredths(&text), Some(value));
        }

        #[test]
        fn every_mark_survives_a_binary_cell(value in 0i64..=LARGEST) {
            prop_assert_eq!(hundredths(&shortest(value as f64 / 100.0)), Some(value));
        }

        #[test]
        fn what_is_read_is_what_was_written(text in "[0-9]{0,10}[.,]?[0-9]{0,4}") {
            if let Some(value) = hundredths(&text) {
                let (whole, tail) = text.split_once(['.', ',']).unwrap_or((&text, ""));
                prop_assert_eq!(whole.parse::<i64>().unwrap(), value / 100);
                prop_assert_eq!(format!("{tail:0<2}").parse::<i64>().unwrap(), value % 100);
            }
        }

        #[test]
        fn nothing_panics(text in "\\PC{0,40}") {
            let _ = hundredths(&text);
            let _ = count(&text);
        }
    }
}
