//! `result.json`: everything that a contest ended with, field by field as `data/CONTEST-FORMAT.md` defines it, computed
//! anew from the signed sheets and the recorded decisions. Two calls on the same data give the same bytes.

use super::compute::{self, Basis};
use super::side::side_of;
use super::store;
use crate::act::Stop;
use crate::contest::store as contests;
use crate::db::{DbFault, Tx};
use crate::screening;
use domain::awards::allocate::{Allocation, Line, PoolResult, Prize, allocate};
use domain::awards::side::{Candidate, SideAward};
use domain::contest::quota::{QuotaRow, QuotaSummary};
use domain::contest::{LastTieBreak, PrizeStructure, Round, RulesEdition};
use domain::ids::{ContestId, EntryCode};
use domain::judging::combine::{Combined, How};
use domain::judging::community::VoteShare;
use domain::judging::rounds::{Outcome, Played, passes};
use domain::judging::standings::{Incomplete, Standings};
use domain::money::Vnd;
use domain::ratio::Ratio;
use domain::screening::{Assessed, Stage};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};

/// The document. Refused with what is missing while sheets are missing.
pub fn result_json(tx: &mut Tx, contest: ContestId) -> Result<Value, Stop<Incomplete>> {
    let row = contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    let basis = compute::basis(tx, contest)?;
    let standings = basis.stand().map_err(Stop::Refused)?;
    let orders: Vec<_> = store::list_ties(tx, contest)?.into_iter().map(|t| t.order).collect();
    let rules = &basis.rules;
    let allocation = allocate(rules, &standings.pools, &orders)
        .map_err(|_| DbFault::other("a prize is not a whole number of dong"))?;
    let assessed = screening::assess(tx, contest)?;
    let (board, summary) = screening::quota_board(tx, contest)?;
    let traits = list_traits(tx, contest)?;
    let stages = final_stages(&assessed, &standings);
    let at_judging = |code: &EntryCode| matches!(stages.get(code), Some(&("judged" | "below_threshold")));
    let (side, side_result) = side_of(tx, contest, rules, &allocation)?;
    let mut out = json!({
        "contest": row.code,
        "rules": {
            "pooling": match rules.prizes {
                PrizeStructure::Pooled { .. } => "pooled",
                PrizeStructure::PerCategory { .. } => "per_category",
            },
            "combine": rules.judging.rounds.iter().map(|r| r.combine.word()).collect::<Vec<_>>(),
            "tie_break": tie_break(rules),
            "rounding": "2 decimals, half up, print only",
        },
        "stages": tally(assessed.iter().filter_map(|a| stages.get(&a.code).copied())),
        "entries": entries(&basis, &standings, &allocation, &assessed, &stages),
        "ranking": ranking(&allocation),
        "ties": ties(rules, &allocation),
        "prizes": prizes(&allocation),
        "unawarded": unawarded(&allocation),
        "budget_total_vnd": allocation.budget_total.0,
        "quota_board": board.iter().map(quota_row).collect::<Vec<_>>(),
        "quota_summary": quota_summary(&summary),
        "counts": {
            "all": counts(rules, traits.iter()),
            "judged": counts(rules, traits.iter().filter(|t| at_judging(&t.code))),
        },
        "sheets": basis.sheet_count(),
        "sheets_per_judge": basis.judges.iter()
            .map(|j| (j.to_string(), basis.sheets_of(j).into())).collect::<Map<String, Value>>(),
    });
    if !rules.side_prizes.is_empty() {
        let given: i64 = side.iter().map(|s| s.amount.0).sum();
        out["side_prizes"] = side.iter().map(|s| side_prize(&s.award(), s.amount)).collect();
        let left = side_result.map(|r| r.unawarded).unwrap_or_default();
        out["side_unawarded"] = left.iter().map(|code| code.as_str()).collect();
        out["budget_total_vnd"] = (allocation.budget_total.0 + given).into();
    }
    Ok(out)
}

fn both(r: Ratio) -> Value {
    json!({"exact": r.to_string(), "text": r.text()})
}

fn tie_break(rules: &RulesEdition) -> Vec<&str> {
    let last = match rules.judging.last_tie_break {
        LastTieBreak::Nobody => None,
        other => Some(other.word()),
    };
    rules.judging.tie_break.iter().map(|c| c.as_str()).chain(last).collect()
}

fn tally<'a>(words: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut out = BTreeMap::new();
    for word in words {
        *out.entry(word).or_default() += 1;
    }
    out
}

/// The stage of each entry, with what judging made of those that reached it.
fn final_stages<'a>(assessed: &'a [Assessed], standings: &Standings) -> HashMap<&'a EntryCode, &'static str> {
    let played: HashMap<&EntryCode, &Played> = standings.entries.iter().map(|(c, p)| (c, p)).collect();
    let stage = |a: &Assessed| match (a.stage, played.get(&a.code).map(|p| &p.outcome)) {
        // The format has one word for all who did not go on to the next round.
        (Stage::Accepted, Some(Outcome::BelowThreshold | Outcome::NotAmongFinalists)) => "below_threshold",
        (stage, _) => stage.word(),
    };
    assessed.iter().map(|a| (&a.code, stage(a))).collect()
}

fn entries(
    basis: &Basis,
    standings: &Standings,
    allocation: &Allocation,
    assessed: &[Assessed],
    stages: &HashMap<&EntryCode, &'static str>,
) -> Map<String, Value> {
    let played: HashMap<&EntryCode, &Played> = standings.entries.iter().map(|(c, p)| (c, p)).collect();
    let lines: HashMap<&EntryCode, &Line> =
        allocation.pools.iter().flat_map(|p| &p.lines).map(|l| (&l.entry, l)).collect();
    let mut out = Map::new();
    for a in assessed {
        let mut e = Map::new();
        e.insert("stage".into(), stages.get(&a.code).copied().unwrap_or_default().into());
        e.insert("reasons".into(), a.reasons.iter().map(|r| r.word()).collect::<Vec<_>>().into());
        e.insert("warnings".into(), a.warnings.iter().map(|w| w.word()).collect::<Vec<_>>().into());
        e.insert("arrival_at".into(), a.arrival.map(|at| at.to_string()).into());
        if let Some(played) = played.get(&a.code).filter(|_| a.stage == Stage::Accepted) {
            let rounds = basis.rules.judging.rounds.iter().zip(&played.rounds);
            let rounds = rounds.map(|(r, c)| (r.code.to_string(), round(basis, r, c)));
            e.insert("rounds".into(), rounds.collect::<Map<_, _>>().into());
            if let Some(share) = &played.vote {
                e.insert("community_vote".into(), vote(share));
            }
        }
        if let Some(line) = lines.get(&a.code) {
            e.insert("place".into(), line.place.into());
            e.insert("place_before_chair".into(), line.place_before_chair.into());
            e.insert("shared_place".into(), line.shared.into());
            e.insert("place_by_total_only".into(), line.place_by_total_only.into());
        }
        out.insert(a.code.to_string(), e.into());
    }
    out
}

fn round(basis: &Basis, round: &Round, c: &Combined) -> Value {
    let mut out = Map::new();
    let judges: Vec<&str> = c.totals.iter().map(|(j, _)| j.as_str()).collect();
    out.insert("judges".into(), judges.into());
    let totals = c.totals.iter().map(|(j, t)| (j.to_string(), t.to_string().into()));
    out.insert("totals".into(), totals.collect::<Map<_, _>>().into());
    out.insert("sum".into(), c.sum.to_string().into());
    out.insert("counted".into(), c.counted.into());
    out.insert("mean".into(), both(c.value));
    let criteria = round.criteria.iter().zip(&c.criteria).map(|(k, mean)| (k.code.to_string(), both(*mean)));
    out.insert("criteria".into(), criteria.collect::<Map<_, _>>().into());
    match &c.how {
        How::Mean { deviating } if basis.rules.judging.deviation_flag.is_some() => {
            let one = |d: &domain::judging::combine::Deviation| json!({"judge": d.judge.as_str(), "difference": d.difference.to_string()});
            out.insert("deviating".into(), deviating.iter().map(one).collect::<Vec<_>>().into());
        }
        How::Dropped(Some((lowest, highest))) => {
            out.insert("dropped_values".into(), vec![lowest.to_string(), highest.to_string()].into());
        }
        How::Gap { gap, third_needed } => {
            out.insert("gap".into(), gap.to_string().into());
            out.insert("third_marker_needed".into(), (*third_needed).into());
        }
        How::Mean { .. } | How::Dropped(None) => {}
    }
    if round.threshold.is_some() {
        out.insert("passed_threshold".into(), passes(round, c.value).into());
    }
    out.into()
}

/// The prizes as `result.json` has them.
pub fn prizes(allocation: &Allocation) -> Vec<Value> {
    let prize = |p: &Prize| {
        json!({
            "pool": p.pool.word(), "entry": p.entry.as_str(), "category": p.category.word(),
            "level": p.level.as_str(), "amount_vnd": p.amount.0,
        })
    };
    allocation.prizes.iter().map(prize).collect()
}

/// A side prize as `result.json` has it.
pub fn side_prize(award: &SideAward, amount: Vnd) -> Value {
    let mut out = json!({"prize": award.prize.as_str(), "amount_vnd": amount.0});
    match &award.candidate {
        Candidate::Entry { code, category, .. } => {
            out["entry"] = code.as_str().into();
            out["category"] = category.word().into();
        }
        Candidate::Unit { code, .. } => out["unit"] = code.as_str().into(),
    }
    out
}

/// The vote of the public for an entry as `result.json` has it.
pub fn vote(v: &VoteShare) -> Value {
    json!({"votes": v.votes, "of": v.of, "judged": both(v.judged), "marks": both(v.marks), "value": both(v.value)})
}

/// The prizes that nobody got, as `result.json` has them.
pub fn unawarded(allocation: &Allocation) -> Vec<Value> {
    allocation
        .unawarded
        .iter()
        .map(|(pool, level)| json!({"pool": pool.word(), "level": level.as_str()}))
        .collect()
}

/// The places by pool, as `result.json` has them.
pub fn ranking(allocation: &Allocation) -> Map<String, Value> {
    let line = |l: &Line| {
        json!({
            "place": l.place, "entry": l.entry.as_str(), "exact": l.score.value.to_string(),
            "text": l.score.value.text(), "prize": l.prize.as_ref().map(|p| p.as_str()),
        })
    };
    let pool =
        |p: &PoolResult| (p.pool.word().to_owned(), p.lines.iter().map(line).collect::<Vec<_>>().into());
    allocation.pools.iter().map(pool).collect()
}

fn ties(rules: &RulesEdition, allocation: &Allocation) -> Vec<Value> {
    let mut out = vec![];
    for p in &allocation.pools {
        let pool = p.pool.word();
        for t in &p.shared_totals {
            let of = |means: &Vec<Ratio>| -> Map<String, Value> {
                let pairs = t.entries.iter().zip(means);
                pairs.map(|(e, m)| (e.to_string(), m.to_string().into())).collect()
            };
            let criteria = rules.judging.tie_break.iter().zip(&t.values);
            let values: Map<String, Value> =
                criteria.map(|(c, means)| (c.to_string(), of(means).into())).collect();
            out.push(json!({
                "pool": pool, "total": t.value.to_string(), "text": t.value.text(), "entries": codes(&t.entries),
                "resolved_by": t.resolved_by.word(), "values": values,
            }));
        }
        for t in &p.border_ties {
            out.push(json!({
                "pool": pool, "entries": codes(&t.entries), "needs_chair": true,
                "places": [t.places.0, t.places.1], "chair_order": t.order.as_ref().map(|o| codes(o)),
            }));
        }
    }
    out
}

fn codes(entries: &[EntryCode]) -> Vec<&str> {
    entries.iter().map(EntryCode::as_str).collect()
}

fn quota_row(row: &QuotaRow) -> Value {
    json!({
        "unit_code": row.unit.code.as_str(), "quota": row.unit.strength.word(), "min": row.min,
        "received": row.brought.received, "selected": row.brought.selected,
        "forwarded_in_time": row.brought.forwarded_in_time, "accepted": row.brought.accepted, "met": row.met,
    })
}

fn quota_summary(s: &QuotaSummary) -> Value {
    json!({
        "required_total": s.required_total, "required_met": s.required_met,
        "required_gaps": s.required_gaps.iter().map(|u| u.as_str()).collect::<Vec<_>>(),
        "encouraged_total": s.encouraged_total, "encouraged_met": s.encouraged_met,
    })
}

/// What entries are counted by.
struct Traits {
    code: EntryCode,
    form: String,
    category: String,
    route: String,
    areas: Vec<String>,
}

/// Every entry that is handed in, by code.
fn list_traits(tx: &mut Tx, contest: ContestId) -> Result<Vec<Traits>, DbFault> {
    let rows = tx.query(
        "SELECT code, form, category, route, areas FROM entry WHERE contest_id = $1 AND state = 'handed_in' ORDER BY code",
        &[contest.0.into()],
    )?;
    let read = |r: &crate::db::Row| {
        Ok(Traits {
            code: EntryCode(r.text(0)?.to_owned()),
            form: r.text(1)?.to_owned(),
            category: r.text(2)?.to_owned(),
            route: r.text(3)?.to_owned(),
            areas: r.text(4)?.split(',').filter(|a| !a.is_empty()).map(str::to_owned).collect(),
        })
    };
    rows.iter().map(read).collect()
}

fn counts<'a>(rules: &RulesEdition, entries: impl Iterator<Item = &'a Traits>) -> Value {
    let entries: Vec<&Traits> = entries.collect();
    let in_area = |code: &str| entries.iter().filter(|t| t.areas.iter().any(|a| a == code)).count();
    let areas = rules.areas.iter().map(|a| (a.code.to_string(), in_area(a.code.as_str()).into()));
    json!({
        "total": entries.len(),
        "by_format": tally(entries.iter().map(|t| t.form.as_str())),
        "by_category": tally(entries.iter().map(|t| t.category.as_str())),
        "by_area": areas.collect::<Map<_, _>>(),
        "by_route": tally(entries.iter().map(|t| t.route.as_str())),
    })
}
