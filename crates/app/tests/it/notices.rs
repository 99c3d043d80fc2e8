//! Notices reach the addresses of those whom they concern, once each.

use app::db::{Db, DbFault, Tx};
use app::{notices, outbox, people};
use domain::actor::Actor;
use domain::awards::AwardEvent;
use domain::contest::{ContestEvent, Phase};
use domain::entry::EntryEvent;
use domain::ids::{ContestId, EntryId, JudgeId, SheetId};
use domain::judging::JudgingEvent;
use domain::people::org_unit::UnitDraft;
use domain::people::{PeopleEvent, Role, WantedGrant};
use domain::screening::ScreeningEvent;
use domain::time::Instant;
use domain::{Event, ids::UnitId};
use testkit::engines::both;

const NOW: Instant = Instant(1_712_023_200_000); // 2024-04-02T09:00+07:00

fn account(tx: &mut Tx, login: &str, wanted: &WantedGrant) {
    let draft = people::accounts::AccountDraft {
        name: "Lê Văn Bình".into(),
        login: login.into(),
        email: format!("{login}@example.vn"),
        lang: "en".into(),
    };
    let id = people::create_account(tx, &Actor::System, &draft, NOW).unwrap();
    people::store::insert_grant(tx, id, wanted).unwrap();
}

/// One contest, one unit, one entry with an address, a judge with a sheet, and an account for every role.
fn world(db: &Db) -> (ContestId, EntryId, SheetId) {
    db.write_blocking(|tx| {
        let draft = UnitDraft {
            code: "X-A".into(),
            name: "Xã A".into(),
            kind: "commune".into(),
            parent: None,
            valid_from: None,
            valid_to: None,
            successor: None,
        };
        let unit: UnitId = people::create_unit(tx, &Actor::System, &draft, NOW).unwrap();
        let contest = ContestId(
            tx.one(
                "INSERT INTO contest (code, name, phase, units_send_before_at, organiser_unit_id, standing_unit_id, created_at) VALUES ('CM24', 'Cuộc thi', 'open', $2, $1, $1, $2) RETURNING id",
                &[unit.0.into(), NOW.0.into()],
            )?
            .int(0)?,
        );
        tx.exec("INSERT INTO contest_unit (contest_id, unit_id, quota) VALUES ($1, $2, 'none')", &[contest.0.into(), unit.0.into()])?;
        let judge = JudgeId(
            tx.one("INSERT INTO judge (contest_id, code, name, fold, title) VALUES ($1, 'GK01', 'A', 'a', '') RETURNING id", &[contest.0.into()])?
                .int(0)?,
        );
        let entry = EntryId(
            tx.one(
                "INSERT INTO entry (contest_id, code, state, origin, unit_id, route, category, form, title, fold, areas, lead_author, author_count, version, email, submitted_at, recorded_at) \
                 VALUES ($1, 'CM24-001', 'handed_in', 'online', $2, 'own_unit', 'individual', 'written', 'T', 't', '', 'A', 1, 1, 'tacgia@example.vn', $3, $3) RETURNING id",
                &[contest.0.into(), unit.0.into(), NOW.0.into()],
            )?
            .int(0)?,
        );
        for (login, role) in [("vanthu", Role::Clerk), ("truong", Role::Head)] {
            account(tx, login, &WantedGrant::of_unit(role, unit));
        }
        for (login, role) in [("thuky", Role::Secretary), ("bantochuc", Role::Organiser), ("giamsat", Role::Auditor)] {
            account(tx, login, &WantedGrant::of_contest(role, contest));
        }
        for (login, role) in [("giamkhao", Role::Judge), ("truongban", Role::Chair)] {
            account(tx, login, &WantedGrant { judge: Some(judge), ..WantedGrant::of_contest(role, contest) });
        }
        Ok::<_, DbFault>((contest, entry, SheetId(1)))
    })
    .unwrap()
}

/// Whom the event wrote to once everything collected has left, by the part of the address before the @.
fn told(db: &Db, contest: ContestId, event: impl Into<Event>) -> Vec<String> {
    let event = event.into();
    db.write_blocking(move |tx| {
        for table in ["outbox", "message", "notice"] {
            tx.exec(&format!("DELETE FROM {table}"), &[])?;
        }
        notices::tell(tx, Some(contest), &event, NOW)?;
        for at in [NOW, NOW.plus_ms(86_400_000)] {
            while notices::sort(tx, at)? > 0 {}
        }
        Ok::<_, DbFault>(())
    })
    .unwrap();
    let letters = db.read_blocking(|tx| outbox::waiting(tx, 100)).unwrap();
    assert!(letters.iter().all(|l| l.kind.starts_with("notice-")));
    let mut told: Vec<String> =
        letters.into_iter().map(|l| l.address.split('@').next().unwrap().to_owned()).collect();
    told.sort_unstable();
    told
}

#[test]
fn each_event_reaches_those_whom_it_concerns_and_nobody_else() {
    both(|db| {
        let (contest, entry, sheet) = world(db);
        let at = NOW;
        let hash = [0; 32];
        let cases: Vec<(Event, Vec<&str>)> = vec![
            (EntryEvent::Submitted { entry, version: 1, at, dossier_hash: hash }.into(), vec!["tacgia"]),
            (EntryEvent::Withdrawn { entry, at }.into(), vec!["tacgia", "vanthu"]),
            (ScreeningEvent::ConfirmationVoided { entry, version: 1 }.into(), vec!["truong", "vanthu"]),
            (ContestEvent::PhaseChanged { contest, to: Phase::Open }.into(), vec!["vanthu"]),
            (
                ContestEvent::PhaseChanged { contest, to: Phase::Judging }.into(),
                vec!["giamkhao", "truongban"],
            ),
            (
                ContestEvent::SteppedBack {
                    contest,
                    from: Phase::Judging,
                    to: Phase::Open,
                    reason: String::new(),
                }
                .into(),
                vec!["bantochuc", "thuky", "truongban"],
            ),
            (
                AwardEvent::Released { contest, package: String::new() }.into(),
                vec!["tacgia", "vanthu", "giamkhao", "truongban"],
            ),
            (
                JudgingEvent::ThirdCalled { sheet, judge: JudgeId(1), entry }.into(),
                vec!["giamkhao", "truongban"],
            ),
            (
                JudgingEvent::SheetReopened { sheet: SheetId(99), revision: 1, reason: String::new() }.into(),
                vec![],
            ),
            (JudgingEvent::SheetSaved { sheet, revision: 1, given: 1 }.into(), vec![]),
            (PeopleEvent::PasswordChosen { person: domain::ids::PersonId(1) }.into(), vec!["vanthu"]),
        ];
        for (event, mut wanted) in cases {
            wanted.sort_unstable();
            assert_eq!(told(db, contest, event.clone()), wanted, "{event:?}");
        }
    });
}

/// Fifty edits of one night by an author who has an address, seen by a clerk who has none.
#[test]
fn a_night_of_edits_is_one_letter_and_a_box() {
    both(|db| {
        let (contest, entry, _) = world(db);
        let night = Instant::parse("2024-04-03T01:00:00+07:00").unwrap();
        let morning = Instant::parse("2024-04-03T07:30:00+07:00").unwrap();
        db.write_blocking(move |tx| {
            tx.exec("UPDATE person SET email = NULL WHERE login = 'vanthu'", &[])?;
            for n in 0..50 {
                let at = night.plus_ms(n * 60_000);
                let edited = EntryEvent::Edited { entry, version: n + 2, at, dossier_hash: [0; 32] };
                notices::tell(tx, Some(contest), &edited.into(), at)?;
                let voided = ScreeningEvent::ConfirmationVoided { entry, version: n + 1 };
                notices::tell(tx, Some(contest), &voided.into(), at)?;
                while notices::sort(tx, at)? > 0 {}
            }
            Ok::<_, DbFault>(())
        })
        .unwrap();
        let letters = |at: Instant| {
            db.write_blocking(move |tx| {
                while notices::sort(tx, at)? > 0 {}
                outbox::waiting(tx, 100)
            })
            .unwrap()
        };
        assert_eq!(letters(morning.plus_ms(-1)), []);
        let mut found: Vec<_> = letters(morning).into_iter().map(|l| (l.address, l.kind)).collect();
        found.sort_unstable();
        let digest = |who: &str| (format!("{who}@example.vn"), "digest".to_owned());
        assert_eq!(found, [digest("tacgia"), digest("truong")]);
        let (inbox, unread, again) = db
            .write_blocking(move |tx| {
                let id = people::store::person_by_login(tx, "vanthu")?.expect("the clerk").id;
                let clerk = people::actor_of(tx, id, morning)?.expect("the clerk");
                let inbox = notices::inbox::open(tx, &clerk)?;
                notices::inbox::mark_read(tx, &clerk, inbox.up_to, morning)?;
                let unread = notices::inbox::count_unread(tx, &clerk)?;
                Ok::<_, app::act::Stop<()>>((inbox, unread, notices::sort(tx, morning)?))
            })
            .unwrap();
        assert_eq!((inbox.lines.len(), inbox.lines[0].times, inbox.unread), (1, 50, 50));
        assert!(inbox.lines[0].is_new && inbox.lines[0].path.starts_with("/desk/entries/"));
        assert_eq!((unread, again), (0, 0));
    });
}

#[test]
fn who_lost_the_role_before_the_letter_is_posted_gets_nothing() {
    both(|db| {
        let (contest, _, _) = world(db);
        let kept = db
            .write_blocking(move |tx| {
                let event = AwardEvent::Released { contest, package: String::new() }.into();
                notices::tell(tx, Some(contest), &event, NOW)?;
                while notices::sort(tx, NOW)? > 0 {}
                let written = outbox::waiting(tx, 100)?.len();
                tx.exec("DELETE FROM person_grant WHERE role = 'judge'", &[])?;
                tx.exec("UPDATE person SET active = 0 WHERE login = 'vanthu'", &[])?;
                tx.exec("UPDATE person SET email = 'moi@example.vn' WHERE login = 'truongban'", &[])?;
                let mut kept = Vec::new();
                for mut due in outbox::lease(tx, 100, 60_000, NOW)? {
                    if notices::still_meant(tx, &mut due, NOW)? {
                        kept.push(due.address);
                    }
                }
                kept.sort_unstable();
                Ok::<_, DbFault>((written, kept, outbox::waiting(tx, 100)?.len()))
            })
            .unwrap();
        let wanted = vec!["moi@example.vn".to_owned(), "tacgia@example.vn".to_owned()];
        assert_eq!(kept, (4, wanted, 2));
    });
}

#[test]
fn an_event_that_tells_nobody_asks_nothing() {
    both(|db| {
        let (_, _, sheet) = world(db);
        let queries = db
            .write_blocking(move |tx| {
                let before = tx.queries();
                let event = JudgingEvent::SheetSaved { sheet, revision: 1, given: 1 }.into();
                notices::tell(tx, None, &event, NOW)?;
                Ok::<_, DbFault>(tx.queries() - before)
            })
            .unwrap();
        assert_eq!(queries, 0);
    });
}
