//! The PIN is told once: it travels to the next pages in a cookie of this browser, never in an address or the database.

use super::{id_of, who};
use crate::act::loaded;
use crate::{Answer, AppState, Config, Ctx, FormData, Msg, cookie};
use app::act::Stop;
use app::entry::renew_pin::RenewRefusal;
use app::session;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use domain::actor::Actor;
use domain::entry::receipt::Pin;
use domain::ids::EntryId;

const NAME: &str = "pin";

/// How long this browser shows the PIN: a working day's half.
const SHOWN_S: i64 = 4 * 60 * 60;

/// Tells the next pages of this browser the PIN of the entry.
pub fn remember(config: &Config, entry: EntryId, pin: &Pin, response: &mut Response) {
    let value = format!("{}.{}", entry.0, pin.digits());
    response.headers_mut().append(header::SET_COOKIE, cookie::build(config, NAME, &value, Some(SHOWN_S)));
}

pub fn forget(config: &Config) -> HeaderValue {
    cookie::build(config, NAME, "", Some(0))
}

/// The PIN of the entry, where this browser was told it a while ago.
pub fn of(headers: &HeaderMap, entry: EntryId) -> Option<String> {
    let (id, digits) = cookie::read(headers, NAME)?.split_once('.')?;
    let pin = Pin::read(digits).filter(|_| id.parse() == Ok(entry.0))?;
    Some(pin.digits().to_owned())
}

/// POST: a new PIN; the old one is void. The holder stays in. A second click makes one PIN more, of which the last is shown and
/// valid: its answer is not kept under the form's key, because a PIN is kept nowhere.
pub async fn renew(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(id): Path<String>,
    data: FormData,
) -> Answer {
    let id = id_of(&id)?;
    data.key()?;
    let (keys, now, actor) = (state.keys.clone(), ctx.now(), who(&ctx, id));
    let answer = state.db.write(move |tx| {
        let pin = app::entry::renew_pin(tx, &actor, id, &keys, now)?;
        let token = match actor {
            Actor::EntryHolder { .. } => Some(session::open_for_entry(tx, id, None, now)?),
            Actor::Person(_) | Actor::System | Actor::Anonymous => None,
        };
        Ok::<_, Stop<RenewRefusal>>((pin, token))
    });
    let (pin, token) = loaded(answer.await)?;
    let back = if token.is_some() { "receipt" } else { "slip" };
    let mut response = ctx.redirect(&format!("/entries/{}/{back}", id.0), Msg::new("entry-pin-renewed"));
    remember(&ctx.config, id, &pin, &mut response);
    if let Some(token) = token {
        let value = cookie::set_entry_session(&ctx.config, &token.text());
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}
