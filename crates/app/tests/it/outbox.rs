//! Letters: written with what they tell about, posted at least once, given up aloud.

use crate::db_tables::{Out, block_on};
use app::clock::Clock;
use app::db::{Db, DbFault};
use app::outbox::{self, Letter, Post, PostConfig, Postman};
use domain::time::Instant;
use std::sync::{Arc, Mutex};
use testkit::engines::both;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

const NOW: Instant = Instant(1_712_000_000_000);
const MINUTE: i64 = 60_000;

fn letter(to: &str) -> Letter {
    Letter {
        kind: "invite",
        person: None,
        address: to.to_owned(),
        lang: "vi",
        subject: "Lời mời tham gia Tổ Thư ký".to_owned(),
        body: "Kính gửi ông Nguyễn Văn Đức,\nMở liên kết dưới đây để đặt mật khẩu.".to_owned(),
    }
}

fn put(db: &Db, to: &'static str) -> i64 {
    db.write_blocking(move |tx| outbox::put(tx, &letter(to), NOW)).expect("a letter")
}

fn lease(db: &Db, at: Instant) -> Vec<outbox::Due> {
    db.write_blocking(move |tx| outbox::lease(tx, 10, 5 * MINUTE, at)).expect("letters")
}

#[test]
fn a_letter_of_an_undone_transaction_is_never_posted() {
    both(|db| {
        let out = db.write_blocking(|tx| {
            outbox::put(tx, &letter("a@example.vn"), NOW)?;
            Err::<(), _>(Out::No("refused"))
        });
        assert_eq!(out, Err(Out::No("refused")));
        assert_eq!(lease(db, NOW), []);
    });
}

#[test]
fn a_letter_is_leased_to_one_and_comes_back_when_he_does_not() {
    both(|db| {
        let id = put(db, "a@example.vn");
        let first = lease(db, NOW);
        assert_eq!(first.iter().map(|d| (d.id, d.tries)).collect::<Vec<_>>(), [(id, 1)]);
        assert_eq!(lease(db, NOW.plus_ms(5 * MINUTE - 1)), []);
        let second = lease(db, NOW.plus_ms(5 * MINUTE));
        assert_eq!(second.iter().map(|d| (d.id, d.tries)).collect::<Vec<_>>(), [(id, 2)]);
        // The first postman comes back late: his word no longer counts.
        let late = first[0].clone();
        db.write_blocking(move |tx| outbox::not_sent(tx, &late, "late", true, NOW)).expect("no harm");
        assert_eq!(db.read_blocking(|tx| outbox::stuck(tx, 10)), Ok(vec![]));
        let due = second[0].clone();
        db.write_blocking(move |tx| outbox::sent(tx, &due, NOW)).expect("noted");
        assert_eq!(lease(db, NOW.plus_ms(99 * MINUTE)), []);
    });
}

#[test]
fn a_letter_that_is_not_taken_waits_longer_and_longer_and_is_given_up() {
    both(|db| {
        let id = put(db, "a@example.vn");
        let mut at = NOW;
        let mut tries = 0;
        let given_up = loop {
            let Some(due) = lease(db, at).pop() else {
                let stuck = db.read_blocking(|tx| outbox::stuck(tx, 10)).expect("a list");
                if !stuck.is_empty() {
                    break stuck;
                }
                at = at.plus_ms(MINUTE);
                continue;
            };
            tries += 1;
            db.write_blocking(move |tx| outbox::not_sent(tx, &due, "451 busy", false, at)).expect("noted");
        };
        assert!((15..=25).contains(&tries), "{tries} tries in three days");
        assert!((at.0 - NOW.0) <= 3 * 24 * 60 * MINUTE);
        assert_eq!(given_up[0].error.as_deref(), Some("451 busy"));
        assert_eq!(db.write_blocking(move |tx| outbox::again(tx, id, at)), Ok(true));
        assert_eq!(db.write_blocking(move |tx| outbox::again(tx, id, at)), Ok(false));
        assert_eq!(lease(db, at).len(), 1);
    });
}

#[test]
fn without_a_mail_server_an_administrator_reads_letters_out() {
    both(|db| {
        let id = put(db, "a@example.vn");
        let waiting = db.read_blocking(|tx| outbox::waiting(tx, 10)).expect("a list");
        assert_eq!((waiting[0].id, waiting[0].body.contains("đặt mật khẩu")), (id, true));
        assert_eq!(db.write_blocking(move |tx| outbox::given_by_hand(tx, id, NOW)), Ok(true));
        assert_eq!(db.write_blocking(move |tx| outbox::given_by_hand(tx, id, NOW)), Ok(false));
        assert_eq!(db.read_blocking(|tx| outbox::waiting(tx, 10)), Ok(vec![]));
        let kept = |tx: &mut app::db::Tx| tx.one("SELECT count(*) FROM outbox WHERE body <> ''", &[])?.int(0);
        assert_eq!(db.read_blocking(kept), Ok(0), "the text with its link is gone");
        assert_eq!(db.write_blocking(|tx| outbox::forget_old(tx, NOW.plus_ms(29 * 86_400_000))), Ok(0));
        assert_eq!(db.write_blocking(|tx| outbox::forget_old(tx, NOW.plus_ms(31 * 86_400_000))), Ok(1));
    });
}

/// A mail server that answers `RCPT` by the name before the @, and keeps what it took.
async fn mail_server(taken: Arc<Mutex<Vec<String>>>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(talk(stream, taken.clone()));
        }
    });
    port
}

async fn talk(stream: TcpStream, taken: Arc<Mutex<Vec<String>>>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 test\r\n").await?;
    let mut line = String::new();
    while stream.read_line(&mut line).await? > 0 {
        let answer = match line.split([' ', ':', '\r']).next().unwrap_or_default() {
            "EHLO" => "250-test\r\n250 8BITMIME\r\n",
            "RCPT" if line.contains("<busy@") => "451 later\r\n",
            "RCPT" if line.contains("<nobody@") => "550 no such person\r\n",
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                let mut text = String::new();
                while !text.ends_with("\r\n.\r\n") {
                    if stream.read_line(&mut text).await? == 0 {
                        return Ok(());
                    }
                }
                taken.lock().expect("no panic").push(text);
                "250 taken\r\n"
            }
            "QUIT" => "221 bye\r\n",
            _ => "250 ok\r\n",
        };
        stream.write_all(answer.as_bytes()).await?;
        line.clear();
    }
    Ok(())
}

#[test]
fn the_postman_posts_and_notes_what_the_server_says() {
    both(|db| {
        put(db, "good@example.vn");
        put(db, "busy@example.vn");
        put(db, "nobody@example.vn");
        put(db, "not an address");
        let taken = Arc::new(Mutex::new(Vec::new()));
        block_on(async {
            let port = mail_server(taken.clone()).await;
            let config = PostConfig {
                url: format!("smtp://127.0.0.1:{port}"),
                from: "Ban Tổ chức <cuocthi@example.vn>".to_owned(),
            };
            let post = Post::new(&config).expect("a configuration");
            let postman = Postman::new(Db::clone(db), Clock::starting_at(NOW), post);
            assert_eq!(postman.round().await, Ok(4));
            assert_eq!(postman.round().await, Ok(0));
        });
        let taken = taken.lock().expect("no panic");
        assert_eq!(taken.len(), 1);
        let text = &taken[0];
        assert!(text.contains("To: good@example.vn"), "{text}");
        assert!(text.contains("Message-ID: <outbox-1-1712000000000@example.vn>"), "{text}");
        assert!(text.contains("Subject: =?utf-8?"), "{text}");
        let states = db.read_blocking(|tx| {
            let rows = tx.query("SELECT state, error FROM outbox ORDER BY id", &[])?;
            let row = |r: &app::db::Row| Ok((r.text(0)?.to_owned(), r.opt_text(1)?.unwrap_or("").to_owned()));
            rows.iter().map(row).collect::<Result<Vec<_>, DbFault>>()
        });
        let states = states.expect("four rows");
        let names: Vec<&str> = states.iter().map(|(state, _)| state.as_str()).collect();
        assert_eq!(names, ["sent", "queued", "failed", "failed"], "{states:?}");
        assert!(states[1].1.contains("451") && states[2].1.contains("550"), "{states:?}");
    });
}

#[test]
fn the_postman_wakes_when_a_letter_is_written() {
    both(|db| {
        let taken = Arc::new(Mutex::new(Vec::new()));
        block_on(async {
            let port = mail_server(taken.clone()).await;
            let url = format!("smtp://127.0.0.1:{port}");
            let post =
                Post::new(&PostConfig { url, from: "a@example.vn".to_owned() }).expect("a configuration");
            let postman = tokio::spawn(Postman::new(Db::clone(db), Clock::starting_at(NOW), post).run());
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
            db.write(|tx| outbox::put(tx, &letter("good@example.vn"), NOW)).await.expect("a letter");
            // Far sooner than the half minute after which he would look by himself.
            for _ in 0..400 {
                if taken.lock().expect("no panic").len() == 1 {
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(25)).await;
            }
            postman.abort();
        });
        assert_eq!(taken.lock().expect("no panic").len(), 1);
    });
}
