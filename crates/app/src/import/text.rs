//! Texts as they are kept (composed, trimmed) and as they are compared (without case, tone marks, punctuation).

pub(super) use domain::text::fold;

/// The longest single value accepted, in bytes. An entry's section may be long; a whole book is a mistake.
pub(super) const VALUE_LIMIT: usize = 200_000;

/// Why a text cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextFault {
    TooLong,
    ControlCharacter,
}

/// The text as kept: as [`domain::text::clean`] keeps what is typed on a page, and without zero-width marks around it.
/// A control character is a fault here, not dropped: it mostly means a damaged file.
pub(super) fn clean(raw: &str) -> Result<String, TextFault> {
    if raw.len() > VALUE_LIMIT {
        return Err(TextFault::TooLong);
    }
    if raw.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(TextFault::ControlCharacter);
    }
    if raw.chars().all(is_composed) {
        return Ok(raw.trim().to_owned());
    }
    Ok(domain::text::clean(raw).trim_matches(is_edge).to_owned())
}

/// Characters that composing leaves as they are, whatever stands beside them: nearly all of a Vietnamese text, so that
/// large files need not be composed again.
fn is_composed(c: char) -> bool {
    matches!(c, '\n' | '\t' | ' '..='~' | '\u{a0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{2010}'..='\u{2027}' | '₫')
}

/// White space and invisible marks that stick to the edges of copied text.
fn is_edge(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}')
}

/// A heading as compared: folded, without what stands in round brackets (`Tính mới (tối đa 25)` is `tinh moi`).
pub(super) fn fold_heading(text: &str) -> String {
    let mut outside = String::with_capacity(text.len());
    let mut depth = 0usize;
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    fold(&outside)
}

/// Whether the text can be a code: not empty, at most 64 characters, no white space, nothing invisible.
pub(super) fn is_code(text: &str) -> bool {
    !text.is_empty()
        && text.chars().count() <= 64
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_composed_and_trimmed() {
        for (raw, kept) in [
            ("Phòng Giáo dục và Đào tạo ", "Phòng Giáo dục và Đào tạo"),
            ("\u{feff}\u{a0}Hòa\u{a0}", "Hòa"),
            ("ho\u{300}a", "hòa"),
            ("hoà", "hoà"),
            ("a\r\nb\rc", "a\nb\nc"),
            ("=cmd|'/c calc'!A1", "=cmd|'/c calc'!A1"),
            ("   ", ""),
        ] {
            assert_eq!(clean(raw).as_deref(), Ok(kept), "{raw:?}");
        }
        assert_eq!(clean("a\0b"), Err(TextFault::ControlCharacter));
        assert_eq!(clean(&"a".repeat(VALUE_LIMIT + 1)), Err(TextFault::TooLong));
    }

    #[test]
    fn composed_characters_are_left_alone() {
        let mut seen = 0;
        for c in (0..0x3000).filter_map(char::from_u32).filter(|c| is_composed(*c)) {
            let text = format!("e{c}e");
            assert_eq!(domain::text::clean(&text), text, "{c:?}");
            seen += 1;
        }
        assert!(seen > 700 && !is_composed('\u{301}') && !is_composed('\r') && !is_composed('\u{7f}'));
    }

    #[test]
    fn headings_are_compared_without_marks_and_brackets() {
        for (heading, folded) in [
            ("Mã bài", "ma bai"),
            ("MA_BAI", "ma bai"),
            ("Chức vụ, nghề nghiệp", "chuc vu nghe nghiep"),
            ("Tỷ lệ đóng góp (%)", "ty le dong gop"),
            ("Tính mới (tối đa 25)", "tinh moi"),
            ("Đại diện", "dai dien"),
            ("  Họ và\n tên ", "ho va ten"),
            ("receiving_unit_code", "receiving unit code"),
            ("(1)", ""),
        ] {
            assert_eq!(fold_heading(heading), folded);
        }
    }

    #[test]
    fn a_code_has_no_spaces() {
        for (text, good) in [("CM24-001", true), ("", false), ("CM 24", false), ("Tổng số: 64 bài", false)]
        {
            assert_eq!(is_code(text), good, "{text}");
        }
        assert!(is_code(&"X".repeat(64)) && !is_code(&"X".repeat(65)));
    }
}
