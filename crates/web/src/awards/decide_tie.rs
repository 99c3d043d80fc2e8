//! /awards/{contest}/ties: equal values, what told them apart, and the groups at a border of prizes that a person orders.

use super::{standings, texts};
use crate::act::once;
use crate::judging::bar::{self, Tab};
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, page};
use app::awards::TieRuling;
use app::awards::store::TieRow;
use app::awards::view::Standings;
use askama::Template;
use axum::extract::{Path, State};
use domain::awards::access;
use domain::awards::confirm::Ballot;
use domain::awards::ties::{BorderTie, TieRefusal};
use domain::contest::LastTieBreak;
use domain::ids::{ContestId, CriterionCode, EntryCode};
use domain::judging::rank::ResolvedBy;

#[derive(Template)]
#[template(path = "awards/ties.html")]
struct Show {
    page: Page,
    tabs: Vec<Tab>,
    form: Form,
    view: Option<Standings>,
    borders: Vec<Border>,
    shared: Vec<Shared>,
    criteria: Vec<String>,
    /// Code and title of the entries that the viewer keeps away from.
    away: Vec<(String, String)>,
    may_decide: bool,
    by_vote: bool,
    nobody: bool,
}

/// A group at a border.
struct Border {
    pool: String,
    first: usize,
    last: usize,
    entries: Vec<(String, String)>,
    decided: Option<TieRow>,
    /// The first group that waits: one form at a time.
    now: bool,
}

/// A value that several entries have.
struct Shared {
    pool: String,
    value: String,
    resolved: String,
    /// Code, title, means of the tie-break criteria.
    entries: Vec<(String, String, Vec<String>)>,
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(contest): Path<i64>) -> Answer {
    page::show(&load(&state, &ctx, ContestId(contest), Form::new(ctx.t)).await?)
}

async fn load(state: &AppState, ctx: &Ctx, contest: ContestId, form: Form) -> Result<Show, WebError> {
    let (contest, view) = standings::read(state, ctx, contest).await?;
    let (page, mut tabs) = bar::staff_page(ctx, &contest, &ctx.t.s("awards-ties-title"), "judging-tab-ties");
    // The deputy has this page, not those around it.
    if access::see_standings(&ctx.actor, contest.id).is_err() {
        tabs.clear();
    }
    let (mut borders, mut shared, mut criteria) = (vec![], vec![], vec![]);
    let mut rule = LastTieBreak::Nobody;
    let mut open = false;
    if let Some(view) = &view {
        rule = view.rules.judging.last_tie_break;
        open = view.award.as_ref().is_none_or(|a| a.confirmed_at.is_none());
        let last = view.rules.judging.rounds.last();
        let name = |code: &CriterionCode| {
            last.and_then(|r| r.criteria.iter().find(|c| c.code == *code)).map(|c| c.name.clone())
        };
        criteria = view.rules.judging.tie_break.iter().filter_map(name).collect();
        for pool in &view.allocation.pools {
            borders.extend(pool.border_ties.iter().map(|t| border(ctx, view, t)));
            for s in &pool.shared_totals {
                let entry = |(at, code): (usize, &EntryCode)| {
                    (
                        code.to_string(),
                        title(view, code),
                        s.values.iter().map(|v| ctx.t.ratio(v[at])).collect(),
                    )
                };
                shared.push(Shared {
                    pool: ctx.t.s(texts::pool(pool.pool)).into_owned(),
                    value: ctx.t.ratio(s.value),
                    resolved: ctx.t.s(resolved(s.resolved_by)).into_owned(),
                    entries: s.entries.iter().enumerate().map(entry).collect(),
                });
            }
        }
    }
    if let Some(first) = borders.iter_mut().find(|b: &&mut Border| b.decided.is_none()) {
        first.now = true;
    }
    Ok(Show {
        page: page.refused(form.is_refused()),
        tabs,
        form,
        borders,
        shared,
        criteria,
        away: view.as_ref().map(standings::away).unwrap_or_default(),
        may_decide: open
            && (access::decide_tie(&ctx.actor, contest.id, rule).is_ok()
                || rule == LastTieBreak::Chair && view.as_ref().is_some_and(|v| v.stands_in)),
        by_vote: rule == LastTieBreak::CommitteeVote,
        nobody: rule == LastTieBreak::Nobody,
        view,
    })
}

fn resolved(by: ResolvedBy) -> &'static str {
    match by {
        ResolvedBy::Criterion => "awards-resolved-criterion",
        ResolvedBy::Partly => "awards-resolved-partly",
        ResolvedBy::None => "awards-resolved-none",
    }
}

fn title(view: &Standings, code: &EntryCode) -> String {
    view.entries.get(code).map(|e| e.title.clone()).unwrap_or_default()
}

fn border(ctx: &Ctx, view: &Standings, tie: &BorderTie) -> Border {
    let order = tie.order.as_ref().unwrap_or(&tie.entries);
    Border {
        pool: ctx.t.s(texts::pool(tie.pool)).into_owned(),
        first: tie.places.0,
        last: tie.places.1,
        entries: order.iter().map(|c| (c.to_string(), title(view, c))).collect(),
        decided: tie.order.as_ref().and_then(|o| view.ties.iter().find(|t| t.order == *o)).cloned(),
        now: false,
    }
}

/// The order from the numbers written beside the entries: `rank-CODE`. `None` unless they are 1, 2, … each once.
fn order_of(data: &FormData) -> Option<Vec<EntryCode>> {
    let mut ranked = vec![];
    for code in data.all("entry") {
        let rank: usize = data.get(&format!("rank-{code}")).trim().parse().ok()?;
        ranked.push((rank, EntryCode::from(code)));
    }
    ranked.sort();
    let each_once = ranked.iter().enumerate().all(|(at, (rank, _))| *rank == at + 1);
    (each_once && !ranked.is_empty()).then(|| ranked.into_iter().map(|r| r.1).collect())
}

/// The votes of a form; empty fields are no vote.
pub fn votes_of(data: &FormData) -> Option<(u32, u32)> {
    let number = |name| data.get(name).trim().parse::<u32>().ok();
    match (number("votes-for"), number("votes-cast")) {
        (Some(votes_for), Some(cast)) => Some((votes_for, cast)),
        // Half a vote, or letters: kept as impossible, so that it is refused and not taken for none.
        _ if !data.get("votes-for").trim().is_empty() || !data.get("votes-cast").trim().is_empty() => {
            Some((1, 0))
        }
        _ => None,
    }
}

pub async fn decide(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(contest): Path<i64>,
    data: FormData,
) -> Answer {
    let (id, now) = (ContestId(contest), ctx.now());
    // Without an order it is still the action that answers: who may not decide learns nothing from a wrong form.
    let order = order_of(&data).unwrap_or_default();
    let ballot = Ballot { votes: votes_of(&data), minutes: data.get("minutes").to_owned() };
    let ruling = TieRuling { order, reason: data.get("reason").to_owned(), ballot, decided_by: None };
    let done = once(&state, &ctx, &data, move |tx, actor| {
        app::awards::decide_tie(tx, actor, id, &ruling, now).map(|()| format!("/awards/{}/ties", id.0))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("awards-tie-done"))),
        Err(reasons) => refuse(&state, &ctx, id, &data, &reasons).await,
    }
}

async fn refuse(
    state: &AppState,
    ctx: &Ctx,
    id: ContestId,
    data: &FormData,
    reasons: &[TieRefusal],
) -> Answer {
    let mut errors = FieldErrors::new();
    let unordered = order_of(data).is_none();
    for reason in reasons {
        if unordered && *reason == TieRefusal::NotAGroup {
            let first = data.all("entry").next().unwrap_or_default();
            errors.add(format!("rank-{first}"), Msg::new("awards-tie-ranks"));
            continue;
        }
        match texts::tie(reason) {
            (Some(field), msg) => errors.add(field, msg),
            (None, msg) => errors.add_form(msg),
        };
    }
    page::refuse(&load(state, ctx, id, Form::refused(ctx.t, data, errors)).await?)
}
