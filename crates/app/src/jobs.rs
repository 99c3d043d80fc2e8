//! Work that a page starts and does not wait for: kept in the database with the transaction that asked for it, done by
//! whichever process comes first, done again when that process dies.
//!
//! ```text
//! ask ─► queued ──take──► running ──► done
//!           ▲                │  │
//!           └──── later ─────┘  └──► failed     after the last try, or at once when trying again is pointless
//! ```
//!
//! A job runs at least once, so what it does must bear being done twice. This module must not know what the work is: a kind
//! and a text. Source: reliability, design 15.

use crate::clock::Clock;
use crate::db::{Db, DbFault, Row, Tx, Val, in_list};
use domain::time::Instant;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;

/// Tells workers in this process that there is something to do, and pages that a job has moved on.
pub const TOPIC: &str = "job";

/// How long a worker may be silent before another takes its job.
const LEASE_MS: i64 = 5 * 60_000;
/// How often a job is tried.
const TRIES: i64 = 8;
const MINUTE: i64 = 60_000;
/// How often to look for jobs whose time has come, without being told.
const ROUND: Duration = Duration::from_secs(15);

/// A job that a worker holds. `tries` counts this one, and tells a late worker that it is no longer his.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    pub id: i64,
    pub kind: String,
    pub payload: String,
    pub tries: i64,
}

/// How a job stands, for the page that shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobState {
    pub kind: String,
    pub state: String,
    /// Percent, 0 to 100.
    pub progress: i64,
    pub done: Option<Instant>,
    pub error: Option<String>,
}

/// Why a job did not succeed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JobFault {
    #[error("later: {0}")]
    Later(String),
    #[error("never: {0}")]
    Never(String),
}

impl From<DbFault> for JobFault {
    fn from(fault: DbFault) -> Self {
        Self::Later(fault.to_string())
    }
}

/// Asks for work of a kind, not before `due`. `payload` is what the worker of that kind understands, usually JSON.
pub fn ask(tx: &mut Tx, kind: &str, payload: &str, due: Instant, now: Instant) -> Result<i64, DbFault> {
    let id = tx
        .one(
            "INSERT INTO job (kind, payload, state, created_at, due_at) VALUES ($1, $2, 'queued', $3, $4) RETURNING id",
            &[kind.into(), payload.into(), now.0.into(), due.0.into()],
        )?
        .int(0)?;
    tx.notify(TOPIC, id);
    Ok(id)
}

/// Takes one job of these kinds that is due, or whose worker has fallen silent.
pub fn take(tx: &mut Tx, kinds: &[&str], now: Instant) -> Result<Option<Job>, DbFault> {
    tx.quiet();
    let sql = format!(
        "UPDATE job SET state = 'running', lease_until = $1, tries = tries + 1, progress = 0 WHERE id IN (\
         SELECT id FROM job WHERE ((state = 'queued' AND due_at <= $2) OR (state = 'running' AND lease_until <= $2)) \
         AND kind IN {} ORDER BY due_at, id LIMIT 1{}) RETURNING id, kind, payload, tries",
        in_list(3, kinds.len()),
        tx.skip_locked()
    );
    let mut vals: Vec<Val> = vec![now.plus_ms(LEASE_MS).0.into(), now.0.into()];
    vals.extend(kinds.iter().map(|kind| Val::from(*kind)));
    tx.opt(&sql, &vals)?.map(|row| read_job(&row)).transpose()
}

/// Notes how far the job is, in percent, and keeps others off it for another while. `false` when it is no longer ours: stop.
pub fn progress(tx: &mut Tx, job: &Job, percent: i64, now: Instant) -> Result<bool, DbFault> {
    tx.quiet();
    tx.notify(TOPIC, job.id);
    let sql =
        "UPDATE job SET progress = $1, lease_until = $2 WHERE id = $3 AND state = 'running' AND tries = $4";
    let until = now.plus_ms(LEASE_MS);
    let vals = [percent.clamp(0, 100).into(), until.0.into(), job.id.into(), job.tries.into()];
    Ok(tx.exec(sql, &vals)? == 1)
}

/// The work is done. `false` when somebody else had taken the job over.
pub fn done(tx: &mut Tx, job: &Job, now: Instant) -> Result<bool, DbFault> {
    tx.quiet();
    tx.notify(TOPIC, job.id);
    let sql = "UPDATE job SET state = 'done', progress = 100, done_at = $1, error = NULL, lease_until = NULL \
               WHERE id = $2 AND state = 'running' AND tries = $3";
    Ok(tx.exec(sql, &[now.0.into(), job.id.into(), job.tries.into()])? == 1)
}

/// The work did not succeed: later again, at growing distances, or given up.
pub fn not_done(tx: &mut Tx, job: &Job, fault: &JobFault, now: Instant) -> Result<(), DbFault> {
    tx.quiet();
    tx.notify(TOPIC, job.id);
    let (state, due, why) = match fault {
        JobFault::Later(why) if job.tries < TRIES => {
            ("queued", Some(now.plus_ms(MINUTE << job.tries.saturating_sub(1).clamp(0, 10))), why)
        }
        JobFault::Later(why) | JobFault::Never(why) => ("failed", None, why),
    };
    tx.exec(
        "UPDATE job SET state = $1, due_at = COALESCE($2, due_at), error = $3, lease_until = NULL \
         WHERE id = $4 AND state = 'running' AND tries = $5",
        &[state.into(), due.map(|at| at.0).into(), why.into(), job.id.into(), job.tries.into()],
    )?;
    Ok(())
}

/// How a job stands.
pub fn find(tx: &mut Tx, id: i64) -> Result<Option<JobState>, DbFault> {
    let sql = "SELECT kind, state, progress, done_at, error FROM job WHERE id = $1";
    let Some(row) = tx.opt(sql, &[id.into()])? else { return Ok(None) };
    Ok(Some(JobState {
        kind: row.text(0)?.to_owned(),
        state: row.text(1)?.to_owned(),
        progress: row.int(2)?,
        done: row.opt_int(3)?.map(Instant),
        error: row.opt_text(4)?.map(str::to_owned),
    }))
}

/// Deletes jobs that were done more than 30 days ago.
pub fn forget_old(tx: &mut Tx, now: Instant) -> Result<u64, DbFault> {
    tx.quiet();
    tx.exec("DELETE FROM job WHERE state = 'done' AND done_at < $1", &[(now.0 - 30 * 86_400_000).into()])
}

fn read_job(row: &Row) -> Result<Job, DbFault> {
    Ok(Job {
        id: row.int(0)?,
        kind: row.text(1)?.to_owned(),
        payload: row.text(2)?.to_owned(),
        tries: row.int(3)?,
    })
}

/// What does the work of one kind. Runs on a thread where it may block.
pub type Handler = Arc<dyn Fn(&Db, &Job) -> Result<(), JobFault> + Send + Sync>;

/// Does the jobs of the kinds it knows, one after the other. Several may work on one database.
#[derive(Clone)]
pub struct Worker {
    db: Db,
    clock: Clock,
    handlers: HashMap<&'static str, Handler>,
}

impl Worker {
    pub fn new(db: Db, clock: Clock) -> Self {
        Self { db, clock, handlers: HashMap::new() }
    }

    /// Also does work of this kind.
    pub fn with(
        mut self,
        kind: &'static str,
        handler: impl Fn(&Db, &Job) -> Result<(), JobFault> + Send + Sync + 'static,
    ) -> Self {
        self.handlers.insert(kind, Arc::new(handler));
        self
    }

    /// Works for ever; ends only by being dropped. A job in hand is then done again by the next one, after its lease.
    pub async fn run(self) {
        let mut told = self.db.subscribe();
        loop {
            match self.one().await {
                Ok(true) => continue,
                Ok(false) => {}
                Err(fault) => tracing::error!(error = %fault, "jobs cannot be read or noted"),
            }
            let news = async {
                loop {
                    match told.recv().await {
                        Ok(event) if event.topic == TOPIC => return,
                        Ok(_) => {}
                        Err(RecvError::Lagged(_)) => return,
                        Err(RecvError::Closed) => std::future::pending().await,
                    }
                }
            };
            let _ = tokio::time::timeout(ROUND, news).await;
        }
    }

    /// Does one job if there is one; `false` when there was none.
    pub async fn one(&self) -> Result<bool, DbFault> {
        let kinds: Vec<&'static str> = self.handlers.keys().copied().collect();
        let now = self.clock.now();
        let Some(job) = self.db.write(move |tx| take(tx, &kinds, now)).await? else { return Ok(false) };
        let Some(handler) = self.handlers.get(job.kind.as_str()).cloned() else { return Ok(false) };
        let (db, held) = (self.db.clone(), job.clone());
        let out = tokio::task::spawn_blocking(move || handler(&db, &held)).await;
        // A panic is a mistake in the program: trying again would meet it again.
        let out = out.unwrap_or_else(|e| Err(JobFault::Never(e.to_string())));
        if let Err(fault) = &out {
            tracing::warn!(job = job.id, kind = job.kind, tries = job.tries, error = %fault, "job not done");
        }
        let now = self.clock.now();
        self.db
            .write(move |tx| match &out {
                Ok(()) => done(tx, &job, now).map(|_| ()),
                Err(fault) => not_done(tx, &job, fault, now),
            })
            .await?;
        Ok(true)
    }
}
