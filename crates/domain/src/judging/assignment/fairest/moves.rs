//! Which entry may pass from one judge to another without being served worse than allowed, and what that costs.

use crate::judging::assignment::{Assignment, Instance};

pub(super) const FAR: i64 = i64::MAX / 4;

/// Loss and entry of the cheapest allowed move between any two judges.
pub(super) struct Moves {
    judges: usize,
    best: Vec<(i64, usize)>,
}

impl Moves {
    /// Every entry but `apart` may move as long as its sum stays at `target`, or, where it lies below, does not fall.
    pub(super) fn new(
        instance: &Instance,
        plan: &Assignment,
        sums: &[i64],
        target: i64,
        apart: Option<usize>,
    ) -> Moves {
        Moves::by(instance, plan, |e, loss| {
            let most = sums[e] - target.min(sums[e]);
            (Some(e) != apart && loss <= most).then_some(loss)
        })
    }

    /// Every entry may move at the cost that is said of it and of what it loses.
    pub(super) fn by(
        instance: &Instance,
        plan: &Assignment,
        cost: impl Fn(usize, i64) -> Option<i64>,
    ) -> Moves {
        let m = instance.judges();
        let mut best = vec![(FAR, usize::MAX); m * m];
        let mut holds = vec![false; m];
        for (e, js) in plan.iter().enumerate() {
            let (row, open) = (instance.row(e), instance.open_row(e));
            for j in js {
                holds[*j] = true;
            }
            for j in js {
                let cells = &mut best[j * m..(j + 1) * m];
                for k in 0..m {
                    if open[k]
                        && !holds[k]
                        && let Some(cost) = cost(e, row[*j] - row[k])
                        && cost < cells[k].0
                        && instance.may_change(e, js, *j, k)
                    {
                        cells[k] = (cost, e);
                    }
                }
            }
            for j in js {
                holds[*j] = false;
            }
        }
        Moves { judges: m, best }
    }

    pub(super) fn get(&self, from: usize, to: usize) -> (i64, usize) {
        self.best[from * self.judges + to]
    }

    pub(super) fn forbid(&mut self, from: usize, to: usize) {
        self.best[from * self.judges + to] = (FAR, usize::MAX);
    }
}

/// Takes moves `(entry, from, to)` over into the plan.
pub(super) fn apply(
    instance: &Instance,
    plan: &mut Assignment,
    sums: &mut [i64],
    moves: &[(usize, usize, usize)],
) {
    for (e, from, to) in moves.iter().copied() {
        plan[e].retain(|j| *j != from);
        plan[e].push(to);
        plan[e].sort_unstable();
        sums[e] = instance.sum(e, &plan[e]);
    }
}
