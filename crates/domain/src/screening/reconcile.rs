//! What lay in a parcel against the list of its batch: *đối chiếu bài giấy theo mã QR*.

use super::ScreeningEvent;
use super::sheet_code::SheetCode;
use crate::contest::words;
use crate::ids::{BatchId, EntryCode};
use crate::text;

/// Most codes of one count.
pub const MOST_CODES: usize = 2_000;
/// Most characters of a note.
pub const MOST_NOTE: usize = 1_000;

/// A line of the list: the version that was sent, with its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    pub entry: EntryCode,
    pub version: i64,
    pub dossier_hash: [u8; 32],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Found {
    Matched,
    /// On the list and not in the parcel.
    Missing,
    /// The paper is of an entry on the list, printed for another version.
    OtherVersion,
    /// In the parcel and not on the list.
    Surplus,
    /// No code of a sheet.
    Unread,
}

words!(Found {
    Matched = "matched",
    Missing = "missing",
    OtherVersion = "other_version",
    Surplus = "surplus",
    Unread = "unread",
});

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub found: Found,
    /// Code of the entry where it is known, else what was scanned.
    pub what: String,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReconcileRefusal {
    #[error("the batch has not been sent")]
    NotSent,
    #[error("no code was scanned")]
    NothingScanned,
    #[error("at most {most} codes")]
    TooMany { most: usize },
    #[error("the note is longer than {most} characters")]
    NoteTooLong { most: usize },
}

/// Lines of the list in their order, then what is not on it in the order of scanning. A code that was scanned twice counts once;
/// a code of an entry alone, without the digits of a version, matches: the dossier itself lay there.
pub fn reconcile(
    batch: BatchId,
    is_sent: bool,
    expected: &[Expected],
    scanned: &[&str],
    note: &str,
) -> Result<(Vec<Line>, ScreeningEvent), Vec<ReconcileRefusal>> {
    let scanned: Vec<&str> = scanned.iter().map(|s| s.trim()).filter(|s| !s.is_empty()).collect();
    let mut no = Vec::new();
    if !is_sent {
        no.push(ReconcileRefusal::NotSent);
    }
    if scanned.is_empty() {
        no.push(ReconcileRefusal::NothingScanned);
    }
    if scanned.len() > MOST_CODES {
        no.push(ReconcileRefusal::TooMany { most: MOST_CODES });
    }
    if text::length(note) > MOST_NOTE {
        no.push(ReconcileRefusal::NoteTooLong { most: MOST_NOTE });
    }
    if !no.is_empty() {
        return Err(no);
    }
    let mut found = vec![Found::Missing; expected.len()];
    let mut others: Vec<Line> = Vec::new();
    for scan in scanned {
        let (found_as, at) = place(expected, scan);
        match at {
            Some(at) if found[at] != Found::Matched => found[at] = found_as,
            Some(_) => {}
            None => {
                let shown =
                    SheetCode::read(scan).and_then(|c| c.entry).map_or_else(|| shortened(scan), |e| e.0);
                let line = Line { found: found_as, what: shown };
                if !others.contains(&line) {
                    others.push(line);
                }
            }
        }
    }
    let listed = |(e, found): (&Expected, Found)| Line { found, what: e.entry.0.clone() };
    let mut lines: Vec<Line> = expected.iter().zip(found).map(listed).collect();
    lines.append(&mut others);
    let count = |f: Found| i64::try_from(lines.iter().filter(|l| l.found == f).count()).unwrap_or(i64::MAX);
    let missing =
        lines.iter().filter(|l| l.found == Found::Missing).map(|l| EntryCode(l.what.clone())).collect();
    let event = ScreeningEvent::BatchChecked {
        batch,
        matched: count(Found::Matched),
        missing,
        surplus: count(Found::Surplus),
    };
    Ok((lines, event))
}

/// What one code is, and the line of the list that it belongs to.
fn place(expected: &[Expected], scan: &str) -> (Found, Option<usize>) {
    let Some(code) = SheetCode::read(scan) else { return (Found::Unread, None) };
    if !code.digits.is_empty()
        && let Some(at) = expected.iter().position(|e| code.is_of(&e.entry, e.version, &e.dossier_hash))
    {
        return (Found::Matched, Some(at));
    }
    match (&code.entry, expected.iter().position(|e| code.entry.is_some() && code.names(&e.entry))) {
        (Some(_), Some(at)) => {
            let same = code.digits.is_empty() && code.version.is_none_or(|v| v == expected[at].version);
            (if same { Found::Matched } else { Found::OtherVersion }, Some(at))
        }
        _ => (Found::Surplus, None),
    }
}

fn shortened(scan: &str) -> String {
    text::clean_line(scan).chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sheet_code::{short, text};
    use super::*;

    fn list() -> Vec<Expected> {
        let line =
            |n: u8| Expected { entry: EntryCode(format!("CM24-00{n}")), version: 2, dossier_hash: [n; 32] };
        vec![line(1), line(2), line(3)]
    }

    fn go(scanned: &[&str]) -> Vec<(Found, String)> {
        let (lines, _) = reconcile(BatchId(5), true, &list(), scanned, "").expect("counted");
        lines.into_iter().map(|l| (l.found, l.what)).collect()
    }

    #[test]
    fn every_code_finds_its_line_or_is_surplus() {
        use Found::*;
        let at =
            |n: u8, version: i64, byte: u8| text(&EntryCode(format!("CM24-00{n}")), version, &[byte; 32]);
        let three = |a: Found, b: Found, c: Found| {
            vec![(a, "CM24-001".to_owned()), (b, "CM24-002".to_owned()), (c, "CM24-003".to_owned())]
        };
        for (name, scanned, want) in [
            (
                "QR, short and code alone",
                vec![at(1, 2, 1), short(&[2; 32]), "cm24-003".into()],
                three(Matched, Matched, Matched),
            ),
            ("twice", vec![at(1, 2, 1), at(1, 2, 1)], three(Matched, Missing, Missing)),
            (
                "an older sheet",
                vec![at(1, 1, 9), at(2, 2, 2), at(3, 2, 3)],
                three(OtherVersion, Matched, Matched),
            ),
            (
                "an older sheet beside the right one",
                vec![at(1, 1, 9), at(1, 2, 1), at(1, 1, 9)],
                three(Matched, Missing, Missing),
            ),
            (
                "another version by its number",
                vec!["CM24-001 V1".into()],
                three(OtherVersion, Missing, Missing),
            ),
        ] {
            let scanned: Vec<&str> = scanned.iter().map(String::as_str).collect();
            assert_eq!(go(&scanned), want, "{name}");
        }
        let mut want = three(Missing, Missing, Matched);
        want.push((Surplus, "CM24-009".into()));
        want.push((Surplus, "0909 0909 0909 0909".into()));
        want.push((Unread, "??".into()));
        assert_eq!(go(&["CM24-009", "CM24-003", &short(&[9; 32]), "??", "??", " "]), want);
    }

    #[test]
    fn a_count_needs_a_sent_batch_and_something_scanned() {
        let go = |sent, scanned: &[&str], note: &str| {
            reconcile(BatchId(5), sent, &list(), scanned, note).err().unwrap_or_default()
        };
        assert_eq!(go(true, &["CM24-001"], ""), vec![]);
        assert_eq!(
            go(false, &["", " "], ""),
            vec![ReconcileRefusal::NotSent, ReconcileRefusal::NothingScanned]
        );
        let many = vec!["CM24-001"; MOST_CODES + 1];
        assert_eq!(go(true, &many, ""), vec![ReconcileRefusal::TooMany { most: MOST_CODES }]);
        let long = "a".repeat(MOST_NOTE + 1);
        assert_eq!(go(true, &["CM24-001"], &long), vec![ReconcileRefusal::NoteTooLong { most: MOST_NOTE }]);
    }
}
