//! Uploads that go on after a broken line, by the protocol tus 1.0: core, creation, termination, checksum, expiration.
//!
//! ```text
//! POST   /entries/{id}/uploads           announces a file; 201 with its address
//! HEAD   /entries/{id}/uploads/{token}   how many bytes are durable
//! PATCH  …                               the next bytes; the last of them puts the file into the working copy
//! DELETE …                               gives it up
//! ```
//!
//! An address opens nothing by itself: the session of the entry does. What is refused comes back as `{"error": "…"}` in the
//! person's language.

mod announce;
mod append;
mod line;
mod look;

use crate::page;
use crate::{Ctx, Msg};
use app::files::Upload;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

pub(super) use announce::announce;
pub(super) use append::append;
pub(crate) use line::Lines;
pub(super) use look::{give_up, look, tell};

const VERSION: &str = "1.0.0";
const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const CHECKSUM: HeaderName = HeaderName::from_static("upload-checksum");

/// The client must speak our version.
fn speaks(headers: &HeaderMap) -> Result<(), Box<Response>> {
    if headers.get(RESUMABLE).is_some_and(|v| v == VERSION) {
        return Ok(());
    }
    let known = [(HeaderName::from_static("tus-version"), HeaderValue::from_static(VERSION))];
    Err(Box::new((StatusCode::PRECONDITION_FAILED, known, page_of_nothing()).into_response()))
}

fn page_of_nothing() -> Response {
    page::json(StatusCode::PRECONDITION_FAILED, &serde_json::json!({}))
}

/// An answer without a body.
fn plain(status: StatusCode) -> Response {
    with_version(status.into_response())
}

fn with_version(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(RESUMABLE, HeaderValue::from_static(VERSION));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A refusal with a sentence for the person.
fn refused(ctx: &Ctx, status: StatusCode, why: &[Msg]) -> Response {
    let lines: Vec<String> = why.iter().map(|m| ctx.t.m(m).into_owned()).collect();
    with_version(page::json(status, &serde_json::json!({ "error": lines.join(" ") })))
}

/// How far the upload is.
fn offset(status: StatusCode, upload: &Upload, at: u64) -> Response {
    let mut response = plain(status);
    let headers = response.headers_mut();
    headers.insert(OFFSET, at.into());
    headers.insert(LENGTH, upload.bytes.into());
    expires(headers, upload);
    response
}

fn expires(headers: &mut HeaderMap, upload: &Upload) {
    if let Ok(value) = HeaderValue::try_from(upload.expires_at.http_date()) {
        headers.insert(EXPIRES, value);
    }
}

fn number(headers: &HeaderMap, name: HeaderName) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.parse().ok()
}
