//! Shows: routes, forms, pages, texts. No SQL lives here; what a page knows it was told by an action.
//!
//! How a page is written: `src/<slice>/<verb>.rs` takes [`ctx::Ctx`] (and [`form::FormData`] for a form), asks the
//! action, fills a template struct that has a field `page: Page`, and answers with [`page::show`]. Its template is
//! `templates/<slice>/<verb>.html`, its texts are in `locales/{vi,en}/<slice>.ftl`, its line in the route table names
//! the access question.

pub mod act;
pub mod assets;
pub mod cookie;
pub mod ctx;
pub mod error;
pub mod flash;
pub mod form;
pub mod format;
pub mod i18n;
pub mod page;
pub mod routes;
pub mod security;
pub mod site;
mod styleguide;
pub mod viewer;

pub use ctx::Ctx;
pub use error::WebError;
pub use form::{Choice, FieldErrors, Form, FormData, FormKey};
pub use i18n::{Arg, Lang, Msg, T};
pub use page::Page;
pub use routes::{Access, Route, Routes};

use axum::Router;
use axum::response::Response;
use page::ClockBar;
use std::sync::Arc;

/// What a handler answers.
pub type Answer = Result<Response, WebError>;

/// How this installation is reached and shown.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// Scheme and host as browsers see them, without a slash at the end: `https://thi.example.gov.vn`.
    pub base_url: String,
    /// Present where the program runs as a demonstration: the clock bar and the pages behind `Access::Demo`.
    pub demo: Option<ClockBar>,
}

impl Config {
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}

/// What every handler may use. Cheap to clone.
#[derive(Clone)]
pub struct AppState {
    pub config: Arc<Config>,
    /// The time authority. Asked once per request, when its head has arrived.
    pub clock: app::clock::Clock,
    pub db: app::db::Db,
    pub keys: app::keys::Keys,
    /// The folder that holds everything of this installation: database, files, secret.
    pub data_dir: Arc<std::path::Path>,
}

/// The whole site.
pub fn router(state: AppState) -> Router {
    router_of(routes::table(), state)
}

/// A site of these routes, with everything around them.
pub fn router_of(routes: Routes, state: AppState) -> Router {
    let csrf = match tower_http::csrf::CsrfLayer::new().add_trusted_origin(&state.config.base_url) {
        Ok(layer) => layer,
        Err(why) => {
            tracing::warn!(%why, "the base address is no origin; only requests to the same host are trusted");
            tower_http::csrf::CsrfLayer::new()
        }
    };
    routes
        .into_router()
        .fallback(async || WebError::NotFound)
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(security::on_panic))
        .layer(csrf)
        .layer(axum::middleware::from_fn_with_state(state.clone(), ctx::layer))
        .layer(
            tower_http::compression::CompressionLayer::new().quality(tower_http::CompressionLevel::Fastest),
        )
        .with_state(state)
}

/// GET /healthz: the process answers.
async fn health() -> &'static str {
    "ok\n"
}
