//! The threads that own the connections: one that writes in groups, and some that read.

use super::DbFault;
use super::StopHook;
use super::events::{Event, Hub};
use super::job::{Job, Queue, Step, TRIES, Task};
use super::listen;
use super::lite::CommitFault;
use super::pg::PgConn;
use super::tx::{Conn, Tx};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A job inside its group.
const JOB: &str = "job";
/// A group stops growing after this time, so that the first caller does not wait for a crowd.
const GROUP_TIME: Duration = Duration::from_millis(25);
/// A job that takes longer keeps every other writer waiting, and is worth a line in the log.
const SLOW: Duration = Duration::from_millis(50);
/// How long a job waits for a lost server before it is told so.
const PATIENCE: Duration = Duration::from_secs(5);

/// Most jobs in one commit. PostgreSQL keeps 64 subtransactions of a transaction at hand; more make every reader slow.
pub(super) const SQLITE_GROUP: usize = 256;
pub(super) const POSTGRES_GROUP: usize = 60;

pub(super) struct Worker {
    pub(super) tx: Tx,
    pub(super) queue: Arc<Queue>,
    pub(super) hub: Arc<Hub>,
    pub(super) stop: StopHook,
    pub(super) most: usize,
    /// PostgreSQL: where to connect again.
    pub(super) url: Option<String>,
    /// PostgreSQL: which node we are.
    pub(super) node: u64,
    /// Set when nothing may be written any more, or the server could not be reached last time.
    pub(super) down: Option<DbFault>,
}

/// How a group ended.
enum End {
    Done,
    /// Its transaction is gone; these jobs get one each.
    Apart(Vec<Box<dyn Job>>),
}

impl Worker {
    /// Runs until the queue is closed and empty.
    pub(super) fn write(mut self) {
        while let Some(task) = self.queue.pop() {
            let ready = self.be_connected();
            match (task, ready) {
                (Task::Alone(f), _) => f(&mut self.tx),
                (Task::Job(job), Err(fault)) => job.finish(Err(&fault)),
                (Task::Job(job), Ok(())) => {
                    if let End::Apart(jobs) = self.group(job, self.most) {
                        self.apart(jobs);
                    }
                    self.tidy();
                }
            }
        }
        if let Conn::Lite(c) = &mut self.tx.conn
            && self.down.is_none()
            && let Err(e) = c.checkpoint("TRUNCATE")
        {
            tracing::error!(error = %e, "could not move the log into the database while closing");
        }
    }

    /// Runs until the queue is closed and empty.
    pub(super) fn read(mut self) {
        while let Some(task) = self.queue.pop() {
            let ready = self.be_connected();
            match (task, ready) {
                (Task::Alone(f), _) => f(&mut self.tx),
                (Task::Job(job), Err(fault)) => job.finish(Err(&fault)),
                (Task::Job(job), Ok(())) if job.is_abandoned() => drop(job),
                (Task::Job(job), Ok(())) => self.read_one(job),
            }
        }
    }

    fn read_one(&mut self, mut job: Box<dyn Job>) {
        if let Err(fault) = self.tx.begin_read(&self.hub) {
            return job.finish(Err(&fault));
        }
        let step = job.run(&mut self.tx);
        self.tx.end_read();
        match step {
            Step::Again => self.queue.push_front(Task::Job(job)),
            Step::Keep | Step::Undo => job.finish(Ok(())),
        }
        // With nothing else to do, the server should not keep the snapshot open.
        if let Conn::Pg(c) = &mut self.tx.conn
            && self.queue.is_empty()
            && !c.is_broken()
        {
            c.close_read();
        }
    }

    /// Runs the job, and those that wait behind it, in one transaction, and answers all of them after the commit.
    fn group(&mut self, first: Box<dyn Job>, most: usize) -> End {
        if let Err(fault) = self.tx.begin_write() {
            first.finish(Err(&fault));
            return End::Done;
        }
        let started = Instant::now();
        let mut done: Vec<Box<dyn Job>> = Vec::new();
        let mut again: Vec<Box<dyn Job>> = Vec::new();
        let mut notes: Vec<Event> = Vec::new();
        let mut changed = false;
        let mut next = Some(first);
        while let Some(mut job) = next.take() {
            if let Err(fault) = self.tx.savepoint(JOB) {
                job.finish(Err(&fault));
                break;
            }
            let began = Instant::now();
            let step = job.run(&mut self.tx);
            if began.elapsed() > SLOW {
                tracing::warn!(
                    ms = began.elapsed().as_millis() as u64,
                    queries = self.tx.queries(),
                    "slow write"
                );
            }
            if !self.tx.is_whole() {
                self.tx.rollback();
                return self.lost(step, job, done, again);
            }
            let settled = match step {
                Step::Keep => {
                    self.tx.take_notes(&mut notes);
                    changed |= !self.tx.is_quiet();
                    self.tx.release(JOB)
                }
                Step::Undo | Step::Again => self.tx.undo(JOB),
            };
            match step {
                Step::Again => again.push(job),
                Step::Keep | Step::Undo => done.push(job),
            }
            if let Err(fault) = settled {
                self.tx.rollback();
                done.append(&mut again);
                done.into_iter().for_each(|job| job.finish(Err(&fault)));
                return End::Done;
            }
            if done.len() + again.len() < most && started.elapsed() < GROUP_TIME {
                next = self.queue.pop_job_now();
            }
        }
        let end = self.settle(done, notes, changed);
        if !again.is_empty() {
            // Somebody else was let through; give them a moment of a length that differs from thread to thread.
            std::thread::sleep(Duration::from_micros(500 + u64::from(jitter() % 8000)));
        }
        again.into_iter().rev().for_each(|job| self.queue.push_front(Task::Job(job)));
        end
    }

    /// Commits and answers.
    fn settle(&mut self, mut done: Vec<Box<dyn Job>>, notes: Vec<Event>, changed: bool) -> End {
        if let Conn::Pg(c) = &mut self.tx.conn
            && let Some(words) = listen::words(self.node, changed, &notes)
        {
            c.later(&words);
        }
        match self.tx.commit_write() {
            Ok(()) => {
                self.hub.committed(changed, notes);
                done.into_iter().for_each(|job| job.finish(Ok(())));
                End::Done
            }
            Err(CommitFault::Constraint(_)) if done.len() > 1 => End::Apart(done),
            Err(CommitFault::Constraint(fault) | CommitFault::Refused(fault)) => {
                done.drain(..).for_each(|job| job.finish(Err(&fault)));
                End::Done
            }
            Err(CommitFault::Unknown(fault)) => {
                self.in_doubt(&fault);
                done.drain(..).for_each(|job| job.finish(Err(&fault)));
                End::Done
            }
        }
    }

    /// The transaction went away under a running job: SQLite gave up (disk full), or the connection broke. Nothing of the
    /// group is kept. The job that met it has its answer, unless it is to run again; the others run once more.
    fn lost(
        &mut self,
        step: Step,
        job: Box<dyn Job>,
        mut done: Vec<Box<dyn Job>>,
        mut again: Vec<Box<dyn Job>>,
    ) -> End {
        done.append(&mut again);
        match step {
            Step::Again => done.push(job),
            // It says it succeeded, and what it did is gone.
            Step::Keep => job.finish(Err(&DbFault::Unavailable("the transaction was lost".to_owned()))),
            Step::Undo => job.finish(Ok(())),
        }
        if self.url.is_none() {
            return End::Apart(done);
        }
        let gone = DbFault::Unavailable("the connection broke again and again".to_owned());
        for job in done.into_iter().rev() {
            if job.tries() < TRIES {
                self.queue.push_front(Task::Job(job));
            } else {
                job.finish(Err(&gone));
            }
        }
        End::Done
    }

    /// A transaction for each.
    fn apart(&mut self, jobs: Vec<Box<dyn Job>>) {
        for job in jobs {
            match self.down.clone() {
                Some(fault) if self.url.is_none() => job.finish(Err(&fault)),
                _ => {
                    // A group of one is never taken apart again.
                    let _ = self.group(job, 1);
                }
            }
        }
    }

    /// SQLite only: a commit failed in a way that leaves open what is on the disk. After a failed sync the kernel may report
    /// the next one as good although pages are missing, so going on would be lying to callers. The process ends here; the
    /// next start recovers from the log what was acknowledged.
    fn in_doubt(&mut self, fault: &DbFault) {
        if self.url.is_none() {
            tracing::error!(error = %fault, "a commit could not be made durable: stopping");
            self.down = Some(fault.clone());
            (self.stop)(fault);
        }
    }

    /// After a group: keeps the write-ahead log short.
    fn tidy(&mut self) {
        if let Conn::Lite(c) = &mut self.tx.conn
            && let Err(fault) = c.checkpoint_if_long()
        {
            match fault {
                DbFault::DiskFull(_) => {
                    tracing::warn!(error = %fault, "the log cannot be moved into the database yet")
                }
                fault => self.in_doubt(&fault),
            }
        }
    }

    /// Makes sure there is a connection worth using. SQLite: unless a commit was in doubt there always is.
    fn be_connected(&mut self) -> Result<(), DbFault> {
        let Some(url) = &self.url else {
            return self.down.clone().map_or(Ok(()), Err);
        };
        let Conn::Pg(c) = &mut self.tx.conn else { return Ok(()) };
        if !c.is_broken() {
            return Ok(());
        }
        let began = Instant::now();
        loop {
            match PgConn::connect(url) {
                Ok(fresh) => {
                    tracing::info!("connected to PostgreSQL again");
                    **c = fresh;
                    self.down = None;
                    return Ok(());
                }
                Err(fault) => {
                    // Who comes after one that has waited in vain is told at once.
                    if self.down.is_some() || began.elapsed() > PATIENCE || self.queue.is_closed() {
                        self.down = Some(fault.clone());
                        return Err(fault);
                    }
                    self.queue.rest(Duration::from_millis(100));
                }
            }
        }
    }
}

/// A number that differs from call to call and thread to thread; good for nothing but spreading retries.
fn jitter() -> u32 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(0) as u32
}
