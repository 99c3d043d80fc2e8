//! People and units: *tài khoản, đơn vị, phân quyền*.
//!
//! A person gets an account by invitation (a link, once, seven days), chooses a password, logs in (throttled, never
//! locked out on a device of one's own), holds roles within a scope and perhaps dates, and logs out here or everywhere.
//! The first administrator comes by a one-time code printed on the console.
//! A unit exists from a first to a last day, both included, and may have a successor; units are matched by code.
//! Entrants need no account: the receipt code and PIN of an entry open a session for that entry alone.
//! This slice knows nothing of contests beyond their ids, and nothing of entries, sheets or prizes.

pub mod access;
pub mod event;
pub mod grant;
pub mod invitation;
pub mod login;
pub mod name;
pub mod org_unit;
pub mod password;
pub mod phone;
pub mod session;
pub mod succession;
pub mod throttle;

pub use event::PeopleEvent;
pub use grant::{GrantRefusal, Role, WantedGrant};
pub use invitation::InvitationKind;
pub use login::LoginName;
pub use name::PersonName;
pub use org_unit::OrgUnit;
pub use phone::Phone;
