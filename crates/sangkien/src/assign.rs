//! `sangkien assign`: an assignment of judges from a file, with its proof; `assign verify` checks such a file without the
//! solver. Nothing of an installation is needed. Prose and file formats: `docs/rules/assignment.md`.

use anyhow::{Context, bail};
use data_encoding::HEXLOWER;
use domain::judging::assignment::blocking::{self, Blocking, Kind};
use domain::judging::assignment::certificate::{self, Certificate};
use domain::judging::assignment::draw::{self, Seed};
use domain::judging::assignment::fairest::{self, FairTotal, WeakestProof};
use domain::judging::assignment::instance::{Draft, size};
use domain::judging::assignment::{Assignment, Instance, best};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
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
    /// Entries × judges: knows the field. Given, every entry gets at least one who does.
    expert: Option<Vec<Vec<bool>>>,
    /// The unit of each judge, any number; `null` for none.
    #[serde(default)]
    unit: Vec<Option<usize>>,
    /// At most so many judges of one unit for an entry.
    per_unit: Option<usize>,
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
    draw: Option<DrawFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    blocking: Option<BlockingFile>,
}

/// Of a drawn plan: the seed, its hash that was known before, and how many of 65,536 pairs it leaves open.
#[derive(Serialize, Deserialize)]
struct DrawFile {
    seed: String,
    seed_hash: String,
    open: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum CertificateFile {
    Fairest {
        total: Prices,
        weakest: Weakest,
        /// What the total can be at most with a weakest entry as well served as this plan's.
        #[serde(skip_serializing_if = "Option::is_none")]
        fair: Option<Fair>,
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
struct Fair {
    base: i64,
    weights: Vec<i64>,
    prices: Vec<i64>,
    margins: Vec<i64>,
    /// Of the weighted utilities.
    weighted_bound: i64,
    /// Of the total.
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
    Experts,
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
    if file.draw.is_some() && file.plan != Which::Drawn {
        bail!("draw: it belongs to a drawn plan");
    }
    match (file.plan, file.certificate.as_ref().context("certificate: missing")?) {
        (Which::Best, CertificateFile::Best(prices)) => {
            certificate::check_best(instance, assignment, &prices.to_certificate())?;
            Ok(match prices.bound - total {
                0 => format!("holds: total {total} is the largest there is"),
                _ => format!("holds: total {total}, at most {} is possible", prices.bound),
            })
        }
        (Which::Drawn, CertificateFile::Best(prices)) => {
            let draw = file.draw.as_ref().context("draw: missing")?;
            let seed = seed_of(&draw.seed).context("draw.seed: a seed has 64 hexadecimal digits")?;
            if hash_of(&seed) != draw.seed_hash {
                bail!("draw.seed_hash: it is not the hash of the seed");
            }
            if draw.open < draw::USUAL || draw.open > draw::ALL {
                bail!("draw.open: {} is not between {} and {}", draw.open, draw::USUAL, draw::ALL);
            }
            let left = draw::barred(instance, Seed::from_bytes(seed), draw.open);
            certificate::check_best(&left, assignment, &prices.to_certificate())?;
            // Fewer bars than usual only where the usual ones leave no plan: the same draw again.
            let again = draw::solve(instance, Seed::from_bytes(seed), draw::USUAL);
            if again.is_none_or(|d| d.open != draw.open || d.solved.assignment != *assignment) {
                bail!("assignment: the seed draws another one");
            }
            Ok(format!("holds: drawn from the seed with the hash {}; total {total}", draw.seed_hash))
        }
        (
            Which::Fairest,
            CertificateFile::Fairest {
                total: prices, weakest: proof, total_below, weakest_below, fair, ..
            },
        ) => {
            let proof = proof.to_proof();
            fairest::check(instance, assignment, &prices.to_certificate(), &proof)?;
            let low = weakest.map_or(0, |w| proof.weakest - w);
            if (*total_below, *weakest_below) != (prices.bound - total, low) {
                bail!("certificate: the plan lies {} and {low} below its bounds", prices.bound - total);
            }
            let mut most = prices.bound;
            if let (Some(fair), Some(weakest)) = (fair, weakest) {
                let fair = fair.to_fair();
                fairest::check_fair(instance, weakest, &fair)?;
                most = most.min(fair.bound);
            }
            let weakest = weakest.map_or("-".into(), |w| w.to_string());
            Ok(format!(
                "holds: weakest {weakest}, at most {} is possible; total {total}, at most {most} with so fair a plan, {} with any",
                proof.weakest, prices.bound
            ))
        }
        (Which::Best | Which::Drawn, CertificateFile::Fairest { .. })
        | (Which::Fairest, CertificateFile::Best(_)) => {
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

impl From<FairTotal> for Fair {
    fn from(f: FairTotal) -> Fair {
        let Certificate { prices, margins, bound } = f.weighted;
        Fair { base: f.base, weights: f.weights, prices, margins, weighted_bound: bound, bound: f.bound }
    }
}

impl Fair {
    fn to_fair(&self) -> FairTotal {
        FairTotal {
            base: self.base,
            weights: self.weights.clone(),
            weighted: Certificate {
                prices: self.prices.clone(),
                margins: self.margins.clone(),
                bound: self.weighted_bound,
            },
            bound: self.bound,
        }
    }
}

impl From<KindWord> for Kind {
    fn from(word: KindWord) -> Kind {
        match word {
            KindWord::Seats => Kind::Seats,
            KindWord::Floors => Kind::Floors,
            KindWord::Experts => Kind::Experts,
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
            Kind::Experts => (
                KindWord::Experts,
                format!(
                    "{e} need {} experts; {j} know the field of any of them and can give at most {} seats",
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
