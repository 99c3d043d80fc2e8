//! The fields and the wording of a paper as a form, and what is wrong with them.

use super::paper::Held;
use crate::{FieldErrors, Form, FormData, Msg};
use domain::documents::{DocumentKind, FieldRefusal, Fields};
use print::contest::Paper;
use print::wording::{BadWording, Mistake};

/// The form of the fields and the wording.
pub fn filled(form: Form, fields: &Fields, wording: &str) -> Form {
    let number = fields.number.map(|n| n.to_string()).unwrap_or_default();
    let dated = fields.dated.map(|d| print::papers::day(d.0)).unwrap_or_default();
    let form = [
        ("superior", &fields.superior),
        ("issuer", &fields.issuer),
        ("place", &fields.place),
        ("number", &number),
        ("symbol", &fields.symbol),
        ("dated", &dated),
        ("authority", &fields.authority.join("\n")),
        ("title", &fields.title),
        ("signer", &fields.signer),
        ("file_mark", &fields.file_mark),
    ]
    .into_iter()
    .fold(form, |form, (name, value)| form.with(name, value));
    let own = fields.own.iter();
    own.fold(form, |form, (name, value)| form.with(&format!("own-{name}"), value)).with("wording", wording)
}

/// What the form says; a day or a number that cannot be read is an error beside its field.
pub fn read(kind: DocumentKind, data: &FormData, errors: &mut FieldErrors) -> (Fields, String) {
    let line = |name: &str| data.get(name).to_owned();
    let number = match data.get("number").trim() {
        "" => None,
        typed => match typed.parse() {
            Ok(n) => Some(n),
            Err(_) => {
                errors.add("number", Msg::new("documents-wrong-number"));
                None
            }
        },
    };
    let dated = match data.get("dated").trim() {
        "" => None,
        typed => {
            let day = crate::format::read_day(typed);
            if day.is_none() {
                errors.add("dated", Msg::new("documents-wrong-day"));
            }
            day
        }
    };
    let fields = Fields {
        superior: line("superior"),
        issuer: line("issuer"),
        place: line("place"),
        number,
        symbol: line("symbol"),
        dated,
        authority: data.get("authority").lines().map(str::to_owned).collect(),
        title: line("title"),
        signer: line("signer"),
        file_mark: line("file_mark"),
        own: kind.own_fields().iter().map(|n| ((*n).to_owned(), line(&format!("own-{n}")))).collect(),
    };
    (fields.cleaned(kind), data.get("wording").to_owned())
}

/// Everything that is wrong with a text: fields, bounds, the language of wordings.
pub fn wrong(held: &Held, base: &str, fields: &Fields, wording: &str, errors: &mut FieldErrors) {
    for problem in fields.problems(wording) {
        refused(&problem, errors);
    }
    if let Err(mistakes) = (Paper { facts: &held.facts, base }).document(held.kind, fields, wording) {
        for m in &mistakes {
            errors.add("wording", mistake(m));
        }
    }
}

pub fn refused(problem: &FieldRefusal, errors: &mut FieldErrors) {
    match problem {
        FieldRefusal::TooLong { field, most } => {
            let own = field_id(field);
            errors.add(own, Msg::new("documents-wrong-long").arg("most", *most))
        }
        FieldRefusal::NumberOutside { most } => {
            errors.add("number", Msg::new("documents-wrong-number-outside").arg("most", *most))
        }
        FieldRefusal::TooManyLines { field, most, .. } => {
            errors.add(field_id(field), Msg::new("documents-wrong-lines").arg("most", *most))
        }
        FieldRefusal::WordingTooLong { most, have } => errors
            .add("wording", Msg::new("documents-wrong-wording-long").arg("most", *most).arg("have", *have)),
        FieldRefusal::WordingMissing => errors.add("wording", Msg::new("documents-wrong-wording-missing")),
    };
}

/// Fields of a paper's own stand under their names with `own-` before.
fn field_id(field: &str) -> String {
    let shared = ["superior", "issuer", "place", "symbol", "title", "signer", "file_mark", "authority"];
    if shared.contains(&field) { field.to_owned() } else { format!("own-{field}") }
}

/// A mistake in a wording, with its line.
pub fn mistake(bad: &BadWording) -> Msg {
    let (key, what) = match &bad.mistake {
        Mistake::UnknownCommand(what) => ("documents-wording-command", what.clone()),
        Mistake::UnknownField(what) => ("documents-wording-field", what.clone()),
        Mistake::UnknownSlot(what) => ("documents-wording-slot", what.clone()),
        Mistake::LoneBrace => ("documents-wording-brace", String::new()),
        Mistake::AbstractWithoutName => ("documents-wording-abstract", String::new()),
    };
    Msg::new(key).arg("line", bad.line).arg("what", what)
}
