//! `cargo xtask test | tidy | bench | kill | e2e`: what a developer runs. The product itself is the crate `sangkien`.

mod bench;
mod e2e;
mod kill;
mod run;
mod sums;
mod test;
mod tidy;
mod typing;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "xtask", about = "Tests, checks and measures Sáng Kiến")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Everything: format, lints, tidy, units, both engines, stories, browser. Installs what is missing where it may.
    Test {
        /// Leaves the browser stories out; says so at the end.
        #[arg(long)]
        no_browser: bool,
    },
    /// The invariants of the house: doors between crates, order of slices, owners of tables, texts.
    Tidy,
    /// Speed, memory and size of the release build, beside what the machine can do.
    Bench(bench::BenchArgs),
    /// Kills the server in the middle of its write load, again and again; fails when an acknowledged write is lost.
    Kill(kill::KillArgs),
    /// The large and slow cases of assignment, advisory ranking and prizes, on a release build, with their figures.
    Sums,
    /// The browser stories alone, in headless Chromium.
    E2e,
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Test { no_browser } => test::run(!no_browser),
        Command::Tidy => tidy::run(),
        Command::Bench(args) => bench::run(&args),
        Command::Kill(args) => kill::run(&args),
        Command::Sums => sums::run(),
        Command::E2e => e2e::run(),
    }
}
