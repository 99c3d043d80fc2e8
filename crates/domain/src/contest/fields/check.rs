//! Whether the fields of a contest can be asked at all. All problems at once, each at its part.

use super::*;
use crate::contest::rules::Section;
use crate::text;

/// The part of a field where something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldPart {
    Code,
    Label,
    Help,
    Most,
    /// Least and most, first and last day.
    Bounds,
    Places,
    Unit,
    Options,
    Kinds,
    When,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldFault {
    Missing,
    TooLong {
        most: usize,
    },
    /// Between these, both included.
    OutOfRange {
        least: usize,
        most: usize,
    },
    /// Not of the letters of a code.
    BadCode,
    /// Another field, a section, or a question of every contest has it.
    CodeTaken,
    /// Two options have the same code or the same words.
    OptionTwice,
    /// The least is above the most.
    Crossed,
    /// More decimals than the field admits.
    TooExact {
        places: u8,
    },
    /// The condition is about no question that there is.
    UnknownQuestion,
    /// The condition is about this field or one behind it.
    NotBefore,
    /// The condition is about a field that is no longer asked.
    NotAsked,
    /// The question cannot be compared so.
    WrongTest,
    /// The condition names a value that the question does not offer.
    UnknownValue {
        value: String,
    },
    /// More fields than a form can hold.
    TooManyFields {
        most: usize,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// Position of the field.
    pub at: usize,
    pub part: FieldPart,
    pub why: FieldFault,
}

/// Everything that stands against these fields beside these sections.
pub fn check(fields: &[FormField], sections: &[Section]) -> Vec<FieldProblem> {
    let mut out = Vec::new();
    for (at, field) in fields.iter().enumerate() {
        let mut say = |part, why| out.push(FieldProblem { at, part, why });
        check_code(at, fields, sections, &mut say);
        words(&field.label, MAX_LABEL, true, FieldPart::Label, &mut say);
        words(&field.help, MAX_HELP, false, FieldPart::Help, &mut say);
        check_kind(&field.kind, &mut say);
        if let Some(when) = &field.when {
            check_when(at, when, fields, &mut say);
        }
    }
    if fields.len() > MAX_FIELDS {
        let why = FieldFault::TooManyFields { most: MAX_FIELDS };
        out.push(FieldProblem { at: MAX_FIELDS, part: FieldPart::Code, why });
    }
    out
}

/// Whether a text can be a code: small letters, digits, underscores, a letter first.
pub(super) fn is_code(code: &str) -> bool {
    let letters = code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    letters && code.len() <= MAX_CODE && code.as_bytes().first().is_some_and(u8::is_ascii_lowercase)
}

fn check_code(
    at: usize,
    fields: &[FormField],
    sections: &[Section],
    say: &mut impl FnMut(FieldPart, FieldFault),
) {
    let code = &fields[at].code;
    let taken = fields[..at].iter().any(|f| f.code == *code)
        || sections.iter().any(|s| s.code == *code)
        || RESERVED.contains(&code.as_str());
    if code.is_empty() {
        say(FieldPart::Code, FieldFault::Missing);
    } else if !is_code(code) {
        say(FieldPart::Code, FieldFault::BadCode);
    } else if taken {
        say(FieldPart::Code, FieldFault::CodeTaken);
    }
}

fn words(
    text: &str,
    most: usize,
    required: bool,
    part: FieldPart,
    say: &mut impl FnMut(FieldPart, FieldFault),
) {
    if required && text.trim().is_empty() {
        say(part, FieldFault::Missing);
    } else if text::length(text) > most {
        say(part, FieldFault::TooLong { most });
    }
}

fn check_kind(kind: &FieldKind, say: &mut impl FnMut(FieldPart, FieldFault)) {
    let mut between = |have: usize, least: usize, most: usize, part| {
        if !(least..=most).contains(&have) {
            say(part, FieldFault::OutOfRange { least, most });
        }
    };
    match kind {
        FieldKind::Text { most } => between(*most, 1, MAX_TEXT, FieldPart::Most),
        FieldKind::LongText { most } => between(*most, 1, MAX_LONG_TEXT, FieldPart::Most),
        FieldKind::Number { least, most, places, unit } => {
            between(usize::from(*places), 0, usize::from(Number::PLACES), FieldPart::Places);
            if least.iter().chain(most).any(|n| n.places() > *places) {
                say(FieldPart::Bounds, FieldFault::TooExact { places: *places });
            }
            if least.zip(*most).is_some_and(|(least, most)| least > most) {
                say(FieldPart::Bounds, FieldFault::Crossed);
            }
            words(unit, MAX_UNIT, false, FieldPart::Unit, say);
        }
        FieldKind::Date { from, to } => {
            if from.zip(*to).is_some_and(|(from, to)| from > to) {
                say(FieldPart::Bounds, FieldFault::Crossed);
            }
        }
        FieldKind::Choice { options, several: _ } => {
            between(options.len(), 2, MAX_OPTIONS, FieldPart::Options);
            for (n, o) in options.iter().enumerate() {
                words(&o.label, MAX_LABEL, true, FieldPart::Options, say);
                if !is_code(&o.code) {
                    say(FieldPart::Options, FieldFault::BadCode);
                }
                if options[..n].iter().any(|b| b.code == o.code || b.label == o.label) {
                    say(FieldPart::Options, FieldFault::OptionTwice);
                }
            }
        }
        FieldKind::File { kinds, most } => {
            between(*most, 1, MAX_FIELD_FILES, FieldPart::Most);
            if kinds.is_empty() {
                say(FieldPart::Kinds, FieldFault::Missing);
            }
        }
    }
}

fn check_when(
    at: usize,
    when: &Condition,
    fields: &[FormField],
    say: &mut impl FnMut(FieldPart, FieldFault),
) {
    let mut say = |why| say(FieldPart::When, why);
    let of = match &when.of {
        Question::Form | Question::Category | Question::AlreadyApplied => None,
        Question::Field(code) => match fields.iter().position(|f| f.code == *code) {
            None => return say(FieldFault::UnknownQuestion),
            Some(n) if n >= at => return say(FieldFault::NotBefore),
            Some(n) if !fields[n].asked && fields[at].asked => return say(FieldFault::NotAsked),
            Some(n) => Some(&fields[n].kind),
        },
    };
    match (&when.test, of) {
        (Test::Answered, _) | (Test::AtLeast(_), Some(FieldKind::Number { .. })) => {}
        (Test::Is(values), None | Some(FieldKind::Choice { .. })) => {
            let offered: Vec<&str> = match of {
                Some(FieldKind::Choice { options, .. }) => options.iter().map(|o| o.code.as_str()).collect(),
                _ => when.of.words(),
            };
            if values.is_empty() {
                say(FieldFault::Missing);
            }
            for value in values.iter().filter(|v| !offered.contains(&v.as_str())) {
                say(FieldFault::UnknownValue { value: value.clone() });
            }
        }
        (Test::Is(_) | Test::AtLeast(_), _) => say(FieldFault::WrongTest),
    }
}
