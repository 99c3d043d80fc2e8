//! How likely an entry is among the first, and between which places it lies with 90 % chance: by drawing all effects many
//! times from what the marks leave open.

use super::Ratings;
use super::dice::Dice;
use super::scale::Scaled;

#[derive(Debug, Clone, PartialEq)]
pub struct Chances {
    /// Chance of the first places.
    pub p_top: Vec<Option<f64>>,
    /// For each border of prizes, the chance to lie before it.
    pub p_within: Vec<Vec<Option<f64>>>,
    /// 90 % interval of the place, the better end first. Within the group of entries that can be compared.
    pub rank_low: Vec<Option<usize>>,
    pub rank_high: Vec<Option<usize>>,
}

/// Drawn effects: one list of all rated entries for each draw, one after the other.
pub struct Draws {
    rows: usize,
    values: Vec<f64>,
    /// Row of each entry.
    pub(super) row: Vec<Option<usize>>,
}

impl Draws {
    pub(super) fn each(&self) -> impl Iterator<Item = &[f64]> {
        self.values.chunks_exact(self.rows.max(1))
    }

    /// How often the first of two entries lies above the second.
    pub fn above(&self, first: usize, second: usize) -> Option<f64> {
        let (a, b) = (self.row[first]?, self.row[second]?);
        let wins = self.each().filter(|d| d[a] > d[b]).count();
        Some(wins as f64 / self.each().count().max(1) as f64)
    }
}

/// Draws judges and mean first, then each entry given them.
pub fn draw(ratings: &Ratings, scaled: &Scaled, count: usize, seed: u64) -> Draws {
    let data = &scaled.data;
    let rows = data.entries;
    let mut dice = Dice::new(seed);
    let mut values = Vec::with_capacity(rows * count);
    let row = data.entry_row.clone();
    let solved = scaled.solved.as_ref().filter(|_| scaled.var_entry > 0.0);
    for _ in 0..count {
        match solved {
            Some(s) => {
                let spread = scaled.var_residual.sqrt();
                let size = if s.with_judges { data.judges + 1 } else { 1 };
                let shift = s.factor.back((0..size).map(|_| dice.normal() * spread).collect());
                let mu = s.mu + shift[0];
                let judge = |j: usize| s.judge[j] + if s.with_judges { shift[j + 1] } else { 0.0 };
                let from = values.len();
                values.resize(from + rows, 0.0);
                for (e, j, y, w) in &data.list {
                    values[from + e] += w * (y - mu - judge(*j)) * s.inv_d[*e];
                }
                for (value, inv_d) in values[from..].iter_mut().zip(&s.inv_d) {
                    *value += spread * inv_d.sqrt() * dice.normal();
                }
            }
            // Nothing tells entries apart, or nothing is left to chance.
            None => {
                let known = |e: usize| if scaled.var_entry > 0.0 { scaled.score[e] } else { None };
                for e in (0..ratings.entries()).filter(|e| row[*e].is_some()) {
                    let chance = dice.normal();
                    values.push(known(e).map_or(chance, |score| score + chance * 1e-9 * (1.0 + score.abs())));
                }
            }
        }
    }
    Draws { rows, values, row }
}

/// Counts places in the draws, each group by itself.
pub fn count(ratings: &Ratings, draws: Option<&Draws>, top: usize, borders: &[usize]) -> Chances {
    let n = ratings.entries();
    let mut out = Chances {
        p_top: vec![None; n],
        p_within: vec![vec![None; n]; borders.len()],
        rank_low: vec![None; n],
        rank_high: vec![None; n],
    };
    let Some(draws) = draws else { return out };
    for group in 0..ratings.groups() {
        let members: Vec<(usize, usize)> = (0..n)
            .filter(|e| ratings.group_of_entry(*e) == Some(group))
            .filter_map(|e| Some((e, draws.row[e]?)))
            .collect();
        let mut times = vec![0_u32; members.len() * members.len()];
        let mut order: Vec<(f64, u32)> = Vec::with_capacity(members.len());
        let mut total = 0_u32;
        for draw in draws.each() {
            order.clear();
            order.extend(members.iter().enumerate().map(|(m, (_, row))| (draw[*row], m as u32)));
            order.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
            for (place, (_, m)) in order.iter().enumerate() {
                times[*m as usize * members.len() + place] += 1;
            }
            total += 1;
        }
        for (m, (e, _)) in members.iter().enumerate() {
            let places = &times[m * members.len()..(m + 1) * members.len()];
            let quantile = |twentieths: u32| {
                let mut sum = 0;
                places.iter().position(|t| {
                    sum += t;
                    20 * sum >= twentieths * total
                })
            };
            let first = |count: usize| {
                Some(f64::from(places.iter().take(count).sum::<u32>()) / f64::from(total.max(1)))
            };
            out.p_top[*e] = first(top);
            for (border, p) in borders.iter().zip(&mut out.p_within) {
                p[*e] = first(*border);
            }
            out.rank_low[*e] = quantile(1).map(|p| p + 1);
            out.rank_high[*e] = quantile(19).map(|p| p + 1);
        }
    }
    out
}
