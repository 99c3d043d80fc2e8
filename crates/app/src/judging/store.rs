//! All SQL that writes the tables of judging, and the rows that its actions load.

use crate::contest::store::cached;
use crate::db::{DbFault, RowRef, Tx};
use domain::contest::Round;
use domain::ids::{
    AreaCode, ContestId, EditionId, EntryCode, EntryId, JudgeCode, JudgeId, PersonId, RoundCode, RoundId,
    SheetId, UnitId,
};
use domain::judging::conflict::ConflictKind;
use domain::judging::sheet::{SheetContent, parse_marks};
use domain::judging::sign::SheetState;
use domain::time::Instant;

// Panel.

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

// Conflicts.

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

// Entries, as judging needs them.

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

// Rounds.

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundRow {
    pub id: RoundId,
    pub contest: ContestId,
    pub code: RoundCode,
    /// In the order of the rules, from 0.
    pub position: usize,
    pub edition: EditionId,
    pub open: bool,
    pub opened_at: Instant,
    pub closed_at: Option<Instant>,
}

const ROUND: &str = "id, contest_id, code, position, edition_id, state, opened_at, closed_at";

fn round_row(row: RowRef<'_>) -> Result<RoundRow, DbFault> {
    Ok(RoundRow {
        id: RoundId(row.int(0)?),
        contest: ContestId(row.int(1)?),
        code: RoundCode(row.text(2)?.to_owned()),
        position: usize::try_from(row.int(3)?).map_err(|_| DbFault::other("a round before the first"))?,
        edition: EditionId(row.int(4)?),
        open: row.text(5)? == "open",
        opened_at: Instant(row.int(6)?),
        closed_at: row.opt_int(7)?.map(Instant),
    })
}

/// The opened rounds in their order.
pub fn list_rounds(tx: &mut Tx, contest: ContestId) -> Result<Vec<RoundRow>, DbFault> {
    let sql = format!("SELECT {ROUND} FROM judging_round WHERE contest_id = $1 ORDER BY position");
    tx.query(&sql, &[contest.0.into()])?.iter().map(|r| round_row(r.as_ref())).collect()
}

pub fn find_round(tx: &mut Tx, round: RoundId) -> Result<Option<RoundRow>, DbFault> {
    let row = tx.opt(&format!("SELECT {ROUND} FROM judging_round WHERE id = $1"), &[round.0.into()])?;
    row.as_ref().map(|r| round_row(r.as_ref())).transpose()
}

/// What the rules in force when the round was opened say about it.
pub fn rules_of_round(tx: &mut Tx, round: &RoundRow) -> Result<Round, DbFault> {
    let rules = crate::contest::store::edition(tx, round.edition)?;
    rules.round(&round.code).cloned().ok_or_else(|| no_such_round(&round.code))
}

fn no_such_round(code: &RoundCode) -> DbFault {
    DbFault::other(format!("the edition has no round {code}"))
}

pub fn insert_round(
    tx: &mut Tx,
    contest: ContestId,
    code: &RoundCode,
    position: usize,
    edition: EditionId,
    now: Instant,
) -> Result<RoundId, DbFault> {
    let row = tx.one(
        "INSERT INTO judging_round (contest_id, code, position, edition_id, state, opened_at) VALUES ($1, $2, $3, $4, 'open', $5) RETURNING id",
        &[contest.0.into(), code.as_str().into(), position.into(), edition.0.into(), now.0.into()],
    )?;
    Ok(RoundId(row.int(0)?))
}

pub fn save_round_closed(tx: &mut Tx, round: RoundId, now: Instant) -> Result<(), DbFault> {
    tx.exec(
        "UPDATE judging_round SET state = 'closed', closed_at = $2 WHERE id = $1",
        &[round.0.into(), now.0.into()],
    )
    .map(|_| ())
}

pub fn save_round_open(tx: &mut Tx, round: RoundId) -> Result<(), DbFault> {
    let sql = "UPDATE judging_round SET state = 'open', closed_at = NULL WHERE id = $1";
    tx.exec(sql, &[round.0.into()]).map(|_| ())
}

// Sheets.

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

// Draws.

/// Seed, its hash, when it was committed to, when revealed.
pub type DrawRow = (Vec<u8>, Vec<u8>, Instant, Option<Instant>);

pub fn find_draw(tx: &mut Tx, round: RoundId) -> Result<Option<DrawRow>, DbFault> {
    let sql = "SELECT seed, seed_hash, committed_at, revealed_at FROM assignment_draw WHERE round_id = $1";
    let row = tx.opt(sql, &[round.0.into()])?;
    row.map(|r| {
        Ok((r.blob(0)?.to_vec(), r.blob(1)?.to_vec(), Instant(r.int(2)?), r.opt_int(3)?.map(Instant)))
    })
    .transpose()
}

pub fn insert_draw(
    tx: &mut Tx,
    round: RoundId,
    seed: &[u8],
    hash: &[u8],
    now: Instant,
) -> Result<(), DbFault> {
    tx.exec(
        "INSERT INTO assignment_draw (round_id, seed, seed_hash, committed_at) VALUES ($1, $2, $3, $4)",
        &[round.0.into(), seed.into(), hash.into(), now.0.into()],
    )
    .map(|_| ())
}

pub fn save_draw_revealed(tx: &mut Tx, round: RoundId, now: Instant) -> Result<(), DbFault> {
    let sql = "UPDATE assignment_draw SET revealed_at = $2 WHERE round_id = $1";
    tx.exec(sql, &[round.0.into(), now.0.into()]).map(|_| ())
}
