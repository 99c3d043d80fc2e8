//! The gate against a model: random operations through the real actions, and beside them a small reference that shares no
//! code with the product. After every operation both must have said the same and look the same, and no sheet may be out whose
//! entry lacks a link of its chain.
//!
//! A run is a list of episodes in one world. An episode is played in a savepoint and undone, so that each begins alike; its
//! operations are made while it is played, half of them at random, half what the model says would help an entry along. When
//! something differs, the list is shortened as long as it still differs, and the answer names the seed and what is left.

mod dice;
mod makes;
mod model;
mod op;
mod play;
mod reference;
mod world;

pub use dice::Dice;
pub use op::Op;

use app::db::{Db, DbFault};
use model::Model;
use op::What;
use std::collections::BTreeMap;
use world::World;

/// Operations of one episode.
const EPISODE: usize = 150;
/// Tries to shorten a list that differs.
const SHORTENINGS: usize = 400;

/// What a run has seen, so that a test can tell whether it looked at anything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    pub operations: usize,
    pub allowed: usize,
    pub refused: usize,
    /// Sheets that were given out.
    pub assigned: usize,
    /// By the name of the operation: allowed, refused.
    pub by_name: BTreeMap<&'static str, (usize, usize)>,
}

/// Plays at least so many operations from this seed. `Err` tells what differed, in words.
pub fn run(db: &Db, seed: u64, operations: usize) -> Result<Seen, String> {
    let world = db.write_blocking(World::found).map_err(|f| format!("no world: {f}"))?;
    let mut seen = Seen::default();
    let mut number = 0;
    while seen.operations < operations {
        let dice = Dice::new(seed.wrapping_add(number));
        let found = episode(db, &world, dice)?;
        seen.add(&found.seen);
        if let Some(first) = found.differs {
            let ops = shortened(db, &world, found.ops)?;
            let last = replay(db, &world, &ops)?.unwrap_or(first);
            let list: Vec<String> = ops.iter().map(|op| format!("  {op:?}")).collect();
            return Err(format!("seed {seed}, episode {number}: {last}\n{}", list.join("\n")));
        }
        number += 1;
    }
    Ok(seen)
}

struct Episode {
    ops: Vec<Op>,
    differs: Option<String>,
    seen: Seen,
}

/// What ends an episode: always by undoing it.
enum End {
    Fault(DbFault),
    Done(Box<Episode>),
}

impl From<DbFault> for End {
    fn from(fault: DbFault) -> End {
        End::Fault(fault)
    }
}

fn episode(db: &Db, world: &World, dice: Dice) -> Result<Episode, String> {
    let world = world.clone();
    let end = db.write_blocking(move |tx| -> Result<(), End> {
        let mut dice = dice.clone();
        let (mut model, mut play) = (Model::new(), play::Play::new(&world));
        let mut done = Episode { ops: vec![], differs: None, seen: Seen::default() };
        while done.ops.len() < EPISODE && done.differs.is_none() {
            let op = makes::next(&mut dice, &model);
            done.ops.push(op);
            done.differs = play.both(tx, &mut model, op, &mut done.seen)?;
        }
        Err(End::Done(Box::new(done)))
    });
    match end {
        Err(End::Done(done)) => Ok(*done),
        Err(End::Fault(fault)) => Err(format!("the database: {fault}")),
        Ok(()) => Err("an episode ends by being undone".to_owned()),
    }
}

/// Plays a list; what differed first, if anything.
fn replay(db: &Db, world: &World, ops: &[Op]) -> Result<Option<String>, String> {
    let (world, ops) = (world.clone(), ops.to_vec());
    let end = db.write_blocking(move |tx| -> Result<(), End> {
        let (mut model, mut play) = (Model::new(), play::Play::new(&world));
        let mut done = Episode { ops: vec![], differs: None, seen: Seen::default() };
        for op in &ops {
            done.differs = play.both(tx, &mut model, *op, &mut done.seen)?;
            if done.differs.is_some() {
                break;
            }
        }
        Err(End::Done(Box::new(done)))
    });
    match end {
        Err(End::Done(done)) => Ok(done.differs),
        Err(End::Fault(fault)) => Err(format!("the database: {fault}")),
        Ok(()) => Err("an episode ends by being undone".to_owned()),
    }
}

/// Leaves out pieces, halves first, then single operations, as long as something still differs.
fn shortened(db: &Db, world: &World, mut ops: Vec<Op>) -> Result<Vec<Op>, String> {
    let mut tries = 0;
    let mut piece = ops.len() / 2;
    while piece > 0 {
        let mut at = 0;
        while at < ops.len() && tries < SHORTENINGS {
            let mut fewer = ops.clone();
            fewer.drain(at..(at + piece).min(ops.len()));
            tries += 1;
            if replay(db, world, &fewer)?.is_some() {
                ops = fewer;
            } else {
                at += piece;
            }
        }
        piece /= 2;
    }
    Ok(ops)
}

impl Seen {
    fn add(&mut self, other: &Seen) {
        self.operations += other.operations;
        self.allowed += other.allowed;
        self.refused += other.refused;
        self.assigned += other.assigned;
        for (name, (allowed, refused)) in &other.by_name {
            let both = self.by_name.entry(name).or_default();
            both.0 += allowed;
            both.1 += refused;
        }
    }

    fn count(&mut self, what: What, allowed: bool) {
        self.operations += 1;
        let both = self.by_name.entry(what.name()).or_default();
        if allowed {
            self.allowed += 1;
            both.0 += 1;
            self.assigned += usize::from(matches!(what, What::Assign { .. }));
        } else {
            self.refused += 1;
            both.1 += 1;
        }
    }
}
