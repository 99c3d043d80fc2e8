//! The committees of units, what their members say, their minutes: the tables `unit_committee`, `committee_member`,
//! `committee_opinion`, `committee_minutes`, `committee_decision`.

use super::gate::{findings_json, read_findings, who};
use crate::db::{DbFault, Row, Tx, Val, in_list};
use domain::actor::Actor;
use domain::ids::{ContestId, EntryCode, EntryId, PersonId, UnitId};
use domain::screening::Verdict;
use domain::screening::committee::{Member, Part};
use domain::screening::give_opinion::Opinion;
use domain::screening::record_minutes::{Decided, Meeting};
use domain::screening::screen::Finding;
use domain::time::{Day, Instant};
use std::collections::HashMap;

/// A committee in force, its members in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitteeRow {
    pub id: i64,
    /// The decision that founded it, as the unit's registry has it.
    pub founded_by: String,
    pub set_at: Instant,
    pub members: Vec<Member>,
}

pub(in crate::screening) fn find_committee(
    tx: &mut Tx,
    contest: ContestId,
    unit: UnitId,
) -> Result<Option<CommitteeRow>, DbFault> {
    let sql = "SELECT id, founded_by, set_at FROM unit_committee WHERE contest_id = $1 AND unit_id = $2 AND ended_at IS NULL";
    let Some(row) = tx.opt(sql, &[contest.0.into(), unit.0.into()])? else { return Ok(None) };
    let id = row.int(0)?;
    let sql =
        "SELECT name, post, part, person_id FROM committee_member WHERE committee_id = $1 ORDER BY position";
    let member = |r: &Row| {
        Ok::<_, DbFault>(Member {
            name: r.text(0)?.to_owned(),
            post: r.text(1)?.to_owned(),
            part: Part::from_word(r.text(2)?).ok_or_else(|| DbFault::other("unknown part in a committee"))?,
            person: r.opt_int(3)?.map(PersonId),
        })
    };
    let members = tx.query(sql, &[id.into()])?.iter().map(member).collect::<Result<_, _>>()?;
    Ok(Some(CommitteeRow { id, founded_by: row.text(1)?.to_owned(), set_at: Instant(row.int(2)?), members }))
}

pub(in crate::screening) fn end_committee(
    tx: &mut Tx,
    contest: ContestId,
    unit: UnitId,
    now: Instant,
) -> Result<u64, DbFault> {
    let sql =
        "UPDATE unit_committee SET ended_at = $3 WHERE contest_id = $1 AND unit_id = $2 AND ended_at IS NULL";
    tx.exec(sql, &[contest.0.into(), unit.0.into(), now.0.into()])
}

pub(in crate::screening) fn insert_committee(
    tx: &mut Tx,
    contest: ContestId,
    unit: UnitId,
    founded_by: &str,
    members: &[Member],
    by: Option<PersonId>,
    now: Instant,
) -> Result<(), DbFault> {
    let sql = "INSERT INTO unit_committee (contest_id, unit_id, founded_by, set_at, person_id) VALUES ($1, $2, $3, $4, $5) RETURNING id";
    let vals = [contest.0.into(), unit.0.into(), founded_by.into(), now.0.into(), by.map(|p| p.0).into()];
    let id = tx.one(sql, &vals)?.int(0)?;
    for (position, m) in members.iter().enumerate() {
        let sql = "INSERT INTO committee_member (committee_id, position, name, post, part, person_id) VALUES ($1, $2, $3, $4, $5, $6)";
        let person = m.person.map(|p| p.0);
        let (name, post, part) = (m.name.as_str(), m.post.as_str(), m.part.word());
        tx.exec(sql, &[id.into(), position.into(), name.into(), post.into(), part.into(), person.into()])?;
    }
    Ok(())
}

/// The accounts that serve the unit: who may be bound to a member.
pub(in crate::screening) fn list_staff(
    tx: &mut Tx,
    unit: UnitId,
) -> Result<Vec<(PersonId, String)>, DbFault> {
    let sql = "SELECT p.id, p.name FROM person p WHERE p.active = 1 AND p.id IN (SELECT g.person_id FROM person_grant g \
        WHERE g.unit_id = $1 AND g.role IN ('clerk','head')) ORDER BY p.sort_key, p.id";
    tx.query(sql, &[unit.0.into()])?
        .iter()
        .map(|r| Ok((PersonId(r.int(0)?), r.text(1)?.to_owned())))
        .collect()
}

pub(in crate::screening) fn insert_opinion(
    tx: &mut Tx,
    committee: i64,
    position: usize,
    entry: EntryId,
    opinion: &Opinion,
    actor: &Actor,
    now: Instant,
) -> Result<(), DbFault> {
    let (person, name) = who(actor);
    tx.exec(
        "INSERT INTO committee_opinion (committee_id, position, entry_id, version, selects, reason, findings, person_id, by_name, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            committee.into(),
            position.into(),
            entry.0.into(),
            opinion.version.into(),
            i64::from(opinion.selects).into(),
            (&opinion.reason).into(),
            findings_json(&opinion.findings).into(),
            person.into(),
            name.into(),
            now.0.into(),
        ],
    )
    .map(|_| ())
}

/// The newest opinion of one member on one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpinionRow {
    pub position: usize,
    pub version: i64,
    pub selects: bool,
    pub reason: String,
    pub findings: Vec<Finding>,
    /// Who wrote it down.
    pub by_name: String,
    pub at: Instant,
}

/// By entry: the newest opinion of every member on every version, in the order of the members.
pub(in crate::screening) fn list_opinions(
    tx: &mut Tx,
    committee: i64,
    entries: &[EntryId],
) -> Result<HashMap<EntryId, Vec<OpinionRow>>, DbFault> {
    let mut found: HashMap<EntryId, Vec<OpinionRow>> = HashMap::new();
    for part in entries.chunks(500) {
        let mut vals = vec![Val::from(committee)];
        vals.extend(part.iter().map(|e| Val::from(e.0)));
        let list = in_list(2, part.len());
        let sql = format!(
            "SELECT o.entry_id, o.position, o.version, o.selects, o.reason, o.findings, o.by_name, o.at FROM committee_opinion o \
             WHERE o.id IN (SELECT MAX(x.id) FROM committee_opinion x WHERE x.committee_id = $1 AND x.entry_id IN {list} \
             GROUP BY x.entry_id, x.version, x.position) ORDER BY o.entry_id, o.position"
        );
        for r in tx.query(&sql, &vals)? {
            let row = OpinionRow {
                position: usize::try_from(r.int(1)?).unwrap_or_default(),
                version: r.int(2)?,
                selects: r.bool(3)?,
                reason: r.text(4)?.to_owned(),
                findings: read_findings(r.text(5)?),
                by_name: r.text(6)?.to_owned(),
                at: Instant(r.int(7)?),
            };
            found.entry(EntryId(r.int(0)?)).or_default().push(row);
        }
    }
    Ok(found)
}

pub(in crate::screening) fn insert_minutes(
    tx: &mut Tx,
    committee: i64,
    meeting: &Meeting,
    held_on: Day,
    actor: &Actor,
    now: Instant,
) -> Result<i64, DbFault> {
    let (person, name) = who(actor);
    let present: Vec<serde_json::Value> = meeting.present.iter().map(|n| serde_json::json!(n)).collect();
    tx.one(
        "INSERT INTO committee_minutes (committee_id, number, held_on, venue, present, summary, person_id, by_name, at) \
         SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8 FROM committee_minutes WHERE committee_id = $1 RETURNING id",
        &[
            committee.into(),
            held_on.to_string().into(),
            (&meeting.venue).into(),
            serde_json::Value::Array(present).to_string().into(),
            (&meeting.summary).into(),
            person.into(),
            name.into(),
            now.0.into(),
        ],
    )?
    .int(0)
}

pub(in crate::screening) fn insert_decision(
    tx: &mut Tx,
    minutes: i64,
    entry: EntryId,
    decided: &Decided,
) -> Result<(), DbFault> {
    tx.exec(
        "INSERT INTO committee_decision (minutes_id, entry_id, version, verdict, votes_for, votes_against, reason) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[
            minutes.into(),
            entry.0.into(),
            decided.sheet.version.into(),
            decided.sheet.verdict.word().into(),
            decided.votes_for.into(),
            decided.votes_against.into(),
            (&decided.sheet.reason).into(),
        ],
    )
    .map(|_| ())
}

/// Minutes as they were recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinutesRow {
    pub number: i64,
    pub held_on: Day,
    pub venue: String,
    /// Places of the members who were there.
    pub present: Vec<usize>,
    pub summary: String,
    pub by_name: String,
    pub at: Instant,
    pub decisions: Vec<DecisionRow>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionRow {
    pub entry: EntryId,
    pub code: EntryCode,
    pub title: String,
    pub version: i64,
    pub verdict: Verdict,
    pub votes_for: i64,
    pub votes_against: i64,
    pub reason: String,
}

/// The minutes of a committee, newest first, in two statements.
pub(in crate::screening) fn list_minutes(tx: &mut Tx, committee: i64) -> Result<Vec<MinutesRow>, DbFault> {
    let mut decisions: HashMap<i64, Vec<DecisionRow>> = HashMap::new();
    let sql = "SELECT d.minutes_id, e.id, e.code, e.title, d.version, d.verdict, d.votes_for, d.votes_against, d.reason FROM committee_decision d \
        JOIN committee_minutes m ON m.id = d.minutes_id JOIN entry e ON e.id = d.entry_id WHERE m.committee_id = $1 ORDER BY e.code";
    for r in tx.query(sql, &[committee.into()])? {
        let verdict =
            Verdict::from_word(r.text(5)?).ok_or_else(|| DbFault::other("unknown verdict in minutes"))?;
        decisions.entry(r.int(0)?).or_default().push(DecisionRow {
            entry: EntryId(r.int(1)?),
            code: r.text(2)?.into(),
            title: r.text(3)?.to_owned(),
            version: r.int(4)?,
            verdict,
            votes_for: r.int(6)?,
            votes_against: r.int(7)?,
            reason: r.text(8)?.to_owned(),
        });
    }
    let sql = "SELECT id, number, held_on, venue, present, summary, by_name, at FROM committee_minutes WHERE committee_id = $1 ORDER BY id DESC";
    let row = |r: &Row| {
        Ok(MinutesRow {
            decisions: decisions.get(&r.int(0)?).cloned().unwrap_or_default(),
            number: r.int(1)?,
            held_on: Day::parse(r.text(2)?).ok_or_else(|| DbFault::other("the day of minutes is no day"))?,
            venue: r.text(3)?.to_owned(),
            present: serde_json::from_str(r.text(4)?).unwrap_or_default(),
            summary: r.text(5)?.to_owned(),
            by_name: r.text(6)?.to_owned(),
            at: Instant(r.int(7)?),
        })
    };
    tx.query(sql, &[committee.into()])?.iter().map(row).collect()
}
