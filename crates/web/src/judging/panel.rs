//! /judging/{contest}/panel: the judges, their units, accounts and loads.

use super::bar::{self, Tab};
use super::texts;
use crate::act::{loaded, once};
use crate::form::Choice;
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, page};
use app::act::Stop;
use app::contest::store::{self as contests, ContestRow};
use app::judging::panel::{Seated, list_panel};
use app::judging::{self, NewJudge};
use app::people;
use askama::Template;
use axum::extract::{Path, State};
use domain::ids::{AreaCode, ContestId, JudgeId, PersonId};
use domain::judging::access;
use domain::judging::seat::SeatRefusal;
use std::convert::Infallible;

#[derive(Template)]
#[template(path = "judging/panel.html")]
struct Show {
    page: Page,
    tabs: Vec<Tab>,
    form: Form,
    contest: ContestRow,
    panel: Vec<Seated>,
    units: Vec<Choice>,
    areas: Vec<Choice>,
    may_seat: bool,
    /// Only the organiser gives accounts.
    may_grant: bool,
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(contest): Path<i64>) -> Answer {
    page::show(&load(&state, &ctx, ContestId(contest), Form::new(ctx.t)).await?)
}

async fn load(state: &AppState, ctx: &Ctx, contest: ContestId, form: Form) -> Result<Show, WebError> {
    let actor = ctx.actor.clone();
    let read = state.db.read(move |tx| -> Result<_, Stop<Infallible>> {
        let row = contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
        let areas = contests::rules_of(tx, contest)?.areas.clone();
        Ok((row, list_panel(tx, &actor, contest)?, people::store::list_units(tx)?, areas))
    });
    let (contest, panel, units, areas) = loaded(read.await)?;
    let (page, tabs) = bar::staff_page(ctx, &contest, &ctx.t.s("judging-panel-title"), "judging-tab-panel");
    Ok(Show {
        page: page.refused(form.is_refused()),
        tabs,
        form,
        may_seat: access::seat_judge(&ctx.actor, contest.id).is_ok(),
        may_grant: access::give_account(&ctx.actor, contest.id).is_ok(),
        areas: areas.into_iter().map(|a| Choice::new(a.code.to_string(), a.name)).collect(),
        contest,
        panel,
        units: units
            .into_iter()
            .map(|u| Choice::new(u.code.to_string(), format!("{} ({})", u.name, u.code)))
            .collect(),
    })
}

pub async fn seat(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(contest): Path<i64>,
    data: FormData,
) -> Answer {
    let (id, now) = (ContestId(contest), ctx.now());
    let new = NewJudge {
        code: data.get("code").to_owned(),
        name: data.get("name").to_owned(),
        title: data.get("title").to_owned(),
        chair: data.has("chair"),
        deputy: data.has("deputy"),
        address: data.get("address").to_owned(),
        phone: data.get("phone").to_owned(),
        areas: data.all("area").map(AreaCode::from).collect(),
        ..NewJudge::default()
    };
    let (unit, login) = (data.get("unit").trim().to_owned(), data.get("login").trim().to_lowercase());
    let done = once(&state, &ctx, &data, move |tx, actor| {
        let mut new = new.clone();
        // Asked before anything is looked up: whether a login exists is nobody else's business.
        access::seat_judge(actor, id)?;
        if !login.is_empty() {
            access::give_account(actor, id)?;
        }
        if !unit.is_empty() {
            let found = people::unit_by_code(tx, &unit)?;
            new.unit = Some(found.ok_or_else(|| Stop::refuse(SeatRefusal::UnknownUnit))?.id);
        }
        if !login.is_empty() {
            let found = people::store::person_by_login(tx, &login)?;
            new.person = Some(found.ok_or_else(|| Stop::refuse(SeatRefusal::UnknownAccount))?.id);
        }
        let known = contests::rules_of(tx, id)?;
        new.areas.retain(|code| known.areas.iter().any(|a| a.code == *code));
        judging::seat_judge(tx, actor, id, &new, now).map(|_| format!("/judging/{}/panel", id.0))
    });
    answer(&state, &ctx, id, &data, done.await?, "judging-seat-done").await
}

pub async fn account(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(judge): Path<i64>,
    data: FormData,
) -> Answer {
    let (judge, now) = (JudgeId(judge), ctx.now());
    let contest = contest_of(&state, judge).await?;
    let login = data.get("login").trim().to_lowercase();
    let done = once(&state, &ctx, &data, move |tx, actor| {
        access::give_account(actor, contest)?;
        let found = people::store::person_by_login(tx, &login)?;
        let person: PersonId = found.ok_or_else(|| Stop::refuse(SeatRefusal::UnknownAccount))?.id;
        judging::give_account(tx, actor, judge, person, now).map(|()| format!("/judging/{}/panel", contest.0))
    });
    answer(&state, &ctx, contest, &data, done.await?, "judging-seat-account-done").await
}

pub async fn leave(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(judge): Path<i64>,
    data: FormData,
) -> Answer {
    let (judge, now) = (JudgeId(judge), ctx.now());
    let contest = contest_of(&state, judge).await?;
    let done = once(&state, &ctx, &data, move |tx, actor| {
        judging::unseat_judge(tx, actor, judge, now).map(|()| format!("/judging/{}/panel", contest.0))
    });
    answer(&state, &ctx, contest, &data, done.await?, "judging-seat-leave-done").await
}

async fn contest_of(state: &AppState, judge: JudgeId) -> Result<ContestId, WebError> {
    let found =
        state.db.read(move |tx| judging::store::find_judge(tx, judge)).await.map_err(WebError::fault)?;
    found.map(|j| j.contest).ok_or(WebError::NotFound)
}

async fn answer(
    state: &AppState,
    ctx: &Ctx,
    contest: ContestId,
    data: &FormData,
    done: Result<String, Vec<SeatRefusal>>,
    key: &'static str,
) -> Answer {
    match done {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new(key))),
        Err(reasons) => {
            let errors = FieldErrors::told(reasons.iter().map(texts::seat));
            page::refuse(&load(state, ctx, contest, Form::refused(ctx.t, data, errors)).await?)
        }
    }
}
