//! Who gave the third mark where two marks lay too far apart.

use std::collections::HashMap;

use super::header::field;
use super::known::Known;
use super::problem::ProblemKind;
use super::rows::{Preview, ThirdMarkerRow};
use super::scores::known_code;

const ROUND: usize = 0;
const ENTRY: usize = 1;
const JUDGE: usize = 2;

/// Reads a file of third markers: one a round and entry.
pub fn read(name: &str, bytes: &[u8], known: &Known) -> Preview<ThirdMarkerRow> {
    let fields = [
        field("round", false, &["vòng", "vòng chấm"]),
        field("entry_code", true, &["mã bài", "mã bài dự thi", "bài dự thi"]),
        field("judge_code", true, &["mã giám khảo", "giám khảo", "giám khảo thứ ba"]),
    ];
    let mut seen: HashMap<(String, String), u32> = HashMap::new();
    super::rows_of(name, bytes, &fields, |row, sink| {
        let at = row.place(sink);
        let round = row.optional_code(ROUND, sink).ok().map(|round| round.unwrap_or_else(|| "1".to_owned()));
        let round = round.filter(|code| {
            let fine = known.rounds.is_empty() || known.rounds.iter().any(|round| round.code == *code);
            if !fine {
                sink.problem(row.spot(ROUND), ProblemKind::UnknownRound, code, "");
            }
            fine
        });
        let entry = row.code(ENTRY, sink);
        let entry = entry.filter(|code| {
            known_code(code, known.entries.as_ref(), ProblemKind::UnknownEntry, row, ENTRY, sink)
        });
        let judge = row.code(JUDGE, sink);
        let judge = judge.filter(|code| {
            known_code(code, known.judges.as_ref(), ProblemKind::UnknownJudge, row, JUDGE, sink)
        });
        let (round, entry_code, judge_code) = (round?, entry?, judge?);
        if let Some(first) = seen.insert((round.clone(), entry_code.clone()), at.row) {
            sink.problem(row.spot(ENTRY), ProblemKind::DuplicateCode, &entry_code, &format!("#{first}"));
            return None;
        }
        Some(ThirdMarkerRow { at, round, entry_code, judge_code })
    })
}
