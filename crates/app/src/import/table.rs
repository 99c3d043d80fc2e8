//! A grid with its header found: rows read field by field, every fault reported with its cell.

use jiff::civil::Date;

use super::decimal;
use super::grid::{Cell, Grid, GridRow, letter};
use super::header::{self, Field, Header};
use super::instant;
use super::problem::{ColumnName, ProblemKind, Sink, Spot};
use super::rows::{GivenInstant, Place};
use super::text::{TextFault, clean, fold, is_code};

pub(super) struct Table<'g> {
    grid: &'g Grid,
    fields: &'g [Field],
    header: Header,
}

/// The tables among the grids: every one that has all required columns. When none has, the nearest one is returned
/// with its missing columns reported, or nothing when no header was found at all.
pub(super) fn tables<'g>(grids: &'g [Grid], fields: &'g [Field], sink: &mut Sink) -> Vec<Table<'g>> {
    let mut found: Vec<Table<'g>> = Vec::new();
    let mut skipped: Vec<&Grid> = Vec::new();
    for grid in grids {
        match header::find(grid, fields) {
            Some(header) => found.push(Table { grid, fields, header }),
            None => skipped.push(grid),
        }
    }
    if found.is_empty() {
        let wanted: Vec<&str> =
            fields.iter().filter(|field| field.required).map(|field| field.name.as_str()).collect();
        sink.problem(Spot::default(), ProblemKind::NoHeader, "", &wanted.join(", "));
        return found;
    }
    if found.iter().any(Table::is_complete) {
        found.retain(|table| {
            if !table.is_complete() {
                skipped.push(table.grid);
            }
            table.is_complete()
        });
    } else {
        let best = (0..found.len()).max_by_key(|at| (found[*at].header.found, usize::MAX - at)).unwrap_or(0);
        found.swap(0, best);
        found.truncate(1);
    }
    for grid in skipped {
        skip(grid, sink);
    }
    for table in &found {
        table.report_columns(sink);
    }
    found
}

/// Reports a sheet as not read.
fn skip(grid: &Grid, sink: &mut Sink) {
    if let Some(sheet) = &grid.sheet {
        let spot = Spot { sheet: Some(sheet.clone()), ..Spot::default() };
        sink.warning(spot, ProblemKind::SheetSkipped, sheet, "");
    }
}

impl<'g> Table<'g> {
    pub fn skip(&self, sink: &mut Sink) {
        skip(self.grid, sink);
    }

    fn is_complete(&self) -> bool {
        self.fields
            .iter()
            .zip(&self.header.columns)
            .all(|(field, column)| !field.required || column.is_some())
    }

    fn report_columns(&self, sink: &mut Sink) {
        for (field, column) in self.fields.iter().zip(&self.header.columns) {
            if field.required && column.is_none() {
                self.missing(field, sink);
            }
        }
        for (at, second) in &self.header.doubled {
            let spot = self.spot(self.header.number, Some(*second), &self.fields[*at]);
            sink.problem(spot, ProblemKind::DuplicateColumn, &self.header.headings[*second], "");
        }
    }

    /// Reports a column that is needed and not there.
    pub fn missing(&self, field: &Field, sink: &mut Sink) {
        let mut spot = self.spot(self.header.number, None, field);
        spot.column = None;
        let headings: Vec<&str> = field.headings.iter().skip(1).take(1).map(String::as_str).collect();
        let expected = [field.name.as_str()].into_iter().chain(headings).collect::<Vec<_>>().join(" / ");
        sink.problem(spot, ProblemKind::MissingColumn, "", &expected);
    }

    pub fn has(&self, field: usize) -> bool {
        self.header.columns[field].is_some()
    }

    pub fn field(&self, field: usize) -> &Field {
        &self.fields[field]
    }

    /// The rows below the header, without totals and signatures (which are reported as skipped).
    pub fn rows(&self, sink: &mut Sink) -> Vec<Row<'_>> {
        let mut rows = Vec::new();
        for row in &self.grid.rows[self.header.first.min(self.grid.rows.len())..] {
            let row = Row { table: self, row };
            if row.is_footer() {
                row.skip(sink);
                continue;
            }
            row.check_width(sink);
            rows.push(row);
        }
        rows
    }

    fn spot(&self, row: u32, column: Option<usize>, field: &Field) -> Spot {
        let header = match column {
            Some(column) => self.header.headings.get(column).cloned().unwrap_or_default(),
            None => field.name.clone(),
        };
        let letter = column.filter(|_| self.grid.lettered).map(letter);
        Spot { sheet: self.grid.sheet.clone(), row: Some(row), column: Some(ColumnName { header, letter }) }
    }
}

#[derive(Clone, Copy)]
pub(super) struct Row<'t> {
    table: &'t Table<'t>,
    row: &'t GridRow,
}

/// First words of lines below a table. Folded.
const FOOTERS: [&str; 10] = [
    "tong so",
    "tong cong",
    "tong",
    "cong",
    "danh sach gom",
    "danh sach nay",
    "an dinh danh sach",
    "nguoi lap",
    "noi nhan",
    "ghi chu",
];

impl Row<'_> {
    pub fn place(&self, sink: &Sink) -> Place {
        Place { file: sink.file().to_owned(), sheet: self.table.grid.sheet.clone(), row: self.row.number }
    }

    pub fn after_blank(&self) -> bool {
        self.row.after_blank
    }

    /// Where a field of this row stands.
    pub fn spot(&self, field: usize) -> Spot {
        self.table.spot(self.row.number, self.table.header.columns[field], self.table.field(field))
    }

    pub fn is_blank(&self, field: usize) -> bool {
        self.cell(field).is_blank()
    }

    /// Whether this row repeats the given columns of another row (or leaves them blank) and has its own `differing`.
    pub fn repeats(&self, other: &Row<'_>, columns: &[usize], differing: usize) -> bool {
        let same = |field: &usize| self.is_blank(*field) || self.cell(*field) == other.cell(*field);
        columns.iter().all(same) && !self.is_blank(differing) && self.cell(differing) != other.cell(differing)
    }

    /// Reports the row as not read.
    pub fn skip(&self, sink: &mut Sink) {
        let shown = self.row.cells.iter().find(|cell| !cell.is_blank()).map(Cell::shown).unwrap_or_default();
        let spot = Spot { sheet: self.table.grid.sheet.clone(), row: Some(self.row.number), column: None };
        sink.warning(spot, ProblemKind::LineSkipped, &shown, "");
    }

    fn cell(&self, field: usize) -> &Cell {
        self.table.header.columns[field].map_or(&Cell::Blank, |column| self.row.cell(column))
    }

    /// A total, a note or a signature: begins with such a word and fills less than half of the needed columns.
    fn is_footer(&self) -> bool {
        let Some(first) = self.row.cells.iter().find(|cell| !cell.is_blank()) else { return true };
        let folded = fold(&first.shown());
        let worded = FOOTERS.iter().any(|words| {
            folded.strip_prefix(words).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        });
        let needed = || {
            (0..self.table.fields.len()).filter(|at| self.table.fields[*at].required && self.table.has(*at))
        };
        let filled = needed().filter(|at| !self.is_blank(*at)).count();
        worded && filled * 2 < needed().count().max(2)
    }

    /// In a text file a row wider than its header has a separator too many, mostly a decimal comma or a text without
    /// quotation marks, which shifts what follows; so also when the last cell is blank.
    fn check_width(&self, sink: &mut Sink) {
        let width = self.table.header.headings.len();
        if !self.table.grid.strict_width || self.row.cells.len() <= width {
            return;
        }
        let whole: Vec<String> = self.row.cells.iter().map(Cell::shown).collect();
        sink.problem(
            Spot::row(self.row.number),
            ProblemKind::ExtraCells,
            &whole.join(" | "),
            &width.to_string(),
        );
    }

    /// The value of a cell, with formulas, spreadsheet errors and broken texts reported and left out.
    fn value(&self, field: usize, sink: &mut Sink) -> Option<String> {
        let cell = self.cell(field);
        let column = self.table.header.columns[field]?;
        if self.table.grid.formulas.contains(&(self.row.number, column)) {
            sink.problem(self.spot(field), ProblemKind::FormulaCell, &cell.shown(), "");
            return None;
        }
        match cell {
            Cell::Blank => None,
            Cell::Text(raw) => match clean(raw) {
                Ok(text) => (!text.is_empty()).then_some(text),
                Err(TextFault::TooLong) => {
                    sink.problem(self.spot(field), ProblemKind::TooLarge, raw, "");
                    None
                }
                Err(TextFault::ControlCharacter) => {
                    sink.problem(self.spot(field), ProblemKind::BadText, raw, "");
                    None
                }
            },
            Cell::Number(number) => Some(number.clone()),
            Cell::Date(at) => Some(at.date().to_string()),
            Cell::Bool(value) => Some(value.to_string()),
            Cell::Error(error) => {
                sink.problem(self.spot(field), ProblemKind::ErrorCell, error, "");
                None
            }
        }
    }

    /// Whether the cell holds a typed number, as a spreadsheet's phone without its zero does.
    pub fn is_number(&self, field: usize) -> bool {
        matches!(self.cell(field), Cell::Number(_))
    }

    /// A text that may be empty.
    pub fn text(&self, field: usize, sink: &mut Sink) -> String {
        self.value(field, sink).unwrap_or_default()
    }

    pub fn optional(&self, field: usize, sink: &mut Sink) -> Option<String> {
        self.value(field, sink)
    }

    /// A text that must be there; its absence is reported once (not again for a missing column).
    pub fn needed(&self, field: usize, sink: &mut Sink) -> Option<String> {
        let before = sink.problems.len() + sink.left_out;
        let value = self.value(field, sink);
        if value.is_none() && self.table.has(field) && sink.problems.len() + sink.left_out == before {
            sink.problem(self.spot(field), ProblemKind::MissingValue, "", "");
        }
        value
    }

    /// A code that must be there.
    pub fn code(&self, field: usize, sink: &mut Sink) -> Option<String> {
        let code = self.needed(field, sink)?;
        self.checked_code(field, code, sink)
    }

    /// A code that may be absent. `Err` when what stands there is no code.
    pub fn optional_code(&self, field: usize, sink: &mut Sink) -> Result<Option<String>, Reported> {
        match self.optional(field, sink) {
            None => Ok(None),
            Some(code) => self.checked_code(field, code, sink).map(Some).ok_or(Reported),
        }
    }

    fn checked_code(&self, field: usize, code: String, sink: &mut Sink) -> Option<String> {
        if is_code(&code) {
            return Some(code);
        }
        sink.problem(self.spot(field), ProblemKind::BadCode, &code, "");
        None
    }

    /// One of a closed list, by code or by what offices write.
    pub fn one_of<T: Copy>(&self, field: usize, words: &[(&str, T)], sink: &mut Sink) -> Option<T> {
        let text = self.needed(field, sink)?;
        self.word(field, &text, words, sink)
    }

    pub fn word<T: Copy>(&self, field: usize, text: &str, words: &[(&str, T)], sink: &mut Sink) -> Option<T> {
        let folded = fold(text);
        if let Some((_, value)) =
            words.iter().find(|(word, _)| *word == text || (!folded.is_empty() && fold(word) == folded))
        {
            return Some(*value);
        }
        sink.problem(self.spot(field), ProblemKind::UnknownValue, text, &codes_of(words));
        None
    }

    /// A number with at most two decimals, in hundredths. `Err` when what stands there is no such number.
    pub fn optional_hundredths(&self, field: usize, sink: &mut Sink) -> Result<Option<i64>, Reported> {
        let Some(text) = self.optional(field, sink) else { return Ok(None) };
        let number = text.strip_suffix('%').map_or(text.as_str(), str::trim_end);
        match decimal::hundredths(number) {
            Some(value) => Ok(Some(value)),
            None => {
                sink.problem(self.spot(field), ProblemKind::BadNumber, &text, "0, 17.5, 17,25");
                Err(Reported)
            }
        }
    }

    pub fn instant(&self, field: usize, sink: &mut Sink) -> Option<GivenInstant> {
        if self.is_blank(field) {
            self.needed(field, sink)?;
        }
        self.optional_instant(field, sink).ok().flatten()
    }

    pub fn optional_instant(&self, field: usize, sink: &mut Sink) -> Result<Option<GivenInstant>, Reported> {
        let from_cell = match self.cell(field) {
            Cell::Date(at) => instant::from_cell(*at),
            _ => None,
        };
        let Some(text) = self.optional(field, sink) else { return Ok(None) };
        match from_cell.or_else(|| instant::parse(&text)) {
            Some(given) => Ok(Some(given)),
            None => {
                let expected = "dd/MM/yyyy HH:mm:ss, yyyy-MM-ddTHH:mm:ss+07:00";
                sink.problem(self.spot(field), ProblemKind::BadInstant, &text, expected);
                Err(Reported)
            }
        }
    }

    pub fn optional_date(&self, field: usize, sink: &mut Sink) -> Result<Option<Date>, Reported> {
        let from_cell = match self.cell(field) {
            Cell::Date(at) => Some(at.date()),
            _ => None,
        };
        let Some(text) = self.optional(field, sink) else { return Ok(None) };
        match from_cell.or_else(|| instant::parse_date(&text)) {
            Some(date) => Ok(Some(date)),
            None => {
                sink.problem(self.spot(field), ProblemKind::BadInstant, &text, "dd/MM/yyyy, yyyy-MM-dd");
                Err(Reported)
            }
        }
    }

    /// The text of a merged cell that spans this row, where this row's own cell is blank.
    pub fn merged_text(&self, field: usize) -> Option<String> {
        let column = self.table.header.columns[field]? as u32;
        let row = self.row.number.checked_sub(1)?;
        let merge = self.table.grid.merges.iter().find(|merge| {
            merge.columns.0 == column && (merge.rows.0..=merge.rows.1).contains(&row) && merge.rows.0 < row
        })?;
        let at = self.table.grid.rows.binary_search_by_key(&(merge.rows.0 + 1), |row| row.number).ok()?;
        clean(&self.table.grid.rows[at].cell(column as usize).shown()).ok().filter(|text| !text.is_empty())
    }
}

/// A fault that is already among the problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reported;

/// The codes of a closed list, for the person: each value's first word.
pub(super) fn codes_of<T>(words: &[(&str, T)]) -> String {
    let codes: Vec<&str> =
        words.iter().map(|(word, _)| *word).filter(|word| word.is_ascii() && !word.contains(' ')).collect();
    codes.join(", ")
}

/// What offices write for yes and no in a tick column.
pub(super) const YES_NO: &[(&str, bool)] = &[
    ("yes", true),
    ("no", false),
    ("x", true),
    ("v", true),
    ("✓", true),
    ("√", true),
    ("1", true),
    ("0", false),
    ("true", true),
    ("false", false),
    ("có", true),
    ("không", false),
    ("đúng", true),
    ("sai", false),
    ("đại diện", true),
    ("trưởng ban", true),
    ("chủ tịch", true),
];
