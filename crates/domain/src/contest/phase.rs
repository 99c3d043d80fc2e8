//! Where a contest stands. Phases only go forward; a step back needs its own reasoned event. Source: invariant I18.

use super::rules::words;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Being set up; only its organisers see it.
    Draft,
    /// Announced: entries are written, handed in, screened and sent.
    Open,
    /// The units' deadline has passed and intake is done: judges score.
    Judging,
    /// Standings frozen; ties and prizes are decided.
    Deciding,
    /// The committee has confirmed the prizes.
    Decided,
    /// The result is public.
    Released,
}

words!(Phase { Draft = "draft", Open = "open", Judging = "judging", Deciding = "deciding", Decided = "decided", Released = "released" });
