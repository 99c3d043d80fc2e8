//! Raises the total of a plan by rings of moves, with no entry falling below the weakest.

use super::moves::{FAR, Moves, apply};
use crate::judging::assignment::{Assignment, Instance};

/// Turns rings until none gains, or `rings` are turned.
pub(super) fn polish(instance: &Instance, plan: &mut Assignment, target: i64, rings: usize) {
    let mut sums: Vec<i64> = plan.iter().enumerate().map(|(e, js)| instance.sum(e, js)).collect();
    let mut loads = instance.loads(plan);
    for _ in 0..rings {
        let moves = Moves::new(instance, plan, &sums, target, None);
        let Some(ring) = gaining(instance, moves, &loads) else { return };
        for (_, from, to) in &ring {
            loads[*from] -= 1;
            loads[*to] += 1;
        }
        apply(instance, plan, &mut sums, &ring);
    }
}

/// A ring of moves that gains and moves no entry twice: two moves of one entry together could serve it worse than allowed.
pub(super) fn gaining(
    instance: &Instance,
    mut moves: Moves,
    loads: &[usize],
) -> Option<Vec<(usize, usize, usize)>> {
    loop {
        let ring = ring(instance, &moves, loads)?;
        let twice = ring.iter().enumerate().find(|(at, m)| ring[..*at].iter().any(|o| o.0 == m.0));
        match twice {
            Some((_, (_, from, to))) => moves.forbid(*from, *to),
            None => return Some(ring),
        }
    }
}

/// A ring of moves `(entry, from, to)` that gains, through the ground where loads may change. Bellman and Ford.
fn ring(instance: &Instance, moves: &Moves, loads: &[usize]) -> Option<Vec<(usize, usize, usize)>> {
    let ground = instance.judges();
    let cost = |a: usize, b: usize| match (a == ground, b == ground) {
        (false, false) => moves.get(a, b).0,
        (false, true) if loads[a] < instance.cap(a) => 0,
        (true, false) if loads[b] > instance.floor(b) => 0,
        _ => FAR,
    };
    let mut distance = vec![0_i64; ground + 1];
    let mut before = vec![usize::MAX; ground + 1];
    for _ in 0..=ground {
        let mut last = None;
        for a in 0..=ground {
            for b in 0..=ground {
                let c = cost(a, b);
                if c < FAR && distance[a] + c < distance[b] {
                    (distance[b], before[b]) = (distance[a] + c, a);
                    last = Some(b);
                }
            }
        }
        let mut at = last?;
        // Once round the tree of predecessors there may be a ring already.
        for _ in 0..=ground {
            if before[at] == usize::MAX {
                break;
            }
            at = before[at];
        }
        if before[at] != usize::MAX {
            return Some(walk(moves, &before, at, ground));
        }
    }
    None
}

fn walk(moves: &Moves, before: &[usize], start: usize, ground: usize) -> Vec<(usize, usize, usize)> {
    let (mut ring, mut at) = (vec![], start);
    loop {
        let from = before[at];
        if from != ground && at != ground {
            ring.push((moves.get(from, at).1, from, at));
        }
        at = from;
        if at == start {
            return ring;
        }
    }
}
