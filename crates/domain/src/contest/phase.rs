//! Where a contest stands. Phases only go forward; a step back needs its own reasoned event. Source: invariant I18.

use crate::text;
use crate::time::{Before, Instant};
use crate::words::words;

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

/// Why a contest does not move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoveRefusal {
    /// One step at a time.
    NotNext { from: Phase, to: Phase },
    /// Units may still send entries: judging begins when they no longer may.
    UnitsMaySend { before: Instant },
    /// There is no way back from here: prizes confirmed or published are not taken back by moving a phase.
    NoWayBack { from: Phase },
    /// A step back tells why, in 10 to 500 characters.
    ReasonMissing { least: usize, most: usize },
}

/// Shortest and longest reason, in characters.
pub const REASON: (usize, usize) = (10, 500);

impl Phase {
    /// The phase after this one.
    pub fn next(self) -> Option<Phase> {
        match self {
            Phase::Draft => Some(Phase::Open),
            Phase::Open => Some(Phase::Judging),
            Phase::Judging => Some(Phase::Deciding),
            Phase::Deciding => Some(Phase::Decided),
            Phase::Decided => Some(Phase::Released),
            Phase::Released => None,
        }
    }

    /// The phase to which a step back leads.
    pub fn back(self) -> Option<Phase> {
        match self {
            Phase::Open => Some(Phase::Draft),
            Phase::Judging => Some(Phase::Open),
            Phase::Deciding => Some(Phase::Judging),
            Phase::Draft | Phase::Decided | Phase::Released => None,
        }
    }

    /// Who makes the step into this phase: the organiser's button, or an action of judging and awards as its consequence.
    pub fn is_moved_by_hand(self) -> bool {
        match self {
            Phase::Draft | Phase::Open | Phase::Judging => true,
            Phase::Deciding | Phase::Decided | Phase::Released => false,
        }
    }
}

/// One step forward.
pub fn advance(from: Phase, to: Phase, units_send: Before, now: Instant) -> Result<(), MoveRefusal> {
    if from.next() != Some(to) {
        return Err(MoveRefusal::NotNext { from, to });
    }
    match to {
        Phase::Judging if units_send.admits(now) => Err(MoveRefusal::UnitsMaySend { before: units_send.0 }),
        Phase::Draft | Phase::Open | Phase::Judging | Phase::Deciding | Phase::Decided | Phase::Released => {
            Ok(())
        }
    }
}

/// One step back, with a reason. Returns the phase it leads to and the reason as it is kept.
pub fn step_back(from: Phase, reason: &str) -> Result<(Phase, String), MoveRefusal> {
    let to = from.back().ok_or(MoveRefusal::NoWayBack { from })?;
    Ok((to, reason_of(reason)?))
}

/// A reason in good form.
pub(super) fn reason_of(typed: &str) -> Result<String, MoveRefusal> {
    let reason = text::clean(typed);
    let (least, most) = REASON;
    if (least..=most).contains(&text::length(&reason)) {
        Ok(reason)
    } else {
        Err(MoveRefusal::ReasonMissing { least, most })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases_go_forward_one_at_a_time_and_judging_waits_for_the_units() {
        use Phase::*;
        let units = Before(Instant(1000));
        for (from, to, now, want) in [
            (Draft, Open, 0, Ok(())),
            (Draft, Judging, 0, Err(MoveRefusal::NotNext { from: Draft, to: Judging })),
            (Open, Judging, 999, Err(MoveRefusal::UnitsMaySend { before: Instant(1000) })),
            (Open, Judging, 1000, Ok(())),
            (Open, Open, 0, Err(MoveRefusal::NotNext { from: Open, to: Open })),
            (Judging, Open, 0, Err(MoveRefusal::NotNext { from: Judging, to: Open })),
            (Judging, Deciding, 0, Ok(())),
            (Decided, Released, 0, Ok(())),
            (Released, Draft, 0, Err(MoveRefusal::NotNext { from: Released, to: Draft })),
        ] {
            assert_eq!(advance(from, to, units, Instant(now)), want, "{from:?} {to:?} {now}");
        }
    }

    #[test]
    fn a_step_back_tells_why_and_never_undoes_prizes() {
        let why = "Một đơn vị nộp đúng hạn nhưng chưa được ghi nhận.";
        assert_eq!(step_back(Phase::Judging, why), Ok((Phase::Open, why.to_owned())));
        assert_eq!(
            step_back(Phase::Judging, "   nhầm   "),
            Err(MoveRefusal::ReasonMissing { least: 10, most: 500 })
        );
        for from in [Phase::Draft, Phase::Decided, Phase::Released] {
            assert_eq!(step_back(from, why), Err(MoveRefusal::NoWayBack { from }));
        }
    }
}
