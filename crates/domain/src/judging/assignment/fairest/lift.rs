//! Lifts all entries to a target by rings of moves of any length, where single chains do not get through: what an entry lacks is
//! squared and weighed, a ring may push others a little below the target as long as the whole lacks less, and entries that stay
//! below weigh more and more. Source: breakout local search (Morris 1993) over cycle cancelling (Klein 1967).

use super::moves::{Moves, apply};
use super::polish::gaining;
use crate::judging::assignment::{Assignment, Instance};

/// Heaviest weight, and the largest lack before weighing: their products over all judges stay within 64 bits.
const HEAVIEST: i64 = 1 << 12;
const FINEST: i64 = 1 << 18;

/// Turns rings until nobody is below `target`, or `rings` were looked for; says how many. The plan stays within all limits.
pub(super) fn lift(instance: &Instance, plan: &mut Assignment, target: i64, rings: usize) -> usize {
    let mut sums: Vec<i64> = plan.iter().enumerate().map(|(e, js)| instance.sum(e, js)).collect();
    let mut loads = instance.loads(plan);
    let mut weights = vec![1_i64; sums.len()];
    let widest = sums.iter().map(|s| target.saturating_sub(*s)).max().unwrap_or(0).max(1);
    let spread = widest.saturating_add(instance.largest().saturating_mul(2));
    let grain = (spread / FINEST).max(1);
    let lack = |sum: i64| if sum >= target { 0 } else { (target - sum - 1) / grain + 1 };
    for looked in 0..rings {
        if sums.iter().all(|s| *s >= target) {
            return looked;
        }
        let moves = Moves::by(instance, plan, |e, loss| {
            let (now, then) = (lack(sums[e]), lack(sums[e] - loss));
            Some(weights[e] * (then * then - now * now))
        });
        match gaining(instance, moves, &loads) {
            Some(ring) => {
                for (_, from, to) in &ring {
                    loads[*from] -= 1;
                    loads[*to] += 1;
                }
                apply(instance, plan, &mut sums, &ring);
            }
            None => {
                let heaviest = weights.iter().copied().max().unwrap_or(1);
                for (weight, sum) in weights.iter_mut().zip(&sums) {
                    if *sum < target {
                        *weight += (*weight / 2).max(1);
                    }
                    // All lighter again before the heaviest leaves the range.
                    if heaviest >= HEAVIEST {
                        *weight = (*weight / 16).max(1);
                    }
                }
            }
        }
    }
    rings
}
