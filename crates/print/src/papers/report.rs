//! *Báo cáo tổng kết*: participation by unit, area and form with charts, result, proposals.

use super::lists::{Winner, total, winners};
use super::{ContestFacts, Issue, Made};
use crate::document::{Block, Chart};
use crate::words::{MissingTen, dong, figures};

pub const WORDING: &str = include_str!("../../texts/report.txt");

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub issuer_name: String,
    pub received: u64,
    pub judged: u64,
    pub sheets: u64,
    pub individuals: u64,
    pub collectives: u64,
    /// Met and total of the units that had to, and of those that were encouraged to.
    pub required: (u64, u64),
    pub encouraged: (u64, u64),
    /// Entries by receiving unit; units without one are left out.
    pub by_unit: Vec<(String, u64)>,
    pub by_area: Vec<(String, u64)>,
    pub by_form: Vec<(String, u64)>,
    pub winners: Vec<Winner>,
}

pub fn document(issue: &Issue, contest: &ContestFacts, report: &Report, wording: &str) -> Made {
    let sum = total(&report.winners);
    let chart = |title: &str, heading: &str, bars: &[(String, u64)]| {
        vec![Block::Chart(Chart {
            title: title.to_owned(),
            label_heading: heading.to_owned(),
            value_heading: "Số bài".to_owned(),
            bars: bars.to_vec(),
        })]
    };
    let filling = issue
        .filling(contest)
        .field("issuer_name", &report.issuer_name)
        .field("received", report.received.to_string())
        .field("judged", report.judged.to_string())
        .field("sheets", report.sheets.to_string())
        .field("individuals", report.individuals.to_string())
        .field("collectives", report.collectives.to_string())
        .field("units", report.by_unit.len().to_string())
        .field("required_met", report.required.0.to_string())
        .field("required_total", report.required.1.to_string())
        .field("encouraged_met", report.encouraged.0.to_string())
        .field("encouraged_total", report.encouraged.1.to_string())
        .field("prizes", format!("{:02}", report.winners.len()))
        .field("budget", figures(sum))
        .field("budget_words", dong(sum, MissingTen::Linh).unwrap_or_default())
        .slot("by_unit", chart("Số bài dự thi theo đơn vị tiếp nhận", "Đơn vị", &report.by_unit))
        .slot("by_area", chart("Số bài dự thi theo lĩnh vực", "Lĩnh vực", &report.by_area))
        .slot("by_form", chart("Số bài dự thi theo hình thức", "Hình thức", &report.by_form))
        .slot("winners", winners(&report.winners));
    issue.paper(&format!("Báo cáo tổng kết {}", contest.name), wording, &filling, Vec::new())
}
