//! What can go wrong at the database door, classified the same way on both engines.

use rusqlite::ErrorCode;
use rusqlite::ffi;
use tokio_postgres::error::SqlState;

/// A fault of the database, for the operator and for the few places that turn one into a refusal
/// (a taken code, a guarded row). Never shown to a person as it is.
///
/// After a fault of the engine the transaction is spoiled on both engines: further statements return the same fault and
/// the job is rolled back even if it answers `Ok`. A step that may fail and be survived goes through [`super::Tx::attempt`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DbFault {
    /// A unique index or primary key refused the row. `constraint` is `table(column,column)`, or the name of the index when
    /// it indexes an expression.
    #[error("already present: {constraint}")]
    UniqueViolation { constraint: String },
    /// A row points to nothing, or a row that is pointed at would disappear.
    #[error("foreign key refused: {detail}")]
    ForeignKey { detail: String },
    /// A `CHECK` (by its name, so name them) or `NOT NULL` (`table.column not null`).
    #[error("check refused: {constraint}")]
    Check { constraint: String },
    /// A trigger refused with `guard:<message>`. `message` comes without the prefix.
    #[error("guard refused: {message}")]
    Guard { message: String },
    /// Locks, queue or statement time limit: nothing was done, the same call may succeed later.
    #[error("database busy: {0}")]
    Busy(String),
    /// No connection to the server, or it was lost. If it was lost while committing, the outcome is unknown.
    #[error("database unavailable: {0}")]
    Unavailable(String),
    /// The disk (or the size limit of the database) is full. Nothing was done; reading goes on.
    #[error("disk full: {0}")]
    DiskFull(String),
    /// The data on disk is damaged or its directory is used by another process.
    #[error("database not usable: {0}")]
    Unusable(String),
    /// The job panicked; it was rolled back alone.
    #[error("job panicked: {0}")]
    Panicked(String),
    /// `one` found no row.
    #[error("no row: {0}")]
    NoRow(String),
    /// Anything else: wrong SQL, wrong column, wrong type.
    #[error("database: {0}")]
    Other(String),
}

const GUARD: &str = "guard:";

impl DbFault {
    /// A fault of our own words.
    pub fn other(message: impl Into<String>) -> Self {
        Self::Other(message.into())
    }

    /// Whether the unique constraint on `table` over exactly these columns, written `table(a,b)`, refused.
    pub fn is_unique(&self, constraint: &str) -> bool {
        matches!(self, Self::UniqueViolation { constraint: c } if c == constraint)
    }
}

impl From<rusqlite::Error> for DbFault {
    fn from(e: rusqlite::Error) -> Self {
        let rusqlite::Error::SqliteFailure(code, message) = &e else {
            return match e {
                rusqlite::Error::SqlInputError { msg, sql, .. } => Self::Other(format!("{msg} in: {sql}")),
                e => Self::Other(e.to_string()),
            };
        };
        let text = message.clone().unwrap_or_else(|| code.to_string());
        match code.extended_code {
            ffi::SQLITE_CONSTRAINT_UNIQUE
            | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
            | ffi::SQLITE_CONSTRAINT_ROWID => {
                return Self::UniqueViolation { constraint: lite_unique(&text) };
            }
            ffi::SQLITE_CONSTRAINT_FOREIGNKEY => return Self::ForeignKey { detail: text },
            ffi::SQLITE_CONSTRAINT_CHECK => return Self::Check { constraint: after_colon(&text).to_owned() },
            ffi::SQLITE_CONSTRAINT_NOTNULL => {
                return Self::Check { constraint: format!("{} not null", after_colon(&text)) };
            }
            ffi::SQLITE_CONSTRAINT_TRIGGER => {
                return match text.strip_prefix(GUARD) {
                    Some(message) => Self::Guard { message: message.trim().to_owned() },
                    None => Self::Other(text),
                };
            }
            _ => {}
        }
        match code.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::OperationInterrupted => {
                Self::Busy(text)
            }
            ErrorCode::DiskFull => Self::DiskFull(text),
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Unusable(text),
            ErrorCode::CannotOpen | ErrorCode::SystemIoFailure => Self::Unavailable(text),
            _ => Self::Other(text),
        }
    }
}

impl From<tokio_postgres::Error> for DbFault {
    fn from(e: tokio_postgres::Error) -> Self {
        let Some(db) = e.as_db_error() else {
            let chain = std::error::Error::source(&e).map(|s| format!(": {s}")).unwrap_or_default();
            // Without an answer of the server there are two kinds: the wire broke, or we handed in a wrong parameter.
            return if e.is_closed() || is_wire(&e) {
                Self::Unavailable(format!("{e}{chain}"))
            } else {
                Self::Other(format!("{e}{chain}"))
            };
        };
        let text = db.message().to_owned();
        let code = db.code();
        if *code == SqlState::UNIQUE_VIOLATION {
            Self::UniqueViolation { constraint: pg_unique(db) }
        } else if *code == SqlState::FOREIGN_KEY_VIOLATION || *code == SqlState::RESTRICT_VIOLATION {
            Self::ForeignKey { detail: text }
        } else if *code == SqlState::CHECK_VIOLATION {
            Self::Check { constraint: db.constraint().unwrap_or(&text).to_owned() }
        } else if *code == SqlState::NOT_NULL_VIOLATION {
            let place = format!("{}.{}", db.table().unwrap_or("?"), db.column().unwrap_or("?"));
            Self::Check { constraint: format!("{place} not null") }
        } else if *code == SqlState::RAISE_EXCEPTION {
            match text.strip_prefix(GUARD) {
                Some(message) => Self::Guard { message: message.trim().to_owned() },
                None => Self::Other(text),
            }
        } else if is_conflict(code)
            || *code == SqlState::LOCK_NOT_AVAILABLE
            || *code == SqlState::QUERY_CANCELED
        {
            Self::Busy(text)
        } else if *code == SqlState::DISK_FULL {
            Self::DiskFull(text)
        } else if code.code().starts_with("08") || code.code().starts_with("57P") || code.code() == "53300" {
            Self::Unavailable(text)
        } else if code.code().starts_with("XX") {
            Self::Unusable(text)
        } else {
            Self::Other(format!("{text} (SQLSTATE {})", code.code()))
        }
    }
}

/// Serialisation failure or deadlock: the server chose this transaction to give way.
pub(super) fn is_conflict(code: &SqlState) -> bool {
    *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED
}

/// Whether an I/O error of the connection lies somewhere in the chain.
fn is_wire(e: &(dyn std::error::Error + 'static)) -> bool {
    let mut at = Some(e);
    while let Some(e) = at {
        if e.is::<std::io::Error>() {
            return true;
        }
        at = e.source();
    }
    false
}

fn after_colon(text: &str) -> &str {
    text.split_once(": ").map_or(text, |(_, rest)| rest)
}

/// `UNIQUE constraint failed: t.a, t.b` is `t(a,b)`; `UNIQUE constraint failed: index 'n'` is `n`.
fn lite_unique(text: &str) -> String {
    let what = after_colon(text);
    if let Some(index) = what.strip_prefix("index '") {
        return index.trim_end_matches('\'').to_owned();
    }
    let table = what.split('.').next().unwrap_or(what);
    let columns: Vec<&str> =
        what.split(", ").map(|c| c.split_once('.').map_or(c, |(_, column)| column)).collect();
    format!("{table}({})", columns.join(","))
}

/// The server says `Key (a, b)=(1, x) already exists.` in its own language; the part up to `)=(` is the same in all.
/// With an expression among the columns the name of the index is all that both engines know.
fn pg_unique(db: &tokio_postgres::error::DbError) -> String {
    let columns = db
        .detail()
        .and_then(|d| d.split_once(")=("))
        .and_then(|(head, _)| head.split_once('('))
        .map(|(_, columns)| columns)
        .filter(|columns| !columns.contains('('));
    match (db.table(), columns) {
        (Some(table), Some(columns)) => format!("{table}({})", columns.replace(", ", ",").replace('"', "")),
        _ => db.constraint().unwrap_or_else(|| db.message()).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_messages_become_the_common_name() {
        let cases = [
            ("UNIQUE constraint failed: entry.contest_id, entry.code", "entry(contest_id,code)"),
            ("UNIQUE constraint failed: person.id", "person(id)"),
            ("UNIQUE constraint failed: index 'person_mail_uq'", "person_mail_uq"),
        ];
        for (text, want) in cases {
            assert_eq!(lite_unique(text), want);
        }
    }
}
