//! `cargo xtask bench`: what the release build does on this machine, beside what the machine can do.
//!
//! Every figure is the median of five runs with its smallest and largest, and stands beside the limit that was measured in the
//! same bench. The load comes from this process over TCP, on the same processors as the server. An answer that is not the
//! expected one ends the bench: there are no figures of failures. A figure that misses what was asked is marked and nothing
//! else: a slow day of the machine is no fault of the product.

mod actions;
mod door;
mod figure;
mod gate;
mod gate_model;
pub mod http;
mod limits;
mod load;
mod machine;
mod register;
pub mod seed;
pub mod server;
pub mod site;
mod storm;
mod uploads;
pub mod world;

use crate::run::{cargo, root, step};
use anyhow::{Context, bail};
use clap::Args;
use figure::Figure;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use testkit::pg::Cluster;
use world::World;

#[derive(Args)]
pub struct BenchArgs {
    /// Only this part, as often as wanted; `--only list` names them.
    #[arg(long, value_name = "PART")]
    only: Vec<String>,
    /// Fewer, shorter, smaller: to see whether it works, not how fast.
    #[arg(long)]
    quick: bool,
    /// Where the databases are made; what is measured is the disk of this folder.
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Measures with the build at hand, even a debug one.
    #[arg(long, hide = true)]
    here: bool,
}

/// How often, how long and how much.
#[derive(Clone, Copy)]
pub struct Plan {
    /// Runs of which the median is taken.
    repeat: usize,
    /// Length of a run of requests that can be repeated at will.
    seconds: f64,
    /// Requests of a run that reads one page again and again.
    reads: usize,
    /// Hand-ins of one run.
    hand_ins: usize,
    entries: usize,
    drafts: usize,
    /// Size of the file that is sent over a breaking line.
    upload_mib: u64,
    /// Hand-ins before and after a deadline, and over how many seconds those before it come.
    storm: (usize, usize, f64),
}

const FULL: Plan = Plan {
    repeat: 5,
    seconds: 1.5,
    reads: 50,
    hand_ins: 1_500,
    entries: 1_000,
    drafts: 10_600,
    upload_mib: 2_048,
    storm: (5_000, 1_000, 60.0),
};
const QUICK: Plan = Plan {
    repeat: 2,
    seconds: 0.3,
    reads: 10,
    hand_ins: 300,
    entries: 1_000,
    drafts: 1_000,
    upload_mib: 128,
    storm: (500, 100, 6.0),
};

impl Plan {
    fn size(&self) -> seed::Size {
        seed::Size { entries: self.entries, drafts: self.drafts }
    }

    fn time(&self) -> Duration {
        Duration::from_secs_f64(self.seconds)
    }

    /// Measures it as often as planned.
    fn runs(&self, mut once: impl FnMut() -> anyhow::Result<f64>) -> anyhow::Result<Vec<f64>> {
        (0..self.repeat).map(|_| once()).collect()
    }
}

/// The bench while it runs: what the parts share.
pub struct Bench {
    plan: Plan,
    dir: TempDir,
    lite: Option<World>,
    postgres: Option<World>,
    cluster: Option<Cluster>,
    /// The server on the installation on SQLite, once a part has asked for it.
    site: Option<server::Server>,
}

impl Bench {
    /// The installation on SQLite.
    fn lite(&mut self) -> anyhow::Result<&mut World> {
        if self.lite.is_none() {
            self.lite = Some(World::make(self.plan.size(), &self.dir.path().join("lite"), None)?);
        }
        self.lite.as_mut().context("it was just made")
    }

    fn is_quick(&self) -> bool {
        self.plan.repeat < FULL.repeat
    }

    /// Stops the server: somebody else wants to write in its database.
    fn stop_site(&mut self) -> anyhow::Result<()> {
        self.site.take().map_or(Ok(()), server::Server::stop)
    }

    /// The installation on PostgreSQL.
    fn postgres(&mut self) -> anyhow::Result<&mut World> {
        if self.postgres.is_none() {
            let url = self.database("sangkien")?;
            self.postgres =
                Some(World::make(self.plan.size(), &self.dir.path().join("postgres"), Some(&url))?);
        }
        self.postgres.as_mut().context("it was just made")
    }

    /// An empty database on a server of our own that makes every commit durable. It keeps its statistics, as servers do.
    fn database(&mut self, name: &str) -> anyhow::Result<String> {
        let cluster = self.cluster.get_or_insert_with(|| {
            Cluster::start_durable(&[
                "-c",
                "shared_buffers=128MB",
                "-c",
                "autovacuum=on",
                "-c",
                "autovacuum_naptime=1s",
            ])
        });
        testkit::engines::make_database(cluster, name)?;
        Ok(cluster.url(name))
    }
}

/// A part of the bench.
struct Part {
    name: &'static str,
    run: fn(&mut Bench) -> anyhow::Result<Vec<Figure>>,
}

const PARTS: &[Part] = &[
    Part { name: "limits", run: limits::figures },
    Part { name: "door", run: door::figures },
    Part { name: "register", run: register::figures },
    Part { name: "pages", run: site::pages },
    Part { name: "hand-ins", run: site::hand_ins },
    Part { name: "sheets", run: site::sheets },
    Part { name: "export", run: site::export },
    Part { name: "public", run: site::public },
    Part { name: "memory", run: site::memory },
    Part { name: "cold", run: site::cold },
    Part { name: "size", run: site::size },
    Part { name: "demo", run: site::demo },
    Part { name: "uploads", run: uploads::figures },
    Part { name: "postgres", run: site::postgres },
    Part { name: "gate", run: gate::figures },
    Part { name: "gate-model", run: gate_model::figures },
    Part { name: "storm", run: storm::on_sqlite },
    Part { name: "storm-postgres", run: storm::on_postgres },
    Part { name: "actions", run: actions::on_sqlite },
    Part { name: "actions-postgres", run: actions::on_postgres },
];

pub fn run(args: &BenchArgs) -> anyhow::Result<()> {
    if cfg!(debug_assertions) && !args.here {
        return again_in_release();
    }
    if let Some(unknown) = args.only.iter().find(|o| PARTS.iter().all(|p| p.name != o.as_str())) {
        let names: Vec<&str> = PARTS.iter().map(|p| p.name).collect();
        bail!("there is no part {unknown}; the parts are {}", names.join(", "));
    }
    let machine = machine::line();
    let target = target();
    let base = args.dir.clone().unwrap_or_else(|| target.join("bench"));
    std::fs::create_dir_all(&base)?;
    let mut bench = Bench {
        plan: if args.quick { QUICK } else { FULL },
        dir: tempfile::Builder::new().prefix("run-").tempdir_in(&base)?,
        lite: None,
        postgres: None,
        cluster: None,
        site: None,
    };
    let mut figures = Vec::new();
    for part in PARTS.iter().filter(|p| args.only.is_empty() || args.only.iter().any(|o| o == p.name)) {
        let began = Instant::now();
        eprintln!("==> {}", part.name);
        let mut found = (part.run)(&mut bench).with_context(|| format!("part {}", part.name))?;
        figures.append(&mut found);
        eprintln!("==> {}: {:.0} s", part.name, began.elapsed().as_secs_f32());
    }
    println!("{}", figure::table(&machine, &figures));
    let out = target.join("bench/latest.json");
    std::fs::create_dir_all(target.join("bench"))?;
    std::fs::write(&out, serde_json::to_string_pretty(&figure::report(&machine, &figures))? + "\n")
        .with_context(|| out.display().to_string())?;
    let asked = figures.iter().filter_map(Figure::is_kept);
    println!("{} of {} asked figures are met.", asked.clone().filter(|kept| *kept).count(), asked.count());
    Ok(())
}

/// Where cargo puts what it builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The load generator must not be a debug build: it shares the processors with what it measures.
pub fn again_in_release() -> anyhow::Result<()> {
    step(
        "release build",
        cargo().args(["build", "--release", "--package", "sangkien", "--package", "xtask"]),
    )?;
    let status = Command::new(target().join("release/xtask")).args(std::env::args_os().skip(1)).status()?;
    if !status.success() {
        bail!("it failed");
    }
    Ok(())
}
