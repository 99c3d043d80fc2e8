//! Jobs on their way from a caller to a database thread and back.

use super::DbFault;
use super::meter::Spent;
use super::tx::Tx;
use std::any::Any;
use std::cell::Cell;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// How often a job is run at most when others force it to start again.
pub(super) const TRIES: u32 = 5;
/// How many jobs may wait; the next caller is told that the database is busy.
const MOST_WAITING: usize = 16_384;

/// What the thread has to do after running a job.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Its changes stay.
    Keep,
    /// Its changes are undone; its answer is final.
    Undo,
    /// Its changes are undone and it runs once more.
    Again,
}

pub(super) trait Job: Send {
    fn run(&mut self, tx: &mut Tx) -> Step;
    /// Answers the caller: with the job's own result, or with the fault that befell the whole group.
    fn finish(self: Box<Self>, group: Result<(), &DbFault>);
    /// Nobody waits for the answer any more.
    fn is_abandoned(&self) -> bool;
    /// How often it has run.
    fn tries(&self) -> u32;
}

/// Work that must not share a transaction: migrations, checks, backup.
pub(super) type Alone = Box<dyn FnOnce(&mut Tx) + Send>;

pub(super) enum Task {
    Job(Box<dyn Job>),
    Alone(Alone),
}

pub(super) enum Reply<R> {
    Async(oneshot::Sender<R>),
    Blocking(mpsc::SyncSender<R>),
}

impl<R> Reply<R> {
    fn send(self, r: R) {
        // An error means that the caller went away; the work is done all the same.
        match self {
            Self::Async(tx) => drop(tx.send(r)),
            Self::Blocking(tx) => drop(tx.send(r)),
        }
    }
}

pub(super) struct Work<F, T, E> {
    f: F,
    out: Option<Result<T, E>>,
    reply: Reply<(Result<T, E>, Spent)>,
    tries: u32,
    spent: Spent,
}

impl<F, T, E> Work<F, T, E> {
    pub(super) fn new(f: F, reply: Reply<(Result<T, E>, Spent)>) -> Self {
        Self { f, out: None, reply, tries: 0, spent: Spent::default() }
    }
}

impl<F, T, E> Job for Work<F, T, E>
where
    F: FnMut(&mut Tx) -> Result<T, E> + Send,
    T: Send,
    E: From<DbFault> + Send,
{
    fn run(&mut self, tx: &mut Tx) -> Step {
        tx.start_job();
        self.tries += 1;
        let began = Instant::now();
        let out = catch_unwind(AssertUnwindSafe(|| (self.f)(tx)));
        self.spent += Spent { jobs: 1, queries: tx.queries(), time: began.elapsed() };
        let again = tx.must_run_again() && self.tries < TRIES;
        let fault = tx.take_fault();
        let (out, step) = match (out, fault) {
            (Err(panic), _) => (Err(DbFault::Panicked(words_of(&*panic)).into()), Step::Undo),
            (Ok(_), _) if again => return Step::Again,
            (Ok(Ok(_)), Some(fault)) => (Err(fault.into()), Step::Undo),
            (Ok(Ok(value)), None) => (Ok(value), Step::Keep),
            (Ok(Err(e)), _) => (Err(e), Step::Undo),
        };
        self.out = Some(out);
        step
    }

    fn finish(self: Box<Self>, group: Result<(), &DbFault>) {
        let Self { out, reply, spent, .. } = *self;
        let answer = match (group, out) {
            (Ok(()), Some(out)) => out,
            (Ok(()), None) => Err(DbFault::Busy("gave way to others too often".to_owned()).into()),
            (Err(fault), _) => Err(fault.clone().into()),
        };
        reply.send((answer, spent));
    }

    fn is_abandoned(&self) -> bool {
        match &self.reply {
            Reply::Async(tx) => tx.is_closed(),
            Reply::Blocking(_) => false,
        }
    }

    fn tries(&self) -> u32 {
        self.tries
    }
}

fn words_of(panic: &(dyn Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|s| (*s).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned())
}

thread_local! {
    static HERE: Cell<bool> = const { Cell::new(false) };
}

/// Marks this thread as one that runs jobs.
pub(super) fn on_database_thread() {
    HERE.set(true);
}

/// Whether this thread runs jobs: one that waited for another job would wait for itself.
pub(super) fn is_database_thread() -> bool {
    HERE.get()
}

/// A queue that several threads take from.
pub(super) struct Queue {
    inner: Mutex<Waiting>,
    ready: Condvar,
    closing: Condvar,
}

#[derive(Default)]
struct Waiting {
    tasks: VecDeque<Task>,
    closed: bool,
}

impl Queue {
    pub(super) fn new() -> Self {
        Self { inner: Mutex::new(Waiting::default()), ready: Condvar::new(), closing: Condvar::new() }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        // Nothing in here panics between two steps that belong together.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives the task back when the queue is full or closed.
    pub(super) fn push(&self, task: Task) -> Result<(), (Task, DbFault)> {
        let mut inner = self.lock();
        if inner.closed {
            return Err((task, DbFault::Unavailable("the database is being closed".to_owned())));
        }
        if inner.tasks.len() >= MOST_WAITING {
            return Err((task, DbFault::Busy("too many requests are waiting".to_owned())));
        }
        inner.tasks.push_back(task);
        drop(inner);
        self.ready.notify_one();
        Ok(())
    }

    /// Puts a task back at the head, to be taken next; also while closing.
    pub(super) fn push_front(&self, task: Task) {
        self.lock().tasks.push_front(task);
        self.ready.notify_one();
    }

    /// Waits for a task; `None` once the queue is closed and empty.
    pub(super) fn pop(&self) -> Option<Task> {
        let mut inner = self.lock();
        loop {
            if let Some(task) = inner.tasks.pop_front() {
                return Some(task);
            }
            if inner.closed {
                return None;
            }
            inner = self.ready.wait(inner).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Takes a job that is waiting right now; leaves work that wants to be alone for the next `pop`.
    pub(super) fn pop_job_now(&self) -> Option<Box<dyn Job>> {
        let mut inner = self.lock();
        match inner.tasks.front() {
            Some(Task::Job(_)) => match inner.tasks.pop_front() {
                Some(Task::Job(job)) => Some(job),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lock().tasks.is_empty()
    }

    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.ready.notify_all();
        self.closing.notify_all();
    }

    pub(super) fn is_closed(&self) -> bool {
        self.lock().closed
    }

    /// Sleeps for the given time or until the queue is closed.
    pub(super) fn rest(&self, time: Duration) {
        let inner = self.lock();
        let _ = self
            .closing
            .wait_timeout_while(inner, time, |w| !w.closed)
            .unwrap_or_else(PoisonError::into_inner);
    }
}
