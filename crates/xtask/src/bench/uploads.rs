//! A large file over a line that breaks forty times, sent by a client of others while the server dies once in the middle.

use super::Bench;
use super::figure::{Asked, Figure};
use super::server::Server;
use super::site::binary;
use crate::run::{root, step};
use anyhow::{Context, ensure};
use app::db::Db;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

/// How often the line breaks.
const CUTS: usize = 40;

/// What the client tells when it is done.
#[derive(serde::Deserialize)]
struct Told {
    size: u64,
    passed: u64,
    cut: usize,
    ms: f64,
    sha256: String,
}

pub fn figures(bench: &mut Bench) -> anyhow::Result<Vec<Figure>> {
    let dir = root().join("tests/browser");
    step("client: packages", Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&dir))?;
    let (mib, log) = (bench.plan.upload_mib, bench.dir.path().join("server-uploads.log"));
    bench.stop_site()?;
    let binary = if cfg!(debug_assertions) { super::target().join("debug/sangkien") } else { binary() };
    let world = bench.lite()?;
    let at = world.take_drafts(1)?.start;
    let (entry, token) = (world.seeded.drafts[at].entry, world.seeded.drafts[at].token.clone());
    let mut server = Server::serve(&binary, &world.data, None, &log)?;
    let (before, _) = server.memory_mb();
    let mut grown = 0.0_f64;
    let mut client = Command::new("node")
        .arg("tus.mjs")
        .current_dir(&dir)
        .env("PORT", server.addr.port().to_string())
        .env("ENTRY", entry.0.to_string())
        .env("TOKEN", token)
        .env("MIB", mib.to_string())
        .env("CUTS", CUTS.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("node did not start")?;
    let mut said = client.stdin.take().context("the client listens")?;
    let mut last = String::new();
    for line in BufReader::new(client.stdout.take().context("the client speaks")?).lines() {
        last = line?;
        if last == "restart" {
            grown = grown.max(server.memory_mb().1 - before);
            server.kill()?;
            server = Server::serve(&binary, &world.data, None, &log)?;
            writeln!(said, "{}", server.addr.port())?;
        }
    }
    ensure!(client.wait()?.success(), "the client ended badly");
    let told: Told = serde_json::from_str(&last).with_context(|| format!("the client said {last:?}"))?;
    grown = grown.max(server.memory_mb().1 - before);
    server.stop()?;

    ensure!(told.cut == CUTS && told.size == mib << 20, "the line broke {} times", told.cut);
    let hash = data_encoding::HEXLOWER.decode(told.sha256.as_bytes())?;
    let hash: [u8; 32] = hash.try_into().map_err(|_| anyhow::anyhow!("no hash"))?;
    ensure!(app::files::disk::is_whole(&world.data, &hash)?, "the content that was sent is not there");
    let db = Db::open_to_read(&world.config)?;
    let sql = "SELECT COUNT(*) FROM draft_file d JOIN file f ON f.id = d.file_id WHERE d.entry_id = $1 AND f.sha256 = $2";
    let there = db.read_blocking(move |tx| tx.one(sql, &[entry.0.into(), (&hash).into()])?.int(0))?;
    ensure!(there == 1, "the file stands {there} times in the working copy");

    let twice = (told.passed.saturating_sub(told.size)) as f64 * 100.0 / told.size as f64;
    let name = format!("{mib} MiB, {CUTS} breaks, one kill");
    Ok(vec![
        Figure::new("uploads", format!("sent twice: {name}"), "%", vec![twice])
            .asked(Asked::AtMost(2.0))
            .note(format!("{:.0} MB/s with all breaks; same SHA-256", told.size as f64 / told.ms / 1e3)),
        Figure::new("uploads", "memory of the server: most above its start", "MB", vec![grown])
            .asked(Asked::AtMost(67.1)),
    ])
}
