//! The entry: *bài dự thi, hồ sơ*.
//!
//! draft → handed in (a numbered version with a hash) → perhaps edited (a new version) → perhaps withdrawn → revived.
//! A paper entry is recorded by a clerk as it came, with its defects; what refuses an online hand-in gives a paper entry
//! its reasons at the committee's intake: one rule, `formal::check`. This slice knows nothing of verdicts or marks.

pub mod access;
pub mod dossier;
pub mod event;
pub mod formal;

pub use dossier::{Attachment, Author, Dossier};
pub use event::EntryEvent;
