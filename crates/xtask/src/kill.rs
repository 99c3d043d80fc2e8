//! `cargo xtask kill`: the server dies in the middle of its write load, without a word, and nothing it acknowledged is lost.
//!
//! One fresh data folder, so many rounds: start the server, hand in entries and save score sheets over HTTP, `kill -9` at a
//! random moment, start it again on the folder as it was left. Then every acknowledged hand-in has its receipt, every sheet
//! has the revision that was acknowledged, with the text of that revision, or the one that was on its way; a hand-in that
//! got no answer is sent again as a person would, and is there once; the pages of the database are whole and the audit
//! chain is unbroken. Source: reliability, I5 and I7. A power cut is not played: the kernel lives on.

use crate::bench::seed::Size;
use crate::bench::server::Server;
use crate::bench::site::{binary, comment, save_request};
use crate::bench::world::World;
use crate::bench::{again_in_release, http, target};
use crate::run::cargo;
use crate::typing;
use anyhow::{Context, bail, ensure};
use clap::Args;
use std::collections::BTreeSet;
use std::hash::{BuildHasher, RandomState};
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

#[derive(Args)]
pub struct KillArgs {
    /// How often the server is killed.
    #[arg(long, default_value_t = 50)]
    rounds: usize,
    /// Kills while people type and send files, not while they hand in and score.
    #[arg(long)]
    typing: bool,
    /// Where the data folder is made.
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Kills the build at hand, even a debug one.
    #[arg(long, hide = true)]
    here: bool,
}

/// Judged entries, five sheets each: few, so that the same sheet is saved many times.
const ENTRIES: usize = 40;
/// Clients who hand in, and how long each waits before its next one; a draft can be handed in only once.
const AUTHORS: usize = 4;
const PACE: Duration = Duration::from_millis(8);
/// Drafts that one round may use.
const DRAFTS: usize = 160;
/// When the kill comes after the first request, in milliseconds.
const MOMENT_MS: RangeInclusive<u64> = 20..=300;

/// What the clients of one round were told.
#[derive(Default)]
struct Told {
    /// Drafts whose hand-in was acknowledged, by number.
    handed_in: Vec<usize>,
    /// Drafts whose hand-in was sent and not answered.
    unanswered: Vec<usize>,
    /// Saved sheets that were acknowledged.
    saves: usize,
}

/// What all rounds showed.
#[derive(Default)]
struct Sum {
    hand_ins: usize,
    saves: usize,
    /// Sent, without an answer when the server died; how many of them had been written.
    on_their_way: usize,
    written: usize,
    slowest_start: Duration,
    lost: Vec<String>,
}

pub fn run(args: &KillArgs) -> anyhow::Result<()> {
    if cfg!(debug_assertions) && !args.here {
        return again_in_release();
    }
    let binary = if cfg!(debug_assertions) { target().join("debug/sangkien") } else { binary() };
    let base = args.dir.clone().unwrap_or_else(|| target().join("kill"));
    if args.typing {
        return typing::rounds(&binary, args.rounds, &base);
    }
    rounds(&binary, args.rounds, &base)
}

/// A few rounds with the debug build, for `cargo xtask test`.
pub fn short() -> anyhow::Result<()> {
    let built = cargo().args(["build", "--quiet", "--package", "sangkien"]).status()?;
    ensure!(built.success(), "the server was not built");
    let (binary, base) = (target().join("debug/sangkien"), target().join("kill"));
    rounds(&binary, 3, &base)?;
    typing::rounds(&binary, 3, &base)
}

fn rounds(binary: &Path, rounds: usize, base: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(base)?;
    let dir = tempfile::Builder::new().prefix("run-").tempdir_in(base)?;
    let size = Size { entries: ENTRIES, drafts: rounds * DRAFTS };
    let mut world = World::make(size, &dir.path().join("data"), None)?;
    let log = dir.path().join("server.log");
    let (mut sum, mut all, began) = (Sum::default(), Vec::new(), Instant::now());
    for round in 1..=rounds {
        let server = Server::serve(binary, &world.data, None, &log)?;
        let drafts = world.take_drafts(DRAFTS)?;
        let told = load_and_kill(server, &mut world, drafts)?;
        // On the folder as it was left: a start that needs a repair is a failure here.
        let server = Server::serve(binary, &world.data, None, &log).context("the restart after the kill")?;
        sum.slowest_start = sum.slowest_start.max(server.ready_after);
        let before = sum.lost.len();
        verify(server.addr, &mut world, &told, &mut sum)?;
        whole(&world.data)?;
        server.stop()?;
        sum.hand_ins += told.handed_in.len();
        sum.saves += told.saves;
        all.extend(told.handed_in.iter().chain(&told.unanswered).copied());
        println!(
            "round {round}: {} hand-ins and {} saved sheets acknowledged, {} lost",
            told.handed_in.len(),
            told.saves,
            sum.lost.len() - before
        );
    }
    let missing = missing_codes(&world, &all)?;
    sum.lost.extend(missing.into_iter().map(|code| format!("hand-in {code} after all rounds")));
    chain(binary, &world.data)?;
    println!(
        "{rounds} kills in {:.0} s: {} hand-ins and {} saved sheets acknowledged; {} without an answer, of which {} had been \
         written; slowest start {:.0} ms; database whole, audit chain unbroken; {} acknowledged writes lost",
        began.elapsed().as_secs_f32(),
        sum.hand_ins,
        sum.saves,
        sum.on_their_way,
        sum.written,
        sum.slowest_start.as_secs_f64() * 1e3,
        sum.lost.len()
    );
    ensure!(sum.hand_ins > 0 && sum.saves > 0, "the load acknowledged nothing, so nothing was shown");
    if !sum.lost.is_empty() {
        bail!("lost: {}", sum.lost.join(", "));
    }
    Ok(())
}

/// Loads the server from twelve connections until it is killed.
fn load_and_kill(server: Server, world: &mut World, drafts: std::ops::Range<usize>) -> anyhow::Result<Told> {
    let addr = server.addr;
    let hand_ins: Vec<Vec<(usize, Vec<u8>)>> =
        crate::bench::site::deal(drafts.map(|n| (n, submit(addr, world, n))).collect(), AUTHORS);
    let judges: Vec<(String, Vec<(i64, i64)>)> = world
        .seeded
        .judges
        .iter()
        .map(|j| (format!("sid={}", j.token), j.sheets.iter().map(|s| (s.id.0, s.revision)).collect()))
        .collect();
    let killed = Arc::new(AtomicBool::new(false));
    let rt = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (authors, savers) = rt.block_on(async {
        let mut authors = Vec::new();
        for list in hand_ins {
            authors.push(tokio::spawn(hand_in(http::Client::connect(addr).await?, list, killed.clone())));
        }
        let mut savers = Vec::new();
        for (cookie, sheets) in judges {
            let client = http::Client::connect(addr).await?;
            savers.push(tokio::spawn(save(client, addr, cookie, sheets, killed.clone())));
        }
        tokio::time::sleep(moment()).await;
        killed.store(true, Ordering::SeqCst);
        server.kill()?;
        let (mut handed_in, mut saved) = (Vec::new(), Vec::new());
        for task in authors {
            handed_in.push(task.await??);
        }
        for task in savers {
            saved.push(task.await??);
        }
        Ok::<_, anyhow::Error>((handed_in, saved))
    })?;
    let mut told = Told::default();
    for (acknowledged, unanswered) in authors {
        told.handed_in.extend(acknowledged);
        told.unanswered.extend(unanswered);
    }
    for (judge, sheets) in world.seeded.judges.iter_mut().zip(savers) {
        for (sheet, (_, revision)) in judge.sheets.iter_mut().zip(sheets) {
            told.saves += usize::try_from(revision - sheet.revision)?;
            sheet.revision = revision;
        }
    }
    Ok(told)
}

fn submit(addr: SocketAddr, world: &World, draft: usize) -> Vec<u8> {
    let d = &world.seeded.drafts[draft];
    let (path, key) = (format!("/entries/{}/submit", d.entry.0), format!("{:032x}", draft + 1));
    http::post(addr, &path, &format!("eid={}", d.token), &[("form_key", &key)])
}

/// Hands in one draft after the other; answers what was acknowledged and what got no answer.
async fn hand_in(
    mut client: http::Client,
    list: Vec<(usize, Vec<u8>)>,
    killed: Arc<AtomicBool>,
) -> anyhow::Result<(Vec<usize>, Option<usize>)> {
    let mut acknowledged = Vec::new();
    for (draft, request) in list {
        match client.send(&request).await {
            Ok(reply) => expect_redirect(&reply)?,
            Err(_) if killed.load(Ordering::SeqCst) => return Ok((acknowledged, Some(draft))),
            Err(why) => return Err(why.context("a hand-in before the kill")),
        }
        acknowledged.push(draft);
        tokio::time::sleep(PACE).await;
    }
    Ok((acknowledged, None))
}

/// Saves the judge's sheets again and again; answers each with the last revision that was acknowledged.
async fn save(
    mut client: http::Client,
    addr: SocketAddr,
    cookie: String,
    mut sheets: Vec<(i64, i64)>,
    killed: Arc<AtomicBool>,
) -> anyhow::Result<Vec<(i64, i64)>> {
    loop {
        for at in 0..sheets.len() {
            let (sheet, seen) = sheets[at];
            match client.send(&save_request(addr, &cookie, sheet, seen)).await {
                Ok(reply) => expect_redirect(&reply)?,
                Err(_) if killed.load(Ordering::SeqCst) => return Ok(sheets),
                Err(why) => return Err(why.context("a saved sheet before the kill")),
            }
            sheets[at].1 += 1;
        }
    }
}

fn expect_redirect(reply: &http::Reply<'_>) -> anyhow::Result<()> {
    ensure!(reply.status == 303, "answered {}: {}", reply.status, reply.text());
    Ok(())
}

/// Looks at everything as its owner does, and brings the sheets' revisions up to what is stored.
fn verify(addr: SocketAddr, world: &mut World, told: &Told, sum: &mut Sum) -> anyhow::Result<()> {
    let rt = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    rt.block_on(async {
        let mut client = http::Client::connect(addr).await?;
        for &draft in &told.unanswered {
            sum.on_their_way += 1;
            sum.written += usize::from(has_receipt(&mut client, addr, world, draft).await?);
            let reply = client.send(&submit(addr, world, draft)).await?;
            expect_redirect(&reply).context("the second try of a hand-in that got no answer")?;
        }
        for &draft in told.handed_in.iter().chain(&told.unanswered) {
            if !has_receipt(&mut client, addr, world, draft).await? {
                sum.lost.push(format!("hand-in {}", world.seeded.drafts[draft].code));
            }
        }
        for judge in &mut world.seeded.judges {
            let cookie = format!("sid={}", judge.token);
            let mut ahead = 0;
            for sheet in &mut judge.sheets {
                let path = format!("/scoring/sheets/{}", sheet.id.0);
                let reply = client.send(&http::get(addr, &path, &cookie, false)).await?;
                ensure!(reply.status == 200, "{path} answered {}", reply.status);
                let (page, told) = (reply.text(), sheet.revision);
                let shows = |revision: i64| {
                    page.contains(&format!(r#"name="version" value="{revision}""#))
                        && (revision == 1 || page.contains(&comment(revision)))
                };
                if shows(told + 1) {
                    (sheet.revision, ahead) = (told + 1, ahead + 1);
                } else if !shows(told) {
                    sum.lost.push(format!("sheet {} at revision {told}", sheet.id.0));
                }
            }
            // A judge waits for one answer at a time.
            ensure!(ahead <= 1, "{ahead} sheets of one judge are ahead of what was acknowledged");
            sum.on_their_way += 1;
            sum.written += ahead;
        }
        Ok(())
    })
}

async fn has_receipt(
    client: &mut http::Client,
    addr: SocketAddr,
    world: &World,
    draft: usize,
) -> anyhow::Result<bool> {
    let d = &world.seeded.drafts[draft];
    let request =
        http::get(addr, &format!("/entries/{}/receipt", d.entry.0), &format!("eid={}", d.token), false);
    let reply = client.send(&request).await?;
    Ok(reply.status == 200 && reply.text().contains(&d.code.0))
}

/// SQLite's own opinion, beside the server that has just opened the file.
fn whole(data: &Path) -> anyhow::Result<()> {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let conn = rusqlite::Connection::open_with_flags(data.join("sangkien.db"), flags)?;
    let said: String = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    ensure!(said == "ok", "integrity_check: {said}");
    Ok(())
}

/// Codes of these drafts that are not handed in, or not exactly once.
fn missing_codes(world: &World, drafts: &[usize]) -> anyhow::Result<BTreeSet<String>> {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let conn = rusqlite::Connection::open_with_flags(world.data.join("sangkien.db"), flags)?;
    let sql = "SELECT (SELECT COUNT(*) FROM entry WHERE id = ?1 AND state = 'handed_in' AND version = 1) \
               + (SELECT COUNT(*) FROM entry_version WHERE entry_id = ?1)";
    let mut found = conn.prepare(sql)?;
    let mut missing = BTreeSet::new();
    for &draft in drafts {
        let d = &world.seeded.drafts[draft];
        if found.query_row([d.entry.0], |row| row.get::<_, i64>(0))? != 2 {
            missing.insert(d.code.0.clone());
        }
    }
    Ok(missing)
}

/// `sangkien check` on the folder: the database, the audit chain, the standings computed again.
fn chain(binary: &Path, data: &Path) -> anyhow::Result<()> {
    let out = Command::new(binary).arg("check").arg("--data").arg(data).output()?;
    let said = String::from_utf8_lossy(&out.stdout);
    ensure!(out.status.success(), "check: {said}{}", String::from_utf8_lossy(&out.stderr));
    print!("{said}");
    Ok(())
}

/// A random moment of the window.
fn moment() -> Duration {
    let (from, to) = (*MOMENT_MS.start(), *MOMENT_MS.end());
    Duration::from_millis(from + RandomState::new().hash_one(0) % (to - from + 1))
}
