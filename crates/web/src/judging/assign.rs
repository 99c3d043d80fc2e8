//! /judging/rounds/{round}/assign: the proposal as boxes ticked, to be changed by hand and applied.

use super::bar::{self, Tab};
use super::texts;
use crate::act::{loaded, once};
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, flash, page};
use app::act::Stop;
use app::contest::store as contests;
use app::judging::board::{self, Board, Cell};
use app::judging::{self, Proposed};
use askama::Template;
use axum::extract::{Path, State};
use domain::ids::{EntryId, JudgeId, RoundId};
use domain::judging::access;
use domain::judging::assign::AssignRefusal;
use std::collections::HashSet;
use std::convert::Infallible;

#[derive(Template)]
#[template(path = "judging/assign.html")]
struct Show {
    page: Page,
    tabs: Vec<Tab>,
    form: Form,
    board: Board,
    per_entry: usize,
    lines: Vec<Line>,
    /// Entries of each judge: now, and with the ticked ones.
    loads: Vec<(usize, usize)>,
    /// Why there is no proposal.
    short: Vec<String>,
    /// Pairs ticked and not yet assigned.
    ticked: usize,
}

struct Line {
    code: String,
    title: String,
    cells: Vec<Mark>,
}

/// One pair of entry and judge.
enum Mark {
    Assigned,
    Recused,
    GivenUp,
    /// May be ticked: its value, and whether it is.
    Free(String, bool),
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(round): Path<i64>) -> Answer {
    page::show(&load(&state, &ctx, RoundId(round), Form::new(ctx.t)).await?)
}

async fn load(state: &AppState, ctx: &Ctx, round: RoundId, form: Form) -> Result<Show, WebError> {
    let actor = ctx.actor.clone();
    type Read = (Board, contests::ContestRow, usize, Result<Proposed, Vec<AssignRefusal>>);
    let read = state.db.read(move |tx| -> Result<Read, Stop<Infallible>> {
        let board = board::see(tx, &actor, round)?;
        access::run_round(&actor, board.round.contest)?;
        let contest = contests::find(tx, board.round.contest)?.ok_or(Stop::NotFound)?;
        let rules = contests::edition(tx, board.round.edition)?;
        let proposed = match judging::propose_assignment(tx, &actor, round) {
            Ok(p) => Ok(p),
            Err(Stop::Refused(no)) => Err(no),
            Err(Stop::NotAllowed) => return Err(Stop::NotAllowed),
            Err(Stop::NotFound) => return Err(Stop::NotFound),
            Err(Stop::Fault(fault)) => return Err(Stop::Fault(fault)),
        };
        Ok((board, contest, rules.judging.judges_per_entry, proposed))
    });
    let (board, contest, per_entry, proposed) = loaded(read.await)?;
    let title = ctx.t.a1("judging-assign-title", "round", bar::round_name(ctx.t, &board.rules));
    let (page, tabs) = bar::staff_page(ctx, &contest, &title, "judging-tab-overview");
    let sent: HashSet<String> = sent_pairs(&form);
    let proposed_pairs: HashSet<String> =
        proposed.iter().flat_map(|p| &p.pairs).map(|(e, j)| format!("{}-{}", e.0, j.0)).collect();
    let ticked = if form.is_refused() { &sent } else { &proposed_pairs };
    let short = proposed.as_ref().err().into_iter().flatten();
    let short = short.map(|r| ctx.t.m(&texts::assign(r)).into_owned()).collect();
    let (lines, loads) = lines(&board, ticked);
    let ticked = loads.iter().map(|(now, then)| then - now).sum();
    Ok(Show {
        page: page.wide().refused(form.is_refused()).back(format!("/judging/rounds/{}", round.0)),
        tabs,
        form,
        per_entry,
        lines,
        loads,
        short,
        ticked,
        board,
    })
}

fn sent_pairs(form: &Form) -> HashSet<String> {
    form.all("pair").map(str::to_owned).collect()
}

fn lines(board: &Board, ticked: &HashSet<String>) -> (Vec<Line>, Vec<(usize, usize)>) {
    let mut loads = vec![(0, 0); board.judges.len()];
    let mut lines = Vec::with_capacity(board.rows.len());
    for row in &board.rows {
        let mut cells = Vec::with_capacity(row.cells.len());
        for (at, cell) in row.cells.iter().enumerate() {
            let mark = mark(row.entry.id, board.judges[at].id, cell, ticked);
            if matches!(mark, Mark::Assigned) {
                loads[at].0 += 1;
            }
            if matches!(mark, Mark::Assigned | Mark::Free(_, true)) {
                loads[at].1 += 1;
            }
            cells.push(mark);
        }
        lines.push(Line { code: row.entry.code.to_string(), title: row.entry.title.clone(), cells });
    }
    (lines, loads)
}

fn mark(entry: EntryId, judge: JudgeId, cell: &Cell, ticked: &HashSet<String>) -> Mark {
    match &cell.sheet {
        _ if cell.recused => Mark::Recused,
        Some(s) if s.released => Mark::GivenUp,
        Some(_) => Mark::Assigned,
        None => {
            let value = format!("{}-{}", entry.0, judge.0);
            let on = ticked.contains(&value);
            Mark::Free(value, on)
        }
    }
}

pub async fn apply(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(round): Path<i64>,
    data: FormData,
) -> Answer {
    let (id, now) = (RoundId(round), ctx.now());
    let pair = |text: &str| {
        let (entry, judge) = text.split_once('-')?;
        Some((EntryId(entry.parse().ok()?), JudgeId(judge.parse().ok()?)))
    };
    let pairs: Option<Vec<_>> = data.all("pair").map(pair).collect();
    let pairs = pairs.ok_or_else(|| WebError::bad_request("error-bad-request-reason"))?;
    let as_proposed = data.has("proposal");
    let done = once(&state, &ctx, &data, move |tx, actor| {
        let proposed = if as_proposed { judging::propose_assignment(tx, actor, id)?.pairs } else { vec![] };
        let pairs = if as_proposed { &proposed } else { &pairs };
        judging::assign(tx, actor, id, pairs, now).map(|n| n.to_string())
    });
    match done.await? {
        Ok(n) => {
            let msg = Msg::new("judging-assign-done").arg("n", n.parse::<i64>().unwrap_or_default());
            Ok(flash::redirect(&state.config, &format!("/judging/rounds/{round}"), msg))
        }
        Err(reasons) => {
            let mut errors = FieldErrors::new();
            for reason in &reasons {
                errors.add_form(texts::assign(reason));
            }
            page::refuse(&load(&state, &ctx, id, Form::refused(ctx.t, &data, errors)).await?)
        }
    }
}
