//! The invariants of the house that no compiler holds. Source: house.md, "Doors", ARCHITECTURE.md.

use crate::run::root;
use anyhow::{Context, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

pub fn run() -> anyhow::Result<()> {
    let mut broken = Vec::new();
    doors(&mut broken)?;
    slices(&mut broken)?;
    tables(&mut broken)?;
    numbers(&mut broken)?;
    names(&mut broken)?;
    if broken.is_empty() {
        println!("tidy: the house is in order");
        return Ok(());
    }
    for line in &broken {
        println!("tidy: {line}");
    }
    bail!("{} invariants broken", broken.len())
}

/// Which crates of ours, and for `domain` which libraries, a crate may depend on.
const DOORS: &[(&str, &[&str])] = &[
    ("domain", &["jiff", "thiserror", "unicode-normalization"]),
    ("print", &["domain"]),
    ("app", &["domain"]),
    ("web", &["app", "domain", "print"]),
    ("testkit", &["app", "domain"]),
    ("sangkien", &["app", "domain", "print", "web"]),
];
const OURS: &[&str] = &["domain", "print", "app", "web", "testkit", "sangkien", "xtask"];

fn doors(broken: &mut Vec<String>) -> anyhow::Result<()> {
    for (name, allowed) in DOORS {
        let manifest = read(&root().join(format!("crates/{name}/Cargo.toml")))?;
        let section = manifest.split("[dependencies]").nth(1).unwrap_or_default();
        let section = section.split("\n[").next().unwrap_or_default();
        let deps: Vec<&str> = section
            .lines()
            .filter_map(|l| l.split(['.', ' ', '=']).next())
            .filter(|d| !d.is_empty() && !d.starts_with('#'))
            .collect();
        for dep in deps {
            let watched = *name == "domain" || OURS.contains(&dep);
            if watched && !allowed.contains(&dep) {
                broken.push(format!("crates/{name} must not depend on {dep}"));
            }
            if *name == "web" && matches!(dep, "rusqlite" | "tokio-postgres") {
                broken.push(format!("crates/web must not know the database library {dep}"));
            }
        }
    }
    for file in rust_files("crates/app/src")? {
        let text = read(&file)?;
        if text.lines().any(|l| {
            l.trim_start().starts_with("pub use rusqlite")
                || l.trim_start().starts_with("pub use tokio_postgres")
        }) {
            broken.push(format!("{} re-exports a database library", show(&file)));
        }
    }
    Ok(())
}

/// In life-cycle order; a slice imports only slices above it.
const SLICES: &[&str] =
    &["people", "contest", "entry", "screening", "judging", "awards", "gallery", "personal", "documents"];

fn slices(broken: &mut Vec<String>) -> anyhow::Result<()> {
    for (i, slice) in SLICES.iter().enumerate() {
        for file in rust_files(&format!("crates/domain/src/{slice}"))? {
            let text = read(&file)?;
            for later in &SLICES[i + 1..] {
                if code(&text).any(|l| {
                    l.contains(&format!("crate::{later}::")) || l.contains(&format!("crate::{later};"))
                }) {
                    broken.push(format!("{}: {slice} must not know {later}", show(&file)));
                }
            }
        }
    }
    Ok(())
}

/// A table is written by one `store.rs` (or one module of the infrastructure) only.
fn tables(broken: &mut Vec<String>) -> anyhow::Result<()> {
    let mut writers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in rust_files("crates/app/src")? {
        let text = read(&file)?;
        let words: Vec<&str> = text
            .split(|c: char| c.is_whitespace() || c == '"' || c == '(')
            .filter(|w| !w.is_empty())
            .collect();
        for pair in words.windows(3) {
            let table = match pair {
                ["INSERT", "INTO", t] | ["DELETE", "FROM", t] => *t,
                ["UPDATE", t, "SET"] => *t,
                _ => continue,
            };
            if table.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') && !table.is_empty() {
                writers.entry(table.to_owned()).or_default().insert(show(&file));
            }
        }
    }
    for (table, files) in writers {
        if files.len() > 1 {
            broken.push(format!(
                "table {table} is written by {}",
                files.into_iter().collect::<Vec<_>>().join(" and ")
            ));
        }
    }
    for file in rust_files("crates/web/src")?.into_iter().chain(rust_files("crates/print/src")?) {
        let text = read(&file)?;
        if code(&text).any(|l| {
            l.contains("\"SELECT ")
                || l.contains("\"INSERT INTO ")
                || l.contains("\"UPDATE ") && l.contains(" SET ")
        }) {
            broken.push(format!("{} holds SQL", show(&file)));
        }
    }
    Ok(())
}

/// The only place of the rules with floats: estimates shown to the chair, never part of the official result.
const ESTIMATES: &str = "crates/domain/src/judging/advisory/";

/// No floats where marks, shares or money are.
fn numbers(broken: &mut Vec<String>) -> anyhow::Result<()> {
    let mut files = rust_files("crates/domain/src")?;
    for slice in ["judging", "awards", "entry", "screening"] {
        files.extend(rust_files(&format!("crates/app/src/{slice}"))?);
    }
    for file in files {
        let text = read(&file)?;
        if show(&file).starts_with(ESTIMATES) {
            continue;
        }
        if code(&text).any(|l| l.contains("f64") || l.contains("f32")) {
            broken.push(format!("{} uses floats", show(&file)));
        }
    }
    Ok(())
}

const VAGUE: &[&str] = &["util", "utils", "common", "helper", "helpers", "misc", "manager", "service"];

fn names(broken: &mut Vec<String>) -> anyhow::Result<()> {
    for file in rust_files("crates")? {
        let stem = file.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
        if VAGUE.contains(&stem) {
            broken.push(format!("{}: a file is named after what it does", show(&file)));
        }
    }
    Ok(())
}

/// The lines before the first test module, without comments.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.split("#[cfg(test)]")
        .next()
        .unwrap_or_default()
        .lines()
        .filter(|l| !l.trim_start().starts_with("//"))
}

fn rust_files(dir: &str) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut todo = vec![root().join(dir)];
    while let Some(dir) = todo.pop() {
        let Ok(entries) = dir.read_dir() else { continue };
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() && path.file_name().is_none_or(|n| n != "target") {
                todo.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", show(path)))
}

fn show(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}
