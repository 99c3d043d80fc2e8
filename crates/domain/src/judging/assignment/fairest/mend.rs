//! Serves entries below a target better by one chain of moves at a time, without pushing another below it.

use super::moves::{FAR, Moves, apply};
use crate::judging::assignment::{Assignment, Instance};

/// Longest chain of moves.
const HOPS: usize = 6;

/// Mends as many entries as single chains can; the plan stays within all limits. Says how many chains it looked for.
pub(super) fn mend(instance: &Instance, plan: &mut Assignment, target: i64, most: usize) -> usize {
    let mut sums: Vec<i64> = plan.iter().enumerate().map(|(e, js)| instance.sum(e, js)).collect();
    let mut weak: Vec<usize> = (0..sums.len()).filter(|e| sums[*e] < target).collect();
    // Far too many: weights must do that, not single chains.
    if weak.len() > 40 + sums.len() / 4 {
        return 0;
    }
    let mut looks = 0;
    weak.sort_by_key(|e| sums[*e]);
    for e in weak {
        for _ in 0..8 {
            if sums[e] >= target || looks >= most {
                break;
            }
            looks += 1;
            if !Chains::new(instance, plan, &sums, target, e).raise(plan, &mut sums) {
                break;
            }
        }
    }
    looks
}

struct Chains<'a> {
    instance: &'a Instance,
    target: i64,
    entry: usize,
    entry_sum: i64,
    loads: Vec<usize>,
    moves: Moves,
}

impl<'a> Chains<'a> {
    fn new(instance: &'a Instance, plan: &Assignment, sums: &[i64], target: i64, entry: usize) -> Chains<'a> {
        let moves = Moves::new(instance, plan, sums, target, Some(entry));
        Chains { instance, target, entry, entry_sum: sums[entry], loads: instance.loads(plan), moves }
    }

    /// Exchanges one judge of the entry for a better one; the cheapest chain that reaches the target, else the one that
    /// raises most.
    fn raise(&self, plan: &mut Assignment, sums: &mut [i64]) -> bool {
        let (e, m) = (self.entry, self.instance.judges());
        let mut best: Option<((bool, i64, i64), Vec<(usize, usize, usize)>)> = None;
        for from in plan[e].clone() {
            let Some(costs) = self.costs_to(from) else { continue };
            for to in 0..m {
                let gain = self.instance.utility(e, to) - self.instance.utility(e, from);
                if gain <= 0
                    || !self.instance.is_open(e, to)
                    || plan[e].contains(&to)
                    || !self.instance.may_change(e, &plan[e], from, to)
                {
                    continue;
                }
                let Some((cost, mut chain)) = self.chain(&costs, to) else { continue };
                let enough = self.entry_sum + gain >= self.target;
                let rank = if enough { (true, gain - cost, 0) } else { (false, gain, -cost) };
                if best.as_ref().is_none_or(|b| rank > b.0) {
                    chain.push((e, from, to));
                    best = Some((rank, chain));
                }
            }
        }
        let Some((_, chain)) = best else { return false };
        apply(self.instance, plan, sums, &chain);
        true
    }

    /// For each number of hops, what it costs to bring one unit from each judge to `end` (or to where there is room), and
    /// the next judge. `None` where the unit cannot be given up at `end`.
    fn costs_to(&self, end: usize) -> Option<Vec<Vec<(i64, usize)>>> {
        let m = self.instance.judges();
        let spare = self.loads[end] > self.instance.floor(end);
        let rest = |j: usize| {
            let room = j == end || (spare && self.loads[j] < self.instance.cap(j));
            (if room { 0 } else { FAR }, usize::MAX)
        };
        let mut layers: Vec<Vec<(i64, usize)>> = vec![(0..m).map(rest).collect()];
        for _ in 0..HOPS.min(m) {
            let last = layers.last()?;
            let mut next = last.clone();
            for j in 0..m {
                for k in 0..m {
                    let (loss, _) = self.moves.get(j, k);
                    if loss < FAR && last[k].0 < FAR && loss + last[k].0 < next[j].0 {
                        next[j] = (loss + last[k].0, k);
                    }
                }
            }
            layers.push(next);
        }
        Some(layers)
    }

    /// The chain from `start`, if it uses no judge and no entry twice.
    fn chain(&self, layers: &[Vec<(i64, usize)>], start: usize) -> Option<(i64, Vec<(usize, usize, usize)>)> {
        let (mut at, mut layer) = (start, layers.len() - 1);
        let cost = layers[layer][start].0;
        if cost >= FAR {
            return None;
        }
        let (mut chain, mut judges, mut entries) = (vec![], vec![start], vec![]);
        loop {
            while layer > 0 && layers[layer][at] == layers[layer - 1][at] {
                layer -= 1;
            }
            let (_, next) = layers[layer][at];
            if layer == 0 || next == usize::MAX {
                return Some((cost, chain));
            }
            let (_, e) = self.moves.get(at, next);
            if judges.contains(&next) || entries.contains(&e) {
                return None;
            }
            judges.push(next);
            entries.push(e);
            chain.push((e, at, next));
            (at, layer) = (next, layer - 1);
        }
    }
}
