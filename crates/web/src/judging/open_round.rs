//! POST /judging/{contest}/rounds: opens the round named in the form.

use super::{overview, texts};
use crate::act::once;
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg};
use axum::extract::{Path, State};
use domain::ids::{ContestId, RoundCode};

pub async fn open(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(contest): Path<i64>,
    data: FormData,
) -> Answer {
    let contest = ContestId(contest);
    let (code, now) = (RoundCode::from(data.get("round")), ctx.now());
    let done = once(&state, &ctx, &data, move |tx, actor| {
        app::judging::open_round(tx, actor, contest, &code, now)
            .map(|id| format!("/judging/rounds/{}/assign", id.0))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("judging-open-done"))),
        Err(reasons) => {
            let errors = FieldErrors::above(reasons.iter().map(texts::open));
            overview::refused(&state, &ctx, contest, Form::refused(ctx.t, &data, errors)).await
        }
    }
}
