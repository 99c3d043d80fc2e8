//! /judging/{contest}/scores.csv and .xlsx: all signed marks, one line for each criterion of each sheet, in the columns of the
//! contest folder, so that the file can be read in again.

use super::bar;
use crate::act::loaded;
use crate::{Answer, AppState, Ctx, WebError};
use app::judging::export::{RoundScores, scores};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::ids::ContestId;
use print::csv::Csv;
use print::xlsx::{Book, Cell, Column};

async fn read(state: &AppState, ctx: &Ctx, contest: i64) -> Result<Vec<RoundScores>, WebError> {
    let actor = ctx.actor.clone();
    loaded(state.db.read(move |tx| scores(tx, &actor, ContestId(contest))).await)
}

pub async fn csv(State(state): State<AppState>, ctx: Ctx, Path(contest): Path<i64>) -> Answer {
    let rounds = read(&state, &ctx, contest).await?;
    let mut csv = Csv::for_spreadsheets();
    csv.row(["round", "judge_code", "entry_code", "criterion", "points", "comment"]);
    for round in &rounds {
        for sheet in &round.sheets {
            for (at, mark) in sheet.marks.iter().enumerate() {
                csv.text(round.round.as_str()).text(sheet.judge.as_str()).text(sheet.entry.as_str());
                csv.text(round.criteria.get(at).map_or("", |c| c.0.as_str())).marks(*mark);
                csv.text(sheet.comments.get(at).map_or("", |c| c.as_str())).end_row();
            }
        }
    }
    Ok(attachment("scores.csv", "text/csv; charset=utf-8", csv.into_bytes()))
}

pub async fn xlsx(State(state): State<AppState>, ctx: Ctx, Path(contest): Path<i64>) -> Answer {
    let rounds = read(&state, &ctx, contest).await?;
    let t = ctx.t;
    let mut book = Book::new(&t.s("judging-export-title")).map_err(WebError::fault)?;
    for round in &rounds {
        let (entry, judge, total) =
            (t.s("judging-export-entry"), t.s("judging-export-judge"), t.s("judging-export-general"));
        let mut columns = vec![Column { heading: &entry, width: 14 }, Column { heading: &judge, width: 10 }];
        columns.extend(round.criteria.iter().map(|c| Column { heading: &c.1, width: 14 }));
        columns.push(Column { heading: &total, width: 40 });
        let rows = round.sheets.iter().map(|s| {
            let mut row: Vec<Cell<'_>> = vec![s.entry.as_str().into(), s.judge.as_str().into()];
            row.extend(s.marks.iter().map(|m| Cell::Marks(*m)));
            row.push(s.general_comment.as_str().into());
            row
        });
        book.sheet(&bar::named(t, &round.round_name, &round.round), &[], &columns, rows)
            .map_err(WebError::fault)?;
    }
    let bytes = book.into_bytes().map_err(WebError::fault)?;
    Ok(attachment("scores.xlsx", XLSX, bytes))
}

pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A file to be kept, not shown.
pub fn attachment(name: &str, content_type: &'static str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, content_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes)
        .into_response()
}
