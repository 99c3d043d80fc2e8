//! Signing a sheet: it must be complete, and nothing changes it afterwards but a reopening by the chair.

use super::sheet::{SheetContent, SheetRefusal, check_complete};
use crate::contest::Criterion;
use crate::marks::Marks;

/// Where a sheet stands, as every action on it asks first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheetState {
    pub round_open: bool,
    pub signed: bool,
    /// Given up with a reason, or taken away because of a conflict.
    pub released: bool,
    pub recused: bool,
    /// The committee has taken the entry out of judging.
    pub entry_out: bool,
}

/// Why a sheet cannot be written on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetLocked {
    RoundClosed,
    Signed,
    Released,
    Recused,
    EntryOut,
}

/// `Ok` where the judge may write on the sheet and sign it.
pub fn writable(state: SheetState) -> Result<(), SheetLocked> {
    match state {
        SheetState { recused: true, .. } => Err(SheetLocked::Recused),
        SheetState { released: true, .. } => Err(SheetLocked::Released),
        SheetState { signed: true, .. } => Err(SheetLocked::Signed),
        SheetState { entry_out: true, .. } => Err(SheetLocked::EntryOut),
        SheetState { round_open: false, .. } => Err(SheetLocked::RoundClosed),
        SheetState { .. } => Ok(()),
    }
}

/// Why a signature is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignRefusal {
    Locked(SheetLocked),
    /// The judge looked at another revision than the one that would be signed.
    Stale {
        revision: i64,
    },
    Sheet(SheetRefusal),
}

/// Checks a signature of exactly the revision that the judge has seen.
pub fn sign(
    criteria: &[Criterion],
    state: SheetState,
    content: &SheetContent,
    revision: i64,
    seen: i64,
) -> Result<Vec<Marks>, Vec<SignRefusal>> {
    writable(state).map_err(|l| vec![SignRefusal::Locked(l)])?;
    if seen != revision {
        return Err(vec![SignRefusal::Stale { revision }]);
    }
    check_complete(criteria, content).map_err(|no| no.into_iter().map(SignRefusal::Sheet).collect())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::judging::rubric::tests::criterion;

    pub(crate) const OPEN: SheetState =
        SheetState { round_open: true, signed: false, released: false, recused: false, entry_out: false };

    #[test]
    fn a_sheet_is_written_on_only_while_it_is_open() {
        for (state, want) in [
            (OPEN, Ok(())),
            (SheetState { round_open: false, ..OPEN }, Err(SheetLocked::RoundClosed)),
            (SheetState { signed: true, ..OPEN }, Err(SheetLocked::Signed)),
            (SheetState { signed: true, round_open: false, ..OPEN }, Err(SheetLocked::Signed)),
            (SheetState { released: true, ..OPEN }, Err(SheetLocked::Released)),
            (SheetState { entry_out: true, ..OPEN }, Err(SheetLocked::EntryOut)),
            (SheetState { recused: true, released: true, ..OPEN }, Err(SheetLocked::Recused)),
        ] {
            assert_eq!(writable(state), want);
        }
    }

    #[test]
    fn exactly_what_was_seen_is_signed() {
        let criteria = [criterion("a", 1000, "1")];
        let full = SheetContent { marks: vec![Some(Marks(500))], ..SheetContent::blank(1) };
        assert_eq!(sign(&criteria, OPEN, &full, 3, 3), Ok(vec![Marks(500)]));
        assert_eq!(sign(&criteria, OPEN, &full, 4, 3), Err(vec![SignRefusal::Stale { revision: 4 }]));
        let blank = SheetContent::blank(1);
        let missing = SignRefusal::Sheet(SheetRefusal::MarkMissing { criterion: 0 });
        assert_eq!(sign(&criteria, OPEN, &blank, 0, 0), Err(vec![missing]));
        let locked = SignRefusal::Locked(SheetLocked::Signed);
        assert_eq!(sign(&criteria, SheetState { signed: true, ..OPEN }, &blank, 0, 0), Err(vec![locked]));
    }
}
