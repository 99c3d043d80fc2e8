//! The fairest plan of a small instance by looking through all of them: loads so far are the state, entry after entry.

use crate::judging::assignment::{Assignment, Instance};

/// Most states (products of caps) and most steps of one pass.
const STATES: usize = 20_000;
const STEPS: usize = 8_000_000;

/// Choices of judges for one entry: the sum of utilities, the judges, and what they add to the state.
type Choice = (i64, Vec<usize>, usize);

/// The plan whose weakest entry is served best, of those the one with the largest total; `None` where there is none, or
/// where looking would take too long.
pub(super) fn through(instance: &Instance) -> Option<Assignment> {
    let mut states = 1_usize;
    let mut unit = vec![];
    for j in 0..instance.judges() {
        unit.push(states);
        states = states.checked_mul(instance.cap(j) + 1).filter(|s| *s <= STATES)?;
    }
    let mut choices: Vec<Vec<Choice>> = vec![];
    let mut steps = 0_usize;
    for e in 0..instance.entries() {
        let open: Vec<usize> = (0..instance.judges()).filter(|j| instance.is_open(e, *j)).collect();
        let mut list = vec![];
        pick(&open, instance.need(e), &mut vec![], &mut |js| {
            if instance.wishes().is_some_and(|w| !w.fits(e, js)) {
                return true;
            }
            list.push((instance.sum(e, js), js.to_vec(), js.iter().map(|j| unit[*j]).sum()));
            list.len() <= STEPS / states
        });
        steps = steps.saturating_add(list.len().saturating_mul(states));
        if steps > STEPS {
            return None;
        }
        choices.push(list);
    }
    let mut levels: Vec<i64> = choices.iter().flatten().map(|c| c.0).collect();
    levels.sort_unstable();
    levels.dedup();
    let (mut low, mut high, mut best) = (0, levels.len(), None);
    while low < high {
        let middle = (low + high) / 2;
        match pass(instance, &choices, &unit, states, levels[middle]) {
            Some(plan) => (best, low) = (Some(plan), middle + 1),
            None => high = middle,
        }
    }
    best
}

/// Every set of `need` of the judges, in order; stops when `each` says so.
fn pick(
    open: &[usize],
    need: usize,
    picked: &mut Vec<usize>,
    each: &mut dyn FnMut(&[usize]) -> bool,
) -> bool {
    if need == 0 {
        return each(picked);
    }
    for (at, j) in open.iter().enumerate() {
        if open.len() - at < need {
            break;
        }
        picked.push(*j);
        let on = pick(&open[at + 1..], need - 1, picked, each);
        picked.pop();
        if !on {
            return false;
        }
    }
    true
}

/// The largest total with every entry at `least` or above.
fn pass(
    instance: &Instance,
    choices: &[Vec<Choice>],
    unit: &[usize],
    states: usize,
    least: i64,
) -> Option<Assignment> {
    let loads = |state: usize, j: usize| state / unit[j] % (instance.cap(j) + 1);
    let mut totals: Vec<Option<i64>> = vec![None; states];
    totals[0] = Some(0);
    let mut ways: Vec<Vec<u32>> = vec![];
    for list in choices {
        let mut next: Vec<Option<i64>> = vec![None; states];
        let mut way = vec![u32::MAX; states];
        for (c, (sum, judges, adds)) in list.iter().enumerate().filter(|(_, c)| c.0 >= least) {
            for state in 0..states - adds.min(&states) {
                let Some(before) = totals[state] else { continue };
                if judges.iter().all(|j| loads(state, *j) < instance.cap(*j))
                    && next[state + adds].is_none_or(|have| have < before + sum)
                {
                    next[state + adds] = Some(before + sum);
                    way[state + adds] = c as u32;
                }
            }
        }
        totals = next;
        ways.push(way);
    }
    let full = |state: &usize| (0..unit.len()).all(|j| loads(*state, j) >= instance.floor(j));
    let mut state = (0..states).filter(full).filter(|s| totals[*s].is_some()).max_by_key(|s| totals[*s])?;
    let mut plan = vec![vec![]; choices.len()];
    for e in (0..choices.len()).rev() {
        let (_, judges, adds) = choices[e].get(ways[e][state] as usize)?;
        plan[e] = judges.clone();
        state -= adds;
    }
    Some(plan)
}
