//! From the rounds of one entry to the score that is ranked, or to the reason why it is not.
//!
//! Source: CONTEST-FORMAT, `judging.rounds`, `judging.final`, `judging.zero_disqualifies`.

use super::combine::{CombineRefusal, Combined, SignedSheet, combine};
use super::community::VoteShare;
use super::rubric::Rubric;
use crate::contest::{FinalScore, Judging, Round};
use crate::ids::RoundCode;
use crate::ratio::Ratio;

/// What an entry made of the rounds it took part in, in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct Played {
    pub rounds: Vec<Combined>,
    pub outcome: Outcome,
    /// What the vote of the public added, where the rules have one and the entry is ranked.
    pub vote: Option<VoteShare>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Below the threshold of a round before the last.
    BelowThreshold,
    /// Passed the threshold of a round before the last, but not among so many as go on.
    NotAmongFinalists,
    /// Judged to the end, but without a place.
    NotRanked(NoPlace),
    Ranked(Score),
}

/// Why an entry that was judged to the end has no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPlace {
    /// Below the threshold of the last round.
    LastThreshold,
    /// A mean of 0 in a criterion that disqualifies, in any round.
    ZeroMean,
}

/// What places are made of: the value, then the tie-break criteria in the announced order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score {
    pub value: Ratio,
    pub tie_break: Vec<Ratio>,
}

/// True where the round has no threshold, or the value reaches it. Exactly the threshold passes.
pub fn passes(round: &Round, value: Ratio) -> bool {
    round.threshold.is_none_or(|t| value >= t)
}

/// Plays the rounds with the entry's signed sheets of each. A round after the one that was not passed is not looked at.
/// `cut_after`: the round whose number of finalists the entry is not among, see `finalists::cuts`. The refusal names the round.
pub fn play(
    judging: &Judging,
    rubrics: &[Rubric],
    sheets: &[Vec<SignedSheet>],
    cut_after: Option<usize>,
) -> Result<Played, (RoundCode, CombineRefusal)> {
    let mut rounds: Vec<Combined> = Vec::with_capacity(judging.rounds.len());
    let mut no_place = None;
    for (at, round) in judging.rounds.iter().enumerate() {
        let of_round = sheets.get(at).map_or(&[][..], Vec::as_slice);
        let refused = |r| (round.code.clone(), r);
        let rubric = rubrics.get(at).ok_or(CombineRefusal::NoSheet).map_err(refused)?;
        let done = combine(round.combine, judging.deviation_flag, rubric, of_round).map_err(refused)?;
        let (passed, zero) = (passes(round, done.value), has_zero(judging, rubric, &done));
        rounds.push(done);
        if zero {
            no_place = Some(NoPlace::ZeroMean);
        }
        if !passed && at + 1 < judging.rounds.len() {
            return Ok(Played { rounds, outcome: Outcome::BelowThreshold, vote: None });
        }
        if cut_after == Some(at) {
            return Ok(Played { rounds, outcome: Outcome::NotAmongFinalists, vote: None });
        }
        if !passed {
            no_place = Some(NoPlace::LastThreshold);
        }
    }
    let outcome = match (no_place, score(judging, rubrics, &rounds)) {
        (Some(why), _) => Outcome::NotRanked(why),
        (None, Some(score)) => Outcome::Ranked(score),
        (None, None) => return Err((RoundCode::from("1"), CombineRefusal::NoSheet)),
    };
    Ok(Played { rounds, outcome, vote: None })
}

fn has_zero(judging: &Judging, rubric: &Rubric, done: &Combined) -> bool {
    let fatal = |code| judging.zero_disqualifies.contains(code);
    rubric.codes().iter().zip(&done.criteria).any(|(code, mean)| mean.is_zero() && fatal(code))
}

/// `None` without rounds.
fn score(judging: &Judging, rubrics: &[Rubric], rounds: &[Combined]) -> Option<Score> {
    let last = rounds.last()?;
    let value = match &judging.final_score {
        FinalScore::LastRoundDecides => last.value,
        FinalScore::WeightedRounds(weights) => judging
            .rounds
            .iter()
            .zip(rounds)
            .map(|(r, done)| {
                let weight = weights.iter().find(|w| w.0 == r.code).map_or(Ratio::ZERO, |w| w.1);
                weight * done.value
            })
            .sum(),
    };
    Some(Score { value, tie_break: tie_break(judging, rubrics.get(rounds.len() - 1)?, last) })
}

/// The means of the tie-break criteria in one round, in the announced order. One that the round does not have is equal for all.
pub(super) fn tie_break(judging: &Judging, rubric: &Rubric, done: &Combined) -> Vec<Ratio> {
    let codes = rubric.codes();
    let mean = |c| codes.iter().position(|x| x == c).and_then(|at| done.criteria.get(at).copied());
    judging.tie_break.iter().map(|c| mean(c).unwrap_or(Ratio::ZERO)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::{Combine, LastTieBreak, Visibility};
    use crate::judging::rubric::tests::criterion;
    use crate::marks::Marks;

    fn judging(thresholds: [Option<i128>; 2], final_score: FinalScore) -> Judging {
        let criteria = vec![criterion("a", 10_000, "1"), criterion("b", 10_000, "1")];
        let round = |code: &str, t: Option<i128>| Round {
            code: code.into(),
            name: code.into(),
            combine: Combine::Mean,
            threshold: t.map(Ratio::whole),
            finalists: None,
            criteria: criteria.clone(),
        };
        Judging {
            rounds: vec![round("1", thresholds[0]), round("2", thresholds[1])],
            criteria,
            final_score,
            community_vote: None,
            deviation_flag: None,
            tie_break: vec!["b".into()],
            last_tie_break: LastTieBreak::Chair,
            zero_disqualifies: vec!["b".into()],
            judges_per_entry: 1,
            visibility: Visibility::Open,
            same_unit_conflict: true,
        }
    }

    fn outcome(j: &Judging, first: (i64, i64), second: (i64, i64)) -> Outcome {
        let rubrics: Vec<Rubric> = j.rounds.iter().map(|r| Rubric::of(&r.criteria)).collect();
        let sheet = |(a, b)| {
            vec![SignedSheet { judge: "GK01".into(), third: false, marks: vec![Marks(a), Marks(b)] }]
        };
        play(j, &rubrics, &[sheet(first), sheet(second)], None).unwrap().outcome
    }

    fn ranked(value: &str, tie: i128) -> Outcome {
        Outcome::Ranked(Score { value: Ratio::parse(value).unwrap(), tie_break: vec![Ratio::whole(tie)] })
    }

    #[test]
    fn an_entry_goes_on_exactly_from_the_threshold_on() {
        let j = judging([Some(75), None], FinalScore::LastRoundDecides);
        assert_eq!(outcome(&j, (7_400, 100), (5_000, 1_000)), ranked("60", 10));
        assert_eq!(outcome(&j, (7_399, 100), (5_000, 1_000)), Outcome::BelowThreshold);
    }

    #[test]
    fn below_the_last_threshold_there_is_no_place() {
        let j = judging([None, Some(50)], FinalScore::LastRoundDecides);
        assert_eq!(outcome(&j, (100, 100), (4_000, 999)), Outcome::NotRanked(NoPlace::LastThreshold));
        assert_eq!(outcome(&j, (100, 100), (4_000, 1_000)), ranked("50", 10));
    }

    #[test]
    fn a_zero_in_any_round_costs_the_place() {
        let j = judging([None, None], FinalScore::LastRoundDecides);
        assert_eq!(outcome(&j, (100, 0), (100, 100)), Outcome::NotRanked(NoPlace::ZeroMean));
        assert_eq!(outcome(&j, (0, 100), (0, 100)), ranked("1", 1), "only in the criteria named");
    }

    #[test]
    fn rounds_may_be_weighed() {
        let weights = |a, b| {
            FinalScore::WeightedRounds(vec![
                ("1".into(), Ratio::parse(a).unwrap()),
                ("2".into(), Ratio::parse(b).unwrap()),
            ])
        };
        let j = judging([None, None], weights("1/3", "2/3"));
        assert_eq!(outcome(&j, (8_000, 1_000), (6_000, 100)), ranked("212/3", 1));
        let j = judging([None, None], weights("0.4", "0.6"));
        assert_eq!(outcome(&j, (8_000, 1_000), (6_000, 100)), ranked("72.6", 1));
    }

    #[test]
    fn a_missing_round_is_named() {
        let j = judging([None, None], FinalScore::LastRoundDecides);
        let rubrics: Vec<Rubric> = j.rounds.iter().map(|r| Rubric::of(&r.criteria)).collect();
        assert_eq!(play(&j, &rubrics, &[], None), Err(("1".into(), CombineRefusal::NoSheet)));
    }
}
