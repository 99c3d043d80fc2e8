//! /judging/rounds/{round}/entries/{entry}: one row of the board opened: its sheets, and what can be done with each.

use super::bar::{self, Tab};
use super::{meeting, texts};
use crate::act::loaded;
use crate::form::Choice;
use crate::{Answer, AppState, Ctx, Form, Page, WebError, page};
use app::act::Stop;
use app::contest::store as contests;
use app::judging::board::{self, Board, Row};
use app::judging::meeting_store::{self, DiscussionRow};
use app::judging::{lead, store};
use askama::Template;
use axum::extract::{Path, State};
use domain::contest::Combine;
use domain::ids::{EntryId, RoundId, SheetId};
use domain::judging::access::{self, Sight};
use domain::judging::combine::{Combined, How};
use domain::judging::discuss::Outcome;
use domain::judging::rubric::Rubric;
use std::convert::Infallible;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "judging/row.html")]
struct Show {
    page: Page,
    tabs: Vec<Tab>,
    form: Form,
    board: Arc<Board>,
    entry: store::AcceptedEntry,
    sheets: Vec<SheetText>,
    recused: Vec<String>,
    combined: Option<Combined>,
    /// Figures are hidden from this viewer.
    hidden: bool,
    may_reopen: bool,
    may_release: bool,
    /// Judges who could give a third mark; empty where none is called for.
    thirds: Vec<Choice>,
    said: Vec<DiscussionRow>,
    may_discuss: bool,
    outcomes: Vec<Choice>,
    round: i64,
}

/// One sheet of the entry.
struct SheetText {
    id: i64,
    judge: String,
    third: bool,
    signed: bool,
    saved: bool,
    released: bool,
    reopened: i64,
    /// Total and marks, where the viewer may see them.
    total: String,
    marks: Vec<(String, String, String)>,
    general: String,
    /// Names of the fields of the two forms.
    reopen: String,
    release: String,
}

impl Show {
    fn gap(&self) -> Option<String> {
        match &self.combined.as_ref()?.how {
            How::Gap { gap, .. } => Some(self.page.t.ratio(gap)),
            How::Mean { .. } | How::Dropped(_) => None,
        }
    }

    fn outcome(&self, outcome: &Outcome) -> String {
        self.page.s(texts::discussed(*outcome)).into_owned()
    }

    fn deviating(&self) -> Vec<(String, String)> {
        match self.combined.as_ref().map(|c| &c.how) {
            Some(How::Mean { deviating }) => {
                deviating.iter().map(|d| (d.judge.to_string(), self.page.t.ratio(d.difference))).collect()
            }
            Some(How::Dropped(_) | How::Gap { .. }) | None => vec![],
        }
    }
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path((round, entry)): Path<(i64, i64)>) -> Answer {
    page::show(&load(&state, &ctx, RoundId(round), EntryId(entry), Form::new(ctx.t)).await?)
}

/// The page with a form that was refused.
pub async fn refused(state: &AppState, ctx: &Ctx, round: RoundId, entry: EntryId, form: Form) -> Answer {
    page::refuse(&load(state, ctx, round, entry, form).await?)
}

/// The row that a sheet stands in, for the forms of single sheets.
pub async fn row_of(state: &AppState, sheet: SheetId) -> Result<(RoundId, EntryId), WebError> {
    let file = state.db.read(move |tx| store::find_sheet(tx, sheet)).await.map_err(WebError::fault)?;
    file.map(|f| (f.round, f.entry)).ok_or(WebError::NotFound)
}

async fn load(
    state: &AppState,
    ctx: &Ctx,
    round: RoundId,
    entry: EntryId,
    form: Form,
) -> Result<Show, WebError> {
    let actor = ctx.actor.clone();
    let read = state.db.read(move |tx| -> Result<_, Stop<Infallible>> {
        let board = board::see_row(tx, &actor, round, entry)?;
        let leads = lead::leads(tx, &actor, board.round.contest, entry)?;
        let contest = contests::find(tx, board.round.contest)?.ok_or(Stop::NotFound)?;
        let row = board.rows.iter().find(|r| r.entry.id == entry).ok_or(Stop::NotFound)?.clone();
        let mut files = vec![];
        if board.sight(&actor, &row) == Sight::Full {
            for sheet in row.cells.iter().filter_map(|c| c.sheet.as_ref()) {
                files.extend(store::find_sheet(tx, sheet.id)?);
            }
        }
        let mut said = meeting_store::list_discussions(tx, round)?;
        said.retain(|d| d.entry == entry && board.sight(&actor, &row) == Sight::Full);
        Ok((board, contest, row, files, leads, said))
    });
    let (board, contest, row, files, leads, said) = loaded(read.await)?;
    let hidden = board.sight(&ctx.actor, &row) != Sight::Full;
    let rubric = Rubric::of(&board.rules.criteria);
    let combined = board.combined(&rubric, &row).map_err(WebError::fault)?.ok().filter(|_| !hidden);
    let title = ctx.t.a2("judging-row-title", "code", row.entry.code.to_string(), "title", &row.entry.title);
    let (page, mut tabs) = bar::staff_page(ctx, &contest, &title, "judging-tab-overview");
    // The deputy has this row, not the pages around it.
    let staff = access::see_board(&ctx.actor, contest.id).is_ok();
    let back = if staff {
        format!("/judging/rounds/{}", round.0)
    } else {
        tabs.clear();
        format!("/scoring/{}", contest.id.0)
    };
    let name = |at: usize| format!("{} · {}", board.judges[at].code, board.judges[at].name);
    let recused = row.cells.iter().enumerate().filter(|(_, c)| c.recused).map(|(at, _)| name(at)).collect();
    Ok(Show {
        page: page.refused(form.is_refused()).back(back),
        tabs,
        form,
        sheets: sheets(ctx, &board, &rubric, &row, &files, hidden),
        recused,
        combined,
        hidden,
        may_reopen: board.round.open && leads,
        may_release: board.round.open && access::run_round(&ctx.actor, contest.id).is_ok(),
        said,
        may_discuss: !hidden && (leads || access::run_round(&ctx.actor, contest.id).is_ok()),
        outcomes: meeting::outcomes(&board.rules.combine, board.round.open)
            .iter()
            .map(|o| Choice::new(o.word(), ctx.t.s(texts::discussed(*o))))
            .collect(),
        round: round.0,
        thirds: if hidden { vec![] } else { thirds(ctx, &board, &row, leads) },
        entry: row.entry,
        board,
    })
}

fn sheets(
    ctx: &Ctx,
    board: &Board,
    rubric: &Rubric,
    row: &Row,
    files: &[store::SheetFile],
    hidden: bool,
) -> Vec<SheetText> {
    let criteria = &board.rules.criteria;
    let text = |(at, cell): (usize, &board::Cell)| {
        let s = cell.sheet.as_ref()?;
        let file = files.iter().find(|f| f.id == s.id).filter(|_| s.signed && !s.released);
        let marks = file.map(|f| {
            let one = |(at, c): (usize, &domain::contest::Criterion)| {
                let mark = f.content.marks[at].map(|m| ctx.t.marks_short(m)).unwrap_or_default();
                (c.name.clone(), mark, f.content.comments[at].clone())
            };
            criteria.iter().enumerate().map(one).collect()
        });
        let total = file.map(|f| ctx.t.ratio(rubric.running_total(&f.content.marks)));
        Some(SheetText {
            id: s.id.0,
            judge: format!("{} · {}", board.judges[at].code, board.judges[at].name),
            // That a third mark was called tells that the first two lie apart.
            third: s.third && !hidden,
            signed: s.signed,
            saved: s.saved,
            released: s.released,
            reopened: s.reopened,
            total: total.unwrap_or_default(),
            marks: marks.unwrap_or_default(),
            general: file.map(|f| f.content.general_comment.clone()).unwrap_or_default(),
            reopen: format!("reopen-{}", s.id.0),
            release: format!("release-{}", s.id.0),
        })
    };
    row.cells.iter().enumerate().filter_map(text).collect()
}

fn thirds(ctx: &Ctx, board: &Board, row: &Row, leads: bool) -> Vec<Choice> {
    let by_method = matches!(board.rules.combine, Combine::ThirdMarker { .. });
    let called = row.live_sheets().any(|s| s.third);
    let may = leads || access::call_third(&ctx.actor, board.round.contest).is_ok();
    let may = may && board.round.open;
    if !by_method || called || !may {
        return vec![];
    }
    let free = |(j, c): &(&store::JudgeRow, &board::Cell)| j.active && !c.recused && c.sheet.is_none();
    let choice = |(j, _): (&store::JudgeRow, &board::Cell)| {
        Choice::new(j.id.0.to_string(), format!("{} · {}", j.code, j.name))
    };
    board.judges.iter().zip(&row.cells).filter(free).map(choice).collect()
}
