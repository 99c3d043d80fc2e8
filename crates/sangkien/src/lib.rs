//! The program `sangkien` as a library, so that the stories can play a whole contest without starting a process.

mod admin;
mod advisory;
mod assign;
mod backup;
mod check;
mod content_place;
pub mod demo;
mod file_tools;
pub mod folder;
mod import;
mod move_files;
pub mod rehearse;
pub mod serve;
mod standings;
mod verify;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "sangkien", version, about = "Runs contests for initiatives in administrative reform")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the site of an installation.
    Serve(serve::Serve),
    /// Shows the Chương Mỹ 2024 contest with accounts for every role and a clock that can be moved.
    Demo(demo::Demo),
    /// Plays a whole contest from a folder of files and writes its result.
    Rehearse(rehearse::Rehearse),
    /// Makes a contest from a folder of files: its units and rules.
    Import(import::Import),
    /// Assigns judges to entries from a file: the best or the fairest plan, with its proof.
    Assign(assign::Assign),
    /// What marks from a file say without the severity of the judges, and how sure that is. Never the official result.
    Advisory(advisory::Advisory),
    /// Recomputes a published result package offline and says what holds.
    Verify(verify::Verify),
    /// The official result of a file of marks, exact, by a contest's rules, and the advisory ranking beside it.
    Standings(standings::Show),
    /// What the operator does at the console.
    Admin(admin::Admin),
    /// Moves the contents of files between the disk and a store that speaks S3.
    Files(move_files::Files),
    /// Checks an installation: database, audit chain.
    Check(check::Check),
    /// Copies the database and the files while the site runs.
    Backup(backup::Backup),
    /// Lays a backup into an empty folder and checks it.
    Restore(backup::Restore),
    /// Reads one stranger's document from its input, within bounds; a server starts it for itself.
    #[command(name = "pages-of-a-document", hide = true)]
    Pages,
}

/// Where an installation is.
#[derive(clap::Args, Clone)]
struct Place {
    /// The folder that holds everything: database, files, secret key.
    #[arg(long, env = "SANGKIEN_DATA")]
    data: PathBuf,
    /// A PostgreSQL address (`postgres://…`); without it the embedded database in the data folder.
    #[arg(long, env = "SANGKIEN_DATABASE")]
    database: Option<String>,
}

/// Runs the program with the arguments of the process.
pub fn run() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env()
                .unwrap_or_else(|_| "warn,sangkien=info".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    let done = match Cli::parse().command {
        Command::Serve(args) => args.run(),
        Command::Demo(args) => args.run(),
        Command::Rehearse(args) => args.run(),
        Command::Import(args) => args.run(),
        Command::Assign(args) => args.run(),
        Command::Advisory(args) => args.run(),
        Command::Verify(args) => args.run(),
        Command::Standings(args) => args.run(),
        Command::Admin(args) => args.run(),
        Command::Files(args) => args.run(),
        Command::Check(args) => args.run(),
        Command::Backup(args) => args.run(),
        Command::Restore(args) => args.run(),
        Command::Pages => return app::files::clean::work(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("sangkien: {why:#}");
            ExitCode::FAILURE
        }
    }
}
