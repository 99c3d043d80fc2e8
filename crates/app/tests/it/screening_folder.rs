//! Every folder of `data/` is played up to the intake; stages, reasons, warnings, arrivals and the board of quotas are those
//! of its `expected.json`.

use crate::screening_world::{Played, play};
use app::screening::{self, Like};
use domain::actor::Actor;
use domain::contest::quota::QuotaRow;
use domain::screening::{Assessed, ForwardRefusal, Stage};
use domain::time::Instant;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use testkit::engines::{Fresh, both, fresh};

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")
}

fn expected(dir: &Path) -> Value {
    let text = std::fs::read_to_string(dir.join("expected.json")).expect("an expectation");
    serde_json::from_str(&text).expect("JSON")
}

/// Stage, reasons, warnings and arrival of every entry, as the expectation writes them.
fn compare(db: &Fresh, played: &Played, want: &Value) {
    let contest = played.contest;
    let all: Vec<Assessed> = db.read_blocking(move |tx| screening::assess(tx, contest)).expect("readable");
    let entries = want["entries"].as_object().expect("entries");
    assert_eq!(all.len(), entries.len());
    for a in &all {
        let want = &entries[a.code.as_str()];
        let stage = match want["stage"].as_str() {
            // What judging makes of an accepted entry is not the gate's.
            Some("below_threshold") => "judged",
            other => other.expect("a stage"),
        };
        assert_eq!(a.stage.word(), stage, "{}", a.code);
        let reasons: Vec<&str> = a.reasons.iter().map(|r| r.word()).collect();
        assert_eq!(json!(reasons), want["reasons"], "{}", a.code);
        let warnings: Vec<&str> = a.warnings.iter().map(|w| w.word()).collect();
        assert_eq!(json!(warnings), want["warnings"], "{}", a.code);
        assert_eq!(a.arrival, want["arrival_at"].as_str().and_then(Instant::parse), "{}", a.code);
        assert_eq!(
            a.stage == Stage::Accepted,
            !played.not_accepted.contains_key(a.code.as_str()),
            "{}",
            a.code
        );
    }
    let (board, summary) = db.read_blocking(move |tx| screening::quota_board(tx, contest)).expect("readable");
    let row = |r: &QuotaRow| {
        json!({ "unit_code": r.unit.code.as_str(), "quota": r.unit.strength.word(), "min": r.min, "received": r.brought.received,
            "selected": r.brought.selected, "forwarded_in_time": r.brought.forwarded_in_time,
            "accepted": r.brought.accepted, "met": r.met })
    };
    assert_eq!(Value::Array(board.iter().map(row).collect()), want["quota_board"]);
    let gaps: Vec<&str> = summary.required_gaps.iter().map(|c| c.as_str()).collect();
    let summary = json!({ "required_total": summary.required_total, "required_met": summary.required_met, "required_gaps": gaps,
        "encouraged_total": summary.encouraged_total, "encouraged_met": summary.encouraged_met });
    assert_eq!(summary, want["quota_summary"]);
}

#[test]
fn chuong_my_on_both_engines() {
    let dir = data().join("chuong-my-2024");
    let want = expected(&dir);
    both(|db| {
        let played = play(db, &dir);
        compare(db, &played, &want);
        // The strict gate refused exactly what came too late.
        assert_eq!(played.not_forwarded.keys().collect::<Vec<_>>(), ["CM24-052"]);
        assert!(matches!(played.not_forwarded["CM24-052"][..], [ForwardRefusal::Late { .. }]));
        assert_eq!(played.not_accepted["CM24-047"], ["author_is_judge"]);
        assert_eq!(played.not_accepted["CM24-064"], ["late", "not_selected", "unconfirmed"]);
    });
}

#[test]
fn every_other_folder() {
    let mut seen = 0;
    for entry in std::fs::read_dir(data()).expect("data") {
        let dir = entry.expect("a folder").path();
        if !dir.join("expected.json").exists() || dir.ends_with("chuong-my-2024") {
            continue;
        }
        eprintln!("{}", dir.display());
        let db = fresh(app::db::Engine::Sqlite);
        let played = play(&db, &dir);
        compare(&db, &played, &expected(&dir));
        seen += 1;
    }
    assert!(seen > 0, "there are other folders");
}

#[test]
fn the_traps_with_copies_are_flagged() {
    let dir = data().join("chuong-my-2024");
    let db = fresh(app::db::Engine::Sqlite);
    let played = play(&db, &dir);
    let (contest, earlier) = (played.contest, played.earlier);
    let pairs = db
        .read_blocking(move |tx| screening::similar(tx, &Actor::System, contest, &earlier))
        .unwrap_or_else(|stop| panic!("{stop:?}"));
    let found: BTreeSet<(String, String)> = pairs
        .iter()
        .map(|p| {
            let other = match &p.like {
                Like::Entry(side) => side.code.0.clone(),
                Like::Earlier(title) => title.clone(),
            };
            (p.first.code.0.clone(), other)
        })
        .collect();
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    let want = [
        ("T01 light edits", pair("CM24-016", "CM24-043")),
        ("T02 paraphrase with the same figures", pair("CM24-004", "CM24-034")),
        ("T03 without diacritics", pair("CM24-010", "CM24-051")),
        ("T04 by two routes", pair("CM24-005", "CM24-044")),
        ("T19 of 2023", pair("CM24-030", "trả kết quả thủ tục hành chính miễn phí qua nhân viên Bưu tá")),
    ];
    for (trap, pair) in &want {
        assert!(found.contains(pair), "{trap}: {found:?}");
    }
    assert_eq!(found.len(), want.len(), "nothing else is flagged: {found:?}");
    let by_two_routes = pairs.iter().find(|p| p.first.code.as_str() == "CM24-005").expect("T04");
    assert!(by_two_routes.same_author);
}

#[test]
fn assessing_costs_the_same_number_of_statements_for_any_number_of_entries() {
    let mut counts = BTreeSet::new();
    for folder in ["chuong-my-2024", ""] {
        let db = fresh(app::db::Engine::Sqlite);
        let contest = if folder.is_empty() {
            crate::screening_world::small(&db).contest
        } else {
            play(&db, &data().join(folder)).contest
        };
        let statements = db.read_blocking(move |tx| {
            screening::assess(tx, contest)?;
            // A text of the rules that nobody has read before costs one more.
            let before = tx.queries();
            screening::assess(tx, contest)?;
            Ok::<_, app::db::DbFault>(tx.queries() - before)
        });
        counts.insert(statements.expect("readable"));
    }
    assert_eq!(counts.len(), 1, "{counts:?}");
    assert!(counts.iter().all(|n| *n <= 10), "{counts:?}");
}
