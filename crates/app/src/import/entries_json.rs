//! `entries.jsonl`: one entry an object, every field of the folder format.

use serde_json::Value;

use super::decimal;
use super::entries::{self, CATEGORIES, Codes, VERDICTS};
use super::json_lines;
use super::json_object::Object;
use super::known::Known;
use super::phone;
use super::problem::{ProblemKind, Sink};
use super::rows::{AttachmentRow, AuthorRow, ConfirmationRow, EntryRow, Place, ScreeningRow};
use super::table::Reported;

/// Reads all lines; an entry with any fault is left out, its faults are all reported.
pub(super) fn read(bytes: &[u8], known: &Known, codes: &mut Codes, sink: &mut Sink) -> Vec<EntryRow> {
    let objects = json_lines::objects(bytes, sink);
    objects
        .iter()
        .filter_map(|(line, object)| entry(&Object::root(*line, object), known, codes, sink))
        .collect()
}

fn entry(object: &Object<'_>, known: &Known, codes: &mut Codes, sink: &mut Sink) -> Option<EntryRow> {
    let at = Place { file: sink.file().to_owned(), sheet: None, row: object.line };
    let code = object.code("code", sink);
    let unique = code.as_deref().map(|code| codes.note(code, object.line, object.spot("code"), sink));
    let title = object.needed("title", sink);
    let areas = object.list("areas", sink).map(|items| {
        let one = |(path, value): (String, &Value)| {
            let area = object.text_at(&path, value, sink)?;
            entries::coded(&area, &known.areas, object.spot_at(&path), sink)
        };
        items.into_iter().map(one).collect::<Vec<_>>()
    });
    let format = object
        .needed("format", sink)
        .and_then(|text| entries::format(&text, known, object.spot("format"), sink));
    let category = object.one_of("category", CATEGORIES, sink);
    let authors = authors(object, known, sink);
    let unit = object.code("receiving_unit_code", sink);
    let unit = unit.filter(|code| entries::unit_code(code, known, object.spot("receiving_unit_code"), sink));
    let route = match object.optional("route", sink) {
        Ok(Some(text)) => entries::coded(&text, &known.routes, object.spot("route"), sink).map(Some),
        Ok(None) => Some(None),
        Err(Reported) => None,
    };
    let submitted_at = object.instant("submitted_at", sink);
    let attachments = attachments(object, sink);
    let sections = sections(object, sink);
    let already_applied = object.flag("already_applied", sink);
    let screening = screening(object, sink);
    let confirmation = confirmation(object, sink);
    let forwarded_at = object.optional_instant("forwarded_at", sink);
    if unique == Some(false) {
        return None;
    }
    Some(EntryRow {
        at,
        code: code?,
        title: title?,
        areas: areas?.into_iter().collect::<Option<_>>()?,
        format: format?,
        category: category?,
        authors: authors?,
        receiving_unit_code: unit?,
        route: route?,
        submitted_at: submitted_at?,
        attachments: attachments?,
        sections: sections?,
        already_applied: already_applied.ok()?,
        screening: Some(screening?),
        confirmation: confirmation.ok()?,
        forwarded_at: forwarded_at.ok()?,
    })
}

fn authors(entry: &Object<'_>, known: &Known, sink: &mut Sink) -> Option<Vec<AuthorRow>> {
    let items = entry.list("authors", sink)?;
    if items.is_empty() {
        sink.problem(entry.spot("authors"), ProblemKind::MissingValue, "[]", "");
        return None;
    }
    let one = |(path, value): (String, _)| author(&entry.child(&path, value, sink)?, known, sink);
    items.into_iter().map(one).collect::<Vec<_>>().into_iter().collect()
}

fn author(object: &Object<'_>, known: &Known, sink: &mut Sink) -> Option<AuthorRow> {
    let name = object.needed("name", sink);
    let role_title = object.optional("role_title", sink);
    let unit = object.optional("unit_code", sink).and_then(|code| match code {
        Some(code) if !entries::unit_code(&code, known, object.spot("unit_code"), sink) => Err(Reported),
        code => Ok(code),
    });
    let address = object.optional("address", sink);
    let phone = phone_of(object, sink);
    let share = object.hundredths("share_percent", sink);
    let representative = object.flag("representative", sink);
    Some(AuthorRow {
        name: name?,
        role_title: role_title.ok()?.unwrap_or_default(),
        unit_code: unit.ok()?,
        address: address.ok()?.unwrap_or_default(),
        phone: phone.ok()?,
        share_hundredths: Some(share?),
        representative: representative.ok()?.unwrap_or(false),
    })
}

/// A text stays as given; a number gets back the zero it cannot have.
fn phone_of(author: &Object<'_>, sink: &mut Sink) -> Result<String, Reported> {
    let phone = match author.get("phone") {
        Some(Value::Number(number)) => {
            let digits = number.to_string();
            phone::restore_zero(&digits).unwrap_or(digits)
        }
        _ => author.optional("phone", sink)?.unwrap_or_default(),
    };
    if !phone.is_empty() && !phone::is_vietnamese(&phone) {
        sink.warning(author.spot("phone"), ProblemKind::BadPhone, &phone, "");
    }
    Ok(phone)
}

fn attachments(entry: &Object<'_>, sink: &mut Sink) -> Option<Vec<AttachmentRow>> {
    if entry.get("attachments").is_none() {
        return Some(Vec::new());
    }
    let items = entry.list("attachments", sink)?;
    let one = |(path, value): (String, &Value)| {
        let object = entry.child(&path, value, sink)?;
        let (name, kind) = (object.needed("name", sink), object.needed("kind", sink));
        let bytes = match object.get("bytes").map(|value| decimal::count(&value.to_string())) {
            Some(Some(bytes)) => Some(bytes),
            None => {
                sink.problem(object.spot("bytes"), ProblemKind::MissingValue, "", "");
                None
            }
            Some(None) => {
                let found = object.get("bytes").map(Value::to_string).unwrap_or_default();
                sink.problem(object.spot("bytes"), ProblemKind::BadNumber, &found, "");
                None
            }
        };
        Some(AttachmentRow { name: name?, kind: kind?, bytes: bytes? })
    };
    items.into_iter().map(one).collect::<Vec<_>>().into_iter().collect()
}

fn sections(entry: &Object<'_>, sink: &mut Sink) -> Option<Vec<(String, String)>> {
    let Some(value) = entry.get("sections") else { return Some(Vec::new()) };
    let object = entry.child("sections", value, sink)?;
    let mut sections = Vec::new();
    let mut whole = true;
    for key in object.map.keys() {
        match object.optional(key, sink) {
            Ok(text) => sections.push((key.clone(), text.unwrap_or_default())),
            Err(Reported) => whole = false,
        }
    }
    whole.then_some(sections)
}

fn screening(entry: &Object<'_>, sink: &mut Sink) -> Option<ScreeningRow> {
    let Some(value) = entry.get("screening") else {
        sink.problem(entry.spot("screening"), ProblemKind::MissingValue, "", "");
        return None;
    };
    let object = entry.child("screening", value, sink)?;
    let verdict = object.one_of("verdict", VERDICTS, sink);
    let reason = object.optional("reason", sink);
    Some(ScreeningRow { verdict: verdict?, reason: reason.ok()?.unwrap_or_default() })
}

fn confirmation(entry: &Object<'_>, sink: &mut Sink) -> Result<Option<ConfirmationRow>, Reported> {
    let Some(value) = entry.get("confirmation") else { return Ok(None) };
    let object = entry.child("confirmation", value, sink).ok_or(Reported)?;
    let by = object.needed("by", sink);
    let (level, feasibility) = (object.optional("level", sink), object.optional("feasibility", sink));
    let at = object.instant("at", sink);
    let whole = ConfirmationRow {
        by: by.ok_or(Reported)?,
        level: level?.unwrap_or_default(),
        feasibility: feasibility?.unwrap_or_default(),
        at: at.ok_or(Reported)?,
    };
    Ok(Some(whole))
}
