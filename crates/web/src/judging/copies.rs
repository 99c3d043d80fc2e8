//! /judging/{contest}/files: the judges' copies of files where a contest is judged blind, and what could not be cleaned.

use super::bar::{self, Tab};
use super::texts;
use crate::act::{loaded, once};
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, page};
use app::act::Stop;
use app::contest::store as contests;
use app::judging::masked;
use app::judging::masked_store::{AttachedFile, CopyState};
use askama::Template;
use axum::extract::{Path, State};
use domain::contest::Visibility;
use domain::ids::{ContestId, EntryId};
use std::convert::Infallible;

/// Copies that one click makes.
const AT_ONCE: usize = 50;

#[derive(Template)]
#[template(path = "judging/copies.html")]
struct Show {
    page: Page,
    tabs: Vec<Tab>,
    form: Form,
    blind: bool,
    files: Vec<AttachedFile>,
}

impl Show {
    fn count(&self, word: &str) -> usize {
        self.files.iter().filter(|f| self.is(f, word)).count()
    }

    fn is(&self, file: &AttachedFile, word: &str) -> bool {
        let state = match &file.copy {
            None => "waiting",
            Some(CopyState::Clean { .. }) => "clean",
            Some(CopyState::Withheld(_)) => "withheld",
            Some(CopyState::Released(_)) => "released",
        };
        state == word
    }

    /// Why it is withheld, or was given out.
    fn why(&self, file: &AttachedFile) -> String {
        match &file.copy {
            Some(CopyState::Withheld(why)) => self.page.s(texts::withheld(*why)).into_owned(),
            Some(CopyState::Released(reason)) => reason.clone(),
            Some(CopyState::Clean { .. }) | None => String::new(),
        }
    }

    fn progress(&self) -> String {
        let count = |word: &'static str| (word, self.count(word).into());
        let counts = [count("clean"), count("withheld"), count("released"), count("waiting")];
        self.page.t.a("judging-copies-progress", &counts)
    }
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(contest): Path<i64>) -> Answer {
    page::show(&load(&state, &ctx, ContestId(contest), Form::new(ctx.t)).await?)
}

async fn load(state: &AppState, ctx: &Ctx, contest: ContestId, form: Form) -> Result<Show, WebError> {
    let actor = ctx.actor.clone();
    let read = state.db.read(move |tx| -> Result<_, Stop<Infallible>> {
        let row = contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
        let blind = contests::rules_of(tx, contest)?.judging.visibility == Visibility::Blind;
        let files = masked::list(tx, &actor, contest)?;
        Ok((row, blind, if blind { files } else { vec![] }))
    });
    let (row, blind, files) = loaded(read.await)?;
    let title = ctx.t.s("judging-copies-title");
    let (page, tabs) = bar::staff_page(ctx, &row, &title, "judging-tab-overview");
    let page = page.refused(form.is_refused()).back(format!("/judging/{}", contest.0));
    Ok(Show { page, tabs, form, blind, files })
}

/// POST: makes the copies that nobody has asked for yet, so that the secretary knows before the judges what is withheld.
pub async fn prepare(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(contest): Path<i64>,
    data: FormData,
) -> Answer {
    data.key()?;
    let (actor, now) = (ctx.actor.clone(), ctx.now());
    let read = state.db.read(move |tx| masked::waiting(tx, &actor, ContestId(contest), AT_ONCE));
    let jobs = loaded(read.await)?;
    let mut n = 0_usize;
    for job in jobs {
        match crate::entry::make_copy(&state, Box::new(job), now).await {
            Ok(()) => n += 1,
            // The scanner has not found it clean: there is nothing to give out yet.
            Err(WebError::Unprocessable(_)) => {}
            Err(fault) => return Err(fault),
        }
    }
    let to = format!("/judging/{contest}/files");
    Ok(ctx.redirect(&to, Msg::new("judging-copies-prepared").arg("n", n)))
}

/// POST: gives a withheld file out as it came.
pub async fn release(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((entry, version, position)): Path<(i64, i64, i64)>,
    data: FormData,
) -> Answer {
    let (now, reason) = (ctx.now(), data.get("reason").to_owned());
    let done = once(&state, &ctx, &data, move |tx, actor| {
        masked::release_file(tx, actor, EntryId(entry), version, position, &reason, now)
            .map(|contest| format!("/judging/{}/files", contest.0))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("judging-copies-released-now"))),
        Err(reasons) => {
            let errors = FieldErrors::told(reasons.iter().map(texts::release_file));
            let found = state.db.read(move |tx| app::judging::store::find_entry(tx, EntryId(entry))).await;
            let (contest, _) = found.map_err(WebError::fault)?.ok_or(WebError::NotFound)?;
            page::refuse(&load(&state, &ctx, contest, Form::refused(ctx.t, &data, errors)).await?)
        }
    }
}
