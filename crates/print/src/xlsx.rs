//! Workbooks: typed tables with a header that stays in sight and filters, the same bytes for the same values.
//!
//! Texts are always cells of type text, never formulas or links; those that look like a formula also keep their quote
//! prefix, so that editing the cell does not wake them up.

use std::borrow::Cow;

use domain::marks::Marks;
use domain::money::Vnd;
use domain::text::is_formula_like;
use jiff::civil::{Date, DateTime};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// Longest text of a cell, in UTF-16 units; longer texts end with an ellipsis.
const TEXT_LIMIT: usize = 32_767;
/// Longest name of a sheet, in characters.
const NAME_LIMIT: usize = 31;
/// Whole numbers beyond this one are written as text, because a workbook would round them.
const EXACT_LIMIT: i64 = 1 << 53;

/// A column: its heading and its width in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column<'t> {
    pub heading: &'t str,
    pub width: u16,
}

/// A value with its type.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'t> {
    Blank,
    Text(Cow<'t, str>),
    Integer(i64),
    /// As it is: `17,5`.
    Marks(Marks),
    /// Hundredths shown with two decimals: `88,20`.
    Rounded(i64),
    Money(Vnd),
    Date(Date),
    DateTime(DateTime),
}

impl<'t> From<&'t str> for Cell<'t> {
    fn from(text: &'t str) -> Cell<'t> {
        Cell::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Cell::Text(Cow::Owned(text))
    }
}

impl<'t, T: Into<Cell<'t>>> From<Option<T>> for Cell<'t> {
    fn from(value: Option<T>) -> Cell<'t> {
        value.map_or(Cell::Blank, Into::into)
    }
}

/// Why a workbook could not be written: more than 1,048,576 rows, two sheets of one name, a full disk.
#[derive(Debug, thiserror::Error)]
#[error("the workbook could not be written")]
pub struct Unwritable(#[from] XlsxError);

/// A workbook in the making. Rows go to a temporary file as they come; memory does not grow with them.
pub struct Book {
    workbook: Workbook,
    formats: Formats,
}

impl Book {
    /// An empty workbook. `title` stands in its properties.
    pub fn new(title: &str) -> Result<Book, Unwritable> {
        let mut workbook = Workbook::new();
        // A fixed date: the same values give the same bytes.
        let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
        workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&created));
        Ok(Book { workbook, formats: Formats::new() })
    }

    /// Adds a sheet: `lines` of text above, the header, the rows. Characters a sheet's name cannot have are replaced.
    pub fn sheet<'t>(
        &mut self,
        name: &str,
        lines: &[&str],
        columns: &[Column<'_>],
        rows: impl IntoIterator<Item = Vec<Cell<'t>>>,
    ) -> Result<&mut Book, Unwritable> {
        let formats = &self.formats;
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(sheet_name(name))?;
        for (column, Column { width, .. }) in (0u16..).zip(columns) {
            sheet.set_column_width(column, f64::from(*width))?;
        }
        let mut at = 0;
        for line in lines {
            sheet.write_string_with_format(at, 0, fitting(line), &formats.line)?;
            at += 1;
        }
        let header = at;
        for (column, Column { heading, .. }) in (0u16..).zip(columns) {
            sheet.write_string_with_format(header, column, fitting(heading), &formats.header)?;
        }
        sheet.set_freeze_panes(header + 1, 0)?;
        sheet.set_repeat_rows(header, header)?;
        for row in rows {
            at += 1;
            for (column, cell) in (0u16..).zip(row) {
                formats.write(sheet, at, column, &cell)?;
            }
        }
        let last = u16::try_from(columns.len()).unwrap_or(u16::MAX).saturating_sub(1);
        if !columns.is_empty() {
            sheet.autofilter(header, 0, at, last)?;
        }
        Ok(self)
    }

    /// The file.
    pub fn into_bytes(mut self) -> Result<Vec<u8>, Unwritable> {
        Ok(self.workbook.save_to_buffer()?)
    }
}

struct Formats {
    line: Format,
    header: Format,
    text: Format,
    quoted: Format,
    integer: Format,
    marks: Format,
    rounded: Format,
    money: Format,
    date: Format,
    date_time: Format,
}

impl Formats {
    fn new() -> Formats {
        let base = || Format::new().set_font_name("Times New Roman").set_font_size(12);
        let cell = || base().set_align(FormatAlign::Top).set_border(FormatBorder::Thin);
        let header = base()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_border(FormatBorder::Thin)
            .set_background_color(Color::RGB(0xE7E6E6));
        Formats {
            line: base().set_bold(),
            header,
            text: cell().set_text_wrap(),
            quoted: cell().set_text_wrap().set_quote_prefix(),
            integer: cell().set_num_format("0"),
            marks: cell(),
            rounded: cell().set_num_format("0.00"),
            money: cell().set_num_format("#,##0"),
            date: cell().set_num_format("dd/mm/yyyy"),
            date_time: cell().set_num_format("dd/mm/yyyy hh:mm:ss"),
        }
    }

    fn write(&self, sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell<'_>) -> Result<(), XlsxError> {
        match cell {
            Cell::Blank => sheet.write_blank(row, column, &self.text),
            Cell::Text(text) => {
                let format = if is_formula_like(text) { &self.quoted } else { &self.text };
                sheet.write_string_with_format(row, column, fitting(text), format)
            }
            Cell::Integer(number) | Cell::Money(Vnd(number)) if number.abs() > EXACT_LIMIT => {
                sheet.write_string_with_format(row, column, number.to_string(), &self.text)
            }
            Cell::Integer(number) => {
                sheet.write_number_with_format(row, column, *number as f64, &self.integer)
            }
            Cell::Money(Vnd(number)) => {
                sheet.write_number_with_format(row, column, *number as f64, &self.money)
            }
            // Dividing whole hundredths by 100 gives the very number that the decimal text stands for.
            Cell::Marks(Marks(hundredths)) => {
                sheet.write_number_with_format(row, column, *hundredths as f64 / 100.0, &self.marks)
            }
            Cell::Rounded(hundredths) => {
                sheet.write_number_with_format(row, column, *hundredths as f64 / 100.0, &self.rounded)
            }
            Cell::Date(date) => match moment(date.to_datetime(jiff::civil::Time::midnight())) {
                Some(moment) => sheet.write_datetime_with_format(row, column, &moment, &self.date),
                None => sheet.write_string_with_format(row, column, date.to_string(), &self.text),
            },
            Cell::DateTime(at) => match moment(*at) {
                Some(moment) => sheet.write_datetime_with_format(row, column, &moment, &self.date_time),
                None => sheet.write_string_with_format(row, column, at.to_string(), &self.text),
            },
        }
        .map(|_| ())
    }
}

/// A moment a workbook can hold: from 1900 on. To the second.
fn moment(at: DateTime) -> Option<ExcelDateTime> {
    let year = u16::try_from(at.year()).ok()?;
    let date = ExcelDateTime::from_ymd(year, at.month().unsigned_abs(), at.day().unsigned_abs()).ok()?;
    let (hour, minute, second) = (at.hour(), at.minute(), at.second());
    date.and_hms(u16::from(hour.unsigned_abs()), minute.unsigned_abs(), f64::from(second)).ok()
}

/// The text, cut where a cell would not take more.
fn fitting(text: &str) -> Cow<'_, str> {
    if text.len() <= TEXT_LIMIT || text.encode_utf16().count() <= TEXT_LIMIT {
        return Cow::Borrowed(text);
    }
    let mut units = 0;
    let kept: String = text
        .chars()
        .take_while(|c| {
            units += c.len_utf16();
            units < TEXT_LIMIT
        })
        .collect();
    Cow::Owned(kept + "…")
}

/// A name a sheet can have: at most 31 characters, none of `[ ] : * ? / \`, no apostrophe at an end, not empty.
fn sheet_name(name: &str) -> String {
    let replaced: String = name
        .chars()
        .map(
            |c| if c.is_control() || matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') { '-' } else { c },
        )
        .collect();
    let short: String = replaced.trim_matches(['\'', ' ']).chars().take(NAME_LIMIT).collect();
    let short = short.trim_matches(['\'', ' ']);
    if short.is_empty() { "1".to_owned() } else { short.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, DataType, Reader, Xlsx};
    use jiff::civil::{date, datetime};

    use super::*;

    const COLUMNS: &[Column<'_>] = &[
        Column { heading: "Mã bài", width: 12 },
        Column { heading: "Tên bài dự thi", width: 44 },
        Column { heading: "Điểm", width: 8 },
    ];

    fn made() -> Vec<u8> {
        let mut book = Book::new("Điểm chấm").unwrap();
        let rows = [
            vec!["CM24-001".into(), "=cmd|'/c calc'!A1 - Cẩm nang".into(), Cell::Marks(Marks(1710))],
            vec!["+84900000001".into(), Cell::Blank, Cell::Rounded(8820)],
            vec![Cell::Integer(64), Cell::Money(Vnd(4_500_000)), Cell::Integer(i64::MAX)],
            vec![
                Cell::Date(date(2024, 4, 9)),
                Cell::DateTime(datetime(2024, 4, 9, 23, 59, 59, 0)),
                Cell::Date(date(1800, 1, 1)),
            ],
            vec!["https://example.vn".into(), "a\nb <b>&amp;</b> \u{1}".into(), None::<&str>.into()],
        ];
        book.sheet("Điểm", &["BẢNG ĐIỂM", ""], COLUMNS, rows).unwrap();
        book.into_bytes().unwrap()
    }

    fn cells(bytes: Vec<u8>, sheet: &str) -> Vec<Vec<Data>> {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        assert!(
            book.worksheet_formula(sheet).unwrap().used_cells().all(|(_, _, formula)| formula.is_empty())
        );
        book.worksheet_range(sheet).unwrap().rows().map(<[Data]>::to_vec).collect()
    }

    #[test]
    fn values_come_back_with_their_types() {
        let rows = cells(made(), "Điểm");
        let text = |text: &str| Data::String(text.to_owned());
        assert_eq!(rows[0][0], text("BẢNG ĐIỂM"));
        assert_eq!(rows[2], [text("Mã bài"), text("Tên bài dự thi"), text("Điểm")]);
        assert_eq!(rows[3], [text("CM24-001"), text("=cmd|'/c calc'!A1 - Cẩm nang"), Data::Float(17.1)]);
        assert_eq!((&rows[4][0], &rows[4][2]), (&text("+84900000001"), &Data::Float(88.2)));
        assert_eq!(rows[5], [Data::Float(64.0), Data::Float(4_500_000.0), text("9223372036854775807")]);
        let moment = |cell: &Data| cell.get_datetime().map(|at| at.to_ymd_hms_milli());
        assert_eq!(moment(&rows[6][0]), Some((2024, 4, 9, 0, 0, 0, 0)));
        assert_eq!(moment(&rows[6][1]), Some((2024, 4, 9, 23, 59, 59, 0)));
        assert_eq!(rows[6][2], text("1800-01-01"));
        assert_eq!(rows[7][0], text("https://example.vn"), "no link");
        assert_eq!(rows[7][1], text("a\nb <b>&amp;</b> \u{1}"));
    }

    #[test]
    fn the_same_values_give_the_same_bytes() {
        assert!(made() == made());
    }

    #[test]
    fn sheets_without_rows_and_several_sheets_open() {
        let mut book = Book::new("").unwrap();
        book.sheet("A/B: [1]?", &[], COLUMNS, []).unwrap();
        book.sheet("''", &[], &[], []).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(book.into_bytes().unwrap())).unwrap();
        assert_eq!(book.sheet_names(), ["A-B- -1--", "1"]);
        assert_eq!(book.worksheet_range("A-B- -1--").unwrap().height(), 1);
        let mut twice = Book::new("").unwrap();
        twice.sheet("A", &[], COLUMNS, []).unwrap();
        let second = twice.sheet("a", &[], COLUMNS, []).is_err();
        assert!(second || twice.into_bytes().is_err(), "two sheets of one name");
    }

    #[test]
    fn names_and_texts_are_cut_to_what_a_workbook_takes() {
        assert_eq!(sheet_name(&"Đơn vị ".repeat(9)).chars().count(), 31);
        let long = "🙂".repeat(20_000);
        assert_eq!(fitting(&long).encode_utf16().count(), TEXT_LIMIT, "whole characters only");
        assert!(fitting(&long).ends_with('…'));
        let full = "ề".repeat(TEXT_LIMIT);
        assert_eq!(fitting(&full), full);
        let mut book = Book::new("").unwrap();
        book.sheet("A", &[], COLUMNS, [vec![Cell::from(long.as_str())]]).unwrap();
        assert!(book.into_bytes().is_ok());
    }

    #[test]
    fn ten_thousand_rows_come_back() {
        let mut book = Book::new("").unwrap();
        let rows = (0..10_000i64)
            .map(|n| vec!["CM24-001".into(), format!("Bài số {n}").into(), Cell::Marks(Marks(n))]);
        book.sheet("A", &[], COLUMNS, rows).unwrap();
        assert_eq!(cells(book.into_bytes().unwrap(), "A").len(), 10_001);
    }
}
