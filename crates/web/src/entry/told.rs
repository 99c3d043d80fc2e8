//! Fields of a draft in words: what they are called and what was chosen, for showing two writers both their texts.

use super::{asked, part, view};
use crate::{FormData, T};
use app::entry::Desk;
use app::entry::fields::Fields;
use app::entry::save_draft::Theirs;
use domain::contest::{Category, Form};

/// What others wrote, by the names of the fields.
pub fn theirs(t: T, d: &Desk, theirs: &[Theirs]) -> Vec<(String, String)> {
    let text = |f: &Theirs| {
        let values: Vec<String> = f.values.iter().map(|v| value(t, d, &f.name, v)).collect();
        if values.iter().all(String::is_empty) {
            return t.s("entry-part-stale-blank").into_owned();
        }
        values.join(", ")
    };
    theirs.iter().map(|f| (label(t, d, &f.name), text(f))).collect()
}

/// How the page calls a field.
fn label(t: T, d: &Desk, name: &str) -> String {
    if let Some(code) = name.strip_prefix("section-").or_else(|| name.strip_prefix("field-")) {
        return d.rules.name_of(code).unwrap_or(code).to_owned();
    }
    if let Some((n, field)) = name.strip_prefix("author-").and_then(|r| r.split_once('-')) {
        let key = match field {
            "name" => "entry-author-name",
            "role" => "entry-author-role",
            "unit" => "entry-author-unit",
            "address" => "entry-author-address",
            "phone" => "entry-author-phone",
            "birth" => "entry-author-birth",
            _ => "entry-author-share",
        };
        return format!("{}: {}", t.a1("entry-author-n", "n", n.parse::<u32>().unwrap_or(0)), t.s(key));
    }
    let key = match name {
        "route" => "entry-place-route",
        "unit" => "entry-place-unit",
        "title" => "entry-about-name",
        "area" => "entry-about-areas",
        "form" => "entry-about-form",
        "applied" => "entry-about-applied",
        "category" => "entry-author-category",
        "representative" => "entry-author-representative",
        "email" => "entry-declare-email",
        "own-work" => "entry-declare-own-work",
        "data-use" => "entry-declare-data-use",
        _ => "entry-declare-office-use",
    };
    t.s(key).into_owned()
}

/// What was chosen or typed, in words.
fn value(t: T, d: &Desk, name: &str, value: &str) -> String {
    let unit = || d.unit_names.iter().find(|(code, _)| code.0 == value).map(|(_, name)| name.clone());
    let found = match name {
        "route" => d.rules.routes.iter().find(|r| r.code.as_str() == value).map(|r| r.name.clone()),
        "area" => d.rules.areas.iter().find(|a| a.code.as_str() == value).map(|a| a.name.clone()),
        "form" => Form::from_word(value).map(|f| t.s(part::form_key(f)).into_owned()),
        "applied" if value == "yes" => Some(t.s("entry-applied-yes").into_owned()),
        "applied" => Some(t.s("entry-applied-no").into_owned()),
        "category" => Category::from_word(value).map(|c| t.s(view::category_key(c)).into_owned()),
        "representative" => value.parse::<u32>().ok().map(|n| t.a1("entry-author-n", "n", n)),
        "own-work" | "data-use" | "office-use" => Some(t.s("entry-part-stale-ticked").into_owned()),
        "unit" => unit(),
        _ if name.starts_with("field-") => asked::chosen(d, &name["field-".len()..], value),
        _ if name.ends_with("-unit") => unit(),
        _ => None,
    };
    found.unwrap_or_else(|| value.to_owned())
}

/// A form's data as the fields of a draft.
pub fn sent(data: &FormData) -> Fields {
    data.fields().collect()
}

/// The fields of a draft as a form that was filled in.
pub fn data_of(fields: &Fields) -> FormData {
    FormData::of(&fields.iter().collect::<Vec<_>>())
}
