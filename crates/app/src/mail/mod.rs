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

/// Puts a letter into the outbox.
pub fn put(tx: &mut Tx, note: &Note, now: Instant) -> Result<i64, DbFault> {
    let args: Map<String, Value> =
        note.args.iter().map(|(name, a)| ((*name).to_owned(), json_of(a))).collect();
    let letter = Letter {
        kind: note.kind,
        person: note.person.map(|p| p.0),
        address: note.address.clone(),
        lang: if note.lang == "en" { "en" } else { "vi" },
        subject: String::new(),
        body: Value::Object(args).to_string(),
    };
    outbox::put(tx, &letter, now)
}

/// The arguments of a letter as the outbox holds it; `None` for one that came in words.
pub fn args_of(subject: &str, body: &str) -> Option<Vec<(String, NoteArg)>> {
    if !subject.is_empty() {
        return None;
    }
    let args: Map<String, Value> = serde_json::from_str(body).ok()?;
    Some(args.into_iter().filter_map(|(name, v)| Some((name, arg_of(&v)?))).collect())
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
        let body =
            Value::Object(args.iter().map(|(n, a)| ((*n).to_owned(), json_of(a))).collect()).to_string();
        let back = args_of("", &body).unwrap();
        assert_eq!(back.len(), 4);
        for (name, arg) in args {
            assert!(back.contains(&(name.to_owned(), arg)));
        }
        assert_eq!(args_of("Chủ đề", "{}"), None);
    }
}
