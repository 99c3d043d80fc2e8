//! Units (đơn vị) with their days of existence and successors.

use super::entries::Codes;
use super::header::field;
use super::known::Known;
use super::problem::{ProblemKind, Sink};
use super::rows::{Preview, Quota, UnitRow};
use super::table::{Reported, Row};
use super::text::is_code;
use domain::people::succession::{self, Heirs};

const CODE: usize = 0;
const NAME: usize = 1;
const KIND: usize = 2;
const PARENT: usize = 3;
const QUOTA: usize = 4;
const FROM: usize = 5;
const TO: usize = 6;
const SUCCESSOR: usize = 7;

const QUOTAS: &[(&str, Quota)] = &[
    ("required", Quota::Required),
    ("encouraged", Quota::Encouraged),
    ("none", Quota::None),
    ("Bắt buộc", Quota::Required),
    ("Khuyến khích", Quota::Encouraged),
    ("Không", Quota::None),
];

/// Reads a file of units. Parents and successors must be units of the same file, or already known ones.
pub fn read(name: &str, bytes: &[u8], known: &Known) -> Preview<UnitRow> {
    let fields = [
        field("code", true, &["mã đơn vị", "mã"]),
        field("name", true, &["tên đơn vị", "đơn vị", "tên"]),
        field("kind", true, &["loại", "loại đơn vị"]),
        field("parent_code", false, &["mã đơn vị cấp trên", "cấp trên", "trực thuộc"]),
        field("quota", true, &["chỉ tiêu"]),
        field("valid_from", false, &["từ ngày", "hiệu lực từ"]),
        field("valid_to", false, &["đến ngày", "hiệu lực đến"]),
        field("successor_code", false, &["mã đơn vị kế thừa", "đơn vị kế thừa"]),
    ];
    let mut codes = Codes::default();
    let mut references = Vec::new();
    let mut preview =
        super::rows_of(name, bytes, &fields, |row, sink| unit(row, &mut codes, &mut references, sink));
    let codes = codes.into_set();
    let mut sink = Sink::new(name);
    let mut wrong = Vec::new();
    for (at, code, spot) in references {
        let elsewhere = known.units.as_ref().is_some_and(|units| units.has(&code));
        if !codes.contains(&code) && !elsewhere {
            sink.problem(spot, ProblemKind::UnknownUnit, &code, "");
            wrong.push(at);
        }
    }
    preview.rows.retain(|unit| !wrong.contains(&unit.at.row));
    preview.problems.extend(sink.problems);
    preview.codes = codes;
    preview
}

type Reference = (u32, String, super::problem::Spot);

fn unit(
    row: &Row<'_>,
    codes: &mut Codes,
    references: &mut Vec<Reference>,
    sink: &mut Sink,
) -> Option<UnitRow> {
    let at = row.place(sink);
    let code = row.code(CODE, sink);
    let unique = code.as_deref().map(|code| codes.note(code, at.row, row.spot(CODE), sink));
    let name = row.needed(NAME, sink);
    let kind = row.needed(KIND, sink);
    let parent = row.optional_code(PARENT, sink);
    let quota = row.one_of(QUOTA, QUOTAS, sink);
    let from = row.optional_date(FROM, sink);
    let to = row.optional_date(TO, sink);
    let successor = successors(row, sink);
    if let Ok(Some(code)) = &parent {
        references.push((at.row, code.clone(), row.spot(PARENT)));
    }
    if let Ok(heirs) = &successor {
        references.extend(heirs.iter().map(|(code, _)| (at.row, code.clone(), row.spot(SUCCESSOR))));
    }
    if let (Ok(Some(from)), Ok(Some(to))) = (from, to)
        && to < from
    {
        sink.problem(row.spot(TO), ProblemKind::BadInstant, &to.to_string(), &format!("≥ {from}"));
        return None;
    }
    if unique == Some(false) {
        return None;
    }
    Some(UnitRow {
        at,
        code: code?,
        name: name?,
        kind: kind?,
        parent_code: parent.ok()?,
        quota: quota?,
        valid_from: from.ok()?,
        valid_to: to.ok()?,
        successor_code: Some(succession::write(&successor.ok()?)).filter(|s| !s.is_empty()),
    })
}

/// One code, or several with shares.
fn successors(row: &Row<'_>, sink: &mut Sink) -> Result<Heirs<String>, Reported> {
    let Some(text) = row.optional(SUCCESSOR, sink) else { return Ok(vec![]) };
    let heirs = succession::parse(&text).filter(|heirs| heirs.iter().all(|(code, _)| is_code(code)));
    heirs.ok_or_else(|| {
        sink.problem(row.spot(SUCCESSOR), ProblemKind::BadCode, &text, "MA-A: 60; MA-B: 40");
        Reported
    })
}
