//! The one door through which stored contents leave. A file is given out as an attachment, with its own type, never interpreted by the
//! browser: `sandbox`, `nosniff`. What lies on this disk is sent from there; what is large and lies in the store alone is passed on
//! piece by piece, the next one fetched when the reader has taken the one before.

use crate::{Answer, AppState, Msg, WebError};
use app::files::verdict::{self, Held};
use app::files::{Contents, Opened};
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Request, StatusCode, header};
use axum::response::Response;
use futures_util::stream;
use sha2::{Digest, Sha256};
use std::path::Path;
use tower_http::services::ServeFile;

/// Asked of the store at a time: what one reader holds in memory.
const PIECE: u64 = 1 << 20;

/// A content that waits for the scanner, or in which it found something, is given to nobody: in words.
pub(crate) async fn given_out(state: &AppState, sha256: [u8; 32]) -> Result<(), WebError> {
    let held = state.db.read(move |tx| verdict::held(tx, &sha256)).await.map_err(WebError::fault)?;
    match held {
        None => Ok(()),
        Some(Held::Waiting) => Err(WebError::Unprocessable(vec![Msg::new("entry-file-held-waiting")])),
        Some(Held::Infected) => Err(WebError::Unprocessable(vec![Msg::new("entry-file-held-infected")])),
    }
}

/// The content, or the part of it that `range` asks for.
pub(crate) async fn send(state: &AppState, range: Option<HeaderValue>, opened: Opened) -> Answer {
    given_out(state, opened.sha256).await?;
    let (files, sha256, bytes) = (state.files.clone(), opened.sha256, opened.bytes);
    let finding = tokio::task::spawn_blocking(move || files.local_if_small(&sha256, bytes));
    let mut response = match finding.await.map_err(WebError::fault)?? {
        // Once it is open it may go from the disk: what is open is read to its end.
        Some(local) => from_disk(local.path(), range).await?,
        None => from_store(state.files.clone(), range, &opened),
    };
    let headers = response.headers_mut();
    headers.remove(header::LAST_MODIFIED);
    headers.remove(header::ETAG);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(opened.media_type.name()));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("identity"));
    let name = crate::routes::escaped(&opened.name).replace('/', "%2F");
    let plain =
        format!("attachment; filename=\"file.{}\"; filename*=UTF-8''{name}", opened.media_type.extension());
    let value = HeaderValue::try_from(plain).map_err(WebError::fault)?;
    headers.insert(header::CONTENT_DISPOSITION, value);
    Ok(response)
}

async fn from_disk(path: &Path, range: Option<HeaderValue>) -> Answer {
    let mut request = Request::new(Body::empty());
    if let Some(range) = range {
        request.headers_mut().insert(header::RANGE, range);
    }
    let served = ServeFile::new(path).try_call(request).await.map_err(WebError::fault)?;
    if served.status() == StatusCode::NOT_FOUND {
        return Err(WebError::fault("a file that the database knows cannot be opened"));
    }
    Ok(served.map(Body::new))
}

fn from_store(files: Contents, range: Option<HeaderValue>, opened: &Opened) -> Response {
    let bytes = opened.bytes;
    let part = range.as_ref().and_then(|r| r.to_str().ok()).and_then(|r| part_of(r, bytes));
    let mut response = Response::default();
    let headers = response.headers_mut();
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    let (from, to) = match part {
        Some(None) => {
            let all = HeaderValue::try_from(format!("bytes */{bytes}"));
            headers.extend(all.ok().map(|value| (header::CONTENT_RANGE, value)));
            *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            return response;
        }
        Some(Some((from, to))) => {
            let said = HeaderValue::try_from(format!("bytes {from}-{}/{bytes}", to - 1));
            headers.extend(said.ok().map(|value| (header::CONTENT_RANGE, value)));
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            (from, to)
        }
        None => (0, bytes),
    };
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(to - from));
    *response.body_mut() = Body::from_stream(pieces(files, opened.sha256, from, to, to - from == bytes));
    response
}

/// The bytes from `from` to before `to`. Of a whole content the last piece is given only where the hash of all is right: a reader of
/// a damaged one sees a line that broke.
fn pieces(
    files: Contents,
    sha256: [u8; 32],
    from: u64,
    to: u64,
    is_whole: bool,
) -> impl futures_util::Stream<Item = anyhow::Result<Bytes>> {
    stream::try_unfold((from, Sha256::new()), move |(at, mut sha)| {
        let files = files.clone();
        async move {
            if at >= to {
                return Ok(None);
            }
            let reading = tokio::task::spawn_blocking(move || {
                let piece = files.piece(&sha256, at, PIECE.min(to - at))?;
                let next = at + piece.len() as u64;
                if is_whole {
                    sha.update(&piece);
                    if next >= to && sha.clone().finalize()[..] != sha256[..] {
                        return Err(files.found_changed(&sha256).into());
                    }
                }
                Ok((Bytes::from(piece), (next, sha)))
            });
            reading.await?.map(Some)
        }
    })
}

/// What a header `Range` asks for of so many bytes: from where to before where. `Some(None)`: nothing that there is; `None`: all,
/// also where it asks for several parts.
fn part_of(range: &str, bytes: u64) -> Option<Option<(u64, u64)>> {
    let (from, to) = range.trim().strip_prefix("bytes=")?.split_once('-')?;
    let (from, to) = (from.trim(), to.trim());
    let part = match (from.is_empty(), to.is_empty()) {
        (true, true) => return None,
        (true, false) => (bytes.saturating_sub(to.parse().ok()?), bytes),
        (false, true) => (from.parse().ok()?, bytes),
        (false, false) => (from.parse().ok()?, to.parse::<u64>().ok()?.saturating_add(1).min(bytes)),
    };
    Some((part.0 < part.1).then_some(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_what_it_says() {
        for (range, is) in [
            ("bytes=0-0", Some(Some((0, 1)))),
            ("bytes=10-19", Some(Some((10, 20)))),
            ("bytes=90-", Some(Some((90, 100)))),
            ("bytes=-10", Some(Some((90, 100)))),
            ("bytes=-1000", Some(Some((0, 100)))),
            ("bytes=0-1000", Some(Some((0, 100)))),
            ("bytes=100-", Some(None)),
            ("bytes=20-10", Some(None)),
            ("bytes=-0", Some(None)),
            ("bytes=0-1,5-6", None),
            ("bytes=-", None),
            ("lines=0-1", None),
        ] {
            assert_eq!(part_of(range, 100), is, "{range}");
        }
    }
}
