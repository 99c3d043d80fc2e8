//! Symmetric positive matrices of a few hundred rows: Cholesky's factor and what follows from it.

/// `L` with `L·Lᵀ` the matrix, row by row.
#[derive(Debug, Clone)]
pub(super) struct Cholesky {
    size: usize,
    low: Vec<f64>,
}

impl Cholesky {
    /// `None` where the matrix is not positive definite.
    pub(super) fn of(matrix: &[f64], size: usize) -> Option<Cholesky> {
        let mut low = matrix.to_vec();
        for i in 0..size {
            for j in 0..=i {
                let (before, after) = low.split_at(i * size);
                let row_j = if i == j { &after[..j] } else { &before[j * size..j * size + j] };
                let dot: f64 = after[..j].iter().zip(row_j).map(|(a, b)| a * b).sum();
                let rest = after[j] - dot;
                low[i * size + j] = if i == j {
                    if rest <= 0.0 || !rest.is_finite() {
                        return None;
                    }
                    rest.sqrt()
                } else {
                    rest / low[j * size + j]
                };
            }
        }
        Some(Cholesky { size, low })
    }

    pub(super) fn log_determinant(&self) -> f64 {
        (0..self.size).map(|i| 2.0 * self.low[i * self.size + i].ln()).sum()
    }

    pub(super) fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut x = right.to_vec();
        for i in 0..self.size {
            let row = &self.low[i * self.size..i * self.size + i];
            let dot: f64 = row.iter().zip(&x).map(|(a, b)| a * b).sum();
            x[i] = (x[i] - dot) / self.low[i * self.size + i];
        }
        self.back(x)
    }

    /// `L⁻ᵀ·z`: with independent normal `z`, a draw with the inverse of the matrix as its covariance.
    pub(super) fn back(&self, mut x: Vec<f64>) -> Vec<f64> {
        for i in (0..self.size).rev() {
            let dot: f64 = (i + 1..self.size).map(|k| self.low[k * self.size + i] * x[k]).sum();
            x[i] = (x[i] - dot) / self.low[i * self.size + i];
        }
        x
    }

    /// The inverse of the matrix.
    pub(super) fn inverse(&self) -> Vec<f64> {
        let n = self.size;
        // Rows of L⁻¹, then their products.
        let mut inv = vec![0.0; n * n];
        for i in 0..n {
            inv[i * n + i] = 1.0 / self.low[i * n + i];
            for k in 0..i {
                let factor = -self.low[i * n + k] / self.low[i * n + i];
                let (head, tail) = inv.split_at_mut(i * n);
                for (t, h) in tail[..=k].iter_mut().zip(&head[k * n..=k * n + k]) {
                    *t += factor * h;
                }
            }
        }
        let mut out = vec![0.0; n * n];
        for k in 0..n {
            for i in 0..=k {
                let factor = inv[k * n + i];
                for j in 0..=i {
                    out[i * n + j] += factor * inv[k * n + j];
                }
            }
        }
        for i in 0..n {
            for j in 0..i {
                out[j * n + i] = out[i * n + j];
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inverse_is_the_inverse() {
        let a = [4.0, 2.0, 0.6, 2.0, 5.0, 1.0, 0.6, 1.0, 3.0];
        let c = Cholesky::of(&a, 3).unwrap();
        let inv = c.inverse();
        for i in 0..3 {
            for j in 0..3 {
                let cell: f64 = (0..3).map(|k| a[i * 3 + k] * inv[k * 3 + j]).sum();
                assert!((cell - f64::from(u8::from(i == j))).abs() < 1e-14);
            }
        }
        let x = c.solve(&[1.0, 0.0, 0.0]);
        assert!((0..3).all(|i| (x[i] - inv[i * 3]).abs() < 1e-15));
        assert!((c.log_determinant() - 44.6_f64.ln()).abs() < 1e-12);
        assert!(Cholesky::of(&[1.0, 2.0, 2.0, 1.0], 2).is_none());
    }
}
