//! Contents that wait for the scanner, are clean, or are infected; through a peer that speaks its protocol, on both engines.

use crate::entry_world::*;
use app::act::Stop;
use app::clock::Clock;
use app::db::Db;
use app::entry;
use app::files::clamd::{Clamd, Said};
use app::files::scanner::Scanner;
use app::files::setting::{self, Setting};
use app::files::verdict::{self, Counts, Held};
use app::files::{self, Kept};
use domain::entry::SubmitRefusal;
use domain::ids::EntryId;
use domain::time::Instant;
use std::path::Path;
use testkit::clamd::{BREAKS_OFF, Scanner as Peer, eicar};
use testkit::engines::both;

/// More than a piece, so that a long one is refused in its middle.
const MOST: usize = 600_000;

fn keep(dir: &Path, name: &str, content: &str) -> Kept {
    files::Contents::on_disk(dir).keep(name, content.as_bytes()).expect("room").expect("it is taken")
}

fn scan_on(db: &Db, scan: bool) {
    db.write_blocking(move |tx| setting::save(tx, Setting { scan, ..Setting::default() })).expect("noted");
}

fn attach(db: &Db, entry: EntryId, kept: Kept, name: &'static str) {
    db.write_blocking(move |tx| files::attach(tx, &holder(entry), entry, &kept, name, open_time()))
        .unwrap_or_else(|why| panic!("{name}: {why:?}"));
}

fn held(db: &Db, kept: &Kept) -> Option<Held> {
    let of = kept.sha256;
    db.read_blocking(move |tx| verdict::held(tx, &of)).expect("an answer")
}

fn counts(db: &Db) -> Counts {
    db.read_blocking(verdict::count).expect("counts")
}

/// One round of the scanner at a moment; an error is what the operator reads.
fn round(db: &Db, dir: &Path, port: u16, at: Instant) -> Result<bool, String> {
    let clamd = Clamd::Tcp(format!("127.0.0.1:{port}"));
    let scanner = Scanner::new(Db::clone(db), Clock::starting_at(at), clamd, files::Contents::on_disk(dir));
    let rt = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    rt.block_on(scanner.round()).map_err(|why| format!("{why:#}"))
}

#[test]
fn the_peer_is_asked_as_the_protocol_says() {
    let peer = Peer::start(MOST);
    let clamd: Clamd = format!("tcp:127.0.0.1:{}", peer.port).parse().unwrap();
    clamd.ping().expect("it is there");
    let long = "a".repeat(MOST + 300_000);
    for (name, content, said) in [
        ("nothing", String::new(), Said::Clean),
        ("a text", "Hồ sơ một cửa".to_owned(), Said::Clean),
        ("a long text", "a".repeat(MOST), Said::Clean),
        ("the string", eicar(), Said::Infected("Eicar-Test-Signature".to_owned())),
        (
            "the string across two pieces",
            "a".repeat(256 * 1024 - 30) + &eicar(),
            Said::Infected("Eicar-Test-Signature".to_owned()),
        ),
    ] {
        assert_eq!(clamd.scan(content.as_bytes()).unwrap(), said, "{name}");
    }
    assert!(matches!(clamd.scan(long.as_bytes()), Ok(Said::Unread(_)) | Err(_)), "refused, or broken off");
    assert!(clamd.scan(BREAKS_OFF.as_bytes()).is_err());
    assert!("unix:/nowhere/clamd.ctl".parse::<Clamd>().unwrap().ping().is_err());
}

#[test]
fn a_content_is_held_until_it_is_clean() {
    let dir = tempfile::tempdir().unwrap();
    let clean = keep(dir.path(), "sach.txt", "Hồ sơ một cửa");
    let bad = keep(dir.path(), "doc.txt", &eicar());
    let long = keep(dir.path(), "dai.txt", &"a".repeat(MOST + 1));
    let breaks = keep(dir.path(), "hong.txt", BREAKS_OFF);
    let own = keep(dir.path(), "giay.txt", "Quyết định");
    both(|db| {
        let contest = a_contest(db);
        let entry = a_filled_draft(db, contest).entry;
        attach(db, entry, clean, "sach.txt");
        assert_eq!(held(db, &clean), None, "no scanner, no waiting");
        scan_on(db, true);
        assert_eq!(held(db, &clean), Some(Held::Waiting), "what was there before waits too");
        for (kept, name) in [(bad, "doc.txt"), (long, "dai.txt"), (breaks, "hong.txt")] {
            attach(db, entry, kept, name);
        }
        db.write_blocking(move |tx| files::store::ensure_own(tx, &own, open_time()).map(|_| ()))
            .expect("a row");
        assert_eq!(held(db, &own), None, "a paper of ours is not held");
        assert_eq!(counts(db), Counts { waiting: 4, unread: 0, infected: 0 });

        // The scanner is down: everything waits, and the first moment of it is kept.
        let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let fault = |db: &Db| db.read_blocking(setting::fault).expect("an answer");
        let mut since = Vec::new();
        for minutes in [0, 5] {
            let at = open_time().plus_ms(minutes * 60_000);
            assert!(round(db, dir.path(), nobody, at).is_err());
            since.push(fault(db).expect("noted").1);
        }
        assert_eq!(since[0], since[1], "the first moment of a fault");
        assert_eq!(counts(db).waiting, 4);
        let told = db.read_blocking(verdict::report).expect("lines");
        assert!(told.iter().any(|l| l.contains("no answer since")), "{told:?}");

        let peer = Peer::start(MOST);
        let at = open_time().plus_ms(10 * 60_000);
        while round(db, dir.path(), peer.port, at).expect("it answers") {}
        assert_eq!(fault(db), None);
        assert_eq!(counts(db), Counts { waiting: 0, unread: 2, infected: 1 });
        let now_held = [&clean, &bad, &long, &breaks].map(|kept| held(db, kept));
        assert_eq!(now_held, [None, Some(Held::Infected), Some(Held::Waiting), Some(Held::Waiting)]);
        let seen = peer.seen();
        assert!(!round(db, dir.path(), peer.port, at).expect("it answers"));
        assert_eq!(peer.seen(), seen, "what has its verdict is not asked about again");
        // What it did not look at is asked for again later, by a scanner that takes more.
        let peer = Peer::start(MOST * 2);
        let later = at.plus_ms(61 * 60_000);
        while round(db, dir.path(), peer.port, later).expect("it answers") {}
        assert_eq!((held(db, &long), held(db, &breaks)), (None, Some(Held::Waiting)));
        // Without a scanner only what was found stays held.
        scan_on(db, false);
        assert_eq!((held(db, &breaks), held(db, &bad)), (None, Some(Held::Infected)));
    });
}

#[test]
fn an_infected_file_is_told_and_stands_in_the_way_of_handing_in() {
    let dir = tempfile::tempdir().unwrap();
    let bad = keep(dir.path(), "doc.txt", &eicar());
    let good = keep(dir.path(), "sach.txt", "Hồ sơ một cửa");
    let peer = Peer::start(MOST);
    both(|db| {
        let contest = a_contest(db);
        let entry = a_filled_draft(db, contest).entry;
        scan_on(db, true);
        attach(db, entry, good, "sach.txt");
        attach(db, entry, bad, "doc.txt");
        // While it waits nobody is kept from handing in at the last minute.
        let submit =
            |db: &Db| db.write_blocking(move |tx| entry::submit(tx, &holder(entry), entry, open_time()));
        while round(db, dir.path(), peer.port, open_time()).expect("it answers") {}
        let refused = submit(db);
        assert!(
            matches!(&refused, Err(Stop::Refused(why)) if *why == [SubmitRefusal::FileInfected { position: 1 }]),
            "{refused:?}"
        );
        let events = "SELECT COUNT(*) FROM audit WHERE event = 'entry.file_infected'";
        let count = |db: &Db, sql: &'static str| {
            db.read_blocking(move |tx| tx.one(sql, &[])?.int(0)).expect("a count")
        };
        assert_eq!(count(db, events), 1);
        let id = db.read_blocking(move |tx| entry::store::draft_files(tx, entry)).expect("files")[1].0;
        db.write_blocking(move |tx| files::detach(tx, &holder(entry), entry, id, open_time()))
            .unwrap_or_else(|why| panic!("{why:?}"));
        submit(db).unwrap_or_else(|why| panic!("{why:?}"));
    });
}
