//! Checks a plan file without the solver.

use super::file::*;
use super::*;
use anyhow::{Context, bail};
use domain::judging::assignment::Instance;
use domain::judging::assignment::blocking;
use domain::judging::assignment::certificate;
use domain::judging::assignment::draw::{self, Seed};
use domain::judging::assignment::fairest;
use std::path::Path;

/// Checks a plan file; the first flaw is the error.
pub(super) fn verify(input: &Path, plan: &Path) -> anyhow::Result<()> {
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
