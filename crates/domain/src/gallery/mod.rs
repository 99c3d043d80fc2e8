//! What the public may see of entries and results: *trưng bày*.
//!
//! Nothing before the release. From then on the entries that the rules name (`contest::GalleryRules`), each with what the rules and
//! its author's consent allow, and nothing that tells how others were marked. A consent may be taken back at any time. This slice
//! knows nothing of papers.

pub mod access;
pub mod consent;
pub mod disclosure;
pub mod event;
pub mod summary;

pub use consent::{Consent, ConsentRefusal};
pub use disclosure::{Disclosure, Standing};
pub use event::GalleryEvent;
