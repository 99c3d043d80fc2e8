//! *Tờ trình*: the committee asks the authority to recognise the result and to award the prizes.

use jiff::civil::Date;

use super::lists::{Winner, total, winners};
use super::{ContestFacts, Issue, Made, day};
use crate::words::{MissingTen, dong, figures};

pub const WORDING: &str = include_str!("../../texts/memo.txt");

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Memo {
    /// `Chủ tịch Ủy ban nhân dân huyện Chương Mỹ`.
    pub addressee: String,
    /// The issuer inside a sentence: `Ban Tổ chức`.
    pub issuer_name: String,
    pub meeting: Date,
    pub received: u64,
    pub judged: u64,
    pub winners: Vec<Winner>,
    /// `nguồn ngân sách chi cho công tác cải cách hành chính năm 2024`.
    pub source: String,
}

pub fn document(issue: &Issue, contest: &ContestFacts, memo: &Memo, wording: &str) -> Made {
    let sum = total(&memo.winners);
    let filling = issue
        .filling(contest)
        .field("addressee", &memo.addressee)
        .field("issuer_name", &memo.issuer_name)
        .field("meeting_date", day(memo.meeting))
        .field("received", memo.received.to_string())
        .field("judged", memo.judged.to_string())
        .field("prizes", format!("{:02}", memo.winners.len()))
        .field("budget", figures(sum))
        .field("budget_words", dong(sum, MissingTen::Linh).unwrap_or_default())
        .field("source", &memo.source)
        .slot("winners", winners(&memo.winners));
    issue.paper(&format!("Tờ trình công nhận kết quả {}", contest.name), wording, &filling, Vec::new())
}
