//! Random allocations of prizes: the sums are equal, the counts are kept, a better place never has a lower prize. And every
//! order that a chair can give to up to seven equal entries.

use super::allocate::tests::{level, pooled};
use super::allocate::{Allocation, allocate};
use crate::contest::{Category, Pool, PrizeStructure, RulesEdition};
use crate::ids::EntryCode;
use crate::judging::rank::{Candidate, rank};
use crate::judging::rounds::Score;
use crate::judging::standings::pools;
use crate::money::Vnd;
use crate::ratio::Ratio;

struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

fn entry(n: usize, value: i64, tie: i64, category: Category) -> Candidate {
    let score = Score { value: Ratio::hundredths(value), tie_break: vec![Ratio::hundredths(tie)] };
    Candidate { entry: EntryCode(format!("E{n:02}")), category, score }
}

fn rules(dice: &mut Dice) -> (RulesEdition, Vec<Vec<usize>>) {
    let mut counts = || (0..1 + dice.below(3)).map(|_| dice.below(4)).collect::<Vec<usize>>();
    let (first, second) = (counts(), counts());
    if dice.below(2) == 0 {
        return (pooled(&first), vec![first]);
    }
    let levels = |c: &[usize]| c.iter().enumerate().map(|(n, c)| level(n, *c)).collect();
    let prizes = PrizeStructure::PerCategory { individual: levels(&first), collective: levels(&second) };
    (RulesEdition { prizes, ..pooled(&[]) }, vec![first, second])
}

fn run(rules: &RulesEdition, entries: &[Candidate], orders: &[Vec<EntryCode>]) -> Allocation {
    let of =
        |pool: Pool| rank(entries.iter().filter(|c| rules.pool_of(c.category) == pool).cloned().collect());
    let pools: Vec<_> = pools(rules).iter().map(|p| (*p, of(*p))).collect();
    allocate(rules, &pools, orders).unwrap()
}

fn check(rules: &RulesEdition, counts: &[Vec<usize>], a: &Allocation, case: usize) {
    assert_eq!(a.budget_total, a.prizes.iter().map(|p| p.amount).sum::<Vnd>(), "case {case}");
    let mut winners: Vec<_> = a.prizes.iter().map(|p| &p.entry).collect();
    winners.sort();
    winners.dedup();
    assert_eq!(winners.len(), a.prizes.len(), "case {case}: one prize each");
    for (pool, counts) in a.pools.iter().zip(counts) {
        let seats: usize = counts.iter().sum();
        let given = a.prizes.iter().filter(|p| p.pool == pool.pool);
        let left = a.unawarded.iter().filter(|(p, _)| *p == pool.pool).count();
        let undecided = pool.border_ties.iter().filter(|t| t.order.is_none());
        let held: usize = undecided.flat_map(|t| t.places.0..=t.places.1).filter(|p| *p <= seats).count();
        assert_eq!(given.clone().count() + left + held, seats, "case {case}: {a:?}");
        for (n, count) in counts.iter().enumerate() {
            let code = format!("L{}", n + 1);
            assert!(given.clone().filter(|p| p.level.as_str() == code).count() <= *count, "case {case}");
        }
        let levels: Vec<_> = pool.lines.iter().filter_map(|l| l.prize.clone()).collect();
        assert!(levels.is_sorted(), "case {case}: a better place, a lower prize");
        // Equal scores that nobody put in order get the same prize.
        for pair in pool.lines.windows(2).filter(|w| w[0].place == w[1].place) {
            assert_eq!(pair[0].prize, pair[1].prize, "case {case}");
        }
    }
    for p in &a.prizes {
        let full = [3_000_000, 2_000_000, 1_000_000][usize::from(p.level.as_str().as_bytes()[1] - b'1')];
        let pooled = matches!(rules.prizes, PrizeStructure::Pooled { .. });
        let want = if pooled && p.category == Category::Collective { full / 2 * 3 } else { full };
        assert_eq!(p.amount.0, want, "case {case}");
    }
}

fn play(cases: usize, seed: u64) {
    let mut dice = Dice(seed);
    for case in 0..cases {
        let (rules, counts) = rules(&mut dice);
        let mut entries: Vec<Candidate> = (0..dice.below(12))
            .map(|n| {
                let category = if dice.below(3) == 0 { Category::Collective } else { Category::Individual };
                entry(n, dice.below(5) as i64, dice.below(2) as i64, category)
            })
            .collect();
        let open = run(&rules, &entries, &[]);
        check(&rules, &counts, &open, case);
        // The chair puts some of the groups in order.
        let groups = open.pools.iter().flat_map(|p| &p.border_ties);
        let orders: Vec<Vec<EntryCode>> =
            groups.filter(|_| dice.below(3) > 0).map(|t| t.entries.iter().rev().cloned().collect()).collect();
        let decided = run(&rules, &entries, &orders);
        check(&rules, &counts, &decided, case);
        // A better score than all never has a worse place, and the order in which entries come changes nothing.
        if let Some(at) = (!entries.is_empty()).then(|| dice.below(entries.len())) {
            entries.rotate_left(at);
            assert_eq!(run(&rules, &entries, &orders), decided, "case {case}");
            let code = entries[0].entry.clone();
            let place = |a: &Allocation| {
                a.pools.iter().flat_map(|p| &p.lines).find(|l| l.entry == code).map(|l| l.place_before_chair)
            };
            let before = place(&open);
            entries[0].score.value = entries[0].score.value + Ratio::hundredths(dice.below(3) as i64);
            assert!(place(&run(&rules, &entries, &[])) <= before, "case {case}");
        }
    }
}

#[test]
fn twenty_thousand_random_allocations() {
    play(20_000, 5);
}

#[test]
#[ignore = "a million cases; cargo test --release -p sk-domain -- --ignored a_million_random_allocations"]
fn a_million_random_allocations() {
    play(1_000_000, 6);
}

#[test]
fn every_order_of_up_to_seven_equal_entries_is_taken_as_given() {
    let rules = pooled(&[1, 1, 1]);
    for size in 2..=7 {
        let entries: Vec<Candidate> = (0..size).map(|n| entry(n, 7, 0, Category::Individual)).collect();
        let mut codes: Vec<EntryCode> = entries.iter().map(|c| c.entry.clone()).collect();
        orders(&mut codes, size, &mut |order| {
            let a = run(&rules, &entries, &[order.to_vec()]);
            let lines: Vec<_> = a.pools[0].lines.iter().map(|l| (l.place, l.entry.clone())).collect();
            let want: Vec<_> = order.iter().enumerate().map(|(n, e)| (n + 1, e.clone())).collect();
            assert_eq!(lines, want);
            assert_eq!(a.prizes.len(), size.min(3));
        });
    }
}

/// Every order of the first `n`, by Heap's exchanges.
fn orders(list: &mut [EntryCode], n: usize, each: &mut dyn FnMut(&[EntryCode])) {
    if n <= 1 {
        return each(list);
    }
    for at in 0..n {
        orders(list, n - 1, each);
        list.swap(if n.is_multiple_of(2) { at } else { 0 }, n - 1);
    }
}
