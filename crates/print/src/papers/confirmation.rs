//! *Phiếu xác nhận*: the head of the unit confirms effect and feasibility of exactly one version.

use super::{ContestFacts, Issue, Made};

pub const WORDING: &str = include_str!("../../texts/confirmation.txt");

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    pub code: String,
    pub title: String,
    pub authors: String,
    pub unit: String,
    /// SHA-256 of the dossier in hexadecimal; empty for a paper dossier.
    pub dossier: String,
    /// `Hiệu quả cao`.
    pub level: String,
    /// `Khả thi`.
    pub feasibility: String,
}

pub fn document(issue: &Issue, contest: &ContestFacts, confirmation: &Confirmation, wording: &str) -> Made {
    let filling = issue
        .filling(contest)
        .field("code", &confirmation.code)
        .field("title", &confirmation.title)
        .field("authors", &confirmation.authors)
        .field("unit", &confirmation.unit)
        .field("dossier", &confirmation.dossier)
        .field("level", &confirmation.level)
        .field("feasibility", &confirmation.feasibility);
    issue.paper(&format!("Phiếu xác nhận {}", confirmation.code), wording, &filling, Vec::new())
}
