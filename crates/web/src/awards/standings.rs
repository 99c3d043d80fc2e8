//! /awards/{contest}: the standings, all rows on one page.

use super::texts;
use crate::act::loaded;
use crate::judging::bar::{self, Tab};
use crate::setup::beside;
use crate::{Answer, AppState, Ctx, Form, Page, WebError, page};
use app::act::Stop;
use app::awards::view::{self, Standings};
use app::contest::store::{self as contests, ContestRow};
use askama::Template;
use axum::extract::{Path, State};
use data_encoding::HEXLOWER;
use domain::awards::access;
use domain::awards::allocate::{Line, PoolResult};
use domain::ids::{ContestId, CriterionCode, LevelCode};
use std::convert::Infallible;

#[derive(Template)]
#[template(path = "awards/standings.html")]
struct Show {
    page: Page,
    tabs: Vec<Tab>,
    form: Form,
    contest: ContestRow,
    view: Option<Standings>,
    pools: Vec<PoolText>,
    criteria: Vec<String>,
    how: Vec<String>,
    /// Code and title of the entries that the viewer keeps away from.
    away: Vec<(String, String)>,
    may_freeze: bool,
}

/// A pool as text.
struct PoolText {
    name: String,
    rows: Vec<RowText>,
}

struct RowText {
    entry: i64,
    code: String,
    title: String,
    unit: String,
    place: String,
    shared: bool,
    value: String,
    criteria: Vec<String>,
    prize: String,
}

impl Show {
    fn unranked(&self) -> Vec<(String, String)> {
        let list = self.view.iter().flat_map(|v| &v.unranked);
        list.map(|(code, word)| (code.to_string(), self.page.s(texts::outcome(word)).into_owned())).collect()
    }

    fn hash(&self) -> String {
        self.view.as_ref().map(|v| HEXLOWER.encode(&v.sheets_hash)).unwrap_or_default()
    }
}

pub async fn mine(State(state): State<AppState>, ctx: Ctx) -> Answer {
    crate::judging::list_contests(&state, &ctx, "/awards").await
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(contest): Path<i64>) -> Answer {
    page::show(&load(&state, &ctx, ContestId(contest), Form::new(ctx.t)).await?)
}

/// The page with a form that was refused.
pub async fn refused(state: &AppState, ctx: &Ctx, contest: ContestId, form: Form) -> Answer {
    page::refuse(&load(state, ctx, contest, form).await?)
}

/// Contest and standings, for every page of awards.
pub async fn read(
    state: &AppState,
    ctx: &Ctx,
    contest: ContestId,
) -> Result<(ContestRow, Option<Standings>), WebError> {
    let actor = ctx.actor.clone();
    let read = state.db.read(move |tx| -> Result<_, Stop<Infallible>> {
        let row = contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
        Ok((row, view::standings(tx, &actor, contest)?))
    });
    loaded(read.await)
}

async fn load(state: &AppState, ctx: &Ctx, contest: ContestId, form: Form) -> Result<Show, WebError> {
    let (contest, view) = read(state, ctx, contest).await?;
    let title = ctx.t.s("awards-standings-title");
    let (page, tabs) = bar::staff_page(ctx, &contest, &title, "judging-tab-standings");
    let pools = view.as_ref().map(|v| v.allocation.pools.iter().map(|p| pool_text(ctx, v, p)).collect());
    let rules = view.as_ref().map(|v| v.rules.clone());
    let last = rules.as_ref().and_then(|r| r.judging.rounds.last().cloned());
    let how = rules.as_ref().map(|r| how(ctx, r)).unwrap_or_default();
    let open = view.as_ref().is_none_or(|v| v.award.as_ref().is_none_or(|a| a.confirmed_at.is_none()));
    Ok(Show {
        page: page.wide().refused(form.is_refused()),
        tabs,
        form,
        pools: pools.unwrap_or_default(),
        criteria: last.map(|r| r.criteria.into_iter().map(|c| c.name).collect()).unwrap_or_default(),
        how,
        away: view.as_ref().map(away).unwrap_or_default(),
        may_freeze: open && access::propose(&ctx.actor, contest.id).is_ok(),
        contest,
        view,
    })
}

/// The mechanisms as sentences: what the arithmetic page and the release show, too.
pub fn how(ctx: &Ctx, rules: &domain::contest::RulesEdition) -> Vec<String> {
    let mut out: Vec<String> = rules
        .judging
        .rounds
        .iter()
        .map(|r| {
            let threshold = r.threshold.map(|v| ctx.t.a1("awards-threshold", "value", ctx.t.ratio(v)));
            format!(
                "{}: {} {}",
                bar::round_name(ctx.t, r),
                texts::combine(ctx.t, r),
                threshold.unwrap_or_default()
            )
        })
        .collect();
    if rules.judging.rounds.len() > 1 {
        out.push(texts::final_score(ctx.t, rules));
    }
    out.extend(rules.judging.community_vote.iter().flat_map(|v| beside::vote_said(ctx.t, v)));
    let last = rules.judging.rounds.last();
    let name = |code: &CriterionCode| {
        last.and_then(|r| r.criteria.iter().find(|c| c.code == *code)).map(|c| c.name.clone())
    };
    let order: Vec<String> = rules.judging.tie_break.iter().filter_map(name).collect();
    if !order.is_empty() {
        out.push(ctx.t.a1("awards-how-ties", "criteria", order.join(", ")));
    }
    out.push(ctx.t.s("awards-how-rounding").into_owned());
    out
}

/// The name of a prize level.
pub fn level_name(view: &Standings, pool: domain::contest::Pool, level: &LevelCode) -> String {
    let seats = domain::awards::ties::seats(&view.rules, pool);
    seats.iter().find(|l| l.code == *level).map_or_else(|| level.to_string(), |l| l.name.clone())
}

/// The entries without figures.
pub fn away(view: &Standings) -> Vec<(String, String)> {
    let title = |code| view.entries.get(code).map(|e| e.title.clone()).unwrap_or_default();
    view.away().into_iter().map(|code| (code.to_string(), title(code))).collect()
}

fn pool_text(ctx: &Ctx, view: &Standings, pool: &PoolResult) -> PoolText {
    let row = |l: &Line| {
        let entry = view.entries.get(&l.entry);
        RowText {
            entry: entry.map_or(0, |e| e.id.0),
            code: l.entry.to_string(),
            title: entry.map(|e| e.title.clone()).unwrap_or_default(),
            unit: entry.map(|e| e.unit_name.clone()).unwrap_or_default(),
            place: l.place.to_string(),
            shared: l.shared,
            value: ctx.t.ratio(l.score.value),
            criteria: entry.iter().flat_map(|e| &e.criteria).map(|c| ctx.t.ratio(*c)).collect(),
            prize: l.prize.as_ref().map(|level| level_name(view, pool.pool, level)).unwrap_or_default(),
        }
    };
    PoolText {
        name: ctx.t.s(texts::pool(pool.pool)).into_owned(),
        rows: pool.lines.iter().map(row).collect(),
    }
}
