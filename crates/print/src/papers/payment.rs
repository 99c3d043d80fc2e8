//! *Danh sách chi tiền thưởng*: who receives how much and signs for it.

use super::lists::{Winner, numbered, table, total};
use super::{ContestFacts, Issue, Made};
use crate::document::{Align, Column, Page, Row, Signer};
use crate::words::{MissingTen, dong, figures};
use crate::xlsx;

pub const WORDING: &str = include_str!("../../texts/payment.txt");

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    pub decision_reference: String,
    pub winners: Vec<Winner>,
    /// `NGƯỜI LẬP`, `KẾ TOÁN`, `THỦ TRƯỞNG ĐƠN VỊ`, with names where they are known.
    pub signers: Vec<Signer>,
}

pub fn document(issue: &Issue, contest: &ContestFacts, payment: &Payment, wording: &str) -> Made {
    let columns = vec![
        Column::new("TT", 2, Align::Centre),
        Column::new("Người nhận (đại diện nhóm)", 9, Align::Left),
        Column::new("Đơn vị, địa chỉ", 9, Align::Left),
        Column::new("Mã bài", 5, Align::Centre),
        Column::new("Giải", 4, Align::Centre),
        Column::new("Số tiền (đồng)", 5, Align::Right),
        Column::new("Ký nhận", 5, Align::Centre),
    ];
    let sum = total(&payment.winners);
    let mut rows = numbered(payment.winners.iter().map(|w| {
        let receiver = w.authors.first().unwrap_or(&w.unit).clone();
        vec![receiver, w.unit.clone(), w.code.clone(), w.level.clone(), figures(w.amount), String::new()]
    }));
    let mut cells = vec![String::new(); columns.len()];
    "Tổng cộng".clone_into(&mut cells[1]);
    cells[5] = figures(sum);
    rows.push(Row::total(cells));
    let filling = issue
        .filling(contest)
        .field("decision_reference", &payment.decision_reference)
        .field("budget_words", dong(sum, MissingTen::Linh).unwrap_or_default())
        .slot("payments", table(columns, rows));
    let title = format!("Danh sách chi tiền thưởng {}", contest.name);
    issue.signed_by(&title, wording, &filling, Page::Landscape, payment.signers.clone())
}

/// The same as a workbook: amounts are numbers.
pub fn workbook(contest: &ContestFacts, payment: &Payment) -> Result<Vec<u8>, xlsx::Unwritable> {
    let columns = [
        ("TT", 5),
        ("Người nhận (đại diện nhóm)", 28),
        ("Đơn vị, địa chỉ", 34),
        ("Mã bài", 12),
        ("Giải", 12),
        ("Số tiền (đồng)", 16),
        ("Bằng chữ", 40),
        ("Ký nhận", 16),
    ]
    .map(|(heading, width)| xlsx::Column { heading, width });
    let rows = payment.winners.iter().zip(1..).map(|(w, n)| {
        vec![
            xlsx::Cell::Integer(n),
            w.authors.first().unwrap_or(&w.unit).as_str().into(),
            w.unit.as_str().into(),
            w.code.as_str().into(),
            w.level.as_str().into(),
            xlsx::Cell::Money(w.amount),
            dong(w.amount, MissingTen::Linh).unwrap_or_default().into(),
            xlsx::Cell::Blank,
        ]
    });
    let mut book = xlsx::Book::new(&format!("Danh sách chi tiền thưởng {}", contest.name))?;
    book.sheet("Chi tiền thưởng", &["DANH SÁCH CHI TIỀN THƯỞNG", &contest.name], &columns, rows)?;
    book.into_bytes()
}
