//! A unit's committee and its minutes, and what lay in a parcel, on both engines.

use crate::screening_world::{a_dossier, at, hash_of, must, person, raw, refused, run, small};
use app::act::Stop;
use app::db::{Db, DbFault};
use app::screening::{self, NewCommittee, NewMinutes};
use app::{entry, screening::BulkAsk};
use domain::actor::{Actor, Grant};
use domain::ids::{ContestId, EntryId, PersonId, UnitId};
use domain::screening::bulk::UndoProblem;
use domain::screening::committee::{Member, Part};
use domain::screening::confirm::Statement;
use domain::screening::give_opinion::Opinion;
use domain::screening::reconcile::Found;
use domain::screening::record_minutes::Meeting;
use domain::screening::screen::{Answer, Finding, Sheet};
use domain::screening::*;
use domain::time::Day;
use testkit::engines::both;

struct Scene {
    contest: ContestId,
    unit: UnitId,
    clerk: Actor,
    head: Actor,
    secretary: Actor,
    entries: [EntryId; 2],
}

fn scene(db: &Db) -> Scene {
    let s = small(db);
    let head_of = Grant::Head { unit: s.unit, from: None, to: None, delegate: false };
    let clerk = person(db, 1, "Vũ Thị Thư", vec![Grant::Clerk { unit: s.unit }]);
    let head = person(db, 2, "Trịnh Kim Ngân", vec![head_of]);
    let secretary = person(db, 3, "Ngô Văn Ký", vec![Grant::Secretary { contest: s.contest }]);
    let sql = format!(
        "INSERT INTO person_grant (person_id, role, unit_id) VALUES (1, 'clerk', {0}), (2, 'head', {0})",
        s.unit.0
    );
    assert_eq!(raw(db, &sql), Ok(2));
    let (contest, received) = (s.contest, at("2024-04-01T08:00:00"));
    let entries = ["Một", "Hai"].map(|title| {
        let mut dossier = a_dossier("X-CHUCSON");
        dossier.title = title.into();
        must(db, move |tx| {
            entry::record_paper(tx, &Actor::System, contest, None, &dossier, received, received)
        })
    });
    Scene { contest, unit: s.unit, clerk, head, secretary, entries }
}

fn member(name: &str, part: Part, person: Option<i64>) -> Member {
    Member { name: name.into(), post: "Công chức".into(), part, person: person.map(PersonId) }
}

fn committee() -> NewCommittee {
    NewCommittee {
        founded_by: "Quyết định số 12/QĐ-UBND".into(),
        members: vec![
            member("", Part::Chair, Some(2)),
            member("", Part::Secretary, Some(1)),
            member("Đỗ Văn Viên", Part::Member, None),
            member(" ", Part::Member, None),
        ],
    }
}

impl Scene {
    fn set_up(&self, db: &Db, now: &str) {
        let (head, contest, unit, now) = (self.head.clone(), self.contest, self.unit, at(now));
        must(db, move |tx| screening::set_up_committee(tx, &head, contest, unit, &committee(), now));
    }

    fn say(
        &self,
        db: &Db,
        who: &Actor,
        n: usize,
        entry: EntryId,
        selects: bool,
    ) -> Result<(), Stop<OpinionRefusal>> {
        let finding = Finding { requirement: "Có tính mới".into(), answer: Answer::Partly };
        let opinion =
            Opinion { version: 1, findings: vec![finding], selects, reason: "Chưa rõ số liệu".into() };
        let who = who.clone();
        run(db, move |tx| screening::give_opinion(tx, &who, entry, n, &opinion, at("2024-04-03T08:00:00")))
    }

    fn meet(&self, db: &Db, entries: &[EntryId], reason: &str) -> Result<i64, Stop<MinutesRefusal>> {
        let new = NewMinutes {
            meeting: Meeting {
                held_on: Day::parse("2024-04-03"),
                venue: "Phòng họp".into(),
                present: vec![0, 1, 2],
                summary: String::new(),
            },
            entries: entries.iter().map(|e| (*e, 1, reason.to_owned())).collect(),
        };
        let (clerk, contest, unit) = (self.clerk.clone(), self.contest, self.unit);
        run(db, move |tx| {
            screening::record_minutes(tx, &clerk, contest, unit, &new, at("2024-04-03T10:00:00"))
        })
    }
}

#[test]
fn where_a_unit_has_a_committee_its_minutes_decide() {
    both(|db| {
        let s = scene(db);
        let [first, second] = s.entries;
        // Only the head sets it up; names come from the accounts, empty rows go.
        let (clerk, contest, unit) = (s.clerk.clone(), s.contest, s.unit);
        let by_clerk = run(db, move |tx| {
            screening::set_up_committee(tx, &clerk, contest, unit, &committee(), at("2024-04-02T08:00:00"))
        });
        assert!(matches!(by_clerk, Err(Stop::NotAllowed)), "{by_clerk:?}");
        s.set_up(db, "2024-04-02T08:00:00");
        let clerk = s.clerk.clone();
        let page = db.read_blocking(move |tx| {
            screening::committee_page(tx, &clerk, contest, unit, at("2024-04-02T09:00:00"))
        });
        let members = page.expect("readable").committee.expect("there is one").members;
        let names: Vec<&str> = members.iter().map(|m| m.name.as_str()).collect();
        assert_eq!(names, ["Trịnh Kim Ngân", "Vũ Thị Thư", "Đỗ Văn Viên"]);

        // The desk alone neither selects nor declines, one by one or many at once; raw SQL does not either.
        let clerk = s.clerk.clone();
        let alone = Sheet {
            version: 1,
            findings: vec![],
            verdict: Verdict::Selected,
            reason: String::new(),
            mend_before: None,
        };
        let alone =
            run(db, move |tx| screening::screen(tx, &clerk, first, &alone, at("2024-04-02T10:00:00")));
        assert_eq!(refused(alone), vec![ScreenRefusal::CommitteeDecides]);
        let clerk = s.clerk.clone();
        let ask = BulkAsk { act: BulkAct::Select, entries: vec![(first, None)], reason: String::new() };
        let many =
            run(db, move |tx| screening::do_bulk(tx, &clerk, contest, unit, &ask, at("2024-04-02T10:00:00")));
        assert!(matches!(many, Err(Stop::Refused(_))), "{many:?}");
        let sql = format!(
            "INSERT INTO screening_sheet (entry_id, version, verdict, reason, findings, by_name, at) VALUES ({}, 1, 'selected', '', '[]', 'x', 1)",
            first.0
        );
        assert_eq!(raw(db, &sql), Err(DbFault::Guard { message: "committee_minutes".into() }));

        // Who has an account speaks alone; the minutes wait for all who were there.
        assert_eq!(refused(s.say(db, &s.clerk, 0, first, true)), vec![OpinionRefusal::OthersOpinion]);
        for entry in s.entries {
            s.say(db, &s.head, 0, entry, true).expect("the chair");
            s.say(db, &s.clerk, 1, entry, entry == first).expect("the secretary");
        }
        let why = refused(s.meet(db, &[first, second], ""));
        assert_eq!(why.len(), 3, "two silent and one reason: {why:?}");
        for entry in s.entries {
            s.say(db, &s.clerk, 2, entry, true).expect("by the desk");
            s.say(db, &s.clerk, 2, entry, entry == first).expect("and once more: the newest counts");
        }
        s.meet(db, &[first, second], "Trùng với bài đã áp dụng").expect("recorded");
        let head = s.head.clone();
        let page = db
            .read_blocking(move |tx| {
                screening::committee_page(tx, &head, contest, unit, at("2024-04-03T11:00:00"))
            })
            .expect("readable");
        let said: Vec<_> = page.minutes[0]
            .decisions
            .iter()
            .map(|d| (d.entry, d.verdict, d.votes_for, d.votes_against))
            .collect();
        assert!(said.contains(&(first, Verdict::Selected, 3, 0)), "{said:?}");
        assert!(said.contains(&(second, Verdict::NotSelected, 1, 2)), "{said:?}");
        let clerk = s.clerk.clone();
        let page = db
            .read_blocking(move |tx| screening::entry_page(tx, &clerk, first, at("2024-04-03T11:00:00")))
            .expect("readable");
        assert!(page.gate.is_selected());
        assert_eq!(page.sheets[0].findings[0].answer, Answer::Partly, "what the members found");
        assert_eq!(refused(s.say(db, &s.head, 0, first, false)), vec![OpinionRefusal::Decided]);
        // Another committee begins anew; ended, the single appraiser is back.
        s.set_up(db, "2024-04-04T08:00:00");
        let (head, clerk) = (s.head.clone(), s.clerk.clone());
        must(db, move |tx| screening::end_committee(tx, &head, contest, unit, at("2024-04-04T09:00:00")));
        let back = Sheet {
            version: 1,
            findings: vec![],
            verdict: Verdict::Selected,
            reason: String::new(),
            mend_before: None,
        };
        must(db, move |tx| screening::screen(tx, &clerk, second, &back, at("2024-04-04T10:00:00")));
    });
}

#[test]
fn a_committee_keeps_what_was_done_at_once_before_it() {
    both(|db| {
        let s = scene(db);
        let (clerk, contest, unit, first) = (s.clerk.clone(), s.contest, s.unit, s.entries[0]);
        let ask = BulkAsk { act: BulkAct::Select, entries: vec![(first, None)], reason: String::new() };
        let done = must(db, move |tx| {
            screening::do_bulk(tx, &clerk, contest, unit, &ask, at("2024-04-02T08:00:00"))
        });
        s.set_up(db, "2024-04-02T09:00:00");
        let clerk = s.clerk.clone();
        let undone = run(db, move |tx| screening::undo_bulk(tx, &clerk, done.id, at("2024-04-02T10:00:00")));
        let why = refused(undone);
        let committee = |r: &screening::UndoRefusal| {
            matches!(r, screening::UndoRefusal::Entry { problem: UndoProblem::CommitteeDecides, .. })
        };
        assert!(why.iter().all(committee), "{why:?}");
    });
}

#[test]
fn what_lay_in_the_parcel_is_counted_and_kept_for_both_sides() {
    both(|db| {
        let s = scene(db);
        let [first, second] = s.entries;
        for entry in s.entries {
            let clerk = s.clerk.clone();
            let sheet = Sheet {
                version: 1,
                findings: vec![],
                verdict: Verdict::Selected,
                reason: String::new(),
                mend_before: None,
            };
            must(db, move |tx| screening::screen(tx, &clerk, entry, &sheet, at("2024-04-02T08:00:00")));
            let said = Statement {
                version: 1,
                dossier_hash: hash_of(db, entry),
                level: "tốt".into(),
                feasibility: "cao".into(),
                remarks: String::new(),
                by: String::new(),
            };
            let head = s.head.clone();
            must(db, move |tx| screening::confirm(tx, &head, entry, &said, at("2024-04-03T08:00:00")));
        }
        let (clerk, head, contest, unit) = (s.clerk.clone(), s.head.clone(), s.contest, s.unit);
        let now = at("2024-04-04T08:00:00");
        let batch = must(db, move |tx| screening::open_batch(tx, &clerk, contest, unit, now));
        let clerk = s.clerk.clone();
        must(db, move |tx| screening::set_letter(tx, &clerk, batch, "45/UBND", "Chủ tịch", now));
        let lines = |db: &Db| {
            db.read_blocking(|tx| {
                let sql = "SELECT COUNT(*) FROM audit WHERE event = 'screening.batch_changed'";
                tx.one(sql, &[])?.int(0)
            })
            .expect("a number")
        };
        let clerk = s.clerk.clone();
        must(db, move |tx| screening::add_to_batch(tx, &clerk, batch, &[first, second], now));
        let before = lines(db);
        let clerk = s.clerk.clone();
        must(db, move |tx| screening::add_to_batch(tx, &clerk, batch, &[first], now));
        assert_eq!(lines(db), before, "what stands on the list leaves no second line");
        let count = |actor: &Actor, scanned: &str| {
            let (actor, scanned) = (actor.clone(), scanned.to_owned());
            run(db, move |tx| {
                screening::reconcile(tx, &actor, batch, &scanned, "", at("2024-04-09T08:00:00"))
            })
        };
        assert_eq!(refused(count(&s.clerk, "CM24-001")), vec![ReconcileRefusal::NotSent]);
        assert!(matches!(count(&s.secretary, "CM24-001"), Err(Stop::NotAllowed)), "not there yet");
        must(db, move |tx| screening::forward(tx, &head, batch, at("2024-04-05T08:00:00")));
        let clerk = s.clerk.clone();
        let page = db
            .read_blocking(move |tx| screening::batch_page(tx, &clerk, batch, at("2024-04-05T09:00:00")))
            .expect("readable");
        let gate = &page.items[0].listed.gate;
        let printed = sheet_code::text(&gate.code, gate.version, &gate.dossier_hash);
        let letter = page.batch.code(&page.unit.code);
        count(&s.secretary, &format!("{letter}\n{printed}\nXX-999\n")).expect("counted");
        for actor in [s.clerk.clone(), s.secretary.clone()] {
            let all = db
                .read_blocking(move |tx| screening::checks(tx, &actor, batch, at("2024-04-09T09:00:00")))
                .expect("both sides read it");
            assert_eq!((all.len(), all[0].by_name.as_str()), (1, "Ngô Văn Ký"));
            let counts =
                [Found::Matched, Found::Missing, Found::Surplus, Found::Unread].map(|f| all[0].count(f));
            assert_eq!(counts, [1, 1, 1, 0], "the code of the letter is no entry");
        }
        // One id that is nobody's stops the acceptance of all.
        let secretary = s.secretary.clone();
        let odd = run(db, move |tx| {
            screening::accept_all(
                tx,
                &secretary,
                contest,
                &[first, EntryId(987_654)],
                at("2024-04-12T08:00:00"),
            )
        });
        assert!(matches!(odd, Err(Stop::NotFound)), "{odd:?}");
    });
}
