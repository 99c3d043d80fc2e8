//! An empty, migrated database on either engine, in milliseconds.

use crate::pg::Cluster;
use app::db::{Db, DbConfig, DbFault, Engine, MIGRATIONS, Migration};
use app::keys::Keys;
use std::collections::HashMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio_postgres::tls::NoTlsStream;
use tokio_postgres::{Client, Connection, NoTls, Socket};

/// Both engines, SQLite first.
pub const ENGINES: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];

/// When the test databases were migrated, milliseconds UTC: 2024-01-01 in Hà Nội.
pub const MIGRATED_AT: i64 = 1_704_042_000_000;

/// A database of one test. Its files or its place on the server go with it.
pub struct Fresh {
    db: Option<Db>,
    config: DbConfig,
    _dir: Option<TempDir>,
}

impl std::ops::Deref for Fresh {
    type Target = Db;

    fn deref(&self) -> &Db {
        self.db.as_ref().expect("it is taken only on drop")
    }
}

impl Fresh {
    /// Where it is, to open it once more.
    pub fn config(&self) -> &DbConfig {
        &self.config
    }

    /// Closes the database; the files stay until this is dropped.
    pub fn close(&mut self) {
        self.db = None;
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        self.db = None;
        if let DbConfig::Postgres { url, .. } = &self.config
            && let Some(name) = url.rsplit('/').next()
        {
            // The server may be gone by now, and takes the database with it.
            let _ = admin(cluster(), &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", plain(name)));
        }
    }
}

/// A migrated empty database.
pub fn fresh(engine: Engine) -> Fresh {
    fresh_with(engine, MIGRATIONS)
}

/// An empty database with tables of one's own.
pub fn fresh_with(engine: Engine, steps: &'static [Migration]) -> Fresh {
    let (config, dir) = match engine {
        Engine::Sqlite => {
            let dir = tempfile::Builder::new().prefix("sangkien-db-").tempdir().expect("a temporary folder");
            let path = dir.path().join("test.db");
            fs::write(&path, sqlite_template(steps)).expect("room for a copy");
            (DbConfig::Sqlite { path, readers: 2 }, Some(dir))
        }
        Engine::Postgres => {
            let name = next_name("t");
            let template = postgres_template(steps);
            admin(cluster(), &format!("CREATE DATABASE {name} TEMPLATE {template}"))
                .expect("a copy of the template");
            (DbConfig::Postgres { url: cluster().url(&name), threads: 3 }, None)
        }
    };
    let db = Db::open(&config).expect("it has just been made");
    db.use_keys(&keys());
    Fresh { db: Some(db), config, _dir: dir }
}

/// The secret of every test: what one database has closed, a copy of it opens.
pub fn keys() -> Keys {
    Keys::fixed([7; 32])
}

/// A SQLite database with this content: a copy that was kept earlier.
pub fn copy_of(content: &[u8]) -> Fresh {
    let dir = tempfile::Builder::new().prefix("sangkien-db-").tempdir().expect("a temporary folder");
    let path = dir.path().join("test.db");
    fs::write(&path, content).expect("room for a copy");
    let config = DbConfig::Sqlite { path, readers: 2 };
    let db = Db::open(&config).expect("it is a database");
    db.use_keys(&keys());
    Fresh { db: Some(db), config, _dir: Some(dir) }
}

/// Runs a test on both engines and says which one failed.
pub fn both(test: impl Fn(&Fresh)) {
    both_with(MIGRATIONS, test);
}

/// As [`both`], with tables of one's own.
pub fn both_with(steps: &'static [Migration], test: impl Fn(&Fresh)) {
    for engine in ENGINES {
        let db = fresh_with(engine, steps);
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| test(&db))) {
            eprintln!("the test failed on {engine:?}");
            resume_unwind(panic);
        }
    }
}

/// Templates by the address of their list of steps: one list, one template.
type Templates<T> = Mutex<HashMap<usize, T>>;

/// The bytes of a migrated database: nothing is left on disk when the process ends.
fn sqlite_template(steps: &'static [Migration]) -> Arc<[u8]> {
    static MADE: OnceLock<Templates<Arc<[u8]>>> = OnceLock::new();
    let mut made = MADE.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    let bytes = made.entry(steps.as_ptr() as usize).or_insert_with(|| {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let path = dir.path().join("template.db");
        let db = Db::open(&DbConfig::Sqlite { path: path.clone(), readers: 1 }).expect("a new database");
        db.migrate_with(steps, MIGRATED_AT).expect("the migrations fit SQLite");
        drop(db);
        fs::read(path).expect("it was just written").into()
    });
    bytes.clone()
}

/// Made once per server: its name tells the texts it was made from, and it is marked as a template when it is complete.
fn postgres_template(steps: &'static [Migration]) -> String {
    static MADE: OnceLock<Templates<String>> = OnceLock::new();
    let mut made = MADE.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    let name = made.entry(steps.as_ptr() as usize).or_insert_with(|| {
        let mut texts = DefaultHasher::new();
        for step in steps {
            (step.version, step.name, step.postgres).hash(&mut texts);
        }
        let name = format!("sk_template_{:016x}", texts.finish());
        on_server(cluster(), move |client| make_template(client, name.clone(), steps))
            .expect("a template on the test server")
    });
    name.clone()
}

async fn make_template(client: Client, name: String, steps: &'static [Migration]) -> Result<String, DbFault> {
    // Several test processes may share the server; the lock ends with this session.
    client.batch_execute("SELECT pg_advisory_lock(20240410)").await?;
    let ready = "SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate";
    if client.query_opt(ready, &[&name]).await?.is_none() {
        client.batch_execute(&format!("DROP DATABASE IF EXISTS {name}")).await?;
        let make =
            format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'");
        client.batch_execute(&make).await?;
        let db = Db::open(&DbConfig::Postgres { url: cluster().url(&name), threads: 2 })?;
        db.migrate_with(steps, MIGRATED_AT)?;
        drop(db);
        client.batch_execute(&format!("ALTER DATABASE {name} IS_TEMPLATE true")).await?;
    }
    Ok(name)
}

/// Makes an empty database that suits the program, on a server of one's own.
pub fn make_database(cluster: &Cluster, name: &str) -> Result<(), DbFault> {
    let sql =
        format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'");
    admin(cluster, &sql)
}

/// The one server of this test process.
pub fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(Cluster::start)
}

/// Different in every process too, for a server that several share.
fn next_name(kind: &str) -> String {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    format!("sk_{kind}_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

fn plain(name: &str) -> &str {
    name.split('?').next().unwrap_or(name)
}

/// Runs one statement on the server's own database, outside any transaction.
fn admin(cluster: &Cluster, sql: &str) -> Result<(), DbFault> {
    let sql = sql.to_owned();
    on_server(cluster, move |client| async move { Ok(client.batch_execute(&sql).await?) })
}

/// On a thread of its own: the caller may be inside a runtime, where a second one cannot be driven.
fn on_server<T, F>(cluster: &Cluster, f: impl FnOnce(Client) -> F + Send) -> Result<T, DbFault>
where
    T: Send,
    F: Future<Output = Result<T, DbFault>>,
{
    let run = move || {
        let rt = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let rt = rt.map_err(|e| DbFault::other(e.to_string()))?;
        rt.block_on(async {
            let (client, connection) = connect(cluster).await?;
            let talk = tokio::spawn(connection);
            let out = f(client).await;
            let _ = talk.await;
            out
        })
    };
    std::thread::scope(|scope| {
        scope.spawn(run).join().unwrap_or_else(|_| Err(DbFault::other("the thread panicked")))
    })
}

/// A server that has just been started may still be finding its feet.
async fn connect(cluster: &Cluster) -> Result<(Client, Connection<Socket, NoTlsStream>), DbFault> {
    let began = Instant::now();
    loop {
        match tokio_postgres::connect(&cluster.url("postgres"), NoTls).await {
            Ok(pair) => return Ok(pair),
            Err(e) if began.elapsed() > Duration::from_secs(30) => return Err(e.into()),
            Err(_) => tokio::time::sleep(Duration::from_millis(30)).await,
        }
    }
}
