//! people/log_in: the page says the same whether the name or the password was wrong.

use super::hashing;
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Lang, Msg, Page, cookie, flash, page};
use app::people::log_in::{self, Begun};
use app::people::throttle::network;
use app::session::Token;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "people/log_in.html")]
struct LogIn {
    page: Page,
    form: Form,
}

#[derive(Deserialize)]
pub struct Next {
    #[serde(default)]
    next: String,
}

/// Where people go after logging in when they came from nowhere in particular.
const HOME: &str = "/work";

pub async fn show(ctx: Ctx, Query(to): Query<Next>) -> Answer {
    let next = if flash::is_local(&to.next) { to.next } else { String::new() };
    page::show(&of(&ctx, Form::new(ctx.t).with("next", next)))
}

fn of(ctx: &Ctx, form: Form) -> LogIn {
    LogIn { page: ctx.page("people-log-in-title").refused(form.is_refused()), form }
}

pub async fn submit(State(state): State<AppState>, ctx: Ctx, headers: HeaderMap, data: FormData) -> Answer {
    data.key()?;
    let mut errors = FieldErrors::new();
    for (field, key) in
        [("login", "people-log-in-login-missing"), ("password", "people-log-in-password-missing")]
    {
        if data.get(field).trim().is_empty() {
            errors.add(field, Msg::new(key));
        }
    }
    if !errors.is_empty() {
        return page::refuse(&of(&ctx, Form::refused(ctx.t, &data, errors)));
    }
    let (keys, now) = (state.keys.clone(), ctx.now());
    let login = data.get("login").to_owned();
    let from = network(ctx.address);
    let device = cookie::device(&headers).map(str::to_owned);
    let begun =
        state.db.write(move |tx| log_in::begin(tx, &keys, &login, &from, device.as_deref(), now)).await;
    let attempt = match begun.map_err(crate::WebError::fault)? {
        Begun::Check(attempt) => attempt,
        Begun::Wait { until } => {
            let wait_ms = (until.0 - now.0).max(1_000);
            errors.add_form(Msg::new("people-log-in-wait").arg("wait", ctx.t.duration(wait_ms)));
            let form = Form::refused(ctx.t, &data, errors);
            let mut response = page::show_with(StatusCode::TOO_MANY_REQUESTS, &of(&ctx, form))?;
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(wait_ms.div_euclid(1_000) + 1));
            return Ok(response);
        }
    };
    let verified = hashing::verify(data.get("password").to_owned(), attempt.hash.clone()).await?;
    let before = cookie::session(&headers, &state.config).and_then(Token::hash_of);
    let keys = state.keys.clone();
    let finished = state
        .db
        .write(move |tx| log_in::finish(tx, &keys, &attempt, verified, before.as_ref(), now))
        .await
        .map_err(crate::WebError::fault)?;
    let Some(logged_in) = finished else {
        errors.add_form(Msg::new("people-log-in-wrong"));
        return page::refuse(&of(&ctx, Form::refused(ctx.t, &data, errors)));
    };
    let next = data.get("next");
    let mut response = flash::see_other(if flash::is_local(next) { next } else { HOME });
    let set = response.headers_mut();
    set.append(header::SET_COOKIE, cookie::set_session(&state.config, &logged_in.token.text(), None));
    set.append(header::SET_COOKIE, cookie::set_device(&state.config, &logged_in.device));
    if cookie::read(&headers, "lang").is_none()
        && let Some(lang) = Lang::parse(&logged_in.lang)
    {
        set.append(header::SET_COOKIE, cookie::set_lang(&state.config, lang));
    }
    Ok(response)
}
