//! One act for many entries on both engines: looked at, done, undone as long as nothing is built on it.

use crate::screening_world::{a_dossier, at, hash_of, must, person, refused, run, small};
use app::act::Stop;
use app::db::{Db, DbFault};
use app::entry;
use app::screening::{self, BulkAsk, BulkRefusal, UndoRefusal};
use domain::actor::{Actor, Grant};
use domain::ids::{ContestId, EntryId, UnitId};
use domain::screening::bulk::UndoProblem;
use domain::screening::confirm::Statement;
use domain::screening::{BulkAct, Step};
use domain::time::Instant;
use testkit::engines::both;

struct Desk {
    contest: ContestId,
    unit: UnitId,
    clerk: Actor,
    head: Actor,
    entries: Vec<EntryId>,
}

fn desk(db: &Db, count: usize) -> Desk {
    let s = small(db);
    let clerk = person(db, 1, "Vũ Thị Thư", vec![Grant::Clerk { unit: s.unit }]);
    let grant = Grant::Head { unit: s.unit, from: None, to: None, delegate: false };
    let head = person(db, 2, "Trịnh Kim Ngân", vec![grant]);
    let (contest, came) = (s.contest, at("2024-04-01T08:00:00"));
    let entries = must(db, move |tx| {
        let made = (0..count).map(|n| {
            let mut dossier = a_dossier("X-CHUCSON");
            dossier.title = format!("Sáng kiến thứ {n}");
            entry::record_paper(tx, &Actor::System, contest, None, &dossier, came, came)
        });
        made.collect::<Result<Vec<_>, _>>()
    });
    Desk { contest, unit: s.unit, clerk, head, entries }
}

fn ask(act: BulkAct, entries: &[EntryId], reason: &str) -> BulkAsk {
    BulkAsk { act, entries: entries.iter().map(|e| (*e, Some(1))).collect(), reason: reason.to_owned() }
}

impl Desk {
    fn go(&self, db: &Db, ask: BulkAsk, now: Instant) -> Result<screening::BulkDone, Stop<BulkRefusal>> {
        let (actor, contest, unit) = (self.clerk.clone(), self.contest, self.unit);
        run(db, move |tx| screening::do_bulk(tx, &actor, contest, unit, &ask, now))
    }

    fn undo(&self, db: &Db, id: i64, now: Instant) -> Result<usize, Stop<UndoRefusal>> {
        let actor = self.clerk.clone();
        run(db, move |tx| screening::undo_bulk(tx, &actor, id, now))
    }

    fn steps(&self, db: &Db) -> Vec<Step> {
        let (actor, contest, unit) = (self.clerk.clone(), self.contest, self.unit);
        let now = at("2024-04-05T08:00:00");
        let page =
            db.read_blocking(move |tx| screening::desk(tx, &actor, contest, unit, now)).expect("a desk");
        let of = |e: &EntryId| page.rows.iter().find(|r| r.gate.entry == *e).map(|r| r.step);
        self.entries.iter().filter_map(of).collect()
    }

    fn can_undo(&self, db: &Db) -> bool {
        let (actor, contest, unit) = (self.clerk.clone(), self.contest, self.unit);
        let now = at("2024-04-05T08:00:00");
        let page =
            db.read_blocking(move |tx| screening::desk(tx, &actor, contest, unit, now)).expect("a desk");
        page.last_bulk.is_some()
    }
}

#[test]
fn what_the_preview_tells_is_what_is_done() {
    both(|db| {
        let d = desk(db, 4);
        let now = at("2024-04-02T08:00:00");
        d.go(db, ask(BulkAct::Select, &d.entries[..1], ""), now).expect("selected");
        let wanted = ask(BulkAct::Receive, &d.entries, "");
        let (actor, contest, unit) = (d.clerk.clone(), d.contest, d.unit);
        let seen = db
            .read_blocking({
                let wanted = wanted.clone();
                move |tx| screening::preview_bulk(tx, &actor, contest, unit, &wanted, now)
            })
            .expect("a preview");
        let can: Vec<bool> = d
            .entries
            .iter()
            .map(|e| seen.lines.iter().any(|l| l.gate.entry == *e && l.problems.is_empty()))
            .collect();
        assert_eq!(can, [false, true, true, true], "selecting has received the first");
        let done = d.go(db, wanted, now).expect("received");
        assert_eq!((done.done, done.left), (3, 1));
        assert_eq!(d.steps(db), [Step::Confirm, Step::Screen, Step::Screen, Step::Screen]);
        let lines = "SELECT COUNT(*) FROM audit WHERE event = 'screening.received'";
        let lines = db.read_blocking(move |tx| tx.one(lines, &[])?.int(0)).expect("a count");
        assert_eq!(lines, 3, "one line of the log for each");
    });
}

#[test]
fn an_undone_act_leaves_everything_as_it_was() {
    both(|db| {
        let d = desk(db, 3);
        let (first, second) = (at("2024-04-02T08:00:00"), at("2024-04-02T09:00:00"));
        d.go(db, ask(BulkAct::Select, &d.entries[..1], ""), first).expect("selected");
        let declined =
            d.go(db, ask(BulkAct::Decline, &d.entries, "Trùng nội dung"), second).expect("declined");
        assert_eq!(d.steps(db), [Step::Declined; 3]);
        assert!(d.can_undo(db));
        assert_eq!(d.undo(db, declined.id, at("2024-04-02T09:05:00")).expect("undone"), 3);
        assert_eq!(
            d.steps(db),
            [Step::Confirm, Step::Receive, Step::Receive],
            "the first verdict stands again"
        );
        assert_eq!(refused(d.undo(db, declined.id, second)), [UndoRefusal::AlreadyUndone]);
        assert!(!d.can_undo(db));
        // A verdict that was taken back is not the last word of the sheets either.
        let sheets = "SELECT COUNT(*) FROM whole_chain";
        assert_eq!(db.read_blocking(move |tx| tx.one(sheets, &[])?.int(0)).expect("a count"), 0);
    });
}

#[test]
fn nothing_is_undone_on_which_something_is_built() {
    both(|db| {
        let d = desk(db, 2);
        let now = at("2024-04-02T08:00:00");
        let selected = d.go(db, ask(BulkAct::Select, &d.entries, ""), now).expect("selected");
        let listed = d.go(db, ask(BulkAct::List, &d.entries, ""), now).expect("listed");
        let problems: Vec<UndoProblem> = refused(d.undo(db, selected.id, now))
            .into_iter()
            .map(|r| match r {
                UndoRefusal::Entry { problem, .. } => problem,
                UndoRefusal::AlreadyUndone => panic!("not undone"),
            })
            .collect();
        assert_eq!(problems, [UndoProblem::BuiltOn; 2]);
        d.undo(db, listed.id, now).expect("off the list again");
        let (head, entry) = (d.head.clone(), d.entries[1]);
        let said = Statement {
            version: 1,
            dossier_hash: hash_of(db, entry),
            level: "tốt".into(),
            feasibility: "cao".into(),
            remarks: String::new(),
            by: String::new(),
        };
        must(db, move |tx| screening::confirm(tx, &head, entry, &said, now));
        assert_eq!(refused(d.undo(db, selected.id, now)).len(), 1, "all of it or nothing");
        assert_eq!(d.steps(db), [Step::Confirm, Step::Send]);
    });
}

#[test]
fn what_was_edited_since_it_was_looked_at_is_left() {
    both(|db| {
        let d = desk(db, 2);
        let now = at("2024-04-02T08:00:00");
        let (clerk, entry) = (d.clerk.clone(), d.entries[0]);
        let mut mended = a_dossier("X-CHUCSON");
        mended.title = "Sáng kiến đã sửa".into();
        must(db, move |tx| entry::record_paper_again(tx, &clerk, entry, &mended, now, now));
        let done = d.go(db, ask(BulkAct::Select, &d.entries, ""), now).expect("the other one");
        assert_eq!((done.done, done.left), (1, 1));
        let nothing = refused(d.go(db, ask(BulkAct::Select, &d.entries[..1], ""), now));
        assert!(matches!(&nothing[..], [BulkRefusal::Nothing { entries }] if entries.len() == 1));
        let silent = refused(d.go(db, ask(BulkAct::Decline, &d.entries[1..], " "), now));
        let told = |r: &BulkRefusal| match r {
            BulkRefusal::Nothing { entries } => {
                entries.iter().all(|(_, p)| p.iter().all(screening::is_of_reason))
            }
            _ => false,
        };
        assert!(silent.iter().all(told), "{silent:?}");
        assert_eq!(refused(d.go(db, ask(BulkAct::Select, &[], ""), now)), [BulkRefusal::NothingChosen]);
    });
}

#[test]
fn a_desk_is_for_those_who_serve_it() {
    both(|db| {
        let d = desk(db, 1);
        let now = at("2024-04-02T08:00:00");
        let done = d.go(db, ask(BulkAct::Receive, &d.entries, ""), now).expect("received");
        let stranger = person(db, 9, "Lê Lạ", vec![Grant::Clerk { unit: UnitId(9999) }, Grant::Admin]);
        let (contest, unit, wanted) = (d.contest, d.unit, ask(BulkAct::Select, &d.entries, ""));
        let by = stranger.clone();
        let answer = run(db, move |tx| screening::do_bulk(tx, &by, contest, unit, &wanted, now));
        assert!(matches!(answer, Err(Stop::NotAllowed)), "{answer:?}");
        let answer = run(db, move |tx| screening::undo_bulk(tx, &stranger, done.id, now));
        assert!(matches!(answer, Err(Stop::NotAllowed)), "{answer:?}");
        let (clerk, wanted) = (d.clerk.clone(), ask(BulkAct::Select, &[EntryId(9999)], ""));
        let answer = run(db, move |tx| screening::do_bulk(tx, &clerk, contest, unit, &wanted, now));
        assert!(matches!(answer, Err(Stop::NotFound)), "{answer:?}");
    });
}

#[test]
fn two_hundred_are_looked_at_with_as_many_statements_as_one() {
    let db = testkit::engines::fresh(app::db::Engine::Sqlite);
    let d = desk(&db, 200);
    let asked = |count: usize| {
        let (actor, contest, unit) = (d.clerk.clone(), d.contest, d.unit);
        let wanted = ask(BulkAct::Select, &d.entries[..count], "");
        db.read_blocking(move |tx| {
            let seen = screening::preview_bulk(tx, &actor, contest, unit, &wanted, at("2024-04-02T08:00:00"));
            let lines = seen.map_err(|_| DbFault::other("no preview"))?.lines.len();
            Ok::<_, DbFault>((lines, tx.queries()))
        })
        .expect("readable")
    };
    let (one, many) = (asked(1), asked(200));
    assert_eq!((one.0, many.0), (1, 200));
    assert_eq!(one.1, many.1);
}
