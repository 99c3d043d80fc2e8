//! Hints for the secretary: which entries look like one another, or like a work of an earlier year. A person decides.
//!
//! Everything is compared after folding (case, tone marks, đ, punctuation), with whole numbers:
//! * text: the share of the shorter work's word triples (title and sections) found in the other; 1/2 or more, 12 or more;
//! * title: the share of the shorter title's word pairs found in the other; 3/5 or more, 4 or more;
//! * double filing: one author in common and the same work, by the rule of the hand-in (`entry::double`);
//! * figures: 3 or more numbers of 3 digits or more in both that are neither round (…00) nor a year.
//!
//! Triples, pairs and numbers that occur in more than 64 works are the language of the office and count for nothing.
//! That also bounds the cost: an inverted index, at most 64 works per posting. Source: ours.

use crate::entry::double;
use crate::text::fold;
use std::collections::HashMap;

/// A work to compare: of this contest, or of an earlier year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    pub title: String,
    /// All sections, in order.
    pub text: String,
    /// Who wrote it, as comparable keys; empty where unknown.
    pub authors: Vec<String>,
}

pub use crate::entry::double::Share;

/// The other work of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Other {
    /// Index into the works of the contest, larger than the pair's first.
    Work(usize),
    /// Index into the works of earlier years.
    Earlier(usize),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    pub work: usize,
    pub other: Other,
    pub text: Option<Share>,
    pub title: Option<Share>,
    /// How many uncommon numbers are in both, where that alone is a hint.
    pub figures: Option<u32>,
    pub same_author: bool,
    /// The same work by the same author, by the rule of the hand-in.
    pub double: Option<Share>,
}

const COMMON: usize = 64;
const LEAST_TRIPLES: u32 = 12;
const LEAST_TITLE_PAIRS: u32 = 4;
const LEAST_FIGURES: u32 = 3;

/// All pairs that a person should look at, the most alike first.
pub fn similar(works: &[Work], earlier: &[Work]) -> Vec<Pair> {
    let mut words = Words::default();
    let read: Vec<Read> = works.iter().chain(earlier).map(|w| words.read(w)).collect();
    let mut found: HashMap<(usize, usize), Pair> = HashMap::new();
    let mut note = |a: usize, b: usize, set: &dyn Fn(&mut Pair)| {
        let pair = found.entry((a, b)).or_insert_with(|| {
            let other = if b < works.len() { Other::Work(b) } else { Other::Earlier(b - works.len()) };
            let authors =
                |i: usize| works.get(i).or_else(|| earlier.get(i - works.len())).map(|w| &w.authors);
            let same_author =
                authors(a).zip(authors(b)).is_some_and(|(x, y)| x.iter().any(|name| y.contains(name)));
            Pair { work: a, other, text: None, title: None, figures: None, same_author, double: None }
        });
        set(pair);
    };
    shared(read.iter().map(|r| &r.triples), works.len(), |a, b, share| {
        if share.shared >= LEAST_TRIPLES && share.is_at_least(1, 2) {
            note(a, b, &|p| p.text = Some(share));
        }
    });
    shared(read.iter().map(|r| &r.title_pairs), works.len(), |a, b, share| {
        if share.of >= LEAST_TITLE_PAIRS && share.is_at_least(3, 5) {
            note(a, b, &|p| p.title = Some(share));
        }
    });
    shared(read.iter().map(|r| &r.figures), works.len(), |a, b, share| {
        if share.shared >= LEAST_FIGURES {
            note(a, b, &|p| p.figures = Some(share.shared));
        }
    });
    for (a, b) in of_one_author(works) {
        let folded = |i: usize| fold(&format!("{} {}", works[i].title, works[i].text));
        if let Some(share) = double::same_work(&folded(a), &folded(b)) {
            note(a, b, &|p| p.double = Some(share));
        }
    }
    let mut pairs: Vec<Pair> = found.into_values().collect();
    let weight = |p: &Pair| {
        let best = p.text.map_or(0, Share::percent).max(p.title.map_or(0, Share::percent));
        (best, p.figures.unwrap_or(0))
    };
    pairs.sort_by(|x, y| weight(y).cmp(&weight(x)).then(x.work.cmp(&y.work)).then(x.other.cmp(&y.other)));
    pairs
}

/// Pairs of works with an author in common, each once; not of an author with more works than anybody writes.
fn of_one_author(works: &[Work]) -> Vec<(usize, usize)> {
    let mut by_author: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, work) in works.iter().enumerate() {
        for author in &work.authors {
            by_author.entry(author).or_default().push(i);
        }
    }
    let mut pairs = Vec::new();
    for list in by_author.values().filter(|l| l.len() <= COMMON) {
        for (n, a) in list.iter().enumerate() {
            pairs.extend(list[n + 1..].iter().filter(|b| *b > a).map(|b| (*a, *b)));
        }
    }
    distinct(pairs.into_iter())
}

/// What is compared of one work: sorted, each once.
struct Read {
    triples: Vec<[u32; 3]>,
    title_pairs: Vec<[u32; 2]>,
    figures: Vec<u32>,
}

/// Words by number, so that triples compare exactly and fast.
#[derive(Default)]
struct Words(HashMap<String, u32>);

impl Words {
    fn read(&mut self, work: &Work) -> Read {
        let title = self.numbers(&fold(&work.title));
        let folded = fold(&work.text);
        let text = self.numbers(&folded);
        let whole: Vec<u32> = title.iter().chain(&text).copied().collect();
        let figures = folded.split(' ').filter(|w| is_telling(w)).filter_map(|w| self.0.get(w).copied());
        Read {
            triples: distinct(whole.windows(3).map(|w| [w[0], w[1], w[2]])),
            title_pairs: distinct(title.windows(2).map(|w| [w[0], w[1]])),
            figures: distinct(figures),
        }
    }

    fn numbers(&mut self, folded: &str) -> Vec<u32> {
        let mut out = Vec::new();
        for word in folded.split(' ').filter(|w| !w.is_empty()) {
            let number = match self.0.get(word) {
                Some(n) => *n,
                None => {
                    let n = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
                    self.0.insert(word.to_owned(), n);
                    n
                }
            };
            out.push(number);
        }
        out
    }
}

/// A number that two works hardly share by chance.
fn is_telling(word: &str) -> bool {
    let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    word.len() >= 3 && word.bytes().all(|b| b.is_ascii_digit()) && !word.ends_with("00") && !year
}

fn distinct<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = items.collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Calls `each(a, b, share)` for every a < b with a among the first `firsts` that have an uncommon feature in common.
fn shared<'a, T: Copy + Ord + 'a>(
    features: impl Iterator<Item = &'a Vec<T>>,
    firsts: usize,
    mut each: impl FnMut(usize, usize, Share),
) {
    let mut works = 0;
    let mut all: Vec<(T, usize)> = Vec::new();
    for (i, list) in features.enumerate() {
        all.extend(list.iter().map(|f| (*f, i)));
        works = i + 1;
    }
    all.sort_unstable();
    // Which postings a work is in: only those that another work is in too are looked through.
    let (mut sizes, mut postings_of) = (vec![0u32; works], vec![Vec::<&[(T, usize)]>::new(); works]);
    for posting in all.chunk_by(|x, y| x.0 == y.0).filter(|p| p.len() <= COMMON) {
        for (_, i) in posting {
            sizes[*i] += 1;
            if posting.len() > 1 {
                postings_of[*i].push(posting);
            }
        }
    }
    let mut hits = vec![0u32; works];
    for (a, postings) in postings_of.iter().enumerate().take(firsts) {
        let mut touched = Vec::new();
        for posting in postings {
            for &(_, b) in posting.iter().rev().take_while(|(_, b)| *b > a) {
                if hits[b] == 0 {
                    touched.push(b);
                }
                hits[b] += 1;
            }
        }
        touched.sort_unstable();
        for b in touched {
            each(a, b, Share { shared: hits[b], of: sizes[a].min(sizes[b]) });
            hits[b] = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Tủ nhận hồ sơ đặt trước cổng, mở suốt ngày đêm, người dân bỏ hồ sơ vào ngăn, \
        sáng hôm sau công chức lấy ra, nhập vào phần mềm và gọi điện báo số tiếp nhận cho người nộp.";

    fn work(title: &str, text: &str) -> Work {
        Work { title: title.into(), text: text.into(), authors: vec![] }
    }

    #[test]
    fn a_copy_is_found_through_case_tones_and_light_edits() {
        let stripped = fold(TEXT);
        let edited = TEXT.replace("suốt ngày đêm", "cả ngày lẫn đêm").replace("công chức", "cán bộ");
        let other = "Mỗi tháng một lần, ủy ban mời đại diện các thôn họp để nghe góp ý về thủ tục đất đai \
            và công khai kết quả trả lời từng ý kiến trên bảng tin của xã trong vòng ba ngày làm việc.";
        for (name, text, found) in
            [("stripped", stripped.as_str(), true), ("edited", &edited, true), ("another", other, false)]
        {
            let works = [work("Một", TEXT), work("Hai", text)];
            assert_eq!(similar(&works, &[]).iter().any(|p| p.text.is_some()), found, "{name}");
        }
    }

    #[test]
    fn an_earlier_title_is_recognised_in_another_case() {
        let works = [work("Trả kết quả thủ tục hành chính miễn phí qua nhân viên bưu tá", "Khác hẳn.")];
        let earlier = [
            work("hồ sơ ngoài giờ", ""),
            work("trả kết quả thủ tục hành chính MIỄN PHÍ qua nhân viên Bưu tá", ""),
        ];
        let pairs = similar(&works, &earlier);
        assert_eq!(pairs.len(), 1);
        assert_eq!((pairs[0].work, pairs[0].other), (0, Other::Earlier(1)));
        assert_eq!(pairs[0].title.map(Share::percent), Some(100));
        assert!(
            similar(&[], &[earlier[0].clone(), earlier[0].clone()]).is_empty(),
            "earlier works are not compared"
        );
    }

    #[test]
    fn the_same_uncommon_figures_are_a_hint() {
        let works = [
            work("A", "Nhận 264 hồ sơ, giảm 231 lượt, còn 215 phút."),
            work("B", "Có 264 bộ giấy tờ; 231 lần; 215 phút mỗi ngày."),
            work("C", "Năm 2023 có 300 bộ, năm 2024 có 1200 bộ; 264 lượt."),
            work("D", "Năm 2023 có 300 bộ, năm 2024 có 1200 bộ; 231 lượt."),
        ];
        let pairs = similar(&works, &[]);
        let figures: Vec<_> = pairs.iter().filter_map(|p| Some((p.work, p.other, p.figures?))).collect();
        assert_eq!(figures, [(0, Other::Work(1), 3)]);
    }

    #[test]
    fn the_same_author_is_told() {
        let by = |name: &str| Work {
            authors: vec![name.into()],
            ..work("Báo hỏng đèn đường bằng mã dán", TEXT)
        };
        let pairs = similar(&[by("vu thanh hue"), by("vu thanh hue"), by("le an")], &[]);
        let same: Vec<_> = pairs.iter().map(|p| p.same_author).collect();
        assert_eq!((pairs.len(), same.iter().filter(|s| **s).count()), (3, 1));
    }

    #[test]
    fn double_filing_is_told_as_at_the_hand_in() {
        let by = |name: &str, text: &str| Work {
            authors: vec![name.into()], ..work("Tủ nhận hồ sơ", text)
        };
        let works: Vec<Work> = (0..COMMON + 2).map(|i| by(&format!("tac gia {}", i / 2), TEXT)).collect();
        let doubles = similar(&works, &[]).iter().filter(|p| p.double.is_some()).count();
        assert_eq!(doubles, works.len() / 2, "also where so many say the same that no other sign is left");
        let edited =
            TEXT.replace("suốt ngày đêm", "cả ngày lẫn đêm, cả ngày nghỉ lẫn ngày lễ, khi mưa khi nắng");
        assert_eq!(similar(&[by("le an", TEXT), by("le an", &edited)], &[])[0].double, None, "edited much");
    }

    #[test]
    fn what_every_work_says_counts_for_nothing() {
        let works: Vec<Work> = (0..COMMON + 1).map(|i| work(&format!("Bài {i}"), TEXT)).collect();
        assert!(similar(&works, &[]).is_empty());
        assert_eq!(similar(&works[..3], &[]).len(), 3);
    }
}
