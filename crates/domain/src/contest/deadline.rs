//! Hạn nộp, gia hạn: whether something came in time. Everything that asks so asks [`Extensions::hand_in`] or [`Extensions::arrival`].
//!
//! One instant ends the time of everybody: the announced one or, where the organiser has granted a grace period (*thời gian gia hạn chung*),
//! the end of that period. An extension (*gia hạn riêng*) is granted to one entry or to what one unit sends; it counts from the instant
//! after it was granted, so that it never makes good what came too late before. Source: ours, docs/rules/gate.md, "Deadlines".

use super::Phase;
use super::rules::Timeline;
use crate::time::{Before, Instant};

/// Thời gian gia hạn chung: what the edition tells of it. `Timeline::units_send` is its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grace {
    /// The deadline as it was announced first.
    pub announced: Before,
    pub reason: String,
}

/// Gia hạn riêng, in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extension {
    pub granted_at: Instant,
    pub until: Before,
}

impl Extension {
    /// True after the instant of the grant and before its end.
    pub fn admits(self, at: Instant) -> bool {
        self.granted_at < at && self.until.admits(at)
    }
}

/// What was granted to one entry and to the unit that sends it, as far as it was not taken back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extensions {
    pub entry: Vec<Extension>,
    pub unit: Vec<Extension>,
}

impl Extensions {
    /// Whether an entry may be handed in, edited or revived at this instant. What was granted to its unit does not help its author.
    pub fn hand_in(&self, before: Before, at: Instant) -> bool {
        before.admits(at) || self.entry.iter().any(|e| e.admits(at))
    }

    /// Whether an entry that was handed in at `submitted_at` arrives in time at the standing body. What a unit sends later by its own
    /// extension must have been handed in to it in time.
    pub fn arrival(&self, before: Before, submitted_at: Instant, at: Instant) -> bool {
        self.hand_in(before, at)
            || (self.hand_in(before, submitted_at) && self.unit.iter().any(|e| e.admits(at)))
    }
}

/// The end of somebody's time: the later one of the contest's deadline and of what was granted.
pub fn ends(before: Before, granted: Option<Before>) -> Before {
    granted.map_or(before, |until| until.max(before))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraceRefusal {
    /// Before the announcement another edition does; judging has its own dates.
    NotOpen { phase: Phase },
    /// Not after the deadline there is.
    NotLater { before: Before },
    /// Over already.
    Past { now: Instant },
    /// Judging must be finished before this instant.
    IntoJudging { before: Before },
}

/// Whether everybody may be given time until `until`. The reason is asked by the edition (`amend`). All reasons at once.
pub fn grace(timeline: &Timeline, phase: Phase, until: Before, now: Instant) -> Vec<GraceRefusal> {
    let mut no = Vec::new();
    if phase != Phase::Open {
        no.push(GraceRefusal::NotOpen { phase });
    }
    if until <= timeline.units_send {
        no.push(GraceRefusal::NotLater { before: timeline.units_send });
    } else if !until.admits(now) {
        no.push(GraceRefusal::Past { now });
    }
    if let Some(before) = timeline.judging_finished.filter(|end| *end <= until) {
        no.push(GraceRefusal::IntoJudging { before });
    }
    no
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: Before = Before(Instant(1000));

    fn granted(from: i64, until: i64) -> Extension {
        Extension { granted_at: Instant(from), until: Before(Instant(until)) }
    }

    #[test]
    fn an_extension_counts_after_its_grant_and_before_its_end() {
        let none = Extensions::default();
        let entry = Extensions { entry: vec![granted(1200, 1500)], unit: vec![] };
        let twice = Extensions { entry: vec![granted(900, 1100), granted(1300, 1500)], unit: vec![] };
        let unit = Extensions { entry: vec![], unit: vec![granted(900, 1500)] };
        let both = Extensions { entry: vec![granted(900, 1100)], unit: vec![granted(900, 1500)] };
        for (case, given, submitted, at, hands_in, arrives) in [
            ("nothing granted, in time", &none, 999, 999, true, true),
            ("nothing granted, late", &none, 999, 1000, false, false),
            ("before it was granted", &entry, 999, 1199, false, false),
            ("at the instant of the grant", &entry, 999, 1200, false, false),
            ("after it", &entry, 1201, 1201, true, true),
            ("the last instant", &entry, 1201, 1499, true, true),
            ("its end", &entry, 1201, 1500, false, false),
            ("between two", &twice, 999, 1200, false, false),
            ("by the second", &twice, 999, 1400, true, true),
            ("what the unit sends later", &unit, 999, 1400, false, true),
            ("what the unit got too late", &unit, 1000, 1400, false, false),
            ("handed in by the one, sent by the other", &both, 1050, 1400, false, true),
            ("late for the one", &both, 1100, 1400, false, false),
        ] {
            assert_eq!(given.hand_in(BEFORE, Instant(at)), hands_in, "{case}");
            assert_eq!(given.arrival(BEFORE, Instant(submitted), Instant(at)), arrives, "{case}");
        }
        assert_eq!(ends(BEFORE, Some(Before(Instant(900)))), BEFORE, "an extension never shortens");
        assert_eq!(ends(BEFORE, Some(Before(Instant(1500)))), Before(Instant(1500)));
    }

    #[test]
    fn a_grace_period_is_later_and_ends_before_judging_does() {
        let timeline = Timeline {
            launch: None,
            units_send: BEFORE,
            grace: None,
            judging_finished: Some(Before(Instant(5000))),
        };
        let until = |at| Before(Instant(at));
        for (case, phase, end, now, want) in [
            ("in order", Phase::Open, 2000, 900, vec![]),
            ("in order, after the deadline", Phase::Open, 2000, 1500, vec![]),
            ("the same", Phase::Open, 1000, 900, vec![GraceRefusal::NotLater { before: BEFORE }]),
            ("over already", Phase::Open, 2000, 2000, vec![GraceRefusal::Past { now: Instant(2000) }]),
            ("a draft", Phase::Draft, 2000, 900, vec![GraceRefusal::NotOpen { phase: Phase::Draft }]),
            (
                "judging, and too long",
                Phase::Judging,
                5000,
                1500,
                vec![
                    GraceRefusal::NotOpen { phase: Phase::Judging },
                    GraceRefusal::IntoJudging { before: until(5000) },
                ],
            ),
        ] {
            assert_eq!(grace(&timeline, phase, until(end), Instant(now)), want, "{case}");
        }
    }
}
