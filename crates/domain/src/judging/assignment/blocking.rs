//! Why there is no assignment: the entries and judges that block it, with nothing left out and nothing too much.
//!
//! There are two reasons and no third (Hoffman's circulation theorem on this network). *Seats*: some entries need more
//! seats than the judges who may have any of them can give. *Floors*: some judges must take more than the entries they
//! may have can give. Both are the same question with the sides exchanged, and both are proved by counting.

use super::Instance;
use std::collections::VecDeque;
use thiserror::Error;

/// Which limit cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The entries need more seats than the judges have for them.
    Seats,
    /// The judges must take more than there is for them.
    Floors,
    /// The entries need an expert each, and those who are can give fewer.
    Experts,
}

/// A set that cannot be served. Without any one of its entries (of its judges, for floors) the rest of it could.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocking {
    pub kind: Kind,
    pub entries: Vec<usize>,
    pub judges: Vec<usize>,
    /// Seats that are needed, and at most there are.
    pub needed: usize,
    pub available: usize,
}

/// Why a set proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoProof {
    #[error("blocking.{side}: {index} does not exist or is named twice")]
    NoSuch { side: &'static str, index: usize },
    #[error("blocking: {needed} seats are needed and {available} are there: that blocks nothing")]
    Enough { needed: usize, available: usize },
    #[error(
        "blocking.{side}: {index} is named wrongly or is missing: exactly those belong there that may serve the others"
    )]
    OtherSide { side: &'static str, index: usize },
}

/// Finds a blocking set, or `None` where there is an assignment.
pub fn find(instance: &Instance) -> Option<Blocking> {
    if instance.wishes().is_some() {
        let experts = instance.experts_only().and_then(|i| find(&i));
        let experts = experts.map(|b| Blocking { kind: Kind::Experts, ..b });
        return find(&instance.without_wishes()).or(experts);
    }
    [Kind::Seats, Kind::Floors].into_iter().find_map(|kind| {
        let sides = Sides::of(instance, kind);
        let asking = sides.smallest_block()?;
        let giving = sides.giving(&asking);
        let (entries, judges) = match kind {
            Kind::Seats | Kind::Experts => (asking, giving),
            Kind::Floors => (giving, asking),
        };
        let (needed, available) = count(instance, kind, &entries, &judges);
        Some(Blocking { kind, entries, judges, needed, available })
    })
}

/// Proves by counting alone that the set blocks: what is needed, and the most that all others together can give, each
/// up to its own limit and the pairs that may be made.
pub fn check(
    instance: &Instance,
    kind: Kind,
    entries: &[usize],
    judges: &[usize],
) -> Result<(usize, usize), NoProof> {
    for (side, list, count) in
        [("entries", entries, instance.entries()), ("judges", judges, instance.judges())]
    {
        let mut seen = vec![false; count];
        for index in list.iter().copied() {
            if index >= count || std::mem::replace(&mut seen[index], true) {
                return Err(NoProof::NoSuch { side, index });
            }
        }
    }
    let experts = if kind == Kind::Experts { instance.experts_only() } else { None };
    let instance = experts.as_ref().unwrap_or(instance);
    let sides = Sides::of(instance, kind);
    let (asking, named, side) = match kind {
        Kind::Seats | Kind::Experts => (entries, judges, "judges"),
        Kind::Floors => (judges, entries, "entries"),
    };
    let giving = sides.giving(asking);
    let missing = giving.iter().find(|g| !named.contains(g));
    let needless = named.iter().find(|g| !giving.contains(g));
    if let Some(index) = missing.or(needless).copied() {
        return Err(NoProof::OtherSide { side, index });
    }
    let (needed, available) = count(instance, kind, entries, judges);
    if needed > available { Ok((needed, available)) } else { Err(NoProof::Enough { needed, available }) }
}

/// The seats needed by the blocked side, and the most that the whole other side can give it. What is not named among the
/// other side gives nothing only if it may not: a pair that the set forgets counts as available.
fn count(instance: &Instance, kind: Kind, entries: &[usize], judges: &[usize]) -> (usize, usize) {
    let pairs_of_judge = |j: usize| entries.iter().filter(|e| instance.is_open(**e, j)).count();
    let pairs_of_entry = |e: usize| judges.iter().filter(|j| instance.is_open(e, **j)).count();
    match kind {
        Kind::Seats | Kind::Experts => (
            entries.iter().map(|e| instance.need(*e)).sum(),
            (0..instance.judges()).map(|j| pairs_of_judge(j).min(instance.cap(j))).sum(),
        ),
        Kind::Floors => (
            judges.iter().map(|j| instance.floor(*j)).sum(),
            (0..instance.entries()).map(|e| pairs_of_entry(e).min(instance.need(e))).sum(),
        ),
    }
}

/// The question without its names: who asks for how much, who gives at most how much, which pairs may be made.
struct Sides {
    demand: Vec<usize>,
    supply: Vec<usize>,
    /// Asking × giving.
    open: Vec<bool>,
}

/// Orders in which the asking side is served; the smallest set that any of them finds is taken.
const TRIES: usize = 24;
/// Above so many pairs one order is enough.
const MANY: usize = 20_000;

impl Sides {
    fn of(instance: &Instance, kind: Kind) -> Sides {
        let (n, m) = (instance.entries(), instance.judges());
        match kind {
            Kind::Seats | Kind::Experts => Sides {
                demand: (0..n).map(|e| instance.need(e)).collect(),
                supply: (0..m).map(|j| instance.cap(j)).collect(),
                open: (0..n).flat_map(|e| instance.open_row(e).iter().copied()).collect(),
            },
            Kind::Floors => Sides {
                demand: (0..m).map(|j| instance.floor(j)).collect(),
                supply: (0..n).map(|e| instance.need(e)).collect(),
                open: (0..m).flat_map(|j| (0..n).map(move |e| instance.is_open(e, j))).collect(),
            },
        }
    }

    fn smallest_block(&self) -> Option<Vec<usize>> {
        let choices = |a: &usize| self.row(*a).iter().filter(|o| **o).count() as isize;
        let mut order: Vec<usize> = (0..self.demand.len()).collect();
        order.sort_by_key(|a| choices(a) - self.demand[*a] as isize);
        let mut best = self.block(&order)?;
        let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
        for _ in 0..if self.open.len() > MANY { 0 } else { TRIES } {
            for at in (1..order.len()).rev() {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                order.swap(at, (seed >> 33) as usize % (at + 1));
            }
            if let Some(other) = self.block(&order).filter(|b| b.len() < best.len()) {
                best = other;
            }
        }
        Some(best)
    }

    /// Who may give anything to any of these.
    fn giving(&self, asking: &[usize]) -> Vec<usize> {
        let count = self.supply.len();
        (0..count).filter(|g| asking.iter().any(|a| self.open[a * count + g])).collect()
    }

    fn row(&self, asking: usize) -> &[bool] {
        &self.open[asking * self.supply.len()..(asking + 1) * self.supply.len()]
    }

    /// Serves the asking side in order until one cannot be served in full; what it reaches is the block, made irreducible.
    fn block(&self, order: &[usize]) -> Option<Vec<usize>> {
        let mut served = Served::new(self);
        let stuck = order.iter().copied().find(|a| !served.serve(*a))?;
        let mut block = served.reached(stuck);
        served.forget_others(&block);
        if self.demand[stuck] - served.held[stuck].len() > 1 {
            // More than one seat is missing: others may go too.
            let mut at = 0;
            while at < block.len() {
                let a = block[at];
                if a == stuck || !served.blocks_without(a, stuck) {
                    at += 1;
                    continue;
                }
                let left = served.reached(stuck);
                served.forget_others(&left);
                block.retain(|b| left.contains(b));
                at = block.iter().position(|b| *b > a).unwrap_or(block.len());
            }
        }
        Some(block)
    }
}

#[derive(Clone)]
struct Served<'a> {
    sides: &'a Sides,
    /// For each asking the giving it holds; for each giving who holds it.
    held: Vec<Vec<usize>>,
    holders: Vec<Vec<usize>>,
}

impl<'a> Served<'a> {
    fn new(sides: &'a Sides) -> Served<'a> {
        Served { sides, held: vec![vec![]; sides.demand.len()], holders: vec![vec![]; sides.supply.len()] }
    }

    fn serve(&mut self, asking: usize) -> bool {
        while self.held[asking].len() < self.sides.demand[asking] {
            if !self.one_more(asking) {
                return false;
            }
        }
        true
    }

    /// One seat more for `asking` by the shortest chain of others who move.
    fn one_more(&mut self, asking: usize) -> bool {
        let (before, end) = self.search(asking);
        let Some(mut giving) = end else { return false };
        while let Some((who, from)) = before[giving] {
            self.held[who].push(giving);
            self.holders[giving].push(who);
            let Some(from) = from else { break };
            self.held[who].retain(|g| *g != from);
            self.holders[from].retain(|a| *a != who);
            giving = from;
        }
        true
    }

    /// For each giving that is reached, who would take it and what they would leave for it; and the first with room.
    #[allow(clippy::type_complexity)]
    fn search(&self, asking: usize) -> (Vec<Option<(usize, Option<usize>)>>, Option<usize>) {
        let count = self.sides.supply.len();
        let mut before: Vec<Option<(usize, Option<usize>)>> = vec![None; count];
        let mut queue = VecDeque::new();
        let mut left: Vec<usize> = (0..count).collect();
        let mut holds = vec![false; count];
        let mut look =
            |who: usize, from: Option<usize>, left: &mut Vec<usize>, queue: &mut VecDeque<usize>| {
                let row = self.sides.row(who);
                for g in &self.held[who] {
                    holds[*g] = true;
                }
                left.retain(|g| {
                    let takes = row[*g] && !holds[*g];
                    if takes {
                        before[*g] = Some((who, from));
                        queue.push_back(*g);
                    }
                    !takes
                });
                for g in &self.held[who] {
                    holds[*g] = false;
                }
            };
        look(asking, None, &mut left, &mut queue);
        while let Some(giving) = queue.pop_front() {
            if self.holders[giving].len() < self.sides.supply[giving] {
                return (before, Some(giving));
            }
            for who in &self.holders[giving] {
                if left.is_empty() {
                    break;
                }
                look(*who, Some(giving), &mut left, &mut queue);
            }
        }
        (before, None)
    }

    /// Who stands in the way of one that cannot be served: itself and all whose seats it reaches, ascending.
    fn reached(&self, stuck: usize) -> Vec<usize> {
        let (before, _) = self.search(stuck);
        let mut block = vec![false; self.held.len()];
        block[stuck] = true;
        for (giving, way) in before.iter().enumerate() {
            if way.is_some() {
                for who in &self.holders[giving] {
                    block[*who] = true;
                }
            }
        }
        (0..block.len()).filter(|a| block[*a]).collect()
    }

    fn forget(&mut self, asking: usize) {
        for giving in std::mem::take(&mut self.held[asking]) {
            self.holders[giving].retain(|a| *a != asking);
        }
    }

    fn forget_others(&mut self, kept: &[usize]) {
        for a in 0..self.held.len() {
            if kept.binary_search(&a).is_err() {
                self.forget(a);
            }
        }
    }

    /// Takes `asking` out if `stuck` still cannot be served without it; else leaves everything as it was.
    fn blocks_without(&mut self, asking: usize, stuck: usize) -> bool {
        let mut without = self.clone();
        without.forget(asking);
        if without.serve(stuck) {
            return false;
        }
        *self = without;
        true
    }
}
