//! Forward-only migrations from `migrations/`, compiled into the binary.

use super::tx::{Conn, Tx};
use super::{Db, DbFault, Engine};
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// One numbered step. Most are one text for both engines, in the words of SQLite.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    pub version: i64,
    pub name: &'static str,
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migration (version BIGINT PRIMARY KEY, name TEXT NOT NULL, \
                     sha256 TEXT NOT NULL, applied_at BIGINT NOT NULL)";
/// Held by whoever migrates a PostgreSQL database: the letters "migrate" and a stop.
const LOCK: i64 = i64::from_be_bytes(*b"migrate.");

impl Db {
    /// Applies what this binary knows and the database lacks, all or nothing, and answers the names. Refuses a database
    /// that a newer binary has changed, and one where an applied step has since been edited. `now`: milliseconds UTC.
    pub fn migrate(&self, now: i64) -> Result<Vec<String>, DbFault> {
        self.migrate_with(MIGRATIONS, now)
    }

    /// As [`Db::migrate`], with a list of one's own, in ascending order. For tests.
    pub fn migrate_with(&self, steps: &'static [Migration], now: i64) -> Result<Vec<String>, DbFault> {
        Self::alone(&self.shared.writes, move |tx| {
            begin(tx)?;
            let out = apply(tx, steps, now);
            let out = out.and_then(|names| sound(tx).map(|()| names));
            finish(tx, out)
        })
    }
}

impl Migration {
    fn text(&self, engine: Engine) -> Cow<'static, str> {
        match engine {
            Engine::Sqlite => self.sqlite.into(),
            Engine::Postgres => in_postgres_words(self.postgres).into(),
        }
    }

    /// Of the file as it stands in the repository.
    fn sha256(&self, engine: Engine) -> String {
        let file = match engine {
            Engine::Sqlite => self.sqlite,
            Engine::Postgres => self.postgres,
        };
        data_encoding::HEXLOWER.encode(&Sha256::digest(file.as_bytes()))
    }
}

fn begin(tx: &mut Tx) -> Result<(), DbFault> {
    match &mut tx.conn {
        // A step may rebuild a table that others point to; what points where is checked before the commit.
        Conn::Lite(c) => {
            c.raw().pragma_update(None, "foreign_keys", false)?;
            c.batch("BEGIN IMMEDIATE")
        }
        Conn::Pg(c) => c.script(&format!("BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '60s'; SELECT pg_advisory_xact_lock({LOCK})")),
    }
}

fn apply(tx: &mut Tx, steps: &[Migration], now: i64) -> Result<Vec<String>, DbFault> {
    let engine = tx.engine();
    script(tx, TABLE)?;
    let applied = tx.query("SELECT version, name, sha256 FROM migration ORDER BY version", &[])?;
    for (row, step) in applied.iter().zip(steps) {
        let (version, name) = (row.int(0)?, row.text(1)?);
        if (version, name) != (step.version, step.name) {
            return Err(DbFault::Unusable(format!(
                "the database has had migration {version:04}_{name} where this program has {:04}_{}",
                step.version, step.name
            )));
        }
        if row.text(2)? != step.sha256(engine) {
            return Err(DbFault::Unusable(format!(
                "migration {version:04}_{name} was edited after it had been applied; what is applied stays, changes go into a new one"
            )));
        }
    }
    if applied.len() > steps.len() {
        return Err(DbFault::Unusable(format!(
            "the database is at step {} and this program knows only {}: a newer version of the program has used it. \
             Install that version again, or restore the backup made before the upgrade",
            applied.len(),
            steps.len()
        )));
    }
    let mut names = Vec::new();
    for step in &steps[applied.len()..] {
        let name = format!("{:04}_{}", step.version, step.name);
        script(tx, &step.text(engine))
            .map_err(|fault| DbFault::Other(format!("migration {name}: {fault}")))?;
        tx.exec(
            "INSERT INTO migration (version, name, sha256, applied_at) VALUES ($1, $2, $3, $4)",
            &[step.version.into(), step.name.into(), step.sha256(engine).into(), now.into()],
        )?;
        names.push(name);
    }
    Ok(names)
}

fn script(tx: &mut Tx, sql: &str) -> Result<(), DbFault> {
    match &mut tx.conn {
        Conn::Lite(c) => Ok(c.raw().execute_batch(sql)?),
        Conn::Pg(c) => c.script(sql),
    }
}

/// No row may point to nothing after the last step.
fn sound(tx: &mut Tx) -> Result<(), DbFault> {
    if let Conn::Lite(c) = &mut tx.conn
        && let Some(row) = c.rows("PRAGMA foreign_key_check", &[], 1)?.first()
    {
        return Err(DbFault::ForeignKey {
            detail: format!(
                "after migrating, a row of {} points to nothing in {}",
                row.text(0)?,
                row.text(2)?
            ),
        });
    }
    Ok(())
}

fn finish(tx: &mut Tx, out: Result<Vec<String>, DbFault>) -> Result<Vec<String>, DbFault> {
    let commit = |tx: &mut Tx| match tx.commit_write() {
        Ok(()) => Ok(()),
        Err(e) => Err(e.into_fault()),
    };
    let out = match out {
        Ok(names) => commit(tx).map(|()| names),
        Err(fault) => {
            tx.rollback();
            Err(fault)
        }
    };
    if let Conn::Lite(c) = &mut tx.conn {
        c.raw().pragma_update(None, "foreign_keys", true)?;
    }
    out
}

/// Rewrites the words of SQLite. The list is the whole difference; anything beyond it takes two files.
fn in_postgres_words(sql: &str) -> String {
    sql.replace("INTEGER PRIMARY KEY", "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY")
        .replace("INTEGER", "BIGINT")
        .replace("BLOB", "BYTEA")
        .replace(") STRICT, WITHOUT ROWID;", ");")
        .replace(") STRICT;", ");")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_words_become_postgres_words() {
        let sql = "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER NOT NULL, b BLOB, s TEXT) STRICT;\n\
                   CREATE TABLE u (k TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;";
        let want = "CREATE TABLE t (id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, n BIGINT NOT NULL, b BYTEA, s TEXT);\n\
                    CREATE TABLE u (k TEXT PRIMARY KEY);";
        assert_eq!(in_postgres_words(sql), want);
    }

    #[test]
    fn migrations_are_numbered_without_gaps() {
        for (i, step) in MIGRATIONS.iter().enumerate() {
            assert_eq!(step.version, i as i64 + 1, "{}", step.name);
        }
    }
}
