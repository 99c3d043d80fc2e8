//! Shows: routes, forms, pages, texts. No SQL lives here; what a page knows it was told by an action.
//!
//! How a page is written. Its address is `slice/verb`: `src/<slice>/<verb>.rs`, `templates/<slice>/<verb>.html`, texts in
//! `locales/{vi,en}/<slice>.ftl` under keys that begin with `<slice>-`, one line in the slice's `routes()`.
//!
//! ```text
//! pub fn routes() -> Routes {
//!     Routes::new()
//!         .get("/units/{id}/rename", Access::Admin, show)
//!         .post("/units/{id}/rename", Access::Admin, submit)       // .upload(…) for a form with files
//! }
//!
//! #[derive(Template)]
//! #[template(path = "people/rename_unit.html")]                    // extends "_layout.html", fills the block `main`
//! struct Rename { page: Page, form: Form }
//!
//! async fn submit(State(state): State<AppState>, ctx: Ctx, Path(id): Path<i64>, data: FormData) -> Answer {
//!     let (name, now) = (data.get("name").to_owned(), ctx.now());
//!     let done = act::once(&state, &ctx, &data, move |tx, actor| …);        // the action; a second click is harmless
//!     match done.await? {
//!         Ok(to) => Ok(ctx.redirect(&to, Msg::new("people-unit-renamed"))),
//!         Err(reasons) => {
//!             let mut errors = FieldErrors::new();                 // a text for each refusal, beside its field
//!             let form = Form::refused(ctx.t, &data, errors);      // nothing typed is lost
//!             page::refuse(&Rename { page: ctx.page("people-rename-title").refused(true), form })
//!         }
//!     }
//! }
//! ```
//!
//! In the template `page.t.s("key")` is a text, `page.t.a1("key", "n", count)` one with an argument, `page.t.date_time(at)`,
//! `page.t.vnd(prize)`, `page.t.marks(mark)` print values (`format.rs`). Fields come from `_field.html`. Everything on one
//! page, to be looked at: `/styleguide` of a demonstration.

pub mod act;
pub mod assets;
mod audit;
mod awards;
mod contest;
pub mod cookie;
pub mod ctx;
pub mod documents;
mod entry;
pub mod error;
pub mod flash;
pub mod form;
pub mod format;
mod gallery;
pub mod i18n;

pub mod import_preview;
mod judging;
pub mod letters;
mod lists;
pub mod notices;
pub mod page;
mod people;
mod personal;
pub mod progress;
pub mod public_cache;
mod results;
pub mod routes;
pub mod screening;
pub mod security;
mod setup;
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
use axum::http::{Extensions, HeaderMap, StatusCode, Version, header};
use axum::response::Response;
use page::ClockBar;
use std::sync::Arc;
use tower_http::compression::Predicate;
use tower_http::compression::predicate::SizeAbove;

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
    /// Where the contents of files are.
    pub files: app::files::Contents,
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
        .layer(axum::Extension(app::contest::views::Views::new(state.db.clone())))
        .layer(axum::Extension(entry::Lines::default()))
        .layer(axum::Extension(app::audit::log::Log::new(state.keys.clone())))
        .layer(axum::middleware::from_fn_with_state(state.clone(), ctx::layer))
        .layer(axum::middleware::from_fn_with_state(
            (public_cache::PublicCache::default(), state.clone()),
            public_cache::layer,
        ))
        .layer(
            tower_http::compression::CompressionLayer::new()
                .quality(tower_http::CompressionLevel::Fastest)
                .compress_when(SizeAbove::new(1_000).and(is_text)),
        )
        .with_state(state)
}

/// Texts; not documents and pictures, which are packed already, and not streams of events.
fn is_text(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let is_text =
        kind.starts_with("text/") || kind.starts_with("application/json") || kind == "image/svg+xml";
    is_text && !kind.starts_with("text/event-stream")
}

/// GET /healthz: the process answers.
async fn health() -> &'static str {
    "ok\n"
}
