//! documents/sheet: one score sheet as a paper: its judge's own at any time, a signed one for those who may see its marks.

use super::units::{Around, around};
use crate::act::Stop;
use crate::contest::store as contests;
use crate::db::{DbFault, Tx};
use crate::entry::store as entries;
use crate::judging::blind;
use crate::judging::store::{self as judging, SheetFile};
use domain::actor::Actor;
use domain::documents::DocumentKind;
use domain::ids::{ContestId, EntryId, SheetId};
use domain::judging::access::{self, Sight, sight};
use std::convert::Infallible;

/// A sheet with the names that stand on it.
#[derive(Debug, Clone)]
pub struct Filled {
    pub file: SheetFile,
    pub judge: String,
    pub entry_code: String,
    pub entry_title: String,
}

pub fn sheet(tx: &mut Tx, actor: &Actor, sheet: SheetId) -> Result<(Around, Filled), Stop<Infallible>> {
    let file = judging::find_sheet(tx, sheet)?.ok_or(Stop::NotFound)?;
    if access::write_sheet(actor, file.contest, file.judge).is_err() {
        access::see_board(actor, file.contest)?;
        let readable = file.signed_at.is_some() && !file.state.released;
        if !readable || sees(tx, actor, file.contest, file.entry)? != Sight::Full {
            return Err(Stop::NotFound);
        }
    }
    let contest = contests::find(tx, file.contest)?.ok_or(Stop::NotFound)?;
    let rules = contests::edition(tx, contest.edition)?;
    let judge = judging::find_judge(tx, file.judge)?.ok_or(Stop::NotFound)?;
    let entry = entries::find(tx, file.entry)?.ok_or(Stop::NotFound)?;
    // Where the contest is judged blind, the title may tell who wrote the entry.
    let entry_title = match blind::titles(tx, actor, file.contest)? {
        Some(secrets) => secrets.get(&file.entry).map_or_else(String::new, |s| s.mask(&entry.title)),
        None => entry.title,
    };
    let filled = Filled { judge: judge.name, entry_code: entry.code.0, entry_title, file };
    Ok((around(tx, contest, rules, DocumentKind::ScoreSheet)?, filled))
}

/// What somebody who may see the board sees of an entry on it: as on the board itself.
fn sees(tx: &mut Tx, actor: &Actor, contest: ContestId, entry: EntryId) -> Result<Sight, DbFault> {
    let Some(judge) = actor.judge_in(contest) else { return Ok(sight(false, None)) };
    let recused = judging::has_conflict(tx, judge, entry)?;
    let own = judging::sheets_of(tx, judge, entry)?.iter().map(|(_, signed)| *signed).reduce(|a, b| a && b);
    Ok(sight(recused, own))
}
