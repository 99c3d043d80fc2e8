//! CSV files: UTF-8, quoted where needed, formulas made harmless.
//!
//! A text that a spreadsheet would take for a formula ([`is_formula_like`]) gets an apostrophe before it, which our own
//! import takes off again. Numbers are written by their own functions and need none.

use std::fmt::Write as _;

use domain::marks::Marks;
use domain::text::is_formula_like;

/// Builds a file cell by cell in memory.
pub struct Csv {
    writer: csv::Writer<Vec<u8>>,
    scratch: String,
}

const IN_MEMORY: &str = "writing to memory does not fail";

impl Csv {
    /// For programs: no byte order mark, lines end with LF.
    pub fn plain() -> Csv {
        Csv::over(Vec::new(), csv::Terminator::Any(b'\n'))
    }

    /// For spreadsheets: a byte order mark, so that Vietnamese letters are recognised, and lines ending with CR LF.
    pub fn for_spreadsheets() -> Csv {
        Csv::over(b"\xef\xbb\xbf".to_vec(), csv::Terminator::CRLF)
    }

    fn over(start: Vec<u8>, terminator: csv::Terminator) -> Csv {
        // Columns are the caller's business; rows of different width are allowed.
        let writer = csv::WriterBuilder::new().terminator(terminator).flexible(true).from_writer(start);
        Csv { writer, scratch: String::new() }
    }

    /// A text, harmless in every spreadsheet.
    pub fn text(&mut self, text: &str) -> &mut Csv {
        if is_formula_like(text) {
            self.scratch.clear();
            self.scratch.push('\'');
            self.scratch.push_str(text);
            self.writer.write_field(&self.scratch).expect(IN_MEMORY);
        } else {
            self.writer.write_field(text).expect(IN_MEMORY);
        }
        self
    }

    /// A text, or an empty cell.
    pub fn optional(&mut self, text: Option<&str>) -> &mut Csv {
        self.text(text.unwrap_or_default())
    }

    /// A whole number, also money in đồng.
    pub fn integer(&mut self, number: i64) -> &mut Csv {
        self.number(format_args!("{number}"))
    }

    /// Marks as the folder format has them: `17.5`, with a point.
    pub fn marks(&mut self, marks: Marks) -> &mut Csv {
        self.number(format_args!("{marks}"))
    }

    fn number(&mut self, number: std::fmt::Arguments<'_>) -> &mut Csv {
        self.scratch.clear();
        self.scratch.write_fmt(number).expect(IN_MEMORY);
        self.writer.write_field(&self.scratch).expect(IN_MEMORY);
        self
    }

    /// Ends the row.
    pub fn end_row(&mut self) -> &mut Csv {
        self.writer.write_record(None::<&[u8]>).expect(IN_MEMORY);
        self
    }

    /// A whole row of texts, such as the header.
    pub fn row<'t>(&mut self, cells: impl IntoIterator<Item = &'t str>) -> &mut Csv {
        for cell in cells {
            self.text(cell);
        }
        self.end_row()
    }

    /// The file.
    pub fn into_bytes(self) -> Vec<u8> {
        self.writer.into_inner().expect(IN_MEMORY)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(bytes: &[u8]) -> Vec<Vec<String>> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn rows_are_written_and_quoted_where_needed() {
        let mut csv = Csv::plain();
        csv.row(["judge_code", "points", "comment"]);
        csv.text("GK01").marks(Marks(1750)).text("Tốt, \"rất\"\nmới").end_row();
        csv.text("").integer(-5).optional(None).end_row();
        let text = String::from_utf8(csv.into_bytes()).unwrap();
        assert_eq!(text, "judge_code,points,comment\nGK01,17.5,\"Tốt, \"\"rất\"\"\nmới\"\n,-5,\n");
    }

    #[test]
    fn spreadsheets_get_a_mark_and_their_line_ends() {
        let mut csv = Csv::for_spreadsheets();
        csv.row(["Mã bài", "Điểm"]);
        assert_eq!(csv.into_bytes(), "\u{feff}Mã bài,Điểm\r\n".as_bytes());
        assert_eq!(Csv::plain().into_bytes(), b"");
    }

    #[test]
    fn formulas_are_made_harmless() {
        for (text, cell) in [
            ("=cmd|'/c calc'!A1 - Cẩm nang", "'=cmd|'/c calc'!A1 - Cẩm nang"),
            ("+84900000001", "'+84900000001"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("＝1", "'＝1"),
            ("  =1", "'  =1"),
            ("'=1", "''=1"),
            ("Một - hai", "Một - hai"),
            ("17,5", "17,5"),
        ] {
            let mut csv = Csv::plain();
            csv.text(text).end_row();
            assert_eq!(read(&csv.into_bytes()), [[cell]], "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn every_text_comes_back_and_no_cell_is_a_formula(
            rows in prop::collection::vec(prop::collection::vec("([=+\\-@'\t ＝])?[\\PC\n\r\t\"',;]{0,20}", 1..5), 1..8)
        ) {
            for mut csv in [Csv::plain(), Csv::for_spreadsheets()] {
                for row in &rows {
                    csv.row(row.iter().map(String::as_str));
                }
                let back = read(&csv.into_bytes());
                prop_assert_eq!(back.len(), rows.len());
                for (cell, text) in back.iter().flatten().zip(rows.iter().flatten()) {
                    let first = cell.trim_start_matches([' ', '\u{a0}']).chars().next();
                    prop_assert!(!matches!(first, Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')), "{:?}", cell);
                    let bare = cell.strip_prefix('\'').filter(|rest| is_formula_like(rest)).unwrap_or(cell);
                    prop_assert_eq!(bare, text);
                }
            }
        }
    }
}
