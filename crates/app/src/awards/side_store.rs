//! All SQL of side prizes, and what their rules ask about entries and units.

use super::side::LeadingUnit;
use crate::db::{DbFault, Row, Tx};
use domain::awards::side::{Candidate, SideAward, SideWinner};
use domain::contest::{Category, Form};
use domain::ids::{AreaCode, ContestId, EntryCode, EntryId, LevelCode, UnitCode, UnitId};
use domain::money::Vnd;
use domain::time::Instant;
use std::collections::HashSet;

/// A side prize given to an entry or a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct SideRow {
    pub id: i64,
    pub contest: ContestId,
    pub prize: LevelCode,
    /// With `has_main` as [`of_main`] fills it in.
    pub candidate: Candidate,
    pub entry: Option<EntryId>,
    /// Of the entry; empty for a unit.
    pub title: String,
    /// Name of the unit, or of the one that received the entry.
    pub unit: String,
    pub amount: Vnd,
    pub reason: String,
    pub votes: Option<(u32, u32)>,
    pub proposed_at: Instant,
}

impl SideRow {
    pub fn award(&self) -> SideAward {
        SideAward { prize: self.prize.clone(), candidate: self.candidate.clone(), votes: self.votes }
    }
}

const ENTRY: &str =
    "e.code, e.areas, e.form, e.category, COALESCE(u.kind, ''), e.title, COALESCE(u.name, '')";
const UNIT: &str = "u.code, u.kind, (SELECT COUNT(*) FROM entry x JOIN gate g ON g.entry_id = x.id WHERE x.contest_id = $1 AND x.unit_id = u.id AND x.state = 'handed_in' AND g.intake = 'accepted'), u.name";

/// Seven columns of an entry from this one on: candidate, title, unit.
fn entry_of(r: &Row, at: usize) -> Result<(Candidate, String, String), DbFault> {
    let broken = || DbFault::other("an entry with an unknown form or category");
    let areas = r.text(at + 1)?.split(',').filter(|a| !a.is_empty()).map(AreaCode::from).collect();
    let candidate = Candidate::Entry {
        code: EntryCode(r.text(at)?.to_owned()),
        areas,
        form: Form::from_word(r.text(at + 2)?).ok_or_else(broken)?,
        category: Category::from_word(r.text(at + 3)?).ok_or_else(broken)?,
        unit_kind: r.text(at + 4)?.to_owned(),
        has_main: false,
    };
    Ok((candidate, r.text(at + 5)?.to_owned(), r.text(at + 6)?.to_owned()))
}

/// Four columns of a unit from this one on: candidate, name.
fn unit_of(r: &Row, at: usize) -> Result<(Candidate, String), DbFault> {
    let candidate = Candidate::Unit {
        code: UnitCode(r.text(at)?.to_owned()),
        kind: r.text(at + 1)?.to_owned(),
        entries: usize::try_from(r.int(at + 2)?).unwrap_or(0),
    };
    Ok((candidate, r.text(at + 3)?.to_owned()))
}

/// The candidate of this code with its row: an entry that reached judging, or a unit.
pub fn find_candidate(
    tx: &mut Tx,
    contest: ContestId,
    winner: &SideWinner,
) -> Result<Option<(i64, Candidate)>, DbFault> {
    let values = [contest.0.into(), winner.code().into()];
    match winner {
        SideWinner::Entry(_) => {
            let sql = format!(
                "SELECT e.id, {ENTRY} FROM entry e JOIN gate g ON g.entry_id = e.id LEFT JOIN org_unit u ON u.id = e.unit_id WHERE e.contest_id = $1 AND e.code = $2 AND e.state = 'handed_in' AND g.intake = 'accepted'"
            );
            tx.opt(&sql, &values)?.map(|r| Ok((r.int(0)?, entry_of(&r, 1)?.0))).transpose()
        }
        SideWinner::Unit(_) => {
            let sql = format!("SELECT u.id, {UNIT} FROM org_unit u WHERE u.code = $2");
            tx.opt(&sql, &values)?.map(|r| Ok((r.int(0)?, unit_of(&r, 1)?.0))).transpose()
        }
    }
}

/// The side prizes in the order in which they were proposed.
pub fn list_side(tx: &mut Tx, contest: ContestId) -> Result<Vec<SideRow>, DbFault> {
    let own = "s.id, s.code, s.entry_id, s.amount_vnd, s.reason, s.votes_for, s.votes_cast, s.proposed_at";
    let row = |r: &Row, candidate: Candidate, title: String, unit: String| -> Result<SideRow, DbFault> {
        let vote = |n: i64| u32::try_from(n).map_err(|_| DbFault::other("fewer than no votes"));
        let votes = r.opt_int(5)?.zip(r.opt_int(6)?);
        Ok(SideRow {
            id: r.int(0)?,
            contest,
            prize: LevelCode(r.text(1)?.to_owned()),
            candidate,
            entry: r.opt_int(2)?.map(EntryId),
            title,
            unit,
            amount: Vnd(r.int(3)?),
            reason: r.text(4)?.to_owned(),
            votes: votes.map(|(a, b)| Ok::<_, DbFault>((vote(a)?, vote(b)?))).transpose()?,
            proposed_at: Instant(r.int(7)?),
        })
    };
    let entries = format!(
        "SELECT {own}, {ENTRY} FROM side_prize s JOIN entry e ON e.id = s.entry_id LEFT JOIN org_unit u ON u.id = e.unit_id WHERE s.contest_id = $1"
    );
    let units = format!(
        "SELECT {own}, {UNIT} FROM side_prize s JOIN org_unit u ON u.id = s.unit_id WHERE s.contest_id = $1"
    );
    let mut out = vec![];
    for r in tx.query(&entries, &[contest.0.into()])? {
        let (candidate, title, unit) = entry_of(&r, 8)?;
        out.push(row(&r, candidate, title, unit)?);
    }
    for r in tx.query(&units, &[contest.0.into()])? {
        let (candidate, name) = unit_of(&r, 8)?;
        out.push(row(&r, candidate, String::new(), name)?);
    }
    out.sort_by_key(|s| s.id);
    Ok(out)
}

/// Tells each entry whether it has a prize of the structure.
pub fn of_main(rows: &mut [SideRow], winners: &HashSet<EntryCode>) {
    for row in rows {
        if let Candidate::Entry { code, has_main, .. } = &mut row.candidate {
            *has_main = winners.contains(code);
        }
    }
}

/// What is kept of a proposal.
#[derive(Debug, Clone)]
pub struct NewSideRow<'a> {
    pub prize: &'a LevelCode,
    pub entry: Option<EntryId>,
    pub unit: Option<UnitId>,
    pub amount: Vnd,
    pub reason: &'a str,
    pub votes: Option<(u32, u32)>,
    pub by: &'a str,
}

pub fn insert_side(
    tx: &mut Tx,
    contest: ContestId,
    new: &NewSideRow<'_>,
    now: Instant,
) -> Result<i64, DbFault> {
    tx.one(
        "INSERT INTO side_prize (contest_id, code, entry_id, unit_id, amount_vnd, reason, votes_for, votes_cast, proposed_by, proposed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id",
        &[
            contest.0.into(),
            new.prize.as_str().into(),
            new.entry.map(|e| e.0).into(),
            new.unit.map(|u| u.0).into(),
            new.amount.0.into(),
            new.reason.into(),
            new.votes.map(|v| v.0).into(),
            new.votes.map(|v| v.1).into(),
            new.by.into(),
            now.0.into(),
        ],
    )?
    .int(0)
}

/// The contest, the prize and the row of a side prize.
pub fn find_side(tx: &mut Tx, id: i64) -> Result<Option<SideRow>, DbFault> {
    let Some(row) = tx.opt("SELECT contest_id FROM side_prize WHERE id = $1", &[id.into()])? else {
        return Ok(None);
    };
    let contest = ContestId(row.int(0)?);
    Ok(list_side(tx, contest)?.into_iter().find(|s| s.id == id))
}

pub fn delete_side(tx: &mut Tx, id: i64) -> Result<(), DbFault> {
    tx.exec("DELETE FROM side_prize WHERE id = $1", &[id.into()]).map(|_| ())
}

/// The authors of entries with a side prize, in the order of the dossier.
pub fn list_side_authors(tx: &mut Tx, contest: ContestId) -> Result<Vec<(EntryId, String)>, DbFault> {
    let rows = tx.query(
        "SELECT DISTINCT e.id, a.position, a.name FROM side_prize s JOIN entry e ON e.id = s.entry_id JOIN author a ON a.entry_id = e.id AND a.version = e.version WHERE s.contest_id = $1 ORDER BY e.id, a.position",
        &[contest.0.into()],
    )?;
    rows.iter().map(|r| Ok((EntryId(r.int(0)?), r.text(2)?.to_owned()))).collect()
}

/// The thirty units with most entries that reached judging.
pub fn list_leading(tx: &mut Tx, contest: ContestId) -> Result<Vec<LeadingUnit>, DbFault> {
    let rows = tx.query(
        "SELECT u.code, u.name, COUNT(*) FROM entry e JOIN gate g ON g.entry_id = e.id JOIN org_unit u ON u.id = e.unit_id WHERE e.contest_id = $1 AND e.state = 'handed_in' AND g.intake = 'accepted' GROUP BY u.code, u.name ORDER BY COUNT(*) DESC, u.code LIMIT 30",
        &[contest.0.into()],
    )?;
    let read = |r: &Row| {
        Ok(LeadingUnit {
            code: r.text(0)?.to_owned(),
            name: r.text(1)?.to_owned(),
            entries: usize::try_from(r.int(2)?).unwrap_or(0),
        })
    };
    rows.iter().map(read).collect()
}
