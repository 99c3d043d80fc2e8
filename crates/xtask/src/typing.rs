//! `cargo xtask kill --typing`: the server dies while people type and send files, and nothing it acknowledged is lost.
//!
//! One fresh data folder, so many rounds: authors whose drafts are saved by themselves while they write, each the next text as soon
//! as the last one is acknowledged, and authors who send a file in pieces; `kill -9` at a random moment. Then every draft says what
//! was acknowledged, or the text that was on its way, and every file holds at least what was acknowledged, byte for byte; the
//! uploads go on where they were and are finished in the last round. A browser sends what was typed 0.8 s after a pause, so that
//! together with this no more than a second of typing can be lost. Source: issue "Handing in", promise 1.

use crate::bench::server::Server;
use crate::bench::world::World;
use crate::bench::{http, seed::Size};
use anyhow::{Context, ensure};
use std::hash::{BuildHasher, RandomState};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const TYPISTS: usize = 6;
const SENDERS: usize = 3;
/// Bytes of a piece, and how often a sender's file is so long that it lasts for all rounds.
const PIECE: usize = 48 * 1024;
/// A server handles fewer pieces than this in one round.
const PIECES_A_ROUND: usize = 400;
const MOMENT_MS: std::ops::RangeInclusive<u64> = 20..=250;

/// Somebody who writes.
struct Typist {
    cookie: String,
    path: String,
    /// What the next save begins from.
    version: String,
    /// The number in the text that was acknowledged last.
    saved: u64,
}

/// Somebody who sends a file.
struct Sender {
    cookie: String,
    at: String,
    bytes: u64,
    acknowledged: u64,
}

pub fn rounds(binary: &Path, rounds: usize, base: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(base)?;
    let dir = tempfile::Builder::new().prefix("typing-").tempdir_in(base)?;
    let size = Size { entries: 2, drafts: TYPISTS + SENDERS };
    let world = World::make(size, &dir.path().join("data"), None)?;
    let log = dir.path().join("server.log");
    let rt = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let bytes = (rounds * PIECES_A_ROUND * PIECE).min(2 << 30) as u64;
    let server = Server::serve(binary, &world.data, None, &log)?;
    let (mut typists, mut senders) = rt.block_on(begin(server.addr, &world, bytes))?;
    server.stop()?;
    let (mut saves, mut slowest, began) = (0, Duration::ZERO, Instant::now());
    for round in 1..=rounds {
        let server =
            Server::serve(binary, &world.data, None, &log).context("a start on the folder as it was left")?;
        slowest = slowest.max(server.ready_after);
        let before: u64 = typists.iter().map(|t| t.saved).sum();
        rt.block_on(async {
            look(server.addr, &world, &mut typists, &mut senders)
                .await
                .with_context(|| format!("round {round}"))?;
            load(server, &mut typists, &mut senders).await
        })?;
        saves += typists.iter().map(|t| t.saved).sum::<u64>().saturating_sub(before);
    }
    let server = Server::serve(binary, &world.data, None, &log)?;
    rt.block_on(look(server.addr, &world, &mut typists, &mut senders))?;
    server.stop()?;
    let sent: u64 = senders.iter().map(|s| s.acknowledged).sum();
    ensure!(saves > 0 && sent > 0, "the load acknowledged nothing, so nothing was shown");
    println!(
        "{rounds} kills in {:.0} s while typing and sending: {saves} saves and {:.0} MB acknowledged, none of it lost; slowest start {:.0} ms",
        began.elapsed().as_secs_f32(),
        sent as f64 / 1e6,
        slowest.as_secs_f64() * 1e3
    );
    Ok(())
}

/// The drafts of the typists are opened, the files of the senders announced.
async fn begin(addr: SocketAddr, world: &World, bytes: u64) -> anyhow::Result<(Vec<Typist>, Vec<Sender>)> {
    let mut client = http::Client::connect(addr).await?;
    let (mut typists, mut senders) = (Vec::new(), Vec::new());
    for (n, draft) in world.seeded.drafts.iter().take(TYPISTS + SENDERS).enumerate() {
        let cookie = format!("eid={}", draft.token);
        if n < TYPISTS {
            let path = format!("/entries/{}/part/about", draft.entry.0);
            typists.push(Typist { cookie, path, version: String::new(), saved: 0 });
            continue;
        }
        let announce = format!(
            "POST /entries/{}/uploads HTTP/1.1\r\nhost: {addr}\r\ncookie: {cookie}\r\ntus-resumable: 1.0.0\r\nupload-length: {bytes}\r\n\
             upload-metadata: filename YS5tcDQ=\r\ncontent-length: 0\r\n\r\n",
            draft.entry.0
        );
        let reply = client.send(announce.as_bytes()).await?;
        ensure!(reply.status == 201, "announcing answered {}: {}", reply.status, reply.text());
        let at = reply.header("location").context("an upload has an address")?.to_owned();
        senders.push(Sender { cookie, at, bytes, acknowledged: 0 });
    }
    Ok((typists, senders))
}

/// Everybody works until the server is killed.
async fn load(server: Server, typists: &mut Vec<Typist>, senders: &mut Vec<Sender>) -> anyhow::Result<()> {
    let (addr, killed) = (server.addr, Arc::new(AtomicBool::new(false)));
    let mut writing = Vec::new();
    for typist in typists.drain(..) {
        writing.push(tokio::spawn(write(http::Client::connect(addr).await?, addr, typist, killed.clone())));
    }
    let mut sending = Vec::new();
    for sender in senders.drain(..) {
        sending.push(tokio::spawn(send(http::Client::connect(addr).await?, addr, sender, killed.clone())));
    }
    let (from, to) = (*MOMENT_MS.start(), *MOMENT_MS.end());
    tokio::time::sleep(Duration::from_millis(from + RandomState::new().hash_one(0) % (to - from + 1))).await;
    killed.store(true, Ordering::SeqCst);
    server.kill()?;
    for task in writing {
        typists.push(task.await??);
    }
    for task in sending {
        senders.push(task.await??);
    }
    Ok(())
}

async fn write(
    mut client: http::Client,
    addr: SocketAddr,
    mut typist: Typist,
    killed: Arc<AtomicBool>,
) -> anyhow::Result<Typist> {
    loop {
        let text = title(typist.saved + 1);
        let fields = [("version", typist.version.as_str()), ("changed", "title"), ("title", &text)];
        let request = http::post(addr, &format!("{}/autosave", typist.path), &typist.cookie, &fields);
        let reply = match client.send(&request).await {
            Ok(reply) => reply,
            Err(_) if killed.load(Ordering::SeqCst) => return Ok(typist),
            Err(why) => return Err(why.context("a save before the kill")),
        };
        ensure!(reply.status == 200, "a save answered {}: {}", reply.status, reply.text());
        let told: serde_json::Value = serde_json::from_slice(reply.body)?;
        typist.version = told["version"].as_str().context("a save tells its version")?.to_owned();
        typist.saved += 1;
    }
}

async fn send(
    mut client: http::Client,
    addr: SocketAddr,
    mut sender: Sender,
    killed: Arc<AtomicBool>,
) -> anyhow::Result<Sender> {
    while sender.acknowledged + 1 < sender.bytes {
        let from = sender.acknowledged;
        // The last byte is never sent: a finished upload would have nothing left to lose.
        let to = (from + PIECE as u64).min(sender.bytes - 1);
        let head = format!(
            "PATCH {} HTTP/1.1\r\nhost: {addr}\r\ncookie: {}\r\ntus-resumable: 1.0.0\r\nupload-offset: {from}\r\n\
             content-type: application/offset+octet-stream\r\ncontent-length: {}\r\n\r\n",
            sender.at,
            sender.cookie,
            to - from
        );
        let request = [head.into_bytes(), content(from, to)].concat();
        let reply = match client.send(&request).await {
            Ok(reply) => reply,
            Err(_) if killed.load(Ordering::SeqCst) => return Ok(sender),
            Err(why) => return Err(why.context("a piece before the kill")),
        };
        ensure!(reply.status == 204, "a piece answered {}: {}", reply.status, reply.text());
        sender.acknowledged = to;
    }
    Ok(sender)
}

/// What is there of everything that was acknowledged; who was ahead is brought up to what is stored.
async fn look(
    addr: SocketAddr,
    world: &World,
    typists: &mut [Typist],
    senders: &mut [Sender],
) -> anyhow::Result<()> {
    let mut client = http::Client::connect(addr).await?;
    for typist in typists {
        let reply = client.send(&http::get(addr, &typist.path, &typist.cookie, false)).await?;
        ensure!(reply.status == 200, "{} answered {}", typist.path, reply.status);
        let page = reply.text();
        let shows = |n: u64| n == 0 || page.contains(&title(n));
        if shows(typist.saved + 1) {
            typist.saved += 1;
        }
        ensure!(
            shows(typist.saved),
            "{}: the text {} was acknowledged and is lost",
            typist.path,
            typist.saved
        );
        let version = page.split(r#"name="version" value=""#).nth(1).and_then(|rest| rest.split('"').next());
        typist.version = version.context("a page of a draft has its version")?.to_owned();
    }
    for sender in senders {
        let token = sender.at.rsplit('/').next().unwrap_or_default();
        let path = app::files::parts::path_of(&world.data, token);
        let held = match sender.acknowledged {
            0 if !path.exists() => Vec::new(),
            _ => std::fs::read(&path)?,
        };
        let at = held.len() as u64;
        ensure!(at >= sender.acknowledged, "{} of {} acknowledged bytes are there", at, sender.acknowledged);
        ensure!(held == content(0, at), "the bytes of an upload are not the ones that were sent");
        sender.acknowledged = at;
    }
    Ok(())
}

fn title(n: u64) -> String {
    format!("Rút ngắn thời gian trả kết quả, gõ lần {n}.")
}

/// These bytes of every file that is sent.
fn content(from: u64, to: u64) -> Vec<u8> {
    (from..to).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect()
}
