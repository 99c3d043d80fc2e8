//! Opening: locks, first connections, threads.

use super::events::Hub;
use super::job::{self, Queue};
use super::listen::{listen, node};
use super::lite::{LiteConn, lock_path};
use super::pg::{self, PgConn};
use super::place::refuse_network;
use super::tx::{Conn, Tx};
use super::worker::{POSTGRES_GROUP, SQLITE_GROUP, Worker};
use super::{Db, DbConfig, DbFault, Shared, StopHook};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::sync::{Arc, Mutex, mpsc};
use std::thread::JoinHandle;
use tokio::sync::oneshot;

pub(super) fn open(config: &DbConfig, stop: StopHook, to_write: bool) -> Result<Db, DbFault> {
    let (writes, reads, hub) = (Arc::new(Queue::new()), Arc::new(Queue::new()), Arc::new(Hub::new()));
    let lock = match config {
        DbConfig::Sqlite { path, .. } if to_write => {
            refuse_network(path)?;
            Some(lock(path)?)
        }
        _ => None,
    };
    let node = node();
    // Made before the threads, so that its drop ends them when a later one cannot start.
    let mut shared = Shared {
        config: config.clone(),
        writes: writes.clone(),
        reads: reads.clone(),
        hub: hub.clone(),
        threads: Mutex::default(),
        stop_listening: None,
        _lock: lock,
    };
    let mut start = |name: &str, queue: &Arc<Queue>, writer: bool, first: bool| -> Result<(), DbFault> {
        let seat = Seat {
            config: config.clone(),
            queue: queue.clone(),
            hub: hub.clone(),
            stop: stop.clone(),
            writer,
            first,
            node,
        };
        let thread = seat.start(name)?;
        shared.threads.get_mut().unwrap_or_else(|e| e.into_inner()).push(thread);
        Ok(())
    };
    if to_write {
        start("db-write", &writes, true, true)?;
    }
    let readers = match config {
        DbConfig::Sqlite { readers, .. } => (*readers).max(1),
        DbConfig::Postgres { threads, .. } => threads.saturating_sub(1).max(1),
    };
    for n in 0..readers {
        start(&format!("db-read-{n}"), &reads, false, !to_write && n == 0)?;
    }
    if !to_write {
        writes.close();
    }
    if let DbConfig::Postgres { url, .. } = config {
        let (sender, receiver) = oneshot::channel();
        shared.stop_listening = Some(sender);
        let (url, hub) = (url.clone(), hub.clone());
        // Nothing is heard yet.
        hub.set_deaf(true);
        let rt = pg::runtime()?;
        let thread = spawn("db-listen", move || listen(&url, node, &hub, &rt, receiver))?;
        shared.threads.get_mut().unwrap_or_else(|e| e.into_inner()).push(thread);
    }
    Ok(Db { shared: Arc::new(shared) })
}

fn spawn(name: &str, run: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, DbFault> {
    let thread = std::thread::Builder::new().name(name.to_owned());
    thread.spawn(run).map_err(|e| DbFault::Unavailable(format!("no thread for {name}: {e}")))
}

/// What a thread needs to begin.
struct Seat {
    config: DbConfig,
    queue: Arc<Queue>,
    hub: Arc<Hub>,
    stop: StopHook,
    writer: bool,
    first: bool,
    node: u64,
}

impl Seat {
    /// Starts the thread and waits until it has its connection.
    fn start(self, name: &str) -> Result<JoinHandle<()>, DbFault> {
        let (sender, receiver) = mpsc::sync_channel(1);
        let writer = self.writer;
        let run = move || match self.sit_down() {
            Ok(worker) => {
                drop(sender.send(Ok(())));
                drop(sender);
                job::on_database_thread();
                if writer { worker.write() } else { worker.read() }
            }
            Err(fault) => drop(sender.send(Err(fault))),
        };
        let thread = spawn(name, run)?;
        receiver.recv().unwrap_or_else(|_| Err(super::gone()))?;
        Ok(thread)
    }

    fn sit_down(self) -> Result<Worker, DbFault> {
        let (conn, url, most) = match &self.config {
            DbConfig::Sqlite { path, .. } => {
                let conn =
                    if self.writer { LiteConn::open_writer(path) } else { LiteConn::open_reader(path) };
                let conn = conn.map_err(|fault| at(path, fault))?;
                (Conn::Lite(conn), None, SQLITE_GROUP)
            }
            DbConfig::Postgres { url, .. } => {
                let mut conn = PgConn::connect(url)?;
                if self.first {
                    suits(&mut conn)?;
                }
                (Conn::Pg(Box::new(conn)), Some(url.clone()), POSTGRES_GROUP)
            }
        };
        Ok(Worker {
            tx: Tx::new(conn, self.hub.keys.clone()),
            queue: self.queue,
            hub: self.hub,
            stop: self.stop,
            most,
            url,
            node: self.node,
            down: None,
        })
    }
}

fn at(path: &Path, fault: DbFault) -> DbFault {
    let place = path.display();
    match fault {
        DbFault::Unavailable(text) => DbFault::Unavailable(format!("{place}: {text}")),
        DbFault::Unusable(text) => DbFault::Unusable(format!("{place}: {text}")),
        fault => fault,
    }
}

/// Keeps a second process from writing. The lock is the operating system's, so it ends with the process, however it ends.
fn lock(path: &Path) -> Result<File, DbFault> {
    let lock = lock_path(path);
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&lock)
        .map_err(|e| DbFault::Unavailable(format!("{}: {e}", lock.display())))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(DbFault::Unusable(format!(
            "{} is already open for writing in another process; stop that one first, or look for it with the lock file {}",
            path.display(),
            lock.display()
        ))),
        Err(TryLockError::Error(e)) => {
            Err(DbFault::Unusable(format!("{} cannot be locked: {e}", lock.display())))
        }
    }
}

/// Refuses a server or a database on which the same SQL would mean something else than on SQLite.
fn suits(conn: &mut PgConn) -> Result<(), DbFault> {
    let sql = "SELECT CAST(current_setting('server_version_num') AS BIGINT), current_setting('server_encoding'), \
               datcollate, datname FROM pg_database WHERE datname = current_database()";
    let rows = conn.rows(sql, &[], 1)?;
    let row = rows.first().ok_or_else(|| DbFault::other("the server does not know its own database"))?;
    let (version, encoding, collation, name) = (row.int(0)?, row.text(1)?, row.text(2)?, row.text(3)?);
    if version < 150_000 {
        return Err(DbFault::Unusable(format!("PostgreSQL 15 or newer is needed, this is {version}")));
    }
    let by_code_point = ["C", "POSIX", "C.UTF-8", "C.utf8"].contains(&collation);
    if encoding != "UTF8" || !by_code_point {
        return Err(DbFault::Unusable(format!(
            "database {name} has encoding {encoding} and sorting {collation}; it must have UTF8 and C. Make it with: \
             CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
        )));
    }
    Ok(())
}
