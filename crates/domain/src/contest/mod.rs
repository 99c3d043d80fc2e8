//! The contest and its rules: *cuộc thi, thể lệ*.
//!
//! draft → open → (units send before the deadline) → judging → decided → released. Rules are frozen as a numbered
//! edition when a phase opens; a later change is a new edition with a reason. Mechanisms are the closed enums of
//! `rules`; the choice is data. This slice knows nothing of entries, sheets or prizes given.

pub mod access;
pub mod event;
pub mod phase;
pub mod quota;
pub mod rules;

pub use event::ContestEvent;
pub use phase::Phase;
pub use rules::*;
