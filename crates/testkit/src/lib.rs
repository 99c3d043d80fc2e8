//! What tests share: databases on both engines.

pub mod engines;
pub mod gate_model;
pub mod pg;
