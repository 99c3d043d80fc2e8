//! /judging/rounds/{round}/live: the marks of a round as they come in, for the chair alone. The page brings itself up to date.

use super::bar::{self, Tab};
use crate::act::loaded;
use crate::{Answer, AppState, Ctx, Page, WebError, page};
use app::act::Stop;
use app::contest::store as contests;
use app::judging::board::{self, Board, Row};
use app::judging::order;
use askama::Template;
use axum::extract::{Path, State};
use domain::ids::RoundId;
use domain::judging::access::{self, Sight};
use domain::judging::rubric::Rubric;
use domain::ratio::Ratio;
use std::convert::Infallible;

#[derive(Template)]
#[template(path = "judging/live.html")]
struct Show {
    page: Page,
    tabs: Vec<Tab>,
    round: i64,
    lines: Vec<Line>,
    signed: usize,
    sheets: usize,
}

/// One entry in the order of presentation.
struct Line {
    turn: usize,
    entry: i64,
    code: String,
    title: String,
    signed: usize,
    sheets: usize,
    /// Of the sheets signed so far; empty where the chair may not see it.
    value: String,
    place: String,
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(round): Path<i64>) -> Answer {
    let actor = ctx.actor.clone();
    let read = state.db.read(move |tx| -> Result<_, Stop<Infallible>> {
        let board = board::see(tx, &actor, RoundId(round))?;
        access::see_live(&actor, board.round.contest)?;
        let rows = order::in_order(tx, &board)?;
        let contest = contests::find(tx, board.round.contest)?.ok_or(Stop::NotFound)?;
        Ok((board, rows, contest))
    });
    let (board, rows, contest) = loaded(read.await)?;
    let title = ctx.t.a1("judging-live-title", "round", bar::round_name(ctx.t, &board.rules));
    let (page, tabs) = bar::staff_page(&ctx, &contest, &title, "judging-tab-overview");
    let lines = lines(&ctx, &board, &rows)?;
    page::show(&Show {
        page: page.script("live.js").back(format!("/judging/rounds/{round}")),
        tabs,
        round,
        signed: lines.iter().map(|l| l.signed).sum(),
        sheets: lines.iter().map(|l| l.sheets).sum(),
        lines,
    })
}

fn lines(ctx: &Ctx, board: &Board, rows: &[usize]) -> Result<Vec<Line>, WebError> {
    let rubric = Rubric::of(&board.rules.criteria);
    let mut values: Vec<Option<Ratio>> = vec![None; board.rows.len()];
    for at in rows {
        let row = &board.rows[*at];
        if board.sight(&ctx.actor, row) == Sight::Full {
            values[*at] = board.combined(&rubric, row).map_err(WebError::fault)?.ok().map(|c| c.value);
        }
    }
    // Places among what the chair may see: a gap in them would tell where a hidden entry stands.
    let place = |value: Ratio| 1 + values.iter().flatten().filter(|v| **v > value).count();
    let line = |(turn, at): (usize, &usize)| {
        let row: &Row = &board.rows[*at];
        Line {
            turn: turn + 1,
            entry: row.entry.id.0,
            code: row.entry.code.to_string(),
            title: row.entry.title.clone(),
            signed: row.live_sheets().filter(|s| s.signed).count(),
            sheets: row.live_sheets().count(),
            value: values[*at].map(|v| ctx.t.ratio(v)).unwrap_or_default(),
            place: values[*at].map(|v| place(v).to_string()).unwrap_or_default(),
        }
    };
    Ok(rows.iter().enumerate().map(line).collect())
}
