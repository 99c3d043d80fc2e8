//! POST /judging/rounds/{round}/entries/{entry}/third.

use super::{row, texts};
use crate::act::once;
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg};
use app::judging;
use axum::extract::{Path, State};
use domain::ids::{EntryId, JudgeId, RoundId};

pub async fn call(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((round, entry)): Path<(i64, i64)>,
    data: FormData,
) -> Answer {
    let (round, entry, now) = (RoundId(round), EntryId(entry), ctx.now());
    // What is no number is nobody: the action asks first who asks, then whom.
    let judge = JudgeId(data.get("judge").trim().parse().unwrap_or_default());
    let done = once(&state, &ctx, &data, move |tx, actor| {
        judging::call_third(tx, actor, round, entry, judge, now)?;
        Ok(format!("/judging/rounds/{}/entries/{}", round.0, entry.0))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("judging-third-done"))),
        Err(reasons) => {
            let errors = FieldErrors::beside("judge", reasons.iter().map(texts::call_third));
            row::refused(&state, &ctx, round, entry, Form::refused(ctx.t, &data, errors)).await
        }
    }
}
