//! POST /judging/rounds/{round}/reopen: opens a closed round again, with a reason.

use super::{board, texts};
use crate::act::once;
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg};
use app::judging;
use axum::extract::{Path, State};
use domain::ids::RoundId;

pub async fn reopen(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(round): Path<i64>,
    data: FormData,
) -> Answer {
    let (id, now, reason) = (RoundId(round), ctx.now(), data.get("reason").to_owned());
    let done = once(&state, &ctx, &data, move |tx, actor| {
        judging::reopen_round(tx, actor, id, &reason, now).map(|()| format!("/judging/rounds/{}", id.0))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("judging-round-reopened"))),
        Err(reasons) => {
            let errors = FieldErrors::told(reasons.iter().map(texts::reopen_round));
            board::refused(&state, &ctx, id, Form::refused(ctx.t, &data, errors)).await
        }
    }
}
