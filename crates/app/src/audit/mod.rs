//! The audit log, read: *nhật ký*. Written by `record` alone; here it is checked and shown.

pub mod page;
pub mod read;
pub mod verify;

pub use read::{Filter, lines};
pub use verify::{BrokenAt, Head, verify};
