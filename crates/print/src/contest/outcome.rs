//! What `result.json` says, as lists of papers: winners, certificates, the table of scores.

use super::{Paper, certificate_path};
use crate::papers::*;
use domain::contest::PrizeStructure;
use domain::marks::Marks;
use domain::money::Vnd;
use domain::ratio::Ratio;
use serde_json::Value;

impl Paper<'_> {
    pub(super) fn level_name(&self, code: &str) -> String {
        let all: Vec<_> = match &self.facts.rules.prizes {
            PrizeStructure::Pooled { levels, .. } => levels.iter().collect(),
            PrizeStructure::PerCategory { individual, collective } => {
                individual.iter().chain(collective).collect()
            }
        };
        all.into_iter().find(|l| l.code.as_str() == code).map_or(code, |l| l.name.as_str()).to_owned()
    }

    pub(super) fn result(&self, key: &str) -> Option<&Value> {
        self.facts.result.as_ref().map(|r| &r[key])
    }

    pub(super) fn list(&self, key: &str) -> impl Iterator<Item = &Value> {
        self.result(key).and_then(Value::as_array).into_iter().flatten()
    }

    /// Every ranked entry, pool by pool: code, place, mean, prize.
    pub(super) fn ranked(&self) -> impl Iterator<Item = &Value> {
        let pools =
            self.result("ranking").and_then(Value::as_object).into_iter().flat_map(|pools| pools.values());
        pools.flat_map(|pool| pool.as_array().into_iter().flatten())
    }

    pub(super) fn winners(&self) -> Vec<Winner> {
        let mean = |code: &str| {
            self.ranked().find(|row| row["entry"] == code).map_or("", |row| text(&row["text"])).to_owned()
        };
        let won = |prize: &Value| {
            let code = text(&prize["entry"]);
            let entry = self.facts.entries.get(code)?;
            Some(Winner {
                code: code.to_owned(),
                title: entry.title.clone(),
                authors: entry.authors.clone(),
                unit: self.unit_name(&entry.unit),
                collective: entry.collective,
                level: self.level_name(text(&prize["level"])),
                amount: Vnd(prize["amount_vnd"].as_i64()?),
                mean: mean(code),
            })
        };
        let side = self.list("side_prizes").filter_map(|prize| match prize["unit"].as_str() {
            None => {
                let level = self.side_name(text(&prize["prize"]));
                won(prize).map(|w| Winner { level, ..w })
            }
            Some(unit) => Some(Winner {
                code: String::new(),
                title: "(giải dành cho đơn vị)".to_owned(),
                authors: vec![],
                unit: self.unit_name(unit),
                collective: true,
                level: self.side_name(text(&prize["prize"])),
                amount: Vnd(prize["amount_vnd"].as_i64()?),
                mean: String::new(),
            }),
        });
        self.list("prizes").filter_map(won).chain(side).collect()
    }

    fn side_name(&self, code: &str) -> String {
        let found = self.facts.rules.side_prizes.iter().find(|p| p.code.as_str() == code);
        found.map_or(code, |p| p.name.as_str()).to_owned()
    }

    /// Who gets a certificate: an entry one for all its prizes, a unit one for each.
    pub(super) fn certified(&self) -> Vec<Winner> {
        let mut out: Vec<Winner> = vec![];
        for w in self.winners() {
            match out.iter_mut().find(|o| !w.code.is_empty() && o.code == w.code) {
                Some(o) => {
                    o.level = format!("{} và {}", o.level, w.level);
                    o.amount = Vnd(o.amount.0 + w.amount.0);
                }
                None => out.push(w),
            }
        }
        out
    }

    pub(super) fn awarded(&self) -> Vec<certificates::Awarded> {
        let certified = |w: Winner| {
            let token = self.facts.tokens.get(&w.code).map_or("", String::as_str);
            let says = if token.is_empty() && !self.base.is_empty() {
                // A unit's certificate has no page of its own: the code leads to the result.
                format!("{}/contests/{}/results", self.base, self.facts.code)
            } else if self.base.is_empty() {
                format!("{} {} {token}", self.facts.code, w.code)
            } else {
                format!("{}{}", self.base, certificate_path(token))
            };
            certificates::Awarded {
                code_says: says, caption: "Quét mã để kiểm tra".to_owned(), winner: w
            }
        };
        self.certified().into_iter().map(certified).collect()
    }

    pub(super) fn scores(&self, secretary: &str, chair: &str) -> score_table::ScoreTable {
        let judges = &self.facts.judges;
        let round = self.facts.rules.judging.rounds.last().map(|r| r.code.as_str()).unwrap_or_default();
        let rows = self.ranked().map(|row| {
            let code = text(&row["entry"]);
            let of_entry = self.result("entries").map(|all| &all[code]["rounds"][round]["totals"]);
            let total =
                |judge: &str| of_entry.and_then(|t| t[judge].as_str()).and_then(hundredths).map(Marks);
            let entry = self.facts.entries.get(code);
            score_table::Scored {
                code: code.to_owned(),
                title: entry.map(|e| e.title.clone()).unwrap_or_default(),
                unit: entry.map(|e| self.unit_name(&e.unit)).unwrap_or_default(),
                totals: judges.iter().map(|j| total(&j.code)).collect(),
                mean: hundredths(text(&row["exact"])).unwrap_or_default(),
                place: row["place"].as_u64().and_then(|p| p.try_into().ok()),
                prize: row["prize"].as_str().map(|level| self.level_name(level)).unwrap_or_default(),
            }
        });
        let legend: Vec<String> = judges.iter().map(|j| format!("{}: {}", j.code, j.name)).collect();
        score_table::ScoreTable {
            judges: judges.iter().map(|j| j.code.clone()).collect(),
            legend: format!("{}.", legend.join("; ")),
            rows: rows.collect(),
            secretary: secretary.to_owned(),
            chair: chair.to_owned(),
        }
    }

    pub(super) fn count(&self, pointer: &str) -> u64 {
        let found = self.facts.result.as_ref().and_then(|r| r.pointer(pointer));
        found.and_then(Value::as_u64).unwrap_or_default()
    }
}

pub(super) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Hundredths of an exact fraction such as `441/5`, half up, for print.
fn hundredths(exact: &str) -> Option<i64> {
    Ratio::parse(exact).and_then(|ratio| ratio.rounded_hundredths().try_into().ok())
}
