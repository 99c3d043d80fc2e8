//! The proof that no assignment has a larger sum, and its check, which knows nothing of the solver.
//!
//! Put a price on every judge. Whatever the assignment, an entry gets at most the sum of its best margins (utility less
//! price) over the judges it may have, and a judge with price `p` and a load between `floor` and `cap` brings in at most
//! the larger of `cap·p` and `floor·p`. Both added bound every assignment from above, for any prices at all. An
//! assignment whose sum equals that bound is the best there is. Source: weak duality of linear programming.

use super::{Assignment, Instance};
use thiserror::Error;

/// Prices, and what they prove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// One for each judge: above 0 where the cap binds, below 0 where the floor does.
    pub prices: Vec<i64>,
    /// For each entry, the sum of its best margins.
    pub margins: Vec<i64>,
    /// No assignment has a larger sum.
    pub bound: i64,
}

/// What is wrong with a plan or its proof.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Flaw {
    #[error("assignment: {have} lists, but there are {entries} entries")]
    Lists { have: usize, entries: usize },
    #[error("assignment[{entry}]: judge {judge} does not exist")]
    NoSuchJudge { entry: usize, judge: usize },
    #[error("assignment[{entry}]: judge {judge} is named twice")]
    Twice { entry: usize, judge: usize },
    #[error("assignment[{entry}]: judge {judge} is in conflict")]
    InConflict { entry: usize, judge: usize },
    #[error("assignment[{entry}]: {have} judges, but {need} are needed")]
    Need { entry: usize, have: usize, need: usize },
    #[error("assignment[{entry}]: none of the judges knows the field")]
    NoExpert { entry: usize },
    #[error("assignment[{entry}]: too many judges of unit {unit}")]
    Crowded { entry: usize, unit: usize },
    #[error("judge {judge} has {load} entries, allowed are {floor} to {cap}")]
    Load { judge: usize, load: usize, floor: usize, cap: usize },
    #[error("{field}: {stated} is stated, {found} is true")]
    Figure { field: String, stated: i128, found: i128 },
    #[error("{field}: {have} numbers, but there are {want}")]
    Size { field: String, have: usize, want: usize },
    #[error(
        "prices[{judge}]: {price}, but with {load} entries the limits {floor} to {cap} allow no such price"
    )]
    Price { judge: usize, price: i64, load: usize, floor: usize, cap: usize },
    #[error("the total {total} is not the largest that the prices allow: {bound}")]
    NotOptimal { total: i64, bound: i64 },
    #[error("{0}")]
    Blocking(super::blocking::NoProof),
}

/// Checks that an assignment keeps to everything that the instance asks.
pub fn check_assignment(instance: &Instance, assignment: &Assignment) -> Result<(), Flaw> {
    let (entries, judges) = (instance.entries(), instance.judges());
    if assignment.len() != entries {
        return Err(Flaw::Lists { have: assignment.len(), entries });
    }
    let mut loads = vec![0_usize; judges];
    for (entry, list) in assignment.iter().enumerate() {
        let mut seen = list.clone();
        seen.sort_unstable();
        for (at, judge) in seen.iter().copied().enumerate() {
            if judge >= judges {
                return Err(Flaw::NoSuchJudge { entry, judge });
            }
            if at > 0 && seen[at - 1] == judge {
                return Err(Flaw::Twice { entry, judge });
            }
            if !instance.is_open(entry, judge) {
                return Err(Flaw::InConflict { entry, judge });
            }
            loads[judge] += 1;
        }
        if let Some(wishes) = instance.wishes() {
            if !wishes.has_expert(entry, list) {
                return Err(Flaw::NoExpert { entry });
            }
            if let Some(unit) = wishes.crowded(entry, list) {
                return Err(Flaw::Crowded { entry, unit });
            }
        }
        if list.len() != instance.need(entry) {
            return Err(Flaw::Need { entry, have: list.len(), need: instance.need(entry) });
        }
    }
    for (judge, load) in loads.into_iter().enumerate() {
        let (floor, cap) = (instance.floor(judge), instance.cap(judge));
        if load < floor || load > cap {
            return Err(Flaw::Load { judge, load, floor, cap });
        }
    }
    Ok(())
}

/// What the prices prove. `None` where the figures leave the range of 64 bits, which no honest prices do.
pub fn bound(instance: &Instance, prices: &[i64]) -> Option<Certificate> {
    let mut margins = Vec::with_capacity(instance.entries());
    let mut bound: i128 = 0;
    let mut list: Vec<i128> = Vec::with_capacity(instance.judges());
    for e in 0..instance.entries() {
        if instance.wishes().is_some() {
            let best: i128 = instance.favourites(e, prices)?.iter().map(|f| f.0).sum();
            margins.push(i64::try_from(best).ok()?);
            bound += best;
            continue;
        }
        list.clear();
        let open = instance.open_row(e).iter().zip(instance.row(e)).zip(prices);
        list.extend(open.filter(|((o, _), _)| **o).map(|((_, u), p)| i128::from(*u) - i128::from(*p)));
        let need = instance.need(e);
        if need > 0 && list.len() > need {
            list.select_nth_unstable_by(need - 1, |a, b| b.cmp(a));
        }
        let best: i128 = list.iter().take(need).sum();
        margins.push(i64::try_from(best).ok()?);
        bound += best;
    }
    for (j, price) in prices.iter().enumerate() {
        let price = i128::from(*price);
        bound += (price * instance.cap(j) as i128).max(price * instance.floor(j) as i128);
    }
    Some(Certificate { prices: prices.to_vec(), margins, bound: i64::try_from(bound).ok()? })
}

/// Checks stated figures of a certificate against the prices.
pub fn check_bound(instance: &Instance, stated: &Certificate, field: &str) -> Result<(), Flaw> {
    let size = |name: &str, have: usize, want: usize| {
        let field = format!("{field}.{name}");
        if have == want { Ok(()) } else { Err(Flaw::Size { field, have, want }) }
    };
    size("prices", stated.prices.len(), instance.judges())?;
    size("margins", stated.margins.len(), instance.entries())?;
    let figure = |name: String, stated: i64, found: i64| {
        let field = format!("{field}.{name}");
        let (stated, found) = (i128::from(stated), i128::from(found));
        if stated == found { Ok(()) } else { Err(Flaw::Figure { field, stated, found }) }
    };
    let found = bound(instance, &stated.prices).ok_or_else(|| Flaw::Figure {
        field: format!("{field}.bound"),
        stated: stated.bound.into(),
        found: i128::MAX,
    })?;
    for (e, (s, f)) in stated.margins.iter().zip(&found.margins).enumerate() {
        figure(format!("margins[{e}]"), *s, *f)?;
    }
    figure("bound".into(), stated.bound, found.bound)
}

/// Checks that the assignment is allowed and that the certificate proves it best.
pub fn check_best(instance: &Instance, assignment: &Assignment, proof: &Certificate) -> Result<(), Flaw> {
    check_assignment(instance, assignment)?;
    check_bound(instance, proof, "certificate")?;
    // A price says that a limit binds; without that it says nothing and must be 0.
    for (judge, load) in instance.loads(assignment).into_iter().enumerate() {
        let (price, floor, cap) = (proof.prices[judge], instance.floor(judge), instance.cap(judge));
        let idle = price != 0 && instance.entries() == 0;
        if idle || (price > 0 && load < cap) || (price < 0 && (load > floor || floor == 0)) {
            return Err(Flaw::Price { judge, price, load, floor, cap });
        }
    }
    let (total, _) = instance.worth(assignment);
    // Where the judges of an entry must be something together, there may be a gap that no prices close.
    let open_gap = instance.wishes().is_some() && total < proof.bound;
    if total != proof.bound && !open_gap {
        return Err(Flaw::NotOptimal { total, bound: proof.bound });
    }
    Ok(())
}
