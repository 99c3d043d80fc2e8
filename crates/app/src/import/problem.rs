//! What is wrong in an office's file, as data: where exactly, of which kind, what was found, what would be right.
//!
//! `Display` is English and meant for logs and the command line; a person reads the text of [`ProblemKind::key`] in
//! their own language.

use std::fmt;

use serde::Serialize;

/// The longest piece of a file that a problem repeats, in characters.
const FOUND_LIMIT: usize = 80;

/// Most problems kept of one file; those beyond it are only counted, so that a wrong file of 200,000 lines does not
/// fill the memory with complaints.
const PROBLEMS_LIMIT: usize = 5_000;

/// One thing wrong (or worth a look) in one place of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    pub file: String,
    /// Name of the sheet, for workbooks.
    pub sheet: Option<String>,
    /// Row of the sheet or line of the text file, counted from 1. `None` when the whole file is meant.
    pub row: Option<u32>,
    pub column: Option<ColumnName>,
    pub kind: ProblemKind,
    /// What stands there, shortened to 80 characters.
    pub found: String,
    /// What would have been right: the allowed values, the missing column, the limit. May be empty.
    pub expected: String,
}

/// A column as the person sees it: the heading or the field's path, and for workbooks the letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ColumnName {
    pub header: String,
    pub letter: Option<String>,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $key:literal, $english:literal;)+) => {
        /// Every kind of problem, closed, so that each has its text in every language.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum ProblemKind { $($(#[$doc])* $name),+ }

        impl ProblemKind {
            /// All kinds, for the test that each has its text.
            pub const ALL: &'static [ProblemKind] = &[$(ProblemKind::$name),+];

            /// Stable key of the kind: `unknown-value`, `missing-column`, …
            pub fn key(self) -> &'static str {
                match self { $(ProblemKind::$name => $key),+ }
            }

            fn english(self) -> &'static str {
                match self { $(ProblemKind::$name => $english),+ }
            }
        }
    };
}

kinds! {
    /// A file the folder must have is not there.
    MissingFile = "missing-file", "file is missing";
    /// The file cannot be opened or read.
    UnreadableFile = "unreadable-file", "file cannot be read";
    /// The file, a workbook's content or one value is larger than the limit.
    TooLarge = "too-large", "too large";
    TooManyRows = "too-many-rows", "too many rows";
    NotUtf8 = "not-utf8", "not UTF-8 text";
    InvalidJson = "invalid-json", "invalid JSON";
    /// Not a workbook, damaged, encrypted, or built to do harm.
    BrokenWorkbook = "broken-workbook", "broken workbook";
    /// An `.xls` of before 2007, or a workbook under a password: save it as `.xlsx` without one.
    OldWorkbook = "old-workbook", "old or encrypted workbook";
    /// No row with the column headings was found.
    NoHeader = "no-header", "no header row found";
    MissingColumn = "missing-column", "column is missing";
    /// Two columns carry the same heading.
    DuplicateColumn = "duplicate-column", "column appears twice";
    /// A line has more cells than the header: mostly a comma in a text without quotation marks.
    ExtraCells = "extra-cells", "more cells than columns";
    /// A quotation mark is opened and never closed.
    UnclosedQuote = "unclosed-quote", "quotation mark is not closed";
    MissingValue = "missing-value", "value is missing";
    /// The value is none of a closed list.
    UnknownValue = "unknown-value", "unknown value";
    /// JSON of another type than the field has.
    WrongType = "wrong-type", "wrong type";
    /// Not a number, negative, or with more than 2 decimals.
    BadNumber = "bad-number", "bad number";
    BadInstant = "bad-instant", "bad date or time";
    /// Not a Vietnamese telephone number. A warning: the rules of the contest decide what follows.
    BadPhone = "bad-phone", "bad telephone number";
    /// A nine-digit number got back the zero that the spreadsheet dropped. A warning.
    PhoneZeroRestored = "phone-zero-restored", "leading zero of a telephone number restored";
    /// A code with spaces, control characters, or longer than 64 characters.
    BadCode = "bad-code", "bad code";
    DuplicateCode = "duplicate-code", "appears twice";
    UnknownUnit = "unknown-unit", "unknown unit";
    /// Several units carry this name at that date: give the code.
    AmbiguousUnit = "ambiguous-unit", "several units have this name";
    UnknownJudge = "unknown-judge", "unknown judge";
    UnknownEntry = "unknown-entry", "unknown entry";
    UnknownCriterion = "unknown-criterion", "unknown criterion";
    UnknownRound = "unknown-round", "unknown round";
    /// A formula where a value is read: paste the value instead.
    FormulaCell = "formula-cell", "formula instead of a value";
    /// The spreadsheet itself shows an error such as `#REF!`.
    ErrorCell = "error-cell", "spreadsheet error";
    /// Control characters inside a text.
    BadText = "bad-text", "control character in text";
    /// A line below the table, a total or a signature, was not read. A warning.
    LineSkipped = "line-skipped", "line skipped";
    /// A sheet without the columns looked for was not read. A warning.
    SheetSkipped = "sheet-skipped", "sheet skipped";
}

impl fmt::Display for ProblemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.english())
    }
}

impl fmt::Display for Problem {
    /// `entries.jsonl, line 12, authors[1].phone: bad telephone number: "0900"`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, ", sheet {sheet}")?;
        }
        if let Some(row) = self.row {
            write!(f, ", {} {row}", if self.sheet.is_some() { "row" } else { "line" })?;
        }
        if let Some(column) = &self.column {
            write!(f, ", {}", column.header)?;
            if let Some(letter) = &column.letter {
                write!(f, " (column {letter})")?;
            }
        }
        write!(f, ": {}", self.kind)?;
        if !self.found.is_empty() {
            write!(f, ": {:?}", self.found)?;
        }
        if !self.expected.is_empty() {
            write!(f, " (expected {})", self.expected)?;
        }
        Ok(())
    }
}

/// Collects the problems of one file while it is read.
#[derive(Debug)]
pub(super) struct Sink {
    file: String,
    pub problems: Vec<Problem>,
    pub warnings: Vec<Problem>,
    pub left_out: usize,
}

/// Where in the file, without the file: `sheet`, `row`, `column`.
#[derive(Debug, Clone, Default)]
pub(super) struct Spot {
    pub sheet: Option<String>,
    pub row: Option<u32>,
    pub column: Option<ColumnName>,
}

impl Spot {
    pub fn row(row: u32) -> Spot {
        Spot { row: Some(row), ..Spot::default() }
    }

    pub fn field(row: u32, path: &str) -> Spot {
        let column = ColumnName { header: path.to_owned(), letter: None };
        Spot { sheet: None, row: Some(row), column: Some(column) }
    }
}

impl Sink {
    pub fn new(file: &str) -> Sink {
        Sink { file: file.to_owned(), problems: Vec::new(), warnings: Vec::new(), left_out: 0 }
    }

    pub fn file(&self) -> &str {
        &self.file
    }

    pub fn problem(&mut self, spot: Spot, kind: ProblemKind, found: &str, expected: &str) {
        if self.problems.len() >= PROBLEMS_LIMIT {
            self.left_out += 1;
            return;
        }
        let problem = self.build(spot, kind, found, expected);
        self.problems.push(problem);
    }

    pub fn warning(&mut self, spot: Spot, kind: ProblemKind, found: &str, expected: &str) {
        if self.warnings.len() >= PROBLEMS_LIMIT {
            self.left_out += 1;
            return;
        }
        let problem = self.build(spot, kind, found, expected);
        self.warnings.push(problem);
    }

    fn build(&self, spot: Spot, kind: ProblemKind, found: &str, expected: &str) -> Problem {
        Problem {
            file: self.file.clone(),
            sheet: spot.sheet,
            row: spot.row,
            column: spot.column,
            kind,
            found: shorten(found),
            expected: expected.to_owned(),
        }
    }
}

/// The beginning of a text on one line, with an ellipsis when something was left out.
fn shorten(text: &str) -> String {
    let mut short: String =
        text.chars().take(FOUND_LIMIT).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(FOUND_LIMIT).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_names_file_place_and_value() {
        let mut sink = Sink::new("entries.xlsx");
        let column = ColumnName { header: "Số điện thoại".into(), letter: Some("G".into()) };
        let spot = Spot { sheet: Some("Danh sách".into()), row: Some(16), column: Some(column) };
        sink.problem(spot, ProblemKind::BadNumber, "abc", "a number");
        assert_eq!(
            sink.problems[0].to_string(),
            "entries.xlsx, sheet Danh sách, row 16, Số điện thoại (column G): bad number: \"abc\" (expected a number)"
        );
    }

    #[test]
    fn long_findings_are_shortened_and_stay_on_one_line() {
        assert_eq!(shorten("a\nb"), "a b");
        assert_eq!(shorten(&"ề".repeat(81)).chars().count(), 81);
        assert!(shorten(&"ề".repeat(81)).ends_with('…'));
        assert_eq!(shorten(&"ề".repeat(80)).chars().count(), 80);
    }

    #[test]
    fn problems_beyond_the_limit_are_counted() {
        let mut sink = Sink::new("f");
        for row in 0..PROBLEMS_LIMIT as u32 + 7 {
            sink.problem(Spot::row(row), ProblemKind::MissingValue, "", "");
        }
        assert_eq!((sink.problems.len(), sink.left_out), (PROBLEMS_LIMIT, 7));
    }

    #[test]
    fn keys_are_distinct() {
        let keys: std::collections::BTreeSet<_> = ProblemKind::ALL.iter().map(|kind| kind.key()).collect();
        assert_eq!(keys.len(), ProblemKind::ALL.len());
    }
}
