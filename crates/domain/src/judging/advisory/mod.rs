//! Xếp hạng tham khảo: what the marks say once the severity of the judges is taken out, and how sure that is.
//!
//! For the chair, until the close. It never makes the official result: that is `combine`, `rounds` and `rank`, in exact
//! fractions. Estimates are no fractions, so this folder alone in the rules uses floating point; nothing outside takes a
//! figure from here into a mark, a place or a prize.
//!
//! [`two_way`] least squares of entry plus judge; [`reml`] the same with both drawn at random, so that few marks are
//! believed less; [`scale`] judges who stretch the scale or are erratic; [`chances`] of the first places and a 90 % interval
//! of the rank, by draws from a seed; [`hints`] marks that deserve a second look and borders that cannot be told apart.
//! Prose and sources: `docs/rules/advisory.md`, `docs/rules/gaps.md`.

pub mod chances;
pub mod dice;
pub mod hints;
mod matrix;
pub mod ratings;
pub mod reml;
pub mod scale;
pub mod study;
mod system;
pub mod told;
pub mod two_way;

pub use ratings::{Rating, Ratings, RatingsProblem};

use chances::Chances;
use hints::{Border, Hint};

/// Everything there is to say about a set of marks. Lists run over all entries or judges; `None` where there is nothing to
/// say (no marks, or nothing to compare with).
#[derive(Debug, Clone, PartialEq)]
pub struct Advice {
    pub mean: Vec<Option<f64>>,
    pub two_way: two_way::TwoWay,
    pub reml: Option<reml::Reml>,
    pub score: Vec<Option<f64>>,
    /// Standard deviation of what the score is missed by.
    pub score_spread: Vec<Option<f64>>,
    /// How far each judge stretches differences, and how far its marks scatter.
    pub judge_scale: Vec<Option<f64>>,
    pub judge_spread: Vec<Option<f64>>,
    pub chances: Chances,
    pub hints: Vec<Hint>,
    pub borders: Vec<Border>,
}

/// What the chair wants to know beside the marks.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// How many places count as first.
    pub top: usize,
    pub seed: u64,
    /// The announced gap: a range above it calls for a second look.
    pub gap: Option<f64>,
    /// Places after which the prize changes.
    pub borders: Vec<usize>,
}

/// Draws for chances and intervals.
pub const DRAWS: usize = 2_000;

/// Advises. The same ratings, question and seed give the same answer.
pub fn advise(ratings: &Ratings, question: &Question) -> Advice {
    let two_way = two_way::fit(ratings);
    let reml = reml::fit(ratings, &two_way);
    let scaled = reml.as_ref().map(|r| scale::rescale(ratings, r));
    let score: Vec<Option<f64>> = match &scaled {
        Some(s) => s.score.clone(),
        None => two_way.entry_adjusted.clone(),
    };
    let draws = scaled.as_ref().map(|s| chances::draw(ratings, s, DRAWS, question.seed));
    let chances = chances::count(ratings, draws.as_ref(), question.top, &question.borders);
    let hints = hints::find(ratings, &two_way, reml.is_some(), question.gap);
    let borders = hints::borders(ratings, &score, &chances, draws.as_ref(), &question.borders);
    let of_judges = |f: fn(&scale::Scaled) -> &Vec<Option<f64>>| {
        scaled.as_ref().map_or(vec![None; ratings.judges()], |s| f(s).clone())
    };
    Advice {
        score_spread: match &scaled {
            Some(s) => s.spread(),
            None => vec![None; ratings.entries()],
        },
        mean: ratings.means(),
        judge_scale: of_judges(|s| &s.judge_scale),
        judge_spread: of_judges(|s| &s.judge_spread),
        two_way,
        reml,
        score,
        chances,
        hints,
        borders,
    }
}
