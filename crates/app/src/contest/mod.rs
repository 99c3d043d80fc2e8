//! The contest and its rules.

pub mod advance;
pub mod amend;
pub mod articles;
pub mod ask;
pub mod create;
pub mod format;
pub mod grace;
pub mod home;
pub mod set_up;
pub mod store;
pub mod views;

pub use advance::{advance, step_back};
pub use amend::{AmendRefusal, amend, preview_amendment};
pub use ask::ask;
pub use create::{CreateRefusal, create, preview};
pub use grace::{GraceStop, grant_grace};
pub use set_up::{SetUp, set_up};
