//! Pages about people: logging in and out, passwords, accounts, roles, units, letters, one's own work.

mod account;
mod accounts;
pub(crate) mod choices;
mod export_units;
mod forgot;
mod hashing;
pub(crate) mod import_units;
mod invitation;
mod letters;
mod log_in;
mod log_out;
mod password;
pub(crate) mod refusals;
mod staff;
mod unit;
mod units;
mod work;

use crate::{Access, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/login", Access::Public, log_in::show)
        .post("/login", Access::Public, log_in::submit)
        .post("/logout", Access::Public, log_out::here)
        .post("/logout/everywhere", Access::SignedIn, log_out::everywhere)
        .get("/forgot", Access::Public, forgot::show)
        .post("/forgot", Access::Public, forgot::submit)
        .get("/invitation/{token}", Access::Public, invitation::show)
        .post("/invitation/{token}", Access::Public, invitation::submit)
        .get("/password", Access::SignedIn, password::show)
        .post("/password", Access::SignedIn, password::submit)
        .get("/work", Access::SignedIn, work::show)
        .get("/accounts", Access::Admin, accounts::show)
        .get("/accounts/new", Access::Admin, account::new)
        .post("/accounts/new", Access::Admin, account::create)
        .get("/accounts/{id}", Access::Admin, account::show)
        .post("/accounts/{id}", Access::Admin, account::change)
        .post("/accounts/{id}/invite", Access::Admin, account::invite)
        .post("/accounts/{id}/close", Access::Admin, account::close)
        .post("/accounts/{id}/reopen", Access::Admin, account::reopen)
        .post("/accounts/{id}/log-out", Access::Admin, account::log_out)
        .post("/accounts/{id}/grants", Access::Admin, account::grant)
        .get("/letters", Access::Admin, letters::show)
        .post("/letters/{id}/given", Access::Admin, letters::given)
        .post("/letters/{id}/again", Access::Admin, letters::again)
        .post("/letters/{id}/bounced", Access::Admin, letters::bounced)
        .get("/staff/units/{id}", Access::Head, staff::of_unit)
        .post("/staff/units/{id}", Access::Head, staff::grant_in_unit)
        .get("/staff/contests/{code}", Access::Organiser, staff::of_contest)
        .post("/staff/contests/{code}", Access::Organiser, staff::grant_in_contest)
        .post("/grants/{id}/revoke", Access::SignedIn, staff::revoke)
        .get("/units", Access::Admin, units::show)
        .get("/units/new", Access::Admin, unit::new)
        .post("/units/new", Access::Admin, unit::create)
        .get("/units/import", Access::Admin, import_units::show)
        .upload("/units/import", Access::Admin, import_units::preview)
        .post("/units/import/confirm", Access::Admin, import_units::confirm)
        .post("/units/imports/{import}/undo", Access::Admin, import_units::undo)
        .get("/units/find", Access::SignedIn, units::find)
        .get("/units/export.csv", Access::Admin, export_units::csv)
        .get("/units/export.xlsx", Access::Admin, export_units::xlsx)
        .get("/units/{id}", Access::Admin, unit::show)
        .post("/units/{id}", Access::Admin, unit::change)
}
