//! Số điện thoại: mobile and landline numbers of Việt Nam, as people type them.

use std::fmt;

/// A telephone number in its national form: `0912345678`, `02433868123`.
///
/// Whether a *contest* takes a number is its pattern's business (`contest::PhonePattern`); this type says whether the number can
/// exist at all. Source: numbering plan of 2018: mobile 0[35789] and 8 digits more, landline 02 and 9 digits more.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Phone(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneKind {
    Mobile,
    Landline,
}

/// Why a text is no telephone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneRefusal {
    Empty,
    /// A letter or a mark that no number has.
    NotDigits,
    /// Digits, but no mobile or landline number of Việt Nam has this length or beginning.
    NoSuchNumber,
}

impl Phone {
    /// Reads `0912 345 678`, `+84 912.345.678`, `(024) 3386-8123`, `0084912345678`, `84912345678`.
    pub fn parse(typed: &str) -> Result<Phone, PhoneRefusal> {
        let mut digits = String::with_capacity(16);
        for (i, c) in typed.trim().chars().enumerate() {
            match c {
                '0'..='9' => digits.push(c),
                '+' if i == 0 => digits.push('+'),
                ' ' | '\u{a0}' | '.' | '-' | '(' | ')' | '/' => {}
                _ => return Err(PhoneRefusal::NotDigits),
            }
            if digits.len() > 16 {
                return Err(PhoneRefusal::NoSuchNumber);
            }
        }
        if digits.is_empty() {
            return Err(PhoneRefusal::Empty);
        }
        let abroad = ["+84", "0084"].iter().find_map(|p| digits.strip_prefix(p));
        let national = match abroad {
            // `+84 (0) 912…` is often printed; the zero counts once.
            Some(rest) => format!("0{}", rest.strip_prefix('0').unwrap_or(rest)),
            // No national number begins with 84; eleven digits of a mobile or twelve of a landline are the foreign form.
            None => match digits.strip_prefix("84") {
                Some(rest) if matches!(rest.len(), 9 | 10) => format!("0{rest}"),
                _ => digits,
            },
        };
        kind(&national).map(|_| Phone(national)).ok_or(PhoneRefusal::NoSuchNumber)
    }

    /// The national form, digits only.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn kind(&self) -> PhoneKind {
        if self.0.starts_with("02") { PhoneKind::Landline } else { PhoneKind::Mobile }
    }

    /// `+84912345678`, for a `tel:` link.
    pub fn international(&self) -> String {
        format!("+84{}", &self.0[1..])
    }
}

fn kind(national: &str) -> Option<PhoneKind> {
    let b = national.as_bytes();
    match (b.first()?, b.get(1)?, b.len()) {
        (b'0', b'3' | b'5' | b'7' | b'8' | b'9', 10) => Some(PhoneKind::Mobile),
        (b'0', b'2', 11) => Some(PhoneKind::Landline),
        _ => None,
    }
}

/// `0912 345 678`, `024 3386 8123`, `0203 3868 123`: as letterheads print it.
impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n = &self.0;
        match self.kind() {
            PhoneKind::Mobile => write!(f, "{} {} {}", &n[..4], &n[4..7], &n[7..]),
            PhoneKind::Landline if n.starts_with("024") || n.starts_with("028") => {
                write!(f, "{} {} {}", &n[..3], &n[3..7], &n[7..])
            }
            PhoneKind::Landline => write!(f, "{} {} {}", &n[..4], &n[4..8], &n[8..]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mobile_landline_and_foreign_forms_become_one() {
        for (typed, want) in [
            ("0912 345 678", Ok("0912345678")),
            ("0912.345.678", Ok("0912345678")),
            ("+84 912 345 678", Ok("0912345678")),
            ("+84 (0) 912 345 678", Ok("0912345678")),
            ("0084912345678", Ok("0912345678")),
            ("84912345678", Ok("0912345678")),
            ("(024) 3386-8123", Ok("02433868123")),
            ("+842433868123", Ok("02433868123")),
            ("0203 3868 123", Ok("02033868123")),
            ("0900000001", Ok("0900000001")),
            ("912345678", Err(PhoneRefusal::NoSuchNumber)),
            ("01234567890", Err(PhoneRefusal::NoSuchNumber)),
            ("0112345678", Err(PhoneRefusal::NoSuchNumber)),
            ("091234567", Err(PhoneRefusal::NoSuchNumber)),
            ("09123456789", Err(PhoneRefusal::NoSuchNumber)),
            ("0243386812", Err(PhoneRefusal::NoSuchNumber)),
            ("+1 202 555 0100", Err(PhoneRefusal::NoSuchNumber)),
            ("không có", Err(PhoneRefusal::NotDigits)),
            ("0912 345 678 (Zalo)", Err(PhoneRefusal::NotDigits)),
            ("", Err(PhoneRefusal::Empty)),
            (" - ", Err(PhoneRefusal::Empty)),
        ] {
            assert_eq!(Phone::parse(typed).as_ref().map(Phone::as_str), want.as_ref().copied(), "{typed:?}");
        }
        assert_eq!(Phone::parse(&"9".repeat(10_000)), Err(PhoneRefusal::NoSuchNumber));
    }

    #[test]
    fn numbers_print_in_groups() {
        for (typed, printed, international) in [
            ("0912345678", "0912 345 678", "+84912345678"),
            ("02433868123", "024 3386 8123", "+842433868123"),
            ("02033868123", "0203 3868 123", "+842033868123"),
        ] {
            let p = Phone::parse(typed).unwrap();
            assert_eq!((p.to_string(), p.international()), (printed.to_owned(), international.to_owned()));
        }
    }
}
