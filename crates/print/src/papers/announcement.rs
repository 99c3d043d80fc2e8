//! *Thông báo*: the result for everybody.

use super::lists::{Winner, winners};
use super::{ContestFacts, Issue, Made};

pub const WORDING: &str = include_str!("../../texts/announcement.txt");

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// The issuer inside a sentence.
    pub issuer_name: String,
    pub received: u64,
    pub judged: u64,
    pub winners: Vec<Winner>,
    /// `Quyết định số …/QĐ-UBND ngày … của …`.
    pub decision_reference: String,
    /// A sentence on the ceremony; may be empty.
    pub ceremony: String,
}

pub fn document(issue: &Issue, contest: &ContestFacts, announcement: &Announcement, wording: &str) -> Made {
    let filling = issue
        .filling(contest)
        .field("issuer_name", &announcement.issuer_name)
        .field("received", announcement.received.to_string())
        .field("judged", announcement.judged.to_string())
        .field("prizes", format!("{:02}", announcement.winners.len()))
        .field("decision_reference", &announcement.decision_reference)
        .field("ceremony", &announcement.ceremony)
        .slot("winners", winners(&announcement.winners));
    issue.paper(&format!("Thông báo kết quả {}", contest.name), wording, &filling, Vec::new())
}
