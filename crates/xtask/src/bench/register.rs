//! The register of a whole country: read, looked at, written; and one unit found among 3,355.

use super::Bench;
use super::figure::{Asked, Figure};
use anyhow::{Context, ensure};
use app::db::{Db, DbConfig};
use app::import::Known;
use app::people::find_units::{Wanted, find_units};
use app::people::import_units::{UnitInput, import_units, preview_units};
use domain::actor::Actor;
use domain::time::{Day, Instant as At};
use std::time::Instant;
use testkit::registry;

const NOW: At = At(1_751_337_000_000);
const SPELLINGS: [&str; 3] = ["thuy xuan tien", "Thuỷ Xuân Tiên", "THỦY XUÂN TIÊN"];
const SEARCHES: u32 = 60;

pub fn figures(bench: &mut Bench) -> anyhow::Result<Vec<Figure>> {
    let csv = registry::units_csv();
    let mut runs = Vec::new();
    let mut last = None;
    for n in 0..bench.plan.repeat {
        let path = bench.dir.path().join(format!("register-{n}.db"));
        let db = Db::open(&DbConfig::Sqlite { path, readers: 2 })?;
        db.migrate(NOW.0)?;
        let began = Instant::now();
        let rows = read(&csv)?;
        let looked = rows.clone();
        db.read_blocking(move |tx| preview_units(tx, &Actor::System, &looked))
            .map_err(|stop| anyhow::anyhow!("{stop:?}"))?;
        let plan = db
            .write_blocking(move |tx| import_units(tx, &Actor::System, &rows, "", NOW))
            .map_err(|stop| anyhow::anyhow!("{stop:?}"))?;
        runs.push(began.elapsed().as_secs_f64() * 1_000.0);
        ensure!(plan.created() == registry::PROVINCES + registry::COMMUNES, "not all were written");
        last = Some(db);
    }
    let db = last.context("at least one run")?;
    let mut searches = Vec::new();
    for n in 0..SEARCHES {
        let typed = SPELLINGS[n as usize % SPELLINGS.len()].to_owned();
        let began = Instant::now();
        let (found, total) = db.read_blocking(move |tx| {
            let wanted = Wanted { typed: typed.clone(), on: Some(NOW.day()), most: 50, offset: 0 };
            find_units(tx, &wanted)
        })?;
        searches.push(began.elapsed().as_secs_f64() * 1_000.0);
        ensure!(total == 1 && found[0].unit.name == "Xã Thuỷ Xuân Tiên", "{total} were found");
    }
    Ok(vec![
        Figure::new("register", "3,355 units read, looked at, written", "ms", runs)
            .asked(Asked::AtMost(2_000.0)),
        Figure::new("register", "one unit found among them", "ms", searches).asked(Asked::AtMost(5.0)),
    ])
}

fn read(csv: &str) -> anyhow::Result<Vec<UnitInput>> {
    let read = app::import::units::read("units.csv", csv.as_bytes(), &Known::default());
    ensure!(read.is_clean(), "the register has problems: {:?}", read.problems.first());
    let rows = read.rows.into_iter().map(|r| UnitInput {
        code: r.code,
        name: r.name,
        kind: r.kind,
        parent_code: r.parent_code,
        valid_from: r.valid_from.map(Day),
        valid_to: r.valid_to.map(Day),
        successor_code: r.successor_code,
    });
    Ok(rows.collect())
}
