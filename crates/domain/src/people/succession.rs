//! Đơn vị kế thừa: what becomes of a unit that ends: renamed or merged (one successor), or split (several, with shares).
//!
//! Source: resolution of 2025 on arranging units; a commune may be divided among several new ones.

use crate::percent::SharePercent;
use std::collections::HashSet;

/// Successors with their shares; the shares of a unit are 100 % together.
pub type Heirs<T> = Vec<(T, SharePercent)>;

/// Reads `X25-XUANMAI`, or `X25-XUANMAI: 60; P-CHUONGMY: 40`: codes with shares in percent, each code once, whole together. A single code needs no
/// share. Empty is no successor. `None` where it is anything else.
pub fn parse(text: &str) -> Option<Heirs<String>> {
    let parts: Vec<&str> = text.split(';').map(str::trim).filter(|p| !p.is_empty()).collect();
    if let [only] = parts[..]
        && !only.contains(':')
    {
        return Some(vec![(only.to_owned(), SharePercent::WHOLE)]);
    }
    let mut heirs = Heirs::new();
    let mut seen = HashSet::new();
    for part in parts {
        let (code, share) = part.split_once(':')?;
        let share = SharePercent::parse(share.trim().trim_end_matches('%').trim())?;
        let code = code.trim();
        if code.is_empty() || share.0 < 1 || !seen.insert(code) {
            return None;
        }
        heirs.push((code.to_owned(), share));
    }
    let whole: i64 = heirs.iter().map(|(_, s)| s.0).sum();
    (heirs.is_empty() || whole == SharePercent::WHOLE.0).then_some(heirs)
}

/// Writes what [`parse`] reads.
pub fn write<T: std::fmt::Display>(heirs: &[(T, SharePercent)]) -> String {
    match heirs {
        [(only, _)] => only.to_string(),
        all => all.iter().map(|(unit, share)| format!("{unit}: {share}")).collect::<Vec<_>>().join("; "),
    }
}

/// The successor that stands for the unit where one must: the one with the greatest share, the first named of equals.
pub fn main<T: Clone>(heirs: &[(T, SharePercent)]) -> Option<T> {
    let most = heirs.iter().map(|(_, s)| *s).max()?;
    heirs.iter().find(|(_, s)| *s == most).map(|(unit, _)| unit.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_whole_and_codes_stand_once() {
        let share = |code: &str, s| (code.to_owned(), SharePercent(s));
        for (text, want) in [
            ("", Some(vec![])),
            (" A ", Some(vec![share("A", 10_000)])),
            ("A:60;B:40", Some(vec![share("A", 6_000), share("B", 4_000)])),
            (
                "A: 33,33; B: 33,33%; C: 33,34 %;",
                Some(vec![share("A", 3_333), share("B", 3_333), share("C", 3_334)]),
            ),
            ("A:100", Some(vec![share("A", 10_000)])),
            ("A:60;B:41", None),
            ("A:60;A:40", None),
            ("A;B", None),
            ("A:60", None),
            ("A:100;B:0", None),
            (":100", None),
            ("A:-1;B:101", None),
        ] {
            assert_eq!(parse(text), want, "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for text in ["", "A", "A: 60; B: 40", "A: 33.33; B: 66.67"] {
            let heirs = parse(text).unwrap();
            assert_eq!(write(&heirs), text);
            assert_eq!(parse(&write(&heirs)), Some(heirs));
        }
    }

    #[test]
    fn the_greatest_share_stands_for_the_unit() {
        for (text, want) in [("", None), ("A:40;B:60", Some("B")), ("B:50;A:50", Some("B")), ("C", Some("C"))]
        {
            assert_eq!(main(&parse(text).unwrap()).as_deref(), want, "{text}");
        }
    }
}
