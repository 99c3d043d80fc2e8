//! Double filing (*nộp trùng*): the same work of the same author comes by two routes. Found when it is handed in; a person decides.
//!
//! The same author: equal names after folding, and the same telephone or the same unit. The same work: of all the word triples of
//! title and sections, folded, that either text has, two thirds or more are in both; texts of fewer than 12 triples have to have
//! the same words in the same order. Whole numbers throughout. Source: ours, docs/rules/double-filing.md.

use super::dossier::{Author, Dossier};
use super::draft::dialled;
use crate::text::fold;
use std::collections::HashMap;

/// `shared` of `of`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    pub shared: u32,
    pub of: u32,
}

impl Share {
    /// Whole percent, cut off. For display.
    pub fn percent(self) -> u32 {
        u32::try_from((u64::from(self.shared) * 100).checked_div(u64::from(self.of)).unwrap_or(0))
            .unwrap_or(100)
    }

    pub fn is_at_least(self, num: u32, den: u32) -> bool {
        u64::from(self.shared) * u64::from(den) >= u64::from(self.of) * u64::from(num)
    }
}

/// From how many triples of the shorter text on triples are counted.
pub const LEAST_TRIPLES: usize = 12;
/// The share of common triples from which on two texts are one work: 2/3.
pub const SAME_WORK: (u32, u32) = (2, 3);
/// Shortest and longest reason, in characters, for handing both in.
pub const LEAST_REASON: usize = 10;
pub const MOST_REASON: usize = 500;

/// Who learns that two entries are one work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// Who hands in: the contact of this entry, by name and telephone, is an author of the other.
    Author,
    /// The secretary alone: the other entry may be somebody else's.
    Secretary,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Double {
    pub share: Share,
    pub told: Told,
}

/// Whether `other` is the work that is being handed in, and who may know.
pub fn compare(mine: &Dossier, other: &Dossier) -> Option<Double> {
    let theirs: Vec<String> = other.authors.iter().flat_map(author_keys).collect();
    let is_theirs = |key: &String| theirs.contains(key);
    if !mine.authors.iter().flat_map(author_keys).any(|key| is_theirs(&key)) {
        return None;
    }
    let share = same_work(&words_of(mine), &words_of(other))?;
    let known = mine.contact().and_then(|a| phone_key(&a.name, &a.phone)).is_some_and(|key| is_theirs(&key));
    Some(Double { share, told: if known { Told::Author } else { Told::Secretary } })
}

/// By what an author is known: name with telephone, name with unit. Two authors are the same where they have one in common.
pub fn author_keys(a: &Author) -> Vec<String> {
    let by_unit = a.unit.as_ref().map(|u| format!("{}|{u}", fold(&a.name)));
    phone_key(&a.name, &a.phone).into_iter().chain(by_unit).collect()
}

/// Name and telephone, however both are written; `None` where the number cannot be one.
pub fn phone_key(name: &str, phone: &str) -> Option<String> {
    let digits: String = dialled(phone).chars().filter(char::is_ascii_digit).collect();
    (digits.len() >= 8).then(|| format!("{}|{digits}", fold(name)))
}

/// Title and sections, folded.
pub fn words_of(dossier: &Dossier) -> String {
    let mut text = dossier.title.clone();
    for (_, body) in &dossier.sections {
        text.push(' ');
        text.push_str(body);
    }
    fold(&text)
}

/// What two folded texts have in common of what either has, where that makes them one work.
pub fn same_work(a: &str, b: &str) -> Option<Share> {
    if a == b {
        return Some(Share { shared: 1, of: 1 });
    }
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    let (a, b) = (triples(a, &mut numbers), triples(b, &mut numbers));
    if a.len().min(b.len()) < LEAST_TRIPLES {
        return None;
    }
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let shared = a.iter().filter(|t| b.binary_search(t).is_ok()).count();
    let share = Share { shared: count(shared), of: count(a.len() + b.len() - shared) };
    share.is_at_least(SAME_WORK.0, SAME_WORK.1).then_some(share)
}

/// Each once, in order. Words are numbered, so that triples compare exactly.
fn triples<'a>(folded: &'a str, numbers: &mut HashMap<&'a str, u32>) -> Vec<[u32; 3]> {
    let mut words = Vec::new();
    for word in folded.split(' ').filter(|w| !w.is_empty()) {
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        words.push(*numbers.entry(word).or_insert(next));
    }
    let mut all: Vec<[u32; 3]> = words.windows(3).map(|w| [w[0], w[1], w[2]]).collect();
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::super::submit::tests::a_dossier;
    use super::*;
    use std::collections::BTreeSet;

    const TEXT: &str = "Tủ nhận hồ sơ đặt trước cổng, mở suốt ngày đêm, người dân bỏ hồ sơ vào ngăn, \
        sáng hôm sau công chức lấy ra, nhập vào phần mềm và gọi điện báo số tiếp nhận cho người nộp.";

    fn work(text: &str, change: impl FnOnce(&mut Dossier)) -> Dossier {
        let mut d = a_dossier();
        d.sections = vec![("hien_trang".into(), text.to_owned())];
        change(&mut d);
        d
    }

    #[test]
    fn the_same_work_of_the_same_author_is_found_through_case_tones_and_light_edits() {
        let mine = work(TEXT, |_| {});
        let told = |other: &Dossier| compare(&mine, other).map(|d| d.told);
        let (author, secretary) = (Some(Told::Author), Some(Told::Secretary));
        type Change = fn(&mut Dossier);
        let rows: [(&str, String, Change, Option<Told>); 10] = [
            ("word for word", TEXT.into(), |_| {}, author),
            ("without tones", fold(TEXT), |_| {}, author),
            ("another unit receives it", TEXT.into(), |d| d.receiving_unit = "X-CU".into(), author),
            ("another word", TEXT.replace("cổng", "cửa"), |_| {}, author),
            ("half of it is new", format!("{TEXT} {}", TEXT.replace(' ', " x ")), |_| {}, None),
            (
                "the number is written otherwise",
                TEXT.into(),
                |d| d.authors[0].phone = "+84 900 000 002".into(),
                author,
            ),
            ("the name in capitals", TEXT.into(), |d| d.authors[0].name = "DƯƠNG VĂN VƯỢNG".into(), author),
            (
                "another number, the same unit",
                TEXT.into(),
                |d| d.authors[0].phone = "0911111111".into(),
                secretary,
            ),
            (
                "a namesake elsewhere",
                TEXT.into(),
                |d| {
                    d.authors[0].phone = "0911111111".into();
                    d.authors[0].unit = None;
                },
                None,
            ),
            ("somebody else", TEXT.into(), |d| d.authors[0].name = "Lê Thị Mơ".into(), None),
        ];
        for (name, text, change, want) in rows {
            assert_eq!(told(&work(&text, change)), want, "{name}");
        }
    }

    #[test]
    fn a_co_author_alone_does_not_tell_who_hands_in() {
        let both = |d: &mut Dossier| {
            d.category = crate::contest::Category::Collective;
            let other = Author {
                name: "Lê Thị Mơ".into(),
                phone: "0987654321".into(),
                unit: None,
                ..d.authors[0].clone()
            };
            d.authors[0].representative = false;
            d.authors.push(other);
        };
        let found = compare(&work(TEXT, both), &work(TEXT, |_| {}));
        assert_eq!(found.map(|d| d.told), Some(Told::Secretary));
    }

    #[test]
    fn short_texts_have_to_be_equal() {
        assert!(same_work("mot hai ba", "mot hai ba").is_some());
        assert_eq!(same_work("mot hai ba bon", "mot hai ba nam"), None);
        assert!(same_work("", "").is_some());
    }

    /// Against sets of texts, on texts from few words, so that much is in common by chance.
    #[test]
    fn the_share_is_that_of_sets() {
        let mut seed = 20_240_410_u64;
        let mut next = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        let mut same = 0;
        for _ in 0..400 {
            let a: Vec<u64> = (0..30 + next(20)).map(|_| next(9)).collect();
            let mut b = a.clone();
            for _ in 0..next(6) {
                let at = usize::try_from(next(b.len() as u64)).expect("small");
                b[at] = next(9);
            }
            let text = |w: &[u64]| w.iter().map(|n| format!("w{n}")).collect::<Vec<_>>().join(" ");
            let set = |w: &[u64]| w.windows(3).map(<[u64]>::to_vec).collect::<BTreeSet<_>>();
            let (sa, sb) = (set(&a), set(&b));
            let (shared, of) = (sa.intersection(&sb).count(), sa.union(&sb).count());
            let want = (a == b || (sa.len().min(sb.len()) >= LEAST_TRIPLES && shared * 3 >= of * 2))
                .then_some(shared * 100 / of);
            let got = same_work(&text(&a), &text(&b));
            assert_eq!(got.map(|s| s.percent() as usize), want);
            assert_eq!(got, same_work(&text(&b), &text(&a)), "whoever came first");
            same += usize::from(got.is_some());
        }
        assert!((50..350).contains(&same), "{same} of 400");
    }
}
