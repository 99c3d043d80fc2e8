//! `sangkien admin`: what the operator does at the console of the machine.

use crate::Place;
use anyhow::{Context, bail};
use app::act::Stop;
use app::clock::Clock;
use clap::Subcommand;
use domain::actor::Actor;

#[derive(clap::Args)]
pub struct Admin {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Prints a link by which the first administrator chooses a password.
    First,
    /// Prints a link by which a person chooses a new password; all links made before become void.
    Link {
        /// The log-in name.
        login: String,
    },
}

impl Admin {
    pub fn run(self) -> anyhow::Result<()> {
        let opened = self.place.open()?;
        let now = Clock::system().now();
        let link = match self.task {
            Task::First => opened
                .db
                .write_blocking(move |tx| {
                    app::people::first_run::first_administrator(tx, "Quản trị hệ thống", "vi", now)
                })?
                .context("there is an administrator already; use `admin link LOGIN`")?,
            Task::Link { login } => {
                let made = opened.db.write_blocking(move |tx| {
                    let person = app::people::store::person_by_login(tx, &login)?.ok_or(Stop::NotFound)?;
                    app::people::invite(tx, &Actor::System, person.id, now)
                });
                match made {
                    Ok(link) => link,
                    Err(Stop::NotFound) => bail!("nobody has this log-in name"),
                    Err(stop) => bail!("no link can be made: {stop:?}"),
                }
            }
        };
        println!("Open this address on the site; it works once, until {}:", link.expires_at);
        println!("{}", link.path);
        Ok(())
    }
}
