//! The register of units: as files bring it, found by what people type, followed to successors, taken back.

use app::act::Stop;
use app::db::{Db, Tx};
use app::import::Known;
use app::import::known::{KnownUnit, KnownUnits};
use app::people::find_units::{Wanted, find_units};
use app::people::import_units::{UnitInput, import_units};
use app::people::undo_import::{UndoRefusal, imports};
use app::people::units::{TypedUnit, save_typed, unit_file};
use app::people::{self, store, undo_import};
use domain::actor::Actor;
use domain::ids::UnitId;
use domain::people::org_unit::{UnitClosed, UnitRefusal, accepts, standing_on};
use domain::people::{Role, WantedGrant};
use domain::time::{Day, Instant};
use std::collections::BTreeMap;
use testkit::engines::both;
use testkit::registry;

const NOW: Instant = Instant(1_751_337_000_000); // 2025-07-01T09:30+07:00
const CHUONG_MY: &[u8] = include_bytes!("../../../../data/chuong-my-2024/units.csv");

fn inputs(csv: &[u8]) -> Vec<UnitInput> {
    // A file may name units of the register; of those here it names the district.
    let there =
        |code: &str| KnownUnit { code: code.into(), name: "H".into(), valid_from: None, valid_to: None };
    let known = Known { units: Some(KnownUnits::new([there("H")])), ..Known::default() };
    let read = app::import::units::read("units.csv", csv, &known);
    assert!(read.is_clean(), "{:?}", read.problems);
    let rows = read.rows.into_iter().map(|r| UnitInput {
        code: r.code,
        name: r.name,
        kind: r.kind,
        parent_code: r.parent_code,
        valid_from: r.valid_from.map(Day),
        valid_to: r.valid_to.map(Day),
        successor_code: r.successor_code,
    });
    rows.collect()
}

fn import(db: &Db, csv: &[u8]) -> usize {
    let rows = inputs(csv);
    db.write_blocking(move |tx| import_units(tx, &Actor::System, &rows, "", NOW)).expect("written").created()
}

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn code(tx: &mut Tx, code: &str) -> Result<domain::people::OrgUnit, Stop<UnitRefusal>> {
    store::unit_by_code(tx, code)?.ok_or(Stop::NotFound)
}

#[test]
fn the_registers_of_2024_and_of_2025_stand_beside_each_other() {
    both(|db| {
        assert_eq!(import(db, CHUONG_MY), 78);
        db.read_blocking(|tx| {
            let units = store::units(tx)?;
            let communes = |on: &str| {
                let open = units.values().filter(|u| ["commune", "town", "ward"].contains(&u.kind.as_str()));
                open.filter(|u| accepts(u, day(on)).is_ok()).count()
            };
            assert_eq!((communes("2024-04-09"), communes("2025-07-01")), (32, 6));
            // Every commune of 2024 is followed to one of the six, over the merger in between where there was one.
            let mut into: BTreeMap<String, usize> = BTreeMap::new();
            for u in units.values().filter(|u| ["commune", "town"].contains(&u.kind.as_str())) {
                if u.valid_from.is_none() {
                    let now = standing_on(&units, u.id, day("2025-07-01")).expect("somebody follows");
                    *into.entry(units[&now].code.to_string()).or_default() += 1;
                    assert_eq!(standing_on(&units, u.id, day("2024-04-09")), Some(u.id));
                }
            }
            assert_eq!((into.len(), into.values().sum::<usize>()), (6, 32), "{into:?}");
            // Two of one name are two.
            let (old, new) = (code(tx, "X-PHUNGHIA")?, code(tx, "X25-PHUNGHIA")?);
            assert_eq!((&old.name, old.id == new.id), (&new.name, false));
            let closed = UnitClosed::NoLonger { last_day: day("2025-06-30"), successor: Some(new.id) };
            assert_eq!(accepts(&old, day("2025-07-01")), Err(closed));
            let wanted =
                Wanted { typed: "phu nghia".into(), on: Some(day("2025-07-02")), most: 10, offset: 0 };
            let (found, total) = find_units(tx, &wanted)?;
            assert_eq!((found.len(), total, found[0].unit.id), (1, 1, new.id));
            Ok::<_, Stop<UnitRefusal>>(())
        })
        .expect("read");
    });
}

#[test]
fn a_country_is_imported_and_every_spelling_finds_its_commune() {
    both(|db| {
        assert_eq!(import(db, registry::units_csv().as_bytes()), registry::PROVINCES + registry::COMMUNES);
        db.read_blocking(|tx| {
            let mut answers = Vec::new();
            for typed in ["thuy xuan tien", "Thuỷ Xuân Tiên", "THỦY XUÂN TIÊN", "tiên  thủy xuân", "x02025"]
            {
                let wanted = Wanted { typed: typed.into(), on: Some(NOW.day()), most: 10, offset: 0 };
                let (found, total) = find_units(tx, &wanted)?;
                assert_eq!(total, 1, "{typed}");
                answers.push((found[0].unit.code.to_string(), found[0].parent_name.is_some()));
            }
            assert!(answers.iter().all(|a| *a == ("X02025".to_owned(), true)), "{answers:?}");
            let all = Wanted { typed: String::new(), on: None, most: 100, offset: 3_300 };
            let (page, total) = find_units(tx, &all)?;
            assert_eq!((page.len(), total), (55, 3_355));
            let none = Wanted { typed: "%".into(), on: None, most: 5, offset: 0 };
            // A sign is no letter: it is folded away, and an empty search finds all.
            assert_eq!(find_units(tx, &none)?.1, 3_355);
            Ok::<_, Stop<UnitRefusal>>(())
        })
        .expect("read");
    });
}

const FIRST: &[u8] = b"code,name,kind,parent_code,quota,valid_from,valid_to,successor_code\nH,Huyen,district,,none,,,\nA,Xa A,commune,H,none,,,\n";
const SECOND: &[u8] = b"code,name,kind,parent_code,quota,valid_from,valid_to,successor_code\nA,Xa A moi,commune,H,none,,2025-06-30,B: 60; C: 40\nB,Xa B,commune,H,none,2025-07-01,,\nC,Xa C,commune,H,none,2025-07-01,,\n";

#[test]
fn an_import_is_undone_while_nothing_stands_on_it() {
    both(|db| {
        import(db, FIRST);
        assert_eq!(import(db, SECOND), 2);
        let undo = |id: i64| db.write_blocking(move |tx| undo_import(tx, &Actor::System, id, NOW));
        let newest = db.read_blocking(|tx| imports(tx, &Actor::System)).expect("a list")[0].clone();
        assert_eq!((newest.created, newest.changed, newest.undone_at), (2, 1, None));
        // The earlier one has the district that the later units belong to, and a unit that was changed since.
        let refused = |out: Result<_, Stop<UndoRefusal>>| match out {
            Err(Stop::Refused(why)) => why,
            other => panic!("{other:?}"),
        };
        let why = refused(undo(1).map(|_| ()));
        assert!(why.contains(&UndoRefusal::ChangedSince { code: "A".into() }), "{why:?}");
        assert!(why.contains(&UndoRefusal::StandsOnIt { code: "H".into(), what: "unit".into() }), "{why:?}");
        // A role on a new unit is in the way, until it is taken away.
        let grant = db
            .write_blocking(|tx| {
                let b = code(tx, "B")?.id;
                let draft = people::accounts::AccountDraft {
                    name: "Lê Văn Bình".into(),
                    login: "binh".into(),
                    email: String::new(),
                    lang: "vi".into(),
                };
                let id = people::create_account(tx, &Actor::System, &draft, NOW)
                    .map_err(|stop| stop.map(|_| UnitRefusal::BadKind))?;
                Ok::<_, Stop<UnitRefusal>>(store::insert_grant(
                    tx,
                    id,
                    &WantedGrant::of_unit(Role::Clerk, b),
                )?)
            })
            .expect("a role");
        let standing = UndoRefusal::StandsOnIt { code: "B".into(), what: "role".into() };
        assert_eq!(refused(undo(2).map(|_| ())), [standing]);
        db.write_blocking(move |tx| store::delete_grant(tx, grant)).expect("taken away");
        // So is an act on many entries at its desk, which nothing else would name.
        let bulk = db.write_blocking(|tx| {
            let b = code(tx, "B")?.id;
            let contest = tx.one(
                "INSERT INTO contest (code, name, phase, units_send_before_at, organiser_unit_id, standing_unit_id, created_at) \
                 SELECT 'X', 'X', 'draft', 1, id, id, 1 FROM org_unit WHERE code = 'H' RETURNING id",
                &[],
            )?;
            let sql = "INSERT INTO bulk_act (contest_id, unit_id, act, items, done_at) VALUES ($1, $2, 'receive', '[]', 1)";
            tx.exec(sql, &[contest.int(0)?.into(), b.0.into()])?;
            Ok::<_, Stop<UnitRefusal>>(())
        });
        bulk.expect("an act on many entries");
        let standing = UndoRefusal::StandsOnIt { code: "B".into(), what: "entry".into() };
        assert_eq!(refused(undo(2).map(|_| ())), [standing]);
        db.write_blocking(|tx| {
            tx.exec("DELETE FROM bulk_act", &[])?;
            tx.exec("DELETE FROM contest", &[]).map(|_| ())
        })
        .expect("taken away");
        undo(2).expect("undone");
        assert_eq!(refused(undo(2).map(|_| ())), [UndoRefusal::AlreadyUndone]);
        let left = db
            .read_blocking(|tx| {
                let a = code(tx, "A")?;
                let file = unit_file(tx, &Actor::System, a.id)?;
                Ok::<_, Stop<UnitRefusal>>((
                    store::list_units(tx)?.len(),
                    a.name,
                    a.valid_to,
                    file.successors,
                ))
            })
            .expect("read");
        assert_eq!(left, (2, "Xa A".to_owned(), None, String::new()));
        undo(1).expect("now nothing stands on it");
        assert_eq!(db.read_blocking(store::list_units), Ok(vec![]));
        // And it can be imported again.
        import(db, FIRST);
        import(db, SECOND);
    });
}

#[test]
fn a_split_unit_is_followed_by_its_greatest_part_and_shows_all() {
    both(|db| {
        import(db, FIRST);
        import(db, SECOND);
        db.write_blocking(|tx| {
            let (a, b, c) = (code(tx, "A")?.id, code(tx, "B")?.id, code(tx, "C")?.id);
            let file = unit_file(tx, &Actor::System, a)?;
            assert_eq!(file.successors, "B: 60; C: 40");
            assert_eq!(
                file.followers.iter().map(|(u, s)| (u.id, s.0)).collect::<Vec<_>>(),
                [(b, 6_000), (c, 4_000)]
            );
            let of_c = unit_file(tx, &Actor::System, c)?;
            assert_eq!(of_c.predecessors.iter().map(|u| u.id).collect::<Vec<_>>(), [a]);
            assert_eq!(standing_on(&store::units(tx)?, a, NOW.day()), Some(b));
            let typed = |successors: &str| TypedUnit {
                code: "A".into(),
                name: "Xa A".into(),
                kind: "commune".into(),
                parent: "H".into(),
                valid_to: Some(day("2025-06-30")),
                successors: successors.into(),
                ..TypedUnit::default()
            };
            let save = |tx: &mut Tx, text: &str| save_typed(tx, &Actor::System, Some(a), &typed(text), NOW);
            for (text, why) in [
                ("B: 60; C: 41", UnitRefusal::SharesNotWhole),
                ("B: 60; A: 40", UnitRefusal::SuccessorCircle),
                ("KHONG-CO", UnitRefusal::UnknownSuccessor),
            ] {
                match save(tx, text) {
                    Err(Stop::Refused(found)) => assert!(found.contains(&why), "{text}: {found:?}"),
                    other => panic!("{text}: {other:?}"),
                }
            }
            assert_eq!(save(tx, "B: 30; C: 70")?, a);
            assert_eq!(standing_on(&store::units(tx)?, a, NOW.day()), Some(c));
            assert_eq!(save(tx, "B")?, a);
            let file = unit_file(tx, &Actor::System, a)?;
            assert_eq!((file.successors.as_str(), file.followers.len()), ("B", 1));
            let none: Vec<UnitId> =
                unit_file(tx, &Actor::System, c)?.predecessors.iter().map(|u| u.id).collect();
            assert_eq!(none, []);
            Ok::<_, Stop<UnitRefusal>>(())
        })
        .expect("written");
    });
}
