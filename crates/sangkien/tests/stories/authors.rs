//! The people of an entry through HTTP: a co-author answers with a code, the unit sees who stands by it, the contest may wait for them;
//! the author of a paper entry takes it over.

use crate::site::{Person, Site};
use crate::world::{UNIT, World};
use domain::ids::EntryId;
use sangkien::rehearse::part;

const CO_AUTHOR: &str = "Lê Thị Mơ";

fn code_on(page: &str) -> String {
    let after = page.split("Mã xác nhận:").nth(1).unwrap_or_else(|| panic!("no code on {page}"));
    after.split_whitespace().next().unwrap_or_default().to_owned()
}

async fn codes(site: &Site, entry: EntryId) -> String {
    let page = site.holder(entry).await.get(&format!("/entries/{}/authors", entry.0)).await.expect(200);
    assert!(page.text().contains(CO_AUTHOR), "{page}");
    code_on(&page.text())
}

/// Other rules for co-authors, as if the announcement had said so.
async fn asks(site: &Site, when: &'static str) {
    let (contest, now) = (site.contest().await, site.now());
    site.write(move |tx| {
        let old =
            app::contest::store::find(tx, contest)?.map(|c| c.edition).unwrap_or_else(|| panic!("a contest"));
        let body = app::contest::store::body_of_edition(tx, old)?;
        let mut body: serde_json::Value = serde_json::from_str(&body).unwrap();
        body["entrants"]["co_authors"] = when.into();
        let rules = app::contest::format::parse(&body.to_string()).unwrap();
        app::contest::store::insert_edition(tx, contest, &body.to_string(), &rules, "Thể lệ khác", now)
            .map(drop)
    })
    .await;
}

async fn confirms(who: &Person, code: &str) {
    let path = format!("/co-author/{code}");
    let page = who.get(&path).await.expect(200);
    assert!(!page.body.contains("checked"), "nothing is ticked beforehand");
    let fields = [("answer", "confirmed"), ("data-use", "yes"), ("office-use", "yes")];
    who.submit(&page, &path, &fields).await.sent_on();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_co_author_opens_the_question_with_the_code_and_the_unit_sees_the_answer() {
    let site = Site::at_moment("open");
    let entry = World::get().moment("open").ids.entry;
    let code = codes(&site, entry).await;
    let clerk = site.person(&part::clerk(UNIT)).await;
    let desk = format!("/desk/entries/{}", entry.0);
    assert!(clerk.get(&desk).await.expect(200).text().contains("Chưa xác nhận"));
    let own = site.holder(entry).await.get(&format!("/entries/{}", entry.0)).await.expect(200);
    assert!(own.text().contains("1 người chưa xác nhận"), "{own}");
    // Told at the counter, typed in any way.
    let mo = site.anyone();
    let typed = format!("/co-author?code={}", code.to_lowercase().replace('-', ""));
    let path = format!("/co-author/{code}");
    assert_eq!(mo.get(&typed).await.sent_on().to(), path);
    mo.get("/co-author?code=57-22222-22222").await.expect(422);
    mo.get("/co-author/57-22222-22222").await.expect(404);
    let page = mo.get(&path).await.expect(200);
    assert!(page.text().contains(CO_AUTHOR) && page.text().contains("40"), "{page}");
    assert!(!page.text().contains("0912345678"), "of the others it shows names and shares");
    mo.submit(&page, &path, &[("answer", "confirmed")]).await.expect(422);
    mo.submit(&page, &path, &[("answer", "refused"), ("reason", "Tỷ lệ chưa đúng")]).await.sent_on();
    let seen = clerk.get(&format!("/entries/{}/authors", entry.0)).await.expect(200);
    assert!(seen.text().contains("Tỷ lệ chưa đúng") && !seen.text().contains(&code), "{seen}");
    confirms(&mo, &code).await;
    assert!(!clerk.get(&desk).await.expect(200).text().contains("Chưa xác nhận"));
    site.verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_carries_the_link_and_nobody_else_has_it_written() {
    let site = Site::at_moment("open");
    let entry = World::get().moment("open").ids.entry;
    let code = codes(&site, entry).await;
    let author = site.holder(entry).await;
    let (page, action) =
        (format!("/entries/{}/authors", entry.0), format!("/entries/{}/authors/letter", entry.0));
    let shown = author.get(&page).await.expect(200);
    let ask = code.split('-').next().unwrap_or_default();
    let fields = [("ask", ask), ("email", "mo.le@chuongmy.example.vn")];
    author.submit(&shown, &action, &fields).await.sent_on();
    let link = format!("/co-author/{code}");
    let letters = site
        .read(move |tx| {
            let rows = tx.query("SELECT address, body FROM outbox WHERE kind = 'entry-co-author'", &[])?;
            rows.iter()
                .map(|r| Ok((r.text(0)?.to_owned(), r.text(1)?.contains(&link))))
                .collect::<Result<Vec<_>, _>>()
        })
        .await;
    assert_eq!(letters, [("mo.le@chuongmy.example.vn".to_owned(), true)]);
    assert!(author.get(&page).await.expect(200).text().contains("Đã gửi thư lúc"));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_contest_says_so_a_hand_in_waits_for_the_co_authors() {
    let site = Site::at_moment("open");
    asks(&site, "before_hand_in").await;
    let draft = World::get().moment("open").ids.draft;
    let own = format!("/entries/{}", draft.0);
    let author = site.holder(draft).await;
    let refused = author.post(&format!("{own}/submit"), &[]).await.expect(422);
    assert!(refused.text().contains("Tác giả 2 chưa xác nhận"), "{refused}");
    let page = author.get(&format!("{own}/authors")).await.expect(200);
    author.submit(&page, &format!("{own}/authors"), &[]).await.sent_on();
    let page = author.get(&format!("{own}/authors")).await.expect(200);
    let text = page.text();
    let of_co_author = text.split(CO_AUTHOR).nth(1).expect("she is on the list");
    confirms(&site.anyone(), &code_on(of_co_author)).await;
    assert_eq!(author.post(&format!("{own}/submit"), &[]).await.sent_on().to(), format!("{own}/receipt"));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_contest_says_so_the_unit_cannot_send_before_all_have_confirmed() {
    let site = Site::at_moment("open");
    asks(&site, "before_forwarding").await;
    let ids = World::get().moment("open").ids.clone();
    let batch = ids.batch.expect("there is one").0;
    let head = site.person(&part::head(UNIT)).await;
    let page = format!("/desk/batches/{batch}/forward");
    let shown = head.get(&page).await.expect(200);
    assert!(shown.text().contains("còn đồng tác giả chưa xác nhận"), "{shown}");
    confirms(&site.anyone(), &codes(&site, ids.entry).await).await;
    assert!(!head.get(&page).await.expect(200).text().contains("còn đồng tác giả chưa xác nhận"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_author_of_a_paper_entry_takes_it_over_with_the_slip() {
    let site = Site::at_moment("open");
    let paper = World::get().moment("open").ids.paper;
    let clerk = site.person(&part::clerk(UNIT)).await;
    let slip = format!("/entries/{paper}/slip");
    clerk.post(&format!("/entries/{paper}/pin"), &[]).await.sent_on();
    let page = clerk.get(&slip).await.expect(200);
    let strong: Vec<String> = page
        .body
        .split("<strong")
        .skip(1)
        .map(|t| t.split(['>', '<']).nth(1).unwrap_or_default().to_owned())
        .collect();
    let pin =
        strong.iter().find(|t| t.len() == 6 && t.bytes().all(|b| b.is_ascii_digit())).expect("a PIN").clone();
    let code = site
        .read(move |tx| {
            Ok(tx.one("SELECT code FROM entry WHERE id = $1", &[paper.into()])?.text(0)?.to_owned())
        })
        .await;
    let author = site.anyone();
    let look_up = author.get("/lookup").await.expect(200);
    author.submit(&look_up, "/lookup", &[("code", &code), ("pin", &pin)]).await.sent_on();
    author.get(&format!("/entries/{paper}/tasks")).await.expect(404);
    let take = format!("/entries/{paper}/take-over");
    let asked = author.get(&take).await.expect(200);
    author.submit(&asked, &take, &[]).await.sent_on();
    author.get(&format!("/entries/{paper}/tasks")).await.expect(200);
    assert!(clerk.get(&slip).await.expect(200).text().contains("Tác giả đã nhận lại bài"));
    clerk.get(&format!("/entries/{paper}/paper")).await.expect(404);
    // The PIN of the slip is void.
    let other = site.anyone();
    let look_up = other.get("/lookup").await.expect(200);
    other.submit(&look_up, "/lookup", &[("code", &code), ("pin", &pin)]).await.expect(422);
}
