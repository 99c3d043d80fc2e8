//! `sangkien advisory`: what the marks say once the severity of the judges is taken out, and how sure that is; from a file.
//! Never the official result. Prose and file formats: `docs/rules/advisory.md`.

use anyhow::{Context, bail};
use domain::judging::advisory::hints::{Border, Hint};
use domain::judging::advisory::{Advice, Question, Ratings, advise};
use serde::Deserialize;
use serde_json::{Value, json};
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Advisory {
    /// The marks: entries, judges, ratings ([entry, judge, total]), top, seed; optional gap, borders.
    #[arg(long)]
    input: PathBuf,
    /// Prints JSON; there is no other form yet, so this only says so.
    #[arg(long)]
    json: bool,
}

/// Ratings as a file says them.
#[derive(Deserialize)]
struct RatingsFile {
    entries: usize,
    judges: usize,
    ratings: Vec<(u64, u64, f64)>,
    #[serde(default = "default_top")]
    top: usize,
    #[serde(default)]
    seed: u64,
    #[serde(default)]
    gap: Option<f64>,
    /// Places after which the prize changes; without it, after `top`.
    #[serde(default)]
    borders: Option<Vec<usize>>,
}

fn default_top() -> usize {
    8
}

impl Advisory {
    pub fn run(self) -> anyhow::Result<()> {
        let name = self.input.display();
        let text = std::fs::read_to_string(&self.input).with_context(|| format!("{name} cannot be read"))?;
        let file: RatingsFile =
            serde_json::from_str(&text).with_context(|| format!("{name} holds no ratings"))?;
        if file.gap.is_some_and(|g| g.is_nan() || g < 0.0) {
            bail!("{name}: gap: it must be at least 0");
        }
        let ratings = Ratings::check(file.entries, file.judges, &file.ratings).map_err(|problems| {
            let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
            anyhow::anyhow!("{name}: {}", said.join("\n  "))
        })?;
        let question = Question {
            top: file.top,
            seed: file.seed,
            gap: file.gap,
            borders: file.borders.unwrap_or_else(|| vec![file.top]),
        };
        println!("{}", to_json(&advise(&ratings, &question)));
        Ok(())
    }
}

/// The advice as the file format has it; entries and judges by their numbers.
pub fn to_json(a: &Advice) -> Value {
    let reml = a.reml.as_ref();
    let nothing = |list: &[Option<f64>]| vec![None::<f64>; list.len()];
    let (entries, judges) = (nothing(&a.mean), nothing(&a.two_way.judge_severity));
    json!({
        "mean": a.mean,
        "two_way": {
            "entry_adjusted": a.two_way.entry_adjusted,
            "judge_severity": a.two_way.judge_severity,
            "sigma2": a.two_way.sigma2,
        },
        "reml": {
            "mu": reml.map(|r| r.mu),
            "var_entry": reml.map(|r| r.var_entry),
            "var_judge": reml.map(|r| r.var_judge),
            "var_residual": reml.map(|r| r.var_residual),
            "entry_blup": reml.map_or(&entries, |r| &r.entry_blup),
            "judge_blup": reml.map_or(&judges, |r| &r.judge_blup),
            "entry_pev_sd": reml.map_or(&entries, |r| &r.entry_pev_sd),
        },
        "advisory": {
            "score": a.score,
            "score_sd": a.score_spread,
            "p_top": a.chances.p_top,
            "rank_low": a.chances.rank_low,
            "rank_high": a.chances.rank_high,
            "judge_scale": a.judge_scale,
            "judge_spread": a.judge_spread,
        },
        "flags": a.hints.iter().map(hint).collect::<Vec<_>>(),
        "borders": a.borders.iter().map(border).collect::<Vec<_>>(),
    })
}

fn hint(hint: &Hint) -> Value {
    match hint {
        Hint::Gap { entry, range, limit } => {
            json!({"kind": "gap", "entry": entry, "range": range, "limit": limit})
        }
        Hint::Residual { entry, judge, residual, t } => {
            json!({"kind": "residual", "entry": entry, "judge": judge, "residual": residual, "t": t})
        }
        Hint::Apart { entry, group } => json!({"kind": "disconnected", "entry": entry, "group": group}),
        Hint::NotRated { entry } => json!({"kind": "not_rated", "entry": entry}),
        Hint::TooFew => json!({"kind": "too_few_marks", "entry": null}),
    }
}

fn border(b: &Border) -> Value {
    json!({
        "after": b.after, "entries": [b.above, b.below], "difference": b.difference, "p_order": b.p_order,
        "read_again": b.read_again,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn advice(entries: usize, judges: usize, marks: &[(u64, u64, f64)]) -> Value {
        let ratings = Ratings::check(entries, judges, marks).unwrap();
        to_json(&advise(&ratings, &Question { top: 2, seed: 1, gap: Some(20.0), borders: vec![2] }))
    }

    fn numbers(v: &Value) -> Vec<f64> {
        match v {
            Value::Array(list) => list.iter().flat_map(numbers).collect(),
            other => vec![other.as_f64().unwrap_or(f64::NAN)],
        }
    }

    fn agree(what: &str, got: &Value, want: &Value, within: f64) {
        let (got, want) = (numbers(got), numbers(want));
        assert_eq!(got.len(), want.len(), "{what}");
        for (g, w) in got.iter().zip(&want) {
            assert!((g - w).abs() <= within * w.abs().max(1.0), "{what}: {g}, reference {w}");
        }
    }

    #[test]
    fn estimates_agree_with_the_reference() {
        let text = include_str!("../../../data/vectors/reml.json");
        let cases: Vec<Value> = serde_json::from_str(text).unwrap();
        assert_eq!(cases.len(), 10);
        for case in &cases {
            let name = case["name"].as_str().unwrap();
            let marks: Vec<(u64, u64, f64)> = serde_json::from_value(case["ratings"].clone()).unwrap();
            let size = |key: &str| case[key].as_u64().unwrap() as usize;
            let got = advice(size("entries"), size("judges"), &marks);
            let ratings = Ratings::check(size("entries"), size("judges"), &marks).unwrap();
            for part in ["two_way", "reml"] {
                // Where groups share no judge, ours sums to 0 in each of them, the reference over all: other constants, same differences.
                if part == "two_way" && ratings.groups() > 1 {
                    continue;
                }
                for (key, want) in case[part].as_object().unwrap() {
                    agree(&format!("{name}: {part}.{key}"), &got[part][key], want, 1e-6);
                }
            }
            // The peer's search ends a little before the top, and never quite at a variance of 0.
            let near = 2e-3 * got["reml"]["var_residual"].as_f64().unwrap();
            let at_zero = got["reml"]["var_entry"].as_f64() == Some(0.0);
            let share = if at_zero { 2e-2 } else { 2e-3 };
            for (key, want) in case["statsmodels"].as_object().unwrap() {
                let (mine, peer) = (got["reml"][key].as_f64().unwrap(), want.as_f64().unwrap());
                assert!(
                    (mine - peer).abs() <= near + share * peer.abs(),
                    "{name}: {key} {mine}, statsmodels {peer}"
                );
            }
        }
    }

    #[test]
    fn poor_marks_give_no_figure_rather_than_a_wrong_one() {
        let all = |n: u64, m: u64, f: &dyn Fn(u64, u64) -> f64| -> Vec<(u64, u64, f64)> {
            (0..n).flat_map(|e| (0..m).map(move |j| (e, j))).map(|(e, j)| (e, j, f(e, j))).collect()
        };
        let cases: Vec<(&str, usize, usize, Vec<(u64, u64, f64)>)> = vec![
            ("nothing", 0, 0, vec![]),
            ("no marks", 3, 2, vec![]),
            ("one judge", 4, 1, all(4, 1, &|e, _| 50.0 + e as f64)),
            ("one entry", 1, 4, all(1, 4, &|_, j| 50.0 + j as f64)),
            ("one mark", 3, 3, vec![(1, 1, 70.0)]),
            ("all equal", 5, 3, all(5, 3, &|_, _| 61.0)),
            ("two identical judges", 6, 2, all(6, 2, &|e, _| 50.0 + 3.0 * (e * e % 7) as f64)),
            ("exactly entry plus judge", 6, 3, all(6, 3, &|e, j| 50.0 + (e * e) as f64 - 4.0 * j as f64)),
            (
                "two groups",
                4,
                4,
                vec![
                    (0, 0, 70.0),
                    (0, 1, 75.0),
                    (1, 0, 60.0),
                    (1, 1, 66.0),
                    (2, 2, 90.0),
                    (2, 3, 80.0),
                    (3, 2, 50.0),
                    (3, 3, 51.0),
                ],
            ),
            (
                "an entry and a judge without marks",
                4,
                3,
                all(3, 2, &|e, j| 50.0 + (e * 7 % 5) as f64 + (j * e) as f64),
            ),
            ("each entry by another judge", 3, 3, vec![(0, 0, 1.0), (1, 1, 2.0), (2, 2, 3.0)]),
        ];
        for (name, n, m, marks) in &cases {
            let got = advice(*n, *m, marks);
            assert!(!got.to_string().contains("NaN"), "{name}");
            assert_eq!(got["mean"].as_array().unwrap().len(), *n, "{name}");
            for key in ["score", "p_top", "rank_low", "rank_high"] {
                assert_eq!(got["advisory"][key].as_array().unwrap().len(), *n, "{name}: {key}");
            }
        }
        let equal = advice(5, 3, &cases[5].3);
        assert_eq!(
            (equal["reml"]["mu"].as_f64(), equal["reml"]["var_entry"].as_f64()),
            (Some(61.0), Some(0.0))
        );
        assert_eq!(equal["advisory"]["rank_low"][0], 1);
        let twins = advice(6, 2, &cases[6].3);
        assert_eq!(
            (twins["reml"]["var_residual"].as_f64(), twins["reml"]["var_judge"].as_f64()),
            (Some(0.0), Some(0.0))
        );
        let apart = advice(4, 4, &cases[8].3);
        assert!(apart["flags"].as_array().unwrap().iter().any(|f| f["kind"] == "disconnected"), "{apart}");
        assert_eq!(
            apart["advisory"]["rank_high"][2].as_u64().unwrap().max(2),
            2,
            "places within the own group"
        );
        let less = advice(4, 3, &cases[9].3);
        assert_eq!(
            (less["mean"][3].clone(), less["two_way"]["judge_severity"][2].clone()),
            (Value::Null, Value::Null)
        );
    }

    #[test]
    fn the_order_of_the_marks_and_another_run_change_nothing() {
        let marks: Vec<(u64, u64, f64)> =
            (0..60).map(|n| (n / 3, (n * 7 + n / 3) % 5, 60.0 + ((n * n * 31) % 41) as f64 / 2.0)).collect();
        let mut unique = marks.clone();
        unique.sort_by_key(|r| (r.0, r.1));
        unique.dedup_by_key(|r| (r.0, r.1));
        let mut turned = unique.clone();
        turned.reverse();
        assert_eq!(advice(20, 5, &unique), advice(20, 5, &turned));
    }

    #[test]
    fn a_slip_is_hinted_at_and_a_gap_too() {
        let mut marks: Vec<(u64, u64, f64)> = (0..90)
            .map(|n| (n / 3, (n % 3 + n / 3) % 6, 70.0 + (n / 3 % 7) as f64 + ((n * 37) % 11) as f64 / 2.0))
            .collect();
        marks[40].2 -= 24.0;
        let got = advice(30, 6, &marks);
        let flags = got["flags"].as_array().unwrap();
        let of = |kind: &str| {
            flags.iter().filter(|f| f["kind"] == kind).map(|f| f["entry"].as_u64()).collect::<Vec<_>>()
        };
        assert_eq!(of("gap"), [Some(13)]);
        assert!(of("residual").contains(&Some(13)), "{flags:?}");
    }
}
