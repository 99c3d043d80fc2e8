//! `sangkien assign`: an assignment of judges from a file, with its proof; `assign verify` checks such a file without the
//! solver. Nothing of an installation is needed. Prose and file formats: `docs/rules/assignment.md`.

use anyhow::{Context, bail};
use domain::judging::assignment::blocking::{self, Blocking, Kind};
use domain::judging::assignment::certificate::{self, Certificate};
use domain::judging::assignment::fairest::{self, WeakestProof};
use domain::judging::assignment::instance::{Draft, size};
use domain::judging::assignment::{Assignment, Instance, best};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

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
}

#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Which {
    /// The largest total.
    Best,
    /// The worst-served entry as well served as can be.
    Fairest,
}

impl Assign {
    pub fn run(self) -> anyhow::Result<()> {
        match (self.verify, self.make) {
            (Some(Verb::Verify { input, plan }), _) => verify(&input, &plan),
            (None, Some(make)) => make.run(),
            (None, None) => bail!("--input and --out are needed"),
        }
    }
}

impl Make {
    fn run(self) -> anyhow::Result<()> {
        let (instance, _) = read_instance(&self.input)?;
        let plan = plan(&instance, self.plan)?;
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

/// The instance as a file says it.
#[derive(Deserialize)]
struct InstanceFile {
    entries: usize,
    judges: usize,
    per_entry: usize,
    cap: Limit,
    #[serde(default)]
    floor: Limit,
    utility: Vec<Vec<i64>>,
    #[serde(default)]
    conflict: Vec<(u64, u64)>,
}

/// One number for all judges, or one for each.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a whole number of at least 0, or a list with one for each judge")]
enum Limit {
    All(usize),
    Each(Vec<usize>),
}

impl Default for Limit {
    fn default() -> Limit {
        Limit::All(0)
    }
}

impl Limit {
    fn of(self, judges: usize) -> Vec<usize> {
        match self {
            Limit::All(n) => vec![n; judges],
            Limit::Each(list) => list,
        }
    }
}

/// What `--out` holds.
#[derive(Serialize, Deserialize)]
struct PlanFile {
    feasible: bool,
    plan: Which,
    #[serde(skip_serializing_if = "Option::is_none")]
    assignment: Option<Assignment>,
    total: Option<i64>,
    weakest: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate: Option<CertificateFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    blocking: Option<BlockingFile>,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum CertificateFile {
    Fairest {
        total: Prices,
        weakest: Weakest,
        /// How far the plan lies below what the certificates prove at most.
        total_below: i64,
        weakest_below: i64,
        /// All assignments were looked through: the weakest entry cannot be served better.
        searched: bool,
    },
    Best(Prices),
}

#[derive(Serialize, Deserialize)]
struct Prices {
    prices: Vec<i64>,
    margins: Vec<i64>,
    bound: i64,
}

#[derive(Serialize, Deserialize)]
struct Weakest {
    weights: Vec<i64>,
    prices: Vec<i64>,
    margins: Vec<i64>,
    bound: i64,
    /// `bound` over the sum of the weights, rounded down.
    weakest: i64,
}

#[derive(Serialize, Deserialize)]
struct BlockingFile {
    kind: KindWord,
    entries: Vec<usize>,
    judges: Vec<usize>,
    needed: usize,
    available: usize,
    reason: String,
}

#[derive(Serialize, Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum KindWord {
    Seats,
    Floors,
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
    };
    let instance = draft.check().map_err(|ps| said(ps.iter().map(ToString::to_string).collect()))?;
    Ok((instance, name))
}

fn plan(instance: &Instance, which: Which) -> anyhow::Result<PlanFile> {
    let made = match which {
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
                let certificate = CertificateFile::Fairest {
                    total_below: f.total.bound - total,
                    weakest_below: weakest.map_or(0, |w| f.proof.weakest - w),
                    searched: f.searched,
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

/// Checks a plan file; the first flaw is the error.
fn verify(input: &Path, plan: &Path) -> anyhow::Result<()> {
    let (instance, _) = read_instance(input)?;
    let name = plan.display();
    let file: PlanFile = serde_json::from_str(&read(plan)?).with_context(|| format!("{name} is no plan"))?;
    let said = check(&instance, &file).with_context(|| format!("{name} does not hold"))?;
    println!("{said}");
    Ok(())
}

fn check(instance: &Instance, file: &PlanFile) -> anyhow::Result<String> {
    if !file.feasible {
        let b = file.blocking.as_ref().context("blocking: an impossible plan must say what blocks it")?;
        if file.assignment.is_some()
            || file.total.is_some()
            || file.weakest.is_some()
            || file.certificate.is_some()
        {
            bail!("feasible: false, and yet there is an assignment");
        }
        let (needed, available) = blocking::check(instance, b.kind.into(), &b.entries, &b.judges)?;
        if (needed, available) != (b.needed, b.available) {
            bail!("blocking: needed {needed} and available {available} are true");
        }
        return Ok(format!("holds: not feasible, {needed} seats are needed and {available} are there"));
    }
    if file.blocking.is_some() {
        bail!("feasible: true, and yet something blocks");
    }
    let assignment = file.assignment.as_ref().context("assignment: missing")?;
    certificate::check_assignment(instance, assignment)?;
    let (total, weakest) = instance.worth(assignment);
    if file.total != Some(total) {
        bail!("total: {total} is true");
    }
    if file.weakest != weakest {
        bail!("weakest: {weakest:?} is true");
    }
    match (file.plan, file.certificate.as_ref().context("certificate: missing")?) {
        (Which::Best, CertificateFile::Best(prices)) => {
            certificate::check_best(instance, assignment, &prices.to_certificate())?;
            Ok(format!("holds: total {total} is the largest there is"))
        }
        (
            Which::Fairest,
            CertificateFile::Fairest { total: prices, weakest: proof, total_below, weakest_below, .. },
        ) => {
            let proof = proof.to_proof();
            fairest::check(instance, assignment, &prices.to_certificate(), &proof)?;
            let low = weakest.map_or(0, |w| proof.weakest - w);
            if (*total_below, *weakest_below) != (prices.bound - total, low) {
                bail!("certificate: the plan lies {} and {low} below its bounds", prices.bound - total);
            }
            let weakest = weakest.map_or("-".into(), |w| w.to_string());
            Ok(format!(
                "holds: weakest {weakest}, at most {} is possible; total {total}, at most {} is possible",
                proof.weakest, prices.bound
            ))
        }
        (Which::Best, CertificateFile::Fairest { .. }) | (Which::Fairest, CertificateFile::Best(_)) => {
            bail!("certificate: it belongs to another kind of plan")
        }
    }
}

impl From<Certificate> for Prices {
    fn from(c: Certificate) -> Prices {
        Prices { prices: c.prices, margins: c.margins, bound: c.bound }
    }
}

impl Prices {
    fn to_certificate(&self) -> Certificate {
        Certificate { prices: self.prices.clone(), margins: self.margins.clone(), bound: self.bound }
    }
}

impl From<WeakestProof> for Weakest {
    fn from(p: WeakestProof) -> Weakest {
        let Certificate { prices, margins, bound } = p.weighted;
        Weakest { weights: p.weights, prices, margins, bound, weakest: p.weakest }
    }
}

impl Weakest {
    fn to_proof(&self) -> WeakestProof {
        WeakestProof {
            weights: self.weights.clone(),
            weighted: Certificate {
                prices: self.prices.clone(),
                margins: self.margins.clone(),
                bound: self.bound,
            },
            weakest: self.weakest,
        }
    }
}

impl From<KindWord> for Kind {
    fn from(word: KindWord) -> Kind {
        match word {
            KindWord::Seats => Kind::Seats,
            KindWord::Floors => Kind::Floors,
        }
    }
}

impl From<Blocking> for BlockingFile {
    fn from(b: Blocking) -> BlockingFile {
        let (e, j) =
            (counted(b.entries.len(), "entry", "entries"), counted(b.judges.len(), "judge", "judges"));
        let (kind, reason) = match b.kind {
            Kind::Seats => (
                KindWord::Seats,
                format!(
                    "{e} need {} seats; {j} may have any of them and can give at most {}",
                    b.needed, b.available
                ),
            ),
            Kind::Floors => (
                KindWord::Floors,
                format!(
                    "{j} must take at least {} seats; {e} may be theirs and can fill at most {}",
                    b.needed, b.available
                ),
            ),
        };
        BlockingFile {
            kind,
            entries: b.entries,
            judges: b.judges,
            needed: b.needed,
            available: b.available,
            reason,
        }
    }
}

fn counted(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}
