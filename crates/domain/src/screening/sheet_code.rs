//! What is printed on a sheet of an entry so that the paper names exactly one version: *mã in trên phiếu*.
//!
//! As QR: `CM24-007 V2 ` and the 64 hex digits of the dossier's SHA-256. To be typed: the first 16 of them in groups of four.
//! Source: ours.

use crate::ids::EntryCode;

/// Hex digits that are enough to tell versions apart when somebody types them.
pub const FEWEST_DIGITS: usize = 16;
/// Most characters of one code that is read.
pub const MOST_CODE: usize = 200;

/// A code as it was typed or scanned. Every part may be missing, not all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetCode {
    pub entry: Option<EntryCode>,
    pub version: Option<i64>,
    /// Hex digits in small letters: none, or from [`FEWEST_DIGITS`] to 64.
    pub digits: String,
}

/// The text of the QR code.
pub fn text(entry: &EntryCode, version: i64, hash: &[u8; 32]) -> String {
    format!("{entry} V{version} {}", hex(hash))
}

/// What stands below the QR code for those who type: `9f86 d081 884c 7d65`.
pub fn short(hash: &[u8; 32]) -> String {
    let digits = hex(hash);
    let groups: Vec<&str> = (0..FEWEST_DIGITS / 4).filter_map(|n| digits.get(n * 4..n * 4 + 4)).collect();
    groups.join(" ")
}

impl SheetCode {
    /// Reads what a scanner or a person wrote, in any case. `None` where it says nothing that can be read as such a code.
    pub fn read(written: &str) -> Option<SheetCode> {
        if written.chars().count() > MOST_CODE {
            return None;
        }
        let mut code = SheetCode::default();
        for word in written.split(|c: char| c.is_whitespace() || c == '·' || c == ',' || c == ';') {
            let upper = word.to_uppercase();
            if word.is_empty() {
                continue;
            }
            if let Some(version) = upper.strip_prefix('V').and_then(|v| v.parse().ok()) {
                code.version = Some(version);
            } else if word.chars().all(|c| c.is_ascii_hexdigit()) {
                code.digits.push_str(&word.to_lowercase());
            } else if code.entry.is_none()
                && code.digits.is_empty()
                && word.contains(|c: char| c.is_alphanumeric())
            {
                code.entry = Some(EntryCode(upper));
            } else {
                return None;
            }
        }
        let digits = code.digits.len();
        let fits = digits == 0 || (FEWEST_DIGITS..=64).contains(&digits);
        (fits && (digits > 0 || code.entry.is_some())).then_some(code)
    }

    /// Whether it names this dossier. One without digits names none.
    pub fn is_of(&self, entry: &EntryCode, version: i64, hash: &[u8; 32]) -> bool {
        self.names(entry)
            && self.version.is_none_or(|v| v == version)
            && !self.digits.is_empty()
            && hex(hash).starts_with(&self.digits)
    }

    /// Whether it may be a sheet of this entry: it names no other.
    pub fn names(&self, entry: &EntryCode) -> bool {
        self.entry.as_ref().is_none_or(|e| e.0 == entry.0.to_uppercase())
    }
}

fn hex(hash: &[u8; 32]) -> String {
    hash.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read_again() {
        let (entry, hash) = (EntryCode::from("CM24-007"), [0xa9; 32]);
        for written in [
            text(&entry, 2, &hash),
            text(&entry, 2, &hash).to_lowercase(),
            short(&hash),
            short(&hash).replace(' ', ""),
            format!("cm24-007 · {}", short(&hash)),
        ] {
            let code = SheetCode::read(&written).unwrap_or_else(|| panic!("{written}"));
            assert!(code.is_of(&entry, 2, &hash), "{written}");
            assert!(!code.is_of(&entry, 2, &[0xa8; 32]), "{written}");
        }
        assert!(!SheetCode::read(&text(&entry, 2, &hash)).unwrap().is_of(&entry, 3, &hash));
        assert!(!SheetCode::read(&text(&"CM24-008".into(), 2, &hash)).unwrap().is_of(&entry, 2, &hash));
    }

    #[test]
    fn too_little_or_something_else_is_no_code() {
        for written in [
            "",
            "  ",
            "a9a9 a9a9 a9a9",
            "CM24-007 a9a9",
            "CM24-007 và bài khác",
            &"a".repeat(65),
            &"a".repeat(201),
        ] {
            assert_eq!(SheetCode::read(written), None, "{written}");
        }
        let only = SheetCode::read("cm24-007").unwrap();
        assert_eq!(only.entry, Some("CM24-007".into()));
        assert!(!only.is_of(&"CM24-007".into(), 1, &[0; 32]), "a code without digits names no dossier");
    }
}
