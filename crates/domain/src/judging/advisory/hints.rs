//! Marks that deserve a second look, and borders of prizes that the marks cannot tell apart.

use super::Ratings;
use super::chances::{Chances, Draws};
use super::two_way::TwoWay;

/// Something about the marks of one entry.
#[derive(Debug, Clone, PartialEq)]
pub enum Hint {
    /// The range of its marks is above the announced limit.
    Gap {
        entry: usize,
        range: f64,
        limit: f64,
    },
    /// One mark lies far from what entry and judge let expect: `t` is the residual over its own standard deviation.
    Residual {
        entry: usize,
        judge: usize,
        residual: f64,
        t: f64,
    },
    /// No judge connects it with the largest group: places are within its own group.
    Apart {
        entry: usize,
        group: usize,
    },
    NotRated {
        entry: usize,
    },
    /// Too few marks to tell entries, judges and chance apart.
    TooFew,
}

/// From where on a studentised residual is a hint.
pub const FAR: f64 = 2.5;

/// Two neighbours at a border of prizes.
#[derive(Debug, Clone, PartialEq)]
pub struct Border {
    /// The prize changes after this place.
    pub after: usize,
    pub above: usize,
    pub below: usize,
    /// By how much the score of the first is higher.
    pub difference: f64,
    /// The chance that their order is right.
    pub p_order: Option<f64>,
    /// Entries for which one more mark would help most.
    pub read_again: Vec<usize>,
}

/// All hints: gaps, then residuals, then what cannot be compared; by entry and judge.
pub fn find(ratings: &Ratings, two_way: &TwoWay, fitted: bool, gap: Option<f64>) -> Vec<Hint> {
    let mut out = vec![];
    if let Some(limit) = gap {
        for of_entry in ratings.list().chunk_by(|a, b| a.entry == b.entry) {
            let most = of_entry.iter().map(|r| r.total).fold(f64::MIN, f64::max);
            let least = of_entry.iter().map(|r| r.total).fold(f64::MAX, f64::min);
            if most - least > limit {
                out.push(Hint::Gap { entry: of_entry[0].entry, range: most - least, limit });
            }
        }
    }
    out.extend(residuals(ratings, two_way));
    for entry in 0..ratings.entries() {
        match ratings.group_of_entry(entry) {
            None => out.push(Hint::NotRated { entry }),
            Some(0) => {}
            Some(group) => out.push(Hint::Apart { entry, group }),
        }
    }
    if !fitted && !ratings.list().is_empty() {
        out.push(Hint::TooFew);
    }
    out
}

/// Residuals over a robust deviation (the median of their sizes), each brought to its own variance.
fn residuals(ratings: &Ratings, two_way: &TwoWay) -> Vec<Hint> {
    let n = ratings.list().len();
    let spare = ratings.spare();
    if spare == 0 {
        return vec![];
    }
    let mut sizes: Vec<f64> = two_way.residuals.iter().map(|e| e.abs()).collect();
    sizes.sort_unstable_by(f64::total_cmp);
    let median = (sizes[(n - 1) / 2] + sizes[n / 2]) / 2.0;
    let robust = 1.4826 * median * (n as f64 / spare as f64).sqrt();
    let largest = ratings.list().iter().map(|r| r.total.abs()).fold(0.0, f64::max);
    let sigma = if robust > 1e-9 * (1.0 + largest) { robust } else { two_way.sigma2.unwrap_or(0.0).sqrt() };
    if sigma <= 1e-9 * (1.0 + largest) {
        return vec![];
    }
    let mut out = vec![];
    for (r, residual) in ratings.list().iter().zip(&two_way.residuals) {
        let (a, b) = (ratings.of_entry(r.entry) as f64, ratings.of_judge(r.judge) as f64);
        let own = 1.0 - 1.0 / a - 1.0 / b + 1.0 / n as f64;
        let t = residual.abs() / (sigma * own.max(0.0).sqrt());
        if own > 1e-9 && t > FAR {
            out.push(Hint::Residual { entry: r.entry, judge: r.judge, residual: *residual, t });
        }
    }
    out
}

/// Most entries that are proposed for one more mark.
const MOST: usize = 5;

/// The neighbours at each border, in the largest group.
pub fn borders(
    ratings: &Ratings,
    score: &[Option<f64>],
    chances: &Chances,
    draws: Option<&Draws>,
    after: &[usize],
) -> Vec<Border> {
    let mut order: Vec<(f64, usize)> = (0..ratings.entries())
        .filter(|e| ratings.group_of_entry(*e) == Some(0))
        .filter_map(|e| Some((score[e]?, e)))
        .collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let open = |e: &usize| chances.p_top[*e].filter(|p| 0.1 < *p && *p < 0.9);
    let mut again: Vec<(f64, usize)> =
        order.iter().filter_map(|(_, e)| open(e).map(|p| (p * (1.0 - p), *e))).collect();
    again.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let read_again: Vec<usize> = again.into_iter().take(MOST).map(|a| a.1).collect();
    let border = |after: usize| {
        let (above, below) = (order.get(after.checked_sub(1)?)?, order.get(after)?);
        Some(Border {
            after,
            above: above.1,
            below: below.1,
            difference: above.0 - below.0,
            p_order: draws.and_then(|d| d.above(above.1, below.1)),
            read_again: read_again.clone(),
        })
    };
    after.iter().filter_map(|a| border(*a)).collect()
}
