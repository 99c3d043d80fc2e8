//! One question under the organiser's hands: from its form and back, and what is wrong with it beside its inputs.

use crate::entry::asked;
use crate::{Arg, Choice, FieldErrors, Form, FormData, Msg, T, format};
use domain::contest::fields::{
    Condition, FieldFault, FieldKind, FieldOption, FieldPart, FieldProblem, FormField, MAX_CODE, Number,
    Question, RESERVED, Test,
};
use domain::contest::{AttachmentKind, RulesEdition};
use domain::text;

/// A question that nobody has written yet.
pub fn blank() -> FormField {
    FormField {
        code: String::new(),
        label: String::new(),
        help: String::new(),
        kind: FieldKind::Text { most: 200 },
        required: true,
        when: None,
        public: false,
        asked: true,
    }
}

/// The form of a question as it is.
pub fn filled(mut form: Form, f: &FormField) -> Form {
    let mut put = |name: &str, value: String| form = form.clone().with(name, value);
    put("q-label", f.label.clone());
    put("q-help", f.help.clone());
    put("q-kind", f.kind.word().to_owned());
    for (name, ticked) in [("q-required", f.required), ("q-public", f.public)] {
        if ticked {
            put(name, "yes".to_owned());
        }
    }
    match &f.kind {
        FieldKind::Text { most } | FieldKind::LongText { most } => put("q-most", most.to_string()),
        FieldKind::Number { least, most, places, unit } => {
            put("q-least", least.map(|n| n.to_string()).unwrap_or_default());
            put("q-greatest", most.map(|n| n.to_string()).unwrap_or_default());
            put("q-places", places.to_string());
            put("q-unit", unit.clone());
        }
        FieldKind::Date { from, to } => {
            let day =
                |d: &domain::time::Day| format!("{:02}/{:02}/{:04}", d.0.day(), d.0.month(), d.0.year());
            put("q-from", from.as_ref().map(day).unwrap_or_default());
            put("q-to", to.as_ref().map(day).unwrap_or_default());
        }
        FieldKind::Choice { options, several } => {
            put("q-options", options.iter().map(|o| o.label.as_str()).collect::<Vec<_>>().join("\n"));
            if *several {
                put("q-several", "yes".to_owned());
            }
        }
        FieldKind::File { kinds, most } => {
            kinds.iter().for_each(|k| put("q-kinds", k.word().to_owned()));
            put("q-files", most.to_string());
        }
    }
    if let Some(when) = &f.when {
        let of = when.of.word();
        match &when.test {
            Test::Answered => put("q-when", of.to_owned()),
            Test::Is(values) => values.iter().for_each(|v| put("q-when", format!("{of}={v}"))),
            Test::AtLeast(least) => put(&format!("q-when-{of}"), least.to_string()),
        }
    }
    form
}

/// The question that the form says, in place of `before`; what cannot be read is told beside its input.
pub fn read(
    t: T,
    data: &FormData,
    before: &FormField,
    others: &[&FormField],
    errors: &mut FieldErrors,
) -> FormField {
    let line = |name: &str| text::clean_line(data.get(name));
    let ticked = |name: &str| data.get(name) == "yes";
    let label = line("q-label");
    let kind = match data.get("q-kind") {
        "long_text" => FieldKind::LongText { most: count(t, data, "q-most", 2_000, errors) },
        "number" => FieldKind::Number {
            least: number(t, data, "q-least", errors),
            most: number(t, data, "q-greatest", errors),
            places: u8::try_from(count(t, data, "q-places", 0, errors)).unwrap_or(u8::MAX),
            unit: line("q-unit"),
        },
        "date" => FieldKind::Date { from: day(t, data, "q-from", errors), to: day(t, data, "q-to", errors) },
        "choice" => FieldKind::Choice {
            options: options(data.get("q-options"), &before.kind),
            several: ticked("q-several"),
        },
        "file" => FieldKind::File {
            kinds: data.all("q-kinds").filter_map(AttachmentKind::from_word).collect(),
            most: count(t, data, "q-files", 1, errors),
        },
        _ => FieldKind::Text { most: count(t, data, "q-most", 200, errors) },
    };
    let code = if before.code.is_empty() { code_of(&label, others) } else { before.code.clone() };
    FormField {
        code,
        label,
        help: line("q-help"),
        kind,
        required: ticked("q-required"),
        when: when(t, data, errors),
        public: ticked("q-public"),
        asked: before.asked,
    }
}

/// A code out of the words of a label, of its own among the others.
fn code_of(label: &str, others: &[&FormField]) -> String {
    let words = text::fold(label).replace(' ', "_");
    let plain: String = words.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(30).collect();
    let plain = plain.trim_matches('_');
    let begins = plain.starts_with(|c: char| c.is_ascii_lowercase());
    let base =
        if begins { plain.to_owned() } else { format!("cau_{plain}").trim_end_matches('_').to_owned() };
    let taken = |code: &str| RESERVED.contains(&code) || others.iter().any(|f| f.code == code);
    let numbered = (2..).map(|n| format!("{base}_{n}"));
    std::iter::once(base.clone())
        .chain(numbered)
        .find(|c| !taken(c))
        .unwrap_or(base)
        .chars()
        .take(MAX_CODE)
        .collect()
}

/// One option a line. An option keeps its code while its words stay, or its line where only the words are others.
fn options(typed: &str, before: &FieldKind) -> Vec<FieldOption> {
    let old: &[FieldOption] = match before {
        FieldKind::Choice { options, .. } => options,
        _ => &[],
    };
    let labels: Vec<String> = typed.lines().map(text::clean_line).filter(|l| !l.is_empty()).collect();
    let mut out: Vec<FieldOption> = Vec::new();
    for (n, label) in labels.iter().enumerate() {
        let same = old.iter().find(|o| o.label == *label);
        let reworded = || old.get(n).filter(|o| labels.len() == old.len() && !labels.contains(&o.label));
        let code = match same.or_else(reworded) {
            Some(o) => o.code.clone(),
            None => {
                let held: Vec<FormField> =
                    out.iter().chain(old).map(|o| FormField { code: o.code.clone(), ..blank() }).collect();
                code_of(label, &held.iter().collect::<Vec<_>>())
            }
        };
        out.push(FieldOption { code, label: label.clone() });
    }
    out
}

fn what(t: T, name: &str) -> String {
    let key = match name {
        "q-label" => "setup-field-label",
        "q-help" => "setup-field-help",
        "q-most" => "setup-field-most",
        "q-least" => "setup-field-least",
        "q-greatest" => "setup-field-greatest",
        "q-places" => "setup-field-places",
        "q-unit" => "setup-field-unit",
        "q-from" => "setup-field-from",
        "q-to" => "setup-field-to",
        "q-options" => "setup-field-options",
        "q-kinds" => "setup-field-kinds",
        "q-files" => "setup-field-files",
        _ => "setup-field-when-title",
    };
    format!("“{}”", t.s(key))
}

/// A whole number; the usual one where nothing is typed.
fn count(t: T, data: &FormData, name: &str, usual: usize, errors: &mut FieldErrors) -> usize {
    let typed = data.get(name).trim().replace(['.', ' '], "");
    if typed.is_empty() {
        return usual;
    }
    typed.parse().unwrap_or_else(|_| {
        errors.add(name, Msg::new("setup-field-fault-not-number").arg("what", what(t, name)));
        usual
    })
}

fn number(t: T, data: &FormData, name: &str, errors: &mut FieldErrors) -> Option<Number> {
    let typed = data.get(name).trim();
    let read = Number::parse(typed);
    if read.is_none() && !typed.is_empty() {
        errors.add(name.to_owned(), Msg::new("setup-field-fault-not-number").arg("what", what(t, name)));
    }
    read
}

fn day(t: T, data: &FormData, name: &str, errors: &mut FieldErrors) -> Option<domain::time::Day> {
    let typed = data.get(name).trim();
    let read = format::read_day(typed);
    if read.is_none() && !typed.is_empty() {
        errors.add(name, Msg::new("setup-field-fault-not-day").arg("what", what(t, name)));
    }
    read
}

/// The condition: ticked answers of one question, or the least number of one.
fn when(t: T, data: &FormData, errors: &mut FieldErrors) -> Option<Condition> {
    let mut found: Vec<(String, Test)> = Vec::new();
    for ticked in data.all("q-when").filter(|v| !v.is_empty()) {
        let (of, value) = ticked.split_once('=').map_or((ticked, None), |(of, value)| (of, Some(value)));
        match (found.iter_mut().find(|(code, _)| code == of), value) {
            (Some((_, Test::Is(values))), Some(value)) => values.push(value.to_owned()),
            (Some((_, test)), _) => *test = Test::Answered,
            (None, Some(value)) => found.push((of.to_owned(), Test::Is(vec![value.to_owned()]))),
            (None, None) => found.push((of.to_owned(), Test::Answered)),
        }
    }
    let least = data.fields().filter_map(|(name, v)| Some((name, name.strip_prefix("q-when-")?, v)));
    for (name, of, _) in least.filter(|(_, _, v)| !v.trim().is_empty()).collect::<Vec<_>>() {
        if let Some(n) = number(t, data, name, errors) {
            found.retain(|(code, _)| code != of);
            found.push((of.to_owned(), Test::AtLeast(n)));
        }
    }
    if found.len() > 1 {
        errors.add("q-when", Msg::new("setup-field-fault-when-one"));
    }
    found.into_iter().next().map(|(of, test)| Condition { of: Question::from_word(&of), test })
}

/// The answers that a condition may name, and the numbers it may compare: those of the questions before position `at`.
pub fn conditions(t: T, rules: &RulesEdition, at: usize) -> (Vec<Choice>, Vec<(String, String)>) {
    let (mut choices, mut numbers) = (Vec::new(), Vec::new());
    let common = [Question::Form, Question::Category, Question::AlreadyApplied];
    let before = rules.fields.iter().take(at).filter(|f| f.asked);
    for of in common.into_iter().chain(before.map(|f| Question::Field(f.code.clone()))) {
        let name = asked::question_name(t, &of, rules);
        let offered = asked::offered(t, &of, rules);
        if offered.is_empty() {
            choices.push(Choice::new(of.word(), t.a1("setup-field-when-given", "question", &name)));
        }
        for (value, said) in offered {
            let said = t.a2("setup-field-when-value", "question", &name, "value", said);
            choices.push(Choice::new(format!("{}={value}", of.word()), said));
        }
        let field = rules.fields.iter().find(|f| f.code == of.word());
        if field.is_some_and(|f| matches!(f.kind, FieldKind::Number { .. })) {
            let said = t.a1("setup-field-when-least", "question", &name);
            numbers.push((format!("q-when-{}", of.word()), said));
        }
    }
    (choices, numbers)
}

/// The input at which a problem stands.
pub fn input_of(problem: &FieldProblem, kind: &FieldKind) -> &'static str {
    match problem.part {
        FieldPart::Code | FieldPart::Label => "q-label",
        FieldPart::Help => "q-help",
        FieldPart::Most if matches!(kind, FieldKind::File { .. }) => "q-files",
        FieldPart::Most => "q-most",
        FieldPart::Bounds if matches!(kind, FieldKind::Date { .. }) => "q-from",
        FieldPart::Bounds => "q-least",
        FieldPart::Places => "q-places",
        FieldPart::Unit => "q-unit",
        FieldPart::Options => "q-options",
        FieldPart::Kinds => "q-kinds",
        FieldPart::When => "q-when",
    }
}

/// What is wrong, in words.
pub fn said(t: T, problem: &FieldProblem, kind: &FieldKind) -> Msg {
    let about = |key| Msg::new(key).arg("what", what(t, input_of(problem, kind)));
    match &problem.why {
        FieldFault::Missing => about("setup-field-fault-missing"),
        FieldFault::TooLong { most } => about("setup-field-fault-too-long").arg("most", *most),
        FieldFault::OutOfRange { least, most } => {
            about("setup-field-fault-range").arg("least", *least).arg("most", *most)
        }
        FieldFault::BadCode => Msg::new("setup-field-fault-code"),
        FieldFault::CodeTaken => Msg::new("setup-field-fault-taken"),
        FieldFault::OptionTwice => Msg::new("setup-field-fault-twice"),
        FieldFault::Crossed => Msg::new("setup-field-fault-crossed"),
        FieldFault::TooExact { places } => {
            Msg::new("setup-field-fault-too-exact").arg("places", u32::from(*places))
        }
        FieldFault::UnknownQuestion | FieldFault::UnknownValue { .. } => {
            Msg::new("setup-field-fault-when-unknown")
        }
        FieldFault::NotBefore => Msg::new("setup-field-fault-when-before"),
        FieldFault::NotAsked => Msg::new("setup-field-fault-when-asked"),
        FieldFault::WrongTest => Msg::new("setup-field-fault-when-test"),
        FieldFault::TooManyFields { most } => Msg::new("setup-field-fault-many").arg("most", *most),
    }
}

/// The same above the form, with the question that it is about.
pub fn said_of(t: T, problem: &FieldProblem, f: &FormField) -> Msg {
    let what = t.m(&said(t, problem, &f.kind)).into_owned();
    let at = Msg::new("setup-field-fault-at").arg("n", problem.at + 1).arg("question", f.label.clone());
    at.arg("what", Arg::from(what))
}
