//! CSV to cells: UTF-8 with or without BOM; comma, semicolon or tab; quoted line breaks; the apostrophe that our own
//! export puts before a formula taken off again.

use domain::text::is_formula_like;

use super::grid::{COLUMNS, Cell, Grid, GridRow, TEXT_ROWS};
use super::header::{self, Field};
use super::problem::{ProblemKind, Sink, Spot};

/// The cells of a CSV file. The separator is the one with which most of the wanted columns are found.
pub(super) fn grid(bytes: &[u8], fields: &[Field], sink: &mut Sink) -> Option<Grid> {
    let text = text(bytes, sink)?;
    let separator = separator(text, fields);
    let mut grid = Grid { strict_width: true, ..Grid::default() };
    let mut quiet = Sink::new(sink.file());
    read(text, separator, TEXT_ROWS as usize, &mut grid, &mut quiet);
    sink.problems.append(&mut quiet.problems);
    Some(grid)
}

/// The file as text, without the byte order mark.
pub(super) fn text<'a>(bytes: &'a [u8], sink: &mut Sink) -> Option<&'a str> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        sink.problem(Spot::default(), ProblemKind::NotUtf8, "UTF-16", "UTF-8");
        return None;
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(fault) => {
            let good = &bytes[..fault.valid_up_to()];
            let line = good.iter().filter(|b| **b == b'\n').count() as u32 + 1;
            let rest = &bytes[good.len()..bytes.len().min(good.len() + 16)];
            sink.problem(Spot::row(line), ProblemKind::NotUtf8, &String::from_utf8_lossy(rest), "UTF-8");
            None
        }
    }
}

fn separator(text: &str, fields: &[Field]) -> u8 {
    let mut best = (0, 0, b',');
    for separator in [b',', b';', b'\t'] {
        let mut head = Grid::default();
        read(text, separator, header::SEARCHED, &mut head, &mut Sink::new(""));
        let found = header::find(&head, fields).map_or(0, |header| header.found);
        let widest = head.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        if (found, widest) > (best.0, best.1) {
            best = (found, widest, separator);
        }
    }
    best.2
}

fn read(text: &str, separator: u8, most: usize, grid: &mut Grid, sink: &mut Sink) {
    let bytes = text.as_bytes();
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(bytes);
    let mut record = csv::StringRecord::new();
    let mut after_blank = false;
    let mut last = (0, 0);
    while let Ok(true) = reader.read_record(&mut record) {
        let (number, offset, blank_before) = start(bytes, record.position());
        last = (number, offset);
        after_blank |= blank_before;
        let cells: Vec<Cell> = record.iter().take(COLUMNS).map(cell).collect();
        if cells.iter().all(Cell::is_blank) {
            after_blank = true;
            continue;
        }
        if grid.rows.len() >= most {
            let limit = TEXT_ROWS.to_string();
            sink.problem(Spot::row(number), ProblemKind::TooManyRows, "", &limit);
            return;
        }
        grid.rows.push(GridRow { number, after_blank, cells });
        after_blank = false;
    }
    let tail = &bytes[last.1..];
    let several_lines = tail.iter().filter(|b| **b == b'\n').count() > 1;
    if several_lines && tail.iter().filter(|b| **b == b'"').count() % 2 == 1 {
        sink.problem(Spot::row(last.0), ProblemKind::UnclosedQuote, &text[last.1..], "");
    }
}

/// Line and offset of a record's first byte, and whether blank lines were passed to reach it.
fn start(bytes: &[u8], position: Option<&csv::Position>) -> (u32, usize, bool) {
    let Some(position) = position else { return (0, 0, false) };
    let (mut line, mut offset, mut passed) = (position.line() as u32, position.byte() as usize, 0);
    // The reader stands before the line feed of the last record's CR LF, and before blank lines.
    let mut previous = offset.checked_sub(1).and_then(|at| bytes.get(at)).copied();
    while let Some(&b @ (b'\n' | b'\r')) = bytes.get(offset) {
        let ends_last = b == b'\n' && previous == Some(b'\r');
        passed += u32::from(!ends_last);
        line += u32::from(b == b'\n');
        previous = Some(b);
        offset += 1;
    }
    (line, offset, passed > 0)
}

fn cell(raw: &str) -> Cell {
    if raw.is_empty() { Cell::Blank } else { Cell::Text(without_guard(raw).to_owned()) }
}

/// Our CSV writer puts an apostrophe before a text that a spreadsheet would take for a formula; here it comes off.
fn without_guard(raw: &str) -> &str {
    match raw.strip_prefix('\'') {
        Some(rest) if is_formula_like(rest) => rest,
        _ => raw,
    }
}

#[cfg(test)]
mod tests {
    use super::super::header::field;
    use super::*;

    fn fields() -> Vec<Field> {
        vec![field("code", true, &["ma"]), field("name", true, &["ten"]), field("note", false, &["ghi chu"])]
    }

    fn texts(bytes: &[u8]) -> (Vec<(u32, bool, Vec<String>)>, Sink) {
        let mut sink = Sink::new("f.csv");
        let rows = grid(bytes, &fields(), &mut sink).map_or(Vec::new(), |grid| grid.rows);
        let rows = rows
            .iter()
            .map(|row| (row.number, row.after_blank, row.cells.iter().map(Cell::shown).collect()))
            .collect();
        (rows, sink)
    }

    #[test]
    fn separators_bom_and_line_ends() {
        for file in [
            "code,name\nA,Một\nB,Hai\n",
            "\u{feff}code;name\r\nA;Một\r\nB;Hai\r\n",
            "code\tname\r\nA\tMột\r\nB\tHai",
            "Mã,Tên\nA,Một\nB,Hai\n",
        ] {
            let (rows, sink) = texts(file.as_bytes());
            assert!(sink.problems.is_empty());
            assert_eq!(
                rows[1..],
                [(2, false, vec!["A".into(), "Một".into()]), (3, false, vec!["B".into(), "Hai".into()])],
                "{file:?}"
            );
        }
    }

    #[test]
    fn a_semicolon_file_may_hold_commas() {
        let (rows, _) =
            texts("Danh sách, kèm theo, công văn, số 1\nMã;Tên;Ghi chú\nA;Một, hai, ba;17,5\n".as_bytes());
        assert_eq!(rows[2].2, ["A", "Một, hai, ba", "17,5"]);
    }

    #[test]
    fn quoted_line_breaks_keep_the_line_numbers_right() {
        let (rows, _) = texts(b"code,name\nA,\"mot\nhai \"\"ba\"\"\"\n\n\nB,x\r\n,,\r\nC,y\n");
        assert_eq!(rows[1], (2, false, vec!["A".into(), "mot\nhai \"ba\"".into()]));
        assert_eq!((rows[2].0, rows[2].1), (6, true), "two blank lines before");
        assert_eq!((rows[3].0, rows[3].1), (8, true), "a line of separators is blank");
    }

    #[test]
    fn what_is_not_utf8_names_the_line() {
        let (_, sink) = texts(b"code,name\nA,caf\xe9\n");
        assert_eq!((sink.problems[0].kind, sink.problems[0].row), (ProblemKind::NotUtf8, Some(2)));
        let (_, sink) = texts(b"\xff\xfec\0o\0");
        assert_eq!(
            (sink.problems[0].kind, sink.problems[0].found.as_str()),
            (ProblemKind::NotUtf8, "UTF-16")
        );
    }

    #[test]
    fn an_unclosed_quote_is_reported() {
        let (_, sink) = texts(b"code,name\nA,\"mot\nB,hai\nC,ba\n");
        assert_eq!((sink.problems[0].kind, sink.problems[0].row), (ProblemKind::UnclosedQuote, Some(2)));
        let (_, sink) = texts(b"code,name\nA,5\" ngang\n");
        assert!(sink.problems.is_empty(), "a lone inch mark is a text");
    }

    #[test]
    fn the_guard_of_our_own_export_comes_off() {
        for (raw, read) in [
            ("'=cmd", "=cmd"),
            ("'+84900000001", "+84900000001"),
            ("''=x", "'=x"),
            ("' =x", " =x"),
            ("'tên'", "'tên'"),
            ("=x", "=x"),
            ("'＝x", "＝x"),
        ] {
            assert_eq!(without_guard(raw), read, "{raw}");
        }
    }

    #[test]
    fn too_many_rows_stop_the_reading() {
        let file = format!("code,name\n{}", "A,x\n".repeat(TEXT_ROWS as usize + 5));
        let (rows, sink) = texts(file.as_bytes());
        assert_eq!(rows.len(), TEXT_ROWS as usize);
        assert_eq!(sink.problems[0].kind, ProblemKind::TooManyRows);
    }
}
