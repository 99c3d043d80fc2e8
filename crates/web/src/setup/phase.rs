//! setup/phase: the next step with what it means, and the step back with its reason.

use super::{headed, phase_name, problems};
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, act, page};
use app::act::Stop;
use app::contest::set_up::{SetUp, set_up};
use app::contest::store;
use askama::Template;
use axum::extract::{Path, State};
use domain::contest::Phase;
use domain::contest::phase::MoveRefusal;
use domain::ids::ContestId;

#[derive(Template)]
#[template(path = "setup/phase.html")]
struct Move {
    page: Page,
    form: Form,
    code: String,
    now: String,
    next: Option<Next>,
    back: Option<String>,
}

struct Next {
    name: String,
    word: &'static str,
    /// What the step means.
    means: String,
    /// False where the step follows from judging or awards.
    by_hand: bool,
    /// The units' deadline, where it stands in the way.
    before: Option<i64>,
}

fn page_of(ctx: &Ctx, seen: &SetUp, form: Form) -> Move {
    let (t, contest) = (ctx.t, &seen.contest);
    let next = contest.phase.next().map(|to| Next {
        name: phase_name(t, to),
        word: to.word(),
        means: t.s(means_key(to)).into_owned(),
        by_hand: to.is_moved_by_hand(),
        before: (to == Phase::Judging && ctx.now() < contest.units_send_before)
            .then_some(contest.units_send_before.0),
    });
    let page = headed(ctx.page("setup-phase-title"), contest)
        .back_to(format!("/contests/{}/set-up", contest.code), t.s("setup-title"))
        .script("countdown.js")
        .refused(form.is_refused());
    Move {
        page,
        form,
        code: contest.code.clone(),
        now: phase_name(t, contest.phase),
        next,
        back: contest.phase.back().map(|to| phase_name(t, to)),
    }
}

fn means_key(to: Phase) -> &'static str {
    match to {
        Phase::Draft => "setup-means-draft",
        Phase::Open => "setup-means-open",
        Phase::Judging => "setup-means-judging",
        Phase::Deciding => "setup-means-deciding",
        Phase::Decided => "setup-means-decided",
        Phase::Released => "setup-means-released",
    }
}

async fn load(state: &AppState, ctx: &Ctx, code: &str) -> Result<SetUp, crate::WebError> {
    let (actor, code) = (ctx.actor.clone(), code.to_owned());
    act::loaded(state.db.read(move |tx| set_up(tx, &actor, &code)).await)
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(code): Path<String>) -> Answer {
    let seen = load(&state, &ctx, &code).await?;
    if !seen.may_change {
        return Err(crate::WebError::NotFound);
    }
    page::show(&page_of(&ctx, &seen, Form::new(ctx.t)))
}

pub async fn advance(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(code): Path<String>,
    data: FormData,
) -> Answer {
    let mut errors = FieldErrors::new();
    if data.get("sure") != "yes" {
        errors.add("sure", Msg::new("setup-sure-missing"));
        return refuse(&state, &ctx, &code, &data, errors).await;
    }
    let Some(to) = Phase::from_word(data.get("to")) else { return Err(crate::WebError::NotFound) };
    let (asked, now) = (code.clone(), ctx.now());
    let done = act::once(&state, &ctx, &data, move |tx, actor| {
        let contest = contest_id(tx, &asked)?;
        app::contest::advance(tx, actor, contest, to, now)?;
        Ok(String::new())
    });
    settle(&state, &ctx, &code, &data, done.await?, "setup-advanced").await
}

pub async fn step_back(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(code): Path<String>,
    data: FormData,
) -> Answer {
    let (asked, reason, now) = (code.clone(), data.get("reason").to_owned(), ctx.now());
    let done = act::once(&state, &ctx, &data, move |tx, actor| {
        let contest = contest_id(tx, &asked)?;
        app::contest::step_back(tx, actor, contest, &reason, now)?;
        Ok(String::new())
    });
    settle(&state, &ctx, &code, &data, done.await?, "setup-stepped-back").await
}

fn contest_id(tx: &mut app::db::Tx, code: &str) -> Result<ContestId, Stop<MoveRefusal>> {
    Ok(store::find_by_code(tx, code)?.ok_or(Stop::NotFound)?.id)
}

async fn settle(
    state: &AppState,
    ctx: &Ctx,
    code: &str,
    data: &FormData,
    done: Result<String, Vec<MoveRefusal>>,
    key: &'static str,
) -> Answer {
    match done {
        Ok(_) => Ok(ctx.redirect(&format!("/contests/{code}/set-up"), Msg::new(key))),
        Err(why) => {
            let mut errors = FieldErrors::new();
            for why in why {
                match problems::step(ctx.t, why) {
                    (Some(field), msg) => errors.add(field, msg),
                    (None, msg) => errors.add_form(msg),
                };
            }
            refuse(state, ctx, code, data, errors).await
        }
    }
}

async fn refuse(state: &AppState, ctx: &Ctx, code: &str, data: &FormData, errors: FieldErrors) -> Answer {
    let seen = load(state, ctx, code).await?;
    page::refuse(&page_of(ctx, &seen, Form::refused(ctx.t, data, errors)))
}
