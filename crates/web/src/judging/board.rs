//! /judging/rounds/{round}: entries × judges at a glance.

use super::bar::{self, Tab};
use crate::act::loaded;
use crate::i18n::T;
use crate::{Answer, AppState, Ctx, Form, Page, WebError, page};
use app::act::Stop;
use app::contest::store as contests;
use app::judging::board::{self, Board, Row};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::actor::Actor;
use domain::contest::Combine;
use domain::ids::{EntryCode, RoundId};
use domain::judging::access::{self, Sight};
use domain::judging::close::{RoundEntry, first_gap};
use domain::judging::combine::{Combined, How};
use domain::judging::rounds::passes;
use domain::judging::rubric::Rubric;
use serde::Deserialize;
use std::collections::HashSet;
use std::convert::Infallible;
use std::sync::Arc;

/// Which rows are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filter {
    All,
    Missing,
    Deviating,
    Third,
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    show: String,
}

#[derive(Template)]
#[template(path = "judging/board.html")]
struct Show {
    page: Page,
    tabs: Vec<Tab>,
    form: Form,
    board: Arc<Board>,
    lines: Vec<Line>,
    filters: Vec<(String, String, bool)>,
    /// Sheets signed, and all.
    signed: usize,
    sheets: usize,
    threshold: Option<String>,
    may_run: bool,
    may_assign: bool,
    may_advise: bool,
    may_follow: bool,
    /// The round is closed, and the viewer is one who may open it again.
    may_reopen: bool,
}

/// A row of the board, as text.
struct Line {
    entry: i64,
    code: String,
    title: String,
    cells: Vec<CellText>,
    value: String,
    /// Text and class of each remark.
    remarks: Vec<(String, &'static str)>,
}

struct CellText {
    class: &'static str,
    text: String,
}

/// The words that stand in cells, looked up once.
struct Words {
    recused: String,
    open: String,
    begun: String,
    signed: String,
    third: String,
    reopened: String,
}

pub async fn show(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(round): Path<i64>,
    Query(asked): Query<Asked>,
) -> Answer {
    page::show(&load(&state, &ctx, RoundId(round), &asked.show, Form::new(ctx.t)).await?)
}

/// The page with a form that was refused.
pub async fn refused(state: &AppState, ctx: &Ctx, round: RoundId, form: Form) -> Answer {
    page::refuse(&load(state, ctx, round, "", form).await?)
}

async fn load(state: &AppState, ctx: &Ctx, round: RoundId, show: &str, form: Form) -> Result<Show, WebError> {
    let actor = ctx.actor.clone();
    let read = state.db.read(move |tx| -> Result<_, Stop<Infallible>> {
        let board = board::see(tx, &actor, round)?;
        let contest = contests::find(tx, board.round.contest)?.ok_or(Stop::NotFound)?;
        let on = match board.rules.finalists {
            Some(_) if !board.round.open => {
                let rules = contests::edition(tx, board.round.edition)?;
                Some(board.going_on(&rules)?)
            }
            _ => None,
        };
        Ok((board, contest, on))
    });
    let (board, contest, on) = loaded(read.await)?;
    let filter = match show {
        "missing" => Filter::Missing,
        "deviating" => Filter::Deviating,
        "third" => Filter::Third,
        _ => Filter::All,
    };
    let title = ctx.t.a1("judging-board-title", "round", bar::round_name(ctx.t, &board.rules));
    let (page, tabs) = bar::staff_page(ctx, &contest, &title, "judging-tab-overview");
    let lines = lines(ctx.t, &ctx.actor, &board, on.as_ref(), filter)?;
    let live = || board.rows.iter().flat_map(Row::live_sheets);
    let (signed, sheets) = (live().filter(|s| s.signed).count(), live().count());
    let may_run = access::run_round(&ctx.actor, contest.id).is_ok();
    Ok(Show {
        page: page.wide().refused(form.is_refused()).back(format!("/judging/{}", contest.id.0)),
        tabs,
        form,
        lines,
        filters: filters(ctx.t, &board, filter),
        signed,
        sheets,
        threshold: board.rules.threshold.map(|t| ctx.t.ratio(t)),
        may_run: may_run && board.round.open,
        may_assign: may_run && board.round.open,
        may_reopen: !board.round.open && access::reopen_round(&ctx.actor, contest.id).is_ok(),
        may_follow: access::see_live(&ctx.actor, contest.id).is_ok(),
        may_advise: board.round.open && access::see_advice(&ctx.actor, contest.id).is_ok(),
        board,
    })
}

fn filters(t: T, board: &Board, now: Filter) -> Vec<(String, String, bool)> {
    let mut all = vec![
        (Filter::All, "", "judging-board-filter-all"),
        (Filter::Missing, "?show=missing", "judging-board-filter-missing"),
    ];
    match board.rules.combine {
        Combine::ThirdMarker { .. } => all.push((Filter::Third, "?show=third", "judging-board-filter-third")),
        Combine::Mean if board.flag.is_some() => {
            all.push((Filter::Deviating, "?show=deviating", "judging-board-filter-deviating"));
        }
        Combine::Mean | Combine::DropHighestAndLowest { .. } => {}
    }
    let link = |(f, query, key): (Filter, &str, &str)| {
        (format!("/judging/rounds/{}{query}", board.round.id.0), t.s(key).into_owned(), f == now)
    };
    all.into_iter().map(link).collect()
}

/// `on`: who goes on to the next round, once the round is closed and where their number is limited.
fn lines(
    t: T,
    actor: &Actor,
    board: &Board,
    on: Option<&HashSet<EntryCode>>,
    filter: Filter,
) -> Result<Vec<Line>, WebError> {
    let rubric = Rubric::of(&board.rules.criteria);
    let words = Words {
        recused: t.s("judging-board-recused").into_owned(),
        open: t.s("judging-board-open").into_owned(),
        begun: t.s("judging-board-begun").into_owned(),
        signed: t.s("judging-board-signed").into_owned(),
        third: t.s("judging-board-third").into_owned(),
        reopened: t.s("judging-board-reopened").into_owned(),
    };
    let mut out = Vec::with_capacity(board.rows.len());
    for row in &board.rows {
        if let Some(mut line) = line(t, actor, board, &rubric, &words, row, filter)? {
            if let Some(on) = on.filter(|_| board.sight(actor, row) == Sight::Full) {
                let (key, class) = match on.contains(&row.entry.code) {
                    true => ("judging-board-finalist", "good"),
                    false => ("judging-board-not-finalist", ""),
                };
                line.remarks.push((t.s(key).into_owned(), class));
            }
            out.push(line);
        }
    }
    Ok(out)
}

fn line(
    t: T,
    actor: &Actor,
    board: &Board,
    rubric: &Rubric,
    words: &Words,
    row: &Row,
    filter: Filter,
) -> Result<Option<Line>, WebError> {
    let sight = board.sight(actor, row);
    let full = sight == Sight::Full;
    let entry = board.round_entry(row).map_err(WebError::fault)?;
    let combined = board.combined_of(rubric, &entry).ok();
    let missing = entry.open.len();
    let mut remarks = vec![];
    if entry.signed.is_empty() && missing == 0 {
        remarks.push((t.s("judging-board-nobody").into_owned(), "problem"));
    } else if missing > 0 {
        remarks.push((t.a1("judging-board-missing", "n", missing), "now"));
    }
    let deviating = deviating(combined.as_ref());
    if !deviating.is_empty() && full {
        remarks.push((t.a1("judging-board-deviating", "judges", deviating.join(", ")), "problem"));
    }
    let needs_third = match board.rules.combine {
        Combine::ThirdMarker { gap: limit, .. } => {
            let gap = first_gap(rubric, &entry).filter(|gap| *gap >= limit);
            gap.filter(|_| full && !row.live_sheets().any(|s| s.third))
        }
        Combine::Mean | Combine::DropHighestAndLowest { .. } => None,
    };
    if let Some(gap) = needs_third {
        remarks.push((t.a1("judging-board-gap", "gap", t.ratio(gap)), "problem"));
    }
    let shown = match filter {
        Filter::All => true,
        Filter::Missing => missing > 0 || entry.signed.is_empty(),
        Filter::Deviating => !deviating.is_empty() && full,
        Filter::Third => needs_third.is_some(),
    };
    if !shown {
        return Ok(None);
    }
    let value = combined.as_ref().filter(|_| full).map(|c| c.value);
    if let Some(value) = value.filter(|v| missing == 0 && !passes(&board.rules, *v)) {
        let _ = value;
        remarks.push((t.s("judging-board-below").into_owned(), ""));
    }
    Ok(Some(Line {
        entry: row.entry.id.0,
        code: row.entry.code.to_string(),
        title: row.entry.title.clone(),
        cells: cells(t, board, rubric, words, row, &entry, sight, &deviating),
        value: value.map(|v| t.ratio(v)).unwrap_or_default(),
        remarks,
    }))
}

fn deviating(combined: Option<&Combined>) -> Vec<String> {
    match combined.map(|c| &c.how) {
        Some(How::Mean { deviating }) => deviating.iter().map(|d| d.judge.to_string()).collect(),
        Some(How::Dropped(_) | How::Gap { .. }) | None => vec![],
    }
}

fn cells(
    t: T,
    board: &Board,
    rubric: &Rubric,
    words: &Words,
    row: &Row,
    entry: &RoundEntry,
    sight: Sight,
    deviating: &[String],
) -> Vec<CellText> {
    // The signed sheets of the entry stand in the order of the judges.
    let mut signed = entry.signed.iter();
    let cell = |(at, c): (usize, &board::Cell)| {
        let sheet = c.sheet.as_ref().filter(|s| !s.released);
        let marks = sheet.filter(|s| s.signed).and_then(|_| signed.next());
        let (class, mut text) = match sheet {
            _ if c.recused => ("x", words.recused.clone()),
            None => ("", String::new()),
            Some(s) if !s.signed && s.saved => ("o", words.begun.clone()),
            Some(s) if !s.signed => ("o", words.open.clone()),
            Some(_) if sight == Sight::SignaturesOnly => ("s", words.signed.clone()),
            Some(_) => {
                let far = deviating.iter().any(|j| *j == board.judges[at].code.as_str());
                (
                    if far { "d" } else { "s" },
                    marks.map(|m| t.ratio(rubric.total(&m.marks))).unwrap_or_default(),
                )
            }
        };
        // That a third mark was called tells that the first two lie apart.
        if let Some(s) = sheet.filter(|_| sight == Sight::Full) {
            for (mark, on) in [(&words.third, s.third), (&words.reopened, s.reopened > 0)] {
                if on {
                    text.push(' ');
                    text.push_str(mark);
                }
            }
        }
        CellText { class, text }
    };
    row.cells.iter().enumerate().map(cell).collect()
}
