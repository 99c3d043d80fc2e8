//! `sangkien rehearse`: plays a whole contest from a folder of files, through the same actions as the pages, on a simulated
//! clock, and writes what came of it. Two runs give the same bytes.

mod papers;
mod plan;
mod play;
mod refusals;

pub use papers::{Files, Papers};
pub use plan::{Step, Timed, plan};
pub use play::{Cast, Play, part, strength, unit_input};
pub use refusals::Refusals;

use anyhow::{Context, bail};
use app::db::{Db, DbConfig};
use app::import::contest_folder::{ContestFolder, read_folder};
use app::keys::Keys;
use domain::contest::RulesEdition;
use domain::time::Instant;
use serde_json::{Value, json};
use std::fs;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub struct Rehearse {
    /// The folder of the contest. Its format: data/CONTEST-FORMAT.md.
    #[arg(long)]
    data: PathBuf,
    /// Where result.json, refusals.json, audit-head.json, result.pkg and the folder papers go; made if need be.
    #[arg(long)]
    out: PathBuf,
    /// An empty PostgreSQL database to play in; without it a temporary embedded one.
    #[arg(long)]
    database: Option<String>,
}

impl Rehearse {
    pub fn run(self) -> anyhow::Result<()> {
        let begun = std::time::Instant::now();
        let (folder, rules) = read(&self.data)?;
        let scratch = Scratch::new()?;
        let config = match &self.database {
            Some(url) => DbConfig::parse(url),
            None => DbConfig::parse(&scratch.0.join("rehearsal.db").to_string_lossy()),
        };
        let (outcome, papers) = rehearse_with_papers(&folder, &rules, &config, progress())?;
        fs::create_dir_all(&self.out).with_context(|| format!("{} cannot be made", self.out.display()))?;
        write(&self.out, "result.json", &outcome.result)?;
        write(&self.out, "refusals.json", &Value::from(outcome.refusals.list()))?;
        write(&self.out, "audit-head.json", &outcome.audit_head)?;
        papers::write(&self.out, &papers.render()?)?;
        if let Some(package) = &outcome.package {
            fs::write(self.out.join("result.pkg"), package).context("result.pkg cannot be written")?;
        }
        println!(
            "{}: {} entries, {} refused operations, audit head {}; {:.1} s",
            rules.code,
            folder.entries.len(),
            outcome.refusals.list().len(),
            outcome.audit_head["seq"],
            begun.elapsed().as_secs_f32()
        );
        Ok(())
    }
}

/// Reads a contest's folder and its rules, or says everything that is wrong with them by file, line and field.
pub fn read(dir: &Path) -> anyhow::Result<(ContestFolder, RulesEdition)> {
    let folder = read_folder(dir);
    let text = match &folder {
        Ok(folder) => Some(folder.contest_text.clone()),
        Err(_) => fs::read_to_string(dir.join("contest.json")).ok(),
    };
    let rules = text.map(|t| app::contest::format::parse(&t));
    let mut lines: Vec<String> = Vec::new();
    if let Err(problems) = &folder {
        lines.extend(problems.iter().map(ToString::to_string));
    }
    if let Some(Err(problems)) = &rules {
        lines.extend(problems.iter().map(|p| format!("contest.json, {p}")));
    }
    match (folder, rules) {
        (Ok(folder), Some(Ok(rules))) => Ok((folder, rules)),
        _ => bail!("{} is not in order; nothing was written:\n{}", dir.display(), lines.join("\n")),
    }
}

/// Steps in one transaction: a rehearsal is thrown away, only its outcome must last.
const AT_ONCE: usize = 50;

/// The secret of a rehearsal: known, so that two rehearsals give the same bytes.
const REHEARSAL: [u8; 32] = *b"rehearsal: everybody may know it";

/// What a rehearsal leaves.
pub struct Outcome {
    pub result: Value,
    pub refusals: Refusals,
    pub audit_head: Value,
    /// The result package, when a result was released.
    pub package: Option<Vec<u8>>,
}

/// Plays every step in a fresh database. `tell` hears after each step how far it is.
pub fn rehearse(
    folder: &ContestFolder,
    rules: &RulesEdition,
    config: &DbConfig,
    tell: impl FnMut(usize, usize, &Timed),
) -> anyhow::Result<Outcome> {
    outcome(played(folder, rules, config, tell)?.0)
}

/// The same, and every paper of the contest.
pub fn rehearse_with_papers(
    folder: &ContestFolder,
    rules: &RulesEdition,
    config: &DbConfig,
    tell: impl FnMut(usize, usize, &Timed),
) -> anyhow::Result<(Outcome, Papers)> {
    let (play, now) = played(folder, rules, config, tell)?;
    let papers = play.papers(now)?;
    Ok((outcome(play)?, papers))
}

/// A play that is over, and when.
fn played(
    folder: &ContestFolder,
    rules: &RulesEdition,
    config: &DbConfig,
    mut tell: impl FnMut(usize, usize, &Timed),
) -> anyhow::Result<(Play, Instant)> {
    let db = Db::open(config).context("the rehearsal's database cannot be opened")?;
    let steps = plan(folder, rules);
    db.migrate(steps.first().map_or(0, |s| s.at.0)).context("the rehearsal's database cannot be prepared")?;
    let mut play = Play::new(&db, folder, rules, Cast::Silent, Keys::fixed(REHEARSAL));
    for (i, chunk) in steps.chunks(AT_ONCE).enumerate() {
        play.steps(chunk)?;
        if let Some(last) = chunk.last() {
            tell((i * AT_ONCE + AT_ONCE).min(steps.len()), steps.len(), last);
        }
    }
    Ok((play, steps.last().map_or(Instant(0), |s| s.at)))
}

fn outcome(play: Play) -> anyhow::Result<Outcome> {
    let (result, audit_head) = play.outcome()?;
    let package = play.package()?.map(|p| p.to_bytes());
    Ok(Outcome { result, audit_head, package, refusals: play.into_refusals() })
}

fn write(dir: &Path, name: &str, value: &Value) -> anyhow::Result<()> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    fs::write(dir.join(name), text).with_context(|| format!("{name} cannot be written"))
}

/// A line that moves on a terminal; silence elsewhere.
fn progress() -> impl FnMut(usize, usize, &Timed) {
    let shown = std::io::stderr().is_terminal();
    let mut last = 0;
    move |done, all, step| {
        let percent = 100 * done / all.max(1);
        if shown && percent != last {
            last = percent;
            eprint!("\r{percent:3} %  {}", step.at.day());
            if done == all {
                eprintln!();
            }
            // Progress that cannot be shown is no reason to stop.
            let _ = std::io::stderr().flush();
        }
    }
}

/// A folder of its own that goes with it.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> anyhow::Result<Scratch> {
        let dir = std::env::temp_dir().join(format!("sangkien-rehearsal-{}", std::process::id()));
        fs::create_dir_all(&dir).with_context(|| format!("{} cannot be made", dir.display()))?;
        Ok(Scratch(dir))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(why) = fs::remove_dir_all(&self.0) {
            tracing::warn!(%why, "the temporary folder stays");
        }
    }
}

/// The head of the audit log as the rehearsal writes it.
pub fn head_json(seq: i64, hash: &[u8]) -> Value {
    json!({ "seq": seq, "hash": hash.iter().map(|b| format!("{b:02x}")).collect::<String>() })
}
