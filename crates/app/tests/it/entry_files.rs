//! Files of an entry: kept before the row, counted, given out to those who may see the entry; on both engines.

use crate::entry_world::*;
use app::act::Stop;
use app::db::{Db, DbFault};
use app::entry;
use app::files::{self, AttachRefusal, Kept, MediaType};
use domain::actor::{Actor, Grant, Person};
use domain::entry::draft::MAX_ENTRY_BYTES;
use domain::ids::{EntryId, JudgeId, PersonId, UnitId};
use testkit::engines::both;

fn kept(n: u8, bytes: u64) -> Kept {
    Kept { sha256: [n; 32], bytes, media_type: MediaType::Pdf }
}

fn attach(db: &Db, actor: Actor, id: EntryId, kept: Kept, name: &str) -> Result<(), Stop<AttachRefusal>> {
    let name = name.to_owned();
    db.write_blocking(move |tx| files::attach(tx, &actor, id, &kept, &name, open_time()))
}

fn person(grant: Grant) -> Actor {
    Actor::Person(Person { id: PersonId(1), name: String::new(), grants: vec![grant] })
}

#[test]
fn files_are_attached_once_and_counted() {
    both(|db| {
        let contest = a_contest(db);
        let id = a_filled_draft(db, contest).entry;
        attach(db, holder(id), id, kept(1, 10), "C:\\Hồ sơ\\Bài  dự thi.pdf").expect("attached");
        attach(db, holder(id), id, kept(1, 10), "Bài dự thi.pdf").expect("the same again is no fault");
        let files = db.read_blocking(move |tx| entry::store::draft_files(tx, id)).expect("files");
        assert_eq!(files.len(), 1);
        assert_eq!((files[0].1.name.as_str(), files[0].1.sha256), ("Bài dự thi.pdf", Some([1; 32])));
        let long = "ế".repeat(201);
        let refused = attach(db, holder(id), id, kept(2, 10), &long);
        assert!(
            matches!(refused, Err(Stop::Refused(r)) if r == [AttachRefusal::NameTooLong { most: 200, have: 201 }])
        );
        for n in 2..=10 {
            attach(db, holder(id), id, kept(n, MAX_ENTRY_BYTES / 10), "a.pdf").expect("attached");
        }
        let over = attach(db, holder(id), id, kept(11, MAX_ENTRY_BYTES / 10), "a.pdf");
        assert!(
            matches!(over, Err(Stop::Refused(r)) if matches!(r[..], [AttachRefusal::TooLargeTogether { .. }]))
        );
        for n in 11..=20 {
            attach(db, holder(id), id, kept(n, 1), "a.pdf").expect("attached");
        }
        let over = attach(db, holder(id), id, kept(21, 1), "a.pdf");
        assert!(matches!(over, Err(Stop::Refused(r)) if r == [AttachRefusal::TooMany { most: 20 }]));
        assert!(matches!(attach(db, Actor::Anonymous, id, kept(1, 1), "a.pdf"), Err(Stop::NotFound)));
    });
}

#[test]
fn a_version_keeps_its_files_whatever_becomes_of_the_working_copy() {
    both(|db| {
        let contest = a_contest(db);
        let id = a_filled_draft(db, contest).entry;
        attach(db, holder(id), id, kept(1, 10), "a.pdf").expect("attached");
        db.write_blocking(move |tx| entry::submit(tx, &holder(id), id, open_time()).map_err(fault))
            .expect("handed in");
        let file = db.read_blocking(move |tx| entry::store::draft_files(tx, id)).expect("files")[0].0;
        db.write_blocking(move |tx| files::detach(tx, &holder(id), id, file, open_time()).map_err(fault))
            .expect("taken away");
        let open = |actor: Actor, version: i64| {
            db.read_blocking(move |tx| files::open::<DbFault>(tx, &actor, id, version, 0, open_time()))
        };
        assert_eq!(open(holder(id), 1).map_err(fault).expect("kept").name, "a.pdf");
        assert!(matches!(open(holder(id), 2), Err(Stop::NotFound)));
        db.write_blocking(move |tx| entry::edit_again(tx, &holder(id), id, open_time()).map_err(fault))
            .expect("without the file");
        assert!(matches!(open(holder(id), 2), Err(Stop::NotFound)));
        assert!(open(holder(id), 1).is_ok());
    });
}

#[test]
fn files_are_given_out_to_those_who_may_see_the_entry() {
    both(|db| {
        let contest = a_contest(db);
        let id = a_filled_draft(db, contest).entry;
        attach(db, holder(id), id, kept(1, 10), "a.pdf").expect("attached");
        let tp = db.read_blocking(|tx| unit(tx, "CM-TP")).expect("a unit");
        let open = |actor: Actor| {
            db.read_blocking(move |tx| files::open::<DbFault>(tx, &actor, id, 1, 0, open_time())).is_ok()
        };
        let clerk = person(Grant::Clerk { unit: tp });
        let judge =
            JudgeId(db.read_blocking(|tx| tx.one("SELECT id FROM judge", &[])?.int(0)).expect("a judge"));
        let judge_actor = person(Grant::Judge { contest, judge });
        assert!(!open(clerk.clone()), "a draft is its author's alone");
        db.write_blocking(move |tx| entry::submit(tx, &holder(id), id, open_time()).map_err(fault))
            .expect("handed in");
        for (name, actor, sees) in [
            ("author", holder(id), true),
            ("another author", holder(EntryId(id.0 + 1)), false),
            ("public", Actor::Anonymous, false),
            ("clerk", clerk, true),
            ("clerk elsewhere", person(Grant::Clerk { unit: UnitId(tp.0 + 1) }), false),
            ("secretary", person(Grant::Secretary { contest }), true),
            ("admin", person(Grant::Admin), false),
            ("judge who is not assigned", judge_actor.clone(), false),
        ] {
            assert_eq!(open(actor), sees, "{name}");
        }
        db.write_blocking(move |tx| {
            tx.exec(
                "INSERT INTO conflict (judge_id, entry_id, kind, note, at) VALUES ($1, $2, 'declared', '', 1)",
                &[judge.0.into(), id.0.into()],
            )
        })
        .expect("a conflict");
        assert!(!open(person(Grant::Chair { contest, judge })), "a recused chair");
    });
}

#[test]
fn a_content_goes_when_the_last_entry_that_holds_it_is_erased() {
    both(|db| {
        let contest = a_contest(db);
        let [first, second] = [0; 2].map(|_| a_filled_draft(db, contest).entry);
        let dir = tempfile::tempdir().expect("a folder");
        let contents = files::Contents::on_disk(dir.path());
        let kept = contents.keep("a.txt", &b"Ho so"[..]).expect("room").expect("a text");
        for id in [first, second] {
            attach(db, holder(id), id, kept, "a.txt").expect("attached");
        }
        let clock = app::clock::Clock::starting_at(open_time());
        let runtime = tokio::runtime::Runtime::new().expect("threads");
        let gone = |id: EntryId| {
            db.write_blocking(move |tx| {
                let all = domain::personal::Extent::All;
                app::personal::store::erase(tx, id, all, true, "system", open_time())
            })
            .expect("erased");
            runtime.block_on(files::gone::sweep(db, &clock, &contents)).expect("swept")
        };
        let there = || app::files::disk::path_of(dir.path(), &kept.sha256).exists();
        assert_eq!((gone(first), there()), (0, true));
        assert_eq!((gone(second), there()), (1, false));
        let listed =
            |db: &Db| db.read_blocking(files::store::all).expect("read").contains(&(kept.sha256, kept.bytes));
        assert!(!listed(db));
        let again = |hours: i64| {
            let at = open_time().plus_ms(hours * 3_600_000 + 60_000);
            db.write_blocking(move |tx| files::store::ensure(tx, &kept, at))
        };
        assert!(again(0).is_err() && again(1).is_ok() && listed(db));
    });
}
