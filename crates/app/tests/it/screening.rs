//! The unit gate and the intake on both engines: by the actions, by raw SQL, by any order of operations.

use crate::screening_world::{a_dossier, at, hash_of, must, person, raw, refused, run, small};
use app::db::{Db, DbFault};
use app::entry;
use app::screening::{self, Arrived};
use domain::actor::{Actor, Grant};
use domain::ids::{BatchId, EntryId, UnitId};
use domain::screening::confirm::Statement;
use domain::screening::forward::{BatchRefusal, EntryProblem};
use domain::screening::screen::{Answer, Finding, Sheet};
use domain::screening::*;
use domain::time::{Day, Instant};
use testkit::engines::both;

/// The small contest with its people and one paper entry.
struct Scene {
    contest: domain::ids::ContestId,
    unit: UnitId,
    clerk: Actor,
    head: Actor,
    secretary: Actor,
    entry: EntryId,
}

fn head_of(unit: UnitId) -> Grant {
    Grant::Head { unit, from: None, to: None, delegate: false }
}

fn scene(db: &Db) -> Scene {
    let s = small(db);
    let clerk = person(db, 1, "Vũ Thị Thư", vec![Grant::Clerk { unit: s.unit }]);
    let head = person(db, 2, "Trịnh Kim Ngân", vec![head_of(s.unit)]);
    let secretary = person(db, 3, "Ngô Văn Ký", vec![Grant::Secretary { contest: s.contest }]);
    let entry = paper(db, s.contest, "X-CHUCSON", "2024-04-01T08:00:00");
    Scene { contest: s.contest, unit: s.unit, clerk, head, secretary, entry }
}

fn paper(db: &Db, contest: domain::ids::ContestId, unit: &str, received: &str) -> EntryId {
    let (dossier, received) = (a_dossier(unit), at(received));
    must(db, move |tx| entry::record_paper(tx, &Actor::System, contest, None, &dossier, received, received))
}

fn sheet(version: i64, verdict: Verdict) -> Sheet {
    let finding = Finding { requirement: "Có tính mới".into(), answer: Answer::Partly };
    Sheet { version, findings: vec![finding], verdict, reason: "Cách làm rõ".into(), mend_before: None }
}

fn statement(db: &Db, entry: EntryId, version: i64) -> Statement {
    Statement {
        version,
        dossier_hash: hash_of(db, entry),
        level: "tốt".into(),
        feasibility: "cao".into(),
        remarks: String::new(),
        by: String::new(),
    }
}

impl Scene {
    fn screen(&self, db: &Db, verdict: Verdict, now: Instant) {
        let (actor, entry) = (self.clerk.clone(), self.entry);
        must(db, move |tx| screening::screen(tx, &actor, entry, &sheet(1, verdict), now));
    }

    fn confirm(&self, db: &Db, now: Instant) -> Result<i64, app::act::Stop<ConfirmRefusal>> {
        let (actor, entry, said) = (self.head.clone(), self.entry, statement(db, self.entry, 1));
        run(db, move |tx| screening::confirm(tx, &actor, entry, &said, now))
    }

    fn batch(&self, db: &Db, now: Instant) -> BatchId {
        let (actor, contest, unit, entry) = (self.clerk.clone(), self.contest, self.unit, self.entry);
        must(db, move |tx| {
            let batch = screening::open_batch(tx, &actor, contest, unit, now)?;
            screening::set_letter(tx, &actor, batch, "45/UBND-VP", "Trịnh Kim Ngân", now)?;
            screening::add_to_batch(tx, &actor, batch, &[entry], now)?;
            Ok::<_, app::act::Stop<BatchRefusal>>(batch)
        })
    }

    fn forward(
        &self,
        db: &Db,
        batch: BatchId,
        now: Instant,
    ) -> Result<String, app::act::Stop<ForwardRefusal>> {
        let actor = self.head.clone();
        run(db, move |tx| screening::forward(tx, &actor, batch, now))
    }

    fn accept(&self, db: &Db, now: Instant) -> Result<(), app::act::Stop<AcceptRefusal>> {
        let (actor, entry) = (self.secretary.clone(), self.entry);
        run(db, move |tx| screening::accept(tx, &actor, entry, now))
    }

    fn through(&self, db: &Db) {
        self.screen(db, Verdict::Selected, at("2024-04-02T08:00:00"));
        self.confirm(db, at("2024-04-03T08:00:00")).expect("confirmed");
        let batch = self.batch(db, at("2024-04-04T08:00:00"));
        self.forward(db, batch, at("2024-04-09T23:59:59.999")).expect("forwarded at the last instant");
    }

    /// A mended paper is the next version.
    fn edit(&self, db: &Db, now: Instant) {
        let (actor, entry) = (self.clerk.clone(), self.entry);
        let mut dossier = a_dossier("X-CHUCSON");
        dossier.title.push_str(" (bổ sung)");
        must(db, move |tx| entry::record_paper_again(tx, &actor, entry, &dossier, now, now));
    }
}

fn guard(answer: Result<u64, DbFault>, want: &str) {
    match answer {
        Err(DbFault::Guard { message }) => assert_eq!(message, want),
        other => panic!("not guarded: {other:?}"),
    }
}

#[test]
fn the_whole_way_is_recorded_and_arrives_accepted() {
    both(|db| {
        let s = scene(db);
        let (clerk, entry) = (s.clerk.clone(), s.entry);
        must(db, move |tx| screening::receive(tx, &clerk, entry, at("2024-04-01T09:00:00")));
        s.through(db);
        s.accept(db, at("2024-04-12T08:00:00")).expect("accepted");
        let contest = s.contest;
        let all = db.read_blocking(move |tx| screening::assess(tx, contest)).expect("readable");
        assert_eq!(all[0].stage, Stage::Accepted);
        assert_eq!(all[0].arrival, Some(at("2024-04-09T23:59:59.999")));
        let events = db
            .read_blocking(|tx| {
                let rows =
                    tx.query("SELECT event FROM audit WHERE event LIKE 'screening.%' ORDER BY seq", &[])?;
                rows.iter().map(|r| r.text(0).map(str::to_owned)).collect::<Result<Vec<_>, DbFault>>()
            })
            .expect("readable");
        assert_eq!(
            events,
            [
                "screening.received",
                "screening.screened",
                "screening.confirmed",
                "screening.batch_opened",
                "screening.batch_changed",
                "screening.batch_changed",
                "screening.forwarded",
                "screening.accepted"
            ]
        );
        assert!(matches!(
            refused(s.accept(db, at("2024-04-12T09:00:00")))[..],
            [AcceptRefusal::AlreadyAccepted]
        ));
    });
}

#[test]
fn an_edit_voids_verdict_confirmation_and_arrival_wherever_it_comes() {
    both(|db| {
        let s = scene(db);
        s.screen(db, Verdict::Selected, at("2024-04-02T08:00:00"));
        s.confirm(db, at("2024-04-03T08:00:00")).expect("confirmed");
        let batch = s.batch(db, at("2024-04-04T08:00:00"));
        s.edit(db, at("2024-04-05T08:00:00"));
        let reasons = refused(s.forward(db, batch, at("2024-04-06T08:00:00")));
        let problems: Vec<EntryProblem> = reasons
            .iter()
            .map(|r| match r {
                ForwardRefusal::Entry { problem, .. } => *problem,
                other => panic!("{other}"),
            })
            .collect();
        assert_eq!(problems, [EntryProblem::Changed, EntryProblem::NotSelected, EntryProblem::Unconfirmed]);
        // The head had the old page open.
        let stale = refused(s.confirm(db, at("2024-04-06T09:00:00")));
        assert!(matches!(
            stale[..],
            [ConfirmRefusal::OtherVersion { current: 2 }, ConfirmRefusal::NotSelected]
        ));
        let voided = db
            .read_blocking(|tx| {
                tx.one("SELECT void_reason FROM confirmation", &[])?.text(0).map(str::to_owned)
            })
            .expect("a row");
        assert_eq!(voided, "edited");
    });
}

#[test]
fn the_deadline_and_the_chain_hold_in_every_order() {
    both(|db| {
        let s = scene(db);
        // Sent before it was screened or confirmed.
        let (actor, contest, unit, entry) = (s.clerk.clone(), s.contest, s.unit, s.entry);
        let early = run(db, move |tx| {
            let batch = screening::open_batch(tx, &actor, contest, unit, at("2024-04-02T08:00:00"))?;
            screening::add_to_batch(tx, &actor, batch, &[entry], at("2024-04-02T08:00:00"))
        });
        assert!(matches!(
            refused(early)[..],
            [BatchRefusal::Entry { problem: EntryProblem::NotSelected, .. }]
        ));
        // Confirmed before it was screened.
        assert!(matches!(
            refused(s.confirm(db, at("2024-04-02T08:00:00")))[..],
            [ConfirmRefusal::NotSelected]
        ));
        // Accepted before anything.
        let words: Vec<&str> =
            refused(s.accept(db, at("2024-04-02T09:00:00"))).iter().map(|r| r.word()).collect();
        assert_eq!(words, ["not_selected", "not_arrived", "unconfirmed"]);
        // Sent at the first instant that is too late, then recorded as it came.
        s.screen(db, Verdict::Selected, at("2024-04-02T08:00:00"));
        s.confirm(db, at("2024-04-03T08:00:00")).expect("confirmed");
        let batch = s.batch(db, at("2024-04-09T08:00:00"));
        let late = at("2024-04-10T00:00:00");
        assert!(matches!(refused(s.forward(db, batch, late))[..], [ForwardRefusal::Late { .. }]));
        let (secretary, paper) =
            (s.secretary.clone(), Arrived { at: late, letter_number: "45".into(), signer: String::new() });
        must(db, move |tx| {
            screening::record_arrival(
                tx,
                &secretary,
                contest,
                unit,
                &[entry],
                &paper,
                at("2024-04-11T08:00:00"),
            )
        });
        let words: Vec<&str> =
            refused(s.accept(db, at("2024-04-12T08:00:00"))).iter().map(|r| r.word()).collect();
        assert_eq!(words, ["late"]);
    });
}

#[test]
fn the_standing_body_may_confirm_after_the_deadline_what_it_had_in_time() {
    both(|db| {
        let s = small(db);
        let head = person(db, 2, "Ngô Hữu Trường", vec![head_of(s.standing)]);
        let secretary = person(db, 3, "Ngô Văn Ký", vec![Grant::Secretary { contest: s.contest }]);
        for (received, want) in [
            ("2024-04-09T23:59:59", vec![]),
            ("2024-04-10T00:00:00", vec![AcceptRefusal::Because(Reason::Late)]),
        ] {
            let entry = paper(db, s.contest, "CM-NV", received);
            let (head, secretary) = (head.clone(), secretary.clone());
            let said = statement(db, entry, 1);
            must(db, {
                let head = head.clone();
                move |tx| {
                    screening::screen(
                        tx,
                        &head,
                        entry,
                        &sheet(1, Verdict::Selected),
                        at("2024-04-10T09:00:00"),
                    )
                }
            });
            must(db, move |tx| screening::confirm(tx, &head, entry, &said, at("2024-04-11T09:20:00")));
            let got = run(db, move |tx| screening::accept(tx, &secretary, entry, at("2024-04-12T08:00:00")));
            let got = if want.is_empty() { got.map(|()| vec![]).expect("in time") } else { refused(got) };
            assert_eq!(got, want, "{received}");
        }
    });
}

#[test]
fn each_action_asks_who_acts() {
    use app::act::Stop;
    both(|db| {
        let s = scene(db);
        let now = at("2024-04-02T08:00:00");
        let entry = s.entry;
        let stranger = person(db, 9, "Lê Lạ", vec![Grant::Clerk { unit: UnitId(9999) }, Grant::Admin]);
        for actor in [stranger.clone(), s.secretary.clone(), Actor::Anonymous] {
            let answer =
                run(db, move |tx| screening::screen(tx, &actor, entry, &sheet(1, Verdict::Selected), now));
            assert!(matches!(answer, Err(Stop::NotAllowed)), "{answer:?}");
        }
        s.screen(db, Verdict::Selected, now);
        // A clerk does not confirm, a delegate of yesterday neither, an author never.
        let delegate =
            |to: &str| Grant::Head { unit: s.unit, from: None, to: Day::parse(to), delegate: true };
        let was = person(db, 10, "Lê Đã Thôi", vec![delegate("2024-04-02")]);
        let is = person(db, 11, "Lê Còn Quyền", vec![delegate("2024-04-03")]);
        let author = person(db, 12, "LÊ THỊ AN", vec![head_of(s.unit)]);
        let today = at("2024-04-03T23:59:59");
        for actor in [s.clerk.clone(), was, stranger] {
            let said = statement(db, entry, 1);
            let answer = run(db, move |tx| screening::confirm(tx, &actor, entry, &said, today));
            assert!(matches!(answer, Err(Stop::NotAllowed)), "{answer:?}");
        }
        let said = statement(db, entry, 1);
        let answer = run(db, move |tx| screening::confirm(tx, &author, entry, &said, today));
        assert!(matches!(refused(answer)[..], [ConfirmRefusal::OwnEntry]));
        let said = statement(db, entry, 1);
        must(db, move |tx| screening::confirm(tx, &is, entry, &said, today));
        // The committee's work is the secretary's.
        for actor in [s.clerk.clone(), s.head.clone()] {
            let answer = run(db, move |tx| screening::accept(tx, &actor, entry, today));
            assert!(matches!(answer, Err(Stop::NotAllowed)), "{answer:?}");
        }
        let (clerk, contest, unit) = (s.clerk.clone(), s.contest, s.unit);
        let paper = Arrived { at: now, letter_number: String::new(), signer: String::new() };
        let answer =
            run(db, move |tx| screening::record_arrival(tx, &clerk, contest, unit, &[entry], &paper, today));
        assert!(matches!(answer, Err(Stop::NotAllowed)), "{answer:?}");
    });
}

#[test]
fn a_verdict_changed_after_the_confirmation_voids_it() {
    both(|db| {
        let s = scene(db);
        s.screen(db, Verdict::Selected, at("2024-04-02T08:00:00"));
        s.confirm(db, at("2024-04-03T08:00:00")).expect("confirmed");
        s.screen(db, Verdict::NotSelected, at("2024-04-04T08:00:00"));
        s.screen(db, Verdict::Selected, at("2024-04-05T08:00:00"));
        let words: Vec<&str> =
            refused(s.accept(db, at("2024-04-06T08:00:00"))).iter().map(|r| r.word()).collect();
        assert_eq!(words, ["not_arrived", "unconfirmed"]);
    });
}

#[test]
fn a_decision_turns_down_and_is_taken_back() {
    both(|db| {
        let s = scene(db);
        s.through(db);
        s.accept(db, at("2024-04-12T08:00:00")).expect("accepted");
        let (secretary, entry) = (s.secretary.clone(), s.entry);
        let decision =
            Decision { kind: DecisionKind::NotNew, kept: None, reason: "Đã áp dụng năm 2023".into() };
        must(db, {
            let secretary = secretary.clone();
            move |tx| screening::decide(tx, &secretary, entry, &decision, at("2024-04-13T08:00:00"))
        });
        let contest = s.contest;
        let stage = |db: &Db| {
            let all = db.read_blocking(move |tx| screening::assess(tx, contest)).expect("readable");
            (all[0].stage, all[0].reasons.iter().map(|r| r.word()).collect::<Vec<_>>())
        };
        assert_eq!(stage(db), (Stage::RejectedAtIntake, vec!["not_new"]));
        must(db, move |tx| {
            screening::take_back_decision(tx, &secretary, entry, "Nhầm bài", at("2024-04-13T09:00:00"))
        });
        assert_eq!(stage(db), (Stage::AtIntake, vec![]));
        s.accept(db, at("2024-04-13T10:00:00")).expect("accepted again");
        assert_eq!(stage(db), (Stage::Accepted, vec![]));
    });
}

#[test]
fn what_the_committee_returned_may_come_again() {
    both(|db| {
        let s = scene(db);
        s.screen(db, Verdict::Selected, at("2024-04-02T08:00:00"));
        s.confirm(db, at("2024-04-03T08:00:00")).expect("confirmed");
        let batch = s.batch(db, at("2024-04-04T08:00:00"));
        s.forward(db, batch, at("2024-04-04T09:00:00")).expect("forwarded");
        let (secretary, entry) = (s.secretary.clone(), s.entry);
        must(db, move |tx| {
            screening::return_to_unit(tx, &secretary, entry, "Thiếu chữ ký", at("2024-04-05T08:00:00"))
        });
        let words: Vec<&str> = refused(s.forward(db, batch, at("2024-04-06T08:00:00")))
            .iter()
            .map(|r| if matches!(r, ForwardRefusal::AlreadyForwarded) { "again" } else { "other" })
            .collect();
        assert_eq!(words, ["again"]);
        let second = s.batch(db, at("2024-04-06T08:00:00"));
        s.forward(db, second, at("2024-04-06T09:00:00")).expect("forwarded again");
        s.accept(db, at("2024-04-12T08:00:00")).expect("accepted");
        let numbers = db
            .read_blocking(|tx| {
                let rows = tx.query("SELECT number, year FROM batch ORDER BY id", &[])?;
                rows.iter().map(|r| Ok((r.int(0)?, r.int(1)?))).collect::<Result<Vec<_>, DbFault>>()
            })
            .expect("readable");
        assert_eq!(numbers, [(1, 2024), (2, 2024)]);
    });
}

#[test]
fn raw_sql_cannot_confirm_another_version_nor_change_a_confirmation() {
    both(|db| {
        let s = scene(db);
        s.screen(db, Verdict::Selected, at("2024-04-02T08:00:00"));
        let id = s.entry.0;
        let insert = |version: i64, hash: &str| {
            format!(
                "INSERT INTO confirmation (entry_id, version, dossier_hash, level, feasibility, remarks, by_name, at) \
                 SELECT {id}, {version}, {hash}, 'tốt', 'cao', '', 'Ai đó', 1 FROM entry_version WHERE entry_id = {id}"
            )
        };
        let zero = match db.engine() {
            app::db::Engine::Sqlite => format!("x'{}'", "00".repeat(32)),
            app::db::Engine::Postgres => format!("'\\x{}'::bytea", "00".repeat(32)),
        };
        guard(raw(db, &insert(2, "dossier_hash")), "confirmation_version");
        guard(raw(db, &insert(1, &zero)), "confirmation_version");
        s.confirm(db, at("2024-04-03T08:00:00")).expect("confirmed");
        match db.engine() {
            app::db::Engine::Sqlite => guard(raw(db, &insert(1, "dossier_hash")), "confirmation_fixed"),
            app::db::Engine::Postgres => {
                assert!(matches!(raw(db, &insert(1, "dossier_hash")), Err(DbFault::UniqueViolation { .. })));
            }
        }
        guard(raw(db, "UPDATE confirmation SET version = 2"), "confirmation_fixed");
        guard(raw(db, "UPDATE confirmation SET level = 'xuất sắc'"), "confirmation_fixed");
        guard(raw(db, "UPDATE confirmation SET voided_at = 1, level = 'xuất sắc'"), "confirmation_fixed");
        guard(raw(db, "DELETE FROM confirmation"), "confirmation_fixed");
        s.edit(db, at("2024-04-05T08:00:00"));
        guard(raw(db, "UPDATE confirmation SET voided_at = NULL"), "confirmation_fixed");
    });
}

#[test]
fn raw_sql_cannot_accept_what_lacks_a_link() {
    both(|db| {
        let s = scene(db);
        let accept = "UPDATE gate SET intake = 'accepted'";
        s.screen(db, Verdict::Selected, at("2024-04-02T08:00:00"));
        guard(raw(db, accept), "accepted_needs_chain");
        s.confirm(db, at("2024-04-03T08:00:00")).expect("confirmed");
        guard(raw(db, accept), "accepted_needs_chain");
        let late = at("2024-04-10T00:00:00").0;
        raw(db, &format!("UPDATE gate SET arrived_at = {late}, arrived_version = 1"))
            .expect("a plain column");
        guard(raw(db, accept), "accepted_needs_chain");
        raw(db, &format!("UPDATE gate SET arrived_at = {}, arrived_version = 2", late - 1))
            .expect("a plain column");
        guard(raw(db, accept), "accepted_needs_chain");
        raw(db, "UPDATE gate SET arrived_version = 1, verdict = 'returned'").expect("plain columns");
        guard(raw(db, accept), "accepted_needs_chain");
        guard(
            raw(
                db,
                "INSERT INTO gate (entry_id, intake) SELECT id, 'accepted' FROM entry WHERE id NOT IN (SELECT entry_id FROM gate) UNION SELECT 999, 'accepted'",
            ),
            "accepted_needs_chain",
        );
        raw(db, "UPDATE gate SET verdict = 'selected'").expect("a plain column");
        guard(raw(db, accept), "accepted_needs_chain");
        raw(db, "UPDATE gate SET arrived_at = NULL, arrived_version = NULL").expect("plain columns");
        let batch = s.batch(db, at("2024-04-04T08:00:00"));
        s.forward(db, batch, at("2024-04-05T08:00:00")).expect("forwarded");
        assert_eq!(raw(db, accept), Ok(1), "with every link it goes through");
    });
}

#[test]
fn raw_sql_cannot_touch_what_was_recorded() {
    both(|db| {
        let s = scene(db);
        s.through(db);
        guard(
            raw(db, "UPDATE audit SET actor = 'person:7' WHERE event = 'screening.confirmed'"),
            "audit_append_only",
        );
        guard(raw(db, "DELETE FROM audit WHERE event = 'screening.forwarded'"), "audit_append_only");
        guard(
            raw(
                db,
                "INSERT INTO audit (seq, at, actor, event, subject, subject_id, facts, prev_hash, hash) \
                SELECT seq + 1, 1, 'system', 'screening.accepted', 'entry', 1, '{}', prev_hash, hash FROM audit ORDER BY seq DESC LIMIT 1",
            ),
            "audit_chain",
        );
        guard(raw(db, "UPDATE audit_head SET seq = seq - 1"), "audit_chain");
    });
}

#[test]
fn a_page_of_a_thousand_entries_asks_as_often_as_one_of_one() {
    let s = testkit::engines::fresh(app::db::Engine::Sqlite);
    let scene = scene(&s);
    let (secretary, clerk, contest, unit) =
        (scene.secretary.clone(), scene.clerk.clone(), scene.contest, scene.unit);
    let count = move |db: &Db| {
        let (secretary, clerk) = (secretary.clone(), clerk.clone());
        db.read_blocking(move |tx| {
            let now = at("2024-04-05T08:00:00");
            let start = tx.queries();
            let rows = screening::intake(tx, &secretary, contest)?.rows.len();
            let intake = tx.queries() - start;
            screening::desk(tx, &clerk, contest, unit, now)?;
            let desk = tx.queries() - start - intake;
            screening::figures(tx, &secretary, contest)?;
            Ok::<_, app::act::Stop<std::convert::Infallible>>((
                rows,
                intake,
                desk,
                tx.queries() - start - intake - desk,
            ))
        })
        .unwrap_or_else(|stop| panic!("{stop:?}"))
    };
    count(&s);
    // What is kept from one page to the next ends with a write.
    raw(&s, "UPDATE gate SET intake_note = 'x'").expect("a plain column");
    let one = count(&s);
    assert_eq!(count(&s).1, 0, "nothing was written in between");
    for n in 0..30 {
        paper(&s, scene.contest, "X-CHUCSON", &format!("2024-04-02T08:00:{n:02}"));
    }
    let many = count(&s);
    assert_eq!((one.0, many.0), (1, 31));
    assert_eq!((one.1, one.2, one.3), (many.1, many.2, many.3));
    assert!(many.1 <= 14 && many.2 <= 14 && many.3 <= 14, "{many:?}");
}

/// A scan as the upload would have kept it.
fn a_scan(byte: u8) -> app::files::Kept {
    app::files::Kept { sha256: [byte; 32], bytes: 9, media_type: app::files::MediaType::Pdf }
}

fn day(text: &str) -> Option<Day> {
    Day::parse(text)
}

#[test]
fn a_sheet_signed_on_paper_counts_like_any_confirmation_and_says_so() {
    use domain::screening::RecordConfirmationRefusal as No;
    both(|db| {
        let s = scene(db);
        s.screen(db, Verdict::Selected, at("2024-04-02T08:00:00"));
        let delegate = raw(
            db,
            "INSERT INTO person (id, name, sort_key, login, created_at) VALUES (77, 'Đỗ Thị Phó', 'pho', 'pho', 1)",
        );
        assert_eq!(delegate, Ok(1));
        let sql = format!(
            "INSERT INTO person_grant (person_id, role, unit_id, valid_from_on, valid_to_on, delegate) VALUES (77, 'head', {}, '2024-04-03', '2024-04-03', 1)",
            s.unit.0
        );
        assert_eq!(raw(db, &sql), Ok(1));
        let (entry, clerk) = (s.entry, s.clerk.clone());
        let gate =
            db.read_blocking(move |tx| screening::entry_page(tx, &clerk, entry, at("2024-04-03T08:00:00")));
        let gate = gate.expect("the clerk reads it").gate;
        let code = sheet_code::text(&gate.code, gate.version, &gate.dossier_hash);
        let paper = |signed_on: &str, printed: &str| screening::RecordedSheet {
            signer: Some(domain::ids::PersonId(77)),
            signed_on: day(signed_on),
            printed: printed.to_owned(),
            scan: Some(a_scan(7)),
            level: " tốt ".into(),
            feasibility: "cao".into(),
            remarks: String::new(),
        };
        let go = |actor: &Actor, sheet: screening::RecordedSheet, now: &str| {
            let (actor, now) = (actor.clone(), at(now));
            run(db, move |tx| screening::record_confirmation(tx, &actor, entry, &sheet, now))
        };
        // Not on the days before and after the delegation, not for another dossier, not by the secretary.
        for (signed_on, printed, why) in [
            ("2024-04-02", code.as_str(), No::SignerNotThen { on: day("2024-04-02").expect("a day") }),
            ("2024-04-04", code.as_str(), No::SignerNotThen { on: day("2024-04-04").expect("a day") }),
            ("2024-04-03", "0000 0000 0000 0000", No::OtherDossier),
        ] {
            assert_eq!(refused(go(&s.clerk, paper(signed_on, printed), "2024-04-05T08:00:00")), vec![why]);
        }
        let stranger = go(&s.secretary, paper("2024-04-03", &code), "2024-04-05T08:00:00");
        assert!(matches!(stranger, Err(app::act::Stop::NotAllowed)), "{stranger:?}");
        // Recorded two days later, when the delegation is over.
        let id = go(&s.clerk, paper("2024-04-03", &code), "2024-04-05T08:00:00").expect("recorded");
        let clerk = s.clerk.clone();
        let page = db
            .read_blocking(move |tx| screening::entry_page(tx, &clerk, entry, at("2024-04-05T09:00:00")))
            .expect("readable");
        assert!(page.gate.confirmation().is_some_and(|c| c.on_paper));
        let kept = page.confirmations[0].paper.clone().expect("on paper");
        assert_eq!((kept.id, kept.delegate, kept.recorded_by.as_str()), (id, true, "Vũ Thị Thư"));
        assert_eq!(page.confirmations[0].by_name, "Đỗ Thị Phó");
        // The scan: for the unit and the intake, for nobody else.
        let outsider = person(db, 9, "Ai Đó", vec![Grant::Clerk { unit: UnitId(s.unit.0 + 1) }]);
        for (actor, may) in [(s.clerk.clone(), true), (s.secretary.clone(), true), (outsider, false)] {
            let got = db.read_blocking(move |tx| {
                screening::signed_scan(tx, &actor, entry, id, at("2024-04-05T09:00:00"))
            });
            assert_eq!(got.map(|f| f.sha256).ok(), may.then_some([7; 32]));
        }
        // It takes the entry through to the committee, and the log names day and scan.
        let batch = s.batch(db, at("2024-04-05T10:00:00"));
        s.forward(db, batch, at("2024-04-06T08:00:00")).expect("forwarded");
        s.accept(db, at("2024-04-12T08:00:00")).expect("accepted");
        let facts = db.read_blocking(|tx| {
            let row = tx.one("SELECT facts FROM audit WHERE event = 'screening.confirmed'", &[])?;
            Ok::<_, DbFault>(row.text(0)?.to_owned())
        });
        let facts = facts.expect("one line");
        assert!(
            facts.contains("\"signed_on\":\"2024-04-03\"") && facts.contains(&"07".repeat(32)),
            "{facts}"
        );
    });
}

#[test]
fn an_edit_voids_what_was_signed_on_paper_and_its_sheet_is_of_another_version() {
    use domain::screening::RecordConfirmationRefusal as No;
    both(|db| {
        let s = scene(db);
        s.screen(db, Verdict::Selected, at("2024-04-02T08:00:00"));
        let sql = format!(
            "INSERT INTO person_grant (person_id, role, unit_id, delegate) VALUES (2, 'head', {}, 0)",
            s.unit.0
        );
        assert_eq!(raw(db, &sql), Ok(1));
        let (entry, clerk) = (s.entry, s.clerk.clone());
        let gate = db
            .read_blocking(move |tx| screening::entry_page(tx, &clerk, entry, at("2024-04-03T08:00:00")))
            .expect("readable")
            .gate;
        let sheet = screening::RecordedSheet {
            signer: Some(domain::ids::PersonId(2)),
            signed_on: day("2024-04-03"),
            printed: sheet_code::short(&gate.dossier_hash),
            scan: Some(a_scan(7)),
            level: "tốt".into(),
            feasibility: "cao".into(),
            remarks: String::new(),
        };
        let go = |now: &str| {
            let (actor, sheet, now) = (s.clerk.clone(), sheet.clone(), at(now));
            run(db, move |tx| screening::record_confirmation(tx, &actor, entry, &sheet, now))
        };
        go("2024-04-04T08:00:00").expect("recorded");
        s.edit(db, at("2024-04-05T08:00:00"));
        let clerk = s.clerk.clone();
        let page = db
            .read_blocking(move |tx| screening::entry_page(tx, &clerk, entry, at("2024-04-05T09:00:00")))
            .expect("readable");
        assert!(page.gate.confirmation.is_none());
        assert_eq!(page.confirmations[0].void_reason, "edited");
        let clerk = s.clerk.clone();
        must(db, move |tx| screening::screen(tx, &clerk, entry, &sheet_of(2), at("2024-04-05T10:00:00")));
        let why = refused(go("2024-04-06T08:00:00"));
        assert!(why.contains(&No::OtherVersion { printed: 1, current: 2 }), "{why:?}");
    });
}

fn sheet_of(version: i64) -> Sheet {
    sheet(version, Verdict::Selected)
}
