//! Compiles `migrations/` into the binary: `NNNN_name.sql` for both engines, or `NNNN_name.sqlite.sql` and
//! `NNNN_name.postgres.sql` where they must differ.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

/// Path of the text for SQLite and for PostgreSQL.
#[derive(Default)]
struct Pair {
    sqlite: Option<String>,
    postgres: Option<String>,
}

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let folder = Path::new(&root).join("../../migrations");
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut steps: BTreeMap<(u32, String), Pair> = BTreeMap::new();
    for entry in fs::read_dir(&folder).into_iter().flatten() {
        let path = entry.expect("a readable folder").path();
        let file = path.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
        let Some(stem) = file.strip_suffix(".sql") else { continue };
        println!("cargo:rerun-if-changed={}", path.display());
        let (stem, engine) = match stem.rsplit_once('.') {
            Some((stem, engine @ ("sqlite" | "postgres"))) => (stem, Some(engine)),
            _ => (stem, None),
        };
        let (number, name) =
            stem.split_once('_').unwrap_or_else(|| panic!("{file}: should be NNNN_name.sql"));
        let number: u32 = number.parse().unwrap_or_else(|e| panic!("{file}: {e}"));
        let full = path.canonicalize().expect("it was just listed").display().to_string();
        let pair = steps.entry((number, name.to_owned())).or_default();
        for (place, own) in [(&mut pair.sqlite, "sqlite"), (&mut pair.postgres, "postgres")] {
            if engine.is_none_or(|e| e == own) && place.replace(full.clone()).is_some() {
                panic!("{file}: there is more than one text of this step for {own}");
            }
        }
    }
    let mut code = String::from(
        "/// Every step that this binary knows, ascending.\npub const MIGRATIONS: &[Migration] = &[\n",
    );
    for (n, ((number, name), pair)) in steps.into_iter().enumerate() {
        assert_eq!(
            number as usize,
            n + 1,
            "migrations are numbered 0001, 0002, … without gaps: {number:04}_{name}"
        );
        let (Some(sqlite), Some(postgres)) = (pair.sqlite, pair.postgres) else {
            panic!("{number:04}_{name}: the text for one engine is missing");
        };
        writeln!(
            code,
            "    Migration {{ version: {number}, name: {name:?}, sqlite: include_str!({sqlite:?}), postgres: include_str!({postgres:?}) }},"
        )
        .expect("a string takes everything");
    }
    code.push_str("];\n");
    let out = env::var("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&out).join("migrations.rs"), code).expect("cargo's folder is writable");
}
