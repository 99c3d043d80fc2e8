//! Raw SQL against the gate: a table of attacks, each refused on both engines, and each let through as soon as the guards named
//! beside it are dropped. A guard without an attack of its own fails the test: nobody would notice that it is gone.

mod scene;
mod table;

use app::db::{Db, DbFault, Engine, Tx};
use scene::Scene;
use std::collections::{BTreeMap, BTreeSet};
use table::{Attack, On, attacks};
use testkit::engines::both;

/// What came of an attack.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Came {
    Through,
    Refused(String),
    /// Not for the reason that is tested: wrong SQL, for one.
    Broken(String),
}

/// Ends an attempt so that everything in it is undone.
enum Undo {
    Fault(DbFault),
    Came(Came),
}

impl From<DbFault> for Undo {
    fn from(fault: DbFault) -> Undo {
        Undo::Fault(fault)
    }
}

/// Drops these guards, runs the attack, undoes both.
fn attempt(tx: &mut Tx, scene: &Scene, dropped: &[&str], attack: &Attack) -> Result<Came, DbFault> {
    let end = tx.attempt(|tx| -> Result<(), Undo> {
        for guard in dropped {
            let table =
                scene.tables.get(*guard).ok_or_else(|| DbFault::other(format!("no guard {guard}")))?;
            let tail = if tx.engine() == Engine::Postgres { format!(" ON {table}") } else { String::new() };
            tx.exec(&format!("DROP TRIGGER {guard}{tail}"), &[])?;
        }
        for sql in attack.sql {
            let sql = scene.with_names(sql);
            if let Err(fault) = tx.exec(&sql, &[]) {
                return Err(Undo::Came(match fault {
                    DbFault::Guard { message } => Came::Refused(message),
                    DbFault::UniqueViolation { constraint } => Came::Refused(format!("unique {constraint}")),
                    DbFault::ForeignKey { detail } => Came::Refused(format!("foreign key: {detail}")),
                    DbFault::Check { constraint } => Came::Refused(format!("check {constraint}")),
                    other => Came::Broken(format!("{sql}: {other}")),
                }));
            }
        }
        Err(Undo::Came(Came::Through))
    });
    match end {
        Err(Undo::Came(came)) => Ok(came),
        Err(Undo::Fault(fault)) => Err(fault),
        Ok(()) => Err(DbFault::other("an attempt ends by being undone")),
    }
}

fn on(engine: Engine) -> impl Iterator<Item = &'static Attack> {
    attacks().filter(move |a| match a.on {
        On::Both => true,
        On::Sqlite => engine == Engine::Sqlite,
        On::Postgres => engine == Engine::Postgres,
    })
}

/// Runs in one transaction that is undone as a whole.
fn in_scene<T: Send + 'static>(
    db: &Db,
    f: impl Fn(&mut Tx, &Scene) -> Result<T, DbFault> + Send + 'static,
) -> T {
    let scene = Scene::set(db);
    db.write_blocking(move |tx| f(tx, &scene)).expect("a database")
}

#[test]
fn every_attack_is_refused() {
    both(|db| {
        let engine = db.engine();
        let got = in_scene(db, move |tx, scene| {
            on(engine).map(|a| Ok((a.name, attempt(tx, scene, &[], a)?))).collect::<Result<Vec<_>, DbFault>>()
        });
        let passed: Vec<_> = got.iter().filter(|(_, came)| !matches!(came, Came::Refused(_))).collect();
        assert!(passed.is_empty(), "{engine:?}: {passed:#?}");
        assert!(got.len() >= 90, "{engine:?}: only {} attacks", got.len());
        eprintln!("{engine:?}: {} attacks refused", got.len());
    });
}

#[test]
fn every_attack_passes_when_its_guards_are_dropped() {
    both(|db| {
        let engine = db.engine();
        let got = in_scene(db, move |tx, scene| {
            let guarded = on(engine).filter(|a| !a.by.is_empty());
            guarded.map(|a| Ok((a.name, attempt(tx, scene, a.by, a)?))).collect::<Result<Vec<_>, DbFault>>()
        });
        let stopped: Vec<_> = got.iter().filter(|(_, came)| *came != Came::Through).collect();
        assert!(stopped.is_empty(), "{engine:?}: a guard is missing in the list: {stopped:#?}");
    });
}

/// How many attacks get through where one guard alone is missing.
#[test]
fn every_guard_is_missed_when_it_is_gone() {
    both(|db| {
        let engine = db.engine();
        let through = in_scene(db, move |tx, scene| {
            let named: BTreeSet<&str> = on(engine).flat_map(|a| a.by.iter().copied()).collect();
            let mut through: BTreeMap<&str, usize> = BTreeMap::new();
            for guard in named {
                let theirs = on(engine).filter(|a| a.by.contains(&guard));
                let mut count = 0;
                for attack in theirs {
                    count += usize::from(attempt(tx, scene, &[guard], attack)? == Came::Through);
                }
                through.insert(guard, count);
            }
            Ok((through, scene.guards.clone()))
        });
        let (through, guards) = through;
        for (guard, count) in &through {
            eprintln!("{engine:?} without {guard}: {count} through");
        }
        let unnoticed: Vec<&String> =
            guards.iter().filter(|g| through.get(g.as_str()).copied().unwrap_or(0) == 0).collect();
        assert!(unnoticed.is_empty(), "{engine:?}: nobody would miss {unnoticed:?}");
    });
}

/// Whoever writes the whole chain by hand has to write lines of the log too, and cannot give them their hashes.
#[test]
fn a_forged_chain_breaks_the_log() {
    both(|db| {
        let scene = Scene::set(db);
        let lines = |event: &str, subject: &str, id: &str, facts: &str| {
            format!(
                "INSERT INTO audit (seq, at, actor, event, contest_id, subject, subject_id, facts, prev_hash, hash) \
                 SELECT h.seq + 1, 1, 'system', '{event}', NULL, '{subject}', {id}, {facts}, h.hash, {{zero}} FROM audit_head h"
            )
        };
        let hash = match db.engine() {
            Engine::Sqlite => "lower(hex(dossier_hash))",
            Engine::Postgres => "encode(dossier_hash, 'hex')",
        };
        let confirmed = format!(
            "(SELECT '{{\"version\":1,\"dossier\":\"' || {hash} || '\"}}' FROM entry_version WHERE entry_id = {{E}} AND version = 1)"
        );
        let steps = [
            "INSERT INTO gate (entry_id, verdict, verdict_version, verdict_at) VALUES ({E}, 'selected', 1, 1)".to_owned(),
            "INSERT INTO screening_sheet (entry_id, version, verdict, reason, findings, by_name, at) VALUES ({E}, 1, 'selected', '', '[]', 'x', 1)".to_owned(),
            lines("screening.screened", "entry", "{E}", "'{\"version\":1,\"verdict\":\"selected\"}'"),
            "INSERT INTO confirmation (entry_id, version, dossier_hash, level, feasibility, remarks, by_name, at) SELECT entry_id, 1, dossier_hash, 'x', 'x', '', 'x', 1 FROM entry_version WHERE entry_id = {E}".to_owned(),
            lines("screening.confirmed", "entry", "{E}", &confirmed),
            "INSERT INTO batch (id, contest_id, unit_id, year, number, state, created_at) VALUES (9001, {contest}, {unit}, 2024, 900, 'forwarded', 1)".to_owned(),
            "INSERT INTO batch_item (batch_id, entry_id, version, added_at) VALUES (9001, {E}, 1, 1)".to_owned(),
            "UPDATE batch SET forwarded_at = {early} WHERE id = 9001".to_owned(),
            lines("screening.forwarded", "batch", "9001", "'{}'"),
            "UPDATE gate SET arrived_at = {early}, arrived_version = 1 WHERE entry_id = {E}".to_owned(),
            "UPDATE gate SET intake = 'accepted' WHERE entry_id = {E}".to_owned(),
            "INSERT INTO score_sheet (round_id, entry_id, judge_id, role, assigned_at) VALUES ({round}, {E}, {judge}, 'regular', 1)".to_owned(),
        ];
        let steps: Vec<String> = steps.iter().map(|s| scene.with_names(s)).collect();
        let done = db.write_blocking(move |tx| {
            for sql in &steps {
                tx.exec(sql, &[]).map_err(|f| DbFault::other(format!("{sql}: {f}")))?;
            }
            Ok::<_, DbFault>(())
        });
        assert_eq!(
            done,
            Ok(()),
            "consistent rows with lines of the log are what no trigger can tell from the truth"
        );
        let log = db.read_blocking(app::audit::verify).expect("readable");
        assert!(log.is_err(), "but the log tells: {log:?}");
    });
}
