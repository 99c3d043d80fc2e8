//! OPTIONS, HEAD, DELETE: what is spoken here, how far an upload is, giving it up. A complete upload that a dying process left
//! behind is finished by the next look at it.

use super::append::blocking;
use super::line::Held;
use super::{Lines, VERSION, offset, plain, refused, speaks};
use crate::act::settle;
use crate::entry::{desk, id_of, read, refusals, who};
use crate::{Answer, AppState, Ctx, Msg, WebError};
use app::act::Stop;
use app::files::{AttachRefusal, Upload, UploadState, parts, uploads};
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use domain::entry::draft::MAX_UPLOAD_BYTES;

pub async fn tell() -> Answer {
    let mut response = plain(StatusCode::NO_CONTENT);
    let most = MAX_UPLOAD_BYTES.to_string();
    for (name, value) in [
        ("tus-version", VERSION),
        ("tus-extension", "creation,termination,checksum,expiration"),
        ("tus-checksum-algorithm", "sha1,sha256"),
        ("tus-max-size", &most),
    ] {
        let value = HeaderValue::try_from(value).map_err(WebError::fault)?;
        response.headers_mut().insert(HeaderName::from_static(name), value);
    }
    Ok(response)
}

pub async fn look(
    State(state): State<AppState>,
    Extension(lines): Extension<Lines>,
    ctx: Ctx,
    Path((id, token)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    let id = id_of(&id)?;
    if let Err(answer) = speaks(&headers) {
        return Ok(*answer);
    }
    let (actor, now) = (who(&ctx, id), ctx.now());
    let upload = read(&state, move |tx| uploads::find(tx, &actor, id, &token, now)).await?;
    let Some(held) = lines.take(&upload.token).await else {
        return Ok(refused(&ctx, StatusCode::LOCKED, &[Msg::new("entry-upload-busy")]));
    };
    let upload = state_of(&state, &ctx, &upload).await?;
    match upload.state {
        UploadState::Done => return Ok(offset(StatusCode::OK, &upload, upload.bytes)),
        UploadState::Refused => return Ok(gone(&ctx)),
        UploadState::Open => {}
    }
    let (dir, token) = (state.data_dir.clone(), upload.token.clone());
    let at = blocking(move || parts::durable(&dir, &token)).await?;
    if at < upload.bytes {
        return Ok(offset(StatusCode::OK, &upload, at));
    }
    match settled(&state, &ctx, upload.clone(), held).await? {
        Settled::Taken => Ok(offset(StatusCode::OK, &upload, at)),
        Settled::Refused(_) => Ok(gone(&ctx)),
    }
}

pub async fn give_up(
    State(state): State<AppState>,
    Extension(lines): Extension<Lines>,
    ctx: Ctx,
    Path((id, token)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    let id = id_of(&id)?;
    if let Err(answer) = speaks(&headers) {
        return Ok(*answer);
    }
    let (actor, now) = (who(&ctx, id), ctx.now());
    let upload = read(&state, move |tx| uploads::find(tx, &actor, id, &token, now)).await?;
    let Some(_held) = lines.take(&upload.token).await else {
        return Ok(refused(&ctx, StatusCode::LOCKED, &[Msg::new("entry-upload-busy")]));
    };
    let (dir, token) = (state.data_dir.clone(), upload.token.clone());
    state.db.write(move |tx| uploads::give_up(tx, &upload)).await.map_err(WebError::fault)?;
    blocking(move || parts::remove(&dir, &token)).await?;
    Ok(plain(StatusCode::NO_CONTENT))
}

fn gone(ctx: &Ctx) -> Response {
    refused(ctx, StatusCode::GONE, &[Msg::new("entry-upload-over")])
}

/// The upload as it stands now, under the lock.
pub(super) async fn state_of(state: &AppState, ctx: &Ctx, upload: &Upload) -> Result<Upload, WebError> {
    let (actor, now, entry) = (who(ctx, upload.entry), ctx.now(), upload.entry);
    let token = upload.token.clone();
    read(state, move |tx| uploads::find(tx, &actor, entry, &token, now)).await
}

/// What came of a complete upload.
pub(super) enum Settled {
    Taken,
    Refused(Vec<Msg>),
}

/// Looks at a complete content, keeps it and puts it into the working copy; goes on though the client leaves meanwhile.
pub(super) async fn settled(
    state: &AppState,
    ctx: &Ctx,
    upload: Upload,
    held: Held,
) -> Result<Settled, WebError> {
    let (state, ctx) = (state.clone(), ctx.clone());
    let work = tokio::spawn(async move {
        let _held = held;
        settle_it(&state, &ctx, upload).await
    });
    work.await.map_err(WebError::fault)?
}

async fn settle_it(state: &AppState, ctx: &Ctx, upload: Upload) -> Result<Settled, WebError> {
    let (dir, files) = (state.data_dir.clone(), state.files.clone());
    let (token, name) = (upload.token.clone(), upload.name.clone());
    let kept = blocking(move || files.adopt(&parts::path_of(&dir, &token), &name)).await?;
    let (entry, shown, token) = (upload.entry, upload.name.clone(), upload.token.clone());
    let d = desk(state, ctx, entry).await?;
    let (actor, now) = (who(ctx, entry), ctx.now());
    let why = match kept {
        Err(refusal) => {
            state.db.write(move |tx| uploads::refuse(tx, &upload)).await.map_err(WebError::fault)?;
            vec![refusals::keep(&refusal, &shown)]
        }
        Ok(kept) => {
            let answer = state.db.write(move |tx| {
                match tx.attempt(|tx| uploads::finish(tx, &actor, &upload, &kept, now)) {
                    Err(Stop::Refused(reasons)) => {
                        uploads::refuse(tx, &upload)?;
                        Ok::<Vec<AttachRefusal>, Stop<AttachRefusal>>(reasons)
                    }
                    other => other.map(|()| Vec::new()),
                }
            });
            let reasons = settle(answer.await)?.unwrap_or_else(|reasons| reasons);
            reasons.iter().map(|r| refusals::attach(r, &shown, &d.rules)).collect()
        }
    };
    let dir = state.data_dir.clone();
    blocking(move || parts::remove(&dir, &token)).await?;
    Ok(if why.is_empty() { Settled::Taken } else { Settled::Refused(why) })
}
