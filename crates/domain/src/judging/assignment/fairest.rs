//! The fairest plan: the worst-served entry as well served as can be, and with that the largest total that is found.
//!
//! No assignment serves its weakest entry better than the weighted mean over all entries, whatever the weights; the best
//! assignment for weighted utilities therefore bounds the weakest entry from above, and the least such bound is that of
//! linear programming. The search raises weights of entries below a target, solves again, mends what is left by single
//! chains of moves, and stops when plan and bound meet. Small instances are searched through, so there nothing is left
//! open. Source: Lagrangian relaxation (Ahuja, Magnanti, Orlin 1993, ch. 16); evidence in `docs/rules/assignment.md`.

use super::certificate::{self, Certificate};
use super::{Assignment, Instance, best};
use lift::lift;
use mend::mend;
use polish::polish;

mod lift;
mod mend;
mod moves;
mod polish;
mod search;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fairest {
    pub assignment: Assignment,
    /// What the best total is: how much fairness costs.
    pub total: Certificate,
    /// Why no assignment serves its weakest entry better than `weakest`.
    pub proof: WeakestProof,
    /// What the total can be at most with a weakest entry as well served as this plan's. `None` where nothing closer than `total` was
    /// needed.
    pub fair: Option<FairTotal>,
    /// All assignments were looked through: the weakest entry cannot be served better, whatever the bound says.
    pub searched: bool,
}

/// Weights of the entries, and the proof of the best weighted total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeakestProof {
    pub weights: Vec<i64>,
    pub weighted: Certificate,
    /// The weighted bound over the sum of weights, rounded down: utilities are whole.
    pub weakest: i64,
}

/// Weights of at least `base` each, and the proof of the best weighted total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FairTotal {
    pub base: i64,
    pub weights: Vec<i64>,
    pub weighted: Certificate,
    pub bound: i64,
}

/// Solves, or `None` where no assignment keeps to all limits.
pub fn solve(instance: &Instance) -> Option<Fairest> {
    let solved = best::solve(instance)?;
    let total = certificate::bound(instance, &solved.prices)?;
    let mut search = Search::new(instance, solved.assignment);
    search.first_bound();
    search.climb();
    let searched = search.look_through();
    search.finish(total.bound);
    let nothing = || WeakestProof { weights: vec![], weighted: total.clone(), weakest: 0 };
    let proof = search.proof.take().unwrap_or_else(nothing);
    Some(Fairest { assignment: search.plan, total, proof, fair: search.fair, searched })
}

/// Checks that the plan is allowed, that the weights prove its bound of the weakest entry, and the prices that of the total.
pub fn check(
    instance: &Instance,
    plan: &Assignment,
    total: &Certificate,
    proof: &WeakestProof,
) -> Result<(), certificate::Flaw> {
    use certificate::Flaw;
    certificate::check_assignment(instance, plan)?;
    certificate::check_bound(instance, total, "certificate.total")?;
    let field = "certificate.weakest";
    if proof.weights.len() != instance.entries() {
        let (have, want) = (proof.weights.len(), instance.entries());
        return Err(Flaw::Size { field: format!("{field}.weights"), have, want });
    }
    let most = room(instance);
    if let Some(e) = proof.weights.iter().position(|w| *w < 0 || *w > most) {
        let (stated, found) = (i128::from(proof.weights[e]), i128::from(most));
        return Err(Flaw::Figure { field: format!("{field}.weights[{e}]"), stated, found });
    }
    certificate::check_bound(&instance.weighted(&proof.weights), &proof.weighted, field)?;
    let found = match over(proof.weighted.bound, &proof.weights) {
        Some(found) => i128::from(found),
        None if instance.entries() == 0 => 0,
        None => i128::MAX,
    };
    let stated = i128::from(proof.weakest);
    if stated != found {
        return Err(Flaw::Figure { field: format!("{field}.weakest"), stated, found });
    }
    let (sum, weakest) = instance.worth(plan);
    for (name, value, bound) in [("total", Some(sum), total.bound), ("weakest", weakest, proof.weakest)] {
        if value.is_some_and(|v| v > bound) {
            let (stated, found) = (i128::from(bound), i128::from(value.unwrap_or(bound)));
            return Err(Flaw::Figure { field: format!("certificate.{name}"), stated, found });
        }
    }
    Ok(())
}

/// Checks that the weights bound the total of every plan whose weakest entry gets at least `weakest`.
pub fn check_fair(instance: &Instance, weakest: i64, fair: &FairTotal) -> Result<(), certificate::Flaw> {
    use certificate::Flaw;
    let field = "certificate.fair";
    if fair.weights.len() != instance.entries() {
        let (have, want) = (fair.weights.len(), instance.entries());
        return Err(Flaw::Size { field: format!("{field}.weights"), have, want });
    }
    let most = room(instance);
    let in_range = |w: &i64| (1..=most).contains(w) && *w >= fair.base;
    if fair.base < 1 || !fair.weights.iter().all(in_range) {
        let stated = i128::from(fair.base);
        return Err(Flaw::Figure { field: format!("{field}.weights"), stated, found: i128::from(most) });
    }
    certificate::check_bound(&instance.weighted(&fair.weights), &fair.weighted, field)?;
    let found = fair_bound(fair.weighted.bound, fair.base, &fair.weights, weakest);
    let (stated, found) = (i128::from(fair.bound), found.map_or(i128::MAX, i128::from));
    if stated != found {
        return Err(Flaw::Figure { field: format!("{field}.bound"), stated, found });
    }
    Ok(())
}

/// The largest total with a weakest entry of at least `weakest`: what the weights add is worth at least that much of it.
fn fair_bound(bound: i64, base: i64, weights: &[i64], weakest: i64) -> Option<i64> {
    let extra: i128 = weights.iter().map(|w| i128::from(w - base)).sum();
    let left = i128::from(bound) - extra * i128::from(weakest);
    i64::try_from(left.div_euclid(i128::from(base))).ok()
}

fn over(bound: i64, weights: &[i64]) -> Option<i64> {
    let sum: i64 = weights.iter().sum();
    (sum > 0).then(|| bound.div_euclid(sum))
}

/// Largest weight that keeps weighted sums of the instance within the range.
fn room(instance: &Instance) -> i64 {
    let longest = (instance.judges() as i64 + 4) * (instance.entries() as i64 + 4) * 4;
    ((1_i64 << 61) / longest / instance.largest()).clamp(1, 1 << 20)
}

/// What solving costs, in passes over the instance.
const SOLVING: usize = 10;

struct Search<'a> {
    instance: &'a Instance,
    plan: Assignment,
    total: i64,
    weakest: i64,
    proof: Option<WeakestProof>,
    fair: Option<FairTotal>,
    /// Passes over the instance that are left: fewer for large instances.
    left: usize,
}

impl<'a> Search<'a> {
    fn new(instance: &'a Instance, plan: Assignment) -> Search<'a> {
        let (total, weakest) = instance.worth(&plan);
        let size = (instance.entries() * instance.judges()).max(1);
        let left = (300_000_000 / size).clamp(400, 40_000);
        Search { instance, plan, total, weakest: weakest.unwrap_or(0), proof: None, fair: None, left }
    }

    fn bound(&self) -> i64 {
        self.proof.as_ref().map_or(i64::MAX, |p| p.weakest)
    }

    fn is_proved(&self) -> bool {
        self.instance.entries() == 0 || self.weakest >= self.bound()
    }

    /// The entry whose best judges are worth least bounds the weakest from above.
    fn first_bound(&mut self) {
        let Some(free) = certificate::bound(self.instance, &vec![0; self.instance.judges()]) else { return };
        let hardest = (0..self.instance.entries()).min_by_key(|e| free.margins[*e]);
        let mut weights = vec![0; self.instance.entries()];
        if let Some(e) = hardest {
            weights[e] = 1;
        }
        self.solve_weighted(&weights, None);
    }

    /// Solves with weights; keeps the bound and the plan where they are better than those kept.
    fn solve_weighted(&mut self, weights: &[i64], prices: Option<&[i64]>) -> Option<best::Solved> {
        let weighted = self.instance.weighted(weights);
        let solved = match prices {
            Some(prices) => best::solve_from(&weighted, prices),
            None => best::solve(&weighted),
        }?;
        let proof = certificate::bound(&weighted, &solved.prices)?;
        if let Some(weakest) =
            over(proof.bound, weights).filter(|w| self.proof.is_none() || *w < self.bound())
        {
            self.proof = Some(WeakestProof { weights: weights.to_vec(), weighted: proof, weakest });
        }
        Some(solved)
    }

    fn keep(&mut self, plan: &Assignment) {
        let (total, weakest) = self.instance.worth(plan);
        let weakest = weakest.unwrap_or(0);
        if (weakest, total) > (self.weakest, self.total) {
            (self.plan, self.total, self.weakest) = (plan.clone(), total, weakest);
        }
    }

    /// With the weakest entry settled, the total: polishes the plan, and plans of other weights too, until hardly anything
    /// can be gained.
    fn finish(&mut self, best_total: i64) {
        let (n, m) = (self.instance.entries(), self.instance.judges());
        let target = self.weakest;
        let rings = (400_000_000 / (n * m + m.pow(3) / 4).max(1)).min(4_000);
        let polished = |search: &mut Self, mut plan: Assignment| {
            polish(search.instance, &mut plan, target, rings);
            search.keep(&plan);
        };
        polished(self, self.plan.clone());
        let base = room(self.instance).min(1 << 8);
        let mut extra = vec![(0_i64, base / 16); n];
        let mut prices: Option<Vec<i64>> = None;
        for _ in 0..(8_000_000 / (n * m).max(1)).min(60) {
            let most = self.fair.as_ref().map_or(best_total, |f| f.bound.min(best_total));
            if i128::from(most - self.total) * 10_000 <= i128::from(best_total.abs()) {
                break;
            }
            let weights: Vec<i64> = extra.iter().map(|(x, _)| base + x).collect();
            let Some(solved) = self.solve_weighted(&weights, prices.as_deref()) else { break };
            self.note_fair(base, &weights, &solved.prices);
            let mut plan = solved.assignment.clone();
            mend(self.instance, &mut plan, target, 400);
            polished(self, plan);
            self.push(&mut extra, &solved.assignment, target, base);
            for ((x, _), (e, js)) in extra.iter_mut().zip(solved.assignment.iter().enumerate()) {
                if self.instance.sum(e, js) >= target {
                    *x = *x * 7 / 8;
                }
            }
            prices = Some(solved.prices);
        }
    }

    /// Among plans whose weakest entry is served as well as this one's, no total is larger than the weighted bound allows.
    fn note_fair(&mut self, base: i64, weights: &[i64], prices: &[i64]) {
        let Some(proof) = certificate::bound(&self.instance.weighted(weights), prices) else { return };
        let Some(bound) = fair_bound(proof.bound, base, weights, self.weakest) else { return };
        if self.fair.as_ref().is_none_or(|f| bound < f.bound) {
            self.fair = Some(FairTotal { base, weights: weights.to_vec(), weighted: proof, bound });
        }
    }

    /// Tries the bound itself, then halves the gap between plan and bound.
    fn climb(&mut self) {
        let mut target = self.bound();
        let mut out_of_reach = i64::MAX;
        while !self.is_proved() && self.left > 0 {
            if !self.reach(target) {
                out_of_reach = out_of_reach.min(target);
            }
            let top = self.bound().min(out_of_reach.saturating_sub(1));
            if top <= self.weakest {
                break;
            }
            target = self.weakest + (top - self.weakest + 1) / 2;
        }
        self.tighten();
        self.insist();
    }

    /// What neither weights nor chains could reach, rings may: halves the gap between plan and bound as long as that lifts the plan.
    fn insist(&mut self) {
        let (n, m) = (self.instance.entries(), self.instance.judges());
        // A ring costs more than a pass where judges are many.
        let rings = 600_000_000 / (3 * n * m + 6 * m * m).max(1);
        let mut left = rings.min(60_000);
        let mut out_of_reach = i64::MAX;
        while !self.is_proved() && left > 0 {
            let top = self.bound().min(out_of_reach.saturating_sub(1));
            if top <= self.weakest {
                break;
            }
            // The nearest level gets all that is left: nothing below it is worth having.
            let target = self.weakest + (top - self.weakest + 1) / 2;
            let share = if top == self.weakest + 1 { left } else { left.div_ceil(4).min(left) };
            let mut plan = self.plan.clone();
            left -= lift(self.instance, &mut plan, target, share).clamp(1, left);
            self.keep(&plan);
            if self.weakest < target {
                out_of_reach = out_of_reach.min(target);
            }
        }
    }

    /// Looks for a plan that serves every entry at least as well as `target`.
    fn reach(&mut self, target: i64) -> bool {
        let start = self.plan.clone();
        if self.mended(start, target) {
            return true;
        }
        let base = room(self.instance).min(1 << 10);
        let base = if base >= 64 { base / 16 } else { 1 };
        let mut extra = vec![(0_i64, base / 16); self.instance.entries()];
        let mut prices: Option<Vec<i64>> = None;
        let rounds = (self.left / 3 / SOLVING).clamp(8, 60);
        for _ in 0..rounds {
            if self.left == 0 || self.bound() < target {
                break;
            }
            self.left = self.left.saturating_sub(SOLVING);
            let weights: Vec<i64> = extra.iter().map(|(x, _)| base + x).collect();
            let Some(solved) = self.solve_weighted(&weights, prices.as_deref()) else { break };
            if self.mended(solved.assignment.clone(), target) {
                return true;
            }
            self.push(&mut extra, &solved.assignment, target, base);
            prices = Some(solved.prices);
        }
        self.weakest >= target
    }

    fn mended(&mut self, mut plan: Assignment, target: i64) -> bool {
        let looks = mend(self.instance, &mut plan, target, self.left);
        self.left -= looks;
        self.keep(&plan);
        self.weakest >= target
    }

    /// Weights go up below the target, faster the longer an entry stays there.
    fn push(&self, extra: &mut [(i64, i64)], plan: &Assignment, target: i64, base: i64) {
        let most = room(self.instance) - base;
        for ((x, step), (e, js)) in extra.iter_mut().zip(plan.iter().enumerate()) {
            if self.instance.sum(e, js) < target {
                *step = (*step * 3 / 2 + 1).min(base * 4);
                *x = (*x + *step).min(most);
            } else {
                *step = base / 16;
            }
        }
    }

    /// Lowers the bound: weights sit only on the entries that a plan serves worst.
    fn tighten(&mut self) {
        let scale = room(self.instance).min(1 << 16);
        let Some(start) = self.proof.as_ref().map(|p| p.weights.clone()) else { return };
        let heaviest = start.iter().copied().max().unwrap_or(1).max(1);
        let mut weights: Vec<i64> = start.iter().map(|w| w * (scale / 4).max(1) / heaviest).collect();
        let mut prices: Option<Vec<i64>> = None;
        let mut round: i128 = 0;
        while !self.is_proved() && self.left > 0 && round < 600 {
            self.left = self.left.saturating_sub(SOLVING);
            if weights.iter().all(|w| *w == 0) {
                weights.fill(1);
            }
            let Some(solved) = self.solve_weighted(&weights, prices.as_deref()) else { break };
            let level = self.weakest + 1;
            self.mended(solved.assignment.clone(), level);
            // Towards a bound just below the next whole level.
            let apart =
                |(e, js): (usize, &Vec<usize>)| i128::from(level) - i128::from(self.instance.sum(e, js));
            let apart: Vec<i128> = solved.assignment.iter().enumerate().map(apart).collect();
            let spread = apart.iter().map(|a| a * a).sum::<i128>().max(1);
            let value: i128 = -apart.iter().zip(&weights).map(|(a, w)| a * i128::from(*w)).sum::<i128>();
            let gap = value + weights.iter().map(|w| i128::from(*w)).sum::<i128>() / 2;
            for (w, a) in weights.iter_mut().zip(&apart) {
                let step = gap.max(1) * a / spread;
                let step = if step == 0 { a.signum() * i128::from(round % 3 == 0) } else { step };
                *w = i64::try_from(i128::from(*w) + step).unwrap_or(scale).clamp(0, scale);
            }
            prices = Some(solved.prices);
            round += 1;
        }
    }

    /// Looks through all assignments where they are few enough. True when it did.
    fn look_through(&mut self) -> bool {
        let Some(found) = search::through(self.instance) else { return false };
        self.keep(&found);
        true
    }
}
