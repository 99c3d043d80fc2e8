//! Values and rows mean the same on both engines.

use crate::db_tables::TABLES;
use app::db::{DbFault, Tx, Val, in_list};
use testkit::engines::both_with;

#[test]
fn a_parameter_may_be_repeated_and_come_in_any_order() {
    both_with(TABLES, |db| {
        let got = db.read_blocking(|tx: &mut Tx| {
            let row =
                tx.one("SELECT $2, $1, $2, $3 + 1, '$1'", &["một".into(), "hai".into(), Val::Int(4)])?;
            Ok::<_, DbFault>((
                row.text(0)?.to_owned(),
                row.text(1)?.to_owned(),
                row.text(2)?.to_owned(),
                row.int(3)?,
                row.text(4)?.to_owned(),
            ))
        });
        let want = ("hai".into(), "một".into(), "hai".into(), 5, "$1".into());
        assert_eq!(got, Ok(want));
    });
}

#[test]
fn more_than_nine_parameters_keep_their_numbers() {
    both_with(TABLES, |db| {
        let got = db.read_blocking(|tx| {
            let vals: Vec<Val> = (1..=12i64).map(Val::from).collect();
            let row = tx
                .one(&format!("SELECT count(*), $12 - $1 FROM tally WHERE 5 IN {}", in_list(1, 12)), &vals)?;
            Ok::<_, DbFault>((row.int(0)?, row.int(1)?))
        });
        assert_eq!(got, Ok((1, 11)));
    });
}

#[test]
fn every_kind_of_value_comes_back_as_it_went_in() {
    both_with(TABLES, |db| {
        db.write_blocking(|tx| {
            let photo: &[u8] = &[0, 159, 146, 150];
            tx.exec(
                "INSERT INTO item (shelf_id, code, amount, photo, note) VALUES (1, $1, $2, $3, $4), (1, 'bare', 0, NULL, NULL)",
                &["Đặng Thị Ước".into(), i64::MAX.into(), photo.into(), Some("ỹ").into()],
            )
        })
        .expect("two rows");
        let check = |tx: &mut Tx| -> Result<(), DbFault> {
            let sql = "SELECT code, amount, photo, note, amount > 5, id FROM item ORDER BY id";
            let rows = tx.query(sql, &[])?;
            assert_eq!(rows[0].text(0)?, "Đặng Thị Ước");
            assert_eq!(rows[0].int(1)?, i64::MAX);
            assert_eq!(rows[0].blob(2)?, [0, 159, 146, 150]);
            assert_eq!(rows[0].opt_text(3)?, Some("ỹ"));
            assert!(rows[0].bool(4)?);
            assert_eq!((rows[1].opt_blob(2)?, rows[1].opt_text(3)?), (None, None));
            assert_eq!(rows[1].width(), 6);
            assert!(matches!(rows[1].text(3), Err(DbFault::Other(_))), "null where text is wanted");
            assert!(matches!(rows[0].int(0), Err(DbFault::Other(_))), "text where an integer is wanted");
            assert!(matches!(rows[0].int(9), Err(DbFault::Other(_))), "no such column");
            Ok(())
        };
        assert_eq!(db.read_blocking(check), Ok(()));
    });
}

#[test]
fn the_same_statement_takes_null_and_value_by_turns() {
    both_with(TABLES, |db| {
        let got = db.write_blocking(|tx| {
            let mut seen = Vec::new();
            for note in [None, Some("a"), None, Some("b")] {
                let sql =
                    "INSERT INTO item (shelf_id, code, amount, note) VALUES (1, $1, $2, $3) RETURNING note";
                let n = i64::try_from(seen.len()).expect("few");
                let row = tx.one(sql, &[format!("c{n}").into(), n.into(), note.into()])?;
                seen.push(row.opt_text(0)?.map(str::to_owned));
            }
            Ok::<_, DbFault>(seen)
        });
        assert_eq!(got, Ok(vec![None, Some("a".into()), None, Some("b".into())]));
    });
}

#[test]
fn sums_and_means_of_integers_are_integers_or_refused() {
    both_with(TABLES, |db| {
        db.write_blocking(|tx| {
            tx.exec("INSERT INTO item (shelf_id, code, amount) VALUES (1, 'a', 1), (1, 'b', 4000000000)", &[])
        })
        .expect("two rows");
        let sum = db.read_blocking(|tx| tx.one("SELECT sum(amount) FROM item", &[])?.int(0));
        assert_eq!(sum, Ok(4_000_000_001));
        let mean = db.read_blocking(|tx| tx.one("SELECT avg(amount) FROM item", &[])?.int(0));
        assert!(matches!(mean, Err(DbFault::Other(_))), "{mean:?}");
    });
}

#[test]
fn rows_are_handed_over_one_by_one_until_told_to_stop() {
    both_with(TABLES, |db| {
        let got = db.read_blocking(|tx| {
            let mut seen = Vec::new();
            let sql = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) SELECT i FROM n";
            let end = tx.each(sql, &[5000.into()], |row| {
                seen.push(row.int(0)?);
                if seen.len() == 3 { Err(DbFault::other("enough")) } else { Ok(()) }
            });
            assert_eq!(end, Err(DbFault::other("enough")));
            // The walk was ended by us, so the transaction is as good as before.
            let all = tx.one("SELECT count(*) FROM tally", &[])?.int(0)?;
            Ok::<_, DbFault>((seen, all))
        });
        assert_eq!(got, Ok((vec![1, 2, 3], 1)));
    });
}

#[test]
fn text_sorts_by_code_point_and_like_knows_case() {
    both_with(TABLES, |db| {
        let got = db.read_blocking(|tx| {
            let sql = "SELECT v FROM (SELECT 'b' AS v UNION ALL SELECT 'B' UNION ALL SELECT 'á' UNION ALL SELECT 'a') AS x ORDER BY v";
            let sorted: Vec<String> =
                tx.query(sql, &[])?.iter().map(|r| Ok(r.text(0)?.to_owned())).collect::<Result<_, DbFault>>()?;
            let like = tx.one("SELECT count(*) FROM shelf WHERE name LIKE $1", &["KỆ%".into()])?.int(0)?;
            Ok::<_, DbFault>((sorted, like))
        });
        assert_eq!(got, Ok((vec!["B".into(), "a".into(), "b".into(), "á".into()], 0)));
    });
}

#[test]
fn statements_are_counted_per_job() {
    both_with(TABLES, |db| {
        for _ in 0..2 {
            let queries = db.read_blocking(|tx| {
                tx.query("SELECT id FROM shelf", &[])?;
                tx.opt("SELECT id FROM shelf WHERE id = $1", &[9.into()])?;
                Ok::<_, DbFault>(tx.queries())
            });
            assert_eq!(queries, Ok(2));
        }
    });
}
