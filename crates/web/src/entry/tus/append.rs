//! PATCH: the next bytes. What arrived before a line broke is kept; the last byte puts the file into the working copy.

use super::line::Held;
use super::look::{Settled, settled, state_of};
use super::{CHECKSUM, Lines, OFFSET, number, offset, refused, speaks};
use crate::entry::{id_of, read, who};
use crate::{Answer, AppState, Ctx, Msg, WebError};
use anyhow::Context;
use app::files::{Upload, UploadState, parts};
use axum::Extension;
use axum::body::{Body, BodyDataStream};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use data_encoding::BASE64;
use futures_util::StreamExt;
use sha1::Sha1;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

/// A line over which nothing comes for so long is dead.
const SILENCE: Duration = Duration::from_secs(60);
/// Bytes written to the disk at a time.
const PIECE: usize = 256 * 1024;
/// No name of HTTP; the protocol's own.
const CHECKSUM_MISMATCH: u16 = 460;

pub async fn append(
    State(state): State<AppState>,
    Extension(lines): Extension<Lines>,
    ctx: Ctx,
    Path((id, token)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let id = id_of(&id)?;
    if let Err(answer) = speaks(&headers) {
        return Ok(*answer);
    }
    if headers.get(header::CONTENT_TYPE).is_none_or(|t| t != "application/offset+octet-stream") {
        return Ok(refused(&ctx, StatusCode::UNSUPPORTED_MEDIA_TYPE, &[Msg::new("entry-upload-no-offset")]));
    }
    let Some(from) = number(&headers, OFFSET) else {
        return Ok(refused(&ctx, StatusCode::BAD_REQUEST, &[Msg::new("entry-upload-no-offset")]));
    };
    let check = match Check::asked(&headers) {
        Ok(check) => check,
        Err(()) => {
            return Ok(refused(&ctx, StatusCode::BAD_REQUEST, &[Msg::new("entry-upload-checksum-unknown")]));
        }
    };
    let (actor, now) = (who(&ctx, id), ctx.now());
    let upload = read(&state, move |tx| app::files::uploads::find(tx, &actor, id, &token, now)).await?;
    let Some(held) = lines.take(&upload.token).await else {
        return Ok(refused(&ctx, StatusCode::LOCKED, &[Msg::new("entry-upload-busy")]));
    };
    // Looked at again: an older request may have finished it meanwhile.
    let upload = state_of(&state, &ctx, &upload).await?;
    if upload.state != UploadState::Open {
        return Ok(refused(&ctx, StatusCode::CONFLICT, &[Msg::new("entry-upload-over")]));
    }
    let announced = number(&headers, header::CONTENT_LENGTH);
    // A handler is dropped when its line breaks; the task is not, and keeps what has arrived.
    let receiving =
        tokio::spawn(receive(state.data_dir.clone(), upload.clone(), held, from, announced, check, body));
    let (held, received) = receiving.await.map_err(WebError::fault)?;
    let at = match received? {
        Received::Upto(at) => at,
        Received::NotThere => {
            return Ok(refused(&ctx, StatusCode::CONFLICT, &[Msg::new("entry-upload-offset")]));
        }
        Received::TooMuch => {
            return Ok(refused(&ctx, StatusCode::PAYLOAD_TOO_LARGE, &[Msg::new("entry-upload-too-much")]));
        }
        Received::Mismatch => {
            let status = StatusCode::from_u16(CHECKSUM_MISMATCH).map_err(WebError::fault)?;
            return Ok(refused(&ctx, status, &[Msg::new("entry-upload-checksum")]));
        }
    };
    if at < upload.bytes {
        return Ok(offset(StatusCode::NO_CONTENT, &upload, at));
    }
    match settled(&state, &ctx, upload.clone(), held).await? {
        Settled::Taken => Ok(offset(StatusCode::NO_CONTENT, &upload, at)),
        Settled::Refused(why) => Ok(refused(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &why)),
    }
}

/// What came of a request's bytes.
enum Received {
    /// Durable up to here.
    Upto(u64),
    /// The upload is not where the client believes it to be.
    NotThere,
    /// More than was announced; nothing of it was kept.
    TooMuch,
    /// Not what the client says it sent; nothing of it was kept.
    Mismatch,
}

async fn receive(
    data_dir: Arc<std::path::Path>,
    upload: Upload,
    mut held: Held,
    from: u64,
    announced: Option<u64>,
    mut check: Option<Check>,
    body: Body,
) -> (Held, anyhow::Result<Received>) {
    let result = async {
        let token = upload.token.clone();
        let file = blocking(move || {
            let there = parts::durable(&data_dir, &token)?;
            (there == from).then(|| parts::open(&data_dir, &token)).transpose()
        });
        let Some(file) = file.await? else { return Ok(Received::NotThere) };
        let file = Arc::new(file);
        let room = upload.bytes.saturating_sub(from);
        if announced.is_some_and(|n| n > room) {
            return Ok(Received::TooMuch);
        }
        let (written, whole) = copy(&file, body.into_data_stream(), room, &mut held, &mut check).await?;
        // What was only begun cannot be compared: it is sent again.
        let wrong = check.is_some_and(|c| !whole || !c.holds());
        let back = written.is_none() || wrong;
        blocking(move || {
            if back {
                file.set_len(from).context("a part cannot be cut")?;
            }
            file.sync_all().context("a part cannot be synced")
        })
        .await?;
        Ok(match written {
            None => Received::TooMuch,
            Some(_) if wrong => Received::Mismatch,
            Some(n) => Received::Upto(from + n),
        })
    };
    let result = result.await;
    (held, result)
}

/// Copies until the body ends, its line breaks or somebody newer asks for the upload: how many bytes, and whether all came.
/// `None` bytes when more came than there is room for.
async fn copy(
    file: &Arc<File>,
    mut body: BodyDataStream,
    room: u64,
    held: &mut Held,
    check: &mut Option<Check>,
) -> anyhow::Result<(Option<u64>, bool)> {
    let mut written = 0_u64;
    let mut piece = Vec::with_capacity(PIECE);
    let whole = loop {
        let next = tokio::select! {
            _ = held.newer.changed() => break false,
            next = tokio::time::timeout(SILENCE, body.next()) => next,
        };
        let chunk = match next {
            Ok(Some(Ok(chunk))) => chunk,
            Ok(None) => break true,
            Ok(Some(Err(_))) | Err(_) => break false,
        };
        if written + (piece.len() + chunk.len()) as u64 > room {
            return Ok((None, false));
        }
        if let Some(check) = check {
            check.update(&chunk);
        }
        piece.extend_from_slice(&chunk);
        if piece.len() >= PIECE {
            written += piece.len() as u64;
            piece = write(file, piece).await?;
        }
    };
    written += piece.len() as u64;
    write(file, piece).await?;
    Ok((Some(written), whole))
}

/// Writes and gives the buffer back, empty.
async fn write(file: &Arc<File>, mut piece: Vec<u8>) -> anyhow::Result<Vec<u8>> {
    let file = file.clone();
    blocking(move || {
        (&*file).write_all(&piece).context("a part cannot be written")?;
        piece.clear();
        Ok(piece)
    })
    .await
}

pub(super) async fn blocking<T: Send + 'static>(
    f: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
) -> anyhow::Result<T> {
    tokio::task::spawn_blocking(f).await?
}

/// The checksum that a client sent with its bytes: `sha1 …` or `sha256 …`.
enum Check {
    Sha1(Sha1, Vec<u8>),
    Sha256(Sha256, Vec<u8>),
}

impl Check {
    fn asked(headers: &HeaderMap) -> Result<Option<Check>, ()> {
        let Some(value) = headers.get(CHECKSUM) else { return Ok(None) };
        let (name, wanted) = value.to_str().ok().and_then(|v| v.split_once(' ')).ok_or(())?;
        let wanted = BASE64.decode(wanted.trim().as_bytes()).map_err(|_| ())?;
        match name {
            "sha1" => Ok(Some(Check::Sha1(Sha1::new(), wanted))),
            "sha256" => Ok(Some(Check::Sha256(Sha256::new(), wanted))),
            _ => Err(()),
        }
    }

    fn update(&mut self, bytes: &[u8]) {
        match self {
            Check::Sha1(sum, _) => sum.update(bytes),
            Check::Sha256(sum, _) => sum.update(bytes),
        }
    }

    fn holds(self) -> bool {
        match self {
            Check::Sha1(sum, wanted) => sum.finalize().as_slice() == wanted,
            Check::Sha256(sum, wanted) => sum.finalize().as_slice() == wanted,
        }
    }
}
