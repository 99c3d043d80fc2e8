//! All SQL of the order of presentation, of meetings and of what was said in them.

use crate::db::{DbFault, Row, Tx};
use domain::ids::{EntryCode, EntryId, RoundId};
use domain::judging::discuss::{Discussion, Outcome};
use domain::judging::meeting::Opening;
use domain::time::Instant;

// Order of presentation.

/// Seed, its hash, when it was committed to, when drawn.
pub type OrderRow = (Vec<u8>, Vec<u8>, Instant, Option<Instant>);

pub fn find_order(tx: &mut Tx, round: RoundId) -> Result<Option<OrderRow>, DbFault> {
    let sql = "SELECT seed, seed_hash, committed_at, drawn_at FROM presentation_draw WHERE round_id = $1";
    let read = |r: Row| {
        Ok((r.blob(0)?.to_vec(), r.blob(1)?.to_vec(), Instant(r.int(2)?), r.opt_int(3)?.map(Instant)))
    };
    tx.opt(sql, &[round.0.into()])?.map(read).transpose()
}

pub fn insert_order(
    tx: &mut Tx,
    round: RoundId,
    seed: &[u8],
    hash: &[u8],
    now: Instant,
) -> Result<(), DbFault> {
    tx.exec(
        "INSERT INTO presentation_draw (round_id, seed, seed_hash, committed_at) VALUES ($1, $2, $3, $4)",
        &[round.0.into(), seed.into(), hash.into(), now.0.into()],
    )
    .map(|_| ())
}

/// Keeps the order that was drawn, first to last.
pub fn save_drawn(tx: &mut Tx, round: RoundId, order: &[EntryId], now: Instant) -> Result<(), DbFault> {
    for (at, entry) in order.iter().enumerate() {
        tx.exec(
            "INSERT INTO presentation (round_id, entry_id, position) VALUES ($1, $2, $3)",
            &[round.0.into(), entry.0.into(), (at + 1).into()],
        )?;
    }
    let sql = "UPDATE presentation_draw SET drawn_at = $2 WHERE round_id = $1";
    tx.exec(sql, &[round.0.into(), now.0.into()]).map(|_| ())
}

/// First to last; empty before the draw.
pub fn list_order(tx: &mut Tx, round: RoundId) -> Result<Vec<EntryId>, DbFault> {
    let sql = "SELECT entry_id FROM presentation WHERE round_id = $1 ORDER BY position";
    tx.query(sql, &[round.0.into()])?.iter().map(|r| Ok(EntryId(r.int(0)?))).collect()
}

// Meetings.

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingRow {
    pub id: i64,
    pub round: RoundId,
    pub opening: Opening,
    /// The entry in turn.
    pub entry: EntryId,
    pub opened_at: Instant,
    pub closed_at: Option<Instant>,
}

const MEETING: &str = "SELECT id, round_id, place, present, entry_id, opened_at, closed_at FROM meeting";

fn meeting(r: Row) -> Result<MeetingRow, DbFault> {
    Ok(MeetingRow {
        id: r.int(0)?,
        round: RoundId(r.int(1)?),
        opening: Opening { place: r.text(2)?.to_owned(), present: r.text(3)?.to_owned() },
        entry: EntryId(r.int(4)?),
        opened_at: Instant(r.int(5)?),
        closed_at: r.opt_int(6)?.map(Instant),
    })
}

pub fn find_meeting(tx: &mut Tx, id: i64) -> Result<Option<MeetingRow>, DbFault> {
    tx.opt(&format!("{MEETING} WHERE id = $1"), &[id.into()])?.map(meeting).transpose()
}

/// The meeting that is going on.
pub fn open_meeting_of(tx: &mut Tx, round: RoundId) -> Result<Option<MeetingRow>, DbFault> {
    let sql = format!("{MEETING} WHERE round_id = $1 AND closed_at IS NULL");
    tx.opt(&sql, &[round.0.into()])?.map(meeting).transpose()
}

/// All meetings of a round, first to last.
pub fn list_meetings(tx: &mut Tx, round: RoundId) -> Result<Vec<MeetingRow>, DbFault> {
    let sql = format!("{MEETING} WHERE round_id = $1 ORDER BY id");
    tx.query(&sql, &[round.0.into()])?.into_iter().map(meeting).collect()
}

pub fn insert_meeting(
    tx: &mut Tx,
    round: RoundId,
    opening: &Opening,
    entry: EntryId,
    by: &str,
    now: Instant,
) -> Result<i64, DbFault> {
    tx.one(
        "INSERT INTO meeting (round_id, place, present, entry_id, opened_by, opened_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
        &[
            round.0.into(),
            (&opening.place).into(),
            (&opening.present).into(),
            entry.0.into(),
            by.into(),
            now.0.into(),
        ],
    )?
    .int(0)
}

pub fn save_turn(tx: &mut Tx, meeting: i64, entry: EntryId) -> Result<(), DbFault> {
    let sql = "UPDATE meeting SET entry_id = $2 WHERE id = $1 AND closed_at IS NULL";
    tx.exec(sql, &[meeting.into(), entry.0.into()]).map(|_| ())
}

pub fn save_meeting_closed(tx: &mut Tx, meeting: i64, now: Instant) -> Result<(), DbFault> {
    let sql = "UPDATE meeting SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL";
    tx.exec(sql, &[meeting.into(), now.0.into()]).map(|_| ())
}

// What was said.

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscussionRow {
    pub entry: EntryId,
    pub code: EntryCode,
    pub meeting: Option<i64>,
    pub took_part: String,
    pub said: String,
    pub outcome: Outcome,
    pub votes: Option<(u32, u32)>,
    pub at: Instant,
}

pub fn insert_discussion(
    tx: &mut Tx,
    round: RoundId,
    entry: EntryId,
    meeting: Option<i64>,
    d: &Discussion,
    outcome: Outcome,
    by: &str,
    now: Instant,
) -> Result<(), DbFault> {
    tx.exec(
        "INSERT INTO discussion (round_id, entry_id, meeting_id, took_part, said, outcome, votes_for, votes_cast, recorded_by, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            round.0.into(),
            entry.0.into(),
            meeting.into(),
            (&d.took_part).into(),
            (&d.said).into(),
            outcome.word().into(),
            d.votes.map(|v| v.0).into(),
            d.votes.map(|v| v.1).into(),
            by.into(),
            now.0.into(),
        ],
    )
    .map(|_| ())
}

/// What was said in a round, first to last.
pub fn list_discussions(tx: &mut Tx, round: RoundId) -> Result<Vec<DiscussionRow>, DbFault> {
    let sql = "SELECT d.entry_id, e.code, d.meeting_id, d.took_part, d.said, d.outcome, d.votes_for, d.votes_cast, d.at FROM discussion d JOIN entry e ON e.id = d.entry_id WHERE d.round_id = $1 ORDER BY d.id";
    let read = |r: &Row| {
        let votes = r.opt_int(6)?.zip(r.opt_int(7)?);
        let count = |n: i64| u32::try_from(n).map_err(|_| DbFault::other("fewer than no votes"));
        Ok(DiscussionRow {
            entry: EntryId(r.int(0)?),
            code: EntryCode(r.text(1)?.to_owned()),
            meeting: r.opt_int(2)?,
            took_part: r.text(3)?.to_owned(),
            said: r.text(4)?.to_owned(),
            outcome: Outcome::from_word(r.text(5)?)
                .ok_or_else(|| DbFault::other("unknown outcome of a discussion"))?,
            votes: votes.map(|(a, b)| Ok::<_, DbFault>((count(a)?, count(b)?))).transpose()?,
            at: Instant(r.int(8)?),
        })
    };
    tx.query(sql, &[round.0.into()])?.iter().map(read).collect()
}
