//! The mixed-model equations of `total = μ + entry + judge + rest` with entries and judges drawn at random, entries
//! absorbed: a system of one row for μ and one for each judge is left. Source: Henderson, *Best linear unbiased
//! estimation and prediction under a selection model*, Biometrics 1975.

use super::matrix::Cholesky;
use super::ratings::Ratings;

/// Ratings of those who have any, with weights; `y` may be other than the totals.
#[derive(Debug, Clone)]
pub(super) struct Data {
    /// Row of each entry and judge that has marks.
    pub entry_row: Vec<Option<usize>>,
    pub judge_row: Vec<Option<usize>>,
    pub entries: usize,
    pub judges: usize,
    /// Entry row, judge row, value, weight; by entry.
    pub list: Vec<(usize, usize, f64, f64)>,
}

impl Data {
    pub(super) fn of(ratings: &Ratings) -> Data {
        let rows = |count: usize, has: &dyn Fn(usize) -> bool| {
            let mut next = 0;
            let row = |at: usize| {
                has(at).then(|| {
                    next += 1;
                    next - 1
                })
            };
            let rows: Vec<Option<usize>> = (0..count).map(row).collect();
            (rows, next)
        };
        let (entry_row, entries) = rows(ratings.entries(), &|e| ratings.of_entry(e) > 0);
        let (judge_row, judges) = rows(ratings.judges(), &|j| ratings.of_judge(j) > 0);
        let list = ratings
            .list()
            .iter()
            .filter_map(|r| Some((entry_row[r.entry]?, judge_row[r.judge]?, r.total, 1.0)))
            .collect();
        Data { entry_row, judge_row, entries, judges, list }
    }
}

/// Variances of entries and judges over the variance of the rest. 0 takes the effect out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ratios {
    pub entry: f64,
    pub judge: f64,
}

/// The equations solved for given ratios.
#[derive(Debug, Clone)]
pub(super) struct Solved {
    pub mu: f64,
    pub entry: Vec<f64>,
    pub judge: Vec<f64>,
    /// `(y − fit)ᵀW(y − fit) + Σu²/γ_u + Σv²/γ_v`.
    pub squares: f64,
    /// Diagonal of the absorbed entries: `1/inv_d` is weight plus `1/γ_u`.
    pub inv_d: Vec<f64>,
    pub factor: Cholesky,
    /// Logarithm of the determinant that the restricted likelihood needs.
    pub log_determinant: f64,
    /// Judges have rows (their ratio is above 0).
    pub with_judges: bool,
}

/// Solves. `None` where the equations are singular.
pub(super) fn solve(data: &Data, ratios: Ratios) -> Option<Solved> {
    let with_judges = ratios.judge > 0.0;
    let size = if with_judges { data.judges + 1 } else { 1 };
    let mut matrix = vec![0.0; size * size];
    let mut right = vec![0.0; size];
    let mut inv_d = vec![0.0; data.entries];
    let mut log_determinant = 0.0;
    for of_entry in data.list.chunk_by(|a, b| a.0 == b.0) {
        let e = of_entry[0].0;
        let weight: f64 = of_entry.iter().map(|r| r.3).sum();
        let sum: f64 = of_entry.iter().map(|r| r.2 * r.3).sum();
        if ratios.entry > 0.0 {
            inv_d[e] = ratios.entry / (1.0 + ratios.entry * weight);
            log_determinant += (1.0 + ratios.entry * weight).ln();
        }
        let share = inv_d[e];
        matrix[0] += weight - share * weight * weight;
        right[0] += sum - share * weight * sum;
        if !with_judges {
            continue;
        }
        for (_, a, y, w) in of_entry {
            let a = a + 1;
            matrix[a * size] += w - share * weight * w;
            matrix[a * size + a] += w;
            right[a] += w * y - share * w * sum;
            for (_, b, _, other) in of_entry {
                matrix[a * size + b + 1] -= share * w * other;
            }
        }
    }
    for j in 1..size {
        matrix[j] = matrix[j * size];
        matrix[j * size + j] += 1.0 / ratios.judge;
        log_determinant += ratios.judge.ln();
    }
    let factor = Cholesky::of(&matrix, size)?;
    log_determinant += factor.log_determinant();
    let b = factor.solve(&right);
    let mut judge = b[1..].to_vec();
    judge.resize(data.judges, 0.0);
    let mut entry = vec![0.0; data.entries];
    for (e, j, y, w) in &data.list {
        entry[*e] += w * (y - b[0] - judge[*j]) * inv_d[*e];
    }
    let rest = data.list.iter().map(|(e, j, y, w)| w * (y - b[0] - entry[*e] - judge[*j]).powi(2));
    let drawn = |list: &[f64], ratio: f64| {
        if ratio > 0.0 { list.iter().map(|x| x * x).sum::<f64>() / ratio } else { 0.0 }
    };
    let squares = rest.sum::<f64>() + drawn(&entry, ratios.entry) + drawn(&judge, ratios.judge);
    Some(Solved { mu: b[0], entry, judge, squares, inv_d, factor, log_determinant, with_judges })
}

impl Solved {
    /// For each entry the variance of what its effect is missed by, over the variance of the rest; and the same for the
    /// judges.
    pub(super) fn variances(&self, data: &Data) -> (Vec<f64>, Vec<f64>) {
        let inverse = self.factor.inverse();
        let size = if self.with_judges { data.judges + 1 } else { 1 };
        let at = |a: usize, b: usize| inverse[a * size + b];
        let mut entries = vec![0.0; data.entries];
        for of_entry in data.list.chunk_by(|a, b| a.0 == b.0) {
            let e = of_entry[0].0;
            let weight: f64 = of_entry.iter().map(|r| r.3).sum();
            let mut form = weight * weight * at(0, 0);
            if self.with_judges {
                for (_, a, _, w) in of_entry {
                    form += 2.0 * weight * w * at(0, a + 1);
                    for (_, b, _, other) in of_entry {
                        form += w * other * at(a + 1, b + 1);
                    }
                }
            }
            entries[e] = self.inv_d[e] + form * self.inv_d[e] * self.inv_d[e];
        }
        let judges =
            (0..data.judges).map(|j| if self.with_judges { at(j + 1, j + 1) } else { 0.0 }).collect();
        (entries, judges)
    }
}
