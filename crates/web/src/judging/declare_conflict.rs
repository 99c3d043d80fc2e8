//! /scoring/{contest}/conflicts: a judge says which entries to keep away from.

use super::list_conflicts::kind_key;
use super::texts;
use crate::act::{loaded, once};
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, page};
use app::act::Stop;
use app::contest::store as contests;
use app::judging;
use app::judging::panel::{Declarable, Named, list_conflicts, list_declarable};
use askama::Template;
use axum::extract::{Path, State};
use domain::ids::{ContestId, EntryId};
use domain::judging::conflict::{ConflictKind, DeclareRefusal};
use std::convert::Infallible;

#[derive(Template)]
#[template(path = "judging/declare.html")]
struct Show {
    page: Page,
    form: Form,
    entries: Vec<Declarable>,
    conflicts: Vec<Named>,
}

impl Show {
    fn kind(&self, kind: &ConflictKind) -> String {
        self.page.s(kind_key(*kind)).into_owned()
    }
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(contest): Path<i64>) -> Answer {
    page::show(&load(&state, &ctx, ContestId(contest), Form::new(ctx.t)).await?)
}

async fn load(state: &AppState, ctx: &Ctx, contest: ContestId, form: Form) -> Result<Show, WebError> {
    let (actor, me) = (ctx.actor.clone(), ctx.actor.judge_in(contest));
    let read = state.db.read(move |tx| -> Result<_, Stop<Infallible>> {
        let row = contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
        Ok((row, list_declarable(tx, &actor, contest)?, list_conflicts(tx, &actor, contest)?))
    });
    let (contest, entries, mut conflicts) = loaded(read.await)?;
    conflicts.retain(|c| Some(c.conflict.judge) == me);
    let home = format!("/scoring/{}", contest.id.0);
    let page = ctx.page("judging-declare-title").contest(&*contest.name, &*home).back(home);
    Ok(Show { page: page.refused(form.is_refused()), form, entries, conflicts })
}

pub async fn declare(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(contest): Path<i64>,
    data: FormData,
) -> Answer {
    let (id, now) = (ContestId(contest), ctx.now());
    let entry = data.get("entry").parse().ok().map(EntryId);
    let note = data.get("note").to_owned();
    let done = once(&state, &ctx, &data, move |tx, actor| {
        let judge = actor.judge_in(id).ok_or(Stop::NotFound)?;
        let entry = entry.ok_or_else(|| Stop::refuse(DeclareRefusal::UnknownEntry))?;
        judging::declare_conflict(tx, actor, judge, entry, &note, now)?;
        Ok(format!("/scoring/{}/conflicts", id.0))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("judging-declare-done"))),
        Err(reasons) => {
            let errors = FieldErrors::told(reasons.iter().map(texts::declare));
            page::refuse(&load(&state, &ctx, id, Form::refused(ctx.t, &data, errors)).await?)
        }
    }
}
