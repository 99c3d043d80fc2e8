//! /judging/rounds/{round}/order: the order of presentation: committed to, drawn, and how anybody draws it again.

use super::bar::{self, Tab};
use super::texts;
use crate::act::{loaded, once};
use crate::{Answer, AppState, Ctx, Form, FormData, Msg, Page, WebError, flash, page};
use app::act::Stop;
use app::contest::store as contests;
use app::judging::order::{self, Order};
use app::judging::{OrderRefusal, commit_order, draw_order};
use askama::Template;
use axum::extract::{Path, State};
use domain::ids::RoundId;
use domain::judging::access;
use std::convert::Infallible;

#[derive(Template)]
#[template(path = "judging/order.html")]
struct Show {
    page: Page,
    tabs: Vec<Tab>,
    form: Form,
    order: Order,
    round: i64,
    may_draw: bool,
    /// Code and title in the order that was drawn; empty before the draw.
    turns: Vec<(String, String)>,
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(round): Path<i64>) -> Answer {
    let actor = ctx.actor.clone();
    let read = state.db.read(move |tx| -> Result<_, Stop<Infallible>> {
        let order = order::see_order(tx, &actor, RoundId(round))?;
        let contest = contests::find(tx, order.board.round.contest)?.ok_or(Stop::NotFound)?;
        Ok((order, contest))
    });
    let (order, contest) = loaded(read.await)?;
    let title = ctx.t.a1("judging-order-title", "round", bar::round_name(ctx.t, &order.board.rules));
    let (page, tabs) = bar::staff_page(&ctx, &contest, &title, "judging-tab-overview");
    let may_draw = order.board.round.open && access::draw_order(&ctx.actor, contest.id).is_ok();
    let drawn = order.draw.as_ref().is_some_and(|d| d.seed.is_some());
    let rows = order.rows.iter().filter(|_| drawn).map(|at| &order.board.rows[*at].entry);
    let turns = rows.map(|e| (e.code.to_string(), e.title.clone())).collect();
    let page = page.back(format!("/judging/rounds/{round}"));
    page::show(&Show { page, tabs, form: Form::new(ctx.t), order, round, may_draw, turns })
}

/// POST: commits to a seed.
pub async fn commit(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(round): Path<i64>,
    data: FormData,
) -> Answer {
    let (id, now) = (RoundId(round), ctx.now());
    let done =
        once(&state, &ctx, &data, move |tx, actor| commit_order(tx, actor, id, now).map(|()| String::new()));
    finish(&state, round, done.await?, "judging-order-committed-now")
}

/// POST: draws, and makes the seed known.
pub async fn draw(State(state): State<AppState>, ctx: Ctx, Path(round): Path<i64>, data: FormData) -> Answer {
    let (id, now) = (RoundId(round), ctx.now());
    let done =
        once(&state, &ctx, &data, move |tx, actor| draw_order(tx, actor, id, now).map(|()| String::new()));
    finish(&state, round, done.await?, "judging-order-drawn-now")
}

fn finish(
    state: &AppState,
    round: i64,
    done: Result<String, Vec<OrderRefusal>>,
    key: &'static str,
) -> Answer {
    match done {
        Ok(_) => Ok(flash::redirect(&state.config, &format!("/judging/rounds/{round}/order"), Msg::new(key))),
        Err(reasons) => Err(WebError::Unprocessable(reasons.iter().map(texts::order).collect())),
    }
}
