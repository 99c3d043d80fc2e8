//! Conflicts of interest (trường hợp phải tránh): a judge who must not mark an entry.

use std::collections::HashMap;

use super::header::field;
use super::known::Known;
use super::problem::ProblemKind;
use super::rows::{ConflictRow, Preview};
use super::scores::known_code;

const JUDGE: usize = 0;
const ENTRY: usize = 1;
const KIND: usize = 2;
const NOTE: usize = 3;

/// Reads a file of conflicts. The same pair twice is a problem.
pub fn read(name: &str, bytes: &[u8], known: &Known) -> Preview<ConflictRow> {
    let fields = [
        field("judge_code", true, &["mã giám khảo", "giám khảo", "mã gk"]),
        field("entry_code", true, &["mã bài", "mã bài dự thi", "bài dự thi"]),
        field("kind", true, &["loại", "loại xung đột", "trường hợp"]),
        field("note", false, &["ghi chú", "lý do"]),
    ];
    let mut seen: HashMap<(String, String), u32> = HashMap::new();
    super::rows_of(name, bytes, &fields, |row, sink| {
        let at = row.place(sink);
        let judge = row.code(JUDGE, sink);
        let judge = judge.filter(|code| {
            known_code(code, known.judges.as_ref(), ProblemKind::UnknownJudge, row, JUDGE, sink)
        });
        let entry = row.code(ENTRY, sink);
        let entry = entry.filter(|code| {
            known_code(code, known.entries.as_ref(), ProblemKind::UnknownEntry, row, ENTRY, sink)
        });
        let kind = row.needed(KIND, sink);
        let note = row.text(NOTE, sink);
        let (judge_code, entry_code, kind) = (judge?, entry?, kind?);
        if let Some(first) = seen.insert((judge_code.clone(), entry_code.clone()), at.row) {
            let found = format!("{judge_code} {entry_code}");
            sink.problem(row.spot(ENTRY), ProblemKind::DuplicateCode, &found, &format!("#{first}"));
            return None;
        }
        Some(ConflictRow { at, judge_code, entry_code, kind, note })
    })
}
