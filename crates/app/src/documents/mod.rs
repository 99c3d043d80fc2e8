//! The papers of a contest: what they say (`facts`), their texts, issues, scans, certificates. What they look like is made by
//! `print` and put together where both are known, in `web`.

pub mod certificates;
pub mod facts;
pub mod sheet;
pub mod store;
pub mod unit_issue;
pub mod units;
pub mod view;

mod attach_scan;
mod issue;
mod revoke;
mod save_text;

pub use attach_scan::attach_scan;
pub use facts::{Facts, facts};
pub use issue::{IssuedFiles, issue};
pub use revoke::{RevokeRefusal, revoke};
pub use save_text::{SaveRefusal, save_text};
