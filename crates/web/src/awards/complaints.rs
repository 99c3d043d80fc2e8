//! /awards/{contest}/complaints: complaints in writing, as they were recorded, and their answers.

use super::texts;
use crate::act::{loaded, once};
use crate::form::Choice;
use crate::judging::bar::{self, Tab};
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, page};
use app::act::Stop;
use app::awards::store::{ComplaintRow, find_complaint};
use app::awards::{NewComplaint, answer_complaint, list_complaints, record_complaint};
use app::contest::store::{self as contests, ContestRow};
use askama::Template;
use axum::extract::{Path, State};
use domain::awards::access;
use domain::awards::complaint::{ComplaintRefusal, Outcome};
use domain::ids::ContestId;
use std::convert::Infallible;

#[derive(Template)]
#[template(path = "awards/complaints.html")]
struct Show {
    page: Page,
    tabs: Vec<Tab>,
    form: Form,
    contest: ContestRow,
    list: Vec<ComplaintRow>,
    outcomes: Vec<Choice>,
    may_record: bool,
    may_answer: bool,
}

impl Show {
    fn outcome(&self, word: &str) -> String {
        self.page.s(texts::complaint_outcome(Outcome::from_word(word).unwrap_or(Outcome::Kept))).into_owned()
    }
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(contest): Path<i64>) -> Answer {
    page::show(&load(&state, &ctx, ContestId(contest), Form::new(ctx.t)).await?)
}

async fn load(state: &AppState, ctx: &Ctx, contest: ContestId, form: Form) -> Result<Show, WebError> {
    let actor = ctx.actor.clone();
    let read = state.db.read(move |tx| -> Result<_, Stop<Infallible>> {
        let list = list_complaints(tx, &actor, contest)?;
        Ok((contests::find(tx, contest)?.ok_or(Stop::NotFound)?, list))
    });
    let (contest, list) = loaded(read.await)?;
    let title = ctx.t.s("awards-complaints-title");
    let (page, tabs) = bar::staff_page(ctx, &contest, &title, "judging-tab-prizes");
    let outcome = |o: Outcome| Choice::new(o.word(), ctx.t.s(texts::complaint_outcome(o)));
    Ok(Show {
        page: page.refused(form.is_refused()).back(format!("/awards/{}/prizes", contest.id.0)),
        tabs,
        form,
        list,
        outcomes: vec![outcome(Outcome::Kept), outcome(Outcome::Reopened)],
        may_record: access::propose(&ctx.actor, contest.id).is_ok(),
        may_answer: access::confirm(&ctx.actor, contest.id).is_ok(),
        contest,
    })
}

pub async fn receive(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(contest): Path<i64>,
    data: FormData,
) -> Answer {
    let (id, now) = (ContestId(contest), ctx.now());
    let get = |name: &str| data.get(name).to_owned();
    let new = NewComplaint { from: get("from"), body: get("body"), entry: get("entry") };
    let done = once(&state, &ctx, &data, move |tx, actor| {
        record_complaint(tx, actor, id, &new, now).map(|_| format!("/awards/{}/complaints", id.0))
    });
    finish(&state, &ctx, id, &data, done.await?, "awards-complaint-received").await
}

pub async fn answer(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(complaint): Path<i64>,
    data: FormData,
) -> Answer {
    data.key()?;
    let found = state.db.read(move |tx| find_complaint(tx, complaint)).await.map_err(WebError::fault)?;
    let (contest, now) = (found.ok_or(WebError::NotFound)?.contest, ctx.now());
    let (outcome, reason) = (Outcome::from_word(data.get("outcome")), data.get("reason").to_owned());
    let done = once(&state, &ctx, &data, move |tx, actor| {
        answer_complaint(tx, actor, complaint, outcome, &reason, now)
            .map(|()| format!("/awards/{}/complaints", contest.0))
    });
    finish(&state, &ctx, contest, &data, done.await?, "awards-complaint-answered").await
}

async fn finish(
    state: &AppState,
    ctx: &Ctx,
    contest: ContestId,
    data: &FormData,
    done: Result<String, Vec<ComplaintRefusal>>,
    key: &'static str,
) -> Answer {
    match done {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new(key))),
        Err(reasons) => {
            let mut errors = FieldErrors::new();
            // The same words are missing in either form; each has its own field for them.
            let words = if data.has("outcome") || data.get("body").is_empty() && data.has("reason") {
                "reason"
            } else {
                "body"
            };
            for reason in &reasons {
                match texts::complaint(reason, words) {
                    (Some(field), msg) => errors.add(field, msg),
                    (None, msg) => errors.add_form(msg),
                };
            }
            page::refuse(&load(state, ctx, contest, Form::refused(ctx.t, data, errors)).await?)
        }
    }
}
