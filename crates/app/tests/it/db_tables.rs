//! Tables for testing the door itself, apart from those of the product.

use app::db::{Db, DbFault, Migration, Val};

pub const TABLES: &[Migration] = &[
    Migration { version: 1, name: "tables", sqlite: BOTH, postgres: BOTH },
    Migration { version: 2, name: "guards", sqlite: SQLITE_GUARD, postgres: POSTGRES_GUARD },
];

const BOTH: &str = "
CREATE TABLE shelf (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE item (
  id INTEGER PRIMARY KEY,
  shelf_id INTEGER NOT NULL REFERENCES shelf (id),
  code TEXT NOT NULL,
  amount INTEGER NOT NULL,
  photo BLOB,
  note TEXT,
  next_id INTEGER REFERENCES item (id) DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (shelf_id, code),
  CONSTRAINT item_amount_not_negative CHECK (amount >= 0)
) STRICT;
CREATE UNIQUE INDEX item_note_folded ON item (lower(note));
CREATE TABLE tally (name TEXT PRIMARY KEY, total INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO shelf (id, name) VALUES (1, 'kệ một');
INSERT INTO tally (name, total) VALUES ('all', 0);
";

const SQLITE_GUARD: &str = "
CREATE TRIGGER item_stays BEFORE DELETE ON item BEGIN SELECT RAISE(ABORT, 'guard:an item stays'); END;
";

const POSTGRES_GUARD: &str = "
CREATE FUNCTION item_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guard:an item stays'; END $$;
CREATE TRIGGER item_stays BEFORE DELETE ON item FOR EACH ROW EXECUTE FUNCTION item_stays();
";

/// What tests answer with: a fault, or a word of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Out {
    Fault(DbFault),
    No(&'static str),
}

impl From<DbFault> for Out {
    fn from(fault: DbFault) -> Self {
        Self::Fault(fault)
    }
}

/// Puts an item on the shelf and answers its id.
pub fn put(tx: &mut app::db::Tx, code: &str) -> Result<i64, DbFault> {
    let sql = "INSERT INTO item (shelf_id, code, amount) VALUES (1, $1, $2) RETURNING id";
    tx.one(sql, &[code.into(), Val::Int(0)])?.int(0)
}

pub fn count(db: &Db, table: &'static str) -> i64 {
    let sql = format!("SELECT count(*) FROM {table}");
    db.read_blocking(move |tx| tx.one(&sql, &[])?.int(0)).expect("a count")
}

pub fn codes(db: &Db) -> Vec<String> {
    db.read_blocking(|tx| {
        let rows = tx.query("SELECT code FROM item ORDER BY code", &[])?;
        rows.iter().map(|row| Ok::<_, DbFault>(row.text(0)?.to_owned())).collect()
    })
    .expect("codes")
}

/// Runs async parts of a test with as many threads as a small server has.
pub fn block_on<F: Future>(f: F) -> F::Output {
    let rt = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    rt.expect("a runtime").block_on(f)
}
