//! people/reset: "I forgot my password". The answer is the same for every name.

use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, page};
use app::people;
use app::people::throttle::network;
use askama::Template;
use axum::extract::State;

#[derive(Template)]
#[template(path = "people/forgot.html")]
struct Forgot {
    page: Page,
    form: Form,
    /// Asked: whatever the name was.
    asked: bool,
}

pub async fn show(ctx: Ctx) -> Answer {
    page::show(&Forgot {
        page: ctx.page("people-forgot-title").back("/login"),
        form: Form::new(ctx.t),
        asked: false,
    })
}

pub async fn submit(State(state): State<AppState>, ctx: Ctx, data: FormData) -> Answer {
    data.key()?;
    let login = data.get("login").to_owned();
    if login.trim().is_empty() {
        let mut errors = FieldErrors::new();
        errors.add("login", Msg::new("people-log-in-login-missing"));
        let form = Form::refused(ctx.t, &data, errors);
        let page = ctx.page("people-forgot-title").back("/login").refused(true);
        return page::refuse(&Forgot { page, form, asked: false });
    }
    let (keys, now, from) = (state.keys.clone(), ctx.now(), network(ctx.address));
    let asked = state.db.write(move |tx| people::reset(tx, &keys, &login, &from, now)).await;
    if let Some(until) = asked.map_err(WebError::fault)? {
        let seconds = u64::try_from((until.0 - now.0) / 1_000).unwrap_or(0) + 1;
        return Err(WebError::TooMany { retry_after_s: seconds });
    }
    let page = ctx.page("people-forgot-asked-title").back("/login");
    page::show(&Forgot { page, form: Form::new(ctx.t), asked: true })
}
