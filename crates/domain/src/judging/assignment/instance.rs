//! What is to be assigned, checked once.

use super::wishes::Wishes;
use thiserror::Error;

/// A checked instance. Judges and entries are numbered from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    judges: usize,
    /// Judges that each entry needs.
    need: Vec<usize>,
    /// Fewest and most entries of each judge.
    floor: Vec<usize>,
    cap: Vec<usize>,
    /// Row by row, entries × judges.
    utility: Vec<i64>,
    /// Row by row: the pair may be made.
    open: Vec<bool>,
    /// What the judges of an entry must be together, where anything is asked.
    wishes: Option<Wishes>,
}

/// Why an instance is none. Each names the place of the mistake.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Problem {
    #[error("per_entry: at least 1 judge for each entry is needed")]
    NoneNeeded,
    #[error("per_entry: {per_entry} judges for each entry are asked, but there are only {judges}")]
    MoreThanJudges { per_entry: usize, judges: usize },
    #[error("{field}: {have} numbers, but there are {judges} judges")]
    PerJudge { field: &'static str, have: usize, judges: usize },
    #[error("floor: judge {judge} must take at least {floor} but at most {cap} entries")]
    FloorAboveCap { judge: usize, floor: usize, cap: usize },
    #[error("utility: {have} rows, but there are {entries} entries")]
    Rows { have: usize, entries: usize },
    #[error("utility[{row}]: {have} numbers, but there are {judges} judges")]
    Row { row: usize, have: usize, judges: usize },
    #[error("utility[{entry}][{judge}]: {value} is beyond ±{LARGEST}")]
    TooLarge { entry: usize, judge: usize, value: i64 },
    #[error("utility: the sum over {entries} entries × {per_entry} judges could leave the 64-bit range")]
    SumTooLarge { entries: usize, per_entry: usize },
    #[error("conflict[{at}]: entry {entry} does not exist, there are {entries} (numbered from 0)")]
    NoSuchEntry { at: usize, entry: u64, entries: usize },
    #[error("conflict[{at}]: judge {judge} does not exist, there are {judges} (numbered from 0)")]
    NoSuchJudge { at: usize, judge: u64, judges: usize },
    #[error("conflict[{at}]: entry {entry} and judge {judge} are named twice")]
    ConflictTwice { at: usize, entry: u64, judge: u64 },
    #[error("expert: {have} rows, but there are {entries} entries")]
    ExpertRows { have: usize, entries: usize },
    #[error("expert[{row}]: {have} answers, but there are {judges} judges")]
    ExpertRow { row: usize, have: usize, judges: usize },
    #[error(
        "per_unit: at least 1 judge of a unit must be allowed, and unit must say which one each judge is of"
    )]
    PerUnit,
    #[error("entries × judges: {entries} × {judges} is more than {MOST_PAIRS} pairs")]
    TooMany { entries: usize, judges: usize },
    #[error("judges: {judges} is more than {MOST_JUDGES}")]
    TooManyJudges { judges: usize },
}

/// Largest utility of a pair, either way.
pub const LARGEST: i64 = 1_000_000_000_000;
/// Most pairs of an instance: memory for them is taken before anything is looked at.
pub const MOST_PAIRS: usize = 30_000_000;
/// Most judges: between any two of them a move is kept.
pub const MOST_JUDGES: usize = 4_000;
/// A floor beyond this is no different from it.
const FARTHEST: usize = 1_000_000_000;
/// Room that sums of prices and utilities keep below the edge of `i64`.
const ROOM: i128 = 1 << 61;

/// Refuses what is too large before room is made for it.
pub fn size(entries: usize, judges: usize) -> Result<(), Problem> {
    if judges > MOST_JUDGES {
        return Err(Problem::TooManyJudges { judges });
    }
    if entries > MOST_PAIRS || entries.saturating_mul(judges) > MOST_PAIRS {
        return Err(Problem::TooMany { entries, judges });
    }
    Ok(())
}

/// An instance as somebody wrote it.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    pub entries: usize,
    pub judges: usize,
    pub per_entry: usize,
    pub cap: Vec<usize>,
    pub floor: Vec<usize>,
    pub utility: Vec<Vec<i64>>,
    pub conflict: Vec<(u64, u64)>,
    /// Entries × judges: knows the field of the entry. Given, every entry gets at least one who does.
    pub expert: Option<Vec<Vec<bool>>>,
    /// Of each judge, where known.
    pub unit: Vec<Option<usize>>,
    /// At most so many judges of one unit for an entry.
    pub per_unit: Option<usize>,
}

impl Draft {
    /// Checks everything, or says all that is wrong (of utilities and conflicts the first few).
    pub fn check(self) -> Result<Instance, Vec<Problem>> {
        let (entries, judges, per_entry) = (self.entries, self.judges, self.per_entry);
        size(entries, judges).map_err(|too_many| vec![too_many])?;
        let mut wrong = vec![];
        if per_entry == 0 {
            wrong.push(Problem::NoneNeeded);
        }
        if per_entry > judges && entries > 0 {
            wrong.push(Problem::MoreThanJudges { per_entry, judges });
        }
        for (field, list) in [("cap", &self.cap), ("floor", &self.floor)] {
            if list.len() != judges {
                wrong.push(Problem::PerJudge { field, have: list.len(), judges });
            }
        }
        let limits = self.floor.iter().zip(&self.cap).enumerate();
        let above = limits.filter(|(_, (floor, cap))| floor > cap);
        wrong.extend(above.take(3).map(|(judge, (floor, cap))| Problem::FloorAboveCap {
            judge,
            floor: *floor,
            cap: *cap,
        }));
        wrong.extend(self.utilities());
        wrong.extend(self.wrong_wishes());
        let (open, conflicts) = self.pairs();
        wrong.extend(conflicts.into_iter().take(3));
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let wishes = (self.expert.is_some() || self.per_unit.is_some()).then(|| Wishes {
            expert: self.expert.into_iter().flatten().flatten().collect(),
            unit: if self.unit.is_empty() { vec![None; judges] } else { self.unit },
            per_unit: self.per_unit,
            settled: vec![vec![]; entries],
            judges,
        });
        Ok(Instance {
            wishes,
            judges,
            need: vec![per_entry; entries],
            // More than all entries is no limit, except to a floor that nobody can reach.
            cap: self
                .cap
                .iter()
                .zip(&self.floor)
                .map(|(c, f)| (*c).min(entries.max((*f).min(FARTHEST))))
                .collect(),
            floor: self.floor.into_iter().map(|f| f.min(FARTHEST)).collect(),
            utility: self.utility.into_iter().flatten().collect(),
            open,
        })
    }

    fn utilities(&self) -> Vec<Problem> {
        let (entries, judges) = (self.entries, self.judges);
        if self.utility.len() != entries {
            return vec![Problem::Rows { have: self.utility.len(), entries }];
        }
        let lengths = self.utility.iter().enumerate().filter(|(_, row)| row.len() != judges);
        let mut wrong: Vec<Problem> =
            lengths.take(3).map(|(row, list)| Problem::Row { row, have: list.len(), judges }).collect();
        let mut largest: i128 = 0;
        for (entry, row) in self.utility.iter().enumerate() {
            for (judge, value) in row.iter().enumerate() {
                largest = largest.max(i128::from(*value).abs());
                if !(-LARGEST..=LARGEST).contains(value) && wrong.len() < 3 {
                    wrong.push(Problem::TooLarge { entry, judge, value: *value });
                }
            }
        }
        let per_entry = self.per_entry;
        let sum = largest * entries as i128 * per_entry as i128;
        let path = largest * (judges as i128 + 2) * 4;
        if wrong.is_empty() && sum.max(path) > ROOM {
            wrong.push(Problem::SumTooLarge { entries, per_entry });
        }
        wrong
    }

    fn wrong_wishes(&self) -> Vec<Problem> {
        let (entries, judges) = (self.entries, self.judges);
        let mut wrong = vec![];
        if let Some(rows) = &self.expert {
            if rows.len() != entries {
                wrong.push(Problem::ExpertRows { have: rows.len(), entries });
            }
            let lengths = rows.iter().enumerate().filter(|(_, row)| row.len() != judges);
            wrong.extend(lengths.take(3).map(|(row, list)| Problem::ExpertRow {
                row,
                have: list.len(),
                judges,
            }));
        }
        if !self.unit.is_empty() && self.unit.len() != judges {
            wrong.push(Problem::PerJudge { field: "unit", have: self.unit.len(), judges });
        }
        if self.per_unit.is_some_and(|most| most == 0 || (self.unit.is_empty() && judges > 0)) {
            wrong.push(Problem::PerUnit);
        }
        wrong
    }

    fn pairs(&self) -> (Vec<bool>, Vec<Problem>) {
        let (entries, judges) = (self.entries, self.judges);
        let (mut open, mut wrong) = (vec![true; entries * judges], vec![]);
        for (at, (entry, judge)) in self.conflict.iter().copied().enumerate() {
            if entry >= entries as u64 {
                wrong.push(Problem::NoSuchEntry { at, entry, entries });
            } else if judge >= judges as u64 {
                wrong.push(Problem::NoSuchJudge { at, judge, judges });
            } else {
                let cell = &mut open[entry as usize * judges + judge as usize];
                if !*cell {
                    wrong.push(Problem::ConflictTwice { at, entry, judge });
                }
                *cell = false;
            }
        }
        (open, wrong)
    }
}

impl Instance {
    pub fn entries(&self) -> usize {
        self.need.len()
    }

    pub fn judges(&self) -> usize {
        self.judges
    }

    pub fn need(&self, entry: usize) -> usize {
        self.need[entry]
    }

    pub fn floor(&self, judge: usize) -> usize {
        self.floor[judge]
    }

    pub fn cap(&self, judge: usize) -> usize {
        self.cap[judge]
    }

    pub fn utility(&self, entry: usize, judge: usize) -> i64 {
        self.utility[entry * self.judges + judge]
    }

    /// The utilities of one entry.
    pub fn row(&self, entry: usize) -> &[i64] {
        &self.utility[entry * self.judges..(entry + 1) * self.judges]
    }

    pub fn is_open(&self, entry: usize, judge: usize) -> bool {
        self.open[entry * self.judges + judge]
    }

    /// Which judges may have the entry.
    pub fn open_row(&self, entry: usize) -> &[bool] {
        &self.open[entry * self.judges..(entry + 1) * self.judges]
    }

    /// The sum of utilities of an entry with these judges.
    pub fn sum(&self, entry: usize, judges: &[usize]) -> i64 {
        judges.iter().map(|j| self.utility(entry, *j)).sum()
    }

    pub fn wishes(&self) -> Option<&Wishes> {
        self.wishes.as_ref()
    }

    /// Whether an entry with these judges may change one of them for another who is free for it.
    pub(super) fn may_change(&self, entry: usize, judges: &[usize], from: usize, to: usize) -> bool {
        self.wishes.as_ref().is_none_or(|w| w.may_change(entry, judges, from, to))
    }

    /// The judges of an entry with the largest sum of utility less price, by value. `None` where no set of judges will do.
    pub(super) fn favourites(&self, entry: usize, prices: &[i64]) -> Option<Vec<(i128, usize)>> {
        let margin = |j: usize| i128::from(self.utility(entry, j)) - i128::from(prices[j]);
        let open = (0..self.judges).filter(|j| self.is_open(entry, *j));
        let mut list: Vec<(i128, usize)> = open.map(|j| (margin(j), j)).collect();
        let need = self.need(entry);
        if let Some(wishes) = &self.wishes {
            return wishes.best_set(entry, list, need);
        }
        if list.len() < need {
            return None;
        }
        list.sort_unstable_by(|a, b| b.cmp(a));
        list.truncate(need);
        Some(list)
    }

    /// The same with fewer pairs that may be made.
    pub(super) fn only(&self, stays: impl Fn(usize, usize) -> bool) -> Instance {
        let pair = |at: usize| (at / self.judges.max(1), at % self.judges.max(1));
        let open = self.open.iter().enumerate();
        let open = open.map(|(at, open)| *open && stays(pair(at).0, pair(at).1)).collect();
        Instance { open, ..self.clone() }
    }

    /// The question of the experts alone: one seat for each entry that has none yet, and only experts may sit there.
    pub(super) fn experts_only(&self) -> Option<Instance> {
        let wishes = self.wishes.as_ref().filter(|w| !w.expert.is_empty())?;
        let settled = |e: usize| wishes.settled[e].iter().any(|j| wishes.is_expert(e, *j));
        Some(Instance {
            need: (0..self.entries()).map(|e| usize::from(self.need(e) > 0 && !settled(e))).collect(),
            floor: vec![0; self.judges],
            open: self.open.iter().zip(&wishes.expert).map(|(open, expert)| *open && *expert).collect(),
            wishes: None,
            ..self.clone()
        })
    }

    /// The same without demands on the judges of an entry together.
    pub(super) fn without_wishes(&self) -> Instance {
        Instance { wishes: None, ..self.clone() }
    }

    /// Load of each judge.
    pub fn loads(&self, assignment: &[Vec<usize>]) -> Vec<usize> {
        let mut loads = vec![0; self.judges];
        for j in assignment.iter().flatten() {
            loads[*j] += 1;
        }
        loads
    }

    /// The sum over all entries, and the smallest of one. The second is `None` without entries.
    pub fn worth(&self, assignment: &[Vec<usize>]) -> (i64, Option<i64>) {
        let sums = || assignment.iter().enumerate().map(|(e, js)| self.sum(e, js));
        (sums().sum(), sums().min())
    }

    /// The same with the utilities of each entry multiplied. The caller keeps the products within [`ROOM`].
    pub(super) fn weighted(&self, weights: &[i64]) -> Instance {
        let utility = (0..self.entries()).flat_map(|e| self.row(e).iter().map(move |u| u * weights[e]));
        Instance { utility: utility.collect(), ..self.clone() }
    }

    /// The largest utility of an open pair, either way; at least 1.
    pub(super) fn largest(&self) -> i64 {
        let open = self.utility.iter().zip(&self.open).filter(|(_, open)| **open);
        open.map(|(u, _)| u.abs()).max().unwrap_or(1).max(1)
    }

    /// Takes pairs that are settled out of the instance: they stay as they are and count. A judge who is beyond the cap
    /// by them gets nothing more.
    pub fn settle(&mut self, pairs: &[(usize, usize)]) {
        for (e, j) in pairs {
            let cell = &mut self.open[e * self.judges + j];
            if std::mem::take(cell) {
                self.need[*e] = self.need[*e].saturating_sub(1);
                self.cap[*j] = self.cap[*j].saturating_sub(1);
                self.floor[*j] = self.floor[*j].saturating_sub(1);
                if let Some(wishes) = &mut self.wishes {
                    wishes.settled[*e].push(*j);
                }
            }
        }
    }

    /// So many seats of the entry are filled by somebody outside the instance.
    pub fn fill(&mut self, entry: usize, seats: usize) {
        self.need[entry] = self.need[entry].saturating_sub(seats);
    }

    pub fn set_limits(&mut self, floor: Vec<usize>, cap: Vec<usize>) {
        debug_assert!(floor.len() == self.judges && cap.len() == self.judges);
        (self.floor, self.cap) = (floor, cap);
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn draft(entries: usize, judges: usize, per_entry: usize, cap: usize, floor: usize) -> Draft {
        Draft {
            entries,
            judges,
            per_entry,
            cap: vec![cap; judges],
            floor: vec![floor; judges],
            utility: vec![vec![0; judges]; entries],
            ..Draft::default()
        }
    }

    fn wrong(change: impl FnOnce(&mut Draft)) -> Vec<String> {
        let mut d = draft(3, 2, 2, 3, 0);
        change(&mut d);
        d.check().err().unwrap_or_default().iter().map(Problem::to_string).collect()
    }

    #[test]
    fn every_mistake_is_named_with_its_place() {
        assert_eq!(wrong(|_| {}), Vec::<String>::new());
        for (part, change) in [
            ("per_entry: at least 1", (|d: &mut Draft| d.per_entry = 0) as fn(&mut Draft)),
            ("per_entry: 3 judges", |d| d.per_entry = 3),
            ("cap: 1 numbers", |d| d.cap = vec![3]),
            ("floor: judge 1 must take at least 4 but at most 3", |d| d.floor = vec![0, 4]),
            ("utility: 2 rows", |d| d.utility.truncate(2)),
            ("utility[1]: 1 numbers", |d| d.utility[1].truncate(1)),
            ("utility[2][0]: 1000000000001 is beyond", |d| d.utility[2][0] = LARGEST + 1),
            ("utility[2][0]: -9223372036854775808", |d| d.utility[2][0] = i64::MIN),
            ("conflict[0]: entry 3", |d| d.conflict = vec![(3, 0)]),
            ("conflict[1]: judge 2", |d| d.conflict = vec![(0, 0), (0, 2)]),
            ("conflict[1]: entry 0 and judge 1", |d| d.conflict = vec![(0, 1), (0, 1)]),
            ("expert: 1 rows", |d| d.expert = Some(vec![vec![true, true]])),
            ("expert[2]: 1 answers", |d| {
                d.expert = Some(vec![vec![true, true], vec![true, true], vec![true]])
            }),
            ("unit: 1 numbers", |d| d.unit = vec![Some(0)]),
            ("per_unit: at least 1", |d| d.per_unit = Some(1)),
            ("entries × judges", |d| d.entries = usize::MAX),
        ] {
            let got = wrong(change);
            assert!(got.iter().any(|m| m.starts_with(part)), "{part}: {got:?}");
        }
    }

    #[test]
    fn sums_beyond_the_range_are_refused_before_they_are_made() {
        let mut d = draft(5_000_000, 1, 1, 1, 0);
        d.utility = vec![vec![LARGEST]; 5_000_000];
        let refused = d.check().err();
        assert_eq!(refused, Some(vec![Problem::SumTooLarge { entries: 5_000_000, per_entry: 1 }]));
    }

    #[test]
    fn what_is_settled_counts_and_is_gone() {
        let mut i = draft(2, 2, 2, 2, 1).check().unwrap();
        i.settle(&[(0, 1), (0, 1)]);
        assert_eq!((i.need(0), i.cap(1), i.floor(1), i.is_open(0, 1)), (1, 1, 0, false));
    }
}
