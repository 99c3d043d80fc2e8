//! Judges (giám khảo) of a panel.

use super::entries::{self, Codes};
use super::header::field;
use super::known::Known;
use super::rows::{JudgeRow, Preview};
use super::table::YES_NO;

const CODE: usize = 0;
const NAME: usize = 1;
const TITLE: usize = 2;
const UNIT: usize = 3;
const CHAIR: usize = 4;

/// Reads a file of judges.
pub fn read(name: &str, bytes: &[u8], known: &Known) -> Preview<JudgeRow> {
    let fields = [
        field("code", true, &["mã giám khảo", "mã gk", "mã"]),
        field("name", true, &["họ và tên giám khảo", "họ và tên", "họ tên", "tên giám khảo", "giám khảo"]),
        field("title", false, &["chức vụ", "chức danh"]),
        field("unit_code", false, &["mã đơn vị", "đơn vị công tác", "đơn vị"]),
        field("chair", false, &["trưởng ban", "trưởng ban giám khảo", "chủ tịch hội đồng", "chủ tịch"]),
    ];
    let mut codes = Codes::default();
    let mut preview = super::rows_of(name, bytes, &fields, |row, sink| {
        let at = row.place(sink);
        let code = row.code(CODE, sink);
        let unique = code.as_deref().map(|code| codes.note(code, at.row, row.spot(CODE), sink));
        let name = row.needed(NAME, sink);
        let title = row.text(TITLE, sink);
        let unit_code = match row.optional(UNIT, sink) {
            Some(text) => entries::unit(&text, None, known, row.spot(UNIT), sink).map(Some),
            None => Some(None),
        };
        let chair = match row.optional(CHAIR, sink) {
            Some(text) => row.word(CHAIR, &text, YES_NO, sink),
            None => Some(false),
        };
        if unique == Some(false) {
            return None;
        }
        Some(JudgeRow { at, code: code?, name: name?, title, unit_code: unit_code?, chair: chair? })
    });
    preview.codes = codes.into_set();
    preview
}
