//! Personal data through HTTP: closed in the database, told to its holder, erased at once or on a decision, and gone by itself.

use crate::site::{Person, Site};
use crate::world::World;
use domain::ids::EntryId;

/// Telephone and a word of the address of the online entry.
fn told(dossier: &domain::entry::Dossier) -> Vec<String> {
    dossier
        .authors
        .iter()
        .flat_map(|a| [a.phone.clone(), a.address.clone()])
        .filter(|t| t.len() > 5)
        .collect()
}

async fn dossier(site: &Site, entry: EntryId) -> domain::entry::Dossier {
    let row = site.read(move |tx| app::entry::store::find(tx, entry)).await.unwrap();
    site.read(move |tx| app::entry::dossier_of(tx, entry, row.version)).await.unwrap().0
}

async fn page(who: &Person, entry: EntryId) -> String {
    who.get(&format!("/entries/{}/personal", entry.0)).await.expect(200).text()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_does_not_say_where_authors_live() {
    let site = Site::at_moment("released");
    let secrets = told(&dossier(&site, World::get().moment("released").ids.entry).await);
    assert!(!secrets.is_empty());
    let path = match site.db().config() {
        app::db::DbConfig::Sqlite { path, .. } => path.clone(),
        app::db::DbConfig::Postgres { .. } => unreachable!("the world is on SQLite"),
    };
    let copy = tempfile::tempdir().unwrap();
    let to = copy.path().join("copy.db");
    site.db().backup_to(&to).unwrap();
    let bytes = std::fs::read(&to).unwrap();
    assert!(path.exists() && bytes.len() > 100_000);
    for secret in &secrets {
        let found = bytes.windows(secret.len()).any(|w| w == secret.as_bytes());
        assert!(!found, "{secret} stands in the database");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_holder_reads_and_takes_along_what_is_held() {
    let site = Site::at_moment("open");
    let entry = World::get().moment("open").ids.entry;
    let author = site.holder(entry).await;
    let secrets = told(&dossier(&site, entry).await);
    let text = page(&author, entry).await;
    for secret in &secrets {
        assert!(text.contains(secret), "{secret} is not in {text}");
    }
    let shown = author.get(&format!("/entries/{}/personal", entry.0)).await;
    let file = author.submit(&shown, &format!("/entries/{}/personal/file", entry.0), &[]).await.expect(200);
    assert!(file.header("content-disposition").starts_with("attachment"));
    let file: serde_json::Value = serde_json::from_str(&file.body).expect("JSON");
    assert_eq!(file["authors"][0]["phone"].as_str(), Some(secrets[0].as_str()));
    assert_eq!(file["versions"].as_array().map(Vec::len), Some(1));
    let said = site.count("SELECT COUNT(*) FROM audit WHERE event = 'personal.told'").await;
    assert_eq!(said, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_goes_at_once() {
    let site = Site::at_moment("open");
    let draft = World::get().moment("open").ids.draft;
    let author = site.holder(draft).await;
    let shown = author.get(&format!("/entries/{}/personal", draft.0)).await.expect(200);
    author.submit(&shown, &format!("/entries/{}/personal", draft.0), &[("extent", "all")]).await.sent_on();
    assert!(page(&author, draft).await.contains("Đã xoá lúc"));
    let left =
        site.count("SELECT COUNT(*) FROM draft d JOIN personal_erasure x ON x.entry_id = d.entry_id").await;
    assert_eq!(left, 0);
    // Whoever begins anew on the same entry writes on a clean sheet.
    author.get(&format!("/entries/{}/tasks", draft.0)).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_with_a_result_is_decided_and_the_result_stays() {
    let site = Site::at_moment("released");
    let entry = World::get().moment("released").ids.entry;
    let (author, before) = (site.holder(entry).await, dossier(&site, entry).await);
    let organiser = site.person(sangkien::rehearse::part::ORGANISER).await;
    let result = site.anyone().get("/contests/CM24/results").await.expect(200).text();
    site.write(move |tx| {
        let sql = "INSERT INTO double_filing (entry_id, other_id, reason, by_actor, at) SELECT $1, MIN(id), 'Tôi là Vượng, hai bài khác nhau', 'entry', 1 FROM entry";
        tx.exec(sql, &[entry.0.into()])
    })
    .await;
    let at = format!("/entries/{}/personal", entry.0);
    let shown = author.get(&at).await.expect(200);
    let wish = [("extent", "all"), ("reason", "Tôi không muốn lưu tên nữa")];
    author.submit(&shown, &at, &wish).await.sent_on();
    let again = author.get(&at).await.expect(200);
    assert!(again.text().contains("Đang chờ") && !again.forms().iter().any(|f| f.action == at), "{again}");

    let desk = organiser.get("/contests/CM24/personal").await.expect(200);
    let form = desk
        .forms()
        .into_iter()
        .find(|f| f.action.starts_with("/contests/CM24/personal/"))
        .expect("a request");
    let nothing = organiser.submit(&desk, &form.action, &[("decision", "keep")]).await.expect(422);
    assert!(nothing.text().contains("Hãy viết từ 10 đến 500 ký tự"), "{nothing}");
    let desk = organiser.get("/contests/CM24/personal").await.expect(200);
    organiser.submit(&desk, &form.action, &[("decision", "erase")]).await.sent_on();

    let after = dossier(&site, entry).await;
    assert!(after.authors.iter().all(|a| a.name.is_empty() && a.phone.is_empty() && a.address.is_empty()));
    assert_eq!(
        (after.title, after.sections),
        (before.title.clone(), before.sections.clone()),
        "the work stays"
    );
    assert_eq!(
        site.anyone().get("/contests/CM24/results").await.expect(200).text(),
        result,
        "the result stays"
    );
    assert_eq!(
        site.count("SELECT COUNT(*) FROM double_filing WHERE reason <> ''").await,
        0,
        "reasons go too"
    );
    let list = organiser.get("/intake").await;
    for secret in told(&before).into_iter().chain(before.authors.iter().map(|a| a.name.clone())) {
        assert!(!page(&author, entry).await.contains(&secret), "{secret}");
        assert!(!list.body.contains(&secret), "{secret}");
    }
    site.verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_been_kept_long_enough_goes_by_itself() {
    let site = Site::at_moment("released");
    let entry = World::get().moment("released").ids.entry;
    let winner = site.count("SELECT MIN(entry_id) FROM prize WHERE entry_id IS NOT NULL").await;
    let forget = async |years: i64| {
        let later = site.now().plus_ms(years * 366 * 86_400_000);
        site.write(move |tx| app::personal::forget_old(tx, 5, later)).await
    };
    // Drafts that were never handed in, at most.
    let entries = site.count("SELECT COUNT(*) FROM entry WHERE state <> 'draft'").await;
    forget(4).await;
    assert_eq!(site.count("SELECT COUNT(*) FROM personal_erasure x JOIN entry e ON e.id = x.entry_id WHERE e.state <> 'draft'").await, 0);
    while forget(6).await > 0 {}
    assert_eq!(site.count("SELECT COUNT(*) FROM personal_erasure x JOIN entry e ON e.id = x.entry_id WHERE e.state <> 'draft'").await, entries);
    assert!(dossier(&site, entry).await.authors.iter().all(|a| a.name.is_empty()));
    let named = dossier(&site, EntryId(winner)).await;
    assert!(named.authors.iter().all(|a| !a.name.is_empty() && a.phone.is_empty()));
    site.verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_an_erased_entry_go_unless_another_holds_the_same() {
    let site = Site::at_moment("released");
    let ids = &World::get().moment("released").ids;
    let (entry, draft) = (ids.entry, ids.draft);
    let author = site.holder(entry).await;
    let secretary = site.person(sangkien::rehearse::part::SECRETARY).await;
    let own = author.get(&format!("/entries/{}", entry.0)).await.expect(200);
    let file = own.links().into_iter().find(|l| l.contains("/files/")).expect("the entry has a file");
    let held = author.get(&file).await.expect(200).bytes;
    let hash: [u8; 32] =
        sha2::Digest::finalize(sha2::Digest::chain_update(sha2::Sha256::default(), &held)).into();
    let path = app::files::disk::path_of(site.data_dir(), &hash);
    let sweep =
        async || app::files::gone::sweep(site.db(), &site.state.clock, &site.state.files).await.unwrap();
    let result = site.anyone().get("/contests/CM24/results").await.expect(200).text();
    let erase = async |who: domain::ids::EntryId| {
        let now = site.now();
        site.write(move |tx| {
            app::personal::store::erase(tx, who, domain::personal::Extent::All, true, "system", now)
        })
        .await;
    };

    erase(entry).await;
    for who in [&author, &secretary] {
        assert_eq!(who.get(&file).await.status, 404);
        let page = who.get(&format!("/entries/{}", entry.0)).await.expect(200);
        assert!(page.text().contains("Tệp đã xoá theo yêu cầu") && !page.links().contains(&file), "{page}");
        assert!(!page.body.contains("bang-kiem.pdf"), "{page}");
    }
    assert_eq!(sweep().await, 0, "a draft holds the same content");
    assert!(path.exists());
    erase(draft).await;
    assert_eq!((sweep().await, sweep().await), (1, 0));
    assert!(!path.exists());
    assert_eq!(
        site.count(
            "SELECT COUNT(*) FROM file f JOIN file_gone g ON g.file_id = f.id WHERE g.removed_at IS NOT NULL"
        )
        .await,
        1
    );
    assert_eq!(site.anyone().get("/contests/CM24/results").await.expect(200).text(), result);
    site.verified().await;

    // The same content again: not while it may be removed under its writer's hands, then as if it were new.
    let kept = site.state.files.keep("bang-kiem.pdf", &held[..]).unwrap().unwrap();
    let now = site.now();
    let held_again = |at| site.db().write_blocking(move |tx| app::files::store::ensure(tx, &kept, at));
    assert!(held_again(now.plus_ms(59 * 60_000)).is_err());
    assert!(held_again(now.plus_ms(61 * 60_000)).is_ok());
    assert_eq!((sweep().await, path.exists()), (0, true));
}
