//! Every URL with the access question it asks.
//!
//! Each slice gives its own list by `pub fn routes() -> Routes`; [`table`] puts them together, [`Routes::list`] keeps
//! them for the tests that walk every route with every role.

mod access;
mod guard;

pub use access::{Access, Gate};
pub(crate) use guard::escaped;

use crate::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, get, on, post};
use std::time::Duration;

/// How much a route reads and how long it may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A page or a form: 1 MB, 30 seconds.
    Form,
    /// A form with files of up to 20 MB, over a weak line: 25 MB in all, 15 minutes.
    Upload,
    /// The files of an entry, sent without our script: up to 50 MB, 55 MB in all, 30 minutes.
    Files,
    /// One file in pieces, each as long as the line holds: 2 GiB, half a day.
    Stream,
}

impl Class {
    /// The most bytes of a body, included.
    pub fn limit(self) -> u64 {
        match self {
            Class::Form => 1_024 * 1_024,
            Class::Upload => 25 * 1_024 * 1_024,
            Class::Files => 55 * 1_024 * 1_024,
            Class::Stream => 2 * 1_024 * 1_024 * 1_024,
        }
    }

    /// The most bytes of a single file in a form.
    pub fn largest_file(self) -> u64 {
        match self {
            Class::Form | Class::Upload | Class::Stream => 20 * 1_024 * 1_024,
            Class::Files => domain::entry::draft::MAX_FILE_BYTES,
        }
    }

    pub fn patience(self) -> Duration {
        match self {
            Class::Form => Duration::from_secs(30),
            Class::Upload => Duration::from_secs(15 * 60),
            Class::Files => Duration::from_secs(30 * 60),
            Class::Stream => Duration::from_secs(12 * 3_600),
        }
    }
}

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
    pub class: Class,
}

/// Routes being put together.
#[derive(Default)]
pub struct Routes {
    list: Vec<Route>,
    handlers: Vec<(&'static str, MethodRouter<AppState>)>,
}

impl Routes {
    pub fn new() -> Routes {
        Routes::default()
    }

    pub fn get<H, A>(self, path: &'static str, access: Access, handler: H) -> Routes
    where
        H: Handler<A, AppState>,
        A: 'static,
    {
        self.add(Method::GET, path, access, Class::Form, get(handler))
    }

    pub fn post<H, A>(self, path: &'static str, access: Access, handler: H) -> Routes
    where
        H: Handler<A, AppState>,
        A: 'static,
    {
        self.add(Method::POST, path, access, Class::Form, post(handler))
    }

    /// A POST that may carry files.
    pub fn upload<H, A>(self, path: &'static str, access: Access, handler: H) -> Routes
    where
        H: Handler<A, AppState>,
        A: 'static,
    {
        self.add(Method::POST, path, access, Class::Upload, post(handler))
    }

    /// The POST that carries the files of an entry.
    pub fn files<H, A>(self, path: &'static str, access: Access, handler: H) -> Routes
    where
        H: Handler<A, AppState>,
        A: 'static,
    {
        self.add(Method::POST, path, access, Class::Files, post(handler))
    }

    /// A request of the upload protocol, not of a page.
    pub fn stream<H, A>(self, method: Method, path: &'static str, access: Access, handler: H) -> Routes
    where
        H: Handler<A, AppState>,
        A: 'static,
    {
        let filter = MethodFilter::try_from(method.clone()).unwrap_or(MethodFilter::GET);
        self.add(method, path, access, Class::Stream, on(filter, handler))
    }

    /// The routes of another slice after these.
    pub fn and(mut self, other: Routes) -> Routes {
        self.list.extend(other.list);
        self.handlers.extend(other.handlers);
        self
    }

    pub fn list(&self) -> &[Route] {
        &self.list
    }

    pub fn into_router(self) -> Router<AppState> {
        self.handlers.into_iter().fold(Router::new(), |router, (path, handler)| router.route(path, handler))
    }

    fn add(
        mut self,
        method: Method,
        path: &'static str,
        access: Access,
        class: Class,
        handler: MethodRouter<AppState>,
    ) -> Routes {
        let route = Route { method, path, access, class };
        let limit = usize::try_from(class.limit()).unwrap_or(usize::MAX);
        let handler = handler
            .route_layer(DefaultBodyLimit::max(limit))
            .route_layer(axum::middleware::from_fn_with_state(route.clone(), guard::check));
        self.list.push(route);
        self.handlers.push((path, handler));
        self
    }
}

/// All routes of the product.
pub fn table() -> Routes {
    Routes::new()
        .get("/healthz", Access::Public, crate::health)
        .get("/static/{file}", Access::Public, crate::assets::serve)
        .and(crate::site::routes())
        .and(crate::contest::routes())
        .and(crate::people::routes())
        .and(crate::notices::routes())
        .and(crate::judging::routes())
        .and(crate::awards::routes())
        .and(crate::entry::routes())
        .and(crate::styleguide::routes())
        .and(crate::setup::routes())
        .and(crate::results::routes())
        .and(crate::gallery::routes())
        .and(crate::personal::routes())
        .and(crate::lists::routes())
        .and(crate::audit::routes())
        .and(crate::documents::routes())
        .and(crate::screening::routes())
}
