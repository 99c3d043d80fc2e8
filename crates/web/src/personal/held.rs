//! personal/held: what is held of the authors of an entry, for its holder; the file of it; the wish to have it erased.

use super::words;
use crate::act::{loaded, once_by};
use crate::entry::who;
use crate::form::Choice;
use crate::page::{self, Page};
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, WebError, setup};
use app::act::Stop;
use app::personal::{self, Done, Held, HeldAuthor};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use domain::entry::EntryState;
use domain::ids::EntryId;
use domain::personal::{EraseRefusal, Extent};

#[derive(Template)]
#[template(path = "personal/held.html")]
struct Show {
    page: Page,
    form: Form,
    id: i64,
    code: String,
    authors: Vec<HeldAuthor>,
    email: String,
    /// What is gone, in words, and since when.
    erased: Option<(String, String)>,
    requests: Vec<Line>,
    extents: Vec<Choice>,
    /// A request waits, or nothing is left.
    may_ask: bool,
    at_once: bool,
    /// The names stand in the decision on the results.
    is_named: bool,
}

struct Line {
    what: String,
    asked: String,
    /// Until when it is decided, or what was decided.
    answer: String,
    is_open: bool,
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(id): Path<String>) -> Answer {
    let held = load(&state, &ctx, entry_of(&id)?).await?;
    page::show(&template(&ctx, held, Form::new(ctx.t).with("extent", Extent::Contact.word())))
}

/// POST: erases at once, or keeps the request.
pub async fn ask(State(state): State<AppState>, ctx: Ctx, Path(id): Path<String>, data: FormData) -> Answer {
    let id = entry_of(&id)?;
    let (actor, now) = (who(&ctx, id), ctx.now());
    let Some(extent) = Extent::from_word(data.get("extent")) else {
        let errors = FieldErrors::new().add("extent", Msg::new("personal-extent-missing")).clone();
        let held = load(&state, &ctx, id).await?;
        return page::refuse(&template(&ctx, held, Form::refused(ctx.t, &data, errors)));
    };
    let reason = data.get("reason").to_owned();
    let answer = once_by(&state, actor, &ctx, &data, move |tx, actor| {
        let done = personal::ask(tx, actor, id, extent, &reason, now)?;
        Ok::<_, Stop<EraseRefusal>>(match done {
            Done::Erased => "personal-erased-now".to_owned(),
            Done::Asked { .. } => "personal-asked-now".to_owned(),
        })
    });
    match answer.await? {
        Ok(said) if said == "personal-erased-now" => {
            Ok(ctx.redirect(&format!("/entries/{}/personal", id.0), Msg::new("personal-erased-now")))
        }
        Ok(_) => Ok(ctx.redirect(&format!("/entries/{}/personal", id.0), Msg::new("personal-asked-now"))),
        Err(why) => {
            let mut errors = FieldErrors::new();
            for refusal in &why {
                match words::refusal(refusal, "reason") {
                    (Some(field), msg) => errors.add(field, msg),
                    (None, msg) => errors.add_form(msg),
                };
            }
            let held = load(&state, &ctx, id).await?;
            page::refuse(&template(&ctx, held, Form::refused(ctx.t, &data, errors)))
        }
    }
}

/// POST, because the log keeps that it was given out: everything as a file.
pub async fn give(State(state): State<AppState>, ctx: Ctx, Path(id): Path<String>, data: FormData) -> Answer {
    let id = entry_of(&id)?;
    data.key()?;
    let (actor, now) = (who(&ctx, id), ctx.now());
    let file = loaded(state.db.write(move |tx| personal::export(tx, &actor, id, now)).await)?;
    let mut response = file.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    let name = HeaderValue::from_static("attachment; filename=\"du-lieu-ca-nhan.json\"");
    headers.insert(header::CONTENT_DISPOSITION, name);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn entry_of(text: &str) -> Result<EntryId, WebError> {
    text.parse().map(EntryId).map_err(|_| WebError::NotFound)
}

async fn load(state: &AppState, ctx: &Ctx, id: EntryId) -> Result<Held, WebError> {
    let actor = who(ctx, id);
    loaded(state.db.read(move |tx| personal::held(tx, &actor, id)).await)
}

fn template(ctx: &Ctx, held: Held, form: Form) -> Show {
    let t = ctx.t;
    let line = |r: &app::personal::store::RequestRow| Line {
        what: t.s(words::extent(r.extent)).into_owned(),
        asked: t.date_time(r.asked_at),
        answer: match (r.erased, r.decided_at) {
            (Some(true), Some(at)) => t.a1("personal-answer-erased", "at", t.date_time(at)),
            (Some(false), _) => t.a1("personal-answer-kept", "basis", r.basis.clone()),
            _ => t.a1("personal-answer-before", "at", t.date_time(r.due_at)),
        },
        is_open: r.decided_at.is_none(),
    };
    let (case, entry) = (held.case, &held.entry);
    let whole = if entry.state == EntryState::Draft { "tasks" } else { "" };
    Show {
        page: setup::headed(ctx.page("personal-title"), &held.contest)
            .back(format!("/entries/{}/{whole}", entry.id.0).trim_end_matches('/').to_owned())
            .refused(form.is_refused()),
        form,
        id: entry.id.0,
        code: entry.code.0.clone(),
        erased: held.erased.map(|(e, at)| (t.s(words::extent(e)).into_owned(), t.date_time(at))),
        requests: held.requests.iter().map(line).collect(),
        extents: vec![
            Choice::new(Extent::Contact.word(), t.s(words::extent(Extent::Contact))),
            Choice::new(Extent::All.word(), t.s(words::extent(Extent::All))),
        ],
        may_ask: !case.asked && case.erased != Some(Extent::All),
        at_once: match entry.state {
            EntryState::Draft => true,
            EntryState::Withdrawn => !case.judged,
            EntryState::HandedIn => false,
        },
        is_named: case.has_prize,
        authors: held.authors,
        email: held.email,
    }
}
