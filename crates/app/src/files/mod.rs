//! Files that belong to entries: kept by the hash of their content, known by what they hold, given out only to those who
//! may see the entry.
//!
//! A file is durable before the transaction that speaks of it: written beside, hashed while writing, synced, renamed to its
//! hash, the folder synced. Source: reliability, I1.

pub mod attach;
mod cache;
pub mod clamd;
pub mod clean;
pub mod contents;
pub mod disk;
pub mod ffmpeg;
pub mod gone;
pub mod light;
pub mod lighten;
pub mod open;
pub mod parts;
pub mod s3;
pub mod scanner;
pub mod setting;
pub mod sniff;
pub mod store;
mod unpack;
pub mod uploads;
pub mod verdict;
pub mod word;
mod zip;

pub use attach::{AttachRefusal, attach, detach, register, replace};
pub use cache::Local;
pub use contents::Contents;
pub use disk::{KeepRefusal, Kept};
pub use open::{Opened, open, open_draft_file};
pub use sniff::MediaType;
pub use uploads::{Upload, UploadState};
