//! A meeting of the panel: opened, led from entry to entry, closed, and followed by everybody present on their own device.

use super::board::{self, Board};
use super::meeting_store::{self as kept, DiscussionRow, MeetingRow};
use super::{blind, lead, order, store};
use crate::act::Stop;
use crate::db::{DbFault, Tx};
use crate::entry::store as entries;
use crate::record::{actor_text, record};
use domain::actor::Actor;
use domain::entry::Dossier;
use domain::ids::{ContestId, EntryId, RoundId, SheetId};
use domain::judging::conflict::ConflictKind;
use domain::judging::meeting::{self, OpenMeetingRefusal, Opening, View};
use domain::judging::{JudgingEvent, access};
use domain::text;
use domain::time::Instant;
use std::convert::Infallible;
use std::sync::Arc;

/// Opens a meeting on the entries of a round; the first in the order of presentation is in turn.
pub fn open_meeting(
    tx: &mut Tx,
    actor: &Actor,
    round: RoundId,
    opening: &Opening,
    now: Instant,
) -> Result<i64, Stop<OpenMeetingRefusal>> {
    tx.lock_row("judging_round", round.0)?;
    let row = store::find_round(tx, round)?.ok_or(Stop::NotFound)?;
    let contest = row.contest;
    access::lead_meeting(actor, contest)?;
    let board = board::load(tx, row)?;
    let running = kept::open_meeting_of(tx, round)?.is_some();
    let opening = Opening { place: text::clean_line(&opening.place), present: text::clean(&opening.present) };
    meeting::open(&opening, running, board.rows.len())?;
    let Some(first) = order::in_order(tx, &board)?.first().map(|at| board.rows[*at].entry.id) else {
        return Err(Stop::refuse(OpenMeetingRefusal::NoEntries));
    };
    let id = kept::insert_meeting(tx, round, &opening, first, &actor_text(actor), now)?;
    let round = board.round.code.clone();
    record(tx, actor, Some(contest), JudgingEvent::MeetingOpened { contest, round }, now)?;
    Ok(id)
}

/// Turns to another entry of the round. A meeting that is closed, or an entry that is not in it, is not found.
pub fn turn_to(
    tx: &mut Tx,
    actor: &Actor,
    meeting: i64,
    entry: EntryId,
) -> Result<RoundId, Stop<Infallible>> {
    let (row, contest) = running(tx, actor, meeting)?;
    let round = store::find_round(tx, row.round)?.ok_or(Stop::NotFound)?;
    let position = round.position;
    if !board::entries_of(tx, contest, position)?.iter().any(|e| e.id == entry) {
        return Err(Stop::NotFound);
    }
    kept::save_turn(tx, meeting, entry)?;
    Ok(row.round)
}

pub fn close_meeting(
    tx: &mut Tx,
    actor: &Actor,
    meeting: i64,
    now: Instant,
) -> Result<RoundId, Stop<Infallible>> {
    let (row, contest) = running(tx, actor, meeting)?;
    kept::save_meeting_closed(tx, meeting, now)?;
    let round = store::find_round(tx, row.round)?.ok_or(Stop::NotFound)?.code;
    let discussed =
        kept::list_discussions(tx, row.round)?.iter().filter(|d| d.meeting == Some(meeting)).count();
    record(tx, actor, Some(contest), JudgingEvent::MeetingClosed { contest, round, discussed }, now)?;
    Ok(row.round)
}

fn running(tx: &mut Tx, actor: &Actor, meeting: i64) -> Result<(MeetingRow, ContestId), Stop<Infallible>> {
    tx.lock_row("meeting", meeting)?;
    let row = kept::find_meeting(tx, meeting)?.ok_or(Stop::NotFound)?;
    let contest = store::find_round(tx, row.round)?.ok_or(Stop::NotFound)?.contest;
    access::lead_meeting(actor, contest)?;
    if row.closed_at.is_some() {
        return Err(Stop::NotFound);
    }
    Ok((row, contest))
}

/// A meeting as somebody present sees it.
#[derive(Debug, Clone)]
pub struct Followed {
    pub board: Arc<Board>,
    /// The meeting that is going on.
    pub meeting: Option<MeetingRow>,
    pub turn: Option<Turn>,
    pub may_lead: bool,
    /// Rows of the board in the order of the meeting, for who leads it.
    pub rows: Vec<usize>,
    /// Names for the list of those present, as a beginning.
    pub panel: Vec<String>,
}

/// The entry in turn.
#[derive(Debug, Clone)]
pub struct Turn {
    pub entry: EntryId,
    /// Row of the board.
    pub row: usize,
    pub view: View,
    /// Why the viewer sees nothing.
    pub conflicts: Vec<ConflictKind>,
    /// `None` where nothing is to be seen.
    pub dossier: Option<Dossier>,
    pub own_sheet: Option<SheetId>,
    /// The viewer is who puts down what is said: see `discuss`.
    pub may_discuss: bool,
    /// Empty unless the view is full.
    pub said: Vec<DiscussionRow>,
}

pub fn follow(tx: &mut Tx, actor: &Actor, round: RoundId) -> Result<Followed, Stop<Infallible>> {
    let row = store::find_round(tx, round)?.ok_or(Stop::NotFound)?;
    let contest = row.contest;
    access::attend(actor, contest)?;
    let board: Arc<Board> = tx.kept(round.0, |tx| board::load(tx, row))?;
    let board = blind::board(tx, actor, board)?;
    let may_lead = access::lead_meeting(actor, contest).is_ok();
    let meeting = kept::open_meeting_of(tx, round)?;
    let turn = match &meeting {
        Some(m) => turn(tx, actor, &board, m.entry)?,
        None => None,
    };
    let rows = if may_lead { order::in_order(tx, &board)? } else { vec![] };
    let panel = if may_lead && meeting.is_none() {
        board.judges.iter().filter(|j| j.active).map(|j| j.name.clone()).collect()
    } else {
        vec![]
    };
    Ok(Followed { meeting, turn, may_lead, rows, panel, board })
}

fn turn(tx: &mut Tx, actor: &Actor, board: &Board, entry: EntryId) -> Result<Option<Turn>, DbFault> {
    let Some(row) = board.rows.iter().position(|r| r.entry.id == entry) else { return Ok(None) };
    let contest = board.round.contest;
    let runs = access::see_board(actor, contest).is_ok();
    let own = board.own_sheet(actor, &board.rows[row]);
    let recused = board.recused(actor, &board.rows[row]);
    let view = meeting::view(recused, own.map(|s| s.signed), runs);
    let own_sheet = own.map(|s| s.id);
    let mut turn = Turn {
        entry,
        row,
        view,
        conflicts: vec![],
        dossier: None,
        own_sheet,
        may_discuss: false,
        said: vec![],
    };
    if view == View::Blank {
        let me = actor.judge_in(contest);
        let all = store::list_conflicts(tx, contest)?.into_iter();
        turn.conflicts = all.filter(|c| Some(c.judge) == me && c.entry == entry).map(|c| c.kind).collect();
        return Ok(Some(turn));
    }
    let version = entries::find(tx, entry)?.map_or(0, |e| e.version);
    turn.dossier = match entries::dossier_of(tx, entry, version)? {
        Some((dossier, _)) => Some(blind::readable(tx, actor, contest, entry, dossier)?),
        None => None,
    };
    if view == View::Full {
        turn.said =
            kept::list_discussions(tx, board.round.id)?.into_iter().filter(|d| d.entry == entry).collect();
        turn.may_discuss =
            lead::leads(tx, actor, contest, entry)? || access::run_round(actor, contest).is_ok();
    }
    Ok(Some(turn))
}
