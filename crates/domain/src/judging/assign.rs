//! Phân công: so many judges for each entry, never in conflict, loads as equal as the conflicts allow.
//!
//! A deterministic proposal in two steps: hand each entry to the least loaded judges that may have it, hardest entries
//! first; then move entries along chains of judges from the most to the least loaded until no chain makes the loads more
//! equal. The second step is the shortest-path form of a convex flow, so the result is optimal, not merely good.
//! Source: ours; the optimum that also weighs expertise is another issue.

use crate::ids::{EntryCode, JudgeCode};
use std::collections::VecDeque;

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

/// Proposes, or names every entry that cannot get enough judges and who blocks it.
pub fn propose(task: &Task) -> Result<Proposal, Vec<Short>> {
    let state = State::new(task);
    let short = state.short();
    if !short.is_empty() {
        return Err(short);
    }
    Ok(state.hand_out().even_out().proposal())
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

#[derive(Clone, Copy, PartialEq, Eq)]
enum Cell {
    Free,
    Given,
    Fixed,
    Blocked,
}

struct State<'a> {
    task: &'a Task,
    /// Row by row: entries × judges.
    cells: Vec<Cell>,
    loads: Vec<usize>,
}

impl<'a> State<'a> {
    fn new(task: &'a Task) -> State<'a> {
        let width = task.judges.len();
        let mut state =
            State { task, cells: vec![Cell::Free; task.entries.len() * width], loads: vec![0; width] };
        for e in 0..task.entries.len() {
            for (lists, cell) in [(&task.blocked, Cell::Blocked), (&task.fixed, Cell::Fixed)] {
                for j in lists.get(e).into_iter().flatten().filter(|j| **j < width) {
                    state.cells[e * width + j] = cell;
                }
            }
        }
        for (at, cell) in state.cells.iter().enumerate() {
            if *cell == Cell::Fixed {
                state.loads[at % width] += 1;
            }
        }
        state
    }

    fn row(&self, e: usize) -> &[Cell] {
        let width = self.loads.len();
        &self.cells[e * width..(e + 1) * width]
    }

    fn count(&self, e: usize, what: Cell) -> usize {
        self.row(e).iter().filter(|c| **c == what).count()
    }

    fn need(&self, e: usize) -> usize {
        self.task.per_entry.saturating_sub(self.count(e, Cell::Fixed))
    }

    fn short(&self) -> Vec<Short> {
        let named = |e: usize| {
            let on = self.row(e).iter().enumerate().filter(|(_, c)| **c == Cell::Blocked);
            on.map(|(j, _)| self.task.judges[j].clone()).collect()
        };
        (0..self.task.entries.len())
            .filter(|e| self.count(*e, Cell::Free) < self.need(*e))
            .map(|e| Short {
                entry: self.task.entries[e].clone(),
                need: self.task.per_entry,
                have: self.count(e, Cell::Free) + self.count(e, Cell::Fixed),
                blocked: named(e),
            })
            .collect()
    }

    /// Entries with the fewest free judges choose first, each among the least loaded; equal loads by the judges' order.
    fn hand_out(mut self) -> Self {
        let width = self.loads.len();
        let mut order: Vec<usize> = (0..self.task.entries.len()).collect();
        order.sort_by_key(|e| self.count(*e, Cell::Free) as isize - self.need(*e) as isize);
        for e in order {
            let mut free: Vec<usize> = (0..width).filter(|j| self.row(e)[*j] == Cell::Free).collect();
            free.sort_by_key(|j| self.loads[*j]);
            for j in free.into_iter().take(self.need(e)) {
                self.cells[e * width + j] = Cell::Given;
                self.loads[j] += 1;
            }
        }
        self
    }

    /// Moves entries along chains until no judge can pass work to one with two entries fewer.
    fn even_out(mut self) -> Self {
        while let Some(chain) = self.relieving_chain() {
            let width = self.loads.len();
            for (from, to, e) in &chain {
                self.cells[e * width + from] = Cell::Free;
                self.cells[e * width + to] = Cell::Given;
            }
            if let (Some(first), Some(last)) = (chain.first(), chain.last()) {
                self.loads[first.0] -= 1;
                self.loads[last.1] += 1;
            }
        }
        self
    }

    /// A chain `(from, to, entry)…` from a judge to another whose load is at least 2 lower. The entries of a chain
    /// differ, because a shortest chain never uses one twice.
    fn relieving_chain(&self) -> Option<Vec<(usize, usize, usize)>> {
        let mut from: Vec<usize> = (0..self.loads.len()).collect();
        from.sort_by_key(|j| std::cmp::Reverse(self.loads[*j]));
        let least = self.loads.iter().min().copied()?;
        from.into_iter().take_while(|j| self.loads[*j] >= least + 2).find_map(|start| self.chain_from(start))
    }

    fn chain_from(&self, start: usize) -> Option<Vec<(usize, usize, usize)>> {
        let width = self.loads.len();
        let mut reached: Vec<Option<(usize, usize)>> = vec![None; width];
        let mut queue = VecDeque::from([start]);
        while let Some(from) = queue.pop_front() {
            if self.loads[from] + 2 <= self.loads[start] {
                return Some(self.walk_back(start, from, &reached));
            }
            for e in 0..self.task.entries.len() {
                if self.row(e)[from] != Cell::Given {
                    continue;
                }
                for to in 0..width {
                    if self.row(e)[to] == Cell::Free && to != start && reached[to].is_none() {
                        reached[to] = Some((from, e));
                        queue.push_back(to);
                    }
                }
            }
        }
        None
    }

    fn walk_back(
        &self,
        start: usize,
        end: usize,
        reached: &[Option<(usize, usize)>],
    ) -> Vec<(usize, usize, usize)> {
        let (mut chain, mut at) = (vec![], end);
        while at != start {
            let Some((from, e)) = reached[at] else { break };
            chain.push((from, at, e));
            at = from;
        }
        chain.reverse();
        chain
    }

    fn proposal(&self) -> Proposal {
        let given = |e| {
            let on = self.row(e).iter().enumerate().filter(|(_, c)| **c == Cell::Given);
            on.map(|(j, _)| j).collect()
        };
        (0..self.task.entries.len()).map(given).collect()
    }
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
        assert_eq!(propose(&t), Err(vec![short]));
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
                Err(short) => for s in short {
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
    fn a_thousand_entries_take_no_time() {
        let blocked: Vec<(usize, usize)> = (0..1000).filter(|e| e % 7 == 0).map(|e| (e, e % 15)).collect();
        let t = task(1000, 15, 5, &blocked);
        assert!(spread(&t, &propose(&t).unwrap()) <= 1);
    }
}
