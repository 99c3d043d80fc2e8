//! The whole: what every entry made of its rounds, and the places of every pool. A pure function of the rules and the
//! signed sheets, so last year's result can be recomputed next year. Source: house.md, walk two; invariant I4.

use super::combine::{CombineRefusal, SignedSheet};
use super::community;
use super::finalists::cuts;
use super::rank::{Candidate, Placed, rank};
use super::rounds::{Outcome, Played, play};
use super::rubric::Rubric;
use crate::contest::{Category, Pool, PrizeStructure, RulesEdition};
use crate::ids::{EntryCode, RoundCode};

/// An entry that reached judging, with its signed sheets of each round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    pub entry: EntryCode,
    pub category: Category,
    /// In the order of the rounds; missing at the end where the entry did not go on.
    pub sheets: Vec<Vec<SignedSheet>>,
    /// Of the public; looked at only where the rules have a community vote.
    pub votes: u64,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Standings {
    /// By entry code.
    pub entries: Vec<(EntryCode, Played)>,
    /// `all`, or `individual` and `collective`.
    pub pools: Vec<(Pool, Vec<Placed>)>,
}

/// Why there are no standings yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incomplete {
    pub entry: EntryCode,
    pub round: RoundCode,
    pub why: CombineRefusal,
}

/// Computes the standings, or names everything that is missing, by entry.
pub fn stand(rules: &RulesEdition, mut judged: Vec<Judged>) -> Result<Standings, Vec<Incomplete>> {
    let rubrics: Vec<Rubric> = rules.judging.rounds.iter().map(|r| Rubric::of(&r.criteria)).collect();
    judged.sort_by(|a, b| a.entry.cmp(&b.entry));
    let mut pools: Vec<(Pool, Vec<Candidate>)> = pools(rules).iter().map(|p| (*p, vec![])).collect();
    let cuts = cuts(rules, &rubrics, &judged);
    let (mut entries, mut missing) = (Vec::with_capacity(judged.len()), vec![]);
    let tallies = community::tallies(rules, judged.iter().map(|j| (j.category, j.votes)));
    for (Judged { entry, category, sheets, votes }, cut) in judged.into_iter().zip(cuts) {
        match play(&rules.judging, &rubrics, &sheets, cut) {
            Err((round, why)) => missing.push(Incomplete { entry, round, why }),
            Ok(mut played) => {
                community::add(rules, &tallies, category, votes, &mut played);
                if let Outcome::Ranked(score) = &played.outcome {
                    let pool = rules.pool_of(category);
                    let candidate = Candidate { entry: entry.clone(), category, score: score.clone() };
                    if let Some(p) = pools.iter_mut().find(|p| p.0 == pool) {
                        p.1.push(candidate);
                    }
                }
                entries.push((entry, played));
            }
        }
    }
    if !missing.is_empty() {
        return Err(missing);
    }
    Ok(Standings { entries, pools: pools.into_iter().map(|(p, c)| (p, rank(c))).collect() })
}

/// The pools of a contest, in the order in which results are read out.
pub fn pools(rules: &RulesEdition) -> &'static [Pool] {
    match rules.prizes {
        PrizeStructure::Pooled { .. } => &[Pool::All],
        PrizeStructure::PerCategory { .. } => &[Pool::Individual, Pool::Collective],
    }
}
