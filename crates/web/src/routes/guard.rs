//! Runs before every handler: the access question, the size that is announced, the time that is allowed.

use super::{Access, Class, Gate, Route};
use crate::ctx::Ctx;
use crate::error::WebError;
use crate::flash;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use std::time::Duration;

/// A body beyond the limit is read and thrown away up to this size, so that a browser that is still sending gets to
/// read the answer; beyond it the connection is closed.
const DRAINED: u64 = 64 * 1_024 * 1_024;

const DRAIN_PATIENCE: Duration = Duration::from_secs(60);

pub(super) async fn check(State(route): State<Route>, mut request: Request, next: Next) -> Response {
    let ctx = request.extensions().get::<Ctx>().cloned();
    if route.access != Access::Public {
        let Some(ctx) = &ctx else {
            return WebError::fault("a guarded route was reached without a context").into_response();
        };
        match route.access.ask(&ctx.viewer, ctx.demo.is_some()) {
            Gate::Open => {}
            Gate::SignIn if route.method == Method::GET && !ctx.wants_json => {
                // An entrant has no account: code and PIN open the entry.
                let door = if route.access == Access::EntryHolder { "/lookup" } else { "/login" };
                return flash::see_other(&format!("{door}?next={}", escaped(&ctx.path)));
            }
            Gate::SignIn => return refuse(request, WebError::SignInNeeded).await,
            Gate::Forbidden => return refuse(request, WebError::Forbidden).await,
            Gate::NotFound => return refuse(request, WebError::NotFound).await,
        }
    }
    let limit = if has_files(&request) { route.class.limit() } else { Class::Form.limit() };
    let limit = if route.class == Class::Stream { route.class.limit() } else { limit };
    if announced(&request).is_some_and(|length| length > limit) {
        return refuse(request, WebError::TooLarge { limit }).await;
    }
    request.extensions_mut().insert(route.class);
    match tokio::time::timeout(route.class.patience(), next.run(request)).await {
        Ok(response) => response,
        Err(_) => WebError::Unavailable.into_response(),
    }
}

fn announced(request: &Request) -> Option<u64> {
    request.headers().get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Only a form of several parts can carry files.
fn has_files(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    kind.trim_start().to_ascii_lowercase().starts_with("multipart/")
}

async fn refuse(request: Request, error: WebError) -> Response {
    let drained = drain(request).await;
    let mut response = error.into_response();
    if !drained {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// True when the whole body was read.
async fn drain(request: Request) -> bool {
    if announced(&request).is_some_and(|length| length > DRAINED) {
        return false;
    }
    let mut body: axum::body::BodyDataStream = request.into_body().into_data_stream();
    let read_all = async {
        let mut read = 0_u64;
        while let Some(chunk) = body.next().await {
            let Ok(chunk) = chunk else { return false };
            read += chunk.len() as u64;
            if read > DRAINED {
                return false;
            }
        }
        true
    };
    tokio::time::timeout(DRAIN_PATIENCE, read_all).await.unwrap_or(false)
}

/// A path as the value of a query parameter.
pub(crate) fn escaped(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}
