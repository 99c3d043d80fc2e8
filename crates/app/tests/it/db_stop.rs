//! When the operating system cannot write, the process ends rather than acknowledge what may not be there.
//!
//! The failing disk is a limit on the size of files, set on a child process: this test binary, run once more.

use crate::db_tables::{TABLES, codes, put};
use app::db::{Db, DbConfig, DbFault, Engine};
use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use testkit::engines::fresh_with;

/// Holds the path of the database in the child.
const CHILD: &str = "SANGKIEN_TEST_STOP";
const SIGABRT: i32 = 6;

fn child(test: &str, path: &str) -> Command {
    let program = std::env::current_exe().expect("this program");
    let mut command = Command::new("sh");
    // 512-byte blocks; a process that ignores the signal gets an error from the system call instead.
    command
        .args(["-c", "trap '' XFSZ; ulimit -c 0; ulimit -f 1500; exec \"$@\"", "sh"])
        .arg(program)
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(CHILD, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

/// What the child has acknowledged, and the signal it died of.
fn run(test: &str, path: &str) -> (Vec<String>, Option<i32>) {
    let mut process = child(test, path).spawn().expect("a child");
    let lines = BufReader::new(process.stdout.take().expect("a pipe")).lines().map_while(Result::ok);
    let acked = lines.filter_map(|l| l.split_once("acked ").map(|(_, rest)| rest.to_owned())).collect();
    (acked, process.wait().expect("an end").signal())
}

#[test]
fn a_commit_that_cannot_be_written_aborts_the_process() {
    if let Ok(path) = std::env::var(CHILD) {
        let db = Db::open(&DbConfig::parse(&path)).expect("the parent made it");
        for n in 0..100_000 {
            let code = format!("c{n:06}");
            let ack = code.clone();
            let out = db.write_blocking(move |tx| put(tx, &code));
            println!("acked {ack} {}", out.is_ok());
        }
        return;
    }
    let mut db = fresh_with(Engine::Sqlite, TABLES);
    let DbConfig::Sqlite { path, .. } = db.config().clone() else { panic!("SQLite") };
    db.close();
    let (acked, signal) = run(
        "db_stop::a_commit_that_cannot_be_written_aborts_the_process",
        path.to_str().expect("a plain path"),
    );
    assert_eq!(signal, Some(SIGABRT));
    assert!(!acked.is_empty());
    let acked: Vec<&str> =
        acked.iter().map(|line| line.strip_suffix(" true").expect("no answer but yes")).collect();
    let db = Db::open(db.config()).expect("it opens without repair");
    let there = codes(&db);
    assert!(there.len() >= acked.len());
    assert_eq!(there[..acked.len()], acked[..], "nothing acknowledged is missing");
    assert_eq!(db.check(), Ok(vec![]));
}

#[test]
fn with_another_hook_every_later_write_is_refused_and_reading_goes_on() {
    if let Ok(path) = std::env::var(CHILD) {
        let called = Arc::new(AtomicU32::new(0));
        let seen = called.clone();
        let hook = move |_: &DbFault| {
            seen.fetch_add(1, Ordering::Relaxed);
        };
        let db = Db::open_with(&DbConfig::parse(&path), Arc::new(hook)).expect("the parent made it");
        let mut acked = 0;
        while db.write_blocking(move |tx| put(tx, &format!("c{acked:06}"))).is_ok() {
            acked += 1;
        }
        for _ in 0..3 {
            assert!(db.write_blocking(|tx| put(tx, "late")).is_err());
        }
        assert_eq!(called.load(Ordering::Relaxed), 1);
        assert_eq!(codes(&db).len(), acked);
        println!("acked {acked}");
        return;
    }
    let mut db = fresh_with(Engine::Sqlite, TABLES);
    let DbConfig::Sqlite { path, .. } = db.config().clone() else { panic!("SQLite") };
    db.close();
    let test = "db_stop::with_another_hook_every_later_write_is_refused_and_reading_goes_on";
    let (acked, signal) = run(test, path.to_str().expect("a plain path"));
    assert_eq!((acked.len(), signal), (1, None), "the child came to its end");
    assert_ne!(acked[0], "0");
}
