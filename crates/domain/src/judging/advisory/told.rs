//! The advice as whole numbers, for pages: hundredths of points and per cent. Nothing outside this folder touches a float.

use super::hints::Hint;
use super::{Advice, Question, Ratings, RatingsProblem, advise};
use crate::ratio::Ratio;

/// What is asked, in exact figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub entries: usize,
    pub judges: usize,
    /// Entry, judge, total: signed sheets only.
    pub totals: Vec<(usize, usize, Ratio)>,
    /// Places after which the prize changes, ascending.
    pub borders: Vec<usize>,
    /// The announced limit of a gap or deviation.
    pub gap: Option<Ratio>,
    pub seed: u64,
}

/// Everything that a page shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// By advisory score, best first; entries without marks at the end.
    pub entries: Vec<EntryTold>,
    pub judges: Vec<JudgeTold>,
    pub borders: Vec<BorderTold>,
    /// Entry, range, limit: in hundredths.
    pub gaps: Vec<(usize, i64, i64)>,
    /// Entry, judge, residual in hundredths, t in hundredths.
    pub residuals: Vec<(usize, usize, i64, i64)>,
    /// Entries whose places are among their own group only.
    pub apart: Vec<usize>,
    pub too_few: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryTold {
    pub entry: usize,
    pub marks: usize,
    pub mean: Option<i64>,
    pub score: Option<i64>,
    /// Per cent, one for each prize level in the order of the borders.
    pub chances: Vec<Option<i64>>,
    /// 90 % of the places.
    pub interval: Option<(usize, usize)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgeTold {
    pub judge: usize,
    pub marks: usize,
    /// Hundredths of points above (below 0: under) the others, for the same entries.
    pub severity: Option<i64>,
    /// Per cent: above 100 stretches differences.
    pub scale: Option<i64>,
    /// Per cent of the usual scatter.
    pub spread: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BorderTold {
    pub after: usize,
    pub above: usize,
    pub below: usize,
    pub difference: i64,
    /// Per cent that the order of the two is right.
    pub sure: Option<i64>,
    pub read_again: Vec<usize>,
}

impl BorderTold {
    /// From here on, in per cent, two neighbours are told apart.
    pub const SURE: i64 = 90;

    pub fn is_open(&self) -> bool {
        self.sure.is_none_or(|s| s < Self::SURE)
    }
}

/// Advises in whole numbers.
pub fn tell(asked: &Asked) -> Result<Told, Vec<RatingsProblem>> {
    let float = |r: &Ratio| r.num() as f64 / r.den() as f64;
    let list: Vec<(u64, u64, f64)> =
        asked.totals.iter().map(|(e, j, total)| (*e as u64, *j as u64, float(total))).collect();
    let ratings = Ratings::check(asked.entries, asked.judges, &list)?;
    let question = Question {
        top: asked.borders.last().copied().unwrap_or(0),
        seed: asked.seed,
        gap: asked.gap.as_ref().map(float),
        borders: asked.borders.clone(),
    };
    Ok(told(&ratings, &advise(&ratings, &question)))
}

fn told(ratings: &Ratings, advice: &Advice) -> Told {
    let mut out = Told::default();
    let mut order: Vec<usize> = (0..ratings.entries()).collect();
    let score = |e: usize| advice.score[e].unwrap_or(f64::MIN);
    order.sort_by(|a, b| score(*b).total_cmp(&score(*a)).then(a.cmp(b)));
    for entry in order {
        let within: Vec<Option<f64>> = advice.chances.p_within.iter().map(|p| p[entry]).collect();
        let level = |at: usize| {
            let before = if at == 0 { Some(0.0) } else { within[at - 1] };
            Some(hundredths(within[at]? - before?))
        };
        out.entries.push(EntryTold {
            entry,
            marks: ratings.of_entry(entry),
            mean: advice.mean[entry].map(hundredths),
            score: advice.score[entry].map(hundredths),
            chances: (0..within.len()).map(level).collect(),
            interval: advice.chances.rank_low[entry].zip(advice.chances.rank_high[entry]),
        });
    }
    for judge in 0..ratings.judges() {
        out.judges.push(JudgeTold {
            judge,
            marks: ratings.of_judge(judge),
            severity: advice.two_way.judge_severity[judge].map(hundredths),
            scale: advice.judge_scale[judge].map(hundredths),
            spread: advice.judge_spread[judge].map(hundredths),
        });
    }
    for border in &advice.borders {
        out.borders.push(BorderTold {
            after: border.after,
            above: border.above,
            below: border.below,
            difference: hundredths(border.difference),
            sure: border.p_order.map(hundredths),
            read_again: border.read_again.clone(),
        });
    }
    for hint in &advice.hints {
        match hint {
            Hint::Gap { entry, range, limit } => {
                out.gaps.push((*entry, hundredths(*range), hundredths(*limit)));
            }
            Hint::Residual { entry, judge, residual, t } => {
                out.residuals.push((*entry, *judge, hundredths(*residual), hundredths(*t)));
            }
            Hint::Apart { entry, .. } => out.apart.push(*entry),
            Hint::NotRated { .. } => {}
            Hint::TooFew => out.too_few = true,
        }
    }
    out
}

fn hundredths(value: f64) -> i64 {
    (value * 100.0).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_say_what_the_estimates_say() {
        let total = |e: usize, j: usize| Ratio::hundredths((6_000 + 300 * e as i64) + [0, -500, 400][j % 3]);
        let totals =
            (0..12).flat_map(|e| (0..3).map(move |n| (e, (e + n) % 5))).map(|(e, j)| (e, j, total(e, j)));
        let asked = Asked {
            entries: 13,
            judges: 5,
            totals: totals.collect(),
            borders: vec![2, 4],
            gap: Some(Ratio::whole(8)),
            seed: 3,
        };
        let told = tell(&asked).unwrap();
        assert_eq!(tell(&asked).unwrap(), told, "the same again");
        assert_eq!(told.entries[0].entry, 11);
        let last = told.entries.last().unwrap();
        assert_eq!((last.entry, last.marks, last.mean, last.interval), (12, 0, None, None));
        for e in &told.entries[..12] {
            let sum: i64 = e.chances.iter().flatten().sum();
            assert!((0..=101).contains(&sum), "{e:?}");
            let (low, high) = e.interval.unwrap();
            assert!(low <= high && high <= 12);
        }
        assert!(told.entries[0].chances[0].unwrap() > 60, "{:?}", told.entries[0]);
        assert_eq!(told.borders.iter().map(|b| b.after).collect::<Vec<_>>(), [2, 4]);
        assert_eq!(told.gaps.len(), 8, "those that a lenient and a severe judge have both");
        let severity: i64 = told.judges.iter().filter_map(|j| j.severity).sum();
        assert!(severity.abs() <= 3, "{severity}");
    }
}
