//! gallery/entry: one entry as everybody may read it, and its files where the author agreed.

use super::{areas, authors};
use crate::page::{self, Page};
use crate::routes::escaped;
use crate::setup::words;
use crate::{Answer, AppState, Ctx, WebError, public_cache, setup};
use app::gallery::{Opened, entry};
use askama::Template;
use axum::extract::{Path, State};

#[derive(Template)]
#[template(path = "gallery/entry.html")]
struct Shown {
    page: Page,
    prize: String,
    summary: String,
    rows: Vec<(String, String)>,
    /// Whether the whole text is public.
    has_text: bool,
    sections: Vec<(String, String)>,
    has_files: bool,
    files: Vec<File>,
}

struct File {
    href: String,
    name: String,
    about: String,
}

pub async fn show(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((code, asked)): Path<(String, String)>,
) -> Answer {
    let read = state.db.read(move |tx| entry(tx, &code, &asked)).await.map_err(WebError::fault)?;
    let Opened { gallery, item, sections, files } = read.ok_or(WebError::NotFound)?;
    let t = ctx.t;
    let path = format!("/contests/{}/gallery", gallery.contest.code);
    let row = |key: &str, value: String| (t.s(key).into_owned(), value);
    let mut rows = vec![
        row("gallery-code", item.code.to_string()),
        row("gallery-authors", authors(t, &item)),
        row("gallery-unit", item.unit.clone()),
        row("gallery-area", areas(&item, &gallery.rules)),
        row("gallery-category", t.s(words::category_key(item.category)).into_owned()),
        row("gallery-form", t.s(words::form_key(item.form)).into_owned()),
    ];
    rows.retain(|(_, value)| !value.is_empty());
    let own = format!("{path}/{}", escaped(item.code.as_str()));
    let file = |(at, f): &(usize, domain::entry::Attachment)| File {
        href: format!("{own}/files/{at}"),
        name: f.name.clone(),
        about: format!("{}, {}", t.s(words::attachment_key(f.kind)), t.bytes(f.bytes)),
    };
    let shown = Shown {
        page: setup::headed(ctx.page_titled(item.title.clone()), &gallery.contest)
            .back_to(path, t.s("gallery-title")),
        prize: item.prize.map(|(_, name)| name).unwrap_or_default(),
        summary: item.summary,
        rows,
        has_text: item.disclosed.text,
        sections,
        has_files: item.disclosed.files,
        files: files.iter().map(file).collect(),
    };
    page::show(&shown).map(public_cache::public)
}

pub async fn file(
    State(state): State<AppState>,
    Path((code, asked, position)): Path<(String, String, String)>,
) -> Answer {
    let position: i64 = position.parse().map_err(|_| WebError::NotFound)?;
    let read = state.db.read(move |tx| app::gallery::file(tx, &code, &asked, position));
    let opened = read.await.map_err(WebError::fault)?.ok_or(WebError::NotFound)?;
    crate::entry::send(&state, None, opened).await
}
