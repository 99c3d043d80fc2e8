//! All SQL for the tables of this slice. Other slices' tables are only read.

use crate::contest::store::{self as contests, ContestRow};
use crate::db::{DbFault, Engine, Row, RowRef, Tx, Val, in_list};
use domain::actor::Actor;
use domain::contest::{AttachmentKind, Category, Form, QuotaStrength, RulesEdition};
use domain::entry::{Attachment, Author, Dossier, Origin};
use domain::ids::{AreaCode, BatchId, ContestId, EntryCode, EntryId, PersonId, UnitCode, UnitId};
use domain::percent::SharePercent;
use domain::screening::confirm::{AuthorName, Statement};
use domain::screening::forward::Batch;
use domain::screening::screen::{Answer, Finding, Sheet};
use domain::screening::{
    Arrival, BulkAct, Confirmation, Decision, DecisionKind, Gate, GivenVerdict, Intake, Verdict,
};
use domain::time::{Day, Instant};
use std::collections::HashMap;
use std::sync::Arc;

/// An entry at the gate with what every rule asks of its contest.
pub(super) struct Held {
    pub gate: Gate,
    pub contest: ContestRow,
    pub rules: Arc<RulesEdition>,
}

const GATE_COLUMNS: &str = "e.id, e.code, e.unit_id, e.state, e.version, v.dossier_hash, e.submitted_at, g.received_at, \
    g.verdict, g.verdict_version, g.verdict_reason, g.verdict_at, g.mend_before_on, k.id, k.version, k.dossier_hash, k.at, \
    g.arrived_at, g.arrived_version, g.intake, g.intake_note, g.decision, g.kept_entry_id, g.decision_reason, \
    CASE WHEN EXISTS (SELECT 1 FROM score_sheet x WHERE x.entry_id = e.id AND x.released_at IS NULL) THEN 1 ELSE 0 END";
const GATE_TABLES: &str = "FROM entry e JOIN entry_version v ON v.entry_id = e.id AND v.version = e.version \
    LEFT JOIN gate g ON g.entry_id = e.id LEFT JOIN confirmation k ON k.entry_id = e.id AND k.voided_at IS NULL";
/// Where the columns of [`FACE_COLUMNS`] begin behind those of a gate.
const FACE_AT: usize = 25;
const FACE_COLUMNS: &str =
    "e.title, e.fold, e.lead_author, e.author_count, e.category, e.form, e.origin, e.unit_id, e.areas";

fn read_gate(row: RowRef<'_>, standing: UnitId) -> Result<Gate, DbFault> {
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
pub(super) fn hold(tx: &mut Tx, entry: EntryId) -> Result<Option<Held>, DbFault> {
    if !tx.lock_row("entry", entry.0)? {
        return Ok(None);
    }
    find(tx, entry)
}

/// Reads without locking.
pub(super) fn find(tx: &mut Tx, entry: EntryId) -> Result<Option<Held>, DbFault> {
    let Some(row) =
        tx.opt("SELECT contest_id FROM entry WHERE id = $1 AND version > 0", &[entry.0.into()])?
    else {
        return Ok(None);
    };
    let id = ContestId(row.int(0)?);
    let Some(contest) = contests::find(tx, id)? else { return Ok(None) };
    let rules = contests::rules_of(tx, id)?;
    let row = tx.opt(&format!("SELECT {GATE_COLUMNS} {GATE_TABLES} WHERE e.id = $1"), &[entry.0.into()])?;
    let gate = row.map(|r| read_gate(r.as_ref(), contest.standing_unit)).transpose()?;
    Ok(gate.map(|gate| Held { gate, contest, rules }))
}

/// Every entry of the contest that was ever handed in, by code; withdrawn ones too.
pub(super) fn list_gates(tx: &mut Tx, contest: &ContestRow) -> Result<Vec<Gate>, DbFault> {
    let sql = format!("SELECT {GATE_COLUMNS} {GATE_TABLES} WHERE e.contest_id = $1 ORDER BY e.code");
    let mut gates = Vec::new();
    tx.each(&sql, &[contest.id.0.into()], |row| {
        gates.push(read_gate(*row, contest.standing_unit)?);
        Ok::<_, DbFault>(())
    })?;
    Ok(gates)
}

/// As [`list_gates`], only what is handed in, each with its face.
pub(super) fn list_gates_with_faces(tx: &mut Tx, contest: &ContestRow) -> Result<Vec<(Gate, Face)>, DbFault> {
    let sql = format!(
        "SELECT {GATE_COLUMNS}, {FACE_COLUMNS} {GATE_TABLES} WHERE e.contest_id = $1 AND e.state = 'handed_in' ORDER BY e.code"
    );
    let mut out = Vec::new();
    tx.each(&sql, &[contest.id.0.into()], |row| {
        out.push((read_gate(*row, contest.standing_unit)?, read_face(*row, FACE_AT)?));
        Ok::<_, DbFault>(())
    })?;
    Ok(out)
}

/// As [`list_gates`], of one unit.
pub(super) fn list_gates_of_unit(
    tx: &mut Tx,
    contest: &ContestRow,
    unit: UnitId,
) -> Result<Vec<Gate>, DbFault> {
    let sql = format!(
        "SELECT {GATE_COLUMNS} {GATE_TABLES} WHERE e.contest_id = $1 AND e.unit_id = $2 ORDER BY e.code"
    );
    let rows = tx.query(&sql, &[contest.id.0.into(), unit.0.into()])?;
    rows.iter().map(|r| read_gate(r.as_ref(), contest.standing_unit)).collect()
}

/// Locks these entries in the order of their ids and reads them, by code. Those of other contests are left out.
pub(super) fn hold_many(tx: &mut Tx, contest: &ContestRow, ids: &[EntryId]) -> Result<Vec<Gate>, DbFault> {
    let tail = for_update(tx);
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
            gates.push(read_gate(row.as_ref(), contest.standing_unit)?);
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

// The gate.

fn ensure(tx: &mut Tx, entry: EntryId) -> Result<(), DbFault> {
    let sql = "INSERT INTO gate (entry_id) SELECT id FROM entry WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM gate WHERE entry_id = $1)";
    tx.exec(sql, &[entry.0.into()]).map(|_| ())
}

pub(super) fn save_received(tx: &mut Tx, entry: EntryId, now: Instant) -> Result<(), DbFault> {
    ensure(tx, entry)?;
    tx.exec("UPDATE gate SET received_at = $2 WHERE entry_id = $1", &[entry.0.into(), now.0.into()])?;
    Ok(())
}

/// Keeps the sheet and puts its verdict in force; whoever screens has received.
pub(super) fn save_screened(
    tx: &mut Tx,
    entry: EntryId,
    sheet: &Sheet,
    actor: &Actor,
    now: Instant,
) -> Result<(), DbFault> {
    ensure(tx, entry)?;
    let findings: Vec<serde_json::Value> = sheet
        .findings
        .iter()
        .map(|f| serde_json::json!({ "requirement": f.requirement, "answer": f.answer.word() }))
        .collect();
    let (person, name) = who(actor);
    tx.exec(
        "INSERT INTO screening_sheet (entry_id, version, verdict, reason, findings, person_id, by_name, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            entry.0.into(),
            sheet.version.into(),
            sheet.verdict.word().into(),
            (&sheet.reason).into(),
            serde_json::Value::Array(findings).to_string().into(),
            person.into(),
            name.into(),
            now.0.into(),
        ],
    )?;
    tx.exec(
        "UPDATE gate SET verdict = $2, verdict_version = $3, verdict_reason = $4, verdict_at = $5, mend_before_on = $6, \
         received_at = COALESCE(received_at, $5) WHERE entry_id = $1",
        &[
            entry.0.into(),
            sheet.verdict.word().into(),
            sheet.version.into(),
            (&sheet.reason).into(),
            now.0.into(),
            sheet.mend_before.map(|d| d.to_string()).into(),
        ],
    )?;
    Ok(())
}

fn who(actor: &Actor) -> (Option<i64>, &str) {
    match actor {
        Actor::Person(p) => (Some(p.id.0), &p.name),
        Actor::Anonymous | Actor::EntryHolder { .. } | Actor::System => (None, ""),
    }
}

pub(super) fn insert_confirmation(
    tx: &mut Tx,
    entry: EntryId,
    said: &Statement,
    person: Option<PersonId>,
    now: Instant,
) -> Result<i64, DbFault> {
    ensure(tx, entry)?;
    let id = tx
        .one(
            "INSERT INTO confirmation (entry_id, version, dossier_hash, level, feasibility, remarks, person_id, by_name, at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
            &[
                entry.0.into(),
                said.version.into(),
                (&said.dossier_hash).into(),
                (&said.level).into(),
                (&said.feasibility).into(),
                (&said.remarks).into(),
                person.map(|p| p.0).into(),
                (&said.by).into(),
                now.0.into(),
            ],
        )?
        .int(0)?;
    tx.exec("UPDATE gate SET confirmation_id = $2 WHERE entry_id = $1", &[entry.0.into(), id.into()])?;
    Ok(id)
}

pub(super) fn void_confirmation(
    tx: &mut Tx,
    entry: EntryId,
    reason: &str,
    now: Instant,
) -> Result<(), DbFault> {
    tx.exec(
        "UPDATE confirmation SET voided_at = $2, void_reason = $3 WHERE entry_id = $1 AND voided_at IS NULL",
        &[entry.0.into(), now.0.into(), reason.into()],
    )?;
    tx.exec("UPDATE gate SET confirmation_id = NULL WHERE entry_id = $1", &[entry.0.into()])?;
    Ok(())
}

/// This version of the entry arrived; what the committee returned waits at its intake again.
pub(super) fn save_arrival(tx: &mut Tx, entry: EntryId, arrival: Arrival) -> Result<(), DbFault> {
    ensure(tx, entry)?;
    tx.exec(
        "UPDATE gate SET arrived_at = $2, arrived_version = $3, intake = 'pending', intake_at = NULL, intake_note = NULL \
         WHERE entry_id = $1",
        &[entry.0.into(), arrival.at.0.into(), arrival.version.into()],
    )?;
    Ok(())
}

pub(super) fn save_intake(
    tx: &mut Tx,
    entry: EntryId,
    intake: Intake,
    note: &str,
    now: Instant,
) -> Result<(), DbFault> {
    ensure(tx, entry)?;
    tx.exec(
        "UPDATE gate SET intake = $2, intake_at = $3, intake_note = $4 WHERE entry_id = $1",
        &[entry.0.into(), intake.word().into(), now.0.into(), note.into()],
    )?;
    Ok(())
}

pub(super) fn save_decision(tx: &mut Tx, entry: EntryId, decision: Option<&Decision>) -> Result<(), DbFault> {
    ensure(tx, entry)?;
    tx.exec(
        "UPDATE gate SET decision = $2, kept_entry_id = $3, decision_reason = $4 WHERE entry_id = $1",
        &[
            entry.0.into(),
            decision.map(|d| d.kind.word()).into(),
            decision.and_then(|d| d.kept).map(|k| k.0).into(),
            decision.map(|d| d.reason.as_str()).into(),
        ],
    )?;
    Ok(())
}

/// The code of an entry that was decided out in favour of this one.
pub(super) fn stands_for(tx: &mut Tx, entry: EntryId) -> Result<Option<String>, DbFault> {
    let sql = "SELECT e.code FROM gate g JOIN entry e ON e.id = g.entry_id WHERE g.kept_entry_id = $1 ORDER BY e.code";
    tx.opt(sql, &[entry.0.into()])?.map(|r| r.text(0).map(str::to_owned)).transpose()
}

// Batches.

pub(super) struct HeldBatch {
    pub batch: Batch,
    pub contest: ContestRow,
    pub rules: Arc<RulesEdition>,
    pub forwarded_at: Option<Instant>,
    pub as_it_came: bool,
    pub receipt: Option<String>,
    pub created_at: Instant,
}

pub(super) fn hold_batch(tx: &mut Tx, batch: BatchId) -> Result<Option<HeldBatch>, DbFault> {
    if tx.lock_row("batch", batch.0)? { find_batch(tx, batch) } else { Ok(None) }
}

pub(super) fn find_batch(tx: &mut Tx, batch: BatchId) -> Result<Option<HeldBatch>, DbFault> {
    let sql = "SELECT contest_id, unit_id, year, number, state, letter_number, signer, forwarded_at, as_it_came, receipt, created_at \
        FROM batch WHERE id = $1";
    let Some(row) = tx.opt(sql, &[batch.0.into()])? else { return Ok(None) };
    let id = ContestId(row.int(0)?);
    let Some(contest) = contests::find(tx, id)? else { return Ok(None) };
    let rules = contests::rules_of(tx, id)?;
    Ok(Some(HeldBatch {
        batch: Batch {
            id: batch,
            unit: UnitId(row.int(1)?),
            year: i16::try_from(row.int(2)?).map_err(|_| DbFault::other("a year has four digits"))?,
            number: row.int(3)?,
            is_forwarded: row.text(4)? == "forwarded",
            letter_number: row.opt_text(5)?.unwrap_or_default().to_owned(),
            signer: row.opt_text(6)?.unwrap_or_default().to_owned(),
        },
        contest,
        rules,
        forwarded_at: row.opt_int(7)?.map(Instant),
        as_it_came: row.bool(8)?,
        receipt: row.opt_text(9)?.map(str::to_owned),
        created_at: Instant(row.int(10)?),
    }))
}

/// The number of the unit's open batch in this contest.
pub(super) fn find_open_batch(
    tx: &mut Tx,
    contest: ContestId,
    unit: UnitId,
) -> Result<Option<(BatchId, i64)>, DbFault> {
    let sql = "SELECT id, number FROM batch WHERE contest_id = $1 AND unit_id = $2 AND state = 'open'";
    let row = tx.opt(sql, &[contest.0.into(), unit.0.into()])?;
    row.map(|r| Ok((BatchId(r.int(0)?), r.int(1)?))).transpose()
}

/// The next number of the unit in the civil year of `now`. The unit's row is locked, so no two get the same.
/// `state` is `open`, or `forwarded` where it has come already.
pub(super) fn insert_batch(
    tx: &mut Tx,
    contest: ContestId,
    unit: UnitId,
    state: &'static str,
    now: Instant,
) -> Result<(BatchId, i64), DbFault> {
    tx.lock_row("org_unit", unit.0)?;
    let year = i64::from(now.civil().year());
    let row = tx.one(
        "INSERT INTO batch (contest_id, unit_id, year, number, state, created_at) \
         SELECT $1, $2, $3, COALESCE(MAX(number), 0) + 1, $5, $4 FROM batch WHERE unit_id = $2 AND year = $3 \
         RETURNING id, number",
        &[contest.0.into(), unit.0.into(), year.into(), now.0.into(), state.into()],
    )?;
    Ok((BatchId(row.int(0)?), row.int(1)?))
}

/// What stands on the list: entry and the version put there.
pub(super) fn list_items(tx: &mut Tx, batch: BatchId) -> Result<Vec<(EntryId, i64)>, DbFault> {
    let sql = "SELECT entry_id, version FROM batch_item WHERE batch_id = $1 AND removed_at IS NULL ORDER BY entry_id";
    tx.query(sql, &[batch.0.into()])?.iter().map(|r| Ok((EntryId(r.int(0)?), r.int(1)?))).collect()
}

/// Puts the entry's version on the list; one that stood there before, or was taken off, is put there anew.
pub(super) fn save_item(
    tx: &mut Tx,
    batch: BatchId,
    entry: EntryId,
    version: i64,
    now: Instant,
) -> Result<(), DbFault> {
    let vals = [batch.0.into(), entry.0.into(), version.into(), now.0.into()];
    let again = "UPDATE batch_item SET version = $3, added_at = $4, removed_at = NULL, remove_reason = NULL WHERE batch_id = $1 AND entry_id = $2";
    if tx.exec(again, &vals)? == 0 {
        let new = "INSERT INTO batch_item (batch_id, entry_id, version, added_at) VALUES ($1, $2, $3, $4)";
        tx.exec(new, &vals)?;
    }
    Ok(())
}

/// Says whether it stood there.
pub(super) fn remove_item(
    tx: &mut Tx,
    batch: BatchId,
    entry: EntryId,
    reason: &str,
    now: Instant,
) -> Result<bool, DbFault> {
    let n = tx.exec(
        "UPDATE batch_item SET removed_at = $3, remove_reason = $4 WHERE batch_id = $1 AND entry_id = $2 AND removed_at IS NULL",
        &[batch.0.into(), entry.0.into(), now.0.into(), reason.into()],
    )?;
    Ok(n > 0)
}

/// A line that left a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StruckLine {
    pub entry: EntryId,
    pub code: EntryCode,
    pub title: String,
    pub version: i64,
    pub at: Instant,
    /// `withdrawn`, `moved`, `undone`, or what somebody wrote.
    pub reason: String,
}

/// What left the list, in the order in which it did.
pub(super) fn list_struck(tx: &mut Tx, batch: BatchId) -> Result<Vec<StruckLine>, DbFault> {
    let sql = "SELECT e.id, e.code, e.title, i.version, i.removed_at, i.remove_reason FROM batch_item i JOIN entry e ON e.id = i.entry_id \
        WHERE i.batch_id = $1 AND i.removed_at IS NOT NULL ORDER BY i.removed_at, e.id";
    let line = |r: &Row| {
        Ok(StruckLine {
            entry: EntryId(r.int(0)?),
            code: r.text(1)?.into(),
            title: r.text(2)?.to_owned(),
            version: r.int(3)?,
            at: Instant(r.int(4)?),
            reason: r.opt_text(5)?.unwrap_or_default().to_owned(),
        })
    };
    tx.query(sql, &[batch.0.into()])?.iter().map(line).collect()
}

pub(super) fn save_letter(tx: &mut Tx, batch: BatchId, number: &str, signer: &str) -> Result<(), DbFault> {
    tx.exec(
        "UPDATE batch SET letter_number = $2, signer = $3 WHERE id = $1",
        &[batch.0.into(), number.into(), signer.into()],
    )?;
    Ok(())
}

pub(super) fn save_forwarded(
    tx: &mut Tx,
    batch: BatchId,
    at: Instant,
    as_it_came: bool,
    receipt: &str,
) -> Result<(), DbFault> {
    tx.exec(
        "UPDATE batch SET state = 'forwarded', forwarded_at = $2, as_it_came = $3, receipt = $4 WHERE id = $1",
        &[batch.0.into(), at.0.into(), as_it_came.into(), receipt.into()],
    )?;
    Ok(())
}

// What other slices' tables say.

/// What a formal check reads of the newest version (no sections, no addresses): of every entry of the contest that was
/// ever handed in, or of one; in three statements.
pub(super) fn list_checkable(
    tx: &mut Tx,
    contest: ContestId,
    only: Option<EntryId>,
) -> Result<HashMap<EntryId, Dossier>, DbFault> {
    let (filter, mut vals) = ("", vec![Val::from(contest.0)]);
    let filter = match only {
        None => filter,
        Some(id) => {
            vals.push(id.0.into());
            " AND e.id = $2"
        }
    };
    let mut found: HashMap<EntryId, Dossier> = HashMap::new();
    let sql = format!(
        "SELECT e.id, e.form, e.category FROM entry e WHERE e.contest_id = $1 AND e.version > 0{filter}"
    );
    tx.each(&sql, &vals, |row| {
        let form = Form::from_word(row.text(1)?).ok_or_else(|| DbFault::other("unknown form"))?;
        let category = Category::from_word(row.text(2)?).ok_or_else(|| DbFault::other("unknown category"))?;
        found.insert(EntryId(row.int(0)?), checkable(form, category));
        Ok::<_, DbFault>(())
    })?;
    fill_checkable(tx, filter, &vals, &mut found)?;
    Ok(found)
}

/// The part of a dossier that the formal check reads, still without authors and files.
pub(super) fn checkable(form: Form, category: Category) -> Dossier {
    Dossier {
        title: String::new(),
        areas: vec![],
        form,
        category,
        authors: vec![],
        receiving_unit: UnitCode(String::new()),
        route: "".into(),
        attachments: vec![],
        sections: vec![],
        already_applied: false,
    }
}

/// Authors and files of what was found, of the contest that `vals` names first.
pub(super) fn fill_checkable(
    tx: &mut Tx,
    filter: &str,
    vals: &[Val<'_>],
    found: &mut HashMap<EntryId, Dossier>,
) -> Result<(), DbFault> {
    let sql = format!(
        "SELECT e.id, a.name, u.code, a.phone, a.share, a.representative, e.contact_salt FROM entry e \
         JOIN author a ON a.entry_id = e.id AND a.version = e.version LEFT JOIN org_unit u ON u.id = a.unit_id \
         WHERE e.contest_id = $1{filter} ORDER BY e.id, a.position"
    );
    let opener = tx.opener();
    tx.each(&sql, vals, |row| {
        if let Some(d) = found.get_mut(&EntryId(row.int(0)?)) {
            d.authors.push(Author {
                name: row.text(1)?.to_owned(),
                role_title: String::new(),
                unit: row.opt_text(2)?.map(UnitCode::from),
                address: String::new(),
                phone: opener.seal(row.opt_blob(6)?)?.open(row.text(3)?)?,
                share: SharePercent(row.int(4)?),
                representative: row.bool(5)?,
            });
        }
        Ok::<_, DbFault>(())
    })?;
    let sql = format!(
        "SELECT e.id, f.kind FROM entry e JOIN attachment f ON f.entry_id = e.id AND f.version = e.version \
         WHERE e.contest_id = $1{filter} ORDER BY e.id, f.position"
    );
    tx.each(&sql, vals, |row| {
        if let Some(d) = found.get_mut(&EntryId(row.int(0)?)) {
            let kind = AttachmentKind::from_word(row.text(1)?);
            let kind = kind.ok_or_else(|| DbFault::other("unknown kind of attachment"))?;
            d.attachments.push(Attachment { name: String::new(), kind, bytes: 0, sha256: None });
        }
        Ok::<_, DbFault>(())
    })?;
    Ok(())
}

/// The authors of one version, as far as the separation of duties asks.
pub(super) fn list_author_names(tx: &mut Tx, gate: &Gate) -> Result<Vec<AuthorName>, DbFault> {
    let sql = "SELECT name, unit_id FROM author WHERE entry_id = $1 AND version = $2 ORDER BY position";
    let rows = tx.query(sql, &[gate.entry.0.into(), gate.version.into()])?;
    let author = |r: &Row| {
        let unit = r.opt_int(1)?;
        Ok(AuthorName {
            name: r.text(0)?.to_owned(),
            may_be_of_this_unit: unit.is_none_or(|u| u == gate.unit.0),
        })
    };
    rows.iter().map(author).collect()
}

/// What lists show of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    pub title: String,
    pub fold: String,
    pub lead_author: String,
    pub author_count: i64,
    pub category: Category,
    pub form: Form,
    pub origin: Origin,
    pub unit: UnitId,
    pub areas: Vec<AreaCode>,
}

/// The faces of every entry of the contest that was ever handed in (of one unit where given).
pub(super) fn list_faces(
    tx: &mut Tx,
    contest: ContestId,
    unit: Option<UnitId>,
) -> Result<HashMap<EntryId, Face>, DbFault> {
    let mut vals = vec![Val::from(contest.0)];
    let mut filter = "";
    if let Some(unit) = unit {
        vals.push(unit.0.into());
        filter = " AND e.unit_id = $2";
    }
    let sql =
        format!("SELECT {FACE_COLUMNS}, e.id FROM entry e WHERE e.contest_id = $1 AND e.version > 0{filter}");
    let mut faces = HashMap::new();
    tx.each(&sql, &vals, |row| {
        faces.insert(EntryId(row.int(9)?), read_face(*row, 0)?);
        Ok::<_, DbFault>(())
    })?;
    Ok(faces)
}

fn read_face(row: RowRef<'_>, at: usize) -> Result<Face, DbFault> {
    let unknown = |what: &str| DbFault::other(format!("unknown {what} in entry"));
    Ok(Face {
        title: row.text(at)?.to_owned(),
        fold: row.text(at + 1)?.to_owned(),
        lead_author: row.text(at + 2)?.to_owned(),
        author_count: row.int(at + 3)?,
        category: Category::from_word(row.text(at + 4)?).ok_or_else(|| unknown("category"))?,
        form: Form::from_word(row.text(at + 5)?).ok_or_else(|| unknown("form"))?,
        origin: Origin::from_word(row.text(at + 6)?).ok_or_else(|| unknown("origin"))?,
        unit: UnitId(row.int(at + 7)?),
        areas: row.text(at + 8)?.split(',').filter(|a| !a.is_empty()).map(AreaCode::from).collect(),
    })
}

/// A unit as pages name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitFace {
    pub id: UnitId,
    pub code: UnitCode,
    pub name: String,
    pub kind: String,
    /// `None` where the unit has no line in this contest.
    pub quota: Option<QuotaStrength>,
}

/// The units of the contest and every unit that received an entry of it, in the order of the list of units.
pub(super) fn list_units(tx: &mut Tx, contest: ContestId) -> Result<Vec<UnitFace>, DbFault> {
    let sql = "SELECT u.id, u.code, u.name, u.kind, k.quota FROM org_unit u \
        LEFT JOIN contest_unit k ON k.unit_id = u.id AND k.contest_id = $1 \
        WHERE k.unit_id IS NOT NULL OR u.id IN (SELECT unit_id FROM entry WHERE contest_id = $1) ORDER BY u.position, u.id";
    tx.query(sql, &[contest.0.into()])?.iter().map(read_unit).collect()
}

pub(super) fn find_unit(tx: &mut Tx, contest: ContestId, unit: UnitId) -> Result<Option<UnitFace>, DbFault> {
    let sql = "SELECT u.id, u.code, u.name, u.kind, k.quota FROM org_unit u \
        LEFT JOIN contest_unit k ON k.unit_id = u.id AND k.contest_id = $1 WHERE u.id = $2";
    tx.opt(sql, &[contest.0.into(), unit.0.into()])?.as_ref().map(read_unit).transpose()
}

fn read_unit(row: &Row) -> Result<UnitFace, DbFault> {
    Ok(UnitFace {
        id: UnitId(row.int(0)?),
        code: row.text(1)?.into(),
        name: row.text(2)?.to_owned(),
        kind: row.text(3)?.to_owned(),
        quota: word(row.as_ref(), 4, QuotaStrength::from_word)?,
    })
}

/// A batch in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchLine {
    pub id: BatchId,
    pub unit: UnitId,
    pub year: i64,
    pub number: i64,
    pub letter_number: String,
    pub forwarded_at: Option<Instant>,
    pub as_it_came: bool,
    pub count: i64,
}

/// The batches of a contest (of one unit where given), newest first.
pub(super) fn list_batches(
    tx: &mut Tx,
    contest: ContestId,
    unit: Option<UnitId>,
) -> Result<Vec<BatchLine>, DbFault> {
    let mut vals = vec![Val::from(contest.0)];
    let mut filter = "";
    if let Some(unit) = unit {
        vals.push(unit.0.into());
        filter = " AND b.unit_id = $2";
    }
    let sql = format!(
        "SELECT b.id, b.unit_id, b.year, b.number, b.letter_number, b.forwarded_at, b.as_it_came, \
         (SELECT COUNT(*) FROM batch_item i WHERE i.batch_id = b.id AND i.removed_at IS NULL) \
         FROM batch b WHERE b.contest_id = $1{filter} ORDER BY b.id DESC"
    );
    let line = |r: &Row| {
        Ok(BatchLine {
            id: BatchId(r.int(0)?),
            unit: UnitId(r.int(1)?),
            year: r.int(2)?,
            number: r.int(3)?,
            letter_number: r.opt_text(4)?.unwrap_or_default().to_owned(),
            forwarded_at: r.opt_int(5)?.map(Instant),
            as_it_came: r.bool(6)?,
            count: r.int(7)?,
        })
    };
    tx.query(&sql, &vals)?.iter().map(line).collect()
}

/// One screening sheet, as it was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    pub version: i64,
    /// `None`: the sheet only takes the verdict before back.
    pub verdict: Option<Verdict>,
    pub reason: String,
    pub findings: Vec<Finding>,
    pub by_name: String,
    pub at: Instant,
}

/// Every sheet of the entry, newest first.
pub(super) fn list_sheets(tx: &mut Tx, entry: EntryId) -> Result<Vec<SheetRow>, DbFault> {
    let sql = "SELECT version, verdict, reason, findings, by_name, at FROM screening_sheet WHERE entry_id = $1 ORDER BY id DESC";
    let sheet = |r: &Row| {
        let list: Vec<serde_json::Value> = serde_json::from_str(r.text(3)?).unwrap_or_default();
        let finding = |v: &serde_json::Value| {
            let requirement = v.get("requirement")?.as_str()?.to_owned();
            Some(Finding { requirement, answer: Answer::from_word(v.get("answer")?.as_str()?)? })
        };
        Ok(SheetRow {
            version: r.int(0)?,
            verdict: super::bulk::verdict_of(r.text(1)?)?,
            reason: r.text(2)?.to_owned(),
            findings: list.iter().filter_map(finding).collect(),
            by_name: r.text(4)?.to_owned(),
            at: Instant(r.int(5)?),
        })
    };
    tx.query(sql, &[entry.0.into()])?.iter().map(sheet).collect()
}

/// One confirmation, as it was signed, in force or void.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmationRow {
    pub version: i64,
    pub dossier_hash: [u8; 32],
    pub level: String,
    pub feasibility: String,
    pub remarks: String,
    pub by_name: String,
    pub at: Instant,
    pub voided_at: Option<Instant>,
    /// `edited`, `withdrawn`, `screened_again`, or what the head wrote.
    pub void_reason: String,
}

/// Every confirmation of the entry, newest first.
pub(super) fn list_confirmations(tx: &mut Tx, entry: EntryId) -> Result<Vec<ConfirmationRow>, DbFault> {
    let sql = "SELECT version, dossier_hash, level, feasibility, remarks, by_name, at, voided_at, void_reason \
        FROM confirmation WHERE entry_id = $1 ORDER BY id DESC";
    let row = |r: &Row| {
        Ok(ConfirmationRow {
            version: r.int(0)?,
            dossier_hash: digest(r.blob(1)?)?,
            level: r.text(2)?.to_owned(),
            feasibility: r.text(3)?.to_owned(),
            remarks: r.text(4)?.to_owned(),
            by_name: r.text(5)?.to_owned(),
            at: Instant(r.int(6)?),
            voided_at: r.opt_int(7)?.map(Instant),
            void_reason: r.opt_text(8)?.unwrap_or_default().to_owned(),
        })
    };
    tx.query(sql, &[entry.0.into()])?.iter().map(row).collect()
}

/// One version of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionLine {
    pub version: i64,
    pub at: Instant,
    pub dossier_hash: [u8; 32],
}

/// Every version that was handed in, newest first.
pub(super) fn list_versions(tx: &mut Tx, entry: EntryId) -> Result<Vec<VersionLine>, DbFault> {
    let sql = "SELECT v.version, v.created_at, v.dossier_hash FROM entry_version v JOIN entry e ON e.id = v.entry_id AND v.version <= e.version \
        WHERE v.entry_id = $1 ORDER BY v.version DESC";
    let line = |r: &Row| {
        Ok(VersionLine { version: r.int(0)?, at: Instant(r.int(1)?), dossier_hash: digest(r.blob(2)?)? })
    };
    tx.query(sql, &[entry.0.into()])?.iter().map(line).collect()
}

/// What the contest asks of an entry (`requirements` of its file), in its words; empty where it names none.
pub(super) fn requirements(tx: &mut Tx, contest: ContestId) -> Result<Vec<String>, DbFault> {
    let sql = "SELECT e.body FROM contest c JOIN rules_edition e ON e.id = c.edition_id WHERE c.id = $1";
    let Some(row) = tx.opt(sql, &[contest.0.into()])? else { return Ok(vec![]) };
    let body: serde_json::Value = serde_json::from_str(row.text(0)?).unwrap_or_default();
    let list = body.get("requirements").and_then(|r| r.as_array()).cloned().unwrap_or_default();
    Ok(list.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect())
}

/// Codes of the entries of the contest by id, for showing which one is kept.
pub(super) fn codes(tx: &mut Tx, ids: &[EntryId]) -> Result<HashMap<EntryId, EntryCode>, DbFault> {
    let mut found = HashMap::new();
    for part in ids.chunks(500) {
        let vals: Vec<Val> = part.iter().map(|id| Val::from(id.0)).collect();
        let sql = format!("SELECT id, code FROM entry WHERE id IN {}", in_list(1, part.len()));
        for row in tx.query(&sql, &vals)? {
            found.insert(EntryId(row.int(0)?), row.text(1)?.into());
        }
    }
    Ok(found)
}

/// Score sheets assigned and signed, for the leader's figures: how far judging is, never a mark.
pub(super) fn count_sheets(tx: &mut Tx, contest: ContestId) -> Result<(i64, i64), DbFault> {
    let sql = "SELECT COUNT(*), COUNT(s.signed_at) FROM score_sheet s JOIN judging_round r ON r.id = s.round_id \
        WHERE r.contest_id = $1 AND s.released_at IS NULL";
    let row = tx.one(sql, &[contest.0.into()])?;
    Ok((row.int(0)?, row.int(1)?))
}

/// Level and feasibility of the entries on a list, as confirmed and in force.
pub(super) fn confirmed_words(
    tx: &mut Tx,
    batch: BatchId,
) -> Result<HashMap<EntryId, (String, String)>, DbFault> {
    let sql = "SELECT k.entry_id, k.level, k.feasibility FROM batch_item i JOIN confirmation k ON k.entry_id = i.entry_id \
        AND k.voided_at IS NULL WHERE i.batch_id = $1";
    let mut words = HashMap::new();
    for row in tx.query(sql, &[batch.0.into()])? {
        words.insert(EntryId(row.int(0)?), (row.text(1)?.to_owned(), row.text(2)?.to_owned()));
    }
    Ok(words)
}

/// A handed-in or withdrawn entry by its code, written in whatever case.
pub(super) fn find_by_code(tx: &mut Tx, contest: ContestId, code: &str) -> Result<Option<EntryId>, DbFault> {
    let sql = "SELECT id FROM entry WHERE contest_id = $1 AND version > 0 AND UPPER(code) = $2";
    let row = tx.opt(sql, &[contest.0.into(), code.trim().to_uppercase().into()])?;
    row.map(|r| Ok(EntryId(r.int(0)?))).transpose()
}

// Acts on many entries.

/// One entry of an act, and what stood before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkItem {
    pub entry: EntryId,
    pub version: i64,
    /// The screening sheet of this version that was in force.
    pub sheet: Option<i64>,
    pub received: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkRow {
    pub id: i64,
    pub contest: ContestId,
    pub unit: UnitId,
    pub act: BulkAct,
    pub batch: Option<BatchId>,
    pub items: Vec<BulkItem>,
    pub done_at: Instant,
    pub undone_at: Option<Instant>,
}

pub(super) fn insert_bulk(
    tx: &mut Tx,
    contest: ContestId,
    unit: UnitId,
    act: BulkAct,
    batch: Option<BatchId>,
    items: &[BulkItem],
    person: Option<PersonId>,
    now: Instant,
) -> Result<i64, DbFault> {
    let list: Vec<serde_json::Value> = items
        .iter()
        .map(|i| serde_json::json!([i.entry.0, i.version, i.sheet, i64::from(i.received)]))
        .collect();
    tx.one(
        "INSERT INTO bulk_act (contest_id, unit_id, act, batch_id, items, person_id, done_at) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
        &[
            contest.0.into(),
            unit.0.into(),
            act.word().into(),
            batch.map(|b| b.0).into(),
            serde_json::Value::Array(list).to_string().into(),
            person.map(|p| p.0).into(),
            now.0.into(),
        ],
    )?
    .int(0)
}

const BULK: &str = "SELECT id, contest_id, unit_id, act, batch_id, items, done_at, undone_at FROM bulk_act";

fn read_bulk(row: &Row) -> Result<BulkRow, DbFault> {
    let broken = || DbFault::other("the items of an act on many entries are broken");
    let list: Vec<(i64, i64, Option<i64>, i64)> = serde_json::from_str(row.text(5)?).map_err(|_| broken())?;
    let item = |(entry, version, sheet, received)| BulkItem {
        entry: EntryId(entry),
        version,
        sheet,
        received: received == 1,
    };
    Ok(BulkRow {
        id: row.int(0)?,
        contest: ContestId(row.int(1)?),
        unit: UnitId(row.int(2)?),
        act: BulkAct::from_word(row.text(3)?).ok_or_else(broken)?,
        batch: row.opt_int(4)?.map(BatchId),
        items: list.into_iter().map(item).collect(),
        done_at: Instant(row.int(6)?),
        undone_at: row.opt_int(7)?.map(Instant),
    })
}

pub(super) fn find_bulk(tx: &mut Tx, id: i64) -> Result<Option<BulkRow>, DbFault> {
    tx.opt(&format!("{BULK} WHERE id = $1"), &[id.into()])?.as_ref().map(read_bulk).transpose()
}

/// The last act at this desk, where nobody has undone it.
pub(super) fn find_last_bulk(
    tx: &mut Tx,
    contest: ContestId,
    unit: UnitId,
) -> Result<Option<BulkRow>, DbFault> {
    let sql = format!("{BULK} WHERE contest_id = $1 AND unit_id = $2 ORDER BY id DESC LIMIT 1");
    let row = tx.opt(&sql, &[contest.0.into(), unit.0.into()])?.as_ref().map(read_bulk).transpose()?;
    Ok(row.filter(|r| r.undone_at.is_none()))
}

pub(super) fn save_undone(tx: &mut Tx, id: i64, now: Instant) -> Result<(), DbFault> {
    tx.exec("UPDATE bulk_act SET undone_at = $2 WHERE id = $1", &[id.into(), now.0.into()]).map(|_| ())
}

/// The newest sheet of every entry of the unit.
pub(super) fn sheets_in_force(
    tx: &mut Tx,
    contest: ContestId,
    unit: UnitId,
) -> Result<HashMap<EntryId, i64>, DbFault> {
    let sql = "SELECT s.entry_id, MAX(s.id) FROM screening_sheet s JOIN entry e ON e.id = s.entry_id \
        WHERE e.contest_id = $1 AND e.unit_id = $2 GROUP BY s.entry_id";
    let rows = tx.query(sql, &[contest.0.into(), unit.0.into()])?;
    rows.iter().map(|r| Ok((EntryId(r.int(0)?), r.int(1)?))).collect()
}

pub(super) fn clear_received(tx: &mut Tx, entry: EntryId) -> Result<(), DbFault> {
    tx.exec("UPDATE gate SET received_at = NULL WHERE entry_id = $1", &[entry.0.into()]).map(|_| ())
}

/// The verdict is taken back: a sheet says so, so that the one before is not the last word.
pub(super) fn save_unscreened(
    tx: &mut Tx,
    entry: EntryId,
    version: i64,
    received: bool,
    actor: &Actor,
    now: Instant,
) -> Result<(), DbFault> {
    let (person, name) = who(actor);
    tx.exec(
        "INSERT INTO screening_sheet (entry_id, version, verdict, reason, findings, person_id, by_name, at) VALUES ($1, $2, $3, '', '[]', $4, $5, $6)",
        &[entry.0.into(), version.into(), super::bulk::TAKEN_BACK.into(), person.into(), name.into(), now.0.into()],
    )?;
    tx.exec(
        "UPDATE gate SET verdict = NULL, verdict_version = NULL, verdict_reason = NULL, verdict_at = NULL, mend_before_on = NULL, \
         received_at = CASE WHEN CAST($2 AS BIGINT) = 1 THEN received_at END WHERE entry_id = $1",
        &[entry.0.into(), i64::from(received).into()],
    )
    .map(|_| ())
}

/// An earlier sheet stands again, as a new one.
pub(super) fn save_screened_again(
    tx: &mut Tx,
    entry: EntryId,
    sheet: i64,
    actor: &Actor,
    now: Instant,
) -> Result<(), DbFault> {
    let (person, name) = who(actor);
    tx.exec(
        "INSERT INTO screening_sheet (entry_id, version, verdict, reason, findings, person_id, by_name, at) \
         SELECT entry_id, version, verdict, reason, findings, $2, $3, $4 FROM screening_sheet WHERE id = $1",
        &[sheet.into(), person.into(), name.into(), now.0.into()],
    )?;
    tx.exec(
        "UPDATE gate SET verdict = (SELECT s.verdict FROM screening_sheet s WHERE s.id = $2), verdict_reason = (SELECT s.reason FROM screening_sheet s WHERE s.id = $2), \
         verdict_version = (SELECT s.version FROM screening_sheet s WHERE s.id = $2), verdict_at = $3, mend_before_on = NULL WHERE entry_id = $1",
        &[entry.0.into(), sheet.into(), now.0.into()],
    )
    .map(|_| ())
}

pub(super) fn verdict_of_sheet(tx: &mut Tx, sheet: i64) -> Result<Verdict, DbFault> {
    let row = tx.one("SELECT verdict FROM screening_sheet WHERE id = $1", &[sheet.into()])?;
    super::bulk::verdict_of(row.text(0)?)?
        .ok_or_else(|| DbFault::other("a verdict that was taken back stands no more"))
}
