//! The database door by itself, with jobs that do next to nothing: what a write and a read cost before any rule of ours.

use super::figure::Figure;
use super::load::Shown;
use super::machine::cpu;
use super::{Bench, Plan};
use app::db::{Db, DbConfig, DbFault, Engine, Migration, Tx};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

const TABLE: &str =
    "CREATE TABLE job_row (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
    CREATE TABLE sheet (id INTEGER PRIMARY KEY, revision INTEGER NOT NULL, marks TEXT NOT NULL) STRICT;";
const STEPS: &[Migration] = &[Migration { version: 1, name: "bench", sqlite: TABLE, postgres: TABLE }];
const SHEETS: i64 = 5_000;
const BODY: &str = r#"{"criterion":"novelty","marks":[1650,1400,900,800,290],"comment":"Giải pháp rõ, đã áp dụng thử ở một xã, số liệu đủ."}"#;

/// What a caller asks again and again.
#[derive(Clone, Copy)]
enum Ask {
    /// One insert that answers its id.
    Insert,
    /// The shape of a saved sheet: three reads, an update, two inserts.
    Save,
    /// One row by its key.
    Read,
}

impl Ask {
    fn name(self) -> &'static str {
        match self {
            Ask::Insert => "write of 1 statement",
            Ask::Save => "write of 6 statements",
            Ask::Read => "read of 1 row",
        }
    }
}

pub fn figures(bench: &mut Bench) -> anyhow::Result<Vec<Figure>> {
    let plan = bench.plan;
    let path = bench.dir.path().join("door.db");
    let mut out = on(&plan, &DbConfig::Sqlite { path, readers: 2 })?;
    let url = bench.database("door")?;
    out.append(&mut on(&plan, &DbConfig::Postgres { url, threads: 8 })?);
    Ok(out)
}

fn on(plan: &Plan, config: &DbConfig) -> anyhow::Result<Vec<Figure>> {
    let db = Db::open(config)?;
    db.migrate_with(STEPS, 0)?;
    db.write_blocking(|tx| {
        for id in 1..=SHEETS {
            tx.exec("INSERT INTO sheet (id, revision, marks) VALUES ($1, 0, '')", &[id.into()])?;
        }
        Ok::<_, DbFault>(())
    })?;
    let engine = match config.engine() {
        Engine::Sqlite => "SQLite",
        Engine::Postgres => "PostgreSQL",
    };
    let rt = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let mut out = Vec::new();
    for ask in [Ask::Insert, Ask::Save, Ask::Read] {
        for callers in [1, 8, 16, 64] {
            let mut last = String::new();
            let runs = plan.runs(|| {
                let spent = cpu("self");
                let shown = rt.block_on(load(&db, ask, callers, plan.time()))?;
                let spent = cpu("self").saturating_sub(spent).as_secs_f64() * 1e6 / shown.count() as f64;
                let (p50, p99) = (shown.median(), shown.quantile(0.99));
                last = format!("p50 {p50:.2} ms, p99 {p99:.2} ms, {spent:.0} µs of processor each");
                Ok(shown.rate())
            })?;
            let name = format!("door, {engine}, {}, {callers} callers", ask.name());
            out.push(Figure::new("door", name, "jobs/s", runs).note(last));
        }
    }
    Ok(out)
}

async fn load(db: &Db, ask: Ask, callers: usize, time: Duration) -> anyhow::Result<Shown> {
    let began = Instant::now();
    let end = began + time;
    let next = Arc::new(AtomicI64::new(1));
    let tasks: Vec<_> = (0..callers)
        .map(|_| {
            let (db, next) = (db.clone(), next.clone());
            tokio::spawn(async move {
                let mut latencies = Vec::new();
                loop {
                    let sent = Instant::now();
                    if sent >= end {
                        return Ok::<_, DbFault>(latencies);
                    }
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    match ask {
                        Ask::Insert => drop(db.write(move |tx| insert(tx, n)).await?),
                        Ask::Save => db.write(move |tx| save(tx, n)).await?,
                        Ask::Read => drop(db.read(move |tx| read(tx, n % SHEETS + 1)).await?),
                    }
                    latencies.push(sent.elapsed().as_secs_f64() * 1e3);
                }
            })
        })
        .collect();
    let mut latencies = Vec::new();
    for task in tasks {
        latencies.append(&mut task.await??);
    }
    Ok(Shown::new(latencies, began.elapsed()))
}

fn insert(tx: &mut Tx, n: i64) -> Result<i64, DbFault> {
    tx.one("INSERT INTO job_row (at, body) VALUES ($1, $2) RETURNING id", &[n.into(), BODY.into()])?.int(0)
}

fn read(tx: &mut Tx, id: i64) -> Result<i64, DbFault> {
    tx.one("SELECT revision, marks FROM sheet WHERE id = $1", &[id.into()])?.int(0)
}

fn save(tx: &mut Tx, n: i64) -> Result<(), DbFault> {
    let id = n % SHEETS + 1;
    let revision = read(tx, id)?;
    tx.one("SELECT count(*) FROM sheet WHERE id = $1 AND revision >= $2", &[id.into(), revision.into()])?;
    tx.opt("SELECT id FROM job_row WHERE id = $1", &[id.into()])?;
    tx.exec("UPDATE sheet SET revision = revision + 1, marks = $2 WHERE id = $1", &[id.into(), BODY.into()])?;
    insert(tx, n)?;
    insert(tx, n)?;
    Ok(())
}
