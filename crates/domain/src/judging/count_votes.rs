//! Nhập số phiếu bình chọn: a count of the public's votes, made elsewhere (ballots, a page, a portal), is taken in with where it comes
//! from, and may be taken back, with a reason, until the last round is closed. Several counts of different places add up.
//!
//! Whoever counts leaves out what may not count (`contest::OncePer`) and says how much that was and how it was found; the list of
//! entries and votes is kept word for word under its SHA-256. Prose: `docs/rules/community-vote.md`.

use super::community::MOST_VOTES;
use crate::contest::CommunityVote;
use crate::ids::EntryCode;
use crate::text;
use crate::time::Instant;
use crate::words::words;
use std::collections::HashSet;

/// Longest note, in characters.
pub const MOST_NOTE: usize = 2_000;
/// Shortest note: where the votes come from and how double ones were left out cannot be said in less.
pub const LEAST_NOTE: usize = 10;

/// Where a count was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VoteSource {
    Paper,
    Portal,
    Facebook,
    Zalo,
    Other,
}

words!(VoteSource { Paper = "paper", Portal = "portal", Facebook = "facebook", Zalo = "zalo", Other = "other" });

/// A count as it is handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    pub source: VoteSource,
    /// Where the votes were cast, who counted, how double votes were found.
    pub note: String,
    /// Votes that were cast and do not count.
    pub left_out: u64,
    /// Entry and votes; an entry that is not named has none.
    pub votes: Vec<(EntryCode, u64)>,
}

/// Why a count is not taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CountRefusal {
    /// The rules have no community vote.
    NoVote,
    /// The vote goes on until this instant.
    NotOver {
        closes_at: Instant,
    },
    /// The last round is closed: marks are known, votes are fixed.
    JudgingClosed,
    NoteMissing {
        least: usize,
    },
    NoteTooLong {
        most: usize,
    },
    Empty,
    /// No entry of the contest that is judged.
    UnknownEntry {
        entry: EntryCode,
    },
    Twice {
        entry: EntryCode,
    },
    TooMany {
        entry: EntryCode,
        most: u64,
    },
    TooManyLeftOut {
        most: u64,
    },
}

/// Checks a count. `judged`: the entries that reached judging. All reasons at once.
pub fn count_votes(
    rule: Option<&CommunityVote>,
    closed: bool,
    judged: &HashSet<EntryCode>,
    count: &Count,
    now: Instant,
) -> Result<(), Vec<CountRefusal>> {
    let Some(rule) = rule else { return Err(vec![CountRefusal::NoVote]) };
    let mut no = vec![];
    if closed {
        no.push(CountRefusal::JudgingClosed);
    }
    if let Some(closes) = rule.closes.filter(|c| c.admits(now)) {
        no.push(CountRefusal::NotOver { closes_at: closes.0 });
    }
    match text::length(count.note.trim()) {
        n if n < LEAST_NOTE => no.push(CountRefusal::NoteMissing { least: LEAST_NOTE }),
        n if n > MOST_NOTE => no.push(CountRefusal::NoteTooLong { most: MOST_NOTE }),
        _ => {}
    }
    if count.left_out > MOST_VOTES {
        no.push(CountRefusal::TooManyLeftOut { most: MOST_VOTES });
    }
    if count.votes.is_empty() {
        no.push(CountRefusal::Empty);
    }
    let mut seen = HashSet::new();
    for (entry, votes) in &count.votes {
        let entry = entry.clone();
        if !judged.contains(&entry) {
            no.push(CountRefusal::UnknownEntry { entry });
        } else if !seen.insert(entry.clone()) {
            no.push(CountRefusal::Twice { entry });
        } else if *votes > MOST_VOTES {
            no.push(CountRefusal::TooMany { entry, most: MOST_VOTES });
        }
    }
    if no.is_empty() { Ok(()) } else { Err(no) }
}

/// Why a count is not taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UncountRefusal {
    JudgingClosed,
    AlreadyTakenBack,
    ReasonMissing,
    TooLong { most: usize },
}

/// Checks that a count is taken back.
pub fn take_back(closed: bool, taken_back: bool, reason: &str) -> Result<(), Vec<UncountRefusal>> {
    let mut no = vec![];
    if closed {
        no.push(UncountRefusal::JudgingClosed);
    }
    if taken_back {
        no.push(UncountRefusal::AlreadyTakenBack);
    }
    if reason.trim().is_empty() {
        no.push(UncountRefusal::ReasonMissing);
    } else if text::length(reason) > MOST_NOTE {
        no.push(UncountRefusal::TooLong { most: MOST_NOTE });
    }
    if no.is_empty() { Ok(()) } else { Err(no) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::{OncePer, VoteScale, Voters};
    use crate::ratio::Ratio;
    use crate::time::Before;
    use CountRefusal::*;

    fn rule(closes: Option<i64>) -> CommunityVote {
        CommunityVote {
            weight: Ratio::new(1, 10).unwrap(),
            scale: VoteScale::ShareOfMost,
            opens: None,
            closes: closes.map(|c| Before(Instant(c))),
            voters: Voters::Everyone,
            once_per: OncePer::Phone,
        }
    }

    fn count(votes: &[(&str, u64)]) -> Count {
        Count {
            source: VoteSource::Facebook,
            note: "Trang của huyện, đếm lúc 17 giờ".into(),
            left_out: 3,
            votes: votes.iter().map(|(e, v)| ((*e).into(), *v)).collect(),
        }
    }

    #[test]
    fn everything_wrong_is_named() {
        let judged: HashSet<EntryCode> = ["A".into(), "B".into()].into();
        let (ok, entry) = (count(&[("A", 1), ("B", 0)]), |e: &str| EntryCode::from(e));
        let short = Count { note: "  fb ".into(), ..ok.clone() };
        for (what, rule, closed, count, want) in [
            ("fine", Some(rule(None)), false, ok.clone(), vec![]),
            ("no rule", None, false, ok.clone(), vec![NoVote]),
            ("over exactly at the end", Some(rule(Some(100))), false, ok.clone(), vec![]),
            (
                "a moment before",
                Some(rule(Some(101))),
                false,
                ok.clone(),
                vec![NotOver { closes_at: Instant(101) }],
            ),
            ("closed", Some(rule(None)), true, ok.clone(), vec![JudgingClosed]),
            ("no note", Some(rule(None)), false, short, vec![NoteMissing { least: LEAST_NOTE }]),
            ("nothing", Some(rule(None)), false, count(&[]), vec![Empty]),
            (
                "rows",
                Some(rule(None)),
                false,
                count(&[("X", 1), ("A", 1), ("A", 1), ("B", MOST_VOTES + 1)]),
                vec![
                    UnknownEntry { entry: entry("X") },
                    Twice { entry: entry("A") },
                    TooMany { entry: entry("B"), most: MOST_VOTES },
                ],
            ),
        ] {
            let got = count_votes(rule.as_ref(), closed, &judged, &count, Instant(100));
            assert_eq!(got.err().unwrap_or_default(), want, "{what}");
        }
    }

    #[test]
    fn a_count_is_taken_back_once_with_a_reason_before_the_end() {
        assert_eq!(take_back(false, false, "đếm nhầm"), Ok(()));
        let all = vec![
            UncountRefusal::JudgingClosed,
            UncountRefusal::AlreadyTakenBack,
            UncountRefusal::ReasonMissing,
        ];
        assert_eq!(take_back(true, true, " "), Err(all));
    }
}
