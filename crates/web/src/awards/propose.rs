//! POST /awards/{contest}/prizes: proposes the prizes to the committee.

use super::{prizes, texts};
use crate::act::once;
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg};
use axum::extract::{Path, State};
use domain::ids::ContestId;

pub async fn propose(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(contest): Path<i64>,
    data: FormData,
) -> Answer {
    let (id, now) = (ContestId(contest), ctx.now());
    let done = once(&state, &ctx, &data, move |tx, actor| {
        app::awards::propose(tx, actor, id, now).map(|_| format!("/awards/{}/prizes", id.0))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("awards-propose-done"))),
        Err(reasons) => {
            let errors = FieldErrors::above(reasons.iter().map(texts::propose));
            prizes::refused(&state, &ctx, id, Form::refused(ctx.t, &data, errors)).await
        }
    }
}
