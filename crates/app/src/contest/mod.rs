//! The contest and its rules.

pub mod format;
pub mod store;
