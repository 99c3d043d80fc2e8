//! The board of quotas, and the leader's page: six numbers, two charts, what is late and with whom.

use super::chart::Chart;
use super::intake::Contests;
use super::texts;
use crate::act::loaded;
use crate::{Answer, AppState, Ctx, Page, WebError, page};
use app::screening::{self, Figures};
use askama::Template;
use axum::extract::{Path, State};
use domain::contest::QuotaStrength;
use domain::contest::quota::QuotaRow;
use domain::ids::ContestId;
use domain::screening::Stage;
use std::sync::Arc;

struct UnitLine {
    code: String,
    name: String,
    strength: String,
    min: u32,
    received: u32,
    selected: u32,
    in_time: u32,
    accepted: u32,
    tag: String,
    class: &'static str,
}

#[derive(Template)]
#[template(path = "screening/quota.html")]
struct Board {
    page: Page,
    sentence: String,
    gaps: String,
    lines: Vec<UnitLine>,
    areas: Chart,
    before_ms: i64,
    printed: String,
}

struct BehindLine {
    unit: String,
    what: String,
    count: u32,
    since: String,
    waited: String,
}

#[derive(Template)]
#[template(path = "screening/leader.html")]
struct Glance {
    page: Page,
    before_ms: i64,
    /// Text, number as printed, is it a worry.
    figures: Vec<(String, String, bool)>,
    areas: Chart,
    stages: Chart,
    behind: Vec<BehindLine>,
    late_units: Vec<(String, u32)>,
    silent: Vec<String>,
    quota_href: String,
}

/// The base of the addresses: those who serve the contest have theirs below its intake.
fn base(ctx: &Ctx) -> &'static str {
    if ctx.path.starts_with("/leader") { "/leader" } else { "/intake" }
}

/// Leads to the only contest, or lists them.
pub async fn mine(ctx: Ctx, State(state): State<AppState>) -> Answer {
    let actor = ctx.actor.clone();
    let list = state.db.read(move |tx| screening::my_figures(tx, &actor)).await.map_err(WebError::fault)?;
    let contests: Vec<_> = list.iter().map(|c| (format!("/leader/{}", c.id.0), c.name.clone())).collect();
    match contests.as_slice() {
        [(href, _)] => Ok(ctx.see_other(href)),
        _ => page::show(&Contests { page: ctx.page("screening-leader-title"), contests }),
    }
}

/// The figures of one contest, by its code.
pub async fn of_contest(ctx: Ctx, State(state): State<AppState>, Path(code): Path<String>) -> Answer {
    let actor = ctx.actor.clone();
    let list = state.db.read(move |tx| screening::my_figures(tx, &actor)).await.map_err(WebError::fault)?;
    let found = list.iter().find(|c| c.code == code).ok_or(WebError::NotFound)?;
    Ok(ctx.see_other(&format!("/leader/{}", found.id.0)))
}

async fn load(ctx: &Ctx, state: &AppState, contest: i64) -> Result<Arc<Figures>, WebError> {
    let actor = ctx.actor.clone();
    loaded(state.db.read(move |tx| screening::figures(tx, &actor, ContestId(contest))).await)
}

fn areas(ctx: &Ctx, f: &Figures) -> Chart {
    let covered = f.areas.iter().filter(|a| a.accepted > 0).count();
    let sentence = ctx.t.a2("screening-areas-sentence", "covered", covered, "all", f.areas.len());
    Chart::of(f.areas.iter().map(|a| (a.name.clone(), a.received, a.accepted)), sentence)
}

pub async fn board(ctx: Ctx, State(state): State<AppState>, Path(contest): Path<i64>) -> Answer {
    let f = load(&ctx, &state, contest).await?;
    let t = ctx.t;
    let back =
        if base(&ctx) == "/leader" { format!("/leader/{contest}") } else { format!("/intake/{contest}") };
    let past = !f.rules.timeline.units_send.admits(ctx.now());
    let line = |r: &QuotaRow| {
        let (key, class) = texts::quota(r, past);
        UnitLine {
            code: r.unit.code.0.clone(),
            name: r.unit.name.clone(),
            strength: t.s(texts::strength(r.unit.strength)).into_owned(),
            min: r.min,
            received: r.brought.received,
            selected: r.brought.selected,
            in_time: r.brought.forwarded_in_time,
            accepted: r.brought.accepted,
            tag: t.s(key).into_owned(),
            class,
        }
    };
    let s = &f.summary;
    let sentence = t.a(
        "screening-quota-sentence",
        &[
            ("met", s.required_met.into()),
            ("total", s.required_total.into()),
            ("emet", s.encouraged_met.into()),
            ("etotal", s.encouraged_total.into()),
        ],
    );
    let gaps: Vec<&str> = f
        .board
        .iter()
        .filter(|r| !r.met && r.unit.strength == QuotaStrength::Required)
        .map(|r| r.unit.name.as_str())
        .collect();
    page::show(&Board {
        page: ctx
            .page("screening-quota-title")
            .contest(&f.contest.name, format!("/contests/{}", f.contest.code))
            .back(back)
            .script("countdown.js")
            .wide(),
        sentence,
        gaps: gaps.join(", "),
        lines: f.board.iter().map(line).collect(),
        areas: areas(&ctx, &f),
        before_ms: f.rules.timeline.units_send.0.0,
        printed: t.date_time(ctx.now_ms),
    })
}

pub async fn glance(ctx: Ctx, State(state): State<AppState>, Path(contest): Path<i64>) -> Answer {
    let f = load(&ctx, &state, contest).await?;
    let t = ctx.t;
    let of = |part: u32, all: u32| t.a2("screening-of", "part", part, "all", all);
    let past = !f.rules.timeline.units_send.admits(ctx.now());
    let behind_quota = f.summary.required_total - f.summary.required_met;
    let figure = |key: &str, value: String, worry: bool| (t.s(key).into_owned(), value, worry);
    let figures = vec![
        figure("screening-figure-received", t.number(f.received), false),
        figure("screening-figure-in-time", t.number(f.in_time), false),
        figure("screening-figure-accepted", t.number(f.accepted), false),
        figure(
            "screening-figure-quota",
            of(f.summary.required_met, f.summary.required_total),
            past && behind_quota > 0,
        ),
        figure("screening-figure-late", t.number(f.late), f.late > 0),
        figure("screening-figure-sheets", of(f.sheets.1, f.sheets.0), false),
    ];
    let stage = |s: Stage| f.stages.iter().find(|(x, _)| *x == s).map_or(0, |(_, n)| *n);
    let order = [
        Stage::Waiting,
        Stage::Returned,
        Stage::NotSelected,
        Stage::Unconfirmed,
        Stage::AtIntake,
        Stage::RejectedAtIntake,
        Stage::Late,
        Stage::Accepted,
    ];
    let stages = order.into_iter().map(|s| {
        (t.s(texts::stage(s)).into_owned(), stage(s), if s == Stage::Accepted { stage(s) } else { 0 })
    });
    let with_units: u32 = f.behind.iter().map(|b| b.count).sum();
    let sentence = t.a(
        "screening-stages-sentence",
        &[
            ("received", f.received.into()),
            ("accepted", f.accepted.into()),
            ("intake", f.at_intake.into()),
            ("units", with_units.into()),
        ],
    );
    let behind = f.behind.iter().map(|b| BehindLine {
        unit: b.unit_name.clone(),
        what: t.s(texts::next(b.step)).into_owned(),
        count: b.count,
        since: t.date_time(b.since.0),
        waited: t.duration((ctx.now_ms - b.since.0).max(0)),
    });
    let silent = f
        .board
        .iter()
        .filter(|r| r.unit.strength == QuotaStrength::Required && r.brought.forwarded_in_time == 0);
    page::show(&Glance {
        page: ctx
            .page("screening-leader-title")
            .contest(&f.contest.name, format!("/contests/{}", f.contest.code))
            .script("countdown.js")
            .wide(),
        before_ms: f.rules.timeline.units_send.0.0,
        figures,
        areas: areas(&ctx, &f),
        stages: Chart::of(stages, sentence),
        behind: behind.collect(),
        late_units: f.late_units.clone(),
        silent: silent.map(|r| r.unit.name.clone()).collect(),
        quota_href: format!("{}/{contest}/quota", base(&ctx)),
    })
}
