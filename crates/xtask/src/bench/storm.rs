//! The last minute before a deadline: 5,000 hand-ins come faster and faster, 1,000 more in the first second after it.
//!
//! Requests are sent at planned moments, whatever became of the earlier ones; a latency counts from the planned moment. Every
//! hand-in before the deadline must be acknowledged and found in the database, none after it may be taken.

use super::figure::{Asked, Figure};
use super::load::Shown;
use super::server::Server;
use super::site::binary;
use super::world::World;
use super::{Bench, http, seed::Size};
use anyhow::{Context, ensure};
use app::clock::Clock;
use app::db::Db;
use domain::time::Instant as Moment;
use std::net::SocketAddr;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Browsers with a line of their own each.
const CLIENTS: usize = 600;
/// The contest that takes entries closes at this moment. Source: `seed`, its dates.
const DEADLINE: &str = "2024-04-10T00:00:00+07:00";
/// Nothing is sent so shortly before and after the deadline: the plan and the server's clock differ by less.
const EDGE_MS: f64 = 40.0;

pub fn on_sqlite(bench: &mut Bench) -> anyhow::Result<Vec<Figure>> {
    storm(bench, None, "SQLite")
}

pub fn on_postgres(bench: &mut Bench) -> anyhow::Result<Vec<Figure>> {
    let url = bench.database("storm")?;
    storm(bench, Some(&url), "PostgreSQL")
}

fn storm(bench: &mut Bench, url: Option<&str>, engine: &str) -> anyhow::Result<Vec<Figure>> {
    let (before, after, seconds) = bench.plan.storm;
    bench.stop_site()?;
    let dir = bench.dir.path().join(format!("storm-{engine}"));
    let world = World::make(Size { entries: 2, drafts: before + after }, &dir, url)?;
    let deadline = Moment::parse(DEADLINE).context("written here")?;
    let lead = Duration::from_secs_f64(seconds + 3.0);
    {
        let db = Db::open(&world.config)?;
        let start = deadline.plus_ms(-i64::try_from(lead.as_millis())?);
        let rt = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        rt.block_on(Clock::starting_at(start).keep(&db))?;
        let later = start.0 - super::seed::now().0;
        db.write_blocking(move |tx| app::session::shift_all(tx, later))?;
    }
    // The server goes on from the clock that was kept: system time moved by a fixed amount.
    let db = Db::open_to_read(&world.config)?;
    let shift = db.read_blocking(|tx| tx.one("SELECT shift_ms FROM clock WHERE id = 1", &[])?.int(0))?;
    let closes = UNIX_EPOCH + Duration::from_millis(u64::try_from(deadline.0 - shift)?);
    let server = Server::serve(&binary(), &world.data, url, &dir.join("server.log"))?;
    let requests = plan(server.addr, &world, before, after, seconds);
    let rt = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (early, late) = rt.block_on(send(server.addr, requests, closes))?;
    let (_, memory) = server.memory_mb();
    server.stop()?;

    let (acknowledged, refused) = (early.taken, late.refused);
    ensure!(
        acknowledged == before,
        "{acknowledged} of {before} hand-ins before the deadline were acknowledged"
    );
    ensure!(refused == after, "{refused} of {after} hand-ins after the deadline were refused");
    let open = world.seeded.open.0;
    let sql = "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN submitted_at >= $2 THEN 1 ELSE 0 END), 0) AS BIGINT) FROM entry \
               WHERE contest_id = $1 AND state = 'handed_in'";
    let (found, beyond) = db.read_blocking(move |tx| {
        let row = tx.one(sql, &[open.into(), deadline.0.into()])?;
        Ok::<_, app::db::DbFault>((row.int(0)?, row.int(1)?))
    })?;
    ensure!(found == i64::try_from(before)? && beyond == 0, "{found} are there, {beyond} of them late");
    let mut out = Vec::new();
    for (name, times) in
        [("before the deadline, acknowledged and found", early), ("in the second after it, refused", late)]
    {
        let count = times.taken + times.refused;
        let shown = Shown::new(times.latencies, Duration::from_secs_f64(seconds));
        out.push(
            Figure::new(
                "storm",
                format!("p99 of {count} hand-ins {name}, {engine}"),
                "ms",
                vec![shown.quantile(0.99)],
            )
            .asked(Asked::AtMost(250.0))
            .note(format!(
                "p50 {:.1} ms, worst {:.0} ms, {memory:.0} MB",
                shown.median(),
                shown.quantile(1.0)
            )),
        );
    }
    Ok(out)
}

/// A request and when it is sent, in milliseconds from the deadline.
type Planned = (f64, Vec<u8>);

/// The closer to the deadline, the denser.
fn plan(addr: SocketAddr, world: &World, before: usize, after: usize, seconds: f64) -> Vec<Planned> {
    let ready = &world.seeded.drafts;
    ready
        .iter()
        .enumerate()
        .map(|(n, d)| {
            let at = match n.checked_sub(before) {
                None => {
                    -EDGE_MS - (seconds * 1e3 - EDGE_MS) * (1.0 - ((n as f64 + 0.5) / before as f64).sqrt())
                }
                Some(m) => EDGE_MS + (1e3 - EDGE_MS) * (m as f64 + 0.5) / after as f64,
            };
            let key = format!("{:032x}", n + 1);
            let path = format!("/entries/{}/submit", d.entry.0);
            (at, http::post(addr, &path, &format!("eid={}", d.token), &[("form_key", &key)]))
        })
        .collect()
}

#[derive(Default)]
struct Times {
    latencies: Vec<f64>,
    taken: usize,
    refused: usize,
}

/// Sends everything at its moment; what was planned before the deadline, and after it.
async fn send(
    addr: SocketAddr,
    requests: Vec<Planned>,
    closes: SystemTime,
) -> anyhow::Result<(Times, Times)> {
    let left = closes.duration_since(SystemTime::now()).context("the deadline is over before it began")?;
    let closes = Instant::now() + left;
    let mut tasks = Vec::new();
    for list in super::site::deal(requests, CLIENTS) {
        let mut client = http::Client::connect(addr).await?;
        tasks.push(tokio::spawn(async move {
            let (mut early, mut late) = (Times::default(), Times::default());
            for (at, request) in list {
                let planned = if at < 0.0 {
                    closes.checked_sub(Duration::from_secs_f64(-at / 1e3)).unwrap_or(closes)
                } else {
                    closes + Duration::from_secs_f64(at / 1e3)
                };
                tokio::time::sleep_until(planned.into()).await;
                let status = client.send(&request).await?.status;
                let times = if at < 0.0 { &mut early } else { &mut late };
                times.latencies.push(planned.elapsed().as_secs_f64() * 1e3);
                match status {
                    303 => times.taken += 1,
                    422 => times.refused += 1,
                    other => anyhow::bail!("a hand-in {at:.0} ms from the deadline answered {other}"),
                }
            }
            Ok::<_, anyhow::Error>((early, late))
        }));
    }
    let (mut early, mut late) = (Times::default(), Times::default());
    for task in tasks {
        let (e, l) = task.await??;
        for (sum, one) in [(&mut early, e), (&mut late, l)] {
            sum.latencies.extend(one.latencies);
            sum.taken += one.taken;
            sum.refused += one.refused;
        }
    }
    Ok((early, late))
}
