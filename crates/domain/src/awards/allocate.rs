//! Prizes go down the places. Source: announcement (2/2/4; a collective gets 1.5 times) and CONTEST-FORMAT, `prizes`;
//! prose in `docs/rules/prizes.md`.

use super::ties::{BorderTie, border_ties, seats};
use crate::contest::{Category, Pool, PrizeLevel, PrizeStructure, RulesEdition};
use crate::ids::{EntryCode, LevelCode};
use crate::judging::rank::{Placed, SharedTotal, shared_totals};
use crate::judging::rounds::Score;
use crate::money::Vnd;
use std::collections::HashMap;

/// Who gets what, and what is left.
#[derive(Debug, Clone, PartialEq)]
pub struct Allocation {
    pub pools: Vec<PoolResult>,
    /// Pool by pool, in order of rank.
    pub prizes: Vec<Prize>,
    /// One per prize beyond the last ranked entry. What an undecided group holds back is neither here nor in `prizes`.
    pub unawarded: Vec<(Pool, LevelCode)>,
    pub budget_total: Vnd,
}

#[derive(Debug, Clone, PartialEq)]
pub struct PoolResult {
    pub pool: Pool,
    pub lines: Vec<Line>,
    pub shared_totals: Vec<SharedTotal>,
    pub border_ties: Vec<BorderTie>,
}

/// An entry at its place after the chair has spoken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub entry: EntryCode,
    pub category: Category,
    pub score: Score,
    pub place: usize,
    pub place_before_chair: usize,
    pub shared: bool,
    pub place_by_total_only: usize,
    pub prize: Option<LevelCode>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prize {
    pub pool: Pool,
    pub entry: EntryCode,
    pub category: Category,
    pub level: LevelCode,
    pub amount: Vnd,
}

/// A prize of this level for this category is not a whole number of đồng: a mistake in the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotWholeVnd {
    pub level: LevelCode,
    pub category: Category,
}

/// Allocates the prizes of every pool. `orders` are the decisions of the chair or the committee.
pub fn allocate(
    rules: &RulesEdition,
    pools: &[(Pool, Vec<Placed>)],
    orders: &[Vec<EntryCode>],
) -> Result<Allocation, Vec<NotWholeVnd>> {
    let mut all = Allocation { pools: vec![], prizes: vec![], unawarded: vec![], budget_total: Vnd(0) };
    let mut wrong: Vec<NotWholeVnd> = vec![];
    for (pool, placed) in pools {
        let seats = seats(rules, *pool);
        let ties = border_ties(rules, *pool, placed, orders);
        let lines = lines(placed, &ties, &seats);
        for line in &lines {
            let Some(level) = line.prize.as_ref().and_then(|code| seats.iter().find(|l| l.code == *code))
            else {
                continue;
            };
            match amount(rules, level, line.category) {
                Some(amount) => all.prizes.push(Prize {
                    pool: *pool,
                    entry: line.entry.clone(),
                    category: line.category,
                    level: level.code.clone(),
                    amount,
                }),
                None => {
                    let not_whole = NotWholeVnd { level: level.code.clone(), category: line.category };
                    if !wrong.contains(&not_whole) {
                        wrong.push(not_whole);
                    }
                }
            }
        }
        all.unawarded.extend(seats.iter().skip(placed.len()).map(|l| (*pool, l.code.clone())));
        all.pools.push(PoolResult {
            pool: *pool,
            lines,
            shared_totals: shared_totals(placed),
            border_ties: ties,
        });
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    all.budget_total = all.prizes.iter().map(|p| p.amount).sum();
    Ok(all)
}

/// The lines of a pool in order of rank. An undecided group shares its place and gets nothing.
fn lines(placed: &[Placed], ties: &[BorderTie], seats: &[&PrizeLevel]) -> Vec<Line> {
    let level = |place: usize| seats.get(place - 1).map(|l| l.code.clone());
    let tie_at: HashMap<usize, &BorderTie> = ties.iter().map(|t| (t.places.0, t)).collect();
    let mut out = Vec::with_capacity(placed.len());
    for group in placed.chunk_by(|a, b| a.place == b.place) {
        let first = group[0].place;
        let tie = tie_at.get(&first);
        let order = tie.and_then(|t| t.order.as_ref());
        let mut members: Vec<&Placed> = group.iter().collect();
        if let Some(order) = order {
            members.sort_by_key(|p| order.iter().position(|e| *e == p.entry));
        }
        for (offset, p) in members.into_iter().enumerate() {
            let undecided = tie.is_some() && order.is_none();
            out.push(Line {
                entry: p.entry.clone(),
                category: p.category,
                score: p.score.clone(),
                place: if order.is_some() { first + offset } else { first },
                place_before_chair: first,
                shared: p.shared && order.is_none(),
                place_by_total_only: p.place_by_total_only,
                prize: if undecided { None } else { level(first + offset) },
            });
        }
    }
    out
}

/// What a winner of the category gets; `None` where that is no whole number of đồng.
pub fn amount(rules: &RulesEdition, level: &PrizeLevel, category: Category) -> Option<Vnd> {
    match (&rules.prizes, category) {
        (PrizeStructure::Pooled { collective_factor, .. }, Category::Collective) => {
            level.prize_vnd.times(*collective_factor)
        }
        (PrizeStructure::Pooled { .. }, Category::Individual) | (PrizeStructure::PerCategory { .. }, _) => {
            Some(level.prize_vnd)
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::contest::*;
    use crate::judging::rank::{Candidate, rank};
    use crate::percent::SharePercent;
    use crate::ratio::Ratio;
    use crate::time::{Before, Instant};

    /// Entries `A`, `B`, … with these values; lower case groups are not needed here: every second letter is collective.
    pub(crate) fn scored(values: &[i64]) -> Vec<Candidate> {
        let code = |n: usize| EntryCode(char::from(b'A' + n as u8).to_string());
        let category = |n| if n % 2 == 0 { Category::Individual } else { Category::Collective };
        let score = |v: i64| Score { value: Ratio::hundredths(v), tie_break: vec![] };
        let entry =
            |(n, v): (usize, &i64)| Candidate { entry: code(n), category: category(n), score: score(*v) };
        values.iter().enumerate().map(entry).collect()
    }

    pub(crate) fn level(n: usize, count: usize) -> PrizeLevel {
        let prize_vnd = Vnd([3_000_000, 2_000_000, 1_000_000][n]);
        PrizeLevel { code: LevelCode(format!("L{}", n + 1)), name: String::new(), count, prize_vnd }
    }

    pub(crate) fn pooled(counts: &[usize]) -> RulesEdition {
        let levels = counts.iter().enumerate().map(|(n, c)| level(n, *c)).collect();
        RulesEdition {
            code: "T".into(),
            name: "T".into(),
            organiser_unit: "U".into(),
            organiser_name: "U".into(),
            standing_body: "U".into(),
            timeline: Timeline {
                launch: None,
                units_send: Before(Instant(0)),
                grace: None,
                judging_finished: None,
            },
            areas: vec![],
            routes: vec![],
            formats: Formats { allowed: vec![], word_companion_required_for: vec![] },
            group: GroupRule { min_members: 2, max_members: None },
            shares_must_sum_to: SharePercent::WHOLE,
            phone: PhonePattern::new("^0", |p| p.starts_with('0')),
            entrants: Entrants {
                admitted: Admitted::Everyone,
                age: None,
                officials_excluded: true,
                co_authors: CoAuthors::Shown,
                individual: vec![],
                collective: vec![],
            },
            quotas: vec![],
            judging: Judging {
                criteria: vec![],
                rounds: vec![],
                final_score: FinalScore::LastRoundDecides,
                community_vote: None,
                deviation_flag: None,
                tie_break: vec![],
                last_tie_break: LastTieBreak::Chair,
                zero_disqualifies: vec![],
                judges_per_entry: 1,
                visibility: Visibility::Open,
                same_unit_conflict: true,
            },
            prizes: PrizeStructure::Pooled { levels, collective_factor: Ratio::new(3, 2).unwrap() },
            side_prizes: vec![],
            committee_majority: None,
            sections: vec![],
            fields: vec![],
            gallery: GalleryRules { shown: Shown::Winners, summary: String::new() },
        }
    }

    fn per_category(individual: &[usize], collective: &[usize]) -> RulesEdition {
        let levels = |counts: &[usize]| counts.iter().enumerate().map(|(n, c)| level(n, *c)).collect();
        let prizes =
            PrizeStructure::PerCategory { individual: levels(individual), collective: levels(collective) };
        RulesEdition { prizes, ..pooled(&[]) }
    }

    fn run(rules: &RulesEdition, values: &[i64], orders: &[&str]) -> Allocation {
        let pool = |p: Pool| {
            let of = scored(values).into_iter().filter(|c| rules.pool_of(c.category) == p).collect();
            (p, rank(of))
        };
        let pools: Vec<_> = crate::judging::standings::pools(rules).iter().map(|p| pool(*p)).collect();
        let code = |o: &&str| o.chars().map(|c| EntryCode(c.to_string())).collect();
        allocate(rules, &pools, &orders.iter().map(code).collect::<Vec<_>>()).unwrap()
    }

    fn prizes(a: &Allocation) -> String {
        let one = |p: &Prize| format!("{}:{}:{}", p.entry, p.level, p.amount.0 / 1000);
        a.prizes.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    fn unawarded(a: &Allocation) -> String {
        a.unawarded.iter().map(|(p, l)| format!("{}:{l}", p.word())).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn prizes_go_down_the_places_and_a_collective_gets_more() {
        let a = run(&pooled(&[1, 2]), &[9, 8, 7, 6], &[]);
        assert_eq!(prizes(&a), "A:L1:3000 B:L2:3000 C:L2:2000");
        assert_eq!((a.budget_total, unawarded(&a).as_str()), (Vnd(8_000_000), ""));
    }

    #[test]
    fn a_prize_without_an_entry_is_unawarded() {
        let a = run(&pooled(&[1, 2, 1]), &[9, 8], &[]);
        assert_eq!((prizes(&a).as_str(), unawarded(&a).as_str()), ("A:L1:3000 B:L2:3000", "all:L2 all:L3"));
        let none = run(&pooled(&[1]), &[], &[]);
        assert_eq!((none.budget_total, unawarded(&none).as_str()), (Vnd(0), "all:L1"));
    }

    #[test]
    fn an_undecided_group_gets_nothing_and_those_behind_it_keep_theirs() {
        let a = run(&pooled(&[1, 2]), &[9, 9, 7, 6], &[]);
        assert_eq!((prizes(&a).as_str(), unawarded(&a).as_str()), ("C:L2:2000", ""));
        let places: Vec<_> = a.pools[0].lines.iter().map(|l| (l.place, l.shared)).collect();
        assert_eq!(places, [(1, true), (1, true), (3, false), (4, false)]);
    }

    #[test]
    fn the_order_of_the_chair_makes_places() {
        let a = run(&pooled(&[1, 2]), &[9, 9, 7, 6], &["BA"]);
        assert_eq!(prizes(&a), "B:L1:4500 A:L2:2000 C:L2:2000");
        let line = |l: &Line| (l.entry.to_string(), l.place, l.place_before_chair, l.shared);
        let lines: Vec<_> = a.pools[0].lines[..2].iter().map(line).collect();
        assert_eq!(lines, [("B".into(), 1, 1, false), ("A".into(), 2, 1, false)]);
    }

    #[test]
    fn an_order_of_a_group_within_one_level_changes_nothing() {
        let a = run(&pooled(&[2, 1]), &[9, 9, 7], &["BA"]);
        assert_eq!(prizes(&a), "A:L1:3000 B:L1:4500 C:L2:2000");
        assert!(a.pools[0].lines[0].shared);
    }

    #[test]
    fn each_category_may_have_its_own_set() {
        let a = run(&per_category(&[1, 1], &[1]), &[9, 8, 7, 6], &[]);
        assert_eq!(prizes(&a), "A:L1:3000 C:L2:2000 B:L1:3000");
        let few = run(&per_category(&[1, 1], &[1]), &[9], &[]);
        assert_eq!(unawarded(&few), "individual:L2 collective:L1");
    }

    #[test]
    fn half_a_dong_is_a_mistake_in_the_rules() {
        let mut rules = pooled(&[2]);
        if let PrizeStructure::Pooled { levels, .. } = &mut rules.prizes {
            levels[0].prize_vnd = Vnd(1_001);
        }
        let wrong = allocate(&rules, &[(Pool::All, rank(scored(&[9, 8])))], &[]);
        assert_eq!(wrong, Err(vec![NotWholeVnd { level: "L1".into(), category: Category::Collective }]));
    }

    proptest::proptest! {
        #[test]
        fn every_prize_is_given_left_or_held_back_once_and_the_sum_is_the_budget(
            values in proptest::collection::vec(0i64..6, 0..14), counts in proptest::collection::vec(0usize..4, 1..4),
        ) {
            let rules = pooled(&counts);
            let a = run(&rules, &values, &[]);
            let ties = &a.pools[0].border_ties;
            let seats = counts.iter().sum::<usize>();
            let held: usize = ties.iter().flat_map(|t| t.places.0..=t.places.1).filter(|p| *p <= seats).count();
            proptest::prop_assert_eq!(a.prizes.len() + a.unawarded.len() + held, seats);
            proptest::prop_assert_eq!(a.budget_total.0, a.prizes.iter().map(|p| p.amount.0).sum::<i64>());
            let mut entries: Vec<_> = a.prizes.iter().map(|p| &p.entry).collect();
            entries.dedup();
            proptest::prop_assert_eq!(entries.len(), a.prizes.len());
            for (n, count) in counts.iter().enumerate() {
                let code = format!("L{}", n + 1);
                proptest::prop_assert!(a.prizes.iter().filter(|p| p.level.as_str() == code).count() <= *count);
            }
        }

        #[test]
        fn a_better_place_never_has_a_lower_prize(values in proptest::collection::vec(0i64..6, 0..14)) {
            let a = run(&pooled(&[2, 2, 4]), &values, &[]);
            let levels: Vec<_> = a.pools[0].lines.iter().filter_map(|l| l.prize.clone()).collect();
            proptest::prop_assert!(levels.is_sorted());
        }
    }
}
