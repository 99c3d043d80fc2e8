//! `sangkien standings`: the official result of a file of marks, exact, by the rules of a contest, and beside it the
//! advisory ranking. No gate stands before it: every entry with marks is taken as judged. Prose: `docs/rules/`.

use crate::advisory;
use anyhow::{Context, bail};
use app::awards::result;
use app::import::rows::{self, Preview, ScoreRow};
use app::import::{Known, chair_decisions, entries, scores, third_markers, votes};
use domain::awards::allocate::{Allocation, allocate};
use domain::awards::ties::seats;
use domain::contest::{Category, Pool, RulesEdition};
use domain::ids::EntryCode;
use domain::judging::advisory::{Question, Ratings, advise};
use domain::judging::combine::{Combined, How, SignedSheet};
use domain::judging::rounds::{Outcome, Played};
use domain::judging::sheet::{SheetContent, check};
use domain::judging::standings::{Judged, Standings, stand};
use domain::marks::Marks;
use domain::ratio::Ratio;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub struct Show {
    /// The rules. Files beside it (entries.jsonl, third-markers.csv, chair-decisions.csv, votes.csv) are read where they are needed.
    #[arg(long)]
    contest: PathBuf,
    /// The marks.
    #[arg(long)]
    scores: PathBuf,
    /// Prints JSON; there is no other form yet, so this only says so.
    #[arg(long)]
    json: bool,
    /// Seed of the advisory draws.
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

impl Show {
    pub fn run(self) -> anyhow::Result<()> {
        println!("{}", standings(&self.contest, &self.scores, self.seed)?);
        Ok(())
    }
}

/// What the files hold, as the rules take it.
struct Files {
    rules: RulesEdition,
    judged: Vec<Judged>,
    orders: Vec<Vec<EntryCode>>,
}

/// Official and advisory results of a file of marks.
pub fn standings(contest: &Path, scores: &Path, seed: u64) -> anyhow::Result<Value> {
    let files = read(contest, scores)?;
    let rules = &files.rules;
    let stood = stand(rules, files.judged).map_err(|missing| {
        let line = |m: &domain::judging::standings::Incomplete| {
            format!("{}, round {}: {:?}", m.entry, m.round, m.why)
        };
        anyhow::anyhow!(
            "there are no standings yet:\n  {}",
            missing.iter().map(line).collect::<Vec<_>>().join("\n  ")
        )
    })?;
    let allocation = allocate(rules, &stood.pools, &files.orders)
        .map_err(|wrong| anyhow::anyhow!("prizes that are no whole number of dong: {wrong:?}"))?;
    let advice: Map<String, Value> = stood
        .pools
        .iter()
        .map(|(pool, _)| (pool.word().to_owned(), advice(rules, *pool, &stood, seed)))
        .collect();
    Ok(json!({
        "contest": rules.code,
        "official": official(rules, &stood, &allocation),
        "advisory": advice,
    }))
}

fn rows_of<R>(preview: Preview<R>) -> anyhow::Result<Vec<R>> {
    if preview.problems.is_empty() {
        return Ok(preview.rows);
    }
    let lines: Vec<String> = preview.problems.iter().take(20).map(ToString::to_string).collect();
    bail!("{}", lines.join("\n"))
}

fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
}

fn read(contest: &Path, scores: &Path) -> anyhow::Result<Files> {
    let text =
        String::from_utf8(bytes(contest)?).with_context(|| format!("{} is no text", contest.display()))?;
    let rules = app::contest::format::parse(&text).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("{}:\n{}", contest.display(), lines.join("\n"))
    })?;
    let value: Value = serde_json::from_str(&text)?;
    let known = Known::from_contest(&value);
    let beside = |name: &str| -> anyhow::Result<Option<Vec<u8>>> {
        let path = contest.with_file_name(name);
        if path.is_file() { bytes(&path).map(Some) } else { Ok(None) }
    };
    let name = scores.file_name().map_or_else(|| "scores.csv".into(), |n| n.to_string_lossy().into_owned());
    let marks = rows_of(scores::read(&name, &bytes(scores)?, &known))?;
    let thirds: BTreeSet<(String, String, String)> = match beside("third-markers.csv")? {
        Some(b) => rows_of(third_markers::read("third-markers.csv", &b, &known))?
            .into_iter()
            .map(|t| (t.round, t.entry_code, t.judge_code))
            .collect(),
        None => BTreeSet::new(),
    };
    let orders = match beside("chair-decisions.csv")? {
        Some(b) => rows_of(chair_decisions::read("chair-decisions.csv", &b, &known))?
            .into_iter()
            .map(|d| d.entry_codes_in_order.into_iter().map(EntryCode).collect())
            .collect(),
        None => vec![],
    };
    let categories: HashMap<String, Category> = match beside("entries.jsonl")? {
        Some(b) => entries::read("entries.jsonl", &b, &known)
            .rows
            .into_iter()
            .map(|e| {
                let category = match e.category {
                    rows::Category::Individual => Category::Individual,
                    rows::Category::Collective => Category::Collective,
                };
                (e.code, category)
            })
            .collect(),
        None => HashMap::new(),
    };
    let votes = votes(&rules, beside("votes.csv")?, &known)?;
    let judged = judged(&rules, &marks, &thirds, &categories, &votes)?;
    Ok(Files { rules, judged, orders })
}

/// The votes of the public by entry, over all sources; none where the rules have no vote.
fn votes(rules: &RulesEdition, file: Option<Vec<u8>>, known: &Known) -> anyhow::Result<HashMap<String, u64>> {
    let mut out = HashMap::new();
    if rules.judging.community_vote.is_some() {
        let bytes = file.context("the rules have a community vote; votes.csv must lie beside them")?;
        for row in rows_of(votes::read("votes.csv", &bytes, known))? {
            *out.entry(row.entry_code).or_default() += row.votes;
        }
    }
    Ok(out)
}

/// Sheets of each entry, round by round; every sheet complete and within its criteria.
fn judged(
    rules: &RulesEdition,
    marks: &[ScoreRow],
    thirds: &BTreeSet<(String, String, String)>,
    categories: &HashMap<String, Category>,
    votes: &HashMap<String, u64>,
) -> anyhow::Result<Vec<Judged>> {
    let rounds = &rules.judging.rounds;
    let mut sheets: BTreeMap<(&str, usize, &str), SheetContent> = BTreeMap::new();
    for row in marks {
        let what = || format!("line {}: entry {}, judge {}", row.at.row, row.entry_code, row.judge_code);
        let round = rounds.iter().position(|r| r.code.as_str() == row.round);
        let round = round.with_context(|| format!("{}: there is no round {}", what(), row.round))?;
        let criteria = &rounds[round].criteria;
        let at = criteria.iter().position(|c| c.code.as_str() == row.criterion);
        let at = at
            .with_context(|| format!("{}: round {} has no criterion {}", what(), row.round, row.criterion))?;
        let sheet = sheets
            .entry((&row.entry_code, round, &row.judge_code))
            .or_insert_with(|| SheetContent::blank(criteria.len()));
        sheet.marks[at] = Some(Marks(row.points_hundredths));
    }
    let mut out: BTreeMap<&str, Vec<Vec<SignedSheet>>> = BTreeMap::new();
    for ((entry, round, judge), sheet) in &sheets {
        let what = || format!("entry {entry}, judge {judge}, round {}", rounds[*round].code);
        check(&rounds[*round].criteria, sheet, &[]).map_err(|no| anyhow::anyhow!("{}: {no:?}", what()))?;
        let marks = sheet.all_marks().with_context(|| format!("{}: the sheet is not complete", what()))?;
        let third =
            thirds.contains(&(rounds[*round].code.to_string(), (*entry).to_owned(), (*judge).to_owned()));
        let of_entry = out.entry(entry).or_insert_with(|| vec![vec![]; rounds.len()]);
        of_entry[*round].push(SignedSheet { judge: (*judge).into(), third, marks });
    }
    let pooled = domain::judging::standings::pools(rules).len() == 1;
    out.into_iter()
        .map(|(entry, sheets)| {
            let category = match categories.get(entry) {
                Some(category) => *category,
                None if pooled => Category::Individual,
                None => {
                    bail!("entry {entry}: its category is not known; entries.jsonl must lie beside the rules")
                }
            };
            let votes = votes.get(entry).copied().unwrap_or_default();
            Ok(Judged { entry: entry.into(), category, sheets, votes })
        })
        .collect()
}

fn both(r: Ratio) -> Value {
    json!({"exact": r.to_string(), "text": r.text()})
}

fn official(rules: &RulesEdition, stood: &Standings, allocation: &Allocation) -> Value {
    let codes = |list: &[EntryCode]| list.iter().map(|e| e.as_str().to_owned()).collect::<Vec<_>>();
    let undecided = allocation.pools.iter().flat_map(|p| &p.border_ties).map(|t| {
        json!({
            "pool": t.pool.word(), "entries": codes(&t.entries), "places": [t.places.0, t.places.1],
            "order": t.order.as_ref().map(|o| codes(o)),
        })
    });
    json!({
        "ranking": result::ranking(allocation),
        "border_ties": undecided.collect::<Vec<_>>(),
        "prizes": result::prizes(allocation),
        "unawarded": result::unawarded(allocation),
        "budget_total_vnd": allocation.budget_total.0,
        "entries": stood.entries.iter()
            .map(|(code, played)| (code.to_string(), entry(rules, played))).collect::<Map<_, _>>(),
    })
}

/// The arithmetic of one entry.
fn entry(rules: &RulesEdition, played: &Played) -> Value {
    let rounds = rules.judging.rounds.iter().zip(&played.rounds);
    let rounds: Map<String, Value> = rounds.map(|(r, c)| (r.code.to_string(), round(r, c))).collect();
    let outcome = match &played.outcome {
        Outcome::BelowThreshold => "below_threshold",
        Outcome::NotAmongFinalists => "not_among_finalists",
        Outcome::NotRanked(_) => "not_ranked",
        Outcome::Ranked(_) => "ranked",
    };
    let mut out = json!({"outcome": outcome, "rounds": rounds});
    if let Some(share) = &played.vote {
        out["community_vote"] = result::vote(share);
    }
    out
}

fn round(round: &domain::contest::Round, c: &Combined) -> Value {
    let totals = c.totals.iter().map(|(j, t)| (j.to_string(), Value::from(t.to_string())));
    let criteria = round.criteria.iter().zip(&c.criteria).map(|(k, mean)| (k.code.to_string(), both(*mean)));
    let mut out = json!({
        "totals": totals.collect::<Map<_, _>>(), "sum": c.sum.to_string(), "counted": c.counted,
        "mean": both(c.value), "criteria": criteria.collect::<Map<_, _>>(),
    });
    match &c.how {
        How::Mean { deviating } if !deviating.is_empty() => {
            let one = |d: &domain::judging::combine::Deviation| json!({"judge": d.judge.as_str(), "difference": d.difference.to_string()});
            out["deviating"] = deviating.iter().map(one).collect();
        }
        How::Dropped(Some((low, high))) => out["dropped_values"] = json!([low.to_string(), high.to_string()]),
        How::Gap { gap, third_needed } => {
            out["gap"] = gap.to_string().into();
            out["third_marker_needed"] = (*third_needed).into();
        }
        How::Mean { .. } | How::Dropped(None) => {}
    }
    out
}

/// The advisory ranking of a pool by the totals of the last round that its entries came to.
fn advice(rules: &RulesEdition, pool: Pool, stood: &Standings, seed: u64) -> Value {
    let last = rules.judging.rounds.len().saturating_sub(1);
    let ranked: BTreeSet<&EntryCode> = stood
        .pools
        .iter()
        .filter(|(p, _)| *p == pool)
        .flat_map(|(_, placed)| placed)
        .map(|p| &p.entry)
        .collect();
    let sheets: Vec<(&EntryCode, &Combined)> = stood
        .entries
        .iter()
        .filter(|(code, _)| ranked.contains(code))
        .filter_map(|(code, played)| Some((code, played.rounds.get(last)?)))
        .collect();
    let judges: BTreeSet<&str> =
        sheets.iter().flat_map(|(_, c)| &c.totals).map(|(j, _)| j.as_str()).collect();
    let judges: Vec<&str> = judges.into_iter().collect();
    let mut marks = vec![];
    for (e, (_, combined)) in sheets.iter().enumerate() {
        for (judge, total) in &combined.totals {
            if let Ok(j) = judges.binary_search(&judge.as_str()) {
                marks.push((e as u64, j as u64, total.num() as f64 / total.den() as f64));
            }
        }
    }
    let seats = seats(rules, pool);
    let borders =
        (1..=seats.len()).filter(|at| seats.get(*at).map(|l| &l.code) != seats.get(at - 1).map(|l| &l.code));
    let gap = rules.judging.deviation_flag.map(|f| f.more_than.num() as f64 / f.more_than.den() as f64);
    let question = Question { top: seats.len(), seed, gap, borders: borders.collect() };
    let mut out = json!({
        "round": rules.judging.rounds.get(last).map(|r| r.code.to_string()),
        "entries": sheets.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(),
        "judges": judges, "top": seats.len(), "seed": seed,
    });
    match Ratings::check(sheets.len(), judges.len(), &marks) {
        Ok(ratings) => {
            if let (Value::Object(all), Value::Object(more)) =
                (&mut out, advisory::to_json(&advise(&ratings, &question)))
            {
                all.extend(more);
            }
        }
        Err(problems) => out["problems"] = problems.iter().map(ToString::to_string).collect(),
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(name)
    }

    #[test]
    fn the_ranking_of_every_folder_equals_the_oracle() {
        for name in [
            "chuong-my-2024",
            "chair-orders-three",
            "drop-high-low",
            "group-limits",
            "per-category",
            "third-marker-decides",
            "third-marker-mean-of-three",
            "third-marker-two-closest",
            "two-rounds",
            "weighted-rounds",
        ] {
            let dir = data(name);
            let got = standings(&dir.join("contest.json"), &dir.join("scores.csv"), 1).unwrap();
            let text = std::fs::read_to_string(dir.join("expected.json")).unwrap();
            let want: Value = serde_json::from_str(&text).unwrap();
            for key in ["ranking", "prizes", "unawarded", "budget_total_vnd"] {
                assert_eq!(got["official"][key], want[key], "{name}: {key}");
            }
            for (code, entry) in want["entries"].as_object().unwrap() {
                for (round, r) in entry["rounds"].as_object().into_iter().flatten() {
                    for key in ["totals", "sum", "counted", "mean", "criteria"] {
                        assert_eq!(
                            got["official"]["entries"][code]["rounds"][round][key], r[key],
                            "{name} {code} {round} {key}"
                        );
                    }
                }
            }
            for (pool, advice) in got["advisory"].as_object().unwrap() {
                assert!(advice["reml"]["mu"].is_number(), "{name} {pool}");
            }
        }
    }

    #[test]
    fn the_order_of_lines_changes_nothing_and_a_wrong_line_is_named() {
        let dir = data("chuong-my-2024");
        let text = std::fs::read_to_string(dir.join("scores.csv")).unwrap();
        let mut records: Vec<&str> = text.split_inclusive('\n').collect();
        // A comment may run over lines: such a file is left as it is.
        assert!(records.iter().all(|l| l.matches('"').count() % 2 == 0), "one line a mark");
        records[1..].reverse();
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), records.concat()).unwrap();
        let contest = dir.join("contest.json");
        let turned = standings(&contest, file.path(), 1).unwrap();
        assert_eq!(turned, standings(&contest, &dir.join("scores.csv"), 1).unwrap());
        for (line, part) in
            [("GK01,CM24-001,tinh_moi,25.5,x", "AboveMaximum"), ("GK01,CM24-001,abc,1,x", "abc")]
        {
            let mut wrong = records.clone();
            wrong.retain(|l| !l.starts_with("GK01,CM24-001,tinh_moi"));
            let line = format!("{line}\n");
            wrong.push(&line);
            std::fs::write(file.path(), wrong.concat()).unwrap();
            let said = format!("{:#}", standings(&contest, file.path(), 1).unwrap_err());
            assert!(said.contains(part), "{said}");
        }
    }
}
