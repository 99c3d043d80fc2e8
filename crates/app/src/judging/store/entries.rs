//! Entries, as judging needs them.

use crate::db::{DbFault, Tx};
use domain::ids::{AreaCode, ContestId, EntryCode, EntryId, UnitId};

/// Code and contest of an entry.
/// An entry that was handed in; a draft is its author's alone.
pub fn find_entry(tx: &mut Tx, entry: EntryId) -> Result<Option<(ContestId, EntryCode)>, DbFault> {
    let row =
        tx.opt("SELECT contest_id, code FROM entry WHERE id = $1 AND state <> 'draft'", &[entry.0.into()])?;
    row.map(|r| Ok((ContestId(r.int(0)?), EntryCode(r.text(1)?.to_owned())))).transpose()
}

pub fn entry_by_code(tx: &mut Tx, contest: ContestId, code: &EntryCode) -> Result<Option<EntryId>, DbFault> {
    let sql = "SELECT id FROM entry WHERE contest_id = $1 AND code = $2 AND state <> 'draft'";
    Ok(tx.opt(sql, &[contest.0.into(), code.as_str().into()])?.map(|r| r.int(0)).transpose()?.map(EntryId))
}

/// An entry that passed the gate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedEntry {
    pub id: EntryId,
    pub code: EntryCode,
    pub title: String,
    pub unit: Option<UnitId>,
    pub category: domain::contest::Category,
    pub areas: Vec<AreaCode>,
}

/// The entries of a contest that were accepted at intake and not withdrawn since, by code.
pub fn list_accepted(tx: &mut Tx, contest: ContestId) -> Result<Vec<AcceptedEntry>, DbFault> {
    let mut out = vec![];
    tx.each(
        "SELECT e.id, e.code, e.title, e.unit_id, e.category, e.areas FROM entry e JOIN gate g ON g.entry_id = e.id WHERE e.contest_id = $1 AND g.intake = 'accepted' AND e.state = 'handed_in' ORDER BY e.code",
        &[contest.0.into()],
        |row| -> Result<(), DbFault> {
            let category = domain::contest::Category::from_word(row.text(4)?);
            out.push(AcceptedEntry {
                id: EntryId(row.int(0)?),
                code: EntryCode(row.text(1)?.to_owned()),
                title: row.text(2)?.to_owned(),
                unit: row.opt_int(3)?.map(UnitId),
                category: category.ok_or_else(|| DbFault::other("unknown category in entry"))?,
                areas: row.text(5)?.split(',').filter(|a| !a.is_empty()).map(AreaCode::from).collect(),
            });
            Ok(())
        },
    )?;
    Ok(out)
}
