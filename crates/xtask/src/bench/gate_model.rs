//! A million random operations at the gate, through the real actions, against the reference that shares no code with them. An
//! operation on which both do not say the same ends the bench.

use super::Bench;
use super::figure::Figure;
use anyhow::anyhow;
use std::time::Instant;
use testkit::{engines, gate_model};

const FULL: usize = 1_000_000;
const QUICK: usize = 20_000;

pub fn figures(bench: &mut Bench) -> anyhow::Result<Vec<Figure>> {
    let operations = if bench.is_quick() { QUICK } else { FULL };
    let db = engines::fresh(app::db::Engine::Sqlite);
    let began = Instant::now();
    let seen = gate_model::run(&db, 1, operations).map_err(|differs| anyhow!("{differs}"))?;
    let took = began.elapsed().as_secs_f64();
    let note = format!(
        "{} operations in {took:.0} s: {} allowed, {} refused, {} sheets given out, 0 differences",
        seen.operations, seen.allowed, seen.refused, seen.assigned
    );
    let rate = seen.operations as f64 / took;
    Ok(vec![Figure::new("gate-model", "operations against the reference", "/s", vec![rate]).note(note)])
}
