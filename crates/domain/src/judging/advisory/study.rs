//! A study by simulation: how often the intervals hold and the right entries are found, where the truth is known.
//! Run with `cargo xtask sums`; the suite runs a small one.

use super::dice::Dice;
use super::{Question, Ratings, advise};

/// A kind of contest. Deviations in points of 100.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contest {
    pub entries: usize,
    pub judges: usize,
    pub per_entry: usize,
    pub top: usize,
    pub sd_entry: f64,
    pub sd_judge: f64,
    pub sd_rest: f64,
}

/// 200 entries, 9 judges, 3 marks each: severity as large as chance.
pub const DISTRICT: Contest =
    Contest { entries: 200, judges: 9, per_entry: 3, top: 8, sd_entry: 6.0, sd_judge: 4.0, sd_rest: 4.0 };

/// What many contests came to: shares of all.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Found {
    /// 90 % intervals that hold the true place; the true quality.
    pub rank_covered: f64,
    pub score_covered: f64,
    /// True first entries among the first by this advice, and by the plain mean.
    pub hit: f64,
    pub hit_by_mean: f64,
    /// Contests in which the advice found more of them, fewer of them.
    pub better: f64,
    pub worse: f64,
    /// Chances of the first places as predicted, mean of those of the first by advice.
    pub predicted: f64,
}

/// Plays contests with marks in half points, judges spread by e^N(0, 0.2).
pub fn play(kind: Contest, contests: u64, seed: u64) -> Found {
    let mut found = Found::default();
    for n in 0..contests {
        let one = play_one(kind, seed.wrapping_mul(1_000_003).wrapping_add(n));
        let share = 1.0 / contests as f64;
        found.rank_covered += one.rank_covered * share;
        found.score_covered += one.score_covered * share;
        found.hit += one.hit * share;
        found.hit_by_mean += one.hit_by_mean * share;
        found.better += f64::from(u8::from(one.hit > one.hit_by_mean)) * share;
        found.worse += f64::from(u8::from(one.hit < one.hit_by_mean)) * share;
        found.predicted += one.predicted * share;
    }
    found
}

fn play_one(kind: Contest, seed: u64) -> Found {
    let mut dice = Dice::new(seed);
    let quality: Vec<f64> = (0..kind.entries).map(|_| 70.0 + kind.sd_entry * dice.normal()).collect();
    let judges: Vec<(f64, f64)> = (0..kind.judges)
        .map(|_| (kind.sd_judge * dice.normal(), kind.sd_rest * (0.2 * dice.normal()).exp()))
        .collect();
    let mut marks = vec![];
    for (e, q) in quality.iter().enumerate() {
        let mut panel: Vec<usize> = (0..kind.judges).collect();
        for at in 0..kind.per_entry.min(kind.judges) {
            let other = at + (dice.whole() % (kind.judges - at) as u64) as usize;
            panel.swap(at, other);
            let (severity, spread) = judges[panel[at]];
            let mark = (q + severity + spread * dice.normal()).clamp(0.0, 100.0);
            marks.push((e as u64, panel[at] as u64, (mark * 2.0).round() / 2.0));
        }
    }
    let Ok(ratings) = Ratings::check(kind.entries, kind.judges, &marks) else { return Found::default() };
    let question = Question { top: kind.top, seed, gap: None, borders: vec![] };
    let advice = advise(&ratings, &question);
    let truth = order(&quality);
    let firsts = |list: &[Option<f64>]| {
        let values: Vec<f64> = list.iter().map(|v| v.unwrap_or(f64::MIN)).collect();
        let chosen = order(&values);
        let right = chosen[..kind.top].iter().filter(|e| truth[..kind.top].contains(e)).count();
        (right as f64 / kind.top as f64, chosen)
    };
    let (hit, chosen) = firsts(&advice.score);
    let holds = |(place, e): (usize, &usize)| {
        let bounds = (advice.chances.rank_low[*e], advice.chances.rank_high[*e]);
        matches!(bounds, (Some(low), Some(high)) if (low..=high).contains(&(place + 1)))
    };
    let covered = truth.iter().enumerate().filter(|t| holds(*t)).count() as f64 / kind.entries as f64;
    let centre = |list: &mut dyn Iterator<Item = f64>| list.sum::<f64>() / kind.entries as f64;
    // Quality is compared relative to the mean of all: that of the judges cannot be told from it.
    let (true_mean, found_mean) =
        (centre(&mut quality.iter().copied()), centre(&mut advice.score.iter().map(|s| s.unwrap_or(0.0))));
    let inside = |e: usize| {
        let (Some(score), Some(low)) = (advice.score[e], advice.score_spread[e]) else { return false };
        (quality[e] - true_mean - score + found_mean).abs() <= 1.644_853_626_951_472_2 * low
    };
    let predicted = chosen[..kind.top].iter().filter_map(|e| advice.chances.p_top[*e]).sum::<f64>();
    Found {
        rank_covered: covered,
        score_covered: (0..kind.entries).filter(|e| inside(*e)).count() as f64 / kind.entries as f64,
        hit,
        hit_by_mean: firsts(&advice.mean).0,
        predicted: predicted / kind.top as f64,
        better: 0.0,
        worse: 0.0,
    }
}

/// Entries by value, the highest first.
fn order(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*b].total_cmp(&values[*a]).then(a.cmp(b)));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_study_finds_more_than_the_mean_and_is_as_sure_as_it_says() {
        let found = play(Contest { entries: 80, ..DISTRICT }, 12, 3);
        assert!(found.hit > found.hit_by_mean, "{found:?}");
        assert!((0.84..0.96).contains(&found.rank_covered), "{found:?}");
    }

    /// Takes a minute: `cargo test --release -p sk-domain -- --ignored thousand_contests --nocapture`.
    #[test]
    #[ignore = "a thousand contests; cargo xtask sums runs it"]
    fn a_thousand_contests() {
        let found = play(DISTRICT, 1_000, 2024);
        println!("{found:?}");
        assert!((0.88..=0.93).contains(&found.rank_covered), "{found:?}");
        assert!((0.88..=0.93).contains(&found.score_covered), "{found:?}");
        assert!(found.hit > found.hit_by_mean && found.better > found.worse, "{found:?}");
    }
}
