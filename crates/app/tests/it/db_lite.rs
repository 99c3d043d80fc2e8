//! What only the embedded engine has: one writing process, a backup while in use, a full disk.

use crate::db_tables::{TABLES, codes, count, put};
use app::db::{Db, DbConfig, DbFault, Engine};
use testkit::engines::{Fresh, fresh_with};

fn lite() -> Fresh {
    fresh_with(Engine::Sqlite, TABLES)
}

#[test]
fn a_second_writer_is_refused_and_readers_are_not() {
    let mut db = lite();
    db.write_blocking(|tx| put(tx, "a")).expect("one row");
    match Db::open(db.config()) {
        Err(DbFault::Unusable(text)) => assert!(text.contains("already open for writing"), "{text}"),
        Err(fault) => panic!("{fault}"),
        Ok(_) => panic!("two writers"),
    }
    let reader = Db::open_to_read(db.config()).expect("a reader");
    assert_eq!(codes(&reader), ["a"]);
    assert!(matches!(reader.write_blocking(|tx| put(tx, "b")), Err(DbFault::Unavailable(_))));
    db.close();
    let again = Db::open(db.config()).expect("free again");
    assert_eq!(codes(&again), ["a"]);
}

#[test]
fn the_settings_are_those_that_keep_promises() {
    let db = lite();
    let settings = [
        ("journal_mode", "wal", "wal"),
        ("synchronous", "2", "2"),
        ("foreign_keys", "1", "1"),
        ("trusted_schema", "0", "0"),
        ("cell_size_check", "1", "1"),
        ("query_only", "0", "1"),
    ];
    let read = |tx: &mut app::db::Tx, name: &str| {
        let row = tx.one(&format!("SELECT CAST(p.{name} AS TEXT) FROM pragma_{name} AS p"), &[])?;
        Ok::<_, DbFault>(row.text(0)?.to_owned())
    };
    for (name, writer, reader) in settings {
        // `synchronous` of a reader never matters.
        assert_eq!(db.write_blocking(move |tx| read(tx, name)).as_deref(), Ok(writer), "{name}");
        assert_eq!(db.read_blocking(move |tx| read(tx, name)).as_deref(), Ok(reader), "{name}");
    }
}

#[test]
fn a_backup_is_a_whole_database() {
    let db = lite();
    for n in 0..50 {
        db.write_blocking(move |tx| put(tx, &format!("n{n:02}"))).expect("a row");
    }
    let dir = tempfile::tempdir().expect("a folder");
    let copy = dir.path().join("copy.db");
    db.backup_to(&copy).expect("a copy");
    assert!(matches!(db.backup_to(&copy), Err(DbFault::Other(_))), "a backup never overwrites");
    db.write_blocking(|tx| put(tx, "later")).expect("a row");
    let copy = Db::open(&DbConfig::Sqlite { path: copy, readers: 1 }).expect("it opens");
    assert_eq!(count(&copy, "item"), 50);
    assert_eq!(copy.check(), Ok(vec![]));
    assert_eq!(copy.migrate_with(TABLES, 0), Ok(vec![]));
}

#[test]
fn check_names_rows_that_point_to_nothing() {
    let db = lite();
    db.write_blocking(|tx| put(tx, "a")).expect("one row");
    assert_eq!(db.check(), Ok(vec![]));
    let DbConfig::Sqlite { path, .. } = db.config() else { panic!("SQLite") };
    let raw = rusqlite::Connection::open(path).expect("another connection");
    raw.execute_batch("PRAGMA foreign_keys = OFF; UPDATE item SET shelf_id = 5;").expect("damage");
    assert_eq!(db.check(), Ok(vec!["item row 1 points to nothing in shelf".to_owned()]));
}

#[test]
fn a_full_database_refuses_writes_and_goes_on_reading() {
    let db = lite();
    db.write_blocking(|tx| put(tx, "kept")).expect("one row");
    let limit = |pages: i64| {
        db.write_blocking(move |tx| tx.query(&format!("PRAGMA max_page_count = {pages}"), &[]).map(|_| ()))
    };
    // Below what is in use SQLite takes the number of pages in use.
    limit(1).expect("a limit");
    let big = || {
        db.write_blocking(|tx| {
            tx.exec(
                "INSERT INTO item (shelf_id, code, amount, photo) VALUES (1, 'big', 0, zeroblob(100000))",
                &[],
            )
        })
    };
    for _ in 0..3 {
        assert!(matches!(big(), Err(DbFault::DiskFull(_))), "{:?}", big());
        assert_eq!(codes(&db), ["kept"]);
    }
    limit(1_000_000).expect("room again");
    assert_eq!(big(), Ok(1));
    assert_eq!(codes(&db), ["big", "kept"]);
}

#[test]
fn the_log_does_not_grow_without_end_and_is_gone_after_closing() {
    let mut db = lite();
    for _ in 0..60 {
        let sql = "INSERT INTO item (shelf_id, code, amount, photo) VALUES (1, $1, 0, zeroblob(1000000))";
        let next = count(&db, "item");
        db.write_blocking(move |tx| tx.exec(sql, &[format!("{next}").into()])).expect("a row");
    }
    let DbConfig::Sqlite { path, .. } = db.config().clone() else { panic!("SQLite") };
    let log = path.with_extension("db-wal");
    let bytes = std::fs::metadata(&log).expect("a log").len();
    assert!(bytes < 20_000_000, "{bytes} bytes of log after 60 MB of writing");
    db.close();
    assert!(!log.exists() || std::fs::metadata(&log).expect("a log").len() == 0);
}

#[test]
fn a_path_that_cannot_be_is_named() {
    let config = DbConfig::parse("/nowhere/at/all.db");
    match Db::open(&config) {
        Err(DbFault::Unavailable(text)) => assert!(text.contains("/nowhere/at/all.db"), "{text}"),
        _ => panic!("it cannot be opened"),
    }
    assert_eq!(DbConfig::parse("postgres://h/d").engine(), Engine::Postgres);
    assert_eq!(config.engine(), Engine::Sqlite);
}
