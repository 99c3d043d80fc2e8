//! Withdrawing (*rút bài*): the author takes the entry back, until judging begins. It stays on record; its confirmation is
//! void. Source: ours; the announcement is silent.

use super::event::EntryEvent;
use super::state::EntryState;
use crate::contest::Phase;
use crate::ids::EntryId;
use crate::text;
use crate::time::Instant;

/// In characters.
pub const MAX_REASON: usize = 1000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithdrawRefusal {
    /// A draft is simply left.
    NotHandedIn,
    AlreadyWithdrawn,
    /// The judges are at work: the author writes to the committee instead.
    JudgingBegan,
    ReasonTooLong {
        most: usize,
        have: usize,
    },
}

/// The reason may be empty: nobody has to give one.
pub fn withdraw(
    entry: EntryId,
    state: EntryState,
    phase: Phase,
    reason: &str,
    now: Instant,
) -> Result<EntryEvent, Vec<WithdrawRefusal>> {
    let mut refusals = Vec::new();
    match state {
        EntryState::Draft => refusals.push(WithdrawRefusal::NotHandedIn),
        EntryState::Withdrawn => refusals.push(WithdrawRefusal::AlreadyWithdrawn),
        EntryState::HandedIn if phase > Phase::Open => refusals.push(WithdrawRefusal::JudgingBegan),
        EntryState::HandedIn => {}
    }
    let have = text::length(reason);
    if have > MAX_REASON {
        refusals.push(WithdrawRefusal::ReasonTooLong { most: MAX_REASON, have });
    }
    if refusals.is_empty() { Ok(EntryEvent::Withdrawn { entry, at: now }) } else { Err(refusals) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_entry_that_is_handed_in_and_not_yet_judged_can_be_withdrawn() {
        use EntryState::{Draft, HandedIn, Withdrawn};
        for (state, phase, refusal) in [
            (HandedIn, Phase::Open, None),
            (HandedIn, Phase::Judging, Some(WithdrawRefusal::JudgingBegan)),
            (HandedIn, Phase::Released, Some(WithdrawRefusal::JudgingBegan)),
            (Draft, Phase::Open, Some(WithdrawRefusal::NotHandedIn)),
            (Withdrawn, Phase::Open, Some(WithdrawRefusal::AlreadyWithdrawn)),
            (Withdrawn, Phase::Judging, Some(WithdrawRefusal::AlreadyWithdrawn)),
        ] {
            let answer = withdraw(EntryId(1), state, phase, "", Instant(5));
            assert_eq!(answer.err().map(|r| r[0]), refusal, "{state:?} {phase:?}");
        }
        let long = "ế".repeat(1001);
        let refused = withdraw(EntryId(1), HandedIn, Phase::Open, &long, Instant(5));
        assert_eq!(refused, Err(vec![WithdrawRefusal::ReasonTooLong { most: 1000, have: 1001 }]));
    }
}
