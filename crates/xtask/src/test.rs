//! `cargo xtask test`: everything, in the order of cheapness. Nothing is skipped silently.

use crate::run::{cargo, on_path, root, step};
use crate::{e2e, kill, tidy};
use anyhow::bail;
use std::path::Path;
use std::process::Command;

pub fn run(browser: bool) -> anyhow::Result<()> {
    ensure_tools(browser)?;
    ensure_pdf_checker()?;
    step("format", cargo().args(["fmt", "--all", "--check"]))?;
    println!("==> tidy");
    tidy::run()?;
    step("lints", cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    step("tests", cargo().args(["test", "--workspace"]))?;
    println!("==> three kills under load");
    kill::short()?;
    if browser {
        e2e::run()?;
    } else {
        println!("==> browser stories: left out on request (--no-browser)");
    }
    println!("==> all passed");
    Ok(())
}

/// A thing that the tests need beside cargo.
struct Tool {
    what: &'static str,
    there: fn() -> bool,
    /// Packages of Debian and Ubuntu.
    apt: &'static [&'static str],
    browser_only: bool,
}

const TOOLS: &[Tool] = &[
    Tool {
        what: "PostgreSQL 15 or newer (server binaries)",
        there: postgres,
        apt: &["postgresql"],
        browser_only: false,
    },
    Tool {
        what: "poppler (pdftotext, pdftoppm)",
        there: || on_path("pdftotext").is_some() && on_path("pdftoppm").is_some(),
        apt: &["poppler-utils"],
        browser_only: false,
    },
    Tool {
        what: "LibreOffice Writer",
        there: || {
            on_path("soffice").is_some() && Path::new("/usr/lib/libreoffice/program/libswlo.so").is_file()
        },
        apt: &["libreoffice-writer-nogui"],
        browser_only: false,
    },
    Tool {
        what: "ffmpeg with H.264 and AAC",
        there: || on_path("ffmpeg").is_some(),
        apt: &["ffmpeg"],
        browser_only: false,
    },
    Tool {
        what: "zbar (zbarimg)",
        there: || on_path("zbarimg").is_some(),
        apt: &["zbar-tools"],
        browser_only: false,
    },
    Tool {
        what: "virtual environments for Python 3",
        there: venv,
        apt: &["python3-venv"],
        browser_only: false,
    },
    Tool { what: "openpyxl for Python 3", there: openpyxl, apt: &["python3-openpyxl"], browser_only: false },
    Tool { what: "pip for Python 3", there: pip, apt: &["python3-pip"], browser_only: false },
    Tool { what: "Chromium", there: || e2e::chromium().is_some(), apt: &["chromium"], browser_only: true },
    Tool {
        what: "Node.js 18 or newer",
        there: || on_path("node").is_some(),
        apt: &["nodejs"],
        browser_only: false,
    },
    Tool { what: "npm", there: || on_path("npm").is_some(), apt: &["npm"], browser_only: true },
];

fn postgres() -> bool {
    let debian = Path::new("/usr/lib/postgresql")
        .read_dir()
        .is_ok_and(|dirs| dirs.flatten().any(|d| d.path().join("bin/initdb").is_file()));
    debian || on_path("initdb").is_some() || std::env::var_os("SANGKIEN_TEST_PG").is_some()
}

fn openpyxl() -> bool {
    let found = Command::new(PYTHON).args(["-c", "import openpyxl"]).output();
    found.is_ok_and(|out| out.status.success())
}

fn pip() -> bool {
    let found = Command::new(PYTHON).args(["-m", "pip", "--version"]).output();
    found.is_ok_and(|out| out.status.success())
}

const PYTHON: &str = "/usr/bin/python3";
/// A checker of PDF/UA-1 that passes veraPDF's own test files; veraPDF itself is in no package registry.
const PDF_CHECKER: &str = "page-validation==0.11.0";
const PDF_CHECKER_DIR: &str = "target/pdf-checker";

/// Puts the checker beside what cargo builds, where `crates/print/tests/papers/access.rs` looks for it.
fn ensure_pdf_checker() -> anyhow::Result<()> {
    let dir = root().join(PDF_CHECKER_DIR);
    let there = Command::new(PYTHON).args(["-c", "import page"]).env("PYTHONPATH", &dir).output();
    if there.is_ok_and(|out| out.status.success()) {
        return Ok(());
    }
    let pip = ["-m", "pip", "install", "--quiet", "--only-binary", ":all:", PDF_CHECKER, "--target"];
    step("checker of PDF/UA", Command::new(PYTHON).args(pip).arg(dir))
}

/// The tests make one for the mail server (`testkit::mail`).
fn venv() -> bool {
    let found = Command::new("/usr/bin/python3").args(["-c", "import ensurepip, venv"]).output();
    found.is_ok_and(|out| out.status.success())
}

/// Installs what is missing by the package manager where that is allowed, else says exactly what to install.
fn ensure_tools(browser: bool) -> anyhow::Result<()> {
    let missing =
        || TOOLS.iter().filter(|t| (browser || !t.browser_only) && !(t.there)()).collect::<Vec<_>>();
    let first = missing();
    if first.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = first.iter().flat_map(|t| t.apt.iter().copied()).collect();
    for tool in &first {
        println!("missing: {}", tool.what);
    }
    if on_path("apt-get").is_some() && am_root() {
        step(
            "package lists",
            Command::new("apt-get").arg("update").env("DEBIAN_FRONTEND", "noninteractive"),
        )?;
        step(
            "install",
            Command::new("apt-get")
                .args(["install", "-y", "--no-install-recommends"])
                .args(&packages)
                .env("DEBIAN_FRONTEND", "noninteractive"),
        )?;
    }
    let left = missing();
    if left.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = left.iter().map(|t| t.what).collect();
    bail!(
        "the tests need {}; on Debian or Ubuntu: sudo apt-get install {}",
        names.join(", "),
        packages.join(" ")
    );
}

fn am_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout.starts_with(b"0\n"))
}
