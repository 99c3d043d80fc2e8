//! *Kế hoạch*: what the contest is for, who, what, when, which prizes, who does what.

use super::lists::{dashes, prizes};
use super::{ContestFacts, Issue, Made};

pub const WORDING: &str = include_str!("../../texts/plan.txt");

pub fn document(issue: &Issue, contest: &ContestFacts, wording: &str) -> Made {
    let filling = issue
        .filling(contest)
        .slot("purposes", dashes(&contest.purposes))
        .slot("areas", dashes(&contest.areas))
        .slot("entrants", dashes(&contest.entrants))
        .slot("prizes", prizes(&contest.prizes));
    issue.paper(&format!("Kế hoạch tổ chức {}", contest.name), wording, &filling, Vec::new())
}
