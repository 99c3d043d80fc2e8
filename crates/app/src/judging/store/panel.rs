//! The panel, conflicts, and who wrote and screened the entries it reads.

use crate::db::{DbFault, RowRef, Tx};
use domain::ids::{AreaCode, ContestId, EntryId, JudgeCode, JudgeId, PersonId, UnitId};
use domain::judging::conflict::ConflictKind;
use domain::time::Instant;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgeRow {
    pub id: JudgeId,
    pub contest: ContestId,
    pub code: JudgeCode,
    pub name: String,
    pub title: String,
    pub unit: Option<UnitId>,
    pub person: Option<PersonId>,
    pub chair: bool,
    pub areas: Vec<AreaCode>,
    pub active: bool,
    /// Takes the chair's place for entries that the chair keeps away from.
    pub deputy: bool,
    /// Empty where the judge has not said.
    pub address: String,
    pub phone: String,
}

const JUDGE: &str =
    "id, contest_id, code, name, title, unit_id, person_id, chair, areas, active, deputy, address, phone";

fn judge_row(row: RowRef<'_>) -> Result<JudgeRow, DbFault> {
    Ok(JudgeRow {
        id: JudgeId(row.int(0)?),
        contest: ContestId(row.int(1)?),
        code: JudgeCode(row.text(2)?.to_owned()),
        name: row.text(3)?.to_owned(),
        title: row.text(4)?.to_owned(),
        unit: row.opt_int(5)?.map(UnitId),
        person: row.opt_int(6)?.map(PersonId),
        chair: row.bool(7)?,
        areas: row.text(8)?.split(',').filter(|a| !a.is_empty()).map(AreaCode::from).collect(),
        active: row.bool(9)?,
        deputy: row.bool(10)?,
        address: row.text(11)?.to_owned(),
        phone: row.text(12)?.to_owned(),
    })
}

/// The panel by code, those who left included.
pub fn list_judges(tx: &mut Tx, contest: ContestId) -> Result<Vec<JudgeRow>, DbFault> {
    let rows = tx.query(
        &format!("SELECT {JUDGE} FROM judge WHERE contest_id = $1 ORDER BY code"),
        &[contest.0.into()],
    )?;
    rows.iter().map(|r| judge_row(r.as_ref())).collect()
}

pub fn find_judge(tx: &mut Tx, judge: JudgeId) -> Result<Option<JudgeRow>, DbFault> {
    let row = tx.opt(&format!("SELECT {JUDGE} FROM judge WHERE id = $1"), &[judge.0.into()])?;
    row.as_ref().map(|r| judge_row(r.as_ref())).transpose()
}

pub fn insert_judge(tx: &mut Tx, j: &JudgeRow, fold: &str) -> Result<JudgeId, DbFault> {
    let areas = j.areas.iter().map(AreaCode::as_str).collect::<Vec<_>>().join(",");
    let row = tx.one(
        "INSERT INTO judge (contest_id, code, name, fold, title, unit_id, person_id, chair, areas, active, deputy, address, phone) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11, $12) RETURNING id",
        &[
            j.contest.0.into(),
            j.code.as_str().into(),
            (&j.name).into(),
            fold.into(),
            (&j.title).into(),
            j.unit.map(|u| u.0).into(),
            j.person.map(|p| p.0).into(),
            j.chair.into(),
            areas.into(),
            j.deputy.into(),
            (&j.address).into(),
            (&j.phone).into(),
        ],
    )?;
    Ok(JudgeId(row.int(0)?))
}

pub fn save_judge_account(tx: &mut Tx, judge: JudgeId, person: PersonId) -> Result<(), DbFault> {
    let values = [judge.0.into(), person.0.into()];
    tx.exec("UPDATE judge SET person_id = $2 WHERE id = $1", &values).map(|_| ())
}

pub fn save_judge_left(tx: &mut Tx, judge: JudgeId) -> Result<(), DbFault> {
    tx.exec("UPDATE judge SET active = 0, chair = 0, deputy = 0 WHERE id = $1", &[judge.0.into()]).map(|_| ())
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictRow {
    pub judge: JudgeId,
    pub entry: EntryId,
    pub kind: ConflictKind,
    pub note: String,
    pub at: Instant,
}

/// All conflicts of a contest, by judge and entry.
pub fn list_conflicts(tx: &mut Tx, contest: ContestId) -> Result<Vec<ConflictRow>, DbFault> {
    let mut out = vec![];
    tx.each(
        "SELECT x.judge_id, x.entry_id, x.kind, x.note, x.at FROM conflict x JOIN judge j ON j.id = x.judge_id WHERE j.contest_id = $1 ORDER BY j.code, x.entry_id, x.kind",
        &[contest.0.into()],
        |row| -> Result<(), DbFault> {
            out.push(ConflictRow {
                judge: JudgeId(row.int(0)?),
                entry: EntryId(row.int(1)?),
                kind: ConflictKind::from_word(row.text(2)?)
                    .ok_or_else(|| DbFault::other("unknown kind of conflict"))?,
                note: row.text(3)?.to_owned(),
                at: Instant(row.int(4)?),
            });
            Ok(())
        },
    )?;
    Ok(out)
}

pub fn has_conflict(tx: &mut Tx, judge: JudgeId, entry: EntryId) -> Result<bool, DbFault> {
    let sql = "SELECT 1 FROM conflict WHERE judge_id = $1 AND entry_id = $2";
    Ok(tx.opt(sql, &[judge.0.into(), entry.0.into()])?.is_some())
}

/// False when exactly this conflict was recorded before.
pub fn insert_conflict(tx: &mut Tx, c: &ConflictRow) -> Result<bool, DbFault> {
    let n = tx.exec(
        "INSERT INTO conflict (judge_id, entry_id, kind, note, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        &[c.judge.0.into(), c.entry.0.into(), c.kind.word().into(), (&c.note).into(), c.at.0.into()],
    )?;
    Ok(n == 1)
}

/// An author as conflicts are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorRow {
    pub entry: EntryId,
    pub unit: Option<UnitId>,
    /// The name, folded.
    pub fold: String,
    pub address: String,
    pub phone: String,
}

const AUTHOR: &str = "SELECT e.id, a.unit_id, a.fold, a.address, a.phone, e.contact_salt FROM entry e JOIN author a ON a.entry_id = e.id AND a.version = e.version";

fn author_rows(tx: &mut Tx, condition: &str, contest: ContestId) -> Result<Vec<AuthorRow>, DbFault> {
    let sql = format!("{AUTHOR} WHERE {condition} AND e.state = 'handed_in' ORDER BY e.id, a.position");
    let (opener, mut out) = (tx.opener(), vec![]);
    tx.each(&sql, &[contest.0.into()], |row| -> Result<(), DbFault> {
        let seal = opener.seal(row.opt_blob(5)?)?;
        out.push(AuthorRow {
            entry: EntryId(row.int(0)?),
            unit: row.opt_int(1)?.map(UnitId),
            fold: row.text(2)?.to_owned(),
            address: seal.open(row.text(3)?)?,
            phone: seal.open(row.text(4)?)?,
        });
        Ok(())
    })?;
    Ok(out)
}

/// The authors of each entry handed in, as its version in force says, by entry.
pub fn list_authors(tx: &mut Tx, contest: ContestId) -> Result<Vec<AuthorRow>, DbFault> {
    author_rows(tx, "e.contest_id = $1", contest)
}

/// The same of the contests that were set up before.
pub fn list_earlier_authors(tx: &mut Tx, contest: ContestId) -> Result<Vec<AuthorRow>, DbFault> {
    author_rows(tx, "e.contest_id < $1", contest)
}

/// Units that have ended by now, with what followed each.
pub fn ended_units(tx: &mut Tx, now: Instant) -> Result<std::collections::HashMap<UnitId, UnitId>, DbFault> {
    let rows = tx.query(
        "SELECT id, successor_id FROM org_unit WHERE successor_id IS NOT NULL AND valid_to_on IS NOT NULL AND valid_to_on < $1",
        &[now.day().to_string().into()],
    )?;
    rows.iter().map(|r| Ok((UnitId(r.int(0)?), UnitId(r.int(1)?)))).collect()
}

/// Judges whose account screened or confirmed an entry: judge and entry.
pub fn list_screeners(tx: &mut Tx, contest: ContestId) -> Result<Vec<(JudgeId, EntryId)>, DbFault> {
    let rows = tx.query(
        "SELECT j.id, s.entry_id FROM judge j JOIN screening_sheet s ON s.person_id = j.person_id JOIN entry e ON e.id = s.entry_id AND e.contest_id = j.contest_id WHERE j.contest_id = $1 UNION SELECT j.id, k.entry_id FROM judge j JOIN confirmation k ON k.person_id = j.person_id JOIN entry e ON e.id = k.entry_id AND e.contest_id = j.contest_id WHERE j.contest_id = $1",
        &[contest.0.into()],
    )?;
    rows.iter().map(|r| Ok((JudgeId(r.int(0)?), EntryId(r.int(1)?)))).collect()
}
