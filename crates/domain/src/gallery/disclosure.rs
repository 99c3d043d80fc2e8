//! Results are public from the moment of release, and not a moment before.

use crate::contest::Phase;

/// True once the result of a contest may be shown to everybody.
pub fn results_are_public(phase: Phase) -> bool {
    match phase {
        Phase::Released => true,
        Phase::Draft | Phase::Open | Phase::Judging | Phase::Deciding | Phase::Decided => false,
    }
}

/// True once the contest itself may be shown to everybody.
pub fn contest_is_public(phase: Phase) -> bool {
    phase != Phase::Draft
}
