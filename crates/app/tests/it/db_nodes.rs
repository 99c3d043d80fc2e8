//! Several processes on one PostgreSQL server, and one that is away; how much a request has used.

use crate::db_tables::{TABLES, block_on, put};
use app::db::{Db, DbConfig, DbFault, Engine, metered};
use std::time::{Duration, Instant};
use testkit::engines::{both_with, fresh_with};

fn until(what: &str, mut there: impl FnMut() -> bool) {
    let began = Instant::now();
    while !there() {
        assert!(began.elapsed() < Duration::from_secs(20), "{what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// While a node cannot hear the others, its generation never stands still.
fn hears(db: &Db) -> bool {
    db.generation() == db.generation()
}

#[test]
fn what_one_node_commits_the_other_hears() {
    let one = fresh_with(Engine::Postgres, TABLES);
    let two = Db::open(one.config()).expect("a second node");
    until("both listen", || hears(&one) && hears(&two));
    let before = (one.generation(), two.generation());
    let mut events = two.subscribe();
    let id = one.write_blocking(|tx| {
        let id = put(tx, "a")?;
        tx.notify("item", id);
        Ok::<_, DbFault>(id)
    });
    let id = id.expect("one row");
    until("the other hears it", || two.generation() > before.1);
    until("the event comes", || matches!(events.try_recv(), Ok(e) if e.topic == "item" && e.id == id));
    assert_eq!(one.generation(), before.0 + 1, "one's own words are not heard twice");

    let quiet = one.write_blocking(|tx| {
        tx.quiet();
        tx.notify("lease", 7);
        put(tx, "b")
    });
    quiet.expect("one row");
    until("the quiet event comes", || matches!(events.try_recv(), Ok(e) if e.topic == "lease" && e.id == 7));
    assert_eq!(one.generation(), before.0 + 1);
    assert_eq!(two.generation(), before.1 + 1);
}

#[test]
fn a_node_that_went_deaf_keeps_no_pages_until_it_hears_again() {
    let db = fresh_with(Engine::Postgres, TABLES);
    until("it listens", || hears(&db));
    let before = db.generation();
    db.write_blocking(|tx| {
        tx.quiet();
        let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()";
        tx.query(sql, &[]).map(|_| ())
    })
    .expect("it is gone");
    until("what was kept is out of date", || db.generation() > before);
    until("it listens again", || hears(&db));
}

#[test]
fn a_server_that_is_away_is_said_at_once_and_by_name() {
    let config =
        DbConfig::Postgres { url: "postgres://nobody:secret@127.0.0.1:1/none".to_owned(), threads: 2 };
    match Db::open(&config) {
        Err(DbFault::Unavailable(text)) => assert!(!text.contains("secret"), "{text}"),
        Err(fault) => panic!("{fault:?}"),
        Ok(_) => panic!("nobody is there"),
    }
}

#[test]
fn a_request_is_told_what_it_used() {
    both_with(TABLES, |db| {
        block_on(async {
            let (out, spent) = metered(async {
                db.write(|tx| put(tx, "a")).await?;
                db.read(|tx| {
                    tx.query("SELECT id FROM item", &[])?;
                    tx.one("SELECT count(*) FROM item", &[])?.int(0)
                })
                .await
            })
            .await;
            assert_eq!(out, Ok(1));
            assert_eq!((spent.jobs, spent.queries), (2, 3));
            let (_, none) = metered(async {}).await;
            assert_eq!(none, app::db::Spent::default());
        });
    });
}

#[test]
fn a_quiet_job_leaves_kept_pages_alone() {
    both_with(TABLES, |db| {
        if db.engine() == Engine::Postgres {
            until("it listens", || hears(db));
        }
        let before = db.generation();
        let quiet = db.write_blocking(|tx| {
            tx.quiet();
            put(tx, "a")
        });
        quiet.expect("one row");
        assert_eq!(db.generation(), before);
        db.write_blocking(|tx| put(tx, "b")).expect("one row");
        assert_eq!(db.generation(), before + 1);
    });
}

#[test]
fn the_place_is_shown_without_the_password() {
    let config = DbConfig::parse("postgres://app:secret@db.local:5432/contest?sslmode=disable");
    assert_eq!(config.to_string(), "postgres://db.local:5432/contest");
    assert!(!format!("{config:?}").contains("secret"));
}
