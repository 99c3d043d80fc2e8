//! Rows that come out of a statement, read by position with the type the caller expects.

use super::fault::DbFault;
use super::pg::PgCell;
use rusqlite::types::ValueRef;

/// A row that the caller keeps.
#[derive(Debug)]
pub struct Row(Kept);

#[derive(Debug)]
enum Kept {
    Lite(Box<[Cell]>),
    Pg(tokio_postgres::Row),
}

#[derive(Debug)]
enum Cell {
    Null,
    Int(i64),
    Text(Box<str>),
    Blob(Box<[u8]>),
}

/// A row as it passes by in [`super::Tx::each`]: on SQLite it points into the page, nothing is copied.
#[derive(Clone, Copy)]
pub struct RowRef<'a>(Passing<'a>);

#[derive(Clone, Copy)]
enum Passing<'a> {
    Lite(&'a rusqlite::Row<'a>),
    Kept(&'a [Cell]),
    Pg(&'a tokio_postgres::Row),
}

/// One value of a row, before the type is asked for.
enum Got<'a> {
    Null,
    Int(i64),
    Text(&'a str),
    Blob(&'a [u8]),
}

impl Got<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Int(_) => "an integer",
            Self::Text(_) => "text",
            Self::Blob(_) => "bytes",
        }
    }
}

fn unexpected(i: usize, want: &str, got: &Got) -> DbFault {
    DbFault::Other(format!("column {i} should be {want} and is {}", got.kind()))
}

impl<'a> RowRef<'a> {
    pub(super) fn lite(row: &'a rusqlite::Row<'a>) -> Self {
        Self(Passing::Lite(row))
    }

    pub(super) fn pg(row: &'a tokio_postgres::Row) -> Self {
        Self(Passing::Pg(row))
    }

    fn get(&self, i: usize) -> Result<Got<'a>, DbFault> {
        match self.0 {
            Passing::Lite(row) => match row.get_ref(i)? {
                ValueRef::Null => Ok(Got::Null),
                ValueRef::Integer(n) => Ok(Got::Int(n)),
                ValueRef::Text(t) => std::str::from_utf8(t)
                    .map(Got::Text)
                    .map_err(|_| DbFault::Unusable(format!("column {i} holds text that is not UTF-8"))),
                ValueRef::Blob(b) => Ok(Got::Blob(b)),
                ValueRef::Real(_) => {
                    Err(DbFault::Other(format!("column {i} is a floating-point number; there are none here")))
                }
            },
            Passing::Kept(cells) => match cells.get(i) {
                None => Err(DbFault::Other(format!("there is no column {i}"))),
                Some(Cell::Null) => Ok(Got::Null),
                Some(Cell::Int(n)) => Ok(Got::Int(*n)),
                Some(Cell::Text(t)) => Ok(Got::Text(t)),
                Some(Cell::Blob(b)) => Ok(Got::Blob(b)),
            },
            Passing::Pg(row) => match row.try_get::<_, PgCell<'a>>(i)? {
                PgCell::Null => Ok(Got::Null),
                PgCell::Int(n) => Ok(Got::Int(n)),
                PgCell::Text(t) => Ok(Got::Text(t)),
                PgCell::Blob(b) => Ok(Got::Blob(b)),
            },
        }
    }

    /// Number of columns.
    pub fn width(&self) -> usize {
        match self.0 {
            Passing::Lite(row) => row.as_ref().column_count(),
            Passing::Kept(cells) => cells.len(),
            Passing::Pg(row) => row.len(),
        }
    }

    pub fn opt_int(&self, i: usize) -> Result<Option<i64>, DbFault> {
        match self.get(i)? {
            Got::Null => Ok(None),
            Got::Int(n) => Ok(Some(n)),
            got => Err(unexpected(i, "an integer", &got)),
        }
    }

    pub fn opt_text(&self, i: usize) -> Result<Option<&'a str>, DbFault> {
        match self.get(i)? {
            Got::Null => Ok(None),
            Got::Text(t) => Ok(Some(t)),
            got => Err(unexpected(i, "text", &got)),
        }
    }

    pub fn opt_blob(&self, i: usize) -> Result<Option<&'a [u8]>, DbFault> {
        match self.get(i)? {
            Got::Null => Ok(None),
            Got::Blob(b) => Ok(Some(b)),
            got => Err(unexpected(i, "bytes", &got)),
        }
    }

    pub fn opt_bool(&self, i: usize) -> Result<Option<bool>, DbFault> {
        match self.opt_int(i)? {
            None => Ok(None),
            Some(0) => Ok(Some(false)),
            Some(1) => Ok(Some(true)),
            Some(n) => Err(DbFault::Other(format!("column {i} should be 0 or 1 and is {n}"))),
        }
    }

    pub fn int(&self, i: usize) -> Result<i64, DbFault> {
        self.opt_int(i)?.ok_or_else(|| unexpected(i, "an integer", &Got::Null))
    }

    pub fn text(&self, i: usize) -> Result<&'a str, DbFault> {
        self.opt_text(i)?.ok_or_else(|| unexpected(i, "text", &Got::Null))
    }

    pub fn blob(&self, i: usize) -> Result<&'a [u8], DbFault> {
        self.opt_blob(i)?.ok_or_else(|| unexpected(i, "bytes", &Got::Null))
    }

    pub fn bool(&self, i: usize) -> Result<bool, DbFault> {
        self.opt_bool(i)?.ok_or_else(|| unexpected(i, "0 or 1", &Got::Null))
    }
}

impl Row {
    pub(super) fn keep_lite(row: &rusqlite::Row<'_>, width: usize) -> Result<Self, DbFault> {
        let here = RowRef::lite(row);
        let mut cells = Vec::with_capacity(width);
        for i in 0..width {
            cells.push(match here.get(i)? {
                Got::Null => Cell::Null,
                Got::Int(n) => Cell::Int(n),
                Got::Text(t) => Cell::Text(t.into()),
                Got::Blob(b) => Cell::Blob(b.into()),
            });
        }
        Ok(Self(Kept::Lite(cells.into_boxed_slice())))
    }

    pub(super) fn keep_pg(row: tokio_postgres::Row) -> Self {
        Self(Kept::Pg(row))
    }

    /// The same row as a borrowed one, so that one reading function serves `query` and `each`.
    pub fn as_ref(&self) -> RowRef<'_> {
        match &self.0 {
            Kept::Lite(cells) => RowRef(Passing::Kept(cells)),
            Kept::Pg(row) => RowRef::pg(row),
        }
    }

    /// Number of columns.
    pub fn width(&self) -> usize {
        self.as_ref().width()
    }

    pub fn int(&self, i: usize) -> Result<i64, DbFault> {
        self.as_ref().int(i)
    }

    pub fn opt_int(&self, i: usize) -> Result<Option<i64>, DbFault> {
        self.as_ref().opt_int(i)
    }

    pub fn text(&self, i: usize) -> Result<&str, DbFault> {
        self.as_ref().text(i)
    }

    pub fn opt_text(&self, i: usize) -> Result<Option<&str>, DbFault> {
        self.as_ref().opt_text(i)
    }

    pub fn blob(&self, i: usize) -> Result<&[u8], DbFault> {
        self.as_ref().blob(i)
    }

    pub fn opt_blob(&self, i: usize) -> Result<Option<&[u8]>, DbFault> {
        self.as_ref().opt_blob(i)
    }

    pub fn bool(&self, i: usize) -> Result<bool, DbFault> {
        self.as_ref().bool(i)
    }

    pub fn opt_bool(&self, i: usize) -> Result<Option<bool>, DbFault> {
        self.as_ref().opt_bool(i)
    }
}
