//! What tests share: databases on both engines, a mail server, files that mean harm.

pub mod clamd;
pub mod engines;
pub mod film;
pub mod gate_model;
pub mod hostile;
pub mod mail;
pub mod pg;
mod python;
pub mod registry;
pub mod store;
