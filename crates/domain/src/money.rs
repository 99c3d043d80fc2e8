//! Money, in whole đồng.

use crate::ratio::Ratio;

/// Whole đồng, never negative in a prize.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Vnd(pub i64);

impl Vnd {
    /// `self × factor`, when that is a whole number of đồng; `None` otherwise, because an announced prize that
    /// cannot be paid exactly is a mistake in the rules, not something to round.
    pub fn times(self, factor: Ratio) -> Option<Vnd> {
        let r = Ratio::whole(i128::from(self.0)) * factor;
        (r.den() == 1).then(|| i64::try_from(r.num()).ok().map(Vnd)).flatten()
    }
}

impl std::iter::Sum for Vnd {
    fn sum<I: Iterator<Item = Vnd>>(iter: I) -> Vnd {
        Vnd(iter.map(|v| v.0).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_get_one_and_a_half_times() {
        let f = Ratio::new(3, 2).unwrap();
        assert_eq!(Vnd(3_000_000).times(f), Some(Vnd(4_500_000)));
        assert_eq!(Vnd(1).times(f), None);
    }
}
