//! /judging/rounds/{round}/advice: what the signed marks say once the severity of the judges is taken out. For the chair, until the
//! round is closed.

use super::bar::{self, Tab};
use crate::act::loaded;
use crate::{Answer, AppState, Ctx, Page, page};
use app::act::Stop;
use app::contest::store as contests;
use app::judging::advise::{self, Advised, PoolAdvice};
use app::judging::board::Board;
use askama::Template;
use axum::extract::{Path, State};
use domain::contest::Pool;
use domain::ids::RoundId;
use domain::judging::advisory::told::BorderTold;
use std::convert::Infallible;

#[derive(Template)]
#[template(path = "judging/advice.html")]
struct Show {
    page: Page,
    tabs: Vec<Tab>,
    round: i64,
    pools: Vec<PoolText>,
}

struct PoolText {
    /// Empty where there is one pool.
    name: String,
    levels: Vec<String>,
    rows: Vec<RowText>,
    judges: Vec<JudgeText>,
    borders: Vec<String>,
    /// What to read again: sentence by entry.
    again: Vec<(i64, String)>,
    gaps: Vec<GapText>,
    too_few: bool,
    apart: Vec<String>,
}

struct RowText {
    entry: i64,
    code: String,
    title: String,
    marks: usize,
    mean: String,
    score: String,
    chances: Vec<String>,
    interval: String,
}

struct JudgeText {
    name: String,
    marks: usize,
    severity: String,
    scale: String,
    spread: String,
}

/// One entry whose marks deserve a look: the announced rule, and beside it what stands out.
struct GapText {
    entry: i64,
    code: String,
    rule: String,
    residuals: Vec<String>,
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(round): Path<i64>) -> Answer {
    let actor = ctx.actor.clone();
    let read = state.db.read(move |tx| -> Result<_, Stop<Infallible>> {
        let advised = advise::advise(tx, &actor, RoundId(round))?;
        let contest = contests::find(tx, advised.board.round.contest)?.ok_or(Stop::NotFound)?;
        Ok((advised, contest))
    });
    let (Advised { board, pools }, contest) = loaded(read.await)?;
    let title = ctx.t.a1("judging-advice-title", "round", bar::round_name(ctx.t, &board.rules));
    let (page, tabs) = bar::staff_page(&ctx, &contest, &title, "judging-tab-overview");
    let several = pools.len() > 1;
    page::show(&Show {
        page: page.wide().back(format!("/judging/rounds/{round}")),
        tabs,
        round,
        pools: pools.iter().map(|p| pool_text(&ctx, &board, p, several)).collect(),
    })
}

fn pool_text(ctx: &Ctx, board: &Board, pool: &PoolAdvice, several: bool) -> PoolText {
    let t = ctx.t;
    let entry = |e: usize| &board.rows[pool.rows[e]].entry;
    let points = |n: Option<i64>| n.map(|n| signed(ctx, n)).unwrap_or_default();
    let percent = |n: Option<i64>| n.map(|n| format!("{n} %")).unwrap_or_default();
    let judge = |j: usize| board.judges[j].code.to_string();
    let rows = pool.told.entries.iter().map(|told| RowText {
        entry: entry(told.entry).id.0,
        code: entry(told.entry).code.to_string(),
        title: entry(told.entry).title.clone(),
        marks: told.marks,
        mean: points(told.mean),
        score: points(told.score),
        chances: told.chances.iter().map(|c| percent(*c)).collect(),
        interval: told.interval.map(|(low, high)| format!("{low}–{high}")).unwrap_or_default(),
    });
    let judges = pool.told.judges.iter().filter(|j| j.marks > 0).map(|told| JudgeText {
        name: format!("{} · {}", board.judges[told.judge].code, board.judges[told.judge].name),
        marks: told.marks,
        severity: points(told.severity),
        scale: percent(told.scale),
        spread: percent(told.spread),
    });
    let again = pool.readers.iter().map(|(row, reader)| {
        let e = &board.rows[*row].entry;
        let text = match reader {
            Some(j) => t.a2("judging-advice-again", "entry", e.code.to_string(), "judge", judge(*j)),
            None => t.a1("judging-advice-again-nobody", "entry", e.code.to_string()),
        };
        (e.id.0, text)
    });
    PoolText {
        name: if several { t.s(pool_key(pool.pool)).into_owned() } else { String::new() },
        levels: pool.levels.iter().map(|l| l.1.clone()).collect(),
        rows: rows.collect(),
        judges: judges.collect(),
        borders: pool.told.borders.iter().map(|b| border(ctx, board, pool, b)).collect(),
        again: again.collect(),
        gaps: gaps(ctx, board, pool),
        too_few: pool.told.too_few,
        apart: pool.told.apart.iter().map(|e| entry(*e).code.to_string()).collect(),
    }
}

/// Hundredths of points, below 0 with a minus sign.
fn signed(ctx: &Ctx, hundredths: i64) -> String {
    let text = ctx.t.marks(hundredths.abs());
    if hundredths < 0 { format!("−{text}") } else { text }
}

fn border(ctx: &Ctx, board: &Board, pool: &PoolAdvice, b: &BorderTold) -> String {
    let code = |e: usize| board.rows[pool.rows[e]].entry.code.to_string();
    let key = if b.is_open() { "judging-advice-border-open" } else { "judging-advice-border-sure" };
    ctx.t.a(
        key,
        &[
            ("first", b.after.into()),
            ("next", (b.after + 1).into()),
            ("above", code(b.above).into()),
            ("below", code(b.below).into()),
            ("difference", ctx.t.marks(b.difference.abs()).into()),
            ("sure", b.sure.unwrap_or(50).into()),
        ],
    )
}

fn gaps(ctx: &Ctx, board: &Board, pool: &PoolAdvice) -> Vec<GapText> {
    let t = ctx.t;
    let told = &pool.told;
    let mut entries: Vec<usize> =
        told.gaps.iter().map(|g| g.0).chain(told.residuals.iter().map(|r| r.0)).collect();
    entries.sort_unstable();
    entries.dedup();
    let text = |e: usize| {
        let entry = &board.rows[pool.rows[e]].entry;
        let rule = told.gaps.iter().find(|g| g.0 == e);
        let residual = |(_, j, residual, times): &(usize, usize, i64, i64)| {
            t.a(
                "judging-advice-residual",
                &[
                    ("judge", board.judges[*j].code.to_string().into()),
                    ("points", signed(ctx, *residual).into()),
                    ("times", t.marks_short(*times).into()),
                ],
            )
        };
        GapText {
            entry: entry.id.0,
            code: entry.code.to_string(),
            rule: rule
                .map(|(_, range, limit)| {
                    t.a2(
                        "judging-advice-range",
                        "range",
                        t.marks_short(*range),
                        "limit",
                        t.marks_short(*limit),
                    )
                })
                .unwrap_or_default(),
            residuals: told.residuals.iter().filter(|r| r.0 == e).map(residual).collect(),
        }
    };
    entries.into_iter().map(text).collect()
}

fn pool_key(pool: Pool) -> &'static str {
    match pool {
        Pool::All => "awards-pool-all",
        Pool::Individual => "awards-pool-individual",
        Pool::Collective => "awards-pool-collective",
    }
}
