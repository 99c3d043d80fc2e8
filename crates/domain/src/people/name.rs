//! Họ và tên: what may stand as the name of a person.

use crate::text;
use std::fmt;

/// A person's name: NFC, on one line, 2 to 100 characters, with at least one letter and without digits or marks that no name
/// has. Source: ours; the bound is that of the certificate's line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonName(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameRefusal {
    Empty,
    TooShort {
        least: usize,
    },
    TooLong {
        most: usize,
    },
    /// A digit or a mark such as `<`, `@`, `;`.
    NotAName,
}

const LEAST: usize = 2;
const MOST: usize = 100;

impl PersonName {
    pub fn parse(typed: &str) -> Result<PersonName, NameRefusal> {
        let name = text::clean_line(typed);
        let fits = |c: char| c.is_alphabetic() || matches!(c, ' ' | '\'' | '’' | '-' | '.');
        match text::length(&name) {
            0 => Err(NameRefusal::Empty),
            n if n < LEAST => Err(NameRefusal::TooShort { least: LEAST }),
            n if n > MOST => Err(NameRefusal::TooLong { most: MOST }),
            _ if !name.chars().all(fits) || !name.chars().any(char::is_alphabetic) => {
                Err(NameRefusal::NotAName)
            }
            _ => Ok(PersonName(name)),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Given name first, in Vietnamese order.
    pub fn sort_key(&self) -> String {
        text::name_sort_key(&self.0)
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_composed_bounded_and_made_of_letters() {
        for (typed, want) in [
            ("  Nguye\u{302}\u{303}n   Văn A ", Ok("Nguyễn Văn A")),
            ("Y Ê Ban", Ok("Y Ê Ban")),
            ("H’Hen Niê", Ok("H’Hen Niê")),
            ("Ma. Theresa O'Neil-Trần", Ok("Ma. Theresa O'Neil-Trần")),
            ("", Err(NameRefusal::Empty)),
            (" \u{202e} ", Err(NameRefusal::Empty)),
            ("A", Err(NameRefusal::TooShort { least: 2 })),
            ("An1", Err(NameRefusal::NotAName)),
            ("<b>An</b>", Err(NameRefusal::NotAName)),
            (" - ' ", Err(NameRefusal::NotAName)),
        ] {
            assert_eq!(
                PersonName::parse(typed).as_ref().map(PersonName::as_str),
                want.as_ref().copied(),
                "{typed:?}"
            );
        }
        assert!(PersonName::parse(&"ễ".repeat(100)).is_ok());
        assert_eq!(PersonName::parse(&"ễ".repeat(101)), Err(NameRefusal::TooLong { most: 100 }));
    }
}
