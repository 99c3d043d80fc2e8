//! Accounts, sessions, log-in, invitations, roles, units.

use app::act::Stop;
use app::audit::{self, Filter};
use app::db::{Db, DbFault, Tx};
use app::keys::Keys;
use app::people::accounts::{AccountDraft, AccountRefusal};
use app::people::import_units::{ImportRefusal, UnitChange, UnitInput};
use app::people::log_in::{Begun, LoggedIn};
use app::people::{self, first_run, log_in, password};
use app::session::{self, Token};
use domain::actor::{Actor, Grant, Person};
use domain::ids::{EntryId, PersonId, UnitId};
use domain::people::invitation::LinkRefusal;
use domain::people::org_unit::{UnitDraft, UnitRefusal};
use domain::people::{GrantRefusal, InvitationKind, Role, WantedGrant};
use domain::time::{Day, Instant};
use testkit::engines::both;

const NOW: Instant = Instant(1_712_023_200_000); // 2024-04-02T09:00+07:00
const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const NETWORK: &str = "203.0.113.0/24";

fn keys() -> Keys {
    Keys::fixed([9; 32])
}

/// Cheap to check, so that tests of log-in are about log-in.
const HASH_OF_RIGHT: &str = "right";

fn write<T: Send + 'static>(db: &Db, f: impl Fn(&mut Tx) -> Result<T, DbFault> + Send + 'static) -> T {
    db.write_blocking(move |tx| f(tx)).unwrap()
}

fn try_write<T: Send + 'static, R: Send + 'static>(
    db: &Db,
    f: impl Fn(&mut Tx) -> Result<T, Stop<R>> + Send + 'static,
) -> Result<T, Stop<R>> {
    db.write_blocking(move |tx| f(tx))
}

fn draft(login: &str, name: &str) -> AccountDraft {
    AccountDraft {
        name: name.into(),
        login: login.into(),
        email: format!("{login}@example.vn"),
        lang: "vi".into(),
    }
}

/// An account that can log in with the password whose hash is `right`.
fn account(db: &Db, login: &'static str) -> PersonId {
    let id = try_write(db, move |tx| {
        people::create_account(tx, &Actor::System, &draft(login, "Trần Thị Ước"), NOW)
    })
    .unwrap();
    write(db, move |tx| people::store::save_password(tx, id, HASH_OF_RIGHT));
    id
}

fn admin(id: PersonId) -> Actor {
    Actor::Person(Person { id, name: "Quản trị".into(), grants: vec![Grant::Admin] })
}

enum Try {
    In(LoggedIn),
    No,
    Wait(Instant),
}

fn log_in_from(
    db: &Db,
    login: &'static str,
    right: bool,
    network: &'static str,
    device: Option<String>,
    at: Instant,
) -> Try {
    write(db, move |tx| {
        Ok(match log_in::begin(tx, &keys(), login, network, device.as_deref(), at)? {
            Begun::Wait { until } => Try::Wait(until),
            Begun::Check(attempt) => {
                let verified = right && attempt.hash == HASH_OF_RIGHT;
                match log_in::finish(tx, &keys(), &attempt, verified, None, at)? {
                    Some(in_) => Try::In(in_),
                    None => Try::No,
                }
            }
        })
    })
}

fn find(db: &Db, token: &Token, at: Instant) -> Option<session::Found> {
    let hash = token.hash();
    db.read_blocking(move |tx| session::find(tx, &hash, at)).unwrap()
}

#[test]
fn a_session_lives_until_idle_ended_or_twelve_hours_old() {
    both(|db| {
        let id = account(db, "thuky");
        let Try::In(in_) = log_in_from(db, "ThuKy ", true, NETWORK, None, NOW) else {
            panic!("not logged in")
        };
        let found = find(db, &in_.token, NOW).unwrap();
        assert_eq!((found.actor.person_id(), found.login.as_str(), found.touch), (Some(id), "thuky", false));

        let later = NOW.plus_ms(30 * MINUTE);
        assert!(find(db, &in_.token, later).unwrap().touch);
        assert!(find(db, &in_.token, NOW.plus_ms(31 * MINUTE)).is_none(), "idle");
        let hash = in_.token.hash();
        write(db, move |tx| session::touch(tx, &hash, later));
        assert!(find(db, &in_.token, NOW.plus_ms(45 * MINUTE)).is_some(), "in use");

        let again = write(db, move |tx| session::open(tx, id, Some(&hash), later));
        assert!(find(db, &in_.token, later).is_none(), "a new log-in ends the session the browser had");
        assert!(find(db, &again, later).is_some());
        let other = write(db, move |tx| session::open(tx, id, None, later));
        let keep = again.hash();
        let person = Actor::Person(Person { id, name: String::new(), grants: vec![] });
        let ended =
            try_write(db, move |tx| people::log_out_everywhere(tx, &person, id, Some(&keep), later)).unwrap();
        assert_eq!(ended, 1);
        assert!(find(db, &other, later).is_none() && find(db, &again, later).is_some());

        write(db, move |tx| session::end(tx, &keep));
        assert!(find(db, &again, later).is_none(), "logged out");
        assert!(find(db, &Token::random().unwrap(), later).is_none(), "a token nobody was given");
    });
}

#[test]
fn an_entrant_with_code_and_pin_has_a_session_for_that_entry_alone() {
    both(|db| {
        let token = write(db, |tx| session::open_for_entry(tx, EntryId(7), None, NOW));
        let found = find(db, &token, NOW.plus_ms(11 * HOUR)).unwrap();
        assert_eq!(found.actor, Actor::EntryHolder { entry: EntryId(7) });
        assert!(find(db, &token, NOW.plus_ms(12 * HOUR)).is_none());
        assert_eq!(write(db, |tx| session::end_all_of_entry(tx, EntryId(7))), 1);
    });
}

#[test]
fn a_session_is_read_in_one_query_with_the_roles_of_the_day() {
    both(|db| {
        let id = account(db, "truong");
        let unit = unit(db, "X-A");
        let day = |t| Day::parse(t);
        let head = WantedGrant {
            from: day("2024-04-01"),
            to: day("2024-04-02"),
            delegate: true,
            ..WantedGrant::of_unit(Role::Head, unit)
        };
        for wanted in [head, WantedGrant::of_unit(Role::Clerk, unit)] {
            try_write(db, move |tx| people::grant(tx, &Actor::System, id, &wanted, NOW)).unwrap();
        }
        let token = write(db, move |tx| session::open(tx, id, None, NOW));
        let hash = token.hash();
        let (found, queries) = db
            .read_blocking(move |tx| {
                Ok::<_, DbFault>((session::find(tx, &hash, NOW)?.unwrap(), tx.queries()))
            })
            .unwrap();
        assert_eq!(queries, 1);
        assert!(found.actor.is_head_of(unit, NOW) && found.actor.is_clerk_of(unit));

        // The day after, the delegation is over; the session is shifted along so that only the roles differ.
        write(db, |tx| session::shift_all(tx, 24 * HOUR));
        let tomorrow = find(db, &token, NOW.plus_ms(24 * HOUR)).unwrap();
        assert!(!tomorrow.actor.is_head_of(unit, NOW) && tomorrow.actor.is_clerk_of(unit));
    });
}

#[test]
fn unknown_closed_and_unready_accounts_look_the_same() {
    both(|db| {
        let closed = account(db, "dong");
        try_write(db, move |tx| people::close_account(tx, &Actor::System, closed, NOW)).unwrap();
        try_write(db, |tx| people::create_account(tx, &Actor::System, &draft("moi", "Lê Văn Mới"), NOW))
            .unwrap();
        let right = account(db, "dung");
        for login in ["khong-co", "dong", "moi", "", "x' OR 1=1 --"] {
            let (queries, hash) = write(db, move |tx| {
                let Begun::Check(a) = log_in::begin(tx, &keys(), login, NETWORK, None, NOW)? else {
                    panic!("{login} waits")
                };
                Ok((tx.queries(), a.hash))
            });
            assert_eq!(hash, password::nobody(), "{login}");
            let known = write(db, |tx| {
                log_in::begin(tx, &keys(), "dung", "198.51.100.0/24", None, NOW)?;
                Ok(tx.queries())
            });
            assert_eq!(queries, known, "{login}: the same work is done");
            assert!(matches!(log_in_from(db, login, true, "192.0.2.0/24", None, NOW), Try::No));
        }
        assert!(matches!(log_in_from(db, "dung", false, "192.0.2.0/24", None, NOW), Try::No));
        let Try::In(in_) = log_in_from(db, "dung", true, "192.0.2.0/24", None, NOW) else {
            panic!("not logged in")
        };
        assert_eq!(in_.person, right);
    });
}

#[test]
fn guessing_is_slowed_and_the_owner_is_not_locked_out() {
    both(|db| {
        account(db, "chutich");
        let Try::In(own) = log_in_from(db, "chutich", true, NETWORK, None, NOW) else {
            panic!("not logged in")
        };

        // Five wrong guesses from one network: the sixth waits, hammering does not lengthen the wait.
        for _ in 0..5 {
            assert!(matches!(log_in_from(db, "chutich", false, "198.51.100.0/24", None, NOW), Try::No));
        }
        for _ in 0..10 {
            let Try::Wait(until) = log_in_from(db, "chutich", true, "198.51.100.0/24", None, NOW) else {
                panic!("no wait")
            };
            assert_eq!(until, NOW.plus_ms(2_000));
        }
        // From many networks: everybody waits some seconds …
        for n in 0..40 {
            let network: &'static str = Box::leak(format!("10.0.{n}.0/24").into_boxed_str());
            log_in_from(db, "chutich", false, network, None, NOW);
        }
        let Try::Wait(until) = log_in_from(db, "chutich", true, "192.0.2.0/24", None, NOW) else {
            panic!("no wait")
        };
        assert!(until.0 - NOW.0 <= 10_000);
        assert!(matches!(log_in_from(db, "chutich", true, "192.0.2.0/24", None, until), Try::In(_)));
        // … but the browser that logged in before.
        assert!(matches!(
            log_in_from(db, "chutich", true, NETWORK, Some(own.device.clone()), NOW),
            Try::In(_)
        ));
        // Its own mistakes count, and another account gets nothing from it.
        for _ in 0..6 {
            log_in_from(db, "chutich", false, NETWORK, Some(own.device.clone()), NOW);
        }
        assert!(matches!(
            log_in_from(db, "chutich", true, NETWORK, Some(own.device.clone()), NOW),
            Try::Wait(_)
        ));
        account(db, "khac");
        assert!(matches!(log_in_from(db, "khac", true, NETWORK, Some(own.device.clone()), NOW), Try::In(_)));
    });
}

#[test]
fn a_hundred_guesses_at_once_do_not_all_count_as_the_first() {
    both(|db| {
        account(db, "giamkhao");
        let checked: usize = (0..100)
            .map(|_| {
                write(db, |tx| {
                    Ok(usize::from(matches!(
                        log_in::begin(tx, &keys(), "giamkhao", NETWORK, None, NOW)?,
                        Begun::Check(_)
                    )))
                })
            })
            .sum();
        assert_eq!(checked, 5);
    });
}

#[test]
fn a_password_changed_while_it_was_checked_opens_nothing() {
    both(|db| {
        let id = account(db, "quanly");
        let opened = write(db, move |tx| {
            let Begun::Check(attempt) = log_in::begin(tx, &keys(), "quanly", NETWORK, None, NOW)? else {
                panic!("waits")
            };
            people::store::save_password(tx, id, "another")?;
            Ok(log_in::finish(tx, &keys(), &attempt, true, None, NOW)?.is_some())
        });
        assert!(!opened);
    });
}

#[test]
fn an_invitation_works_once_and_its_letter_says_where() {
    both(|db| {
        let admin = admin(account(db, "admin"));
        let boss = admin.clone();
        let id = try_write(db, move |tx| people::create_account(tx, &boss, &draft("moi", "Lê Văn Mới"), NOW))
            .unwrap();
        let boss = admin.clone();
        let first = try_write(db, move |tx| people::invite(tx, &boss, id, NOW)).unwrap();
        let boss = admin.clone();
        let link = try_write(db, move |tx| people::invite(tx, &boss, id, NOW)).unwrap();
        assert_eq!(link.kind, InvitationKind::Invite);
        let letters = db.read_blocking(|tx| app::outbox::waiting(tx, 10)).unwrap();
        assert_eq!(letters.len(), 1, "the first letter was taken back");
        let app::mail::Content::Note(args) = app::mail::content_of(&letters[0].subject, &letters[0].body)
        else {
            panic!("a letter that is put into words later")
        };
        assert!(args.contains(&("link".to_owned(), app::mail::NoteArg::Path(link.path.clone()))));

        let token = |path: &str| path.rsplit('/').next().unwrap().to_owned();
        let (old, new) = (token(&first.path), token(&link.path));
        let refused = |token: &str, at: Instant| {
            let token = token.to_owned();
            match db.read_blocking(move |tx| people::choose_password::open_link(tx, &token, at)) {
                Err(Stop::Refused(why)) => why,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(refused(&old, NOW), [LinkRefusal::Unknown], "the newer link made it void");
        assert_eq!(refused("nonsense", NOW), [LinkRefusal::Unknown]);
        assert_eq!(refused(&new, link.expires_at), [LinkRefusal::Expired]);
        let session = write(db, move |tx| session::open(tx, id, None, NOW));
        let used = new.clone();
        try_write(db, move |tx| people::choose_password(tx, &used, HASH_OF_RIGHT, NOW)).unwrap();
        assert!(find(db, &session, NOW).is_none(), "sessions end with a new password");
        assert_eq!(refused(&new, NOW), [LinkRefusal::Used]);
        assert!(matches!(log_in_from(db, "moi", true, NETWORK, None, NOW), Try::In(_)));
        let link = try_write(db, move |tx| people::invite(tx, &admin, id, NOW)).unwrap();
        assert_eq!((link.kind, link.expires_at), (InvitationKind::Reset, NOW.plus_ms(HOUR)));
    });
}

#[test]
fn who_forgets_a_password_and_who_guesses_names_see_the_same() {
    both(|db| {
        account(db, "quen");
        let letters = || db.read_blocking(|tx| app::outbox::waiting(tx, 10)).unwrap().len();
        for (login, sent) in [("khong-co", 0), ("QUEN", 1), ("quen", 1)] {
            let wait = write(db, move |tx| people::reset(tx, &keys(), login, NETWORK, NOW));
            assert_eq!((wait, letters()), (None, sent), "{login}");
        }
        let mut waits = 0;
        for _ in 0..10 {
            waits +=
                usize::from(write(db, move |tx| people::reset(tx, &keys(), "quen", NETWORK, NOW)).is_some());
        }
        assert!(waits > 5);
    });
}

#[test]
fn the_first_administrator_comes_by_a_link_on_the_console() {
    both(|db| {
        let link = write(db, |tx| first_run::first_administrator(tx, "Quản trị viên", "vi", NOW)).unwrap();
        let again = write(db, |tx| first_run::first_administrator(tx, "Quản trị viên", "vi", NOW)).unwrap();
        assert_ne!(link.path, again.path);
        let token = again.path.rsplit('/').next().unwrap().to_owned();
        let p = try_write(db, move |tx| people::choose_password(tx, &token, HASH_OF_RIGHT, NOW)).unwrap();
        assert_eq!(write(db, |tx| first_run::first_administrator(tx, "Quản trị viên", "vi", NOW)), None);
        let actor = db.read_blocking(move |tx| people::actor_of(tx, p.id, NOW)).unwrap().unwrap();
        assert!(actor.is_admin());
        let stop = try_write(db, move |tx| people::close_account(tx, &Actor::System, p.id, NOW)).unwrap_err();
        assert!(matches!(stop, Stop::Refused(why) if why == [AccountRefusal::LastAdministrator]));
    });
}

#[test]
fn roles_are_given_by_those_who_may_and_never_to_oneself() {
    both(|db| {
        let boss = account(db, "admin");
        let unit = unit(db, "X-A");
        let clerk = account(db, "vanthu");
        let wanted = WantedGrant::of_unit(Role::Clerk, unit);
        let grant = |actor: Actor, person, wanted: WantedGrant| {
            try_write(db, move |tx| people::grant(tx, &actor, person, &wanted, NOW))
        };
        let refused = |r: Result<i64, Stop<GrantRefusal>>| match r {
            Err(Stop::Refused(why)) => why,
            other => panic!("{other:?}"),
        };
        let id = grant(admin(boss), clerk, wanted).unwrap();
        assert_eq!(refused(grant(admin(boss), clerk, wanted)), [GrantRefusal::HeldAlready]);
        assert_eq!(refused(grant(admin(boss), boss, wanted)), [GrantRefusal::ToOneself]);
        let stranger = Actor::Person(Person { id: clerk, name: String::new(), grants: vec![] });
        assert!(matches!(grant(stranger.clone(), boss, wanted), Err(Stop::NotAllowed)));
        assert!(matches!(grant(admin(boss), PersonId(999), wanted), Err(Stop::NotFound)));
        assert!(matches!(
            grant(admin(boss), clerk, WantedGrant::of_unit(Role::Clerk, UnitId(999))),
            Err(Stop::NotFound)
        ));
        let stop = try_write(db, move |tx| people::revoke(tx, &stranger, id, NOW));
        assert!(matches!(stop, Err(Stop::NotAllowed)));
        try_write(db, move |tx| people::revoke(tx, &admin(boss), id, NOW)).unwrap();
        let held = db.read_blocking(move |tx| people::store::grants_on(tx, clerk, NOW.day())).unwrap();
        assert_eq!(held, []);
    });
}

#[test]
fn a_taken_or_bad_account_is_refused_with_all_reasons() {
    both(|db| {
        account(db, "anh");
        let bad = AccountDraft {
            name: "1".into(),
            login: "ANH".into(),
            email: "a@b, c@d".into(),
            lang: "fr".into(),
        };
        match try_write(db, move |tx| people::create_account(tx, &Actor::System, &bad, NOW)) {
            Err(Stop::Refused(why)) => assert_eq!(why.len(), 4, "{why:?}"),
            other => panic!("{other:?}"),
        }
    });
}

fn unit_draft(code: &str) -> UnitDraft {
    UnitDraft {
        code: code.into(),
        name: format!("Xã {code}"),
        kind: "commune".into(),
        parent: None,
        valid_from: None,
        valid_to: None,
        successor: None,
    }
}

fn unit(db: &Db, code: &'static str) -> UnitId {
    try_write(db, move |tx| people::create_unit(tx, &Actor::System, &unit_draft(code), NOW)).unwrap()
}

fn input(code: &str, name: &str, to: Option<&str>, successor: Option<&str>) -> UnitInput {
    UnitInput {
        code: code.into(),
        name: name.into(),
        kind: "commune".into(),
        parent_code: None,
        valid_from: None,
        valid_to: to.and_then(Day::parse),
        successor_code: successor.map(str::to_owned),
    }
}

#[test]
fn units_are_imported_by_code_and_may_point_forward() {
    both(|db| {
        let rows = vec![
            input("X-CU", "Xã Cũ", Some("2025-06-30"), Some("X-MOI")),
            input("X-MOI", "Xã Mới", None, None),
        ];
        let run = |rows: Vec<UnitInput>| {
            try_write(db, move |tx| people::import_units(tx, &Actor::System, &rows, "00", NOW))
        };
        let plan = run(rows.clone()).unwrap();
        assert_eq!(plan.changes, [UnitChange::New, UnitChange::New]);
        let old = db.read_blocking(|tx| people::unit_by_code(tx, "X-CU")).unwrap().unwrap();
        let new = db.read_blocking(|tx| people::unit_by_code(tx, "X-MOI")).unwrap().unwrap();
        assert_eq!(old.successor, Some(new.id));
        assert_eq!(run(rows.clone()).unwrap().changes, [UnitChange::Same, UnitChange::Same]);

        let mut changed = rows.clone();
        changed[0].name = "Xã Cũ Kỹ".into();
        assert_eq!(run(changed).unwrap().changes, [UnitChange::Changed(vec!["name"]), UnitChange::Same]);

        let mut bad = rows;
        bad[1].successor_code = Some("X-CU".into());
        bad.push(input("X-BA", "", None, Some("X-KHONG")));
        bad.push(input("X-BA", "Xã Ba", None, None));
        match run(bad) {
            Err(Stop::Refused(why)) => {
                let told: Vec<(usize, UnitRefusal)> =
                    why.into_iter().map(|ImportRefusal { row, why, .. }| (row, why)).collect();
                for wanted in [
                    (0, UnitRefusal::SuccessorCircle),
                    (1, UnitRefusal::SuccessorCircle),
                    (2, UnitRefusal::UnknownSuccessor),
                    (3, UnitRefusal::CodeTaken),
                ] {
                    assert!(told.contains(&wanted), "{wanted:?} in {told:?}");
                }
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(db.read_blocking(people::store::list_units).unwrap().len(), 2, "nothing was written");
    });
}

#[test]
fn the_audit_chain_holds_and_a_changed_line_is_found() {
    both(|db| {
        let head = db.read_blocking(audit::verify).unwrap().unwrap();
        assert_eq!(head.seq, 0);
        for code in ["X-A", "X-B", "X-C"] {
            unit(db, code);
        }
        let head = db.read_blocking(audit::verify).unwrap().unwrap();
        assert_eq!(head.seq, 3);
        let boss = admin(PersonId(1));
        let filter = Filter { event: "people.unit".into(), subject_id: Some(2), ..Filter::default() };
        let asked = filter.clone();
        let lines = db.read_blocking(move |tx| audit::lines(tx, &boss, None, &asked, 0, 50)).unwrap();
        assert_eq!((lines.total, lines.lines[0].seq), (1, 2));
        let denied = db.read_blocking(move |tx| audit::lines(tx, &Actor::Anonymous, None, &filter, 0, 50));
        assert!(matches!(denied, Err(Stop::NotAllowed)));

        // Somebody who can write to the file itself: the guard is gone, the chain is not.
        let drop_guard = match db.engine() {
            app::db::Engine::Sqlite => "DROP TRIGGER audit_no_update",
            app::db::Engine::Postgres => "ALTER TABLE audit DISABLE TRIGGER ALL",
        };
        write(db, move |tx| tx.exec(drop_guard, &[]));
        write(db, |tx| tx.exec("UPDATE audit SET facts = '{\"code\":\"X-Z\"}' WHERE seq = 2", &[]));
        let broken = db.read_blocking(audit::verify).unwrap().unwrap_err();
        assert_eq!((broken.seq, broken.why), (2, audit::verify::Broken::Content));
    });
}
