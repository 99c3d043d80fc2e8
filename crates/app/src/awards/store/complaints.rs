//! Complaints about a result and their answers.

use crate::db::{DbFault, Tx};
use domain::ids::{ContestId, EntryCode, EntryId};
use domain::time::Instant;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComplaintRow {
    pub id: i64,
    pub contest: ContestId,
    /// Code and title of the entry it is about.
    pub entry: Option<(EntryCode, String)>,
    pub from: String,
    pub body: String,
    pub received_at: Instant,
    /// Outcome, words, when.
    pub answer: Option<(String, String, Instant)>,
}

const COMPLAINT: &str = "SELECT k.id, k.contest_id, e.code, e.title, k.from_name, k.body, k.received_at, k.outcome, k.answer, k.answered_at FROM complaint k LEFT JOIN entry e ON e.id = k.entry_id";

fn complaint(r: crate::db::RowRef<'_>) -> Result<ComplaintRow, DbFault> {
    let entry = r.opt_text(2)?.zip(r.opt_text(3)?);
    let answer = r.opt_text(7)?.zip(r.opt_text(8)?).zip(r.opt_int(9)?);
    Ok(ComplaintRow {
        id: r.int(0)?,
        contest: ContestId(r.int(1)?),
        entry: entry.map(|(code, title)| (EntryCode(code.to_owned()), title.to_owned())),
        from: r.text(4)?.to_owned(),
        body: r.text(5)?.to_owned(),
        received_at: Instant(r.int(6)?),
        answer: answer.map(|((outcome, text), at)| (outcome.to_owned(), text.to_owned(), Instant(at))),
    })
}

/// Oldest first.
pub fn list_complaints(tx: &mut Tx, contest: ContestId) -> Result<Vec<ComplaintRow>, DbFault> {
    let sql = format!("{COMPLAINT} WHERE k.contest_id = $1 ORDER BY k.id");
    tx.query(&sql, &[contest.0.into()])?.iter().map(|r| complaint(r.as_ref())).collect()
}

pub fn find_complaint(tx: &mut Tx, id: i64) -> Result<Option<ComplaintRow>, DbFault> {
    let row = tx.opt(&format!("{COMPLAINT} WHERE k.id = $1"), &[id.into()])?;
    row.as_ref().map(|r| complaint(r.as_ref())).transpose()
}

pub fn insert_complaint(
    tx: &mut Tx,
    contest: ContestId,
    entry: Option<EntryId>,
    from: &str,
    body: &str,
    by: &str,
    now: Instant,
) -> Result<i64, DbFault> {
    let row = tx.one(
        "INSERT INTO complaint (contest_id, entry_id, from_name, body, received_at, recorded_by) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
        &[contest.0.into(), entry.map(|e| e.0).into(), from.into(), body.into(), now.0.into(), by.into()],
    )?;
    row.int(0)
}

pub fn save_answer(
    tx: &mut Tx,
    id: i64,
    outcome: &str,
    answer: &str,
    by: &str,
    now: Instant,
) -> Result<(), DbFault> {
    tx.exec(
        "UPDATE complaint SET outcome = $2, answer = $3, answered_at = $4, answered_by = $5 WHERE id = $1 AND answered_at IS NULL",
        &[id.into(), outcome.into(), answer.into(), now.0.into(), by.into()],
    )
    .map(|_| ())
}
