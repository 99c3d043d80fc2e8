//! setup/fields: the organiser puts the contest's own questions together, sees the form they make, and puts them in force.
//!
//! Nothing is stored before that: the list under edit travels in the form. Every button sends the whole form; the question that is
//! being written is taken into the list first, so that no press loses it.

use super::field;
use super::problems::{self, Wrong};
use super::{headed, words};
use crate::entry::asked::{self, Asked, Drawn};
use crate::{Answer, AppState, Choice, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, act, page};
use app::act::Stop;
use app::contest::AmendRefusal;
use app::contest::format::{read_fields, write_fields};
use app::contest::set_up::{SetUp, set_up};
use askama::Template;
use axum::extract::{Path, State};
use domain::contest::amend::AmendRefusal as RuleRefusal;
use domain::contest::fields::{FieldKind, FormField, MAX_FIELDS, Question, check};
use domain::contest::{AttachmentKind, Category, Phase, RulesEdition};

#[derive(Template)]
#[template(path = "setup/fields.html")]
struct Fields {
    page: Page,
    form: Form,
    code: String,
    phase: Phase,
    /// Number of the edition that the edit began from.
    edition: i64,
    /// The list under edit.
    text: String,
    unsaved: bool,
    lines: Vec<Line>,
    /// The question being written: its number from 1, and whether it is a new one.
    editing: Option<(usize, bool)>,
    kinds: Vec<Choice>,
    file_kinds: Vec<Choice>,
    when: Vec<Choice>,
    numbers: Vec<(String, String)>,
    samples: Vec<(&'static str, String, Vec<Choice>)>,
    asked: Vec<Asked>,
    /// The labels of those that are asked with what is typed in the preview.
    now: Vec<String>,
}

struct Line {
    label: String,
    kind: &'static str,
    when: String,
    asked: bool,
    /// It was never in force: it can go without a trace.
    removable: bool,
}

/// What is being edited: the list, and the place of the question that is being written, past its end for a new one.
struct Edit {
    fields: Vec<FormField>,
    at: Option<usize>,
}

async fn load(state: &AppState, ctx: &Ctx, code: &str) -> Result<SetUp, WebError> {
    let (actor, code) = (ctx.actor.clone(), code.to_owned());
    let seen = act::loaded(state.db.read(move |tx| set_up(tx, &actor, &code)).await)?;
    if seen.may_change { Ok(seen) } else { Err(WebError::NotFound) }
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(code): Path<String>) -> Answer {
    let set = load(&state, &ctx, &code).await?;
    let edit = Edit { fields: set.rules.fields.clone(), at: None };
    let number = set.editions.first().map_or(1, |e| e.number);
    page::show(&template(&ctx, &set, edit, number, Form::new(ctx.t), &FormData::default()))
}

/// The rules as they would be with the list under edit.
fn with(rules: &RulesEdition, fields: &[FormField]) -> RulesEdition {
    RulesEdition { fields: fields.to_vec(), ..rules.clone() }
}

fn template(ctx: &Ctx, set: &SetUp, edit: Edit, number: i64, form: Form, data: &FormData) -> Fields {
    let t = ctx.t;
    let rules = with(&set.rules, &edit.fields);
    let mut typed = crate::entry::typed(data);
    typed.category = Category::from_word(data.get("category"));
    let drawn = asked::of(t, &rules, &typed.known(), &[], None);
    let now = domain::contest::fields::asked(&rules.fields, &typed.known());
    let line = |f: &FormField| Line {
        label: f.label.clone(),
        kind: words::field_kind_key(&f.kind),
        when: f.when.as_ref().map_or_else(String::new, |w| asked::sentence(t, w, &rules)),
        asked: f.asked,
        removable: set.contest.phase == Phase::Draft || set.rules.fields.iter().all(|o| o.code != f.code),
    };
    let (when, numbers) = field::conditions(t, &rules, edit.at.unwrap_or(0));
    let word = |question, key: &str| {
        let offered = asked::offered(t, &question, &rules);
        let choices = offered.into_iter().map(|(v, text)| Choice::new(v, text)).collect();
        (t.s(key).into_owned(), choices)
    };
    let samples = [
        ("form", word(Question::Form, "entry-about-form")),
        ("applied", word(Question::AlreadyApplied, "entry-about-applied")),
        ("category", word(Question::Category, "entry-author-category")),
    ];
    let kind = |word: &&str| {
        let key = match *word {
            "long_text" => "setup-field-kind-long-text",
            "number" => "setup-field-kind-number",
            "date" => "setup-field-kind-date",
            "choice" => "setup-field-kind-choice",
            "file" => "setup-field-kind-file",
            _ => "setup-field-kind-text",
        };
        Choice::new(*word, t.s(key))
    };
    Fields {
        page: headed(ctx.page("setup-fields-title"), &set.contest)
            .back_to(format!("/contests/{}/set-up", set.contest.code), t.s("setup-title"))
            .script("counter.js")
            .script("asked.js")
            .refused(form.is_refused()),
        code: set.contest.code.clone(),
        phase: set.contest.phase,
        edition: number,
        text: write_fields(&edit.fields).to_string(),
        unsaved: edit.fields != set.rules.fields,
        lines: rules.fields.iter().map(line).collect(),
        editing: edit.at.map(|at| (at + 1, at >= rules.fields.len())),
        kinds: FieldKind::WORDS.iter().map(kind).collect(),
        file_kinds: AttachmentKind::ALL
            .iter()
            .map(|k| Choice::new(k.word(), t.s(crate::entry::view::kind_key(*k))))
            .collect(),
        when,
        numbers,
        samples: samples.into_iter().map(|(name, (label, choices))| (name, label, choices)).collect(),
        now: rules.fields.iter().zip(now).filter(|(_, is)| *is).map(|(f, _)| f.label.clone()).collect(),
        asked: drawn,
        form,
    }
}

/// POST of any button.
pub async fn change(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(code): Path<String>,
    data: FormData,
) -> Answer {
    data.key()?;
    let set = load(&state, &ctx, &code).await?;
    let number: i64 = data.get("edition").parse().unwrap_or(0);
    let mut edit = Edit {
        fields: read_fields(data.get("fields")).into_iter().take(MAX_FIELDS + 1).collect(),
        at: data.get("at").parse::<usize>().ok().filter(|at| *at <= MAX_FIELDS),
    };
    let (verb, place) = data.get("do").split_once(':').unwrap_or((data.get("do"), ""));
    let place = place.parse::<usize>().ok().filter(|n| *n < edit.fields.len());
    let mut errors = FieldErrors::new();
    if let Some(at) = edit.at.filter(|_| verb != "leave") {
        take(&ctx, &set, &data, &mut edit, at, &mut errors);
        if !errors.is_empty() {
            let form = Form::refused(ctx.t, &data, errors);
            return page::refuse(&template(&ctx, &set, edit, number, form, &data));
        }
    }
    // The preview draws what is being written and leaves it open.
    if verb != "preview" {
        edit.at = None;
    }
    match (verb, place) {
        ("edit", Some(n)) => edit.at = Some(n),
        ("add", _) => edit.at = Some(edit.fields.len()),
        ("up", Some(n)) if n > 0 => edit.fields.swap(n, n - 1),
        ("down", Some(n)) if n + 1 < edit.fields.len() => edit.fields.swap(n, n + 1),
        ("remove", Some(n)) => {
            edit.fields.remove(n);
        }
        ("ask", Some(n)) => edit.fields[n].asked = !edit.fields[n].asked,
        ("publish", _) => return publish(&state, &ctx, &set, edit, number, &data).await,
        _ => {}
    }
    for problem in check(&edit.fields, &set.rules.sections) {
        if let Some(f) = edit.fields.get(problem.at) {
            errors.add_form(field::said_of(ctx.t, &problem, f));
        }
    }
    let refused = !errors.is_empty();
    let form = again(&ctx, &data, &edit, errors);
    let shown = template(&ctx, &set, edit, number, form, &data);
    if refused { page::refuse(&shown) } else { page::show(&shown) }
}

/// The page's form after a button: what was typed into the preview and as reason, and the question that is being written.
fn again(ctx: &Ctx, data: &FormData, edit: &Edit, errors: FieldErrors) -> Form {
    let kept: Vec<(&str, &str)> = data.fields().filter(|(name, _)| !name.starts_with("q-")).collect();
    let form = Form::refused(ctx.t, &FormData::of(&kept), errors);
    match edit.at {
        Some(at) => field::filled(form, edit.fields.get(at).unwrap_or(&field::blank())),
        None => form,
    }
}

/// Takes the question that is being written into the list; where it cannot stand, what is wrong beside its inputs. A new one that is blank is
/// no question.
fn take(ctx: &Ctx, set: &SetUp, data: &FormData, edit: &mut Edit, at: usize, errors: &mut FieldErrors) {
    let is_new = at >= edit.fields.len();
    if is_new && data.get("q-label").trim().is_empty() && data.get("do") != "take" {
        return;
    }
    let before = edit.fields.get(at).cloned().unwrap_or_else(field::blank);
    // Codes of sections are taken too.
    let sections: Vec<FormField> =
        set.rules.sections.iter().map(|s| FormField { code: s.code.clone(), ..field::blank() }).collect();
    let others: Vec<&FormField> = edit.fields.iter().chain(&set.rules.fields).chain(&sections).collect();
    let written = field::read(ctx.t, data, &before, &others, errors);
    let mut fields = edit.fields.clone();
    if is_new {
        fields.push(written)
    } else {
        fields[at] = written
    }
    let at = at.min(fields.len() - 1);
    for problem in check(&fields, &set.rules.sections).iter().filter(|p| p.at == at) {
        let kind = &fields[at].kind;
        errors.add(field::input_of(problem, kind), field::said(ctx.t, problem, kind));
    }
    if errors.is_empty() {
        edit.fields = fields;
        edit.at = Some(at);
    }
}

async fn publish(
    state: &AppState,
    ctx: &Ctx,
    set: &SetUp,
    edit: Edit,
    number: i64,
    data: &FormData,
) -> Answer {
    let (contest, fields) = (set.contest.id, edit.fields.clone());
    let (reason, now) = (data.get("reason").to_owned(), ctx.now());
    let done = act::once(state, ctx, data, move |tx, actor| {
        app::contest::ask(tx, actor, contest, number, &fields, &reason, now)?;
        Ok::<_, Stop<AmendRefusal>>(String::new())
    });
    let why = match done.await? {
        Ok(_) => {
            let to = format!("/contests/{}/set-up/fields", set.contest.code);
            return Ok(ctx.redirect(&to, Msg::new("setup-fields-published")));
        }
        Err(why) => why,
    };
    let mut errors = FieldErrors::new();
    // The fields of the list are told by their questions, not by their places in a file.
    for problem in check(&edit.fields, &set.rules.sections) {
        if let Some(f) = edit.fields.get(problem.at) {
            errors.add_form(field::said_of(ctx.t, &problem, f));
        }
    }
    for w in &why {
        match w {
            AmendRefusal::Rule(RuleRefusal::ReasonMissing { least, most }) => {
                errors.add("reason", problems::reason_missing(*least, *most));
            }
            AmendRefusal::Rules(p) if p.field.starts_with("form.fields") => {}
            _ => {
                let Wrong { field, what, found } = problems::amend(ctx.t, w);
                let line = Msg::new("setup-wrong").arg("field", field).arg("what", what).arg("found", found);
                errors.add_form(line);
            }
        }
    }
    let form = again(ctx, data, &edit, errors);
    page::refuse(&template(ctx, set, edit, number, form, data))
}
