//! Score sheets, from their assignment to the signature.

use super::rounds::no_such_round;
use crate::contest::store::cached;
use crate::db::{DbFault, Tx};
use domain::contest::Round;
use domain::ids::{ContestId, EditionId, EntryId, JudgeId, RoundCode, RoundId, SheetId};
use domain::judging::sheet::{SheetContent, parse_marks};
use domain::judging::sign::SheetState;
use domain::time::Instant;

/// A sheet with all that an action on it has to know, from one statement.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetFile {
    pub id: SheetId,
    pub contest: ContestId,
    pub round: RoundId,
    pub round_rules: Round,
    pub entry: EntryId,
    pub judge: JudgeId,
    pub third: bool,
    pub content: SheetContent,
    pub revision: i64,
    pub saved_at: Option<Instant>,
    pub signed_at: Option<Instant>,
    pub reopened: i64,
    pub state: SheetState,
}

const SHEET_FILE: &str = "SELECT s.id, r.contest_id, s.round_id, r.code, r.edition_id, d.sha256, s.entry_id, s.judge_id, s.role, s.marks, s.comments, s.general_comment, s.revision, s.saved_at, s.signed_at, s.reopened, r.state, s.released_at, (SELECT COUNT(*) FROM conflict x WHERE x.judge_id = s.judge_id AND x.entry_id = s.entry_id), (SELECT COUNT(*) FROM gate g WHERE g.entry_id = s.entry_id AND g.intake = 'accepted') FROM score_sheet s JOIN judging_round r ON r.id = s.round_id JOIN rules_edition d ON d.id = r.edition_id WHERE s.id = $1";

pub fn find_sheet(tx: &mut Tx, sheet: SheetId) -> Result<Option<SheetFile>, DbFault> {
    let Some(row) = tx.opt(SHEET_FILE, &[sheet.0.into()])? else { return Ok(None) };
    let code = RoundCode(row.text(3)?.to_owned());
    let rules = cached(tx, EditionId(row.int(4)?), row.blob(5)?)?;
    let round_rules = rules.round(&code).cloned().ok_or_else(|| no_such_round(&code))?;
    let signed_at = row.opt_int(14)?.map(Instant);
    let n = round_rules.criteria.len();
    let content = SheetContent {
        marks: parse_marks(row.text(9)?, n).ok_or_else(|| broken_sheet(row.int(0)))?,
        comments: parse_comments(row.text(10)?, n).ok_or_else(|| broken_sheet(row.int(0)))?,
        general_comment: row.text(11)?.to_owned(),
    };
    Ok(Some(SheetFile {
        id: sheet,
        contest: ContestId(row.int(1)?),
        round: RoundId(row.int(2)?),
        round_rules,
        entry: EntryId(row.int(6)?),
        judge: JudgeId(row.int(7)?),
        third: row.text(8)? == "third",
        content,
        revision: row.int(12)?,
        saved_at: row.opt_int(13)?.map(Instant),
        signed_at,
        reopened: row.int(15)?,
        state: SheetState {
            round_open: row.text(16)? == "open",
            signed: signed_at.is_some(),
            released: row.opt_int(17)?.is_some(),
            recused: row.int(18)? > 0,
            entry_out: row.int(19)? == 0,
        },
    }))
}

fn broken_sheet(id: Result<i64, DbFault>) -> DbFault {
    DbFault::other(format!("sheet {} does not fit its rubric", id.unwrap_or_default()))
}

/// The stored form of comments: empty, or a JSON array in the order of the criteria.
pub fn comments_text(comments: &[String]) -> String {
    if comments.iter().all(String::is_empty) {
        return String::new();
    }
    serde_json::Value::from(comments.to_vec()).to_string()
}

/// Reads what `comments_text` wrote, for so many criteria.
pub fn parse_comments(text: &str, criteria: usize) -> Option<Vec<String>> {
    if text.is_empty() {
        return Some(vec![String::new(); criteria]);
    }
    let list: Vec<String> = serde_json::from_str(text).ok()?;
    (list.len() == criteria).then_some(list)
}

/// Saves over exactly the revision that was seen; false when the sheet has moved on or is signed.
pub fn save_content(
    tx: &mut Tx,
    sheet: SheetId,
    seen: i64,
    content: &SheetContent,
    now: Instant,
) -> Result<bool, DbFault> {
    let n = tx.exec(
        "UPDATE score_sheet SET marks = $3, comments = $4, general_comment = $5, revision = revision + 1, saved_at = $6 WHERE id = $1 AND revision = $2 AND signed_at IS NULL",
        &[
            sheet.0.into(),
            seen.into(),
            content.marks_text().into(),
            comments_text(&content.comments).into(),
            (&content.general_comment).into(),
            now.0.into(),
        ],
    )?;
    Ok(n == 1)
}

/// Signs exactly the revision that was seen; false when the sheet has moved on or is signed.
pub fn save_signed(tx: &mut Tx, sheet: SheetId, seen: i64, now: Instant) -> Result<bool, DbFault> {
    let n = tx.exec(
        "UPDATE score_sheet SET signed_at = $3 WHERE id = $1 AND revision = $2 AND signed_at IS NULL",
        &[sheet.0.into(), seen.into(), now.0.into()],
    )?;
    Ok(n == 1)
}

/// Keeps the signed sheet as it was and opens it again with the next revision.
pub fn save_reopened(
    tx: &mut Tx,
    sheet: SheetId,
    by: &str,
    reason: &str,
    now: Instant,
) -> Result<(), DbFault> {
    tx.exec(
        "INSERT INTO sheet_history (sheet_id, revision, marks, comments, general_comment, signed_at, reopened_at, reopened_by, reason) SELECT id, revision, marks, comments, general_comment, signed_at, $2, $3, $4 FROM score_sheet WHERE id = $1",
        &[sheet.0.into(), now.0.into(), by.into(), reason.into()],
    )?;
    tx.exec(
        "UPDATE score_sheet SET signed_at = NULL, revision = revision + 1, reopened = reopened + 1 WHERE id = $1",
        &[sheet.0.into()],
    )
    .map(|_| ())
}

pub fn save_released(tx: &mut Tx, sheet: SheetId, reason: &str, now: Instant) -> Result<(), DbFault> {
    tx.exec(
        "UPDATE score_sheet SET released_at = $2, release_reason = $3 WHERE id = $1",
        &[sheet.0.into(), now.0.into(), reason.into()],
    )
    .map(|_| ())
}

pub fn insert_sheet(
    tx: &mut Tx,
    round: RoundId,
    entry: EntryId,
    judge: JudgeId,
    third: bool,
    now: Instant,
) -> Result<SheetId, DbFault> {
    let role = if third { "third" } else { "regular" };
    let row = tx.one(
        "INSERT INTO score_sheet (round_id, entry_id, judge_id, role, assigned_at) VALUES ($1, $2, $3, $4, $5) RETURNING id",
        &[round.0.into(), entry.0.into(), judge.0.into(), role.into(), now.0.into()],
    )?;
    Ok(SheetId(row.int(0)?))
}

/// A sheet as the board holds it: no comments, marks as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLine {
    pub id: SheetId,
    pub entry: EntryId,
    pub judge: JudgeId,
    pub third: bool,
    pub released: bool,
    pub marks: String,
    pub saved: bool,
    pub signed: bool,
    pub reopened: i64,
}

/// All sheets of a round, by entry and judge, those given up included.
pub fn list_sheets(tx: &mut Tx, round: RoundId) -> Result<Vec<SheetLine>, DbFault> {
    let mut out = Vec::new();
    tx.each(
        "SELECT id, entry_id, judge_id, role, released_at, marks, saved_at, signed_at, reopened FROM score_sheet WHERE round_id = $1 ORDER BY round_id, entry_id, judge_id",
        &[round.0.into()],
        |row| -> Result<(), DbFault> {
            out.push(SheetLine {
                id: SheetId(row.int(0)?),
                entry: EntryId(row.int(1)?),
                judge: JudgeId(row.int(2)?),
                third: row.text(3)? == "third",
                released: row.opt_int(4)?.is_some(),
                marks: row.text(5)?.to_owned(),
                saved: row.opt_int(6)?.is_some(),
                signed: row.opt_int(7)?.is_some(),
                reopened: row.int(8)?,
            });
            Ok(())
        },
    )?;
    Ok(out)
}

/// The open sheets of a judge for one entry, in any round: `(sheet, signed)`.
pub fn sheets_of(tx: &mut Tx, judge: JudgeId, entry: EntryId) -> Result<Vec<(SheetId, bool)>, DbFault> {
    let rows = tx.query(
        "SELECT id, signed_at FROM score_sheet WHERE judge_id = $1 AND entry_id = $2 AND released_at IS NULL",
        &[judge.0.into(), entry.0.into()],
    )?;
    rows.iter().map(|r| Ok((SheetId(r.int(0)?), r.opt_int(1)?.is_some()))).collect()
}

/// The sheets of a judge in open rounds that are not signed and not given up, with their entries.
pub fn unsigned_sheets_of(tx: &mut Tx, judge: JudgeId) -> Result<Vec<(SheetId, EntryId)>, DbFault> {
    tx.query(
        "SELECT s.id, s.entry_id FROM score_sheet s JOIN judging_round r ON r.id = s.round_id WHERE s.judge_id = $1 AND s.signed_at IS NULL AND s.released_at IS NULL AND r.state = 'open' ORDER BY s.id",
        &[judge.0.into()],
    )?
    .iter()
    .map(|r| Ok((SheetId(r.int(0)?), EntryId(r.int(1)?))))
    .collect()
}

/// The sheet of this judge for this entry in this round, whatever became of it.
pub fn sheet_for(
    tx: &mut Tx,
    round: RoundId,
    entry: EntryId,
    judge: JudgeId,
) -> Result<Option<SheetId>, DbFault> {
    let row = tx.opt(
        "SELECT id FROM score_sheet WHERE round_id = $1 AND entry_id = $2 AND judge_id = $3",
        &[round.0.into(), entry.0.into(), judge.0.into()],
    )?;
    row.map(|r| Ok(SheetId(r.int(0)?))).transpose()
}

/// Sheets of a round that are assigned and not signed.
pub fn unsigned_sheets(tx: &mut Tx, round: RoundId) -> Result<Vec<SheetId>, DbFault> {
    tx.query(
        "SELECT id FROM score_sheet WHERE round_id = $1 AND signed_at IS NULL AND released_at IS NULL ORDER BY id",
        &[round.0.into()],
    )?
    .iter()
    .map(|r| Ok(SheetId(r.int(0)?)))
    .collect()
}
