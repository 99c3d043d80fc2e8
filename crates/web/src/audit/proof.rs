//! /entries/{id}/proof: that the log holds the handing in of an entry, on a page and as a file that `sangkien verify` checks.

use crate::act::loaded;
use crate::{Answer, AppState, Ctx, Page, WebError, page};
use app::audit::log::Log;
use app::audit::proof::{EntryProof, of_entry};
use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use domain::ids::EntryId;

#[derive(Template)]
#[template(path = "audit/proof.html")]
struct Shown {
    page: Page,
    id: i64,
    code: String,
    seq: String,
    version: i64,
    size: u64,
    root: String,
    steps: usize,
    log_href: String,
    facts: String,
}

async fn load(state: &AppState, log: Log, ctx: &Ctx, id: &str) -> Result<(EntryId, EntryProof), WebError> {
    let id = id.parse().map(EntryId).map_err(|_| WebError::NotFound)?;
    let (actor, now) = (crate::entry::who(ctx, id), ctx.now());
    Ok((id, loaded(state.db.read(move |tx| of_entry(tx, &log, &actor, id, now)).await)?))
}

pub async fn show(
    State(state): State<AppState>,
    Extension(log): Extension<Log>,
    ctx: Ctx,
    Path(id): Path<String>,
) -> Answer {
    let (id, held) = load(&state, log, &ctx, &id).await?;
    let page = ctx
        .page("audit-proof-title")
        .contest(&held.contest.name, format!("/contests/{}", held.contest.code))
        .back(format!("/entries/{}", id.0));
    page::show(&Shown {
        page,
        id: id.0,
        code: held.code,
        seq: ctx.t.number(held.seq),
        version: held.version,
        log_href: format!(
            "/log?size={}&root={}",
            held.at.size,
            data_encoding::BASE64URL_NOPAD.encode(&held.at.root)
        ),
        size: held.at.size,
        root: data_encoding::BASE64.encode(&held.at.root),
        steps: held.shown["proof"].as_array().map_or(0, Vec::len),
        facts: held.shown["line"]["facts"].as_str().unwrap_or_default().to_owned(),
    })
}

pub async fn file(
    State(state): State<AppState>,
    Extension(log): Extension<Log>,
    ctx: Ctx,
    Path(id): Path<String>,
) -> Answer {
    let (_, held) = load(&state, log, &ctx, &id).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"receipt-proof.json\""),
    ];
    Ok((headers, held.shown.to_string()).into_response())
}
