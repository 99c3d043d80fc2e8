//! documents/save_text: a text is looked at as the form would make it, and saved as a version.

use super::fields::{read, refused, wrong};
use super::paper::{Held, load, shown};
use crate::act::once;
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, WebError, page};
use app::audit::log::Log;
use app::documents::{SaveRefusal, save_text};
use axum::Extension;
use axum::extract::{Path, State};
use domain::documents::{Fields, access};

/// What a form says of a paper, with everything that is wrong with it.
struct Sent {
    held: Held,
    fields: Fields,
    wording: String,
    errors: FieldErrors,
}

async fn sent(
    state: &AppState,
    ctx: &Ctx,
    log: &Log,
    (code, kind): (String, String),
    data: &FormData,
) -> Result<Sent, WebError> {
    data.key()?;
    let held = load(state, ctx, log, code, &kind).await?;
    let mut errors = FieldErrors::new();
    let (fields, wording) = read(held.kind, data, &mut errors);
    wrong(&held, &ctx.config.base_url, &fields, &wording, &mut errors);
    Ok(Sent { held, fields, wording, errors })
}

impl Sent {
    /// The page again, with what was typed and a preview of it.
    async fn again(self, ctx: &Ctx, data: &FormData) -> Answer {
        let is_refused = !self.errors.is_empty();
        let form = Form::refused(ctx.t, data, self.errors);
        let page_again = shown(ctx, &self.held, form, Some((&self.fields, &self.wording))).await?;
        if is_refused { page::refuse(&page_again) } else { page::show(&page_again) }
    }
}

/// POST: the paper as the form would make it, nothing saved.
pub async fn preview(
    State(state): State<AppState>,
    Extension(log): Extension<Log>,
    ctx: Ctx,
    Path(at): Path<(String, String)>,
    data: FormData,
) -> Answer {
    sent(&state, &ctx, &log, at, &data).await?.again(&ctx, &data).await
}

/// POST: wording and fields as a new version.
pub async fn save(
    State(state): State<AppState>,
    Extension(log): Extension<Log>,
    ctx: Ctx,
    Path(at): Path<(String, String)>,
    data: FormData,
) -> Answer {
    let mut sent = sent(&state, &ctx, &log, at, &data).await?;
    let (contest, kind, now) = (sent.held.contest.id, sent.held.kind, ctx.now());
    access::write(&ctx.actor, contest).map_err(|_| WebError::NotFound)?;
    if sent.errors.is_empty() {
        let to = format!("/contests/{}/documents/{}", sent.held.contest.code, kind.word());
        let (fields, wording) = (sent.fields.clone(), sent.wording.clone());
        let seen: i64 = data.get("version").parse().unwrap_or(-1);
        let done = once(&state, &ctx, &data, move |tx, actor| {
            save_text(tx, actor, contest, kind, &wording, &fields, seen, now)?;
            Ok(to.clone())
        });
        match done.await? {
            Ok(to) => return Ok(ctx.redirect(&to, Msg::new("documents-saved"))),
            Err(reasons) => {
                for reason in &reasons {
                    match reason {
                        SaveRefusal::Field(problem) => refused(problem, &mut sent.errors),
                        SaveRefusal::Stale { version } => {
                            sent.errors.add_form(Msg::new("documents-stale").arg("version", *version));
                        }
                    }
                }
            }
        }
    }
    sent.again(&ctx, &data).await
}
