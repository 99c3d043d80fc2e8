//! /awards/{contest}/release: exactly what everybody will see, and the button that makes it so.

use super::texts;
use crate::act::{loaded, once};
use crate::judging::bar::{self, Tab};
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, page};
use app::act::Stop;
use app::awards::store::{PublicResult, Winner, find_award};
use app::awards::view;
use app::contest::store::{self as contests, ContestRow};
use askama::Template;
use axum::extract::{Path, State};
use domain::awards::confirm::AwardState;
use domain::ids::ContestId;
use std::convert::Infallible;

#[derive(Template)]
#[template(path = "awards/release.html")]
struct Ask {
    page: Page,
    tabs: Vec<Tab>,
    form: Form,
    contest: ContestRow,
    result: Option<PublicResult>,
    state: Option<AwardState>,
}

impl Ask {
    fn may_release(&self) -> bool {
        self.state == Some(AwardState::Confirmed)
    }

    fn pool(&self, winner: &Winner) -> String {
        self.page.s(texts::pool(winner.pool)).into_owned()
    }
}

pub async fn ask(State(state): State<AppState>, ctx: Ctx, Path(contest): Path<i64>) -> Answer {
    page::show(&load(&state, &ctx, ContestId(contest), Form::new(ctx.t)).await?)
}

async fn load(state: &AppState, ctx: &Ctx, contest: ContestId, form: Form) -> Result<Ask, WebError> {
    let (actor, now) = (ctx.actor.clone(), ctx.now());
    let read = state.db.read(move |tx| -> Result<_, Stop<Infallible>> {
        let row = contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
        let result = view::preview(tx, &actor, contest, now)?;
        Ok((row, result, find_award(tx, contest)?.map(|a| a.state)))
    });
    let (contest, result, award) = loaded(read.await)?;
    let (page, tabs) = bar::staff_page(ctx, &contest, &ctx.t.s("awards-release-title"), "judging-tab-prizes");
    let page = page.refused(form.is_refused()).back(format!("/awards/{}/prizes", contest.id.0));
    Ok(Ask { page, tabs, form, contest, result, state: award })
}

pub async fn release(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(contest): Path<i64>,
    data: FormData,
) -> Answer {
    let (id, now) = (ContestId(contest), ctx.now());
    let keys = state.keys.clone();
    let done = once(&state, &ctx, &data, move |tx, actor| {
        app::awards::release(tx, &keys, actor, id, now).map(|()| format!("/awards/{}/prizes", id.0))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("awards-release-done"))),
        Err(reasons) => {
            let errors = FieldErrors::above(reasons.iter().map(texts::release));
            page::refuse(&load(&state, &ctx, id, Form::refused(ctx.t, &data, errors)).await?)
        }
    }
}
