//! The released result, for everybody: on a page, as CSV and as a workbook. Before the release these addresses do not exist.

mod files;
mod package;
mod show;

use crate::{Access, AppState, Routes, WebError};
use app::awards::store::{PublicResult, public_result, released_line};
use app::contest::store::{ContestRow, find_by_code};

pub fn routes() -> Routes {
    Routes::new()
        .get("/contests/{code}/results", Access::Public, show::show)
        .get("/contests/{code}/results.csv", Access::Public, files::csv)
        .get("/contests/{code}/results.xlsx", Access::Public, files::xlsx)
        .get("/contests/{code}/results.pkg", Access::Public, package::file)
        .get("/verify.html", Access::Public, package::verifier)
}

struct Released {
    contest: ContestRow,
    result: PublicResult,
    /// Number and SHA-256 of the line of the audit log that released it.
    line: Option<(i64, Vec<u8>)>,
}

async fn load(state: &AppState, code: String) -> Result<Released, WebError> {
    let read = move |tx: &mut app::db::Tx| {
        let Some(contest) = find_by_code(tx, &code)? else { return Ok(None) };
        let Some(result) = public_result(tx, contest.id)? else { return Ok(None) };
        let line = released_line(tx, contest.id)?;
        Ok::<_, app::db::DbFault>(Some(Released { contest, result, line }))
    };
    state.db.read(read).await.map_err(WebError::fault)?.ok_or(WebError::NotFound)
}

fn pool_key(pool: domain::contest::Pool) -> &'static str {
    use domain::contest::Pool;
    match pool {
        Pool::All => "results-pool-all",
        Pool::Individual => "results-pool-individual",
        Pool::Collective => "results-pool-collective",
    }
}
