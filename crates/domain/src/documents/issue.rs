//! Issuing a paper: from then on it is what was sent, whatever happens to the contest. And attaching its signed copy.

use super::{DocumentKind, Fields, Needs};
use crate::text;
use crate::time::Day;

/// Most characters of a number as it stands on a signed copy: `05/QĐ-UBND`.
const MAX_NUMBER_TEXT: usize = 60;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IssueRefusal {
    /// What it says is not settled yet.
    #[error("it waits for something")]
    TooEarly { needs: Needs },
    /// There are many of it; units issue theirs with the batch.
    #[error("it is no paper of the contest itself")]
    OfUnit,
    /// A paper with a symbol has a number of the registry.
    #[error("the number is missing")]
    NumberMissing,
    #[error("its day is after today")]
    InTheFuture { today: Day },
    /// Somebody saved another text since this one was looked at.
    #[error("version {version} was saved meanwhile")]
    Stale { version: i64 },
}

/// Whether a paper may be issued today. `reached`: how far the contest is. Source: issue 6, "a paper is fixed at issue".
pub fn check_issue(
    kind: DocumentKind,
    fields: &Fields,
    reached: Needs,
    today: Day,
) -> Result<(), Vec<IssueRefusal>> {
    let mut out = Vec::new();
    if kind.is_of_unit() {
        out.push(IssueRefusal::OfUnit);
    }
    if reached < kind.needs() {
        out.push(IssueRefusal::TooEarly { needs: kind.needs() });
    }
    if !fields.symbol.is_empty() && fields.number.is_none() {
        out.push(IssueRefusal::NumberMissing);
    }
    if fields.dated.is_some_and(|day| day > today) {
        out.push(IssueRefusal::InTheFuture { today });
    }
    if out.is_empty() { Ok(()) } else { Err(out) }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScanRefusal {
    #[error("the number that stands on it is missing or longer than {most} characters")]
    NumberMissing { most: usize },
    #[error("the day that stands on it is missing")]
    DayMissing,
    #[error("its day is after today")]
    InTheFuture { today: Day },
    #[error("it is neither a PDF nor a picture")]
    NoScan,
}

/// Whether a scan may be attached: with the number and the day that stand on the signed copy.
pub fn check_scan(
    number: &str,
    dated: Option<Day>,
    is_scan: bool,
    today: Day,
) -> Result<Day, Vec<ScanRefusal>> {
    let mut out = Vec::new();
    if number.trim().is_empty() || text::length(number) > MAX_NUMBER_TEXT {
        out.push(ScanRefusal::NumberMissing { most: MAX_NUMBER_TEXT });
    }
    match dated {
        None => out.push(ScanRefusal::DayMissing),
        Some(day) if day > today => out.push(ScanRefusal::InTheFuture { today }),
        Some(_) => {}
    }
    if !is_scan {
        out.push(ScanRefusal::NoScan);
    }
    match dated {
        Some(day) if out.is_empty() => Ok(day),
        _ => Err(out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn a_paper_is_issued_once_its_content_is_settled_with_number_and_day() {
        let today = day("2024-05-06");
        let numbered = Fields { symbol: "QĐ-UBND".to_owned(), number: Some(5), ..Fields::default() };
        let open = Fields { number: None, ..numbered.clone() };
        let tomorrow = Fields { dated: Some(day("2024-05-07")), ..numbered.clone() };
        let on_the_day = Fields { dated: Some(today), ..numbered.clone() };
        use DocumentKind::*;
        for (what, kind, fields, reached, want) in [
            ("a plan needs nothing", Plan, &numbered, Needs::Nothing, vec![]),
            ("its day is today", Plan, &on_the_day, Needs::Nothing, vec![]),
            ("no symbol, no number", Poster, &Fields::default(), Needs::Nothing, vec![]),
            ("number open", Plan, &open, Needs::Nothing, vec![IssueRefusal::NumberMissing]),
            ("of tomorrow", Plan, &tomorrow, Needs::Nothing, vec![IssueRefusal::InTheFuture { today }]),
            (
                "minutes before the standings",
                JuryMinutes,
                &Fields::default(),
                Needs::Nothing,
                vec![IssueRefusal::TooEarly { needs: Needs::Standings }],
            ),
            ("minutes of standings", JuryMinutes, &Fields::default(), Needs::Standings, vec![]),
            (
                "a decision on proposed prizes",
                Decision,
                &numbered,
                Needs::Proposal,
                vec![IssueRefusal::TooEarly { needs: Needs::Confirmed }],
            ),
            ("a decision on confirmed ones", Decision, &numbered, Needs::Confirmed, vec![]),
            ("a unit's letter", CoverLetter, &numbered, Needs::Confirmed, vec![IssueRefusal::OfUnit]),
        ] {
            assert_eq!(check_issue(kind, fields, reached, today).err().unwrap_or_default(), want, "{what}");
        }
    }

    #[test]
    fn a_scan_comes_with_the_number_and_day_of_the_signed_copy() {
        let today = day("2024-05-06");
        assert_eq!(check_scan("05/QĐ-UBND", Some(today), true, today), Ok(today));
        let told = check_scan(" ", None, false, today).unwrap_err();
        assert_eq!(
            told,
            [ScanRefusal::NumberMissing { most: 60 }, ScanRefusal::DayMissing, ScanRefusal::NoScan]
        );
        let late = check_scan(&"x".repeat(61), Some(day("2024-05-07")), true, today).unwrap_err();
        assert_eq!(late, [ScanRefusal::NumberMissing { most: 60 }, ScanRefusal::InTheFuture { today }]);
    }
}
