//! The whole register as CSV and XLSX, in the columns that the import reads: what was exported can be read in again and changes nothing.

use crate::judging::export::{XLSX, attachment};
use crate::{Answer, AppState, Ctx, act};
use app::act::Stop;
use app::people::{register_store, store};
use axum::extract::State;
use domain::ids::UnitId;
use domain::people::access;
use domain::people::org_unit::{OrgUnit, UnitRefusal};
use domain::people::succession::{self, Heirs};
use print::csv::Csv;
use print::xlsx::{Book, Cell, Column};
use std::collections::HashMap;

/// The columns of `units.csv`. The quota belongs to a contest: in the register every unit has none.
const COLUMNS: [&str; 8] =
    ["code", "name", "kind", "parent_code", "quota", "valid_from", "valid_to", "successor_code"];

async fn rows(state: &AppState, ctx: &Ctx) -> Result<Vec<[String; 8]>, crate::WebError> {
    let actor = ctx.actor.clone();
    let loaded = state.db.read(move |tx| {
        access::manage_units(&actor)?;
        Ok::<_, Stop<UnitRefusal>>((store::list_units(tx)?, register_store::list_heirs(tx)?))
    });
    let (units, heirs) = act::loaded(loaded.await)?;
    let codes: HashMap<UnitId, &str> = units.iter().map(|u| (u.id, u.code.as_str())).collect();
    Ok(units.iter().map(|u| row(u, &codes, heirs.get(&u.id))).collect())
}

fn row(u: &OrgUnit, codes: &HashMap<UnitId, &str>, heirs: Option<&Heirs<UnitId>>) -> [String; 8] {
    let code = |id: UnitId| codes.get(&id).copied().unwrap_or_default();
    let day = |d: Option<domain::time::Day>| d.map(|d| d.to_string()).unwrap_or_default();
    let successors = match heirs {
        Some(heirs) => {
            let named: Heirs<&str> = heirs.iter().map(|(unit, share)| (code(*unit), *share)).collect();
            succession::write(&named)
        }
        None => u.successor.map(code).unwrap_or_default().to_owned(),
    };
    [
        u.code.to_string(),
        u.name.clone(),
        u.kind.clone(),
        u.parent.map(code).unwrap_or_default().to_owned(),
        "none".to_owned(),
        day(u.valid_from),
        day(u.valid_to),
        successors,
    ]
}

pub async fn csv(State(state): State<AppState>, ctx: Ctx) -> Answer {
    let rows = rows(&state, &ctx).await?;
    let mut csv = Csv::for_spreadsheets();
    csv.row(COLUMNS);
    for row in &rows {
        csv.row(row.iter().map(String::as_str));
    }
    Ok(attachment("units.csv", "text/csv; charset=utf-8", csv.into_bytes()))
}

pub async fn xlsx(State(state): State<AppState>, ctx: Ctx) -> Answer {
    let rows = rows(&state, &ctx).await?;
    let title = ctx.t.s("people-units-title");
    let mut book = Book::new(&title).map_err(crate::WebError::fault)?;
    let widths = [18, 40, 18, 18, 10, 12, 12, 30];
    let columns: Vec<Column<'_>> =
        COLUMNS.iter().zip(widths).map(|(heading, width)| Column { heading, width }).collect();
    let cells = rows.iter().map(|row| row.iter().map(|c| Cell::from(c.as_str())).collect::<Vec<_>>());
    book.sheet(&title, &[], &columns, cells).map_err(crate::WebError::fault)?;
    Ok(attachment("units.xlsx", XLSX, book.into_bytes().map_err(crate::WebError::fault)?))
}
