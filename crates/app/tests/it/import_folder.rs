//! Whole folders: read as they are, and with one thing broken in one file.

use std::path::{Path, PathBuf};

use app::import::{ProblemKind, read_folder};

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../data").join(name)
}

/// A copy of the Chương Mỹ folder without what the reader must not open.
fn copy() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a temporary folder");
    for entry in std::fs::read_dir(folder("chuong-my-2024")).expect("the data folder") {
        let path = entry.expect("a file").path();
        let name = path.file_name().expect("a name");
        if name != "traps.json"
            && name != "expected.json"
            && path.extension().is_some_and(|end| end != "xlsx")
        {
            std::fs::write(dir.path().join(name), std::fs::read(&path).expect("readable")).expect("writable");
        }
    }
    dir
}

fn replace(dir: &Path, file: &str, from: &str, to: &str) {
    let text = std::fs::read_to_string(dir.join(file)).expect("readable");
    assert!(text.contains(from), "{file} has {from}");
    std::fs::write(dir.join(file), text.replacen(from, to, 1)).expect("writable");
}

#[test]
fn every_folder_is_clean() {
    let mut read = 0;
    for entry in std::fs::read_dir(folder("")).unwrap() {
        let path = entry.unwrap().path();
        if path.join("contest.json").exists() {
            let folder =
                read_folder(&path).unwrap_or_else(|problems| panic!("{}: {}", path.display(), problems[0]));
            let lines = std::fs::read_to_string(path.join("scores.csv")).unwrap();
            assert!(folder.scores.len() >= 100.min(lines.lines().count() - 1), "{}", path.display());
            read += 1;
        }
    }
    assert!(read >= 2);
}

#[test]
fn the_chuong_my_folder_is_whole() {
    let read = read_folder(copy().path()).unwrap();
    assert_eq!(
        (read.units.len(), read.entries.len(), read.judges.len(), read.conflicts.len(), read.scores.len()),
        (78, 64, 9, 16, 1035)
    );
    assert_eq!((read.decisions.len(), read.chair_decisions.len(), read.third_markers.len()), (5, 1, 0));
    assert_eq!(read.initiatives.len(), 15);
    assert_eq!(read.chair_decisions[0].entry_codes_in_order, ["CM24-010", "CM24-036"]);
    let first = &read.entries[0];
    assert_eq!(
        (first.code.as_str(), first.at.row, first.sections.len(), first.attachments.len()),
        ("CM24-001", 1, 5, 2)
    );
    assert_eq!(first.submitted_at.text, "2024-04-01T07:46:44+07:00");
    assert_eq!(first.forwarded_at.as_ref().unwrap().text, "2024-04-08T17:59:02+07:00");
    assert_eq!(first.confirmation.as_ref().unwrap().level, "tốt");
    let html = read.entries.iter().find(|entry| entry.code == "CM24-024").unwrap();
    assert!(html.sections.iter().any(|(_, text)| text.contains("<script")), "HTML stays text");
    let nfd = read.entries.iter().find(|entry| entry.code == "CM24-062").unwrap();
    assert_eq!(nfd.title, "Điểm tiếp nhận hồ sơ quay vòng ở năm nhà văn hóa thôn");
    assert_eq!(
        read.warnings.iter().map(|warning| warning.kind).collect::<Vec<_>>(),
        [ProblemKind::BadPhone; 2]
    );
    assert!(read.judges[0].chair && !read.judges[1].chair);
    let merged = read.units.iter().find(|unit| unit.code == "X-PHUNGHIA").unwrap();
    assert_eq!(merged.valid_to.unwrap().to_string(), "2025-06-30");
}

#[test]
fn one_broken_thing_is_named_with_file_line_and_field() {
    use ProblemKind::*;
    let cases: &[(&str, &str, &str, ProblemKind, u32, &str)] = &[
        ("scores.csv", "GK01,CM24-001,kha_thi,14,", "GK01,CM24-001,kha_thi,14.555,", BadNumber, 3, "points"),
        ("scores.csv", "GK01,CM24-001,kha_thi,14,", "GK01,CM24-001,kha_thi,-14,", BadNumber, 3, "points"),
        ("scores.csv", "GK01,CM24-001,kha_thi,14,", "GK01,CM24-001,kha_thi,,", MissingValue, 3, "points"),
        (
            "scores.csv",
            "GK01,CM24-001,kha_thi,14,",
            "GK01,CM24-001,dep,14,",
            UnknownCriterion,
            3,
            "criterion",
        ),
        (
            "scores.csv",
            "GK01,CM24-001,kha_thi,14,",
            "GK99,CM24-001,kha_thi,14,",
            UnknownJudge,
            3,
            "judge_code",
        ),
        (
            "scores.csv",
            "GK01,CM24-001,kha_thi,14,",
            "GK01,CM24-999,kha_thi,14,",
            UnknownEntry,
            3,
            "entry_code",
        ),
        (
            "scores.csv",
            "GK01,CM24-001,kha_thi,14,",
            "GK01,CM24-001,tinh_moi,14,",
            DuplicateCode,
            3,
            "criterion",
        ),
        ("scores.csv", "GK01,CM24-001,kha_thi,14,", "GK01,CM24-001,kha_thi,14,5,", ExtraCells, 3, ""),
        ("scores.csv", "points", "marks", MissingColumn, 1, ""),
        ("units.csv", ",required,", ",perhaps,", UnknownValue, 4, "quota"),
        ("units.csv", "CM-VP,", "CM,", DuplicateCode, 4, "code"),
        ("units.csv", "district_office,CM,", "district_office,XX,", UnknownUnit, 4, "parent_code"),
        ("units.csv", "2025-06-30", "2025-06-31", BadInstant, 3, "valid_to"),
        ("judges.csv", ",CM,yes", ",CM,maybe", UnknownValue, 2, "chair"),
        ("judges.csv", ",CM,yes", ",CMX,yes", UnknownUnit, 2, "unit_code"),
        ("conflicts.csv", "GK06,CM24-001", "GK66,CM24-001", UnknownJudge, 2, "judge_code"),
        ("decisions.csv", ",duplicate,", ",copied,", UnknownValue, 2, "decision"),
        ("decisions.csv", ",CM24-016,", ",CM24-916,", UnknownEntry, 2, "kept_entry_code"),
        ("decisions.csv", ",CM24-016,", ",,", MissingValue, 2, "kept_entry_code"),
        ("chair-decisions.csv", "2024-05-02T16:30:00+07:00", "hôm qua", BadInstant, 2, "decided_at"),
        (
            "chair-decisions.csv",
            "CM24-010 > CM24-036",
            "CM24-010 > CM24-010",
            DuplicateCode,
            2,
            "entry_codes_in_order",
        ),
        ("chair-decisions.csv", "GK01,", "GK91,", UnknownJudge, 2, "decided_by"),
        (
            "entries.jsonl",
            "\"category\": \"collective\"",
            "\"category\": \"both\"",
            UnknownValue,
            1,
            "category",
        ),
        ("entries.jsonl", "\"format\": \"written\"", "\"format\": \"radio\"", UnknownValue, 1, "format"),
        (
            "entries.jsonl",
            "\"verdict\": \"selected\"",
            "\"verdict\": \"maybe\"",
            UnknownValue,
            1,
            "screening.verdict",
        ),
        (
            "entries.jsonl",
            "\"share_percent\": 25",
            "\"share_percent\": 25.555",
            BadNumber,
            1,
            "authors[0].share_percent",
        ),
        (
            "entries.jsonl",
            "\"share_percent\": 25",
            "\"share_percent\": true",
            WrongType,
            1,
            "authors[0].share_percent",
        ),
        (
            "entries.jsonl",
            "\"representative\": true",
            "\"representative\": \"x\"",
            WrongType,
            1,
            "authors[0].representative",
        ),
        ("entries.jsonl", "\"tai_chinh_cong\"", "\"tien\"", UnknownValue, 1, "areas[0]"),
        ("entries.jsonl", "\"route\": \"own_unit\"", "\"route\": \"air\"", UnknownValue, 1, "route"),
        (
            "entries.jsonl",
            "\"receiving_unit_code\": \"CM-TCKH\"",
            "\"receiving_unit_code\": \"CM-X\"",
            UnknownUnit,
            1,
            "receiving_unit_code",
        ),
        (
            "entries.jsonl",
            "\"unit_code\": \"CM-TCKH\"",
            "\"unit_code\": \"CM-X\"",
            UnknownUnit,
            1,
            "authors[0].unit_code",
        ),
        ("entries.jsonl", "\"bytes\": 236894", "\"bytes\": -1", BadNumber, 1, "attachments[0].bytes"),
        (
            "entries.jsonl",
            "2024-04-01T07:46:44+07:00",
            "2024-04-31T07:46:44+07:00",
            BadInstant,
            1,
            "submitted_at",
        ),
        ("entries.jsonl", "\"code\": \"CM24-002\"", "\"code\": \"CM24-001\"", DuplicateCode, 2, "code"),
        ("entries.jsonl", "{\"code\": \"CM24-002\"", "{code: \"CM24-002\"", InvalidJson, 2, ""),
        ("entries.jsonl", "\"title\": \"Bảng kiểm", "\"title\": \"\\u0000Bảng kiểm", BadText, 1, "title"),
        ("contest.json", "\"code\": \"CM24\",", "\"code\": ,", InvalidJson, 2, ""),
    ];
    for (file, from, to, kind, line, field) in cases {
        let dir = copy();
        replace(dir.path(), file, from, to);
        let problems = read_folder(dir.path()).err().unwrap_or_else(|| panic!("{file} {to}"));
        let first =
            problems.iter().find(|problem| problem.file == *file).unwrap_or_else(|| panic!("{file} {to}"));
        assert_eq!((first.kind, first.row), (*kind, Some(*line)), "{first}");
        assert_eq!(first.column.as_ref().map_or("", |column| column.header.as_str()), *field, "{first}");
    }
}

#[test]
fn a_broken_entry_does_not_make_its_marks_wrong() {
    let dir = copy();
    replace(dir.path(), "entries.jsonl", "\"category\": \"collective\"", "\"category\": \"both\"");
    let problems = read_folder(dir.path()).unwrap_err();
    assert_eq!(problems.len(), 1);
}

#[test]
fn problems_of_all_files_come_together() {
    let dir = copy();
    std::fs::remove_file(dir.path().join("judges.csv")).unwrap();
    std::fs::write(dir.path().join("conflicts.csv"), b"judge_code,entry_code,kind\nGK01,CM24-001,caf\xe9\n")
        .unwrap();
    replace(dir.path(), "units.csv", "code,name", "code,ten_goi");
    replace(dir.path(), "entries.jsonl", "\"share_percent\": 25", "\"share_percent\": \"25%\"");
    let problems = read_folder(dir.path()).unwrap_err();
    let told: Vec<_> = problems.iter().map(|problem| (problem.file.as_str(), problem.kind)).collect();
    assert_eq!(
        told,
        [
            ("units.csv", ProblemKind::MissingColumn),
            ("judges.csv", ProblemKind::MissingFile),
            ("entries.jsonl", ProblemKind::BadNumber),
            ("conflicts.csv", ProblemKind::NotUtf8),
        ]
    );
}

#[test]
fn an_empty_folder_names_every_missing_file() {
    let dir = tempfile::tempdir().unwrap();
    let missing: Vec<_> =
        read_folder(dir.path()).unwrap_err().into_iter().map(|problem| problem.file).collect();
    assert_eq!(
        missing,
        ["contest.json", "units.csv", "judges.csv", "entries.jsonl", "conflicts.csv", "scores.csv"]
    );
}
