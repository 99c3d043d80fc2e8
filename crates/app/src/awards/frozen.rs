//! Standings as they are kept: a JSON text that names the mechanisms it was made with, so that it can be read and
//! recomputed without this program.

use crate::db::DbFault;
use domain::contest::{Category, FinalScore, Pool, RulesEdition};
use domain::ids::{EntryCode, RoundCode};
use domain::judging::rank::Placed;
use domain::judging::rounds::{NoPlace, Outcome, Score};
use domain::judging::standings::Standings;
use domain::ratio::Ratio;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Version of the layout.
const LAYOUT: u32 = 1;

/// Texts that were read last, oldest first; half a megabyte each in a large contest.
static KNOWN: Mutex<Vec<(Box<str>, Arc<Frozen>)>> = Mutex::new(Vec::new());
const MOST_KNOWN: usize = 4;

/// The text. Figures are reduced fractions as text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Frozen {
    layout: u32,
    pub rounds: Vec<FrozenRound>,
    /// `last_round_decides`, or `weighted_rounds` with the weight in each round.
    pub final_score: String,
    pub tie_break: Vec<String>,
    pub last_tie_break: String,
    pub zero_disqualifies: Vec<String>,
    pub sheets: usize,
    /// `1/10 share_of_most`: what the vote of the public weighs, and how votes become marks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub community_vote: Option<String>,
    /// By code.
    pub entries: Vec<FrozenEntry>,
    pub pools: Vec<FrozenPool>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrozenRound {
    pub code: String,
    pub combine: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<String>,
    /// `10 all_go_on`: so many finalists, and what happens at their border.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finalists: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<String>,
    pub criteria: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrozenEntry {
    pub code: String,
    /// `ranked`, `below_threshold`, `not_among_finalists`, `last_threshold`, `zero_mean`.
    pub outcome: String,
    pub rounds: Vec<FrozenValue>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vote: Option<FrozenVote>,
}

/// The vote of the public for a ranked entry: `value` is what is ranked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrozenVote {
    pub votes: u64,
    pub of: u64,
    pub judged: String,
    pub marks: String,
    pub value: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrozenValue {
    pub value: String,
    pub counted: usize,
    pub criteria: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrozenPool {
    pub pool: String,
    pub lines: Vec<FrozenLine>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrozenLine {
    pub entry: String,
    pub category: String,
    pub place: usize,
    pub shared: bool,
    pub place_by_total_only: usize,
    pub value: String,
    pub tie_break: Vec<String>,
}

/// The word of an outcome in the frozen text and in texts of pages.
pub fn outcome_word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Ranked(_) => "ranked",
        Outcome::BelowThreshold => "below_threshold",
        Outcome::NotAmongFinalists => "not_among_finalists",
        Outcome::NotRanked(NoPlace::LastThreshold) => "last_threshold",
        Outcome::NotRanked(NoPlace::ZeroMean) => "zero_mean",
    }
}

impl Frozen {
    /// `sheets`: how many signed sheets they follow from.
    pub fn of(rules: &RulesEdition, sheets: usize, standings: &Standings) -> Frozen {
        let judging = &rules.judging;
        let text = |r: &Ratio| r.to_string();
        let weight = |code: &RoundCode| match &judging.final_score {
            FinalScore::LastRoundDecides => None,
            FinalScore::WeightedRounds(w) => w.iter().find(|(c, _)| c == code).map(|(_, w)| text(w)),
        };
        let round = |r: &domain::contest::Round| FrozenRound {
            code: r.code.to_string(),
            combine: r.combine.word().to_owned(),
            threshold: r.threshold.as_ref().map(text),
            finalists: r.finalists.map(|f| format!("{} {}", f.top, f.border.word())),
            weight: weight(&r.code),
            criteria: r.criteria.iter().map(|c| c.code.to_string()).collect(),
        };
        let value = |c: &domain::judging::combine::Combined| FrozenValue {
            value: text(&c.value),
            counted: c.counted,
            criteria: c.criteria.iter().map(text).collect(),
        };
        let line = |p: &Placed| FrozenLine {
            entry: p.entry.to_string(),
            category: p.category.word().to_owned(),
            place: p.place,
            shared: p.shared,
            place_by_total_only: p.place_by_total_only,
            value: text(&p.score.value),
            tie_break: p.score.tie_break.iter().map(text).collect(),
        };
        Frozen {
            layout: LAYOUT,
            rounds: judging.rounds.iter().map(round).collect(),
            final_score: match judging.final_score {
                FinalScore::LastRoundDecides => "last_round_decides".to_owned(),
                FinalScore::WeightedRounds(_) => "weighted_rounds".to_owned(),
            },
            tie_break: judging.tie_break.iter().map(ToString::to_string).collect(),
            last_tie_break: judging.last_tie_break.word().to_owned(),
            zero_disqualifies: judging.zero_disqualifies.iter().map(ToString::to_string).collect(),
            sheets,
            community_vote: judging
                .community_vote
                .as_ref()
                .map(|v| format!("{} {}", v.weight, v.scale.word())),
            entries: standings
                .entries
                .iter()
                .map(|(code, played)| FrozenEntry {
                    code: code.to_string(),
                    outcome: outcome_word(&played.outcome).to_owned(),
                    rounds: played.rounds.iter().map(value).collect(),
                    vote: played.vote.as_ref().map(|v| FrozenVote {
                        votes: v.votes,
                        of: v.of,
                        judged: text(&v.judged),
                        marks: text(&v.marks),
                        value: text(&v.value),
                    }),
                })
                .collect(),
            pools: standings
                .pools
                .iter()
                .map(|(pool, placed)| FrozenPool {
                    pool: pool.word().to_owned(),
                    lines: placed.iter().map(line).collect(),
                })
                .collect(),
        }
    }

    pub fn text(&self) -> Result<String, DbFault> {
        serde_json::to_string(self).map_err(|e| DbFault::other(e.to_string()))
    }

    pub fn parse(text: &str) -> Result<Frozen, DbFault> {
        let frozen: Frozen = serde_json::from_str(text).map_err(|e| broken(&e.to_string()))?;
        if frozen.layout == LAYOUT { Ok(frozen) } else { Err(broken("another layout")) }
    }

    /// As [`Frozen::parse`], of a text that was perhaps read before: the standings in force are read at every view and do
    /// not change.
    pub fn known(text: &str) -> Result<Arc<Frozen>, DbFault> {
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, frozen)) = known.iter().find(|(t, _)| **t == *text) {
            return Ok(frozen.clone());
        }
        let frozen = Arc::new(Frozen::parse(text)?);
        if known.len() == MOST_KNOWN {
            known.remove(0);
        }
        known.push((text.into(), frozen.clone()));
        Ok(frozen)
    }

    /// The places of every pool.
    pub fn placed(&self) -> Result<Vec<(Pool, Vec<Placed>)>, DbFault> {
        self.pools
            .iter()
            .map(|p| {
                let pool = Pool::from_word(&p.pool).ok_or_else(|| broken("unknown pool"))?;
                Ok((pool, p.lines.iter().map(placed).collect::<Result<_, _>>()?))
            })
            .collect()
    }

    /// Entries by code.
    pub fn by_code(&self) -> HashMap<&str, &FrozenEntry> {
        self.entries.iter().map(|e| (e.code.as_str(), e)).collect()
    }
}

fn placed(line: &FrozenLine) -> Result<Placed, DbFault> {
    Ok(Placed {
        entry: EntryCode(line.entry.clone()),
        category: Category::from_word(&line.category).ok_or_else(|| broken("unknown category"))?,
        score: Score {
            value: ratio(&line.value)?,
            tie_break: line.tie_break.iter().map(|t| ratio(t)).collect::<Result<_, _>>()?,
        },
        place: line.place,
        shared: line.shared,
        place_by_total_only: line.place_by_total_only,
    })
}

/// Reads a figure of the text.
pub fn ratio(text: &str) -> Result<Ratio, DbFault> {
    Ratio::parse(text).ok_or_else(|| broken("a figure is no fraction"))
}

fn broken(why: &str) -> DbFault {
    DbFault::other(format!("stored standings cannot be read: {why}"))
}
