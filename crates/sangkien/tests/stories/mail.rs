//! Letters through a real SMTP server: exactly those that are expected, once each, though the sender is killed in the middle;
//! and nothing that people type becomes a line of a letter's head.

use app::db::{Db, DbConfig, DbFault, Tx};
use app::outbox::{self, Letter};
use domain::contest::{ContestEvent, Phase};
use domain::entry::EntryEvent;
use domain::ids::{ContestId, EntryId};
use domain::time::Instant;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use testkit::mail::{MailServer, Taken};

/// Entries whose author left an address; each is told about a new PIN.
const AUTHORS: i64 = 80;
/// Clerks who are told that the contest has opened.
const CLERKS: i64 = 12;
const KILLS: usize = 8;

fn now() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
    Instant(i64::try_from(since.as_millis()).expect("not so far"))
}

fn config(dir: &Path) -> DbConfig {
    DbConfig::parse(&dir.join("sangkien.db").to_string_lossy())
}

/// An installation in which these things happened yesterday, told and not yet sorted.
fn prepared(dir: &Path) {
    let db = Db::open(&config(dir)).expect("a database");
    db.migrate(now().0).expect("its tables");
    let yesterday = now().plus_ms(-86_400_000);
    db.write_blocking(move |tx| fill(tx, yesterday)).expect("rows");
}

fn fill(tx: &mut Tx, at: Instant) -> Result<(), DbFault> {
    tx.exec("INSERT INTO org_unit (id, code, name, fold, kind, position) VALUES (1, 'X-A', 'Xã A', 'xa a', 'commune', 1)", &[])?;
    tx.exec("INSERT INTO contest (id, code, name, phase, units_send_before_at, organiser_unit_id, standing_unit_id, created_at) VALUES (1, 'CM24', 'Cuộc thi sáng kiến', 'open', 1, 1, 1, 0)", &[])?;
    tx.exec("INSERT INTO contest_unit (contest_id, unit_id, quota) VALUES (1, 1, 'none')", &[])?;
    for id in 1..=AUTHORS + 1 {
        let email = if id > AUTHORS { "khong-co@vidu.vn".to_owned() } else { format!("tacgia{id}@vidu.vn") };
        tx.exec(
            "INSERT INTO entry (id, contest_id, code, state, origin, unit_id, route, category, form, title, fold, areas, lead_author, author_count, email, recorded_at) \
             VALUES ($1, 1, $2, 'handed_in', 'online', 1, 'own_unit', 'individual', 'written', 'T', 't', '', 'A', 1, $3, 0)",
            &[id.into(), format!("CM24-{id:03}").into(), email.into()],
        )?;
        let event = EntryEvent::PinRenewed { entry: EntryId(id) }.into();
        app::notices::tell(tx, Some(ContestId(1)), &event, at)?;
    }
    for id in 1..=CLERKS + 2 {
        tx.exec(
            "INSERT INTO person (id, name, sort_key, login, email, active, created_at) VALUES ($1, 'A', 'a', $2, $3, $4, 0)",
            &[id.into(), format!("vanthu{id}").into(), format!("vanthu{id}@vidu.vn").into(), (id != CLERKS + 2).into()],
        )?;
        // One has lost the role since, one account is closed.
        if id != CLERKS + 1 {
            tx.exec(
                "INSERT INTO person_grant (person_id, role, unit_id) VALUES ($1, 'clerk', 1)",
                &[id.into()],
            )?;
        }
    }
    let opened = ContestEvent::PhaseChanged { contest: ContestId(1), to: Phase::Open }.into();
    app::notices::tell(tx, Some(ContestId(1)), &opened, at)
}

fn serve(dir: &Path, port: u16) -> Child {
    Command::new(env!("CARGO_BIN_EXE_sangkien"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(dir)
        // A fixed address of the site: it stands in the letters.
        .args(["--base-url", "https://thi.vidu.vn"])
        .args(["--smtp", &format!("smtp://127.0.0.1:{port}"), "--mail-from", "Ban Tổ chức <cuocthi@vidu.vn>"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts")
}

fn end(mut child: Child) {
    child.kill().expect("SIGKILL");
    child.wait().expect("it is gone");
}

/// Letters by state.
fn counts(dir: &Path) -> Option<outbox::Counts> {
    let db = Db::open_to_read(&config(dir)).ok()?;
    db.read_blocking(outbox::count).ok()
}

#[test]
fn every_letter_arrives_once_though_the_sender_is_killed_in_the_middle() {
    let dir = tempfile::tempdir().expect("a folder");
    prepared(dir.path());
    let server = MailServer::start(&dir.path().join("taken.jsonl"), 15, &["khong-co@vidu.vn"]);
    let all = usize::try_from(AUTHORS + CLERKS).expect("a number");
    let mut killed_in_the_middle = 0;
    for n in 0..KILLS {
        let before = server.taken().len();
        let child = serve(dir.path(), server.port);
        // Dies soon after it has posted something: a different number of milliseconds each time.
        let moment = Duration::from_millis(40 + 37 * n as u64 % 120);
        for _ in 0..400 {
            if server.taken().len() > before {
                break;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        std::thread::sleep(moment);
        end(child);
        let after = server.taken().len();
        killed_in_the_middle += usize::from(after > before && after < all);
    }
    assert!(killed_in_the_middle >= 3, "the kills came when nothing was on its way");
    let child = serve(dir.path(), server.port);
    let mut left = None;
    for _ in 0..600 {
        left = counts(dir.path());
        if left.is_some_and(|c| c.queued == 1 && c.sent + c.bounced > 0) {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    end(child);
    let counts = left.expect("the database can be read");
    let sent = i64::try_from(all).expect("a number");
    // The first administrator's invitation has no address: it waits to be handed over.
    assert_eq!(counts, outbox::Counts { queued: 1, sent, failed: 0, bounced: 1 });

    let mut by_id: BTreeMap<String, Vec<Taken>> = BTreeMap::new();
    for letter in server.taken() {
        by_id.entry(letter.id.clone()).or_default().push(letter);
    }
    let mut to = BTreeSet::new();
    let mut twins = 0;
    for (id, letters) in &by_id {
        assert!(letters.iter().all(|l| l.sha256 == letters[0].sha256), "{id}: a twin is another letter");
        assert!(letters[0].to.len() == 1 && to.insert(letters[0].to[0].clone()), "{id}: told twice");
        twins += letters.len() - 1;
    }
    let wanted: BTreeSet<String> = (1..=AUTHORS)
        .map(|n| format!("tacgia{n}@vidu.vn"))
        .chain((1..=CLERKS).map(|n| format!("vanthu{n}@vidu.vn")))
        .collect();
    assert_eq!(to, wanted);
    // A kill between the server's 250 and our note sends one letter again, never more.
    assert!(twins <= KILLS, "{twins} twins of {KILLS} kills");
    println!("{all} letters, {KILLS} kills, {killed_in_the_middle} in the middle, {twins} twins");
}

#[test]
fn what_people_type_is_no_line_of_a_letters_head() {
    let dir = tempfile::tempdir().expect("a folder");
    let hostile = [
        "Cuộc thi\r\nBcc: ke@gian.vn",
        "Cuộc thi\nBcc: ke@gian.vn\n\nThân thư khác",
        "Cuộc thi\rX-Evil: 1",
        "Cuộc thi\u{85}Bcc: ke@gian.vn",
        "Cuộc thi\u{2028}Bcc: ke@gian.vn",
        "=?utf-8?B?DQpCY2M6IGtlQGdpYW4udm4=?=",
        "Cuộc thi\u{b}Bcc: ke@gian.vn\u{0c}Cc: ke@gian.vn",
        "\r\n\r\n<script>alert(1)</script>",
    ];
    let addresses = [
        "nguoi@vidu.vn\r\nBcc: ke@gian.vn",
        "nguoi@vidu.vn, ke@gian.vn",
        "nguoi@vidu.vn>\r\nRCPT TO:<ke@gian.vn",
        "<ke@gian.vn> nguoi@vidu.vn",
        "nguoi@vidu.vn\nBcc: ke@gian.vn",
        "\"a b\"@vidu.vn ke@gian.vn",
    ];
    {
        let db = Db::open(&config(dir.path())).expect("a database");
        db.migrate(now().0).expect("its tables");
        let at = now().plus_ms(-60_000);
        db.write_blocking(move |tx| {
            for (n, name) in hostile.iter().enumerate() {
                let letter = Letter {
                    kind: "invite",
                    person: None,
                    address: format!("nguoi{n}@vidu.vn"),
                    lang: "vi",
                    subject: (*name).to_owned(),
                    body: format!("{name}\r\n.\r\nQUIT\r\n"),
                };
                outbox::put(tx, &letter, at)?;
            }
            for address in addresses {
                let letter = Letter {
                    kind: "invite",
                    person: None,
                    address: address.to_owned(),
                    lang: "vi",
                    subject: "Thư".to_owned(),
                    body: "Thư".to_owned(),
                };
                outbox::put(tx, &letter, at)?;
            }
            Ok::<_, DbFault>(())
        })
        .expect("rows");
    }
    let server = MailServer::start(&dir.path().join("taken.jsonl"), 0, &[]);
    let child = serve(dir.path(), server.port);
    let done = |c: outbox::Counts| c.queued == 1 && c.sent > 0;
    for _ in 0..300 {
        if counts(dir.path()).is_some_and(done) {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    end(child);
    assert!(counts(dir.path()).is_some_and(done));
    let known = BTreeSet::from([
        "From",
        "To",
        "Message-ID",
        "Date",
        "Subject",
        "Auto-Submitted",
        "Content-Type",
        "MIME-Version",
        "Content-Transfer-Encoding",
        "X-Peer",
        "X-MailFrom",
        "X-RcptTo",
    ]);
    let taken = server.taken();
    assert_eq!(taken.iter().filter(|l| l.to[0] != "nguoi@vidu.vn").count(), hostile.len());
    for letter in &taken {
        assert_eq!(letter.to.len(), 1, "{letter:?}");
        assert!(!letter.to[0].contains("gian.vn"), "{letter:?}");
        for (name, value) in &letter.headers {
            assert!(known.contains(name.as_str()), "{name}: {value}");
            let allowed = name == "Subject" || !value.contains("gian.vn");
            assert!(allowed && !value.contains(['\r', '\n']), "{name}: {value:?}");
        }
    }
    // The whole text arrived, also what looks like the end of it.
    assert!(taken.iter().filter(|l| l.body.contains("QUIT")).count() >= hostile.len());
}
