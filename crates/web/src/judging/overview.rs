//! /judging: the contests that a person runs; one contest's rounds at a glance.

use super::bar::{self, Tab};
use crate::act::loaded;
use crate::{Answer, AppState, Ctx, Form, Page, WebError, flash, page};
use app::contest::store as contests;
use app::judging::panel::{self, Overview, RoundState};
use askama::Template;
use axum::extract::{Path, State};
use domain::contest::Visibility;
use domain::ids::ContestId;
use domain::judging::access;

#[derive(Template)]
#[template(path = "judging/mine.html")]
struct Mine {
    page: Page,
    /// Address and name.
    contests: Vec<(String, String)>,
}

pub async fn mine(State(state): State<AppState>, ctx: Ctx) -> Answer {
    list(&state, &ctx, bar::run_by(&ctx), "/judging").await
}

/// Leads on at once where there is one contest only.
pub async fn list(state: &AppState, ctx: &Ctx, ids: Vec<ContestId>, base: &'static str) -> Answer {
    if let [one] = ids[..] {
        return Ok(flash::see_other(&format!("{base}/{}", one.0)));
    }
    let all = state.db.read(contests::list).await.map_err(WebError::fault)?;
    let of = all.into_iter().filter(|c| ids.contains(&c.id));
    let contests = of.map(|c| (format!("{base}/{}", c.id.0), c.name)).collect();
    page::show(&Mine { page: ctx.page("judging-mine-title"), contests })
}

#[derive(Template)]
#[template(path = "judging/overview.html")]
struct Show {
    page: Page,
    tabs: Vec<Tab>,
    form: Form,
    view: Overview,
    may_run: bool,
    is_judge: bool,
    blind: bool,
    /// The rules have a community vote, and the viewer may look at its counts.
    votes: bool,
    /// The round that comes next, when no round is open.
    next: Option<String>,
}

impl Show {
    fn round_name(&self, round: &RoundState) -> String {
        bar::named(self.page.t, &round.name, &round.code)
    }
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(contest): Path<i64>) -> Answer {
    page::show(&load(&state, &ctx, ContestId(contest), Form::new(ctx.t)).await?)
}

/// The page with a form that was refused.
pub async fn refused(state: &AppState, ctx: &Ctx, contest: ContestId, form: Form) -> Answer {
    page::refuse(&load(state, ctx, contest, form).await?)
}

async fn load(state: &AppState, ctx: &Ctx, contest: ContestId, form: Form) -> Result<Show, WebError> {
    let actor = ctx.actor.clone();
    let view = loaded(state.db.read(move |tx| panel::overview(tx, &actor, contest)).await)?;
    let (page, tabs) =
        bar::staff_page(ctx, &view.contest, &ctx.t.s("judging-overview-title"), "judging-tab-overview");
    let open = view.rounds.iter().any(|r| r.row.as_ref().is_some_and(|o| o.open));
    let next = view.rounds.iter().find(|r| r.row.is_none()).filter(|_| !open).map(|r| r.code.to_string());
    Ok(Show {
        page: page.refused(form.is_refused()).script("countdown.js"),
        tabs,
        form,
        may_run: access::run_round(&ctx.actor, contest).is_ok(),
        blind: view.rules.judging.visibility == Visibility::Blind,
        votes: view.rules.judging.community_vote.is_some() && access::see_votes(&ctx.actor, contest).is_ok(),
        is_judge: ctx.actor.judge_in(contest).is_some(),
        next,
        view,
    })
}
