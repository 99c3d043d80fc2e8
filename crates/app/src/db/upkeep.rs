//! Looking after the database: checking it, and copying it while it is in use.

use super::tx::{Conn, Tx};
use super::{Db, DbFault};
use std::path::Path;

impl Db {
    /// Looks for damage and for rows that point to nothing; an empty list is a sound database. On PostgreSQL foreign keys
    /// are always enforced, so only constraints that were added unchecked can be named. Reads everything: takes long.
    pub fn check(&self) -> Result<Vec<String>, DbFault> {
        Self::alone(&self.shared.reads, check)
    }

    /// Writes a complete copy as of now to a new file, while others read and write. SQLite only: on PostgreSQL use
    /// `pg_dump`. The copy is synced before this returns.
    pub fn backup_to(&self, path: &Path) -> Result<(), DbFault> {
        if path.exists() {
            return Err(DbFault::Other(format!("{} exists already", path.display())));
        }
        let target = path.to_owned();
        Self::alone(&self.shared.reads, move |tx| backup(tx, &target))
    }
}

fn check(tx: &mut Tx) -> Result<Vec<String>, DbFault> {
    let mut found = Vec::new();
    match &mut tx.conn {
        Conn::Lite(c) => {
            for row in c.rows("PRAGMA integrity_check", &[], usize::MAX)? {
                let line = row.text(0)?;
                if line != "ok" {
                    found.push(line.to_owned());
                }
            }
            for row in c.rows("PRAGMA foreign_key_check", &[], usize::MAX)? {
                let row_id = row.opt_int(1)?.map_or("?".to_owned(), |id| id.to_string());
                found.push(format!("{} row {row_id} points to nothing in {}", row.text(0)?, row.text(2)?));
            }
        }
        Conn::Pg(c) => {
            let sql = "SELECT CAST(conname AS TEXT), CAST(conrelid::regclass AS TEXT) FROM pg_constraint WHERE NOT convalidated";
            for row in c.rows(sql, &[], usize::MAX)? {
                found.push(format!("constraint {} of {} was never checked", row.text(0)?, row.text(1)?));
            }
        }
    }
    Ok(found)
}

fn backup(tx: &mut Tx, path: &Path) -> Result<(), DbFault> {
    let Conn::Lite(c) = &mut tx.conn else {
        return Err(DbFault::other("a PostgreSQL database is copied with pg_dump"));
    };
    let text =
        path.to_str().ok_or_else(|| DbFault::Other(format!("{} is not a UTF-8 path", path.display())))?;
    // One read transaction, a compact file, no log beside it. SQLite counts it as writing, which a reader may not.
    c.raw().pragma_update(None, "query_only", false)?;
    let out = c.raw().execute("VACUUM INTO ?1", [text]);
    c.raw().pragma_update(None, "query_only", true)?;
    out?;
    std::fs::File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(|e| DbFault::Other(format!("{}: {e}", path.display())))
}
