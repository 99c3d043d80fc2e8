//! Beginning an entry: what is needed, until when, one button.

use super::pin;
use super::refusals;
use crate::act::settle;
use crate::page::{self, Page};
use crate::{Answer, AppState, Ctx, Form, FormData, Msg, WebError, cookie};
use app::act::Stop;
use app::contest::{self, store::ContestRow};
use app::entry::store;
use app::once::{self, Once};
use app::session::{self, Token};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use domain::actor::Actor;
use domain::contest::{Phase, RulesEdition};
use domain::entry::receipt::Pin;
use domain::entry::submit::in_time;
use domain::entry::{EntryState, SubmitRefusal};
use domain::ids::EntryId;
use std::sync::Arc;

/// How long a second click on the button still means the first: a weak line, a nervous finger.
const SAME_CLICK_MS: i64 = 2 * 60 * 1_000;

#[derive(Template)]
#[template(path = "entry/start.html")]
struct Start {
    page: Page,
    form: Form,
    rules: Arc<RulesEdition>,
    before_ms: i64,
    /// Why nothing is taken now.
    closed: Option<String>,
    /// The entry that this browser is working on.
    current: Option<i64>,
    has_video: bool,
}

async fn contest_of(state: &AppState, code: String) -> Result<(ContestRow, Arc<RulesEdition>), WebError> {
    super::read(state, move |tx| {
        let row = contest::store::find_by_code(tx, &code)?.ok_or(Stop::NotFound)?;
        if row.phase == Phase::Draft {
            return Err(Stop::NotFound);
        }
        let rules = contest::store::rules_of(tx, row.id)?;
        Ok((row, rules))
    })
    .await
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(code): Path<String>) -> Answer {
    let (row, rules) = contest_of(&state, code).await?;
    let closed = in_time(&rules, row.phase, None, ctx.now()).err();
    let closed = closed.map(|why| ctx.t.m(&refusals::submit(&why, &rules)).into_owned());
    page::show(&template(&ctx, &row, rules, closed))
}

fn template(ctx: &Ctx, row: &ContestRow, rules: Arc<RulesEdition>, closed: Option<String>) -> Start {
    let home = format!("/contests/{}", row.code);
    Start {
        page: super::page_of(ctx, "entry-start-title", row).back(home).script("countdown.js"),
        form: Form::new(ctx.t),
        before_ms: rules.timeline.units_send.0.0,
        has_video: rules.formats.allowed.contains(&domain::contest::Form::Video),
        rules,
        closed,
        current: ctx.viewer.entry_id,
    }
}

/// POST: a draft, its code and PIN, and a session for it.
pub async fn begin(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(code): Path<String>,
    headers: HeaderMap,
    data: FormData,
) -> Answer {
    let (row, rules) = contest_of(&state, code).await?;
    let (key, keys, now, contest) = (data.key()?.to_string(), state.keys.clone(), ctx.now(), row.id);
    let code = row.code.clone();
    let before = cookie::entry_session(&headers, &ctx.config).and_then(Token::hash_of);
    let answer = state.db.write(move |tx| {
        let mut told: Option<Pin> = None;
        let once = once::once(tx, &Actor::Anonymous, &key, code.as_bytes(), now, |tx| {
            let begun = app::entry::begin(tx, &Actor::Anonymous, contest, &keys, now)?;
            told = Some(begun.pin);
            Ok::<_, Stop<SubmitRefusal>>(begun.entry.0.to_string())
        })?;
        let id = match &once {
            Once::Now(id) | Once::Before(id) => id.parse().map(EntryId).ok(),
            Once::Misused => None,
        };
        let Some(id) = id else { return Ok(None) };
        let pin = match told {
            Some(pin) => pin,
            // The second click of a form: the same draft, as long as nothing was typed into it.
            None => {
                let fresh = store::find_working(tx, id)?.is_some_and(|(row, working)| {
                    let untouched = working.is_some_and(|w| w.revision == 1);
                    row.state == EntryState::Draft && untouched && now.0 - row.recorded_at.0 < SAME_CLICK_MS
                });
                if !fresh {
                    return Ok(None);
                }
                let holder = Actor::EntryHolder { entry: id };
                let renewed = app::entry::renew_pin(tx, &holder, id, &keys, now);
                renewed.map_err(|stop| stop.map(|refusal| match refusal {}))?
            }
        };
        let token = session::open_for_entry(tx, id, before.as_ref(), now)?;
        Ok::<_, Stop<SubmitRefusal>>(Some((id, pin, token)))
    });
    match settle(answer.await)? {
        Ok(Some((id, pin, token))) => {
            let mut response = ctx.see_other(&format!("/entries/{}/tasks", id.0));
            let value = cookie::set_entry_session(&ctx.config, &token.text());
            response.headers_mut().append(header::SET_COOKIE, value);
            pin::remember(&ctx.config, id, &pin, &mut response);
            Ok(response)
        }
        Ok(None) => Err(WebError::Conflict(Msg::new("entry-start-used"))),
        Err(why) => {
            let msg = why.first().map(|w| ctx.t.m(&refusals::submit(w, &rules)).into_owned());
            page::refuse(&template(&ctx, &row, rules, msg))
        }
    }
}
