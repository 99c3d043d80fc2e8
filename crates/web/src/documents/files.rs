//! documents/files: papers as files, made anew each time: drafts of the contest's papers, the papers of units and authors.

use super::compose;
use super::paper::load;
use crate::act::loaded;
use crate::{Answer, AppState, Ctx, WebError};
use app::audit::log::Log;
use app::documents::units;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use domain::documents::DocumentKind;
use domain::ids::{BatchId, ContestId, EntryId, SheetId, UnitId};
use print::document::{Document, docx, pdf};
use print::papers::Made;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Pdf,
    Docx,
    Xlsx,
}

fn format_of(word: &str) -> Result<Format, WebError> {
    match word {
        "pdf" => Ok(Format::Pdf),
        "docx" => Ok(Format::Docx),
        "xlsx" => Ok(Format::Xlsx),
        _ => Err(WebError::NotFound),
    }
}

/// A paper of the contest as its saved text makes it now.
pub async fn draft(
    State(state): State<AppState>,
    Extension(log): Extension<Log>,
    ctx: Ctx,
    Path((code, kind, format)): Path<(String, String, String)>,
) -> Answer {
    let format = format_of(&format)?;
    let held = load(&state, &ctx, &log, code, &kind).await?;
    let base = &ctx.config.base_url;
    let document = held.document(base)?;
    let name = held.kind.word();
    if format == Format::Xlsx {
        let paper = print::contest::Paper { facts: &held.facts, base };
        let book = paper.workbook(held.kind, &held.fields(base)).ok_or(WebError::NotFound)?;
        return Ok(sent(name, format, book.map_err(WebError::fault)?));
    }
    printed(name, format, document).await
}

/// Minutes of a unit's screening.
pub async fn minutes(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((contest, unit, format)): Path<(String, String, String)>,
) -> Answer {
    let (format, contest, unit) = (format_of(&format)?, ContestId(number(&contest)?), UnitId(number(&unit)?));
    let (actor, now) = (ctx.actor.clone(), ctx.now());
    let read = move |tx: &mut app::db::Tx| units::minutes(tx, &actor, contest, unit, now);
    let seen = loaded(state.db.read(read).await)?;
    paper(DocumentKind::ScreeningMinutes.word(), format, compose::minutes(seen, ctx.now().day())).await
}

/// The head's sheet of an entry.
pub async fn confirmation(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((entry, format)): Path<(String, String)>,
) -> Answer {
    let (format, entry) = (format_of(&format)?, EntryId(number(&entry)?));
    let (actor, now) = (ctx.actor.clone(), ctx.now());
    let read = move |tx: &mut app::db::Tx| units::confirmation(tx, &actor, entry, now);
    let seen = loaded(state.db.read(read).await)?;
    paper(DocumentKind::Confirmation.word(), format, compose::confirmation(seen)).await
}

/// The letter of a batch with its list.
pub async fn letter(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((batch, format)): Path<(String, String)>,
) -> Answer {
    let (format, batch) = (format_of(&format)?, BatchId(number(&batch)?));
    let (actor, now) = (ctx.actor.clone(), ctx.now());
    let read = move |tx: &mut app::db::Tx| units::letter(tx, &actor, batch, now);
    let seen = loaded(state.db.read(read).await)?;
    paper(DocumentKind::CoverLetter.word(), format, compose::letter(seen, ctx.now().day())).await
}

/// The receipt of an entry, for its author and for the clerk who took it.
pub async fn receipt(
    State(state): State<AppState>,
    Extension(log): Extension<Log>,
    ctx: Ctx,
    Path((entry, format)): Path<(String, String)>,
) -> Answer {
    let (format, entry) = (format_of(&format)?, EntryId(number(&entry)?));
    let (actor, now) = (crate::entry::who(&ctx, entry), ctx.now());
    let read = move |tx: &mut app::db::Tx| units::receipt(tx, &log, &actor, entry, now);
    let seen = loaded(state.db.read(read).await)?;
    paper(DocumentKind::Receipt.word(), format, compose::receipt(seen, &ctx.config.base_url)).await
}

/// A score sheet: its judge's own, or a signed one for those who run the judging.
pub async fn sheet(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((sheet, format)): Path<(String, String)>,
) -> Answer {
    let (format, sheet) = (format_of(&format)?, SheetId(number(&sheet)?));
    let actor = ctx.actor.clone();
    let read = move |tx: &mut app::db::Tx| app::documents::sheet::sheet(tx, &actor, sheet);
    let seen = loaded(state.db.read(read).await)?;
    // A paper of the office is in Vietnamese, whoever asks for it.
    let t = crate::T::new(crate::Lang::Vi);
    let sealed = seen.1.file.signed_at.map(|at| t.a1("documents-sheet-sealed", "at", t.date_time(at)));
    let made = compose::sheet(seen, sealed.unwrap_or_default(), ctx.now().day());
    paper(DocumentKind::ScoreSheet.word(), format, made).await
}

fn number(text: &str) -> Result<i64, WebError> {
    text.parse().map_err(|_| WebError::NotFound)
}

async fn paper(name: &'static str, format: Format, made: Made) -> Answer {
    // A wording is checked before it is saved, with values that are examples.
    let document = made.map_err(|why| WebError::fault(format!("{name}: {why:?}")))?;
    if format == Format::Xlsx {
        return Err(WebError::NotFound);
    }
    printed(name, format, document).await
}

async fn printed(name: &'static str, format: Format, document: Document) -> Answer {
    let made = tokio::task::spawn_blocking(move || match format {
        Format::Docx => docx::render(&document).map_err(WebError::fault),
        Format::Pdf | Format::Xlsx => pdf::render(&document).map_err(WebError::fault),
    });
    Ok(sent(name, format, made.await.map_err(WebError::fault)??))
}

fn sent(name: &str, format: Format, bytes: Vec<u8>) -> axum::response::Response {
    let (kind, extension) = match format {
        Format::Pdf => ("application/pdf", "pdf"),
        Format::Docx => ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
        Format::Xlsx => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    };
    let disposition = format!("attachment; filename=\"{name}.{extension}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes)
        .into_response()
}
