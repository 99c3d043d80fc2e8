//! `sangkien assign`: an assignment of judges from a file, with its proof; `assign verify` checks such a file without the
//! solver. Nothing of an installation is needed. Prose and file formats: `docs/rules/assignment.md`.

use anyhow::{Context, bail};
use data_encoding::HEXLOWER;
use domain::judging::assignment::blocking;
use domain::judging::assignment::certificate;
use domain::judging::assignment::draw::{self, Seed};
use domain::judging::assignment::fairest;
use domain::judging::assignment::instance::{Draft, size};
use domain::judging::assignment::{Instance, best};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

mod check;
mod file;
use check::verify;
use file::*;

#[derive(clap::Args)]
#[command(subcommand_negates_reqs = true, args_conflicts_with_subcommands = true)]
pub struct Assign {
    #[command(subcommand)]
    verify: Option<Verb>,
    #[command(flatten)]
    make: Option<Make>,
}

#[derive(clap::Subcommand)]
enum Verb {
    /// Checks a plan and its proof against the instance; the exit status is 0 only if everything holds.
    Verify {
        /// The instance.
        #[arg(long)]
        input: PathBuf,
        /// The plan to check.
        #[arg(long)]
        plan: PathBuf,
    },
    /// Makes a seed for a drawn plan, and prints its hash: the hash is made known now, the seed with the plan.
    Commit {
        /// Where the seed is written; it must not exist yet.
        #[arg(long)]
        seed: PathBuf,
    },
}

#[derive(clap::Args)]
struct Make {
    /// The instance: entries, judges, per_entry, cap, floor, utility, conflict.
    #[arg(long)]
    input: PathBuf,
    /// Where the plan is written.
    #[arg(long)]
    out: PathBuf,
    /// Which plan.
    #[arg(long, value_enum, default_value = "best")]
    plan: Which,
    /// The file of the seed that a drawn plan takes, as `assign commit` wrote it.
    #[arg(long)]
    seed: Option<PathBuf>,
}

#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Which {
    /// The largest total.
    Best,
    /// The worst-served entry as well served as can be.
    Fairest,
    /// The largest total among the pairs that a seed leaves open.
    Drawn,
}

impl Assign {
    pub fn run(self) -> anyhow::Result<()> {
        match (self.verify, self.make) {
            (Some(Verb::Verify { input, plan }), _) => verify(&input, &plan),
            (Some(Verb::Commit { seed }), _) => commit(&seed),
            (None, Some(make)) => make.run(),
            (None, None) => bail!("--input and --out are needed"),
        }
    }
}

impl Make {
    fn run(self) -> anyhow::Result<()> {
        let (instance, _) = read_instance(&self.input)?;
        let seed = self.seed.as_deref().map(read_seed).transpose()?;
        let plan = match (self.plan, seed) {
            (Which::Drawn, Some(seed)) => drawn(&instance, &seed)?,
            (Which::Drawn, None) => bail!("--seed is needed for a drawn plan; `assign commit` makes one"),
            (_, Some(_)) => bail!("--seed belongs to --plan drawn"),
            (which, None) => plan(&instance, which)?,
        };
        let text = serde_json::to_string(&plan).context("the plan cannot be written")?;
        std::fs::write(&self.out, text + "\n")
            .with_context(|| format!("{} cannot be written", self.out.display()))?;
        match (&plan.blocking, plan.total) {
            (Some(b), _) => println!("not feasible: {}", b.reason),
            (None, total) => println!(
                "total {}, weakest {}",
                total.unwrap_or_default(),
                plan.weakest.map_or("-".into(), |w| w.to_string())
            ),
        }
        Ok(())
    }
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

fn read_instance(path: &Path) -> anyhow::Result<(Instance, String)> {
    let text = read(path)?;
    let name = path.display().to_string();
    let file: InstanceFile = serde_json::from_str(&text).with_context(|| format!("{name} is no instance"))?;
    let said = |problems: Vec<String>| anyhow::anyhow!("{name}: {}", problems.join("\n  "));
    size(file.entries, file.judges).map_err(|p| said(vec![p.to_string()]))?;
    let draft = Draft {
        cap: file.cap.of(file.judges),
        floor: file.floor.of(file.judges),
        entries: file.entries,
        judges: file.judges,
        per_entry: file.per_entry,
        utility: file.utility,
        conflict: file.conflict,
        expert: file.expert,
        unit: file.unit,
        per_unit: file.per_unit,
    };
    let instance = draft.check().map_err(|ps| said(ps.iter().map(ToString::to_string).collect()))?;
    Ok((instance, name))
}

const SEED: usize = 32;

fn commit(path: &Path) -> anyhow::Result<()> {
    let mut seed = [0_u8; SEED];
    getrandom::fill(&mut seed).map_err(|e| anyhow::anyhow!("no random bytes: {e}"))?;
    let mut file = std::fs::File::create_new(path)
        .with_context(|| format!("{} cannot be written, or exists already", path.display()))?;
    std::io::Write::write_all(&mut file, (HEXLOWER.encode(&seed) + "\n").as_bytes())?;
    println!("{}", hash_of(&seed));
    Ok(())
}

fn hash_of(seed: &[u8; SEED]) -> String {
    HEXLOWER.encode(&Sha256::digest(seed))
}

fn seed_of(text: &str) -> Option<[u8; SEED]> {
    HEXLOWER.decode(text.trim().as_bytes()).ok()?.try_into().ok()
}

fn read_seed(path: &Path) -> anyhow::Result<[u8; SEED]> {
    seed_of(&read(path)?).with_context(|| format!("{}: a seed has 64 hexadecimal digits", path.display()))
}

/// The plan of a seed, with the certificate of the pairs that it leaves open.
fn drawn(instance: &Instance, seed: &[u8; SEED]) -> anyhow::Result<PlanFile> {
    let Some(drawn) = draw::solve(instance, Seed::from_bytes(*seed), draw::USUAL) else {
        return plan(instance, Which::Drawn);
    };
    let proof =
        certificate::bound(&drawn.instance, &drawn.solved.prices).context("utility: too large to prove")?;
    certificate::check_best(&drawn.instance, &drawn.solved.assignment, &proof)?;
    let (total, weakest) = instance.worth(&drawn.solved.assignment);
    Ok(PlanFile {
        feasible: true,
        plan: Which::Drawn,
        assignment: Some(drawn.solved.assignment),
        total: Some(total),
        weakest,
        certificate: Some(CertificateFile::Best(Prices::from(proof))),
        draw: Some(DrawFile { seed: HEXLOWER.encode(seed), seed_hash: hash_of(seed), open: drawn.open }),
        blocking: None,
    })
}

fn plan(instance: &Instance, which: Which) -> anyhow::Result<PlanFile> {
    let made = match which {
        // Only where nothing can be drawn.
        Which::Drawn => None,
        Which::Best => match best::solve(instance) {
            None => None,
            Some(solved) => {
                let proof =
                    certificate::bound(instance, &solved.prices).context("utility: too large to prove")?;
                // The plan is checked by those who did not make it before anybody sees it.
                certificate::check_best(instance, &solved.assignment, &proof)?;
                Some((solved.assignment, CertificateFile::Best(Prices::from(proof))))
            }
        },
        Which::Fairest => fairest::solve(instance)
            .map(|f| -> anyhow::Result<_> {
                fairest::check(instance, &f.assignment, &f.total, &f.proof)?;
                let (total, weakest) = instance.worth(&f.assignment);
                if let (Some(fair), Some(weakest)) = (&f.fair, weakest) {
                    fairest::check_fair(instance, weakest, fair)?;
                }
                let certificate = CertificateFile::Fairest {
                    total_below: f.total.bound - total,
                    weakest_below: weakest.map_or(0, |w| f.proof.weakest - w),
                    searched: f.searched,
                    fair: f.fair.map(Fair::from),
                    total: f.total.into(),
                    weakest: f.proof.into(),
                };
                Ok((f.assignment, certificate))
            })
            .transpose()?,
    };
    let empty = PlanFile {
        feasible: false,
        plan: which,
        assignment: None,
        total: None,
        weakest: None,
        certificate: None,
        draw: None,
        blocking: None,
    };
    Ok(match made {
        Some((assignment, certificate)) => {
            let (total, weakest) = instance.worth(&assignment);
            PlanFile {
                feasible: true,
                assignment: Some(assignment),
                total: Some(total),
                weakest,
                certificate: Some(certificate),
                ..empty
            }
        }
        None => {
            let found = blocking::find(instance).context("neither a plan nor what blocks it was found")?;
            blocking::check(instance, found.kind, &found.entries, &found.judges)?;
            PlanFile { blocking: Some(found.into()), ..empty }
        }
    })
}

fn counted(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}
