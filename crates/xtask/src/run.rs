//! Running other programs, with their output shown.

use anyhow::{Context, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// The root of the workspace.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// `cargo` of the toolchain that runs this.
pub fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root());
    cargo
}

/// Runs a step and says how long it took; its failure is ours.
pub fn step(name: &str, command: &mut Command) -> anyhow::Result<()> {
    println!("==> {name}");
    let begun = Instant::now();
    let status =
        command.status().with_context(|| format!("{name}: {:?} did not start", command.get_program()))?;
    if !status.success() {
        bail!("{name} failed");
    }
    println!("==> {name}: {:.0} s", begun.elapsed().as_secs_f32());
    Ok(())
}

/// True when a program of this name can be started from the search path.
pub fn on_path(program: &str) -> Option<PathBuf> {
    std::env::var_os("PATH")
        .and_then(|paths| std::env::split_paths(&paths).map(|p| p.join(program)).find(|p| p.is_file()))
}
