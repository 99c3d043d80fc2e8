//! A person's decisions at the committee's intake: copies, merged entries, entries that are not new or off topic.

use super::entries::Codes;
use super::header::field;
use super::known::Known;
use super::problem::ProblemKind;
use super::rows::{DecisionRow, IntakeDecision, Preview};
use super::scores::known_code;

const ENTRY: usize = 0;
const DECISION: usize = 1;
const KEPT: usize = 2;
const REASON: usize = 3;

const DECISIONS: &[(&str, IntakeDecision)] = &[
    ("duplicate", IntakeDecision::Duplicate),
    ("merged", IntakeDecision::Merged),
    ("not_new", IntakeDecision::NotNew),
    ("off_topic", IntakeDecision::OffTopic),
    ("Trùng", IntakeDecision::Duplicate),
    ("Trùng nội dung", IntakeDecision::Duplicate),
    ("Nhập bài", IntakeDecision::Merged),
    ("Không mới", IntakeDecision::NotNew),
    ("Không còn tính mới", IntakeDecision::NotNew),
    ("Lạc đề", IntakeDecision::OffTopic),
    ("Không đúng nội dung", IntakeDecision::OffTopic),
];

/// Reads a file of decisions; at most one for an entry. A copy and a merged entry name the entry that is kept.
pub fn read(name: &str, bytes: &[u8], known: &Known) -> Preview<DecisionRow> {
    let fields = [
        field("entry_code", true, &["mã bài", "mã bài dự thi", "bài dự thi"]),
        field("decision", true, &["quyết định", "kết luận"]),
        field("kept_entry_code", false, &["mã bài giữ lại", "bài giữ lại"]),
        field("reason", false, &["lý do", "ghi chú"]),
    ];
    let mut codes = Codes::default();
    super::rows_of(name, bytes, &fields, |row, sink| {
        let at = row.place(sink);
        let entry = row.code(ENTRY, sink);
        let entry = entry.filter(|code| {
            codes.note(code, at.row, row.spot(ENTRY), sink)
                & known_code(code, known.entries.as_ref(), ProblemKind::UnknownEntry, row, ENTRY, sink)
        });
        let decision = row.one_of(DECISION, DECISIONS, sink);
        let kept = row.optional_code(KEPT, sink).ok().filter(|kept| {
            let known_entries = known.entries.as_ref();
            kept.as_ref().is_none_or(|code| {
                known_code(code, known_entries, ProblemKind::UnknownEntry, row, KEPT, sink)
            })
        });
        let reason = row.text(REASON, sink);
        let (entry_code, decision, kept_entry_code) = (entry?, decision?, kept?);
        let needs_kept = matches!(decision, IntakeDecision::Duplicate | IntakeDecision::Merged);
        if needs_kept && kept_entry_code.is_none() {
            sink.problem(row.spot(KEPT), ProblemKind::MissingValue, "", "");
            return None;
        }
        Some(DecisionRow { at, entry_code, decision, kept_entry_code, reason })
    })
}
