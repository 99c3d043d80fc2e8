//! A file that waits for the scanner, is clean, or holds a virus: what its author, the unit and the operator see. Through HTTP.

use crate::site::{Person, Site};
use crate::world::World;
use app::files::clamd::Clamd;
use app::files::scanner::Scanner;
use app::files::setting::{self, Setting};
use sangkien::rehearse::part;
use testkit::clamd::{Scanner as Peer, eicar};

async fn scan_all(site: &Site, peer: &Peer) {
    let clamd = Clamd::Tcp(format!("127.0.0.1:{}", peer.port));
    let scanner = Scanner::new(site.db().clone(), site.state.clock.clone(), clamd, site.state.files.clone());
    while scanner.round().await.expect("it answers") {}
}

/// The address of a file of the working copy by its name.
async fn draft_file(site: &Site, entry: i64, name: &'static str) -> String {
    let sql = "SELECT id FROM draft_file WHERE entry_id = $1 AND name = $2";
    let id = site.read(move |tx| tx.one(sql, &[entry.into(), name.into()])?.int(0)).await;
    format!("/entries/{entry}/files/{id}")
}

async fn expect_held(who: &Person, path: &str, says: &str) {
    let answer = who.get(path).await;
    assert_eq!(answer.status, 422, "{path}");
    assert!(answer.text().contains(says), "{path}: {answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_given_to_nobody_before_it_was_found_clean() {
    let site = Site::at_moment("open");
    let entry = World::get().moment("open").ids.entry;
    let (author, secretary) = (site.holder(entry).await, site.person(part::SECRETARY).await);
    let peer = Peer::start(1 << 20);
    site.write(|tx| setting::save(tx, Setting { scan: true, ..Setting::default() })).await;
    scan_all(&site, &peer).await;

    let files = format!("/entries/{}/files", entry.0);
    let sent: [(&str, &str, Vec<u8>); 2] =
        [("file", "sạch.txt", "Hồ sơ một cửa".into()), ("file", "độc.txt", eicar().into_bytes())];
    author.post_multipart(&files, &[], &sent).await.sent_on();
    let clean = draft_file(&site, entry.0, "sạch.txt").await;
    let page = author.get(&files).await.expect(200);
    assert!(page.text().contains("đang được quét vi-rút") && !page.links().contains(&clean), "{page}");
    expect_held(&author, &clean, "đang được quét vi-rút").await;
    // Nobody misses the deadline because of the scanner: what waits is handed in, and waits for its readers too.
    author.post(&format!("/entries/{}/submit", entry.0), &[("again", "yes")]).await.sent_on();
    let version = site.count("SELECT MAX(version) FROM attachment").await;
    let own = format!("/entries/{}", entry.0);
    let places = site
        .read(move |tx| {
            let sql = "SELECT position FROM attachment WHERE entry_id = $1 AND version = $2 AND name IN ('sạch.txt', 'độc.txt') ORDER BY position";
            tx.query(sql, &[entry.0.into(), version.into()])?.iter().map(|r| r.int(0)).collect::<Result<Vec<_>, _>>()
        })
        .await;
    let [of_clean, of_bad] =
        [0, 1].map(|n| format!("/entries/{}/versions/{version}/files/{}", entry.0, places[n]));
    for who in [&author, &secretary] {
        expect_held(who, &of_clean, "đang được quét vi-rút").await;
        assert!(who.get(&own).await.expect(200).text().contains("đang được quét vi-rút"));
    }

    scan_all(&site, &peer).await;
    for who in [&author, &secretary] {
        assert_eq!(who.get(&of_clean).await.expect(200).bytes, "Hồ sơ một cửa".as_bytes());
        expect_held(who, &of_bad, "đã phát hiện vi-rút").await;
        let page = who.get(&own).await.expect(200);
        assert!(page.text().contains("có vi-rút") && page.links().contains(&of_clean), "{page}");
        assert!(!page.links().contains(&of_bad), "{page}");
    }
    // In the other language, and never to anybody else.
    let english = site.holder(entry).await;
    english.get("/lang/en?next=/").await;
    expect_held(&english, &of_bad, "found a virus").await;
    assert_eq!(site.person(part::LEADER).await.get(&of_bad).await.status, 404, "not even that it is held");

    // Author and unit are told, and it is not handed in again with it.
    assert_eq!(site.count("SELECT COUNT(*) FROM audit WHERE event = 'entry.file_infected'").await, 1);
    assert_eq!(site.count("SELECT COUNT(*) FROM notice WHERE kind = 'entry-file-infected'").await, 1);
    author.post_multipart(&files, &[], &[("file", "thêm.txt", "Thêm".into())]).await.sent_on();
    let again = author.post(&format!("/entries/{}/submit", entry.0), &[("again", "yes")]).await;
    assert_eq!(again.status, 422);
    assert!(again.text().contains("có vi-rút nên bài chưa nộp được"), "{again}");
    let bad = draft_file(&site, entry.0, "độc.txt").await;
    author.post(&format!("{bad}/remove"), &[]).await.sent_on();
    author.post(&format!("/entries/{}/submit", entry.0), &[("again", "yes")]).await.sent_on();
    site.verified().await;
}
