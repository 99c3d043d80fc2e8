//! *Bảng tổng hợp điểm*: every entry that was judged, each judge's total, mean and place; on landscape pages, and as a workbook.

use domain::marks::Marks;

use super::lists::{marks, numbered, table};
use super::{ContestFacts, Issue, Made};
use crate::document::{Align, Column, Page, Signer};
use crate::xlsx;

pub const WORDING: &str = include_str!("../../texts/score_table.txt");

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreTable {
    /// Codes of the judges, in the order of the columns.
    pub judges: Vec<String>,
    /// `GK01: Khuất Công Tuyển; …`; or why names are not shown.
    pub legend: String,
    pub rows: Vec<Scored>,
    pub secretary: String,
    pub chair: String,
}

/// An entry: one total a judge, `None` where the judge had no sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scored {
    pub code: String,
    pub title: String,
    pub unit: String,
    pub totals: Vec<Option<Marks>>,
    /// Hundredths, rounded half up for print.
    pub mean: i64,
    pub place: Option<u32>,
    pub prize: String,
}

pub fn document(issue: &Issue, contest: &ContestFacts, scores: &ScoreTable, wording: &str) -> Made {
    let mut columns = vec![
        Column::new("TT", 8, Align::Centre),
        Column::new("Mã bài", 21, Align::Centre),
        Column::new("Tên bài dự thi", 55, Align::Left),
    ];
    columns.extend(scores.judges.iter().map(|judge| Column::new(judge, 13, Align::Centre)));
    columns.extend([
        Column::new("Điểm TB", 12, Align::Centre),
        Column::new("Xếp thứ", 11, Align::Centre),
        Column::new("Giải", 15, Align::Centre),
    ]);
    let rows = numbered(scores.rows.iter().map(|row| {
        let mut cells = vec![row.code.clone(), row.title.clone()];
        cells.extend(row.totals.iter().map(|total| total.map(marks).unwrap_or_default()));
        cells.extend([
            decimal(row.mean),
            row.place.map(|p| p.to_string()).unwrap_or_default(),
            row.prize.clone(),
        ]);
        cells
    }));
    let filling = issue
        .filling(contest)
        .field("legend", &scores.legend)
        .field("count", scores.rows.len().to_string())
        .slot("scores", table(columns, rows));
    let signer = |title: &str, name: &str| Signer {
        title: title.to_owned(),
        note: "(Ký, ghi rõ họ và tên)".to_owned(),
        name: name.to_owned(),
        ..Signer::default()
    };
    let signers = vec![signer("TỔ THƯ KÝ", &scores.secretary), signer("TRƯỞNG BAN GIÁM KHẢO", &scores.chair)];
    let title = format!("Bảng tổng hợp điểm {}", contest.name);
    issue.signed_by(&title, wording, &filling, Page::Landscape, signers)
}

/// The same as a workbook: marks are numbers, with a filter and a head that stays in sight.
pub fn workbook(contest: &ContestFacts, scores: &ScoreTable) -> Result<Vec<u8>, xlsx::Unwritable> {
    let mut columns = vec![
        xlsx::Column { heading: "TT", width: 5 },
        xlsx::Column { heading: "Mã bài", width: 12 },
        xlsx::Column { heading: "Tên bài dự thi", width: 60 },
        xlsx::Column { heading: "Đơn vị", width: 30 },
    ];
    columns.extend(scores.judges.iter().map(|judge| xlsx::Column { heading: judge, width: 8 }));
    columns.extend([
        xlsx::Column { heading: "Điểm TB", width: 10 },
        xlsx::Column { heading: "Xếp thứ", width: 9 },
        xlsx::Column { heading: "Giải", width: 14 },
    ]);
    let rows = scores.rows.iter().zip(1..).map(|(row, n)| {
        let mut cells: Vec<xlsx::Cell<'_>> = vec![
            xlsx::Cell::Integer(n),
            row.code.as_str().into(),
            row.title.as_str().into(),
            row.unit.as_str().into(),
        ];
        cells.extend(row.totals.iter().map(|total| total.map_or(xlsx::Cell::Blank, xlsx::Cell::Marks)));
        cells.push(xlsx::Cell::Rounded(row.mean));
        cells.push(row.place.map_or(xlsx::Cell::Blank, |place| xlsx::Cell::Integer(place.into())));
        cells.push(row.prize.as_str().into());
        cells
    });
    let mut book = xlsx::Book::new(&format!("Bảng tổng hợp điểm {}", contest.name))?;
    book.sheet("Bảng điểm", &["BẢNG TỔNG HỢP ĐIỂM", &contest.name], &columns, rows)?;
    book.into_bytes()
}

/// `88,20`.
fn decimal(hundredths: i64) -> String {
    format!("{},{:02}", hundredths / 100, hundredths % 100)
}
