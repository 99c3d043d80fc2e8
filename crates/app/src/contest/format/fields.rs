//! `form.fields[]`: the contest's own questions, read and written. What is written is read again as it was.

use super::{Node, Problem, ProblemKind, Problems, shorten};
use domain::contest::fields::{
    Condition, FieldFault, FieldKind, FieldOption, FieldPart, FieldProblem, FormField, MAX_LONG_TEXT,
    MAX_TEXT, Number, Question, Test, check,
};
use domain::contest::{AttachmentKind, Section};
use domain::time::Day;
use serde_json::{Value, json};

/// The fields, with everything that stands against asking them. A contest that says nothing of fields asks the usual ones; an
/// empty list asks none.
pub(super) fn fields(n: &Node<'_>, sections: &[Section], out: &mut Problems) -> Vec<FormField> {
    if !n.is_there() {
        let clear = |f: &FormField| sections.iter().all(|s| s.code != f.code);
        return read(include_str!("../fields.json")).into_iter().filter(clear).collect();
    }
    let items = n.items(out);
    let read: Vec<FormField> = items.iter().map(|i| field(i, out)).collect();
    for problem in check(&read, sections) {
        out.push(said(n, &items, &problem));
    }
    read
}

/// The fields as text for `contest.json`; the text of a form under edit.
pub fn write(fields: &[FormField]) -> Value {
    Value::Array(fields.iter().map(written).collect())
}

/// Reads what `write` made, without judging it: a form under edit may still be wrong. What cannot be read is left out.
pub fn read(text: &str) -> Vec<FormField> {
    let value: Value = serde_json::from_str(text).unwrap_or(Value::Null);
    let mut problems = Vec::new();
    let root = Node { value: Some(&value), path: String::new() };
    root.items(&mut problems).iter().map(|i| field(i, &mut problems)).collect()
}

fn field(n: &Node<'_>, out: &mut Problems) -> FormField {
    FormField {
        code: n.at("code").text(out),
        label: n.at("label").text(out),
        help: n.at("help").opt_text(out).unwrap_or_default().to_owned(),
        kind: kind(n, out),
        required: n.at("required").opt_bool(out).unwrap_or(true),
        when: when(&n.at("when"), out),
        public: n.at("public").opt_bool(out).unwrap_or(false),
        asked: n.at("asked").opt_bool(out).unwrap_or(true),
    }
}

fn kind(n: &Node<'_>, out: &mut Problems) -> FieldKind {
    let word = n.at("kind").text(out);
    match word.as_str() {
        "long_text" => {
            FieldKind::LongText { most: n.at("max_chars").opt_count(out).unwrap_or(MAX_LONG_TEXT / 4) }
        }
        "number" => FieldKind::Number {
            least: number(&n.at("min"), out),
            most: number(&n.at("max"), out),
            places: u8::try_from(n.at("decimals").opt_count(out).unwrap_or(0)).unwrap_or(u8::MAX),
            unit: n.at("unit").opt_text(out).unwrap_or_default().to_owned(),
        },
        "date" => FieldKind::Date { from: day(&n.at("min"), out), to: day(&n.at("max"), out) },
        "choice" => FieldKind::Choice {
            options: n
                .at("options")
                .items(out)
                .iter()
                .map(|o| FieldOption { code: o.at("code").text(out), label: o.at("label").text(out) })
                .collect(),
            several: n.at("several").opt_bool(out).unwrap_or(false),
        },
        "file" => FieldKind::File {
            kinds: n
                .at("kinds")
                .items(out)
                .iter()
                .filter_map(|k| k.word(AttachmentKind::from_word, out))
                .collect(),
            most: n.at("max_files").opt_count(out).unwrap_or(1),
        },
        other => {
            if other != "text" {
                n.at("kind").wrong(ProblemKind::UnknownValue, out);
            }
            FieldKind::Text { most: n.at("max_chars").opt_count(out).unwrap_or(MAX_TEXT) }
        }
    }
}

fn number(n: &Node<'_>, out: &mut Problems) -> Option<Number> {
    let number = Number::of_ratio(n.opt_ratio(out)?);
    if number.is_none() {
        n.wrong(ProblemKind::BadNumber, out);
    }
    number
}

pub(super) fn day(n: &Node<'_>, out: &mut Problems) -> Option<Day> {
    let day = Day::parse(n.opt_text(out)?);
    if day.is_none() {
        n.wrong(ProblemKind::BadInstant, out);
    }
    day
}

fn when(n: &Node<'_>, out: &mut Problems) -> Option<Condition> {
    n.is_there().then(|| {
        let of = Question::from_word(&n.at("question").text(out));
        let test = match number(&n.at("at_least"), out) {
            Some(least) => Test::AtLeast(least),
            None if n.at("is").is_there() => Test::Is(n.at("is").texts(out)),
            None => Test::Answered,
        };
        Condition { of, test }
    })
}

fn written(f: &FormField) -> Value {
    let mut v = json!({ "code": f.code, "label": f.label, "kind": f.kind.word(), "required": f.required });
    let mut put = |key: &str, value: Value| v[key] = value;
    if !f.help.is_empty() {
        put("help", json!(f.help));
    }
    match &f.kind {
        FieldKind::Text { most } | FieldKind::LongText { most } => put("max_chars", json!(most)),
        FieldKind::Number { least, most, places, unit } => {
            for (key, bound) in [("min", least), ("max", most)] {
                if let Some(bound) = bound {
                    put(key, json!(bound.plain()));
                }
            }
            put("decimals", json!(places));
            put("unit", json!(unit));
        }
        FieldKind::Date { from, to } => {
            for (key, bound) in [("min", from), ("max", to)] {
                if let Some(bound) = bound {
                    put(key, json!(bound.to_string()));
                }
            }
        }
        FieldKind::Choice { options, several } => {
            let option = |o: &FieldOption| json!({ "code": o.code, "label": o.label });
            put("options", options.iter().map(option).collect());
            put("several", json!(several));
        }
        FieldKind::File { kinds, most } => {
            put("kinds", kinds.iter().map(|k| json!(k.word())).collect());
            put("max_files", json!(most));
        }
    }
    if let Some(when) = &f.when {
        let of = when.of.word();
        put(
            "when",
            match &when.test {
                Test::Answered => json!({ "question": of }),
                Test::Is(values) => json!({ "question": of, "is": values }),
                Test::AtLeast(least) => json!({ "question": of, "at_least": least.plain() }),
            },
        );
    }
    if f.public {
        put("public", json!(true));
    }
    if !f.asked {
        put("asked", json!(false));
    }
    v
}

/// A problem of a field at its place in the file.
fn said(n: &Node<'_>, items: &[Node<'_>], problem: &FieldProblem) -> Problem {
    let item = items.get(problem.at).unwrap_or(n);
    let key = match problem.part {
        FieldPart::Code => "code",
        FieldPart::Label => "label",
        FieldPart::Help => "help",
        FieldPart::Most if item.at("kind").value == Some(&json!("file")) => "max_files",
        FieldPart::Most => "max_chars",
        FieldPart::Bounds => "max",
        FieldPart::Places => "decimals",
        FieldPart::Unit => "unit",
        FieldPart::Options => "options",
        FieldPart::Kinds => "kinds",
        FieldPart::When => "when",
    };
    let kind = match problem.why {
        FieldFault::Missing => ProblemKind::Missing,
        FieldFault::UnknownQuestion
        | FieldFault::NotBefore
        | FieldFault::NotAsked
        | FieldFault::UnknownValue { .. } => ProblemKind::UnknownReference,
        FieldFault::TooLong { .. }
        | FieldFault::OutOfRange { .. }
        | FieldFault::BadCode
        | FieldFault::CodeTaken
        | FieldFault::OptionTwice
        | FieldFault::Crossed
        | FieldFault::TooExact { .. }
        | FieldFault::WrongTest
        | FieldFault::TooManyFields { .. } => ProblemKind::OutOfRange,
    };
    let at = item.at(key);
    let found = at.value.map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned));
    Problem { field: at.path.clone(), kind, found: shorten(&found.unwrap_or_default()) }
}

#[cfg(test)]
mod tests {
    use super::super::tests::with;
    use super::*;

    fn the_fields() -> Value {
        json!([
            { "code": "da_cong_nhan", "label": "Đã được công nhận sáng kiến cơ sở chưa?", "kind": "choice", "required": true,
              "options": [{ "code": "co", "label": "Đã được công nhận" }, { "code": "chua", "label": "Chưa" }],
              "several": false },
            { "code": "so_quyet_dinh", "label": "Số quyết định", "kind": "text", "required": true, "help": "Ví dụ: 12/QĐ-UBND",
              "max_chars": 50, "when": { "question": "da_cong_nhan", "is": ["co"] }, "public": true },
            { "code": "ngay_ap_dung", "label": "Ngày áp dụng lần đầu", "kind": "date", "required": false, "min": "2020-01-01",
              "max": "2024-04-09", "when": { "question": "already_applied", "is": ["yes"] } },
            { "code": "kinh_phi", "label": "Kinh phí", "kind": "number", "required": true, "min": "0", "max": "1000000000.5",
              "decimals": 1, "unit": "đồng" },
            { "code": "du_toan", "label": "Dự toán", "kind": "file", "required": true, "kinds": ["pdf", "image"], "max_files": 2,
              "when": { "question": "kinh_phi", "at_least": "10000000" } },
            { "code": "ghi_chu", "label": "Ghi chú", "kind": "long_text", "required": false, "max_chars": 2000,
              "when": { "question": "du_toan" }, "asked": false },
        ])
    }

    #[test]
    fn what_is_written_is_read_again() {
        let rules = with(|v| v["form"] = json!({ "fields": the_fields() })).unwrap();
        assert_eq!(rules.fields.len(), 6);
        assert_eq!(write(&rules.fields), the_fields());
        assert_eq!(read(&write(&rules.fields).to_string()), rules.fields);
    }

    #[test]
    fn a_contest_that_says_nothing_asks_where_and_since_when_it_was_applied() {
        let codes = |rules: &domain::contest::RulesEdition| -> Vec<String> {
            rules.fields.iter().map(|f| f.code.clone()).collect()
        };
        let usual = with(|_| {}).unwrap();
        assert_eq!(codes(&usual), ["noi_ap_dung", "ap_dung_tu"]);
        assert_eq!(check(&usual.fields, &usual.sections), vec![]);
        assert!(usual.fields.iter().all(|f| f.when.is_some() && !f.required));
        let none = with(|v| v["form"] = json!({ "fields": [] })).unwrap();
        assert_eq!(none.fields, vec![]);
        let own =
            with(|v| v["sections"] = json!([{ "code": "noi_ap_dung", "name": "Nơi áp dụng" }])).unwrap();
        assert_eq!(codes(&own), ["ap_dung_tu"], "a section of that name is enough");
    }

    #[test]
    fn a_field_that_cannot_be_asked_is_named_at_its_place() {
        let e = with(|v| {
            let mut fields = the_fields();
            fields[0]["kind"] = "money".into();
            fields[1]["code"] = "noi_dung".into();
            fields[2]["when"]["question"] = "kinh_phi".into();
            fields[3]["max"] = "nhiều".into();
            fields[5]["label"] = Value::Null;
            v["form"] = json!({ "fields": fields });
        })
        .unwrap_err();
        let told: Vec<(&str, ProblemKind)> = e.iter().map(|p| (p.field.as_str(), p.kind)).collect();
        for want in [
            ("form.fields[0].kind", ProblemKind::UnknownValue),
            ("form.fields[1].code", ProblemKind::OutOfRange),
            ("form.fields[2].when", ProblemKind::UnknownReference),
            ("form.fields[3].max", ProblemKind::BadNumber),
            ("form.fields[5].label", ProblemKind::Missing),
        ] {
            assert!(told.contains(&want), "{want:?} in {told:?}");
        }
    }
}
