//! *Thể lệ*: what an entrant has to know, in articles.

use super::lists::{dashes, marks, numbered, prizes, table};
use super::{ContestFacts, Issue, Made};
use crate::document::{Align, Block, Column, Row};
use domain::marks::Marks;

pub const WORDING: &str = include_str!("../../texts/rules.txt");

/// What the rules say beyond the facts of the contest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    pub group_min: u32,
    /// Name and most marks.
    pub criteria: Vec<(String, Marks)>,
    /// `điểm tiêu chí Hiệu quả, điểm tiêu chí Tính mới, quyết định của Trưởng Ban Giám khảo`.
    pub tie_break: String,
}

pub fn document(issue: &Issue, contest: &ContestFacts, rules: &Rules, wording: &str) -> Made {
    let filling = issue
        .filling(contest)
        .field("group_min", format!("{:02}", rules.group_min))
        .field("tie_break", &rules.tie_break)
        .slot("purposes", dashes(&contest.purposes))
        .slot("areas", dashes(&contest.areas))
        .slot("entrants", dashes(&contest.entrants))
        .slot("requirements", dashes(&contest.requirements))
        .slot("criteria", criteria(&rules.criteria))
        .slot("prizes", prizes(&contest.prizes));
    issue.paper(&format!("Thể lệ {}", contest.name), wording, &filling, Vec::new())
}

fn criteria(criteria: &[(String, Marks)]) -> Vec<Block> {
    let columns = vec![
        Column::new("TT", 1, Align::Centre),
        Column::new("Tiêu chí", 9, Align::Left),
        Column::new("Điểm tối đa", 3, Align::Centre),
    ];
    let mut rows = numbered(criteria.iter().map(|(name, most)| vec![name.clone(), marks(*most)]));
    let total = Marks(criteria.iter().map(|(_, most)| most.0).sum());
    rows.push(Row::total(vec![String::new(), "Tổng điểm".to_owned(), marks(total)]));
    table(columns, rows)
}
