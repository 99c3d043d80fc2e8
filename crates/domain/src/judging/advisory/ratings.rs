//! The marks that are looked at: one total of one judge for one entry.

use thiserror::Error;

/// One sheet's total.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rating {
    pub entry: usize,
    pub judge: usize,
    pub total: f64,
}

/// Checked ratings, in the order of entry and judge, whatever order they came in.
#[derive(Debug, Clone, PartialEq)]
pub struct Ratings {
    entries: usize,
    judges: usize,
    list: Vec<Rating>,
    of_entry: Vec<usize>,
    of_judge: Vec<usize>,
    /// Which of the separate groups that share no judge an entry or judge with marks belongs to; the largest is 0.
    group_of_entry: Vec<Option<usize>>,
    group_of_judge: Vec<Option<usize>>,
    groups: usize,
}

/// Why ratings are none.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum RatingsProblem {
    #[error("ratings[{at}]: entry {entry} does not exist, there are {entries} (numbered from 0)")]
    NoSuchEntry { at: usize, entry: u64, entries: usize },
    #[error("ratings[{at}]: judge {judge} does not exist, there are {judges} (numbered from 0)")]
    NoSuchJudge { at: usize, judge: u64, judges: usize },
    #[error("ratings[{at}]: judge {judge} has marked entry {entry} already")]
    Twice { at: usize, entry: u64, judge: u64 },
    #[error("ratings[{at}]: the total {total} is beyond ±{LARGEST}")]
    Total { at: usize, total: f64 },
    #[error("entries, judges: {entries} entries and {judges} judges are more than {MOST}")]
    TooMany { entries: usize, judges: usize },
}

pub const LARGEST: f64 = 1e9;
/// Most entries, and most judges times a thousand.
pub const MOST: usize = 1_000_000;

impl Ratings {
    /// Checks ratings `(entry, judge, total)`; names the first few mistakes.
    pub fn check(
        entries: usize,
        judges: usize,
        list: &[(u64, u64, f64)],
    ) -> Result<Ratings, Vec<RatingsProblem>> {
        if entries > MOST || judges > MOST / 1_000 {
            return Err(vec![RatingsProblem::TooMany { entries, judges }]);
        }
        let mut wrong = vec![];
        let mut seen = std::collections::HashSet::new();
        let mut good = Vec::with_capacity(list.len());
        for (at, (entry, judge, total)) in list.iter().copied().enumerate() {
            let problem = if entry >= entries as u64 {
                Some(RatingsProblem::NoSuchEntry { at, entry, entries })
            } else if judge >= judges as u64 {
                Some(RatingsProblem::NoSuchJudge { at, judge, judges })
            } else if !seen.insert((entry, judge)) {
                Some(RatingsProblem::Twice { at, entry, judge })
            } else if total.is_nan() || total.abs() > LARGEST {
                Some(RatingsProblem::Total { at, total })
            } else {
                None
            };
            match problem {
                Some(p) if wrong.len() < 5 => wrong.push(p),
                Some(_) => {}
                None => good.push(Rating { entry: entry as usize, judge: judge as usize, total }),
            }
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        good.sort_by_key(|r| (r.entry, r.judge));
        Ok(Ratings::of(entries, judges, good))
    }

    fn of(entries: usize, judges: usize, list: Vec<Rating>) -> Ratings {
        let (mut of_entry, mut of_judge) = (vec![0; entries], vec![0; judges]);
        let mut root: Vec<usize> = (0..entries + judges).collect();
        fn find(root: &mut [usize], mut at: usize) -> usize {
            while root[at] != at {
                root[at] = root[root[at]];
                at = root[at];
            }
            at
        }
        for r in &list {
            of_entry[r.entry] += 1;
            of_judge[r.judge] += 1;
            let (a, b) = (find(&mut root, r.entry), find(&mut root, entries + r.judge));
            root[a.max(b)] = a.min(b);
        }
        let mut sizes: Vec<(usize, usize)> = vec![];
        for e in (0..entries).filter(|e| of_entry[*e] > 0) {
            let r = find(&mut root, e);
            match sizes.iter_mut().find(|s| s.0 == r) {
                Some(s) => s.1 += 1,
                None => sizes.push((r, 1)),
            }
        }
        sizes.sort_by_key(|s| (std::cmp::Reverse(s.1), s.0));
        let mut group = |at: usize| {
            let r = find(&mut root, at);
            sizes.iter().position(|s| s.0 == r)
        };
        let group_of_entry = (0..entries).map(&mut group).collect();
        let group_of_judge = (0..judges).map(|j| group(entries + j)).collect();
        let groups = sizes.len();
        Ratings { entries, judges, list, of_entry, of_judge, group_of_entry, group_of_judge, groups }
    }

    pub fn entries(&self) -> usize {
        self.entries
    }

    pub fn judges(&self) -> usize {
        self.judges
    }

    pub fn list(&self) -> &[Rating] {
        &self.list
    }

    /// Marks of each entry, of each judge.
    pub fn of_entry(&self, entry: usize) -> usize {
        self.of_entry[entry]
    }

    pub fn of_judge(&self, judge: usize) -> usize {
        self.of_judge[judge]
    }

    /// Groups that share no judge: entries of different ones cannot be compared.
    pub fn groups(&self) -> usize {
        self.groups
    }

    pub fn group_of_entry(&self, entry: usize) -> Option<usize> {
        self.group_of_entry[entry]
    }

    pub fn group_of_judge(&self, judge: usize) -> Option<usize> {
        self.group_of_judge[judge]
    }

    /// Entries and judges that have marks.
    pub fn rated(&self) -> (usize, usize) {
        let some = |list: &[usize]| list.iter().filter(|n| **n > 0).count();
        (some(&self.of_entry), some(&self.of_judge))
    }

    /// Marks left over once every entry and judge has a level of its own.
    pub fn spare(&self) -> usize {
        let (n, m) = self.rated();
        (self.list.len() + self.groups).saturating_sub(n + m)
    }

    pub fn means(&self) -> Vec<Option<f64>> {
        let mut sums = vec![0.0; self.entries];
        for r in &self.list {
            sums[r.entry] += r.total;
        }
        sums.iter().zip(&self.of_entry).map(|(s, n)| (*n > 0).then(|| s / *n as f64)).collect()
    }
}
