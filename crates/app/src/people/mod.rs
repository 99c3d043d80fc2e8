//! Accounts, roles, units.

pub mod accounts;
pub mod choose_letters;
pub mod choose_password;
pub mod find_units;
pub mod first_run;
pub mod grant;
pub mod import_units;
pub mod invite;
pub mod log_in;
pub mod password;
pub mod register_store;
pub mod reset;
pub mod store;
pub mod throttle;
pub mod undo_import;
pub mod units;
pub mod work;

pub use accounts::{
    actor_of, change_account, close_account, create_account, log_out_everywhere, reopen_account,
};
pub use choose_letters::choose_letters;
pub use choose_password::choose_password;
pub use grant::{grant, revoke};
pub use import_units::import_units;
pub use invite::invite;
pub use reset::reset;
pub use undo_import::undo_import;
pub use units::{create_unit, edit_unit, unit_by_code};
