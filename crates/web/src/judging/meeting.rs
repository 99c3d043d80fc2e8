//! /judging/rounds/{round}/meeting: a meeting of the panel, led by the chair or who keeps the minutes, followed by all present.

use super::list_conflicts::kind_key;
use super::{bar, texts};
use crate::act::{loaded, once};
use crate::form::Choice;
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, flash, page};
use app::act::Stop;
use app::contest::store as contests;
use app::judging::meet::{self, Followed, Turn};
use app::judging::meeting_store::DiscussionRow;
use askama::Template;
use axum::extract::{Path, State};
use domain::contest::RulesEdition;
use domain::ids::{EntryId, RoundId};
use domain::judging::combine::Combined;
use domain::judging::discuss::Outcome;
use domain::judging::meeting::{Opening, View};
use domain::judging::rubric::Rubric;
use std::convert::Infallible;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "judging/meeting.html")]
struct Show {
    page: Page,
    form: Form,
    seen: Followed,
    rules: Arc<RulesEdition>,
    round: i64,
    /// Of the entry in turn, where its figures may be seen.
    totals: Vec<(String, String)>,
    combined: Option<Combined>,
    said: Vec<DiscussionRow>,
    /// The entries to turn to, in order, and the neighbours of the one in turn.
    entries: Vec<Choice>,
    before: Option<String>,
    after: Option<String>,
    outcomes: Vec<Choice>,
}

impl Show {
    fn is_blank(&self, turn: &Turn) -> bool {
        turn.view == View::Blank
    }

    fn is_full(&self, turn: &Turn) -> bool {
        turn.view == View::Full
    }

    fn reasons(&self, turn: &Turn) -> String {
        let texts: Vec<_> = turn.conflicts.iter().map(|k| self.page.s(kind_key(*k)).into_owned()).collect();
        texts.join("; ")
    }

    fn sections(&self, turn: &Turn) -> Vec<(String, Vec<String>)> {
        turn.dossier.as_ref().map(|d| super::sheet_view::sections(&self.rules, d)).unwrap_or_default()
    }

    fn title(&self, turn: &Turn) -> String {
        turn.dossier.as_ref().map(|d| d.title.clone()).unwrap_or_default()
    }

    fn code(&self, turn: &Turn) -> String {
        self.seen.board.rows[turn.row].entry.code.to_string()
    }

    fn outcome(&self, outcome: &Outcome) -> String {
        self.page.s(texts::discussed(*outcome)).into_owned()
    }
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(round): Path<i64>) -> Answer {
    page::show(&load(&state, &ctx, RoundId(round), Form::new(ctx.t)).await?)
}

async fn load(state: &AppState, ctx: &Ctx, round: RoundId, form: Form) -> Result<Show, WebError> {
    let actor = ctx.actor.clone();
    let read = state.db.read(move |tx| -> Result<_, Stop<Infallible>> {
        let seen = meet::follow(tx, &actor, round)?;
        let contest = contests::find(tx, seen.board.round.contest)?.ok_or(Stop::NotFound)?;
        let rules = contests::edition(tx, seen.board.round.edition)?;
        Ok((seen, contest, rules))
    });
    let (seen, contest, rules) = loaded(read.await)?;
    let board = seen.board.clone();
    let title = ctx.t.a1("judging-meeting-title", "round", bar::round_name(ctx.t, &board.rules));
    let staff = seen.may_lead || domain::judging::access::see_board(&ctx.actor, contest.id).is_ok();
    let home =
        if staff { format!("/judging/rounds/{}", round.0) } else { format!("/scoring/{}", contest.id.0) };
    let rubric = Rubric::of(&board.rules.criteria);
    let (mut totals, mut combined) = (vec![], None);
    if let Some(turn) = seen.turn.as_ref().filter(|t| t.view == View::Full) {
        let entry = board.round_entry(&board.rows[turn.row]).map_err(WebError::fault)?;
        totals =
            entry.signed.iter().map(|s| (s.judge.to_string(), ctx.t.ratio(rubric.total(&s.marks)))).collect();
        combined = board.combined_of(&rubric, &entry).ok();
    }
    let here = seen.turn.as_ref().and_then(|t| seen.rows.iter().position(|r| *r == t.row));
    let at =
        |n: Option<usize>| n.and_then(|n| seen.rows.get(n)).map(|r| board.rows[*r].entry.id.0.to_string());
    let choice = |(n, r): (usize, &usize)| {
        let entry = &board.rows[*r].entry;
        Choice::new(entry.id.0.to_string(), format!("{}. {} · {}", n + 1, entry.code, entry.title))
    };
    let outcome = |o: &Outcome| Choice::new(o.word(), ctx.t.s(texts::discussed(*o)));
    let form = if form.is_refused() { form } else { form.with("present", seen.panel.join("; ")) };
    Ok(Show {
        page: ctx
            .page_titled(&title)
            .contest(&*contest.name, home.clone())
            .script("live.js")
            .refused(form.is_refused())
            .back(home),
        entries: seen.rows.iter().enumerate().map(choice).collect(),
        before: at(here.and_then(|h| h.checked_sub(1))),
        after: at(here.map(|h| h + 1)),
        outcomes: outcomes(&board.rules.combine, board.round.open).iter().map(outcome).collect(),
        rules,
        round: round.0,
        totals,
        combined,
        said: seen.turn.as_ref().map(|t| t.said.clone()).unwrap_or_default(),
        form,
        seen,
    })
}

/// What may be decided about an entry.
pub fn outcomes(combine: &domain::contest::Combine, open: bool) -> Vec<Outcome> {
    let may = |o: &Outcome| match o {
        Outcome::AsIs | Outcome::Noted => true,
        Outcome::ReadAgain => open,
        Outcome::ThirdMark => open && matches!(combine, domain::contest::Combine::ThirdMarker { .. }),
    };
    Outcome::ALL.iter().copied().filter(may).collect()
}

/// POST: opens a meeting.
pub async fn open(State(state): State<AppState>, ctx: Ctx, Path(round): Path<i64>, data: FormData) -> Answer {
    let (id, now) = (RoundId(round), ctx.now());
    let opening = Opening { place: data.get("place").to_owned(), present: data.get("present").to_owned() };
    let done = once(&state, &ctx, &data, move |tx, actor| {
        meet::open_meeting(tx, actor, id, &opening, now).map(|_| format!("/judging/rounds/{}/meeting", id.0))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("judging-meeting-opened"))),
        Err(reasons) => {
            let errors = FieldErrors::told(reasons.iter().map(texts::open_meeting));
            page::refuse(&load(&state, &ctx, id, Form::refused(ctx.t, &data, errors)).await?)
        }
    }
}

/// POST /judging/meetings/{meeting}/turn: turns to another entry.
pub async fn turn(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(meeting): Path<i64>,
    data: FormData,
) -> Answer {
    // What is no number is no entry.
    let entry = EntryId(data.get("entry").trim().parse().unwrap_or_default());
    let done = once(&state, &ctx, &data, move |tx, actor| {
        meet::turn_to(tx, actor, meeting, entry).map(|round| format!("/judging/rounds/{}/meeting", round.0))
    });
    Ok(flash::see_other(&done.await?.map_err(|_| WebError::NotFound)?))
}

/// POST /judging/meetings/{meeting}/close.
pub async fn close(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(meeting): Path<i64>,
    data: FormData,
) -> Answer {
    let now = ctx.now();
    let done = once(&state, &ctx, &data, move |tx, actor| {
        meet::close_meeting(tx, actor, meeting, now)
            .map(|round| format!("/judging/rounds/{}/meeting", round.0))
    });
    let to = done.await?.map_err(|_| WebError::NotFound)?;
    Ok(ctx.redirect(&to, Msg::new("judging-meeting-closed")))
}
