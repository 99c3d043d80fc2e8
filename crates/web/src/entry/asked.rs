//! The contest's own questions as a form draws them: on the page of the text, at the desk for paper, in the organiser's preview.
//!
//! Every question is drawn, also one that is not asked now: without JavaScript a sentence says when it wants an answer, and the
//! server decides when it saves. `asked.js` shows and hides them while somebody chooses.

use super::refusals;
use crate::{Choice, Form, Msg, T};
use app::entry::Desk;
use app::entry::fields::of_question as name_of;
use domain::contest::RulesEdition;
use domain::contest::fields::{self, AnswerRefusal, FieldKind, FormField, Given, Known, Question, Test};
use domain::entry::draft::given;

/// One question.
pub struct Asked {
    /// `field-kinh_phi`: name and id.
    pub field: String,
    pub label: String,
    pub hint: String,
    pub required: bool,
    pub drawn: Drawn,
    pub when: Option<When>,
}

pub enum Drawn {
    /// Most characters.
    Line(usize),
    Lines(usize),
    Number,
    Day,
    One(Vec<Choice>),
    Several(Vec<Choice>),
    /// Files to choose from, which were sent on their own page.
    Files {
        choices: Vec<Choice>,
        href: Option<String>,
    },
}

/// When it is asked.
pub struct When {
    pub sentence: String,
    /// The name of the input that decides, on this page or another.
    pub on: String,
    /// The values that it may have, between bars; empty where any will do.
    pub values: String,
    /// The least number; empty where none is asked for.
    pub least: String,
    /// As far as the server knows.
    pub holds: bool,
}

impl Asked {
    /// The most characters, for the counter; 0 where they are not counted.
    pub fn most(&self) -> usize {
        match self.drawn {
            Drawn::Line(most) | Drawn::Lines(most) => most,
            Drawn::Number | Drawn::Day | Drawn::One(_) | Drawn::Several(_) | Drawn::Files { .. } => 0,
        }
    }
}

/// The questions of the rules that are still asked, in order.
/// `files_href` is where files are sent.
pub fn of(
    t: T,
    rules: &RulesEdition,
    known: &Known<'_>,
    files: &[Given],
    files_href: Option<&str>,
) -> Vec<Asked> {
    let asked = fields::asked(&rules.fields, known);
    let fields = rules.fields.iter().zip(asked).filter(|(f, _)| f.asked);
    fields.map(|(f, holds)| draw(t, f, rules, known, (files, files_href), holds)).collect()
}

fn draw(
    t: T,
    f: &FormField,
    rules: &RulesEdition,
    known: &Known<'_>,
    (files, files_href): (&[Given], Option<&str>),
    holds: bool,
) -> Asked {
    let when = f.when.as_ref().map(|when| {
        let (values, least) = match &when.test {
            Test::Answered => (String::new(), String::new()),
            Test::Is(values) => (format!("|{}|", values.join("|")), String::new()),
            Test::AtLeast(least) => (String::new(), least.plain()),
        };
        When { sentence: sentence(t, when, rules), on: input_of(&when.of), values, least, holds }
    });
    let mut hint = vec![f.help.clone()];
    let drawn = match &f.kind {
        FieldKind::Text { most } => Drawn::Line(*most),
        FieldKind::LongText { most } => Drawn::Lines(*most),
        FieldKind::Number { least, most, places, unit } => {
            hint.push(match *places {
                0 => t.s("entry-asked-whole").into_owned(),
                n => t.a1("entry-asked-places", "n", u32::from(n)),
            });
            if !unit.is_empty() {
                hint.push(t.a1("entry-asked-unit", "unit", unit));
            }
            hint.extend(bounds(t, least.map(|n| n.to_string()), most.map(|n| n.to_string())));
            Drawn::Number
        }
        FieldKind::Date { from, to } => {
            hint.extend(bounds(t, from.map(|d| t.day(d)), to.map(|d| t.day(d))));
            Drawn::Day
        }
        FieldKind::Choice { options, several } => {
            let choices = options.iter().map(|o| Choice::new(&o.code, &o.label)).collect();
            if *several { Drawn::Several(choices) } else { Drawn::One(choices) }
        }
        FieldKind::File { kinds, most } => {
            let names: Vec<_> = kinds.iter().map(|k| t.s(super::view::kind_key(*k)).into_owned()).collect();
            hint.push(t.a2("entry-asked-files", "kinds", names.join(", "), "most", *most));
            let chosen = known.values(&f.code);
            let fits = |g: &&Given| kinds.contains(&g.kind) || chosen.contains(&g.key.as_str());
            let choices = files.iter().filter(fits).map(|g| Choice::new(&g.key, &g.name)).collect();
            Drawn::Files { choices, href: files_href.map(str::to_owned) }
        }
    };
    hint.retain(|h| !h.is_empty());
    Asked {
        field: name_of(&f.code),
        label: f.label.clone(),
        hint: hint.join(" "),
        required: f.required,
        drawn,
        when,
    }
}

fn bounds(t: T, least: Option<String>, most: Option<String>) -> Option<String> {
    match (least, most) {
        (Some(least), Some(most)) => Some(t.a2("entry-asked-between", "least", least, "most", most)),
        (Some(least), None) => Some(t.a1("entry-asked-from", "least", least)),
        (None, Some(most)) => Some(t.a1("entry-asked-up-to", "most", most)),
        (None, None) => None,
    }
}

/// The name of the input that answers a question, on whichever page.
fn input_of(question: &Question) -> String {
    match question {
        Question::Form => "form".to_owned(),
        Question::Category => "category".to_owned(),
        Question::AlreadyApplied => "applied".to_owned(),
        Question::Field(code) => name_of(code),
    }
}

/// What the page calls a question.
pub fn question_name(t: T, question: &Question, rules: &RulesEdition) -> String {
    match question {
        Question::Form => t.s("entry-about-form").into_owned(),
        Question::Category => t.s("entry-author-category").into_owned(),
        Question::AlreadyApplied => t.s("entry-about-applied").into_owned(),
        Question::Field(code) => rules.name_of(code).unwrap_or(code).to_owned(),
    }
}

/// The answers that a question offers: value and text; none where it is typed.
pub fn offered(t: T, question: &Question, rules: &RulesEdition) -> Vec<(String, String)> {
    let text = |word: &str| match (question, word) {
        (Question::Form, "written") => "entry-form-written",
        (Question::Form, _) => "entry-form-video",
        (Question::Category, "individual") => "entry-category-individual",
        (Question::Category, _) => "entry-category-collective",
        (_, "yes") => "entry-applied-yes",
        _ => "entry-applied-no",
    };
    if let Question::Field(code) = question {
        let field = rules.fields.iter().find(|f| f.code == *code);
        let options = match field.map(|f| &f.kind) {
            Some(FieldKind::Choice { options, .. }) => options.as_slice(),
            _ => &[],
        };
        return options.iter().map(|o| (o.code.clone(), o.label.clone())).collect();
    }
    question.words().into_iter().map(|w| (w.to_owned(), t.s(text(w)).into_owned())).collect()
}

/// A value as the page tells it: the words of an option, the name of a file.
pub fn chosen(d: &Desk, code: &str, value: &str) -> Option<String> {
    let field = d.rules.fields.iter().find(|f| f.code == code)?;
    match &field.kind {
        FieldKind::Choice { options, .. } => {
            options.iter().find(|o| o.code == value).map(|o| o.label.clone())
        }
        FieldKind::File { .. } => {
            given(&d.draft.attachments).into_iter().find(|g| g.key == value).map(|g| g.name)
        }
        FieldKind::Text { .. }
        | FieldKind::LongText { .. }
        | FieldKind::Number { .. }
        | FieldKind::Date { .. } => None,
    }
}

/// When a question wants an answer, in a sentence.
pub fn sentence(t: T, when: &fields::Condition, rules: &RulesEdition) -> String {
    let question = question_name(t, &when.of, rules);
    match &when.test {
        Test::Answered => t.a1("entry-asked-when-answered", "question", question),
        Test::AtLeast(least) => {
            t.a2("entry-asked-when-least", "question", question, "least", least.to_string())
        }
        Test::Is(values) => {
            let texts = offered(t, &when.of, rules);
            let texts: Vec<_> = texts
                .iter()
                .filter(|(v, _)| values.contains(v))
                .map(|(_, text)| format!("“{text}”"))
                .collect();
            let or = format!(" {} ", t.s("entry-asked-or"));
            t.a2("entry-asked-when-is", "question", question, "values", texts.join(&or))
        }
    }
}

/// What a refused answer says. `name` is what the question is called.
pub fn refusal(why: &AnswerRefusal, name: &str) -> Msg {
    use AnswerRefusal as R;
    let said = |key| Msg::new(key).arg("what", format!("“{name}”"));
    let number = |n: &fields::Number, unit: &str| match unit {
        "" => n.to_string(),
        _ => format!("{n} {unit}"),
    };
    match why {
        R::Missing => said("entry-asked-missing"),
        R::TooLong { most, have } => said("entry-refusal-too-long").arg("most", *most).arg("have", *have),
        R::NotANumber { places: 0 } => said("entry-asked-not-whole"),
        R::NotANumber { places } => said("entry-asked-not-number").arg("n", u32::from(*places)),
        R::TooSmall { least, unit } => said("entry-asked-too-small").arg("least", number(least, unit)),
        R::TooLarge { most, unit } => said("entry-asked-too-large").arg("most", number(most, unit)),
        R::NotADay => said("entry-asked-not-day"),
        R::TooEarly { from } => said("entry-asked-too-early").arg("day", *from),
        R::TooLate { to } => said("entry-asked-too-late").arg("day", *to),
        R::UnknownOption => said("entry-refusal-unknown"),
        R::OneOptionOnly => said("entry-asked-one-only"),
        R::WrongKind { name } => said("entry-asked-wrong-kind").arg("name", refusals::shown(name)),
        R::TooManyFiles { most, have } => {
            said("entry-asked-too-many-files").arg("most", *most).arg("have", *have)
        }
    }
}

/// Of the answers of a form, those to questions that it does not draw: they travel along, so that nothing typed is lost.
pub fn kept(form: &Form, answers: &[(String, Vec<String>)], drawn: &[Asked]) -> Vec<(String, String)> {
    let names = answers.iter().map(|(code, _)| name_of(code)).filter(|n| drawn.iter().all(|a| a.field != *n));
    names.flat_map(|n| form.all(&n).map(|v| (n.clone(), v.to_owned())).collect::<Vec<_>>()).collect()
}
