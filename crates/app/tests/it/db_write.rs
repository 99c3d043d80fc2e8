//! Writing: each caller gets its own answer, after its own work is durable, whatever its neighbours do.

use crate::db_tables::{Out, TABLES, block_on, codes, count, put};
use app::db::{Db, DbConfig, DbFault, Engine, Tx};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use testkit::engines::both_with;

#[test]
fn ten_thousand_writes_at_once_count_right() {
    both_with(TABLES, |db| {
        let db: Db = Db::clone(db);
        block_on(async {
            let mut tasks = tokio::task::JoinSet::new();
            for _ in 0..10_000 {
                let db = db.clone();
                tasks.spawn(async move {
                    db.write(|tx| {
                        let total = tx.one("SELECT total FROM tally WHERE name = 'all'", &[])?.int(0)?;
                        tx.exec("UPDATE tally SET total = $1 WHERE name = 'all'", &[(total + 1).into()])
                    })
                    .await
                });
            }
            for out in tasks.join_all().await {
                assert_eq!(out, Ok(1));
            }
        });
        let total = db.read_blocking(|tx| tx.one("SELECT total FROM tally", &[])?.int(0));
        assert_eq!(total, Ok(10_000));
    });
}

/// Holds the writer up, so that the jobs sent meanwhile share the next commit.
async fn busy(db: &Db) {
    let out = db
        .write(|_| {
            std::thread::sleep(Duration::from_millis(30));
            Ok::<_, DbFault>(())
        })
        .await;
    assert_eq!(out, Ok(()));
}

#[test]
fn a_failing_and_a_panicking_job_undo_only_themselves() {
    both_with(TABLES, |db| {
        let db: Db = Db::clone(db);
        let outs = block_on(async {
            let mut tasks = tokio::task::JoinSet::new();
            for n in 0..9 {
                let db = db.clone();
                tasks.spawn(async move {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                    let out = db
                        .write(move |tx| {
                            put(tx, &format!("n{n}"))?;
                            match n % 3 {
                                0 => Err(Out::No("refused")),
                                1 => panic!("job {n}"),
                                _ => Ok(n),
                            }
                        })
                        .await;
                    (n, out)
                });
            }
            busy(&db).await;
            tasks.join_all().await
        });
        for (n, out) in outs {
            match n % 3 {
                0 => assert_eq!(out, Err(Out::No("refused"))),
                1 => assert_eq!(out, Err(Out::Fault(DbFault::Panicked(format!("job {n}"))))),
                _ => assert_eq!(out, Ok(n)),
            }
        }
        assert_eq!(codes(&db), ["n2", "n5", "n8"]);
    });
}

#[test]
fn an_answer_comes_after_the_commit() {
    both_with(TABLES, |db| {
        let db: Db = Db::clone(db);
        block_on(async {
            let mut tasks = tokio::task::JoinSet::new();
            for n in 0..200 {
                let db = db.clone();
                tasks.spawn(async move {
                    let id = db.write(move |tx| put(tx, &format!("c{n}"))).await?;
                    // Another connection must see it at once.
                    db.read(move |tx| tx.one("SELECT count(*) FROM item WHERE id = $1", &[id.into()])?.int(0))
                        .await
                });
            }
            for seen in tasks.join_all().await {
                assert_eq!(seen, Ok(1));
            }
        });
    });
}

#[test]
fn generation_and_events_follow_the_commit() {
    both_with(TABLES, |db| {
        // On PostgreSQL the count stands still once the node hears the others.
        while db.generation() != db.generation() {
            std::thread::sleep(Duration::from_millis(10));
        }
        let mut events = db.subscribe();
        let before = db.generation();
        let handle: Db = Db::clone(db);
        let mut listener = db.subscribe();
        let kept = db.write_blocking(move |tx| {
            let id = put(tx, "kept")?;
            tx.notify("item", id);
            assert_eq!(handle.generation(), before, "not committed yet");
            assert!(listener.try_recv().is_err(), "not committed yet");
            Ok::<_, DbFault>(id)
        });
        let id = kept.expect("one row");
        assert_eq!(db.generation(), before + 1);
        let event = events.try_recv().expect("an event");
        assert_eq!((event.topic.as_ref(), event.id), ("item", id));

        let refused = db.write_blocking(|tx| {
            tx.notify("item", 99);
            put(tx, "not kept")?;
            Err::<(), _>(Out::No("refused"))
        });
        assert_eq!(refused, Err(Out::No("refused")));
        assert_eq!(db.generation(), before + 1, "nothing changed");
        assert!(events.try_recv().is_err(), "nothing is told about what was undone");
    });
}

#[test]
fn a_snapshot_does_not_move() {
    both_with(TABLES, |db| {
        let writer: Db = Db::clone(db);
        let got = db.read_blocking(move |tx: &mut Tx| {
            let before = tx.one("SELECT count(*) FROM item", &[])?.int(0)?;
            let db = writer.clone();
            std::thread::spawn(move || db.write_blocking(|tx| put(tx, "meanwhile")))
                .join()
                .expect("no panic")?;
            let after = tx.one("SELECT count(*) FROM item", &[])?.int(0)?;
            Ok::<_, DbFault>((before, after))
        });
        assert_eq!(got, Ok((0, 0)));
        assert_eq!(count(db, "item"), 1);
    });
}

#[test]
fn a_lost_connection_is_replaced_and_the_job_runs_again() {
    both_with(TABLES, |db| {
        if db.engine() == Engine::Sqlite {
            return;
        }
        let runs = Arc::new(AtomicU32::new(0));
        let seen = runs.clone();
        let out = db.write_blocking(move |tx| {
            let id = put(tx, "once")?;
            if seen.fetch_add(1, Ordering::Relaxed) == 0 {
                // The server drops us in the middle of our own transaction.
                tx.query("SELECT pg_terminate_backend(pg_backend_pid())", &[])?;
            }
            Ok::<_, DbFault>(id)
        });
        assert!(out.is_ok(), "{out:?}");
        assert_eq!(runs.load(Ordering::Relaxed), 2);
        assert_eq!(codes(db), ["once"]);
        // Readers, too.
        let first = AtomicU32::new(0);
        let out = db.read_blocking(move |tx| {
            if first.fetch_add(1, Ordering::Relaxed) == 0 {
                tx.query("SELECT pg_terminate_backend(pg_backend_pid())", &[])?;
            }
            tx.one("SELECT count(*) FROM item", &[])?.int(0)
        });
        assert_eq!(out, Ok(1));
    });
}

#[test]
fn a_deadlock_with_a_stranger_is_tried_again() {
    both_with(TABLES, |db| {
        if db.engine() == Engine::Sqlite {
            return;
        }
        let runs = Arc::new(AtomicU32::new(0));
        let seen = runs.clone();
        let out = db.write_blocking(move |tx| {
            if seen.fetch_add(1, Ordering::Relaxed) == 0 {
                tx.exec("DO $$ BEGIN RAISE EXCEPTION 'chosen' USING ERRCODE = '40P01'; END $$", &[])?;
            }
            put(tx, "second time")
        });
        assert!(out.is_ok(), "{out:?}");
        assert_eq!(runs.load(Ordering::Relaxed), 2);
        // One that never gets through is told so in the end.
        let out = db.write_blocking(|tx| {
            tx.exec("DO $$ BEGIN RAISE EXCEPTION 'chosen' USING ERRCODE = '40001'; END $$", &[])
        });
        assert!(matches!(out, Err(DbFault::Busy(_))), "{out:?}");
    });
}

#[test]
fn rows_and_names_can_be_locked() {
    both_with(TABLES, |db| {
        let got = db.write_blocking(|tx| {
            tx.advisory_lock(7)?;
            let rows = tx.query(&format!("SELECT id FROM shelf ORDER BY id{}", tx.skip_locked()), &[])?.len();
            Ok::<_, DbFault>((tx.lock_row("shelf", 1)?, tx.lock_row("shelf", 2)?, rows))
        });
        assert_eq!(got, Ok((true, false, 1)));
    });
}

#[test]
fn a_job_that_would_wait_for_another_is_told_so() {
    both_with(TABLES, |db| {
        let inner: Db = Db::clone(db);
        let got = db.write_blocking(move |_| inner.write_blocking(|tx| put(tx, "never")));
        assert!(matches!(got, Err(DbFault::Other(_))), "{got:?}");
    });
}

#[test]
fn the_last_handle_may_go_inside_a_job() {
    let dir = tempfile::tempdir().expect("a folder");
    let config = DbConfig::Sqlite { path: dir.path().join("test.db"), readers: 1 };
    let db = Db::open(&config).expect("a database");
    let (mut held, done) = (Some(db.clone()), std::sync::mpsc::channel());
    block_on(async move {
        let asked = db.write(move |_| {
            // Until the caller has let go.
            std::thread::sleep(Duration::from_millis(50));
            drop(held.take());
            done.0.send(()).map_err(|_| DbFault::other("nobody listens"))
        });
        // A write is done even when its caller has gone away.
        let _ = tokio::time::timeout(Duration::from_millis(5), asked).await;
        drop(db);
        assert_eq!(done.1.recv_timeout(Duration::from_secs(30)), Ok(()));
    });
}
