//! All SQL for the tables of the people slice: units, persons, grants, invitations, throttled keys.

mod doors;
mod grants;
mod persons;
mod units;
pub use doors::*;
pub use grants::*;
pub use persons::*;
pub use units::*;
