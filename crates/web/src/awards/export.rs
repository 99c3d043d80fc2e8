//! /awards/{contest}/standings.csv and .xlsx.

use super::standings::{level_name, read};
use crate::judging::{XLSX, attachment};
use crate::{Answer, AppState, Ctx, WebError};
use app::awards::view::Standings;
use axum::extract::{Path, State};
use domain::awards::allocate::Line;
use domain::contest::Pool;
use domain::ids::ContestId;
use print::csv::Csv;
use print::xlsx::{Book, Cell, Column};

async fn standings(state: &AppState, ctx: &Ctx, contest: i64) -> Result<Standings, WebError> {
    read(state, ctx, ContestId(contest)).await?.1.ok_or(WebError::NotFound)
}

fn lines(view: &Standings) -> impl Iterator<Item = (Pool, &Line)> {
    view.allocation.pools.iter().flat_map(|p| p.lines.iter().map(move |l| (p.pool, l)))
}

pub async fn csv(State(state): State<AppState>, ctx: Ctx, Path(contest): Path<i64>) -> Answer {
    let view = standings(&state, &ctx, contest).await?;
    let mut csv = Csv::for_spreadsheets();
    csv.row(["pool", "place", "entry_code", "title", "unit", "category", "value", "value_exact", "prize"]);
    for (pool, l) in lines(&view) {
        let entry = view.entries.get(&l.entry);
        csv.text(pool.word()).integer(i64::try_from(l.place).unwrap_or(i64::MAX)).text(l.entry.as_str());
        csv.text(entry.map_or("", |e| &e.title))
            .text(entry.map_or("", |e| &e.unit_name))
            .text(l.category.word());
        csv.text(&l.score.value.text()).text(&l.score.value.to_string());
        csv.optional(l.prize.as_ref().map(|p| p.as_str())).end_row();
    }
    Ok(attachment("standings.csv", "text/csv; charset=utf-8", csv.into_bytes()))
}

pub async fn xlsx(State(state): State<AppState>, ctx: Ctx, Path(contest): Path<i64>) -> Answer {
    let view = standings(&state, &ctx, contest).await?;
    let t = ctx.t;
    let title = t.s("awards-standings-title");
    let mut book = Book::new(&title).map_err(WebError::fault)?;
    let heads = [
        (t.s("awards-col-place"), 8),
        (t.s("judging-col-code"), 14),
        (t.s("judging-col-title"), 60),
        (t.s("judging-col-unit"), 30),
        (t.s("judging-col-value"), 12),
        (t.s("awards-col-exact"), 14),
        (t.s("awards-col-prize"), 16),
    ];
    let columns: Vec<Column<'_>> =
        heads.iter().map(|(heading, width)| Column { heading, width: *width }).collect();
    for pool in &view.allocation.pools {
        let name = t.s(super::texts::pool(pool.pool));
        let rows = pool.lines.iter().map(|l| {
            let entry = view.entries.get(&l.entry);
            vec![
                Cell::Integer(i64::try_from(l.place).unwrap_or(i64::MAX)),
                l.entry.as_str().into(),
                entry.map_or("", |e| e.title.as_str()).into(),
                entry.map_or("", |e| e.unit_name.as_str()).into(),
                Cell::Rounded(i64::try_from(l.score.value.rounded_hundredths()).unwrap_or_default()),
                l.score.value.to_string().into(),
                l.prize.as_ref().map(|p| level_name(&view, pool.pool, p)).into(),
            ]
        });
        book.sheet(&name, &[], &columns, rows).map_err(WebError::fault)?;
    }
    let bytes = book.into_bytes().map_err(WebError::fault)?;
    Ok(attachment("standings.xlsx", XLSX, bytes))
}
