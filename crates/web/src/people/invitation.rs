//! people/choose_password: the page behind the link of an invitation or a reset. Opening it changes nothing: mail programs open links.

use super::{hashing, refusals};
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, act, page};
use app::act::Stop;
use app::people::choose_password::{choose_password, open_link};
use app::people::store::PersonRow;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::people::invitation::LinkRefusal;
use domain::people::password;

#[derive(Template)]
#[template(path = "people/invitation.html")]
struct Invitation {
    page: Page,
    form: Form,
    name: String,
    login: String,
}

#[derive(Template)]
#[template(path = "people/invitation_void.html")]
struct Void {
    page: Page,
    why: String,
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(token): Path<String>) -> Answer {
    match open(&state, &ctx, &token).await? {
        Ok(p) => page::show(&of(&ctx, p, Form::new(ctx.t))),
        Err(why) => void(&ctx, &why),
    }
}

pub async fn submit(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(token): Path<String>,
    data: FormData,
) -> Answer {
    data.key()?;
    let p = match open(&state, &ctx, &token).await? {
        Ok(p) => p,
        Err(why) => return void(&ctx, &why),
    };
    let (chosen, repeated) = (data.get("password"), data.get("password-again"));
    if let Err(why) = password::check(chosen, repeated, &p.login, &p.name) {
        let mut errors = FieldErrors::new();
        for why in why {
            let (field, msg) = refusals::password(why);
            errors.add(field, msg);
        }
        return page::refuse(&of(&ctx, p, Form::refused(ctx.t, &data, errors)));
    }
    let hash = hashing::hash(chosen.to_owned()).await?;
    let now = ctx.now();
    let answer = state.db.write(move |tx| choose_password(tx, &token, &hash, now)).await;
    match act::settle(answer)? {
        Ok(_) => Ok(ctx.redirect("/login", Msg::new("people-password-chosen"))),
        Err(why) => void(&ctx, &why),
    }
}

async fn open(
    state: &AppState,
    ctx: &Ctx,
    token: &str,
) -> Result<Result<PersonRow, Vec<LinkRefusal>>, WebError> {
    let (token, now) = (token.to_owned(), ctx.now());
    let answer: Result<_, Stop<LinkRefusal>> = state.db.read(move |tx| open_link(tx, &token, now)).await;
    act::settle(answer)
}

fn of(ctx: &Ctx, p: PersonRow, form: Form) -> Invitation {
    let page = ctx.page("people-invitation-title").refused(form.is_refused());
    Invitation { page, form, name: p.name, login: p.login }
}

fn void(ctx: &Ctx, why: &[LinkRefusal]) -> Answer {
    let why = why.first().map(|w| refusals::link(*w)).unwrap_or_else(|| Msg::new("people-link-unknown"));
    let page = Void { page: ctx.page("people-link-void-title"), why: ctx.t.m(&why).into_owned() };
    page::show_with(StatusCode::NOT_FOUND, &page)
}
