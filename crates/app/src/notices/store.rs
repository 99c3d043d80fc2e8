//! All SQL for the tables `notice`, `message` and `reminder`.

use super::readers::Reader;
use crate::db::{DbFault, Row, Tx, Val, in_list};
use domain::ids::{ContestId, EntryId, PersonId, UnitId};
use domain::notices::{Kind, Notice, Whom};
use domain::time::Instant;

/// A notice as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub id: i64,
    pub kind: Kind,
    pub whom: Vec<Whom>,
    pub contest: Option<ContestId>,
    pub entry: Option<EntryId>,
    pub unit: Option<UnitId>,
    pub at: Instant,
}

/// A message of one reader that is to become a letter, or part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unwritten {
    pub notice: Kept,
    pub letter_at: Instant,
}

const KEPT: &str = "n.id, n.kind, n.whom, n.contest_id, n.entry_id, n.unit_id, n.at";

fn kept_of(row: &Row) -> Result<Kept, DbFault> {
    let kind =
        Kind::from_word(row.text(1)?).ok_or_else(|| DbFault::other("a notice of no kind that there is"))?;
    let whom = row.text(2)?.split(',').map(Whom::parse).collect::<Option<Vec<_>>>();
    Ok(Kept {
        id: row.int(0)?,
        kind,
        whom: whom.ok_or_else(|| DbFault::other("a notice to nobody that there is"))?,
        contest: row.opt_int(3)?.map(ContestId),
        entry: row.opt_int(4)?.map(EntryId),
        unit: row.opt_int(5)?.map(UnitId),
        at: Instant(row.int(6)?),
    })
}

pub fn insert_notice(
    tx: &mut Tx,
    contest: Option<ContestId>,
    n: &Notice,
    now: Instant,
) -> Result<(), DbFault> {
    let whom = n.whom.iter().map(Whom::to_string).collect::<Vec<_>>().join(",");
    tx.exec(
        "INSERT INTO notice (kind, whom, contest_id, entry_id, unit_id, at, next_at) VALUES ($1, $2, $3, $4, $5, $6, $6)",
        &[
            n.kind.word().into(),
            whom.into(),
            contest.map(|c| c.0).into(),
            n.whom.iter().find_map(|w| w.entry()).map(|e| e.0).into(),
            n.whom.iter().find_map(|w| w.unit()).map(|u| u.0).into(),
            now.0.into(),
        ],
    )
    .map(|_| ())
}

/// True when there is something for the sorter to do.
pub fn is_anything_due(tx: &mut Tx, now: Instant) -> Result<bool, DbFault> {
    let row = tx.one(
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM notice WHERE next_at <= $1) \
         OR EXISTS (SELECT 1 FROM message WHERE letter_at <= $1 AND letter_id IS NULL) THEN 1 ELSE 0 END",
        &[now.0.into()],
    )?;
    row.bool(0)
}

/// Notices whose readers are to be looked up, oldest first.
pub fn list_due(tx: &mut Tx, most: usize, now: Instant) -> Result<Vec<Kept>, DbFault> {
    let sql = format!("SELECT {KEPT} FROM notice n WHERE n.next_at <= $1 ORDER BY n.next_at, n.id LIMIT $2");
    tx.query(&sql, &[now.0.into(), most.into()])?.iter().map(kept_of).collect()
}

/// When the readers of the notice are looked up next; `None`: never again.
pub fn save_next(tx: &mut Tx, notice: i64, next: Option<Instant>) -> Result<(), DbFault> {
    tx.exec("UPDATE notice SET next_at = $2 WHERE id = $1", &[notice.into(), next.map(|n| n.0).into()])
        .map(|_| ())
}

/// Adds a reader to a notice; one who has it already keeps it as it is.
pub fn insert_message(
    tx: &mut Tx,
    notice: i64,
    reader: &Reader,
    letter_at: Option<Instant>,
) -> Result<(), DbFault> {
    tx.exec(
        "INSERT INTO message (notice_id, reader, person_id, letter_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        &[
            notice.into(),
            (&reader.key).into(),
            reader.person.map(|p| p.0).into(),
            letter_at.map(|at| at.0).into(),
        ],
    )
    .map(|_| ())
}

/// Readers for whom a letter is due.
pub fn list_waiting(tx: &mut Tx, most: usize, now: Instant) -> Result<Vec<String>, DbFault> {
    let rows = tx.query(
        "SELECT reader, MIN(letter_at) FROM message WHERE letter_at <= $1 AND letter_id IS NULL \
         GROUP BY reader ORDER BY 2, 1 LIMIT $2",
        &[now.0.into(), most.into()],
    )?;
    rows.iter().map(|r| Ok(r.text(0)?.to_owned())).collect()
}

/// All messages of a reader that are to be written in letters, due or not, oldest first.
pub fn list_unwritten(tx: &mut Tx, reader: &str) -> Result<Vec<Unwritten>, DbFault> {
    let sql = format!(
        "SELECT {KEPT}, m.letter_at FROM message m JOIN notice n ON n.id = m.notice_id \
         WHERE m.reader = $1 AND m.letter_at IS NOT NULL AND m.letter_id IS NULL ORDER BY n.id"
    );
    let rows = tx.query(&sql, &[reader.into()])?;
    rows.iter().map(|r| Ok(Unwritten { notice: kept_of(r)?, letter_at: Instant(r.int(7)?) })).collect()
}

/// What a letter was written of, and whose it is.
pub fn list_of_letter(tx: &mut Tx, letter: i64) -> Result<Vec<(String, Kept)>, DbFault> {
    let sql = format!(
        "SELECT {KEPT}, m.reader FROM message m JOIN notice n ON n.id = m.notice_id WHERE m.letter_id = $1 ORDER BY n.id"
    );
    let rows = tx.query(&sql, &[letter.into()])?;
    rows.iter().map(|r| Ok((r.text(7)?.to_owned(), kept_of(r)?))).collect()
}

/// The messages are in this letter.
pub fn save_letter(tx: &mut Tx, reader: &str, notices: &[i64], letter: i64) -> Result<(), DbFault> {
    for part in notices.chunks(200) {
        let sql = format!(
            "UPDATE message SET letter_id = $1 WHERE reader = $2 AND notice_id IN {}",
            in_list(3, part.len())
        );
        let mut vals: Vec<Val<'_>> = vec![letter.into(), reader.into()];
        vals.extend(part.iter().map(|n| Val::Int(*n)));
        tx.exec(&sql, &vals)?;
    }
    Ok(())
}

/// The message goes into no letter: its reader is not meant any more.
pub fn save_unwanted(tx: &mut Tx, reader: &str, notice: i64) -> Result<(), DbFault> {
    tx.exec(
        "UPDATE message SET letter_at = NULL, letter_id = NULL WHERE reader = $1 AND notice_id = $2",
        &[reader.into(), notice.into()],
    )
    .map(|_| ())
}

/// A message in the box of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoxRow {
    pub notice: Kept,
    pub is_read: bool,
    pub contest_code: String,
    pub contest: String,
    pub entry: String,
    pub unit: String,
}

/// With the names of what each is about: a box asks one question, however much is in it.
pub fn list_box(tx: &mut Tx, person: PersonId, most: i64) -> Result<Vec<BoxRow>, DbFault> {
    let sql = format!(
        "SELECT {KEPT}, m.read_at, c.code, c.name, e.code, u.name FROM message m JOIN notice n ON n.id = m.notice_id \
         LEFT JOIN contest c ON c.id = n.contest_id LEFT JOIN entry e ON e.id = n.entry_id LEFT JOIN org_unit u ON u.id = n.unit_id \
         WHERE m.person_id = $1 ORDER BY m.notice_id DESC LIMIT $2"
    );
    let rows = tx.query(&sql, &[person.0.into(), most.into()])?;
    let read = |r: &Row| {
        let text = |i: usize| r.opt_text(i).map(|t| t.unwrap_or_default().to_owned());
        Ok(BoxRow {
            notice: kept_of(r)?,
            is_read: r.opt_int(7)?.is_some(),
            contest_code: text(8)?,
            contest: text(9)?,
            entry: text(10)?,
            unit: text(11)?,
        })
    };
    rows.iter().map(read).collect()
}

pub fn count_unread(tx: &mut Tx, person: PersonId) -> Result<i64, DbFault> {
    tx.one("SELECT COUNT(*) FROM message WHERE person_id = $1 AND read_at IS NULL", &[person.0.into()])?
        .int(0)
}

/// Marks what came up to this notice, itself included; later ones stay unread.
pub fn save_read(tx: &mut Tx, person: PersonId, up_to: i64, now: Instant) -> Result<u64, DbFault> {
    tx.quiet();
    tx.exec(
        "UPDATE message SET read_at = $3 WHERE person_id = $1 AND notice_id <= $2 AND read_at IS NULL",
        &[person.0.into(), up_to.into(), now.0.into()],
    )
}

/// `false` when this reminder was given before.
pub fn insert_reminder(
    tx: &mut Tx,
    contest: ContestId,
    before: Instant,
    days: i64,
    units: i64,
    now: Instant,
) -> Result<bool, DbFault> {
    let added = tx.exec(
        "INSERT INTO reminder (contest_id, before_at, days, at, units) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        &[contest.0.into(), before.0.into(), days.into(), now.0.into(), units.into()],
    )?;
    Ok(added == 1)
}

pub fn is_reminded(tx: &mut Tx, contest: ContestId, before: Instant, days: i64) -> Result<bool, DbFault> {
    let row = tx.opt(
        "SELECT 1 FROM reminder WHERE contest_id = $1 AND before_at = $2 AND days = $3",
        &[contest.0.into(), before.0.into(), days.into()],
    )?;
    Ok(row.is_some())
}

/// Deletes what is older than a year, and everywhere settled.
pub fn forget_old(tx: &mut Tx, now: Instant) -> Result<u64, DbFault> {
    tx.quiet();
    let old = now.0 - 365 * 86_400_000;
    tx.exec("DELETE FROM message WHERE notice_id IN (SELECT id FROM notice WHERE at < $1)", &[old.into()])?;
    tx.exec("DELETE FROM notice WHERE at < $1", &[old.into()])
}
