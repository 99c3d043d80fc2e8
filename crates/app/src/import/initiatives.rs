//! Initiatives (sáng kiến) of earlier years, against which new entries are compared.

use super::entries::{self, Codes};
use super::header::field;
use super::known::Known;
use super::rows::{InitiativeRow, Preview};

const CODE: usize = 0;
const NAME: usize = 1;
const UNIT: usize = 2;
const KIND: usize = 3;
const DESCRIPTION: usize = 4;
const REPLICATED: usize = 5;
const BASIS: usize = 6;

/// Reads a file of initiatives. Names stay exactly as printed.
pub fn read(name: &str, bytes: &[u8], known: &Known) -> Preview<InitiativeRow> {
    let fields = [
        field("code", true, &["mã sáng kiến", "mã"]),
        field("name", true, &["tên sáng kiến", "tên giải pháp", "tên mô hình", "tên"]),
        field("unit_code", false, &["mã đơn vị", "đơn vị áp dụng", "đơn vị"]),
        field("kind", false, &["loại"]),
        field("description", false, &["mô tả", "nội dung"]),
        field("replicated", false, &["nhân rộng", "đã nhân rộng"]),
        field("basis", false, &["căn cứ"]),
    ];
    let mut codes = Codes::default();
    let mut preview = super::rows_of(name, bytes, &fields, |row, sink| {
        let at = row.place(sink);
        let code = row.code(CODE, sink);
        let unique = code.as_deref().map(|code| codes.note(code, at.row, row.spot(CODE), sink));
        let name = row.needed(NAME, sink);
        let unit_code = match row.optional(UNIT, sink) {
            Some(text) => entries::unit(&text, None, known, row.spot(UNIT), sink).map(Some),
            None => Some(None),
        };
        let (kind, description) = (row.text(KIND, sink), row.text(DESCRIPTION, sink));
        let (replicated, basis) = (row.text(REPLICATED, sink), row.text(BASIS, sink));
        if unique == Some(false) {
            return None;
        }
        Some(InitiativeRow {
            at,
            code: code?,
            name: name?,
            unit_code: unit_code?,
            kind,
            description,
            replicated,
            basis,
        })
    });
    preview.codes = codes.into_set();
    preview
}
