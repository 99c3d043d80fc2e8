//! What is known about a request before its route is asked: language, viewer, address, the moment it arrived.

use crate::i18n::{Lang, Msg, T};
use crate::page::{ClockBar, Flash, Page};
use crate::viewer::Viewer;
use crate::{AppState, Config, cookie, error, flash, security, viewer};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::Response;
use domain::actor::Actor;
use domain::time::Instant;
use std::sync::Arc;

/// The context of a request; every handler may take it as an argument. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Ctx(Arc<Inner>);

#[derive(Debug)]
pub struct Inner {
    pub t: T,
    pub viewer: Viewer,
    /// The same one, as actions know them.
    pub actor: Actor,
    pub method: Method,
    /// Path and query as the browser sent them.
    pub path: String,
    /// The moment the head of the request arrived, by the time authority: the `now` of deadlines.
    pub now_ms: i64,
    /// What support asks for; shown on fault pages and logged.
    pub request_id: String,
    pub flash: Option<Msg>,
    pub config: Arc<Config>,
    /// Present in a demonstration.
    pub demo: Option<ClockBar>,
    /// True when the request came from a script of ours that wants data, not a page.
    pub wants_json: bool,
    /// True when the browser sent a session cookie, valid or not.
    pub has_session: bool,
    /// Where the request came from, for counting attempts. Never stored, never logged.
    pub address: std::net::IpAddr,
}

impl std::ops::Deref for Ctx {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Ctx {
    /// The moment the head of the request arrived: the `now` of every rule.
    pub fn now(&self) -> Instant {
        Instant(self.now_ms)
    }

    /// A page with this title, `title_key` without arguments.
    pub fn page(&self, title_key: &str) -> Page {
        self.page_titled(self.t.s(title_key))
    }

    /// A page with a title of its own.
    pub fn page_titled(&self, title: impl Into<String>) -> Page {
        Page::new(self, title.into())
    }

    /// 303 to a path of ours; the page there shows `msg` once at its top.
    pub fn redirect(&self, to: &str, msg: Msg) -> Response {
        flash::redirect(&self.config, to, msg)
    }

    /// 303 to a path of ours, without a message.
    pub fn see_other(&self, to: &str) -> Response {
        flash::see_other(to)
    }

    /// Only for tests of pages: a request of nobody in particular.
    pub fn for_tests(lang: Lang, viewer: Viewer, path: &str) -> Ctx {
        Ctx(Arc::new(Inner {
            t: T::new(lang),
            viewer,
            actor: Actor::Anonymous,
            method: Method::GET,
            path: path.to_owned(),
            now_ms: 0,
            request_id: String::new(),
            flash: None,
            config: Arc::default(),
            demo: None,
            wants_json: false,
            has_session: false,
            address: [127, 0, 0, 1].into(),
        }))
    }

    pub(crate) fn flash(&self) -> Option<Flash> {
        self.flash.as_ref().map(|msg| Flash { text: self.t.m(msg).into_owned() })
    }
}

impl FromRequestParts<AppState> for Ctx {
    type Rejection = error::WebError;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Ctx, error::WebError> {
        parts
            .extensions
            .get::<Ctx>()
            .cloned()
            .ok_or_else(|| error::WebError::fault("no context in the request"))
    }
}

/// The outermost layer of ours: makes the context, sets the headers, turns every failure into a page.
pub(crate) async fn layer(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path.starts_with("/static/") || path == "/healthz" {
        let mut response = next.run(request).await;
        security::set_headers(&state.config, response.headers_mut());
        return response;
    }

    let now_ms = state.clock.now().0;
    let (parts, body) = request.into_parts();
    let (viewer, actor) = viewer::from_request(&parts, &state, Instant(now_ms)).await;
    let headers = &parts.headers;
    let ctx = Ctx(Arc::new(Inner {
        t: T::new(cookie::lang(headers)),
        viewer,
        actor,
        method: parts.method.clone(),
        path: parts.uri.path_and_query().map_or_else(|| "/".to_owned(), |p| p.to_string()),
        now_ms,
        request_id: security::request_id(),
        flash: flash::read(headers),
        config: state.config.clone(),
        demo: state.config.demo.clone(),
        wants_json: headers
            .get(header::ACCEPT)
            .and_then(|v| v.to_str().ok())
            .is_some_and(|v| v.starts_with("application/json")),
        has_session: cookie::session(headers, &state.config).is_some()
            || cookie::entry_session(headers, &state.config).is_some(),
        address: viewer::address(headers, parts.extensions.get()),
    }));
    request = Request::from_parts(parts, body);
    request.extensions_mut().insert(ctx.clone());

    let response = next.run(request).await;
    let mut response = error::as_page(&ctx, response);
    flash::forget_when_shown(&ctx, &state.config, &mut response);
    security::set_headers(&state.config, response.headers_mut());
    security::set_privacy(&ctx, response.headers_mut());
    response
}
