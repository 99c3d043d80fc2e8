//! Tóm tắt: the beginning of a text, as a list shows it.

/// Characters of a summary at most, the sign for "goes on" included.
pub const MOST: usize = 300;

/// The text on one line, cut after a whole word where it is longer than [`MOST`].
pub fn summary(text: &str) -> String {
    let mut out = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let more = word.chars().count() + usize::from(!out.is_empty());
        if length + more > MOST - 2 {
            if out.is_empty() {
                out.extend(word.chars().take(MOST - 2));
            }
            out.push_str(" …");
            return out;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        length += more;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_ends_after_a_whole_word_and_is_never_too_long() {
        let long = "sáng kiến ".repeat(60);
        let one = "ă".repeat(1000);
        for (text, want) in [("", ""), (" Một\n\n cửa ", "Một cửa")] {
            assert_eq!(summary(text), want);
        }
        for text in [long.as_str(), one.as_str()] {
            let short = summary(text);
            assert!(short.ends_with(" …"), "{short}");
            assert!(short.chars().count() <= MOST && short.chars().count() > MOST - 20, "{short}");
        }
        let exact = "ab ".repeat(99) + "a";
        assert_eq!(exact.chars().count(), MOST - 2);
        assert_eq!(summary(&exact), exact, "what fits is whole");
    }
}
