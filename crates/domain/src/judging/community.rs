//! Bình chọn của cộng đồng: what the votes of the public add to the judges' value, exactly.
//!
//! With weight *w*, largest value of the judges *M* and the entry's part *p* of the votes (0 to 1) the ranked value is
//! `(1 − w) × judges' value + w × p × M`. Thresholds, finalists, zeros and ties look at the judges alone. The vote of one's own
//! entry never worsens one's place: with a vote more *p* does not fall, and nobody else's rises. Prose: `docs/rules/community-vote.md`.

use super::rounds::{Outcome, Played};
use super::rubric::Rubric;
use crate::contest::{Category, FinalScore, Judging, Pool, RulesEdition, VoteScale};
use crate::ids::RoundCode;
use crate::ratio::Ratio;

/// More votes for one entry are a mistake of typing. Keeps every fraction small.
pub const MOST_VOTES: u64 = 100_000_000;

/// The votes of one pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub pool: Pool,
    /// Of the entry that has most.
    pub most: u64,
    pub all: u64,
}

/// How the vote made its part of one entry's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VoteShare {
    pub votes: u64,
    /// What the votes are divided by; 0 where nobody voted.
    pub of: u64,
    /// The judges' value, before the vote.
    pub judged: Ratio,
    /// The votes as a mark: their part of the largest value of the judges.
    pub marks: Ratio,
    /// What is ranked.
    pub value: Ratio,
}

/// The votes by pool over all entries that reached judging, whatever became of them. Empty where the rules have no vote.
pub fn tallies(rules: &RulesEdition, entries: impl Iterator<Item = (Category, u64)>) -> Vec<Tally> {
    let mut out: Vec<Tally> = vec![];
    if rules.judging.community_vote.is_none() {
        return out;
    }
    for (category, votes) in entries {
        let pool = rules.pool_of(category);
        match out.iter_mut().find(|t| t.pool == pool) {
            Some(t) => (t.most, t.all) = (t.most.max(votes), t.all + votes),
            None => out.push(Tally { pool, most: votes, all: votes }),
        }
    }
    out
}

/// The largest value that judges can give to an entry.
pub fn largest(judging: &Judging) -> Ratio {
    let of = |criteria| Rubric::maximum(criteria);
    match &judging.final_score {
        FinalScore::LastRoundDecides => judging.rounds.last().map_or(Ratio::ZERO, |r| of(&r.criteria)),
        FinalScore::WeightedRounds(weights) => {
            let weight =
                |code: &RoundCode| weights.iter().find(|w| w.0 == *code).map_or(Ratio::ZERO, |w| w.1);
            judging.rounds.iter().map(|r| weight(&r.code) * of(&r.criteria)).sum()
        }
    }
}

/// Adds the vote to what is ranked. Nothing changes without the rule, and for entries without a place.
pub fn add(rules: &RulesEdition, tallies: &[Tally], category: Category, votes: u64, played: &mut Played) {
    let (Some(rule), Outcome::Ranked(score)) = (&rules.judging.community_vote, &mut played.outcome) else {
        return;
    };
    let pool = rules.pool_of(category);
    let tally = tallies.iter().find(|t| t.pool == pool);
    let of = tally.map_or(0, |t| match rule.scale {
        VoteScale::ShareOfMost => t.most,
        VoteScale::ShareOfAll => t.all,
    });
    let part = Ratio::new(i128::from(votes), i128::from(of)).unwrap_or(Ratio::ZERO);
    let marks = part * largest(&rules.judging);
    let judged = score.value;
    score.value = (Ratio::ONE - rule.weight) * judged + rule.weight * marks;
    played.vote = Some(VoteShare { votes, of, judged, marks, value: score.value });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::awards::allocate::tests::pooled;
    use crate::contest::{Combine, CommunityVote, OncePer, PrizeStructure, Round, Voters};
    use crate::ids::EntryCode;
    use crate::judging::combine::SignedSheet;
    use crate::judging::rubric::tests::criterion;
    use crate::judging::standings::{Judged, Standings, stand};
    use crate::marks::Marks;

    fn rules(weight: &str, scale: VoteScale) -> RulesEdition {
        let mut rules = pooled(&[1, 1]);
        let round = Round {
            code: "1".into(),
            name: String::new(),
            combine: Combine::Mean,
            threshold: None,
            finalists: None,
            criteria: vec![criterion("a", 6_000, "1"), criterion("b", 4_000, "1")],
        };
        rules.judging.rounds = vec![round];
        rules.judging.tie_break = vec!["b".into()];
        rules.judging.community_vote = Some(CommunityVote {
            weight: Ratio::parse(weight).unwrap(),
            scale,
            opens: None,
            closes: None,
            voters: Voters::Everyone,
            once_per: OncePer::Person,
        });
        rules
    }

    fn entry(n: usize, marks: i64, votes: u64) -> Judged {
        let sheet = SignedSheet { judge: "J".into(), third: false, marks: vec![Marks(marks), Marks(0)] };
        let category = if n.is_multiple_of(2) { Category::Individual } else { Category::Collective };
        Judged { entry: EntryCode(format!("E{n:02}")), category, sheets: vec![vec![sheet]], votes }
    }

    fn run(rules: &RulesEdition, all: &[(i64, u64)]) -> Standings {
        stand(rules, all.iter().enumerate().map(|(n, (m, v))| entry(n, *m, *v)).collect()).unwrap()
    }

    fn values(s: &Standings) -> Vec<String> {
        s.entries.iter().map(|(_, p)| p.vote.map(|v| v.value.to_string()).unwrap_or_default()).collect()
    }

    fn place(s: &Standings, code: &str) -> usize {
        s.pools.iter().flat_map(|p| &p.1).find(|p| p.entry.as_str() == code).map_or(0, |p| p.place)
    }

    #[test]
    fn a_tenth_by_votes_is_computed_exactly() {
        // 9/10 of the judges' mark and up to 10 of 100 for the votes.
        let all = [(6_000, 300), (5_000, 900), (4_000, 0)];
        let most = run(&rules("1/10", VoteScale::ShareOfMost), &all);
        assert_eq!(values(&most), ["172/3", "55", "36"]);
        let share = run(&rules("0.1", VoteScale::ShareOfAll), &all);
        assert_eq!(values(&share), ["113/2", "105/2", "36"]);
    }

    #[test]
    fn without_the_rule_or_a_vote_the_judges_alone_decide() {
        let mut none = rules("1/10", VoteScale::ShareOfMost);
        none.judging.community_vote = None;
        let s = run(&none, &[(100, 5), (200, 0)]);
        assert_eq!((values(&s), place(&s, "E01")), (vec![String::new(), String::new()], 1));
        let nobody = run(&rules("1/2", VoteScale::ShareOfMost), &[(100, 0), (200, 0)]);
        assert_eq!((values(&nobody), place(&nobody, "E01")), (vec!["1/2".to_owned(), "1".to_owned()], 1));
    }

    #[test]
    fn every_pool_has_its_own_most_voted() {
        let mut apart = rules("1/2", VoteScale::ShareOfMost);
        apart.prizes = PrizeStructure::PerCategory { individual: vec![], collective: vec![] };
        let s = run(&apart, &[(0, 10), (0, 1_000), (0, 5)]);
        assert_eq!(values(&s), ["50", "50", "25"]);
    }

    #[test]
    fn the_votes_of_an_entry_without_a_place_still_count_as_cast() {
        let mut rules = rules("1/2", VoteScale::ShareOfMost);
        rules.judging.zero_disqualifies = vec!["a".into()];
        let s = run(&rules, &[(0, 100), (1_000, 50)]);
        assert_eq!(values(&s), ["", "30"]);
    }

    proptest::proptest! {
        #[test]
        fn more_votes_or_more_marks_never_worsen_a_place(
            all in proptest::collection::vec((0i64..8, 0u64..6), 1..9), at in 0usize..9, votes in 0u64..4, marks in 0i64..3, most in proptest::bool::ANY,
        ) {
            let scale = if most { VoteScale::ShareOfMost } else { VoteScale::ShareOfAll };
            let rules = rules("3/10", scale);
            let all: Vec<(i64, u64)> = all.iter().map(|(m, v)| (m * 500, *v)).collect();
            let at = at % all.len();
            let code = format!("E{at:02}");
            let before = place(&run(&rules, &all), &code);
            let mut voted = all.clone();
            voted[at].1 += votes;
            proptest::prop_assert!(place(&run(&rules, &voted), &code) <= before);
            let mut marked = all.clone();
            marked[at].0 += marks * 500;
            proptest::prop_assert!(place(&run(&rules, &marked), &code) <= before);
        }

        #[test]
        fn the_vote_gives_its_weight_at_most_and_the_order_of_entries_changes_nothing(
            all in proptest::collection::vec((0i64..7, 0u64..1_000_000), 1..9), turn in 0usize..9,
        ) {
            let rules = rules("1/5", VoteScale::ShareOfMost);
            let all: Vec<(i64, u64)> = all.iter().map(|(m, v)| (m * 1_000, *v)).collect();
            let s = run(&rules, &all);
            for (_, p) in &s.entries {
                let v = p.vote.unwrap();
                let judges = Ratio::new(4, 5).unwrap() * v.judged;
                proptest::prop_assert!(v.value >= judges && v.value <= judges + Ratio::whole(20));
            }
            let mut judged: Vec<Judged> = all.iter().enumerate().map(|(n, (m, v))| entry(n, *m, *v)).collect();
            judged.rotate_left(turn % all.len());
            proptest::prop_assert_eq!(stand(&rules, judged).unwrap(), s);
        }
    }
}
