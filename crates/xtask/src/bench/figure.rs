//! What was measured, as a table for people and as JSON for programs.

use serde_json::{Value, json};
use std::fmt::Write;

/// What was asked of a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Asked {
    AtLeast(f64),
    AtMost(f64),
    /// Measured because somebody wants to know.
    Nothing,
}

/// One line of the table.
#[derive(Debug, Clone)]
pub struct Figure {
    pub part: &'static str,
    pub name: String,
    pub unit: &'static str,
    pub runs: Vec<f64>,
    pub asked: Asked,
    /// What the machine could do at best, measured in the same bench.
    pub limit: Option<Limit>,
    pub note: String,
}

#[derive(Debug, Clone)]
pub struct Limit {
    pub what: String,
    pub value: f64,
}

impl Figure {
    pub fn new(part: &'static str, name: impl Into<String>, unit: &'static str, runs: Vec<f64>) -> Figure {
        Figure {
            part,
            name: name.into(),
            unit,
            runs,
            asked: Asked::Nothing,
            limit: None,
            note: String::new(),
        }
    }

    pub fn asked(mut self, asked: Asked) -> Figure {
        self.asked = asked;
        self
    }

    pub fn beside(mut self, what: impl Into<String>, value: f64) -> Figure {
        self.limit = Some(Limit { what: what.into(), value });
        self
    }

    pub fn note(mut self, note: impl Into<String>) -> Figure {
        self.note = note.into();
        self
    }

    pub fn median(&self) -> f64 {
        median(&self.runs)
    }

    pub fn min(&self) -> f64 {
        self.runs.iter().copied().fold(f64::INFINITY, f64::min)
    }

    pub fn max(&self) -> f64 {
        self.runs.iter().copied().fold(f64::NEG_INFINITY, f64::max)
    }

    /// Whether the median keeps what was asked; `None` when nothing was.
    pub fn is_kept(&self) -> Option<bool> {
        match self.asked {
            Asked::AtLeast(least) => Some(self.median() >= least),
            Asked::AtMost(most) => Some(self.median() <= most),
            Asked::Nothing => None,
        }
    }

    fn row(&self) -> String {
        let asked = match self.asked {
            Asked::AtLeast(n) => format!("≥ {}", number(n)),
            Asked::AtMost(n) => format!("≤ {}", number(n)),
            Asked::Nothing => "–".to_owned(),
        };
        let kept = match self.is_kept() {
            Some(true) => "yes",
            Some(false) => "**NO**",
            None => "",
        };
        let limit =
            self.limit.as_ref().map_or_else(String::new, |l| format!("{} {}", number(l.value), l.what));
        format!(
            "| {} | {} | {} | {} | {} | {asked} | {kept} | {limit} | {} |",
            self.name,
            self.unit,
            number(self.median()),
            number(self.min()),
            number(self.max()),
            self.note
        )
    }

    fn json(&self) -> Value {
        let asked = match self.asked {
            Asked::AtLeast(n) => json!({ "at_least": n }),
            Asked::AtMost(n) => json!({ "at_most": n }),
            Asked::Nothing => Value::Null,
        };
        json!({
            "part": self.part, "name": self.name, "unit": self.unit, "median": self.median(), "min": self.min(), "max": self.max(),
            "runs": self.runs, "asked": asked, "kept": self.is_kept(),
            "limit": self.limit.as_ref().map(|l| json!({ "what": l.what, "value": l.value })), "note": self.note,
        })
    }
}

pub fn median(runs: &[f64]) -> f64 {
    let mut sorted = runs.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => sorted[n / 2],
        n => f64::midpoint(sorted[n / 2 - 1], sorted[n / 2]),
    }
}

/// Three significant digits at least, thousands set apart.
pub fn number(n: f64) -> String {
    let digits = match n.abs() {
        a if a >= 100.0 => 0,
        a if a >= 10.0 => 1,
        _ => 2,
    };
    let text = format!("{n:.digits$}");
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), ""), |(w, r)| (w, r));
    let mut out = String::new();
    for (i, c) in whole.chars().enumerate() {
        let left = whole.len() - i;
        if i > 0 && left.is_multiple_of(3) && !out.ends_with('-') {
            out.push(',');
        }
        out.push(c);
    }
    if rest.is_empty() { out } else { format!("{out}.{rest}") }
}

/// The table as Markdown.
pub fn table(machine: &str, figures: &[Figure]) -> String {
    let mut out = format!(
        "{machine}\n\n| Figure | unit | median | min | max | asked | kept | limit in the same run | note |\n|---|---|--:|--:|--:|--:|---|---|---|\n"
    );
    for figure in figures {
        let _ = writeln!(out, "{}", figure.row());
    }
    out
}

pub fn report(machine: &str, figures: &[Figure]) -> Value {
    json!({ "machine": machine, "figures": figures.iter().map(Figure::json).collect::<Vec<_>>() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_at_a_glance() {
        for (n, text) in
            [(1234567.8, "1,234,568"), (999.5, "1000"), (123.4, "123"), (12.34, "12.3"), (0.5, "0.50")]
        {
            let shown = number(n);
            assert_eq!(shown.replace(',', ""), text.replace(',', ""), "{n}");
        }
        assert_eq!(number(1_234_567.8), "1,234,568");
    }

    #[test]
    fn the_median_of_an_even_count_lies_between() {
        assert_eq!(median(&[4.0, 1.0, 3.0]), 3.0);
        assert_eq!(median(&[4.0, 1.0, 3.0, 2.0]), 2.5);
    }

    #[test]
    fn a_budget_is_kept_up_to_its_border() {
        let figure = Figure::new("x", "x", "ms", vec![10.0]);
        assert_eq!(figure.clone().asked(Asked::AtMost(10.0)).is_kept(), Some(true));
        assert_eq!(figure.clone().asked(Asked::AtLeast(10.1)).is_kept(), Some(false));
        assert_eq!(figure.is_kept(), None);
    }
}
