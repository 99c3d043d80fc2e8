//! POST /awards/{contest}/prizes: proposes the prizes to the committee.

use super::{prizes, texts};
use crate::act::once;
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, flash};
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
        Ok(to) => Ok(flash::redirect(&state.config, &to, Msg::new("awards-propose-done"))),
        Err(reasons) => {
            let mut errors = FieldErrors::new();
            for reason in &reasons {
                errors.add_form(texts::propose(reason));
            }
            prizes::refused(&state, &ctx, id, Form::refused(ctx.t, &data, errors)).await
        }
    }
}
