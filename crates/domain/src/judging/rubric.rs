//! Thang điểm of a round, made ready for exact and quick sums: all weights over one denominator.

use crate::contest::Criterion;
use crate::ids::CriterionCode;
use crate::marks::Marks;
use crate::ratio::Ratio;

/// The criteria of a round in order, with integer weights: a total is `Σ mark × weight / unit`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rubric {
    codes: Vec<CriterionCode>,
    weights: Vec<i128>,
    unit: i128,
}

impl Rubric {
    pub fn of(criteria: &[Criterion]) -> Rubric {
        let common = criteria.iter().fold(1, |d, c| lcm(d, c.weight.den()));
        Rubric {
            codes: criteria.iter().map(|c| c.code.clone()).collect(),
            weights: criteria.iter().map(|c| c.weight.num() * (common / c.weight.den())).collect(),
            unit: common * 100,
        }
    }

    pub fn codes(&self) -> &[CriterionCode] {
        &self.codes
    }

    /// How many units make one point.
    pub fn unit(&self) -> i128 {
        self.unit
    }

    /// The weighted total of a sheet, in units. Marks beyond the criteria count nothing.
    pub fn units(&self, marks: &[Marks]) -> i128 {
        marks.iter().zip(&self.weights).map(|(m, w)| i128::from(m.0) * w).sum()
    }

    /// The weighted total of a sheet.
    pub fn total(&self, marks: &[Marks]) -> Ratio {
        self.points(self.units(marks), 1)
    }

    /// The weighted total of the marks given so far.
    pub fn running_total(&self, marks: &[Option<Marks>]) -> Ratio {
        let given = marks.iter().zip(&self.weights).filter_map(|(m, w)| Some(i128::from(m.as_ref()?.0) * w));
        self.points(given.sum(), 1)
    }

    /// The largest total that a sheet can have.
    pub fn maximum(criteria: &[Criterion]) -> Ratio {
        criteria.iter().map(|c| c.max.ratio() * c.weight).sum()
    }

    /// The weighted mean of each criterion over the sheets, in order. Zero everywhere without sheets.
    pub fn means<'a>(&self, sheets: impl Iterator<Item = &'a [Marks]> + Clone) -> Vec<Ratio> {
        let count = sheets.clone().count().max(1);
        let sum = |at: usize| sheets.clone().filter_map(|s| s.get(at)).map(|m| i128::from(m.0)).sum::<i128>();
        (0..self.codes.len()).map(|at| self.points(sum(at) * self.weights[at], count)).collect()
    }

    /// `units / (unit × parts)`.
    pub(super) fn points(&self, units: i128, parts: usize) -> Ratio {
        let parts = i128::try_from(parts).unwrap_or(i128::MAX);
        Ratio::new(units, self.unit.saturating_mul(parts)).expect("a unit is above 0 and so is a count")
    }
}

fn lcm(a: i128, b: i128) -> i128 {
    let (mut x, mut y) = (a, b);
    while y != 0 {
        (x, y) = (y, x % y);
    }
    a / x * b
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn criterion(code: &str, max: i64, weight: &str) -> Criterion {
        Criterion {
            code: code.into(),
            name: code.to_owned(),
            max: Marks(max),
            step: Marks(50),
            weight: Ratio::parse(weight).unwrap(),
            comment_required: false,
            bands: vec![],
        }
    }

    #[test]
    fn weights_of_any_denominator_sum_exactly() {
        let rubric = Rubric::of(&[
            criterion("a", 1000, "1/3"),
            criterion("b", 1000, "0.25"),
            criterion("c", 1000, "2"),
        ]);
        let total = rubric.total(&[Marks(1000), Marks(950), Marks(50)]);
        assert_eq!(total.to_string(), "161/24"); // 10/3 + 9,5/4 + 1
        let means = rubric.means(
            [[Marks(100), Marks(0), Marks(50)], [Marks(200), Marks(0), Marks(0)]].iter().map(|s| &s[..]),
        );
        assert_eq!(means.iter().map(Ratio::to_string).collect::<Vec<_>>(), ["1/2", "0", "1/2"]);
    }

    #[test]
    fn a_running_total_counts_what_is_there() {
        let rubric = Rubric::of(&[criterion("a", 1000, "1"), criterion("b", 1000, "2")]);
        assert_eq!(rubric.running_total(&[None, Some(Marks(750))]).text(), "15,00");
        assert_eq!(rubric.running_total(&[]).text(), "0,00");
    }
}
