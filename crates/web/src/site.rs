//! Pages about the site itself: language, accessibility.

use crate::{Access, Answer, AppState, Ctx, Lang, Page, Routes, WebError, cookie, flash, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header;
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::new().get("/lang/{code}", Access::Public, switch_language).get(
        "/accessibility",
        Access::Public,
        accessibility,
    )
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

/// Remembers the language and returns to the page.
async fn switch_language(
    State(state): State<AppState>,
    Path(code): Path<String>,
    Query(to): Query<Next>,
) -> Answer {
    let lang = Lang::parse(&code).ok_or(WebError::NotFound)?;
    let mut response = flash::see_other(&to.next);
    response.headers_mut().append(header::SET_COOKIE, cookie::set_lang(&state.config, lang));
    Ok(response)
}

#[derive(Template)]
#[template(path = "site/accessibility.html")]
struct Accessibility {
    page: Page,
}

async fn accessibility(ctx: Ctx) -> Answer {
    page::show(&Accessibility { page: ctx.page("site-accessibility-title") })
}
