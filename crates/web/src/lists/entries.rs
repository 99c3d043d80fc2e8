//! import/entries: paper entries from an office's list, recorded by a clerk or the secretary.

use super::{Seen, contest_of, page_of};
use crate::entry::refusals;
use crate::import_preview::{self, Findings, Held};
use crate::setup::words::category_key;
use crate::{Answer, AppState, Choice, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, act, page};
use app::act::rehearsed;
use app::contest::store::{ContestRow, rules_of};
use app::import::Known;
use app::import::rows::{EntryRow, Preview};
use app::screening::import_entries::{
    PaperEntry, RowRefusal, RowWhy, import_entries, import_known, paper_entry,
};
use askama::Template;
use axum::extract::{Path, State};
use domain::contest::RulesEdition;
use domain::ids::RouteCode;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "lists/entries.html")]
struct Import {
    page: Page,
    form: Form,
    code: String,
    routes: Vec<Choice>,
    route: String,
    seen: Option<Seen>,
}

struct Desk {
    contest: ContestRow,
    rules: Arc<RulesEdition>,
    known: Known,
}

/// The contest with what a list may refer to, for those who record at a desk.
async fn desk(state: &AppState, ctx: &Ctx, code: String) -> Result<Desk, WebError> {
    let contest = contest_of(state, code).await?;
    let (actor, id) = (ctx.actor.clone(), contest.id);
    let read = move |tx: &mut app::db::Tx| Ok((import_known(tx, &actor, id)?, rules_of(tx, id)?));
    let (known, rules) = act::loaded::<_, RowRefusal>(state.db.read(read).await)?;
    Ok(Desk { contest, rules, known })
}

fn template(ctx: &Ctx, desk: &Desk, form: Form, route: &str, seen: Option<Seen>) -> Import {
    let refused = form.is_refused() || seen.as_ref().is_some_and(|s| !s.findings.is_clean());
    Import {
        page: page_of(ctx, &desk.contest, "lists-title", refused),
        form,
        code: desk.contest.code.clone(),
        routes: desk.rules.routes.iter().map(|r| Choice::new(r.code.as_str(), &r.name)).collect(),
        route: route.to_owned(),
        seen,
    }
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(code): Path<String>) -> Answer {
    let desk = desk(&state, &ctx, code).await?;
    page::show(&template(&ctx, &desk, Form::new(ctx.t), "", None))
}

pub async fn preview(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(code): Path<String>,
    mut data: FormData,
) -> Answer {
    data.key()?;
    let desk = desk(&state, &ctx, code).await?;
    let file = import_preview::receive(&state, &mut data).await?;
    let route = data.get("route").to_owned();
    let Some(file) = file else {
        let mut errors = FieldErrors::new();
        errors.add("file", Msg::new("import-file-missing"));
        return page::refuse(&template(&ctx, &desk, Form::refused(ctx.t, &data, errors), &route, None));
    };
    let (name, held) = (file.name.clone(), file.held.clone());
    let read = read(file, desk.known.clone()).await?;
    let list = list(&read, &route);
    let mut findings = Findings::of(ctx.t, &name, &read);
    let (actor, asked, id, now) = (ctx.actor.clone(), list.clone(), desk.contest.id, ctx.now());
    let tried =
        state.db.write(move |tx| rehearsed(tx, |tx| import_entries(tx, &actor, id, &asked, now))).await;
    if let Err(why) = act::settle(tried)? {
        for refusal in why {
            let Some(row) = read.rows.get(refusal.row) else { continue };
            let what = ctx.t.m(&said(&refusal, &desk.rules)).into_owned();
            findings.add(row.at.sheet.as_deref(), row.at.row, String::new(), what, row.code.clone());
        }
    }
    let t = ctx.t;
    let rows = list.iter().map(|e| {
        let authors: Vec<&str> = e.dossier.authors.iter().map(|a| a.name.as_str()).collect();
        vec![
            e.code.to_string(),
            e.dossier.title.clone(),
            authors.join(", "),
            t.s(category_key(e.dossier.category)).into_owned(),
            e.dossier.receiving_unit.to_string(),
            t.date_time(e.received_at),
        ]
    });
    let seen = Seen { held, rows: rows.collect(), findings };
    let clean = seen.findings.is_clean();
    let form = Form::new(t).with("route", &route);
    let shown = template(&ctx, &desk, form, &route, Some(seen));
    if clean { page::show(&shown) } else { page::refuse(&shown) }
}

pub async fn confirm(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(code): Path<String>,
    data: FormData,
) -> Answer {
    let desk = desk(&state, &ctx, code).await?;
    let file = import_preview::held(&state, &data).await?;
    let name = file.name.clone();
    let read = read(file, desk.known.clone()).await?;
    if !read.is_clean() {
        return Err(WebError::Unprocessable(vec![Msg::new("import-not-clean").arg("file", name)]));
    }
    let (list, id, now) = (list(&read, data.get("route")), desk.contest.id, ctx.now());
    let done = act::once(&state, &ctx, &data, move |tx, actor| {
        import_entries(tx, actor, id, &list, now).map(|n| n.to_string())
    });
    match done.await? {
        Ok(n) => {
            let n = n.parse::<i64>().unwrap_or(0);
            let to = format!("/contests/{}/import/entries", desk.contest.code);
            Ok(ctx.redirect(&to, Msg::new("lists-done").arg("n", n)))
        }
        Err(why) => Err(WebError::Unprocessable(why.iter().map(|r| said(r, &desk.rules)).collect())),
    }
}

fn said(refusal: &RowRefusal, rules: &RulesEdition) -> Msg {
    match &refusal.why {
        RowWhy::Record(why) => refusals::record(why, rules),
        RowWhy::OtherDesk => Msg::new("lists-other-desk"),
    }
}

async fn read(file: Held, known: Known) -> Result<Preview<EntryRow>, WebError> {
    tokio::task::spawn_blocking(move || app::import::entries::read(&file.name, &file.bytes, &known))
        .await
        .map_err(WebError::fault)
}

fn list(read: &Preview<EntryRow>, route: &str) -> Vec<PaperEntry> {
    let route = RouteCode::from(route);
    read.rows.iter().filter_map(|row| paper_entry(row, &route)).collect()
}
