//! A file that comes in pieces: announced, broken off, gone on with, finished, refused, given up. By the upload protocol, through HTTP.

use crate::site::{Answer, Person, Site};
use crate::world::World;
use data_encoding::BASE64;
use domain::ids::EntryId;
use sha2::{Digest, Sha256};

const PIECE: &str = "application/offset+octet-stream";

/// A picture, as far as its beginning tells.
pub fn picture(bytes: usize) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    out.extend((out.len()..bytes).map(|n| (n % 251) as u8));
    out
}

pub async fn a_draft() -> (Site, Person, EntryId) {
    let site = Site::at_moment("open");
    let entry = World::get().moment("open").ids.draft;
    let holder = site.holder(entry).await;
    (site, holder, entry)
}

pub async fn announce(who: &Person, entry: EntryId, name: &str, bytes: u64) -> Answer {
    let meta = format!("filename {}", BASE64.encode(name.as_bytes()));
    let said = [("upload-length", &*bytes.to_string()), ("upload-metadata", &*meta)];
    who.tus("POST", &format!("/entries/{}/uploads", entry.0), &said, Vec::new()).await
}

pub async fn send(who: &Person, at: &str, from: usize, piece: &[u8]) -> Answer {
    let said = [("upload-offset", &*from.to_string()), ("content-type", PIECE)];
    who.tus("PATCH", at, &said, piece.to_vec()).await
}

pub async fn look(who: &Person, at: &str) -> Answer {
    who.tus("HEAD", at, &[], Vec::new()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_comes_in_pieces() {
    let (site, author, entry) = a_draft().await;
    let file = picture(700_000);
    let told =
        author.tus("OPTIONS", &format!("/entries/{}/uploads", entry.0), &[], Vec::new()).await.expect(204);
    assert_eq!(told.header("tus-extension"), "creation,termination,checksum,expiration");
    let begun = announce(&author, entry, "C:\\ảnh\\Quầy một cửa.png", file.len() as u64).await.expect(201);
    let at = begun.location().expect("an address");
    assert!(begun.header("upload-expires").ends_with(" GMT"), "{}", begun.header("upload-expires"));
    assert_eq!(look(&author, &at).await.expect(200).header("upload-offset"), "0");
    let page = author.get(&format!("/entries/{}/files", entry.0)).await.expect(200);
    assert!(page.text().contains("Quầy một cửa.png"), "what stopped on its way is named");

    let first = send(&author, &at, 0, &file[..300_000]).await.expect(204);
    assert_eq!(first.header("upload-offset"), "300000");
    for (wrong, piece, status) in [(0, &file[..10], 409), (300_001, &file[300_001..], 409)] {
        assert_eq!(send(&author, &at, wrong, piece).await.status, status);
    }
    assert_eq!(send(&author, &at, 300_000, &picture(400_001)).await.status, 413, "more than announced");
    assert_eq!(look(&author, &at).await.header("upload-offset"), "300000");

    // A piece that is not what the client sent is thrown away.
    let sum = |bytes: &[u8]| format!("sha256 {}", BASE64.encode(&Sha256::digest(bytes)));
    for (of, status, offset) in [(&file[..5], 460, "300000"), (&file[300_000..400_000], 204, "400000")] {
        let said = [("upload-offset", "300000"), ("content-type", PIECE), ("upload-checksum", &*sum(of))];
        let answer = author.tus("PATCH", &at, &said, file[300_000..400_000].to_vec()).await;
        assert_eq!(answer.status, status);
        assert_eq!(look(&author, &at).await.header("upload-offset"), offset);
    }
    let said = [("upload-offset", "400000"), ("content-type", PIECE), ("upload-checksum", "crc32 AAAA")];
    assert_eq!(author.tus("PATCH", &at, &said, file[400_000..].to_vec()).await.status, 400);

    let last = send(&author, &at, 400_000, &file[400_000..]).await.expect(204);
    assert_eq!(last.header("upload-offset"), "700000");
    // The last answer may be lost: asked again, nothing is missing, and nothing is taken twice.
    assert_eq!(look(&author, &at).await.expect(200).header("upload-offset"), "700000");
    assert_eq!(send(&author, &at, 0, &file[..10]).await.status, 409);
    assert_eq!(
        site.count("SELECT COUNT(*) FROM draft_file WHERE bytes = 700000 AND name = 'Quầy một cửa.png'")
            .await,
        1
    );
    assert_eq!(app::files::parts::tokens(site.data_dir()).unwrap().len(), 0, "no part is left");
    let hash: [u8; 32] = Sha256::digest(&file).into();
    assert_eq!(std::fs::read(app::files::disk::path_of(site.data_dir(), &hash)).unwrap(), file);
    let page = author.get(&format!("/entries/{}/files", entry.0)).await.expect(200);
    let href = page.links().into_iter().rfind(|l| l.starts_with(&format!("/entries/{}/files/", entry.0)));
    let given = author.get(&href.expect("a link")).await.expect(200);
    assert_eq!(given.bytes, file);
    assert!(given.header("content-disposition").starts_with("attachment"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_goes_on_with_the_upload_of_another() {
    let (site, author, entry) = a_draft().await;
    let file = picture(1_000);
    let at = announce(&author, entry, "a.png", 1_000).await.expect(201).location().unwrap();
    send(&author, &at, 0, &file[..400]).await.expect(204);
    let other = site.holder(World::get().moment("open").ids.entry).await;
    let clerk = site.person(sangkien::rehearse::part::ADMIN).await;
    for (who, status) in [(&other, 404), (&clerk, 404), (&site.anyone(), 403)] {
        assert_eq!(look(who, &at).await.status, status);
        assert_eq!(send(who, &at, 400, &file[400..]).await.status, status);
        assert_eq!(who.tus("DELETE", &at, &[], Vec::new()).await.status, status);
        assert_eq!(announce(who, entry, "b.png", 10).await.status, status);
    }
    // Through an entry of one's own, neither.
    let own = World::get().moment("open").ids.entry;
    let through = at.replace(&format!("/entries/{}/", entry.0), &format!("/entries/{}/", own.0));
    assert_eq!(send(&other, &through, 400, &file[400..]).await.status, 404);
    assert_eq!(look(&author, &at).await.expect(200).header("upload-offset"), "400");
    // The holder of it goes on from another device.
    let phone = site.holder(entry).await;
    send(&phone, &at, 400, &file[400..]).await.expect(204);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_taken_is_refused_with_a_reason() {
    let (site, author, entry) = a_draft().await;
    let gib = 1_u64 << 30;
    for (name, bytes, status, says) in [
        ("video.mp4", 4 * gib, 413, "lớn hơn"),
        ("video.mp4", 0, 422, "không có nội dung"),
        ("chương trình.exe", 10, 422, "không thuộc loại"),
        ("trang.html", 10, 422, "không thuộc loại"),
        ("..", 10, 422, "không thuộc loại"),
        ("", 10, 400, "không có tên"),
        ("\u{202e}gnp.exe", 10, 422, "không thuộc loại"),
    ] {
        let answer = announce(&author, entry, name, bytes).await;
        assert_eq!(answer.status, status, "{name}: {}", answer.body);
        assert!(answer.body.contains(says), "{name}: {}", answer.body);
    }
    // Together: what is announced counts.
    announce(&author, entry, "1.mp4", 2 * gib).await.expect(201);
    let second = announce(&author, entry, "2.mp4", 2 * gib - 1_000_000).await.expect(201).location().unwrap();
    assert_eq!(announce(&author, entry, "3.mp4", 2_000_000).await.status, 422);
    author.tus("DELETE", &second, &[], Vec::new()).await.expect(204);
    assert_eq!(look(&author, &second).await.status, 404);

    // Found out only when it is there: a page that says it is a picture.
    let page = b"<!DOCTYPE html><script>alert(1)</script>";
    let at = announce(&author, entry, "hình.jpg", page.len() as u64).await.expect(201).location().unwrap();
    let answer = send(&author, &at, 0, page).await;
    assert_eq!(answer.status, 422, "{}", answer.body);
    assert_eq!(look(&author, &at).await.status, 410);
    assert_eq!(app::files::parts::tokens(site.data_dir()).unwrap().len(), 0);
    assert_eq!(site.count("SELECT COUNT(*) FROM draft_file WHERE name = 'hình.jpg'").await, 0);

    // Another version of the protocol.
    let old = author
        .tus("POST", &format!("/entries/{}/uploads", entry.0), &[("tus-resumable", "0.2.2")], vec![])
        .await;
    assert_eq!((old.status, old.header("tus-version")), (412, "1.0.0"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_survives_the_process_and_goes_when_its_time_is_over() {
    let (site, author, entry) = a_draft().await;
    let file = picture(5_000);
    let at = announce(&author, entry, "a.png", 5_000).await.expect(201).location().unwrap();
    send(&author, &at, 0, &file[..2_000]).await.expect(204);
    // A process that died after the last byte, before it put the file into the working copy.
    let token = at.rsplit('/').next().unwrap().to_owned();
    std::fs::write(app::files::parts::path_of(site.data_dir(), &token), &file).unwrap();
    assert_eq!(look(&author, &at).await.expect(200).header("upload-offset"), "5000");
    assert_eq!(site.count("SELECT COUNT(*) FROM draft_file WHERE bytes = 5000").await, 1);

    let at = announce(&author, entry, "b.png", 5_000).await.expect(201).location().unwrap();
    send(&author, &at, 0, &file[..2_000]).await.expect(204);
    let dir: std::sync::Arc<std::path::Path> = site.data_dir().into();
    let sweep = async || {
        let now = site.now();
        site.write(move |tx| app::files::uploads::forget_old(tx, now)).await;
        app::files::uploads::sweep(site.db(), &dir).await.unwrap();
        app::files::parts::tokens(&dir).unwrap().len()
    };
    assert_eq!(sweep().await, 1);
    let later = site.now().plus_ms(app::files::uploads::LIFE_MS);
    site.set_clock(&later.to_string());
    assert_ne!(look(&site.holder(entry).await, &at).await.status, 200);
    assert_eq!(sweep().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_video_is_played_in_pieces() {
    let site = Site::at_moment("open");
    let entry = World::get().moment("open").ids.entry;
    let video: Vec<u8> = [b"\0\0\0\x18ftypisom\0\0\x02\0isommp41".as_slice(), &[7; 5_000]].concat();
    let author = site.holder(entry).await;
    let files = format!("/entries/{}/files", entry.0);
    author.post_multipart(&files, &[], &[("file", "phim.mp4", video.clone())]).await.sent_on();
    author.post(&format!("{files}/word"), &[]).await.sent_on();
    author.post(&format!("/entries/{}/submit", entry.0), &[("again", "yes")]).await.sent_on();
    let own = author.get(&format!("/entries/{}", entry.0)).await.expect(200);
    let watch = own
        .links()
        .into_iter()
        .find(|l| l.ends_with("/watch"))
        .unwrap_or_else(|| panic!("the video has a player: {own}"));
    let at = watch.trim_end_matches("/watch").to_owned();
    let page = author.get(&watch).await.expect(200);
    assert!(page.body.contains(&format!("<source src=\"{at}\" type=\"video/mp4\">")), "{}", page.body);
    let whole = author.get(&at).await.expect(200);
    assert_eq!((whole.bytes.as_slice(), whole.header("accept-ranges")), (video.as_slice(), "bytes"));
    for (range, status, from, to) in [
        ("bytes=10-19", 206, 10, 20),
        ("bytes=5000-", 206, 5_000, video.len()),
        ("bytes=-4", 206, video.len() - 4, video.len()),
    ] {
        let part = author.get_with(&at, &[("range", range)]).await;
        assert_eq!((part.status, part.bytes.as_slice()), (status, &video[from..to]), "{range}");
        assert_eq!(part.header("content-range"), format!("bytes {from}-{}/{}", to - 1, video.len()));
    }
    assert_eq!(author.get_with(&at, &[("range", "bytes=9999-")]).await.status, 416);
    let stranger = site.person(sangkien::rehearse::part::LEADER).await;
    assert_eq!(stranger.get(&format!("{at}/watch")).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_word_text_is_made_from_what_was_typed() {
    let site = Site::at_moment("open");
    let ids = &World::get().moment("open").ids;
    let author = site.holder(ids.entry).await;
    let files = format!("/entries/{}/files", ids.entry.0);
    let made = format!("{files}/word");
    for _ in 0..2 {
        let page = author.get(&files).await.expect(200);
        author.submit(&page, &made, &[]).await.sent_on();
    }
    let page = author.get(&files).await.expect(200);
    let texts: Vec<String> = page.links().into_iter().filter(|l| l.ends_with("/text")).collect();
    assert_eq!(texts.len(), 1, "made twice, there once: {texts:?}");
    let shown = author.get(&texts[0]).await.expect(200).text();
    let entry = ids.entry;
    let (dossier, _) = site.read(move |tx| app::entry::dossier_of(tx, entry, 1)).await.unwrap();
    assert!(shown.contains(&dossier.title) && shown.contains(&dossier.authors[0].name), "{shown}");
    for (_, text) in &dossier.sections {
        let first: String = text.lines().next().unwrap_or_default().chars().take(60).collect();
        assert!(shown.contains(first.trim()), "{first} is missing in {shown}");
    }
    // Of a file that is no Word text there is nothing to look at.
    let other = format!("{files}/{}/text", ids.file);
    assert_eq!(author.get(&other).await.status, 404);
}
