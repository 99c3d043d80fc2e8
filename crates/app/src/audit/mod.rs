//! The audit log, read: *nhật ký*. Written by `record` alone; here it is checked and shown.

pub mod checkpoint;
pub mod log;
pub mod page;
pub mod proof;
pub mod read;
pub mod receipt;
pub mod tiles;
pub mod tree;
pub mod verify;

pub use read::{Filter, lines};
pub use verify::{BrokenAt, Head, verify};
