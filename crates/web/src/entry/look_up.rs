//! Opening one's entry with its code and PIN. What is wrong with them is not said; too many tries wait.

use super::pin;
use crate::page::{self, Page};
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, WebError, cookie, flash};
use app::entry::LookedUp;
use app::people::throttle::network;
use app::session::{self, Token};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "entry/look_up.html")]
struct LookUp {
    page: Page,
    form: Form,
}

#[derive(Deserialize)]
pub struct Asked {
    /// From the QR code of a receipt.
    #[serde(default)]
    code: String,
    /// Where to go then: a page of an entry.
    #[serde(default)]
    next: String,
}

pub async fn show(ctx: Ctx, Query(asked): Query<Asked>) -> Answer {
    let code: String = asked.code.chars().take(60).collect();
    let form = Form::new(ctx.t).with("code", code).with("next", asked.next);
    page::show(&LookUp { page: ctx.page("entry-look-up-title").back("/"), form })
}

/// POST: 303 into the entry; 422 for a wrong pair; 429 while tries have to wait.
pub async fn try_code(State(state): State<AppState>, ctx: Ctx, headers: HeaderMap, data: FormData) -> Answer {
    data.key()?;
    let (keys, now, network) = (state.keys.clone(), ctx.now(), network(ctx.address));
    let (code, digits) = (data.get("code").to_owned(), data.get("pin").to_owned());
    let before = cookie::entry_session(&headers, &ctx.config).and_then(Token::hash_of);
    let answer = state
        .db
        .write(move |tx| app::entry::look_up(tx, &keys, &code, &digits, &network, before.as_ref(), now))
        .await
        .map_err(WebError::fault)?;
    let refused = |status: StatusCode, msg: Msg| -> Answer {
        let mut errors = FieldErrors::new();
        errors.add("code", msg);
        let kept: Vec<(&str, &str)> = data.fields().filter(|(name, _)| *name != "pin").collect();
        let form = Form::refused(ctx.t, &FormData::of(&kept), errors);
        let page = ctx.page("entry-look-up-title").back("/").refused(true);
        page::show_with(status, &LookUp { page, form })
    };
    match answer {
        LookedUp::Opened { entry, token } => {
            let next = data.get("next");
            let own = format!("/entries/{}", entry.0);
            let inside = flash::is_local(next) && next.strip_prefix(&own).is_some_and(|r| r.starts_with('/'));
            let mut response = ctx.see_other(if inside { next } else { &own });
            let value = cookie::set_entry_session(&ctx.config, &token.text());
            response.headers_mut().append(header::SET_COOKIE, value);
            Ok(response)
        }
        LookedUp::Wrong => refused(StatusCode::UNPROCESSABLE_ENTITY, Msg::new("entry-look-up-wrong")),
        LookedUp::Wait { until } => {
            let ms = (until.0 - now.0).max(1);
            let msg = Msg::new("entry-look-up-wait").arg("wait", ctx.t.duration(ms));
            let mut response = refused(StatusCode::TOO_MANY_REQUESTS, msg)?;
            let seconds = u64::try_from(ms).unwrap_or(1).div_ceil(1_000);
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
            Ok(response)
        }
    }
}

/// POST: ends the entry's session in this browser.
pub async fn leave(State(state): State<AppState>, ctx: Ctx, headers: HeaderMap) -> Answer {
    if let Some(hash) = cookie::entry_session(&headers, &ctx.config).and_then(Token::hash_of) {
        state.db.write(move |tx| session::end(tx, &hash)).await.map_err(WebError::fault)?;
    }
    let mut response: Response = ctx.redirect("/lookup", Msg::new("entry-look-up-left"));
    for value in [cookie::clear_entry_session(&ctx.config), pin::forget(&ctx.config)] {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}
