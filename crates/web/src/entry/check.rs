//! Check your answers, then hand in: everything as it will be handed in, what is missing with a link to its field.

use super::view::{self, View};
use super::{desk, id_of, late, refusals, tasks, who};
use crate::act::once_by;
use crate::page::{self, Page};
use crate::{Answer, AppState, Ctx, Form, FormData, WebError};
use app::act::Stop;
use app::entry::Desk;
use app::entry::double::{Version, hand_in};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::entry::{EntryState, Field, Part, SubmitRefusal};
use domain::ids::EntryId;

#[derive(Template)]
#[template(path = "entry/check.html")]
struct Check {
    page: Page,
    form: Form,
    id: i64,
    view: View,
    /// Address and text.
    problems: Vec<(String, String)>,
    before_ms: i64,
    extended: Option<(i64, String)>,
    is_edit: bool,
    has_changes: bool,
    /// Co-authors have to confirm first.
    waits: bool,
    place: String,
    about: String,
    text: String,
    authors: String,
    files: String,
    email: String,
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(id): Path<String>) -> Answer {
    let d = desk(&state, &ctx, id_of(&id)?).await?;
    page::show(&template(&ctx, &d, d.problems.iter().chain(&d.locked)))
}

fn template<'a>(ctx: &Ctx, d: &'a Desk, problems: impl Iterator<Item = &'a SubmitRefusal>) -> Check {
    let id = d.row.id.0;
    let problem = |p: &SubmitRefusal| {
        let text = ctx.t.m(&refusals::submit(p, &d.rules)).into_owned();
        (place_of(id, &p.field()), text)
    };
    let files = d.draft.attachments.iter().map(|f| view::file(ctx.t, f, None)).collect();
    let href = |part| tasks::href(id, part);
    Check {
        page: super::page_of(ctx, "entry-check-title", &d.contest)
            .back_to(format!("/entries/{id}/tasks"), ctx.t.s("entry-part-back"))
            .script("countdown.js"),
        form: Form::new(ctx.t),
        id,
        view: view::of_draft(ctx.t, &d.draft, &d.rules, &d.unit_names, files),
        problems: problems.map(problem).collect(),
        before_ms: super::ends_for(&d.row, &d.rules),
        extended: super::extended(&d.row),
        is_edit: d.row.state != EntryState::Draft,
        has_changes: d.has_changes,
        waits: super::authors::waits(&d.problems),
        place: href(Part::Place),
        about: href(Part::About),
        text: href(Part::Text),
        authors: href(Part::Authors),
        files: href(Part::Files),
        email: d.draft.email.clone(),
    }
}

/// Where a field is, with its page showing what is missing.
fn place_of(id: i64, field: &Field) -> String {
    match field.part() {
        None => "#main".to_owned(),
        Some(Part::Files) => format!("{}#file", tasks::href(id, Part::Files)),
        Some(part) => format!("{}?check=1#{}", tasks::href(id, part), refusals::field_id(field)),
    }
}

/// POST: the first time version 1, later the next one. A second click finds the same receipt.
pub async fn submit(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(id): Path<String>,
    data: FormData,
) -> Answer {
    let id = id_of(&id)?;
    let (actor, now, again) = (who(&ctx, id), ctx.now(), data.get("again") == "yes");
    // Who comes too late is told so from a read: those who came in time do not wait behind them.
    let (key, asks) = (data.key()?.to_string(), actor.clone());
    let late = state.db.read(move |tx| app::entry::too_late(tx, &asks, id, &key, now));
    if let Some(late) = late.await.map_err(WebError::fault)? {
        return late::refuse(&ctx, id, late);
    }
    let answer = once_by(&state, actor, &ctx, &data, move |tx, actor| {
        hand_in(tx, actor, id, if again { Version::Next } else { Version::First }, now)?;
        Ok::<_, Stop<SubmitRefusal>>(receipt(id))
    });
    match answer.await? {
        Ok(to) => Ok(ctx.see_other(&to)),
        // Handed in a moment ago by another form: what the person wants to see is the receipt.
        Err(why) if why == [SubmitRefusal::AlreadyHandedIn] => Ok(ctx.see_other(&receipt(id))),
        // The same work is handed in already: which of them counts has a page of its own.
        Err(why) if why == [SubmitRefusal::SameWork] => {
            Ok(ctx.see_other(&format!("/entries/{}/double", id.0)))
        }
        Err(why) => {
            let d = desk(&state, &ctx, id).await?;
            refused(&ctx, &d, &why)
        }
    }
}

fn refused(ctx: &Ctx, d: &Desk, why: &[SubmitRefusal]) -> Answer {
    let mut page = template(ctx, d, why.iter());
    page.page = page.page.refused(true);
    page::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

pub(super) fn receipt(id: EntryId) -> String {
    format!("/entries/{}/receipt", id.0)
}
