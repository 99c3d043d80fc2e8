//! A table of cells, whatever file it came from: the common ground of CSV, JSON Lines and workbooks.

use std::collections::HashSet;

use jiff::civil::DateTime;

/// Most rows of one workbook (all sheets together), header and title rows included.
pub(super) const WORKBOOK_ROWS: u32 = 20_000;
/// Most lines of a text file; the file size bounds it further.
pub(super) const TEXT_ROWS: u32 = 200_000;
/// Columns beyond this one are not looked at.
pub(super) const COLUMNS: usize = 256;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Blank,
    Text(String),
    /// A number in its shortest decimal text.
    Number(String),
    Date(DateTime),
    Bool(bool),
    /// An error of the spreadsheet: `#REF!`.
    Error(String),
}

impl Cell {
    pub fn is_blank(&self) -> bool {
        match self {
            Cell::Blank => true,
            Cell::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// What a person sees in the cell, for comparing and for showing in a problem.
    pub fn shown(&self) -> String {
        match self {
            Cell::Blank => String::new(),
            Cell::Text(text) | Cell::Number(text) | Cell::Error(text) => text.trim().to_owned(),
            Cell::Date(at) => at.to_string(),
            Cell::Bool(value) => value.to_string(),
        }
    }
}

/// One row that is not blank.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct GridRow {
    /// Row of the sheet or line of the file, from 1.
    pub number: u32,
    /// Whether at least one blank row stands between this row and the one before.
    pub after_blank: bool,
    pub cells: Vec<Cell>,
}

impl GridRow {
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Blank)
    }
}

/// Merged cells: rows and columns from 0, both ends inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Merge {
    pub rows: (u32, u32),
    pub columns: (u32, u32),
}

#[derive(Debug, Default)]
pub(super) struct Grid {
    pub sheet: Option<String>,
    pub rows: Vec<GridRow>,
    pub merges: Vec<Merge>,
    /// Row number (from 1) and column (from 0) of cells that hold a formula.
    pub formulas: HashSet<(u32, usize)>,
    /// Whether columns have letters (workbooks).
    pub lettered: bool,
    /// Whether the first row is the header by the nature of the file (JSON Lines).
    pub header_is_first: bool,
    /// Whether a row may not be wider than the header (text files).
    pub strict_width: bool,
}

/// `A`, `Z`, `AA`: the letter of a column counted from 0.
pub(super) fn letter(column: usize) -> String {
    let mut rest = column + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.push(b'A' + (rest % 26) as u8);
        rest /= 26;
    }
    letters.iter().rev().map(|b| char::from(*b)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (column, name) in
            [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
        {
            assert_eq!(letter(column), name);
        }
    }
}
