//! A whole contest from a folder of files equals what an oracle that shares no code with the product says, field by field; a
//! broken folder is refused by file, line and field, before anything is written.

use app::db::DbConfig;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")
}

/// Every folder with a contest and what it must come to.
pub fn folders() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = data()
        .read_dir()
        .expect("the test data")
        .map(|e| e.expect("the test data").path())
        .filter(|p| p.join("expected.json").is_file())
        .collect();
    found.sort();
    assert!(found.len() >= 10, "only {} contests", found.len());
    found
}

fn play(dir: &Path, config: &DbConfig) -> sangkien::rehearse::Outcome {
    let (folder, rules) = sangkien::rehearse::read(dir).expect("the test data");
    sangkien::rehearse::rehearse(&folder, &rules, config, |_, _, _| {})
        .unwrap_or_else(|why| panic!("{}: {why:?}", dir.display()))
}

pub fn in_sqlite(dir: &Path) -> sangkien::rehearse::Outcome {
    let scratch = tempfile::tempdir().expect("the test data");
    play(dir, &DbConfig::parse(&scratch.path().join("rehearsal.db").to_string_lossy()))
}

/// The places where two values differ; the order of keys does not count, the order of lists does.
fn differences(path: &str, have: &Value, want: &Value, out: &mut Vec<String>) {
    match (have, want) {
        (Value::Object(h), Value::Object(w)) => {
            for key in h.keys().chain(w.keys().filter(|k| !h.contains_key(*k))) {
                differences(
                    &format!("{path}.{key}"),
                    h.get(key).unwrap_or(&Value::Null),
                    w.get(key).unwrap_or(&Value::Null),
                    out,
                );
            }
        }
        (Value::Array(h), Value::Array(w)) if h.len() == w.len() => {
            for (i, (h, w)) in h.iter().zip(w).enumerate() {
                differences(&format!("{path}[{i}]"), h, w, out);
            }
        }
        _ if have == want => {}
        _ => out.push(format!("{path}: {have} instead of {want}")),
    }
}

#[test]
fn every_contest_comes_to_what_the_oracle_says() {
    let mut wrong = Vec::new();
    for dir in folders() {
        let want: Value =
            serde_json::from_str(&fs::read_to_string(dir.join("expected.json")).unwrap()).unwrap();
        let have = in_sqlite(&dir).result;
        differences(&dir.file_name().unwrap().to_string_lossy(), &have, &want, &mut wrong);
    }
    assert!(
        wrong.is_empty(),
        "{} differences:\n{}",
        wrong.len(),
        wrong.iter().take(40).cloned().collect::<Vec<_>>().join("\n")
    );
}

#[test]
fn two_rehearsals_give_the_same_bytes_on_both_engines() {
    let dir = data().join("chuong-my-2024");
    let texts = |o: sangkien::rehearse::Outcome| {
        (o.result.to_string(), Value::from(o.refusals.list()).to_string(), o.audit_head.to_string())
    };
    let first = texts(in_sqlite(&dir));
    assert_eq!(first, texts(in_sqlite(&dir)));
    let cluster = testkit::engines::fresh_with(app::db::Engine::Postgres, &[]);
    let on_postgres = texts(play(&dir, cluster.config()));
    assert_eq!(first.0, on_postgres.0);
    assert_eq!(first.1, on_postgres.1);
}

#[test]
fn the_papers_of_two_rehearsals_are_the_same_files() {
    let played = |name: &str| {
        let (folder, rules) = sangkien::rehearse::read(&data().join(name)).unwrap();
        let scratch = tempfile::tempdir().unwrap();
        let config = DbConfig::parse(&scratch.path().join("rehearsal.db").to_string_lossy());
        sangkien::rehearse::rehearse_with_papers(&folder, &rules, &config, |_, _, _| {}).unwrap().1
    };
    assert_eq!(played("chuong-my-2024").names().len(), 19);
    // A small contest: laying out takes a while without optimisation.
    let papers = played("third-marker-decides");
    let (first, again) = (papers.render().unwrap(), played("third-marker-decides").render().unwrap());
    assert_eq!(first.len(), 40, "nineteen papers twice, two workbooks: {:?}", papers.names());
    for ((name, bytes), (same, again)) in first.iter().zip(&again) {
        assert!(name == same && bytes == again, "{name} is another file the second time");
    }
    // Every mechanism finds its words.
    for other in ["per-category", "two-rounds", "drop-high-low"] {
        assert!(played(other).names().len() >= 18, "{other}");
    }
}

#[test]
fn a_sheet_without_its_mandatory_comment_is_refused_and_only_that_sheet() {
    let scratch = tempfile::tempdir().unwrap();
    let dir = scratch.path().join("contest");
    copy(&data().join("chuong-my-2024"), &dir);
    let scores = fs::read_to_string(dir.join("scores.csv")).unwrap();
    let marked = scores.lines().position(|l| l.starts_with("GK01,CM24-001,tinh_moi,")).unwrap();
    let changed: Vec<String> = scores
        .lines()
        .enumerate()
        .map(|(i, l)| if i == marked { "GK01,CM24-001,tinh_moi,16.5,".to_owned() } else { l.to_owned() })
        .collect();
    fs::write(dir.join("scores.csv"), changed.join("\n") + "\n").unwrap();
    let outcome = in_sqlite(&dir);
    let refused: Vec<&Value> = outcome
        .refusals
        .list()
        .iter()
        .filter(|r| r["operation"].as_str().unwrap().starts_with("judging."))
        .collect();
    assert!(
        refused.iter().any(|r| r["about"]["judge"] == "GK01" && r["about"]["entry"] == "CM24-001"),
        "{refused:?}"
    );
    assert_eq!(outcome.result["entries"]["CM24-001"]["rounds"]["1"]["counted"], 4);
    assert_eq!(outcome.result["sheets"], 206);
}

#[test]
fn a_broken_folder_is_refused_by_file_line_and_field() {
    let cases: Value =
        serde_json::from_str(&fs::read_to_string(data().join("broken/cases.json")).unwrap()).unwrap();
    let mut wrong = Vec::new();
    for case in cases.as_array().unwrap() {
        let scratch = tempfile::tempdir().unwrap();
        let dir = scratch.path().join("contest");
        let name = case["folder"].as_str().unwrap();
        copy(&data().join(case["base"].as_str().unwrap()), &dir);
        if data().join("broken").join(name).is_dir() {
            copy(&data().join("broken").join(name), &dir);
        }
        for file in case["remove"].as_array().into_iter().flatten() {
            fs::remove_file(dir.join(file.as_str().unwrap())).unwrap();
        }
        let said = match sangkien::rehearse::read(&dir) {
            Ok(_) => "accepted".to_owned(),
            Err(why) => why.to_string(),
        };
        let line = case["line"].as_u64().map(|n| format!("line {n}"));
        let names =
            [case["file"].as_str(), line.as_deref(), case["field"].as_str(), case["contains"].as_str()];
        if !said.lines().any(|l| names.iter().flatten().all(|part| l.contains(part))) {
            wrong.push(format!("{name}: {names:?} not in\n{said}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the test data");
    for entry in from.read_dir().expect("the test data") {
        let entry = entry.expect("the test data");
        if entry.path().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).expect("the test data");
        }
    }
}
