//! All SQL for the tables `personal_erasure` and `personal_request`, and for taking the data of an entry away.

use crate::db::{DbFault, Row, Tx};
use crate::entry::store::{self as entries, EntryRow};
use crate::entry::{author_store, double_store};
use crate::files::{gone, store as files};
use crate::gallery::store as gallery;
use domain::contest::Phase;
use domain::entry::EntryState;
use domain::ids::{ContestId, EntryCode, EntryId};
use domain::personal::{Case, Extent};
use domain::time::Instant;

/// What stands in lists where a name was.
pub const GONE: &str = "—";

/// Somebody asked to have data erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestRow {
    pub id: i64,
    pub entry: EntryId,
    pub contest: ContestId,
    pub code: EntryCode,
    pub title: String,
    pub extent: Extent,
    pub reason: String,
    pub asked_at: Instant,
    pub due_at: Instant,
    pub decided_at: Option<Instant>,
    /// True where it was erased; `None` until it is decided.
    pub erased: Option<bool>,
    pub basis: String,
}

const REQUEST: &str = "SELECT r.id, r.entry_id, e.contest_id, e.code, e.title, r.extent, r.reason, r.asked_at, r.due_at, r.decided_at, \
    r.decision, COALESCE(r.basis, '') FROM personal_request r JOIN entry e ON e.id = r.entry_id";

fn read_request(r: &Row) -> Result<RequestRow, DbFault> {
    Ok(RequestRow {
        id: r.int(0)?,
        entry: EntryId(r.int(1)?),
        contest: ContestId(r.int(2)?),
        code: EntryCode(r.text(3)?.to_owned()),
        title: r.text(4)?.to_owned(),
        extent: extent(r.text(5)?)?,
        reason: r.text(6)?.to_owned(),
        asked_at: Instant(r.int(7)?),
        due_at: Instant(r.int(8)?),
        decided_at: r.opt_int(9)?.map(Instant),
        erased: r.opt_text(10)?.map(|word| word == "erased"),
        basis: r.text(11)?.to_owned(),
    })
}

fn extent(word: &str) -> Result<Extent, DbFault> {
    Extent::from_word(word).ok_or_else(|| DbFault::other("unknown extent of an erasure"))
}

pub fn find_request(tx: &mut Tx, id: i64) -> Result<Option<RequestRow>, DbFault> {
    tx.opt(&format!("{REQUEST} WHERE r.id = $1"), &[id.into()])?.as_ref().map(read_request).transpose()
}

/// Of one entry, the newest first.
pub fn list_of_entry(tx: &mut Tx, entry: EntryId) -> Result<Vec<RequestRow>, DbFault> {
    let sql = format!("{REQUEST} WHERE r.entry_id = $1 ORDER BY r.id DESC LIMIT 20");
    tx.query(&sql, &[entry.0.into()])?.iter().map(read_request).collect()
}

/// Of a contest: what waits, the most urgent first, then what was decided, the newest first.
pub fn list_of_contest(tx: &mut Tx, contest: ContestId) -> Result<Vec<RequestRow>, DbFault> {
    let sql = format!(
        "{REQUEST} WHERE e.contest_id = $1 ORDER BY CASE WHEN r.decided_at IS NULL THEN r.due_at ELSE 9000000000000000 - r.decided_at END, r.id \
         LIMIT 500"
    );
    tx.query(&sql, &[contest.0.into()])?.iter().map(read_request).collect()
}

pub fn insert_request(
    tx: &mut Tx,
    entry: EntryId,
    extent: Extent,
    reason: &str,
    due: Instant,
    now: Instant,
) -> Result<i64, DbFault> {
    tx.one(
        "INSERT INTO personal_request (entry_id, extent, reason, asked_at, due_at) VALUES ($1, $2, $3, $4, $5) RETURNING id",
        &[entry.0.into(), extent.word().into(), reason.into(), now.0.into(), due.0.into()],
    )?
    .int(0)
}

pub fn save_decided(
    tx: &mut Tx,
    request: i64,
    erased: bool,
    basis: &str,
    by: &str,
    now: Instant,
) -> Result<(), DbFault> {
    let word = if erased { "erased" } else { "kept" };
    tx.exec(
        "UPDATE personal_request SET decided_at = $2, decision = $3, basis = $4, by_actor = $5 WHERE id = $1 AND decided_at IS NULL",
        &[request.into(), now.0.into(), word.into(), basis.into(), by.into()],
    )
    .map(|_| ())
}

/// What is gone of an entry, and since when.
pub fn erased(tx: &mut Tx, entry: EntryId) -> Result<Option<(Extent, Instant)>, DbFault> {
    let row = tx.opt("SELECT extent, at FROM personal_erasure WHERE entry_id = $1", &[entry.0.into()])?;
    row.map(|r| Ok((extent(r.text(0)?)?, Instant(r.int(1)?)))).transpose()
}

/// What the rules ask of an entry.
pub fn case(tx: &mut Tx, row: &EntryRow) -> Result<Case, DbFault> {
    let sql = "SELECT (SELECT COUNT(*) FROM score_sheet s WHERE s.entry_id = $1), (SELECT COUNT(*) FROM prize p WHERE p.entry_id = $1), \
               (SELECT COUNT(*) FROM personal_request r WHERE r.entry_id = $1 AND r.decided_at IS NULL), \
               (SELECT x.extent FROM personal_erasure x WHERE x.entry_id = $1)";
    let r = tx.one(sql, &[row.id.0.into()])?;
    Ok(Case {
        state: row.state,
        phase: row.phase,
        judged: r.int(0)? > 0,
        has_prize: r.int(1)? > 0,
        asked: r.int(2)? > 0,
        erased: r.opt_text(3)?.map(extent).transpose()?,
    })
}

/// Entries whose time may be over, with what the rule asks: case, when their contest last took entries, when it was released.
pub fn list_old(
    tx: &mut Tx,
    taken_before: Instant,
    released_before: Instant,
    most: i64,
) -> Result<Vec<(EntryId, ContestId, Case, Instant, Option<Instant>)>, DbFault> {
    let sql = "SELECT e.id, e.contest_id, e.state, c.phase, (SELECT COUNT(*) FROM score_sheet s WHERE s.entry_id = e.id), \
               (SELECT COUNT(*) FROM prize p WHERE p.entry_id = e.id), x.extent, c.units_send_before_at, c.released_at \
               FROM contest c JOIN entry e ON e.contest_id = c.id LEFT JOIN personal_erasure x ON x.entry_id = e.id \
               WHERE ((e.state = 'draft' AND c.units_send_before_at <= $1) OR (e.state <> 'draft' AND c.released_at <= $2)) \
               AND (x.extent IS NULL OR (x.extent = 'contact' AND NOT EXISTS (SELECT 1 FROM prize p WHERE p.entry_id = e.id))) \
               ORDER BY e.id LIMIT $3";
    let read = |r: &Row| {
        let unknown = |what: &str| DbFault::other(format!("unknown {what} of an entry"));
        let case = Case {
            state: EntryState::from_word(r.text(2)?).ok_or_else(|| unknown("state"))?,
            phase: Phase::from_word(r.text(3)?).ok_or_else(|| unknown("phase"))?,
            judged: r.int(4)? > 0,
            has_prize: r.int(5)? > 0,
            erased: r.opt_text(6)?.map(extent).transpose()?,
            asked: false,
        };
        let released = r.opt_int(8)?.map(Instant);
        Ok((EntryId(r.int(0)?), ContestId(r.int(1)?), case, Instant(r.int(7)?), released))
    };
    tx.query(sql, &[taken_before.0.into(), released_before.0.into(), most.into()])?.iter().map(read).collect()
}

/// Takes the data away: its salts first, so that no version and no copy of the table opens again, then what stood open; files go once nobody else
/// holds the same content.
pub fn erase(
    tx: &mut Tx,
    entry: EntryId,
    extent: Extent,
    on_request: bool,
    by: &str,
    now: Instant,
) -> Result<(), DbFault> {
    let held = gone::of_entry(tx, entry)?;
    entries::forget_contact(tx, entry)?;
    files::delete_drafts(tx, entry)?;
    entries::delete_working(tx, entry)?;
    author_store::forget_reasons(tx, entry)?;
    double_store::forget_reasons(tx, entry)?;
    if extent == Extent::All {
        entries::forget_names(tx, entry, GONE)?;
        gallery::hide_names(tx, entry)?;
    }
    tx.exec(
        "INSERT INTO personal_erasure (entry_id, extent, on_request, by_actor, at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (entry_id) DO UPDATE SET extent = excluded.extent, on_request = excluded.on_request, \
         by_actor = excluded.by_actor, at = excluded.at",
        &[entry.0.into(), extent.word().into(), on_request.into(), by.into(), now.0.into()],
    )?;
    gone::ask(tx, &held, now)
}
