//! Closing a round: refused with everything that is missing, by entry and judge.

use super::combine::SignedSheet;
use super::rubric::Rubric;
use crate::contest::{Combine, Round};
use crate::ids::{EntryCode, JudgeCode};
use crate::ratio::Ratio;

/// An entry of the round with its sheets, those given up left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundEntry {
    pub entry: EntryCode,
    pub signed: Vec<SignedSheet>,
    /// Assigned and not signed; true for a third mark.
    pub open: Vec<(JudgeCode, bool)>,
}

/// Why a round cannot be closed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CloseRefusal {
    AlreadyClosed,
    NoEntries,
    /// The last round, the rules have a community vote, and no count of it is there: from here on none is taken in.
    VotesMissing,
    /// Nobody is assigned.
    NoJudge {
        entry: EntryCode,
    },
    SheetMissing {
        entry: EntryCode,
        judge: JudgeCode,
    },
    /// The method wants exactly two first marks.
    FirstMarks {
        entry: EntryCode,
        have: usize,
    },
    /// The first marks lie so far apart that a third must be called.
    ThirdNotCalled {
        entry: EntryCode,
        gap: Ratio,
    },
    /// A third mark was called where the first two do not need it.
    ThirdNotNeeded {
        entry: EntryCode,
    },
}

/// The entries of a round, checked in the order given.
pub fn close(round: &Round, entries: &[RoundEntry]) -> Result<(), Vec<CloseRefusal>> {
    if entries.is_empty() {
        return Err(vec![CloseRefusal::NoEntries]);
    }
    let rubric = Rubric::of(&round.criteria);
    let mut no = vec![];
    for e in entries {
        if e.signed.is_empty() && e.open.is_empty() {
            no.push(CloseRefusal::NoJudge { entry: e.entry.clone() });
            continue;
        }
        let missing = |(judge, _): &(JudgeCode, bool)| CloseRefusal::SheetMissing {
            entry: e.entry.clone(),
            judge: judge.clone(),
        };
        no.extend(e.open.iter().map(missing));
        if let Combine::ThirdMarker { gap: limit, .. } = round.combine {
            close_third(&rubric, limit, e, &mut no);
        }
    }
    if no.is_empty() { Ok(()) } else { Err(no) }
}

/// The gap between the two first marks of an entry, once both are signed.
pub fn first_gap(rubric: &Rubric, entry: &RoundEntry) -> Option<Ratio> {
    let first: Vec<&SignedSheet> = entry.signed.iter().filter(|s| !s.third).collect();
    match first[..] {
        [a, b] => Some((rubric.total(&a.marks) - rubric.total(&b.marks)).abs()),
        _ => None,
    }
}

fn close_third(rubric: &Rubric, limit: Ratio, e: &RoundEntry, no: &mut Vec<CloseRefusal>) {
    let open_first = e.open.iter().filter(|o| !o.1).count();
    let called = e.signed.iter().any(|s| s.third) || e.open.iter().any(|o| o.1);
    let have = e.signed.iter().filter(|s| !s.third).count() + open_first;
    let entry = e.entry.clone();
    match first_gap(rubric, e) {
        _ if have != 2 => no.push(CloseRefusal::FirstMarks { entry, have }),
        Some(gap) if gap >= limit && !called => no.push(CloseRefusal::ThirdNotCalled { entry, gap }),
        Some(gap) if gap < limit && called => no.push(CloseRefusal::ThirdNotNeeded { entry }),
        Some(_) | None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::ThirdMark;
    use crate::judging::rubric::tests::criterion;
    use crate::marks::Marks;
    use CloseRefusal::*;

    fn round(combine: Combine) -> Round {
        Round {
            code: "1".into(),
            name: String::new(),
            combine,
            threshold: None,
            finalists: None,
            criteria: vec![criterion("a", 10_000, "1")],
        }
    }

    fn entry(signed: &[(&str, i64)], open: &[&str]) -> RoundEntry {
        let third = |j: &str| j == "T";
        let sheet = |(j, p): &(&str, i64)| SignedSheet {
            judge: (*j).into(),
            third: third(j),
            marks: vec![Marks(p * 100)],
        };
        RoundEntry {
            entry: "E".into(),
            signed: signed.iter().map(sheet).collect(),
            open: open.iter().map(|j| ((*j).into(), third(j))).collect(),
        }
    }

    #[test]
    fn everything_missing_is_named() {
        let e = || EntryCode::from("E");
        let missing = |j: &str| SheetMissing { entry: e(), judge: j.into() };
        let third = Combine::ThirdMarker { gap: Ratio::whole(10), third: ThirdMark::Decides };
        for (what, combine, entry, want) in [
            ("all signed", Combine::Mean, entry(&[("A", 1)], &[]), vec![]),
            ("nobody", Combine::Mean, entry(&[], &[]), vec![NoJudge { entry: e() }]),
            ("two open", Combine::Mean, entry(&[("A", 1)], &["B", "C"]), vec![missing("B"), missing("C")]),
            ("near", third, entry(&[("A", 80), ("B", 71)], &[]), vec![]),
            (
                "a gap",
                third,
                entry(&[("A", 80), ("B", 70)], &[]),
                vec![ThirdNotCalled { entry: e(), gap: Ratio::whole(10) }],
            ),
            ("third open", third, entry(&[("A", 80), ("B", 70)], &["T"]), vec![missing("T")]),
            ("third signed", third, entry(&[("A", 80), ("B", 70), ("T", 75)], &[]), vec![]),
            (
                "third for nothing",
                third,
                entry(&[("A", 80), ("B", 71), ("T", 75)], &[]),
                vec![ThirdNotNeeded { entry: e() }],
            ),
            ("one first mark", third, entry(&[("A", 80)], &[]), vec![FirstMarks { entry: e(), have: 1 }]),
            ("second open", third, entry(&[("A", 80)], &["B"]), vec![missing("B")]),
        ] {
            assert_eq!(close(&round(combine), &[entry]).err().unwrap_or_default(), want, "{what}");
        }
        assert_eq!(close(&round(Combine::Mean), &[]), Err(vec![NoEntries]));
    }
}
