//! Xếp hạng: places from scores. Equal entries share a place and the next is skipped; within a shared place, by code.
//!
//! Source: CONTEST-FORMAT, `place`; prose in `docs/rules/tie-break.md`. The chair's order comes later, in `awards::ties`,
//! because only a group that crosses a border of prizes is put in order by a person.

use super::rounds::Score;
use crate::contest::Category;
use crate::ids::EntryCode;
use crate::ratio::Ratio;

/// An entry to be ranked in one pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub entry: EntryCode,
    pub category: Category,
    pub score: Score,
}

/// An entry with its place by the announced criteria alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    pub entry: EntryCode,
    pub category: Category,
    pub score: Score,
    pub place: usize,
    pub shared: bool,
    /// 1 + entries of the pool with a higher value.
    pub place_by_total_only: usize,
}

/// Ranks the entries of one pool, best first.
pub fn rank(mut candidates: Vec<Candidate>) -> Vec<Placed> {
    candidates.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| a.entry.cmp(&b.entry)));
    let mut out: Vec<Placed> = Vec::with_capacity(candidates.len());
    for (at, c) in candidates.into_iter().enumerate() {
        let (mut place, mut shared, mut by_total) = (at + 1, false, at + 1);
        if let Some(before) = out.last_mut() {
            if before.score == c.score {
                before.shared = true;
                (place, shared) = (before.place, true);
            }
            if before.score.value == c.score.value {
                by_total = before.place_by_total_only;
            }
        }
        let Candidate { entry, category, score } = c;
        out.push(Placed { entry, category, score, place, shared, place_by_total_only: by_total });
    }
    out
}

/// Entries of a pool with the same value, in the order of the announced criteria.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedTotal {
    pub value: Ratio,
    pub entries: Vec<EntryCode>,
    pub resolved_by: ResolvedBy,
    /// For each tie-break criterion, the mean of each entry in the order of `entries`.
    pub values: Vec<Vec<Ratio>>,
}

/// How far the criteria tell entries of equal value apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResolvedBy {
    Criterion,
    Partly,
    None,
}

impl ResolvedBy {
    pub fn word(self) -> &'static str {
        match self {
            ResolvedBy::Criterion => "criterion",
            ResolvedBy::Partly => "partly",
            ResolvedBy::None => "none",
        }
    }
}

/// Every value that several entries of the pool have, best first.
pub fn shared_totals(placed: &[Placed]) -> Vec<SharedTotal> {
    placed
        .chunk_by(|a, b| a.score.value == b.score.value)
        .filter(|group| group.len() > 1)
        .map(|group| {
            let places = group.chunk_by(|a, b| a.place == b.place).count();
            let criteria = group[0].score.tie_break.len();
            SharedTotal {
                value: group[0].score.value,
                entries: group.iter().map(|p| p.entry.clone()).collect(),
                resolved_by: match places {
                    1 => ResolvedBy::None,
                    n if n == group.len() => ResolvedBy::Criterion,
                    _ => ResolvedBy::Partly,
                },
                values: (0..criteria).map(|c| group.iter().map(|p| p.score.tie_break[c]).collect()).collect(),
            }
        })
        .collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Entries `A`, `B`, … with a value and one tie-break criterion, in hundredths.
    pub(crate) fn candidates(scores: &[(i64, i64)]) -> Vec<Candidate> {
        let code = |n: usize| EntryCode(format!("{}", char::from(b'A' + n as u8)));
        let score =
            |(v, t): (i64, i64)| Score { value: Ratio::hundredths(v), tie_break: vec![Ratio::hundredths(t)] };
        scores
            .iter()
            .enumerate()
            .map(|(n, s)| Candidate { entry: code(n), category: Category::Individual, score: score(*s) })
            .collect()
    }

    fn lines(scores: &[(i64, i64)]) -> Vec<(String, usize, bool, usize)> {
        rank(candidates(scores))
            .into_iter()
            .map(|p| (p.entry.0, p.place, p.shared, p.place_by_total_only))
            .collect()
    }

    fn line(entry: &str, place: usize, shared: bool, by_total: usize) -> (String, usize, bool, usize) {
        (entry.into(), place, shared, by_total)
    }

    #[test]
    fn the_higher_value_is_the_better_place() {
        assert_eq!(
            lines(&[(10, 0), (30, 0), (20, 9)]),
            [line("B", 1, false, 1), line("C", 2, false, 2), line("A", 3, false, 3)]
        );
        assert_eq!(lines(&[]), []);
    }

    #[test]
    fn equal_values_are_told_apart_by_the_criteria() {
        assert_eq!(lines(&[(10, 1), (10, 2)]), [line("B", 1, false, 1), line("A", 2, false, 1)]);
    }

    #[test]
    fn equal_scores_share_a_place_and_the_next_is_skipped() {
        assert_eq!(
            lines(&[(10, 1), (30, 0), (10, 1), (5, 0), (10, 2)]),
            [
                line("B", 1, false, 1),
                line("E", 2, false, 2),
                line("A", 3, true, 2),
                line("C", 3, true, 2),
                line("D", 5, false, 5)
            ]
        );
    }

    #[test]
    fn shared_totals_say_how_far_the_criteria_reach() {
        let of = |scores: &[(i64, i64)]| {
            shared_totals(&rank(candidates(scores)))
                .iter()
                .map(|t| (t.entries.len(), t.resolved_by))
                .collect::<Vec<_>>()
        };
        assert_eq!(of(&[(1, 0), (2, 0)]), []);
        assert_eq!(of(&[(1, 0), (1, 1)]), [(2, ResolvedBy::Criterion)]);
        assert_eq!(of(&[(1, 1), (1, 1)]), [(2, ResolvedBy::None)]);
        assert_eq!(
            of(&[(1, 1), (1, 1), (1, 0), (2, 0), (2, 0)]),
            [(2, ResolvedBy::None), (3, ResolvedBy::Partly)]
        );
    }

    proptest::proptest! {
        #[test]
        fn the_order_of_the_entries_changes_nothing(scores in proptest::collection::vec((0i64..5, 0i64..3), 1..20), turn in 0usize..20) {
            let entries = candidates(&scores);
            let mut turned = entries.clone();
            turned.rotate_left(turn % entries.len());
            turned.reverse();
            proptest::prop_assert_eq!(rank(entries), rank(turned));
        }

        #[test]
        fn a_higher_value_never_worsens_a_place(scores in proptest::collection::vec((0i64..5, 0i64..3), 1..20), at in 0usize..20, by in 0i64..3) {
            let at = at % scores.len();
            let mut raised = scores.clone();
            raised[at].0 += by;
            let place = |s: &[(i64, i64)]| {
                let of = candidates(s)[at].entry.clone();
                rank(candidates(s)).into_iter().find(|p| p.entry == of).map(|p| p.place).unwrap()
            };
            proptest::prop_assert!(place(&raised) <= place(&scores));
        }

        #[test]
        fn a_place_counts_the_better_entries(scores in proptest::collection::vec((0i64..5, 0i64..3), 1..20)) {
            let placed = rank(candidates(&scores));
            for p in &placed {
                proptest::prop_assert_eq!(p.place, 1 + placed.iter().filter(|o| o.score > p.score).count());
                proptest::prop_assert_eq!(p.place_by_total_only, 1 + placed.iter().filter(|o| o.score.value > p.score.value).count());
                proptest::prop_assert_eq!(p.shared, placed.iter().filter(|o| o.score == p.score).count() > 1);
            }
        }
    }
}
