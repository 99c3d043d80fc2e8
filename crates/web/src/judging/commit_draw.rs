//! POST /judging/rounds/{round}/draw: commits to the seed of a drawn assignment.

use super::texts;
use crate::act::once;
use crate::{Answer, AppState, Ctx, FormData, Msg, WebError};
use app::judging;
use axum::extract::{Path, State};
use domain::ids::RoundId;

pub async fn commit(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(round): Path<i64>,
    data: FormData,
) -> Answer {
    let (id, now) = (RoundId(round), ctx.now());
    let done = once(&state, &ctx, &data, move |tx, actor| {
        judging::commit_draw(tx, actor, id, now).map(|()| String::new())
    });
    match done.await? {
        Ok(_) => {
            let to = format!("/judging/rounds/{round}/assign?plan=drawn");
            Ok(ctx.redirect(&to, Msg::new("judging-draw-done")))
        }
        Err(reasons) => Err(WebError::Unprocessable(reasons.iter().map(texts::commit).collect())),
    }
}
