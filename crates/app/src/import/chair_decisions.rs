//! The order the chair (or the committee by vote) gave to entries that nothing else tells apart.

use super::header::field;
use super::known::Known;
use super::problem::{ProblemKind, Sink};
use super::rows::{ChairDecisionRow, Preview};
use super::scores::known_code;
use super::table::Row;
use super::text::is_code;

const BY: usize = 0;
const AT: usize = 1;
const ORDER: usize = 2;
const REASON: usize = 3;

/// Reads a file of chair decisions. The order is `A > B > C`, best first, each entry once.
pub fn read(name: &str, bytes: &[u8], known: &Known) -> Preview<ChairDecisionRow> {
    let fields = [
        field("decided_by", true, &["người quyết định", "quyết định bởi"]),
        field("decided_at", true, &["thời điểm quyết định", "ngày quyết định", "thời gian"]),
        field("entry_codes_in_order", true, &["thứ tự", "thứ tự bài"]),
        field("reason", false, &["lý do", "ghi chú"]),
    ];
    super::rows_of(name, bytes, &fields, |row, sink| {
        let at = row.place(sink);
        let decided_by = row.needed(BY, sink);
        let judges = known.judges.as_ref().filter(|_| !known.committee_votes);
        let decided_by =
            decided_by.filter(|code| known_code(code, judges, ProblemKind::UnknownJudge, row, BY, sink));
        let decided_at = row.instant(AT, sink);
        let order = row.needed(ORDER, sink).and_then(|text| order(&text, row, known, sink));
        let reason = row.text(REASON, sink);
        Some(ChairDecisionRow {
            at,
            decided_by: decided_by?,
            decided_at: decided_at?,
            entry_codes_in_order: order?,
            reason,
        })
    })
}

fn order(text: &str, row: &Row<'_>, known: &Known, sink: &mut Sink) -> Option<Vec<String>> {
    let mut codes: Vec<String> = Vec::new();
    let mut fine = true;
    for code in text.split(['>', ';']).map(str::trim) {
        if !is_code(code) {
            sink.problem(row.spot(ORDER), ProblemKind::BadCode, code, "A > B");
            fine = false;
        } else if codes.iter().any(|before| before == code) {
            sink.problem(row.spot(ORDER), ProblemKind::DuplicateCode, code, "");
            fine = false;
        } else {
            fine &= known_code(code, known.entries.as_ref(), ProblemKind::UnknownEntry, row, ORDER, sink);
            codes.push(code.to_owned());
        }
    }
    if fine && codes.len() < 2 {
        sink.problem(row.spot(ORDER), ProblemKind::MissingValue, text, "A > B");
        return None;
    }
    fine.then_some(codes)
}
