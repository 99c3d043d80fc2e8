//! Opening an entry by code and PIN, on both engines.

use crate::entry_world::*;
use app::db::{Db, DbFault};
use app::entry::{self, LookedUp};
use app::session;
use domain::actor::Actor;
use domain::entry::receipt::Pin;
use domain::time::Instant;
use testkit::engines::both;

fn look_up(db: &Db, code: &str, pin: &str, network: &str, now: Instant) -> LookedUp {
    let [code, pin, network] = [code, pin, network].map(str::to_owned);
    db.write_blocking(move |tx| entry::look_up(tx, &keys(), &code, &pin, &network, None, now))
        .expect("an answer")
}

/// A PIN that is not this one.
fn another(pin: &Pin) -> String {
    let n: u64 = pin.digits().parse().expect("six digits");
    Pin::from_random(n + 1).digits().to_owned()
}

#[test]
fn code_and_pin_open_the_entry_and_nothing_else_does() {
    both(|db| {
        let contest = a_contest(db);
        let begun = a_filled_draft(db, contest);
        let (code, pin) = (begun.code.as_str(), begun.pin.digits());
        for (code, pin) in [
            (code, another(&begun.pin)),
            ("CM24-222222-2", pin.to_owned()),
            ("CM24-001", pin.to_owned()),
            ("", pin.to_owned()),
            (code, String::new()),
        ] {
            assert!(matches!(look_up(db, code, &pin, "n", open_time()), LookedUp::Wrong), "{code} {pin}");
        }
        let LookedUp::Opened { entry, token } =
            look_up(db, &code.to_lowercase().replace('-', " "), pin, "n", open_time())
        else {
            panic!("the right code and PIN");
        };
        assert_eq!(entry, begun.entry);
        let found = db.read_blocking(move |tx| session::find(tx, &token.hash(), open_time()));
        assert_eq!(found.expect("an answer").expect("a session").actor, holder(entry));
    });
}

#[test]
fn wrong_tries_cost_time_alike_for_codes_that_exist_and_codes_that_do_not() {
    both(|db| {
        let contest = a_contest(db);
        let begun = a_filled_draft(db, contest);
        let unknown = domain::entry::receipt::code_from("CM24", 5);
        let wrong = another(&begun.pin);
        let waits = |code: &str| -> Vec<Option<i64>> {
            let each = (0..6).map(|_| match look_up(db, code, &wrong, "n", open_time()) {
                LookedUp::Wrong => None,
                LookedUp::Wait { until } => Some(until.0 - open_time().0),
                LookedUp::Opened { .. } => panic!("a wrong PIN"),
            });
            each.collect()
        };
        let known = waits(begun.code.as_str());
        assert_eq!(known, waits(unknown.as_str()));
        assert_eq!(known, [None, None, None, None, None, Some(2_000)]);
        let right = begun.pin.digits();
        let waiting = look_up(db, begun.code.as_str(), right, "n", open_time());
        assert!(matches!(waiting, LookedUp::Wait { .. }), "also the right one waits");
        let elsewhere = look_up(db, begun.code.as_str(), right, "another network", open_time());
        assert!(matches!(elsewhere, LookedUp::Opened { .. }), "the owner elsewhere is not locked out");
        let later = open_time().plus_ms(2_000);
        assert!(matches!(look_up(db, begun.code.as_str(), right, "n", later), LookedUp::Opened { .. }));
    });
}

#[test]
fn a_new_pin_voids_the_old_one_and_its_sessions() {
    both(|db| {
        let contest = a_contest(db);
        let begun = a_filled_draft(db, contest);
        let (id, code, old) = (begun.entry, begun.code.clone(), begun.pin.digits());
        let LookedUp::Opened { token, .. } = look_up(db, code.as_str(), old, "n", open_time()) else {
            panic!("the right PIN");
        };
        let renew = |actor: Actor| {
            db.write_blocking(move |tx| entry::renew_pin(tx, &actor, id, &keys(), open_time()).map_err(fault))
        };
        assert!(renew(Actor::Anonymous).is_err());
        let new = renew(holder(id)).expect("a new PIN");
        let found = db.read_blocking(move |tx| session::find(tx, &token.hash(), open_time()));
        assert_eq!(found, Ok(None));
        if new.digits() != old {
            assert!(matches!(look_up(db, code.as_str(), old, "n", open_time()), LookedUp::Wrong));
        }
        let opened = look_up(db, code.as_str(), new.digits(), "n", open_time());
        assert!(matches!(opened, LookedUp::Opened { .. }));
        let facts = db.read_blocking(|tx| {
            let rows = tx.query("SELECT facts FROM audit", &[])?;
            rows.iter().map(|r| Ok(r.text(0)?.to_owned())).collect::<Result<Vec<_>, DbFault>>()
        });
        let facts = facts.expect("the log").join("");
        assert!(!facts.contains(new.digits()) && !facts.contains(old), "a PIN is in no log");
    });
}
