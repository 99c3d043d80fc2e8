//! One act for many entries: looked at first, done in one transaction, undone as long as nothing is built on it.

use super::store::{self, BulkItem, BulkRow, Face};
use crate::act::Stop;
use crate::contest::store::{self as contests, ContestRow};
use crate::db::{DbFault, Tx};
use crate::record::record;
use domain::actor::Actor;
use domain::contest::RulesEdition;
use domain::ids::{BatchId, ContestId, EntryCode, EntryId, UnitId};
use domain::screening::bulk::{self as rule, BulkAct, BulkProblem, MOST_ENTRIES, UndoProblem, Wanted};
use domain::screening::screen::{Answer, Finding};
use domain::screening::{Gate, ScreenRefusal, ScreeningEvent, Step, Verdict, access, step};
use domain::text;
use domain::time::Instant;
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;

/// What somebody wants done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkAsk {
    pub act: BulkAct,
    /// Entries with the version that was seen; without one, the version that counts now.
    pub entries: Vec<(EntryId, Option<i64>)>,
    pub reason: String,
}

/// One entry, as it is and as it would be.
#[derive(Debug, Clone)]
pub struct BulkLine {
    pub gate: Gate,
    pub face: Face,
    pub now: Step,
    pub then: Step,
    /// The act would void its confirmation.
    pub voids: bool,
    /// Empty where it can be done.
    pub problems: Vec<BulkProblem>,
}

#[derive(Debug, Clone)]
pub struct BulkPreview {
    pub contest: ContestRow,
    pub rules: Arc<RulesEdition>,
    pub unit: store::UnitFace,
    pub lines: Vec<BulkLine>,
    /// What "selected" says of every entry.
    pub requirements: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BulkRefusal {
    NothingChosen,
    TooMany {
        most: usize,
    },
    /// Nothing of it can be done; every entry with its reasons.
    Nothing {
        entries: Vec<(EntryCode, Vec<BulkProblem>)>,
    },
}

/// The reason that is asked for once, of all entries: it belongs beside its field, not beside each entry.
pub fn is_of_reason(problem: &BulkProblem) -> bool {
    let BulkProblem::Screen(refusal) = problem else { return false };
    matches!(refusal, ScreenRefusal::ReasonMissing | ScreenRefusal::ReasonTooLong { .. })
}

/// What was done, and what was left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkDone {
    pub id: i64,
    pub done: usize,
    pub left: usize,
}

/// Entry by entry what would change and what is refused. Changes nothing; a constant number of statements.
pub fn preview_bulk(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    unit: UnitId,
    ask: &BulkAsk,
    now: Instant,
) -> Result<BulkPreview, Stop<Infallible>> {
    access::work_desk(actor, unit, now).map_err(|_| Stop::NotFound)?;
    let contest = contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    let rules = contests::rules_of(tx, contest.id)?;
    let face = store::find_unit(tx, contest.id, unit)?.ok_or(Stop::NotFound)?;
    let gates = store::list_gates_of_unit(tx, &contest, unit)?;
    let mut faces = store::list_faces(tx, contest.id, Some(unit))?;
    let listed = listed(tx, contest.id, unit)?;
    let requirements = store::requirements(tx, contest.id)?;
    let reason = text::clean(&ask.reason);
    let wanted = wanted(ask.act, &reason, &contest, &rules, now);
    let asked: HashMap<EntryId, Option<i64>> = ask.entries.iter().copied().collect();
    let mut lines = vec![];
    for gate in gates {
        let (Some(seen), Some(face)) = (asked.get(&gate.entry), faces.remove(&gate.entry)) else { continue };
        let seen = seen.unwrap_or(gate.version);
        let answer = rule::bulk(&gate, seen, listed.get(&gate.entry).copied(), &wanted);
        lines.push(BulkLine {
            now: step::next(&gate),
            then: rule::then(&gate, &wanted),
            voids: ask.act == BulkAct::Decline && gate.confirmation().is_some(),
            problems: answer.err().unwrap_or_default().into_iter().filter(|p| !is_of_reason(p)).collect(),
            gate,
            face,
        });
    }
    Ok(BulkPreview { contest, rules, unit: face, lines, requirements })
}

/// Does it for every entry that can be, in this transaction; the others stay as they are. Entries of other units are nobody's.
pub fn do_bulk(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    unit: UnitId,
    ask: &BulkAsk,
    now: Instant,
) -> Result<BulkDone, Stop<BulkRefusal>> {
    access::work_desk(actor, unit, now)?;
    let contest = contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    if ask.entries.is_empty() {
        return Err(Stop::refuse(BulkRefusal::NothingChosen));
    }
    if ask.entries.len() > MOST_ENTRIES {
        return Err(Stop::refuse(BulkRefusal::TooMany { most: MOST_ENTRIES }));
    }
    if !tx.lock_row("org_unit", unit.0)? {
        return Err(Stop::NotFound);
    }
    let rules = contests::rules_of(tx, contest.id)?;
    let ids: Vec<EntryId> = ask.entries.iter().map(|(e, _)| *e).collect();
    let asked: HashMap<EntryId, Option<i64>> = ask.entries.iter().copied().collect();
    let gates = store::hold_many(tx, &contest, &ids)?;
    if gates.iter().any(|g| g.unit != unit) || gates.len() < asked.len() {
        return Err(Stop::NotFound);
    }
    let listed = listed(tx, contest.id, unit)?;
    let reason = text::clean(&ask.reason);
    let wanted = wanted(ask.act, &reason, &contest, &rules, now);
    let (mut can, mut cannot) = (vec![], vec![]);
    for gate in gates {
        let seen = asked.get(&gate.entry).copied().flatten().unwrap_or(gate.version);
        match rule::bulk(&gate, seen, listed.get(&gate.entry).copied(), &wanted) {
            Ok(()) => can.push(gate),
            Err(problems) => cannot.push((gate.code, problems)),
        }
    }
    if can.is_empty() {
        return Err(Stop::refuse(BulkRefusal::Nothing { entries: cannot }));
    }
    let findings = met(store::requirements(tx, contest.id)?);
    let sheets = store::sheets_in_force(tx, contest.id, unit)?;
    let items: Vec<BulkItem> = can
        .iter()
        .map(|g| BulkItem {
            entry: g.entry,
            version: g.version,
            sheet: g.verdict().and(sheets.get(&g.entry).copied()),
            received: g.received_at.is_some(),
        })
        .collect();
    let batch = act(tx, actor, &contest, unit, &can, &wanted, &findings, now)?;
    let id = store::insert_bulk(tx, contest.id, unit, ask.act, batch, &items, actor.person_id(), now)?;
    Ok(BulkDone { id, done: can.len(), left: cannot.len() })
}

fn act(
    tx: &mut Tx,
    actor: &Actor,
    contest: &ContestRow,
    unit: UnitId,
    gates: &[Gate],
    wanted: &Wanted<'_>,
    findings: &[Finding],
    now: Instant,
) -> Result<Option<BatchId>, DbFault> {
    let of = Some(contest.id);
    if wanted.act == BulkAct::List {
        let batch = match store::find_open_batch(tx, contest.id, unit)? {
            Some((batch, _)) => batch,
            None => {
                let (batch, number) = store::insert_batch(tx, contest.id, unit, "open", now)?;
                record(tx, actor, of, ScreeningEvent::BatchOpened { batch, unit, number }, now)?;
                batch
            }
        };
        for gate in gates {
            store::save_item(tx, batch, gate.entry, gate.version, now)?;
        }
        let added = gates.iter().map(|g| g.code.clone()).collect();
        record(tx, actor, of, ScreeningEvent::BatchChanged { batch, added, removed: vec![] }, now)?;
        return Ok(Some(batch));
    }
    for gate in gates {
        let entry = gate.entry;
        match wanted.sheet(gate.version, findings) {
            None => {
                store::save_received(tx, entry, now)?;
                record(tx, actor, of, ScreeningEvent::Received { entry }, now)?;
            }
            Some(sheet) => super::screen::save(tx, actor, contest.id, gate, &sheet, now)?,
        }
    }
    Ok(None)
}

/// The last act at a desk that can still be undone as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastBulk {
    pub id: i64,
    pub act: BulkAct,
    pub count: usize,
    pub done_at: Instant,
}

/// Among the entries of the unit as they are now. One statement.
pub(super) fn last<'a>(
    tx: &mut Tx,
    contest: ContestId,
    unit: UnitId,
    gates: impl Iterator<Item = &'a Gate>,
    listed: &HashMap<EntryId, i64>,
) -> Result<Option<LastBulk>, DbFault> {
    let Some(row) = store::find_last_bulk(tx, contest, unit)? else { return Ok(None) };
    let gates: HashMap<EntryId, &Gate> = gates.map(|g| (g.entry, g)).collect();
    let free = row.items.iter().all(|i| {
        let on_list = listed.get(&i.entry).copied();
        gates.get(&i.entry).is_some_and(|g| rule::undo(g, row.act, i.version, row.done_at, on_list).is_ok())
    });
    let (id, act, count, done_at) = (row.id, row.act, row.items.len(), row.done_at);
    Ok(free.then_some(LastBulk { id, act, count, done_at }))
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UndoRefusal {
    AlreadyUndone,
    Entry { entry: EntryCode, problem: UndoProblem },
}

/// All of it or nothing. A verdict that stood before stands again; a confirmation that the act made void stays void.
pub fn undo_bulk(tx: &mut Tx, actor: &Actor, bulk: i64, now: Instant) -> Result<usize, Stop<UndoRefusal>> {
    if !tx.lock_row("bulk_act", bulk)? {
        return Err(Stop::NotFound);
    }
    let row = store::find_bulk(tx, bulk)?.ok_or(Stop::NotFound)?;
    access::work_desk(actor, row.unit, now)?;
    if row.undone_at.is_some() {
        return Err(Stop::refuse(UndoRefusal::AlreadyUndone));
    }
    let contest = contests::find(tx, row.contest)?.ok_or(Stop::NotFound)?;
    let ids: Vec<EntryId> = row.items.iter().map(|i| i.entry).collect();
    let gates: HashMap<EntryId, Gate> =
        store::hold_many(tx, &contest, &ids)?.into_iter().map(|g| (g.entry, g)).collect();
    let listed = listed(tx, row.contest, row.unit)?;
    let mut no = vec![];
    for item in &row.items {
        let Some(gate) = gates.get(&item.entry) else { return Err(Stop::NotFound) };
        let on_list = listed.get(&item.entry).copied();
        if gate.unit != row.unit {
            no.push(UndoRefusal::Entry { entry: gate.code.clone(), problem: UndoProblem::Changed });
        } else if let Err(problem) = rule::undo(gate, row.act, item.version, row.done_at, on_list) {
            no.push(UndoRefusal::Entry { entry: gate.code.clone(), problem });
        }
    }
    if !no.is_empty() {
        return Err(Stop::Refused(no));
    }
    for item in &row.items {
        take_back(tx, actor, &row, item, now)?;
    }
    store::save_undone(tx, bulk, now)?;
    let entries = row.items.iter().filter_map(|i| gates.get(&i.entry)).map(|g| g.code.clone()).collect();
    let undone = ScreeningEvent::Undone { unit: row.unit, act: row.act, entries };
    record(tx, actor, Some(row.contest), undone, now)?;
    Ok(row.items.len())
}

fn take_back(
    tx: &mut Tx,
    actor: &Actor,
    row: &BulkRow,
    item: &BulkItem,
    now: Instant,
) -> Result<(), DbFault> {
    match row.act {
        BulkAct::Receive => store::clear_received(tx, item.entry),
        BulkAct::List => {
            let batch = row.batch.ok_or_else(|| DbFault::other("a listing names its batch"))?;
            store::remove_item(tx, batch, item.entry, "undone", now).map(drop)
        }
        BulkAct::Select | BulkAct::Decline => match item.sheet {
            None => store::save_unscreened(tx, item.entry, item.version, item.received, actor, now),
            Some(sheet) => {
                store::save_screened_again(tx, item.entry, sheet, actor, now)?;
                let verdict = store::verdict_of_sheet(tx, sheet)?;
                let (entry, version) = (item.entry, item.version);
                record(
                    tx,
                    actor,
                    Some(row.contest),
                    ScreeningEvent::Screened { entry, version, verdict },
                    now,
                )
            }
        },
    }
}

fn listed(tx: &mut Tx, contest: ContestId, unit: UnitId) -> Result<HashMap<EntryId, i64>, DbFault> {
    Ok(match store::find_open_batch(tx, contest, unit)? {
        Some((batch, _)) => store::list_items(tx, batch)?.into_iter().collect(),
        None => HashMap::new(),
    })
}

fn wanted<'a>(
    act: BulkAct,
    reason: &'a str,
    contest: &ContestRow,
    rules: &RulesEdition,
    now: Instant,
) -> Wanted<'a> {
    Wanted { act, reason, phase: contest.phase, before: rules.timeline.units_send, now }
}

/// Every requirement met: what selecting many at once says.
fn met(requirements: Vec<String>) -> Vec<Finding> {
    requirements.into_iter().map(|requirement| Finding { requirement, answer: Answer::Yes }).collect()
}

/// The word of a sheet that says only that a verdict was taken back.
pub(super) const TAKEN_BACK: &str = "taken_back";

/// Which verdict a stored word is; `None` where it was taken back.
pub(super) fn verdict_of(word: &str) -> Result<Option<Verdict>, DbFault> {
    match Verdict::from_word(word) {
        Some(verdict) => Ok(Some(verdict)),
        None if word == TAKEN_BACK => Ok(None),
        None => Err(DbFault::other(format!("unknown verdict {word}"))),
    }
}
