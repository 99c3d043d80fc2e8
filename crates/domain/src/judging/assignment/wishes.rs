//! What the judges of one entry must be together: at least one expert, at most so many of one unit.
//!
//! Sets of a fixed size with at most so many of each unit are the bases of a matroid, and so are sets with at least one expert:
//! then the best set at any prices is found greedily, and no exchange of two judges improves it. Both together are no matroid any
//! more where units hold experts and others; the best set is still found exactly, but chains of exchanges may miss the optimum of
//! the whole: then the certificate says how far the plan may lie below it.

/// The demands on all entries, and what is settled of each already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wishes {
    /// Row by row, entries × judges: knows the entry's field. Empty: no expert is asked for.
    pub(super) expert: Vec<bool>,
    /// The unit of each judge. `None`: of none, or none is known.
    pub(super) unit: Vec<Option<usize>>,
    /// At most so many of one unit. `None`: no matter.
    pub(super) per_unit: Option<usize>,
    /// Judges whom each entry has already, outside the instance.
    pub(super) settled: Vec<Vec<usize>>,
    pub(super) judges: usize,
}

impl Wishes {
    pub fn is_expert(&self, entry: usize, judge: usize) -> bool {
        self.expert.is_empty() || self.expert[entry * self.judges + judge]
    }

    /// Whether these judges, with those settled, are enough of what is asked for.
    pub fn fits(&self, entry: usize, set: &[usize]) -> bool {
        self.has_expert(entry, set) && self.crowded(entry, set).is_none()
    }

    pub fn has_expert(&self, entry: usize, set: &[usize]) -> bool {
        let all = || set.iter().chain(&self.settled[entry]);
        self.expert.is_empty() || all().next().is_none() || all().any(|j| self.is_expert(entry, *j))
    }

    /// A unit with more of the judges than allowed. What is settled is not undone: it only leaves no room for more.
    pub fn crowded(&self, entry: usize, set: &[usize]) -> Option<usize> {
        let most = self.per_unit?;
        let of = |unit: usize, list: &[usize]| list.iter().filter(|j| self.unit[**j] == Some(unit)).count();
        let unit = |j: &usize| self.unit[*j];
        set.iter().filter_map(unit).find(|u| of(*u, set) + of(*u, &self.settled[entry]) > most)
    }

    /// Whether the entry may change one of its judges for another.
    pub fn may_change(&self, entry: usize, set: &[usize], from: usize, to: usize) -> bool {
        if let (Some(most), Some(unit)) = (self.per_unit, self.unit[to]) {
            let of =
                |list: &[usize]| list.iter().filter(|j| **j != from && self.unit[**j] == Some(unit)).count();
            if of(set) + of(&self.settled[entry]) >= most {
                return false;
            }
        }
        self.is_expert(entry, to)
            || set.iter().chain(&self.settled[entry]).any(|j| *j != from && self.is_expert(entry, *j))
    }

    /// The `need` judges with the largest sum of values that fit, of those listed as `(value, judge)`. `None` where none do.
    pub fn best_set(
        &self,
        entry: usize,
        mut list: Vec<(i128, usize)>,
        need: usize,
    ) -> Option<Vec<(i128, usize)>> {
        list.sort_unstable_by(|a, b| b.cmp(a));
        let most = self.per_unit.unwrap_or(usize::MAX);
        let settled = |unit: Option<usize>| {
            let same = |j: &&usize| unit.is_some() && self.unit[**j] == unit;
            self.settled[entry].iter().filter(same).count()
        };
        let mut set: Vec<(i128, usize)> = Vec::with_capacity(need);
        for (value, j) in &list {
            if set.len() == need {
                break;
            }
            let unit = self.unit[*j];
            let same = set.iter().filter(|(_, k)| unit.is_some() && self.unit[*k] == unit).count();
            if same + settled(unit) < most {
                set.push((*value, *j));
            }
        }
        if set.len() < need {
            return None;
        }
        let judges: Vec<usize> = set.iter().map(|s| s.1).collect();
        if need == 0 || self.has_expert(entry, &judges) {
            return Some(set);
        }
        // One of them makes room for an expert: the one worth least, or of the expert's own unit where that is full.
        let mut best: Option<(i128, usize, (i128, usize))> = None;
        for (value, j) in list.iter().filter(|(_, j)| self.is_expert(entry, *j)) {
            let unit = self.unit[*j];
            let same = set.iter().filter(|(_, k)| unit.is_some() && self.unit[*k] == unit).count();
            let full = same + settled(unit) >= most;
            let leaves = set.iter().enumerate().rev().find(|(_, (_, k))| !full || self.unit[*k] == unit);
            if let Some((at, (lost, _))) = leaves
                && best.as_ref().is_none_or(|b| value - lost > b.0)
            {
                best = Some((value - lost, at, (*value, *j)));
            }
        }
        let (_, at, expert) = best?;
        set[at] = expert;
        Some(set)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wishes(expert: &[usize], unit: &[usize], per_unit: usize, settled: &[usize]) -> Wishes {
        let judges = unit.len();
        Wishes {
            expert: (0..judges).map(|j| expert.contains(&j)).collect(),
            unit: unit.iter().map(|u| Some(*u)).collect(),
            per_unit: Some(per_unit),
            settled: vec![settled.to_vec()],
            judges,
        }
    }

    /// Every set of `need`, looked through.
    fn looked_through(w: &Wishes, values: &[i128], need: usize) -> Option<i128> {
        (0_u32..1 << values.len())
            .filter(|s| s.count_ones() as usize == need)
            .map(|s| (0..values.len()).filter(|j| s >> j & 1 == 1).collect::<Vec<_>>())
            .filter(|set| !set.iter().any(|j| w.settled[0].contains(j)) && w.fits(0, set))
            .map(|set| set.iter().map(|j| values[*j]).sum())
            .max()
    }

    proptest::proptest! {
        #[test]
        fn the_best_set_is_the_best_of_all(
            values in proptest::collection::vec(-9_i128..10, 6), unit in proptest::collection::vec(0_usize..3, 6),
            expert in proptest::collection::vec(0_usize..6, 1..4), per_unit in 1_usize..3, need in 1_usize..4, first in 0_usize..8,
        ) {
            let settled: Vec<usize> = if first < 6 { vec![first] } else { vec![] };
            let w = wishes(&expert, &unit, per_unit, &settled);
            let list: Vec<(i128, usize)> = (0..6).filter(|j| !settled.contains(j)).map(|j| (values[j], j)).collect();
            let found = w.best_set(0, list, need);
            if let Some(set) = &found {
                let js: Vec<usize> = set.iter().map(|s| s.1).collect();
                proptest::prop_assert!(w.fits(0, &js), "{js:?}");
            }
            proptest::prop_assert_eq!(found.map(|s| s.iter().map(|v| v.0).sum()), looked_through(&w, &values, need));
        }
    }

    #[test]
    fn a_change_keeps_an_expert_and_the_units_apart() {
        let w = wishes(&[0, 3], &[0, 0, 1, 2], 1, &[]);
        for (from, to, may) in [(0, 3, true), (0, 1, false), (2, 3, true), (2, 1, false)] {
            assert_eq!(w.may_change(0, &[0, 2], from, to), may, "{from} for {to}");
        }
    }
}
