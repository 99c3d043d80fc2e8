//! From signed sheets to the released result: every contest folder, computed in the database, against its `expected.json`.

use crate::judging_fixture::*;
use app::act::Stop;
use app::awards::{self, FreezeRefusal, ProposeRefusal, TieRuling, compute, frozen, store, view};
use app::contest::store as contests;
use app::db::{DbFault, Tx};
use app::judging::{self, SheetInput};
use domain::actor::Actor;
use domain::awards::allocate::allocate;
use domain::awards::confirm::{AwardState, Ballot, ConfirmRefusal};
use domain::awards::release::ReleaseRefusal;
use domain::awards::ties::TieRefusal;
use domain::contest::Phase;
use domain::ids::{ContestId, EntryCode, EntryId, JudgeId, SheetId};
use domain::judging::combine::CombineRefusal;
use domain::marks::Marks;
use domain::time::Instant;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use testkit::engines::{ENGINES, both, fresh};

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")
}

fn read(folder: &str, name: &str) -> String {
    std::fs::read_to_string(data().join(folder).join(name)).unwrap_or_default()
}

fn rows(folder: &str, name: &str) -> Vec<HashMap<String, String>> {
    let text = read(folder, name);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|r| r.expect("a row")).collect()
}

/// A contest played from its folder: only what reached the judges, in the words of its `scores.csv`.
pub struct Played {
    pub c: Contest,
    pub entries: HashMap<String, EntryId>,
    pub judges: HashMap<String, JudgeId>,
    pub chair: Actor,
    pub now: Instant,
}

/// Seats, conflicts, rounds, marks, signatures, closings.
pub fn play(tx: &mut Tx, folder: &str) -> Played {
    let body = read(folder, "contest.json");
    let units = rows(folder, "units.csv");
    let units: Vec<(&str, &str)> = units.iter().map(|u| (&*u["code"], &*u["kind"])).collect();
    let c = contest(tx, &body, &units).expect("a contest");
    let scores = rows(folder, "scores.csv");
    let mut entries = HashMap::new();
    for line in read(folder, "entries.jsonl").lines() {
        let e: Value = serde_json::from_str(line).expect("an entry");
        let code = e["code"].as_str().unwrap();
        if !scores.iter().any(|s| s["entry_code"] == code) {
            continue;
        }
        let unit = c.units[e["receiving_unit_code"].as_str().unwrap()];
        let of = |a: &Value| a["unit_code"].as_str().map(|u| c.units[u]);
        let authors: Vec<_> = e["authors"].as_array().unwrap().iter().map(of).collect();
        let category = e["category"].as_str().unwrap();
        entries.insert(code.to_owned(), accepted(tx, &c, code, category, unit, &authors).expect("an entry"));
    }
    let mut judges = HashMap::new();
    let mut chair = None;
    for j in rows(folder, "judges.csv") {
        let id = judge(tx, &c, &j["code"], c.units.get(&j["unit_code"]).copied(), j["chair"] == "yes");
        if j["chair"] == "yes" {
            chair = Some(as_chair(c.id, id));
        }
        judges.insert(j["code"].clone(), id);
    }
    let now = after(c.before);
    for x in rows(folder, "conflicts.csv") {
        if let Some(entry) = entries.get(&x["entry_code"]) {
            let (judge, by) = (judges[&x["judge_code"]], secretary(c.id));
            if x["kind"] == "declared" {
                judging::declare_conflict(tx, &by, judge, *entry, &x["note"], now).expect("a conflict");
            }
        }
    }
    let played = Played { c, entries, judges, chair: chair.expect("a chair"), now };
    let rules = contests::rules_of(tx, played.c.id).unwrap();
    for round in &rules.judging.rounds {
        let of_round =
            |r: &&HashMap<String, String>| r.get("round").map_or("1", |x| x) == round.code.as_str();
        let mine: Vec<_> = scores.iter().filter(of_round).collect();
        let thirds: Vec<(String, String)> = rows(folder, "third-markers.csv")
            .iter()
            .filter(|r| r["round"] == round.code.as_str())
            .map(|r| (r["entry_code"].clone(), r["judge_code"].clone()))
            .collect();
        played.round(tx, round, &mine, &thirds);
    }
    played
}

impl Played {
    fn round(
        &self,
        tx: &mut Tx,
        round: &domain::contest::Round,
        scores: &[&HashMap<String, String>],
        thirds: &[(String, String)],
    ) {
        let by = secretary(self.c.id);
        let id = judging::open_round(tx, &by, self.c.id, &round.code, self.now).expect("an open round");
        let mut sheets: BTreeMap<(String, String), Vec<&HashMap<String, String>>> = BTreeMap::new();
        for s in scores {
            sheets.entry((s["entry_code"].clone(), s["judge_code"].clone())).or_default().push(s);
        }
        let is_third = |key: &(String, String)| thirds.contains(key);
        let pairs: Vec<_> =
            sheets.keys().filter(|k| !is_third(k)).map(|(e, j)| (self.entries[e], self.judges[j])).collect();
        judging::assign(tx, &by, id, &pairs, self.now).expect("an assignment");
        for third in [false, true] {
            for (key, marks) in sheets.iter().filter(|(k, _)| is_third(k) == third) {
                let (entry, judge) = (self.entries[&key.0], self.judges[&key.1]);
                let sheet = if third {
                    judging::call_third(tx, &by, id, entry, judge, self.now).expect("a third mark")
                } else {
                    let sql =
                        "SELECT id FROM score_sheet WHERE round_id = $1 AND entry_id = $2 AND judge_id = $3";
                    SheetId(
                        tx.one(sql, &[id.0.into(), entry.0.into(), judge.0.into()]).unwrap().int(0).unwrap(),
                    )
                };
                let mut input = SheetInput::default();
                for m in marks {
                    let at = round.criteria.iter().position(|c| c.code.as_str() == m["criterion"]).unwrap();
                    input.marks.push((at, Some(Marks::parse(&m["points"]).unwrap())));
                    input.comments.push((at, m["comment"].clone()));
                }
                let me = as_judge(self.c.id, judge);
                judging::save_sheet(tx, &me, sheet, &input, self.now).expect("a save");
                judging::sign(tx, &me, sheet, 1, self.now).expect("a signature");
            }
        }
        judging::close_round(tx, &by, id, self.now).expect("a closed round");
    }

    fn decide(&self, tx: &mut Tx, folder: &str) -> Vec<Vec<TieRefusal>> {
        let mut refused = vec![];
        for d in rows(folder, "chair-decisions.csv") {
            let ruling = TieRuling {
                order: d["entry_codes_in_order"].split('>').map(|c| EntryCode::from(c.trim())).collect(),
                reason: d["reason"].clone(),
                decided_by: Some(d["decided_by"].clone()),
                ..TieRuling::default()
            };
            match awards::decide_tie(tx, &Actor::System, self.c.id, &ruling, self.now) {
                Ok(()) => {}
                Err(Stop::Refused(no)) => refused.push(no),
                Err(other) => panic!("{other:?}"),
            }
        }
        refused
    }
}

const FOLDERS: &[&str] = &[
    "chuong-my-2024",
    "chair-orders-three",
    "drop-high-low",
    "group-limits",
    "per-category",
    "third-marker-decides",
    "third-marker-mean-of-three",
    "third-marker-two-closest",
    "two-rounds",
    "weighted-rounds",
];

#[test]
fn every_folder_is_in_the_list() {
    let mut found: Vec<String> = std::fs::read_dir(data())
        .unwrap()
        .filter_map(|e| Some(e.ok()?.path()))
        .filter(|p| p.join("expected.json").exists())
        .map(|p| p.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    found.sort();
    // The count of a public vote is taken over by the rehearsal, which plays that folder (`stories rehearsal`).
    let mut listed: Vec<_> = FOLDERS.iter().copied().chain(["community-vote"]).collect();
    listed.sort_unstable();
    assert_eq!(found, listed);
}

fn agree(folder: &str, engine: app::db::Engine) {
    let expected: Value = serde_json::from_str(&read(folder, "expected.json")).unwrap();
    let folder = folder.to_owned();
    let db = fresh(engine);
    let got = db
        .write_blocking(move |tx| {
            let p = play(tx, &folder);
            let (by, id) = (secretary(p.c.id), p.c.id);
            awards::freeze_standings(tx, &by, id, p.now).expect("standings");
            p.decide(tx, &folder);
            awards::propose(tx, &by, id, p.now).expect("a proposal");
            check_kept(tx, id);
            Ok::<_, DbFault>(awards::result::result_json(tx, id).expect("a result"))
        })
        .expect("no fault");
    for field in [
        "contest",
        "rules",
        "ranking",
        "ties",
        "prizes",
        "unawarded",
        "budget_total_vnd",
        "sheets",
        "sheets_per_judge",
    ] {
        assert_eq!(got[field], expected[field], "{field}");
    }
    assert_eq!(got["counts"]["judged"]["total"], expected["counts"]["judged"]["total"]);
    let mut judged = 0;
    for (code, want) in expected["entries"].as_object().unwrap() {
        if want.get("rounds").is_none() {
            assert!(got["entries"].get(code).is_none(), "{code} was never judged");
            continue;
        }
        judged += 1;
        for field in ["stage", "rounds", "place", "place_before_chair", "shared_place", "place_by_total_only"]
        {
            assert_eq!(got["entries"][code].get(field), want.get(field), "{code} {field}");
        }
    }
    assert!(judged > 0);
}

/// What is kept says the same as what is computed anew.
fn check_kept(tx: &mut Tx, contest: ContestId) {
    let kept = store::find_standing(tx, contest).unwrap().unwrap();
    let basis = compute::basis(tx, contest).unwrap();
    let standings = basis.stand().unwrap();
    assert_eq!(kept.sheets_hash, basis.sheets_hash);
    assert_eq!(*kept.frozen, frozen::Frozen::of(&basis.rules, basis.sheet_count(), &standings));
    assert_eq!(kept.frozen.placed().unwrap(), standings.pools);
    let orders: Vec<_> = store::list_ties(tx, contest).unwrap().into_iter().map(|t| t.order).collect();
    let want = allocate(&basis.rules, &standings.pools, &orders).unwrap();
    let prizes = store::list_prizes(tx, contest).unwrap();
    assert_eq!(prizes.iter().filter(|p| p.entry.is_some()).count(), want.prizes.len());
    assert_eq!(prizes.iter().filter(|p| p.entry.is_none()).count(), want.unawarded.len());
    assert_eq!(prizes.iter().map(|p| p.amount.0).sum::<i64>(), want.budget_total.0);
}

#[test]
fn chuong_my_gives_its_expected_result_on_both_engines() {
    for engine in ENGINES {
        agree("chuong-my-2024", engine);
    }
}

#[test]
fn every_other_folder_gives_its_expected_result() {
    for folder in &FOLDERS[1..] {
        eprintln!("{folder}");
        agree(folder, ENGINES[0]);
    }
}

fn phase(tx: &mut Tx, id: ContestId) -> Phase {
    contests::find(tx, id).unwrap().unwrap().phase
}

#[test]
fn a_result_goes_from_frozen_to_released_and_never_back() {
    both(|db| {
        db.write_blocking(|tx| {
            let p = play(tx, "chuong-my-2024");
            let (id, now) = (p.c.id, p.now);
            let (by, boss) = (secretary(id), organiser(id));
            let chair = &p.chair;
            let ruling = TieRuling {
                order: vec!["CM24-010".into(), "CM24-036".into()],
                reason: "chi phí thấp hơn".into(),
                ..TieRuling::default()
            };
            assert_eq!(refused(awards::decide_tie(tx, chair, id, &ruling, now)), [TieRefusal::NoStandings]);
            assert_eq!(refused(awards::propose(tx, &by, id, now)), [ProposeRefusal::NoStandings]);
            assert!(view::standings(tx, &by, id).unwrap().is_none());
            assert!(matches!(awards::freeze_standings(tx, chair, id, now), Err(Stop::NotAllowed)));
            awards::freeze_standings(tx, &by, id, now).unwrap();
            assert_eq!(phase(tx, id), Phase::Deciding);
            awards::propose(tx, &by, id, now).unwrap();
            assert!(matches!(awards::decide_tie(tx, &boss, id, &ruling, now), Err(Stop::NotAllowed)));
            let half = TieRuling { order: vec!["CM24-010".into()], ..ruling.clone() };
            assert_eq!(refused(awards::decide_tie(tx, chair, id, &half, now)), [TieRefusal::NotAGroup]);
            let later = now.plus_ms(1);
            awards::decide_tie(tx, chair, id, &ruling, later).unwrap();
            assert_eq!(
                refused(awards::decide_tie(tx, chair, id, &ruling, later)),
                [TieRefusal::AlreadyDecided]
            );

            let minutes = Ballot { votes: None, minutes: "Biên bản số 12".into() };
            assert_eq!(
                refused(awards::confirm(tx, &boss, id, &minutes, later)),
                [ConfirmRefusal::ProposalOutdated]
            );
            let seen = view::standings(tx, &boss, id).unwrap().unwrap();
            assert!(!seen.proposal_current);
            awards::propose(tx, &by, id, later).unwrap();
            assert!(matches!(awards::confirm(tx, &by, id, &minutes, later), Err(Stop::NotAllowed)));
            assert_eq!(
                refused(awards::confirm(tx, &boss, id, &Ballot::default(), later)),
                [ConfirmRefusal::MinutesMissing]
            );
            assert_eq!(
                refused(awards::release(tx, &app::keys::Keys::fixed([7; 32]), &boss, id, later)),
                [ReleaseRefusal::NotConfirmed]
            );
            awards::confirm(tx, &boss, id, &minutes, later).unwrap();
            assert_eq!(phase(tx, id), Phase::Decided);
            assert_eq!(refused(awards::propose(tx, &by, id, later)), [ProposeRefusal::AlreadyConfirmed]);
            assert_eq!(
                refused(awards::freeze_standings(tx, &by, id, later)),
                [FreezeRefusal::AlreadyConfirmed]
            );
            assert_eq!(store::find_award(tx, id).unwrap().unwrap().state, AwardState::Confirmed);

            assert!(store::public_result(tx, id).unwrap().is_none(), "not before the release");
            let preview = view::preview(tx, &boss, id, later).unwrap().unwrap();
            assert!(matches!(view::preview(tx, &by, id, later), Err(Stop::NotAllowed)));
            assert!(matches!(
                awards::release(tx, &app::keys::Keys::fixed([7; 32]), chair, id, later),
                Err(Stop::NotAllowed)
            ));
            awards::release(tx, &app::keys::Keys::fixed([7; 32]), &boss, id, later).unwrap();
            assert_eq!(
                refused(awards::release(tx, &app::keys::Keys::fixed([7; 32]), &boss, id, later)),
                [ReleaseRefusal::AlreadyReleased]
            );
            assert_eq!(phase(tx, id), Phase::Released);
            let public = store::public_result(tx, id).unwrap().unwrap();
            assert_eq!(public, preview);
            assert_eq!((public.budget_total.0, public.winners.len()), (19_000_000, 8));
            let first = &public.winners[0];
            assert_eq!((first.place, first.level_name.as_str(), first.amount.0), (1, "Giải nhất", 4_500_000));
            assert!(first.authors.len() > 1 && first.authors[0].starts_with("Tác giả"));
            Ok::<_, DbFault>(())
        })
        .expect("no fault");
    });
}

#[test]
fn nothing_is_frozen_before_the_last_round_is_closed() {
    both(|db| {
        db.write_blocking(|tx| {
            let c =
                contest(tx, &read("two-rounds", "contest.json"), &[("H", "district"), ("H-NV", "office")])?;
            let no = refused(awards::freeze_standings(tx, &secretary(c.id), c.id, after(c.before)));
            let round = |code: &str| FreezeRefusal::RoundNotClosed { round: code.into() };
            assert_eq!(no, [round("so_khao"), round("chung_khao")]);
            let e = accepted(tx, &c, "E1", "individual", c.units["H"], &[None])?;
            assert!(e.0 > 0);
            match awards::result::result_json(tx, c.id) {
                Err(Stop::Refused(missing)) => {
                    assert_eq!(
                        (missing[0].entry.as_str(), &missing[0].why),
                        ("E1", &CombineRefusal::NoSheet)
                    );
                }
                other => panic!("{other:?}"),
            }
            Ok::<_, DbFault>(())
        })
        .expect("no fault");
    });
}

#[test]
fn the_database_keeps_confirmed_prizes_and_a_released_result() {
    both(|db| {
        db.write_blocking(|tx| {
            let p = play(tx, "group-limits");
            let (id, now) = (p.c.id, p.now);
            awards::freeze_standings(tx, &secretary(id), id, now).unwrap();
            awards::propose(tx, &secretary(id), id, now).unwrap();
            let minutes = Ballot { votes: None, minutes: "BB".into() };
            awards::confirm(tx, &organiser(id), id, &minutes, now).unwrap();
            for sql in [
                "UPDATE prize SET amount_vnd = 1",
                "DELETE FROM prize",
                "INSERT INTO prize (contest_id, pool, level, position, amount_vnd) SELECT contest_id, 'all', 'x', 1, 1 FROM award",
            ] {
                match tx.attempt(|tx| tx.exec(sql, &[])) {
                    Err(DbFault::Guard { message }) => assert_eq!(message, "prizes_confirmed", "{sql}"),
                    other => panic!("{sql}: {other:?}"),
                }
            }
            awards::release(tx, &app::keys::Keys::fixed([7; 32]), &organiser(id), id, now).unwrap();
            match tx.attempt(|tx| tx.exec("UPDATE award SET state = 'proposed'", &[])) {
                Err(DbFault::Guard { message }) => assert_eq!(message, "released"),
                other => panic!("{other:?}"),
            }
            Ok::<_, DbFault>(())
        })
        .expect("no fault");
    });
}
