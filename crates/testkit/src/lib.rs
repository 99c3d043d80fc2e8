//! What tests share: databases on both engines, a mail server.

pub mod engines;
pub mod gate_model;
pub mod mail;
pub mod pg;
pub mod registry;
