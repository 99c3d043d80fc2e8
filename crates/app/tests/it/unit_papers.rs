//! Fixed copies of the papers of units, on both engines.

use crate::entry_world::*;
use app::act::Stop;
use app::db::DbFault;
use app::documents::store::list_unit_issues;
use app::documents::unit_issue::{UnitFiles, issue_of_unit};
use domain::actor::{Actor, Grant, Person};
use domain::documents::UnitPaper;
use domain::ids::PersonId;
use testkit::engines::both;

#[test]
fn a_copy_stays_and_the_same_paper_is_the_same_copy() {
    both(|db| {
        let contest = a_contest(db);
        let unit = db.read_blocking(|tx| unit(tx, "CM-TP")).expect("a unit");
        let person = db
            .write_blocking(|tx| {
                let sql = "INSERT INTO person (name, sort_key, login, created_at) VALUES ('Lê Thị Mơ', 'mo', 'mo', 0) RETURNING id";
                tx.one(sql, &[])?.int(0)
            })
            .map(PersonId)
            .expect("a person");
        let clerk = |of| {
            let grants = vec![Grant::Clerk { unit: of }];
            Actor::Person(Person { id: person, name: String::new(), grants })
        };
        let dir = tempfile::tempdir().expect("a folder");
        let files = |text: &str| {
            let keep = |name: &str| {
                let bytes = format!("%PDF-1.7\n{name} {text}");
                app::files::Contents::on_disk(dir.path())
                    .keep("paper.pdf", bytes.as_bytes())
                    .expect("room")
                    .expect("a PDF")
            };
            UnitFiles {
                number: "12/BB".to_owned(),
                dated: open_time().day(),
                signer: "Lê Thị Mơ".to_owned(),
                pdf: keep("pdf"),
                docx: keep("docx"),
            }
        };
        let paper = UnitPaper::Minutes(unit);
        let issue = |who: Actor, files: UnitFiles| {
            db.write_blocking(move |tx| issue_of_unit(tx, &who, contest, paper, &files, open_time()))
        };
        assert_eq!(issue(clerk(unit), files("one")).expect("kept"), 1);
        assert_eq!(issue(clerk(unit), files("one")).expect("the same"), 1);
        assert_eq!(issue(clerk(unit), files("two")).expect("another"), 2);
        let elsewhere = domain::ids::UnitId(unit.0 + 1);
        assert!(matches!(issue(clerk(elsewhere), files("three")), Err(Stop::NotAllowed)));
        let copies = db.read_blocking(move |tx| list_unit_issues(tx, contest, paper)).expect("the copies");
        let told: Vec<_> = copies.iter().map(|c| (c.issue, c.number.as_str(), c.dated)).collect();
        assert_eq!(told, [(2, "12/BB", open_time().day()), (1, "12/BB", open_time().day())]);
        assert_eq!(count(db, "SELECT COUNT(*) FROM audit WHERE event = 'documents.unit_issued'"), 2);
        for sql in ["UPDATE unit_paper SET number = '1'", "DELETE FROM unit_paper"] {
            let refused = db.write_blocking(move |tx| tx.exec(sql, &[]).map(|_| ()));
            assert!(matches!(refused, Err(DbFault::Guard { .. })), "{sql}: {refused:?}");
        }
    });
}
