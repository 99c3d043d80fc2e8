//! Phân công tối ưu: who judges what, with the largest sum of utilities, and the proof that nothing larger exists.
//!
//! An [`Instance`] says how many judges each entry needs, how many entries each judge may and must take, who is in conflict
//! and how useful each pair is. [`best::solve`] finds the optimum, [`fairest::solve`] raises the worst-served entry,
//! [`certificate`] proves both by prices and checks such a proof without trusting the solver, [`blocking`] finds the
//! smallest reason where there is no assignment at all. [`draw`] leaves
//! pairs to chance. [`wishes`] is what the judges of one entry must be together.
//!
//! Whole numbers only, no randomness except from a seed: the same input gives the same plan on every machine.
//! Source: Ahuja, Magnanti, Orlin, *Network Flows*, 1993, ch. 9 (successive shortest paths, reduced costs); prose in
//! `docs/rules/assignment.md`.

pub mod best;
pub mod blocking;
pub mod certificate;
pub mod draw;
pub mod fairest;
pub mod instance;
mod opening;
#[cfg(test)]
mod tests;
pub mod wishes;

pub use instance::{Instance, Problem};

/// For each entry the judges it gets, ascending.
pub type Assignment = Vec<Vec<usize>>;
