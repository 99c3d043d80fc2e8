//! results/package: the file from which anybody recomputes the result with `sangkien verify`, from the release on.

use crate::public_cache::public;
use crate::{Answer, AppState, WebError};
use app::awards::package::package;
use app::contest::store::find_by_code;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;

pub async fn file(State(state): State<AppState>, Path(code): Path<String>) -> Answer {
    let keys = state.keys.clone();
    let read = move |tx: &mut app::db::Tx| {
        let Some(contest) = find_by_code(tx, &code)? else { return Ok(None) };
        Ok::<_, app::db::DbFault>(package(tx, &keys, contest.id)?.map(|p| p.to_bytes()))
    };
    let found = state.db.read(read).await.map_err(WebError::fault)?;
    let bytes = found.ok_or(WebError::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"result.pkg\""),
    ];
    Ok(public((headers, bytes).into_response()))
}

/// The page that recomputes a package in a browser, to be saved and opened without a server: one file, the same for every contest.
const VERIFIER: &str = include_str!("../../offline/verify.html");

pub async fn verifier() -> Answer {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"verify.html\""),
    ];
    Ok(public((headers, VERIFIER).into_response()))
}
