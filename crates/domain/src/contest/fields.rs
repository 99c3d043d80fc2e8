//! Câu hỏi riêng của cuộc thi: questions that a contest asks besides those of every contest, as data of its rules.
//!
//! A field has a kind out of a closed list and may be asked only on a condition about an earlier question. Whether it is asked is
//! decided in order: a field that is not asked counts as not answered for those behind it. What is handed in is the answer as
//! a person reads it (`1.500.000 đồng`, `05/3/2024` as `05/03/2024`, the words of a choice), so that a dossier needs no later
//! edition of the rules to be understood. Source: real forms ask beyond the sections (cost, decision of recognition, first use);
//! the bounds are ours. Prose in `docs/rules/form-fields.md`.

mod answer;
mod check;
mod number;

pub use answer::{AnswerRefusal, Given, answer, typed};
pub use check::{FieldFault, FieldPart, FieldProblem, check};
pub use number::Number;

use super::rules::{AttachmentKind, Category, Form};
use crate::time::Day;

/// Fields of one contest.
pub const MAX_FIELDS: usize = 40;
/// Characters of a label, of a help text, of an option's label, of a unit, of a code.
pub const MAX_LABEL: usize = 200;
pub const MAX_HELP: usize = 500;
pub const MAX_UNIT: usize = 30;
pub const MAX_CODE: usize = 40;
/// Characters of a text and of a long text, at most.
pub const MAX_TEXT: usize = 500;
pub const MAX_LONG_TEXT: usize = 20_000;
/// Options of a choice: from two.
pub const MAX_OPTIONS: usize = 30;
/// Files of one field.
pub const MAX_FIELD_FILES: usize = 10;
/// Codes that no field may have: they name questions of every contest.
pub const RESERVED: [&str; 3] = ["form", "category", "already_applied"];

/// Câu hỏi.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormField {
    /// `[a-z][a-z0-9_]*`; never that of a section.
    pub code: String,
    pub label: String,
    /// Below the label; may be empty.
    pub help: String,
    pub kind: FieldKind,
    pub required: bool,
    /// `None`: always asked.
    pub when: Option<Condition>,
    /// The gallery shows the answer with the text.
    pub public: bool,
    /// False: no longer asked; kept because dossiers answer it.
    pub asked: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// One line; `most` characters after NFC.
    Text {
        most: usize,
    },
    LongText {
        most: usize,
    },
    /// An exact decimal with at most `places` decimals; both bounds included.
    Number {
        least: Option<Number>,
        most: Option<Number>,
        places: u8,
        unit: String,
    },
    /// Both days included.
    Date {
        from: Option<Day>,
        to: Option<Day>,
    },
    Choice {
        options: Vec<FieldOption>,
        several: bool,
    },
    /// Up to `most` of the entry's files, of these kinds.
    File {
        kinds: Vec<AttachmentKind>,
        most: usize,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldOption {
    pub code: String,
    pub label: String,
}

/// When a field is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    pub of: Question,
    pub test: Test,
}

/// What a condition is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    Form,
    Category,
    AlreadyApplied,
    /// A field before this one.
    Field(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    Answered,
    /// One of the values of the answer is one of these: words of the question, codes of options.
    Is(Vec<String>),
    /// The number is so much or more.
    AtLeast(Number),
}

/// What is known of an entry while its fields are asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    pub form: Option<Form>,
    pub category: Option<Category>,
    pub already_applied: Option<bool>,
    /// Code and values as typed: several for a choice of several, else at most one.
    pub answers: &'a [(String, Vec<String>)],
}

impl FieldKind {
    /// The word that `contest.json` holds.
    pub fn word(&self) -> &'static str {
        match self {
            FieldKind::Text { .. } => "text",
            FieldKind::LongText { .. } => "long_text",
            FieldKind::Number { .. } => "number",
            FieldKind::Date { .. } => "date",
            FieldKind::Choice { .. } => "choice",
            FieldKind::File { .. } => "file",
        }
    }

    pub const WORDS: [&'static str; 6] = ["text", "long_text", "number", "date", "choice", "file"];
}

impl Question {
    pub fn word(&self) -> &str {
        match self {
            Question::Form => "form",
            Question::Category => "category",
            Question::AlreadyApplied => "already_applied",
            Question::Field(code) => code,
        }
    }

    pub fn from_word(word: &str) -> Question {
        match word {
            "form" => Question::Form,
            "category" => Question::Category,
            "already_applied" => Question::AlreadyApplied,
            code => Question::Field(code.to_owned()),
        }
    }

    /// The words of the answers of a question of every contest; none for a field.
    pub fn words(&self) -> Vec<&'static str> {
        match self {
            Question::Form => Form::ALL.iter().map(|f| f.word()).collect(),
            Question::Category => Category::ALL.iter().map(|c| c.word()).collect(),
            Question::AlreadyApplied => vec!["yes", "no"],
            Question::Field(_) => vec![],
        }
    }
}

impl Known<'_> {
    /// The values typed for a field; none where it is blank.
    pub fn values(&self, code: &str) -> Vec<&str> {
        let found = self.answers.iter().find(|(c, _)| c == code);
        let values = found.map_or(&[][..], |(_, values)| values);
        values.iter().map(|v| v.trim()).filter(|v| !v.is_empty()).collect()
    }

    fn of(&self, question: &Question) -> Vec<&str> {
        match question {
            Question::Form => self.form.map(Form::word).into_iter().collect(),
            Question::Category => self.category.map(Category::word).into_iter().collect(),
            Question::AlreadyApplied => {
                self.already_applied.map(|yes| if yes { "yes" } else { "no" }).into_iter().collect()
            }
            Question::Field(code) => self.values(code),
        }
    }
}

impl Test {
    fn holds(&self, values: &[&str]) -> bool {
        match self {
            Test::Answered => !values.is_empty(),
            Test::Is(wanted) => values.iter().any(|v| wanted.iter().any(|w| w == v)),
            Test::AtLeast(least) => values.iter().filter_map(|v| Number::parse(v)).any(|n| n >= *least),
        }
    }
}

/// For each field in order, whether it is asked of this entry.
pub fn asked(fields: &[FormField], known: &Known<'_>) -> Vec<bool> {
    let mut out: Vec<bool> = Vec::with_capacity(fields.len());
    for (n, field) in fields.iter().enumerate() {
        let is = field.asked
            && field.when.as_ref().is_none_or(|when| {
                let before = |code: &str| fields[..n].iter().position(|f| f.code == code);
                let stands = match &when.of {
                    Question::Field(code) => before(code).is_some_and(|at| out[at]),
                    Question::Form | Question::Category | Question::AlreadyApplied => true,
                };
                stands && when.test.holds(&known.of(&when.of))
            });
        out.push(is);
    }
    out
}

#[cfg(test)]
mod tests;
