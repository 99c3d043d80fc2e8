//! POST /judging/rounds/{round}/close.

use super::{board, texts};
use crate::act::once;
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg};
use axum::extract::{Path, State};
use domain::ids::RoundId;

/// The most reasons that are listed; the board shows the rest.
const MOST_LISTED: usize = 50;

pub async fn close(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(round): Path<i64>,
    data: FormData,
) -> Answer {
    let (id, now) = (RoundId(round), ctx.now());
    let done = once(&state, &ctx, &data, move |tx, actor| {
        app::judging::close_round(tx, actor, id, now).map(|()| format!("/judging/rounds/{}", id.0))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("judging-close-done"))),
        Err(reasons) => {
            let mut errors = FieldErrors::new();
            for reason in reasons.iter().take(MOST_LISTED) {
                errors.add_form(texts::close(reason));
            }
            if reasons.len() > MOST_LISTED {
                errors.add_form(Msg::new("judging-close-more").arg("n", reasons.len() - MOST_LISTED));
            }
            board::refused(&state, &ctx, id, Form::refused(ctx.t, &data, errors)).await
        }
    }
}
