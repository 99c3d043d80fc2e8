//! people/import_units: the office's list of units: upload, look, confirm.

use super::refusals;
use crate::import_preview::{self, Findings, Held};
use crate::{Answer, AppState, Arg, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, act, page};
use app::act::Stop;
use app::import::known::{Known, KnownUnit, KnownUnits};
use app::import::rows::{Preview, UnitRow};
use app::people::import_units::{ImportRefusal, UnitChange, UnitInput, import_units, preview_units};
use app::people::register_store::ImportRow;
use app::people::store;
use app::people::undo_import::{UndoRefusal, imports, undo_import};
use askama::Template;
use axum::extract::{Path, State};
use domain::people::access;
use domain::time::Day;

#[derive(Template)]
#[template(path = "people/import_units.html")]
struct Import {
    page: Page,
    form: Form,
    /// After the upload: what is in the file.
    seen: Option<Seen>,
    /// Earlier imports, newest first.
    earlier: Vec<ImportRow>,
}

struct Seen {
    findings: Findings,
    held: String,
    rows: Vec<Line>,
    created: usize,
    changed: usize,
    same: usize,
    /// Rows beyond those shown.
    more: usize,
}

struct Line {
    code: String,
    name: String,
    what: String,
    tag: &'static str,
}

/// Rows of a preview; all of them are counted, and all problems are shown.
const SHOWN: usize = 500;

async fn show_page(state: &AppState, ctx: &Ctx, form: Form, seen: Option<Seen>) -> Result<Import, WebError> {
    let actor = ctx.actor.clone();
    let earlier = act::loaded(state.db.read(move |tx| imports(tx, &actor)).await)?;
    let page = ctx.page("people-import-units-title").back("/units").wide().refused(form.is_refused());
    Ok(Import { page, form, seen, earlier })
}

pub async fn show(State(state): State<AppState>, ctx: Ctx) -> Answer {
    page::show(&show_page(&state, &ctx, Form::new(ctx.t), None).await?)
}

/// POST /units/imports/{id}/undo.
pub async fn undo(State(state): State<AppState>, ctx: Ctx, Path(id): Path<i64>, data: FormData) -> Answer {
    let now = ctx.now();
    let answer = act::once(&state, &ctx, &data, move |tx, actor| {
        undo_import(tx, actor, id, now)?;
        Ok("/units/import".to_owned())
    });
    match answer.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("people-undo-done"))),
        Err(why) => Err(WebError::Unprocessable(why.into_iter().map(in_the_way).collect())),
    }
}

fn in_the_way(why: UndoRefusal) -> Msg {
    match why {
        UndoRefusal::AlreadyUndone => Msg::new("people-undo-already"),
        UndoRefusal::ChangedSince { code } => Msg::new("people-undo-changed-since").arg("code", code),
        UndoRefusal::StandsOnIt { code, what } => {
            Msg::new("people-undo-stands").arg("code", code).arg("what", Arg::Key(undo_key(&what).into()))
        }
    }
}

fn undo_key(what: &str) -> &'static str {
    match what {
        "role" => "people-undo-role",
        "contest" => "people-undo-contest",
        "judge" => "people-undo-judge",
        "notice" => "people-undo-notice",
        "unit" => "people-undo-unit",
        _ => "people-undo-entry",
    }
}

pub async fn preview(State(state): State<AppState>, ctx: Ctx, mut data: FormData) -> Answer {
    data.key()?;
    let Some(file) = import_preview::receive(&state, &mut data).await? else {
        let mut errors = FieldErrors::new();
        errors.add("file", Msg::new("import-file-missing"));
        return page::refuse(&show_page(&state, &ctx, Form::refused(ctx.t, &data, errors), None).await?);
    };
    let held = file.held.clone();
    let (findings, read, plan) = look(&state, &ctx, file).await?;
    let t = ctx.t;
    let rows = read
        .rows
        .iter()
        .zip(&plan.changes)
        .take(SHOWN)
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
    let more = read.rows.len().saturating_sub(SHOWN);
    let seen = Seen { findings, held, rows, created, changed, same, more };
    let shown = show_page(&state, &ctx, Form::new(t), Some(seen)).await?;
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
            Ok(ctx.redirect("/units", msg))
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
