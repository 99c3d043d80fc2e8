//! Letters whose words are made late: *thư*.
//!
//! An action says which letter goes to whom, with which arguments; the words are made in the reader's language when the letter is
//! posted or shown, because texts live with the pages. The outbox carries such a letter with an empty subject and its arguments in
//! the place of the body.

use crate::db::{DbFault, Tx};
use crate::outbox::{self, Letter};
use domain::ids::PersonId;
use domain::time::Instant;
use serde_json::{Map, Value, json};

/// A letter to be put into words: subject and body have the keys `mail-KIND-subject` and `mail-KIND-body`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub kind: &'static str,
    /// The account it goes to, where there is one.
    pub person: Option<PersonId>,
    /// Empty where nobody gave an address: the administrator hands such a letter over.
    pub address: String,
    /// `vi` or `en`; anything else is `vi`.
    pub lang: String,
    pub args: Vec<(&'static str, NoteArg)>,
}

/// An argument of a letter's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoteArg {
    Text(String),
    Count(i64),
    /// An instant, printed as date and time.
    At(Instant),
    /// The path of a page of ours; the address of the site is put before it.
    Path(String),
}

/// One line of a collected letter: the subject of the kind's own letter with its arguments, and how many times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub kind: String,
    pub times: i64,
    pub args: Vec<(String, NoteArg)>,
}

/// What the outbox holds of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// It came in words.
    Words,
    /// Arguments of the texts of its kind.
    Note(Vec<(String, NoteArg)>),
    /// `count` notices as lines, and `more` lines that are left out.
    Digest { lines: Vec<Line>, count: i64, more: i64, link: String },
}

/// The body of a letter to be put into words.
pub fn note_json(args: &[(&'static str, NoteArg)]) -> String {
    let args: Map<String, Value> = args.iter().map(|(name, a)| ((*name).to_owned(), json_of(a))).collect();
    Value::Object(args).to_string()
}

/// The body of a collected letter.
pub fn digest_json(lines: &[Line], count: i64, more: i64, link: &str) -> String {
    let line = |l: &Line| {
        let args: Map<String, Value> = l.args.iter().map(|(name, a)| (name.clone(), json_of(a))).collect();
        json!({ "kind": l.kind, "times": l.times, "args": args })
    };
    json!({ "lines": lines.iter().map(line).collect::<Vec<_>>(), "count": count, "more": more, "link": link })
        .to_string()
}

/// Reads a letter as the outbox holds it.
pub fn content_of(subject: &str, body: &str) -> Content {
    if !subject.is_empty() {
        return Content::Words;
    }
    let Ok(Value::Object(map)) = serde_json::from_str(body) else { return Content::Words };
    let Some(lines) = map.get("lines").and_then(Value::as_array) else {
        return Content::Note(read_args(&map));
    };
    let number = |name: &str| map.get(name).and_then(Value::as_i64).unwrap_or(0);
    let line = |v: &Value| {
        Some(Line {
            kind: v.get("kind")?.as_str()?.to_owned(),
            times: v.get("times")?.as_i64()?,
            args: read_args(v.get("args")?.as_object()?),
        })
    };
    Content::Digest {
        lines: lines.iter().filter_map(line).collect(),
        count: number("count"),
        more: number("more"),
        link: map.get("link").and_then(Value::as_str).unwrap_or_default().to_owned(),
    }
}

fn read_args(map: &Map<String, Value>) -> Vec<(String, NoteArg)> {
    map.iter().filter_map(|(name, v)| Some((name.clone(), arg_of(v)?))).collect()
}

/// Puts a letter into the outbox.
pub fn put(tx: &mut Tx, note: &Note, now: Instant) -> Result<i64, DbFault> {
    let letter = Letter {
        kind: note.kind,
        person: note.person.map(|p| p.0),
        address: note.address.clone(),
        lang: if note.lang == "en" { "en" } else { "vi" },
        subject: String::new(),
        body: note_json(&note.args),
    };
    outbox::put(tx, &letter, now)
}

fn json_of(arg: &NoteArg) -> Value {
    match arg {
        NoteArg::Text(t) => json!({ "text": t }),
        NoteArg::Count(n) => json!({ "count": n }),
        NoteArg::At(at) => json!({ "at": at.0 }),
        NoteArg::Path(p) => json!({ "path": p }),
    }
}

fn arg_of(value: &Value) -> Option<NoteArg> {
    let (kind, v) = value.as_object()?.iter().next()?;
    match kind.as_str() {
        "text" => Some(NoteArg::Text(v.as_str()?.to_owned())),
        "count" => Some(NoteArg::Count(v.as_i64()?)),
        "at" => Some(NoteArg::At(Instant(v.as_i64()?))),
        "path" => Some(NoteArg::Path(v.as_str()?.to_owned())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_come_back_as_they_were_put() {
        let args = [
            ("name", NoteArg::Text("Trần \"Ước\"".into())),
            ("n", NoteArg::Count(3)),
            ("until", NoteArg::At(Instant(1))),
            ("link", NoteArg::Path("/x".into())),
        ];
        let Content::Note(back) = content_of("", &note_json(&args)) else { panic!("arguments") };
        assert_eq!(back.len(), 4);
        for (name, arg) in &args {
            assert!(back.contains(&((*name).to_owned(), arg.clone())));
        }
        assert_eq!(content_of("Chủ đề", "{}"), Content::Words);
        let lines = vec![Line { kind: "notice-x".into(), times: 50, args: back }];
        let digest = content_of("", &digest_json(&lines, 50, 0, "/inbox"));
        assert_eq!(digest, Content::Digest { lines, count: 50, more: 0, link: "/inbox".into() });
    }
}
