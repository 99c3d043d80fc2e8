//! JSON Lines: one object a line. For flat files the keys are the columns.

use serde_json::Value;

use super::csv;
use super::grid::{Cell, Grid, GridRow, TEXT_ROWS};
use super::problem::{ProblemKind, Sink, Spot};

/// The objects of a file with their line numbers; what is no object is reported and left out.
pub(super) fn objects(bytes: &[u8], sink: &mut Sink) -> Vec<(u32, serde_json::Map<String, Value>)> {
    let Some(text) = csv::text(bytes, sink) else { return Vec::new() };
    let mut objects = Vec::new();
    for (line, number) in text.lines().zip(1u32..) {
        if line.trim().is_empty() {
            continue;
        }
        if number > TEXT_ROWS {
            sink.problem(Spot::row(number), ProblemKind::TooManyRows, "", &TEXT_ROWS.to_string());
            break;
        }
        match serde_json::from_str(line) {
            Ok(Value::Object(object)) => objects.push((number, object)),
            Ok(_) => sink.problem(Spot::row(number), ProblemKind::WrongType, line, "{…}"),
            Err(error) => {
                let near: String = line.chars().skip(error.column().saturating_sub(20)).collect();
                sink.problem(Spot::row(number), ProblemKind::InvalidJson, &near, "");
            }
        }
    }
    objects
}

/// Flat objects as a table: the keys of all of them are the header.
pub(super) fn grid(bytes: &[u8], sink: &mut Sink) -> Grid {
    let objects = objects(bytes, sink);
    let mut keys: Vec<String> = Vec::new();
    let mut rows = Vec::with_capacity(objects.len() + 1);
    for (number, object) in objects {
        let mut cells = Vec::with_capacity(keys.len());
        for (key, value) in object {
            let column = match keys.iter().position(|known| *known == key) {
                Some(column) => column,
                None if keys.len() < super::grid::COLUMNS => {
                    keys.push(key.clone());
                    keys.len() - 1
                }
                None => continue,
            };
            if cells.len() <= column {
                cells.resize(column + 1, Cell::Blank);
            }
            match cell(&value) {
                Some(cell) => cells[column] = cell,
                None => {
                    sink.problem(Spot::field(number, &key), ProblemKind::WrongType, &value.to_string(), "")
                }
            }
        }
        rows.push(GridRow { number, after_blank: false, cells });
    }
    let header = keys.into_iter().map(Cell::Text).collect();
    rows.insert(0, GridRow { number: 1, after_blank: false, cells: header });
    Grid { rows, header_is_first: true, ..Grid::default() }
}

/// A scalar, or a list of texts (`["A", "B"]` reads as `A; B`). `None` for anything deeper.
fn cell(value: &Value) -> Option<Cell> {
    match value {
        Value::Null => Some(Cell::Blank),
        Value::Bool(value) => Some(Cell::Bool(*value)),
        Value::Number(number) => Some(Cell::Number(number.to_string())),
        Value::String(text) => Some(Cell::Text(text.clone())),
        Value::Array(list) => {
            let texts: Option<Vec<&str>> = list.iter().map(Value::as_str).collect();
            texts.map(|texts| Cell::Text(texts.join("; ")))
        }
        Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_all_lines_are_the_columns() {
        let mut sink = Sink::new("f.jsonl");
        let grid = grid(b"\xef\xbb\xbf{\"a\":1,\"b\":\"x\"}\n\n{\"c\":17.5,\"a\":null}\r\n", &mut sink);
        assert!(sink.problems.is_empty());
        assert_eq!(grid.rows[0].cells.len(), 3);
        assert_eq!(grid.rows[2].cells, [Cell::Blank, Cell::Blank, Cell::Number("17.5".into())]);
        assert_eq!(grid.rows[2].number, 3);
    }

    #[test]
    fn every_bad_line_is_told() {
        let mut sink = Sink::new("f.jsonl");
        grid(b"{\"a\":1\n[1]\n{\"a\":{}}\n{\"a\":1}\n\"x\"\n", &mut sink);
        let told: Vec<_> = sink.problems.iter().map(|problem| (problem.row, problem.kind)).collect();
        assert_eq!(
            told,
            [
                (Some(1), ProblemKind::InvalidJson),
                (Some(2), ProblemKind::WrongType),
                (Some(5), ProblemKind::WrongType),
                (Some(3), ProblemKind::WrongType),
            ]
        );
    }

    #[test]
    fn deep_nesting_is_no_crash() {
        let mut sink = Sink::new("f.jsonl");
        grid("[".repeat(100_000).as_bytes(), &mut sink);
        assert_eq!(sink.problems[0].kind, ProblemKind::InvalidJson);
    }
}
