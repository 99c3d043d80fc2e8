//! personal/requests: who wants data erased, until when that is decided, and how it was.

use super::words;
use crate::act::{loaded, once};
use crate::form::Choice;
use crate::page::{self, Page};
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, WebError, setup};
use app::act::Stop;
use app::personal::store::RequestRow;
use app::personal::{self, Requests};
use askama::Template;
use axum::extract::{Path, State};
use domain::personal::{Decision, EraseRefusal};

#[derive(Template)]
#[template(path = "personal/requests.html")]
struct Show {
    page: Page,
    form: Form,
    code: String,
    open: Vec<Line>,
    decided: Vec<Line>,
    may_decide: bool,
    choices: Vec<Choice>,
}

struct Line {
    id: i64,
    entry: String,
    what: String,
    reason: String,
    asked: String,
    due: String,
    is_late: bool,
    answer: String,
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(code): Path<String>) -> Answer {
    page::show(&load(&state, &ctx, code, Form::new(ctx.t)).await?)
}

/// POST: erase, or keep with the reason in law.
pub async fn decide(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((code, request)): Path<(String, String)>,
    data: FormData,
) -> Answer {
    let request: i64 = request.parse().map_err(|_| WebError::NotFound)?;
    let now = ctx.now();
    let decision = match data.get("decision") {
        "erase" => Decision::Erase,
        "keep" => Decision::Keep { basis: data.get("basis").to_owned() },
        _ => {
            let actor = ctx.actor.clone();
            loaded(state.db.read(move |tx| personal::may_decide(tx, &actor, request)).await)?;
            let errors = FieldErrors::new().add_form(Msg::new("personal-decision-missing")).clone();
            return page::refuse(&load(&state, &ctx, code, Form::refused(ctx.t, &data, errors)).await?);
        }
    };
    let to = format!("/contests/{code}/personal");
    let answer = once(&state, &ctx, &data, move |tx, actor| {
        personal::decide(tx, actor, request, decision.clone(), now)?;
        Ok::<_, Stop<EraseRefusal>>(to.clone())
    });
    match answer.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("personal-decided-now"))),
        Err(why) => {
            let mut errors = FieldErrors::new();
            for refusal in &why {
                errors.add_form(words::refusal(refusal, "basis").1);
            }
            page::refuse(&load(&state, &ctx, code, Form::refused(ctx.t, &data, errors)).await?)
        }
    }
}

async fn load(state: &AppState, ctx: &Ctx, code: String, form: Form) -> Result<Show, WebError> {
    let actor = ctx.actor.clone();
    let Requests { contest, list, may_decide } =
        loaded(state.db.read(move |tx| personal::requests(tx, &actor, &code)).await)?;
    let (t, now) = (ctx.t, ctx.now());
    let line = |r: RequestRow| Line {
        id: r.id,
        entry: format!("{} · {}", r.code, r.title),
        what: t.s(words::extent(r.extent)).into_owned(),
        reason: r.reason,
        asked: t.date_time(r.asked_at),
        due: t.date_time(r.due_at),
        is_late: r.due_at < now,
        answer: match (r.erased, r.decided_at) {
            (Some(true), Some(at)) => t.a1("personal-answer-erased", "at", t.date_time(at)),
            _ => t.a1("personal-answer-kept", "basis", r.basis),
        },
    };
    let (open, decided): (Vec<RequestRow>, Vec<RequestRow>) =
        list.into_iter().partition(|r| r.decided_at.is_none());
    Ok(Show {
        page: setup::headed(ctx.page("personal-requests-title"), &contest)
            .back(format!("/contests/{}/set-up", contest.code))
            .refused(form.is_refused()),
        form,
        code: contest.code,
        open: open.into_iter().map(line).collect(),
        decided: decided.into_iter().map(line).collect(),
        may_decide,
        choices: vec![
            Choice::new("erase", t.s("personal-decide-erase")),
            Choice::new("keep", t.s("personal-decide-keep")),
        ],
    })
}
