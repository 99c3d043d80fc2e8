//! The transaction that an action works in.

use super::DbFault;
use super::Engine;
use super::events::{Event, Hub};
use super::kept::Shelf;
use super::lite::{CommitFault, LiteConn};
use super::pg::PgConn;
use super::row::{Row, RowRef};
use super::val::Val;
use crate::seal::{Master, Opener};
use std::any::Any;
use std::sync::{Arc, OnceLock};

/// One open transaction on either engine. Actions get it as `&mut Tx`; it cannot be made, kept or committed by them: the
/// door commits when the job answers `Ok` and rolls the job back when it answers `Err`, panics, or a statement failed.
///
/// SQL is one text for both engines: `$1` placeholders (in any order, repeated as often as wanted), `RETURNING`,
/// `ON CONFLICT`, CTEs, window functions. Truth is 0 or 1, so write `WHERE flag = 1`. Write `CAST(x AS BIGINT)`, never
/// `AS INTEGER`; `NULLS FIRST` or `NULLS LAST` wherever a sorted column may be null; no floating-point function.
pub struct Tx {
    pub(super) conn: Conn,
    queries: u32,
    spoiled: Option<DbFault>,
    notes: Vec<Event>,
    quiet: bool,
    /// A reader's: what is kept, and the generation taken before its snapshot.
    shelf: Option<(Arc<Shelf>, u64)>,
    /// The server's secret, once it is known: personal data is closed under it.
    keys: Arc<OnceLock<Master>>,
}

pub(super) enum Conn {
    Lite(LiteConn),
    Pg(Box<PgConn>),
}

/// Every write on PostgreSQL holds this lock from its first statement to its commit (ADR-0003): the letters "sangkien".
const WRITE_LOCK: i64 = i64::from_be_bytes(*b"sangkien");

/// A savepoint inside a job; inner ones shadow outer ones of the same name, on both engines.
const ATTEMPT: &str = "attempt";

impl Tx {
    pub(super) fn new(conn: Conn, keys: Arc<OnceLock<Master>>) -> Self {
        Self { conn, queries: 0, spoiled: None, notes: Vec::new(), quiet: false, shelf: None, keys }
    }

    /// What closes and opens personal data.
    pub fn opener(&self) -> Opener {
        Opener::of(self.keys.clone())
    }

    /// All rows of a statement.
    pub fn query(&mut self, sql: &str, vals: &[Val<'_>]) -> Result<Vec<Row>, DbFault> {
        self.rows(sql, vals, usize::MAX)
    }

    /// The first row, if there is one.
    pub fn opt(&mut self, sql: &str, vals: &[Val<'_>]) -> Result<Option<Row>, DbFault> {
        Ok(self.rows(sql, vals, 1)?.pop())
    }

    /// The first row; [`DbFault::NoRow`] when there is none. For counts, sums and `RETURNING`, which always answer.
    pub fn one(&mut self, sql: &str, vals: &[Val<'_>]) -> Result<Row, DbFault> {
        self.opt(sql, vals)?.ok_or_else(|| DbFault::NoRow(sql.to_owned()))
    }

    /// Runs a statement without rows and says how many rows it inserted, updated or deleted (by itself, not by triggers).
    pub fn exec(&mut self, sql: &str, vals: &[Val<'_>]) -> Result<u64, DbFault> {
        self.enter(vals)?;
        let out = match &mut self.conn {
            Conn::Lite(c) => c.exec(sql, vals),
            Conn::Pg(c) => c.exec(sql, vals),
        };
        self.leave(out)
    }

    /// Hands the rows over one by one as they come, without keeping them. An error of `f` ends the walk.
    pub fn each<E: From<DbFault>>(
        &mut self,
        sql: &str,
        vals: &[Val<'_>],
        mut f: impl FnMut(&RowRef<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.enter(vals)?;
        // An error of `f` is the caller's and does not spoil the transaction; one of the engine does.
        let mut own: Option<E> = None;
        let mut step = |row: &RowRef<'_>| match f(row) {
            Ok(()) => true,
            Err(e) => {
                own = Some(e);
                false
            }
        };
        let out = match &mut self.conn {
            Conn::Lite(c) => c.each(sql, vals, &mut step),
            Conn::Pg(c) => c.each(sql, vals, &mut step),
        };
        self.leave(out)?;
        own.map_or(Ok(()), Err)
    }

    /// Runs a part that may fail without failing the whole: its statements, and the notices it asked for, are undone when
    /// it answers `Err`, and the transaction stays usable.
    pub fn attempt<T, E: From<DbFault>>(&mut self, f: impl FnOnce(&mut Tx) -> Result<T, E>) -> Result<T, E> {
        self.enter(&[])?;
        let notes = self.notes.len();
        self.savepoint(ATTEMPT)?;
        let out = f(self);
        let out = match (out, &self.spoiled) {
            (Ok(_), Some(fault)) => Err(E::from(fault.clone())),
            (out, _) => out,
        };
        if out.is_ok() {
            self.release(ATTEMPT)?;
        } else {
            self.notes.truncate(notes);
            if !self.must_run_again() {
                self.spoiled = None;
            }
            self.undo(ATTEMPT)?;
        }
        out
    }

    /// Asks that `(topic, id)` be sent to every subscriber once this transaction is durable; nothing is sent if it is not.
    pub fn notify(&mut self, topic: &'static str, id: i64) {
        self.notes.push(Event { topic: topic.into(), id });
    }

    /// What `load` reads, shared with every reader until the next commit that changes anything: `load` runs only for the
    /// first. `id` tells things of one type apart. Rights are asked before, of the caller: what is kept is nobody's view.
    /// In a writing transaction nothing is kept.
    pub fn kept<T, E>(&mut self, id: i64, load: impl FnOnce(&mut Tx) -> Result<T, E>) -> Result<Arc<T>, E>
    where
        T: Any + Send + Sync,
        E: From<DbFault>,
    {
        let Some((shelf, generation)) = self.shelf.clone() else { return load(self).map(Arc::new) };
        if let Some(found) = shelf.find(id, generation) {
            return Ok(found);
        }
        let made = Arc::new(load(self)?);
        if self.spoiled.is_none() {
            shelf.put(id, generation, made.clone());
        }
        Ok(made)
    }

    /// Says that this job changes nothing that a kept page shows (a lease, a counter, a session), so that
    /// [`super::Db::generation`] may stay as it is.
    pub fn quiet(&mut self) {
        self.quiet = true;
    }

    /// Locks one row until the end of the transaction, waiting for whoever holds it, and says whether it exists.
    /// On SQLite the writer is alone, so this only looks.
    pub fn lock_row(&mut self, table: &'static str, id: i64) -> Result<bool, DbFault> {
        let tail = match self.engine() {
            Engine::Sqlite => "",
            Engine::Postgres => " FOR UPDATE",
        };
        Ok(self.opt(&format!("SELECT id FROM {table} WHERE id = $1{tail}"), &[id.into()])?.is_some())
    }

    /// Locks a name of our own until the end of the transaction. On SQLite the writer is alone: nothing to do.
    pub fn advisory_lock(&mut self, key: i64) -> Result<(), DbFault> {
        match self.engine() {
            Engine::Sqlite => Ok(()),
            Engine::Postgres => {
                self.query("SELECT 1 FROM (SELECT pg_advisory_xact_lock($1)) AS held", &[key.into()])?;
                Ok(())
            }
        }
    }

    /// Goes at the end of a `SELECT` that takes work from a queue: rows that another worker holds are passed over.
    pub fn skip_locked(&self) -> &'static str {
        match self.engine() {
            Engine::Sqlite => "",
            Engine::Postgres => " FOR UPDATE SKIP LOCKED",
        }
    }

    pub fn engine(&self) -> Engine {
        match self.conn {
            Conn::Lite(_) => Engine::Sqlite,
            Conn::Pg(_) => Engine::Postgres,
        }
    }

    /// How many statements this job has run so far.
    pub fn queries(&self) -> u32 {
        self.queries
    }

    fn rows(&mut self, sql: &str, vals: &[Val<'_>], most: usize) -> Result<Vec<Row>, DbFault> {
        self.enter(vals)?;
        let out = match &mut self.conn {
            Conn::Lite(c) => c.rows(sql, vals, most),
            Conn::Pg(c) => c.rows(sql, vals, most),
        };
        self.leave(out)
    }

    /// Counts the statement and refuses it when an earlier one failed. PostgreSQL cannot store U+0000 in text, so neither
    /// engine may.
    fn enter(&mut self, vals: &[Val<'_>]) -> Result<(), DbFault> {
        if let Some(fault) = &self.spoiled {
            return Err(fault.clone());
        }
        if vals.iter().any(|v| matches!(v, Val::Text(t) if t.contains('\0'))) {
            return self.leave(Err(DbFault::other("text holds the character U+0000")));
        }
        self.queries += 1;
        Ok(())
    }

    fn leave<T>(&mut self, out: Result<T, DbFault>) -> Result<T, DbFault> {
        if let Err(fault) = &out {
            self.spoiled = Some(fault.clone());
        }
        out
    }

    // What follows is for the worker threads.

    /// Forgets the last job.
    pub(super) fn start_job(&mut self) {
        self.queries = 0;
        self.spoiled = None;
        self.notes.clear();
        self.quiet = false;
        if let Conn::Pg(c) = &mut self.conn {
            c.trouble.conflict = false;
        }
    }

    pub(super) fn is_quiet(&self) -> bool {
        self.quiet
    }

    pub(super) fn take_fault(&mut self) -> Option<DbFault> {
        self.spoiled.take()
    }

    /// Whether the transaction of the group is still there. SQLite ends it by itself when the disk is full.
    pub(super) fn is_whole(&self) -> bool {
        match &self.conn {
            Conn::Lite(c) => c.in_transaction(),
            Conn::Pg(c) => !c.is_broken(),
        }
    }

    pub(super) fn begin_write(&mut self) -> Result<(), DbFault> {
        match &mut self.conn {
            Conn::Lite(c) => c.batch("BEGIN IMMEDIATE"),
            Conn::Pg(c) => {
                c.later(&format!("BEGIN; SELECT pg_advisory_xact_lock({WRITE_LOCK})"));
                Ok(())
            }
        }
    }

    pub(super) fn commit_write(&mut self) -> Result<(), CommitFault> {
        match &mut self.conn {
            Conn::Lite(c) => c.commit(),
            Conn::Pg(c) => c.commit(),
        }
    }

    /// The generation is taken before the snapshot: what is read may be newer than it says, never older.
    pub(super) fn begin_read(&mut self, hub: &Hub) -> Result<(), DbFault> {
        self.shelf = Some((hub.shelf.clone(), hub.generation()));
        match &mut self.conn {
            Conn::Lite(c) => c.batch("BEGIN"),
            Conn::Pg(c) => {
                c.later("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
                Ok(())
            }
        }
    }

    /// Ends a transaction without keeping anything. On PostgreSQL a reader says so together with what it says next.
    pub(super) fn end_read(&mut self) {
        match &mut self.conn {
            Conn::Lite(c) => c.rollback(),
            Conn::Pg(c) => c.later("ROLLBACK"),
        }
    }

    pub(super) fn rollback(&mut self) {
        match &mut self.conn {
            Conn::Lite(c) => c.rollback(),
            Conn::Pg(c) => c.rollback(),
        }
    }

    pub(super) fn take_notes(&mut self, into: &mut Vec<Event>) {
        into.append(&mut self.notes);
    }

    /// Whether the job has to run once more because of others: chosen as deadlock victim, or the connection broke.
    pub(super) fn must_run_again(&self) -> bool {
        match &self.conn {
            Conn::Lite(_) => false,
            Conn::Pg(c) => c.trouble.conflict || c.is_broken(),
        }
    }

    pub(super) fn savepoint(&mut self, name: &str) -> Result<(), DbFault> {
        match &mut self.conn {
            Conn::Lite(c) => c.batch(&format!("SAVEPOINT {name}")),
            Conn::Pg(c) => {
                c.later(&format!("SAVEPOINT {name}"));
                Ok(())
            }
        }
    }

    pub(super) fn release(&mut self, name: &str) -> Result<(), DbFault> {
        match &mut self.conn {
            Conn::Lite(c) => c.batch(&format!("RELEASE {name}")),
            Conn::Pg(c) => {
                c.later(&format!("RELEASE SAVEPOINT {name}"));
                Ok(())
            }
        }
    }

    /// Takes back everything since the savepoint, and the savepoint.
    pub(super) fn undo(&mut self, name: &str) -> Result<(), DbFault> {
        match &mut self.conn {
            Conn::Lite(c) => {
                c.batch(&format!("ROLLBACK TO {name}"))?;
                c.batch(&format!("RELEASE {name}"))
            }
            Conn::Pg(c) => {
                c.later(&format!("ROLLBACK TO SAVEPOINT {name}"));
                c.later(&format!("RELEASE SAVEPOINT {name}"));
                Ok(())
            }
        }
    }
}
