//! import/judges: the panel from an office's list.

use super::{Seen, contest_of, page_of};
use crate::import_preview::{self, Findings, Held};
use crate::judging::texts;
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, act, page};
use app::act::rehearsed;
use app::contest::store::ContestRow;
use app::import::Known;
use app::import::rows::{JudgeRow, Preview};
use app::judging::import_judges::{import_judges, judges_known};
use askama::Template;
use axum::extract::{Path, State};

#[derive(Template)]
#[template(path = "lists/judges.html")]
struct Import {
    page: Page,
    form: Form,
    code: String,
    seen: Option<Seen>,
}

async fn panel(state: &AppState, ctx: &Ctx, code: String) -> Result<(ContestRow, Known), WebError> {
    let contest = contest_of(state, code).await?;
    let (actor, id) = (ctx.actor.clone(), contest.id);
    let known = act::loaded(state.db.read(move |tx| judges_known(tx, &actor, id)).await)?;
    Ok((contest, known))
}

fn template(ctx: &Ctx, contest: &ContestRow, form: Form, seen: Option<Seen>) -> Import {
    let refused = form.is_refused() || seen.as_ref().is_some_and(|s| !s.findings.is_clean());
    let page = page_of(ctx, contest, "lists-judges-title", refused);
    Import { page, form, code: contest.code.clone(), seen }
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(code): Path<String>) -> Answer {
    let (contest, _) = panel(&state, &ctx, code).await?;
    page::show(&template(&ctx, &contest, Form::new(ctx.t), None))
}

pub async fn preview(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(code): Path<String>,
    mut data: FormData,
) -> Answer {
    data.key()?;
    let (contest, known) = panel(&state, &ctx, code).await?;
    let Some(file) = import_preview::receive(&state, &mut data).await? else {
        let mut errors = FieldErrors::new();
        errors.add("file", Msg::new("import-file-missing"));
        return page::refuse(&template(&ctx, &contest, Form::refused(ctx.t, &data, errors), None));
    };
    let (name, held) = (file.name.clone(), file.held.clone());
    let read = read(file, known).await?;
    let mut findings = Findings::of(ctx.t, &name, &read);
    let (actor, list, id, now) = (ctx.actor.clone(), read.rows.clone(), contest.id, ctx.now());
    let tried = state.db.write(move |tx| rehearsed(tx, |tx| import_judges(tx, &actor, id, &list, now))).await;
    if let Err(why) = act::settle(tried)? {
        for refusal in why {
            let Some(row) = read.rows.get(refusal.row) else { continue };
            let what = ctx.t.m(&texts::seat(&refusal.why).1).into_owned();
            findings.add(row.at.sheet.as_deref(), row.at.row, String::new(), what, row.code.clone());
        }
    }
    let t = ctx.t;
    let rows = read.rows.iter().map(|j| {
        let chair = if j.chair { t.s("lists-chair").into_owned() } else { String::new() };
        vec![j.code.clone(), j.name.clone(), j.title.clone(), j.unit_code.clone().unwrap_or_default(), chair]
    });
    let seen = Seen { held, rows: rows.collect(), findings };
    let clean = seen.findings.is_clean();
    let shown = template(&ctx, &contest, Form::new(t), Some(seen));
    if clean { page::show(&shown) } else { page::refuse(&shown) }
}

pub async fn confirm(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(code): Path<String>,
    data: FormData,
) -> Answer {
    let (contest, known) = panel(&state, &ctx, code).await?;
    let file = import_preview::held(&state, &data).await?;
    let name = file.name.clone();
    let read = read(file, known).await?;
    if !read.is_clean() {
        return Err(WebError::Unprocessable(vec![Msg::new("import-not-clean").arg("file", name)]));
    }
    let (list, id, now) = (read.rows, contest.id, ctx.now());
    let done = act::once(&state, &ctx, &data, move |tx, actor| {
        import_judges(tx, actor, id, &list, now).map(|n| n.to_string())
    });
    match done.await? {
        Ok(n) => {
            let msg = Msg::new("lists-judges-done").arg("n", n.parse::<i64>().unwrap_or(0));
            Ok(ctx.redirect(&format!("/judging/{}/panel", contest.id.0), msg))
        }
        Err(why) => Err(WebError::Unprocessable(why.iter().map(|r| texts::seat(&r.why).1).collect())),
    }
}

async fn read(file: Held, known: Known) -> Result<Preview<JudgeRow>, WebError> {
    tokio::task::spawn_blocking(move || app::import::judges::read(&file.name, &file.bytes, &known))
        .await
        .map_err(WebError::fault)
}
