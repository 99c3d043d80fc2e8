//! Prices to begin with: near the optimum, found by letting each judge raise or lower a price until about as many entries
//! ask as there are seats. Only speed depends on them; `best` repairs whatever they leave.

use super::Instance;

/// One price for each judge, not negative where nobody must take a floor.
pub(super) fn prices(instance: &Instance) -> Vec<i64> {
    let (n, m) = (instance.entries(), instance.judges());
    let mut prices = vec![0_i64; m];
    if n == 0 || m == 0 {
        return prices;
    }
    let few = (n / 12).clamp(n.min(600), n);
    rounds(instance, &mut prices, few, 18);
    if few < n {
        rounds(instance, &mut prices, n, 5);
    }
    prices
}

/// Rounds over `sample` entries evenly spread; each moves every price half way, at last all the way.
fn rounds(instance: &Instance, prices: &mut [i64], sample: usize, count: usize) {
    let (n, m) = (instance.entries(), instance.judges());
    let mut thresholds: Vec<Vec<i64>> = vec![Vec::with_capacity(sample); m];
    let mut top = Vec::new();
    for _ in 0..count {
        for list in &mut thresholds {
            list.clear();
        }
        for at in 0..sample {
            asked(instance, at * n / sample, prices, &mut top, &mut thresholds);
        }
        for (j, list) in thresholds.iter_mut().enumerate() {
            let scaled = |limit: usize| limit * sample / n;
            let wanted = wish(list, scaled(instance.cap(j)), scaled(instance.floor(j)));
            prices[j] += (wanted - prices[j]) / 2;
        }
    }
}

/// For each judge that may have the entry, the price below which the entry would ask for that judge.
fn asked(instance: &Instance, e: usize, prices: &[i64], top: &mut Vec<i64>, thresholds: &mut [Vec<i64>]) {
    let need = instance.need(e);
    if need == 0 {
        return;
    }
    let (row, open) = (instance.row(e), instance.open_row(e));
    top.clear();
    for (j, u) in row.iter().enumerate().filter(|(j, _)| open[*j]) {
        let margin = u - prices[j];
        if top.len() <= need || margin > top[need] {
            let at = top.partition_point(|t| *t >= margin);
            top.insert(at, margin);
            top.truncate(need + 1);
        }
    }
    let (Some(last_in), Some(first_out)) = (top.get(need - 1).copied(), top.get(need).copied()) else {
        return;
    };
    for (j, u) in row.iter().enumerate().filter(|(j, _)| open[*j]) {
        let rival = if u - prices[j] >= last_in { first_out } else { last_in };
        thresholds[j].push(u - rival);
    }
}

/// The price at which between `floor` and `cap` entries ask, nearest to 0.
fn wish(thresholds: &mut [i64], cap: usize, floor: usize) -> i64 {
    let above_zero = thresholds.iter().filter(|t| **t > 0).count();
    let mut between = |seats: usize| -> i64 {
        let Some(beyond) = thresholds.len().checked_sub(seats + 1) else { return 0 };
        // The (seats+1)-th largest asks no more, the seats-th largest still does.
        let (_, out, kept) = thresholds.select_nth_unstable(beyond);
        let out = *out;
        kept.iter().min().map_or(out, |inside| out + (inside - out) / 2)
    };
    if above_zero > cap {
        between(cap).max(0)
    } else if above_zero < floor {
        between(floor).min(0)
    } else {
        0
    }
}
