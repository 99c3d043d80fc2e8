//! /judging/rounds/{round}/assign: the proposal as boxes ticked, to be changed by hand and applied.

use super::bar::{self, Tab};
use super::texts;
use crate::act::{loaded, once};
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, page};
use app::act::Stop;
use app::contest::store as contests;
use app::judging::board::{self, Board, Cell};
use app::judging::draw::{self, Draw};
use app::judging::{self, Compared, Wanted, WantedPlan};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::ids::{EntryId, JudgeId, RoundId};
use domain::judging::assign::Figures;
use serde::Deserialize;
use std::collections::HashSet;
use std::convert::Infallible;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "judging/assign.html")]
struct Show {
    page: Page,
    tabs: Vec<Tab>,
    form: Form,
    board: Arc<Board>,
    per_entry: usize,
    lines: Vec<Line>,
    /// Entries of each judge: now, and with the ticked ones.
    loads: Vec<(usize, usize)>,
    /// Why there is no proposal.
    short: Vec<String>,
    /// Pairs ticked and not yet assigned.
    ticked: usize,
    asked: Asked,
    /// Name and figures of the plans that are compared.
    plans: Vec<(String, Figures)>,
    draw: Option<Draw>,
    /// Judges of the panel whose areas nobody has written down.
    no_areas: usize,
}

/// Which proposal is asked for, as the address says it.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub struct Asked {
    plan: String,
    expert: String,
    per_unit: String,
    compare: String,
}

impl Asked {
    fn of(data: &FormData) -> Asked {
        let get = |name: &str| data.get(name).to_owned();
        Asked { plan: get("plan"), expert: get("expert"), per_unit: get("per_unit"), compare: get("compare") }
    }

    fn is(&self, plan: &str) -> bool {
        if self.plan.is_empty() { plan == "best" } else { self.plan == plan }
    }

    fn expert(&self) -> bool {
        self.expert == "yes"
    }

    fn compare(&self) -> bool {
        self.compare == "yes"
    }

    fn wanted(&self) -> Wanted {
        Wanted {
            plan: match self.plan.as_str() {
                "fairest" => WantedPlan::Fairest,
                "drawn" => WantedPlan::Drawn,
                _ => WantedPlan::Best,
            },
            expert: self.expert(),
            per_unit: self.per_unit.trim().parse().ok().filter(|n| *n > 0),
        }
    }
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

pub async fn show(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(round): Path<i64>,
    Query(asked): Query<Asked>,
) -> Answer {
    page::show(&load(&state, &ctx, RoundId(round), asked, Form::new(ctx.t)).await?)
}

async fn load(
    state: &AppState,
    ctx: &Ctx,
    round: RoundId,
    asked: Asked,
    form: Form,
) -> Result<Show, WebError> {
    let actor = ctx.actor.clone();
    let (wanted, compare) = (asked.wanted(), asked.compare());
    let read = state.db.read(move |tx| -> Result<(Compared, contests::ContestRow), Stop<Infallible>> {
        let compared = match judging::compare_assignments(tx, &actor, round, wanted, compare) {
            Ok(compared) => compared,
            // The round is closed: what there is, and nothing to propose.
            Err(Stop::Refused(no)) => {
                let board = board::see(tx, &actor, round)?;
                let rules = contests::edition(tx, board.round.edition)?;
                let per_entry = rules.judging.judges_per_entry;
                Compared {
                    board,
                    per_entry,
                    chosen: Some(Err(no)),
                    plans: vec![],
                    draw: draw::find(tx, round)?,
                }
            }
            Err(Stop::NotAllowed) => return Err(Stop::NotAllowed),
            Err(Stop::NotFound) => return Err(Stop::NotFound),
            Err(Stop::Fault(fault)) => return Err(Stop::Fault(fault)),
        };
        let contest = contests::find(tx, compared.board.round.contest)?.ok_or(Stop::NotFound)?;
        Ok((compared, contest))
    });
    let (Compared { board, per_entry, chosen, plans, draw }, contest) = loaded(read.await)?;
    let title = ctx.t.a1("judging-assign-title", "round", bar::round_name(ctx.t, &board.rules));
    let (page, tabs) = bar::staff_page(ctx, &contest, &title, "judging-tab-overview");
    let sent: HashSet<String> = sent_pairs(&form);
    let proposed = chosen.iter().flatten().flat_map(|p| &p.pairs);
    let proposed: HashSet<String> = proposed.map(|(e, j)| format!("{}-{}", e.0, j.0)).collect();
    let ticked = if form.is_refused() { &sent } else { &proposed };
    let short = chosen.iter().filter_map(|c| c.as_ref().err()).flatten();
    let short = short.map(|r| ctx.t.m(&texts::assign(r)).into_owned()).collect();
    let (lines, loads) = lines(&board, ticked);
    let ticked = loads.iter().map(|(now, then)| then - now).sum();
    let name = |plan: WantedPlan| ctx.t.s(plan_key(plan)).into_owned();
    Ok(Show {
        page: page.wide().refused(form.is_refused()).back(format!("/judging/rounds/{}", round.0)),
        tabs,
        form,
        per_entry,
        lines,
        loads,
        short,
        ticked,
        asked,
        plans: plans.into_iter().map(|(plan, figures)| (name(plan), figures)).collect(),
        draw,
        no_areas: board.judges.iter().filter(|j| j.active && j.areas.is_empty()).count(),
        board,
    })
}

fn plan_key(plan: WantedPlan) -> &'static str {
    match plan {
        WantedPlan::Best => "judging-assign-plan-best",
        WantedPlan::Fairest => "judging-assign-plan-fairest",
        WantedPlan::Drawn => "judging-assign-plan-drawn",
    }
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
    let asked = Asked::of(&data);
    let (as_proposed, wanted) = (data.has("proposal"), asked.wanted());
    let done = once(&state, &ctx, &data, move |tx, actor| {
        let given = if as_proposed {
            judging::assign_plan(tx, actor, id, wanted, now)
        } else {
            judging::assign(tx, actor, id, &pairs, now)
        };
        given.map(|n| n.to_string())
    });
    match done.await? {
        Ok(n) => {
            let msg = Msg::new("judging-assign-done").arg("n", n.parse::<i64>().unwrap_or_default());
            Ok(ctx.redirect(&format!("/judging/rounds/{round}"), msg))
        }
        Err(reasons) => {
            let errors = FieldErrors::above(reasons.iter().map(texts::assign));
            page::refuse(&load(&state, &ctx, id, asked, Form::refused(ctx.t, &data, errors)).await?)
        }
    }
}
