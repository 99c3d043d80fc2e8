//! Migrations: forward only, never edited, never older than the database.

use app::db::{DbFault, Migration};
use testkit::engines::{MIGRATED_AT, both, both_with};

const ONE: Migration = step(1, "one", "CREATE TABLE one (id INTEGER PRIMARY KEY, b BLOB) STRICT;");
const TWO: Migration =
    step(2, "two", "CREATE TABLE two (id INTEGER PRIMARY KEY, one_id INTEGER REFERENCES one (id)) STRICT;");

const fn step(version: i64, name: &'static str, sql: &'static str) -> Migration {
    Migration { version, name, sqlite: sql, postgres: sql }
}

static FIRST: &[Migration] = &[ONE];
static BOTH: &[Migration] = &[ONE, TWO];
static EDITED: &[Migration] = &[step(1, "one", "CREATE TABLE one (id INTEGER PRIMARY KEY) STRICT;"), TWO];
static RENAMED: &[Migration] = &[step(1, "uno", ONE.sqlite), TWO];
static BROKEN: &[Migration] =
    &[ONE, step(2, "broken", "CREATE TABLE half (id INTEGER) STRICT; CREATE TABEL x;")];

#[test]
fn steps_are_applied_once_and_in_order() {
    both_with(FIRST, |db| {
        assert_eq!(db.migrate_with(BOTH, 5), Ok(vec!["0002_two".to_owned()]));
        assert_eq!(db.migrate_with(BOTH, 6), Ok(vec![]));
        let rows = db.read_blocking(|tx| {
            let rows =
                tx.query("SELECT version, name, applied_at, sha256 FROM migration ORDER BY version", &[])?;
            let row = |i: usize| -> Result<_, DbFault> {
                assert_eq!(rows[i].text(3)?.len(), 64);
                Ok((rows[i].int(0)?, rows[i].text(1)?.to_owned(), rows[i].int(2)?))
            };
            Ok::<_, DbFault>([row(0)?, row(1)?])
        });
        assert_eq!(rows, Ok([(1, "one".to_owned(), MIGRATED_AT), (2, "two".to_owned(), 5)]));
    });
}

#[test]
fn edited_renamed_and_newer_steps_are_refused_in_words() {
    let cases = [(EDITED, "was edited"), (RENAMED, "has had migration 0001_one"), (FIRST, "newer version")];
    both_with(BOTH, |db| {
        for (steps, words) in cases {
            match db.migrate_with(steps, 5) {
                Err(DbFault::Unusable(text)) => assert!(text.contains(words), "{text}"),
                out => panic!("{out:?}"),
            }
        }
    });
}

#[test]
fn a_step_that_fails_leaves_nothing_behind() {
    both_with(FIRST, |db| {
        let out = db.migrate_with(BROKEN, 5);
        assert!(matches!(&out, Err(DbFault::Other(text)) if text.contains("0002_broken")), "{out:?}");
        assert_eq!(db.migrate_with(BOTH, 5), Ok(vec!["0002_two".to_owned()]));
        // Foreign keys are enforced again afterwards.
        let orphan = db.write_blocking(|tx| tx.exec("INSERT INTO two (one_id) VALUES (9)", &[]));
        assert!(matches!(orphan, Err(DbFault::ForeignKey { .. })), "{orphan:?}");
    });
}

#[test]
fn the_product_s_own_steps_fit_both_engines() {
    both(|db| {
        assert_eq!(db.migrate(0), Ok(vec![]), "the template has them all");
        assert_eq!(db.check(), Ok(vec![]));
    });
}
