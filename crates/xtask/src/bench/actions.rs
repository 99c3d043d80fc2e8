//! The actions without pages: what handing in, saving a sheet and reading a board cost behind the door, to tell the rules and
//! the database apart from the web.

use super::figure::Figure;
use super::load::Shown;
use super::machine::cpu;
use super::seed::{self, marks};
use super::world::World;
use super::{Bench, Plan};
use anyhow::anyhow;
use app::act::Stop;
use app::db::{Db, Engine, Tx};
use app::once::once;
use app::{awards, entry, judging};
use domain::actor::Actor;
use std::future::Future;
use std::time::{Duration, Instant};

pub fn on_sqlite(bench: &mut Bench) -> anyhow::Result<Vec<Figure>> {
    bench.stop_site()?;
    let plan = bench.plan;
    on(&plan, bench.lite()?)
}

pub fn on_postgres(bench: &mut Bench) -> anyhow::Result<Vec<Figure>> {
    let plan = bench.plan;
    on(&plan, bench.postgres()?)
}

fn on(plan: &Plan, world: &mut World) -> anyhow::Result<Vec<Figure>> {
    let db = Db::open(&world.config)?;
    db.use_keys(&app::keys::Keys::of_folder(&world.data)?);
    let engine = match db.engine() {
        Engine::Sqlite => "SQLite",
        Engine::Postgres => "PostgreSQL",
    };
    let rt = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let mut out = Vec::new();
    let mut figure = |name: &str, runs: Vec<f64>, unit, note: String| {
        out.push(Figure::new("actions", format!("action, {engine}, {name}"), unit, runs).note(note));
    };
    for callers in [8, 64] {
        let mut note = String::new();
        let runs = plan.runs(|| {
            let range = world.take_drafts(plan.hand_ins / 5)?;
            let jobs: Vec<_> = world.seeded.drafts[range].iter().map(|d| d.entry).collect();
            let lists: Vec<Vec<_>> =
                (0..callers).map(|c| jobs.iter().skip(c).step_by(callers).copied().collect()).collect();
            let (shown, spent) = rt.block_on(all(&db, lists, move |db, id| async move {
                let (holder, key) = (Actor::EntryHolder { entry: id }, format!("hand-in-{}", id.0));
                write(&db, holder, key, move |tx, holder| {
                    entry::submit(tx, holder, id, seed::now()).map(|r| r.code.0)
                })
                .await
            }))?;
            note = spent;
            Ok(shown.rate())
        })?;
        figure(&format!("hand-in, {callers} callers"), runs, "/s", note);
    }
    let mut note = String::new();
    let runs = plan.runs(|| {
        let lists: Vec<Vec<_>> = world
            .seeded
            .judges
            .iter_mut()
            .map(|j| {
                let mut list = Vec::new();
                for sheet in &mut j.sheets {
                    let mut input = marks(sheet.id.0 as usize, 1);
                    input.seen = sheet.revision;
                    // Saving what is stored already would write nothing.
                    input.comments[0].1 =
                        format!("Số liệu làm thử rõ ràng, xem lại lần {}.", sheet.revision + 1);
                    sheet.revision += 1;
                    list.push((
                        j.actor.clone(),
                        format!("sheet-{}-{}", sheet.id.0, sheet.revision),
                        sheet.id,
                        input,
                    ));
                }
                list
            })
            .collect();
        let (shown, spent) = rt.block_on(all(&db, lists, move |db, (judge, key, id, input)| async move {
            write(&db, judge, key, move |tx, judge| {
                judging::save_sheet(tx, judge, id, &input, seed::now()).map(|s| s.revision.to_string())
            })
            .await
        }))?;
        note = spent;
        Ok(shown.rate())
    })?;
    figure("saved sheet, 8 callers", runs, "/s", note);
    let (contest, round) = (world.seeded.released, world.seeded.released_round);
    let mut read = |name: &str, f: fn(&mut Tx, _, _) -> Result<usize, String>| -> anyhow::Result<()> {
        let (spent, mut count) = (cpu("self"), 0);
        let runs = plan.runs(|| {
            let mut times = Vec::new();
            count += plan.reads;
            for _ in 0..plan.reads {
                let began = Instant::now();
                db.read_blocking(move |tx| f(tx, contest, round).map_err(Stop::refuse))
                    .map_err(|e: Stop<String>| anyhow!("{e:?}"))?;
                times.push(began.elapsed().as_secs_f64() * 1e3);
            }
            Ok(super::figure::median(&times))
        })?;
        let each = cpu("self").saturating_sub(spent).as_secs_f64() * 1e3 / count as f64;
        figure(name, runs, "ms", format!("{each:.1} ms of processor each"));
        Ok(())
    };
    read("board", |tx, _, round| {
        judging::board::see(tx, &Actor::System, round).map(|b| b.rows.len()).map_err(|e| format!("{e:?}"))
    })?;
    read("all scores", |tx, contest, _| {
        judging::export::scores(tx, &Actor::System, contest).map(|s| s.len()).map_err(|e| format!("{e:?}"))
    })?;
    read("standings", |tx, contest, _| {
        awards::view::standings(tx, &Actor::System, contest).map(|_| 1).map_err(|e| format!("{e:?}"))
    })?;
    Ok(out)
}

/// As a page does it: under the key of a form.
async fn write<R: std::fmt::Debug + Send + 'static>(
    db: &Db,
    actor: Actor,
    key: String,
    f: impl Fn(&mut Tx, &Actor) -> Result<String, Stop<R>> + Send + 'static,
) -> anyhow::Result<()> {
    let answer = db
        .write(move |tx| once(tx, &actor, &key, key.as_bytes(), seed::now(), |tx| f(tx, &actor)))
        .await
        .map_err(|stop| anyhow!("{stop:?}"))?;
    anyhow::ensure!(matches!(answer, app::once::Once::Now(_)), "answered {answer:?}");
    Ok(())
}

/// Every list by a caller of its own, one after the other. Answers also what processor time a job took in this process.
async fn all<J: Send + 'static, F: Future<Output = anyhow::Result<()>> + Send + 'static>(
    db: &Db,
    lists: Vec<Vec<J>>,
    once: impl Fn(Db, J) -> F + Copy + Send + 'static,
) -> anyhow::Result<(Shown, String)> {
    let (began, spent) = (Instant::now(), cpu("self"));
    let tasks: Vec<_> = lists
        .into_iter()
        .map(|list| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut latencies = Vec::new();
                for job in list {
                    let sent = Instant::now();
                    once(db.clone(), job).await?;
                    latencies.push(sent.elapsed().as_secs_f64() * 1e3);
                }
                Ok::<_, anyhow::Error>(latencies)
            })
        })
        .collect();
    let mut latencies = Vec::new();
    for task in tasks {
        latencies.append(&mut task.await??);
    }
    let shown = Shown::new(latencies, began.elapsed());
    let spent: Duration = cpu("self").saturating_sub(spent);
    let note = format!(
        "p50 {:.2} ms, p99 {:.2} ms, {:.0} µs of processor each",
        shown.median(),
        shown.quantile(0.99),
        spent.as_secs_f64() * 1e6 / shown.count() as f64
    );
    Ok((shown, note))
}
