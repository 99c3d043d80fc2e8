//! Phân công: so many judges for each entry, never in conflict, loads as equal as the conflicts allow, and with that the
//! judges that fit best.
//!
//! First the smallest highest load that is possible, then the largest lowest; among all plans with such loads the one with
//! the largest sum of utilities, proved: see `assignment`. What is assigned already stays and counts.
//! Source: ours; prose in `docs/rules/assignment.md`.

use super::assignment::draw::{self, Seed};
use super::assignment::instance::Draft;
use super::assignment::{Assignment, Instance, best, blocking, certificate, fairest};
use crate::ids::{EntryCode, JudgeCode};

/// What is to be assigned. Indices run over `entries` and `judges`.
#[derive(Debug, Clone, Default)]
pub struct Task {
    pub entries: Vec<EntryCode>,
    pub judges: Vec<JudgeCode>,
    pub per_entry: usize,
    /// `blocked[entry]`: judges in conflict, or who gave the entry up.
    pub blocked: Vec<Vec<usize>>,
    /// `fixed[entry]`: judges who have it already and keep it. They count towards `per_entry` and the loads.
    pub fixed: Vec<Vec<usize>>,
    /// `done[entry]`: seats held by judges who have left and whose signed sheets count. What is missing is 0.
    pub done: Vec<usize>,
    /// `utility[entry][judge]`: how well the judge fits. What is missing is 0.
    pub utility: Vec<Vec<i64>>,
    /// `expert[entry][judge]`: knows a field of the entry. Not empty: each entry gets at least one who does.
    pub expert: Vec<Vec<bool>>,
    /// Unit of each judge, numbered at will.
    pub unit: Vec<Option<usize>>,
    /// At most so many judges of one unit for an entry.
    pub per_unit: Option<usize>,
    pub plan: Plan,
}

/// Which of the plans with the most even loads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Plan {
    /// The largest sum of utilities.
    #[default]
    Best,
    /// The worst-served entry as well served as can be.
    Fairest,
    /// The largest sum among the pairs that the seed leaves open.
    Drawn(Seed),
}

/// An entry that cannot get enough judges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Short {
    pub entry: EntryCode,
    pub need: usize,
    pub have: usize,
    /// The judges in conflict.
    pub blocked: Vec<JudgeCode>,
}

/// New assignments only: for each entry the judges that it gets beside the fixed ones, in ascending order.
pub type Proposal = Vec<Vec<usize>>;

/// Proposes, or says what stands in the way: every entry that cannot get enough judges and who blocks it; the entries for which
/// there are too few experts; or that what is asked of the judges together cannot be had.
pub fn propose(task: &Task) -> Result<Proposal, Vec<AssignRefusal>> {
    let table = Table::new(task);
    let short = table.short();
    if !short.is_empty() {
        return Err(short.into_iter().map(AssignRefusal::Short).collect());
    }
    // Without wishes every entry has enough judges and the loads may be as high as they must, so there is a plan.
    table.plan().ok_or_else(|| vec![table.why_not()])
}

/// What is said of a plan beside another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    /// Sum of utilities, what is fixed included.
    pub total: i64,
    /// The smallest sum of an entry, and how many entries have no more.
    pub weakest: i64,
    pub so_weak: usize,
    pub least_load: usize,
    pub most_load: usize,
}

pub fn figures(task: &Task, proposal: &Proposal) -> Figures {
    let utility = |e: usize, j: &usize| task.utility.get(e).and_then(|row| row.get(*j)).copied().unwrap_or(0);
    let none = vec![];
    let sum = |e: usize| -> i64 {
        let fixed = task.fixed.get(e).unwrap_or(&none).iter();
        fixed.chain(proposal.get(e).unwrap_or(&none)).map(|j| utility(e, j)).sum()
    };
    let sums: Vec<i64> = (0..task.entries.len()).map(sum).collect();
    let weakest = sums.iter().copied().min().unwrap_or(0);
    let loads = loads(task, proposal);
    Figures {
        total: sums.iter().sum(),
        weakest,
        so_weak: sums.iter().filter(|s| **s == weakest).count(),
        least_load: loads.iter().copied().min().unwrap_or(0),
        most_load: loads.iter().copied().max().unwrap_or(0),
    }
}

/// Load of each judge, fixed ones included.
pub fn loads(task: &Task, proposal: &Proposal) -> Vec<usize> {
    let mut out = vec![0; task.judges.len()];
    for j in task.fixed.iter().chain(proposal).flatten() {
        if let Some(n) = out.get_mut(*j) {
            *n += 1;
        }
    }
    out
}

/// Pairs that may be made, pairs that stand, and loads of those.
struct Table<'a> {
    task: &'a Task,
    fixed: Vec<Vec<usize>>,
    blocked: Vec<Vec<usize>>,
    /// Entries that each judge has already.
    held: Vec<usize>,
}

impl<'a> Table<'a> {
    fn new(task: &'a Task) -> Table<'a> {
        let width = task.judges.len();
        let clean = |list: Option<&Vec<usize>>| {
            let mut list: Vec<usize> = list.into_iter().flatten().copied().filter(|j| *j < width).collect();
            list.sort_unstable();
            list.dedup();
            list
        };
        let fixed: Vec<Vec<usize>> = (0..task.entries.len()).map(|e| clean(task.fixed.get(e))).collect();
        // What stands is not undone by a conflict that came later; that is for a person.
        let blocked = (0..task.entries.len())
            .map(|e| clean(task.blocked.get(e)).into_iter().filter(|j| !fixed[e].contains(j)).collect())
            .collect();
        let mut held = vec![0; width];
        for j in fixed.iter().flatten() {
            held[*j] += 1;
        }
        Table { task, fixed, blocked, held }
    }

    fn need(&self, e: usize) -> usize {
        let done = self.task.done.get(e).copied().unwrap_or(0);
        self.task.per_entry.saturating_sub(self.fixed[e].len() + done)
    }

    fn short(&self) -> Vec<Short> {
        let free = |e: usize| self.task.judges.len() - self.fixed[e].len() - self.blocked[e].len();
        (0..self.task.entries.len())
            .filter(|e| free(*e) < self.need(*e))
            .map(|e| Short {
                entry: self.task.entries[e].clone(),
                need: self.task.per_entry,
                have: free(e) + self.fixed[e].len(),
                blocked: self.blocked[e].iter().map(|j| self.task.judges[*j].clone()).collect(),
            })
            .collect()
    }

    /// The instance with loads, all in all, between these two.
    fn instance(&self, least: usize, most: usize) -> Option<Instance> {
        let (n, m) = (self.task.entries.len(), self.task.judges.len());
        let utility =
            |e: usize, j: usize| self.task.utility.get(e).and_then(|row| row.get(j)).copied().unwrap_or(0);
        let conflict = self.blocked.iter().enumerate();
        let draft = Draft {
            entries: n,
            judges: m,
            per_entry: self.task.per_entry,
            cap: vec![n; m],
            floor: vec![0; m],
            utility: (0..n).map(|e| (0..m).map(|j| utility(e, j)).collect()).collect(),
            conflict: conflict.flat_map(|(e, js)| js.iter().map(move |j| (e as u64, *j as u64))).collect(),
            expert: (!self.task.expert.is_empty()).then(|| self.task.expert.clone()),
            unit: self.task.unit.clone(),
            per_unit: self.task.per_unit,
        };
        let mut instance = draft.check().ok()?;
        let fixed = self.fixed.iter().enumerate().flat_map(|(e, js)| js.iter().map(move |j| (e, *j)));
        instance.settle(&fixed.collect::<Vec<_>>());
        for (e, done) in self.task.done.iter().enumerate().take(n) {
            instance.fill(e, *done);
        }
        let left = |limit: usize| self.held.iter().map(|h| limit.saturating_sub(*h)).collect::<Vec<_>>();
        instance.set_limits(left(least), left(most));
        Some(instance)
    }

    /// The smallest highest load that is possible, then the largest lowest; with both, the plan that is asked for.
    fn plan(&self) -> Option<Proposal> {
        let (n, m) = (self.task.entries.len(), self.task.judges.len());
        let all: usize = self.held.iter().sum::<usize>() + (0..n).map(|e| self.need(e)).sum::<usize>();
        let even = all / m.max(1);
        let solve = |least, most| -> Option<(Instance, best::Solved)> {
            let instance = self.instance(least, most)?;
            let solved = best::solve(&instance)?;
            Some((instance, solved))
        };
        // With demands on the judges together there may be no plan at any load: then the loads need not be tried one by one.
        if !self.task.expert.is_empty() || self.task.per_unit.is_some() {
            solve(0, n)?;
        }
        let (most, loose) = (all.div_ceil(m.max(1))..=n).find_map(|most| Some((most, solve(0, most)?)))?;
        let (instance, solved) = (1..=even).rev().find_map(|least| solve(least, most)).unwrap_or(loose);
        // Checked by those who did not make it, on every run.
        let proof = certificate::bound(&instance, &solved.prices)?;
        certificate::check_best(&instance, &solved.assignment, &proof).ok()?;
        match self.task.plan {
            Plan::Best => Some(solved.assignment),
            Plan::Fairest => fair(&instance),
            Plan::Drawn(seed) => {
                let drawn = draw::solve(&instance, seed, draw::USUAL)?;
                certificate::check_assignment(&instance, &drawn.solved.assignment).ok()?;
                Some(drawn.solved.assignment)
            }
        }
    }

    /// Every entry could get enough judges by itself; together they cannot.
    fn why_not(&self) -> AssignRefusal {
        let n = self.task.entries.len();
        let found = self.instance(0, n).and_then(|i| blocking::find(&i));
        match found {
            Some(b) if b.kind == blocking::Kind::Experts => AssignRefusal::FewExperts {
                entries: b.entries.iter().map(|e| self.task.entries[*e].clone()).collect(),
                needed: b.needed,
                available: b.available,
            },
            Some(_) | None => AssignRefusal::Together,
        }
    }
}

fn fair(instance: &Instance) -> Option<Assignment> {
    let found = fairest::solve(instance)?;
    fairest::check(instance, &found.assignment, &found.total, &found.proof).ok()?;
    Some(found.assignment)
}

/// Why an assignment by hand is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AssignRefusal {
    RoundClosed,
    NothingToAssign,
    UnknownEntry {
        entry: EntryCode,
    },
    UnknownJudge {
        judge: JudgeCode,
    },
    /// Accepted at intake and, in a later round, past the threshold of the one before: this entry is not.
    NotInRound {
        entry: EntryCode,
    },
    InConflict {
        entry: EntryCode,
        judge: JudgeCode,
    },
    /// The judge gave this entry up in this round.
    GivenUp {
        entry: EntryCode,
        judge: JudgeCode,
    },
    Twice {
        entry: EntryCode,
        judge: JudgeCode,
    },
    Short(Short),
    /// Each of these entries asks for a judge who knows its field, and those who do can give fewer seats.
    FewExperts {
        entries: Vec<EntryCode>,
        needed: usize,
        available: usize,
    },
    /// Experts, units and conflicts leave no plan for all entries together.
    Together,
    /// A drawn plan needs a commitment that was made before.
    NotCommitted,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn task(entries: usize, judges: usize, per_entry: usize, blocked: &[(usize, usize)]) -> Task {
        let of = |e| blocked.iter().filter(|b| b.0 == e).map(|b| b.1).collect();
        Task {
            entries: (0..entries).map(|n| EntryCode(format!("E{n:03}"))).collect(),
            judges: (0..judges).map(|n| JudgeCode(format!("GK{n:02}"))).collect(),
            per_entry,
            blocked: (0..entries).map(of).collect(),
            fixed: vec![vec![]; entries],
            ..Task::default()
        }
    }

    fn spread(task: &Task, p: &Proposal) -> usize {
        let l = loads(task, p);
        l.iter().max().unwrap() - l.iter().min().unwrap()
    }

    #[test]
    fn loads_differ_by_at_most_one() {
        for (entries, judges, per_entry, blocked) in [
            (40, 9, 5, vec![]),
            (7, 3, 2, vec![]),
            (1, 3, 3, vec![]),
            (0, 3, 3, vec![]),
            (4, 4, 1, vec![(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (0, 2)]),
            (40, 9, 5, vec![(0, 5), (2, 6), (5, 1), (6, 4), (16, 8), (24, 5), (28, 3), (31, 2)]),
        ] {
            let t = task(entries, judges, per_entry, &blocked);
            let p = propose(&t).unwrap();
            assert!(spread(&t, &p) <= 1, "{entries} × {judges}: {:?}", loads(&t, &p));
            assert!(p.iter().all(|js| js.len() == per_entry));
        }
    }

    #[test]
    fn who_blocks_is_named() {
        let t = task(2, 3, 2, &[(1, 0), (1, 2)]);
        let short =
            Short { entry: "E001".into(), need: 2, have: 1, blocked: vec!["GK00".into(), "GK02".into()] };
        assert_eq!(propose(&t), Err(vec![AssignRefusal::Short(short)]));
    }

    #[test]
    fn every_entry_gets_an_expert_and_no_unit_two_seats() {
        let mut t = task(6, 6, 2, &[]);
        t.expert = (0..6).map(|_| (0..6).map(|j| j < 2).collect()).collect();
        t.utility = t.expert.iter().map(|row| row.iter().map(|e| i64::from(*e)).collect()).collect();
        t.unit = vec![Some(0), Some(1), Some(0), Some(1), Some(2), Some(2)];
        t.per_unit = Some(1);
        let p = propose(&t).unwrap();
        for js in &p {
            assert!(js.iter().any(|j| *j < 2), "{p:?}");
            assert_ne!(t.unit[js[0]], t.unit[js[1]], "{p:?}");
        }
        t.blocked = vec![vec![0, 1], vec![], vec![], vec![], vec![], vec![]];
        let no = propose(&t);
        assert_eq!(
            no,
            Err(vec![AssignRefusal::FewExperts { entries: vec!["E000".into()], needed: 1, available: 0 }])
        );
    }

    #[test]
    fn the_fairest_plan_serves_the_weakest_better_and_loads_stay_even() {
        let mut t = task(4, 4, 1, &[]);
        t.utility = vec![vec![9, 5, 5, 0], vec![9, 0, 0, 0], vec![5, 5, 0, 0], vec![0, 5, 9, 2]];
        let best = figures(&t, &propose(&t).unwrap());
        t.plan = Plan::Fairest;
        let fair = figures(&t, &propose(&t).unwrap());
        assert!(fair.weakest >= best.weakest && fair.total <= best.total, "{best:?} {fair:?}");
        assert_eq!((fair.least_load, fair.most_load), (1, 1));
        t.plan = Plan::Drawn(Seed([1, 2, 3, 4]));
        let drawn = propose(&t).unwrap();
        assert_eq!(propose(&t).unwrap(), drawn, "the same seed");
        assert_eq!(figures(&t, &drawn).most_load, 1);
    }

    #[test]
    fn what_is_fixed_stays_and_counts() {
        let mut t = task(3, 3, 2, &[]);
        t.fixed = vec![vec![0, 1], vec![0], vec![]];
        let p = propose(&t).unwrap();
        assert_eq!(p[0], Vec::<usize>::new());
        assert_eq!((p[1].len(), p[2].len()), (1, 2));
        assert_eq!(loads(&t, &p), [2, 2, 2]);
    }

    /// The largest load that some assignment needs at least, by trying every load with a simple flow of our own.
    fn best_maximum(t: &Task) -> usize {
        (0..=t.entries.len()).find(|cap| fits(t, *cap)).unwrap()
    }

    fn fits(t: &Task, cap: usize) -> bool {
        let mut held: Vec<Vec<usize>> = vec![vec![]; t.judges.len()];
        for e in 0..t.entries.len() {
            for _ in 0..t.per_entry {
                if !place(t, cap, &mut held, e, &mut vec![false; t.judges.len()]) {
                    return false;
                }
            }
        }
        true
    }

    fn place(t: &Task, cap: usize, held: &mut Vec<Vec<usize>>, e: usize, seen: &mut Vec<bool>) -> bool {
        for j in 0..t.judges.len() {
            if seen[j] || t.blocked[e].contains(&j) || held[j].contains(&e) {
                continue;
            }
            seen[j] = true;
            if held[j].len() < cap {
                held[j].push(e);
                return true;
            }
            for at in 0..held[j].len() {
                let other = held[j][at];
                held[j][at] = e;
                if place(t, cap, held, other, seen) {
                    return true;
                }
                held[j][at] = other;
            }
        }
        false
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn proposals_are_free_of_conflict_deterministic_and_as_balanced_as_can_be(
            entries in 1usize..12, judges in 2usize..6, per_entry in 1usize..3,
            blocked in proptest::collection::vec((0usize..12, 0usize..6), 0..14),
        ) {
            let t = task(entries, judges, per_entry, &blocked);
            match propose(&t) {
                Err(refused) => for r in refused {
                    let AssignRefusal::Short(s) = r else { panic!("{r:?}") };
                    prop_assert!(s.have < s.need && s.have + s.blocked.len() == judges);
                },
                Ok(p) => {
                    for (e, js) in p.iter().enumerate() {
                        prop_assert_eq!(js.len(), per_entry);
                        prop_assert!(js.iter().all(|j| !t.blocked[e].contains(j)));
                    }
                    prop_assert_eq!(&propose(&t).unwrap(), &p);
                    prop_assert_eq!(*loads(&t, &p).iter().max().unwrap(), best_maximum(&t));
                }
            }
        }
    }

    #[test]
    fn among_even_loads_those_who_know_the_area_judge() {
        let mut t = task(4, 2, 1, &[]);
        t.utility = vec![vec![0, 10], vec![10, 0], vec![0, 10], vec![10, 0]];
        assert_eq!(propose(&t).unwrap(), [[1], [0], [1], [0]]);
        t.utility = vec![vec![0, 10]; 4];
        let p = propose(&t).unwrap();
        assert_eq!(loads(&t, &p), [2, 2], "evenness comes first");
    }

    #[test]
    fn a_thousand_entries_take_no_time() {
        let blocked: Vec<(usize, usize)> = (0..1000).filter(|e| e % 7 == 0).map(|e| (e, e % 15)).collect();
        let t = task(1000, 15, 5, &blocked);
        assert!(spread(&t, &propose(&t).unwrap()) <= 1);
    }
}
