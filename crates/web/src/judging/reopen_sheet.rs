//! POST /judging/sheets/{sheet}/reopen, with a reason.

use super::{row, texts};
use crate::act::once;
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg};
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
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("judging-reopen-done"))),
        Err(reasons) => {
            let errors = FieldErrors::beside(format!("reopen-{sheet}"), reasons.iter().map(texts::reopen));
            row::refused(&state, &ctx, round, entry, Form::refused(ctx.t, &data, errors)).await
        }
    }
}
