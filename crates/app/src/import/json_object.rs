//! One JSON object read field by field, every fault reported with its line and path (`authors[1].phone`).

use serde_json::{Map, Value};

use super::decimal;
use super::instant;
use super::problem::{ProblemKind, Sink, Spot};
use super::rows::GivenInstant;
use super::table::{Reported, codes_of};
use super::text::{TextFault, clean, is_code};

/// An object on a line, with the path that leads to it: `authors[1].`.
pub(super) struct Object<'v> {
    pub line: u32,
    prefix: String,
    pub map: &'v Map<String, Value>,
}

impl<'v> Object<'v> {
    pub fn root(line: u32, map: &'v Map<String, Value>) -> Object<'v> {
        Object { line, prefix: String::new(), map }
    }

    /// The value of a key; JSON's `null` is as good as absent.
    pub fn get(&self, key: &str) -> Option<&'v Value> {
        self.map.get(key).filter(|value| !value.is_null())
    }

    pub fn spot(&self, key: &str) -> Spot {
        self.spot_at(&format!("{}{key}", self.prefix))
    }

    pub fn spot_at(&self, path: &str) -> Spot {
        Spot::field(self.line, path)
    }

    pub fn child(&self, path: &str, value: &'v Value, sink: &mut Sink) -> Option<Object<'v>> {
        match value {
            Value::Object(map) => Some(Object { line: self.line, prefix: format!("{path}."), map }),
            other => {
                sink.problem(self.spot_at(path), ProblemKind::WrongType, &other.to_string(), "{…}");
                None
            }
        }
    }

    /// The items of a list with their paths. A missing list is reported.
    pub fn list(&self, key: &str, sink: &mut Sink) -> Option<Vec<(String, &'v Value)>> {
        match self.get(key) {
            Some(Value::Array(items)) => {
                let path = |at: usize| format!("{}{key}[{at}]", self.prefix);
                Some(items.iter().enumerate().map(|(at, item)| (path(at), item)).collect())
            }
            Some(other) => {
                sink.problem(self.spot(key), ProblemKind::WrongType, &other.to_string(), "[…]");
                None
            }
            None => {
                sink.problem(self.spot(key), ProblemKind::MissingValue, "", "");
                None
            }
        }
    }

    pub fn text_at(&self, path: &str, value: &Value, sink: &mut Sink) -> Option<String> {
        let Value::String(raw) = value else {
            sink.problem(self.spot_at(path), ProblemKind::WrongType, &value.to_string(), "\"…\"");
            return None;
        };
        let kind = match clean(raw) {
            Ok(text) => return Some(text),
            Err(TextFault::TooLong) => ProblemKind::TooLarge,
            Err(TextFault::ControlCharacter) => ProblemKind::BadText,
        };
        sink.problem(self.spot_at(path), kind, raw, "");
        None
    }

    pub fn optional(&self, key: &str, sink: &mut Sink) -> Result<Option<String>, Reported> {
        match self.get(key) {
            None => Ok(None),
            Some(value) => {
                let text = self.text_at(&format!("{}{key}", self.prefix), value, sink).ok_or(Reported)?;
                Ok((!text.is_empty()).then_some(text))
            }
        }
    }

    pub fn needed(&self, key: &str, sink: &mut Sink) -> Option<String> {
        let text = self.optional(key, sink).ok()?;
        if text.is_none() {
            sink.problem(self.spot(key), ProblemKind::MissingValue, "", "");
        }
        text
    }

    pub fn code(&self, key: &str, sink: &mut Sink) -> Option<String> {
        let code = self.needed(key, sink)?;
        if is_code(&code) {
            return Some(code);
        }
        sink.problem(self.spot(key), ProblemKind::BadCode, &code, "");
        None
    }

    /// A closed list, by its codes only.
    pub fn one_of<T: Copy>(&self, key: &str, words: &[(&str, T)], sink: &mut Sink) -> Option<T> {
        let text = self.needed(key, sink)?;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            sink.problem(self.spot(key), ProblemKind::UnknownValue, &text, &codes_of(words));
        }
        found
    }

    pub fn flag(&self, key: &str, sink: &mut Sink) -> Result<Option<bool>, Reported> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::Bool(value)) => Ok(Some(*value)),
            Some(other) => {
                sink.problem(self.spot(key), ProblemKind::WrongType, &other.to_string(), "true, false");
                Err(Reported)
            }
        }
    }

    /// A number, or a text that is one, with at most two decimals.
    pub fn hundredths(&self, key: &str, sink: &mut Sink) -> Option<i64> {
        let text = match self.get(key) {
            Some(Value::Number(number)) => number.as_f64().map(decimal::shortest).unwrap_or_default(),
            Some(Value::String(text)) => text.trim().to_owned(),
            Some(other) => {
                sink.problem(self.spot(key), ProblemKind::WrongType, &other.to_string(), "25, \"12.5\"");
                return None;
            }
            None => {
                sink.problem(self.spot(key), ProblemKind::MissingValue, "", "");
                return None;
            }
        };
        let value = decimal::hundredths(&text);
        if value.is_none() {
            sink.problem(self.spot(key), ProblemKind::BadNumber, &text, "25, \"12.5\"");
        }
        value
    }

    pub fn instant(&self, key: &str, sink: &mut Sink) -> Option<GivenInstant> {
        self.needed(key, sink)?;
        self.optional_instant(key, sink).ok().flatten()
    }

    pub fn optional_instant(&self, key: &str, sink: &mut Sink) -> Result<Option<GivenInstant>, Reported> {
        let Some(text) = self.optional(key, sink)? else { return Ok(None) };
        match instant::exact(&text) {
            Some(given) => Ok(Some(given)),
            None => {
                sink.problem(self.spot(key), ProblemKind::BadInstant, &text, "2024-04-09T23:59:59+07:00");
                Err(Reported)
            }
        }
    }
}
