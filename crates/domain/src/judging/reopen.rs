//! Reopening a signed sheet, giving up an assignment: both want a reason that stays visible. Source: invariant I3.

use super::sign::SheetState;
use crate::text;

/// Longest reason, in characters.
pub const MOST_REASON: usize = 1_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReopenRefusal {
    ReasonMissing,
    ReasonTooLong { most: usize },
    NotSigned,
    RoundClosed,
    Released,
}

/// Checks a reopening: the sheet is signed, its round still open, the reason given.
pub fn reopen(state: SheetState, reason: &str) -> Result<(), Vec<ReopenRefusal>> {
    let mut no = reason_refusals(reason);
    if state.released {
        no.push(ReopenRefusal::Released);
    } else if !state.signed {
        no.push(ReopenRefusal::NotSigned);
    }
    if !state.round_open {
        no.push(ReopenRefusal::RoundClosed);
    }
    if no.is_empty() { Ok(()) } else { Err(no) }
}

/// Why a closed round stays closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundRefusal {
    ReasonMissing,
    ReasonTooLong {
        most: usize,
    },
    StillOpen,
    /// The next round was opened with what this one gave.
    LaterRound,
    /// The committee has confirmed the prizes: the decision must be opened first.
    Confirmed,
}

/// Checks that a round is opened again: closed, the last one, nothing confirmed, a reason given.
pub fn reopen_round(open: bool, later: bool, confirmed: bool, reason: &str) -> Result<(), Vec<RoundRefusal>> {
    let mut no: Vec<RoundRefusal> = reason_refusals(reason)
        .into_iter()
        .map(|r| match r {
            ReopenRefusal::ReasonTooLong { most } => RoundRefusal::ReasonTooLong { most },
            _ => RoundRefusal::ReasonMissing,
        })
        .collect();
    let facts = [
        (open, RoundRefusal::StillOpen),
        (later, RoundRefusal::LaterRound),
        (confirmed, RoundRefusal::Confirmed),
    ];
    no.extend(facts.into_iter().filter(|(is, _)| *is).map(|(_, refusal)| refusal));
    if no.is_empty() { Ok(()) } else { Err(no) }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReleaseRefusal {
    ReasonMissing,
    ReasonTooLong {
        most: usize,
    },
    /// A signed sheet counts; the chair must reopen it first.
    Signed,
    RoundClosed,
    AlreadyReleased,
}

/// Checks that a judge is freed of an entry: not signed yet, round open, reason given. What was saved stays on record.
pub fn release(state: SheetState, reason: &str) -> Result<(), Vec<ReleaseRefusal>> {
    let mut no: Vec<ReleaseRefusal> = reason_refusals(reason)
        .into_iter()
        .map(|r| match r {
            ReopenRefusal::ReasonTooLong { most } => ReleaseRefusal::ReasonTooLong { most },
            _ => ReleaseRefusal::ReasonMissing,
        })
        .collect();
    if state.released {
        no.push(ReleaseRefusal::AlreadyReleased);
    } else if state.signed {
        no.push(ReleaseRefusal::Signed);
    }
    if !state.round_open {
        no.push(ReleaseRefusal::RoundClosed);
    }
    if no.is_empty() { Ok(()) } else { Err(no) }
}

fn reason_refusals(reason: &str) -> Vec<ReopenRefusal> {
    if reason.trim().is_empty() {
        vec![ReopenRefusal::ReasonMissing]
    } else if text::length(reason) > MOST_REASON {
        vec![ReopenRefusal::ReasonTooLong { most: MOST_REASON }]
    } else {
        vec![]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judging::sign::tests::OPEN;

    #[test]
    fn only_a_signed_sheet_of_an_open_round_is_reopened_with_a_reason() {
        let signed = SheetState { signed: true, ..OPEN };
        for (state, reason, want) in [
            (signed, "nhập nhầm điểm", vec![]),
            (signed, " ", vec![ReopenRefusal::ReasonMissing]),
            (OPEN, "x", vec![ReopenRefusal::NotSigned]),
            (
                SheetState { round_open: false, ..signed },
                "",
                vec![ReopenRefusal::ReasonMissing, ReopenRefusal::RoundClosed],
            ),
            (SheetState { released: true, ..signed }, "x", vec![ReopenRefusal::Released]),
        ] {
            assert_eq!(reopen(state, reason).err().unwrap_or_default(), want, "{state:?} {reason:?}");
        }
    }

    #[test]
    fn only_the_last_closed_round_is_opened_again_before_the_confirmation() {
        use RoundRefusal::*;
        assert_eq!(reopen_round(false, false, false, "sót phiếu"), Ok(()));
        assert_eq!(
            reopen_round(true, true, true, " "),
            Err(vec![ReasonMissing, StillOpen, LaterRound, Confirmed])
        );
        let long = "ế".repeat(MOST_REASON + 1);
        assert_eq!(reopen_round(false, false, false, &long), Err(vec![ReasonTooLong { most: MOST_REASON }]));
    }

    #[test]
    fn a_signed_sheet_is_not_given_up() {
        let signed = SheetState { signed: true, ..OPEN };
        assert_eq!(release(OPEN, "ốm"), Ok(()));
        assert_eq!(release(signed, "ốm"), Err(vec![ReleaseRefusal::Signed]));
        assert_eq!(release(OPEN, ""), Err(vec![ReleaseRefusal::ReasonMissing]));
        let twice = SheetState { released: true, ..OPEN };
        assert_eq!(release(twice, "ốm"), Err(vec![ReleaseRefusal::AlreadyReleased]));
    }
}
