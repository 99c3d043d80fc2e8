//! Mật khẩu: what may be a password. Length and a list of what everybody tries; no rules of composition, no expiry.

use crate::text;
use unicode_normalization::UnicodeNormalization;

/// Shortest password, in characters after NFC. Source: ours, ADR on accounts. NIST SP 800-63B-4 advises 15 where it is the only factor
/// and 8 beside a second one; 12 with the list below and throttled log-in stands between them until second factors come, because
/// the offices we serve answer 15 with a note under the keyboard.
pub const LEAST: usize = 12;
/// Longest, in characters: enough for any phrase, and a bound for what is hashed.
pub const MOST: usize = 128;

/// Why a password is refused; all reasons at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordRefusal {
    TooShort {
        least: usize,
        have: usize,
    },
    TooLong {
        most: usize,
    },
    /// Among the first that somebody would try: a common password, the name of the contest or the office.
    Common,
    /// Holds the person's own log-in name or is little more than the name.
    HoldsOwnName,
    /// The same few characters again and again, or a run such as `123456789012`.
    Monotonous,
    /// The repetition differs.
    NotRepeated,
}

/// Words that make a password guessable here when little else is in it. Folded; compared after folding and without separators.
const GUESSABLE: &[&str] = &[
    "password",
    "passw0rd",
    "matkhau",
    "matkhaumoi",
    "dangnhap",
    "quantri",
    "quantrivien",
    "administrator",
    "admin",
    "qwerty",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "iloveyou",
    "anhyeuem",
    "emyeuanh",
    "toiyeuvietnam",
    "yeuem",
    "vietnam",
    "hanoi",
    "saigon",
    "hochiminh",
    "sangkien",
    "sangkienkinhnghiem",
    "giaiphap",
    "cuocthi",
    "timkiemsangkien",
    "caicachhanhchinh",
    "caicach",
    "hanhchinh",
    "chuongmy",
    "huyenchuongmy",
    "ubnd",
    "uyban",
    "uybannhandan",
    "phongnoivu",
    "noivu",
    "motcua",
    "bantochuc",
    "giamkhao",
    "thuky",
    "canbo",
    "congchuc",
    "welcome",
    "letmein",
    "abc",
    "abcd",
    "abcdef",
    "changeme",
];

/// Checks a password that is being chosen by the person with this log-in name and name.
pub fn check(password: &str, repeated: &str, login: &str, name: &str) -> Result<(), Vec<PasswordRefusal>> {
    let mut why = Vec::new();
    let typed = normal_form(password);
    let have = typed.chars().count();
    if have < LEAST {
        why.push(PasswordRefusal::TooShort { least: LEAST, have });
    }
    if have > MOST {
        why.push(PasswordRefusal::TooLong { most: MOST });
        return Err(why);
    }
    let squeezed = squeeze(&typed);
    if have >= LEAST {
        if is_monotonous(&squeezed) {
            why.push(PasswordRefusal::Monotonous);
        } else if remainder(&squeezed, GUESSABLE.iter().copied()) < 5 {
            why.push(PasswordRefusal::Common);
        }
        let own = [squeeze(login), squeeze(name)];
        let own_words: Vec<String> =
            name.split_whitespace().map(squeeze).filter(|w| w.chars().count() >= 2).collect();
        let holds_login = own[0].chars().count() >= 4 && squeezed.contains(&own[0]);
        let holds_name = own[1].chars().count() >= 4 && squeezed.contains(&own[1]);
        let only_name = !own_words.is_empty()
            && own_words.iter().any(|w| squeezed.contains(w.as_str()))
            && remainder(&squeezed, own_words.iter().map(String::as_str)) < 5;
        if holds_login || holds_name || only_name {
            why.push(PasswordRefusal::HoldsOwnName);
        }
    }
    if typed != normal_form(repeated) {
        why.push(PasswordRefusal::NotRepeated);
    }
    if why.is_empty() { Ok(()) } else { Err(why) }
}

/// The form that is hashed: NFC, so that keyboards that decompose open the same door.
pub fn normal_form(password: &str) -> String {
    password.nfc().collect()
}

/// Folded, letters and digits only.
fn squeeze(text: &str) -> String {
    text::fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// How many characters are left when every listed word and every run of digits at the end is taken out, longest words first.
fn remainder<'a>(squeezed: &str, words: impl Iterator<Item = &'a str>) -> usize {
    let mut words: Vec<&str> = words.collect();
    words.sort_by_key(|w| std::cmp::Reverse(w.len()));
    let mut rest = squeezed.to_owned();
    for w in words {
        rest = rest.replace(w, "");
    }
    rest.trim_matches(|c: char| c.is_ascii_digit()).chars().count()
}

/// At most three different characters, or each character the successor (or predecessor) of the one before.
fn is_monotonous(squeezed: &str) -> bool {
    let chars: Vec<char> = squeezed.chars().collect();
    let distinct: std::collections::BTreeSet<char> = chars.iter().copied().collect();
    let step = |a: char, b: char| {
        let (a, b) = (i64::from(u32::from(a)), i64::from(u32::from(b)));
        matches!(b - a, 1 | -1) || (a, b) == (i64::from(b'9'), i64::from(b'0'))
    };
    distinct.len() <= 3 || chars.windows(2).all(|w| step(w[0], w[1]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_and_a_list_decide_not_composition() {
        use PasswordRefusal::*;
        let short = |have| TooShort { least: 12, have };
        for (password, want) in [
            ("con meo nam tren mai nha", vec![]),
            ("bốn mùa hoa nở", vec![]),
            ("Tr0ng-nha-ngoai-ngo", vec![]),
            ("", vec![short(0)]),
            ("mười một ch", vec![short(11)]),
            ("mười hai chữ", vec![]),
            ("matkhau123456", vec![Common]),
            ("Mật khẩu 2024", vec![Common]),
            ("SangKien@2024", vec![Common]),
            ("chuongmy chuongmy", vec![Common]),
            ("cải cách hành chính 2024", vec![Common]),
            ("1234567890123", vec![Monotonous]),
            ("aaaaaaaaaaaa", vec![Monotonous]),
            ("121212121212", vec![Monotonous]),
            ("thuky.cm vao day nhe", vec![HoldsOwnName]),
            ("nguyenvanan2024", vec![HoldsOwnName]),
            ("an nguyen van 1985", vec![HoldsOwnName]),
        ] {
            let got = check(password, password, "thuky.cm", "Nguyễn Văn An").err().unwrap_or_default();
            assert_eq!(got, want, "{password}");
        }
    }

    #[test]
    fn a_password_is_the_same_composed_or_not_and_is_bounded() {
        assert_eq!(check("bốn mùa hoa nở", "bo\u{302}\u{301}n mùa hoa nở", "x1y2", "Lê Bình"), Ok(()));
        let other = check("bốn mùa hoa nở", "bon mua hoa no", "x1y2", "Lê Bình");
        assert_eq!(other, Err(vec![PasswordRefusal::NotRepeated]));
        let long = "dài lắm ".repeat(17);
        assert_eq!(check(&long, &long, "x1y2", "Lê Bình"), Err(vec![PasswordRefusal::TooLong { most: 128 }]));
    }
}
