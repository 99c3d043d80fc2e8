//! Files of entries where contents lie in a store that speaks S3: sent, given out, the store away in the middle. Through HTTP.

use crate::site::{Person, Site};
use crate::uploads::{announce, look, picture, send};
use crate::world::World;
use app::files::disk::path_of;
use domain::ids::EntryId;
use sha2::{Digest, Sha256};
use testkit::store::Store;

/// A draft on a site whose disk holds nothing that the store has.
async fn a_draft(store: &Store) -> (Site, Person, EntryId) {
    let site = Site::at_moment("open").with_files(|dir| store.contents(dir, 0));
    let entry = World::get().moment("open").ids.draft;
    let holder = site.holder(entry).await;
    (site, holder, entry)
}

async fn link(who: &Person, entry: EntryId) -> String {
    let page = who.get(&format!("/entries/{}/files", entry.0)).await.expect(200);
    let mut links =
        page.links().into_iter().filter(|l| l.starts_with(&format!("/entries/{}/files/", entry.0)));
    links.next_back().expect("a link to the file")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_sent_to_the_store_and_given_out_of_it() {
    let mut store = Store::start();
    let (site, author, entry) = a_draft(&store).await;
    // More than one piece of the store's, so that it is passed on without coming to this disk.
    let film = [b"\0\0\0\x18ftypisom\0\0\x02\0isommp41".to_vec(), picture(20 << 20)].concat();
    let hash: [u8; 32] = Sha256::digest(&film).into();
    let at = announce(&author, entry, "phim.mp4", film.len() as u64).await.expect(201).location().unwrap();
    for (n, piece) in film.chunks(5 << 20).enumerate() {
        send(&author, &at, n * (5 << 20), piece).await.expect(204);
    }
    assert!(
        !path_of(site.data_dir(), &hash).exists()
            && app::files::parts::tokens(site.data_dir()).unwrap().is_empty()
    );
    let href = link(&author, entry).await;
    let whole = author.get(&href).await.expect(200);
    assert!(whole.bytes == film && whole.header("content-length") == film.len().to_string());
    assert_eq!(whole.header("content-type"), "video/mp4");
    assert!(!path_of(site.data_dir(), &hash).exists(), "it is passed on");
    for (range, from, to) in [("bytes=0-99", 0, 100), ("bytes=9000000-12000000", 9_000_000, 12_000_001)] {
        let part = author.get_with(&href, &[("range", range)]).await.expect(206);
        assert!(part.bytes == film[from..to], "{range}");
        assert_eq!(part.header("content-range"), format!("bytes {from}-{}/{}", to - 1, film.len()));
    }
    let over = author.get_with(&href, &[("range", "bytes=99000000-")]).await.expect(416);
    assert_eq!(over.header("content-range"), format!("bytes */{}", film.len()));

    // Small ones come to the disk; and without JavaScript a form does the same.
    let form = format!("/entries/{}/files", entry.0);
    author.post_multipart(&form, &[], &[("file", "anh.png", picture(5_000))]).await.sent_on();
    let given = author.get(&link(&author, entry).await).await.expect(200);
    assert_eq!(given.bytes, picture(5_000));
    // What somebody else has sent already is not sent again.
    store.requests("PUT");
    author.post_multipart(&form, &[], &[("file", "anh-nua.png", picture(5_000))]).await.sent_on();
    assert_eq!(store.requests("PUT"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_is_away_loses_nothing() {
    let mut store = Store::start();
    let (site, author, entry) = a_draft(&store).await;
    let file = picture(300_000);
    let at = announce(&author, entry, "anh.png", 300_000).await.expect(201).location().unwrap();
    send(&author, &at, 0, &file[..200_000]).await.expect(204);
    store.busy(true);
    assert_eq!(send(&author, &at, 200_000, &file[200_000..]).await.status, 503);
    assert_eq!(
        site.count("SELECT COUNT(*) FROM draft_file WHERE bytes = 300000").await,
        0,
        "not stored, not named"
    );
    let form = format!("/entries/{}/files", entry.0);
    let said = author.post_multipart(&form, &[], &[("file", "a.png", picture(99))]).await.expect(503);
    assert!(said.text().contains("Kho lưu tệp đang tạm ngừng"), "{said}");

    store.busy(false);
    // All bytes are here: the next look finishes the upload.
    assert_eq!(look(&author, &at).await.expect(200).header("upload-offset"), "300000");
    assert_eq!(site.count("SELECT COUNT(*) FROM draft_file WHERE bytes = 300000").await, 1);
    let href = link(&author, entry).await;
    store.busy(true);
    assert!(author.get(&href).await.expect(503).text().contains("Hãy thử lại sau vài phút"));
    store.busy(false);
    assert_eq!(author.get(&href).await.expect(200).bytes, file);
}
