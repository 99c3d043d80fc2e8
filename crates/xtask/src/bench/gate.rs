//! The gate of a large contest: 60 units with 40 entries each, and one with 200, at every step of their way. Every page of desk,
//! batch and board, and the preview of one act for 200 entries.

use super::figure::{Asked, Figure};
use super::server::Server;
use super::{Bench, http, load, seed, site};
use crate::run::root;
use anyhow::{Context, anyhow, ensure};
use app::clock::Clock;
use app::db::{Db, DbConfig, Tx};
use app::keys::Keys;
use app::people::accounts::{AccountDraft, create_account};
use app::people::import_units::{UnitInput, import_units};
use app::{contest, entry, import, people, screening, session};
use domain::actor::Actor;
use domain::contest::{Category, Form, Phase, QuotaStrength};
use domain::entry::{Author, Dossier};
use domain::ids::{BatchId, ContestId, EntryId, UnitId};
use domain::people::{Role, WantedGrant};
use domain::percent::SharePercent;
use domain::screening::Verdict;
use domain::screening::confirm::Statement;
use domain::screening::screen::Sheet;
use domain::time::Instant;
use std::path::Path;

const UNITS: usize = 60;
const EACH: usize = 40;
const MANY: usize = 200;
const SYSTEM: Actor = Actor::System;

/// What the pages are asked of.
struct Gate {
    contest: ContestId,
    /// The last one has many entries.
    units: Vec<UnitId>,
    batches: Vec<BatchId>,
    many: Vec<EntryId>,
    clerk: String,
    secretary: String,
}

pub fn figures(bench: &mut Bench) -> anyhow::Result<Vec<Figure>> {
    let data = bench.dir.path().join("gate");
    std::fs::create_dir_all(&data)?;
    let gate = make(&data)?;
    let server = Server::serve(&site::binary(), &data, None, &bench.dir.path().join("gate.log"))?;
    let (addr, plan) = (server.addr, bench.plan);
    let c = gate.contest.0;
    let desks = gate.units.iter().take(UNITS).map(|u| format!("/desk/{c}/{}", u.0)).collect();
    let batches = gate.batches.iter().map(|b| format!("/desk/batches/{}", b.0)).collect();
    let ticked: Vec<String> = gate.many.iter().map(|e| format!("&entry={}", e.0)).collect();
    let unit = gate.units.last().context("there are units")?.0;
    let preview = format!("/desk/{c}/{unit}/bulk?act=select{}", ticked.concat());
    let pages: [(&str, Vec<String>, &str, f64); 6] = [
        ("desk of a unit, 40 entries", desks, gate.clerk.as_str(), 20.0),
        ("desk of a unit, 200 entries", vec![format!("/desk/{c}/{unit}")], gate.clerk.as_str(), 20.0),
        ("batch of a unit", batches, gate.clerk.as_str(), 20.0),
        ("board of quotas, 61 units", vec![format!("/intake/{c}/quota")], gate.secretary.as_str(), 20.0),
        ("figures, 2,600 entries", vec![format!("/intake/{c}/figures")], gate.secretary.as_str(), 20.0),
        ("preview of one act for 200 entries", vec![preview], gate.clerk.as_str(), 300.0),
    ];
    let mut out = vec![];
    for (name, paths, token, most) in pages {
        let cookie = format!("sid={token}");
        let first = http::get(addr, paths.first().context("a page")?, &cookie, false);
        let size = load::ask(addr, &first, |r| load::is_ok(r).map(|()| r.body.len()))?;
        ensure!(size > 2_000, "{name} shows nothing");
        let runs = plan.runs(|| {
            let list: Vec<Vec<u8>> =
                (0..plan.reads).map(|n| http::get(addr, &paths[n % paths.len()], &cookie, false)).collect();
            Ok(load::each(addr, vec![list], load::is_ok)?.median())
        })?;
        let figure = Figure::new("gate", name, "ms", runs).asked(Asked::AtMost(most));
        out.push(figure.note(format!("{} kB", size / 1000)));
    }
    server.stop()?;
    Ok(out)
}

fn must<T: Send + 'static, R: std::fmt::Debug + Send + 'static>(
    db: &Db,
    f: impl FnMut(&mut Tx) -> Result<T, app::act::Stop<R>> + Send + 'static,
) -> anyhow::Result<T> {
    db.write_blocking(f).map_err(|stop| anyhow!("{stop:?}"))
}

fn make(data: &Path) -> anyhow::Result<Gate> {
    let db = Db::open(&DbConfig::parse(&data.join("sangkien.db").to_string_lossy()))?;
    let now = seed::now();
    let began = now.plus_ms(-40 * 86_400_000);
    db.migrate(began.0)?;
    db.use_keys(&Keys::of_folder(data)?);
    let folder = import::read_folder(&root().join("data/chuong-my-2024"))
        .map_err(|p| anyhow!("the data of Chương Mỹ 2024 has {} problems", p.len()))?;
    let named = |code: &str, name: String| UnitInput {
        code: code.to_owned(),
        name,
        kind: "commune".into(),
        parent_code: None,
        valid_from: None,
        valid_to: None,
        successor_code: None,
    };
    let codes: Vec<String> = (1..=UNITS + 1).map(|n| format!("G-{n:02}")).collect();
    let mut rows = vec![named("CM", "UBND huyện".into()), named("CM-NV", "Phòng Nội vụ".into())];
    rows.extend(codes.iter().enumerate().map(|(n, code)| named(code, format!("Xã số {}", n + 1))));
    must(&db, move |tx| import_units(tx, &SYSTEM, &rows, "", began).map(drop))?;
    let mut units = vec![];
    for code in codes.clone() {
        let unit = db.read_blocking(move |tx| people::unit_by_code(tx, &code))?;
        units.push(unit.context("the unit was imported")?.id);
    }
    let (text, taking) = (folder.contest_text.clone(), units.clone());
    let contest = must(&db, move |tx| {
        let quotas: Vec<_> = taking.iter().map(|u| (*u, QuotaStrength::Required)).collect();
        contest::create(tx, &SYSTEM, &text, &quotas, began)
    })?;
    must(&db, move |tx| contest::advance(tx, &SYSTEM, contest, Phase::Open, began))?;
    let (mut batches, mut many) = (vec![], vec![]);
    for (n, (unit, code)) in units.iter().copied().zip(codes).enumerate() {
        let count = if n < UNITS { EACH } else { MANY };
        let (entries, batch) = must(&db, move |tx| one_unit(tx, contest, unit, &code, count, now))?;
        batches.extend(batch);
        if n == UNITS {
            many = entries;
        }
    }
    let desks: Vec<WantedGrant> = units.iter().map(|u| WantedGrant::of_unit(Role::Clerk, *u)).collect();
    let clerk = person(&db, "vanthu", desks, now)?;
    let secretary = person(&db, "thuky", vec![WantedGrant::of_contest(Role::Secretary, contest)], now)?;
    let rt = tokio::runtime::Builder::new_current_thread().build()?;
    rt.block_on(Clock::starting_at(now).keep(&db))?;
    Ok(Gate { contest, units, batches, many, clerk, secretary })
}

fn person(db: &Db, login: &str, grants: Vec<WantedGrant>, now: Instant) -> anyhow::Result<String> {
    let (name, email) = (format!("Vũ Thị {}", ["Thư", "Ký"][usize::from(login == "thuky")]), String::new());
    let draft = AccountDraft { name, login: login.into(), email, lang: "vi".into() };
    let person = must(db, move |tx| create_account(tx, &SYSTEM, &draft, now))?;
    for wanted in grants {
        must(db, move |tx| people::grant::grant(tx, &SYSTEM, person, &wanted, now).map(drop))?;
    }
    Ok(db.write_blocking(move |tx| session::open(tx, person, None, now))?.text())
}

/// A quarter each: only handed in, selected, confirmed, on the open batch.
fn one_unit(
    tx: &mut Tx,
    contest: ContestId,
    unit: UnitId,
    code: &str,
    count: usize,
    now: Instant,
) -> Result<(Vec<EntryId>, Option<BatchId>), app::act::Stop<String>> {
    let (mut entries, mut listed) = (vec![], vec![]);
    for n in 0..count {
        let came = now.plus_ms(-86_400_000 * 5 + 60_000 * n as i64);
        let dossier = dossier(code, n);
        let made = entry::record_paper(tx, &SYSTEM, contest, None, &dossier, came, came);
        let entry = made.map_err(|stop| stop.map(|r| format!("{r:?}")))?;
        entries.push(entry);
        // The unit with many is looked at before anything is said of them.
        if n % 4 == 0 || count == MANY {
            continue;
        }
        let (findings, verdict) = (vec![], Verdict::Selected);
        let sheet = Sheet { version: 1, findings, verdict, reason: String::new(), mend_before: None };
        screening::screen(tx, &SYSTEM, entry, &sheet, came).map_err(|stop| stop.map(|r| r.to_string()))?;
        if n % 4 > 1 {
            let sql = "SELECT dossier_hash FROM entry_version WHERE entry_id = $1";
            let hash = tx.one(sql, &[entry.0.into()])?.blob(0)?.to_vec();
            let said = Statement {
                version: 1,
                dossier_hash: hash.try_into().unwrap_or([0; 32]),
                level: "tốt".into(),
                feasibility: "cao".into(),
                remarks: String::new(),
                by: "Trịnh Kim Ngân".into(),
            };
            let confirmed = screening::confirm(tx, &SYSTEM, entry, &said, came);
            confirmed.map_err(|stop| stop.map(|r| r.to_string()))?;
        }
        if n % 4 == 3 {
            listed.push(entry);
        }
    }
    if listed.is_empty() {
        return Ok((entries, None));
    }
    let told = |stop: app::act::Stop<domain::screening::forward::BatchRefusal>| stop.map(|r| r.to_string());
    let batch = screening::open_batch(tx, &SYSTEM, contest, unit, now).map_err(told)?;
    screening::add_to_batch(tx, &SYSTEM, batch, &listed, now).map_err(told)?;
    Ok((entries, Some(batch)))
}

fn dossier(unit: &str, n: usize) -> Dossier {
    Dossier {
        title: format!("Tủ nhận hồ sơ ngoài giờ hành chính, cách làm thứ {}", n + 1),
        areas: vec!["mot_cua".into()],
        form: Form::Written,
        category: Category::Individual,
        authors: vec![Author {
            name: format!("Lê Thị Thứ {}", ["An", "Bình", "Chi", "Dung"][n % 4]),
            role_title: "Công chức".into(),
            unit: Some(unit.into()),
            address: "Khu Bình Sơn".into(),
            phone: "0900000001".into(),
            share: SharePercent::WHOLE,
            representative: true,
            grounds: domain::entry::Grounds::default(),
        }],
        receiving_unit: unit.into(),
        route: "own_unit".into(),
        attachments: vec![],
        sections: vec![("noi_dung".into(), "Đặt tủ trước cổng. ".repeat(60))],
        already_applied: false,
    }
}
