//! The product under load: the release binary on a seeded folder, asked over TCP as browsers ask it.

use super::figure::{Asked, Figure};
use super::limits::{self, Empty};
use super::load::{self, Shown};
use super::seed::{SHEETS_EACH, marks};
use super::server::Server;
use super::world::World;
use super::{Bench, http, target};
use anyhow::{Context, ensure};
use app::db::Db;
use std::path::PathBuf;
use std::time::Instant;

/// Where the binary is that is measured.
pub fn binary() -> PathBuf {
    target().join("release/sangkien")
}

/// Clients who hand in at the same time, and judges who save.
const AUTHORS: usize = 16;

/// A server on the seeded folder that uses SQLite; the same one for all parts, because its memory is looked at last.
fn served(bench: &mut Bench) -> anyhow::Result<&Server> {
    if bench.site.is_none() {
        let log = bench.dir.path().join("server.log");
        let data = bench.lite()?.data.clone();
        bench.site = Some(Server::serve(&binary(), &data, None, &log)?);
    }
    bench.site.as_ref().context("it was just started")
}

fn session(token: &str) -> String {
    format!("sid={token}")
}

/// List, board and standings with all entries on one page; one client, one request at a time.
pub fn pages(bench: &mut Bench) -> anyhow::Result<Vec<Figure>> {
    let plan = bench.plan;
    let addr = served(bench)?.addr;
    let empty = Empty::start()?;
    let seeded = &bench.lite()?.seeded;
    let of: [(&str, String, String); 3] = [
        ("list of entries", format!("/intake/{}?show=all", seeded.released.0), session(&seeded.secretary)),
        ("chair's board", format!("/judging/rounds/{}", seeded.released_round.0), session(&seeded.chair)),
        ("standings", format!("/awards/{}", seeded.released.0), session(&seeded.chair)),
    ];
    let mut out = Vec::new();
    for (name, path, cookie) in of {
        let plain = http::get(addr, &path, &cookie, false);
        let body = load::ask(addr, &plain, |r| load::is_ok(r).map(|()| r.text()))?;
        let last = format!("CM24C-{:04}", plan.entries);
        ensure!(
            body.contains("CM24C-0001") && body.contains(&last),
            "{name} does not hold every entry: {path}"
        );
        for gzip in [false, true] {
            let request = http::get(addr, &path, &cookie, gzip);
            let size = load::ask(addr, &request, |r| load::is_ok(r).map(|()| r.body.len()))?;
            let runs = plan.runs(|| {
                let list = vec![request.clone(); plan.reads];
                Ok(load::each(addr, vec![list], load::is_ok)?.median())
            })?;
            let packed = if gzip { ", packed" } else { "" };
            out.push(
                Figure::new("pages", format!("{name}, {} entries{packed}", plan.entries), "ms", runs)
                    .asked(Asked::AtMost(10.0))
                    .beside("empty handler, same size", empty.latency(size, plan.time())?)
                    .note(format!("{} kB", size / 1000)),
            );
        }
        out.push(after_a_write(bench, addr, name, &http::get(addr, &path, &cookie, false))?);
    }
    Ok(out)
}

/// The same page, when somebody's sheet was saved between two looks: nothing that was kept from the last look may be shown.
fn after_a_write(
    bench: &mut Bench,
    addr: std::net::SocketAddr,
    name: &str,
    request: &[u8],
) -> anyhow::Result<Figure> {
    let plan = bench.plan;
    let world = bench.lite()?;
    let judge = world.seeded.judges.first_mut().context("a judge")?;
    let cookie = session(&judge.token);
    let sheet = judge.sheets.first_mut().context("a sheet")?;
    let runs = plan.runs(|| {
        let mut took = Vec::with_capacity(plan.reads);
        for _ in 0..plan.reads {
            load::ask(addr, &save_request(addr, &cookie, sheet.id.0, sheet.revision), load::is_redirect)?;
            sheet.revision += 1;
            let began = Instant::now();
            load::ask(addr, request, load::is_ok)?;
            took.push(began.elapsed().as_secs_f64() * 1e3);
        }
        took.sort_by(f64::total_cmp);
        Ok(took[took.len() / 2])
    })?;
    Ok(Figure::new("pages", format!("{name}, after a write"), "ms", runs).asked(Asked::AtMost(10.0)))
}

/// Prepared written drafts, handed in for good: each is durable when its answer comes.
pub fn hand_ins(bench: &mut Bench) -> anyhow::Result<Vec<Figure>> {
    let server = served(bench)?;
    let (addr, pid) = (server.addr, server.pid());
    let name = format!("final hand-ins, SQLite, {AUTHORS} clients");
    let figure = hand_in_load(bench, false, addr, pid, name)?;
    let limit = limits::sqlite(bench.dir.path(), AUTHORS, bench.plan.time())?;
    let single = limits::sqlite(bench.dir.path(), 1, bench.plan.time())?;
    Ok(vec![
        figure
            .asked(Asked::AtLeast(1_500.0))
            .beside(format!("raw rows/s, {AUTHORS} a commit ({single:.0} one a commit)"), limit),
    ])
}

fn hand_in_load(
    bench: &mut Bench,
    postgres: bool,
    addr: std::net::SocketAddr,
    pid: u32,
    name: String,
) -> anyhow::Result<Figure> {
    let plan = bench.plan;
    let world = if postgres { bench.postgres()? } else { bench.lite()? };
    let before = handed_in(world)?;
    let mut note = String::new();
    let mut sent = 0;
    let runs = plan.runs(|| {
        let range = world.take_drafts(plan.hand_ins)?;
        let requests: Vec<Vec<u8>> = world.seeded.drafts[range.clone()]
            .iter()
            .zip(range)
            .map(|(d, n)| {
                let key = format!("{:032x}", n + 1);
                let path = format!("/entries/{}/submit", d.entry.0);
                http::post(addr, &path, &format!("eid={}", d.token), &[("form_key", &key)])
            })
            .collect();
        sent += requests.len();
        let spent = super::machine::cpu(&pid.to_string());
        let shown = load::each(addr, deal(requests, AUTHORS), load::is_redirect)?;
        note = told(&shown, spent, pid);
        Ok(shown.rate())
    })?;
    let after = handed_in(world)?;
    ensure!(after - before == sent as i64, "{sent} hand-ins were acknowledged, {} are there", after - before);
    Ok(Figure::new("hand-ins", name, "/s", runs).note(note))
}

/// Entries of the contest that takes entries, as the database has them.
fn handed_in(world: &World) -> anyhow::Result<i64> {
    let contest = world.seeded.open.0;
    let db = Db::open_to_read(&world.config)?;
    let sql = "SELECT COUNT(*) FROM entry e JOIN entry_version v ON v.entry_id = e.id AND v.version = 1 WHERE e.contest_id = $1 AND e.state = 'handed_in'";
    Ok(db.read_blocking(move |tx| tx.one(sql, &[contest.into()])?.int(0))?)
}

/// Five marks and a comment, saved by the button.
pub fn sheets(bench: &mut Bench) -> anyhow::Result<Vec<Figure>> {
    let server = served(bench)?;
    let (addr, pid) = (server.addr, server.pid());
    let figure = sheet_load(bench, false, addr, pid, "saved sheets of 5 criteria, SQLite, 8 clients")?;
    let limit = limits::sqlite(bench.dir.path(), 8, bench.plan.time())?;
    let single = limits::sqlite(bench.dir.path(), 1, bench.plan.time())?;
    Ok(vec![
        figure
            .asked(Asked::AtLeast(3_000.0))
            .beside(format!("raw rows/s, 8 a commit ({single:.0} one a commit)"), limit),
    ])
}

fn sheet_load(
    bench: &mut Bench,
    postgres: bool,
    addr: std::net::SocketAddr,
    pid: u32,
    name: &str,
) -> anyhow::Result<Figure> {
    let plan = bench.plan;
    let world = if postgres { bench.postgres()? } else { bench.lite()? };
    let mut note = String::new();
    let runs = plan.runs(|| {
        let lists: Vec<Vec<Vec<u8>>> = world
            .seeded
            .judges
            .iter_mut()
            .map(|judge| {
                let cookie = session(&judge.token);
                let mut list = Vec::new();
                for sheet in &mut judge.sheets {
                    list.push(save_request(addr, &cookie, sheet.id.0, sheet.revision));
                    sheet.revision += 1;
                }
                list
            })
            .collect();
        let spent = super::machine::cpu(&pid.to_string());
        let shown = load::each(addr, lists, load::is_redirect)?;
        note = told(&shown, spent, pid);
        Ok(shown.rate())
    })?;
    let judges = world.seeded.judges.iter();
    let wanted: i64 = judges.flat_map(|j| &j.sheets).map(|s| s.revision).sum();
    let round = world.seeded.judged_round.0;
    let db = Db::open_to_read(&world.config)?;
    let sql = "SELECT CAST(SUM(revision) AS BIGINT) FROM score_sheet WHERE round_id = $1";
    let found = db.read_blocking(move |tx| tx.one(sql, &[round.into()])?.int(0))?;
    ensure!(found == wanted, "revisions up to {wanted} were acknowledged, {found} are there");
    Ok(Figure::new("sheets", name, "/s", runs).note(note))
}

/// A save over `seen`: marks that fit the rubric, and a comment that tells which save it is.
pub fn save_request(addr: std::net::SocketAddr, cookie: &str, sheet: i64, seen: i64) -> Vec<u8> {
    let input = marks(sheet as usize, 1);
    let mut fields: Vec<(String, String)> = input
        .marks
        .iter()
        .map(|(at, mark)| {
            let hundredths = mark.map_or(0, |m| m.0);
            (format!("mark-{at}"), format!("{},{:02}", hundredths / 100, hundredths % 100))
        })
        .collect();
    fields.push(("comment-0".into(), comment(seen + 1)));
    fields.push(("general".into(), String::new()));
    fields.push(("version".into(), seen.to_string()));
    fields.push(("form_key".into(), format!("{:016x}{:016x}", sheet, seen + 1)));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    http::post(addr, &format!("/scoring/sheets/{sheet}"), cookie, &fields)
}

/// The comment of a sheet's revision.
pub fn comment(revision: i64) -> String {
    format!("Số liệu làm thử rõ ràng, xem lại lần {revision}.")
}

/// Lists for so many clients, dealt out like cards.
pub fn deal<T>(all: Vec<T>, hands: usize) -> Vec<Vec<T>> {
    let mut out: Vec<Vec<T>> = (0..hands).map(|_| Vec::new()).collect();
    for (n, one) in all.into_iter().enumerate() {
        out[n % hands].push(one);
    }
    out
}

fn told(shown: &Shown, spent: std::time::Duration, pid: u32) -> String {
    let spent = super::machine::cpu(&pid.to_string()).saturating_sub(spent);
    format!(
        "p50 {:.2} ms, p99 {:.2} ms, {:.0} µs of the server's processor each",
        shown.median(),
        shown.quantile(0.99),
        spent.as_secs_f64() * 1e6 / shown.count() as f64
    )
}

/// Both loads on PostgreSQL, fsync on.
pub fn postgres(bench: &mut Bench) -> anyhow::Result<Vec<Figure>> {
    let log = bench.dir.path().join("server-postgres.log");
    let world = bench.postgres()?;
    let (data, url) = (world.data.clone(), world.url.clone());
    let server = Server::serve(&binary(), &data, url.as_deref(), &log)?;
    let (addr, pid) = (server.addr, server.pid());
    let name = format!("final hand-ins, PostgreSQL, {AUTHORS} clients");
    let first = hand_in_load(bench, true, addr, pid, name)?;
    let second = sheet_load(bench, true, addr, pid, "saved sheets of 5 criteria, PostgreSQL, 8 clients")?;
    server.stop()?;
    Ok(vec![first, second])
}

/// All scores of the contest as CSV.
pub fn export(bench: &mut Bench) -> anyhow::Result<Vec<Figure>> {
    let plan = bench.plan;
    let addr = served(bench)?.addr;
    let seeded = &bench.lite()?.seeded;
    let request = http::get(
        addr,
        &format!("/judging/{}/scores.csv", seeded.released.0),
        &session(&seeded.secretary),
        false,
    );
    let text = load::ask(addr, &request, |r| load::is_ok(r).map(|()| r.text()))?;
    let lines = text.lines().count();
    ensure!(lines > plan.entries * SHEETS_EACH, "the export has {lines} lines");
    let empty = Empty::start()?;
    let runs = plan.runs(|| {
        let list = vec![request.clone(); plan.reads];
        Ok(load::each(addr, vec![list], load::is_ok)?.median())
    })?;
    Ok(vec![
        Figure::new("export", "all scores as CSV", "ms", runs)
            .asked(Asked::AtMost(40.0))
            .beside("empty handler, same size", empty.latency(text.len(), plan.time())?)
            .note(format!("{lines} lines, {} kB", text.len() / 1000)),
    ])
}

/// Pages that everybody opens.
pub fn public(bench: &mut Bench) -> anyhow::Result<Vec<Figure>> {
    let plan = bench.plan;
    let addr = served(bench)?.addr;
    let empty = Empty::start()?;
    let mut out = Vec::new();
    for (name, path) in
        [("public contest page", "/contests/CM24A"), ("public results page", "/contests/CM24C/results")]
    {
        for gzip in [false, true] {
            let request = http::get(addr, path, "", gzip);
            let size = load::ask(addr, &request, |r| load::is_ok(r).map(|()| r.body.len()))?;
            let mut note = String::new();
            let runs = plan.runs(|| {
                let shown = load::repeat(addr, 16, plan.time(), &request, load::is_ok)?;
                note = format!("{} kB, p99 {:.2} ms", size / 1000, shown.quantile(0.99));
                Ok(shown.rate())
            })?;
            let packed = if gzip { ", packed" } else { "" };
            out.push(
                Figure::new("public", format!("{name}, 16 clients{packed}"), "/s", runs)
                    .asked(Asked::AtLeast(10_000.0))
                    .beside("empty handler, same size", empty.rate(size, 16, plan.time())?)
                    .note(note),
            );
        }
    }
    Ok(out)
}

/// Resident memory of the server that has answered everything before this part.
pub fn memory(bench: &mut Bench) -> anyhow::Result<Vec<Figure>> {
    let (now, most) = served(bench)?.memory_mb();
    Ok(vec![
        Figure::new("memory", "resident memory after all this", "MB", vec![now]).asked(Asked::AtMost(96.0)),
        Figure::new("memory", "resident memory at its highest", "MB", vec![most]),
    ])
}

/// From the start of the process to its first answer, on the database that all this has left behind.
pub fn cold(bench: &mut Bench) -> anyhow::Result<Vec<Figure>> {
    served(bench)?;
    bench.stop_site()?;
    let (plan, log) = (bench.plan, bench.dir.path().join("server.log"));
    let data = bench.lite()?.data.clone();
    let runs = plan.runs(|| {
        let server = Server::serve(&binary(), &data, None, &log)?;
        let took = server.ready_after.as_secs_f64() * 1e3;
        server.stop()?;
        Ok(took)
    })?;
    Ok(vec![Figure::new("cold", "cold start to the first answer", "ms", runs).asked(Asked::AtMost(150.0))])
}

pub fn size(_: &mut Bench) -> anyhow::Result<Vec<Figure>> {
    let bytes = std::fs::metadata(binary()).context("the release binary")?.len();
    Ok(vec![Figure::new("size", "binary", "MB", vec![bytes as f64 / 1e6])])
}

/// From the start of `sangkien demo` to its first page.
pub fn demo(bench: &mut Bench) -> anyhow::Result<Vec<Figure>> {
    let log = bench.dir.path().join("demo.log");
    let data = bench.dir.path().join("demo");
    let args = vec!["demo".into(), "--data".into(), data.into_os_string()];
    let server = Server::start(&binary(), args, &log, "/")?;
    let took = server.ready_after.as_secs_f64();
    server.stop()?;
    Ok(vec![
        Figure::new("demo", "first page of the demonstration", "s", vec![took]).asked(Asked::AtMost(60.0)),
    ])
}
