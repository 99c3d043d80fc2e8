//! documents/certificate: what the code of a certificate leads to: valid, revoked, unknown. Nobody is listed.

use crate::{Answer, AppState, Ctx, Page, WebError, page};
use app::documents::certificates::{Checked, check};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;

#[derive(Template)]
#[template(path = "documents/certificate.html")]
struct Shown {
    page: Page,
    token: String,
    verdict: Verdict,
}

enum Verdict {
    Valid { rows: Vec<(String, String)>, results: String },
    Revoked { since: String, reason: String, number: String },
    Unknown,
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(token): Path<String>) -> Answer {
    let asked = token.clone();
    let checked = state.db.read(move |tx| check(tx, &asked)).await.map_err(WebError::fault)?;
    let t = ctx.t;
    let (status, verdict) = match checked {
        Checked::Unknown => (StatusCode::NOT_FOUND, Verdict::Unknown),
        Checked::Revoked(c) => {
            let (at, reason) = c.revoked.unwrap_or((ctx.now(), String::new()));
            (StatusCode::OK, Verdict::Revoked { since: t.date_time(at), reason, number: c.number })
        }
        Checked::Valid(held) => {
            let row = |key: &str, value: String| (t.s(key).into_owned(), value);
            let w = &held.winner;
            let mut rows = vec![
                row("documents-certificate-contest", held.contest_name.clone()),
                row("documents-certificate-level", w.prizes.join(", ")),
                row("documents-certificate-entry", w.title.clone()),
                row("documents-certificate-who", w.authors.join(", ")),
                row("documents-certificate-unit", w.unit.clone()),
                row("documents-certificate-number", held.certificate.number.clone()),
                row("documents-certificate-day", t.day(held.certificate.dated)),
            ];
            rows.retain(|(_, value)| !value.is_empty());
            (
                StatusCode::OK,
                Verdict::Valid { rows, results: format!("/contests/{}/results", held.contest_code) },
            )
        }
    };
    let token: String = token.chars().filter(char::is_ascii_alphanumeric).take(64).collect();
    let page = ctx.page("documents-certificate-title");
    page::show_with(status, &Shown { page, token: grouped(&token.to_uppercase()), verdict })
}

/// `MZXW 6YTB OI4D SNJQ`: in fours, as people compare them.
pub fn grouped(token: &str) -> String {
    let letters: Vec<char> = token.chars().collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
