//! The single door for events: one audit row, hash-chained, and the notices, in the caller's transaction.
//!
//! A row's hash is SHA-256 over the hash before it and its own fields, each with its length, so that no two rows give
//! the same bytes. The database refuses a row that does not continue the chain (`migrations/0002_guards`).

use crate::db::{DbFault, Engine, Tx};
use domain::actor::Actor;
use domain::ids::ContestId;
use domain::time::Instant;
use domain::{Event, Fact};
use sha2::{Digest, Sha256};

/// Records that `event` happened at `now` by `actor`. Call it last in an action: on PostgreSQL it holds the head of the
/// chain until the transaction ends.
pub fn record(
    tx: &mut Tx,
    actor: &Actor,
    contest: Option<ContestId>,
    event: impl Into<Event>,
    now: Instant,
) -> Result<(), DbFault> {
    let event = event.into();
    let tail = match tx.engine() {
        Engine::Sqlite => "",
        Engine::Postgres => " FOR UPDATE",
    };
    let head = tx.one(&format!("SELECT seq, hash FROM audit_head WHERE id = 1{tail}"), &[])?;
    let (subject, subject_id) = event.subject();
    let (seq, prev) = (head.int(0)? + 1, head.blob(1)?.to_vec());
    let line = Line {
        seq,
        at: now.0,
        actor: actor_text(actor),
        event: event.name().to_owned(),
        contest: contest.map(|c| c.0),
        subject: subject.to_owned(),
        subject_id,
        facts: facts_json(&event.facts()),
    };
    let hash = line.hash(&prev);
    tx.exec(
        "INSERT INTO audit (seq, at, actor, event, contest_id, subject, subject_id, facts, prev_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[seq.into(), now.0.into(), (&line.actor).into(), (&line.event).into(), line.contest.into(), subject.into(), subject_id.into(), (&line.facts).into(), prev.as_slice().into(), hash.as_slice().into()],
    )?;
    tx.notify(event_topic(&event), subject_id);
    crate::notices::tell(tx, contest, &event, now)
}

/// One line of the audit log, as it is hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub seq: i64,
    /// Milliseconds UTC.
    pub at: i64,
    /// `person:12`, `entry:7`, `system`, `anonymous`.
    pub actor: String,
    pub event: String,
    pub contest: Option<i64>,
    pub subject: String,
    pub subject_id: i64,
    /// A JSON object.
    pub facts: String,
}

impl Line {
    /// SHA-256 over the hash before and every field with its length.
    pub fn hash(&self, prev: &[u8]) -> [u8; 32] {
        Sha256::new().chain_update(prev).chain_update(self.bytes()).finalize().into()
    }

    /// Every field after its length in eight bytes, so that no two lines give the same bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let contest = self.contest.map_or_else(String::new, |c| c.to_string());
        let mut out = Vec::with_capacity(128 + self.facts.len());
        for field in [
            &self.seq.to_string(),
            &self.at.to_string(),
            &self.actor,
            &self.event,
            &contest,
            &self.subject,
            &self.subject_id.to_string(),
            &self.facts,
        ] {
            out.extend_from_slice(&(field.len() as u64).to_be_bytes());
            out.extend_from_slice(field.as_bytes());
        }
        out
    }
}

/// How the audit log names an actor: never by a person's name.
pub fn actor_text(actor: &Actor) -> String {
    match actor {
        Actor::Anonymous => "anonymous".to_owned(),
        Actor::EntryHolder { entry } => format!("entry:{}", entry.0),
        Actor::Person(p) => format!("person:{}", p.id.0),
        Actor::System => "system".to_owned(),
    }
}

fn facts_json(facts: &[(&'static str, Fact)]) -> String {
    let mut map = serde_json::Map::new();
    for (name, fact) in facts {
        let value = match fact {
            Fact::Id(n) | Fact::Number(n) => (*n).into(),
            Fact::Text(t) => t.as_str().into(),
            Fact::List(items) => items.as_slice().into(),
        };
        map.insert((*name).to_owned(), value);
    }
    serde_json::Value::Object(map).to_string()
}

/// The slice of the event: what live pages listen to.
fn event_topic(event: &Event) -> &'static str {
    match event {
        Event::People(_) => "people",
        Event::Contest(_) => "contest",
        Event::Entry(_) => "entry",
        Event::Screening(_) => "screening",
        Event::Judging(_) => "judging",
        Event::Award(_) => "awards",
        Event::Gallery(_) => "gallery",
        Event::Personal(_) => "personal",
        Event::Documents(_) => "documents",
    }
}
