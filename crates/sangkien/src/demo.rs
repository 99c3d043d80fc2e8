//! `sangkien demo`: the Chương Mỹ 2024 contest, live, with accounts for every role and a clock that can be moved.
//!
//! The contest is played once and copied at every moment that the clock bar offers; each copy is a site of its own, and
//! moving the clock means looking at another one. What is done at one moment stays there.

mod scenes;

use crate::folder::Opened;
use crate::rehearse::{self, Cast, Play};
use crate::serve;
use anyhow::{Context, bail};
use app::clock::Clock;
use app::db::{Db, DbConfig};
use app::files::Contents;
use app::keys::Keys;
use axum::Router;
use axum::extract::{Form, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use serde::Deserialize;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::net::TcpListener;
use tower::ServiceExt;

#[derive(clap::Args)]
pub struct Demo {
    /// Where the demonstration lives: made anew at every start. Without it a folder in the system's temporary place.
    #[arg(long)]
    data: Option<PathBuf>,
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The moment to begin with, counted from 1.
    #[arg(long, default_value_t = 2)]
    moment: usize,
}

/// The name of the file that says a folder is a demonstration and may be made anew.
const MARK: &str = "this-is-a-demonstration";

/// Everybody's password in the demonstration.
pub const PASSWORD: &str = "sang-kien-chuong-my";

impl Demo {
    pub fn run(self) -> anyhow::Result<()> {
        let dir = self.data.clone().unwrap_or_else(|| std::env::temp_dir().join("sangkien-demo"));
        fresh(&dir)?;
        println!("The contest is being played in {} …", dir.display());
        let moments = scenes::MOMENTS;
        let stages = play(&dir, moments)?;
        serve::runtime()?.block_on(async {
            let listener = TcpListener::bind(self.listen)
                .await
                .with_context(|| format!("cannot listen on {}", self.listen))?;
            let base_url = format!("http://{}", listener.local_addr()?);
            let first = self.moment.clamp(1, moments.len()) - 1;
            let sites = sites(&dir, &base_url, &stages)?;
            scenes::tell(&base_url, &dir);
            serve(listener, sites, first).await
        })
    }
}

/// Empties an earlier demonstration; never touches a folder that is something else.
fn fresh(dir: &Path) -> anyhow::Result<()> {
    if dir.exists() {
        let empty = dir.read_dir()?.next().is_none();
        if !empty && !dir.join(MARK).is_file() {
            bail!("{} is not empty and not a demonstration; name another folder with --data", dir.display());
        }
        fs::remove_dir_all(dir).with_context(|| format!("{} cannot be emptied", dir.display()))?;
    }
    fs::create_dir_all(dir).with_context(|| format!("{} cannot be made", dir.display()))?;
    fs::write(dir.join(MARK), "")?;
    Ok(())
}

/// One moment of the demonstration and the database of it.
struct Stage {
    at: domain::time::Instant,
    database: PathBuf,
}

/// Plays the contest and copies the database at every moment.
fn play(dir: &Path, moments: &[scenes::Moment]) -> anyhow::Result<Vec<Stage>> {
    let files = dir.join("contest");
    fs::create_dir_all(&files)?;
    for (name, bytes) in scenes::FOLDER {
        fs::write(files.join(name), bytes)?;
    }
    let (folder, rules) = rehearse::read(&files)?;
    let steps = rehearse::plan(&folder, &rules);
    let building = dir.join("building.db");
    let db =
        Db::open(&DbConfig::parse(&building.to_string_lossy())).context("the database cannot be opened")?;
    db.migrate(steps.first().map_or(0, |s| s.at.0))?;
    let hash = app::people::password::hash(PASSWORD).context("the password cannot be hashed")?;
    let mut play = Play::new(&db, &folder, &rules, Cast::WithPassword(hash), Keys::of_folder(dir)?);
    let mut stages = Vec::new();
    let mut done = 0;
    for (i, moment) in moments.iter().enumerate() {
        let at = moment.instant()?;
        let until = done + steps[done..].iter().take_while(|s| s.at <= at).count();
        play.steps(&steps[done..until])?;
        done = until;
        if i == 0 {
            play.announce(scenes::ANNOUNCEMENT, at)?;
        }
        let database = dir.join(format!("moment-{}", i + 1)).join("sangkien.db");
        fs::create_dir_all(database.parent().unwrap_or(dir))?;
        db.backup_to(&database).context("the database cannot be copied")?;
        stages.push(Stage { at, database });
    }
    drop(play);
    drop(db);
    for ending in ["", "-wal", "-shm", ".lock"] {
        let file = dir.join(format!("building.db{ending}"));
        if file.exists() {
            fs::remove_file(&file)?;
        }
    }
    Ok(stages)
}

/// One site per moment.
fn sites(dir: &Path, base_url: &str, stages: &[Stage]) -> anyhow::Result<Vec<Site>> {
    let keys = Keys::of_folder(dir)?;
    let presets = stages
        .iter()
        .zip(scenes::MOMENTS)
        .map(|(s, m)| web::page::ClockPreset { at_ms: s.at.0, label: m.label });
    let presets: Vec<_> = presets.collect();
    let site = |stage: &Stage| {
        let db = Db::open(&DbConfig::parse(&stage.database.to_string_lossy()))
            .context("a moment's database cannot be opened")?;
        db.use_keys(&keys);
        let opened = Opened { dir: dir.to_path_buf(), db: db.clone(), keys: keys.clone() };
        let config = web::Config {
            base_url: base_url.to_owned(),
            demo: Some(web::page::ClockBar { presets: presets.clone() }),
        };
        let clock = Clock::starting_at(stage.at);
        Ok(Site {
            at: stage.at,
            db,
            clock: clock.clone(),
            router: web::router(serve::state(opened, Contents::on_disk(dir), clock, config)),
        })
    };
    stages.iter().map(site).collect()
}

struct Site {
    at: domain::time::Instant,
    db: Db,
    clock: Clock,
    router: Router,
}

#[derive(Clone)]
struct Shown {
    sites: Arc<Vec<Site>>,
    now: Arc<AtomicUsize>,
}

async fn serve(listener: TcpListener, sites: Vec<Site>, first: usize) -> anyhow::Result<()> {
    let shown = Shown { sites: Arc::new(sites), now: Arc::new(AtomicUsize::new(first)) };
    for site in shown.sites.iter() {
        tokio::spawn(app::notices::Sorter::new(site.db.clone(), site.clock.clone()).run());
    }
    let app = Router::new().route("/demo/clock", post(set_clock)).fallback(show).with_state(shown);
    axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(serve::told_to_stop())
        .await
        .context("the demonstration stopped")
}

async fn show(State(shown): State<Shown>, request: Request) -> Response {
    let router = shown.sites[shown.now.load(Ordering::Relaxed)].router.clone();
    match router.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

#[derive(Deserialize)]
struct Clicked {
    at: i64,
    #[serde(default)]
    next: String,
}

/// POST /demo/clock: shows the site of another moment, as it was left, to the same people.
async fn set_clock(State(shown): State<Shown>, Form(clicked): Form<Clicked>) -> Response {
    let before = shown.now.load(Ordering::Relaxed);
    if let Some(next) = shown.sites.iter().position(|s| s.at.0 == clicked.at) {
        if next != before {
            let (from, to) = (&shown.sites[before], &shown.sites[next]);
            to.clock.set(to.at);
            if let Err(fault) = app::session::carry_over(&from.db, &to.db, to.at).await {
                tracing::warn!(%fault, "log-ins stay behind at the other moment");
            }
        }
        shown.now.store(next, Ordering::Relaxed);
    }
    let local = clicked.next.starts_with('/')
        && !clicked.next.starts_with("//")
        && !clicked.next.contains(['\\', '\n', '\r']);
    Redirect::to(if local { &clicked.next } else { "/" }).into_response()
}
