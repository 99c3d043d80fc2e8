//! The same mistake gets the same fault on both engines, and a fault spoils the transaction on both.

use crate::db_tables::{Out, TABLES, codes, put};
use app::db::{Db, DbFault, Tx};
use testkit::engines::both_with;

fn fault_of(db: &Db, sql: &'static str) -> DbFault {
    db.write_blocking(move |tx| {
        put(tx, "there")?;
        tx.exec("UPDATE item SET note = 'Ghi chú' WHERE code = 'there'", &[])?;
        tx.exec(sql, &[])
    })
    .expect_err(sql)
}

#[test]
fn faults_are_classified_alike() {
    let taken = |constraint: &str| DbFault::UniqueViolation { constraint: constraint.into() };
    let check = |constraint: &str| DbFault::Check { constraint: constraint.into() };
    let cases = [
        ("INSERT INTO item (shelf_id, code, amount) VALUES (1, 'there', 1)", taken("item(shelf_id,code)")),
        ("INSERT INTO shelf (id, name) VALUES (1, 'x')", taken("shelf(id)")),
        ("INSERT INTO tally (name, total) VALUES ('all', 1)", taken("tally(name)")),
        (
            "INSERT INTO item (shelf_id, code, amount, note) VALUES (1, 'z', 1, 'GHI CHú')",
            taken("item_note_folded"),
        ),
        ("INSERT INTO item (shelf_id, code, amount) VALUES (1, 'z', -1)", check("item_amount_not_negative")),
        ("INSERT INTO item (shelf_id, code, amount) VALUES (1, NULL, 1)", check("item.code not null")),
        ("DELETE FROM item", DbFault::Guard { message: "an item stays".into() }),
    ];
    both_with(TABLES, |db| {
        for (sql, want) in &cases {
            assert_eq!(fault_of(db, sql), *want, "{sql}");
        }
        let fault = fault_of(db, "INSERT INTO item (shelf_id, code, amount) VALUES (77, 'z', 1)");
        assert!(matches!(fault, DbFault::ForeignKey { .. }), "{fault:?}");
        for wrong in ["SELEC 1", "SELECT nothing FROM item", "INSERT INTO item (shelf_id) VALUES ($1)"] {
            let fault = fault_of(db, wrong);
            assert!(matches!(fault, DbFault::Other(_)), "{wrong}: {fault:?}");
        }
        assert!(taken("item(shelf_id,code)").is_unique("item(shelf_id,code)"));
        assert_eq!(codes(db), Vec::<String>::new(), "every job failed and left nothing");
    });
}

#[test]
fn a_row_that_must_exist_is_missed_aloud() {
    both_with(TABLES, |db| {
        let got = db.read_blocking(|tx| tx.one("SELECT id FROM item", &[]).map(|_| ()));
        assert!(matches!(got, Err(DbFault::NoRow(_))), "{got:?}");
    });
}

#[test]
fn after_a_fault_nothing_more_runs_and_nothing_is_kept() {
    both_with(TABLES, |db| {
        let got = db.write_blocking(|tx| {
            put(tx, "one")?;
            let twice = put(tx, "one");
            assert!(matches!(twice, Err(DbFault::UniqueViolation { .. })));
            assert!(
                matches!(put(tx, "two"), Err(DbFault::UniqueViolation { .. })),
                "the transaction is spoiled"
            );
            // A job that hides the fault does not get away with half of its work.
            Ok::<_, DbFault>(())
        });
        assert!(matches!(got, Err(DbFault::UniqueViolation { .. })), "{got:?}");
        assert_eq!(codes(db), Vec::<String>::new());
    });
}

#[test]
fn an_attempt_may_fail_without_harm() {
    both_with(TABLES, |db| {
        let mut events = db.subscribe();
        let got = db.write_blocking(|tx| {
            put(tx, "one")?;
            let inner = tx.attempt(|tx: &mut Tx| {
                put(tx, "two")?;
                tx.notify("item", 2);
                tx.attempt(|tx| put(tx, "three").map_err(Out::from))?;
                put(tx, "one").map_err(Out::from)
            });
            assert!(matches!(inner, Err(Out::Fault(DbFault::UniqueViolation { .. }))), "{inner:?}");
            let refused = tx.attempt(|tx| {
                put(tx, "four")?;
                Err::<(), _>(Out::No("own reasons"))
            });
            assert_eq!(refused, Err(Out::No("own reasons")));
            tx.attempt(|tx| put(tx, "five"))?;
            tx.notify("item", 5);
            Ok::<_, DbFault>(())
        });
        assert_eq!(got, Ok(()));
        assert_eq!(codes(db), ["five", "one"]);
        assert_eq!(events.try_recv().map(|e| e.id), Ok(5), "the notice of the failed attempt was not sent");
    });
}

#[test]
fn a_reader_cannot_write() {
    both_with(TABLES, |db| {
        let got = db.read_blocking(|tx| put(tx, "x"));
        assert!(got.is_err(), "{got:?}");
        assert_eq!(codes(db), Vec::<String>::new());
    });
}

#[test]
fn text_with_a_null_character_is_refused() {
    both_with(TABLES, |db| {
        let got = db.write_blocking(|tx| put(tx, "a\0b"));
        assert!(matches!(got, Err(DbFault::Other(_))), "{got:?}");
    });
}

#[test]
fn a_constraint_checked_at_commit_harms_only_its_own_job() {
    both_with(TABLES, |db| {
        let dangling = |tx: &mut Tx| {
            let sql = "INSERT INTO item (shelf_id, code, amount, next_id) VALUES (1, 'dangling', 0, 999)";
            tx.exec(sql, &[]).map(|_| ())
        };
        let outs = crate::db_tables::block_on(async {
            let mut tasks = tokio::task::JoinSet::new();
            // The writer is kept busy so that what follows shares one commit.
            let slow = db.write(|_| {
                std::thread::sleep(std::time::Duration::from_millis(20));
                Ok::<_, DbFault>(())
            });
            let handle: &Db = db;
            for n in 0..6 {
                let db = handle.clone();
                tasks.spawn(async move {
                    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
                    if n == 3 {
                        db.write(dangling).await.map(|()| 0)
                    } else {
                        db.write(move |tx| put(tx, &format!("good{n}"))).await
                    }
                });
            }
            slow.await.expect("sleeping");
            tasks.join_all().await
        });
        assert_eq!(
            outs.iter().filter(|o| matches!(o, Err(DbFault::ForeignKey { .. }))).count(),
            1,
            "{outs:?}"
        );
        assert_eq!(outs.iter().filter(|o| o.is_ok()).count(), 5, "{outs:?}");
        assert_eq!(codes(db), ["good0", "good1", "good2", "good4", "good5"]);
    });
}
