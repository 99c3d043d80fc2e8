//! Light copies and posters of real films, made by the real ffmpeg; on both engines where tables are asked.

use crate::entry_world::*;
use app::clock::Clock;
use app::db::Db;
use app::files::ffmpeg::{Ffmpeg, Made, Unmade};
use app::files::light::{self, Content, Copies};
use app::files::setting::{self, Setting};
use app::files::{self, Kept, MediaType, disk, lighten};
use app::jobs::Worker;
use domain::ids::{EntryId, FileId};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Duration;
use testkit::engines::both;
use testkit::film::{film, size_of};

fn found() -> Ffmpeg {
    Ffmpeg::find(Some(&testkit::film::ffmpeg())).expect("an ffmpeg that makes H.264 and AAC")
}

fn keep(dir: &Path, name: &str, content: &[u8]) -> Kept {
    files::Contents::on_disk(dir).keep(name, content).expect("room").expect("it is taken")
}

fn content(kept: &Kept) -> Content {
    Content { sha256: kept.sha256, bytes: kept.bytes, media_type: kept.media_type }
}

fn make(ffmpeg: &Ffmpeg, dir: &Path, kept: &Kept) -> Result<Made, Unmade> {
    let made = ffmpeg.make(
        &files::Contents::on_disk(dir),
        &disk::path_of(dir, &kept.sha256),
        &content(kept),
        || true,
    );
    let left = std::fs::read_dir(dir.join("files/tmp")).expect("a folder").count();
    assert_eq!(left, 0, "nothing is left of a run");
    made.expect("the machine is well")
}

fn light_on(db: &Db, light: bool) {
    db.write_blocking(move |tx| setting::save(tx, Setting { light, ..Setting::default() })).expect("noted");
}

fn attach(db: &Db, entry: EntryId, kept: Kept, name: &'static str) {
    db.write_blocking(move |tx| files::attach(tx, &holder(entry), entry, &kept, name, open_time()))
        .unwrap_or_else(|why| panic!("{name}: {why:?}"));
}

fn copies(db: &Db, kept: &Kept) -> Option<Copies> {
    let of = kept.sha256;
    db.read_blocking(move |tx| light::of(tx, &of)).expect("an answer")
}

/// Does all jobs that are there.
fn work(db: &Db, ffmpeg: Ffmpeg, dir: &Path) -> usize {
    let (clock, dir) = (Clock::starting_at(open_time()), dir.to_path_buf());
    let worker = Worker::new(Db::clone(db), clock.clone()).with(light::KIND, move |db, job| {
        lighten::run(&ffmpeg, &files::Contents::on_disk(&dir), &clock, db, job)
    });
    let rt = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    rt.block_on(async {
        let mut done = 0;
        while worker.one().await.expect("jobs are read") {
            done += 1;
        }
        done
    })
}

#[test]
fn copies_are_lighter_and_tell_nothing_of_where_and_who() {
    let dir = tempfile::tempdir().unwrap();
    // Name of the film, its size, what the copies show.
    for (name, size, shows) in [
        ("ngang.mp4", (1920, 1080), (1280, 720)),
        ("doc.mp4", (1080, 1920), (720, 1280)),
        ("nho.webm", (640, 360), (640, 360)),
    ] {
        let kept = keep(dir.path(), name, &film(dir.path(), name, size.0, size.1, 2));
        let made = make(&found(), dir.path(), &kept).unwrap_or_else(|why| panic!("{name}: {why:?}"));
        let poster = made.poster.expect("a poster");
        assert_eq!(poster.media_type, MediaType::Jpg);
        assert_eq!(size_of(&disk::path_of(dir.path(), &poster.sha256)), shows, "{name}");
        let light = made.light.expect("a copy");
        assert_eq!(light.media_type, MediaType::Mp4);
        assert!(light.bytes < kept.bytes / 10 * 9, "{name}: {} of {}", light.bytes, kept.bytes);
        let path = disk::path_of(dir.path(), &light.sha256);
        assert_eq!(size_of(&path), shows, "{name}");
        for copy in [&light, &poster] {
            let bytes = std::fs::read(disk::path_of(dir.path(), &copy.sha256)).unwrap();
            for told in ["Vuong", "+20.9"] {
                assert!(!bytes.windows(told.len()).any(|w| w == told.as_bytes()), "{name} tells {told}");
            }
        }
    }
}

#[test]
fn what_is_no_film_takes_its_time_or_is_stopped_makes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let broken = [b"\0\0\0\x18ftypisom\0\0\x02\0isommp41".as_slice(), &[7; 50_000]].concat();
    let secret = dir.path().join("secret.txt");
    std::fs::write(&secret, "bí mật").unwrap();
    // A film whose rest is a playlist of somebody else's file: what it says is never opened.
    let list = format!("ffconcat version 1.0\nfile '{}'\n#EXTM3U\n{0}\n", secret.display());
    let playlist = [b"\0\0\0\x18ftypisom\0\0\x02\0isommp41".as_slice(), list.as_bytes()].concat();
    for (name, content) in [("hong.mp4", broken), ("danh-sach.mp4", playlist)] {
        let kept = keep(dir.path(), name, &content);
        assert!(matches!(make(&found(), dir.path(), &kept), Err(Unmade::Never(_))), "{name}");
    }
    let whole = film(dir.path(), "dai.mp4", 1920, 1080, 4);
    let cut = keep(dir.path(), "cut.mp4", &whole[..whole.len() / 2]);
    assert!(matches!(make(&found(), dir.path(), &cut), Err(Unmade::Never(_))), "its index is at the end");
    let kept = keep(dir.path(), "dai.mp4", &whole);
    let slow = make(&found().within(Duration::ZERO), dir.path(), &kept);
    assert!(matches!(&slow, Err(Unmade::Never(why)) if why.contains("longer than")), "{slow:?}");
    let stopped = found();
    stopped.stopper().store(true, Ordering::Relaxed);
    assert!(matches!(make(&stopped, dir.path(), &kept), Err(Unmade::Stopped)));
    // What grew beyond the original is thrown away: the original is light enough.
    let small = Content { bytes: 2_000, ..content(&kept) };
    let made = found()
        .make(&files::Contents::on_disk(dir.path()), &disk::path_of(dir.path(), &kept.sha256), &small, || {
            true
        })
        .unwrap();
    assert!(matches!(made, Ok(Made { light: None, poster: Some(_) })), "{made:?}");
}

#[test]
fn a_video_is_asked_for_once_and_what_came_of_it_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let good = keep(dir.path(), "a.mp4", &film(dir.path(), "a.mp4", 1280, 720, 1));
    let bad =
        keep(dir.path(), "b.mp4", &[b"\0\0\0\x18ftypisom\0\0\x02\0isommp41".as_slice(), &[7; 500]].concat());
    let text = keep(dir.path(), "c.txt", b"abc");
    both(|db| {
        let contest = a_contest(db);
        let (one, two) = (a_filled_draft(db, contest).entry, a_filled_draft(db, contest).entry);
        // Before copies are made here nothing is asked for, and nothing is promised.
        attach(db, one, good, "a.mp4");
        assert_eq!(copies(db, &good), None);
        light_on(db, true);
        let asked = |db: &Db| db.write_blocking(|tx| light::ask_missing(tx, open_time())).expect("asked");
        assert_eq!((asked(db), asked(db)), (1, 0));
        attach(db, two, good, "cung-mot-phim.mp4");
        attach(db, two, bad, "b.mp4");
        attach(db, two, text, "c.txt");
        let jobs = "SELECT COUNT(*) FROM job WHERE kind = 'video-copy'";
        let count = |db: &Db, sql: &'static str| {
            db.read_blocking(move |tx| tx.one(sql, &[])?.int(0)).expect("a count")
        };
        assert_eq!(count(db, jobs), 2, "the same film is asked for once, a text never");
        assert_eq!(copies(db, &good), Some(Copies::Waiting));
        let of_draft = |db: &Db| {
            let mut all: Vec<bool> = db
                .read_blocking(move |tx| light::of_draft(tx, two))
                .expect("an answer")
                .into_values()
                .collect();
            all.sort_unstable();
            all
        };
        assert_eq!(of_draft(db), [false, false]);

        // A site that ends gives the work back.
        let ending = found();
        ending.stopper().store(true, Ordering::Relaxed);
        assert_eq!(work(db, ending, dir.path()), 2);
        assert_eq!((copies(db, &good), copies(db, &bad)), (Some(Copies::Waiting), Some(Copies::Waiting)));
        db.write_blocking(|tx| tx.exec("UPDATE job SET due_at = 0", &[])).expect("time passes");

        assert_eq!(work(db, found(), dir.path()), 2);
        let Some(Copies::Done { poster: Some(poster), light: Some(light) }) = copies(db, &good) else {
            panic!("{:?}", copies(db, &good))
        };
        assert!(
            disk::is_whole(dir.path(), &poster.sha256).unwrap()
                && disk::is_whole(dir.path(), &light.sha256).unwrap()
        );
        assert_eq!(copies(db, &bad), Some(Copies::Failed));
        assert_eq!(of_draft(db), [true]);
        assert_eq!(count(db, "SELECT COUNT(*) FROM job WHERE state = 'done'"), 2);
        assert_eq!(asked(db), 0, "a copy is not copied, what failed is not tried again");
        // Where ffmpeg is gone, what is there stays there.
        light_on(db, false);
        assert!(matches!(copies(db, &good), Some(Copies::Done { .. })));
        let id = db.read_blocking(|tx| tx.one("SELECT MIN(id) FROM file", &[])?.int(0)).expect("an id");
        assert_eq!(db.read_blocking(move |tx| light::waiting(tx, FileId(id))).expect("an answer"), None);
    });
}
