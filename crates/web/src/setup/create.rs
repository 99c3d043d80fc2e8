//! setup/create: a contest from the office's two files: the rules, and the units that take part with their quotas.

use super::amend::text;
use super::problems::{self, Wrong};
use super::words::{self, Block};
use crate::import_preview::{self, Findings, Held};
use crate::people::{import_units as unit_pages, refusals};
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, act, page};
use app::act::Stop;
use app::contest::{CreateRefusal, preview as preview_contest};
use app::import::known::Known;
use app::import::rows::{Preview, Quota, UnitRow};
use app::people::import_units::{UnitInput, import_units, preview_units};
use app::people::unit_by_code;
use askama::Template;
use axum::extract::State;
use domain::contest::{QuotaStrength, RulesEdition};
use std::collections::BTreeSet;

#[derive(Template)]
#[template(path = "setup/create.html")]
struct Create {
    page: Page,
    form: Form,
    seen: Option<Seen>,
}

/// After the upload: what is in the files.
struct Seen {
    rules_file: String,
    rules_held: String,
    units_held: String,
    wrong: Vec<Wrong>,
    findings: Findings,
    /// Kinds that a quota names and no unit has.
    idle_kinds: Vec<String>,
    blocks: Vec<Block>,
    units: Vec<Unit>,
    new_units: usize,
    clean: bool,
}

struct Unit {
    code: String,
    name: String,
    kind: String,
    quota: String,
}

fn page_of(ctx: &Ctx, form: Form, seen: Option<Seen>) -> Create {
    let refused = form.is_refused() || seen.as_ref().is_some_and(|s| !s.clean);
    let page = ctx.page("setup-create-title").back_to("/work", ctx.t.s("people-work-title")).refused(refused);
    Create { page, form, seen }
}

pub async fn show(ctx: Ctx) -> Answer {
    page::show(&page_of(&ctx, Form::new(ctx.t), None))
}

pub async fn preview(State(state): State<AppState>, ctx: Ctx, mut data: FormData) -> Answer {
    data.key()?;
    let mut files = import_preview::receive_all(&state, &mut data).await?;
    let mut errors = FieldErrors::new();
    let mut take = |field: &'static str| match files.iter().position(|(f, _)| f == field) {
        Some(at) => Some(files.swap_remove(at).1),
        None => {
            errors.add(field, Msg::new("import-file-missing"));
            None
        }
    };
    let (Some(rules), Some(units)) = (take("rules"), take("units")) else {
        let _ = take("units");
        return page::refuse(&page_of(&ctx, Form::refused(ctx.t, &data, errors), None));
    };
    let seen = look(&state, &ctx, rules, units).await?;
    let clean = seen.clean;
    let shown = page_of(&ctx, Form::new(ctx.t), Some(seen));
    if clean { page::show(&shown) } else { page::refuse(&shown) }
}

async fn look(state: &AppState, ctx: &Ctx, rules: Held, units: Held) -> Result<Seen, WebError> {
    let t = ctx.t;
    let known = unit_pages::known(state, ctx).await?;
    let registered = known.units.clone().unwrap_or_default();
    let (units_held, units_name) = (units.held.clone(), units.name.clone());
    let read = read_units(units, known).await?;
    let mut findings = Findings::of(t, &units_name, &read);
    let (actor, asked) = (ctx.actor.clone(), unit_pages::inputs(&read));
    let plan = act::loaded(state.db.read(move |tx| preview_units(tx, &actor, &asked)).await)?;
    for refusal in &plan.refusals {
        let Some(row) = read.rows.get(refusal.row) else { continue };
        let (field, msg) = refusals::unit(&refusal.why);
        let (column, what) = (t.s(unit_pages::field_key(field)).into_owned(), t.m(&msg).into_owned());
        findings.add(row.at.sheet.as_deref(), row.at.row, column, what, refusal.code.clone());
    }
    let (actor, body) = (ctx.actor.clone(), text(&rules));
    let looked = act::settle(state.db.read(move |tx| preview_contest(tx, &actor, &body)).await)?;
    let listed: BTreeSet<&str> = read.rows.iter().map(|r| r.code.as_str()).collect();
    let (wrong, blocks, idle_kinds) = match looked {
        Err(why) => (why.iter().map(|w| problems::create(t, w)).collect(), vec![], vec![]),
        Ok((new, why)) => {
            let mut wrong: Vec<Wrong> = why.iter().map(|w| problems::create(t, w)).collect();
            for code in [new.organiser_unit.as_str(), new.standing_body.as_str()] {
                if !listed.contains(code) && !registered.has(code) && !read.codes.contains(code) {
                    wrong.push(problems::unknown_unit(t, code));
                }
            }
            let name = |code: &str| read.rows.iter().find(|r| r.code == code).map(|r| r.name.clone());
            (wrong, words::rules(t, &new, name), idle_kinds(&new, &read))
        }
    };
    let unit = |r: &UnitRow| Unit {
        code: r.code.clone(),
        name: r.name.clone(),
        kind: words::kind(t, &r.kind),
        quota: t.s(words::quota_key(strength(r.quota))).into_owned(),
    };
    Ok(Seen {
        clean: wrong.is_empty() && findings.is_clean(),
        rules_file: rules.name,
        rules_held: rules.held,
        units_held,
        wrong,
        findings,
        idle_kinds: idle_kinds.iter().map(|k| words::kind(t, k)).collect(),
        blocks,
        units: read.rows.iter().map(unit).collect(),
        new_units: plan.created(),
    })
}

fn idle_kinds(rules: &RulesEdition, units: &Preview<UnitRow>) -> Vec<String> {
    let kinds: BTreeSet<&str> = units.rows.iter().map(|r| r.kind.as_str()).collect();
    let named = rules.quotas.iter().flat_map(|q| &q.unit_kinds);
    named.filter(|k| !kinds.contains(k.as_str())).cloned().collect()
}

pub async fn confirm(State(state): State<AppState>, ctx: Ctx, data: FormData) -> Answer {
    let rules = import_preview::held_in(&state, &data, "held-rules", "file-name-rules").await?;
    let units = import_preview::held_in(&state, &data, "held-units", "file-name-units").await?;
    let known = unit_pages::known(&state, &ctx).await?;
    let (name, held) = (units.name.clone(), units.held.clone());
    let read = read_units(units, known).await?;
    if !read.is_clean() {
        return Err(WebError::Unprocessable(vec![Msg::new("import-not-clean").arg("file", name)]));
    }
    let (inputs, body, now) = (unit_pages::inputs(&read), text(&rules), ctx.now());
    let quotas: Vec<(String, QuotaStrength)> =
        read.rows.iter().map(|r| (r.code.clone(), strength(r.quota))).collect();
    let done =
        act::once(&state, &ctx, &data, move |tx, actor| make(tx, actor, &inputs, &quotas, &body, &held, now));
    match done.await? {
        Ok(name) => Ok(ctx.redirect("/accounts", Msg::new("setup-created").arg("name", name))),
        Err(why) => {
            let line = |w: &Refused| match w {
                Refused::Units(msg) => msg.clone(),
                Refused::Contest(w) => {
                    let Wrong { field, what, found } = problems::create(ctx.t, w);
                    Msg::new("setup-wrong").arg("field", field).arg("what", what).arg("found", found)
                }
            };
            Err(WebError::Unprocessable(why.iter().map(line).collect()))
        }
    }
}

enum Refused {
    Units(Msg),
    Contest(CreateRefusal),
}

/// Units into the register, then the contest with their quotas: all of it or nothing.
fn make(
    tx: &mut app::db::Tx,
    actor: &domain::actor::Actor,
    inputs: &[UnitInput],
    quotas: &[(String, QuotaStrength)],
    body: &str,
    held: &str,
    now: domain::time::Instant,
) -> Result<String, Stop<Refused>> {
    import_units(tx, actor, inputs, held, now)
        .map_err(|stop| stop.map(|r| Refused::Units(refusals::unit(&r.why).1)))?;
    let mut units = Vec::with_capacity(quotas.len());
    for (code, quota) in quotas {
        let unit = unit_by_code(tx, code)?.ok_or(Stop::NotFound)?;
        units.push((unit.id, *quota));
    }
    let contest =
        app::contest::create(tx, actor, body, &units, now).map_err(|stop| stop.map(Refused::Contest))?;
    let row = app::contest::store::find(tx, contest)?.ok_or(Stop::NotFound)?;
    Ok(row.name)
}

async fn read_units(file: Held, known: Known) -> Result<Preview<UnitRow>, WebError> {
    tokio::task::spawn_blocking(move || app::import::units::read(&file.name, &file.bytes, &known))
        .await
        .map_err(WebError::fault)
}

fn strength(quota: Quota) -> QuotaStrength {
    match quota {
        Quota::Required => QuotaStrength::Required,
        Quota::Encouraged => QuotaStrength::Encouraged,
        Quota::None => QuotaStrength::None,
    }
}
