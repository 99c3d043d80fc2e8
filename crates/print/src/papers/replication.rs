//! *Tờ trình* that proposes pilots and replication of what won.

use super::lists::{numbered, table};
use super::{ContestFacts, Issue, Made};
use crate::document::{Align, Column};

pub const WORDING: &str = include_str!("../../texts/replication.txt");

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replication {
    pub addressee: String,
    pub issuer_name: String,
    pub decision_reference: String,
    pub pilot_months: u32,
    pub proposals: Vec<Proposal>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub title: String,
    pub unit: String,
    pub form: Form,
    /// Where it is to be tried or taken over.
    pub scope: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Pilot,
    Replicate,
}

pub fn document(issue: &Issue, contest: &ContestFacts, replication: &Replication, wording: &str) -> Made {
    let columns = vec![
        Column::new("TT", 2, Align::Centre),
        Column::new("Sáng kiến, giải pháp", 13, Align::Left),
        Column::new("Đơn vị có bài đạt giải", 8, Align::Left),
        Column::new("Đề xuất", 5, Align::Centre),
        Column::new("Phạm vi", 8, Align::Left),
    ];
    let rows = numbered(replication.proposals.iter().map(|p| {
        let form = match p.form {
            Form::Pilot => "Thí điểm",
            Form::Replicate => "Nhân rộng",
        };
        vec![p.title.clone(), p.unit.clone(), form.to_owned(), p.scope.clone()]
    }));
    let filling = issue
        .filling(contest)
        .field("addressee", &replication.addressee)
        .field("issuer_name", &replication.issuer_name)
        .field("decision_reference", &replication.decision_reference)
        .field("pilot_months", format!("{:02}", replication.pilot_months))
        .field("count", format!("{:02}", replication.proposals.len()))
        .slot("proposals", table(columns, rows));
    issue.paper(&format!("Đề xuất thí điểm, nhân rộng {}", contest.name), wording, &filling, Vec::new())
}
