//! Files that mean harm, handed in by both ways: nothing runs, nothing leaves its place, the person reads why.

use crate::site::{Answer, Person};
use crate::uploads::{a_draft, announce, send};
use app::files::MediaType;
use app::files::clean::Unclean;
use domain::entry::mask::Secrets;
use domain::ids::EntryId;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::Path;
use testkit::hostile::{Fate, Hostile, corpus};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Contents on the disk, by their names; whatever else lies there fails the test.
fn kept(data_dir: &Path) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for folder in std::fs::read_dir(data_dir.join("files")).unwrap().map(Result::unwrap) {
        let folder_name = folder.file_name().into_string().unwrap();
        for file in std::fs::read_dir(folder.path()).unwrap().map(Result::unwrap) {
            let name = file.file_name().into_string().unwrap();
            assert!(name.len() == 64 && name.starts_with(&folder_name), "{folder_name}/{name} lies there");
            all.insert(name);
        }
    }
    all
}

fn hash(content: &[u8]) -> String {
    app::entry::body::hex(&Sha256::digest(content))
}

/// What was taken is given out as a download that no browser runs; then it is taken away again.
async fn given_out(who: &Person, entry: EntryId, file: &Hostile, name: &str) {
    let page = who.get(&format!("/entries/{}/files", entry.0)).await.expect(200);
    assert!(page.text().contains(name), "{}: {page}", file.tries);
    assert!(!page.body.contains('\u{202e}') && !page.body.contains("<script>alert"), "{}", file.tries);
    let own = format!("/entries/{}/files/", entry.0);
    let at =
        page.links().into_iter().rfind(|l| l.starts_with(&own) && !l.ends_with("/text")).expect("a link");
    let given = who.get(&at).await.expect(200);
    assert_eq!(hash(&given.bytes), hash(&file.content), "{}", file.tries);
    assert_eq!(given.header("x-content-type-options"), "nosniff", "{}", file.tries);
    assert!(given.header("content-security-policy").starts_with("sandbox"), "{}", file.tries);
    assert!(
        given.header("content-disposition").starts_with("attachment; filename=\"file."),
        "{}",
        file.tries
    );
    assert!(!given.header("content-type").contains("html"), "{}", file.tries);
    if name.ends_with(".docx") {
        let text = who.get(&format!("{at}/text")).await;
        assert!(matches!(text.status, 200 | 422), "{}: {text}", file.tries);
        assert!(!text.body.contains("root:") && text.body.len() < 1_000_000, "{}", file.tries);
    }
    who.post(&format!("{at}/remove"), &[]).await.sent_on();
}

fn refused(answer: &Answer, file: &Hostile, says: &str) {
    assert!((400..500).contains(&answer.status), "{}: {answer}", file.tries);
    assert!(answer.text().contains(says), "{}: {says} in {answer}", file.tries);
    assert!(!answer.body.contains('\u{202e}'), "{} turns the page's letters round", file.tries);
}

#[tokio::test(flavor = "multi_thread")]
async fn by_an_ordinary_form() {
    let (site, author, entry) = a_draft().await;
    let at = format!("/entries/{}/files", entry.0);
    let mut expected = kept(site.data_dir());
    for file in corpus() {
        let answer = author.post_multipart(&at, &[], &[("file", &file.name, file.content.clone())]).await;
        match file.fate {
            Fate::Refused(says) => refused(&answer, file, says),
            Fate::Taken(name) => {
                assert_eq!(answer.status, 303, "{}: {answer}", file.tries);
                expected.insert(hash(&file.content));
                given_out(&author, entry, file, name).await;
            }
        }
        assert_eq!(kept(site.data_dir()), expected, "{}", file.tries);
    }
    for place in ["/tmp/sangkien-out.png", "/etc/cron.d/sangkien-out.png"] {
        assert!(!Path::new(place).exists(), "{place}");
    }
    let outside = site.data_dir().parent().unwrap().join("sangkien-out.png");
    assert!(!outside.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn in_pieces() {
    let (site, author, entry) = a_draft().await;
    for file in corpus() {
        let told = announce(&author, entry, &file.name, file.content.len() as u64).await;
        let answer = match told.location() {
            Some(at) if told.status == 201 => send(&author, &at, 0, &file.content).await,
            _ => told,
        };
        match file.fate {
            Fate::Refused(_) => refused(&answer, file, ""),
            Fate::Taken(name) => {
                assert_eq!(answer.status, 204, "{}: {answer}", file.tries);
                given_out(&author, entry, file, name).await;
            }
        }
        assert!(app::files::parts::tokens(site.data_dir()).unwrap().is_empty(), "{}", file.tries);
        kept(site.data_dir());
    }
}

/// The judges' copy of a blind contest is made of what others wrote: it ends, one way or the other.
#[test]
fn a_copy_for_judges_is_made_or_withheld() {
    app::files::clean::use_program(Path::new(env!("CARGO_BIN_EXE_sangkien")));
    let secrets = Secrets::default();
    for file in corpus() {
        let Fate::Taken(name) = file.fate else { continue };
        let media_type =
            app::files::sniff::sniff(&mut std::io::Cursor::new(&file.content)).expect(file.tries);
        let made = app::files::clean::clean(media_type, &file.content, &secrets);
        match file.tries {
            "a document with a script" => {
                assert!(!holds(made.as_ref().expect(name), b"JavaScript"), "{name}")
            }
            "ten thousand pages" => assert_eq!(made, Err(Unclean::TooLarge), "{name}"),
            "lists 300,000 levels deep" => assert!(made.is_err(), "{name}"),
            _ => {}
        }
        if let Ok(copy) = made {
            assert!(media_type == MediaType::Txt || copy.len() < 64 << 20, "{}: {name}", file.tries);
        }
    }
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|w| w == what)
}

/// A length that does not hold, over a real line.
#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_length() {
    let (site, author, entry) = a_draft().await;
    let before = kept(site.data_dir());
    let address = site.listen().await;
    let jar: Vec<String> = author.jar().into_iter().map(|(n, v)| format!("{n}={v}")).collect();
    let part = |length: u64| {
        format!(
            "POST /entries/{}/files HTTP/1.1\r\nHost: localhost\r\nCookie: {}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {length}\r\n\r\n\
             --b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nxin chao",
            entry.0,
            jar.join("; ")
        )
    };
    // Claims four thousand million bytes: answered before they come.
    let mut line = tokio::net::TcpStream::connect(address).await.unwrap();
    line.write_all(part(4 << 30).as_bytes()).await.unwrap();
    let mut answer = vec![0; 12];
    line.read_exact(&mut answer).await.unwrap();
    assert_eq!(std::str::from_utf8(&answer).unwrap(), "HTTP/1.1 413");
    // Claims more than it sends, and hangs up.
    let mut line = tokio::net::TcpStream::connect(address).await.unwrap();
    line.write_all(part(5_000).as_bytes()).await.unwrap();
    line.shutdown().await.unwrap();
    let mut answer = String::new();
    line.read_to_string(&mut answer).await.unwrap();
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    // Claims less: the form has no end.
    let mut line = tokio::net::TcpStream::connect(address).await.unwrap();
    line.write_all(part(60).as_bytes()).await.unwrap();
    let mut answer = vec![0; 10];
    line.read_exact(&mut answer).await.unwrap();
    assert_eq!(std::str::from_utf8(&answer).unwrap(), "HTTP/1.1 4");
    assert_eq!(kept(site.data_dir()), before);
    assert_eq!(site.count("SELECT COUNT(*) FROM draft_file WHERE name = 'a.txt'").await, 0);
}
