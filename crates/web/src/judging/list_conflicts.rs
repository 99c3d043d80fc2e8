//! /judging/{contest}/conflicts: all conflicts; the secretary records one, or derives those of units.

use super::bar::{self, Tab};
use super::texts;
use crate::act::{loaded, once};
use crate::form::Choice;
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, page};
use app::act::Stop;
use app::contest::store::{self as contests, ContestRow};
use app::judging::panel::{Named, list_conflicts};
use app::judging::{self, store};
use askama::Template;
use axum::extract::{Path, State};
use domain::ids::{ContestId, EntryCode, JudgeId};
use domain::judging::access;
use domain::judging::conflict::{ConflictKind, DeclareRefusal};
use std::convert::Infallible;

#[derive(Template)]
#[template(path = "judging/conflicts.html")]
struct Show {
    page: Page,
    tabs: Vec<Tab>,
    form: Form,
    contest: ContestRow,
    conflicts: Vec<Named>,
    judges: Vec<Choice>,
    may_declare: bool,
}

impl Show {
    fn kind(&self, kind: &ConflictKind) -> String {
        self.page.s(kind_key(*kind)).into_owned()
    }
}

pub fn kind_key(kind: ConflictKind) -> &'static str {
    match kind {
        ConflictKind::SameUnit => "judging-conflict-same-unit",
        ConflictKind::RelatedUnit => "judging-conflict-related-unit",
        ConflictKind::SameHousehold => "judging-conflict-same-household",
        ConflictKind::CoAuthor => "judging-conflict-co-author",
        ConflictKind::Screened => "judging-conflict-screened",
        ConflictKind::Declared => "judging-conflict-declared",
    }
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(contest): Path<i64>) -> Answer {
    page::show(&load(&state, &ctx, ContestId(contest), Form::new(ctx.t)).await?)
}

async fn load(state: &AppState, ctx: &Ctx, contest: ContestId, form: Form) -> Result<Show, WebError> {
    let actor = ctx.actor.clone();
    let read = state.db.read(move |tx| -> Result<_, Stop<Infallible>> {
        let row = contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
        access::list_conflicts(&actor, contest)?;
        Ok((row, list_conflicts(tx, &actor, contest)?, store::list_judges(tx, contest)?))
    });
    let (contest, conflicts, judges) = loaded(read.await)?;
    let title = ctx.t.s("judging-conflicts-title");
    let (page, tabs) = bar::staff_page(ctx, &contest, &title, "judging-tab-conflicts");
    let judges = judges.into_iter().filter(|j| j.active);
    Ok(Show {
        page: page.refused(form.is_refused()),
        tabs,
        form,
        may_declare: access::seat_judge(&ctx.actor, contest.id).is_ok(),
        contest,
        conflicts,
        judges: judges.map(|j| Choice::new(j.id.0.to_string(), format!("{} · {}", j.code, j.name))).collect(),
    })
}

pub async fn declare(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(contest): Path<i64>,
    data: FormData,
) -> Answer {
    let (id, now) = (ContestId(contest), ctx.now());
    let judge = data.get("judge").parse().ok().map(JudgeId);
    let (code, note) = (EntryCode::from(data.get("entry").trim()), data.get("note").to_owned());
    let done = once(&state, &ctx, &data, move |tx, actor| {
        access::seat_judge(actor, id)?;
        let entry =
            store::entry_by_code(tx, id, &code)?.ok_or_else(|| Stop::refuse(DeclareRefusal::UnknownEntry))?;
        let judge = match judge {
            Some(j) if store::find_judge(tx, j)?.is_some_and(|row| row.contest == id) => j,
            Some(_) | None => return Err(Stop::refuse(DeclareRefusal::UnknownJudge)),
        };
        judging::declare_conflict(tx, actor, judge, entry, &note, now)?;
        Ok(format!("/judging/{}/conflicts", id.0))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("judging-declare-done"))),
        Err(reasons) => {
            let errors = FieldErrors::told(reasons.iter().map(texts::declare));
            page::refuse(&load(&state, &ctx, id, Form::refused(ctx.t, &data, errors)).await?)
        }
    }
}

pub async fn detect(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(contest): Path<i64>,
    data: FormData,
) -> Answer {
    let (id, now) = (ContestId(contest), ctx.now());
    let done = once(&state, &ctx, &data, move |tx, actor| {
        judging::detect_conflicts(tx, actor, id, now).map(|n| n.to_string())
    });
    let found: i64 = done.await?.ok().and_then(|n| n.parse().ok()).unwrap_or_default();
    let to = format!("/judging/{contest}/conflicts");
    Ok(ctx.redirect(&to, Msg::new("judging-detect-done").arg("n", found)))
}
