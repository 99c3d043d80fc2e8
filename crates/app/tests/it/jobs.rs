//! Jobs: asked for in a transaction, done by one worker at a time, at least once.

use crate::db_tables::block_on;
use app::clock::Clock;
use app::db::{Db, DbFault};
use app::jobs::{self, Job, JobFault, Worker};
use domain::time::Instant;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use testkit::engines::both;

const NOW: Instant = Instant(1_712_000_000_000);
const MINUTE: i64 = 60_000;

fn ask(db: &Db, kind: &'static str, due: Instant) -> i64 {
    db.write_blocking(move |tx| jobs::ask(tx, kind, "{}", due, NOW)).expect("a job")
}

fn take(db: &Db, at: Instant) -> Option<Job> {
    db.write_blocking(move |tx| jobs::take(tx, &["a", "b"], at)).expect("an answer")
}

fn state(db: &Db, id: i64) -> jobs::JobState {
    db.read_blocking(move |tx| jobs::find(tx, id)).expect("an answer").expect("it exists")
}

#[test]
fn jobs_are_taken_when_due_by_those_who_know_them() {
    both(|db| {
        let later = ask(db, "a", NOW.plus_ms(10));
        let first = ask(db, "b", NOW);
        ask(db, "unknown", NOW);
        assert_eq!(take(db, NOW).map(|j| j.id), Some(first));
        assert_eq!(take(db, NOW), None);
        assert_eq!(take(db, NOW.plus_ms(10)).map(|j| (j.id, j.kind)), Some((later, "a".to_owned())));
        assert_eq!(db.write_blocking(|tx| jobs::take(tx, &[], NOW.plus_ms(99))), Ok(None));
    });
}

#[test]
fn a_silent_worker_loses_his_job_and_his_word() {
    both(|db| {
        let id = ask(db, "a", NOW);
        let first = take(db, NOW).expect("a job");
        let (job, at) = (first.clone(), NOW.plus_ms(4 * MINUTE));
        assert_eq!(db.write_blocking(move |tx| jobs::progress(tx, &job, 40, at)), Ok(true));
        assert_eq!(state(db, id).progress, 40);
        assert_eq!(take(db, NOW.plus_ms(9 * MINUTE - 1)), None, "a sign of life prolongs the lease");
        let second = take(db, NOW.plus_ms(9 * MINUTE)).expect("free again");
        assert_eq!((second.id, second.tries), (id, 2));
        let job = first.clone();
        assert_eq!(db.write_blocking(move |tx| jobs::progress(tx, &job, 90, NOW)), Ok(false));
        assert_eq!(db.write_blocking(move |tx| jobs::done(tx, &first, NOW)), Ok(false));
        assert_eq!(db.write_blocking(move |tx| jobs::done(tx, &second, NOW)), Ok(true));
        assert_eq!((state(db, id).state.as_str(), state(db, id).progress), ("done", 100));
        assert_eq!(db.write_blocking(|tx| jobs::forget_old(tx, NOW.plus_ms(31 * 86_400_000))), Ok(1));
    });
}

#[test]
fn a_job_is_tried_eight_times_with_growing_pauses() {
    both(|db| {
        let id = ask(db, "a", NOW);
        let mut at = NOW;
        let mut times = Vec::new();
        while state(db, id).state != "failed" {
            let Some(job) = take(db, at) else {
                at = at.plus_ms(MINUTE);
                continue;
            };
            times.push((at.0 - NOW.0) / MINUTE);
            let fault = JobFault::Later("no luck".to_owned());
            db.write_blocking(move |tx| jobs::not_done(tx, &job, &fault, at)).expect("noted");
        }
        assert_eq!(times, [0, 1, 3, 7, 15, 31, 63, 127]);
        assert_eq!(state(db, id).error.as_deref(), Some("no luck"));
    });
}

#[test]
fn a_worker_does_each_job_once_and_survives_a_panic() {
    both(|db| {
        let runs = Arc::new(AtomicU32::new(0));
        let seen = runs.clone();
        let good: Vec<i64> = (0..20).map(|_| ask(db, "a", NOW)).collect();
        let bad = ask(db, "b", NOW);
        let worker = Worker::new(Db::clone(db), Clock::starting_at(NOW))
            .with("a", move |db: &Db, job: &Job| {
                seen.fetch_add(1, Ordering::Relaxed);
                // A handler uses the same door as everybody.
                let id = job.id;
                db.read_blocking(move |tx| {
                    tx.one("SELECT id FROM job WHERE id = $1", &[id.into()]).map(|_| ())
                })?;
                Ok(())
            })
            .with("b", |_: &Db, _: &Job| panic!("a mistake"));
        block_on(async {
            let (one, two) = (worker.clone(), worker.clone());
            let all = |w: Worker| async move {
                while w.one().await? {}
                Ok::<_, DbFault>(())
            };
            let (a, b) = tokio::join!(tokio::spawn(all(one)), tokio::spawn(all(two)));
            assert_eq!((a.expect("no panic"), b.expect("no panic")), (Ok(()), Ok(())));
        });
        assert_eq!(runs.load(Ordering::Relaxed), 20);
        assert!(good.iter().all(|id| state(db, *id).state == "done"));
        assert_eq!(state(db, bad).state, "failed");
    });
}
