//! /awards/{contest}/side: the side prizes that the rules announce, who is proposed for them, and why.

use super::decide_tie::votes_of;
use super::{standings, texts};
use crate::act::{loaded, once};
use crate::form::Choice;
use crate::judging::bar::{self, Tab};
use crate::setup::beside;
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, page};
use app::awards::side::{LeadingUnit, leading_units};
use app::awards::side_store::find_side;
use app::awards::{SideProposal, propose_side, take_back_side};
use app::contest::store::ContestRow;
use askama::Template;
use axum::extract::{Path, State};
use domain::awards::access;
use domain::awards::side::{SideRefusal, SideWinner};
use domain::contest::{RulesEdition, SidePrize, SideTo};
use domain::ids::{ContestId, LevelCode};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "awards/side.html")]
struct Show {
    page: Page,
    tabs: Vec<Tab>,
    form: Form,
    contest: ContestRow,
    prizes: Vec<PrizeText>,
    /// Nobody is proposed before the standings are frozen.
    frozen: bool,
    /// Code and title of the entries that the viewer keeps away from: then nobody is named.
    away: Vec<(String, String)>,
    choices: Vec<Choice>,
    may_propose: bool,
    /// For prizes of units.
    units: Vec<LeadingUnit>,
    total: String,
}

struct PrizeText {
    name: String,
    about: String,
    conditions: Vec<String>,
    left: usize,
    given: Vec<Given>,
}

struct Given {
    id: i64,
    who: String,
    amount: String,
    reason: String,
    votes: String,
    /// Why the winner can no longer have it.
    unfit: bool,
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(contest): Path<i64>) -> Answer {
    page::show(&load(&state, &ctx, ContestId(contest), Form::new(ctx.t)).await?)
}

async fn load(state: &AppState, ctx: &Ctx, contest: ContestId, form: Form) -> Result<Show, WebError> {
    let (row, view) = standings::read(state, ctx, contest).await?;
    let id = row.id;
    let rules: Arc<RulesEdition> = match &view {
        Some(view) => view.rules.clone(),
        None => {
            let read = move |tx: &mut app::db::Tx| app::contest::store::rules_of(tx, id);
            state.db.read(read).await.map_err(WebError::fault)?
        }
    };
    let open = view.as_ref().is_some_and(|v| v.award.as_ref().is_none_or(|a| a.confirmed_at.is_none()));
    let may_propose = open && access::propose(&ctx.actor, id).is_ok() && !rules.side_prizes.is_empty();
    let for_units = rules.side_prizes.iter().any(|p| p.to == SideTo::Unit);
    let units = if may_propose && for_units {
        let actor = ctx.actor.clone();
        loaded(state.db.read(move |tx| leading_units(tx, &actor, id)).await)?
    } else {
        vec![]
    };
    let given = |p: &SidePrize| -> Vec<Given> {
        let rows = view.iter().flat_map(|v| &v.side).filter(|s| s.prize == p.code);
        rows.map(|s| Given {
            id: s.id,
            who: match s.entry {
                Some(_) => format!("{} · {} · {}", s.candidate.winner().code(), s.title, s.unit),
                None => s.unit.clone(),
            },
            amount: ctx.t.vnd(s.amount),
            reason: s.reason.clone(),
            votes: s.votes.map_or_else(String::new, |(a, b)| ctx.t.a2("awards-votes", "for", a, "cast", b)),
            unfit: view
                .as_ref()
                .and_then(|v| v.side_result.as_ref().err())
                .is_some_and(|no| no.iter().any(|u| u.prize == s.prize && u.winner == s.candidate.winner())),
        })
        .collect()
    };
    let prize = |p: &SidePrize| {
        let given = given(p);
        PrizeText {
            name: p.name.clone(),
            about: ctx.t.a2("awards-side-about", "n", p.count, "amount", ctx.t.vnd(p.prize_vnd)),
            conditions: beside::side_said(ctx.t, &rules, p),
            left: p.count.saturating_sub(given.len()),
            given,
        }
    };
    let (page, tabs) = bar::staff_page(ctx, &row, &ctx.t.s("awards-side-title"), "judging-tab-prizes");
    Ok(Show {
        page: page.refused(form.is_refused()).back(format!("/awards/{}/prizes", id.0)),
        tabs,
        form,
        prizes: rules.side_prizes.iter().map(prize).collect(),
        frozen: view.is_some(),
        away: view.as_ref().map(standings::away).unwrap_or_default(),
        choices: rules.side_prizes.iter().map(|p| Choice::new(p.code.as_str(), &*p.name)).collect(),
        may_propose,
        units,
        total: view.as_ref().map_or_else(String::new, |v| ctx.t.vnd(v.budget_total())),
        contest: row,
    })
}

pub async fn propose(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(contest): Path<i64>,
    data: FormData,
) -> Answer {
    data.key()?;
    let (id, now) = (ContestId(contest), ctx.now());
    let prize = LevelCode::from(data.get("prize"));
    let (code, reason, votes) =
        (data.get("winner").trim().to_owned(), data.get("reason").to_owned(), votes_of(&data));
    let done = once(&state, &ctx, &data, move |tx, actor| {
        app::contest::store::find(tx, id)?.ok_or(app::act::Stop::NotFound)?;
        let rules = app::contest::store::rules_of(tx, id)?;
        let to_unit = rules.side_prizes.iter().any(|p| p.code == prize && p.to == SideTo::Unit);
        let winner = if to_unit {
            SideWinner::Unit(code.as_str().into())
        } else {
            SideWinner::Entry(code.as_str().into())
        };
        let (prize, reason) = (prize.clone(), reason.clone());
        let proposal = SideProposal { prize, winner, reason, votes };
        propose_side(tx, actor, id, &proposal, now).map(|_| format!("/awards/{}/side", id.0))
    });
    finish(&state, &ctx, id, &data, done.await?, "awards-side-proposed").await
}

pub async fn take_back(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(side): Path<i64>,
    data: FormData,
) -> Answer {
    data.key()?;
    let found = state.db.read(move |tx| find_side(tx, side)).await.map_err(WebError::fault)?;
    let (contest, now) = (found.ok_or(WebError::NotFound)?.contest, ctx.now());
    let done = once(&state, &ctx, &data, move |tx, actor| {
        take_back_side(tx, actor, side, now).map(|id| format!("/awards/{}/side", id.0))
    });
    finish(&state, &ctx, contest, &data, done.await?, "awards-side-taken-back").await
}

async fn finish(
    state: &AppState,
    ctx: &Ctx,
    contest: ContestId,
    data: &FormData,
    done: Result<String, Vec<SideRefusal>>,
    key: &'static str,
) -> Answer {
    match done {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new(key))),
        Err(reasons) => {
            let errors = FieldErrors::told(reasons.iter().map(texts::side));
            page::refuse(&load(state, ctx, contest, Form::refused(ctx.t, data, errors)).await?)
        }
    }
}
