//! Thời hạn lưu: when personal data goes by itself. Source: research/reliability.md, 17 (drafts 30 days; losing entries some time after the
//! decision; winners' names for good); the years are the office's to set.

use super::erase::{Case, Extent};
use crate::contest::Phase;
use crate::entry::EntryState;
use crate::time::Instant;

/// Days that a draft is kept after entries were last taken.
pub const DRAFT_DAYS: i64 = 30;
const DAY_MS: i64 = 86_400_000;
/// 365.25 days: a retention of years is not counted to the day.
const YEAR_MS: i64 = 365 * DAY_MS + DAY_MS / 4;

/// What of an entry goes now, if anything.
///
/// * `last_taken`: when the contest last took entries;
/// * `released`: when its result was released;
/// * `years`: after the release.
pub fn over(
    case: Case,
    last_taken: Instant,
    released: Option<Instant>,
    years: i64,
    now: Instant,
) -> Option<Extent> {
    let extent = match case.state {
        EntryState::Draft => (now >= last_taken.plus_ms(DRAFT_DAYS * DAY_MS)).then_some(Extent::All),
        EntryState::HandedIn | EntryState::Withdrawn => {
            let released = released.filter(|_| case.phase == Phase::Released)?;
            let is_over = now >= released.plus_ms(years.saturating_mul(YEAR_MS));
            is_over.then_some(if case.has_prize { Extent::Contact } else { Extent::All })
        }
    };
    extent.filter(|e| case.erased.is_none_or(|gone| gone < *e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drafts_go_after_a_month_and_entries_after_the_years() {
        let case = Case {
            state: EntryState::HandedIn,
            phase: Phase::Released,
            judged: true,
            has_prize: false,
            erased: None,
            asked: false,
        };
        let (taken, released) = (Instant(0), Instant(100 * DAY_MS));
        let years = 5;
        let at = |days: i64| Instant(days * DAY_MS);
        let late = at(100 + 5 * 366);
        for (name, case, now, is) in [
            ("a young draft", Case { state: EntryState::Draft, ..case }, at(29), None),
            ("an old draft", Case { state: EntryState::Draft, ..case }, at(30), Some(Extent::All)),
            ("before the years are over", case, at(100 + 5 * 365), None),
            ("after them", case, late, Some(Extent::All)),
            ("a winner", Case { has_prize: true, ..case }, late, Some(Extent::Contact)),
            ("a winner, once", Case { has_prize: true, erased: Some(Extent::Contact), ..case }, late, None),
            (
                "asked before for half of it",
                Case { erased: Some(Extent::Contact), ..case },
                late,
                Some(Extent::All),
            ),
            ("gone", Case { erased: Some(Extent::All), ..case }, late, None),
            ("a result taken back", Case { phase: Phase::Decided, ..case }, late, None),
        ] {
            assert_eq!(over(case, taken, Some(released), years, now), is, "{name}");
        }
    }
}
