//! Taking an entry back, after one question; bringing it back while there is time.

use super::{id_of, own, refusals, who};
use crate::act::once_by;
use crate::page::{self, Page};
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, WebError};
use app::act::Stop;
use askama::Template;
use axum::extract::{Path, State};
use domain::entry::{ReviveRefusal, WithdrawRefusal, access};
use domain::ids::EntryId;

#[derive(Template)]
#[template(path = "entry/withdraw.html")]
struct Withdraw {
    page: Page,
    form: Form,
    id: i64,
    code: String,
    title: String,
    before_ms: i64,
}

pub async fn ask(State(state): State<AppState>, ctx: Ctx, Path(id): Path<String>) -> Answer {
    let id = id_of(&id)?;
    page::show(&template(&state, &ctx, id, Vec::new()).await?)
}

async fn template(state: &AppState, ctx: &Ctx, id: EntryId, why: Vec<Msg>) -> Result<Withdraw, WebError> {
    let o = own(state, ctx, id).await?;
    // Who may read the entry is not asked whether to take it back.
    access::withdraw(&who(ctx, id), &o.row.subject()).map_err(|_| WebError::NotFound)?;
    let errors = FieldErrors::above(why);
    let form = Form::refused(ctx.t, &FormData::default(), errors);
    Ok(Withdraw {
        page: super::page_of(ctx, "entry-withdraw-title", &o.contest)
            .back(format!("/entries/{}", id.0))
            .refused(form.is_refused())
            .script("countdown.js"),
        form,
        id: id.0,
        code: o.row.code.0.clone(),
        title: o.row.title.clone(),
        before_ms: super::ends_for(&o.row, &o.rules),
    })
}

pub async fn withdraw(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(id): Path<String>,
    data: FormData,
) -> Answer {
    let id = id_of(&id)?;
    let (actor, now) = (who(&ctx, id), ctx.now());
    let answer = once_by(&state, actor, &ctx, &data, move |tx, actor| {
        app::entry::withdraw(tx, actor, id, now)?;
        Ok::<_, Stop<WithdrawRefusal>>(format!("/entries/{}", id.0))
    });
    match answer.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("entry-withdraw-done"))),
        Err(why) => {
            let why = why.iter().map(refusals::withdraw).collect();
            page::refuse(&template(&state, &ctx, id, why).await?)
        }
    }
}

pub async fn revive(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(id): Path<String>,
    data: FormData,
) -> Answer {
    let id = id_of(&id)?;
    let (actor, now) = (who(&ctx, id), ctx.now());
    let answer = once_by(&state, actor, &ctx, &data, move |tx, actor| {
        app::entry::revive(tx, actor, id, now)?;
        Ok::<_, Stop<ReviveRefusal>>(format!("/entries/{}", id.0))
    });
    match answer.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("entry-revive-done"))),
        Err(why) => Err(WebError::Unprocessable(why.iter().map(refusals::revive).collect())),
    }
}
