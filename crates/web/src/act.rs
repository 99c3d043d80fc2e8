//! From an action's answer to a page: what stops a page, and what comes back beside its fields.

use crate::{AppState, Ctx, FormData, Msg, WebError};
use app::act::Stop;
use app::db::Tx;
use app::once::{self, Once};
use domain::actor::Actor;

/// `Ok(Ok(value))` when it happened, `Ok(Err(reasons))` when a rule refused, `Err` when there is no such page for this
/// person. "Not allowed" and "not found" look the same, so that nobody learns what exists.
pub fn settle<T, R>(answer: Result<T, Stop<R>>) -> Result<Result<T, Vec<R>>, WebError> {
    match answer {
        Ok(value) => Ok(Ok(value)),
        Err(Stop::Refused(reasons)) => Ok(Err(reasons)),
        Err(Stop::NotAllowed | Stop::NotFound) => Err(WebError::NotFound),
        Err(Stop::Fault(fault)) => Err(WebError::fault(fault)),
    }
}

/// For actions that cannot refuse here, such as reading: a refusal is the same as not found.
pub fn loaded<T, R>(answer: Result<T, Stop<R>>) -> Result<T, WebError> {
    settle(answer)?.map_err(|_| WebError::NotFound)
}

/// Runs the action of a form exactly once, however often the form is sent: the answer (mostly where to go next) is kept under the
/// form's key in the same transaction. `Ok(Err(reasons))` when a rule refused; then nothing is kept and the form may be sent again.
pub async fn once<R, F>(
    state: &AppState,
    ctx: &Ctx,
    data: &FormData,
    mut action: F,
) -> Result<Result<String, Vec<R>>, WebError>
where
    R: Send + 'static,
    F: FnMut(&mut Tx, &Actor) -> Result<String, Stop<R>> + Send + 'static,
{
    once_by(state, ctx.actor.clone(), ctx, data, move |tx, actor| action(tx, actor)).await
}

/// [`once`], by an actor chosen by the page: an entrant who is also signed in.
pub async fn once_by<R, F>(
    state: &AppState,
    actor: Actor,
    ctx: &Ctx,
    data: &FormData,
    mut action: F,
) -> Result<Result<String, Vec<R>>, WebError>
where
    R: Send + 'static,
    F: FnMut(&mut Tx, &Actor) -> Result<String, Stop<R>> + Send + 'static,
{
    let key = data.key()?.to_string();
    let (body, now) = (said(ctx, data), ctx.now());
    let answer =
        state.db.write(move |tx| once::once(tx, &actor, &key, &body, now, |tx| action(tx, &actor))).await;
    match settle(answer)? {
        Ok(Once::Now(answer) | Once::Before(answer)) => Ok(Ok(answer)),
        Ok(Once::Misused) => Err(WebError::Conflict(Msg::new("form-key-used"))),
        Err(reasons) => Ok(Err(reasons)),
    }
}

/// Everything a form said and where, without its key: what a second sending is compared with.
fn said(ctx: &Ctx, data: &FormData) -> Vec<u8> {
    let mut out = ctx.path.as_bytes().to_vec();
    for (name, value) in data.fields().filter(|(name, _)| *name != crate::form::KEY_FIELD) {
        for part in [name, value] {
            out.extend((part.len() as u64).to_be_bytes());
            out.extend(part.as_bytes());
        }
    }
    for file in data.files() {
        out.extend(format!("{}\0{}\0{}", file.field, file.file_name, file.size).into_bytes());
    }
    out
}
