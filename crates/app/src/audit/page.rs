//! audit/page: one page of the log with the names of what it is about, and whether the chain holds.

use super::read::{Filter, Lines, lines};
use super::verify::{BrokenAt, Head, verify};
use crate::act::Stop;
use crate::contest::store::{self as contests, ContestRow};
use crate::db::{DbFault, Tx, Val, in_list};
use domain::actor::Actor;
use domain::contest::access;
use domain::time::Instant;
use std::collections::{BTreeSet, HashMap};
use std::convert::Infallible;

/// A log of at most so many lines is verified each time it is looked at; a longer one when asked for.
const VERIFIED_AT_ONCE: i64 = 20_000;

/// What a person asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The contest's code; `None`: lines of no contest.
    pub contest: Option<String>,
    /// The beginning of an event's name.
    pub event: String,
    /// The login of the one who did it.
    pub login: String,
    /// What it is about: the code of an entry, a judge, a unit; a login.
    pub about: String,
    pub from: Option<Instant>,
    pub before: Option<Instant>,
    /// From 1.
    pub page: u32,
    pub per_page: u32,
    /// Verify the chain however long it is.
    pub check: bool,
}

#[derive(Debug, Clone)]
pub struct AuditPage {
    pub contest: Option<ContestRow>,
    pub lines: Lines,
    /// Codes or names of what lines and their facts name, by kind and id.
    pub named: HashMap<(String, i64), String>,
    /// Logins of the persons among the actors.
    pub logins: HashMap<i64, String>,
    pub head: Head,
    /// `None`: not verified now.
    pub verified: Option<Result<(), BrokenAt>>,
    /// The login or the code that was asked for is nobody's.
    pub unknown: bool,
}

/// A page of the log for those who may read it.
pub fn page(tx: &mut Tx, actor: &Actor, asked: &Asked) -> Result<AuditPage, Stop<Infallible>> {
    let contest = match &asked.contest {
        Some(code) => Some(contests::find_by_code(tx, code)?.ok_or(Stop::NotFound)?),
        None => None,
    };
    let id = contest.as_ref().map(|c| c.id);
    access::read_audit(actor, id)?;
    let mut filter =
        Filter { event: asked.event.clone(), from: asked.from, before: asked.before, ..Filter::default() };
    let mut unknown = false;
    if !asked.login.is_empty() {
        match id_of(tx, "SELECT id FROM person WHERE login = $1", &[(&asked.login).into()])? {
            Some(person) => filter.actor = format!("person:{person}"),
            None => unknown = true,
        }
    }
    if !asked.about.is_empty() {
        match subject(tx, id.map(|c| c.0), &asked.about)? {
            Some((kind, of)) => (filter.subject, filter.subject_id) = (kind.to_owned(), Some(of)),
            None => unknown = true,
        }
    }
    let lines = if unknown {
        Lines { total: 0, lines: vec![], names: vec![] }
    } else {
        let per_page = u64::from(asked.per_page.max(1));
        let offset = u64::from(asked.page.max(1) - 1) * per_page;
        let found = lines(tx, actor, id, &filter, offset, asked.per_page)?;
        if found.lines.is_empty() && found.total > 0 {
            let last = (found.total - 1) / per_page * per_page;
            lines(tx, actor, id, &filter, last, asked.per_page)?
        } else {
            found
        }
    };
    let named = names(tx, &lines)?;
    let logins = logins(tx, &lines)?;
    let head = tx.one("SELECT seq, hash FROM audit_head WHERE id = 1", &[])?;
    let head = Head { seq: head.int(0)?, hash: head.blob(1)?.to_vec() };
    let verified =
        if asked.check || head.seq <= VERIFIED_AT_ONCE { Some(verify(tx)?.map(|_| ())) } else { None };
    Ok(AuditPage { contest, lines, named, logins, head, verified, unknown })
}

fn id_of(tx: &mut Tx, sql: &str, vals: &[Val<'_>]) -> Result<Option<i64>, DbFault> {
    tx.opt(sql, vals)?.map(|r| r.int(0)).transpose()
}

/// The kind and id of what a code stands for.
fn subject(tx: &mut Tx, contest: Option<i64>, code: &str) -> Result<Option<(&'static str, i64)>, DbFault> {
    let questions: &[(&'static str, &str)] = match contest {
        Some(_) => &[
            ("entry", "SELECT id FROM entry WHERE contest_id = $2 AND code = $1"),
            ("judge", "SELECT id FROM judge WHERE contest_id = $2 AND code = $1"),
        ],
        None => &[
            ("person", "SELECT id FROM person WHERE login = $1 AND CAST($2 AS BIGINT) = 0"),
            ("unit", "SELECT id FROM org_unit WHERE code = $1 AND CAST($2 AS BIGINT) = 0"),
        ],
    };
    for (kind, sql) in questions {
        if let Some(id) = id_of(tx, sql, &[code.into(), contest.unwrap_or(0).into()])? {
            return Ok(Some((kind, id)));
        }
    }
    Ok(None)
}

/// Where the name of each kind of thing stands; the id is the first column.
const NAMED: &[(&str, &str)] = &[
    ("entry", "SELECT id, code FROM entry WHERE id IN"),
    ("judge", "SELECT id, code FROM judge WHERE id IN"),
    ("unit", "SELECT id, name FROM org_unit WHERE id IN"),
    ("person", "SELECT id, name FROM person WHERE id IN"),
    ("contest", "SELECT id, code FROM contest WHERE id IN"),
    ("article", "SELECT id, title FROM article WHERE id IN"),
    ("edition", "SELECT id, CAST(number AS TEXT) FROM rules_edition WHERE id IN"),
    ("batch", "SELECT id, CAST(number AS TEXT) FROM batch WHERE id IN"),
    (
        "sheet",
        "SELECT s.id, e.code || ' / ' || j.code FROM score_sheet s JOIN entry e ON e.id = s.entry_id JOIN judge j ON j.id = s.judge_id WHERE s.id IN",
    ),
];

fn names(tx: &mut Tx, lines: &Lines) -> Result<HashMap<(String, i64), String>, DbFault> {
    let mut wanted: HashMap<String, BTreeSet<i64>> = HashMap::new();
    for line in &lines.lines {
        wanted.entry(line.subject.clone()).or_default().insert(line.subject_id);
        if let Some(entry) = line.actor.strip_prefix("entry:").and_then(|id| id.parse().ok()) {
            wanted.entry("entry".to_owned()).or_default().insert(entry);
        }
        let facts: serde_json::Value = serde_json::from_str(&line.facts).unwrap_or_default();
        let decided_by = facts["decided_by"].as_str().and_then(|by| by.strip_prefix("person:"));
        if let Some(person) = decided_by.and_then(|id| id.parse().ok()) {
            wanted.entry("person".to_owned()).or_default().insert(person);
        }
        for kind in ["entry", "judge", "unit", "contest", "edition"] {
            if let Some(id) = facts[kind].as_i64() {
                wanted.entry(kind.to_owned()).or_default().insert(id);
            }
        }
    }
    let mut out = HashMap::new();
    for (kind, sql) in NAMED {
        let Some(ids) = wanted.get(*kind) else { continue };
        let vals: Vec<Val<'_>> = ids.iter().map(|id| Val::from(*id)).collect();
        for row in tx.query(&format!("{sql} {}", in_list(1, ids.len())), &vals)? {
            out.insert(((*kind).to_owned(), row.int(0)?), row.text(1)?.to_owned());
        }
    }
    Ok(out)
}

fn logins(tx: &mut Tx, lines: &Lines) -> Result<HashMap<i64, String>, DbFault> {
    if lines.names.is_empty() {
        return Ok(HashMap::new());
    }
    let vals: Vec<Val<'_>> = lines.names.iter().map(|(id, _)| Val::from(*id)).collect();
    let sql = format!("SELECT id, login FROM person WHERE id IN {}", in_list(1, vals.len()));
    tx.query(&sql, &vals)?.iter().map(|r| Ok((r.int(0)?, r.text(1)?.to_owned()))).collect()
}
