//! Vào vòng sau: where only so many go on to the next round, who they are. The number is counted in each pool by itself,
//! because prizes are.
//!
//! Source: product.md, section 5 ("one or more rounds") and `contest::Finalists`; prose in `docs/rules/second-round.md`.

use super::combine::{Combined, combine};
use super::rounds::{passes, tie_break};
use super::rubric::Rubric;
use super::standings::Judged;
use crate::contest::{Category, FinalistBorder, Finalists, Pool, RulesEdition};
use crate::ids::EntryCode;
use crate::ratio::Ratio;
use std::collections::HashSet;

/// An entry that passed the threshold of the round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contender {
    pub entry: EntryCode,
    pub pool: Pool,
    pub value: Ratio,
    /// Means of the tie-break criteria in this round, in the announced order.
    pub tie_break: Vec<Ratio>,
}

/// Who goes on. The order of the contenders never matters.
pub fn go_on(rule: Finalists, contenders: &[Contender]) -> HashSet<EntryCode> {
    let mut out = HashSet::new();
    for pool in Pool::ALL {
        let mut of_pool: Vec<(&Contender, Key<'_>)> = contenders
            .iter()
            .filter(|c| c.pool == *pool)
            .map(|c| {
                (
                    c,
                    if rule.border == FinalistBorder::TieBreak {
                        (c.value, &c.tie_break[..])
                    } else {
                        (c.value, &[][..])
                    },
                )
            })
            .collect();
        of_pool.sort_by(|a, b| b.1.cmp(&a.1));
        let border = rule.top.checked_sub(1).and_then(|last| of_pool.get(last)).map(|c| c.1);
        let crossed = border.is_some() && of_pool.get(rule.top).map(|c| c.1) == border;
        let goes = |key: Key<'_>| match border {
            None => rule.top > 0,
            Some(border) if crossed && rule.border == FinalistBorder::NobodyGoesOn => key > border,
            Some(border) => key >= border,
        };
        out.extend(of_pool.iter().filter(|c| goes(c.1)).map(|c| c.0.entry.clone()));
    }
    out
}

/// What entries are compared by.
type Key<'a> = (Ratio, &'a [Ratio]);

/// An entry that passed the threshold, by what its sheets made.
pub fn contender(
    rules: &RulesEdition,
    rubric: &Rubric,
    entry: EntryCode,
    category: Category,
    done: &Combined,
) -> Contender {
    let tie_break = tie_break(&rules.judging, rubric, done);
    Contender { entry, pool: rules.pool_of(category), value: done.value, tie_break }
}

/// For each entry the position of the round whose finalists it is not among, where there is one. An entry whose sheets cannot be
/// combined, or that does not reach a threshold, takes nobody's place; `rounds::play` says what became of it.
pub fn cuts(rules: &RulesEdition, rubrics: &[Rubric], judged: &[Judged]) -> Vec<Option<usize>> {
    let judging = &rules.judging;
    let mut cut = vec![None; judged.len()];
    if judging.rounds.iter().all(|r| r.finalists.is_none()) {
        return cut;
    }
    let mut still: Vec<usize> = (0..judged.len()).collect();
    for (at, (round, rubric)) in judging.rounds.iter().zip(rubrics).enumerate() {
        if at + 1 == judging.rounds.len() {
            break;
        }
        let passed = |n: usize| {
            let Judged { entry, category, sheets, .. } = &judged[n];
            let sheets = sheets.get(at).map_or(&[][..], Vec::as_slice);
            let done =
                combine(round.combine, None, rubric, sheets).ok().filter(|d| passes(round, d.value))?;
            Some((n, contender(rules, rubric, entry.clone(), *category, &done)))
        };
        let contenders: Vec<(usize, Contender)> = still.iter().filter_map(|n| passed(*n)).collect();
        still = contenders.iter().map(|c| c.0).collect();
        if let Some(rule) = round.finalists {
            let all: Vec<Contender> = contenders.into_iter().map(|c| c.1).collect();
            let on = go_on(rule, &all);
            for n in &still {
                if !on.contains(&judged[*n].entry) {
                    cut[*n] = Some(at);
                }
            }
            still.retain(|n| cut[*n].is_none());
        }
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;
    use FinalistBorder::*;

    fn contender(entry: &str, pool: Pool, value: i128, second: i128) -> Contender {
        let whole = Ratio::whole;
        Contender { entry: entry.into(), pool, value: whole(value), tie_break: vec![whole(second)] }
    }

    /// Entries `A`, `B`, … with value and tie-break criterion.
    fn all(values: &[(i128, i128)]) -> Vec<Contender> {
        let name = |n: usize| char::from(b'A' + n as u8).to_string();
        values.iter().enumerate().map(|(n, (v, t))| contender(&name(n), Pool::All, *v, *t)).collect()
    }

    fn on(top: usize, border: FinalistBorder, contenders: &[Contender]) -> String {
        let mut on: Vec<String> =
            go_on(Finalists { top, border }, contenders).into_iter().map(|e| e.0).collect();
        on.sort();
        on.concat()
    }

    #[test]
    fn the_first_go_on_and_the_rule_says_what_happens_at_the_border() {
        let clear = all(&[(9, 0), (7, 0), (8, 0), (6, 0)]);
        let tied = all(&[(9, 0), (7, 1), (7, 2), (7, 2), (6, 0)]);
        for (what, top, border, contenders, want) in [
            ("clear", 2, AllGoOn, &clear, "AC"),
            ("clear, nobody", 2, NobodyGoesOn, &clear, "AC"),
            ("fewer than asked", 9, NobodyGoesOn, &clear, "ABCD"),
            ("as many as asked", 4, NobodyGoesOn, &clear, "ABCD"),
            ("tie: all", 2, AllGoOn, &tied, "ABCD"),
            ("tie: nobody", 2, NobodyGoesOn, &tied, "A"),
            ("tie: criteria, still equal", 2, TieBreak, &tied, "ACD"),
            ("tie: criteria, exactly", 3, TieBreak, &tied, "ACD"),
            ("tie that ends at the border", 4, NobodyGoesOn, &tied, "ABCD"),
            ("nobody at all", 2, AllGoOn, &vec![], ""),
        ] {
            assert_eq!(on(top, border, contenders), want, "{what}");
        }
    }

    #[test]
    fn each_pool_has_its_own_finalists() {
        let two = [
            contender("A", Pool::Individual, 5, 0),
            contender("B", Pool::Individual, 4, 0),
            contender("C", Pool::Collective, 3, 0),
        ];
        assert_eq!(on(1, AllGoOn, &two), "AC");
    }

    proptest::proptest! {
        #[test]
        fn a_higher_value_never_loses_the_seat_and_the_count_keeps_to_the_rule(
            values in proptest::collection::vec((0i128..5, 0i128..3), 1..12), top in 1usize..6, at in 0usize..12, by in 1i128..4,
        ) {
            for border in [AllGoOn, NobodyGoesOn, TieBreak] {
                let rule = Finalists { top, border };
                let before = go_on(rule, &all(&values));
                match border {
                    NobodyGoesOn => proptest::prop_assert!(before.len() <= top),
                    AllGoOn | TieBreak => proptest::prop_assert!(before.len() >= top.min(values.len())),
                }
                let mut raised = values.clone();
                let at = at % values.len();
                raised[at].0 += by;
                let code = all(&values)[at].entry.clone();
                if before.contains(&code) {
                    proptest::prop_assert!(go_on(rule, &all(&raised)).contains(&code));
                }
                let mut turned = all(&values);
                turned.reverse();
                proptest::prop_assert_eq!(go_on(rule, &turned), before);
            }
        }
    }
}
