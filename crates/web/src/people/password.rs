//! people/choose_password, signed in: the old password, then the new one twice; and every other device out.

use super::{hashing, refusals};
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, act, cookie, page};
use app::people::choose_password::change_password;
use app::people::store;
use app::people::throttle::{Counted, attempt, succeeded};
use app::session::Token;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use domain::ids::PersonId;
use domain::people::password;
use domain::people::throttle::Scope;

#[derive(Template)]
#[template(path = "people/password.html")]
struct Password {
    page: Page,
    form: Form,
}

pub async fn show(ctx: Ctx) -> Answer {
    page::show(&of(&ctx, Form::new(ctx.t)))
}

fn of(ctx: &Ctx, form: Form) -> Password {
    Password { page: ctx.page("people-password-title").back("/work").refused(form.is_refused()), form }
}

pub async fn submit(State(state): State<AppState>, ctx: Ctx, headers: HeaderMap, data: FormData) -> Answer {
    data.key()?;
    let id = ctx.viewer.person.as_ref().map(|p| PersonId(p.person_id)).ok_or(WebError::SignInNeeded)?;
    let account = state.db.read(move |tx| {
        let p = store::person(tx, id)?;
        let hash = store::password_hash(tx, id)?;
        Ok::<_, app::db::DbFault>(p.zip(hash))
    });
    let (p, old_hash) = account.await.map_err(WebError::fault)?.ok_or(WebError::NotFound)?;
    let mut errors = FieldErrors::new();
    let (chosen, repeated) = (data.get("new-password"), data.get("password-again"));
    for why in password::check(chosen, repeated, &p.login, &p.name).err().unwrap_or_default() {
        let (field, msg) = refusals::password(why);
        errors.add(if field == "password" { "new-password" } else { field }, msg);
    }
    if !errors.is_empty() {
        return page::refuse(&of(&ctx, Form::refused(ctx.t, &data, errors)));
    }
    // Whoever found an unlocked computer guesses no faster here than at the door.
    let counted = [Counted::new(&state.keys, Scope::AccountFromNetwork, "old-password", &[&p.login])];
    let (again, now) = (counted.clone(), ctx.now());
    if let Some(until) = state.db.write(move |tx| attempt(tx, &again, now)).await.map_err(WebError::fault)? {
        let seconds = u64::try_from((until.0 - now.0) / 1_000).unwrap_or(0) + 1;
        return Err(WebError::TooMany { retry_after_s: seconds });
    }
    if !hashing::verify(data.get("password").to_owned(), old_hash.clone()).await? {
        errors.add("password", Msg::new("people-password-old-wrong"));
        return page::refuse(&of(&ctx, Form::refused(ctx.t, &data, errors)));
    }
    let new_hash = hashing::hash(chosen.to_owned()).await?;
    let session = cookie::session(&headers, &state.config).and_then(Token::hash_of);
    let actor = ctx.actor.clone();
    let answer = state.db.write(move |tx| {
        change_password(tx, &actor, &old_hash, &new_hash, session.as_ref(), now)?;
        Ok(succeeded(tx, &counted)?)
    });
    match act::settle(answer.await)? {
        Ok(()) => Ok(ctx.redirect("/password", Msg::new("people-password-changed"))),
        Err(_) => {
            errors.add("password", Msg::new("people-password-old-wrong"));
            page::refuse(&of(&ctx, Form::refused(ctx.t, &data, errors)))
        }
    }
}
