//! DECIDES. Every rule of a contest as a pure function: values and the time in, outcome out.
//!
//! No IO, no async, no clock, no randomness. The modules stand in the order of a contest's life; a slice
//! imports only slices above it. Source of the rules: the 2024 announcement (`data/chuong-my-2024`) where a
//! doc comment says "announcement", else `docs/adr`.

pub mod actor;
pub mod ids;
pub mod marks;
pub mod money;
pub mod percent;
pub mod ratio;
pub mod text;
pub mod time;
mod words;

pub mod awards;
pub mod contest;
pub mod documents;
pub mod entry;
pub mod gallery;
pub mod judging;
pub mod people;
pub mod personal;
pub mod screening;

pub mod notices;
pub mod progress;

pub mod event;
pub use event::{Event, Fact};
