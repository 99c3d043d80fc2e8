//! Dữ liệu cá nhân: what an office holds of the authors of an entry, told on request, erased on request or when its time is over.
//! Results stay: a decision names its winners for good. Prose in `docs/rules/personal-data.md`.

pub mod access;
pub mod erase;
pub mod event;
pub mod keep;

pub use erase::{Case, Decision, EraseRefusal, Extent, Way};
pub use event::PersonalEvent;
