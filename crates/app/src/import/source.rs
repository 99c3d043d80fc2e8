//! Which kind of file the bytes are, by their content, and the grids in it.

use super::grid::Grid;
use super::header::Field;
use super::problem::{ProblemKind, Sink, Spot};
use super::{csv, json_lines, workbook};

/// The largest file taken in, in bytes: 20 MB.
pub const FILE_LIMIT: usize = 20 * 1024 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Workbook,
    JsonLines,
    Csv,
}

/// A ZIP or an old binary workbook is a workbook, what begins with `{` is JSON Lines, the rest is CSV.
pub(super) fn format(bytes: &[u8]) -> Format {
    if bytes.starts_with(b"PK") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Format::Workbook;
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match text.iter().find(|b| !b.is_ascii_whitespace()) {
        Some(b'{') => Format::JsonLines,
        _ => Format::Csv,
    }
}

/// Whether the file is within its limit; reported when not.
pub(super) fn fits(bytes: &[u8], sink: &mut Sink) -> bool {
    let fits = bytes.len() <= FILE_LIMIT;
    if !fits {
        sink.problem(Spot::default(), ProblemKind::TooLarge, &format!("{} MB", bytes.len() >> 20), "20 MB");
    }
    fits
}

/// All grids of a file; empty when it could not be read, which is then among the problems.
pub(super) fn grids(bytes: &[u8], fields: &[Field], sink: &mut Sink) -> Vec<Grid> {
    if !fits(bytes, sink) {
        return Vec::new();
    }
    let before = sink.problems.len();
    let grids = match format(bytes) {
        Format::Workbook => workbook::grids(bytes, sink).unwrap_or_default(),
        Format::JsonLines => vec![json_lines::grid(bytes, sink)],
        Format::Csv => csv::grid(bytes, fields, sink).into_iter().collect(),
    };
    if grids.is_empty() && sink.problems.len() == before {
        sink.problem(Spot::default(), ProblemKind::NoHeader, "", "");
    }
    grids
}
