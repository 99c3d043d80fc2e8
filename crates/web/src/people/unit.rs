//! One unit: made or changed.

use super::choices;
use super::refusals;
use crate::{
    Answer, AppState, Choice, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, act, flash, page,
};
use app::act::Stop;
use app::people::{self, store};
use askama::Template;
use axum::extract::{Path, State};
use domain::ids::UnitId;
use domain::people::access;
use domain::people::org_unit::{OrgUnit, UnitDraft, UnitRefusal};

#[derive(Template)]
#[template(path = "people/unit.html")]
struct Unit {
    page: Page,
    form: Form,
    units: Vec<Choice>,
}

async fn load(state: &AppState, ctx: &Ctx) -> Result<Vec<OrgUnit>, WebError> {
    let actor = ctx.actor.clone();
    let loaded = state.db.read(move |tx| {
        access::manage_units(&actor)?;
        Ok::<_, Stop<UnitRefusal>>(store::list_units(tx)?)
    });
    act::loaded(loaded.await)
}

fn show_page(ctx: &Ctx, units: &[OrgUnit], title: String, form: Form) -> Unit {
    let page = ctx.page_titled(title).back("/units").refused(form.is_refused());
    Unit { page, form, units: choices::all_units(units) }
}

pub async fn new(State(state): State<AppState>, ctx: Ctx) -> Answer {
    let units = load(&state, &ctx).await?;
    let title = ctx.t.s("people-unit-new-title").into_owned();
    page::show(&show_page(&ctx, &units, title, Form::new(ctx.t)))
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(id): Path<i64>) -> Answer {
    let units = load(&state, &ctx).await?;
    let unit = units.iter().find(|u| u.id.0 == id).ok_or(WebError::NotFound)?;
    let t = ctx.t;
    let day = |d: Option<domain::time::Day>| d.map(|d| t.day(d)).unwrap_or_default();
    let related = |u: Option<UnitId>| u.map(|u| u.0.to_string()).unwrap_or_default();
    let form = Form::new(t)
        .with("code", unit.code.to_string())
        .with("name", unit.name.clone())
        .with("kind", unit.kind.clone())
        .with("parent", related(unit.parent))
        .with("from", day(unit.valid_from))
        .with("to", day(unit.valid_to))
        .with("successor", related(unit.successor));
    page::show(&show_page(&ctx, &units, unit.name.clone(), form))
}

/// The draft, and what is wrong with its days.
fn draft(data: &FormData) -> (UnitDraft, FieldErrors) {
    let mut errors = FieldErrors::new();
    let mut day = |name| {
        choices::day(data, name).unwrap_or_else(|(field, msg)| {
            errors.add(field, msg);
            None
        })
    };
    let (valid_from, valid_to) = (day("from"), day("to"));
    let related = |name| data.get(name).parse::<i64>().ok().map(UnitId);
    let draft = UnitDraft {
        code: data.get("code").to_owned(),
        name: data.get("name").to_owned(),
        kind: data.get("kind").to_owned(),
        parent: related("parent"),
        valid_from,
        valid_to,
        successor: related("successor"),
    };
    (draft, errors)
}

pub async fn create(State(state): State<AppState>, ctx: Ctx, data: FormData) -> Answer {
    let title = ctx.t.s("people-unit-new-title").into_owned();
    let (draft, mut errors) = draft(&data);
    if errors.is_empty() {
        let now = ctx.now();
        let answer = act::once(&state, &ctx, &data, move |tx, actor| {
            people::create_unit(tx, actor, &draft, now).map(|id| format!("/units#u{}", id.0))
        });
        match answer.await? {
            Ok(_) => return Ok(flash::redirect(&state.config, "/units", Msg::new("people-unit-saved"))),
            Err(why) => add(&mut errors, &why),
        }
    }
    let units = load(&state, &ctx).await?;
    page::refuse(&show_page(&ctx, &units, title, Form::refused(ctx.t, &data, errors)))
}

pub async fn change(State(state): State<AppState>, ctx: Ctx, Path(id): Path<i64>, data: FormData) -> Answer {
    let (draft, mut errors) = draft(&data);
    if errors.is_empty() {
        let now = ctx.now();
        let answer = act::once(&state, &ctx, &data, move |tx, actor| {
            people::edit_unit(tx, actor, UnitId(id), &draft, now)?;
            Ok(String::new())
        });
        match answer.await? {
            Ok(_) => return Ok(flash::redirect(&state.config, "/units", Msg::new("people-unit-saved"))),
            Err(why) => add(&mut errors, &why),
        }
    }
    let units = load(&state, &ctx).await?;
    let title = units.iter().find(|u| u.id.0 == id).ok_or(WebError::NotFound)?.name.clone();
    page::refuse(&show_page(&ctx, &units, title, Form::refused(ctx.t, &data, errors)))
}

fn add(errors: &mut FieldErrors, why: &[UnitRefusal]) {
    for why in why {
        let (field, msg) = refusals::unit(why);
        errors.add(field, msg);
    }
}
