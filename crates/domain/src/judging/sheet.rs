//! Phiếu chấm: the marks and comments of one judge for one entry in one round.
//!
//! Saved at will and checked every time (`check`); complete only for the signature (`check_complete`). All refusals at
//! once, in the order of the criteria. Source: product.md, section 5 (rubric tree with maximum, step, bands, comment duty).

use crate::contest::{Band, Criterion};
use crate::marks::Marks;
use crate::text;

/// Longest comment on a criterion, in characters.
pub const MOST_COMMENT: usize = 2_000;
/// Longest general comment, in characters.
pub const MOST_GENERAL: usize = 4_000;

/// What a sheet holds, in the order of the round's criteria. `None`: not marked yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetContent {
    pub marks: Vec<Option<Marks>>,
    pub comments: Vec<String>,
    pub general_comment: String,
}

impl SheetContent {
    pub fn blank(criteria: usize) -> SheetContent {
        SheetContent {
            marks: vec![None; criteria],
            comments: vec![String::new(); criteria],
            general_comment: String::new(),
        }
    }

    /// `1650,1400,,800,290`: hundredths in the criteria's order, empty where nothing is given yet.
    pub fn marks_text(&self) -> String {
        let mut out = String::with_capacity(self.marks.len() * 5);
        for (at, mark) in self.marks.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            if let Some(m) = mark {
                out.push_str(&m.0.to_string());
            }
        }
        out
    }

    /// How many criteria have a mark.
    pub fn given(&self) -> usize {
        self.marks.iter().flatten().count()
    }

    /// All marks, where none is missing.
    pub fn all_marks(&self) -> Option<Vec<Marks>> {
        self.marks.iter().copied().collect()
    }
}

/// Reads what `marks_text` wrote, for a round of so many criteria. An empty text is a sheet without marks.
/// `None` when the text is no such list.
pub fn parse_marks(text: &str, criteria: usize) -> Option<Vec<Option<Marks>>> {
    if text.is_empty() {
        return Some(vec![None; criteria]);
    }
    let mut out = Vec::with_capacity(criteria);
    for item in text.split(',') {
        out.push(if item.is_empty() { None } else { Some(Marks(item.parse().ok()?)) });
    }
    (out.len() == criteria).then_some(out)
}

/// Why a sheet is not taken. `criterion` is the position in the round's criteria, from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetRefusal {
    /// The form belongs to another rubric.
    WrongShape {
        criteria: usize,
    },
    BelowZero {
        criterion: usize,
    },
    AboveMaximum {
        criterion: usize,
        max: Marks,
    },
    OffStep {
        criterion: usize,
        step: Marks,
    },
    /// The mark lies outside the band that was ticked.
    OutsideBand {
        criterion: usize,
        label: String,
        min: Marks,
        max: Marks,
    },
    /// The criterion has bands and the mark lies in none of them.
    InNoBand {
        criterion: usize,
    },
    /// A band was ticked that the criterion does not have.
    UnknownBand {
        criterion: usize,
    },
    CommentTooLong {
        criterion: usize,
        most: usize,
    },
    GeneralCommentTooLong {
        most: usize,
    },
    /// Only for the signature.
    MarkMissing {
        criterion: usize,
    },
    /// Only for the signature.
    CommentMissing {
        criterion: usize,
    },
}

/// The band that a mark lies in.
pub fn band_of(criterion: &Criterion, mark: Marks) -> Option<&Band> {
    criterion.bands.iter().find(|b| (b.min..=b.max).contains(&mark))
}

/// Checks what is there; what is not there yet is no fault. `ticked` holds the code of the ticked band of each criterion,
/// where the form has any; it may be shorter than the criteria.
pub fn check(
    criteria: &[Criterion],
    content: &SheetContent,
    ticked: &[Option<String>],
) -> Result<(), Vec<SheetRefusal>> {
    let n = criteria.len();
    if content.marks.len() != n || content.comments.len() != n {
        return Err(vec![SheetRefusal::WrongShape { criteria: n }]);
    }
    let mut no = Vec::new();
    for (at, criterion) in criteria.iter().enumerate() {
        check_mark(criterion, at, content.marks[at], ticked.get(at).and_then(Option::as_deref), &mut no);
        if text::length(&content.comments[at]) > MOST_COMMENT {
            no.push(SheetRefusal::CommentTooLong { criterion: at, most: MOST_COMMENT });
        }
    }
    if text::length(&content.general_comment) > MOST_GENERAL {
        no.push(SheetRefusal::GeneralCommentTooLong { most: MOST_GENERAL });
    }
    if no.is_empty() { Ok(()) } else { Err(no) }
}

/// `check`, and every criterion has its mark and, where the rubric asks for one, its comment.
pub fn check_complete(
    criteria: &[Criterion],
    content: &SheetContent,
) -> Result<Vec<Marks>, Vec<SheetRefusal>> {
    let mut no = check(criteria, content, &[]).err().unwrap_or_default();
    if no.iter().any(|r| matches!(r, SheetRefusal::WrongShape { .. })) {
        return Err(no);
    }
    for (at, criterion) in criteria.iter().enumerate() {
        if content.marks[at].is_none() {
            no.push(SheetRefusal::MarkMissing { criterion: at });
        }
        if criterion.comment_required && content.comments[at].trim().is_empty() {
            no.push(SheetRefusal::CommentMissing { criterion: at });
        }
    }
    match content.all_marks() {
        Some(marks) if no.is_empty() => Ok(marks),
        _ => Err(no),
    }
}

fn check_mark(
    criterion: &Criterion,
    at: usize,
    mark: Option<Marks>,
    ticked: Option<&str>,
    no: &mut Vec<SheetRefusal>,
) {
    let ticked = match ticked {
        Some(code) => match criterion.bands.iter().find(|b| b.code == code) {
            Some(band) => Some(band),
            None => return no.push(SheetRefusal::UnknownBand { criterion: at }),
        },
        None => None,
    };
    let Some(mark) = mark else { return };
    if mark.0 < 0 {
        no.push(SheetRefusal::BelowZero { criterion: at });
    } else if mark > criterion.max {
        no.push(SheetRefusal::AboveMaximum { criterion: at, max: criterion.max });
    } else if criterion.step.0 > 0 && mark.0 % criterion.step.0 != 0 {
        no.push(SheetRefusal::OffStep { criterion: at, step: criterion.step });
    } else if let Some(band) = ticked {
        if !(band.min..=band.max).contains(&mark) {
            let (label, min, max) = (band.label.clone(), band.min, band.max);
            no.push(SheetRefusal::OutsideBand { criterion: at, label, min, max });
        }
    } else if !criterion.bands.is_empty() && band_of(criterion, mark).is_none() {
        no.push(SheetRefusal::InNoBand { criterion: at });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judging::rubric::tests::criterion;

    fn rubric() -> Vec<Criterion> {
        let band = |code: &str, min, max| Band {
            code: code.into(),
            label: code.into(),
            min: Marks(min),
            max: Marks(max),
        };
        let mut novelty = criterion("tinh_moi", 2500, "1");
        novelty.comment_required = true;
        novelty.bands = vec![band("5", 2250, 2500), band("2", 50, 1250), band("1", 0, 0)];
        vec![novelty, criterion("kha_thi", 1000, "1")]
    }

    fn sheet(a: Option<i64>, b: Option<i64>, comment: &str) -> SheetContent {
        SheetContent {
            marks: vec![a.map(Marks), b.map(Marks)],
            comments: vec![comment.into(), String::new()],
            general_comment: String::new(),
        }
    }

    #[test]
    fn every_mark_lies_on_its_step_within_its_criterion_and_band() {
        use SheetRefusal::*;
        for (what, content, ticked, want) in [
            ("nothing yet", sheet(None, None, ""), None, vec![]),
            ("zero", sheet(Some(0), Some(0), ""), None, vec![]),
            ("largest", sheet(Some(2500), Some(1000), ""), Some("5"), vec![]),
            ("below zero", sheet(Some(-50), None, ""), None, vec![BelowZero { criterion: 0 }]),
            (
                "one step too many",
                sheet(None, Some(1050), ""),
                None,
                vec![AboveMaximum { criterion: 1, max: Marks(1000) }],
            ),
            (
                "off its step",
                sheet(None, Some(925), ""),
                None,
                vec![OffStep { criterion: 1, step: Marks(50) }],
            ),
            ("in no band", sheet(Some(2000), None, ""), None, vec![InNoBand { criterion: 0 }]),
            (
                "another band ticked",
                sheet(Some(1250), None, ""),
                Some("5"),
                vec![OutsideBand { criterion: 0, label: "5".into(), min: Marks(2250), max: Marks(2500) }],
            ),
            ("no such band", sheet(Some(1250), None, ""), Some("9"), vec![UnknownBand { criterion: 0 }]),
            (
                "all at once",
                sheet(Some(-50), Some(925), &"x".repeat(2001)),
                None,
                vec![
                    BelowZero { criterion: 0 },
                    CommentTooLong { criterion: 0, most: MOST_COMMENT },
                    OffStep { criterion: 1, step: Marks(50) },
                ],
            ),
            ("another rubric", SheetContent::blank(3), None, vec![WrongShape { criteria: 2 }]),
        ] {
            let ticked = [ticked.map(str::to_owned)];
            assert_eq!(check(&rubric(), &content, &ticked).err().unwrap_or_default(), want, "{what}");
        }
    }

    #[test]
    fn only_a_complete_sheet_can_be_signed() {
        use SheetRefusal::*;
        for (what, content, want) in [
            ("complete", sheet(Some(2250), Some(1000), "rõ"), vec![]),
            ("a mark missing", sheet(Some(2250), None, "rõ"), vec![MarkMissing { criterion: 1 }]),
            ("a comment missing", sheet(Some(2250), Some(0), " \n"), vec![CommentMissing { criterion: 0 }]),
            (
                "both",
                sheet(None, Some(0), ""),
                vec![MarkMissing { criterion: 0 }, CommentMissing { criterion: 0 }],
            ),
        ] {
            assert_eq!(check_complete(&rubric(), &content).err().unwrap_or_default(), want, "{what}");
        }
    }

    #[test]
    fn marks_are_kept_as_a_list_of_hundredths() {
        for (content, text) in [
            (sheet(Some(1650), None, ""), "1650,"),
            (sheet(None, None, ""), ","),
            (sheet(Some(0), Some(290), ""), "0,290"),
        ] {
            assert_eq!(content.marks_text(), text);
            assert_eq!(parse_marks(text, 2).unwrap(), content.marks);
        }
        assert_eq!(parse_marks("", 2).unwrap(), [None, None]);
        assert_eq!(parse_marks("1,2,3", 2), None);
        assert_eq!(parse_marks("1,x", 2), None);
    }
}
