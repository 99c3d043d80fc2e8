//! What two versions of a dossier differ in, word by word: *so sánh hai phiên bản*. For whoever screens or confirms the newer one.

use crate::entry::Dossier;

/// A run of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Same(String),
    /// Only in the older version.
    Gone(String),
    /// Only in the newer version.
    New(String),
}

/// Which part of a dossier a comparison is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    Title,
    Areas,
    Category,
    Form,
    Unit,
    Applied,
    Authors,
    Files,
    /// By its code.
    Section(String),
}

/// A part in which the versions differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub place: Place,
    pub pieces: Vec<Piece>,
}

/// Above so many pairs of words a part is shown as replaced as a whole.
const MOST_PAIRS: usize = 4_000_000;

/// Every part that differs, in the order of the dossier; empty for equal ones.
pub fn compare(old: &Dossier, new: &Dossier) -> Vec<Difference> {
    let lines = |d: &Dossier| {
        let names = d.authors.iter().map(|a| {
            let unit = a.unit.as_ref().map_or("", |u| u.as_str());
            format!("{}, {}, {unit}, {}, {}, {}%", a.name, a.role_title, a.address, a.phone, a.share)
        });
        names.collect::<Vec<_>>().join("\n")
    };
    let files = |d: &Dossier| {
        let named = d.attachments.iter().map(|f| format!("{} ({})", f.name, f.bytes));
        named.collect::<Vec<_>>().join("\n")
    };
    let areas = |d: &Dossier| d.areas.iter().map(|a| a.as_str()).collect::<Vec<_>>().join(" ");
    let applied = |d: &Dossier| if d.already_applied { "yes" } else { "no" };
    let mut parts: Vec<(Place, String, String)> = vec![
        (Place::Title, old.title.clone(), new.title.clone()),
        (Place::Areas, areas(old), areas(new)),
        (Place::Category, old.category.word().into(), new.category.word().into()),
        (Place::Form, old.form.word().into(), new.form.word().into()),
        (Place::Unit, old.receiving_unit.as_str().into(), new.receiving_unit.as_str().into()),
        (Place::Applied, applied(old).into(), applied(new).into()),
        (Place::Authors, lines(old), lines(new)),
        (Place::Files, files(old), files(new)),
    ];
    let text = |d: &Dossier, code: &str| {
        d.sections.iter().find(|(c, _)| c == code).map_or(String::new(), |(_, body)| body.clone())
    };
    let mut codes: Vec<&String> = new.sections.iter().map(|(code, _)| code).collect();
    codes.extend(old.sections.iter().map(|(c, _)| c).filter(|c| new.sections.iter().all(|(n, _)| n != *c)));
    for code in codes {
        parts.push((Place::Section(code.clone()), text(old, code), text(new, code)));
    }
    let differing = parts.into_iter().filter(|(_, a, b)| a != b);
    differing.map(|(place, a, b)| Difference { place, pieces: pieces(&a, &b) }).collect()
}

/// The texts as runs: together the `Same` and `Gone` make the older one, `Same` and `New` the newer one.
pub fn pieces(old: &str, new: &str) -> Vec<Piece> {
    let (a, b) = (words(old), words(new));
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(x, y)| x == y).count();
    let (left, right) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    let mut out = Runs::default();
    a[..head].iter().for_each(|w| out.same(w));
    if left.len().saturating_mul(right.len()) > MOST_PAIRS {
        left.iter().for_each(|w| out.gone(w));
        right.iter().for_each(|w| out.added(w));
    } else {
        common(left, right, &mut out);
    }
    a[a.len() - tail..].iter().for_each(|w| out.same(w));
    out.done()
}

/// Each word with the blanks behind it.
fn words(text: &str) -> Vec<&str> {
    text.split_inclusive(char::is_whitespace).collect()
}

/// The longest common list of words, by the table of lengths of every pair of ends.
fn common(a: &[&str], b: &[&str], out: &mut Runs) {
    let width = b.len() + 1;
    let mut longest = vec![0_u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i * width + j] = if a[i] == b[j] {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            out.same(a[i]);
            (i, j) = (i + 1, j + 1);
        } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
            out.gone(a[i]);
            i += 1;
        } else {
            out.added(b[j]);
            j += 1;
        }
    }
    a[i..].iter().for_each(|w| out.gone(w));
    b[j..].iter().for_each(|w| out.added(w));
}

/// Joins neighbours of one kind; between two equal runs what is gone stands before what is new.
#[derive(Default)]
struct Runs {
    done: Vec<Piece>,
    gone: String,
    new: String,
}

impl Runs {
    fn gone(&mut self, word: &str) {
        self.gone.push_str(word);
    }

    fn added(&mut self, word: &str) {
        self.new.push_str(word);
    }

    fn same(&mut self, word: &str) {
        self.flush();
        match self.done.last_mut() {
            Some(Piece::Same(run)) => run.push_str(word),
            _ => self.done.push(Piece::Same(word.to_owned())),
        }
    }

    fn flush(&mut self) {
        for (run, piece) in
            [(&mut self.gone, Piece::Gone as fn(String) -> Piece), (&mut self.new, Piece::New as _)]
        {
            if !run.is_empty() {
                self.done.push(piece(std::mem::take(run)));
            }
        }
    }

    fn done(mut self) -> Vec<Piece> {
        self.flush();
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str) -> String {
        let show = |p: &Piece| match p {
            Piece::Same(t) => t.clone(),
            Piece::Gone(t) => format!("[-{t}-]"),
            Piece::New(t) => format!("[+{t}+]"),
        };
        pieces(old, new).iter().map(show).collect()
    }

    #[test]
    fn words_that_differ_are_marked_where_they_stand() {
        for (old, new, want) in [
            ("", "", ""),
            ("a b c", "a b c", "a b c"),
            ("a b c", "a x c", "a [-b -][+x +]c"),
            ("a c", "a b c", "a [+b +]c"),
            ("a b c", "a c", "a [-b -]c"),
            ("", "mới", "[+mới+]"),
            ("một hai ba bốn", "hai ba năm bốn", "[-một -]hai ba [+năm +]bốn"),
        ] {
            assert_eq!(shown(old, new), want, "{old} / {new}");
        }
    }

    #[test]
    fn the_runs_make_both_texts_again() {
        let long = |n: usize, step: usize| (0..n).map(|i| format!("t{} ", i * step % 97)).collect::<String>();
        for (a, b) in
            [(long(300, 7), long(280, 11)), (long(50, 3), long(0, 1)), (long(3_000, 5), long(3_000, 9))]
        {
            let all = pieces(&a, &b);
            let side = |keep: fn(&Piece) -> Option<&String>| {
                all.iter().filter_map(keep).cloned().collect::<String>()
            };
            let old = side(|p| match p {
                Piece::Same(t) | Piece::Gone(t) => Some(t),
                Piece::New(_) => None,
            });
            let new = side(|p| match p {
                Piece::Same(t) | Piece::New(t) => Some(t),
                Piece::Gone(_) => None,
            });
            assert_eq!((old, new), (a, b));
        }
    }
}
