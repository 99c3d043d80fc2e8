//! Judging on both engines: what the actions do, what they refuse, what the database refuses whoever writes.

use crate::judging_fixture::*;
use app::act::Stop;
use app::db::{Db, DbFault, Tx};
use app::judging::{
    self, CallThirdRefusal, OpenRefusal, SaveRefusal, SheetInput, board, desk, export, panel, store,
};
use domain::contest::Phase;
use domain::ids::{EntryId, JudgeId, RoundId, SheetId, UnitId};
use domain::judging::access::Sight;
use domain::judging::assign::AssignRefusal;
use domain::judging::close::CloseRefusal;
use domain::judging::conflict::{ConflictKind, DeclareRefusal};
use domain::judging::reopen::{ReleaseRefusal, ReopenRefusal};
use domain::judging::seat::SeatRefusal;
use domain::judging::sheet::SheetRefusal;
use domain::judging::sign::{SheetLocked, SignRefusal};
use domain::marks::Marks;
use domain::ratio::Ratio;
use domain::time::Instant;
use testkit::engines::both;

const RULES: &str = r#"{
  "code": "T", "name": "Thi", "organiser": {"unit_code": "U", "name": "U"}, "standing_body": {"unit_code": "U"},
  "timeline": {"launch": "2024-03-30", "units_send": {"before": "2024-04-10T00:00:00+07:00"}},
  "areas": [{"code": "a", "name": "A"}], "routes": [{"code": "own_unit", "name": "r"}],
  "formats": {"allowed": ["written"], "word_companion_required_for": []},
  "group": {"min_members": 2, "max_members": null}, "shares": {"must_sum_to": 100}, "phone": {"pattern": "^0"},
  "entrants": {"individual": [], "collective": [], "excluded": {"value": []}}, "quotas": [],
  "prizes": {"pooling": "pooled", "levels": [{"code": "nhat", "name": "Nhất", "count": 1, "individual_vnd": 3000000}], "collective_factor": "3/2"},
  "judging": {
    "judges_per_entry": 2, "conflict": {"same_unit": true, "declared": true},
    "criteria": [
      {"code": "moi", "name": "Mới", "max": "20", "step": "0.5", "comment_required": true,
       "bands": [{"code": "cao", "label": "Cao", "min": "10", "max": "20"}, {"code": "thap", "label": "Thấp", "min": "0", "max": "9.5"}]},
      {"code": "hay", "name": "Hay", "max": "10", "step": "1", "weight": "2", "comment_required": false}],
    "combine": COMBINE, "threshold": null, "tie_break": ["hay", "chair"]}
}"#;

const MEAN: &str = r#"{"method": "mean"}"#;
const THIRD: &str = r#"{"method": "two_marks_third_on_gap", "gap": "10", "third": "mean_of_three"}"#;

struct World {
    c: Contest,
    entries: Vec<EntryId>,
    judges: Vec<JudgeId>,
    round: RoundId,
    now: Instant,
}

/// Three entries E1 to E3, four judges, GK1 in the chair; GK4 works in the unit of E3's author; a round is open.
fn world(db: &Db, combine: &'static str) -> World {
    db.write_blocking(move |tx| {
        let c = contest(tx, &RULES.replace("COMBINE", combine), &[("U", "office"), ("V", "office")])?;
        let (u, v) = (c.units["U"], c.units["V"]);
        let mut entries = vec![];
        for (code, author) in [("E1", None), ("E2", Some(u)), ("E3", Some(v))] {
            entries.push(accepted(tx, &c, code, "individual", u, &[author])?);
        }
        let judges: Vec<_> = [("GK1", None), ("GK2", None), ("GK3", None), ("GK4", Some(v))]
            .iter()
            .map(|(code, unit)| judge(tx, &c, code, *unit, *code == "GK1"))
            .collect();
        let now = after(c.before);
        let round = judging::open_round(tx, &secretary(c.id), c.id, &"1".into(), now).map_err(fault)?;
        Ok::<_, DbFault>(World { c, entries, judges, round, now })
    })
    .expect("a world")
}

impl World {
    fn assign(&self, tx: &mut Tx, pairs: &[(usize, usize)]) -> Vec<SheetId> {
        let list: Vec<_> = pairs.iter().map(|(e, j)| (self.entries[*e], self.judges[*j])).collect();
        judging::assign(tx, &secretary(self.c.id), self.round, &list, self.now).expect("an assignment");
        pairs.iter().map(|(e, j)| self.sheet(tx, *e, *j)).collect()
    }

    fn sheet(&self, tx: &mut Tx, e: usize, j: usize) -> SheetId {
        store::sheets_of(tx, self.judges[j], self.entries[e]).expect("a read")[0].0
    }

    fn judge(&self, j: usize) -> domain::actor::Actor {
        if j == 0 { as_chair(self.c.id, self.judges[0]) } else { as_judge(self.c.id, self.judges[j]) }
    }

    fn fill(&self, tx: &mut Tx, j: usize, sheet: SheetId, marks: [i64; 2]) {
        let seen = store::find_sheet(tx, sheet).unwrap().unwrap().revision;
        let done = judging::save_sheet(tx, &self.judge(j), sheet, &full(seen, marks), self.now);
        assert_eq!(done.expect("a save").revision, seen + 1);
    }

    fn fill_and_sign(&self, tx: &mut Tx, j: usize, sheet: SheetId, marks: [i64; 2]) {
        self.fill(tx, j, sheet, marks);
        let seen = store::find_sheet(tx, sheet).unwrap().unwrap().revision;
        judging::sign(tx, &self.judge(j), sheet, seen, self.now).expect("a signature");
    }
}

fn full(seen: i64, marks: [i64; 2]) -> SheetInput {
    SheetInput {
        seen,
        marks: vec![(0, Some(Marks(marks[0]))), (1, Some(Marks(marks[1])))],
        comments: vec![(0, "rõ".into()), (1, String::new())],
        general_comment: Some("được".into()),
        ticked: vec![],
    }
}

fn audit(tx: &mut Tx) -> Vec<String> {
    let rows = tx.query("SELECT event FROM audit ORDER BY seq", &[]).expect("a read");
    rows.iter().map(|r| r.text(0).expect("text").to_owned()).collect()
}

#[test]
fn a_round_opens_after_the_deadline_and_derives_conflicts() {
    both(|db| {
        let w = world(db, MEAN);
        write(db, move |tx| {
            let conflicts = store::list_conflicts(tx, w.c.id).unwrap();
            let pairs: Vec<_> = conflicts.iter().map(|c| (c.judge, c.entry, c.kind)).collect();
            assert_eq!(pairs, [(w.judges[3], w.entries[2], ConflictKind::SameUnit)]);
            assert_eq!(app::contest::store::find(tx, w.c.id).unwrap().unwrap().phase, Phase::Judging);
            let again = judging::open_round(tx, &secretary(w.c.id), w.c.id, &"1".into(), w.now);
            assert_eq!(refused(again), [OpenRefusal::AlreadyOpened]);
            let unknown = judging::open_round(tx, &secretary(w.c.id), w.c.id, &"9".into(), w.now);
            assert_eq!(refused(unknown), [OpenRefusal::UnknownRound { round: "9".into() }]);
            assert!(not_allowed(judging::open_round(tx, &w.judge(0), w.c.id, &"1".into(), w.now)));
            assert_eq!(judging::detect_conflicts(tx, &secretary(w.c.id), w.c.id, w.now).unwrap(), 0);
        });
    });
}

#[test]
fn a_round_does_not_open_early_or_empty() {
    both(|db| {
        write(db, |tx| {
            let c = contest(tx, &RULES.replace("COMBINE", MEAN), &[("U", "office")]).unwrap();
            let early = Instant(c.before.0 - 1);
            let no = refused(judging::open_round(tx, &secretary(c.id), c.id, &"1".into(), early));
            assert_eq!(no, [OpenRefusal::BeforeDeadline { before: c.before }, OpenRefusal::NoJudges]);
            judge(tx, &c, "GK1", None, true);
            let no = refused(judging::open_round(tx, &secretary(c.id), c.id, &"1".into(), c.before));
            assert_eq!(no, [OpenRefusal::NoEntries]);
        });
    });
}

#[test]
fn a_panel_has_one_chair_and_codes_of_its_own() {
    both(|db| {
        let w = world(db, MEAN);
        write(db, move |tx| {
            let new = |code: &str, chair| judging::NewJudge {
                code: code.into(),
                name: "Lê  Ân".into(),
                chair,
                ..Default::default()
            };
            let no = refused(judging::seat_judge(tx, &organiser(w.c.id), w.c.id, &new("GK1", true), w.now));
            assert_eq!(no, [SeatRefusal::CodeTaken, SeatRefusal::ChairTaken]);
            let id = judging::seat_judge(tx, &organiser(w.c.id), w.c.id, &new("GK9", false), w.now).unwrap();
            assert_eq!(store::find_judge(tx, id).unwrap().unwrap().name, "Lê Ân");
            assert!(not_allowed(judging::seat_judge(tx, &w.judge(1), w.c.id, &new("GK8", false), w.now)));
            judging::unseat_judge(tx, &secretary(w.c.id), id, w.now).unwrap();
            let panel = panel::list_panel(tx, &secretary(w.c.id), w.c.id).unwrap();
            assert_eq!(panel.iter().filter(|s| s.judge.active).count(), 4);
            assert!(not_allowed(panel::list_panel(tx, &w.judge(1), w.c.id)));
        });
    });
}

#[test]
fn a_proposal_keeps_to_conflicts_and_what_is_assigned_by_hand_too() {
    both(|db| {
        let w = world(db, MEAN);
        write(db, move |tx| {
            let by = secretary(w.c.id);
            let (e, j) = (w.entries.clone(), w.judges.clone());
            judging::declare_conflict(tx, &w.judge(1), j[1], e[0], "từng hướng dẫn", w.now).unwrap();
            let p = judging::propose_assignment(tx, &by, w.round).unwrap();
            assert_eq!(p.pairs.len(), 6);
            assert!(!p.pairs.contains(&(e[2], j[3])) && !p.pairs.contains(&(e[0], j[1])));
            assert!(p.loads.iter().all(|(_, n)| (1..=2).contains(n)), "{:?}", p.loads);
            let wrong =
                [(e[2], j[3]), (EntryId(999), j[0]), (e[0], JudgeId(999)), (e[0], j[0]), (e[0], j[0])];
            let no = refused(judging::assign(tx, &by, w.round, &wrong, w.now));
            assert_eq!(
                no,
                [
                    AssignRefusal::InConflict { entry: "E3".into(), judge: "GK4".into() },
                    AssignRefusal::UnknownEntry { entry: "999".into() },
                    AssignRefusal::UnknownJudge { judge: "999".into() },
                    AssignRefusal::Twice { entry: "E1".into(), judge: "GK1".into() },
                ]
            );
            assert_eq!(
                refused(judging::assign(tx, &by, w.round, &[], w.now)),
                [AssignRefusal::NothingToAssign]
            );
            assert_eq!(judging::assign(tx, &by, w.round, &p.pairs, w.now).unwrap(), 6);
            assert_eq!(judging::propose_assignment(tx, &by, w.round).unwrap().pairs, []);
            assert!(not_allowed(judging::assign(tx, &w.judge(0), w.round, &p.pairs, w.now)));
        });
    });
}

#[test]
fn a_conflict_takes_an_unsigned_sheet_away_and_comes_too_late_for_a_signed_one() {
    both(|db| {
        let w = world(db, MEAN);
        write(db, move |tx| {
            let sheets = w.assign(tx, &[(0, 0), (0, 1)]);
            let (e, j) = (w.entries.clone(), w.judges.clone());
            assert_eq!(
                refused(judging::declare_conflict(tx, &w.judge(1), j[1], e[0], " ", w.now)),
                [DeclareRefusal::NoteMissing]
            );
            judging::declare_conflict(tx, &w.judge(1), j[1], e[0], "người thân", w.now).unwrap();
            let saved = judging::save_sheet(tx, &w.judge(1), sheets[1], &full(0, [1500, 500]), w.now);
            assert_eq!(refused(saved), [SaveRefusal::Locked(SheetLocked::Recused)]);
            let again = judging::declare_conflict(tx, &w.judge(1), j[1], e[0], "người thân", w.now);
            assert_eq!(refused(again), [DeclareRefusal::AlreadyDeclared]);
            w.fill_and_sign(tx, 0, sheets[0], [1500, 500]);
            let late = judging::declare_conflict(tx, &w.judge(0), j[0], e[0], "người thân", w.now);
            assert_eq!(refused(late), [DeclareRefusal::AlreadySigned]);
            assert!(not_allowed(judging::declare_conflict(tx, &w.judge(1), j[0], e[0], "x", w.now)));
            let theirs = panel::list_conflicts(tx, &w.judge(1), w.c.id).unwrap();
            assert_eq!(theirs.iter().map(|c| c.entry.as_str()).collect::<Vec<_>>(), ["E1"]);
            let all = panel::list_conflicts(tx, &secretary(w.c.id), w.c.id).unwrap();
            assert_eq!(all.len(), 2);
        });
    });
}

#[test]
fn a_sheet_is_saved_in_parts_and_never_over_what_was_not_seen() {
    both(|db| {
        let w = world(db, MEAN);
        write(db, move |tx| {
            let sheet = w.assign(tx, &[(0, 1)])[0];
            let me = w.judge(1);
            let one = SheetInput { seen: 0, marks: vec![(1, Some(Marks(700)))], ..SheetInput::default() };
            let saved = judging::save_sheet(tx, &me, sheet, &one, w.now).unwrap();
            assert_eq!((saved.revision, saved.given, saved.total), (1, 1, Ratio::whole(14)));
            let again = judging::save_sheet(tx, &me, sheet, &one, w.now.plus_ms(5)).unwrap();
            assert_eq!((again.revision, again.saved_at), (1, w.now), "the same once more is harmless");
            let note =
                SheetInput { seen: 1, comments: vec![(0, " mới \r\n".into())], ..SheetInput::default() };
            assert_eq!(judging::save_sheet(tx, &me, sheet, &note, w.now).unwrap().revision, 2);
            let stale = SheetInput { seen: 1, marks: vec![(1, Some(Marks(300)))], ..SheetInput::default() };
            let [SaveRefusal::Stale { revision: 2, stored, sent }] =
                &refused(judging::save_sheet(tx, &me, sheet, &stale, w.now))[..]
            else {
                panic!("not stale");
            };
            assert_eq!((stored.marks[1], sent.marks[1]), (Some(Marks(700)), Some(Marks(300))));
            assert_eq!(stored.comments, ["mới", ""]);
            let bad = SheetInput {
                seen: 2,
                marks: vec![(0, Some(Marks(2050))), (1, Some(Marks(-100)))],
                ..SheetInput::default()
            };
            assert_eq!(
                refused(judging::save_sheet(tx, &me, sheet, &bad, w.now)),
                [
                    SaveRefusal::Sheet(SheetRefusal::AboveMaximum { criterion: 0, max: Marks(2000) }),
                    SaveRefusal::Sheet(SheetRefusal::BelowZero { criterion: 1 }),
                ]
            );
            let outside = SheetInput {
                seen: 2,
                marks: vec![(0, Some(Marks(950)))],
                ticked: vec![(0, "cao".into())],
                ..SheetInput::default()
            };
            assert!(matches!(
                refused(judging::save_sheet(tx, &me, sheet, &outside, w.now))[..],
                [SaveRefusal::Sheet(SheetRefusal::OutsideBand { criterion: 0, .. })]
            ));
            let beyond = SheetInput { seen: 2, marks: vec![(2, None)], ..SheetInput::default() };
            assert!(matches!(
                refused(judging::save_sheet(tx, &me, sheet, &beyond, w.now))[..],
                [SaveRefusal::Sheet(SheetRefusal::WrongShape { criteria: 2 })]
            ));
            assert!(not_allowed(judging::save_sheet(tx, &w.judge(2), sheet, &one, w.now)));
            assert!(not_allowed(judging::save_sheet(tx, &secretary(w.c.id), sheet, &one, w.now)));
            assert!(matches!(judging::save_sheet(tx, &me, SheetId(999), &one, w.now), Err(Stop::NotFound)));
            assert_eq!(store::find_sheet(tx, sheet).unwrap().unwrap().revision, 2);
        });
    });
}

#[test]
fn saving_and_signing_take_few_statements() {
    both(|db| {
        let w = world(db, MEAN);
        let (sheet, w) = write(db, move |tx| (w.assign(tx, &[(0, 1)])[0], (w.judge(1), w.now)));
        let counts = write(db, move |tx| {
            let before = tx.queries();
            judging::save_sheet(tx, &w.0, sheet, &full(0, [1500, 500]), w.1).unwrap();
            let saved = tx.queries() - before;
            judging::sign(tx, &w.0, sheet, 1, w.1).unwrap();
            (saved, tx.queries() - before - saved)
        });
        assert_eq!(counts, (4, 4), "load, save, head of the log, line of the log");
    });
}

#[test]
fn a_signature_locks_and_only_the_chair_reopens_with_a_reason() {
    both(|db| {
        let w = world(db, MEAN);
        write(db, move |tx| {
            let sheet = w.assign(tx, &[(0, 1)])[0];
            let me = w.judge(1);
            assert_eq!(
                refused(judging::sign(tx, &me, sheet, 0, w.now)),
                [
                    SignRefusal::Sheet(SheetRefusal::MarkMissing { criterion: 0 }),
                    SignRefusal::Sheet(SheetRefusal::CommentMissing { criterion: 0 }),
                    SignRefusal::Sheet(SheetRefusal::MarkMissing { criterion: 1 }),
                ]
            );
            w.fill(tx, 1, sheet, [1500, 500]);
            assert_eq!(
                refused(judging::sign(tx, &me, sheet, 0, w.now)),
                [SignRefusal::Stale { revision: 1 }]
            );
            judging::sign(tx, &me, sheet, 1, w.now).unwrap();
            let locked = [SignRefusal::Locked(SheetLocked::Signed)];
            assert_eq!(refused(judging::sign(tx, &me, sheet, 1, w.now)), locked);
            assert_eq!(
                refused(judging::save_sheet(tx, &me, sheet, &full(1, [1600, 500]), w.now)),
                [SaveRefusal::Locked(SheetLocked::Signed)]
            );
            let given_up = judging::release_assignment(tx, &secretary(w.c.id), sheet, "ốm", w.now);
            assert_eq!(refused(given_up), [ReleaseRefusal::Signed]);
            assert!(not_allowed(judging::reopen_sheet(tx, &me, sheet, "nhầm", w.now)));
            assert!(not_allowed(judging::reopen_sheet(tx, &secretary(w.c.id), sheet, "nhầm", w.now)));
            assert_eq!(
                refused(judging::reopen_sheet(tx, &w.judge(0), sheet, "", w.now)),
                [ReopenRefusal::ReasonMissing]
            );
            judging::reopen_sheet(tx, &w.judge(0), sheet, "nhập nhầm tiêu chí 1", w.now).unwrap();
            let kept = tx.one("SELECT marks, reason, revision FROM sheet_history", &[]).unwrap();
            assert_eq!(
                (kept.text(0).unwrap(), kept.text(1).unwrap(), kept.int(2).unwrap()),
                ("1500,500", "nhập nhầm tiêu chí 1", 1)
            );
            let open = desk::open_sheet(tx, &me, sheet).unwrap();
            assert_eq!(
                (open.file.revision, open.reopened_because.as_deref()),
                (2, Some("nhập nhầm tiêu chí 1"))
            );
            w.fill_and_sign(tx, 1, sheet, [1600, 500]);
            let events = audit(tx);
            let of_sheet: Vec<_> = events.iter().filter(|e| e.starts_with("judging.sheet")).collect();
            assert_eq!(
                of_sheet,
                [
                    "judging.sheet_saved",
                    "judging.sheet_signed",
                    "judging.sheet_reopened",
                    "judging.sheet_saved",
                    "judging.sheet_signed"
                ]
            );
        });
    });
}

#[test]
fn a_round_closes_when_nothing_is_missing_and_stays_closed() {
    both(|db| {
        let w = world(db, MEAN);
        write(db, move |tx| {
            let by = secretary(w.c.id);
            let sheets = w.assign(tx, &[(0, 1), (1, 1), (1, 2)]);
            w.fill_and_sign(tx, 1, sheets[0], [1500, 500]);
            let e = |code: &str| domain::ids::EntryCode::from(code);
            assert_eq!(
                refused(judging::close_round(tx, &by, w.round, w.now)),
                [
                    CloseRefusal::SheetMissing { entry: e("E2"), judge: "GK2".into() },
                    CloseRefusal::SheetMissing { entry: e("E2"), judge: "GK3".into() },
                    CloseRefusal::NoJudge { entry: e("E3") },
                ]
            );
            w.fill_and_sign(tx, 1, sheets[1], [1500, 500]);
            judging::release_assignment(tx, &by, sheets[2], "ốm", w.now).unwrap();
            let given_up = judging::assign(tx, &by, w.round, &[(w.entries[1], w.judges[2])], w.now);
            assert_eq!(refused(given_up), [AssignRefusal::GivenUp { entry: e("E2"), judge: "GK3".into() }]);
            let third = w.assign(tx, &[(2, 0)])[0];
            w.fill_and_sign(tx, 0, third, [1500, 500]);
            judging::close_round(tx, &by, w.round, w.now).unwrap();
            assert_eq!(refused(judging::close_round(tx, &by, w.round, w.now)), [CloseRefusal::AlreadyClosed]);
            assert_eq!(
                refused(judging::reopen_sheet(tx, &w.judge(0), sheets[0], "x", w.now)),
                [ReopenRefusal::RoundClosed]
            );
        });
    });
}

#[test]
fn a_third_mark_is_called_by_a_gap_alone() {
    both(|db| {
        let w = world(db, THIRD);
        write(db, move |tx| {
            let (e, j) = (w.entries.clone(), w.judges.clone());
            let chair = w.judge(0);
            let call =
                |tx: &mut Tx, e: EntryId, j: JudgeId| judging::call_third(tx, &chair, w.round, e, j, w.now);
            let s = w.assign(tx, &[(0, 1), (0, 2), (1, 1), (1, 2), (2, 1), (2, 2)]);
            assert_eq!(refused(call(tx, e[0], j[3])), [CallThirdRefusal::FirstMarksMissing]);
            w.fill_and_sign(tx, 1, s[0], [1500, 500]); // 25
            w.fill_and_sign(tx, 2, s[1], [1050, 250 * 2]); // 20,5
            let gap = Ratio::parse("4.5").unwrap();
            assert_eq!(
                refused(call(tx, e[0], j[3])),
                [CallThirdRefusal::GapTooSmall { gap, limit: Ratio::whole(10) }]
            );
            w.fill_and_sign(tx, 1, s[2], [2000, 500]); // 30
            w.fill_and_sign(tx, 2, s[3], [1000, 500]); // 20
            w.fill_and_sign(tx, 1, s[4], [2000, 500]);
            w.fill_and_sign(tx, 2, s[5], [2000, 500]);
            assert_eq!(refused(call(tx, e[1], j[1])), [CallThirdRefusal::HasSheet]);
            let no = refused(judging::close_round(tx, &secretary(w.c.id), w.round, w.now));
            assert_eq!(no, [CloseRefusal::ThirdNotCalled { entry: "E2".into(), gap: Ratio::whole(10) }]);
            let third = call(tx, e[1], j[3]).unwrap();
            assert_eq!(refused(call(tx, e[1], j[0])), [CallThirdRefusal::AlreadyCalled]);
            w.fill_and_sign(tx, 3, third, [1500, 500]);
            judging::close_round(tx, &secretary(w.c.id), w.round, w.now).unwrap();
        });
    });
}

#[test]
fn figures_of_others_are_hidden_until_ones_own_sheet_is_signed() {
    both(|db| {
        let w = world(db, MEAN);
        write(db, move |tx| {
            let s = w.assign(tx, &[(0, 0), (0, 1), (1, 1), (2, 1)]);
            for sheet in &s[1..] {
                w.fill_and_sign(tx, 1, *sheet, [1500, 500]);
            }
            judging::declare_conflict(tx, &w.judge(0), w.judges[0], w.entries[2], "người thân", w.now)
                .unwrap();
            let sights = |tx: &mut Tx, actor| {
                let b = board::see(tx, &actor, w.round).unwrap();
                b.rows.iter().map(|r| b.sight(&actor, r)).collect::<Vec<_>>()
            };
            let (full, none) = (Sight::Full, Sight::SignaturesOnly);
            assert_eq!(sights(tx, w.judge(0)), [none, full, none]);
            assert_eq!(sights(tx, secretary(w.c.id)), [full, full, full]);
            let lines = |tx: &mut Tx, actor| -> Vec<String> {
                let rounds = export::scores(tx, &actor, w.c.id).unwrap();
                rounds[0].sheets.iter().map(|l| format!("{}{}", l.entry, l.judge)).collect()
            };
            assert_eq!(lines(tx, w.judge(0)), ["E2GK2"]);
            assert_eq!(lines(tx, secretary(w.c.id)), ["E1GK2", "E2GK2", "E3GK2"]);
            w.fill_and_sign(tx, 0, s[0], [1500, 500]);
            assert_eq!(sights(tx, w.judge(0)), [full, full, none]);
            assert!(matches!(board::see(tx, &w.judge(1), w.round), Err(Stop::NotAllowed)));
            assert!(matches!(export::scores(tx, &w.judge(1), w.c.id), Err(Stop::NotAllowed)));
        });
    });
}

#[test]
fn a_desk_lists_own_sheets_and_leads_to_the_next() {
    both(|db| {
        let w = world(db, MEAN);
        write(db, move |tx| {
            let s = w.assign(tx, &[(0, 1), (1, 1), (2, 1), (0, 2)]);
            w.fill(tx, 1, s[1], [1500, 500]);
            w.fill_and_sign(tx, 1, s[0], [1500, 700]);
            let (me, desks) = desk::my_sheets(tx, &w.judge(1), w.c.id).unwrap();
            assert_eq!((me.code.as_str(), desks.len(), desks[0].signed()), ("GK2", 1, 1));
            let lines: Vec<_> =
                desks[0].sheets.iter().map(|s| (s.entry.as_str(), s.given, s.total.text())).collect();
            assert_eq!(
                lines,
                [("E1", 2, "29,00".to_owned()), ("E2", 2, "25,00".to_owned()), ("E3", 0, "0,00".to_owned())]
            );
            let open = |tx: &mut Tx, at: usize| {
                let o = desk::open_sheet(tx, &w.judge(1), s[at]).unwrap();
                (o.done, o.next)
            };
            assert_eq!(open(tx, 1), ((1, 3), Some(s[2])));
            assert_eq!(open(tx, 2), ((1, 3), Some(s[1])), "around the end");
            assert!(matches!(desk::open_sheet(tx, &w.judge(2), s[0]), Err(Stop::NotAllowed)));
            assert!(desk::may_read(tx, w.judges[1], w.entries[0]).unwrap());
            assert!(!desk::may_read(tx, w.judges[3], w.entries[0]).unwrap());
            assert!(matches!(desk::my_sheets(tx, &secretary(w.c.id), w.c.id), Err(Stop::NotAllowed)));
        });
    });
}

// What the database refuses whoever writes.

#[test]
fn no_raw_statement_breaks_what_must_hold() {
    both(|db| {
        let w = world(db, MEAN);
        write(db, move |tx| {
            let s = w.assign(tx, &[(0, 1), (1, 1), (2, 1)]);
            let (open, signed) = (s[0].0, s[1].0);
            w.fill_and_sign(tx, 1, s[1], [1500, 500]);
            let u: UnitId = w.c.units["U"];
            let plain = accepted(tx, &w.c, "E9", "individual", u, &[None]).unwrap();
            let new = |entry: i64, judge: i64| {
                format!(
                    "INSERT INTO score_sheet (round_id, entry_id, judge_id, role, assigned_at) VALUES ({}, {entry}, {judge}, 'regular', 0)",
                    w.round.0
                )
            };
            tx.exec("UPDATE gate SET intake = 'pending' WHERE entry_id = $1", &[plain.0.into()]).unwrap();
            assert_eq!(guarded(tx, &new(plain.0, w.judges[1].0)), "score_needs_chain");
            assert_eq!(guarded(tx, &new(w.entries[2].0, w.judges[3].0)), "recused");
            for change in [
                "marks = '0,0'",
                "comments = '[]'",
                "general_comment = 'x'",
                "signed_at = NULL",
                "signed_at = 1",
                "judge_id = 1",
            ] {
                let sql = format!("UPDATE score_sheet SET {change} WHERE id = {signed}");
                assert_eq!(guarded(tx, &sql), "sheet_signed", "{change}");
            }
            assert_eq!(guarded(tx, &format!("DELETE FROM score_sheet WHERE id = {open}")), "sheet_kept");
            tx.exec("INSERT INTO conflict (judge_id, entry_id, kind, note, at) VALUES ($1, $2, 'declared', '', 0)", &[w.judges[1].0.into(), w.entries[0].0.into()]).unwrap();
            for change in ["marks = '100,100'", "signed_at = 5"] {
                assert_eq!(
                    guarded(tx, &format!("UPDATE score_sheet SET {change} WHERE id = {open}")),
                    "recused",
                    "{change}"
                );
            }
            let third = s[2].0;
            let void = format!(
                "UPDATE confirmation SET voided_at = 1, void_reason = 'x' WHERE entry_id = {}",
                w.entries[2].0
            );
            assert_eq!(guarded(tx, &void), "confirmation_held");
            assert_eq!(
                guarded(tx, &format!("UPDATE score_sheet SET entry_id = 1 WHERE id = {third}")),
                "sheet_fixed"
            );
            tx.exec("UPDATE judging_round SET state = 'closed' WHERE id = $1", &[w.round.0.into()]).unwrap();
            let free = format!("UPDATE score_sheet SET marks = '100,100' WHERE id = {third}");
            let message = guarded(tx, &free);
            assert_eq!(message, "round_closed");
            tx.exec("DELETE FROM conflict WHERE judge_id = $1", &[w.judges[1].0.into()]).unwrap();
            assert_eq!(
                guarded(tx, &format!("UPDATE score_sheet SET marks = '100,100' WHERE id = {open}")),
                "round_closed"
            );
            tx.exec("INSERT INTO sheet_history (sheet_id, revision, marks, comments, general_comment, signed_at, reopened_at, reopened_by, reason) VALUES ($1, 9, '', '', '', 0, 0, '', '')", &[signed.into()]).unwrap();
            assert_eq!(guarded(tx, "UPDATE sheet_history SET reason = 'x'"), "sheet_kept");
            assert_eq!(guarded(tx, "DELETE FROM sheet_history"), "sheet_kept");
        });
    });
}
