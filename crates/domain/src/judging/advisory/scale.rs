//! Judges who stretch or squeeze the scale, and judges who are erratic: their marks are brought to one scale and weighed
//! by how steady they are. Source: ours, evidence in `docs/rules/advisory.md`.

use super::Ratings;
use super::reml::Reml;
use super::system::{Data, Ratios, Solved, solve};

/// Scores on one scale, with what is needed to draw from their distribution.
#[derive(Debug, Clone)]
pub struct Scaled {
    /// μ + entry.
    pub score: Vec<Option<f64>>,
    /// How far a judge stretches differences: 1 is usual.
    pub judge_scale: Vec<Option<f64>>,
    /// Standard deviation of the judge's own chance.
    pub judge_spread: Vec<Option<f64>>,
    pub(super) data: Data,
    pub(super) solved: Option<Solved>,
    pub(super) var_residual: f64,
    pub(super) var_entry: f64,
}

impl Scaled {
    /// Standard deviation of what each entry's effect is missed by.
    pub fn spread(&self) -> Vec<Option<f64>> {
        let Some(solved) = &self.solved else { return vec![None; self.data.entry_row.len()] };
        let (missed, _) = solved.variances(&self.data);
        let sd = |row: usize| (missed[row] * self.var_residual).max(0.0).sqrt();
        self.data.entry_row.iter().map(|r| r.map(sd)).collect()
    }
}

/// Narrowest and widest scale of a judge.
const SCALE: (f64, f64) = (0.4, 2.5);
const PASSES: usize = 2;
/// How many marks of an average judge each judge is believed to have given beside the real ones.
const PRIOR_SCALE: f64 = 10.0;
const PRIOR_SPREAD: f64 = 4.0;

/// Rescales and weighs, and predicts again.
pub fn rescale(ratings: &Ratings, reml: &Reml) -> Scaled {
    let mut data = Data::of(ratings);
    let rows = |list: &[Option<f64>]| -> Vec<f64> { list.iter().flatten().copied().collect() };
    let (mut u, mut v, mut mu) = (rows(&reml.entry_blup), rows(&reml.judge_blup), reml.mu);
    let mut scale = vec![1.0; data.judges];
    let mut spread2 = vec![reml.var_residual; data.judges];
    let mut solved = None;
    if reml.var_residual > 0.0 {
        let ratios =
            Ratios { entry: reml.var_entry / reml.var_residual, judge: reml.var_judge / reml.var_residual };
        let totals: Vec<f64> = data.list.iter().map(|r| r.2).collect();
        solved = solve(&data, ratios);
        for _ in 0..PASSES {
            scale = scales(&data, &totals, reml, &u, &v, mu);
            spread2 = spreads(&data, &totals, reml, &u, &v, mu, &scale);
            for (r, total) in data.list.iter_mut().zip(&totals) {
                let (j, s) = (r.1, scale[r.1]);
                r.2 = mu + (total - mu - v[j]) / s + v[j];
                r.3 = reml.var_residual * s * s / spread2[j];
            }
            let Some(next) = solve(&data, ratios) else { break };
            (u, v, mu) = (next.entry.clone(), next.judge.clone(), next.mu);
            solved = Some(next);
        }
    }
    let entries = |f: &dyn Fn(usize) -> f64| data.entry_row.iter().map(|r| r.map(f)).collect();
    let judges = |list: &[f64]| data.judge_row.iter().map(|r| r.map(|r| list[r])).collect();
    Scaled {
        score: entries(&|e| mu + u[e]),
        judge_scale: judges(&scale),
        judge_spread: judges(&spread2.iter().map(|s| s.sqrt()).collect::<Vec<_>>()),
        solved,
        var_residual: reml.var_residual,
        var_entry: reml.var_entry,
        data,
    }
}

/// Slope of a judge's marks over the predicted effects, drawn towards 1; their geometric mean is 1.
fn scales(data: &Data, totals: &[f64], reml: &Reml, u: &[f64], v: &[f64], mu: f64) -> Vec<f64> {
    let prior = PRIOR_SCALE * reml.var_entry;
    if prior <= 0.0 {
        return vec![1.0; data.judges];
    }
    let mut cross = vec![prior; data.judges];
    let mut square = vec![prior; data.judges];
    for (r, total) in data.list.iter().zip(totals) {
        cross[r.1] += u[r.0] * (total - mu - v[r.1]);
        square[r.1] += u[r.0] * u[r.0];
    }
    let slopes: Vec<f64> = cross.iter().zip(&square).map(|(c, s)| (c / s).clamp(SCALE.0, SCALE.1)).collect();
    let middle = (slopes.iter().map(|s| s.ln()).sum::<f64>() / slopes.len().max(1) as f64).exp();
    slopes.iter().map(|s| (s / middle).clamp(SCALE.0, SCALE.1)).collect()
}

/// Variance of a judge's own chance, drawn towards that of all. What is left of marks after a fit is smaller than chance,
/// because the fit follows it; so only the proportions are taken from it, and the mean over all marks stays.
fn spreads(
    data: &Data,
    totals: &[f64],
    reml: &Reml,
    u: &[f64],
    v: &[f64],
    mu: f64,
    scale: &[f64],
) -> Vec<f64> {
    let mut squares = vec![PRIOR_SPREAD * reml.var_residual; data.judges];
    let mut count = vec![PRIOR_SPREAD - 1.0; data.judges];
    for (r, total) in data.list.iter().zip(totals) {
        squares[r.1] += (total - mu - scale[r.1] * u[r.0] - v[r.1]).powi(2);
        count[r.1] += 1.0;
    }
    let raw: Vec<f64> =
        squares.iter().zip(&count).map(|(s, n)| (s / n).max(reml.var_residual * 1e-6)).collect();
    let mean = data.list.iter().map(|r| raw[r.1]).sum::<f64>() / data.list.len().max(1) as f64;
    raw.iter().map(|v| v * reml.var_residual / mean).collect()
}
