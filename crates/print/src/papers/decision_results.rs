//! *Quyết định* that recognises the result and awards the prizes, with the list and amounts in figures and words.

use super::lists::{Winner, total, winners};
use super::{ContestFacts, Issue, Made};
use crate::document::{Block, Page, Role, Section, Text};
use crate::words::{MissingTen, dong, figures};

pub const WORDING: &str = include_str!("../../texts/decision_results.txt");

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// `CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN CHƯƠNG MỸ`.
    pub authority: String,
    /// `Ban Tổ chức Cuộc thi tại Tờ trình số … ngày …`.
    pub proposer: String,
    pub chief_of_office: String,
    pub source: String,
    pub winners: Vec<Winner>,
}

pub fn document(issue: &Issue, contest: &ContestFacts, decision: &Decision, wording: &str) -> Made {
    let sum = total(&decision.winners);
    let words = dong(sum, MissingTen::Linh).unwrap_or_default();
    let filling = issue
        .filling(contest)
        .field("authority", &decision.authority)
        .field("proposer", &decision.proposer)
        .field("chief_of_office", &decision.chief_of_office)
        .field("source", &decision.source)
        .field("prizes", format!("{:02}", decision.winners.len()))
        .field("budget", figures(sum))
        .field("budget_words", &words);
    let mut blocks = vec![Block::AppendixTitle {
        number: String::new(),
        title: format!("DANH SÁCH CÁ NHÂN, TẬP THỂ ĐẠT GIẢI {}", contest.name.to_uppercase()),
        with: issue.with_this("Quyết định", &contest.organiser),
    }];
    blocks.extend(winners(&decision.winners));
    blocks.push(Text::plain(Role::Body, format!("Bằng chữ: {words}./.")));
    let title = format!("Quyết định công nhận kết quả và trao giải {}", contest.name);
    issue.paper(&title, wording, &filling, vec![Section { page: Page::Portrait, blocks }])
}
