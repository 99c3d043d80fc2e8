//! Reviving (*nộp lại bài đã rút*): a withdrawn entry is handed in again as it was, at this instant, so never after the
//! deadline. Confirmations that were void stay void. Source: ours.

use super::event::EntryEvent;
use super::state::EntryState;
use super::submit::{SubmitRefusal, in_time};
use crate::contest::{Extension, Phase, RulesEdition};
use crate::ids::EntryId;
use crate::time::{Day, Instant};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviveRefusal {
    NotWithdrawn,
    /// The same work of the same author was handed in meanwhile.
    SameWork,
    NotOpenYet {
        opens_on: Option<Day>,
    },
    /// `closed_at` is the first instant that was too late.
    Closed {
        closed_at: Instant,
    },
}

pub fn revive(
    entry: EntryId,
    state: EntryState,
    rules: &RulesEdition,
    phase: Phase,
    extension: Option<Extension>,
    now: Instant,
) -> Result<EntryEvent, Vec<ReviveRefusal>> {
    let mut refusals = Vec::new();
    if state != EntryState::Withdrawn {
        refusals.push(ReviveRefusal::NotWithdrawn);
    }
    match in_time(rules, phase, extension, now) {
        Ok(()) => {}
        Err(SubmitRefusal::NotOpenYet { opens_on }) => refusals.push(ReviveRefusal::NotOpenYet { opens_on }),
        Err(SubmitRefusal::Closed { closed_at }) => refusals.push(ReviveRefusal::Closed { closed_at }),
        Err(_) => refusals.push(ReviveRefusal::Closed { closed_at: rules.timeline.units_send.0 }),
    }
    if refusals.is_empty() { Ok(EntryEvent::Revived { entry, at: now }) } else { Err(refusals) }
}

#[cfg(test)]
mod tests {
    use super::super::submit::tests::{at, the_rules};
    use super::*;
    use crate::time::Before;

    #[test]
    fn reviving_never_beats_the_deadline() {
        let rules = the_rules();
        let closed = ReviveRefusal::Closed { closed_at: at("2024-04-10T00:00:00+07:00") };
        for (name, state, phase, now, refusals) in [
            ("last instant", EntryState::Withdrawn, Phase::Open, "2024-04-09T23:59:59.999+07:00", vec![]),
            (
                "first late instant",
                EntryState::Withdrawn,
                Phase::Open,
                "2024-04-10T00:00:00+07:00",
                vec![closed],
            ),
            ("judging", EntryState::Withdrawn, Phase::Judging, "2024-04-09T08:00:00+07:00", vec![closed]),
            (
                "not withdrawn",
                EntryState::HandedIn,
                Phase::Open,
                "2024-04-09T08:00:00+07:00",
                vec![ReviveRefusal::NotWithdrawn],
            ),
            (
                "both",
                EntryState::Draft,
                Phase::Open,
                "2024-04-11T08:00:00+07:00",
                vec![ReviveRefusal::NotWithdrawn, closed],
            ),
        ] {
            let answer = revive(EntryId(1), state, &rules, phase, None, at(now));
            assert_eq!(answer.err().unwrap_or_default(), refusals, "{name}");
        }
    }

    #[test]
    fn an_extension_of_the_entry_lets_it_come_back_until_its_end() {
        let rules = the_rules();
        let until = at("2024-04-13T00:00:00+07:00");
        let granted = Extension { granted_at: at("2024-04-11T08:00:00+07:00"), until: Before(until) };
        let go = |now| revive(EntryId(1), EntryState::Withdrawn, &rules, Phase::Open, Some(granted), at(now));
        let closed = Err(vec![ReviveRefusal::Closed { closed_at: until }]);
        assert_eq!(go("2024-04-10T08:00:00+07:00").map(drop), closed, "before the grant");
        assert_eq!(go("2024-04-12T23:59:59.999+07:00").map(drop), Ok(()));
        assert_eq!(go("2024-04-13T00:00:00+07:00").map(drop), closed);
    }
}
