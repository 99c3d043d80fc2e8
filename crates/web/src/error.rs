//! Why a request has no ordinary answer, and the page that says so in the person's language.
//!
//! A handler returns `Result<Response, WebError>`. The error itself makes only a status; the outermost layer, which
//! knows the language and the viewer, turns it into a full page (or JSON for our own scripts). The same layer gives a
//! page to refusals of the layers below: forged origin, body too large, time out, panic, no such address.

use crate::ctx::Ctx;
use crate::i18n::{Msg, T};
use crate::page::{self, Page};
use app::files::s3::StoreFault;
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

#[derive(Debug)]
pub enum WebError {
    /// No such thing, or its existence is a secret from this person: both look the same.
    NotFound,
    /// The thing is known to exist, but is not for this person.
    Forbidden,
    /// A page for signed-in people was asked for by nobody in particular: a GET goes to the sign-in page.
    SignInNeeded,
    /// The request itself is malformed: nobody makes it with our pages.
    BadRequest(Msg),
    /// The body exceeds `limit` bytes.
    TooLarge {
        limit: u64,
    },
    /// Well-formed but refused, where there is no form to show again.
    Unprocessable(Vec<Msg>),
    /// Somebody else, or another tab, was faster.
    Conflict(Msg),
    TooMany {
        retry_after_s: u64,
    },
    /// The answer took too long, or the service is being stopped.
    Unavailable,
    /// The store of files gives no answer or refuses; the cause is for the operator.
    StoreAway(anyhow::Error),
    /// A fault of ours; the cause is for the operator.
    Fault(anyhow::Error),
}

impl WebError {
    pub fn fault(cause: impl std::fmt::Display) -> WebError {
        WebError::Fault(anyhow::anyhow!("{cause}"))
    }

    pub fn bad_request(key: &'static str) -> WebError {
        WebError::BadRequest(Msg::new(key))
    }

    pub fn status(&self) -> StatusCode {
        match self {
            WebError::NotFound => StatusCode::NOT_FOUND,
            WebError::Forbidden | WebError::SignInNeeded => StatusCode::FORBIDDEN,
            WebError::BadRequest(_) => StatusCode::BAD_REQUEST,
            WebError::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            WebError::Unprocessable(_) => StatusCode::UNPROCESSABLE_ENTITY,
            WebError::Conflict(_) => StatusCode::CONFLICT,
            WebError::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            WebError::Unavailable | WebError::StoreAway(_) => StatusCode::SERVICE_UNAVAILABLE,
            WebError::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Title and first sentence; further sentences tell what to do next.
    fn texts(&self, t: T) -> (String, Vec<String>) {
        let (title, lines): (&str, Vec<Msg>) = match self {
            WebError::NotFound => ("error-not-found-title", vec![Msg::new("error-not-found-text")]),
            WebError::Forbidden => ("error-forbidden-title", vec![Msg::new("error-forbidden-text")]),
            WebError::SignInNeeded => ("error-signed-out-title", vec![Msg::new("error-signed-out-text")]),
            WebError::BadRequest(why) => {
                ("error-bad-request-title", vec![why.clone(), Msg::new("error-bad-request-text")])
            }
            WebError::TooLarge { limit } => (
                "error-too-large-title",
                vec![Msg::new("error-too-large-text").arg("limit", t.bytes(*limit))],
            ),
            WebError::Unprocessable(reasons) => ("error-unprocessable-title", reasons.clone()),
            WebError::Conflict(why) => {
                ("error-conflict-title", vec![why.clone(), Msg::new("error-conflict-text")])
            }
            WebError::TooMany { retry_after_s } => (
                "error-too-many-title",
                vec![Msg::new("error-too-many-text").arg("wait", t.duration(retry_ms(*retry_after_s)))],
            ),
            WebError::Unavailable => ("error-unavailable-title", vec![Msg::new("error-unavailable-text")]),
            WebError::StoreAway(_) => ("error-store-title", vec![Msg::new("error-store-text")]),
            WebError::Fault(_) => ("error-fault-title", vec![Msg::new("error-fault-text")]),
        };
        (t.s(title).into_owned(), lines.iter().map(|m| t.m(m).into_owned()).collect())
    }
}

fn retry_ms(seconds: u64) -> i64 {
    i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1_000)
}

impl From<anyhow::Error> for WebError {
    fn from(cause: anyhow::Error) -> Self {
        match cause.downcast_ref() {
            Some(StoreFault::Away(_) | StoreFault::Refuses(_)) => WebError::StoreAway(cause),
            Some(StoreFault::Missing(_) | StoreFault::Changed(_)) | None => WebError::Fault(cause),
        }
    }
}

impl From<askama::Error> for WebError {
    fn from(cause: askama::Error) -> Self {
        WebError::Fault(cause.into())
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    page: Page,
    lines: Vec<String>,
    sign_in: bool,
    request_id: Option<String>,
}

/// Replaces a bare failure by the page that explains it. Pages and JSON made by handlers pass through.
pub(crate) fn as_page(ctx: &Ctx, response: Response) -> Response {
    let status = response.status();
    let carried = response.extensions().get::<Arc<WebError>>().cloned();
    if carried.is_none() && (status.as_u16() < 400 || has_own_body(&response)) {
        return response;
    }
    let error = carried.unwrap_or_else(|| Arc::new(of_status(status)));
    if let WebError::Fault(cause) | WebError::StoreAway(cause) = &*error {
        tracing::error!(request = ctx.request_id, method = %ctx.method, "fault: {cause:#}");
    }
    let mut page = if ctx.wants_json { as_json(ctx, &error) } else { as_html(ctx, &error) };
    *page.status_mut() = error.status();
    if let WebError::TooMany { retry_after_s } = *error {
        page.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after_s));
    }
    if let Some(close) = response.headers().get(header::CONNECTION) {
        page.headers_mut().insert(header::CONNECTION, close.clone());
    }
    page
}

/// The layers below us answer in plain text or with nothing; what is HTML or JSON was made on purpose.
fn has_own_body(response: &Response) -> bool {
    response.headers().get(header::CONTENT_TYPE).is_some_and(|t| !t.as_bytes().starts_with(b"text/plain"))
}

fn of_status(status: StatusCode) -> WebError {
    match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => WebError::NotFound,
        StatusCode::FORBIDDEN => WebError::Forbidden,
        StatusCode::PAYLOAD_TOO_LARGE => WebError::TooLarge { limit: crate::routes::Class::Form.limit() },
        StatusCode::TOO_MANY_REQUESTS => WebError::TooMany { retry_after_s: 60 },
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => {
            WebError::Unavailable
        }
        s if s.is_client_error() => WebError::bad_request("error-bad-request-reason"),
        s => WebError::fault(format_args!("a layer answered {s}")),
    }
}

fn as_html(ctx: &Ctx, error: &WebError) -> Response {
    let (title, lines) = error.texts(ctx.t);
    let is_fault = matches!(error, WebError::Fault(_));
    let template = ErrorPage {
        page: ctx.page_titled(title),
        lines,
        sign_in: matches!(error, WebError::SignInNeeded),
        request_id: is_fault.then(|| ctx.request_id.clone()),
    };
    match template.render() {
        Ok(html) => axum::response::Html(html).into_response(),
        Err(cause) => {
            tracing::error!(request = ctx.request_id, "the error page itself failed: {cause}");
            template.lines.join("\n").into_response()
        }
    }
}

fn as_json(ctx: &Ctx, error: &WebError) -> Response {
    let (title, lines) = error.texts(ctx.t);
    page::json(
        error.status(),
        &serde_json::json!({ "error": title, "lines": lines, "request": ctx.request_id }),
    )
}
