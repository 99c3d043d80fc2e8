//! people/import_units: the office's list of units: upload, look, confirm.

use super::refusals;
use crate::import_preview::{self, Findings, Held};
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, act, flash, page};
use app::act::Stop;
use app::import::known::{Known, KnownUnit, KnownUnits};
use app::import::rows::{Preview, UnitRow};
use app::people::import_units::{ImportRefusal, UnitChange, UnitInput, import_units, preview_units};
use app::people::store;
use askama::Template;
use axum::extract::State;
use domain::people::access;
use domain::time::Day;

#[derive(Template)]
#[template(path = "people/import_units.html")]
struct Import {
    page: Page,
    form: Form,
    /// After the upload: what is in the file.
    seen: Option<Seen>,
}

struct Seen {
    findings: Findings,
    held: String,
    rows: Vec<Line>,
    created: usize,
    changed: usize,
    same: usize,
}

struct Line {
    code: String,
    name: String,
    what: String,
    tag: &'static str,
}

fn show_page(ctx: &Ctx, form: Form, seen: Option<Seen>) -> Import {
    let page = ctx.page("people-import-units-title").back("/units").wide().refused(form.is_refused());
    Import { page, form, seen }
}

pub async fn show(ctx: Ctx) -> Answer {
    page::show(&show_page(&ctx, Form::new(ctx.t), None))
}

pub async fn preview(State(state): State<AppState>, ctx: Ctx, mut data: FormData) -> Answer {
    data.key()?;
    let Some(file) = import_preview::receive(&state, &mut data).await? else {
        let mut errors = FieldErrors::new();
        errors.add("file", Msg::new("import-file-missing"));
        return page::refuse(&show_page(&ctx, Form::refused(ctx.t, &data, errors), None));
    };
    let held = file.held.clone();
    let (findings, read, plan) = look(&state, &ctx, file).await?;
    let t = ctx.t;
    let rows = read
        .rows
        .iter()
        .zip(&plan.changes)
        .map(|(row, change)| {
            let (what, tag) = match change {
                UnitChange::New => (t.s("people-import-new").into_owned(), "tag good"),
                UnitChange::Same => (t.s("people-import-same").into_owned(), "tag"),
                UnitChange::Changed(fields) => {
                    let names: Vec<_> = fields.iter().map(|f| t.s(field_key(f))).collect();
                    (t.a1("people-import-changed", "fields", names.join(", ")), "tag now")
                }
            };
            Line { code: row.code.clone(), name: row.name.clone(), what, tag }
        })
        .collect();
    let (created, changed) = (plan.created(), plan.changed());
    let same = plan.changes.len().saturating_sub(created + changed);
    let clean = findings.is_clean();
    let seen = Seen { findings, held, rows, created, changed, same };
    let shown = show_page(&ctx, Form::new(t), Some(seen));
    if clean { page::show(&shown) } else { page::refuse(&shown) }
}

pub async fn confirm(State(state): State<AppState>, ctx: Ctx, data: FormData) -> Answer {
    let file = import_preview::held(&state, &data).await?;
    let (known, name) = (known(&state, &ctx).await?, file.name.clone());
    let held = file.held.clone();
    let read = read(file, known).await?;
    if !read.is_clean() {
        return Err(WebError::Unprocessable(vec![Msg::new("import-not-clean").arg("file", name)]));
    }
    let (inputs, now) = (inputs(&read), ctx.now());
    let answer = act::once(&state, &ctx, &data, move |tx, actor| {
        let plan = import_units(tx, actor, &inputs, &held, now)?;
        Ok(format!("{} {}", plan.created(), plan.changed()))
    });
    match answer.await? {
        Ok(counts) => {
            let mut counts = counts.split(' ').map(|n| n.parse::<i64>().unwrap_or(0));
            let msg = Msg::new("people-units-imported")
                .arg("created", counts.next().unwrap_or(0))
                .arg("changed", counts.next().unwrap_or(0));
            Ok(flash::redirect(&state.config, "/units", msg))
        }
        Err(why) => Err(WebError::Unprocessable(why.iter().map(|r| refusals::unit(&r.why).1).collect())),
    }
}

/// The units there are: a file may refer to them. Asked first, because only the administrator may know.
pub(crate) async fn known(state: &AppState, ctx: &Ctx) -> Result<Known, WebError> {
    let actor = ctx.actor.clone();
    let loaded = state.db.read(move |tx| {
        access::manage_units(&actor)?;
        Ok::<_, Stop<ImportRefusal>>(store::list_units(tx)?)
    });
    let units = act::loaded(loaded.await)?.into_iter().map(|u| KnownUnit {
        code: u.code.0,
        name: u.name,
        valid_from: u.valid_from.map(|d| d.0),
        valid_to: u.valid_to.map(|d| d.0),
    });
    Ok(Known { units: Some(KnownUnits::new(units)), ..Known::default() })
}

async fn read(file: Held, known: Known) -> Result<Preview<UnitRow>, WebError> {
    tokio::task::spawn_blocking(move || app::import::units::read(&file.name, &file.bytes, &known))
        .await
        .map_err(WebError::fault)
}

pub(crate) fn inputs(read: &Preview<UnitRow>) -> Vec<UnitInput> {
    let input = |r: &UnitRow| UnitInput {
        code: r.code.clone(),
        name: r.name.clone(),
        kind: r.kind.clone(),
        parent_code: r.parent_code.clone(),
        valid_from: r.valid_from.map(Day),
        valid_to: r.valid_to.map(Day),
        successor_code: r.successor_code.clone(),
    };
    read.rows.iter().map(input).collect()
}

async fn look(
    state: &AppState,
    ctx: &Ctx,
    file: Held,
) -> Result<(Findings, Preview<UnitRow>, app::people::import_units::Plan), WebError> {
    let known = known(state, ctx).await?;
    let name = file.name.clone();
    let read = read(file, known).await?;
    let mut findings = Findings::of(ctx.t, &name, &read);
    let (actor, asked) = (ctx.actor.clone(), inputs(&read));
    let plan = act::loaded(state.db.read(move |tx| preview_units(tx, &actor, &asked)).await)?;
    for refusal in &plan.refusals {
        let Some(row) = read.rows.get(refusal.row) else { continue };
        let (field, msg) = refusals::unit(&refusal.why);
        let (column, what) = (ctx.t.s(field_key(field)).into_owned(), ctx.t.m(&msg).into_owned());
        findings.add(row.at.sheet.as_deref(), row.at.row, column, what, refusal.code.clone());
    }
    Ok((findings, read, plan))
}

pub(crate) fn field_key(field: &str) -> &'static str {
    match field {
        "code" => "people-unit-code",
        "name" => "people-unit-name",
        "kind" => "people-unit-kind",
        "parent" => "people-unit-parent",
        "valid_from" | "from" => "people-unit-from",
        "valid_to" | "to" => "people-unit-to",
        _ => "people-unit-successor",
    }
}
