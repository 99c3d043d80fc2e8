//! *Phiếu chấm điểm*: blank, to write on, or filled, with the marks of one judge for one entry.

use domain::marks::Marks;

use super::lists::{marks, numbered, table};
use super::{ContestFacts, Issue, Made};
use crate::document::{Align, Column, Page, Row, Signer};

pub const WORDING: &str = include_str!("../../texts/score_sheet.txt");

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub round: String,
    pub code: String,
    pub title: String,
    pub judge: String,
    pub lines: Vec<Line>,
    pub comment: String,
    /// `Đã ký điện tử lúc …`: when the sheet was locked; empty for sheets on paper.
    pub sealed: String,
}

/// A criterion; without mark and comment on a blank sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub criterion: String,
    pub most: Marks,
    pub mark: Option<Marks>,
    pub comment: String,
}

/// Dots to write on.
const DOTS: &str = "……………………………………………………";

pub fn document(issue: &Issue, contest: &ContestFacts, sheet: &Sheet, wording: &str) -> Made {
    let columns = vec![
        Column::new("TT", 2, Align::Centre),
        Column::new("Tiêu chí", 12, Align::Left),
        Column::new("Điểm tối đa", 4, Align::Centre),
        Column::new("Điểm chấm", 4, Align::Centre),
        Column::new("Nhận xét", 12, Align::Left),
    ];
    let mut rows = numbered(sheet.lines.iter().map(|line| {
        let mark = line.mark.map(marks).unwrap_or_default();
        vec![line.criterion.clone(), marks(line.most), mark, line.comment.clone()]
    }));
    let given: Option<i64> = sheet.lines.iter().map(|line| line.mark.map(|mark| mark.0)).sum();
    let most = Marks(sheet.lines.iter().map(|line| line.most.0).sum());
    rows.push(Row::total(vec![
        String::new(),
        "Tổng điểm".to_owned(),
        marks(most),
        given.map(|sum| marks(Marks(sum))).unwrap_or_default(),
        String::new(),
    ]));
    let or_dots = |text: &str| if text.trim().is_empty() { DOTS.to_owned() } else { text.to_owned() };
    // Nothing is written on a sheet that was signed.
    let comment = match (sheet.comment.trim(), sheet.sealed.as_str()) {
        ("", "") => DOTS.to_owned(),
        ("", _) => "không có.".to_owned(),
        (said, _) => said.to_owned(),
    };
    let filling = issue
        .filling(contest)
        .field("round", &sheet.round)
        .field("code", or_dots(&sheet.code))
        .field("title", &sheet.title)
        .field("judge", or_dots(&sheet.judge))
        .field("comment", comment)
        .field("sealed", &sheet.sealed)
        .slot("marks", table(columns, rows));
    let judge = Signer {
        title: "GIÁM KHẢO".to_owned(),
        note: "(Ký, ghi rõ họ và tên)".to_owned(),
        name: sheet.judge.clone(),
        ..Signer::default()
    };
    let title = format!("Phiếu chấm điểm {}", sheet.code);
    issue.signed_by(title.trim(), wording, &filling, Page::Portrait, vec![judge])
}
