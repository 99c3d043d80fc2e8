//! /judging/{contest}/votes: counts of the public's votes: looked at, taken in, taken back until judging is closed.

use super::bar::{self, Tab};
use super::texts;
use crate::act::{self, loaded};
use crate::form::Choice;
use crate::import_preview::{self, Findings, Held};
use crate::setup::beside;
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, page};
use app::act::rehearsed;
use app::import::Known;
use app::import::rows::{Preview, VoteRow};
use app::judging::count_votes::{Votes, votes};
use app::judging::votes_store::find_count;
use app::judging::{count_votes, take_back_votes};
use askama::Template;
use axum::extract::{Path, State};
use data_encoding::HEXLOWER;
use domain::ids::{ContestId, EntryCode};
use domain::judging::access;
use domain::judging::count_votes::{Count, CountRefusal, VoteSource};

#[derive(Template)]
#[template(path = "judging/votes.html")]
struct Show {
    page: Page,
    tabs: Vec<Tab>,
    form: Form,
    votes: Votes,
    rule: Vec<String>,
    sources: Vec<Choice>,
    may_count: bool,
    /// After the upload: what is in the file, and how much of it.
    seen: Option<Seen>,
}

struct Seen {
    findings: Findings,
    held: String,
    rows: Vec<(String, u64)>,
    total: u64,
}

impl Show {
    fn source(&self, source: &VoteSource) -> String {
        self.page.s(texts::vote_source(*source)).into_owned()
    }

    fn hash(&self, digest: &[u8]) -> String {
        HEXLOWER.encode(digest)
    }
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(contest): Path<i64>) -> Answer {
    page::show(&load(&state, &ctx, ContestId(contest), Form::new(ctx.t), None).await?)
}

async fn load(
    state: &AppState,
    ctx: &Ctx,
    contest: ContestId,
    form: Form,
    seen: Option<Seen>,
) -> Result<Show, WebError> {
    let actor = ctx.actor.clone();
    let votes = loaded(state.db.read(move |tx| votes(tx, &actor, contest)).await)?;
    let title = ctx.t.s("judging-votes-title");
    let (page, tabs) = bar::staff_page(ctx, &votes.contest, &title, "judging-tab-overview");
    let refused = form.is_refused() || seen.as_ref().is_some_and(|s| !s.findings.is_clean());
    let source = |s: &VoteSource| Choice::new(s.word(), ctx.t.s(texts::vote_source(*s)));
    Ok(Show {
        page: page.refused(refused).back(format!("/judging/{}", contest.0)),
        tabs,
        form,
        rule: votes.rule.as_ref().map(|r| beside::vote_said(ctx.t, r)).unwrap_or_default(),
        sources: VoteSource::ALL.iter().map(source).collect(),
        may_count: votes.rule.is_some() && !votes.closed && access::count_votes(&ctx.actor, contest).is_ok(),
        votes,
        seen,
    })
}

/// What the form says beside its file.
fn count_of(data: &FormData, rows: &[VoteRow]) -> Option<Count> {
    let left_out = match data.get("left-out").trim() {
        "" => 0,
        text => text.parse().ok()?,
    };
    let source = VoteSource::from_word(data.get("source")).unwrap_or(VoteSource::Other);
    let votes = rows.iter().map(|r| (EntryCode(r.entry_code.clone()), r.votes)).collect();
    Some(Count { source, note: data.get("note").to_owned(), left_out, votes })
}

/// Who may not take in counts does not have files kept here either.
fn may_count(ctx: &Ctx, contest: ContestId) -> Result<(), WebError> {
    access::count_votes(&ctx.actor, contest).map_err(|_| WebError::NotFound)
}

async fn read(
    state: &AppState,
    ctx: &Ctx,
    contest: ContestId,
    file: Held,
) -> Result<Preview<VoteRow>, WebError> {
    let actor = ctx.actor.clone();
    let votes = loaded(state.db.read(move |tx| votes(tx, &actor, contest)).await)?;
    let entries = Some(votes.entries.into_iter().map(|(code, _, _)| code.0).collect());
    let known = Known { entries, ..Known::default() };
    tokio::task::spawn_blocking(move || app::import::votes::read(&file.name, &file.bytes, &known))
        .await
        .map_err(WebError::fault)
}

fn errors_of(reasons: &[CountRefusal]) -> FieldErrors {
    FieldErrors::told(reasons.iter().map(texts::count))
}

pub async fn preview(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(contest): Path<i64>,
    mut data: FormData,
) -> Answer {
    data.key()?;
    let (id, now) = (ContestId(contest), ctx.now());
    may_count(&ctx, id)?;
    let file = import_preview::receive(&state, &mut data).await?;
    let mut errors = FieldErrors::new();
    let Some(file) = file else {
        errors.add("file", Msg::new("import-file-missing"));
        return page::refuse(&load(&state, &ctx, id, Form::refused(ctx.t, &data, errors), None).await?);
    };
    let (name, held) = (file.name.clone(), file.held.clone());
    let preview = read(&state, &ctx, id, file).await?;
    let findings = Findings::of(ctx.t, &name, &preview);
    let rows: Vec<(String, u64)> = preview.rows.iter().map(|r| (r.entry_code.clone(), r.votes)).collect();
    let total = rows.iter().map(|r| r.1).sum();
    let seen = Seen { findings, held, rows, total };
    if !seen.findings.is_clean() {
        return page::refuse(&load(&state, &ctx, id, Form::refused(ctx.t, &data, errors), Some(seen)).await?);
    }
    let Some(count) = count_of(&data, &preview.rows) else {
        errors.add("left-out", Msg::new("judging-votes-left-out-malformed"));
        return page::refuse(&load(&state, &ctx, id, Form::refused(ctx.t, &data, errors), None).await?);
    };
    let actor = ctx.actor.clone();
    let tried = state.db.write(move |tx| rehearsed(tx, |tx| count_votes(tx, &actor, id, &count, now))).await;
    if let Err(reasons) = act::settle(tried)? {
        let form = Form::refused(ctx.t, &data, errors_of(&reasons));
        return page::refuse(&load(&state, &ctx, id, form, None).await?);
    }
    let mut form = Form::new(ctx.t);
    for name in ["source", "note", "left-out"] {
        form = form.with(name, data.get(name));
    }
    page::show(&load(&state, &ctx, id, form, Some(seen)).await?)
}

pub async fn confirm(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(contest): Path<i64>,
    data: FormData,
) -> Answer {
    let (id, now) = (ContestId(contest), ctx.now());
    may_count(&ctx, id)?;
    let file = import_preview::held(&state, &data).await?;
    let name = file.name.clone();
    let preview = read(&state, &ctx, id, file).await?;
    let count = count_of(&data, &preview.rows).filter(|_| preview.is_clean());
    let Some(count) = count else {
        return Err(WebError::Unprocessable(vec![Msg::new("import-not-clean").arg("file", name)]));
    };
    let done = act::once(&state, &ctx, &data, move |tx, actor| {
        count_votes(tx, actor, id, &count, now).map(|_| format!("/judging/{}/votes", id.0))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("judging-votes-counted"))),
        Err(reasons) => {
            let form = Form::refused(ctx.t, &data, errors_of(&reasons));
            page::refuse(&load(&state, &ctx, id, form, None).await?)
        }
    }
}

pub async fn take_back(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(count): Path<i64>,
    data: FormData,
) -> Answer {
    data.key()?;
    let found = state.db.read(move |tx| find_count(tx, count)).await.map_err(WebError::fault)?;
    let (contest, now) = (found.ok_or(WebError::NotFound)?.contest, ctx.now());
    let reason = data.get("reason").to_owned();
    let done = act::once(&state, &ctx, &data, move |tx, actor| {
        take_back_votes(tx, actor, count, &reason, now).map(|id| format!("/judging/{}/votes", id.0))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("judging-votes-taken-back"))),
        Err(reasons) => {
            let errors = FieldErrors::told(reasons.iter().map(texts::uncount));
            page::refuse(&load(&state, &ctx, contest, Form::refused(ctx.t, &data, errors), None).await?)
        }
    }
}
