//! One unit: made or changed.

use super::choices;
use super::refusals;
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, act, page};
use app::people::units::{TypedUnit, UnitFile, save_typed, unit_file};
use askama::Template;
use axum::extract::{Path, State};
use domain::ids::UnitId;
use domain::people::org_unit::{OrgUnit, UnitRefusal};
use domain::percent::SharePercent;

#[derive(Template)]
#[template(path = "people/unit.html")]
struct Unit {
    page: Page,
    form: Form,
    /// What it came from and what it became.
    before: Vec<Relative>,
    after: Vec<Relative>,
}

struct Relative {
    id: i64,
    name: String,
    /// Empty where it is the whole.
    share: String,
}

async fn load(state: &AppState, ctx: &Ctx, id: i64) -> Result<UnitFile, WebError> {
    let actor = ctx.actor.clone();
    act::loaded(state.db.read(move |tx| unit_file(tx, &actor, UnitId(id))).await)
}

fn show_page(ctx: &Ctx, title: String, file: Option<&UnitFile>, form: Form) -> Unit {
    let t = ctx.t;
    let relative = |u: &OrgUnit, share: Option<SharePercent>| Relative {
        id: u.id.0,
        name: format!("{} ({})", u.name, u.code),
        share: share.filter(|s| *s != SharePercent::WHOLE).map(|s| format!("{s} %")).unwrap_or_default(),
    };
    let (before, after) = match file {
        Some(f) => (
            f.predecessors.iter().map(|u| relative(u, None)).collect(),
            f.followers.iter().map(|(u, share)| relative(u, Some(*share))).collect(),
        ),
        None => (vec![], vec![]),
    };
    let page = ctx.page_titled(title).back_to("/units", t.s("people-units-title")).refused(form.is_refused());
    Unit { page, form, before, after }
}

pub async fn new(ctx: Ctx) -> Answer {
    let title = ctx.t.s("people-unit-new-title").into_owned();
    page::show(&show_page(&ctx, title, None, Form::new(ctx.t)))
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(id): Path<i64>) -> Answer {
    let file = load(&state, &ctx, id).await?;
    let (t, unit) = (ctx.t, &file.unit);
    let day = |d: Option<domain::time::Day>| d.map(|d| t.day(d)).unwrap_or_default();
    let form = Form::new(t)
        .with("code", unit.code.to_string())
        .with("name", unit.name.clone())
        .with("kind", unit.kind.clone())
        .with("parent", file.parent_code.clone())
        .with("from", day(unit.valid_from))
        .with("to", day(unit.valid_to))
        .with("successor", file.successors.clone());
    page::show(&show_page(&ctx, unit.name.clone(), Some(&file), form))
}

/// What is typed, and what is wrong with its days.
fn typed(data: &FormData) -> (TypedUnit, FieldErrors) {
    let mut errors = FieldErrors::new();
    let mut day = |name| {
        choices::day(data, name).unwrap_or_else(|(field, msg)| {
            errors.add(field, msg);
            None
        })
    };
    let (valid_from, valid_to) = (day("from"), day("to"));
    let text = |name| data.get(name).to_owned();
    let typed = TypedUnit {
        code: text("code"),
        name: text("name"),
        kind: text("kind"),
        parent: text("parent"),
        valid_from,
        valid_to,
        successors: text("successor"),
    };
    (typed, errors)
}

/// Saves what the form says; `Err` holds what is wrong.
async fn save(
    state: &AppState,
    ctx: &Ctx,
    data: &FormData,
    unit: Option<UnitId>,
) -> Result<Result<(), FieldErrors>, WebError> {
    let (typed, mut errors) = typed(data);
    if errors.is_empty() {
        let now = ctx.now();
        let answer = act::once(state, ctx, data, move |tx, actor| {
            save_typed(tx, actor, unit, &typed, now).map(|id| format!("/units#u{}", id.0))
        });
        match answer.await? {
            Ok(_) => return Ok(Ok(())),
            Err(why) => add(&mut errors, &why),
        }
    }
    Ok(Err(errors))
}

pub async fn create(State(state): State<AppState>, ctx: Ctx, data: FormData) -> Answer {
    match save(&state, &ctx, &data, None).await? {
        Ok(()) => Ok(ctx.redirect("/units", Msg::new("people-unit-saved"))),
        Err(errors) => {
            let title = ctx.t.s("people-unit-new-title").into_owned();
            page::refuse(&show_page(&ctx, title, None, Form::refused(ctx.t, &data, errors)))
        }
    }
}

pub async fn change(State(state): State<AppState>, ctx: Ctx, Path(id): Path<i64>, data: FormData) -> Answer {
    match save(&state, &ctx, &data, Some(UnitId(id))).await? {
        Ok(()) => Ok(ctx.redirect("/units", Msg::new("people-unit-saved"))),
        Err(errors) => {
            let file = load(&state, &ctx, id).await?;
            let form = Form::refused(ctx.t, &data, errors);
            page::refuse(&show_page(&ctx, file.unit.name.clone(), Some(&file), form))
        }
    }
}

fn add(errors: &mut FieldErrors, why: &[UnitRefusal]) {
    for why in why {
        let (field, msg) = refusals::unit(why);
        errors.add(field, msg);
    }
}
