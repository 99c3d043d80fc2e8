//! /awards/{contest}/confirm: the committee's meeting, with minutes and votes.

use super::decide_tie::votes_of;
use super::{standings, texts};
use crate::act::once;
use crate::judging::bar::{self, Tab};
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, page};
use app::contest::store::ContestRow;
use askama::Template;
use axum::extract::{Path, State};
use domain::awards::confirm::Ballot;
use domain::ids::ContestId;

#[derive(Template)]
#[template(path = "awards/confirm.html")]
struct Ask {
    page: Page,
    tabs: Vec<Tab>,
    form: Form,
    contest: ContestRow,
    prizes: usize,
    budget: String,
    /// The share of votes that the rules ask for.
    majority: Option<String>,
}

pub async fn ask(State(state): State<AppState>, ctx: Ctx, Path(contest): Path<i64>) -> Answer {
    page::show(&load(&state, &ctx, ContestId(contest), Form::new(ctx.t)).await?)
}

async fn load(state: &AppState, ctx: &Ctx, contest: ContestId, form: Form) -> Result<Ask, WebError> {
    let (contest, view) = standings::read(state, ctx, contest).await?;
    let view = view.ok_or(WebError::NotFound)?;
    let (page, tabs) = bar::staff_page(ctx, &contest, &ctx.t.s("awards-confirm-title"), "judging-tab-prizes");
    Ok(Ask {
        page: page.refused(form.is_refused()).back(format!("/awards/{}/prizes", contest.id.0)),
        tabs,
        form,
        prizes: view.allocation.prizes.len() + view.side.len(),
        budget: ctx.t.vnd(view.budget_total()),
        majority: view.rules.committee_majority.map(|m| m.to_string()),
        contest,
    })
}

pub async fn confirm(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(contest): Path<i64>,
    data: FormData,
) -> Answer {
    let (id, now) = (ContestId(contest), ctx.now());
    let ballot = Ballot { votes: votes_of(&data), minutes: data.get("minutes").to_owned() };
    let done = once(&state, &ctx, &data, move |tx, actor| {
        app::awards::confirm(tx, actor, id, &ballot, now).map(|()| format!("/awards/{}/prizes", id.0))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("awards-confirm-done"))),
        Err(reasons) => {
            let errors = FieldErrors::told(reasons.iter().map(texts::confirm));
            page::refuse(&load(&state, &ctx, id, Form::refused(ctx.t, &data, errors)).await?)
        }
    }
}
