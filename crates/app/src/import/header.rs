//! Finding the header: the row whose cells are known headings, in Vietnamese with or without diacritics or as codes,
//! below any number of title rows, also spread over two rows.

use super::grid::{Cell, Grid, GridRow};
use super::text::{fold, fold_heading};

/// How many rows from the top are searched for the header.
pub(super) const SEARCHED: usize = 50;

/// A column that is looked for.
#[derive(Debug, Clone)]
pub(super) struct Field {
    /// Code of the column, as in the folder format: `receiving_unit_code`.
    pub name: String,
    pub required: bool,
    /// Folded headings, the best first. The code itself is among them.
    pub headings: Vec<String>,
}

/// A field by its code and its Vietnamese headings (written without diacritics).
pub(super) fn field(name: &str, required: bool, headings: &[&str]) -> Field {
    let mut all = vec![fold(name)];
    all.extend(headings.iter().map(|heading| fold(heading)));
    Field { name: name.to_owned(), required, headings: all }
}

#[derive(Debug)]
pub(super) struct Header {
    /// How many fields have a column.
    pub found: usize,
    /// The column of each field.
    pub columns: Vec<Option<usize>>,
    /// Fields with the same heading in two columns, and the second column.
    pub doubled: Vec<(usize, usize)>,
    /// The heading of each column as written.
    pub headings: Vec<String>,
    /// Row of the sheet where the header (its last row) stands.
    pub number: u32,
    /// Index in `grid.rows` of the first row below the header.
    pub first: usize,
}

/// The best header within the first 50 rows; `None` when no row has even two of the fields (or the only one).
pub(super) fn find(grid: &Grid, fields: &[Field]) -> Option<Header> {
    let least = fields.len().min(2);
    let searched = if grid.header_is_first { 1 } else { SEARCHED };
    let mut best: Option<Header> = None;
    for (index, row) in grid.rows.iter().take(searched).enumerate() {
        let single = recognise(row.cells.iter().map(Cell::shown).collect(), fields, row, index + 1);
        let lower = grid.rows.get(index + 1).filter(|_| !grid.header_is_first);
        let double = lower.map(|lower| recognise(two_rows(row, lower), fields, lower, index + 2));
        for candidate in [Some(single), double].into_iter().flatten() {
            if candidate.found >= least && best.as_ref().is_none_or(|best| candidate.found > best.found) {
                best = Some(candidate);
            }
        }
    }
    let mut header = best?;
    if grid.rows.get(header.first).is_some_and(is_numbering) {
        header.first += 1;
    }
    Some(header)
}

/// Headings of a header in two rows: the lower cell where there is one, else the upper.
fn two_rows(upper: &GridRow, lower: &GridRow) -> Vec<String> {
    let width = upper.cells.len().max(lower.cells.len());
    let pick = |column| if lower.cell(column).is_blank() { upper.cell(column) } else { lower.cell(column) };
    (0..width).map(|column| pick(column).shown()).collect()
}

fn recognise(headings: Vec<String>, fields: &[Field], row: &GridRow, first: usize) -> Header {
    let folded: Vec<String> = headings.iter().map(|heading| fold_heading(heading)).collect();
    let mut columns = Vec::with_capacity(fields.len());
    let mut doubled = Vec::new();
    for (at, field) in fields.iter().enumerate() {
        // The best heading wins: a column `Lý do` before a column `Ghi chú`.
        let column = field.headings.iter().find_map(|wanted| {
            let mut same = (0..folded.len()).filter(|column| folded[*column] == *wanted);
            let column = same.next()?;
            doubled.extend(same.next().map(|second| (at, second)));
            Some(column)
        });
        columns.push(column);
    }
    let found = columns.iter().filter(|column| column.is_some()).count();
    Header { found, columns, doubled, headings, number: row.number, first }
}

/// The row of column numbers that offices put under a header: `(1) (2) (3)`, `1 2 3`, `A B 1 2`.
fn is_numbering(row: &GridRow) -> bool {
    let shown: Vec<String> = row.cells.iter().filter(|cell| !cell.is_blank()).map(Cell::shown).collect();
    let mut next = 1;
    for text in &shown {
        let inner = text.trim_matches(['(', ')', '[', ']', ' ']);
        if inner.parse() == Ok(next) {
            next += 1;
        } else if next > 1 || inner.len() != 1 || !inner.bytes().all(|b| b.is_ascii_uppercase()) {
            return false;
        }
    }
    shown.len() >= 3 && next > 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(rows: &[&[&str]]) -> Grid {
        let cell = |text: &&str| if text.is_empty() { Cell::Blank } else { Cell::Text((*text).to_owned()) };
        let rows = rows.iter().enumerate().map(|(at, cells)| GridRow {
            number: at as u32 + 1,
            after_blank: false,
            cells: cells.iter().map(cell).collect(),
        });
        Grid { rows: rows.collect(), ..Grid::default() }
    }

    fn fields() -> Vec<Field> {
        vec![
            field("code", true, &["mã bài"]),
            field("title", true, &["tên bài dự thi", "tên bài"]),
            field("reason", false, &["lý do", "ghi chú"]),
        ]
    }

    #[test]
    fn the_header_is_found_below_title_rows() {
        let grid =
            grid(&[&["DANH SÁCH BÀI DỰ THI"], &["TT", "Mã bài", "Tên bài dự thi"], &["1", "A", "Một"]]);
        let header = find(&grid, &fields()).unwrap();
        assert_eq!((header.number, header.first), (2, 2));
        assert_eq!(header.columns, [Some(1), Some(2), None]);
    }

    #[test]
    fn headings_without_diacritics_and_codes_do() {
        for row in [["MA BAI", "TEN BAI"], ["code", "title"], ["Code", "Tên bài (ghi đủ)"]] {
            assert_eq!(find(&grid(&[&row]), &fields()).unwrap().columns[..2], [Some(0), Some(1)]);
        }
    }

    #[test]
    fn a_header_may_take_two_rows_and_a_row_of_numbers() {
        let grid = grid(&[
            &["TT", "Mã bài", "Bài"],
            &["", "", "Tên bài", "Ghi chú"],
            &["(1)", "(2)", "(3)", "(4)"],
            &["1", "A"],
        ]);
        let header = find(&grid, &fields()).unwrap();
        assert_eq!(header.columns, [Some(1), Some(2), Some(3)]);
        assert_eq!(header.first, 3);
    }

    #[test]
    fn the_better_heading_wins_and_equal_ones_are_told() {
        let header = find(&grid(&[&["code", "Ghi chú", "Lý do"]]), &fields()).unwrap();
        assert_eq!((header.columns[2], header.doubled.len()), (Some(2), 0));
        let header = find(&grid(&[&["code", "title", "Title"]]), &fields()).unwrap();
        assert_eq!(header.doubled, [(1, 2)]);
    }

    #[test]
    fn rows_of_data_are_no_numbering() {
        for (cells, numbering) in [
            (&["1", "2", "3"][..], true),
            (&["A", "B", "1", "2"], true),
            (&["(1)", "(2)", "(3)"], true),
            (&["1", "CM24-001", "3"], false),
            (&["A", "1"], false),
            (&["1", "3", "2"], false),
        ] {
            assert_eq!(is_numbering(&grid(&[cells]).rows[0]), numbering, "{cells:?}");
        }
    }

    #[test]
    fn one_known_word_is_no_header() {
        assert!(find(&grid(&[&["Mã bài"], &["x"]]), &fields()).is_none());
    }
}
