//! The database door: `write(|tx| …)` and `read(|tx| …)` over SQLite and PostgreSQL, one SQL text for both.
//!
//! ```text
//! caller ──job──► queue ──► thread with its own connection ──► answer, after the commit
//!                 writes: one thread, many jobs in one commit, each in its own savepoint
//!                 reads:  some threads, one snapshot per job
//! ```
//!
//! A job is a synchronous closure; it may run more than once (another transaction was in the way, the connection broke, a
//! neighbour in its group spoiled the commit), so everything it changes must go through [`Tx`]. It must not wait for a
//! network, a file or another job: on both engines all other writers wait for it (ADR-0003).
//!
//! This slice knows connections, transactions and faults. It knows no table but `migration`.

mod events;
mod fault;
mod job;
mod kept;
mod listen;
mod lite;
mod meter;
mod migrate;
mod open;
mod pg;
mod place;
mod row;
mod tx;
mod upkeep;
mod val;
mod worker;

pub use events::Event;
pub use fault::DbFault;
pub use meter::{Spent, metered};
pub use migrate::{MIGRATIONS, Migration};
pub use row::{Row, RowRef};
pub use tx::Tx;
pub use val::{Val, in_list};

use crate::keys::Keys;
use crate::seal::Master;
use events::Hub;
use job::{Job, Queue, Reply, Task, Work};
use std::fmt;
use std::fs::File;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;
use tokio::sync::{broadcast, oneshot};

/// Which engine answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// Where the database is. Shown without the password.
#[derive(Clone, PartialEq, Eq)]
pub enum DbConfig {
    /// One file, made when absent, next to its log and lock files. `readers` threads read, at least 1.
    Sqlite { path: PathBuf, readers: usize },
    /// A server, version 15 or newer. `threads` connections in all, at least 2: one writes, the others read.
    Postgres { url: String, threads: usize },
}

impl DbConfig {
    /// A `postgres://` URL, or the path of a SQLite file. Sizes suit a machine of two to four cores.
    pub fn parse(text: &str) -> Self {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            Self::Postgres { url: text.to_owned(), threads: 8 }
        } else {
            Self::Sqlite { path: text.into(), readers: 2 }
        }
    }

    pub fn engine(&self) -> Engine {
        match self {
            Self::Sqlite { .. } => Engine::Sqlite,
            Self::Postgres { .. } => Engine::Postgres,
        }
    }
}

impl fmt::Display for DbConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite { path, .. } => write!(f, "{}", path.display()),
            Self::Postgres { url, .. } => {
                // postgres://user:password@host/name?options
                let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", url));
                let place = rest.rsplit_once('@').map_or(rest, |(_, place)| place);
                write!(f, "{scheme}://{}", place.split('?').next().unwrap_or(place))
            }
        }
    }
}

impl fmt::Debug for DbConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DbConfig({self})")
    }
}

/// Called when SQLite could not make a commit durable; must not return in a server. See [`Db::open_with`].
pub type StopHook = Arc<dyn Fn(&DbFault) + Send + Sync>;

/// A handle on an open database; clones share it. The last one to go finishes what is queued and closes.
#[derive(Clone)]
pub struct Db {
    shared: Arc<Shared>,
}

impl fmt::Debug for Db {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Db({})", self.shared.config)
    }
}

struct Shared {
    config: DbConfig,
    writes: Arc<Queue>,
    reads: Arc<Queue>,
    hub: Arc<Hub>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    /// PostgreSQL: its end tells the listening thread to end.
    stop_listening: Option<oneshot::Sender<()>>,
    /// SQLite: locked as long as this process may write.
    _lock: Option<File>,
}

impl Db {
    /// Opens for reading and writing; a second process that tries the same on SQLite is refused. The tables are made by
    /// [`Db::migrate`]. When a commit on SQLite cannot be made durable the process is aborted, after a line in the log:
    /// everything acknowledged so far is safe, and nothing else will be acknowledged.
    pub fn open(config: &DbConfig) -> Result<Self, DbFault> {
        Self::open_with(config, Arc::new(|_| std::process::abort()))
    }

    /// As [`Db::open`], with something else than aborting. If the hook returns, every later write is refused.
    pub fn open_with(config: &DbConfig, stop: StopHook) -> Result<Self, DbFault> {
        open::open(config, stop, true)
    }

    /// Opens for reading only, beside a process that serves: for checks and backup on the command line.
    pub fn open_to_read(config: &DbConfig) -> Result<Self, DbFault> {
        open::open(config, Arc::new(|_| {}), false)
    }

    /// Runs the job in a transaction of its own and answers once its changes are durable. `Err` undoes them.
    pub async fn write<T, E>(&self, f: impl FnMut(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbFault> + Send + 'static,
    {
        Self::ask(&self.shared.writes, f).await
    }

    /// Runs the job on a snapshot that shows every write acknowledged before this call. Writing in it is a fault.
    pub async fn read<T, E>(&self, f: impl FnMut(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbFault> + Send + 'static,
    {
        Self::ask(&self.shared.reads, f).await
    }

    /// [`Db::write`] for the command line and for tests; blocks the thread.
    pub fn write_blocking<T, E>(
        &self,
        f: impl FnMut(&mut Tx) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbFault> + Send + 'static,
    {
        Self::ask_blocking(&self.shared.writes, f)
    }

    /// [`Db::read`] for the command line and for tests; blocks the thread.
    pub fn read_blocking<T, E>(&self, f: impl FnMut(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbFault> + Send + 'static,
    {
        Self::ask_blocking(&self.shared.reads, f)
    }

    /// Grows with every commit that this process knows of. A page made from a read may be kept as long as the value taken
    /// *before* that read is still current.
    pub fn generation(&self) -> u64 {
        self.shared.hub.generation()
    }

    /// What [`Tx::notify`] asked for, after each commit. A subscriber that lags far behind is told that it missed some.
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.shared.hub.subscribe()
    }

    /// Tells the secret under which personal data is closed; the first one told stays. Before it, entries can be neither written
    /// nor read.
    pub fn use_keys(&self, keys: &Keys) {
        // Told before: nothing to do.
        let _ = self.shared.hub.keys.set(Master::of(keys));
    }

    pub fn engine(&self) -> Engine {
        self.shared.config.engine()
    }

    pub fn config(&self) -> &DbConfig {
        &self.shared.config
    }

    async fn ask<T, E>(queue: &Queue, f: impl FnMut(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbFault> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        Self::push(queue, Box::new(Work::new(f, Reply::Async(sender))))?;
        let (answer, spent) = receiver.await.map_err(|_| gone())?;
        meter::add(spent);
        answer
    }

    fn ask_blocking<T, E>(
        queue: &Queue,
        f: impl FnMut(&mut Tx) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbFault> + Send + 'static,
    {
        if job::is_database_thread() {
            return Err(DbFault::other("a job must not wait for another job").into());
        }
        let (sender, receiver) = mpsc::sync_channel(1);
        Self::push(queue, Box::new(Work::new(f, Reply::Blocking(sender))))?;
        let (answer, _) = receiver.recv().map_err(|_| gone())?;
        answer
    }

    fn push(queue: &Queue, job: Box<dyn Job>) -> Result<(), DbFault> {
        queue.push(Task::Job(job)).map_err(|(_, fault)| fault)
    }

    /// Runs something on the thread that owns a connection, outside any transaction, and waits.
    fn alone<R: Send + 'static>(
        queue: &Queue,
        f: impl FnOnce(&mut Tx) -> Result<R, DbFault> + Send + 'static,
    ) -> Result<R, DbFault> {
        let (sender, receiver) = mpsc::sync_channel(1);
        let task = move |tx: &mut Tx| {
            tx.start_job();
            drop(sender.send(f(tx)));
        };
        queue.push(Task::Alone(Box::new(task))).map_err(|(_, fault)| fault)?;
        receiver.recv().unwrap_or_else(|_| Err(gone()))
    }
}

fn gone() -> DbFault {
    DbFault::Unavailable("the database thread is gone".to_owned())
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.writes.close();
        self.reads.close();
        self.stop_listening = None;
        let threads = self.threads.get_mut().unwrap_or_else(PoisonError::into_inner);
        for thread in threads.drain(..) {
            // A job may hold the last handle; its thread cannot wait for itself.
            if thread.thread().id() != std::thread::current().id() && thread.join().is_err() {
                tracing::error!("a database thread panicked");
            }
        }
    }
}
