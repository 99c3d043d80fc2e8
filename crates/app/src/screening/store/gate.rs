//! Verdict, confirmation, arrival, intake and decision of one entry: the tables `gate`, `screening_sheet`, `confirmation`.

use super::digest;
use crate::db::{DbFault, Row, Tx};
use domain::actor::Actor;
use domain::ids::{ContestId, EntryId, FileId, PersonId, UnitId};
use domain::screening::confirm::Statement;
use domain::screening::screen::{Answer, Finding, Sheet};
use domain::screening::{Arrival, Decision, Intake, Verdict};
use domain::time::{Day, Instant};
use std::collections::HashMap;

fn ensure(tx: &mut Tx, entry: EntryId) -> Result<(), DbFault> {
    let sql = "INSERT INTO gate (entry_id) SELECT id FROM entry WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM gate WHERE entry_id = $1)";
    tx.exec(sql, &[entry.0.into()]).map(|_| ())
}

pub(in crate::screening) fn save_received(tx: &mut Tx, entry: EntryId, now: Instant) -> Result<(), DbFault> {
    ensure(tx, entry)?;
    tx.exec("UPDATE gate SET received_at = $2 WHERE entry_id = $1", &[entry.0.into(), now.0.into()])?;
    Ok(())
}

/// Keeps the sheet and puts its verdict in force; whoever screens has received.
pub(in crate::screening) fn save_screened(
    tx: &mut Tx,
    entry: EntryId,
    sheet: &Sheet,
    actor: &Actor,
    now: Instant,
) -> Result<(), DbFault> {
    ensure(tx, entry)?;
    let (person, name) = who(actor);
    tx.exec(
        "INSERT INTO screening_sheet (entry_id, version, verdict, reason, findings, person_id, by_name, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            entry.0.into(),
            sheet.version.into(),
            sheet.verdict.word().into(),
            (&sheet.reason).into(),
            findings_json(&sheet.findings).into(),
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

pub(super) fn findings_json(findings: &[Finding]) -> String {
    let one = |f: &Finding| serde_json::json!({ "requirement": f.requirement, "answer": f.answer.word() });
    serde_json::Value::Array(findings.iter().map(one).collect()).to_string()
}

pub(super) fn read_findings(text: &str) -> Vec<Finding> {
    let list: Vec<serde_json::Value> = serde_json::from_str(text).unwrap_or_default();
    let finding = |v: &serde_json::Value| {
        let requirement = v.get("requirement")?.as_str()?.to_owned();
        Some(Finding { requirement, answer: Answer::from_word(v.get("answer")?.as_str()?)? })
    };
    list.iter().filter_map(finding).collect()
}

pub(super) fn who(actor: &Actor) -> (Option<i64>, &str) {
    match actor {
        Actor::Person(p) => (Some(p.id.0), &p.name),
        Actor::Anonymous | Actor::EntryHolder { .. } | Actor::System => (None, ""),
    }
}

/// The signed sheet behind a confirmation that was recorded on the head's behalf.
pub(in crate::screening) struct NewPaper<'a> {
    pub signed_on: Day,
    pub scan: FileId,
    pub delegate: bool,
    pub recorder: &'a Actor,
}

/// `person` is who signs, on the screen or on the paper.
pub(in crate::screening) fn insert_confirmation(
    tx: &mut Tx,
    entry: EntryId,
    said: &Statement,
    person: Option<PersonId>,
    paper: Option<&NewPaper<'_>>,
    now: Instant,
) -> Result<i64, DbFault> {
    ensure(tx, entry)?;
    let recorder = paper.map(|p| who(p.recorder));
    let id = tx
        .one(
            "INSERT INTO confirmation (entry_id, version, dossier_hash, level, feasibility, remarks, person_id, by_name, at, \
             signed_on, scan_file_id, delegate, recorder_id, recorded_by) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id",
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
                paper.map(|p| p.signed_on.to_string()).into(),
                paper.map(|p| p.scan.0).into(),
                i64::from(paper.is_some_and(|p| p.delegate)).into(),
                recorder.and_then(|(id, _)| id).into(),
                recorder.map(|(_, name)| name).into(),
            ],
        )?
        .int(0)?;
    tx.exec("UPDATE gate SET confirmation_id = $2 WHERE entry_id = $1", &[entry.0.into(), id.into()])?;
    Ok(id)
}

pub(in crate::screening) fn void_confirmation(
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
pub(in crate::screening) fn save_arrival(
    tx: &mut Tx,
    entry: EntryId,
    arrival: Arrival,
) -> Result<(), DbFault> {
    ensure(tx, entry)?;
    tx.exec(
        "UPDATE gate SET arrived_at = $2, arrived_version = $3, intake = 'pending', intake_at = NULL, intake_note = NULL \
         WHERE entry_id = $1",
        &[entry.0.into(), arrival.at.0.into(), arrival.version.into()],
    )?;
    Ok(())
}

pub(in crate::screening) fn save_intake(
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

pub(in crate::screening) fn save_decision(
    tx: &mut Tx,
    entry: EntryId,
    decision: Option<&Decision>,
) -> Result<(), DbFault> {
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
pub(in crate::screening) fn stands_for(tx: &mut Tx, entry: EntryId) -> Result<Option<String>, DbFault> {
    let sql = "SELECT e.code FROM gate g JOIN entry e ON e.id = g.entry_id WHERE g.kept_entry_id = $1 ORDER BY e.code";
    tx.opt(sql, &[entry.0.into()])?.map(|r| r.text(0).map(str::to_owned)).transpose()
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
pub(in crate::screening) fn list_sheets(tx: &mut Tx, entry: EntryId) -> Result<Vec<SheetRow>, DbFault> {
    let sql = "SELECT version, verdict, reason, findings, by_name, at FROM screening_sheet WHERE entry_id = $1 ORDER BY id DESC";
    let sheet = |r: &Row| {
        Ok(SheetRow {
            version: r.int(0)?,
            verdict: crate::screening::bulk::verdict_of(r.text(1)?)?,
            reason: r.text(2)?.to_owned(),
            findings: read_findings(r.text(3)?),
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
    /// Who signed, on the screen or on the paper.
    pub by_name: String,
    pub at: Instant,
    pub voided_at: Option<Instant>,
    /// `edited`, `withdrawn`, `screened_again`, or what the head wrote.
    pub void_reason: String,
    /// Signed on paper and recorded on the head's behalf.
    pub paper: Option<PaperRow>,
}

/// What is kept of a sheet signed on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperRow {
    pub id: i64,
    pub signed_on: Day,
    pub scan: FileId,
    /// Signed by a delegate of the head.
    pub delegate: bool,
    pub recorded_by: String,
}

/// Every confirmation of the entry, newest first.
pub(in crate::screening) fn list_confirmations(
    tx: &mut Tx,
    entry: EntryId,
) -> Result<Vec<ConfirmationRow>, DbFault> {
    let sql = "SELECT version, dossier_hash, level, feasibility, remarks, by_name, at, voided_at, void_reason, id, signed_on, scan_file_id, \
        delegate, recorded_by FROM confirmation WHERE entry_id = $1 ORDER BY id DESC";
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
            paper: read_paper(r)?,
        })
    };
    tx.query(sql, &[entry.0.into()])?.iter().map(row).collect()
}

fn read_paper(r: &Row) -> Result<Option<PaperRow>, DbFault> {
    let (Some(day), Some(scan)) = (r.opt_text(10)?, r.opt_int(11)?) else { return Ok(None) };
    Ok(Some(PaperRow {
        id: r.int(9)?,
        signed_on: Day::parse(day).ok_or_else(|| DbFault::other("the day of a signature is no day"))?,
        scan: FileId(scan),
        delegate: r.bool(12)?,
        recorded_by: r.opt_text(13)?.unwrap_or_default().to_owned(),
    }))
}

/// The newest sheet of every entry of the unit.
pub(in crate::screening) fn sheets_in_force(
    tx: &mut Tx,
    contest: ContestId,
    unit: UnitId,
) -> Result<HashMap<EntryId, i64>, DbFault> {
    let sql = "SELECT s.entry_id, MAX(s.id) FROM screening_sheet s JOIN entry e ON e.id = s.entry_id \
        WHERE e.contest_id = $1 AND e.unit_id = $2 GROUP BY s.entry_id";
    let rows = tx.query(sql, &[contest.0.into(), unit.0.into()])?;
    rows.iter().map(|r| Ok((EntryId(r.int(0)?), r.int(1)?))).collect()
}

pub(in crate::screening) fn clear_received(tx: &mut Tx, entry: EntryId) -> Result<(), DbFault> {
    tx.exec("UPDATE gate SET received_at = NULL WHERE entry_id = $1", &[entry.0.into()]).map(|_| ())
}

/// The verdict is taken back: a sheet says so, so that the one before is not the last word.
pub(in crate::screening) fn save_unscreened(
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
        &[entry.0.into(), version.into(), crate::screening::bulk::TAKEN_BACK.into(), person.into(), name.into(), now.0.into()],
    )?;
    tx.exec(
        "UPDATE gate SET verdict = NULL, verdict_version = NULL, verdict_reason = NULL, verdict_at = NULL, mend_before_on = NULL, \
         received_at = CASE WHEN CAST($2 AS BIGINT) = 1 THEN received_at END WHERE entry_id = $1",
        &[entry.0.into(), i64::from(received).into()],
    )
    .map(|_| ())
}

/// An earlier sheet stands again, as a new one.
pub(in crate::screening) fn save_screened_again(
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

pub(in crate::screening) fn verdict_of_sheet(tx: &mut Tx, sheet: i64) -> Result<Verdict, DbFault> {
    let row = tx.one("SELECT verdict FROM screening_sheet WHERE id = $1", &[sheet.into()])?;
    crate::screening::bulk::verdict_of(row.text(0)?)?
        .ok_or_else(|| DbFault::other("a verdict that was taken back stands no more"))
}
