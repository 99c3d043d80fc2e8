//! A video over a weak line: its author sees the light copy being prepared, whoever may see the entry watches it, in pieces, and nobody
//! else does. Through HTTP, with real films and the real ffmpeg.

use crate::site::{Person, Site};
use crate::world::World;
use app::files::ffmpeg::Ffmpeg;
use app::files::setting::{self, Setting};
use app::files::{light, lighten};
use app::jobs::Worker;
use domain::ids::EntryId;
use sangkien::rehearse::part;
use testkit::film;

async fn light_on(site: &Site) {
    site.write(|tx| setting::save(tx, Setting { light: true, ..Setting::default() })).await;
}

/// Does all jobs that are there.
async fn work(site: &Site) {
    let ffmpeg = Ffmpeg::find(Some(&film::ffmpeg())).expect("an ffmpeg that makes H.264 and AAC");
    let (files, clock) = (site.state.files.clone(), site.state.clock.clone());
    let worker = Worker::new(site.db().clone(), clock.clone())
        .with(light::KIND, move |db, job| lighten::run(&ffmpeg, &files, &clock, db, job));
    while worker.one().await.expect("jobs are read") {}
}

/// Hands a film in; answers the address of its player.
async fn hand_in(author: &Person, entry: EntryId, film: Vec<u8>) -> String {
    let files = format!("/entries/{}/files", entry.0);
    author.post_multipart(&files, &[], &[("file", "phim.mp4", film)]).await.sent_on();
    author.post(&format!("{files}/word"), &[]).await.sent_on();
    author.post(&format!("/entries/{}/submit", entry.0), &[("again", "yes")]).await.sent_on();
    let own = author.get(&format!("/entries/{}", entry.0)).await.expect(200);
    own.links().into_iter().find(|l| l.ends_with("/watch")).expect("the video has a player")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_video_is_watched_light_with_the_original_behind_a_link() {
    let site = Site::at_moment("open");
    let entry = World::get().moment("open").ids.entry;
    let author = site.holder(entry).await;
    let dir = tempfile::tempdir().expect("a folder");
    let whole = film::film(dir.path(), "phim.mp4", 1920, 1080, 2);
    light_on(&site).await;
    let watch = hand_in(&author, entry, whole.clone()).await;
    let at = watch.trim_end_matches("/watch").to_owned();
    let page = author.get(&watch).await.expect(200);
    assert!(page.text().contains("Đang chuẩn bị bản xem nhẹ"), "{page}");
    assert!(page.body.contains(&format!("<source src=\"{at}\" type=\"video/mp4\">")), "{page}");
    for copy in ["light", "poster"] {
        assert_eq!(author.get(&format!("{at}/{copy}")).await.status, 404, "{copy}: not there yet");
    }

    work(&site).await;
    let page = author.get(&watch).await.expect(200);
    assert!(page.body.contains(&format!("poster=\"{at}/poster\"")), "{page}");
    assert!(page.body.contains(&format!("<source src=\"{at}/light\" type=\"video/mp4\">")), "{page}");
    for link in [at.clone(), format!("{at}/light"), format!("{watch}?original=1")] {
        assert!(page.links().contains(&link), "{link} is missing: {page}");
    }
    let light = author.get(&format!("{at}/light")).await.expect(200);
    assert!(light.bytes.len() < whole.len() && light.bytes.get(4..8) == Some(b"ftyp".as_slice()));
    assert_eq!((light.header("content-type"), light.header("accept-ranges")), ("video/mp4", "bytes"));
    assert!(light.header("content-disposition").contains("phim-720p.mp4"));
    assert!(light.header("content-security-policy").contains("sandbox"));
    let part = author.get_with(&format!("{at}/light"), &[("range", "bytes=10-19")]).await;
    assert_eq!((part.status, part.bytes.as_slice()), (206, &light.bytes[10..20]));
    let part = author.get_with(&at, &[("range", "bytes=10-19")]).await;
    assert_eq!((part.status, part.bytes.as_slice()), (206, &whole[10..20]));
    let poster = author.get(&format!("{at}/poster")).await.expect(200);
    assert_eq!(
        (poster.header("content-type"), poster.bytes.get(..2)),
        ("image/jpeg", Some(b"\xFF\xD8".as_slice()))
    );
    let original = author.get(&format!("{watch}?original=1")).await.expect(200);
    assert!(original.body.contains(&format!("<source src=\"{at}\" type=\"video/mp4\">")), "{original}");
    assert!(original.links().contains(&watch), "{original}");
    // In the other language too.
    author.get("/lang/en?next=/").await;
    assert!(author.get(&watch).await.expect(200).text().contains("This is the light copy"));

    // The same question as of the original.
    let clerk = site.person(part::LEADER).await;
    let other = site.holder(World::get().moment("open").ids.draft).await;
    for copy in ["", "/light", "/poster", "/watch"] {
        for (who, status) in [(&clerk, 404), (&other, 404), (&site.anyone(), 303)] {
            assert_eq!(who.get(&format!("{at}{copy}")).await.status, status, "{copy}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_author_sees_how_far_it_is_and_a_broken_video_plays_as_it_came() {
    let site = Site::at_moment("open");
    let entry = World::get().moment("open").ids.entry;
    let author = site.holder(entry).await;
    let files = format!("/entries/{}/files", entry.0);
    let dir = tempfile::tempdir().expect("a folder");
    light_on(&site).await;
    let small = film::film(dir.path(), "phim.mp4", 1280, 720, 1);
    author.post_multipart(&files, &[], &[("file", "nhẹ.mp4", small)]).await.sent_on();
    assert!(author.get(&files).await.expect(200).text().contains("đang chuẩn bị bản xem nhẹ"));
    work(&site).await;
    assert!(author.get(&files).await.expect(200).text().contains("đã có bản xem nhẹ"));

    let broken = [b"\0\0\0\x18ftypisom\0\0\x02\0isommp41".as_slice(), &[7; 5_000]].concat();
    hand_in(&author, entry, broken.clone()).await;
    work(&site).await;
    let own = author.get(&format!("/entries/{}", entry.0)).await.expect(200);
    let mut plain = 0;
    for watch in own.links().into_iter().filter(|l| l.ends_with("/watch")) {
        let page = author.get(&watch).await.expect(200);
        if page.text().contains("Không tạo được bản xem nhẹ") {
            plain += 1;
            let at = watch.trim_end_matches("/watch");
            assert_eq!(author.get(at).await.expect(200).bytes, broken);
            assert_eq!(author.get(&format!("{at}/light")).await.status, 404);
        }
    }
    assert_eq!(plain, 1);
}
