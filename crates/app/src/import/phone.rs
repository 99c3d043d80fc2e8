//! Telephone numbers as offices keep them: the zero a spreadsheet dropped comes back, everything else stays as typed.
//!
//! Whether a wrong number has consequences is a rule of the contest; here it is only worth a warning.

/// The number with its leading zero, when a spreadsheet dropped it: nine digits that begin like a mobile number
/// (3, 5, 7, 8, 9), or ten that begin like a landline (2). `None` when nothing is to be restored.
pub(super) fn restore_zero(text: &str) -> Option<String> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let first = text.as_bytes().first();
    let dropped =
        matches!((text.len(), first), (9, Some(b'3' | b'5' | b'7' | b'8' | b'9')) | (10, Some(b'2')));
    dropped.then(|| format!("0{text}"))
}

/// Whether the text is a Vietnamese number: mobile `0[35789]` with 10 digits or landline `02` with 11, also written
/// with `+84` and with spaces, dots, hyphens or brackets.
pub(super) fn is_vietnamese(text: &str) -> bool {
    let mut digits = String::with_capacity(12);
    let rest = text.strip_prefix("+84");
    if rest.is_some() {
        digits.push('0');
    }
    for c in rest.unwrap_or(text).chars() {
        match c {
            '0'..='9' => digits.push(c),
            ' ' | '.' | '-' | '(' | ')' | '\u{a0}' => {}
            _ => return false,
        }
    }
    match digits.as_bytes() {
        [b'0', b'3' | b'5' | b'7' | b'8' | b'9', rest @ ..] => rest.len() == 8,
        [b'0', b'2', rest @ ..] => rest.len() == 9,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_dropped_zero_comes_back() {
        for (text, restored) in [
            ("900000012", Some("0900000012")),
            ("2433866123", Some("02433866123")),
            ("0900000012", None),
            ("090000008", None),
            ("090000O40", None),
            ("100000012", None),
            ("90000001", None),
            ("", None),
        ] {
            assert_eq!(restore_zero(text).as_deref(), restored, "{text}");
        }
    }

    #[test]
    fn vietnamese_numbers() {
        for (text, good) in [
            ("0900000001", true),
            ("0900 000 001", true),
            ("0900.000.001", true),
            ("+84900000001", true),
            ("+84 (24) 3386-6123", true),
            ("02433866123", true),
            ("090000O040", false),
            ("090000008", false),
            ("0100000001", false),
            ("09000000012", false),
            ("", false),
            ("không có", false),
        ] {
            assert_eq!(is_vietnamese(text), good, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_mobile_number_survives_a_numeric_cell(first in prop::sample::select(vec!['3', '5', '7', '8', '9']), rest in "[0-9]{8}") {
            let phone = format!("0{first}{rest}");
            let cell = super::super::decimal::shortest(phone.parse::<f64>().unwrap());
            prop_assert_eq!(restore_zero(&cell), Some(phone.clone()));
            prop_assert!(is_vietnamese(&phone));
            prop_assert_eq!(restore_zero(&phone), None);
        }

        #[test]
        fn restoring_never_touches_a_number_with_its_zero(text in "0[0-9]{0,12}") {
            prop_assert_eq!(restore_zero(&text), None);
        }
    }
}
