//! Che danh tính: what tells who wrote an entry, found in texts however it is written, and masked.
//!
//! A name is found with or without tone marks and diacritics, in any case, in either way of placing a tone, with other or no
//! spaces between its words. Also found: units, addresses and their parts, telephone numbers with or without the country's number, and
//! every e-mail address. Rather one word too many is masked than a name left. Prose in `docs/rules/blind.md`.

use super::dossier::Dossier;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// What stands in the place of a secret.
pub const MASK: &str = "[…]";

/// The secrets of one entry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Secrets {
    terms: Vec<Term>,
}

/// What is known of an author.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person<'a> {
    pub name: &'a str,
    pub address: &'a str,
    pub phone: &'a str,
}

/// A folded text: its letters without what stands between its words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Term {
    letters: Vec<char>,
    /// Positions of the first letter of each word but the first.
    breaks: Vec<usize>,
}

/// From so many letters on, what stands between the words does not matter.
const LOOSE: usize = 8;
/// Shorter texts are no secrets: `An`, `số 5`.
const LEAST: usize = 4;
/// What stands before the name of a commune, folded. The name alone tells as much as all of it.
const COMMUNES: [&str; 8] = [
    "uy ban nhan dan xa",
    "uy ban nhan dan phuong",
    "uy ban nhan dan thi tran",
    "ubnd xa",
    "ubnd phuong",
    "ubnd thi tran",
    "thi tran",
    "xa",
];

impl Secrets {
    /// `units`: names of the units of the authors and of the one that received the entry; `others`: what else tells, such as the
    /// author's e-mail address.
    pub fn of<'a>(
        people: impl IntoIterator<Item = Person<'a>>,
        units: impl IntoIterator<Item = &'a str>,
        others: impl IntoIterator<Item = &'a str>,
    ) -> Secrets {
        let mut secrets = Secrets::default();
        for person in people {
            secrets.add(person.name);
            secrets.add(person.address);
            let parts = person.address.split([',', ';']);
            parts.filter(|part| folded(part).letters.len() >= LOOSE).for_each(|part| secrets.add(part));
            secrets.add_phone(person.phone);
        }
        units.into_iter().for_each(|unit| secrets.add_unit(unit));
        others.into_iter().for_each(|other| secrets.add(other));
        secrets.terms.sort();
        secrets.terms.dedup();
        // The longest first, so that a name within an address does not cut the address in two.
        secrets.terms.sort_by_key(|t| std::cmp::Reverse(t.letters.len()));
        secrets
    }

    fn add_unit(&mut self, unit: &str) {
        self.add(unit);
        let name = crate::text::fold(unit);
        let commune = COMMUNES.iter().find_map(|p| name.strip_prefix(p)?.strip_prefix(' '));
        if let Some(commune) = commune.filter(|c| c.contains(' ')) {
            self.add(commune);
        }
    }

    fn add(&mut self, text: &str) {
        let term = folded(text);
        if term.letters.len() >= LEAST {
            self.terms.push(term);
        }
    }

    fn add_phone(&mut self, phone: &str) {
        let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
        let national = digits.strip_prefix("84").filter(|rest| rest.len() >= LOOSE).unwrap_or(&digits);
        let short = national.trim_start_matches('0');
        if short.len() >= LOOSE {
            self.add(&format!("0{short}"));
            self.add(&format!("84{short}"));
        }
    }

    /// Where the text tells a secret, in order, apart from one another.
    pub fn found_in(&self, text: &str) -> Vec<Range<usize>> {
        let letters = letters(text);
        let mut found = emails(text);
        for term in &self.terms {
            for at in 0..letters.len() {
                if let Some(end) = term.at(&letters, at) {
                    found.push(letters[at].from..letters[end - 1].to);
                }
            }
        }
        found.sort_by_key(|r| (r.start, r.end));
        let mut out: Vec<Range<usize>> = vec![];
        for r in found {
            match out.last_mut() {
                Some(last) if r.start <= last.end => last.end = last.end.max(r.end),
                _ => out.push(r),
            }
        }
        out
    }

    /// The text with every secret masked.
    pub fn mask(&self, text: &str) -> String {
        let (mut out, mut at) = (String::with_capacity(text.len()), 0);
        for r in self.found_in(text) {
            out.push_str(&text[at..r.start]);
            out.push_str(MASK);
            at = r.end;
        }
        out.push_str(&text[at..]);
        out
    }

    /// Whether a text without reliable spaces, as a page gives it, tells a long secret anywhere.
    pub fn tells(&self, text: &str) -> bool {
        if !self.found_in(text).is_empty() {
            return true;
        }
        let stream: String = letters(text).iter().map(|l| l.letter).collect();
        let long = self.terms.iter().filter(|t| t.letters.len() >= LOOSE);
        long.map(|t| t.letters.iter().collect::<String>()).any(|t| stream.contains(&t))
    }
}

impl Term {
    /// Where the term ends that begins with this letter: one past its last.
    fn at(&self, text: &[Letter], at: usize) -> Option<usize> {
        let end = at + self.letters.len();
        let here = text.get(at..end)?;
        let begins = here[0].begins;
        let ends = text.get(end).is_none_or(|next| next.begins);
        let same = begins && ends && here.iter().zip(&self.letters).all(|(l, c)| l.letter == *c);
        let spaced = || (1..here.len()).all(|n| here[n].begins == self.breaks.contains(&n));
        (same && (self.letters.len() >= LOOSE || spaced())).then_some(end)
    }
}

fn folded(text: &str) -> Term {
    let letters = letters(text);
    let breaks = letters.iter().enumerate().skip(1).filter(|(_, l)| l.begins).map(|(n, _)| n).collect();
    Term { letters: letters.iter().map(|l| l.letter).collect(), breaks }
}

/// A letter or digit of a text, folded, with its place.
struct Letter {
    letter: char,
    from: usize,
    to: usize,
    /// The first of a word.
    begins: bool,
}

fn letters(text: &str) -> Vec<Letter> {
    let mut out: Vec<Letter> = Vec::with_capacity(text.len());
    let mut begins = true;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        // Marks belong to the letter before; what has no width separates nothing.
        if matches!(c, '\u{300}'..='\u{36f}') {
            if let Some(last) = out.last_mut().filter(|l| l.to == at) {
                last.to = end;
            }
            continue;
        }
        if matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}') {
            continue;
        }
        let mut any = false;
        for part in std::iter::once(c).nfkd().flat_map(char::to_lowercase) {
            let letter = if part == 'đ' { 'd' } else { part };
            if letter.is_alphanumeric() && !matches!(letter, '\u{300}'..='\u{36f}') {
                out.push(Letter { letter, from: at, to: end, begins: begins && !any });
                any = true;
            }
        }
        begins = !any;
    }
    out
}

/// Every e-mail address, whoever's.
fn emails(text: &str) -> Vec<Range<usize>> {
    let local = |c: char| c.is_ascii_alphanumeric() || "._%+-".contains(c);
    let host = |c: char| c.is_ascii_alphanumeric() || ".-".contains(c);
    let mut out = vec![];
    for (at, _) in text.match_indices('@') {
        let before = text[..at].chars().rev().take_while(|c| local(*c)).map(char::len_utf8).sum::<usize>();
        let after = text[at + 1..].chars().take_while(|c| host(*c)).map(char::len_utf8).sum::<usize>();
        let domain = text[at + 1..at + 1 + after].trim_end_matches('.');
        if before > 0 && domain.contains('.') {
            out.push(at - before..at + 1 + domain.len());
        }
    }
    out
}

/// The dossier as somebody reads it who must not know its authors: no authors, no unit, masked texts; files under numbers.
pub fn blind(dossier: &Dossier, secrets: &Secrets) -> Dossier {
    let file = |(n, f): (usize, &super::Attachment)| {
        let extension = f.name.rsplit_once('.').map_or("", |(_, e)| e);
        let plain = !extension.is_empty()
            && extension.len() <= 5
            && extension.chars().all(|c| c.is_ascii_alphanumeric());
        let name =
            if plain { format!("{}.{}", n + 1, extension.to_ascii_lowercase()) } else { (n + 1).to_string() };
        super::Attachment { name, ..f.clone() }
    };
    let attachments: Vec<super::Attachment> = dossier.attachments.iter().enumerate().map(file).collect();
    // The answer to a question for a file is its name.
    let line = |line: &str| {
        let named = dossier.attachments.iter().position(|f| f.name == line);
        named.map_or_else(|| line.to_owned(), |n| attachments[n].name.clone())
    };
    let masked = |text: &str| secrets.mask(&text.split('\n').map(line).collect::<Vec<_>>().join("\n"));
    Dossier {
        title: secrets.mask(&dossier.title),
        authors: vec![],
        sections: dossier.sections.iter().map(|(code, text)| (code.clone(), masked(text))).collect(),
        attachments: attachments.clone(),
        ..dossier.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets() -> Secrets {
        let mut s = Secrets::default();
        for t in [
            "Nguyễn Thị Thuỷ",
            "Lê Ân",
            "Thôn Tiến Tiên, xã Thủy Xuân Tiên",
            "UBND xã Thủy Xuân Tiên",
            "Phòng Nội vụ",
        ] {
            s.add(t);
        }
        s.add("thuy xuan tien");
        s.add_phone("0912 345 678");
        s.terms.sort_by_key(|t| std::cmp::Reverse(t.letters.len()));
        s
    }

    #[test]
    fn a_name_is_found_however_it_is_written() {
        for (text, want) in [
            ("Tác giả: Nguyễn Thị Thuỷ.", "Tác giả: […]."),
            ("NGUYỄN THỊ THỦY", "[…]"),
            ("nguyen  thi-thuy", "[…]"),
            ("nguyenthithuy viết", "[…] viết"),
            ("N g u y ễ n T h ị T h ủ y", "[…]"),
            ("Nguye\u{302}\u{303}n Thi\u{323} Thuy\u{309} (nhóm trưởng)", "[…] (nhóm trưởng)"),
            ("Nguyễn\u{a0}Thị\u{200b} Thuỷ", "[…]"),
            ("Ｎｇｕｙｅｎ Thi Thuy", "[…]"),
            ("Bà Nguyễn Thị Thuỷên", "Bà Nguyễn Thị Thuỷên"),
            ("anh Lê  Ân và lean", "anh […] và lean"),
            ("tại xã Thuỷ Xuân Tiên", "tại xã […]"),
            ("UBND xã Thuỷ Xuân Tiên", "[…]"),
            ("gọi 0912.345.678 hoặc +84 912 345 678", "gọi […] hoặc +[…]"),
            ("số 10912345678", "số 10912345678"),
            ("thư về le.an+x@chuongmy.gov.vn.", "thư về […]."),
            ("a@b", "a@b"),
            ("không có gì", "không có gì"),
        ] {
            assert_eq!(secrets().mask(text), want, "{text}");
        }
    }

    #[test]
    fn a_page_without_spaces_tells_too() {
        assert!(secrets().tells("TácgiảNguyễnThịThuỷthôn"));
        assert!(!secrets().tells("Một cửa liên thông, lean"));
    }

    proptest::proptest! {
        #[test]
        fn masking_never_breaks_a_text_and_leaves_nothing_to_find(text in "\\PC{0,60}") {
            let s = secrets();
            let hidden = format!("{text} Nguyễn Thị Thuỷ {text}");
            let masked = s.mask(&hidden);
            proptest::prop_assert!(masked.contains(MASK));
            proptest::prop_assert!(s.found_in(&masked).is_empty(), "{}", masked);
        }
    }
}
