//! Withdrawing (*rút bài*): the author takes the entry back, until judging begins. It stays on record; its confirmation is
//! void. Source: ours; the announcement is silent.

use super::event::EntryEvent;
use super::state::EntryState;
use crate::contest::Phase;
use crate::ids::EntryId;
use crate::time::Instant;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithdrawRefusal {
    /// A draft is simply left.
    NotHandedIn,
    AlreadyWithdrawn,
    /// The judges are at work: the author writes to the committee instead.
    JudgingBegan,
}

/// No reason is asked: nobody has to give one.
pub fn withdraw(
    entry: EntryId,
    state: EntryState,
    phase: Phase,
    now: Instant,
) -> Result<EntryEvent, Vec<WithdrawRefusal>> {
    match state {
        EntryState::Draft => Err(vec![WithdrawRefusal::NotHandedIn]),
        EntryState::Withdrawn => Err(vec![WithdrawRefusal::AlreadyWithdrawn]),
        EntryState::HandedIn if phase > Phase::Open => Err(vec![WithdrawRefusal::JudgingBegan]),
        EntryState::HandedIn => Ok(EntryEvent::Withdrawn { entry, at: now }),
    }
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
            let answer = withdraw(EntryId(1), state, phase, Instant(5));
            assert_eq!(answer.err().map(|r| r[0]), refusal, "{state:?} {phase:?}");
        }
    }
}
