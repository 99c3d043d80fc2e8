//! Gia hạn riêng: the organiser gives one entry, or what one unit sends, time beyond the deadline, with a reason; taken back as long as
//! nothing came by it. Source: ours, docs/rules/gate.md, "Deadlines".

use super::ScreeningEvent;
use super::confirm::name_key;
use crate::contest::Phase;
use crate::contest::phase::REASON;
use crate::ids::{EntryId, UnitId};
use crate::text;
use crate::time::{Before, Instant};

/// To whom it is granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Whose {
    Entry(EntryId),
    Unit(UnitId),
}

/// What a grant is decided by.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    pub phase: Phase,
    /// The deadline for everybody.
    pub before: Before,
    pub judging_finished: Option<Before>,
    /// The end of what was granted to the same entry or unit before.
    pub granted: Option<Before>,
    /// The names of the entry's authors, as far as it has any.
    pub authors: &'a [String],
    /// The name of who grants; empty for the program itself.
    pub granter: &'a str,
    /// Who grants serves the unit that asks.
    pub own_unit: bool,
    /// The unit is the standing body, to which nobody sends, or takes no part.
    pub sends_nothing: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExtendRefusal {
    #[error("entries are not being taken: the contest is {}", phase.word())]
    NotOpen { phase: Phase },
    #[error("everybody has time until {}", before.0)]
    NotLater { before: Before },
    #[error("it would be over already")]
    Past,
    #[error("there is an extension until {}", until.0)]
    NotLonger { until: Before },
    #[error("judging ends before {}", before.0)]
    IntoJudging { before: Before },
    #[error("the reason has {least} to {most} characters")]
    ReasonMissing { least: usize, most: usize },
    #[error("nobody extends the time of an entry of which he or she is an author")]
    OwnEntry,
    #[error("nobody extends the time of the unit that he or she serves")]
    OwnUnit,
    #[error("the unit sends nothing")]
    SendsNothing,
}

/// Answers the reason as it is kept. Before and after the deadline has passed, as long as the contest is open. All reasons at once.
pub fn extend(
    around: &Around<'_>,
    until: Before,
    reason: &str,
    now: Instant,
) -> Result<String, Vec<ExtendRefusal>> {
    let mut no = Vec::new();
    if around.phase != Phase::Open {
        no.push(ExtendRefusal::NotOpen { phase: around.phase });
    }
    if around.sends_nothing {
        no.push(ExtendRefusal::SendsNothing);
    }
    if until <= around.before {
        no.push(ExtendRefusal::NotLater { before: around.before });
    } else if !until.admits(now) {
        no.push(ExtendRefusal::Past);
    }
    if let Some(until) = around.granted.filter(|there_is| until <= *there_is) {
        no.push(ExtendRefusal::NotLonger { until });
    }
    if let Some(before) = around.judging_finished.filter(|end| *end <= until) {
        no.push(ExtendRefusal::IntoJudging { before });
    }
    let granter = name_key(around.granter);
    if !granter.is_empty() && around.authors.iter().any(|a| name_key(a) == granter) {
        no.push(ExtendRefusal::OwnEntry);
    }
    if around.own_unit {
        no.push(ExtendRefusal::OwnUnit);
    }
    let reason = text::clean(reason);
    let (least, most) = REASON;
    if !(least..=most).contains(&text::length(&reason)) {
        no.push(ExtendRefusal::ReasonMissing { least, most });
    }
    if no.is_empty() { Ok(reason) } else { Err(no) }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ShortenRefusal {
    #[error("it was taken back before")]
    TakenBack,
    #[error("something came by it")]
    Used,
    #[error("the reason has {least} to {most} characters")]
    ReasonMissing { least: usize, most: usize },
}

/// Whether an extension may be taken back. `used`: something came by it that would be late without it.
pub fn take_back(
    extension: i64,
    whose: Whose,
    taken_back: bool,
    used: bool,
    reason: &str,
) -> Result<ScreeningEvent, Vec<ShortenRefusal>> {
    let mut no = Vec::new();
    if taken_back {
        no.push(ShortenRefusal::TakenBack);
    } else if used {
        no.push(ShortenRefusal::Used);
    }
    let reason = text::clean(reason);
    let (least, most) = REASON;
    if !(least..=most).contains(&text::length(&reason)) {
        no.push(ShortenRefusal::ReasonMissing { least, most });
    }
    if no.is_empty() { Ok(ScreeningEvent::ExtensionTakenBack { extension, whose, reason }) } else { Err(no) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHY: &str = "Mưa lũ chia cắt xã, có xác nhận của UBND xã.";

    #[test]
    fn time_is_given_by_somebody_else_and_only_while_entries_are_taken() {
        use ExtendRefusal::*;
        let at = |ms| Before(Instant(ms));
        let around = Around {
            phase: Phase::Open,
            before: at(1000),
            judging_finished: Some(at(9000)),
            granted: None,
            authors: &[],
            granter: "Lê Thị An",
            own_unit: false,
            sends_nothing: false,
        };
        let authors = ["Lê  Thị An".to_owned()];
        let own = Around { authors: &authors, ..around };
        let before = Around { granted: Some(at(2000)), ..around };
        let missing = ReasonMissing { least: 10, most: 500 };
        for (case, around, until, reason, now, want) in [
            ("before the deadline", around, 2000, WHY, 900, vec![]),
            ("after it", around, 2000, WHY, 1900, vec![]),
            ("over already", around, 2000, WHY, 2000, vec![Past]),
            ("no longer than everybody", around, 1000, WHY, 900, vec![NotLater { before: at(1000) }]),
            ("no longer than before", before, 2000, WHY, 900, vec![NotLonger { until: at(2000) }]),
            ("a second, longer one", before, 2001, WHY, 900, vec![]),
            ("into the judging", around, 9000, WHY, 900, vec![IntoJudging { before: at(9000) }]),
            ("one's own entry", own, 2000, WHY, 900, vec![OwnEntry]),
            ("one's own unit", Around { own_unit: true, ..around }, 2000, WHY, 900, vec![OwnUnit]),
            (
                "the standing body, judging, no reason",
                Around { sends_nothing: true, phase: Phase::Judging, ..around },
                2000,
                " lũ ",
                900,
                vec![NotOpen { phase: Phase::Judging }, SendsNothing, missing],
            ),
        ] {
            assert_eq!(
                extend(&around, at(until), reason, Instant(now)).err().unwrap_or_default(),
                want,
                "{case}"
            );
        }
    }

    #[test]
    fn what_something_came_by_is_not_taken_back() {
        let go = |taken, used, why| take_back(1, Whose::Entry(EntryId(7)), taken, used, why).err();
        assert_eq!(go(false, false, WHY), None);
        assert_eq!(go(false, true, WHY), Some(vec![ShortenRefusal::Used]));
        let missing = ShortenRefusal::ReasonMissing { least: 10, most: 500 };
        assert_eq!(go(true, true, ""), Some(vec![ShortenRefusal::TakenBack, missing]));
    }
}
