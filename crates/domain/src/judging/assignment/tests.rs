//! Random small instances against looking through every assignment.

use super::blocking::{self, Kind};
use super::certificate::{self, Certificate};
use super::instance::Draft;
use super::{Assignment, Instance, best, fairest};

/// Numbers from a seed; the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

/// Up to 5 entries and 5 judges; tight limits, floors, conflicts and ties are all common.
fn small(dice: &mut Dice) -> Draft {
    let (entries, judges) = (dice.below(6), 1 + dice.below(5));
    let per_entry = 1 + dice.below(judges.min(3));
    let even = entries * per_entry / judges;
    let floor = if dice.below(3) == 0 { dice.below(even + 2) } else { 0 };
    let cap = (even + dice.below(3)).max(floor);
    let range = [1, 3, 10, 1_000][dice.below(4)];
    let density = dice.below(5);
    let mut draft = Draft {
        entries,
        judges,
        per_entry,
        cap: vec![cap; judges],
        floor: vec![floor; judges],
        ..Draft::default()
    };
    for e in 0..entries {
        let row = (0..judges).map(|_| dice.below(range) as i64 - range as i64 / 3).collect();
        draft.utility.push(row);
        for j in 0..judges {
            if dice.below(10) < density {
                draft.conflict.push((e as u64, j as u64));
            }
        }
    }
    draft
}

/// Calls `each` with every assignment that keeps to all limits.
fn every(instance: &Instance, floors: bool, each: &mut dyn FnMut(&Assignment)) {
    fn go(
        instance: &Instance,
        floors: bool,
        plan: &mut Assignment,
        loads: &mut [usize],
        each: &mut dyn FnMut(&Assignment),
    ) {
        let e = plan.len();
        if e == instance.entries() {
            if !floors || (0..loads.len()).all(|j| loads[j] >= instance.floor(j)) {
                each(plan);
            }
            return;
        }
        for set in 0_u32..1 << instance.judges() {
            let js: Vec<usize> = (0..instance.judges()).filter(|j| set >> j & 1 == 1).collect();
            if js.len() != instance.need(e)
                || !js.iter().all(|j| instance.is_open(e, *j) && loads[*j] < instance.cap(*j))
            {
                continue;
            }
            js.iter().for_each(|j| loads[*j] += 1);
            plan.push(js.clone());
            go(instance, floors, plan, loads, each);
            plan.pop();
            js.iter().for_each(|j| loads[*j] -= 1);
        }
    }
    go(instance, floors, &mut vec![], &mut vec![0; instance.judges()], each);
}

fn possible(draft: Draft, floors: bool) -> bool {
    let mut any = false;
    if let Ok(instance) = draft.check() {
        every(&instance, floors, &mut |_| any = true);
    }
    any
}

/// Only these entries, without floors.
fn only_entries(draft: &Draft, kept: &[usize]) -> Draft {
    let conflict = draft.conflict.iter().filter_map(|(e, j)| {
        let at = kept.iter().position(|k| *k as u64 == *e)?;
        Some((at as u64, *j))
    });
    Draft {
        entries: kept.len(),
        floor: vec![0; draft.judges],
        utility: kept.iter().map(|e| draft.utility[*e].clone()).collect(),
        conflict: conflict.collect(),
        ..draft.clone()
    }
}

/// Whether some sub-assignment (at most `need` judges an entry) gives these judges their floors.
fn floors_can_be_met(draft: &Draft, judges: &[usize]) -> bool {
    let open = |e: usize, j: usize| !draft.conflict.contains(&(e as u64, j as u64));
    fn go(
        e: usize,
        draft: &Draft,
        judges: &[usize],
        left: &mut Vec<usize>,
        open: &dyn Fn(usize, usize) -> bool,
    ) -> bool {
        if left.iter().all(|l| *l == 0) {
            return true;
        }
        if e == draft.entries {
            return false;
        }
        (0_u32..1 << judges.len()).filter(|s| s.count_ones() as usize <= draft.per_entry).any(|set| {
            let of: Vec<usize> = (0..judges.len())
                .filter(|n| set >> n & 1 == 1 && left[*n] > 0 && open(e, judges[*n]))
                .collect();
            of.iter().for_each(|n| left[*n] -= 1);
            let met = go(e + 1, draft, judges, left, open);
            of.iter().for_each(|n| left[*n] += 1);
            met
        })
    }
    go(0, draft, judges, &mut judges.iter().map(|j| draft.floor[*j]).collect(), &open)
}

#[test]
fn ten_thousand_small_instances_equal_looking_through_all() {
    let mut dice = Dice(5);
    let (mut solved, mut blocked) = (0, [0, 0]);
    for case in 0..10_000 {
        let draft = small(&mut dice);
        let instance = draft.clone().check().unwrap();
        let mut most = None;
        every(&instance, true, &mut |plan| most = most.max(Some(instance.worth(plan).0)));
        match (best::solve(&instance), most) {
            (Some(found), Some(most)) => {
                solved += 1;
                assert_eq!(instance.worth(&found.assignment).0, most, "case {case}: {draft:?}");
                let proof = certificate::bound(&instance, &found.prices).unwrap();
                assert_eq!(
                    certificate::check_best(&instance, &found.assignment, &proof),
                    Ok(()),
                    "case {case}"
                );
                assert_eq!(blocking::find(&instance), None, "case {case}");
            }
            (None, None) => {
                let b = blocking::find(&instance).expect("a reason");
                blocked[b.kind as usize] += 1;
                let counted = blocking::check(&instance, b.kind, &b.entries, &b.judges);
                assert_eq!(counted, Ok((b.needed, b.available)), "case {case}: {draft:?}");
                assert_irreducible(&draft, &b, case);
            }
            (found, most) => panic!("case {case}: {found:?}, but {most:?}: {draft:?}"),
        }
    }
    assert!(solved > 4_000 && blocked[0] > 1_000 && blocked[1] > 300, "{solved} {blocked:?}");
}

/// The set blocks by itself, and without any one of those who ask it does not.
fn assert_irreducible(draft: &Draft, b: &blocking::Blocking, case: usize) {
    match b.kind {
        Kind::Seats | Kind::Experts => {
            assert!(!possible(only_entries(draft, &b.entries), false), "case {case}");
            for e in &b.entries {
                let rest: Vec<usize> = b.entries.iter().copied().filter(|x| x != e).collect();
                assert!(
                    possible(only_entries(draft, &rest), false),
                    "case {case}: {e} of {b:?} in {draft:?}"
                );
            }
        }
        Kind::Floors => {
            assert!(!floors_can_be_met(draft, &b.judges), "case {case}");
            for j in &b.judges {
                let rest: Vec<usize> = b.judges.iter().copied().filter(|x| x != j).collect();
                assert!(floors_can_be_met(draft, &rest), "case {case}: {j} of {b:?} in {draft:?}");
            }
        }
    }
}

#[test]
fn the_fairest_plan_of_a_small_instance_is_the_fairest_of_all() {
    let mut dice = Dice(77);
    for case in 0..250 {
        let draft = small(&mut dice);
        let instance = draft.clone().check().unwrap();
        let mut most = None;
        every(&instance, true, &mut |plan| {
            let (total, weakest) = instance.worth(plan);
            most = most.max(Some((weakest, total)));
        });
        let found = fairest::solve(&instance);
        assert_eq!(
            found.as_ref().map(|f| instance.worth(&f.assignment)).map(|(t, w)| (w, t)),
            most,
            "case {case}: {draft:?}"
        );
        if let Some(f) = found {
            assert_eq!(fairest::check(&instance, &f.assignment, &f.total, &f.proof), Ok(()), "case {case}");
        }
    }
}

/// Every certificate with one figure changed.
fn changed(proof: &Certificate) -> Vec<Certificate> {
    let mut out = vec![];
    for by in [1, -1, 1_000_003] {
        for at in 0..proof.prices.len() {
            let mut other = proof.clone();
            other.prices[at] += by;
            out.push(other);
        }
        for at in 0..proof.margins.len() {
            let mut other = proof.clone();
            other.margins[at] += by;
            out.push(other);
        }
        out.push(Certificate { bound: proof.bound + by, ..proof.clone() });
    }
    let short = |list: &[i64]| list.get(1..).unwrap_or(&[]).to_vec();
    if !proof.prices.is_empty() {
        out.push(Certificate { prices: short(&proof.prices), ..proof.clone() });
    }
    out
}

#[test]
fn a_changed_proof_or_plan_is_refused() {
    let mut dice = Dice(9);
    let (mut proofs, mut plans) = (0, 0);
    for case in 0..1_000 {
        let draft = small(&mut dice);
        let instance = draft.check().unwrap();
        let Some(found) = best::solve(&instance) else { continue };
        let proof = certificate::bound(&instance, &found.prices).unwrap();
        for other in changed(&proof) {
            assert!(
                certificate::check_best(&instance, &found.assignment, &other).is_err(),
                "case {case}: {other:?}"
            );
            proofs += 1;
        }
        // Any other plan is refused, unless it is as good.
        for e in 0..instance.entries() {
            for j in 0..instance.judges() {
                let mut other = found.assignment.clone();
                other[e][0] = j;
                let good = certificate::check_best(&instance, &other, &proof).is_ok();
                let allowed = certificate::check_assignment(&instance, &other).is_ok();
                assert_eq!(good, allowed && instance.worth(&other).0 == proof.bound, "case {case}");
                plans += 1;
            }
        }
    }
    assert!(proofs > 5_000 && plans > 3_000, "{proofs} {plans}");
}

#[test]
fn a_changed_proof_of_the_weakest_is_refused() {
    let mut dice = Dice(31);
    for case in 0..150 {
        let instance = small(&mut dice).check().unwrap();
        let Some(f) = fairest::solve(&instance) else { continue };
        if instance.entries() == 0 {
            continue;
        }
        for total in changed(&f.total).into_iter().filter(|c| c.prices == f.total.prices) {
            assert!(fairest::check(&instance, &f.assignment, &total, &f.proof).is_err(), "case {case}");
        }
        let mut wrong = vec![];
        for weighted in changed(&f.proof.weighted).into_iter().filter(|c| c.prices == f.proof.weighted.prices)
        {
            wrong.push(fairest::WeakestProof { weighted, ..f.proof.clone() });
        }
        wrong.push(fairest::WeakestProof { weakest: f.proof.weakest - 1, ..f.proof.clone() });
        wrong.push(fairest::WeakestProof { weights: vec![-1; instance.entries()], ..f.proof.clone() });
        wrong.push(fairest::WeakestProof { weights: vec![], ..f.proof.clone() });
        for proof in wrong {
            assert!(
                fairest::check(&instance, &f.assignment, &f.total, &proof).is_err(),
                "case {case}: {proof:?}"
            );
        }
    }
}

#[test]
fn a_claim_of_impossibility_is_counted() {
    let draft = Draft { conflict: vec![(1, 0), (1, 2)], ..super::instance::tests::draft(3, 3, 2, 3, 0) };
    let instance = draft.check().unwrap();
    let found = blocking::find(&instance).unwrap();
    assert_eq!((found.kind, &found.entries[..], &found.judges[..]), (Kind::Seats, &[1][..], &[1][..]));
    assert_eq!((found.needed, found.available), (2, 1));
    let check =
        |entries: &[usize], judges: &[usize]| blocking::check(&instance, Kind::Seats, entries, judges);
    assert_eq!(check(&[1], &[1]), Ok((2, 1)));
    for (entries, judges) in
        [(&[0][..], &[0, 1, 2][..]), (&[1], &[]), (&[1], &[0, 1]), (&[1, 1], &[1]), (&[7], &[1]), (&[], &[])]
    {
        assert!(check(entries, judges).is_err(), "{entries:?} {judges:?}");
    }
}

/// Knowledge of 8 areas, wishes, units in common and some declared conflicts; a quarter more seats than needed.
fn like_a_contest(entries: usize, judges: usize, floor: usize, seed: u64) -> Instance {
    let mut dice = Dice(seed);
    let skill: Vec<Vec<i64>> =
        (0..judges).map(|_| (0..8).map(|_| [0, 0, 1, 2, 3][dice.below(5)]).collect()).collect();
    let units: Vec<usize> = (0..judges).map(|_| dice.below(30)).collect();
    let (mut utility, mut conflict) = (vec![], vec![]);
    for e in 0..entries {
        let (area, unit) = (dice.below(8), dice.below(30));
        let worth = |j: usize, dice: &mut Dice| {
            100 * skill[j][area] + 40 * [-1, 0, 0, 0, 1, 2][dice.below(6)] + dice.below(21) as i64
        };
        utility.push((0..judges).map(|j| worth(j, &mut dice)).collect());
        let recused = |j: usize, dice: &mut Dice| units[j] == unit || dice.below(33) == 0;
        conflict.extend((0..judges).filter(|j| recused(*j, &mut dice)).map(|j| (e as u64, j as u64)));
    }
    let cap = (entries * 3 * 5).div_ceil(judges * 4);
    let draft = Draft { utility, conflict, ..super::instance::tests::draft(entries, judges, 3, cap, floor) };
    draft.check().unwrap()
}

fn solved_and_proved(instance: &Instance) -> Certificate {
    let found = best::solve(instance).unwrap();
    let proof = certificate::bound(instance, &found.prices).unwrap();
    assert_eq!(certificate::check_best(instance, &found.assignment, &proof), Ok(()));
    proof
}

#[test]
fn a_large_instance_is_solved_and_proved() {
    let instance = like_a_contest(300, 20, 30, 1);
    assert_eq!(best::solve(&instance), best::solve(&instance), "the same again");
    let proof = solved_and_proved(&instance);
    let f = fairest::solve(&instance).unwrap();
    assert_eq!(fairest::check(&instance, &f.assignment, &f.total, &f.proof), Ok(()));
    let (total, weakest) = instance.worth(&f.assignment);
    assert_eq!(f.total.bound, proof.bound);
    assert!(total <= proof.bound && weakest.unwrap() <= f.proof.weakest);
}

#[test]
#[ignore = "measures: cargo xtask sums"]
#[allow(clippy::disallowed_methods)]
fn large_instances_are_quick() {
    for (entries, judges, most) in [(1_000, 40, 30), (10_000, 300, 6_000)] {
        let instance = like_a_contest(entries, judges, 0, 1);
        let begun = std::time::Instant::now();
        let found = best::solve(&instance).unwrap();
        let took = begun.elapsed();
        let proof = solved_and_proved(&instance);
        let fair = std::time::Instant::now();
        let f = fairest::solve(&instance).unwrap();
        let (fair, (total, weakest)) = (fair.elapsed(), instance.worth(&f.assignment));
        println!(
            "{entries} × {judges} × 3: best {} in {took:?}; fairest weakest {weakest:?} (bound {}, before {:?}), total {total}, in {fair:?}",
            proof.bound,
            f.proof.weakest,
            instance.worth(&found.assignment).1
        );
        assert_eq!(weakest, Some(f.proof.weakest));
        assert!((proof.bound - total) * 1_000 <= proof.bound, "fairness costs more than a thousandth");
        assert!(took.as_millis() <= most, "{took:?}");
    }
}

/// A tight floor leaves hardly any choice: rings must find what chains do not.
#[test]
fn a_tight_floor_reaches_the_bound_of_the_weakest() {
    for (entries, judges, floor, seed) in
        [(300, 20, 30, 1), (100, 10, 30, 2), (120, 12, 28, 3), (200, 25, 20, 4)]
    {
        let instance = like_a_contest(entries, judges, floor, seed);
        let f = fairest::solve(&instance).unwrap();
        assert_eq!(fairest::check(&instance, &f.assignment, &f.total, &f.proof), Ok(()));
        let (total, weakest) = instance.worth(&f.assignment);
        println!(
            "{entries} × {judges}, floor {floor}: weakest {weakest:?} of {}, total {total} of {}, which the weakest leaves {:?}",
            f.proof.weakest,
            f.total.bound,
            f.fair.as_ref().map(|fair| fair.bound)
        );
        assert_eq!(weakest, Some(f.proof.weakest), "{entries} × {judges}, floor {floor}");
        if let (Some(fair), Some(weakest)) = (&f.fair, weakest) {
            assert_eq!(fairest::check_fair(&instance, weakest, fair), Ok(()));
            assert!(fairest::check_fair(&instance, weakest + 1, fair).is_err());
            let other = fairest::FairTotal { bound: fair.bound - 1, ..fair.clone() };
            assert!(fairest::check_fair(&instance, weakest, &other).is_err());
        }
        // So tight, the bound of the weakest itself costs up to half a per cent; of what is left, hardly anything is lost.
        let most = f.fair.map_or(f.total.bound, |fair| fair.bound);
        assert!((most - total) * 300 <= most, "{total} of {most}");
    }
}

/// What the judges of one entry must be together, against looking through all.
#[test]
fn demands_on_the_judges_of_an_entry_are_kept_and_the_best_plan_is_found() {
    let mut dice = Dice(123);
    let (mut solved, mut missed, mut lost) = (0, 0, 0);
    for case in 0..3_000 {
        let mut draft = small(&mut dice);
        let kind = dice.below(3);
        if kind != 1 {
            let row = |dice: &mut Dice| (0..draft.judges).map(|_| dice.below(3) == 0).collect::<Vec<bool>>();
            draft.expert = Some((0..draft.entries).map(|_| row(&mut dice)).collect());
        }
        if kind != 0 {
            draft.unit = (0..draft.judges).map(|_| Some(dice.below(3))).collect();
            draft.per_unit = Some(1 + dice.below(2));
        }
        let instance = draft.clone().check().unwrap();
        let mut most = None;
        every(&instance, true, &mut |plan| {
            if certificate::check_assignment(&instance, plan).is_ok() {
                most = most.max(Some(instance.worth(plan).0));
            }
        });
        let found = best::solve(&instance);
        if let Some(found) = &found {
            solved += 1;
            let proof = certificate::bound(&instance, &found.prices).unwrap();
            assert_eq!(
                certificate::check_best(&instance, &found.assignment, &proof),
                Ok(()),
                "case {case}: {draft:?}"
            );
            let total = instance.worth(&found.assignment).0;
            assert!(Some(total) <= most && most.unwrap() <= proof.bound, "case {case}");
            // Each demand by itself leaves a matroid; both need not.
            if Some(total) != most {
                assert_eq!(kind, 2, "case {case}: {total} instead of {most:?}: {draft:?}");
                lost += 1;
            }
        } else if most.is_some() {
            assert_eq!(kind, 2, "case {case}: there is a plan: {draft:?}");
            missed += 1;
        } else if let Some(b) = blocking::find(&instance) {
            let counted = blocking::check(&instance, b.kind, &b.entries, &b.judges);
            assert_eq!(counted, Ok((b.needed, b.available)), "case {case}");
        }
    }
    println!("solved {solved}, not the best {lost}, missed {missed}");
    assert!(solved > 700 && lost * 100 <= solved && missed * 100 <= solved, "{solved} {lost} {missed}");
}
