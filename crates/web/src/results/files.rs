//! results/files: the list of prizes as CSV and as a workbook. Texts that a spreadsheet would take for a formula stay texts.

use super::{Released, load, pool_key};
use crate::setup::words;
use crate::{Answer, AppState, Ctx, T, WebError};
use app::awards::store::{SideShown, Winner};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use print::csv::Csv;
use print::xlsx::{Book, Cell, Column};

const HEADINGS: [&str; 9] = [
    "results-column-place",
    "results-column-level",
    "results-column-pool",
    "results-column-code",
    "results-column-entry",
    "results-column-authors",
    "results-column-unit",
    "results-column-points",
    "results-column-amount",
];
const WIDTHS: [u16; 9] = [8, 14, 14, 12, 50, 40, 30, 10, 16];

/// The texts of a row, money and points apart.
fn texts(t: T, w: &Winner) -> [String; 6] {
    [
        w.level_name.clone(),
        t.s(pool_key(w.pool)).into_owned(),
        w.code.to_string(),
        w.title.clone(),
        w.authors.join(", "),
        if w.unit.is_empty() { t.s(words::category_key(w.category)).into_owned() } else { w.unit.clone() },
    ]
}

/// The same of a side prize; it stands outside the pools.
fn side_texts(t: T, s: &SideShown) -> [String; 6] {
    [
        s.name.clone(),
        t.s("awards-side-title").into_owned(),
        s.entry.as_ref().map(|(_, code)| code.to_string()).unwrap_or_default(),
        s.title.clone(),
        s.authors.join(", "),
        s.unit.clone(),
    ]
}

pub async fn csv(State(state): State<AppState>, ctx: Ctx, Path(code): Path<String>) -> Answer {
    let Released { contest, result, .. } = load(&state, code).await?;
    let t = ctx.t;
    let mut out = Csv::for_spreadsheets();
    for key in HEADINGS {
        out.text(&t.s(key));
    }
    out.end_row();
    for w in &result.winners {
        out.integer(whole(w.place));
        for text in &texts(t, w) {
            out.text(text);
        }
        out.text(&t.ratio(w.value)).integer(w.amount.0).end_row();
    }
    for s in &result.side {
        out.text("");
        for text in &side_texts(t, s) {
            out.text(text);
        }
        out.text("").integer(s.amount.0).end_row();
    }
    Ok(download(&contest.code, "csv", "text/csv; charset=utf-8", out.into_bytes()))
}

pub async fn xlsx(State(state): State<AppState>, ctx: Ctx, Path(code): Path<String>) -> Answer {
    let Released { contest, result, .. } = load(&state, code).await?;
    let (t, name) = (ctx.t, contest.code.clone());
    let made = tokio::task::spawn_blocking(move || {
        let headings = HEADINGS.map(|key| t.s(key));
        let columns: Vec<Column<'_>> =
            headings.iter().zip(WIDTHS).map(|(heading, width)| Column { heading, width }).collect();
        let rows = result.winners.iter().map(|w| {
            let hundredths = i64::try_from(w.value.rounded_hundredths()).unwrap_or(i64::MAX);
            let mut row = vec![Cell::Integer(whole(w.place))];
            row.extend(texts(t, w).map(Cell::from));
            row.extend([Cell::Rounded(hundredths), Cell::Money(w.amount)]);
            row
        });
        let side = result.side.iter().map(|s| {
            let mut row = vec![Cell::Blank];
            row.extend(side_texts(t, s).map(Cell::from));
            row.extend([Cell::Blank, Cell::Money(s.amount)]);
            row
        });
        let rows = rows.chain(side);
        let released = t.a1("results-released", "at", t.date_time(result.released_at));
        let mut book = Book::new(&contest.name)?;
        book.sheet(&t.s("results-sheet"), &[&contest.name, &released], &columns, rows)?;
        book.into_bytes()
    });
    let bytes = made.await.map_err(WebError::fault)?.map_err(WebError::fault)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(download(&name, "xlsx", kind, bytes))
}

fn whole(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn download(code: &str, ext: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let plain: String = code.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let disposition = format!("attachment; filename=\"ket-qua-{plain}.{ext}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes)
        .into_response()
}
