//! Contents in a store that speaks S3, against a real server of its protocol.
#![allow(clippy::unwrap_used)]

use app::files::Contents;
use app::files::contents::Condition;
use app::files::disk::path_of;
use app::files::s3::{Keys, StoreFault};
use std::io::Read;
use std::path::Path;
use testkit::store::{BUCKET, Store};

fn keep(contents: &Contents, text: &str) -> [u8; 32] {
    contents.keep("a.txt", text.as_bytes()).expect("the store takes it").expect("it is a text").sha256
}

fn fault(why: &anyhow::Error) -> &StoreFault {
    why.downcast_ref().unwrap_or_else(|| panic!("no fault of the store: {why:#}"))
}

fn forget(dir: &Path, hash: &[u8; 32]) {
    std::fs::remove_file(path_of(dir, hash)).expect("it lay on the disk");
}

#[test]
fn what_is_kept_is_in_the_store_once_and_comes_back() {
    let mut store = Store::start();
    let dir = tempfile::tempdir().unwrap();
    store.s3(BUCKET, store.keys()).check().expect("the bucket is there");
    let contents = store.contents(dir.path(), 1 << 30);
    store.requests("PUT");
    let hash = keep(&contents, "Hồ sơ một cửa");
    assert_eq!(keep(&contents, "Hồ sơ một cửa"), hash);
    assert_eq!(store.requests("PUT"), 1, "the same content is sent once");

    // Another machine, and this one after it has lost its disk.
    for dir in [tempfile::tempdir().unwrap(), dir] {
        let contents = store.contents(dir.path(), 1 << 30);
        if path_of(dir.path(), &hash).exists() {
            forget(dir.path(), &hash);
        }
        store.requests("GET");
        for _ in 0..2 {
            let local = contents.local(&hash).expect("it is fetched");
            assert_eq!(std::fs::read(local.path()).unwrap(), "Hồ sơ một cửa".as_bytes());
        }
        assert_eq!(store.requests("GET"), 1, "it is fetched once");
        assert_eq!(contents.condition(&hash).unwrap(), Condition::Whole);
    }
    let missing = tempfile::tempdir().unwrap();
    let contents = store.contents(missing.path(), 1 << 30);
    assert_eq!(contents.condition(&[7; 32]).unwrap(), Condition::Missing);
    let why = contents.local(&[7; 32]).err().expect("it is not there");
    assert!(matches!(fault(&why), StoreFault::Missing(_)), "{why:#}");

    contents.remove(&hash).unwrap();
    assert_eq!(contents.condition(&hash).unwrap(), Condition::Missing);
}

#[test]
fn what_was_changed_in_the_store_is_noticed_and_mended_by_whoever_brings_it_again() {
    let mut store = Store::start();
    let dir = tempfile::tempdir().unwrap();
    let contents = store.contents(dir.path(), 1 << 30);
    let hash = keep(&contents, "Bảng kiểm hồ sơ");
    store.damage();
    assert_eq!(contents.condition(&hash).unwrap(), Condition::Changed);
    forget(dir.path(), &hash);
    let why = contents.local(&hash).err().expect("it is not what it was");
    assert!(matches!(fault(&why), StoreFault::Changed(_)), "{why:#}");
    assert!(!path_of(dir.path(), &hash).exists(), "nothing false comes to lie on the disk");
    keep(&contents, "Bảng kiểm hồ sơ");
    assert_eq!(contents.condition(&hash).unwrap(), Condition::Whole);
}

#[test]
fn the_disk_holds_what_was_used_last_and_the_store_everything() {
    let store = Store::start();
    let dir = tempfile::tempdir().unwrap();
    let text = |n: u8| format!("{n}{}", "x".repeat(999));
    let contents = store.contents(dir.path(), 3_000);
    let all: Vec<[u8; 32]> = (0..6).map(|n| keep(&contents, &text(n))).collect();
    let here = || all.iter().map(|hash| path_of(dir.path(), hash).exists()).collect::<Vec<_>>();
    assert_eq!(here(), [false, false, false, true, true, true]);
    let first = contents.local(&all[0]).expect("it is fetched");
    assert_eq!(here(), [true, false, false, false, true, true]);
    keep(&contents, &text(6));
    keep(&contents, &text(7));
    keep(&contents, &text(8));
    assert_eq!(here(), [true, false, false, false, false, false], "what is read stays");
    drop(first);
    for (n, hash) in (0..).zip(&all) {
        assert_eq!(std::fs::read(contents.local(hash).unwrap().path()).unwrap(), text(n).as_bytes());
    }
    // What lies on the disk alone, from before there was a store, never goes.
    let old = Contents::on_disk(dir.path()).keep("b.txt", &b"chi o day"[..]).unwrap().unwrap().sha256;
    let contents = store.contents(dir.path(), 0);
    keep(&contents, "mới");
    assert_eq!(here(), [false; 6]);
    assert!(path_of(dir.path(), &old).exists());
    assert!(contents.move_to_store(&old).unwrap() && !contents.move_to_store(&old).unwrap());
    keep(&contents, "mới nữa");
    assert!(!path_of(dir.path(), &old).exists(), "now it may");
    assert!(contents.move_to_disk(&old).unwrap() && !contents.move_to_disk(&old).unwrap());
}

#[test]
fn a_store_that_cannot_be_used_says_why_and_nothing_is_lost() {
    let mut store = Store::start();
    let dir = tempfile::tempdir().unwrap();
    let wrong = Keys { secret: "0".repeat(40), ..store.keys() };
    let unknown = Keys { access: "AKIA0000000000000000".into(), ..store.keys() };
    for (bucket, keys, says) in [
        (BUCKET, wrong, "secret key is wrong"),
        (BUCKET, unknown, "access key is not known"),
        ("no-such-bucket", store.keys(), "bucket does not exist"),
    ] {
        let why = store.s3(bucket, keys).check().expect_err(says);
        assert!(matches!(why, StoreFault::Refuses(_)) && why.to_string().contains(says), "{why}");
        assert!(!why.to_string().contains("0000000000000000000000"), "no key is told: {why}");
    }

    let contents = store.contents(dir.path(), 0);
    let hash = keep(&contents, "Lịch trả kết quả");
    assert!(!path_of(dir.path(), &hash).exists());
    store.busy(true);
    for why in [
        contents.keep("a.txt", &b"chua kip gui"[..]).expect_err("it is not taken"),
        contents.local(&hash).err().expect("it cannot be fetched"),
        contents.remove(&hash).expect_err("it cannot be taken away"),
    ] {
        assert!(matches!(fault(&why), StoreFault::Away(_)), "{why:#}");
    }
    store.busy(false);
    assert!(contents.local(&hash).is_ok());
    keep(&contents, "chua kip gui");
    store.kill();
    let why = contents.keep("a.txt", &b"mat duong"[..]).expect_err("nobody is there");
    assert!(matches!(fault(&why), StoreFault::Away(_)), "{why:#}");
}

#[test]
fn a_large_content_goes_and_comes_in_pieces() {
    const SIZE: usize = 200 << 20;
    let mut store = Store::start();
    let dir = tempfile::tempdir().unwrap();
    let contents = store.contents(dir.path(), 1 << 30);
    let before = peak_kb();
    let kept =
        contents.adopt(&large(dir.path(), SIZE), "phim.txt").expect("the store takes it").expect("a text");
    assert_eq!(store.requests("PUT"), 25, "8 MiB each");
    forget(dir.path(), &kept.sha256);
    let local = contents.local(&kept.sha256).expect("it is fetched, and its hash is right");
    let grown = peak_kb().saturating_sub(before);
    assert_eq!(local.path().metadata().unwrap().len(), SIZE as u64);
    assert!(grown < 64 << 10, "{grown} kB more");
    println!("peak of memory grew by {grown} kB");

    // Broken off in the middle: the store has nothing, the next try sends all of it.
    let part = large(dir.path(), SIZE / 4);
    let sending = std::thread::spawn({
        let (contents, part) = (contents.clone(), part.clone());
        move || contents.adopt(&part, "phim.txt")
    });
    let mut sent = 0;
    while sent < 3 {
        assert!(!sending.is_finished(), "it was to break off");
        sent += store.requests("PUT");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    store.busy(true);
    let why = sending.join().unwrap().expect_err("it broke off");
    assert!(matches!(fault(&why), StoreFault::Away(_)), "{why:#}");
    store.busy(false);
    let kept = contents.adopt(&part, "phim.txt").unwrap().unwrap();
    assert_eq!(contents.condition(&kept.sha256).unwrap(), Condition::Whole);
}

/// A text of that many bytes.
fn large(dir: &Path, bytes: usize) -> std::path::PathBuf {
    let path = dir.join("part");
    let line = "Sang kien cai cach hanh chinh. ".repeat(1 << 15);
    let mut file = std::fs::File::create(&path).unwrap();
    let mut left = bytes;
    while left > 0 {
        let n = left.min(line.len());
        std::io::Write::write_all(&mut file, &line.as_bytes()[..n]).unwrap();
        left -= n;
    }
    path
}

/// The most memory this process ever had.
fn peak_kb() -> u64 {
    let mut text = String::new();
    std::fs::File::open("/proc/self/status").unwrap().read_to_string(&mut text).unwrap();
    let line = text.lines().find(|l| l.starts_with("VmHWM")).expect("a line of the peak");
    line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).expect("a number")
}
