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

/// Bars of a chart of units at most: as many as stay on its page.
const MOST_UNITS: usize = 20;

/// The units with most entries as bars, and the others as a sentence; all of them as bars where they are few.
fn units(by_unit: &[(String, u64)]) -> (&[(String, u64)], String) {
    if by_unit.len() <= MOST_UNITS {
        return (by_unit, String::new());
    }
    // Units that have as many as the first one left out are left out too: a border runs between figures.
    let border = by_unit[MOST_UNITS].1;
    let shown = by_unit.iter().take_while(|(_, n)| *n > border).count();
    let (shown, rest) = by_unit.split_at(if shown == 0 { MOST_UNITS } else { shown });
    let names: Vec<&str> = rest.iter().map(|(name, _)| name.as_str()).collect();
    let least = rest.iter().map(|(_, n)| *n).min().unwrap_or_default();
    let each =
        if least == border { format!("{border:02}") } else { format!("từ {least:02} đến {border:02}") };
    (shown, format!("{} đơn vị còn lại, mỗi đơn vị có {each} bài: {}", rest.len(), names.join("; ")))
}

pub fn document(issue: &Issue, contest: &ContestFacts, report: &Report, wording: &str) -> Made {
    let sum = total(&report.winners);
    let (most, others) = units(&report.by_unit);
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
        .slot("by_unit", chart("Số bài dự thi theo đơn vị tiếp nhận", "Đơn vị", most))
        .field("other_units", others)
        .slot("by_area", chart("Số bài dự thi theo lĩnh vực", "Lĩnh vực", &report.by_area))
        .slot("by_form", chart("Số bài dự thi theo hình thức", "Hình thức", &report.by_form))
        .slot("winners", winners(&report.winners));
    issue.paper(&format!("Báo cáo tổng kết {}", contest.name), wording, &filling, Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_units_are_bars_as_far_as_they_differ_and_a_sentence() {
        let of = |counts: &[u64]| -> Vec<(String, u64)> {
            counts.iter().enumerate().map(|(n, c)| (format!("Xã {n}"), *c)).collect()
        };
        let few = of(&[3; MOST_UNITS]);
        assert_eq!(units(&few), (few.as_slice(), String::new()));
        let many = of(&[[3; 2].as_slice(), &[1; 30]].concat());
        let (bars, rest) = units(&many);
        assert_eq!(bars.len(), 2);
        assert!(rest.starts_with("30 đơn vị còn lại, mỗi đơn vị có 01 bài: Xã 2; Xã 3;"), "{rest}");
        let alike = of(&[1; 25]);
        assert_eq!((units(&alike).0.len(), units(&alike).1.contains("5 đơn vị")), (MOST_UNITS, true));
        let last = of(&[[5; 20].as_slice(), &[2, 1]].concat());
        let (bars, rest) = units(&last);
        assert_eq!(bars.len(), 20);
        assert!(rest.contains("từ 01 đến 02 bài"), "{rest}");
    }
}
