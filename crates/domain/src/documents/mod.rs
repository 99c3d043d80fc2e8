//! *Văn bản của cuộc thi*: the official papers, from their wording to the signed copy.
//!
//! 1. A paper has a wording of the house. The organiser may change it for a contest; every saved text is a version that stays.
//! 2. Its fields (number, day, who signs, and a few of its own) are saved with the wording.
//! 3. Before it is issued it is made anew from the contest each time it is looked at.
//! 4. **Issue** fixes it: number, day, the bytes of its files and their digests. A later change is a new issue; the old one stays.
//! 5. The signed copy is attached as a scan with the number and day that stand on it.
//!
//! The slice decides when a paper may be issued and who may; what a paper looks like it does not know (`print`).

pub mod access;
pub mod attendees;
mod event;
mod fields;
mod issue;
mod kind;
mod named;
mod unit_paper;

pub use event::DocumentsEvent;
pub use fields::{FieldRefusal, Fields, MAX_FIELD, MAX_WORDING};
pub use issue::{IssueRefusal, ScanRefusal, check_issue, check_scan};
pub use kind::{DocumentKind, Needs};
pub use named::{Days, Listed, NamedUnit};
pub use unit_paper::UnitPaper;
