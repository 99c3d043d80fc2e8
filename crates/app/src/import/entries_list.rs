//! An office's list of entries: one row an author; the rows of a group leave the entry's own columns blank (merged).

use domain::time::Instant;
use jiff::civil::Date;

use super::entries::{self, CATEGORIES, Codes, VERDICTS};
use super::header::{Field, field};
use super::known::Known;
use super::phone;
use super::problem::{ProblemKind, Sink};
use super::rows::{AuthorRow, Category, ConfirmationRow, EntryRow, ScreeningRow};
use super::source;
use super::table::{self, Reported, Row, YES_NO};

const CODE: usize = 0;
const TITLE: usize = 1;
const NAME: usize = 2;
const ROLE: usize = 3;
const AUTHOR_UNIT: usize = 4;
const ADDRESS: usize = 5;
const PHONE: usize = 6;
const SHARE: usize = 7;
const REPRESENTATIVE: usize = 8;
const CATEGORY: usize = 9;
const FORMAT: usize = 10;
const AREAS: usize = 11;
const UNIT: usize = 12;
const ROUTE: usize = 13;
const SUBMITTED: usize = 14;
const VERDICT: usize = 15;
const REASON: usize = 16;
const APPLIED: usize = 17;
const CONFIRMED_BY: usize = 18;
const LEVEL: usize = 19;
const FEASIBILITY: usize = 20;
const CONFIRMED_AT: usize = 21;
const FORWARDED: usize = 22;

/// Columns that belong to the entry, not to one author.
const OF_THE_ENTRY: [usize; 8] = [CODE, TITLE, CATEGORY, FORMAT, AREAS, UNIT, SUBMITTED, VERDICT];

fn fields() -> Vec<Field> {
    vec![
        field("code", true, &["mã bài", "mã bài dự thi", "mã số bài", "mã số", "mã hồ sơ", "số hồ sơ", "mã"]),
        field(
            "title",
            true,
            &["tên bài dự thi", "tên bài", "tên sáng kiến", "tên giải pháp", "tên sáng kiến giải pháp"],
        ),
        field(
            "author_name",
            true,
            &["họ và tên tác giả", "họ tên tác giả", "tên tác giả", "tác giả", "họ và tên", "họ tên"],
        ),
        field(
            "role_title",
            false,
            &["chức vụ nghề nghiệp", "chức vụ", "nghề nghiệp", "chức danh", "chức vụ chức danh"],
        ),
        field("author_unit_code", false, &["đơn vị công tác", "nơi công tác", "cơ quan công tác"]),
        field("address", false, &["địa chỉ", "nơi ở", "địa chỉ liên hệ"]),
        field("phone", false, &["số điện thoại", "điện thoại", "sđt", "số đt", "đt"]),
        field(
            "share_percent",
            false,
            &["tỷ lệ đóng góp", "tỉ lệ đóng góp", "tỷ lệ", "tỷ lệ phần trăm đóng góp"],
        ),
        field("representative", false, &["đại diện", "người đại diện", "tác giả đại diện"]),
        field("category", true, &["thể loại", "loại tác giả", "cá nhân tập thể", "đối tượng dự thi"]),
        field("format", true, &["hình thức", "hình thức dự thi", "hình thức bài dự thi"]),
        field("areas", true, &["lĩnh vực", "nội dung", "nhóm nội dung", "lĩnh vực dự thi"]),
        field("receiving_unit_code", true, &["đơn vị nhận", "đơn vị tiếp nhận", "nơi nhận", "nơi nhận bài"]),
        field("route", false, &["đường nộp", "nơi nộp", "hình thức nộp"]),
        field("submitted_at", true, &["ngày nộp", "thời gian nộp", "ngày nhận", "thời điểm nộp"]),
        field("verdict", false, &["kết quả sơ loại", "kết quả thẩm định", "sơ loại"]),
        field("reason", false, &["lý do", "lí do", "ý kiến sơ loại", "ghi chú"]),
        field("already_applied", false, &["đã áp dụng", "đã áp dụng thực tế"]),
        field("confirmed_by", false, &["người xác nhận", "thủ trưởng xác nhận"]),
        field("level", false, &["mức độ hiệu quả"]),
        field("feasibility", false, &["tính khả thi", "mức độ khả thi"]),
        field("confirmed_at", false, &["ngày xác nhận"]),
        field(
            "forwarded_at",
            false,
            &["ngày chuyển", "ngày gửi", "ngày gửi ban tổ chức", "thời gian chuyển"],
        ),
    ]
}

/// Reads all sheets that have the columns; see the module for the shape.
pub(super) fn read(bytes: &[u8], known: &Known, codes: &mut Codes, sink: &mut Sink) -> Vec<EntryRow> {
    let fields = fields();
    let grids = source::grids(bytes, &fields, sink);
    if grids.is_empty() {
        return Vec::new();
    }
    let mut entries = Vec::new();
    for table in table::tables(&grids, &fields, sink) {
        let mut group: Vec<Row<'_>> = Vec::new();
        for row in table.rows(sink) {
            match place_of(&row, &group) {
                Shape::Begins => {
                    entries.extend(entry(&group, known, codes, sink));
                    group = vec![row];
                }
                Shape::Continues => group.push(row),
                Shape::Foreign => {
                    entries.extend(entry(&group, known, codes, sink));
                    group.clear();
                    row.skip(sink);
                }
            }
        }
        entries.extend(entry(&group, known, codes, sink));
    }
    entries
}

enum Shape {
    Begins,
    Continues,
    /// Below the table: a note, a signature.
    Foreign,
}

fn place_of(row: &Row<'_>, group: &[Row<'_>]) -> Shape {
    if !row.is_blank(CODE) {
        // Some offices repeat the code on every author's row instead of merging.
        return match group.first() {
            Some(first) if !row.after_blank() && row.repeats(first, &OF_THE_ENTRY, NAME) => Shape::Continues,
            _ => Shape::Begins,
        };
    }
    let own = OF_THE_ENTRY.iter().filter(|field| !row.is_blank(**field)).count();
    if own == 0 && !row.is_blank(NAME) && !group.is_empty() && !row.after_blank() {
        return Shape::Continues;
    }
    // A title with an author but no code is an entry whose code was forgotten.
    if !row.is_blank(TITLE) && !row.is_blank(NAME) { Shape::Begins } else { Shape::Foreign }
}

fn entry(group: &[Row<'_>], known: &Known, codes: &mut Codes, sink: &mut Sink) -> Option<EntryRow> {
    let row = group.first()?;
    let at = row.place(sink);
    let code = row.code(CODE, sink);
    let unique = code.as_deref().map(|code| codes.note(code, at.row, row.spot(CODE), sink));
    let title = row.needed(TITLE, sink);
    let category = row.one_of(CATEGORY, CATEGORIES, sink);
    let format =
        row.needed(FORMAT, sink).and_then(|text| entries::format(&text, known, row.spot(FORMAT), sink));
    let areas = areas(row, known, sink);
    let submitted_at = row.instant(SUBMITTED, sink);
    let day = submitted_at.as_ref().map(|given| Instant(given.at_ms).day().0);
    let unit = row.needed(UNIT, sink).and_then(|text| entries::unit(&text, day, known, row.spot(UNIT), sink));
    let route = match row.optional(ROUTE, sink) {
        Some(text) => entries::coded(&text, &known.routes, row.spot(ROUTE), sink).map(Some),
        None => Some(None),
    };
    let screening = screening(row, sink);
    let already_applied = match row.optional(APPLIED, sink) {
        Some(text) => row.word(APPLIED, &text, YES_NO, sink).map(Some),
        None => Some(None),
    };
    let confirmation = confirmation(row, sink);
    let forwarded_at = row.optional_instant(FORWARDED, sink);
    let authors: Vec<Option<AuthorRow>> =
        group.iter().map(|row| author(row, group.len() == 1, category, day, known, sink)).collect();
    let authors: Option<Vec<AuthorRow>> = authors.into_iter().collect();
    if unique == Some(false) {
        return None;
    }
    Some(EntryRow {
        at,
        code: code?,
        title: title?,
        areas: areas?,
        format: format?,
        category: category?,
        authors: authors?,
        receiving_unit_code: unit?,
        route: route?,
        submitted_at: submitted_at?,
        attachments: Vec::new(),
        sections: Vec::new(),
        already_applied: already_applied?,
        screening: screening.ok()?,
        confirmation: confirmation.ok()?,
        forwarded_at: forwarded_at.ok()?,
    })
}

fn areas(row: &Row<'_>, known: &Known, sink: &mut Sink) -> Option<Vec<String>> {
    let text = row.needed(AREAS, sink)?;
    // A known name may hold a comma, so commas separate only codes and only when the whole is no area.
    let names: Vec<&str> =
        text.split([';', '\n', '|']).map(str::trim).filter(|name| !name.is_empty()).collect();
    let codes: Vec<Option<String>> =
        names.iter().map(|name| entries::coded(name, &known.areas, row.spot(AREAS), sink)).collect();
    codes.into_iter().collect()
}

fn screening(row: &Row<'_>, sink: &mut Sink) -> Result<Option<ScreeningRow>, Reported> {
    let reason = row.text(REASON, sink);
    match row.optional(VERDICT, sink) {
        None => Ok(None),
        Some(text) => match row.word(VERDICT, &text, VERDICTS, sink) {
            Some(verdict) => Ok(Some(ScreeningRow { verdict, reason })),
            None => Err(Reported),
        },
    }
}

fn confirmation(row: &Row<'_>, sink: &mut Sink) -> Result<Option<ConfirmationRow>, Reported> {
    let by = row.optional(CONFIRMED_BY, sink);
    let (level, feasibility) = (row.text(LEVEL, sink), row.text(FEASIBILITY, sink));
    let at = row.optional_instant(CONFIRMED_AT, sink)?;
    match (by, at) {
        (Some(by), Some(at)) => Ok(Some(ConfirmationRow { by, level, feasibility, at })),
        (None, None) => Ok(None),
        (by, _) => {
            let missing = if by.is_none() { CONFIRMED_BY } else { CONFIRMED_AT };
            sink.problem(row.spot(missing), ProblemKind::MissingValue, "", "");
            Err(Reported)
        }
    }
}

fn author(
    row: &Row<'_>,
    alone: bool,
    category: Option<Category>,
    day: Option<Date>,
    known: &Known,
    sink: &mut Sink,
) -> Option<AuthorRow> {
    let name = row.needed(NAME, sink);
    let or_merged =
        |field: usize, sink: &mut Sink| row.optional(field, sink).or_else(|| row.merged_text(field));
    let role_title = or_merged(ROLE, sink).unwrap_or_default();
    let address = or_merged(ADDRESS, sink).unwrap_or_default();
    let unit = match or_merged(AUTHOR_UNIT, sink) {
        Some(text) => entries::unit(&text, day, known, row.spot(AUTHOR_UNIT), sink).map(Some),
        None => Some(None),
    };
    let phone = phone_of(row, sink);
    let individual = alone && category == Some(Category::Individual);
    let share = match row.optional_hundredths(SHARE, sink) {
        Ok(None) if individual => Ok(Some(10_000)),
        other => other,
    };
    // The only author of an individual entry is its contact; offices leave the tick out.
    let representative = match row.optional(REPRESENTATIVE, sink) {
        Some(text) => row.word(REPRESENTATIVE, &text, YES_NO, sink),
        None => Some(individual),
    };
    Some(AuthorRow {
        name: name?,
        role_title,
        unit_code: unit?,
        address,
        phone,
        share_hundredths: share.ok()?,
        representative: representative?,
    })
}

fn phone_of(row: &Row<'_>, sink: &mut Sink) -> String {
    let typed = row.text(PHONE, sink);
    if typed.is_empty() {
        return typed;
    }
    let phone = match phone::restore_zero(&typed) {
        Some(restored) => {
            if !row.is_number(PHONE) {
                sink.warning(row.spot(PHONE), ProblemKind::PhoneZeroRestored, &typed, &restored);
            }
            restored
        }
        None => typed,
    };
    if !phone::is_vietnamese(&phone) {
        sink.warning(row.spot(PHONE), ProblemKind::BadPhone, &phone, "");
    }
    phone
}
