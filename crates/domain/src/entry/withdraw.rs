//! Withdrawing (*rút bài*): the author takes the entry back, until judging begins. It stays on record; its confirmation is
//! void. Source: ours; the announcement is silent.

use super::event::EntryEvent;
use super::state::{EntryState, Whereabouts};
use crate::contest::Phase;
use crate::ids::EntryId;
use crate::time::Instant;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithdrawRefusal {
    /// A draft is simply left.
    NotHandedIn,
    AlreadyWithdrawn,
    /// The judges are at work on it: the author writes to the committee instead.
    JudgingBegan,
}

/// No reason is asked: nobody has to give one.
pub fn withdraw(
    entry: EntryId,
    here: &Whereabouts,
    phase: Phase,
    now: Instant,
) -> Result<EntryEvent, Vec<WithdrawRefusal>> {
    match here.state {
        EntryState::Draft => Err(vec![WithdrawRefusal::NotHandedIn]),
        EntryState::Withdrawn => Err(vec![WithdrawRefusal::AlreadyWithdrawn]),
        EntryState::HandedIn if phase > Phase::Open || here.with_judges => {
            Err(vec![WithdrawRefusal::JudgingBegan])
        }
        EntryState::HandedIn => Ok(EntryEvent::Withdrawn { entry, at: now }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_entry_that_is_handed_in_and_not_yet_judged_can_be_withdrawn() {
        use EntryState::{Draft, HandedIn, Withdrawn};
        for (state, with_judges, phase, refusal) in [
            (HandedIn, false, Phase::Open, None),
            (HandedIn, true, Phase::Open, Some(WithdrawRefusal::JudgingBegan)),
            (HandedIn, false, Phase::Judging, Some(WithdrawRefusal::JudgingBegan)),
            (HandedIn, false, Phase::Released, Some(WithdrawRefusal::JudgingBegan)),
            (Draft, false, Phase::Open, Some(WithdrawRefusal::NotHandedIn)),
            (Withdrawn, false, Phase::Open, Some(WithdrawRefusal::AlreadyWithdrawn)),
            (Withdrawn, false, Phase::Judging, Some(WithdrawRefusal::AlreadyWithdrawn)),
        ] {
            let here = Whereabouts {
                state,
                version: 1,
                dossier_hash: None,
                with_committee: with_judges,
                with_judges,
            };
            let answer = withdraw(EntryId(1), &here, phase, Instant(5));
            assert_eq!(answer.err().map(|r| r[0]), refusal, "{state:?} {with_judges} {phase:?}");
        }
    }
}
