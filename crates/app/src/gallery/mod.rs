//! The gallery: what the rules of a contest and the consent of each author let everybody see of the entries, from the release on.
//! `shown` reads it once for all readers; lists, searches, counts and files are all taken from what it holds.

pub mod shown;
pub mod store;

mod consent;

pub use consent::{ConsentPage, consent, consent_page};
pub use shown::{Gallery, Item, Opened, Wanted, entry, file, gallery};
