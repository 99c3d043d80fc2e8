//! Entry plus judge by least squares: the mean of an entry as if the same judges had marked all.

use super::Ratings;
use super::matrix::Cholesky;

#[derive(Debug, Clone, PartialEq)]
pub struct TwoWay {
    /// What the entry would get from judges who are, on average, neither severe nor lenient.
    pub entry_adjusted: Vec<Option<f64>>,
    /// How much a judge marks above (or, negative, below) the others; sums to 0 within each group.
    pub judge_severity: Vec<Option<f64>>,
    /// Variance of what is left. `None` where nothing is left over to measure it.
    pub sigma2: Option<f64>,
    /// What is left of each rating, in their order.
    pub residuals: Vec<f64>,
}

/// Fits `total = entry + judge`.
pub fn fit(ratings: &Ratings) -> TwoWay {
    let means = ratings.means();
    let mean = |e: usize| means[e].unwrap_or(0.0);
    let severity = severity(ratings, &mean);
    let mut adjusted: Vec<Option<f64>> = means.clone();
    for r in ratings.list() {
        if let Some(a) = &mut adjusted[r.entry] {
            *a -= severity[r.judge] / ratings.of_entry(r.entry) as f64;
        }
    }
    let rest = |r: &super::Rating| r.total - adjusted[r.entry].unwrap_or(0.0) - severity[r.judge];
    let residuals: Vec<f64> = ratings.list().iter().map(rest).collect();
    let squares: f64 = residuals.iter().map(|e| e * e).sum();
    let spare = ratings.spare();
    TwoWay {
        entry_adjusted: adjusted,
        judge_severity: (0..ratings.judges())
            .map(|j| (ratings.of_judge(j) > 0).then_some(severity[j]))
            .collect(),
        sigma2: (spare > 0).then(|| squares / spare as f64),
        residuals,
    }
}

/// Entries are absorbed; what remains is a Laplacian over the judges, made definite by asking for sum 0 in every group.
fn severity(ratings: &Ratings, mean: &dyn Fn(usize) -> f64) -> Vec<f64> {
    let m = ratings.judges();
    let mut matrix = vec![0.0; m * m];
    let mut right = vec![0.0; m];
    for of_entry in ratings.list().chunk_by(|a, b| a.entry == b.entry) {
        let share = 1.0 / of_entry.len() as f64;
        for a in of_entry {
            matrix[a.judge * m + a.judge] += 1.0;
            right[a.judge] += a.total - mean(a.entry);
            for b in of_entry {
                matrix[a.judge * m + b.judge] -= share;
            }
        }
    }
    for a in 0..m {
        if ratings.of_judge(a) == 0 {
            matrix[a * m + a] = 1.0;
        }
        for b in 0..m {
            if ratings.group_of_judge(a).is_some() && ratings.group_of_judge(a) == ratings.group_of_judge(b) {
                matrix[a * m + b] += 1.0;
            }
        }
    }
    Cholesky::of(&matrix, m).map_or(vec![0.0; m], |c| c.solve(&right))
}
