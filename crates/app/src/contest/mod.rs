//! The contest and its rules.

pub mod advance;
pub mod create;
pub mod format;
pub mod store;

pub use advance::{advance, step_back};
pub use create::{CreateRefusal, create};
