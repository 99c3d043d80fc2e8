//! Entries and judges as draws from two normal distributions, their variances by restricted maximum likelihood, and the
//! best prediction of each: few marks are drawn towards the mean.
//!
//! With the variance of the rest profiled out, two ratios of variances are left; their score equations are solved by
//! Newton's method on the logarithms, with and without each effect, and the largest likelihood wins: a variance may be 0.
//! Source: Patterson, Thompson, *Recovery of inter-block information when block sizes are unequal*, Biometrika 1971;
//! Robinson, *That BLUP is a good thing*, 1991.

use super::Ratings;
use super::system::{Data, Ratios, Solved, solve};
use super::two_way::TwoWay;

#[derive(Debug, Clone, PartialEq)]
pub struct Reml {
    pub mu: f64,
    pub var_entry: f64,
    pub var_judge: f64,
    pub var_residual: f64,
    pub entry_blup: Vec<Option<f64>>,
    pub judge_blup: Vec<Option<f64>>,
    /// Standard deviation of what the prediction of an entry is missed by, the mean being estimated too.
    pub entry_pev_sd: Vec<Option<f64>>,
}

/// Fits. `None` where the marks cannot tell entries, judges and chance apart: fewer than two of either, or none to spare.
pub fn fit(ratings: &Ratings, two_way: &TwoWay) -> Option<Reml> {
    let (n, m) = ratings.rated();
    if n < 2 || m < 2 || ratings.spare() == 0 {
        return None;
    }
    let mut data = Data::of(ratings);
    let level = data.list.iter().map(|r| r.2).sum::<f64>() / data.list.len() as f64;
    data.list.iter_mut().for_each(|r| r.2 -= level);
    let scale = data.list.iter().map(|r| r.2 * r.2).sum::<f64>();
    let left: f64 = two_way.residuals.iter().map(|e| e * e).sum();
    if left <= 1e-20 * (scale + level * level * data.list.len() as f64) {
        return Some(without_rest(ratings, two_way));
    }
    let (ratios, solved) = best(&data)?;
    let var_residual = solved.squares / (data.list.len() - 1) as f64;
    let (missed, _) = solved.variances(&data);
    let of = |rows: &[Option<usize>], list: &[f64]| rows.iter().map(|r| r.map(|r| list[r])).collect();
    let pev: Vec<f64> = missed.iter().map(|v| (v * var_residual).max(0.0).sqrt()).collect();
    Some(Reml {
        mu: solved.mu + level,
        var_entry: ratios.entry * var_residual,
        var_judge: ratios.judge * var_residual,
        var_residual,
        entry_blup: of(&data.entry_row, &solved.entry),
        judge_blup: of(&data.judge_row, &solved.judge),
        entry_pev_sd: of(&data.entry_row, &pev),
    })
}

/// Every mark is exactly entry plus judge: the limit of the estimates as the rest vanishes.
fn without_rest(ratings: &Ratings, two_way: &TwoWay) -> Reml {
    let mean = |list: &[Option<f64>]| {
        let some: Vec<f64> = list.iter().flatten().copied().collect();
        let mean = some.iter().sum::<f64>() / some.len().max(1) as f64;
        let squares: f64 = some.iter().map(|x| (x - mean).powi(2)).sum();
        (mean, squares / some.len().saturating_sub(1).max(1) as f64)
    };
    let tiny = |v: f64, mu: f64| if v <= 1e-20 * (1.0 + mu * mu) { 0.0 } else { v };
    let (mu, var_entry) = mean(&two_way.entry_adjusted);
    let (centre, var_judge) = mean(&two_way.judge_severity);
    let (var_entry, var_judge) = (tiny(var_entry, mu), tiny(var_judge, mu));
    let (n, _) = ratings.rated();
    let apart = |x: &Option<f64>| x.map(|x| if var_entry > 0.0 { x - mu } else { 0.0 });
    let missed = (var_entry / n.max(1) as f64).sqrt();
    Reml {
        mu,
        var_entry,
        var_judge,
        var_residual: 0.0,
        entry_blup: two_way.entry_adjusted.iter().map(apart).collect(),
        judge_blup: two_way
            .judge_severity
            .iter()
            .map(|x| x.map(|x| if var_judge > 0.0 { x - centre } else { 0.0 }))
            .collect(),
        entry_pev_sd: two_way.entry_adjusted.iter().map(|a| a.map(|_| missed)).collect(),
    }
}

/// Twice the negative restricted log-likelihood with the variance of the rest profiled out, less a constant.
fn deviance(data: &Data, solved: &Solved) -> f64 {
    (data.list.len() - 1) as f64 * solved.squares.ln() + solved.log_determinant
}

/// Its derivatives by the logarithms of the two ratios; 0 where an effect is left out.
fn slope(data: &Data, ratios: Ratios, solved: &Solved) -> [f64; 2] {
    let (entries, judges) = solved.variances(data);
    let free = (data.list.len() - 1) as f64;
    let one = |effects: &[f64], missed: &[f64], ratio: f64| {
        if ratio <= 0.0 {
            return 0.0;
        }
        let squares: f64 = effects.iter().map(|x| x * x).sum();
        effects.len() as f64 - missed.iter().sum::<f64>() / ratio - free * squares / ratio / solved.squares
    };
    [one(&solved.entry, &entries, ratios.entry), one(&solved.judge, &judges, ratios.judge)]
}

/// Smallest and largest logarithm of a ratio that is looked at.
const LOG: (f64, f64) = (-18.0, 25.0);

/// The ratios with the largest likelihood, effects without variance left out.
fn best(data: &Data) -> Option<(Ratios, Solved)> {
    let shapes = [[true, true], [true, false], [false, true], [false, false]];
    let mut found: Option<(f64, Ratios, Solved)> = None;
    for with in shapes {
        let Some((d, ratios, solved)) = climb(data, with) else { continue };
        // The simpler model wins only if it is really better than what is found with a variance above 0.
        if found.as_ref().is_none_or(|(have, ..)| d < have - 1e-9) {
            found = Some((d, ratios, solved));
        }
    }
    found.map(|(_, ratios, solved)| (ratios, solved))
}

fn ratios(logs: [f64; 2], with: [bool; 2]) -> Ratios {
    let one = |n: usize| if with[n] { logs[n].exp() } else { 0.0 };
    Ratios { entry: one(0), judge: one(1) }
}

/// From the best of a coarse grid by Newton's method. `None` where a variance runs off to 0: then the effect is left out.
fn climb(data: &Data, with: [bool; 2]) -> Option<(f64, Ratios, Solved)> {
    let look = |logs: [f64; 2]| {
        let solved = solve(data, ratios(logs, with))?;
        Some((deviance(data, &solved), solved))
    };
    let steps: &[f64] = &[-3.5, -1.2, 0.7, 2.7];
    let mut at: Option<([f64; 2], f64)> = None;
    for a in if with[0] { steps } else { &steps[..1] } {
        for b in if with[1] { steps } else { &steps[..1] } {
            let Some((d, _)) = look([*a, *b]) else { continue };
            if at.as_ref().is_none_or(|(_, have)| d < *have) {
                at = Some(([*a, *b], d));
            }
        }
    }
    let (mut logs, mut d) = at?;
    for _ in 0..80 {
        let Some(step) = newton(data, logs, with) else { break };
        let mut length = 1.0;
        let moved = loop {
            let next = [logs[0] + length * step[0], logs[1] + length * step[1]];
            match look(next) {
                Some((lower, _)) if lower <= d + 1e-11 * d.abs() => break Some((next, lower)),
                _ if length < 1e-6 => break None,
                _ => length /= 2.0,
            }
        };
        let Some((next, lower)) = moved else { break };
        (logs, d) = (next, lower);
        if (0..2).any(|n| with[n] && logs[n] < LOG.0) {
            return None;
        }
        logs = logs.map(|l| l.min(LOG.1));
        if length * step[0].abs().max(step[1].abs()) < 1e-11 {
            break;
        }
    }
    let (d, solved) = look(logs)?;
    Some((d, ratios(logs, with), solved))
}

/// The step towards a root of the slope; downhill where the surface is not bowl-shaped. At most 2 in each direction.
fn newton(data: &Data, logs: [f64; 2], with: [bool; 2]) -> Option<[f64; 2]> {
    let slope_at = |logs: [f64; 2]| {
        let r = ratios(logs, with);
        Some(slope(data, r, &solve(data, r)?))
    };
    let g = slope_at(logs)?;
    let near = 1e-4;
    let mut h = [[0.0; 2]; 2];
    for n in (0..2).filter(|n| with[*n]) {
        let mut up = logs;
        let mut down = logs;
        up[n] += near;
        down[n] -= near;
        let (a, b) = (slope_at(up)?, slope_at(down)?);
        for k in 0..2 {
            h[n][k] = (a[k] - b[k]) / (2.0 * near);
        }
    }
    for n in 0..2 {
        if !with[n] {
            h[n] = [0.0; 2];
            h[n][n] = 1.0;
            h[1 - n][n] = 0.0;
        }
    }
    let cross = (h[0][1] + h[1][0]) / 2.0;
    let determinant = h[0][0] * h[1][1] - cross * cross;
    let step = if determinant > 0.0 && h[0][0] > 0.0 {
        [(cross * g[1] - h[1][1] * g[0]) / determinant, (cross * g[0] - h[0][0] * g[1]) / determinant]
    } else {
        [-g[0].clamp(-1.0, 1.0), -g[1].clamp(-1.0, 1.0)]
    };
    let bounded = step.map(|s| s.clamp(-2.0, 2.0));
    bounded.iter().all(|s| s.is_finite()).then_some(bounded)
}
