//! Side prizes as a committee wrote them down: who gets which, why, by which vote.

use std::collections::HashMap;

use super::header::field;
use super::known::Known;
use super::problem::ProblemKind;
use super::rows::{Preview, SidePrizeRow};
use super::scores::known_code;

const PRIZE: usize = 0;
const ENTRY: usize = 1;
const UNIT: usize = 2;
const REASON: usize = 3;
const FOR: usize = 4;
const CAST: usize = 5;

/// Reads a file of side prizes: an entry or a unit in each row, never both.
pub fn read(name: &str, bytes: &[u8], known: &Known) -> Preview<SidePrizeRow> {
    let fields = [
        field("prize_code", true, &["mã giải", "giải phụ"]),
        field("entry_code", false, &["mã bài", "mã bài dự thi", "bài dự thi"]),
        field("unit_code", false, &["mã đơn vị", "đơn vị"]),
        field("reason", true, &["lý do"]),
        field("votes_for", false, &["số phiếu đồng ý", "phiếu đồng ý"]),
        field("votes_cast", false, &["số phiếu", "tổng số phiếu"]),
    ];
    let mut seen: HashMap<(String, String), u32> = HashMap::new();
    super::rows_of(name, bytes, &fields, |row, sink| {
        let at = row.place(sink);
        let prize = row.code(PRIZE, sink);
        let entry = row.optional_code(ENTRY, sink).ok()?.filter(|code| {
            known_code(code, known.entries.as_ref(), ProblemKind::UnknownEntry, row, ENTRY, sink)
        });
        let unit = row.optional_code(UNIT, sink).ok()?.filter(|code| {
            let fine = known.units.as_ref().is_none_or(|units| units.has(code));
            if !fine {
                sink.problem(row.spot(UNIT), ProblemKind::UnknownUnit, code, "");
            }
            fine
        });
        let reason = row.needed(REASON, sink);
        let count = |field: usize, sink: &mut super::problem::Sink| -> Option<Option<u32>> {
            let Some(text) = row.optional(field, sink) else { return Some(None) };
            let read = text.parse::<u32>().ok();
            if read.is_none() {
                sink.problem(row.spot(field), ProblemKind::BadNumber, &text, "0, 5, 9");
            }
            read.map(Some)
        };
        let (votes_for, votes_cast) = (count(FOR, sink)?, count(CAST, sink)?);
        let both = entry.is_some() && unit.is_some();
        if both || (entry.is_none() && row.is_blank(ENTRY) && row.is_blank(UNIT)) {
            let kind = if both { ProblemKind::UnknownValue } else { ProblemKind::MissingValue };
            sink.problem(row.spot(ENTRY), kind, "", "entry_code, unit_code");
            return None;
        }
        let (prize_code, winner, reason) = (prize?, entry.clone().or_else(|| unit.clone())?, reason?);
        if let Some(first) = seen.insert((prize_code.clone(), winner), at.row) {
            sink.problem(row.spot(PRIZE), ProblemKind::DuplicateCode, &prize_code, &format!("#{first}"));
            return None;
        }
        let votes = votes_for.zip(votes_cast);
        Some(SidePrizeRow { at, prize_code, entry_code: entry, unit_code: unit, reason, votes })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Preview<SidePrizeRow> {
        let entries = Some(["CM-1".to_owned(), "CM-2".to_owned()].into());
        read("side-prizes.csv", text.as_bytes(), &Known { entries, ..Known::default() })
    }

    #[test]
    fn an_entry_or_a_unit_gets_a_prize() {
        let read = read_text(
            "prize_code,entry_code,unit_code,reason,votes_for,votes_cast\nvideo,CM-1,,Dựng hình tốt,7,9\nxa,,X-1,Nhiều bài nhất,,\n",
        );
        assert_eq!(read.problems, []);
        let (a, b) = (&read.rows[0], &read.rows[1]);
        assert_eq!(
            (a.entry_code.as_deref(), a.unit_code.as_deref(), a.votes),
            (Some("CM-1"), None, Some((7, 9)))
        );
        assert_eq!((b.entry_code.as_deref(), b.unit_code.as_deref(), b.votes), (None, Some("X-1"), None));
    }

    #[test]
    fn every_wrong_row_is_named() {
        let read = read_text(
            "prize_code,entry_code,unit_code,reason,votes_for,votes_cast\nvideo,CM-9,,a,,\nvideo,CM-1,X-1,a,,\nvideo,,,a,,\nvideo,CM-1,,,,\nvideo,CM-2,,a,x,9\nvideo,CM-2,,a,,\nvideo,CM-2,,a,,\n",
        );
        let kinds: Vec<_> = read.problems.iter().map(|p| (p.row, p.kind)).collect();
        assert_eq!(
            kinds,
            [
                (Some(2), ProblemKind::UnknownEntry),
                (Some(3), ProblemKind::UnknownValue),
                (Some(4), ProblemKind::MissingValue),
                (Some(5), ProblemKind::MissingValue),
                (Some(6), ProblemKind::BadNumber),
                (Some(8), ProblemKind::DuplicateCode),
            ]
        );
    }
}
