//! The entry: *bài dự thi, hồ sơ*.
//!
//! draft → handed in (a numbered version with a hash) → perhaps edited (a new version) → perhaps withdrawn → revived.
//! A paper entry is recorded by a clerk as it came, with its defects; what refuses an online hand-in gives a paper entry
//! its reasons at the committee's intake: one rule, `formal::check`. This slice knows nothing of verdicts or marks.

pub mod access;
pub mod authors;
pub mod dossier;
pub mod double;
pub mod draft;
pub mod edit_again;
pub mod event;
pub mod formal;
pub mod grounds;
pub mod mask;
pub mod receipt;
pub mod record_paper;
pub mod revive;
pub mod state;
pub mod submit;
pub mod withdraw;

pub use dossier::{Attachment, Author, Dossier};
pub use draft::{Declared, Draft, DraftAuthor, Part};
pub use event::EntryEvent;
pub use grounds::{DraftGrounds, Grounds};
pub use record_paper::RecordRefusal;
pub use revive::ReviveRefusal;
pub use state::{EntryState, Origin, Whereabouts};
pub use submit::{AuthorField, Field, HandIn, KnownUnit, SubmitRefusal, Submitted};
pub use withdraw::WithdrawRefusal;
