//! /awards/{contest}/prizes: what follows from the standings, what was proposed, confirmed and released, and what comes next.

use super::{standings, texts};
use crate::act::loaded;
use crate::judging::bar::{self, Tab};
use crate::{Answer, AppState, Ctx, Form, Page, WebError, page};
use app::awards::members::{self, Parted};
use app::awards::view::Standings;
use app::contest::store::ContestRow;
use askama::Template;
use axum::extract::{Path, State};
use domain::awards::access;
use domain::awards::allocate::Prize;
use domain::contest::Category;
use domain::ids::ContestId;

#[derive(Template)]
#[template(path = "awards/prizes.html")]
struct Show {
    page: Page,
    tabs: Vec<Tab>,
    form: Form,
    contest: ContestRow,
    view: Option<Standings>,
    rows: Vec<Row>,
    unawarded: Vec<(String, String)>,
    /// The rules have side prizes.
    has_side: bool,
    /// Prize, who has it, amount.
    side: Vec<(String, String, String)>,
    /// Groups at a border that nobody has ordered: their prizes are held back.
    undecided: usize,
    /// Code and title of the entries that the viewer keeps away from: then no prizes are shown.
    away: Vec<(String, String)>,
    may_propose: bool,
    may_read_complaints: bool,
    may_confirm: bool,
    /// Prizes of groups with the part of each member; empty for who may not see it.
    parted: Vec<Parted>,
}

struct Row {
    pool: String,
    level: String,
    code: String,
    title: String,
    unit: String,
    category: String,
    amount: String,
}

impl Show {
    /// Where the prizes stand: the key of a sentence.
    fn state(&self) -> &'static str {
        match self.view.as_ref().map(|v| (&v.award, v.proposal_current)) {
            None => "awards-state-nothing",
            Some((None, _)) => "awards-state-unproposed",
            Some((Some(a), _)) if a.released_at.is_some() => "awards-state-released",
            Some((Some(a), _)) if a.confirmed_at.is_some() => "awards-state-confirmed",
            Some((Some(_), true)) => "awards-state-proposed",
            Some((Some(_), false)) => "awards-state-outdated",
        }
    }

    fn is(&self, key: &str) -> bool {
        self.state() == key
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
    let (contest, view) = standings::read(state, ctx, contest).await?;
    let parted = match &view {
        Some(view) if access::read_complaints(&ctx.actor, contest.id).is_ok() => {
            let (actor, id, prizes) = (ctx.actor.clone(), contest.id, view.allocation.prizes.clone());
            loaded(state.db.read(move |tx| members::parted(tx, &actor, id, &prizes)).await)?
        }
        _ => vec![],
    };
    let (page, tabs) = bar::staff_page(ctx, &contest, &ctx.t.s("awards-prizes-title"), "judging-tab-prizes");
    let rows = view.as_ref().map(|v| v.allocation.prizes.iter().map(|p| row(ctx, v, p)).collect());
    let left = view.iter().flat_map(|v| {
        v.allocation.unawarded.iter().map(move |(pool, level)| {
            (ctx.t.s(texts::pool(*pool)).into_owned(), standings::level_name(v, *pool, level))
        })
    });
    let ties = view.iter().flat_map(|v| &v.allocation.pools).flat_map(|p| &p.border_ties);
    Ok(Show {
        page: page.refused(form.is_refused()),
        tabs,
        form,
        rows: rows.unwrap_or_default(),
        unawarded: left.collect(),
        has_side: view.as_ref().is_some_and(|v| !v.rules.side_prizes.is_empty()),
        side: view.as_ref().map(|v| side_rows(ctx, v)).unwrap_or_default(),
        away: view.as_ref().map(standings::away).unwrap_or_default(),
        undecided: ties.filter(|t| t.order.is_none()).count(),
        may_read_complaints: access::read_complaints(&ctx.actor, contest.id).is_ok(),
        may_propose: access::propose(&ctx.actor, contest.id).is_ok(),
        may_confirm: access::confirm(&ctx.actor, contest.id).is_ok(),
        parted,
        contest,
        view,
    })
}

fn side_rows(ctx: &Ctx, view: &Standings) -> Vec<(String, String, String)> {
    let name = |code: &domain::ids::LevelCode| {
        let found = view.rules.side_prizes.iter().find(|p| p.code == *code);
        found.map_or_else(|| code.to_string(), |p| p.name.clone())
    };
    let who = |s: &app::awards::side_store::SideRow| match s.entry {
        Some(_) => format!("{} · {}", s.candidate.winner().code(), s.title),
        None => s.unit.clone(),
    };
    view.side.iter().map(|s| (name(&s.prize), who(s), ctx.t.vnd(s.amount))).collect()
}

fn row(ctx: &Ctx, view: &Standings, p: &Prize) -> Row {
    let entry = view.entries.get(&p.entry);
    let category = match p.category {
        Category::Individual => "judging-entry-individual",
        Category::Collective => "judging-entry-collective",
    };
    Row {
        pool: ctx.t.s(texts::pool(p.pool)).into_owned(),
        level: standings::level_name(view, p.pool, &p.level),
        code: p.entry.to_string(),
        title: entry.map(|e| e.title.clone()).unwrap_or_default(),
        unit: entry.map(|e| e.unit_name.clone()).unwrap_or_default(),
        category: ctx.t.s(category).into_owned(),
        amount: ctx.t.vnd(p.amount),
    }
}
