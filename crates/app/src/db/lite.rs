//! One SQLite connection: settings, statements, and the words for transactions.

use super::DbFault;
use super::row::{Row, RowRef};
use super::val::Val;
use rusqlite::config::DbConfig;
use rusqlite::hooks::Wal;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags, ToSql};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::Duration;

/// Statements kept compiled per connection.
const STATEMENTS: usize = 256;
/// Page cache of the writer and of one reader, in KiB: with the usual two readers 24 MiB in all. What a list of a thousand
/// entries reads fits in a reader's: a page that does not is fetched from the operating system at every view.
const WRITER_CACHE_KIB: i32 = 8 * 1024;
const READER_CACHE_KIB: i32 = 8 * 1024;
/// Pages in the write-ahead log that make the writer move them into the database after a commit.
const CHECKPOINT_PAGES: i32 = 2000;
/// The log file is cut back to this size when it starts again.
const LOG_BYTES: i32 = 32 * 1024 * 1024;

pub(super) struct LiteConn {
    conn: Connection,
    /// Length of the write-ahead log after the last commit, in pages.
    log_pages: Arc<AtomicI32>,
}

/// How a commit can end when it does not succeed.
pub(super) enum CommitFault {
    /// One of the jobs broke a deferred constraint; the others deserve a transaction of their own.
    Constraint(DbFault),
    /// Nothing was written and nothing is in doubt: disk full, lock.
    Refused(DbFault),
    /// The operating system could not write or sync. What reached the disk is unknown and a second sync may lie.
    Unknown(DbFault),
}

impl CommitFault {
    pub(super) fn into_fault(self) -> DbFault {
        match self {
            Self::Constraint(fault) | Self::Refused(fault) | Self::Unknown(fault) => fault,
        }
    }
}

/// The file whose lock says that a process writes to this database.
pub(super) fn lock_path(db: &Path) -> PathBuf {
    let mut name = db.as_os_str().to_owned();
    name.push(".lock");
    name.into()
}

impl LiteConn {
    /// Opens for writing; makes the file when it is absent.
    pub(super) fn open_writer(path: &Path) -> Result<Self, DbFault> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut conn = Connection::open_with_flags(path, flags)?;
        conn.busy_timeout(Duration::from_secs(10))?;
        let mode: String = conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
        if !mode.eq_ignore_ascii_case("wal") {
            return Err(DbFault::Unusable(format!(
                "{} does not allow a write-ahead log (it stayed in mode {mode}); is it on a network drive?",
                path.display()
            )));
        }
        common(&conn, WRITER_CACHE_KIB)?;
        conn.pragma_update(None, "synchronous", "FULL")?;
        conn.pragma_update(None, "journal_size_limit", LOG_BYTES)?;
        let log_pages = Arc::new(AtomicI32::new(0));
        let seen = log_pages.clone();
        // Replaces the automatic checkpoint, whose failed sync SQLite would not report.
        conn.wal_hook(Some(move |_: &mut Wal, pages| {
            seen.store(pages, Ordering::Relaxed);
            Ok(())
        }))?;
        Ok(Self { conn, log_pages })
    }

    /// Opens for reading a database that exists.
    pub(super) fn open_reader(path: &Path) -> Result<Self, DbFault> {
        // Read-write, because a reader of a write-ahead log takes part in its shared memory; `query_only` does the rest.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(path, flags)?;
        conn.busy_timeout(Duration::from_secs(10))?;
        common(&conn, READER_CACHE_KIB)?;
        conn.pragma_update(None, "query_only", true)?;
        conn.pragma_update(None, "wal_autocheckpoint", 0)?;
        Ok(Self { conn, log_pages: Arc::default() })
    }

    pub(super) fn raw(&mut self) -> &mut Connection {
        &mut self.conn
    }

    pub(super) fn batch(&mut self, sql: &str) -> Result<(), DbFault> {
        self.conn.prepare_cached(sql)?.raw_execute()?;
        Ok(())
    }

    pub(super) fn exec(&mut self, sql: &str, vals: &[Val<'_>]) -> Result<u64, DbFault> {
        let mut statement = self.conn.prepare_cached(sql)?;
        bind(&mut statement, vals)?;
        Ok(statement.raw_execute()? as u64)
    }

    pub(super) fn rows(&mut self, sql: &str, vals: &[Val<'_>], most: usize) -> Result<Vec<Row>, DbFault> {
        let mut statement = self.conn.prepare_cached(sql)?;
        bind(&mut statement, vals)?;
        let (width, reads) = (statement.column_count(), statement.readonly());
        let mut rows = statement.raw_query();
        let mut kept = Vec::new();
        while let Some(row) = rows.next()? {
            if kept.len() < most {
                kept.push(Row::keep_lite(row, width)?);
            }
            // An INSERT … RETURNING must not be cut short.
            if kept.len() >= most && reads {
                break;
            }
        }
        Ok(kept)
    }

    pub(super) fn each(
        &mut self,
        sql: &str,
        vals: &[Val<'_>],
        step: &mut dyn FnMut(&RowRef<'_>) -> bool,
    ) -> Result<(), DbFault> {
        let mut statement = self.conn.prepare_cached(sql)?;
        bind(&mut statement, vals)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            if !step(&RowRef::lite(row)) {
                break;
            }
        }
        Ok(())
    }

    pub(super) fn commit(&mut self) -> Result<(), CommitFault> {
        let out = self.conn.prepare_cached("COMMIT").and_then(|mut s| s.raw_execute());
        let Err(e) = out else { return Ok(()) };
        let code = e.sqlite_error_code();
        let fault = DbFault::from(e);
        self.rollback();
        Err(match code {
            Some(ErrorCode::ConstraintViolation) => CommitFault::Constraint(fault),
            Some(ErrorCode::DiskFull | ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                CommitFault::Refused(fault)
            }
            _ => CommitFault::Unknown(fault),
        })
    }

    /// Whether a transaction is open. A full disk or an I/O error makes SQLite roll the whole transaction back by itself.
    pub(super) fn in_transaction(&self) -> bool {
        !self.conn.is_autocommit()
    }

    pub(super) fn rollback(&mut self) {
        if self.in_transaction()
            && let Err(e) = self.batch("ROLLBACK")
        {
            tracing::error!(error = %e, "could not roll back");
        }
    }

    /// Moves the log into the database once it is long enough. The error is a failed write or sync of the database file.
    pub(super) fn checkpoint_if_long(&mut self) -> Result<(), DbFault> {
        if self.log_pages.load(Ordering::Relaxed) < CHECKPOINT_PAGES {
            return Ok(());
        }
        self.checkpoint("PASSIVE")
    }

    pub(super) fn checkpoint(&mut self, mode: &str) -> Result<(), DbFault> {
        match self.conn.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |_| Ok(())) {
            Ok(()) => Ok(()),
            // Readers are in the way: the next commit tries again.
            Err(e) if e.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => Ok(()),
            Err(e) => Err(e.into()),
        }
    }
}

fn common(conn: &Connection, cache_kib: i32) -> Result<(), DbFault> {
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "trusted_schema", false)?;
    // A plan depends on the statement alone, not on the values bound. Without this SQLite compiles every join with a
    // parameter anew each time it is run, which costs more than running it.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.pragma_update(None, "cell_size_check", true)?;
    conn.pragma_update(None, "cache_size", -cache_kib)?;
    conn.pragma_update(None, "mmap_size", 0)?;
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    // LIKE tells A from a, as it does on PostgreSQL; folded columns make it search without regard to case.
    conn.pragma_update(None, "case_sensitive_like", true)?;
    Ok(())
}

impl ToSql for Val<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Val::Null => ValueRef::Null,
            Val::Int(n) => ValueRef::Integer(*n),
            Val::Text(t) => ValueRef::Text(t.as_bytes()),
            Val::Blob(b) => ValueRef::Blob(b),
        }))
    }
}

/// SQLite takes `$7` for a *name* and numbers names by their first appearance, so the number is read from the name. That
/// gives `$n` the meaning it has on PostgreSQL without rewriting the text, literals included.
fn bind(statement: &mut CachedStatement<'_>, vals: &[Val<'_>]) -> Result<(), DbFault> {
    let count = statement.parameter_count();
    if count > vals.len() {
        return Err(DbFault::Other(format!("{} values for {count} parameters", vals.len())));
    }
    for place in 1..=count {
        let number: usize = statement
            .parameter_name(place)
            .and_then(|name| name.strip_prefix('$'))
            .and_then(|digits| digits.parse().ok())
            .ok_or_else(|| DbFault::other("parameters are written $1, $2, …"))?;
        let val = number
            .checked_sub(1)
            .and_then(|i| vals.get(i))
            .ok_or_else(|| DbFault::Other(format!("there is no value for ${number}")))?;
        statement.raw_bind_parameter(place, val)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::StatementStatus;

    #[test]
    fn a_join_with_a_parameter_is_compiled_once() {
        let dir = tempfile::tempdir().unwrap();
        let mut lite = LiteConn::open_writer(&dir.path().join("t.db")).unwrap();
        lite.raw()
            .execute_batch(
                "CREATE TABLE a (id INTEGER PRIMARY KEY, b INTEGER); CREATE TABLE b (id INTEGER PRIMARY KEY)",
            )
            .unwrap();
        let sql = "SELECT a.id, (SELECT count(*) FROM b x WHERE x.id = a.b) FROM a JOIN b ON b.id = a.b WHERE a.id = $1";
        for id in 1..5_i64 {
            lite.rows(sql, &[id.into()], 1).unwrap();
        }
        let statement = lite.raw().prepare_cached(sql).unwrap();
        assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
        assert_eq!(statement.get_status(StatementStatus::Run), 4);
    }
}
