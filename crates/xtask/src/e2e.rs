//! The browser stories: a real server with the demo contest, a real Chromium, the scripts in `tests/browser`.

use crate::run::{cargo, on_path, root, step};
use std::path::PathBuf;
use std::process::Command;

/// The installed Chromium, by the names that systems give it.
pub fn chromium() -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
        .iter()
        .find_map(|name| on_path(name))
}

pub fn run() -> anyhow::Result<()> {
    let dir = root().join("tests/browser");
    step("browser: build", cargo().args(["build", "--package", "sangkien"]))?;
    step("browser: packages", Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&dir))?;
    let chromium = chromium().ok_or_else(|| {
        anyhow::anyhow!("Chromium is not installed; on Debian or Ubuntu: sudo apt-get install chromium")
    })?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    step(
        "browser: stories",
        Command::new("node")
            .args(["--test", "--test-concurrency=1", "."])
            .current_dir(&dir)
            .env("CHROMIUM", chromium)
            .env("SANGKIEN", target.join("debug/sangkien")),
    )
}
