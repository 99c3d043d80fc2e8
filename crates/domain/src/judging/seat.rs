//! Seating a judge on the panel: *ban giám khảo*.

use super::conflict::phone_key;
use crate::people::grant::GrantRefusal;
use crate::text;

/// Somebody to be seated, with cleaned one-line texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// `GK01`: unique in the contest; letters, digits and hyphens.
    pub code: String,
    pub name: String,
    pub title: String,
    pub chair: bool,
    /// Takes the chair's place for entries that the chair keeps away from.
    pub deputy: bool,
    pub address: String,
    pub phone: String,
}

/// Whether the panel has a chair and a deputy already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Taken {
    pub chair: bool,
    pub deputy: bool,
}

/// Why nobody is seated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeatRefusal {
    CodeMissing,
    /// Other characters than letters, digits, `-` and `_`, or more than 20.
    CodeMalformed,
    CodeTaken,
    NameMissing,
    NameTooLong {
        most: usize,
    },
    TitleTooLong {
        most: usize,
    },
    /// A panel has one chair.
    ChairTaken,
    /// A panel has one deputy.
    DeputyTaken,
    /// The chair cannot stand in for itself.
    ChairAndDeputy,
    AddressTooLong {
        most: usize,
    },
    PhoneMalformed,
    UnknownUnit,
    UnknownAccount,
    /// The seat has its account already; another one needs another seat, because sheets are signed by a person.
    HasAccount,
    /// The judge has left the panel.
    Left,
    /// The account cannot hold the role.
    Account(GrantRefusal),
}

/// Longest name and title, in characters.
pub const MOST_NAME: usize = 120;

/// Longest address, in characters.
pub const MOST_ADDRESS: usize = 300;

/// Checks a seat against the codes already on the panel.
pub fn seat(seat: &Seat, taken: &[&str], has: Taken) -> Result<(), Vec<SeatRefusal>> {
    let mut no = vec![];
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if seat.code.is_empty() {
        no.push(SeatRefusal::CodeMissing);
    } else if seat.code.len() > 20 || !seat.code.chars().all(plain) {
        no.push(SeatRefusal::CodeMalformed);
    } else if taken.contains(&seat.code.as_str()) {
        no.push(SeatRefusal::CodeTaken);
    }
    if seat.name.trim().is_empty() {
        no.push(SeatRefusal::NameMissing);
    } else if text::length(&seat.name) > MOST_NAME {
        no.push(SeatRefusal::NameTooLong { most: MOST_NAME });
    }
    if text::length(&seat.title) > MOST_NAME {
        no.push(SeatRefusal::TitleTooLong { most: MOST_NAME });
    }
    if seat.chair && has.chair {
        no.push(SeatRefusal::ChairTaken);
    }
    if seat.deputy && has.deputy {
        no.push(SeatRefusal::DeputyTaken);
    }
    if seat.chair && seat.deputy {
        no.push(SeatRefusal::ChairAndDeputy);
    }
    if text::length(&seat.address) > MOST_ADDRESS {
        no.push(SeatRefusal::AddressTooLong { most: MOST_ADDRESS });
    }
    if !seat.phone.is_empty() && (text::length(&seat.phone) > 30 || phone_key(&seat.phone).is_none()) {
        no.push(SeatRefusal::PhoneMalformed);
    }
    if no.is_empty() { Ok(()) } else { Err(no) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seat_has_a_code_of_its_own_and_a_panel_one_chair() {
        use SeatRefusal::*;
        let with = |code: &str, name: &str, chair| Seat {
            code: code.into(),
            name: name.into(),
            title: String::new(),
            chair,
            deputy: false,
            address: String::new(),
            phone: String::new(),
        };
        let both = Taken { chair: true, deputy: true };
        for (what, s, want) in [
            ("fine", with("GK03", "Lê Ân", false), vec![]),
            ("taken", with("GK01", "Lê Ân", false), vec![CodeTaken]),
            ("malformed", with("GK 03", "Lê Ân", false), vec![CodeMalformed]),
            ("too long", with(&"G".repeat(21), "Lê Ân", false), vec![CodeMalformed]),
            ("nothing", with("", " ", false), vec![CodeMissing, NameMissing]),
            ("second chair", with("GK03", "Lê Ân", true), vec![ChairTaken]),
            ("long name", with("GK03", &"ế".repeat(121), false), vec![NameTooLong { most: MOST_NAME }]),
        ] {
            assert_eq!(seat(&s, &["GK01", "GK02"], both).err().unwrap_or_default(), want, "{what}");
        }
        assert_eq!(seat(&with("GK01", "Lê Ân", true), &[], Taken::default()), Ok(()));
        let deputy = |chair| Seat { deputy: true, phone: "12".into(), ..with("GK03", "Lê Ân", chair) };
        assert_eq!(seat(&deputy(false), &[], both), Err(vec![DeputyTaken, PhoneMalformed]));
        assert_eq!(seat(&deputy(true), &[], Taken::default()), Err(vec![ChairAndDeputy, PhoneMalformed]));
    }
}
