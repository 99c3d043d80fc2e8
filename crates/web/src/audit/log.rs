//! /log: the audit log for everybody: its signed checkpoint, its tiles, and whether it still continues a checkpoint that
//! somebody kept. Only hashes; addresses as in C2SP tlog-tiles.

use crate::{Answer, AppState, Ctx, Page, WebError, page};
use app::audit::log::Log;
use app::audit::proof::{Compared, compare, note};
use app::audit::tiles::Tile;
use app::audit::tree::Hash;
use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use data_encoding::{BASE64, BASE64URL_NOPAD};
use serde::Deserialize;
use serde_json::json;

#[derive(Template)]
#[template(path = "audit/log.html")]
struct Shown {
    page: Page,
    size: String,
    root: String,
    note: String,
    key: String,
    asked_size: String,
    asked_root: String,
    /// What came of the comparison, and whether all is well.
    verdict: Option<(String, bool)>,
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    size: String,
    #[serde(default)]
    root: String,
}

/// A root as people type or codes carry it. A plus sign in an address arrives as a space, also at the beginning.
fn root_of(text: &str) -> Option<Hash> {
    let read = |text: &str| -> Option<Hash> {
        let url = text.trim_end_matches('=').replace(['+', ' '], "-").replace('/', "_");
        BASE64URL_NOPAD.decode(url.as_bytes()).ok()?.try_into().ok()
    };
    read(text.trim()).or_else(|| read(text.trim_matches(['\r', '\n', '\t'])))
}

pub async fn show(
    State(state): State<AppState>,
    Extension(log): Extension<Log>,
    ctx: Ctx,
    Query(asked): Query<Asked>,
) -> Answer {
    let is_asked = !asked.size.trim().is_empty() || !asked.root.trim().is_empty();
    let (size, root) = (asked.size.trim().parse::<u64>().ok(), root_of(&asked.root));
    let read = move |tx: &mut app::db::Tx| {
        let (at, note, key) = note(tx, &log)?;
        let compared = match (size, root) {
            (Some(size), Some(root)) => Some(compare(tx, &log, size, Some(root))?),
            _ => None,
        };
        Ok::<_, app::db::DbFault>((at, note, key, compared))
    };
    let (at, note, key, compared) = state.db.read(read).await.map_err(WebError::fault)?;
    let t = ctx.t;
    let verdict = match compared {
        Some(Compared::Continues { old, new, .. }) => {
            let added = new.size - old.size;
            Some((t.a2("audit-log-continues", "size", old.size, "added", added), true))
        }
        Some(Compared::Differs { .. }) => Some((t.s("audit-log-differs").into_owned(), false)),
        Some(Compared::TooLong { new }) => Some((t.a1("audit-log-too-long", "size", new.size), false)),
        None if is_asked => Some((t.s("audit-log-unreadable").into_owned(), false)),
        None => None,
    };
    page::show(&Shown {
        page: ctx.page("audit-log-title"),
        size: t.number(at.size),
        root: BASE64.encode(&at.root),
        note,
        key,
        asked_size: asked.size,
        asked_root: asked.root,
        verdict,
    })
}

/// GET: the signed note of the log of now.
pub async fn checkpoint(State(state): State<AppState>, Extension(log): Extension<Log>) -> Answer {
    let (_, note, _) = state.db.read(move |tx| note(tx, &log)).await.map_err(WebError::fault)?;
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    Ok((headers, note).into_response())
}

/// GET: a tile of the tree; a full one never changes.
pub async fn tile(
    State(state): State<AppState>,
    Extension(log): Extension<Log>,
    Path(path): Path<String>,
) -> Answer {
    let tile = Tile::parse(&path).ok_or(WebError::NotFound)?;
    let read = move |tx: &mut app::db::Tx| log.of(tx, |tree| tile.content(tree));
    let content = state.db.read(read).await.map_err(WebError::fault)?.ok_or(WebError::NotFound)?;
    let keep = if tile.is_full() { "public, max-age=31536000, immutable" } else { "public, max-age=60" };
    let headers = [(header::CONTENT_TYPE, "application/octet-stream"), (header::CACHE_CONTROL, keep)];
    Ok((headers, content).into_response())
}

#[derive(Deserialize)]
pub struct Sizes {
    #[serde(default = "first")]
    from: u64,
}

fn first() -> u64 {
    1
}

/// GET: that the log of now continues that of `from` lines; without a number that of its first line.
pub async fn consistency(
    State(state): State<AppState>,
    Extension(log): Extension<Log>,
    Query(Sizes { from }): Query<Sizes>,
) -> Answer {
    let read = move |tx: &mut app::db::Tx| {
        let compared = compare(tx, &log, from, None)?;
        let (_, note, key) = note(tx, &log)?;
        Ok::<_, app::db::DbFault>((compared, note, key))
    };
    let (compared, note, key) = state.db.read(read).await.map_err(WebError::fault)?;
    let Compared::Continues { old, new, proof } = compared else { return Err(WebError::NotFound) };
    let proof: Vec<String> = proof.iter().map(|h| BASE64.encode(h)).collect();
    let value = json!({
        "from": old.size, "from_root": BASE64.encode(&old.root), "to": new.size, "to_root": BASE64.encode(&new.root),
        "proof": proof, "checkpoint": note, "key": key,
    });
    Ok(page::json(StatusCode::OK, &value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_is_read_as_it_is_printed_and_as_its_code_carries_it() {
        let root: Hash = std::array::from_fn(|i| (i * 37 + 250) as u8);
        let printed = BASE64.encode(&root);
        assert!(printed.contains(['+', '/']), "the interesting letters: {printed}");
        for text in
            [&printed, &BASE64URL_NOPAD.encode(&root), &format!(" {printed}\n"), &printed.replace('+', " ")]
        {
            assert_eq!(root_of(text), Some(root), "{text}");
        }
        for bad in ["", "abc", &printed[1..], &format!("{printed}A")] {
            assert_eq!(root_of(bad), None, "{bad}");
        }
    }
}
