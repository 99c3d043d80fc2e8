//! An answer: from what was typed to what is handed in, or why not; and back, for an edit.

use super::{FieldKind, FormField, Number};
use crate::contest::rules::AttachmentKind;
use crate::text;
use crate::time::Day;

/// Why an answer cannot stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerRefusal {
    Missing,
    TooLong {
        most: usize,
        have: usize,
    },
    /// No number, or with more decimals than are asked for.
    NotANumber {
        places: u8,
    },
    TooSmall {
        least: Number,
        unit: String,
    },
    TooLarge {
        most: Number,
        unit: String,
    },
    NotADay,
    TooEarly {
        from: Day,
    },
    TooLate {
        to: Day,
    },
    /// None of the options.
    UnknownOption,
    OneOptionOnly,
    /// The file of this name is of another kind.
    WrongKind {
        name: String,
    },
    TooManyFiles {
        most: usize,
        have: usize,
    },
}

/// A file of the entry, as an answer may name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// What the form sends for it.
    pub key: String,
    pub name: String,
    pub kind: AttachmentKind,
}

/// The answer as a person reads it; `None` where nothing is typed. `values` are cleaned, none of them blank. A file that is no longer
/// there is no answer.
pub fn answer(field: &FormField, values: &[&str], files: &[Given]) -> Result<Option<String>, AnswerRefusal> {
    let one = || values.first().map(|v| v.trim()).filter(|v| !v.is_empty());
    let said = match &field.kind {
        FieldKind::Text { most } => one().map(|v| long(text::clean_line(v), *most)).transpose()?,
        FieldKind::LongText { most } => one().map(|v| long(text::clean(v), *most)).transpose()?,
        FieldKind::Number { least, most, places, unit } => {
            let number = |v: &str| number(v, *least, *most, *places, unit);
            one().map(number).transpose()?
        }
        FieldKind::Date { from, to } => {
            let day = |v: &str| {
                let day = Day::typed(v).ok_or(AnswerRefusal::NotADay)?;
                match (from, to) {
                    (Some(from), _) if day < *from => Err(AnswerRefusal::TooEarly { from: *from }),
                    (_, Some(to)) if day > *to => Err(AnswerRefusal::TooLate { to: *to }),
                    _ => Ok(Day::written(day)),
                }
            };
            one().map(day).transpose()?
        }
        FieldKind::Choice { options, several } => {
            if values.iter().any(|v| options.iter().all(|o| o.code != *v)) {
                return Err(AnswerRefusal::UnknownOption);
            }
            let chosen = options.iter().filter(|o| values.contains(&o.code.as_str()));
            let labels: Vec<&str> = chosen.map(|o| o.label.as_str()).collect();
            if labels.len() > 1 && !several {
                return Err(AnswerRefusal::OneOptionOnly);
            }
            Some(labels.join("\n")).filter(|t| !t.is_empty())
        }
        FieldKind::File { kinds, most } => {
            let chosen: Vec<&Given> = files.iter().filter(|f| values.contains(&f.key.as_str())).collect();
            if let Some(wrong) = chosen.iter().find(|f| !kinds.contains(&f.kind)) {
                return Err(AnswerRefusal::WrongKind { name: wrong.name.clone() });
            }
            if chosen.len() > *most {
                return Err(AnswerRefusal::TooManyFiles { most: *most, have: chosen.len() });
            }
            Some(chosen.iter().map(|f| f.name.as_str()).collect::<Vec<_>>().join("\n"))
                .filter(|t| !t.is_empty())
        }
    };
    if said.is_none() && field.required { Err(AnswerRefusal::Missing) } else { Ok(said) }
}

/// What would be typed for an answer that was handed in: to change it. What is no longer an answer to the field as it is now stays out.
pub fn typed(field: &FormField, said: &str, files: &[Given]) -> Vec<String> {
    match &field.kind {
        FieldKind::Text { .. } | FieldKind::LongText { .. } | FieldKind::Date { .. } => vec![said.to_owned()],
        FieldKind::Number { unit, .. } => {
            vec![said.strip_suffix(unit.as_str()).unwrap_or(said).trim_end().to_owned()]
        }
        FieldKind::Choice { options, .. } => {
            let code = |label: &str| options.iter().find(|o| o.label == label).map(|o| o.code.clone());
            said.lines().filter_map(code).collect()
        }
        FieldKind::File { .. } => {
            let key = |name: &str| files.iter().find(|f| f.name == name).map(|f| f.key.clone());
            said.lines().filter_map(key).collect()
        }
    }
}

fn long(text: String, most: usize) -> Result<String, AnswerRefusal> {
    let have = text::length(&text);
    if have > most { Err(AnswerRefusal::TooLong { most, have }) } else { Ok(text) }
}

fn number(
    typed: &str,
    least: Option<Number>,
    most: Option<Number>,
    places: u8,
    unit: &str,
) -> Result<String, AnswerRefusal> {
    let typed = typed.strip_suffix(unit).filter(|_| !unit.is_empty()).unwrap_or(typed);
    let n = Number::parse(typed).filter(|n| n.places() <= places);
    let n = n.ok_or(AnswerRefusal::NotANumber { places })?;
    match (least, most) {
        (Some(least), _) if n < least => Err(AnswerRefusal::TooSmall { least, unit: unit.to_owned() }),
        (_, Some(most)) if n > most => Err(AnswerRefusal::TooLarge { most, unit: unit.to_owned() }),
        _ if unit.is_empty() => Ok(n.to_string()),
        _ => Ok(format!("{n} {unit}")),
    }
}
