//! The vote of the public on both engines: counts taken in and taken back, fixed with the last round, part of the standings and of what
//! anybody verifies.

use crate::judging_fixture::*;
use app::awards::{self, FreezeRefusal, view};
use app::db::{Db, DbFault, Tx};
use app::judging::count_votes::{count_votes, take_back_votes, votes};
use app::judging::{self, votes_store};
use domain::ids::{EntryId, JudgeId, RoundId};
use domain::judging::close::CloseRefusal;
use domain::judging::count_votes::{Count, CountRefusal, LEAST_NOTE, UncountRefusal, VoteSource};
use domain::time::Instant;
use testkit::engines::both;

const RULES: &str = r#"{
  "code": "T", "name": "Thi", "organiser": {"unit_code": "U", "name": "U"}, "standing_body": {"unit_code": "U"},
  "timeline": {"units_send": {"before": "2024-04-10T00:00:00+07:00"}},
  "areas": [{"code": "a", "name": "A"}], "routes": [{"code": "own_unit", "name": "r"}],
  "prizes": {"pooling": "pooled", "levels": [{"code": "nhat", "name": "Nhất", "count": 1, "individual_vnd": 3000000}]},
  "judging": {
    "judges_per_entry": 1, "criteria": [{"code": "moi", "name": "Mới", "max": "100", "step": "1"}],
    "combine": {"method": "mean"}, "tie_break": ["chair"],
    "community_vote": {"weight": "1/4", "scale": "share_of_most", "once_per": "ballot", "closes": "2024-04-20T00:00:00+07:00"}}
}"#;

struct World {
    c: Contest,
    entries: Vec<EntryId>,
    judge: JudgeId,
    round: RoundId,
    now: Instant,
}

/// Three entries marked 80, 70 and 60; the round is open, the vote is over.
fn world(db: &Db) -> World {
    db.write_blocking(|tx| {
        let c = contest(tx, RULES, &[("U", "office")])?;
        let u = c.units["U"];
        let mut entries = vec![];
        for code in ["E1", "E2", "E3"] {
            entries.push(accepted(tx, &c, code, "individual", u, &[None])?);
        }
        let judge = judge(tx, &c, "GK1", None, true);
        let now = c.before.plus_ms(20 * 86_400_000);
        let round = judging::open_round(tx, &secretary(c.id), c.id, &"1".into(), now).map_err(fault)?;
        for (entry, points) in entries.iter().zip([80, 70, 60]) {
            mark(tx, &c, round, (*entry, judge), points, now);
        }
        Ok::<_, DbFault>(World { c, entries, judge, round, now })
    })
    .expect("a world")
}

fn count(votes: &[(&str, u64)]) -> Count {
    Count {
        source: VoteSource::Paper,
        note: "Kiểm phiếu tại hội trường lúc 15 giờ".into(),
        left_out: 4,
        votes: votes.iter().map(|(e, n)| ((*e).into(), *n)).collect(),
    }
}

impl World {
    fn count(&self, tx: &mut Tx, votes: &[(&str, u64)]) -> i64 {
        count_votes(tx, &secretary(self.c.id), self.c.id, &count(votes), self.now).expect("a count")
    }

    fn close(&self, tx: &mut Tx) {
        judging::close_round(tx, &secretary(self.c.id), self.round, self.now).expect("a closed round");
    }
}

#[test]
fn counts_add_up_and_decide_with_the_judges() {
    both(|db| {
        let w = world(db);
        write(db, move |tx| {
            let by = secretary(w.c.id);
            assert_eq!(
                refused(judging::close_round(tx, &by, w.round, w.now)),
                [CloseRefusal::VotesMissing],
                "no count, no end of judging"
            );
            w.count(tx, &[("E1", 10), ("E2", 60)]);
            w.count(tx, &[("E2", 40), ("E3", 50)]);
            w.close(tx);
            awards::freeze_standings(tx, &by, w.c.id, w.now).unwrap();
            let seen = view::standings(tx, &by, w.c.id).unwrap().unwrap();
            let lines: Vec<_> = seen.allocation.pools[0]
                .lines
                .iter()
                .map(|l| (l.place, l.entry.to_string(), l.score.value.to_string()))
                .collect();
            // 3/4 of the judges' mark, and up to 25 for the votes: 10, 100 and 50 of at most 100.
            let line = |place, code: &str, value: &str| (place, code.to_owned(), value.to_owned());
            assert_eq!(lines, [line(1, "E2", "155/2"), line(2, "E1", "125/2"), line(3, "E3", "115/2")]);
            let sum = view::arithmetic(tx, &by, w.entries[0]).unwrap().played.vote.unwrap();
            assert_eq!((sum.votes, sum.of, sum.judged.to_string()), (10, 100, "80".to_owned()));
            assert_eq!((sum.marks.to_string(), sum.value.to_string()), ("10".to_owned(), "125/2".to_owned()));
            assert_eq!(awards::recompute(tx, w.c.id).unwrap(), awards::Recomputed::Same);
            // Whoever changes a vote behind the program's back changes the hash of what was used.
            let tail = if tx.engine() == app::db::Engine::Postgres { " ON entry_votes" } else { "" };
            tx.exec(&format!("DROP TRIGGER votes_no_update{tail}"), &[]).unwrap();
            tx.exec("UPDATE entry_votes SET votes = votes + 1", &[]).unwrap();
            assert_eq!(awards::recompute(tx, w.c.id).unwrap(), awards::Recomputed::OtherSheets);
        });
    });
}

#[test]
fn a_count_is_refused_with_everything_wrong_and_fixed_with_the_last_round() {
    both(|db| {
        let w = world(db);
        write(db, move |tx| {
            let by = secretary(w.c.id);
            let early = w.c.before.plus_ms(1);
            let wrong = Count { note: "fb".into(), ..count(&[("E9", 1), ("E1", 1), ("E1", 2)]) };
            let no = refused(count_votes(tx, &by, w.c.id, &wrong, early));
            assert!(matches!(no[0], CountRefusal::NotOver { .. }), "{no:?}");
            assert_eq!(
                no[1..],
                [
                    CountRefusal::NoteMissing { least: LEAST_NOTE },
                    CountRefusal::UnknownEntry { entry: "E9".into() },
                    CountRefusal::Twice { entry: "E1".into() },
                ]
            );
            let judge = as_chair(w.c.id, w.judge);
            assert!(not_allowed(count_votes(tx, &judge, w.c.id, &count(&[("E1", 1)]), w.now)));
            assert!(not_allowed(votes(tx, &judge, w.c.id)));
            let first = w.count(tx, &[("E1", 10)]);
            assert_eq!(refused(take_back_votes(tx, &by, first, " ", w.now)), [UncountRefusal::ReasonMissing]);
            take_back_votes(tx, &by, first, "Nhập nhầm bảng", w.now).unwrap();
            let again = take_back_votes(tx, &by, first, "Nhập nhầm bảng", w.now);
            assert_eq!(refused(again), [UncountRefusal::AlreadyTakenBack]);
            assert_eq!(votes_store::votes_of(tx, w.c.id).unwrap(), None, "nothing stands");
            let second = w.count(tx, &[("E1", 7), ("E2", 0)]);
            let sums = votes_store::votes_of(tx, w.c.id).unwrap().unwrap();
            assert_eq!((sums[&w.entries[0]], sums.get(&w.entries[2])), (7, None));
            let seen = votes(tx, &by, w.c.id).unwrap();
            assert_eq!((seen.counts.len(), seen.entries[0].2, seen.closed), (2, 7, false));
            w.close(tx);
            let late = count_votes(tx, &by, w.c.id, &count(&[("E1", 9)]), w.now);
            assert_eq!(refused(late), [CountRefusal::JudgingClosed]);
            assert_eq!(
                refused(take_back_votes(tx, &by, second, "muộn", w.now)),
                [UncountRefusal::JudgingClosed]
            );
            let events =
                tx.query("SELECT event FROM audit WHERE event LIKE 'judging.votes%' ORDER BY seq", &[]);
            let events: Vec<String> = events.unwrap().iter().map(|r| r.text(0).unwrap().to_owned()).collect();
            assert_eq!(
                events,
                ["judging.votes_counted", "judging.votes_taken_back", "judging.votes_counted"]
            );
        });
    });
}

#[test]
fn standings_wait_for_a_count_that_the_rules_ask_for() {
    both(|db| {
        let w = world(db);
        write(db, move |tx| {
            let by = secretary(w.c.id);
            let only = w.count(tx, &[("E1", 1)]);
            w.close(tx);
            // Taken out by hand: not even then are standings made without it.
            tx.exec(
                "UPDATE vote_count SET taken_back_at = 1, taken_back_by = 'x', taken_back_reason = 'x' WHERE id = $1",
                &[only.into()],
            )
            .unwrap();
            assert_eq!(
                refused(awards::freeze_standings(tx, &by, w.c.id, w.now)),
                [FreezeRefusal::VotesMissing]
            );
        });
    });
}
