//! Tên đăng nhập: what a person types to log in.

use unicode_normalization::UnicodeNormalization;

/// A log-in name: 3 to 64 of `a-z 0-9 . _ - @`, beginning with a letter or digit. Typed letters may be large.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LoginName(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoginNameRefusal {
    Empty,
    TooShort {
        least: usize,
    },
    TooLong {
        most: usize,
    },
    /// A letter with marks, a space or another sign.
    NotPlain,
}

const LEAST: usize = 3;
const MOST: usize = 64;

impl LoginName {
    pub fn parse(typed: &str) -> Result<LoginName, LoginNameRefusal> {
        let name = typed_form(typed);
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-@".contains(&b);
        match name.chars().count() {
            0 => Err(LoginNameRefusal::Empty),
            n if n < LEAST => Err(LoginNameRefusal::TooShort { least: LEAST }),
            n if n > MOST => Err(LoginNameRefusal::TooLong { most: MOST }),
            _ if !name.bytes().all(plain) || !name.as_bytes()[0].is_ascii_alphanumeric() => {
                Err(LoginNameRefusal::NotPlain)
            }
            _ => Ok(LoginName(name)),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is looked up (and throttled) for any typed text, valid or not: NFC, small letters, trimmed, at most 200 characters.
pub fn typed_form(typed: &str) -> String {
    typed.trim().nfc().flat_map(char::to_lowercase).take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_in_names_are_plain_and_small() {
        for (typed, want) in [
            (" Thu.Ky-1@cm ", Ok("thu.ky-1@cm")),
            ("gk01", Ok("gk01")),
            ("", Err(LoginNameRefusal::Empty)),
            ("ab", Err(LoginNameRefusal::TooShort { least: 3 })),
            ("thư ký", Err(LoginNameRefusal::NotPlain)),
            ("-abc", Err(LoginNameRefusal::NotPlain)),
            ("a\0bc", Err(LoginNameRefusal::NotPlain)),
        ] {
            assert_eq!(
                LoginName::parse(typed).as_ref().map(LoginName::as_str),
                want.as_ref().copied(),
                "{typed:?}"
            );
        }
        assert_eq!(LoginName::parse(&"a".repeat(65)), Err(LoginNameRefusal::TooLong { most: 64 }));
        assert!(LoginName::parse(&"a".repeat(64)).is_ok());
    }
}
