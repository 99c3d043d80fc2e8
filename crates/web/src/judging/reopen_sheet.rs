//! POST /judging/sheets/{sheet}/reopen, with a reason.

use super::{row, texts};
use crate::act::once;
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, flash};
use axum::extract::{Path, State};
use domain::ids::SheetId;

pub async fn reopen(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(sheet): Path<i64>,
    data: FormData,
) -> Answer {
    let (id, now) = (SheetId(sheet), ctx.now());
    let (round, entry) = row::row_of(&state, id).await?;
    let reason = data.get("reason").to_owned();
    let done = once(&state, &ctx, &data, move |tx, actor| {
        app::judging::reopen_sheet(tx, actor, id, &reason, now)?;
        Ok(format!("/judging/rounds/{}/entries/{}", round.0, entry.0))
    });
    match done.await? {
        Ok(to) => Ok(flash::redirect(&state.config, &to, Msg::new("judging-reopen-done"))),
        Err(reasons) => {
            let mut errors = FieldErrors::new();
            for reason in &reasons {
                errors.add(format!("reopen-{sheet}"), texts::reopen(reason));
            }
            row::refused(&state, &ctx, round, entry, Form::refused(ctx.t, &data, errors)).await
        }
    }
}
