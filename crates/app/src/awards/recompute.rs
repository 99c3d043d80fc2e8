//! Computes frozen standings again from the signed sheets and compares: what stands must be what the sheets say.

use super::compute;
use super::frozen::Frozen;
use super::store;
use crate::db::{DbFault, Tx};
use domain::ids::ContestId;

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recomputed {
    /// Nothing is frozen yet.
    NothingFrozen,
    Same,
    /// The sheets are not those that were frozen.
    OtherSheets,
    /// The same sheets give other standings.
    OtherStandings,
}

/// For `sangkien check`; reads only.
pub fn recompute(tx: &mut Tx, contest: ContestId) -> Result<Recomputed, DbFault> {
    let Some(row) = store::find_standing(tx, contest)? else { return Ok(Recomputed::NothingFrozen) };
    let basis = compute::basis(tx, contest)?;
    if basis.sheets_hash[..] != row.sheets_hash[..] {
        return Ok(Recomputed::OtherSheets);
    }
    let Ok(standings) = basis.stand() else { return Ok(Recomputed::OtherStandings) };
    let same = Frozen::of(&basis.rules, basis.sheet_count(), &standings).text()? == row.frozen.text()?;
    Ok(if same { Recomputed::Same } else { Recomputed::OtherStandings })
}
