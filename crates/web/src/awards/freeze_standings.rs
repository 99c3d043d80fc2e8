//! POST /awards/{contest}/freeze.

use super::{standings, texts};
use crate::act::once;
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg};
use axum::extract::{Path, State};
use domain::ids::ContestId;

pub async fn freeze(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(contest): Path<i64>,
    data: FormData,
) -> Answer {
    let (id, now) = (ContestId(contest), ctx.now());
    let done = once(&state, &ctx, &data, move |tx, actor| {
        app::awards::freeze_standings(tx, actor, id, now).map(|_| format!("/awards/{}", id.0))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("awards-freeze-done"))),
        Err(reasons) => {
            let errors = FieldErrors::above(reasons.iter().take(50).map(texts::freeze));
            standings::refused(&state, &ctx, id, Form::refused(ctx.t, &data, errors)).await
        }
    }
}
