//! What this machine can do at best: an axum handler that does nothing, and SQLite without anything of ours around it.

use super::Bench;
use super::figure::Figure;
use super::{http, load};
use axum::Router;
use axum::routing::get;
use bytes::Bytes;
use rusqlite::Connection;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

/// A server in this process that answers every GET of `/<size>` with so many bytes, on two threads like the product.
pub struct Empty {
    pub addr: SocketAddr,
    rt: Option<tokio::runtime::Runtime>,
}

impl Empty {
    pub fn start() -> anyhow::Result<Empty> {
        let rt = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let listener = rt.block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))?;
        let addr = listener.local_addr()?;
        let filler = Bytes::from(vec![b'x'; 8 * 1024 * 1024]);
        let answer = async move |axum::extract::Path(size): axum::extract::Path<usize>| {
            filler.slice(..size.min(filler.len()))
        };
        let router = Router::new().route("/{size}", get(answer));
        rt.spawn(async move { axum::serve(listener, router).await });
        Ok(Empty { addr, rt: Some(rt) })
    }

    /// Median milliseconds of one client asking for a body of that size.
    pub fn latency(&self, size: usize, time: Duration) -> anyhow::Result<f64> {
        let request = http::get(self.addr, &format!("/{size}"), "", false);
        Ok(load::repeat(self.addr, 1, time, &request, load::is_ok)?.median())
    }

    /// Answers per second with a body of that size.
    pub fn rate(&self, size: usize, clients: usize, time: Duration) -> anyhow::Result<f64> {
        let request = http::get(self.addr, &format!("/{size}"), "", false);
        Ok(load::repeat(self.addr, clients, time, &request, load::is_ok)?.rate())
    }
}

impl Drop for Empty {
    fn drop(&mut self) {
        if let Some(rt) = self.rt.take() {
            rt.shutdown_background();
        }
    }
}

/// Rows per second that raw SQLite makes durable, `group` rows to a commit: one table, one row of 250 bytes, prepared.
pub fn sqlite(dir: &Path, group: usize, time: Duration) -> anyhow::Result<f64> {
    let path = dir.join(format!("raw-{group}.db"));
    let conn = Connection::open(&path)?;
    conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "wal_autocheckpoint", 2000)?;
    conn.execute_batch("CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT")?;
    let body = "x".repeat(250);
    let mut rows = 0_u64;
    let began = Instant::now();
    while began.elapsed() < time {
        conn.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        for _ in 0..group {
            conn.prepare_cached("INSERT INTO t (body) VALUES (?1)")?.execute([&body])?;
        }
        conn.prepare_cached("COMMIT")?.execute([])?;
        rows += group as u64;
    }
    let rate = rows as f64 / began.elapsed().as_secs_f64();
    drop(conn);
    std::fs::remove_file(path)?;
    Ok(rate)
}

/// The limits as figures of their own.
pub fn figures(bench: &mut Bench) -> anyhow::Result<Vec<Figure>> {
    let (plan, dir) = (bench.plan, bench.dir.path());
    let mut out = Vec::new();
    for group in [1, 8, 64] {
        let runs = plan.runs(|| sqlite(dir, group, plan.time()))?;
        let name = match group {
            1 => "raw SQLite, one row a commit, synchronous=FULL".to_owned(),
            n => format!("raw SQLite, {n} rows a commit, synchronous=FULL"),
        };
        out.push(Figure::new("limits", name, "rows/s", runs));
    }
    let empty = Empty::start()?;
    for size in [100, 10_000, 300_000] {
        let runs = plan.runs(|| empty.rate(size, 16, plan.time()))?;
        out.push(Figure::new(
            "limits",
            format!("empty handler, body of {size} bytes, 16 clients"),
            "requests/s",
            runs,
        ));
        let runs = plan.runs(|| empty.latency(size, plan.time()))?;
        out.push(Figure::new("limits", format!("empty handler, body of {size} bytes, 1 client"), "ms", runs));
    }
    Ok(out)
}
