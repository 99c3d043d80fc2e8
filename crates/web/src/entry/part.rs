//! One part of an entry, on one page: shown, saved by its button, saved by itself while it is typed.

use super::asked::{self, Asked as Question, Drawn};
use super::view::category_key;
use super::{desk, id_of, refusals, tasks, told, who};
use crate::act::settle;
use crate::page::{self, Page};
use crate::{Answer, AppState, Choice, Ctx, Form, FormData, Msg, T, WebError};
use app::act::Stop;
use app::entry::fields::{self, MOST_ROWS};
use app::entry::merge::Began;
use app::entry::save_draft::{Saved, Saving, Sent, began};
use app::entry::store::{UnitChoice, find_units};
use app::entry::{Desk, SaveRefusal, save_draft};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use domain::contest::{Admitted, Category, RulesEdition};
use domain::entry::draft::given;
use domain::entry::{Part, SubmitRefusal};
use domain::text::fold;
use serde::Deserialize;

/// Units in a list of choices.
const MOST_UNITS: usize = 400;

#[derive(Template)]
#[template(path = "entry/part.html")]
struct PartPage {
    page: Page,
    form: Form,
    id: i64,
    part: Part,
    /// What the form began from.
    version: String,
    /// Where another tab was faster: what it saved, by field.
    stale: Vec<(String, String)>,
    locked: Option<String>,
    routes: Vec<Choice>,
    units: Vec<Choice>,
    /// What units were searched for.
    q: String,
    areas: Vec<Choice>,
    forms: Vec<Choice>,
    applied: Vec<Choice>,
    sections: Vec<Section>,
    asked: Vec<Question>,
    /// Answers to questions that are no longer asked.
    kept: Vec<(String, String)>,
    categories: Vec<Choice>,
    rows: Vec<Row>,
    staff_only: bool,
    /// Beside the birth date, where it is asked for.
    birth_hint: Option<String>,
}

struct Section {
    field: String,
    name: String,
    required: bool,
    most: usize,
}

impl Section {
    /// The most characters, for the counter.
    fn most(&self) -> usize {
        self.most
    }
}

/// The fields of one line for an author; `n` counts from 1.
struct Row {
    n: usize,
    name: String,
    role: String,
    unit: String,
    address: String,
    phone: String,
    share: String,
    birth: String,
}

#[derive(Deserialize, Default)]
pub struct Asked {
    /// Words of a unit's name.
    #[serde(default)]
    q: String,
    /// Present: shows what is still missing, beside its field.
    check: Option<String>,
    /// Lines for authors.
    rows: Option<usize>,
}

fn part_of(word: &str) -> Result<Part, WebError> {
    Part::from_word(word).filter(|p| *p != Part::Files).ok_or(WebError::NotFound)
}

pub async fn show(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((id, part)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (id, part) = (id_of(&id)?, part_of(&part)?);
    let d = desk(&state, &ctx, id).await?;
    let values = fields::of_part(part, &d.draft);
    let problems: Vec<&SubmitRefusal> =
        d.problems.iter().filter(|p| asked.check.is_some() && p.field().part() == Some(part)).collect();
    let errors = refusals::submit_errors(problems, &d.rules);
    let form = Form::refused(ctx.t, &told::data_of(&values), errors);
    let version = began(&d.draft, part).to_string();
    page::show(&template(&state, &ctx, &d, part, form, version, &asked).await?)
}

/// POST by the button. More lines and fewer are asked for with buttons of the same form, so that nothing typed is lost.
pub async fn save(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((id, part)): Path<(String, String)>,
    data: FormData,
) -> Answer {
    let (id, part) = (id_of(&id)?, part_of(&part)?);
    let (actor, now, began) = (who(&ctx, id), ctx.now(), Began::parse(data.get("version")));
    let mut typed = fields::read_part(part, &told::sent(&data));
    let more = data.has("more");
    let fewer = data.find("fewer").and_then(|n| n.parse::<usize>().ok());
    if let Some(n) = fewer.filter(|n| (1..=typed.authors.len()).contains(n)) {
        typed.authors.remove(n - 1);
    }
    let saving = if more || fewer.is_some() || data.has("search") { Saving::Unasked } else { Saving::Asked };
    let lines = typed.authors.len();
    let sent = Sent::whole(fields::of_part(part, &typed));
    let answer = state.db.write(move |tx| save_draft(tx, &actor, id, part, &sent, &began, saving, now));
    match settle(answer.await)? {
        Ok(_) if more => {
            let rows = (lines + 1).min(MOST_ROWS);
            Ok(ctx.see_other(&format!("/entries/{}/part/{}?rows={rows}#author-{rows}", id.0, part.word())))
        }
        Ok(_) if fewer.is_some() => Ok(ctx.see_other(&format!(
            "/entries/{}/part/{}?rows={}#authors",
            id.0,
            part.word(),
            lines.max(1)
        ))),
        Ok(_) if data.has("search") => {
            let q = crate::routes::escaped(data.get("q"));
            Ok(ctx.see_other(&format!("/entries/{}/part/{}?q={q}#unit", id.0, part.word())))
        }
        Ok(_) => Ok(ctx.redirect(&format!("/entries/{}/tasks", id.0), Msg::new("entry-part-saved"))),
        Err(refused) => {
            let d = desk(&state, &ctx, id).await?;
            let stale = refused.iter().find_map(|r| match r {
                SaveRefusal::Stale { theirs, form, began } => Some((theirs, form, began)),
                SaveRefusal::TooLarge { .. } | SaveRefusal::Problem(_) => None,
            });
            let shown = stale.map(|(_, form, _)| told::data_of(form));
            let errors = refusals::save_errors(&refused, &d.rules);
            let form = Form::refused(ctx.t, shown.as_ref().unwrap_or(&data), errors);
            let asked = Asked { q: data.get("q").to_owned(), rows: Some(lines), check: None };
            let version =
                stale.map_or_else(|| data.get("version").to_owned(), |(.., began)| began.to_string());
            let mut page = template(&state, &ctx, &d, part, form, version, &asked).await?;
            page.page = page.page.refused(true);
            match stale {
                Some((theirs, ..)) => {
                    page.stale = told::theirs(ctx.t, &d, theirs);
                    page::show_with(StatusCode::CONFLICT, &page)
                }
                None => page::refuse(&page),
            }
        }
    }
}

/// POST by the script, with the changed fields only.
pub async fn autosave(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((id, part)): Path<(String, String)>,
    data: FormData,
) -> Answer {
    let (id, part) = (id_of(&id)?, part_of(&part)?);
    let (actor, now, began) = (who(&ctx, id), ctx.now(), Began::parse(data.get("version")));
    let changed = data.all("changed").map(str::to_owned).collect();
    let sent = Sent { fields: told::sent(&data), changed: Some(changed) };
    let answer =
        state.db.write(move |tx| save_draft(tx, &actor, id, part, &sent, &began, Saving::Unasked, now)).await;
    match settle(answer)? {
        Ok(saved) => Ok(saved_answer(&ctx, &saved)),
        Err(refused) => {
            let d = desk(&state, &ctx, id).await?;
            let errors = refusals::save_errors(&refused, &d.rules);
            let text: Vec<String> = errors.iter().map(|(_, msg)| ctx.t.m(msg).into_owned()).collect();
            let body = serde_json::json!({ "error": text.join(" ") });
            Ok(page::json(StatusCode::UNPROCESSABLE_ENTITY, &body))
        }
    }
}

/// 200, or 409 with what others wrote in fields that were sent; the other fields are saved then too.
fn saved_answer(ctx: &Ctx, saved: &Saved) -> axum::response::Response {
    let (version, at) = (saved.began.to_string(), ctx.t.time_of_second(saved.at.0));
    if saved.theirs.is_empty() {
        return page::json(StatusCode::OK, &serde_json::json!({ "version": version, "saved": at }));
    }
    let fields: serde_json::Map<_, _> =
        saved.theirs.iter().map(|f| (f.name.clone(), serde_json::json!(f.values))).collect();
    let seen: serde_json::Map<_, _> =
        saved.theirs.iter().map(|f| (f.name.clone(), serde_json::json!(f.seen))).collect();
    let body = serde_json::json!({ "version": version, "saved": at, "fields": fields, "seen": seen });
    page::json(StatusCode::CONFLICT, &body)
}

async fn template(
    state: &AppState,
    ctx: &Ctx,
    d: &Desk,
    part: Part,
    form: Form,
    version: String,
    asked: &Asked,
) -> Result<PartPage, WebError> {
    let (t, rules, id) = (ctx.t, &d.rules, d.row.id.0);
    let back = format!("/entries/{id}/tasks");
    let mut units = Vec::new();
    if matches!(part, Part::Place | Part::Authors) {
        let (contest, day) = (d.row.contest, ctx.now().day());
        let folded = if part == Part::Place { fold(&asked.q) } else { String::new() };
        let found = super::read(state, move |tx| {
            find_units(tx, contest, &folded, day, MOST_UNITS).map_err(Stop::from)
        });
        units = found.await?.into_iter().map(unit_choice).collect();
        for (code, name) in &d.unit_names {
            if !units.iter().any(|c: &Choice| c.value == code.0) {
                units.insert(0, Choice::new(&code.0, name));
            }
        }
    }
    let least = rules.group.min_members.max(2);
    let lines = if d.draft.category == Some(Category::Collective) { least } else { 1 };
    let lines = asked.rows.unwrap_or_else(|| d.draft.authors.len().max(lines)).clamp(1, MOST_ROWS);
    let group_hint = match rules.group.max_members {
        Some(most) => t.a2("entry-author-group-between", "least", least, "most", most),
        None => t.a1("entry-author-group-least", "least", least),
    };
    let mut categories = Vec::new();
    if rules.entrants.admitted != Admitted::CollectiveOnly {
        categories.push(Choice::new(Category::Individual.word(), t.s(category_key(Category::Individual))));
    }
    let collective = t.s(category_key(Category::Collective));
    categories.push(Choice::new(Category::Collective.word(), collective).hint(group_hint));
    let files = tasks::href(id, Part::Files);
    let drawn = asked::of(t, rules, &d.draft.known(), &given(&d.draft.attachments), Some(&files));
    Ok(PartPage {
        page: super::page_of(ctx, tasks::name(part), &d.contest)
            .back_to(back, t.s("entry-part-back"))
            .refused(form.is_refused())
            .script("autosave.js")
            .script("counter.js")
            .script("asked.js"),
        id,
        part,
        version,
        stale: Vec::new(),
        locked: d.locked.as_ref().map(|why| t.m(&refusals::submit(why, rules)).into_owned()),
        routes: rules.routes.iter().map(|r| Choice::new(r.code.as_str(), sentence(&r.name))).collect(),
        units,
        q: asked.q.clone(),
        areas: rules.areas.iter().map(|a| Choice::new(a.code.as_str(), &a.name)).collect(),
        forms: rules
            .formats
            .allowed
            .iter()
            .map(|f| Choice::new(f.word(), t.s(form_key(*f))).hint(t.s(form_hint(*f))))
            .collect(),
        applied: vec![
            Choice::new("yes", t.s("entry-applied-yes")),
            Choice::new("no", t.s("entry-applied-no")),
        ],
        sections: rules
            .sections
            .iter()
            .map(|s| Section {
                field: format!("section-{}", s.code),
                name: s.name.clone(),
                required: s.required,
                most: s.max_chars,
            })
            .collect(),
        kept: asked::kept(&form, &d.draft.answers, &drawn),
        asked: drawn,
        categories,
        rows: (1..=lines).map(Row::new).collect(),
        staff_only: rules.entrants.admitted == Admitted::StaffOnly,
        birth_hint: birth_hint(t, rules),
        form,
    })
}

impl Row {
    fn new(n: usize) -> Row {
        let field = |part: &str| format!("author-{n}-{part}");
        Row {
            n,
            name: field("name"),
            role: field("role"),
            unit: field("unit"),
            address: field("address"),
            phone: field("phone"),
            share: field("share"),
            birth: field("birth"),
        }
    }
}

/// How a birth date is written and which ages are admitted; nothing where the contest does not ask.
pub fn birth_hint(t: T, rules: &RulesEdition) -> Option<String> {
    let rule = rules.entrants.age?;
    Some(format!(
        "{} {}.",
        t.s("entry-author-birth-hint"),
        crate::setup::words::ages(t, rule, &rules.timeline)
    ))
}

pub fn unit_choice(unit: UnitChoice) -> Choice {
    let choice = Choice::new(unit.code.0, unit.name);
    match unit.parent {
        Some(parent) => choice.hint(parent),
        None => choice,
    }
}

pub fn form_key(form: domain::contest::Form) -> &'static str {
    match form {
        domain::contest::Form::Written => "entry-form-written",
        domain::contest::Form::Video => "entry-form-video",
    }
}

fn form_hint(form: domain::contest::Form) -> &'static str {
    match form {
        domain::contest::Form::Written => "entry-form-written-hint",
        domain::contest::Form::Video => "entry-form-video-hint",
    }
}

/// The announcement names the routes in the middle of a sentence.
pub fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
