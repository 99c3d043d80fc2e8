//! Workbooks (`.xlsx`) to cells, sheet by sheet, bounded in rows, columns and text, and without trusting the file:
//! a panic of the reading library is a broken workbook, not a crash.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx};
use jiff::civil::DateTime;

use super::archive::{self, Refused};
use super::decimal;
use super::grid::{COLUMNS, Cell, Grid, GridRow, Merge, WORKBOOK_ROWS};
use super::problem::{ProblemKind, Sink, Spot};

/// Longest text of one cell: what spreadsheets allow, in characters.
const CELL_LIMIT: usize = 32_767;
/// All texts of a workbook together, in bytes: a shared string may be repeated in a million cells.
const TEXT_LIMIT: usize = 64 * 1024 * 1024;
const SHEETS_LIMIT: usize = 100;

/// The visible sheets of a workbook that hold anything.
pub(super) fn grids(bytes: &[u8], sink: &mut Sink) -> Option<Vec<Grid>> {
    let refused = match archive::check(bytes) {
        Ok(()) => None,
        Err(Refused::Broken) => Some((ProblemKind::BrokenWorkbook, "")),
        Err(Refused::TooLarge) => Some((ProblemKind::TooLarge, "100 MB")),
        Err(Refused::OldOrEncrypted) => Some((ProblemKind::OldWorkbook, ".xlsx")),
    };
    if let Some((kind, expected)) = refused {
        sink.problem(Spot::default(), kind, "", expected);
        return None;
    }
    match catch_unwind(AssertUnwindSafe(|| read(bytes))) {
        Ok(Ok(grids)) => Some(grids),
        Ok(Err(fault)) => {
            let (spot, kind, found, expected) = match fault {
                Fault::Broken(why) => (Spot::default(), ProblemKind::BrokenWorkbook, why, ""),
                Fault::TooManyRows(spot) => (spot, ProblemKind::TooManyRows, String::new(), "20000"),
                Fault::TooLarge(spot) => (spot, ProblemKind::TooLarge, String::new(), "64 MB"),
            };
            sink.problem(spot, kind, &found, expected);
            None
        }
        Err(_) => {
            sink.problem(Spot::default(), ProblemKind::BrokenWorkbook, "", "");
            None
        }
    }
}

enum Fault {
    Broken(String),
    TooManyRows(Spot),
    TooLarge(Spot),
}

impl From<calamine::XlsxError> for Fault {
    fn from(error: calamine::XlsxError) -> Fault {
        Fault::Broken(error.to_string())
    }
}

fn read(bytes: &[u8]) -> Result<Vec<Grid>, Fault> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let names: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .take(SHEETS_LIMIT)
        .collect();
    let mut grids = Vec::new();
    let (mut rows_left, mut text_left) = (WORKBOOK_ROWS, TEXT_LIMIT);
    for name in names {
        let mut grid = sheet(&mut workbook, &name, &mut rows_left, &mut text_left)?;
        if grid.rows.is_empty() {
            continue;
        }
        let merges = workbook.merge_cells_by_sheet_name(&name)?;
        grid.merges = merges
            .iter()
            .map(|area| Merge { rows: (area.start.0, area.end.0), columns: (area.start.1, area.end.1) })
            .collect();
        grids.push(grid);
    }
    Ok(grids)
}

fn sheet(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    rows_left: &mut u32,
    text_left: &mut usize,
) -> Result<Grid, Fault> {
    let mut grid = Grid { sheet: Some(name.to_owned()), lettered: true, ..Grid::default() };
    let mut cells = workbook.worksheet_cells_reader(name)?;
    let spot =
        |row: u32| Spot { sheet: Some(name.to_owned()), row: Some(row.saturating_add(1)), column: None };
    while let Some(record) = cells.next_cell_with_formula_metadata()? {
        let (row, column) = (record.pos.0, record.pos.1 as usize);
        if column >= COLUMNS {
            continue;
        }
        let cell = cell(&record.value);
        if let Cell::Text(text) = &cell {
            *text_left = text_left.checked_sub(text.len()).ok_or_else(|| Fault::TooLarge(spot(row)))?;
            if text.chars().count() > CELL_LIMIT {
                return Err(Fault::TooLarge(spot(row)));
            }
        }
        if cell.is_blank() && record.formula.is_none() {
            continue;
        }
        if row >= WORKBOOK_ROWS {
            return Err(Fault::TooManyRows(spot(row)));
        }
        let last = grid.rows.last().map(|last| last.number);
        match last {
            Some(last) if last == row + 1 => {}
            Some(last) if last > row + 1 => return Err(Fault::Broken("rows out of order".to_owned())),
            last => {
                *rows_left = rows_left.checked_sub(1).ok_or_else(|| Fault::TooManyRows(spot(row)))?;
                let after_blank = last.unwrap_or(0) < row;
                grid.rows.push(GridRow { number: row + 1, after_blank, cells: Vec::new() });
            }
        }
        if record.formula.is_some() {
            grid.formulas.insert((row + 1, column));
        }
        if let Some(current) = grid.rows.last_mut() {
            if current.cells.len() <= column {
                current.cells.resize(column + 1, Cell::Blank);
            }
            current.cells[column] = cell;
        }
    }
    Ok(grid)
}

fn cell(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Blank,
        DataRef::Int(number) => Cell::Number(number.to_string()),
        DataRef::Float(number) => Cell::Number(decimal::shortest(*number)),
        DataRef::String(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Bool(value) => Cell::Bool(*value),
        DataRef::DateTime(at) if at.is_datetime() => {
            let (year, month, day, hour, minute, second, milli) = at.to_ymd_hms_milli();
            let civil = DateTime::new(
                year as i16,
                month as i8,
                day as i8,
                hour as i8,
                minute as i8,
                second as i8,
                i32::from(milli) * 1_000_000,
            );
            civil.map_or_else(|_| Cell::Number(decimal::shortest(at.as_f64())), Cell::Date)
        }
        DataRef::DateTime(at) => Cell::Number(decimal::shortest(at.as_f64())),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Text(text.clone()),
        DataRef::Error(error) => Cell::Error(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::archive::tests::pack;
    use super::*;

    const TYPES: &[u8] = br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
    const RELS: &[u8] = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    const BOOK_RELS: &[u8] = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    const BOOK: &[u8] = br#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#;

    fn book(prolog: &str, data: &str, after: &str) -> Vec<u8> {
        let sheet = format!(
            "<?xml version=\"1.0\"?>{prolog}<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{data}</sheetData>{after}</worksheet>"
        );
        pack(&[
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", RELS),
            ("xl/workbook.xml", BOOK),
            ("xl/_rels/workbook.xml.rels", BOOK_RELS),
            ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ])
    }

    fn open(bytes: &[u8]) -> (Vec<Grid>, Vec<ProblemKind>) {
        let mut sink = Sink::new("f.xlsx");
        let grids = grids(bytes, &mut sink).unwrap_or_default();
        (grids, sink.problems.iter().map(|problem| problem.kind).collect())
    }

    #[test]
    fn cells_keep_their_kind() {
        let data = r#"<row r="2"><c r="A2" t="inlineStr"><is><t>=cmd</t></is></c><c r="C2"><v>17.100000000000001</v></c><c r="D2" t="b"><v>1</v></c><c r="E2" t="e"><v>#REF!</v></c><c r="F2"><f>1+1</f><v>2</v></c></row><row r="5"><c r="A5"><v>900000012</v></c></row>"#;
        let (grids, problems) =
            open(&book("", data, r#"<mergeCells count="1"><mergeCell ref="A2:A5"/></mergeCells>"#));
        assert_eq!(problems, []);
        let grid = &grids[0];
        assert_eq!(grid.rows[0].cells[0], Cell::Text("=cmd".into()));
        assert_eq!(
            grid.rows[0].cells[1..5],
            [Cell::Blank, Cell::Number("17.1".into()), Cell::Bool(true), Cell::Error("#REF!".into())]
        );
        assert!(grid.formulas.contains(&(2, 5)));
        assert_eq!((grid.rows[1].number, grid.rows[1].after_blank), (5, true));
        assert_eq!(grid.merges, [Merge { rows: (1, 4), columns: (0, 0) }]);
    }

    #[test]
    fn a_cell_at_the_far_corner_costs_nothing() {
        let (grids, problems) = open(&book("", r#"<row r="1"><c r="XFD1"><v>1</v></c></row>"#, ""));
        assert_eq!((grids.len(), problems), (0, vec![]));
        let (_, problems) = open(&book("", r#"<row r="1048576"><c r="A1048576"><v>1</v></c></row>"#, ""));
        assert_eq!(problems, [ProblemKind::TooManyRows]);
    }

    #[test]
    fn laughing_entities_stay_small() {
        let mut prolog = String::from("<!DOCTYPE x [<!ENTITY a0 \"ha\">");
        for n in 1..12 {
            let inner = format!("&a{};", n - 1).repeat(10);
            prolog.push_str(&format!("<!ENTITY a{n} \"{inner}\">"));
        }
        prolog.push_str("]>");
        let (grids, problems) =
            open(&book(&prolog, r#"<row r="1"><c r="A1" t="inlineStr"><is><t>&a11;</t></is></c></row>"#, ""));
        let read: usize =
            grids.iter().flat_map(|grid| &grid.rows).map(|row| row.cells[0].shown().len()).sum();
        assert!(read < 100 && (read > 0 || !problems.is_empty() || grids.is_empty()));
    }

    #[test]
    fn damaged_books_are_told_never_a_crash() {
        let good = book("", r#"<row r="1"><c r="A1" t="s"><v>7</v></c></row>"#, "");
        assert_eq!(open(&good).1, [ProblemKind::BrokenWorkbook], "a shared string that is not there");
        for data in [
            r#"<row r="1"><c r="A0"><v>1</v></c></row>"#,
            r#"<row r="1"><c r="ZZZZZZZZZZZ1"><v>1</v></c></row>"#,
            r#"<row r="99999999999"><c><v>1</v></c></row>"#,
            r#"<row r="3"><c r="A3"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>"#,
            r#"<row r="1"><c r="A1" t="n"><v>abc</v></c></row>"#,
            "<row><c>",
        ] {
            assert!(open(&book("", data, "")).0.is_empty(), "{data}");
        }
        for cut in [good.len() / 4, good.len() / 2, good.len() - 1] {
            assert_eq!(open(&good[..cut]).1, [ProblemKind::BrokenWorkbook]);
        }
    }

    #[test]
    fn flipped_bytes_never_crash() {
        let good = book(
            "",
            r#"<row r="1"><c r="A1" t="inlineStr"><is><t>Mã bài</t></is></c><c r="B1"><v>1</v></c></row>"#,
            "",
        );
        for at in (0..good.len()).step_by(7) {
            let mut bad = good.clone();
            bad[at] ^= 0x5a;
            let _ = open(&bad);
        }
    }

    #[test]
    fn a_repeated_long_text_is_bounded() {
        let long = "x".repeat(30_000);
        let cells: String = (0..3_000)
            .map(|row| format!("<row r=\"{0}\"><c r=\"A{0}\" t=\"s\"><v>0</v></c></row>", row + 1))
            .collect();
        let sheet = format!(
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{cells}</sheetData></worksheet>"
        );
        let strings = format!("<sst uniqueCount=\"1\"><si><t>{long}</t></si></sst>");
        let (_, problems) = open(&pack(&[
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", RELS),
            ("xl/workbook.xml", BOOK),
            ("xl/_rels/workbook.xml.rels", BOOK_RELS),
            ("xl/sharedStrings.xml", strings.as_bytes()),
            ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ]));
        assert_eq!(problems, [ProblemKind::TooLarge]);
    }
}
