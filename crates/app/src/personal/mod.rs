//! Personal data of entries: told to its holder, erased on request or when its time is over. What is closed at rest, `entry::personal`
//! knows.

pub mod store;

mod ask;
mod decide;
mod forget;
mod held;

pub use ask::{Done, ask};
pub use decide::{Requests, decide, may_decide, requests};
pub use forget::forget_old;
pub use held::{Held, HeldAuthor, export, held};
pub use store::GONE;
