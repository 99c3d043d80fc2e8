//! The second round, what is said of an entry, blind reading and complaints, on both engines.

use crate::judging_fixture::*;
use app::act::Stop;
use app::awards::{self, NewComplaint};
use app::db::{Db, DbFault, Tx};
use app::files::clean::Unclean;
use app::judging::masked::{self, Given};
use app::judging::{self, OrderRefusal, blind, board, desk, meet, meeting_store, order};
use domain::actor::Actor;
use domain::awards::complaint::{ComplaintRefusal, Outcome as Answered};
use domain::contest::Phase;
use domain::ids::{EntryId, JudgeId, RoundId};
use domain::judging::discuss::{DiscussRefusal, Discussion, Outcome};
use domain::judging::masked::ReleaseFileRefusal;
use domain::judging::meeting::{OpenMeetingRefusal, Opening};
use domain::time::Instant;
use sha2::{Digest, Sha256};
use testkit::engines::{ENGINES, both, fresh};

const RULES: &str = r#"{
  "code": "T", "name": "Thi", "organiser": {"unit_code": "U", "name": "U"}, "standing_body": {"unit_code": "U"},
  "timeline": {"launch": "2024-03-30", "units_send": {"before": "2024-04-10T00:00:00+07:00"}},
  "areas": [{"code": "a", "name": "A"}], "routes": [{"code": "own_unit", "name": "r"}],
  "formats": {"allowed": ["written"], "word_companion_required_for": []},
  "group": {"min_members": 2, "max_members": null}, "shares": {"must_sum_to": 100}, "phone": {"pattern": "^0"},
  "entrants": {"individual": [], "collective": [], "excluded": {"value": []}}, "quotas": [],
  "prizes": {"pooling": "pooled", "levels": [{"code": "nhat", "name": "Nhất", "count": 1, "individual_vnd": 3000000}], "collective_factor": "3/2"},
  "judging": {
    "judges_per_entry": 1, "visibility": "blind", "conflict": {"same_unit": true, "declared": true},
    "criteria": [{"code": "moi", "name": "Mới", "max": "100", "step": "1", "comment_required": false}],
    "combine": {"method": "mean"}, "tie_break": ["chair"],
    "rounds": [{"code": "so_khao", "name": "Sơ khảo", "finalists": {"top": 2, "border": "BORDER"}}, {"code": "chung_khao", "name": "Chung khảo"}]}
}"#;

struct World {
    c: Contest,
    entries: Vec<EntryId>,
    chair: JudgeId,
    judge: JudgeId,
    round: RoundId,
    now: Instant,
}

/// Four entries; in the first round the judge gives these marks and signs; the round is closed.
fn world(db: &Db, border: &'static str, marks: [i64; 4]) -> World {
    db.write_blocking(move |tx| {
        let c = contest(tx, &RULES.replace("BORDER", border), &[("U", "office"), ("V", "office")])?;
        let u = c.units["U"];
        let mut entries = vec![];
        for code in ["E1", "E2", "E3", "E4"] {
            entries.push(accepted(tx, &c, code, "individual", u, &[None])?);
        }
        let chair = judge(tx, &c, "GK1", None, true);
        let judge = judge(tx, &c, "GK2", None, false);
        let now = after(c.before);
        let round = judging::open_round(tx, &secretary(c.id), c.id, &"so_khao".into(), now).map_err(fault)?;
        let w = World { c, entries, chair, judge, round, now };
        for (n, points) in marks.into_iter().enumerate() {
            w.mark(tx, round, n, points);
        }
        judging::close_round(tx, &secretary(w.c.id), round, now).map_err(fault)?;
        Ok::<_, DbFault>(w)
    })
    .expect("a world")
}

impl World {
    fn mark(&self, tx: &mut Tx, round: RoundId, entry: usize, points: i64) {
        mark(tx, &self.c, round, (self.entries[entry], self.judge), points, self.now);
    }

    fn chair(&self) -> Actor {
        as_chair(self.c.id, self.chair)
    }

    fn second(&self, tx: &mut Tx) -> RoundId {
        let by = secretary(self.c.id);
        judging::open_round(tx, &by, self.c.id, &"chung_khao".into(), self.now).expect("a second round")
    }
}

#[test]
fn so_many_go_on_and_the_border_is_as_announced() {
    for engine in ENGINES {
        for (border, marks, want) in [
            ("all_go_on", [90, 80, 70, 60], vec!["E1", "E2"]),
            ("all_go_on", [90, 80, 80, 60], vec!["E1", "E2", "E3"]),
            ("nobody_goes_on", [90, 80, 80, 60], vec!["E1"]),
        ] {
            let db = fresh(engine);
            let w = world(&db, border, marks);
            write(&db, move |tx| {
                let round = w.second(tx);
                let b = board::see(tx, &secretary(w.c.id), round).unwrap();
                let codes: Vec<String> = b.rows.iter().map(|r| r.entry.code.to_string()).collect();
                assert_eq!(codes, want, "{border} {marks:?}");
                for (n, entry) in w.entries.iter().enumerate() {
                    if b.rows.iter().any(|r| r.entry.id == *entry) {
                        w.mark(tx, round, n, 50 + n as i64);
                    }
                }
                judging::close_round(tx, &secretary(w.c.id), round, w.now).unwrap();
                awards::freeze_standings(tx, &secretary(w.c.id), w.c.id, w.now).unwrap();
                let view = awards::view::standings(tx, &secretary(w.c.id), w.c.id).unwrap().unwrap();
                let out: Vec<&str> = view.unranked.iter().map(|u| u.1.as_str()).collect();
                assert_eq!(out, vec!["not_among_finalists"; 4 - want.len()]);
                let sum = awards::view::arithmetic(tx, &secretary(w.c.id), w.entries[3]).unwrap();
                assert_eq!(sum.played.rounds.len(), 1, "the last entry stopped after the first round");
                assert_eq!(awards::recompute(tx, w.c.id).unwrap(), awards::Recomputed::Same);
            });
        }
    }
}

#[test]
fn the_order_of_presentation_is_drawn_once_from_a_seed_committed_before() {
    both(|db| {
        let w = world(db, "all_go_on", [90, 80, 80, 60]);
        write(db, move |tx| {
            let (round, by) = (w.second(tx), secretary(w.c.id));
            assert_eq!(refused(judging::draw_order(tx, &by, round, w.now)), [OrderRefusal::NotCommitted]);
            assert!(matches!(judging::commit_order(tx, &w.chair(), round, w.now), Err(Stop::NotAllowed)));
            judging::commit_order(tx, &by, round, w.now).unwrap();
            assert_eq!(
                refused(judging::commit_order(tx, &by, round, w.now)),
                [OrderRefusal::AlreadyCommitted]
            );
            let before = order::see_order(tx, &by, round).unwrap().draw.unwrap();
            assert_eq!(before.seed, None, "nobody knows the seed");
            judging::draw_order(tx, &by, round, w.now).unwrap();
            assert_eq!(refused(judging::draw_order(tx, &by, round, w.now)), [OrderRefusal::AlreadyDrawn]);
            let seen = order::see_order(tx, &by, round).unwrap();
            let draw = seen.draw.unwrap();
            let seed = draw.seed.unwrap();
            let bytes = data_encoding::HEXLOWER.decode(seed.as_bytes()).unwrap();
            let hash: [u8; 32] = Sha256::digest(&bytes).into();
            assert_eq!(
                data_encoding::HEXLOWER.encode(&hash),
                before.hash,
                "the seed is the one committed to"
            );
            let codes: Vec<String> =
                seen.rows.iter().map(|r| seen.board.rows[*r].entry.code.to_string()).collect();
            let mut again = codes.clone();
            again.sort_by_key(|code| <[u8; 32]>::from(Sha256::digest(format!("{seed}:{code}"))));
            assert_eq!(codes, again, "anybody draws the same order");
            assert_eq!(codes.len(), 3);
            // A judge's desk and the way from sheet to sheet follow it, round the end.
            let judge = as_judge(w.c.id, w.judge);
            let pairs: Vec<_> = seen.rows.iter().map(|r| (seen.board.rows[*r].entry.id, w.judge)).collect();
            judging::assign(tx, &by, round, &pairs, w.now).unwrap();
            let own = desk::my_sheets(tx, &judge, w.c.id).unwrap().1.remove(0).sheets;
            assert_eq!(own.iter().map(|s| s.entry.to_string()).collect::<Vec<_>>(), codes);
            for (n, sheet) in own.iter().enumerate() {
                let next = desk::open_sheet(tx, &judge, sheet.id).unwrap().next;
                assert_eq!(next, Some(own[(n + 1) % own.len()].id), "after {}", sheet.entry);
            }
        });
    });
}

#[test]
fn a_meeting_goes_from_entry_to_entry_and_what_is_said_stays() {
    both(|db| {
        let w = world(db, "all_go_on", [90, 80, 70, 60]);
        write(db, move |tx| {
            let (round, by) = (w.second(tx), secretary(w.c.id));
            w.mark(tx, round, 0, 70);
            let empty = Opening::default();
            assert_eq!(
                refused(judging::open_meeting(tx, &w.chair(), round, &empty, w.now)),
                [OpenMeetingRefusal::PlaceMissing, OpenMeetingRefusal::PresentMissing]
            );
            let judge = as_judge(w.c.id, w.judge);
            let opening = Opening { place: "Phòng họp".into(), present: "A; B".into() };
            assert!(matches!(
                judging::open_meeting(tx, &judge, round, &opening, w.now),
                Err(Stop::NotAllowed)
            ));
            let meeting = judging::open_meeting(tx, &w.chair(), round, &opening, w.now).unwrap();
            assert_eq!(
                refused(judging::open_meeting(tx, &by, round, &opening, w.now)),
                [OpenMeetingRefusal::AlreadyOpen]
            );
            // Not an entry of the round; then one of it.
            assert!(matches!(judging::turn_to(tx, &by, meeting, w.entries[3]), Err(Stop::NotFound)));
            judging::turn_to(tx, &by, meeting, w.entries[1]).unwrap();
            assert_eq!(meeting_store::open_meeting_of(tx, round).unwrap().unwrap().entry, w.entries[1]);
            let said = |outcome| Discussion {
                took_part: "A; B".into(),
                said: "Giữ điểm vì hai ý kiến gần nhau.".into(),
                outcome: Some(outcome),
                votes: Some((2, 2)),
            };
            let third = judging::discuss(tx, &by, round, w.entries[0], &said(Outcome::ThirdMark), w.now);
            assert_eq!(refused(third), [DiscussRefusal::NoThirdMark]);
            judging::discuss(tx, &by, round, w.entries[0], &said(Outcome::AsIs), w.now).unwrap();
            judging::declare_conflict(tx, &w.chair(), w.chair, w.entries[1], "người thân", w.now).unwrap();
            let hidden = judging::discuss(tx, &w.chair(), round, w.entries[1], &said(Outcome::Noted), w.now);
            assert!(matches!(hidden, Err(Stop::NotAllowed)), "the chair keeps away");
            // The chair follows: nothing of the entry in turn, only why.
            let seen = meet::follow(tx, &w.chair(), round).unwrap().turn.unwrap();
            assert_eq!((seen.view, seen.dossier.is_none()), (domain::judging::meeting::View::Blank, true));
            assert_eq!(seen.conflicts, [domain::judging::conflict::ConflictKind::Declared]);
            judging::close_meeting(tx, &w.chair(), meeting, w.now).unwrap();
            assert!(matches!(judging::turn_to(tx, &by, meeting, w.entries[0]), Err(Stop::NotFound)));
            let kept = meeting_store::list_discussions(tx, round).unwrap();
            assert_eq!((kept.len(), kept[0].meeting, kept[0].votes), (1, Some(meeting), Some((2, 2))));
            let events =
                tx.query("SELECT event FROM audit WHERE event LIKE 'judging.meeting%' ORDER BY seq", &[]);
            assert_eq!(events.unwrap().len(), 2);
        });
    });
}

#[test]
fn a_judge_of_a_blind_contest_reads_no_name() {
    both(|db| {
        let w = world(db, "all_go_on", [90, 80, 70, 60]);
        write(db, move |tx| {
            let sql = "UPDATE entry SET title = 'Sáng kiến của TAC GIA E1-0 và nhóm' WHERE id = $1";
            tx.exec(sql, &[w.entries[0].0.into()]).unwrap();
            let judge = as_judge(w.c.id, w.judge);
            assert!(blind::reads_blind(tx, &judge, w.c.id).unwrap());
            assert!(blind::reads_blind(tx, &w.chair(), w.c.id).unwrap());
            assert!(!blind::reads_blind(tx, &secretary(w.c.id), w.c.id).unwrap());
            let title = |tx: &mut Tx, actor: &Actor| {
                board::see(tx, actor, w.round).unwrap().rows[0].entry.title.clone()
            };
            assert_eq!(title(tx, &w.chair()), "Sáng kiến của […] và nhóm");
            assert_eq!(title(tx, &secretary(w.c.id)), "Sáng kiến của TAC GIA E1-0 và nhóm");
            let (_, desks) = judging::desk::my_sheets(tx, &judge, w.c.id).unwrap();
            assert_eq!(desks[0].sheets[0].title, "Sáng kiến của […] và nhóm");
            let declarable = judging::panel::list_declarable(tx, &judge, w.c.id).unwrap();
            assert!(declarable.iter().all(|d| d.unit_name.is_empty() && !d.title.contains("TAC")));
            let row = app::entry::store::find(tx, w.entries[0]).unwrap().unwrap();
            let subject = app::entry::store::subject_for(tx, &judge, &row).unwrap();
            assert!(domain::entry::access::see(&judge, &subject, w.now).is_err());
            assert!(domain::entry::access::see_masked(&judge, &subject).is_ok());
            files(tx, &w);
        });
    });
}

/// A text is masked for the judge, an archive is withheld until the secretary gives it out; the secretary reads what was handed in.
fn files(tx: &mut Tx, w: &World) {
    let dir = tempfile::tempdir().expect("a folder");
    let contents = app::files::Contents::on_disk(dir.path());
    let (entry, judge) = (w.entries[0], as_judge(w.c.id, w.judge));
    let zip = [&b"PK\x05\x06"[..], &[0; 18]].concat();
    // A version's files are fixed with it; these come later than an author's could.
    let tail = if tx.engine() == app::db::Engine::Postgres { " ON attachment" } else { "" };
    tx.exec(&format!("DROP TRIGGER attachment_in_time{tail}"), &[]).unwrap();
    let text = "Người viết: tác giả e1-0".as_bytes();
    for (position, name, content) in [(0, "Tac-gia.txt", text), (1, "phan-mem.zip", zip.as_slice())] {
        let kept = contents.keep(name, content).unwrap().unwrap();
        let file = app::files::store::ensure(tx, &kept, w.now).unwrap();
        tx.exec(
            "INSERT INTO attachment (entry_id, version, position, name, kind, bytes, file_id) VALUES ($1, 1, $2, $3, 'other', 1, $4)",
            &[entry.0.into(), position.into(), name.into(), file.0.into()],
        )
        .unwrap();
    }
    let asked = |tx: &mut Tx, position| {
        if let Given::Make(job) = masked::open(tx, &judge, entry, 1, position, w.now).unwrap() {
            let made = masked::make(&contents, &job).unwrap();
            masked::save(tx, &job, made, w.now).unwrap();
        }
        masked::open(tx, &judge, entry, 1, position, w.now).unwrap()
    };
    let Given::File(copy) = asked(tx, 0) else { panic!("no copy") };
    let read = std::fs::read_to_string(app::files::disk::path_of(dir.path(), &copy.sha256)).unwrap();
    assert_eq!((copy.name.as_str(), read.as_str()), ("1.txt", "Người viết: […]"));
    assert!(matches!(asked(tx, 1), Given::Withheld(Unclean::Kind)));
    let by = secretary(w.c.id);
    let Given::File(own) = masked::open(tx, &by, entry, 1, 0, w.now).unwrap() else { panic!("no file") };
    assert_eq!(own.name, "Tac-gia.txt");
    let release =
        |tx: &mut Tx, position, reason| masked::release_file(tx, &by, entry, 1, position, reason, w.now);
    assert_eq!(refused(release(tx, 0, "Đã xem")), [ReleaseFileRefusal::NotWithheld]);
    assert_eq!(refused(release(tx, 1, " ")), [ReleaseFileRefusal::ReasonMissing]);
    release(tx, 1, "Đã xem, không có tên tác giả.").unwrap();
    let Given::File(out) = asked(tx, 1) else { panic!("not given out") };
    assert_eq!(out.name, "2.zip");
    assert_eq!(masked::list(tx, &by, w.c.id).unwrap().len(), 2);
    assert!(matches!(masked::list(tx, &w.chair(), w.c.id), Err(Stop::NotAllowed)));
}

#[test]
fn a_complaint_is_recorded_answered_once_and_may_open_the_decision_again() {
    both(|db| {
        let w = world(db, "all_go_on", [90, 80, 70, 60]);
        write(db, move |tx| {
            let (sec, org) = (secretary(w.c.id), organiser(w.c.id));
            let new = |entry: &str| NewComplaint {
                from: "Lê Ân".into(),
                body: "Cộng sai điểm".into(),
                entry: entry.into(),
            };
            let early = awards::record_complaint(tx, &sec, w.c.id, &new(""), w.now);
            assert_eq!(refused(early), [ComplaintRefusal::TooEarly]);
            let round = w.second(tx);
            w.mark(tx, round, 0, 70);
            w.mark(tx, round, 1, 60);
            judging::close_round(tx, &sec, round, w.now).unwrap();
            awards::freeze_standings(tx, &sec, w.c.id, w.now).unwrap();
            awards::propose(tx, &sec, w.c.id, w.now).unwrap();
            let ballot =
                domain::awards::confirm::Ballot { votes: None, minutes: "Biên bản số 1".into() };
            awards::confirm(tx, &org, w.c.id, &ballot, w.now).unwrap();
            assert_eq!(
                refused(awards::record_complaint(tx, &sec, w.c.id, &new("E9"), w.now)),
                [ComplaintRefusal::UnknownEntry]
            );
            let id = awards::record_complaint(tx, &sec, w.c.id, &new("E2"), w.now).unwrap();
            let answer = |tx: &mut Tx, outcome| {
                awards::answer_complaint(tx, &org, id, Some(outcome), "Đã kiểm tra, mở lại để sửa.", w.now)
            };
            answer(tx, Answered::Reopened).unwrap();
            assert_eq!(refused(answer(tx, Answered::Kept)), [ComplaintRefusal::AlreadyAnswered]);
            let row = app::contest::store::find(tx, w.c.id).unwrap().unwrap();
            assert_eq!(row.phase, Phase::Deciding);
            let award = awards::store::find_award(tx, w.c.id).unwrap().unwrap();
            assert_eq!((award.confirmed_at, award.ballot.votes), (None, None));
            let list = awards::list_complaints(tx, &sec, w.c.id).unwrap();
            assert_eq!(list[0].entry.as_ref().map(|e| e.0.as_str()), Some("E2"));
            assert_eq!(list[0].answer.as_ref().map(|a| a.0.as_str()), Some("reopened"));
            assert!(matches!(awards::list_complaints(tx, &w.chair(), w.c.id), Err(Stop::NotAllowed)));
        });
    });
}
