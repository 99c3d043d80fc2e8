//! The assignment with the largest sum of utilities.
//!
//! Entries outnumber judges many times, so shortest paths run over the judges alone. Every entry first takes the judges it
//! likes best at the opening prices; judges with too many or too few entries are then relieved one unit at a time along
//! the chain of moves that loses least ("judge A passes entry 7 to B, B passes 12 to C"). A chain from `j` to `k` costs
//! what the entry loses at the going prices, and Dijkstra's distances raise the prices, so no chain ever gains: that is the
//! optimum. One more node, `ground`, stands for "content with a load between floor and cap".

use super::{Assignment, Instance, opening};
use std::collections::{HashMap, HashSet};
use std::iter::once;

/// An optimal assignment with the prices that prove it: see [`super::certificate`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solved {
    pub assignment: Assignment,
    pub prices: Vec<i64>,
}

/// Solves, or `None` where no assignment keeps to all limits: then [`super::blocking::find`] says why.
pub fn solve(instance: &Instance) -> Option<Solved> {
    match instance.wishes() {
        None => solve_from(instance, &opening::prices(instance)),
        Some(_) => solve_with_wishes(instance),
    }
}

/// The same from prices that are near: those of a similar instance, for example.
pub(super) fn solve_from(instance: &Instance, prices: &[i64]) -> Option<Solved> {
    let possible = |e: usize| match instance.wishes() {
        None => instance.open_row(e).iter().filter(|o| **o).count() >= instance.need(e),
        Some(_) => instance.favourites(e, prices).is_some(),
    };
    if !(0..instance.entries()).all(possible) {
        return None;
    }
    let mut market = Market::open(instance, prices);
    market.fill_moves();
    while let Some(from) = market.oversold() {
        market.relieve(from)?;
    }
    Some(market.close())
}

/// As [`solve`], where the judges of an entry must be something together. From the prices of one search the next begins nearer, so
/// the best of a few is taken.
fn solve_with_wishes(instance: &Instance) -> Option<Solved> {
    const TRIES: usize = 4;
    let mut best: Option<Solved> = None;
    let mut prices = opening::prices(instance);
    for _ in 0..TRIES {
        let Some(found) = solve_from(instance, &prices) else { break };
        let worth = |s: &Solved| instance.worth(&s.assignment).0;
        prices.clone_from(&found.prices);
        let proved =
            super::certificate::bound(instance, &found.prices).is_some_and(|p| p.bound == worth(&found));
        if best.as_ref().is_none_or(|b| worth(b) < worth(&found)) || proved {
            best = Some(found);
        }
        if proved {
            break;
        }
    }
    best
}

const NONE: u32 = u32::MAX;
/// No such move.
const FAR: i64 = i64::MAX / 4;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pair {
    Closed,
    Free,
    Held,
}

struct Market<'a> {
    instance: &'a Instance,
    judges: usize,
    pairs: Vec<Pair>,
    /// For each entry its judges, for each judge the entries.
    of_entry: Vec<Vec<u32>>,
    of_judge: Vec<Vec<u32>>,
    /// Of the judges, then of the ground.
    prices: Vec<i64>,
    /// Units each judge is content with: between floor and cap.
    content: Vec<usize>,
    /// Units too many (or, negative, too few) of the judges, then of the ground.
    excess: Vec<i64>,
    /// What the cheapest move from judge to judge loses before prices, and the entry that moves.
    loss: Vec<i64>,
    mover: Vec<u32>,
    /// Moves that a chain could not make, because the entry stands in it twice. Forgotten with the next chain.
    banned: HashSet<(usize, usize, usize)>,
}

/// A step of a chain: judge or ground to judge or ground, and the entry that moves between two judges.
type Step = (usize, usize, u32);

impl<'a> Market<'a> {
    fn open(instance: &'a Instance, prices: &[i64]) -> Market<'a> {
        let (n, m) = (instance.entries(), instance.judges());
        let pair = |open: &bool| if *open { Pair::Free } else { Pair::Closed };
        let mut market = Market {
            instance,
            judges: m,
            pairs: (0..n).flat_map(|e| instance.open_row(e).iter().map(pair)).collect(),
            of_entry: vec![vec![]; n],
            of_judge: vec![vec![]; m],
            prices: prices.iter().copied().chain(once(0)).collect(),
            content: vec![0; m],
            excess: vec![0; m + 1],
            loss: vec![FAR; m * m],
            mover: vec![NONE; m * m],
            banned: HashSet::new(),
        };
        market.take_favourites();
        let mut ground = 0_i64;
        for j in 0..m {
            let (load, floor, cap) = (market.of_judge[j].len(), instance.floor(j), instance.cap(j));
            let content = match prices[j] {
                p if p > 0 => cap,
                p if p < 0 => floor,
                _ => load.clamp(floor, cap),
            };
            market.content[j] = content;
            market.excess[j] = load as i64 - content as i64;
            ground -= market.excess[j];
        }
        market.excess[m] = ground;
        market
    }

    /// Each entry takes its best judges at the prices; of equally good ones those with the most room.
    fn take_favourites(&mut self) {
        let mut ranked: Vec<(i64, i64, usize)> = Vec::with_capacity(self.judges);
        for e in 0..self.instance.entries() {
            let need = self.instance.need(e);
            if need == 0 {
                continue;
            }
            if self.instance.wishes().is_some() {
                for (_, j) in self.instance.favourites(e, &self.prices[..self.judges]).unwrap_or_default() {
                    self.take(e, j);
                }
                continue;
            }
            ranked.clear();
            for (j, u) in self.instance.row(e).iter().enumerate() {
                if self.instance.is_open(e, j) {
                    let room = self.instance.cap(j) as i64 - self.of_judge[j].len() as i64;
                    ranked.push((self.prices[j] - u, -room, j));
                }
            }
            if ranked.len() > need {
                ranked.select_nth_unstable(need - 1);
            }
            for (_, _, j) in &ranked[..need] {
                self.take(e, *j);
            }
        }
    }

    fn take(&mut self, e: usize, j: usize) {
        self.pairs[e * self.judges + j] = Pair::Held;
        self.of_entry[e].push(j as u32);
        self.of_judge[j].push(e as u32);
    }

    /// Whether the entry may pass from `j` to `k`, who is free for it.
    fn may_pass(&self, e: usize, j: usize, k: usize) -> bool {
        if self.instance.wishes().is_none() {
            return true;
        }
        let set: Vec<usize> = self.of_entry[e].iter().map(|j| *j as usize).collect();
        !self.banned.contains(&(e, j, k)) && self.instance.may_change(e, &set, j, k)
    }

    fn fill_moves(&mut self) {
        for e in 0..self.instance.entries() {
            for at in 0..self.of_entry[e].len() {
                let j = self.of_entry[e][at] as usize;
                self.offer_all(e, j);
            }
        }
    }

    /// The entry, held by `j`, may move to each judge that is free for it.
    fn offer_all(&mut self, e: usize, j: usize) {
        if self.instance.wishes().is_some() {
            for k in 0..self.judges {
                self.offer(e, j, k);
            }
            return;
        }
        let (row, m) = (self.instance.row(e), self.judges);
        let (loss, mover) = (&mut self.loss[j * m..(j + 1) * m], &mut self.mover[j * m..(j + 1) * m]);
        let pairs = &self.pairs[e * m..(e + 1) * m];
        let here = row[j];
        for k in 0..m {
            if pairs[k] == Pair::Free && here - row[k] < loss[k] {
                (loss[k], mover[k]) = (here - row[k], e as u32);
            }
        }
    }

    /// As `offer_all`, to one judge.
    fn offer(&mut self, e: usize, j: usize, k: usize) {
        let (m, loss) = (self.judges, self.instance.utility(e, j) - self.instance.utility(e, k));
        let cell = j * m + k;
        if self.pairs[e * m + k] == Pair::Free && loss < self.loss[cell] && self.may_pass(e, j, k) {
            (self.loss[cell], self.mover[cell]) = (loss, e as u32);
        }
    }

    /// All moves of an entry whose judges have changed together.
    fn offer_anew(&mut self, e: usize) {
        for at in 0..self.of_entry[e].len() {
            let h = self.of_entry[e][at] as usize;
            for k in 0..self.judges {
                if self.mover[h * self.judges + k] == e as u32 {
                    self.look_again(h, k);
                }
            }
            self.offer_all(e, h);
        }
    }

    /// Looks for the cheapest move from `j` to `k` again.
    fn look_again(&mut self, j: usize, k: usize) {
        let (mut best, mut mover) = (FAR, NONE);
        for e in &self.of_judge[j] {
            let row = *e as usize * self.judges;
            if self.pairs[row + k] == Pair::Free {
                let instance = self.instance;
                let loss = instance.utility(*e as usize, j) - instance.utility(*e as usize, k);
                if loss < best && self.may_pass(*e as usize, j, k) {
                    (best, mover) = (loss, *e);
                }
            }
        }
        (self.loss[j * self.judges + k], self.mover[j * self.judges + k]) = (best, mover);
    }

    /// Moves an entry and keeps the table of moves true.
    fn shift(&mut self, e: usize, from: usize, to: usize) {
        let m = self.judges;
        self.pairs[e * m + from] = Pair::Free;
        self.pairs[e * m + to] = Pair::Held;
        self.of_judge[from].retain(|x| *x as usize != e);
        self.of_judge[to].push(e as u32);
        for j in &mut self.of_entry[e] {
            if *j as usize == from {
                *j = to as u32;
            }
        }
        for k in 0..m {
            if self.mover[from * m + k] == e as u32 {
                self.look_again(from, k);
            }
        }
        if self.instance.wishes().is_some() {
            self.offer_anew(e);
            return;
        }
        for at in 0..self.of_entry[e].len() {
            let h = self.of_entry[e][at] as usize;
            if h == to {
                self.offer_all(e, to);
                continue;
            }
            let loss = self.instance.utility(e, h) - self.instance.utility(e, from);
            if loss < self.loss[h * m + from] {
                (self.loss[h * m + from], self.mover[h * m + from]) = (loss, e as u32);
            }
            if self.mover[h * m + to] == e as u32 {
                self.look_again(h, to);
            }
        }
    }

    fn oversold(&self) -> Option<usize> {
        (0..=self.judges).max_by_key(|v| self.excess[*v]).filter(|v| self.excess[*v] > 0)
    }

    /// Sends one unit from a node with too many along the cheapest chain to the nearest with too few. `None`: there is no
    /// such chain, so there is no assignment.
    fn relieve(&mut self, from: usize) -> Option<()> {
        while !self.relieve_once(from)? {}
        Some(())
    }

    /// False where the chain could not be made as a whole: the move that was in the way is banned, and nothing has changed.
    fn relieve_once(&mut self, from: usize) -> Option<bool> {
        let ground = self.judges;
        let mut distance = vec![FAR; ground + 1];
        let mut before = vec![usize::MAX; ground + 1];
        let mut settled = vec![false; ground + 1];
        distance[from] = 0;
        let end = loop {
            let open = (0..=ground).filter(|v| !settled[*v] && distance[*v] < FAR);
            let v = open.min_by_key(|v| distance[*v])?;
            settled[v] = true;
            if self.excess[v] < 0 {
                break v;
            }
            self.relax(v, &mut distance, &mut before, &settled);
        };
        if !self.is_whole(from, end, &before) {
            return Some(false);
        }
        self.forget_bans();
        let reach = distance[end];
        for v in 0..=ground {
            if distance[v] < reach {
                self.prices[v] += reach - distance[v];
            }
        }
        self.send(from, end, &before);
        Some(true)
    }

    /// Whether every entry of the chain may make all its moves in the order in which they are made.
    fn is_whole(&mut self, from: usize, end: usize, before: &[usize]) -> bool {
        let instance = self.instance;
        let Some(wishes) = instance.wishes() else { return true };
        let (mut sets, mut at): (HashMap<usize, Vec<usize>>, usize) = (HashMap::new(), end);
        while at != from {
            let v = before[at];
            if v != self.judges && at != self.judges {
                let e = self.mover[v * self.judges + at] as usize;
                let own = || self.of_entry[e].iter().map(|j| *j as usize).collect();
                let set = sets.entry(e).or_insert_with(own);
                if !wishes.may_change(e, set, v, at) || set.contains(&at) {
                    self.banned.insert((e, v, at));
                    self.look_again(v, at);
                    return false;
                }
                set.retain(|j| *j != v);
                set.push(at);
            }
            at = v;
        }
        true
    }

    fn forget_bans(&mut self) {
        for (e, j, k) in std::mem::take(&mut self.banned) {
            if self.pairs[e * self.judges + j] == Pair::Held {
                self.offer(e, j, k);
            }
        }
    }

    fn relax(&self, v: usize, distance: &mut [i64], before: &mut [usize], settled: &[bool]) {
        let ground = self.judges;
        let base = distance[v] - self.prices[v];
        if v == ground {
            for k in 0..ground {
                let way = base + self.prices[k];
                if !settled[k] && self.content[k] > self.instance.floor(k) && way < distance[k] {
                    (distance[k], before[k]) = (way, v);
                }
            }
            return;
        }
        let loss = &self.loss[v * ground..(v + 1) * ground];
        for k in 0..ground {
            let way = base + loss[k] + self.prices[k];
            if loss[k] < FAR && way < distance[k] && !settled[k] {
                (distance[k], before[k]) = (way, v);
            }
        }
        let way = base + self.prices[ground];
        if !settled[ground] && self.content[v] < self.instance.cap(v) && way < distance[ground] {
            (distance[ground], before[ground]) = (way, v);
        }
    }

    fn send(&mut self, from: usize, end: usize, before: &[usize]) {
        let ground = self.judges;
        let mut chain: Vec<Step> = vec![];
        let mut at = end;
        while at != from {
            let v = before[at];
            let mover = if v == ground || at == ground { NONE } else { self.mover[v * ground + at] };
            chain.push((v, at, mover));
            at = v;
        }
        for (v, at, mover) in chain {
            if at == ground {
                self.content[v] += 1;
            } else if v == ground {
                self.content[at] -= 1;
            } else {
                self.shift(mover as usize, v, at);
            }
        }
        self.excess[from] -= 1;
        self.excess[end] += 1;
    }

    fn close(self) -> Solved {
        let ground = self.prices[self.judges];
        // Nobody must take a judge without a floor: a price below 0 says nothing there and may be 0.
        let price = |j: usize| match self.prices[j] - ground {
            p if self.instance.floor(j) == 0 => p.max(0),
            p => p,
        };
        let sorted = |judges: &Vec<u32>| {
            let mut list: Vec<usize> = judges.iter().map(|j| *j as usize).collect();
            list.sort_unstable();
            list
        };
        Solved {
            assignment: self.of_entry.iter().map(sorted).collect(),
            prices: (0..self.judges).map(price).collect(),
        }
    }
}
