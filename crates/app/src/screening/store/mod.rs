//! All SQL for the tables of this slice; each table is written by one file below. Other slices' tables are only read.

mod batch;
mod bulk;
mod committee;
mod extension;
mod gate;
mod reading;

pub use batch::*;
pub use bulk::*;
pub use committee::*;
pub use extension::*;
pub use gate::*;
pub use reading::*;

use crate::contest::store::{self as contests, ContestRow};
use crate::db::{DbFault, Engine, RowRef, Tx, Val, in_list};
use domain::contest::RulesEdition;
use domain::ids::{ContestId, EntryId, UnitId};
use domain::screening::{Arrival, Confirmation, Decision, DecisionKind, Gate, GivenVerdict, Intake, Verdict};
use domain::time::{Day, Instant};
use std::sync::Arc;

/// An entry at the gate with what every rule asks of its contest.
pub(in crate::screening) struct Held {
    pub gate: Gate,
    pub contest: ContestRow,
    pub rules: Arc<RulesEdition>,
}

const GATE_COLUMNS: &str = "e.id, e.code, e.unit_id, e.state, e.version, v.dossier_hash, e.submitted_at, g.received_at, \
    g.verdict, g.verdict_version, g.verdict_reason, g.verdict_at, g.mend_before_on, k.id, k.version, k.dossier_hash, k.at, \
    g.arrived_at, g.arrived_version, g.intake, g.intake_note, g.decision, g.kept_entry_id, g.decision_reason, \
    CASE WHEN EXISTS (SELECT 1 FROM score_sheet x WHERE x.entry_id = e.id AND x.released_at IS NULL) THEN 1 ELSE 0 END, \
    CASE WHEN k.signed_on IS NULL THEN 0 ELSE 1 END, \
    CASE WHEN EXISTS (SELECT 1 FROM unit_committee u WHERE u.contest_id = e.contest_id AND u.unit_id = e.unit_id AND u.ended_at IS NULL) THEN 1 ELSE 0 END";
const GATE_TABLES: &str = "FROM entry e JOIN entry_version v ON v.entry_id = e.id AND v.version = e.version \
    LEFT JOIN gate g ON g.entry_id = e.id LEFT JOIN confirmation k ON k.entry_id = e.id AND k.voided_at IS NULL";
/// Where the columns of [`FACE_COLUMNS`] begin behind those of a gate.
const FACE_AT: usize = 27;
const FACE_COLUMNS: &str =
    "e.title, e.fold, e.lead_author, e.author_count, e.category, e.form, e.origin, e.unit_id, e.areas";

fn read_gate(row: RowRef<'_>, standing: UnitId, granted: &Granted) -> Result<Gate, DbFault> {
    let unit = UnitId(row.int(2)?);
    let verdict = match word(row, 8, Verdict::from_word)? {
        None => None,
        Some(verdict) => Some(GivenVerdict {
            verdict,
            version: row.int(9)?,
            reason: row.opt_text(10)?.unwrap_or_default().to_owned(),
            at: Instant(row.int(11)?),
            mend_before: row.opt_text(12)?.and_then(Day::parse),
        }),
    };
    let confirmation = match row.opt_int(13)? {
        None => None,
        Some(id) => Some(Confirmation {
            id,
            version: row.int(14)?,
            dossier_hash: digest(row.blob(15)?)?,
            at: Instant(row.int(16)?),
            on_paper: row.int(25)? == 1,
        }),
    };
    let recorded_arrival = match (row.opt_int(17)?, row.opt_int(18)?) {
        (Some(at), Some(version)) => Some(Arrival { at: Instant(at), version }),
        _ => None,
    };
    let decision = word(row, 21, DecisionKind::from_word)?;
    let decision = match decision {
        None => None,
        Some(kind) => Some(Decision {
            kind,
            kept: row.opt_int(22)?.map(EntryId),
            reason: row.opt_text(23)?.unwrap_or_default().to_owned(),
        }),
    };
    Ok(Gate {
        entry: EntryId(row.int(0)?),
        code: row.text(1)?.into(),
        unit,
        handed_in: row.text(3)? == "handed_in",
        version: row.int(4)?,
        dossier_hash: digest(row.blob(5)?)?,
        submitted_at: Instant(row.opt_int(6)?.unwrap_or_default()),
        at_standing_body: unit == standing,
        received_at: row.opt_int(7)?.map(Instant),
        verdict,
        confirmation,
        recorded_arrival,
        intake: word(row, 19, Intake::from_word)?.unwrap_or(Intake::Pending),
        intake_note: row.opt_text(20)?.unwrap_or_default().to_owned(),
        decision,
        with_judges: row.int(24)? == 1,
        has_committee: row.int(26)? == 1,
        extensions: granted.of(EntryId(row.int(0)?), unit),
    })
}

/// A closed choice in a column, absent where null.
fn word<T>(row: RowRef<'_>, at: usize, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, DbFault> {
    match row.opt_text(at)? {
        None => Ok(None),
        Some(w) => {
            read(w).map(Some).ok_or_else(|| DbFault::other(format!("unknown word in column {at}: {w}")))
        }
    }
}

fn digest(bytes: &[u8]) -> Result<[u8; 32], DbFault> {
    bytes.try_into().map_err(|_| DbFault::other("a digest has 32 bytes"))
}

/// Locks the entry until the end of the transaction and reads where it stands. `None` for a draft and for nothing.
pub(in crate::screening) fn hold(tx: &mut Tx, entry: EntryId) -> Result<Option<Held>, DbFault> {
    if !tx.lock_row("entry", entry.0)? {
        return Ok(None);
    }
    find(tx, entry)
}

/// Reads without locking.
pub(in crate::screening) fn find(tx: &mut Tx, entry: EntryId) -> Result<Option<Held>, DbFault> {
    let Some(row) =
        tx.opt("SELECT contest_id FROM entry WHERE id = $1 AND version > 0", &[entry.0.into()])?
    else {
        return Ok(None);
    };
    let id = ContestId(row.int(0)?);
    let Some(contest) = contests::find(tx, id)? else { return Ok(None) };
    let rules = contests::rules_of(tx, id)?;
    let row = tx.opt(&format!("SELECT {GATE_COLUMNS} {GATE_TABLES} WHERE e.id = $1"), &[entry.0.into()])?;
    let granted = granted(tx, &contest)?;
    let gate = row.map(|r| read_gate(r.as_ref(), contest.standing_unit, &granted)).transpose()?;
    Ok(gate.map(|gate| Held { gate, contest, rules }))
}

/// Every entry of the contest that was ever handed in, by code; withdrawn ones too.
pub(in crate::screening) fn list_gates(tx: &mut Tx, contest: &ContestRow) -> Result<Vec<Gate>, DbFault> {
    let sql = format!("SELECT {GATE_COLUMNS} {GATE_TABLES} WHERE e.contest_id = $1 ORDER BY e.code");
    let granted = granted(tx, contest)?;
    let mut gates = Vec::new();
    tx.each(&sql, &[contest.id.0.into()], |row| {
        gates.push(read_gate(*row, contest.standing_unit, &granted)?);
        Ok::<_, DbFault>(())
    })?;
    Ok(gates)
}

/// As [`list_gates`], only what is handed in, each with its face.
pub(in crate::screening) fn list_gates_with_faces(
    tx: &mut Tx,
    contest: &ContestRow,
) -> Result<Vec<(Gate, Face)>, DbFault> {
    let sql = format!(
        "SELECT {GATE_COLUMNS}, {FACE_COLUMNS} {GATE_TABLES} WHERE e.contest_id = $1 AND e.state = 'handed_in' ORDER BY e.code"
    );
    let granted = granted(tx, contest)?;
    let mut out = Vec::new();
    tx.each(&sql, &[contest.id.0.into()], |row| {
        out.push((read_gate(*row, contest.standing_unit, &granted)?, read_face(*row, FACE_AT)?));
        Ok::<_, DbFault>(())
    })?;
    Ok(out)
}

/// As [`list_gates`], of one unit.
pub(in crate::screening) fn list_gates_of_unit(
    tx: &mut Tx,
    contest: &ContestRow,
    unit: UnitId,
) -> Result<Vec<Gate>, DbFault> {
    let sql = format!(
        "SELECT {GATE_COLUMNS} {GATE_TABLES} WHERE e.contest_id = $1 AND e.unit_id = $2 ORDER BY e.code"
    );
    let granted = granted(tx, contest)?;
    let rows = tx.query(&sql, &[contest.id.0.into(), unit.0.into()])?;
    rows.iter().map(|r| read_gate(r.as_ref(), contest.standing_unit, &granted)).collect()
}

/// Locks these entries in the order of their ids and reads them, by code. Those of other contests are left out.
pub(in crate::screening) fn hold_many(
    tx: &mut Tx,
    contest: &ContestRow,
    ids: &[EntryId],
) -> Result<Vec<Gate>, DbFault> {
    let tail = for_update(tx);
    let granted = granted(tx, contest)?;
    let mut gates = Vec::with_capacity(ids.len());
    for part in ids.chunks(500) {
        let mut vals: Vec<Val> = vec![contest.id.0.into()];
        vals.extend(part.iter().map(|id| Val::from(id.0)));
        let list = in_list(2, part.len());
        tx.query(
            &format!("SELECT id FROM entry WHERE contest_id = $1 AND id IN {list} ORDER BY id{tail}"),
            &vals,
        )?;
        let rows =
            tx.query(&format!("SELECT {GATE_COLUMNS} {GATE_TABLES} WHERE e.contest_id = $1 AND e.id IN {list} ORDER BY e.code"), &vals)?;
        for row in &rows {
            gates.push(read_gate(row.as_ref(), contest.standing_unit, &granted)?);
        }
    }
    gates.sort_by(|a, b| a.code.cmp(&b.code));
    gates.dedup_by(|a, b| a.entry == b.entry);
    Ok(gates)
}

fn for_update(tx: &Tx) -> &'static str {
    match tx.engine() {
        Engine::Sqlite => "",
        Engine::Postgres => " FOR UPDATE",
    }
}
