//! Accounts, roles, units.

pub mod accounts;
pub mod choose_password;
pub mod first_run;
pub mod grant;
pub mod import_units;
pub mod invite;
pub mod log_in;
pub mod password;
pub mod reset;
pub mod store;
pub mod throttle;
pub mod units;
pub mod work;

pub use accounts::{
    actor_of, change_account, close_account, create_account, log_out_everywhere, reopen_account,
};
pub use choose_password::choose_password;
pub use grant::{grant, revoke};
pub use import_units::import_units;
pub use invite::invite;
pub use reset::reset;
pub use units::{create_unit, edit_unit, unit_by_code};
