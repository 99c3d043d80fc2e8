//! The assignment with the largest sum of utilities.
//!
//! Entries outnumber judges many times, so shortest paths run over the judges alone. Every entry first takes the judges it
//! likes best at the opening prices; judges with too many or too few entries are then relieved one unit at a time along
//! the chain of moves that loses least ("judge A passes entry 7 to B, B passes 12 to C"). A chain from `j` to `k` costs
//! what the entry loses at the going prices, and Dijkstra's distances raise the prices, so no chain ever gains: that is the
//! optimum. One more node, `ground`, stands for "content with a load between floor and cap".

use super::{Assignment, Instance, opening};
use std::iter::once;

/// An optimal assignment with the prices that prove it: see [`super::certificate`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solved {
    pub assignment: Assignment,
    pub prices: Vec<i64>,
}

/// Solves, or `None` where no assignment keeps to all limits: then [`super::blocking::find`] says why.
pub fn solve(instance: &Instance) -> Option<Solved> {
    solve_from(instance, &opening::prices(instance))
}

/// The same from prices that are near: those of a similar instance, for example.
pub(super) fn solve_from(instance: &Instance, prices: &[i64]) -> Option<Solved> {
    let possible = |e: usize| instance.open_row(e).iter().filter(|o| **o).count() >= instance.need(e);
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
                self.pairs[e * self.judges + j] = Pair::Held;
                self.of_entry[e].push(*j as u32);
                self.of_judge[*j].push(e as u32);
            }
        }
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

    /// Looks for the cheapest move from `j` to `k` again.
    fn look_again(&mut self, j: usize, k: usize) {
        let (mut best, mut mover) = (FAR, NONE);
        for e in &self.of_judge[j] {
            let row = *e as usize * self.judges;
            if self.pairs[row + k] == Pair::Free {
                let instance = self.instance;
                let loss = instance.utility(*e as usize, j) - instance.utility(*e as usize, k);
                if loss < best {
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
        let reach = distance[end];
        for v in 0..=ground {
            if distance[v] < reach {
                self.prices[v] += reach - distance[v];
            }
        }
        self.send(from, end, &before);
        Some(())
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
