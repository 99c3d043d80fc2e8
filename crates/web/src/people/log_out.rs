//! Logging out: here, or everywhere.

use crate::{Answer, AppState, Ctx, Msg, WebError, act, cookie, flash};
use app::people;
use app::session::{self, Token};
use axum::extract::State;
use axum::http::{HeaderMap, header};
use domain::ids::PersonId;

/// POST /logout. Also for whoever is not logged in any more: the answer is the same.
pub async fn here(State(state): State<AppState>, headers: HeaderMap) -> Answer {
    let tokens = [cookie::session(&headers, &state.config), cookie::entry_session(&headers, &state.config)];
    let hashes: Vec<_> = tokens.into_iter().flatten().filter_map(Token::hash_of).collect();
    if !hashes.is_empty() {
        let ended = state.db.write(move |tx| hashes.iter().try_for_each(|h| session::end(tx, h))).await;
        ended.map_err(WebError::fault)?;
    }
    let mut response = flash::redirect(&state.config, "/", Msg::new("people-logged-out"));
    let set = response.headers_mut();
    set.append(header::SET_COOKIE, cookie::clear_session(&state.config));
    set.append(header::SET_COOKIE, cookie::clear_entry_session(&state.config));
    Ok(response)
}

/// POST /logout/everywhere: every other device of the signed-in person.
pub async fn everywhere(State(state): State<AppState>, ctx: Ctx, headers: HeaderMap) -> Answer {
    let person = ctx.viewer.person.as_ref().map(|p| PersonId(p.person_id)).ok_or(WebError::SignInNeeded)?;
    let but = cookie::session(&headers, &state.config).and_then(Token::hash_of);
    let (actor, now) = (ctx.actor.clone(), ctx.now());
    let ended =
        state.db.write(move |tx| people::log_out_everywhere(tx, &actor, person, but.as_ref(), now)).await;
    let n = act::loaded(ended)?;
    Ok(flash::redirect(&state.config, "/password", Msg::new("people-logged-out-everywhere").arg("n", n)))
}
