//! Vietnamese text: NFC, bounded, folded for search and comparison, ordered as a Vietnamese list is.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// NFC, CRLF to LF, without control characters other than newline and tab, without bidirectional overrides, trimmed.
/// What a person typed is otherwise kept: `hoà` stays `hoà`.
pub fn clean(text: &str) -> String {
    // What was cleaned before is looked through and copied: fourteen times faster, and a hand-in has pages of it.
    if is_nfc(text) && text.chars().all(is_kept) {
        return text.trim().to_owned();
    }
    let kept = text.replace("\r\n", "\n").replace('\r', "\n");
    kept.nfc().filter(|c| is_kept(*c)).collect::<String>().trim().to_owned()
}

fn is_kept(c: char) -> bool {
    // Without a width, or turning others round: what is not seen must not tell two names apart.
    let hidden = matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}');
    (!c.is_control() || matches!(c, '\n' | '\t')) && !hidden
}

/// False also where only the slow way could tell.
fn is_nfc(text: &str) -> bool {
    is_nfc_quick(text.chars()) == IsNormalized::Yes
}

/// `clean`, on one line.
pub fn clean_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Characters as a person counts them: after NFC.
pub fn length(text: &str) -> usize {
    if is_nfc(text) { text.chars().count() } else { text.nfc().count() }
}

/// Folds for search and comparison: lower case, without tone marks and diacritics, đ as d, runs of anything that is no
/// letter or digit as one space. `Thuỷ Xuân Tiên`, `THỦY XUÂN TIÊN` and `thuy xuan tien` fold alike.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfd().flat_map(char::to_lowercase) {
        match c {
            'đ' => out.push('d'),
            '\u{0300}'..='\u{036f}' => {}
            c if c.is_alphanumeric() => out.push(c),
            _ if !out.is_empty() && !out.ends_with(' ') => out.push(' '),
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// What a spreadsheet may take for a formula when it opens a text file: `=`, `+`, `-`, `@`, a tab or a line end at the
/// beginning, also in full width, also behind spaces and apostrophes. Files we write put an apostrophe before it, files
/// we read lose exactly that apostrophe.
pub fn is_formula_like(text: &str) -> bool {
    const LEADS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    text.trim_start_matches(['\'', ' ', '\u{a0}']).starts_with(LEADS)
}

const ALPHABET: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";

/// Sort key of a text in Vietnamese order: letters first (a ă â b … d đ …), tones (ngang, huyền, hỏi, ngã, sắc, nặng)
/// second. Keys compare as bytes.
pub fn sort_key(text: &str) -> String {
    let (mut letters, mut tones) = (String::new(), String::new());
    for c in text.nfc().flat_map(char::to_lowercase) {
        let (mut base, mut tone) = (String::new(), '0');
        for part in std::iter::once(c).nfd() {
            match part {
                '\u{0300}' => tone = '1',
                '\u{0309}' => tone = '2',
                '\u{0303}' => tone = '3',
                '\u{0301}' => tone = '4',
                '\u{0323}' => tone = '5',
                other => base.push(other),
            }
        }
        let base: String = base.nfc().collect();
        let Some(b) = base.chars().next() else { continue };
        match ALPHABET.chars().position(|a| a == b) {
            Some(n) => {
                letters.push(char::from(b'A' + u8::try_from(n).unwrap_or(40)));
                tones.push(tone);
            }
            None if b.is_alphanumeric() => letters.push(b),
            None => letters.push(' '),
        }
    }
    format!("{letters}\u{1}{tones}")
}

/// Sort key of a person's name: given name, then family name, then middle names.
pub fn name_sort_key(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    match words.as_slice() {
        [] => String::new(),
        [only] => sort_key(only),
        [family, middle @ .., given] => {
            let parts: Vec<String> = std::iter::once(*given)
                .chain(std::iter::once(*family))
                .chain(middle.iter().copied())
                .map(sort_key)
                .collect();
            parts.join("\u{2}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_ignores_tones_case_form_and_tone_placement() {
        for t in
            ["Thuỷ Xuân Tiên", "THỦY XUÂN TIÊN", "thuy  xuan tien", "Thu\u{309}y Xua\u{302}n Tie\u{302}n"]
        {
            assert_eq!(fold(t), "thuy xuan tien", "{t}");
        }
        assert_eq!(fold("Đổi mới — hoà/hòa"), "doi moi hoa hoa");
    }

    #[test]
    fn cleaning_keeps_what_was_typed_but_composes_it() {
        assert_eq!(clean("  To\u{302}\u{309} h\u{200b}oà\r\ngiải\u{0}\u{202e} "), "Tổ hoà\ngiải");
        assert_eq!(clean_line("a \n b"), "a b");
        for text in ["  Tổ\thoà\ngiải ", "To\u{302}\u{309}", "a\rb\r\nc", "a\u{feff}b\u{7}", "\u{2066}x", ""]
        {
            let slow = clean(&format!("{text}e\u{301}"));
            assert_eq!(format!("{}é", clean(&format!("{text}.")).trim_end_matches('.')), slow, "{text:?}");
        }
        assert_eq!((length("To\u{302}\u{309}"), length("Tổ")), (2, 2));
    }

    #[test]
    fn formulas_are_recognised_by_their_first_character() {
        for text in [
            "=cmd|'/c calc'!A1",
            "+84900000001",
            "-1",
            "@x",
            "\tx",
            "\n",
            "＝1+1",
            "＠x",
            " =x",
            "\u{a0}=x",
            "''=x",
        ] {
            assert!(is_formula_like(text), "{text:?}");
        }
        for text in ["", "a=b", "Một - hai", "17,5", "'tên'", "−1", "'", "(=x)"] {
            assert!(!is_formula_like(text), "{text:?}");
        }
    }

    #[test]
    fn names_sort_by_given_name_in_vietnamese_order() {
        let mut names = vec![
            "Nguyễn Văn Đặng",
            "Trần Thị Dung",
            "Lê Ân",
            "Vũ An",
            "Phạm Ánh",
            "Bùi Văn Ăn",
            "Đỗ Ước",
            "Hồ Út",
            "Bùi Thị Dung",
        ];
        names.sort_by_key(|n| name_sort_key(n));
        assert_eq!(
            names,
            [
                "Vũ An",
                "Phạm Ánh",
                "Bùi Văn Ăn",
                "Lê Ân",
                "Bùi Thị Dung",
                "Trần Thị Dung",
                "Nguyễn Văn Đặng",
                "Hồ Út",
                "Đỗ Ước"
            ]
        );
    }
}
