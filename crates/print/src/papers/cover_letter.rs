//! *Công văn* with which a unit sends its entries, and their list.

use super::lists::{numbered, table};
use super::{ContestFacts, Issue, Made};
use crate::document::{Align, Block, Column, Page, Qr, Section};

pub const WORDING: &str = include_str!("../../texts/cover_letter.txt");

/// An entry in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    pub code: String,
    pub title: String,
    pub authors: String,
    /// Address and telephone of the author or the representative.
    pub contact: String,
    pub category: String,
    pub level: String,
    pub feasibility: String,
}

/// `code` names the batch, for whoever opens the parcel.
pub fn document(
    issue: &Issue,
    contest: &ContestFacts,
    unit: &str,
    code: &str,
    sent: &[Sent],
    wording: &str,
) -> Made {
    let filling = issue.filling(contest).field("unit", unit).field("count", format!("{:02}", sent.len()));
    let columns = vec![
        Column::new("TT", 2, Align::Centre),
        Column::new("Mã bài", 5, Align::Centre),
        Column::new("Tên bài dự thi", 11, Align::Left),
        Column::new("Tác giả, nhóm tác giả", 8, Align::Left),
        Column::new("Địa chỉ, điện thoại", 8, Align::Left),
        Column::new("Loại", 4, Align::Centre),
        Column::new("Mức độ hiệu quả", 5, Align::Left),
        Column::new("Tính khả thi", 5, Align::Left),
    ];
    let rows = numbered(sent.iter().map(|s| {
        [&s.code, &s.title, &s.authors, &s.contact, &s.category, &s.level, &s.feasibility]
            .map(Clone::clone)
            .to_vec()
    }));
    let mut blocks = vec![Block::AppendixTitle {
        number: String::new(),
        title: "DANH SÁCH BÀI DỰ THI".to_owned(),
        with: issue.with_this("Công văn", unit),
    }];
    blocks.extend(table(columns, rows));
    let caption = format!("Mã đợt chuyển: {code}");
    blocks.push(Block::Qr(Qr { text: code.to_owned(), caption, side: 25 }));
    let title = format!("Công văn gửi bài dự thi của {unit}");
    issue.paper(&title, wording, &filling, vec![Section { page: Page::Landscape, blocks }])
}
