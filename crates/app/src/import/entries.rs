//! Entries (bài dự thi), from the folder's JSON Lines, from an office's list in a workbook, or from CSV.

use std::collections::HashMap;

use super::known::{Known, Named, UnitMatch};
use super::problem::{ProblemKind, Sink, Spot};
use super::rows::{Category, EntryRow, Preview, Verdict};
use super::source::{self, Format};
use super::text::fold;
use super::{entries_json, entries_list};

/// Reads a file of entries. The format is recognised by content; `name` only stands in the problems.
pub fn read(name: &str, bytes: &[u8], known: &Known) -> Preview<EntryRow> {
    let mut sink = Sink::new(name);
    let mut codes = Codes::default();
    let rows = match source::format(bytes) {
        Format::JsonLines if source::fits(bytes, &mut sink) => {
            entries_json::read(bytes, known, &mut codes, &mut sink)
        }
        Format::JsonLines => Vec::new(),
        Format::Workbook | Format::Csv => entries_list::read(bytes, known, &mut codes, &mut sink),
    };
    super::preview(rows, codes.into_set(), sink)
}

pub(super) const CATEGORIES: &[(&str, Category)] = &[
    ("individual", Category::Individual),
    ("collective", Category::Collective),
    ("Cá nhân", Category::Individual),
    ("Tập thể", Category::Collective),
    ("Nhóm", Category::Collective),
    ("Nhóm tác giả", Category::Collective),
];

pub(super) const VERDICTS: &[(&str, Verdict)] = &[
    ("selected", Verdict::Selected),
    ("not_selected", Verdict::NotSelected),
    ("returned", Verdict::Returned),
    ("Chọn", Verdict::Selected),
    ("Được chọn", Verdict::Selected),
    ("Đạt", Verdict::Selected),
    ("Không chọn", Verdict::NotSelected),
    ("Không được chọn", Verdict::NotSelected),
    ("Không đạt", Verdict::NotSelected),
    ("Trả lại", Verdict::Returned),
    ("Trả lại để bổ sung", Verdict::Returned),
];

/// What offices write for the formats of the folder format.
const FORMAT_WORDS: &[(&str, &str)] = &[
    ("Bài viết", "written"),
    ("Văn bản", "written"),
    ("Video Clip", "video"),
    ("Clip", "video"),
    ("Phim", "video"),
];

/// Codes met so far and where, to find the second of two.
#[derive(Debug, Default)]
pub(super) struct Codes(HashMap<String, u32>);

impl Codes {
    /// Notes a code; a second one is reported with the row of the first.
    pub fn note(&mut self, code: &str, row: u32, spot: Spot, sink: &mut Sink) -> bool {
        if let Some(first) = self.0.get(code) {
            sink.problem(spot, ProblemKind::DuplicateCode, code, &format!("#{first}"));
            return false;
        }
        self.0.insert(code.to_owned(), row);
        true
    }

    pub fn into_set(self) -> std::collections::BTreeSet<String> {
        self.0.into_keys().collect()
    }
}

/// The code of an area, format or route given by code or name; a list that is not known takes any word.
pub(super) fn coded(text: &str, known: &[Named], spot: Spot, sink: &mut Sink) -> Option<String> {
    if known.is_empty() {
        return Some(text.to_owned());
    }
    let folded = fold(text);
    let found = known.iter().find(|item| item.code == text).or_else(|| {
        known
            .iter()
            .find(|item| !folded.is_empty() && (fold(&item.code) == folded || fold(&item.name) == folded))
    });
    if found.is_none() {
        let codes: Vec<&str> = known.iter().map(|item| item.code.as_str()).collect();
        sink.problem(spot, ProblemKind::UnknownValue, text, &codes.join(", "));
    }
    found.map(|item| item.code.clone())
}

/// The format's code: what the contest allows, or `written` and `video`.
pub(super) fn format(text: &str, known: &Known, spot: Spot, sink: &mut Sink) -> Option<String> {
    let folded = fold(text);
    let code = FORMAT_WORDS.iter().find(|(word, _)| fold(word) == folded).map_or(text, |(_, code)| *code);
    let allowed: Vec<&str> = match known.formats.is_empty() {
        true => vec!["written", "video"],
        false => known.formats.iter().map(String::as_str).collect(),
    };
    let found = allowed.iter().find(|allowed| fold(allowed) == fold(code));
    if found.is_none() {
        sink.problem(spot, ProblemKind::UnknownValue, text, &allowed.join(", "));
    }
    found.map(|code| (*code).to_owned())
}

/// A unit by code only, as machine-made files name it.
pub(super) fn unit_code(code: &str, known: &Known, spot: Spot, sink: &mut Sink) -> bool {
    let fine = known.units.as_ref().is_none_or(|units| units.has(code));
    if !fine {
        sink.problem(spot, ProblemKind::UnknownUnit, code, "");
    }
    fine
}

/// A unit by code, or by its name on a day, as office lists name it.
pub(super) fn unit(
    text: &str,
    on: Option<jiff::civil::Date>,
    known: &Known,
    spot: Spot,
    sink: &mut Sink,
) -> Option<String> {
    let Some(units) = &known.units else { return Some(text.to_owned()) };
    match units.find(text, on) {
        UnitMatch::Code(code) => Some(code),
        UnitMatch::Unknown => {
            sink.problem(spot, ProblemKind::UnknownUnit, text, "");
            None
        }
        UnitMatch::Several(codes) => {
            sink.problem(spot, ProblemKind::AmbiguousUnit, text, &codes.join(", "));
            None
        }
    }
}
