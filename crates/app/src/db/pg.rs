//! One PostgreSQL connection with its own small runtime, so that whoever holds it needs no async.

use super::DbFault;
use super::fault::is_conflict;
use super::lite::CommitFault;
use super::row::{Row, RowRef};
use super::val::Val;
use bytes::BytesMut;
use futures_util::{TryStreamExt, future, pin_mut};
use std::collections::HashMap;
use std::error::Error as StdError;
use std::future::Future;
use std::mem;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio_postgres::config::TargetSessionAttrs;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Config, Error, NoTls, Statement};

/// Statements kept prepared per connection before all are forgotten.
const STATEMENTS: usize = 512;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Settings of every session. Sorting and language settings belong to the database and are checked, not set.
const SESSION: &str = "SET synchronous_commit = on; SET statement_timeout = '30s'; SET lock_timeout = '10s'; \
     SET idle_in_transaction_session_timeout = '60s'; SET standard_conforming_strings = on; \
     SET client_min_messages = warning; SET jit = off; SET TimeZone = 'UTC'";

pub(super) struct PgConn {
    rt: Runtime,
    client: Client,
    statements: HashMap<String, Vec<Prepared>>,
    /// Words for the server that travel together with the next statement, to save a round trip.
    pending: String,
    pub(super) trouble: Trouble,
}

/// What the last faults say about going on.
#[derive(Default)]
pub(super) struct Trouble {
    /// The server chose this transaction as the one to give way.
    pub(super) conflict: bool,
    /// The connection is of no more use.
    pub(super) broken: bool,
}

struct Prepared {
    kinds: Box<[Kind]>,
    statement: Statement,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Null,
    Int,
    Text,
    Blob,
}

impl Kind {
    fn of(val: &Val<'_>) -> Self {
        match val {
            Val::Null => Self::Null,
            Val::Int(_) => Self::Int,
            Val::Text(_) => Self::Text,
            Val::Blob(_) => Self::Blob,
        }
    }

    fn oid(self) -> Type {
        match self {
            Self::Null => Type::UNKNOWN,
            Self::Int => Type::INT8,
            Self::Text => Type::TEXT,
            Self::Blob => Type::BYTEA,
        }
    }
}

/// How to reach the server. A dead connection is noticed within half a minute.
pub(super) fn config(url: &str) -> Result<Config, DbFault> {
    // The text of the URL holds a password and stays out of the message.
    let mut config: Config = url.parse().map_err(|e: Error| DbFault::Other(format!("database URL: {e}")))?;
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT_TIMEOUT);
    }
    if config.get_application_name().is_none() {
        config.application_name("sangkien");
    }
    config
        .keepalives_idle(Duration::from_secs(15))
        .keepalives_interval(Duration::from_secs(5))
        .keepalives_retries(3);
    config.target_session_attrs(TargetSessionAttrs::ReadWrite);
    Ok(config)
}

/// A runtime for one thread.
pub(super) fn runtime() -> Result<Runtime, DbFault> {
    let rt = tokio::runtime::Builder::new_current_thread().enable_all().build();
    rt.map_err(|e| DbFault::Unavailable(format!("no runtime for a connection: {e}")))
}

impl PgConn {
    pub(super) fn connect(url: &str) -> Result<Self, DbFault> {
        let config = config(url)?;
        let rt = runtime()?;
        let client = rt.block_on(async {
            let (client, connection) = config.connect(NoTls).await?;
            tokio::spawn(async move {
                if let Err(e) = connection.await {
                    tracing::warn!(error = %e, "connection to PostgreSQL ended");
                }
            });
            client.batch_execute(SESSION).await?;
            Ok::<_, Error>(client)
        })?;
        Ok(Self {
            rt,
            client,
            statements: HashMap::new(),
            pending: String::new(),
            trouble: Trouble::default(),
        })
    }

    pub(super) fn is_broken(&self) -> bool {
        self.trouble.broken || self.client.is_closed()
    }

    /// Says something to the server at the next occasion, before anything else.
    pub(super) fn later(&mut self, words: &str) {
        if !self.pending.is_empty() {
            self.pending.push_str("; ");
        }
        self.pending.push_str(words);
    }

    /// Says what is pending, and waits.
    pub(super) fn flush(&mut self) -> Result<(), DbFault> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let words = mem::take(&mut self.pending);
        let out = self.rt.block_on(self.client.batch_execute(&words));
        out.map_err(|e| fault(&mut self.trouble, e))
    }

    /// Forgets what is pending and begins afresh, outside any transaction.
    pub(super) fn rollback(&mut self) {
        self.pending.clear();
        self.later("ROLLBACK");
        if let Err(e) = self.flush() {
            tracing::warn!(error = %e, "could not roll back");
            self.trouble.broken = true;
        }
    }

    pub(super) fn commit(&mut self) -> Result<(), CommitFault> {
        self.later("COMMIT");
        let Err(fault) = self.flush() else { return Ok(()) };
        if self.is_broken() {
            return Err(CommitFault::Unknown(DbFault::Unavailable(format!(
                "lost while committing, the outcome is unknown: {fault}"
            ))));
        }
        self.rollback();
        Err(match fault {
            f @ (DbFault::UniqueViolation { .. }
            | DbFault::ForeignKey { .. }
            | DbFault::Check { .. }
            | DbFault::Guard { .. }) => CommitFault::Constraint(f),
            f => CommitFault::Refused(f),
        })
    }

    /// Ends a finished read on the server too.
    pub(super) fn close_read(&mut self) {
        if let Err(e) = self.flush() {
            tracing::debug!(error = %e, "could not end a read");
        }
    }

    /// Runs several statements as they stand, outside the prepared ones.
    pub(super) fn script(&mut self, sql: &str) -> Result<(), DbFault> {
        self.flush()?;
        let out = self.rt.block_on(self.client.batch_execute(sql));
        self.statements.clear();
        out.map_err(|e| fault(&mut self.trouble, e))
    }

    pub(super) fn exec(&mut self, sql: &str, vals: &[Val<'_>]) -> Result<u64, DbFault> {
        let statement = self.statement(sql, vals)?;
        let query = self.client.execute_raw(&statement, vals.iter());
        let out = together(&self.rt, &self.client, &mut self.pending, query);
        out.map_err(|e| fault(&mut self.trouble, e))
    }

    pub(super) fn rows(&mut self, sql: &str, vals: &[Val<'_>], most: usize) -> Result<Vec<Row>, DbFault> {
        let statement = self.statement(sql, vals)?;
        let query = async {
            let stream = self.client.query_raw(&statement, vals.iter()).await?;
            pin_mut!(stream);
            let mut kept = Vec::new();
            while let Some(row) = stream.try_next().await? {
                if kept.len() < most {
                    kept.push(Row::keep_pg(row));
                }
            }
            Ok(kept)
        };
        let out = together(&self.rt, &self.client, &mut self.pending, query);
        out.map_err(|e| fault(&mut self.trouble, e))
    }

    pub(super) fn each(
        &mut self,
        sql: &str,
        vals: &[Val<'_>],
        step: &mut dyn FnMut(&RowRef<'_>) -> bool,
    ) -> Result<(), DbFault> {
        let statement = self.statement(sql, vals)?;
        let query = async {
            let stream = self.client.query_raw(&statement, vals.iter()).await?;
            pin_mut!(stream);
            while let Some(row) = stream.try_next().await? {
                if !step(&RowRef::pg(&row)) {
                    break;
                }
            }
            Ok(())
        };
        let out = together(&self.rt, &self.client, &mut self.pending, query);
        out.map_err(|e| fault(&mut self.trouble, e))
    }

    /// The prepared statement for this text and these kinds of values. The kinds are told to the server, so that `$1 + 1` and
    /// `SELECT $1` mean 64-bit integers as on SQLite; a null fits every kind.
    fn statement(&mut self, sql: &str, vals: &[Val<'_>]) -> Result<Statement, DbFault> {
        if let Some(variants) = self.statements.get(sql) {
            let fits = |p: &&Prepared| {
                p.kinds.len() == vals.len()
                    && p.kinds.iter().zip(vals).all(|(k, v)| matches!(v, Val::Null) || *k == Kind::of(v))
            };
            if let Some(found) = variants.iter().find(fits) {
                return Ok(found.statement.clone());
            }
        }
        let kinds: Box<[Kind]> = vals.iter().map(Kind::of).collect();
        let types: Vec<Type> = kinds.iter().map(|k| k.oid()).collect();
        let prepare = self.client.prepare_typed(sql, &types);
        let statement = together(&self.rt, &self.client, &mut self.pending, prepare)
            .map_err(|e| fault(&mut self.trouble, e))?;
        if statement.params().len() > vals.len() {
            return Err(DbFault::Other(format!(
                "{} values for {} parameters",
                vals.len(),
                statement.params().len()
            )));
        }
        if self.statements.len() >= STATEMENTS {
            self.statements.clear();
        }
        self.statements
            .entry(sql.to_owned())
            .or_default()
            .push(Prepared { kinds, statement: statement.clone() });
        Ok(statement)
    }
}

/// Sends the pending words and the query in one go: the server gets them in this order, and one round trip serves both. When
/// the words fail, the query fails after them inside the broken transaction, and the first error is the one to tell.
fn together<T>(
    rt: &Runtime,
    client: &Client,
    pending: &mut String,
    query: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    if pending.is_empty() {
        return rt.block_on(query);
    }
    let words = mem::take(pending);
    let (said, out) = rt.block_on(future::join(client.batch_execute(&words), query));
    said?;
    out
}

fn fault(trouble: &mut Trouble, e: Error) -> DbFault {
    trouble.conflict |= e.code().is_some_and(is_conflict);
    let fault = DbFault::from(e);
    trouble.broken |= matches!(fault, DbFault::Unavailable(_));
    fault
}

impl ToSql for Val<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self {
            Val::Null => Ok(IsNull::Yes),
            Val::Int(n) => n.to_sql(ty, out),
            Val::Text(t) => t.as_ref().to_sql(ty, out),
            Val::Blob(b) => b.as_ref().to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// One value as the server sent it. Whole numbers of every width, truth values and whole `NUMERIC`s (which `sum` makes) are
/// all integers to us, as on SQLite.
pub(super) enum PgCell<'a> {
    Null,
    Int(i64),
    Text(&'a str),
    Blob(&'a [u8]),
}

impl<'a> FromSql<'a> for PgCell<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(match *ty {
            Type::INT8 => Self::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Self::Int(i32::from_sql(ty, raw)?.into()),
            Type::INT2 => Self::Int(i16::from_sql(ty, raw)?.into()),
            Type::BOOL => Self::Int(bool::from_sql(ty, raw)?.into()),
            Type::NUMERIC => {
                Self::Int(whole_numeric(raw).ok_or("this NUMERIC is not a whole 64-bit number")?)
            }
            Type::BYTEA => Self::Blob(raw),
            Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN => {
                Self::Text(std::str::from_utf8(raw)?)
            }
            _ => return Err(format!("a column of type {ty} has no counterpart on SQLite").into()),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// The server's binary `NUMERIC`: count of base-10,000 digits, weight of the first, sign, scale, digits.
/// `None` when it has a fraction or does not fit.
fn whole_numeric(raw: &[u8]) -> Option<i64> {
    let word = |i: usize| raw.get(2 * i..2 * i + 2).map(|b| i16::from_be_bytes([b[0], b[1]]));
    let (count, weight, sign) = (word(0)?, word(1)?, word(2)?);
    let mut total: i128 = 0;
    for i in 0..count.max(weight.checked_add(1)?) {
        let digit = if i < count { i128::from(word(4 + usize::try_from(i).ok()?)?) } else { 0 };
        if i <= weight {
            total = total.checked_mul(10_000)?.checked_add(digit)?;
        } else if digit != 0 {
            return None;
        }
    }
    match sign as u16 {
        0x0000 => i64::try_from(total).ok(),
        0x4000 => i64::try_from(-total).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(words: &[i16]) -> Vec<u8> {
        words.iter().flat_map(|w| w.to_be_bytes()).collect()
    }

    #[test]
    fn sums_are_whole_numbers() {
        let cases = [
            (raw(&[0, 0, 0, 0]), Some(0)),
            (raw(&[1, 0, 0, 0, 42]), Some(42)),
            (raw(&[1, 1, 0, 0, 3]), Some(30_000)),
            (raw(&[2, 1, 0x4000, 0, 1, 5]), Some(-10_005)),
            (raw(&[2, 0, 0, 2, 7, 5000]), None),
            (raw(&[1, 9, 0, 0, 1]), None),
            (raw(&[1]), None),
        ];
        for (bytes, want) in cases {
            assert_eq!(whole_numeric(&bytes), want, "{bytes:?}");
        }
    }
}
