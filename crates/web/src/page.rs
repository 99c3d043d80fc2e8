//! What every page has around its content: title, header, phase line, back link, messages, footer.
//!
//! A page's template is a struct with a field `page: Page`; its file extends `_layout.html` and fills the block `main`.
//! [`show`] sends it, [`refuse`] sends it again with status 422 after a refusal.

mod nav;
mod pager;

pub use nav::NavLink;
pub use pager::Pager;

use crate::ctx::Ctx;
use crate::error::WebError;
use crate::i18n::{Msg, T};
use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use std::borrow::Cow;

#[derive(Debug, Clone)]
pub struct Page {
    pub t: T,
    pub title: String,
    /// Path and query: where the language switch comes back to.
    pub path: String,
    /// The name of the signed-in person.
    pub person: Option<String>,
    pub nav: Vec<NavLink>,
    pub flash: Option<Flash>,
    pub demo: Option<ClockBar>,
    pub contest: Option<ContestHead>,
    /// Where the contest stands, as a sentence.
    pub phase: Option<String>,
    pub back: Option<BackLink>,
    /// Uses the whole width: boards and long tables.
    pub wide: bool,
    /// The form on it was refused: the title begins with "Error".
    pub refused: bool,
    /// The moment of the request, for countdowns and deadlines.
    pub now_ms: i64,
    scripts: Vec<&'static str>,
}

/// A message after a redirect.
#[derive(Debug, Clone)]
pub struct Flash {
    pub text: String,
}

/// The simulated clock of the demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockBar {
    pub presets: Vec<ClockPreset>,
}

impl ClockBar {
    /// Whether the page is seen at this moment or after it, and before the next one.
    pub fn shows(&self, preset: &ClockPreset, now_ms: &i64) -> bool {
        self.presets.iter().rev().find(|p| p.at_ms <= *now_ms).is_some_and(|p| p.at_ms == preset.at_ms)
    }
}

/// A moment that the clock can be set to: the value of the field `at` of POST /demo/clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockPreset {
    pub at_ms: i64,
    /// The key of its name.
    pub label: &'static str,
}

#[derive(Debug, Clone)]
pub struct ContestHead {
    pub name: String,
    pub href: String,
}

#[derive(Debug, Clone)]
pub struct BackLink {
    pub href: String,
    pub text: String,
}

impl Page {
    pub(crate) fn new(ctx: &Ctx, title: String) -> Page {
        Page {
            t: ctx.t,
            title,
            path: ctx.path.clone(),
            person: ctx.viewer.person.as_ref().map(|p| p.name.clone()),
            nav: nav::links(&ctx.viewer, ctx.t, &ctx.path),
            flash: ctx.flash(),
            demo: ctx.demo.clone(),
            contest: None,
            phase: None,
            back: None,
            wide: false,
            refused: false,
            now_ms: ctx.now_ms,
            scripts: Vec::new(),
        }
    }

    /// A back link with the word "Back".
    pub fn back(self, href: impl Into<String>) -> Page {
        let text = self.t.s("page-back").into_owned();
        self.back_to(href, text)
    }

    /// A back link that names where it leads.
    pub fn back_to(mut self, href: impl Into<String>, text: impl Into<String>) -> Page {
        self.back = Some(BackLink { href: href.into(), text: text.into() });
        self
    }

    pub fn contest(mut self, name: impl Into<String>, href: impl Into<String>) -> Page {
        self.contest = Some(ContestHead { name: name.into(), href: href.into() });
        self
    }

    pub fn phase(mut self, sentence: impl Into<String>) -> Page {
        self.phase = Some(sentence.into());
        self
    }

    pub fn wide(mut self) -> Page {
        self.wide = true;
        self
    }

    /// Says in the title that the form was refused: `.refused(form.is_refused())`.
    pub fn refused(mut self, refused: bool) -> Page {
        self.refused = refused;
        self
    }

    /// Adds a module of `static/` that improves this page.
    pub fn script(mut self, name: &'static str) -> Page {
        self.scripts.push(name);
        self
    }

    /// A message at the top, as after a redirect.
    pub fn flash(mut self, msg: &Msg) -> Page {
        self.flash = Some(Flash { text: self.t.m(msg).into_owned() });
        self
    }

    pub fn asset(&self, name: &str) -> &'static str {
        crate::assets::url(name)
    }

    pub fn script_urls(&self) -> impl Iterator<Item = &'static str> {
        self.scripts.iter().map(|name| crate::assets::url(name))
    }

    /// True from that instant on.
    pub fn is_past(&self, at: impl Into<crate::format::At>) -> bool {
        self.now_ms >= at.into().0
    }

    /// Shorthand of `page.t.s`.
    pub fn s(&self, key: &str) -> Cow<'static, str> {
        self.t.s(key)
    }

    /// The address that switches the language and comes back here.
    pub fn switch_href(&self) -> String {
        let next = crate::routes::escaped(&self.path);
        format!("/lang/{}?next={next}", self.t.lang.other().code())
    }

    pub fn sign_in_href(&self) -> String {
        format!("/login?next={}", crate::routes::escaped(&self.path))
    }
}

/// The page with status 200.
pub fn show(template: &impl Template) -> Result<Response, WebError> {
    show_with(StatusCode::OK, template)
}

/// The page again, with status 422: the rule or the form refused and nothing changed.
pub fn refuse(template: &impl Template) -> Result<Response, WebError> {
    show_with(StatusCode::UNPROCESSABLE_ENTITY, template)
}

/// The page with a status of its own, such as 409.
pub fn show_with(status: StatusCode, template: &impl Template) -> Result<Response, WebError> {
    Ok((status, Html(template.render()?)).into_response())
}

/// Data for a script of ours.
pub fn json(status: StatusCode, value: &serde_json::Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], value.to_string()).into_response()
}
