//! Reminders before the units' deadline: to those that are behind, and only to them, each once.

use crate::screening_world::{at, play};
use app::db::{Db, DbFault, Row, Tx};
use app::{notices, outbox, people};
use domain::actor::Actor;
use domain::ids::UnitId;
use domain::people::{Role, WantedGrant};
use domain::time::Instant;
use std::collections::BTreeSet;
use std::path::Path;
use testkit::engines::both;

/// Units with a mandatory quota that have no selected entry with the committee in time: counted by hand, not by the board.
const BEHIND: &str = "SELECT u.code FROM contest_unit x JOIN org_unit u ON u.id = x.unit_id JOIN contest c ON c.id = x.contest_id \
    WHERE x.quota = 'required' AND NOT EXISTS (SELECT 1 FROM entry e JOIN gate g ON g.entry_id = e.id WHERE e.contest_id = c.id AND e.unit_id = u.id \
    AND e.state = 'handed_in' AND g.verdict = 'selected' AND g.arrived_at < c.units_send_before_at)";

/// A clerk with an address for every unit that takes part.
fn clerks(tx: &mut Tx, now: Instant) -> Result<(), DbFault> {
    let units =
        tx.query("SELECT u.id, u.code FROM contest_unit x JOIN org_unit u ON u.id = x.unit_id", &[])?;
    for unit in units {
        let (id, code) = (unit.int(0)?, unit.text(1)?.to_lowercase());
        let draft = people::accounts::AccountDraft {
            name: "Lê Văn Bình".into(),
            login: format!("vt.{code}"),
            email: format!("{code}@vidu.vn"),
            lang: "vi".into(),
        };
        let person = people::create_account(tx, &Actor::System, &draft, now).expect("an account");
        people::store::insert_grant(tx, person, &WantedGrant::of_unit(Role::Clerk, UnitId(id)))?;
    }
    Ok(())
}

fn remind(db: &Db, now: Instant) -> usize {
    db.write_blocking(move |tx| notices::remind(tx, now)).expect("reminded")
}

#[test]
fn units_that_are_behind_are_reminded_and_only_they() {
    both(|db| {
        play(db, &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/chuong-my-2024"));
        let morning = at("2024-04-08T07:30:00");
        db.write_blocking(move |tx| clerks(tx, morning)).expect("clerks");
        // What the play told is another matter.
        db.write_blocking(|tx| {
            tx.exec("DELETE FROM message", &[])?;
            tx.exec("DELETE FROM notice", &[])
        })
        .expect("empty");
        let behind: BTreeSet<String> = db
            .read_blocking(|tx| {
                let rows = tx.query(BEHIND, &[])?;
                let address = |r: &Row| Ok::<_, DbFault>(format!("{}@vidu.vn", r.text(0)?.to_lowercase()));
                rows.iter().map(address).collect::<Result<_, _>>()
            })
            .expect("units");
        assert!(behind.len() > 3, "{behind:?}");
        assert_eq!(remind(db, at("2024-04-01T09:00:00")), 0, "too early");
        assert_eq!(remind(db, at("2024-04-08T07:29:59")), 0);
        assert_eq!(remind(db, morning), behind.len());
        assert_eq!(remind(db, morning.plus_ms(60_000)), 0, "once is enough");
        let told: BTreeSet<String> = db
            .write_blocking(move |tx| {
                while notices::sort(tx, morning)? > 0 {}
                Ok::<_, DbFault>(outbox::waiting(tx, 1_000)?.into_iter().map(|l| l.address).collect())
            })
            .expect("letters");
        assert_eq!(told, behind);
        // Who has caught up before the letter is posted is left alone.
        let caught_up = behind.first().expect("one").trim_end_matches("@vidu.vn").to_uppercase();
        let posted: BTreeSet<String> = db
            .write_blocking(move |tx| {
                tx.exec(
                    "UPDATE contest_unit SET quota = 'encouraged' WHERE unit_id = (SELECT id FROM org_unit WHERE code = $1)",
                    &[(&caught_up).into()],
                )?;
                let mut posted = BTreeSet::new();
                for mut due in outbox::lease(tx, 1_000, 60_000, morning)? {
                    if notices::still_meant(tx, &mut due, morning)? {
                        posted.insert(due.address);
                    }
                }
                Ok::<_, DbFault>(posted)
            })
            .expect("posted");
        assert_eq!(posted, behind.iter().skip(1).cloned().collect());
        assert_eq!(remind(db, at("2024-04-10T00:00:00")), 0, "too late");
    });
}
