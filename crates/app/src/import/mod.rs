//! Import: the office's files become checked rows.
//!
//! Bytes go in, plain rows and *all* problems come out, each with file, sheet, row and column; nothing here knows the
//! database, so a page can show the preview and throw it away. What a value means in the contest (is this phone a
//! reason, is this mark on its step) is for the rules; here it is only read, exactly.
//!
//! 1. `source` tells the format by content: CSV, JSON Lines or a workbook, within its limits (`archive` for bombs).
//! 2. `csv`, `json_lines` and `workbook` give a `grid` of cells.
//! 3. `header` finds the row of headings, below title rows, in Vietnamese with or without diacritics or in codes.
//! 4. `table` reads rows field by field; one module a kind of file puts rows together.
//! 5. `contest_folder` does all of it for a folder, with the references between its files.
//!
//! Entry points: `entries::read`, `scores::read`, `units::read`, `judges::read`, `conflicts::read`,
//! `decisions::read`, `chair_decisions::read`, `third_markers::read`, `votes::read`, `side_prizes::read`, `initiatives::read` and
//! [`contest_folder::read_folder`].

pub mod chair_decisions;
pub mod conflicts;
pub mod contest_folder;
pub mod decisions;
pub mod entries;
pub mod initiatives;
pub mod judges;
pub mod known;
pub mod problem;
pub mod rows;
pub mod scores;
pub mod side_prizes;
pub mod third_markers;
pub mod units;
pub mod votes;

mod archive;
mod csv;
mod decimal;
mod entries_json;
mod entries_list;
mod grid;
mod header;
mod instant;
mod json_lines;
mod json_object;
mod phone;
mod source;
mod table;
mod text;
mod workbook;

pub use contest_folder::{ContestFolder, read_folder};
pub use known::Known;
pub use problem::{Problem, ProblemKind};
pub use rows::Preview;
pub use source::FILE_LIMIT;

use std::collections::BTreeSet;

use header::Field;
use problem::Sink;
use table::Row;

/// Reads a flat file, one value a row.
fn rows_of<R>(
    name: &str,
    bytes: &[u8],
    fields: &[Field],
    mut read: impl FnMut(&Row<'_>, &mut Sink) -> Option<R>,
) -> Preview<R> {
    let mut sink = Sink::new(name);
    let grids = source::grids(bytes, fields, &mut sink);
    let mut rows = Vec::new();
    if !grids.is_empty() {
        for table in table::tables(&grids, fields, &mut sink) {
            for row in table.rows(&mut sink) {
                rows.extend(read(&row, &mut sink));
            }
        }
    }
    preview(rows, BTreeSet::new(), sink)
}

fn preview<R>(rows: Vec<R>, codes: BTreeSet<String>, sink: Sink) -> Preview<R> {
    let Sink { problems, warnings, left_out, .. } = sink;
    Preview { rows, problems, warnings, left_out, codes }
}
