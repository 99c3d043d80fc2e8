//! POST /judging/rounds/{round}/entries/{entry}/discuss: puts down what was said about an entry.

use super::{row, texts};
use crate::act::once;
use crate::awards::votes_of;
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg};
use app::judging;
use axum::extract::{Path, State};
use domain::ids::{EntryId, RoundId};
use domain::judging::discuss::{Discussion, Outcome};

pub async fn put_down(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((round, entry)): Path<(i64, i64)>,
    data: FormData,
) -> Answer {
    let (id, entry, now) = (RoundId(round), EntryId(entry), ctx.now());
    let discussion = Discussion {
        took_part: data.get("took-part").to_owned(),
        said: data.get("said").to_owned(),
        outcome: Outcome::from_word(data.get("outcome")),
        votes: votes_of(&data),
    };
    let back =
        if data.get("from") == "meeting" { "meeting".to_owned() } else { format!("entries/{}", entry.0) };
    let done = once(&state, &ctx, &data, move |tx, actor| {
        judging::discuss(tx, actor, id, entry, &discussion, now)?;
        Ok(format!("/judging/rounds/{}/{back}", id.0))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("judging-discuss-done"))),
        Err(reasons) => {
            let errors = FieldErrors::told(reasons.iter().map(texts::discuss));
            row::refused(&state, &ctx, id, entry, Form::refused(ctx.t, &data, errors)).await
        }
    }
}
