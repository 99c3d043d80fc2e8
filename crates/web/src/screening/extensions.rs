//! More time: what was granted to whom and why; the forms that grant it to one entry, to one unit, to everybody, and take it back.

use super::texts;
use crate::act::{loaded, once};
use crate::setup::headed;
use crate::{
    Answer, AppState, Choice, Ctx, FieldErrors, Form, FormData, Msg, Page, T, WebError, format, page,
};
use app::act::Stop;
use app::contest::{GraceStop, grant_grace, store as contests};
use app::screening::{self, ExtensionRow, ExtensionsPage};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::contest::Phase;
use domain::ids::{ContestId, UnitId};
use domain::screening::{ExtendRefusal, ShortenRefusal, Whose};
use domain::time::Before;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "screening/extensions.html")]
struct View {
    page: Page,
    code: String,
    before_ms: i64,
    /// The deadline as it was announced first, and why everybody has more time.
    grace: Option<(i64, String)>,
    rows: Vec<Line>,
    units: Vec<Choice>,
    /// The forms are offered.
    may_grant: bool,
    /// The one that is to be taken back.
    back: Option<Line>,
    one: Form,
    all: Form,
    shorten: Form,
}

/// An extension as lists and pages tell it.
#[derive(Clone)]
pub(super) struct Line {
    id: i64,
    pub whose: String,
    pub until_ms: i64,
    pub reason: String,
    granted: String,
    class: &'static str,
    state: String,
    may_take_back: bool,
}

pub(super) fn line(t: T, x: &ExtensionRow, now: domain::time::Instant) -> Line {
    let (class, key) = match (&x.taken_back, x.used) {
        (Some(_), _) => ("", "screening-extension-taken-back"),
        (None, true) => ("good", "screening-extension-used"),
        (None, false) if x.until.admits(now) => ("now", "screening-extension-runs"),
        (None, false) => ("", "screening-extension-over"),
    };
    let mut state = t.s(key).into_owned();
    if let Some((at, by, why)) = &x.taken_back {
        state = format!("{state}: {}; {by}. {why}", t.date_time(*at));
    }
    Line {
        id: x.id,
        whose: x.name.clone(),
        until_ms: x.until.0.0,
        reason: x.reason.clone(),
        granted: format!("{}; {}", t.date_time(x.granted_at), x.by_name),
        class,
        state,
        may_take_back: x.taken_back.is_none() && !x.used,
    }
}

#[derive(Deserialize)]
pub struct Asked {
    /// The extension that is to be taken back.
    #[serde(default)]
    back: String,
}

fn view(ctx: &Ctx, seen: &ExtensionsPage, back: Option<i64>, forms: [Form; 3]) -> View {
    let (t, now) = (ctx.t, ctx.now());
    let [one, all, shorten] = forms;
    let refused = [&one, &all, &shorten].iter().any(|f| f.is_refused());
    let page = headed(ctx.page("screening-extensions-title"), &seen.contest)
        .back_to(format!("/contests/{}/intake", seen.contest.code), t.s("screening-back-to-intake"))
        .script("countdown.js")
        .refused(refused)
        .wide();
    let rows: Vec<Line> = seen.rows.iter().map(|x| line(t, x, now)).collect();
    View {
        page,
        code: seen.contest.code.clone(),
        before_ms: seen.contest.units_send_before.0,
        grace: seen.rules.timeline.grace.as_ref().map(|g| (g.announced.0.0, g.reason.clone())),
        units: seen.units.iter().map(|(id, name)| Choice::new(id.0.to_string(), name.clone())).collect(),
        may_grant: seen.may_extend && seen.contest.phase == Phase::Open,
        back: back
            .filter(|_| seen.may_extend)
            .and_then(|id| rows.iter().find(|r| r.id == id && r.may_take_back).cloned()),
        rows: rows
            .into_iter()
            .map(|r| Line { may_take_back: r.may_take_back && seen.may_extend, ..r })
            .collect(),
        one,
        all,
        shorten,
    }
}

async fn load(ctx: &Ctx, state: &AppState, code: &str) -> Result<ExtensionsPage, WebError> {
    let (actor, code) = (ctx.actor.clone(), code.to_owned());
    loaded(state.db.read(move |tx| screening::extensions(tx, &actor, &code)).await)
}

fn address(code: &str) -> String {
    format!("/contests/{code}/extensions")
}

pub async fn show(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let seen = load(&ctx, &state, &code).await?;
    let fresh = || Form::new(ctx.t);
    page::show(&view(&ctx, &seen, asked.back.parse().ok(), [fresh(), fresh(), fresh()]))
}

fn contest_id<R>(tx: &mut app::db::Tx, code: &str) -> Result<ContestId, Stop<R>> {
    Ok(contests::find_by_code(tx, code)?.ok_or(Stop::NotFound)?.id)
}

/// POST: to one entry, named by its code, or to one unit.
pub async fn grant(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(code): Path<String>,
    data: FormData,
) -> Answer {
    let mut errors = FieldErrors::new();
    let until = format::read_moment(data.get("until")).map(Before);
    if until.is_none() {
        errors.add("until", Msg::new("screening-until-unreadable"));
    }
    let (entry, unit) = (data.get("entry").trim().to_owned(), data.get("unit").parse().ok().map(UnitId));
    if entry.is_empty() == unit.is_none() {
        errors.add("entry", Msg::new("screening-extension-whose-missing"));
    }
    if let (Some(until), true) = (until, errors.is_empty()) {
        let (asked, reason, now) = (code.clone(), data.get("reason").to_owned(), ctx.now());
        let done = once(&state, &ctx, &data, move |tx, actor| {
            let contest = contest_id(tx, &asked)?;
            let whose = match unit {
                Some(unit) => Some(Whose::Unit(unit)),
                None => screening::any_entry_by_code(tx, actor, contest, &entry)?.map(Whose::Entry),
            };
            let Some(whose) = whose else { return Ok(String::new()) };
            screening::extend(tx, actor, contest, whose, until, &reason, now).map(|id| id.to_string())
        });
        match done.await? {
            Ok(id) if !id.is_empty() => {
                return Ok(ctx.redirect(&address(&code), Msg::new("screening-done-extended")));
            }
            Ok(_) => {
                errors.add(
                    "entry",
                    Msg::new("screening-extension-no-entry").arg("code", data.get("entry").to_owned()),
                );
            }
            Err(why) => errors = refusals(&why, unit.is_some()),
        }
    }
    let seen = load(&ctx, &state, &code).await?;
    let one = Form::refused(ctx.t, &data, errors);
    page::refuse(&view(&ctx, &seen, None, [one, Form::new(ctx.t), Form::new(ctx.t)]))
}

fn refusals(why: &[ExtendRefusal], of_unit: bool) -> FieldErrors {
    let mut errors = FieldErrors::new();
    for w in why {
        let (field, msg) = texts::extend(w);
        errors.add(if field == "entry" && of_unit { "unit" } else { field }, msg);
    }
    errors
}

/// POST: to everybody, as another edition of the rules.
pub async fn grant_all(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(code): Path<String>,
    data: FormData,
) -> Answer {
    let mut errors = FieldErrors::new();
    match format::read_moment(data.get("all_until")).map(Before) {
        None => {
            errors.add("all_until", Msg::new("screening-until-unreadable"));
        }
        Some(until) => {
            let (asked, reason, now) = (code.clone(), data.get("all_reason").to_owned(), ctx.now());
            let done = once(&state, &ctx, &data, move |tx, actor| {
                let contest = contest_id::<GraceStop>(tx, &asked)?;
                grant_grace(tx, actor, contest, until, &reason, now)?;
                Ok(String::new())
            });
            match done.await? {
                Ok(_) => return Ok(ctx.redirect(&address(&code), Msg::new("screening-done-grace"))),
                Err(why) => {
                    for w in &why {
                        let (field, msg) = texts::grace(ctx.t, w);
                        errors.add(field, msg);
                    }
                }
            }
        }
    }
    let seen = load(&ctx, &state, &code).await?;
    let all = Form::refused(ctx.t, &data, errors);
    page::refuse(&view(&ctx, &seen, None, [Form::new(ctx.t), all, Form::new(ctx.t)]))
}

/// POST: one extension is taken back.
pub async fn take_back(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((code, id)): Path<(String, i64)>,
    data: FormData,
) -> Answer {
    let (asked, reason, now) = (code.clone(), data.get("back_reason").to_owned(), ctx.now());
    let done = once(&state, &ctx, &data, move |tx, actor| {
        let contest = contest_id::<ShortenRefusal>(tx, &asked)?;
        screening::take_extension_back(tx, actor, contest, id, &reason, now)?;
        Ok(String::new())
    });
    match done.await? {
        Ok(_) => Ok(ctx.redirect(&address(&code), Msg::new("screening-done-extension-back"))),
        Err(why) => {
            let mut errors = FieldErrors::new();
            for w in &why {
                match texts::shorten(w) {
                    (Some(field), msg) => errors.add(field, msg),
                    (None, msg) => errors.add_form(msg),
                };
            }
            let seen = load(&ctx, &state, &code).await?;
            let shorten = Form::refused(ctx.t, &data, errors);
            page::refuse(&view(&ctx, &seen, Some(id), [Form::new(ctx.t), Form::new(ctx.t), shorten]))
        }
    }
}
