//! More time, through HTTP: an author who comes too late, what the organiser grants and why, the way to the judges within it, and that nothing
//! else gets by.

use crate::site::{Answer, Person, Site};
use crate::traps::{Author, FIRST_DAY, Office, refused};
use app::db::{Engine, metered};
use sangkien::rehearse::part;

const UNIT: &str = "X-TANTIEN";
const ALL: &str = "/contests/CM24/extensions";
const WHY: &str = "Mưa lũ chia cắt xã từ ngày 07/4, có văn bản của UBND xã.";

async fn grants(organiser: &Person, fields: &[(&str, &str)]) -> Answer {
    let page = organiser.get(ALL).await.expect(200);
    organiser.submit(&page, ALL, fields).await
}

/// The unit's part of the way, from the desk to the batch with its letter; answers the address of the batch.
async fn to_the_batch(site: &Site, own: &str) -> String {
    let (clerk, head) = (site.person(&part::clerk(UNIT)).await, site.person(&part::head(UNIT)).await);
    let mut sheet: Vec<(String, &str)> = (0..4).map(|n| (format!("req{n}"), "yes")).collect();
    for (name, value) in [("version", "1"), ("verdict", "selected"), ("reason", "Cách làm rõ")] {
        sheet.push((name.to_owned(), value));
    }
    let sheet: Vec<(&str, &str)> = sheet.iter().map(|(n, v)| (n.as_str(), *v)).collect();
    clerk.post(&format!("/desk{own}/screen"), &sheet).await.sent_on();
    let to = format!("/desk{own}/confirm");
    let page = head.get(&to).await.expect(200);
    let hash = page.hidden("hash").to_owned();
    let said = [("version", "1"), ("hash", &hash), ("level", "tốt"), ("feasibility", "cao"), ("read", "yes")];
    head.post(&to, &said).await.sent_on();
    let desk = clerk.get("/desk").await.to();
    let batch = clerk.post(&format!("{desk}/batches"), &[]).await.sent_on().to();
    let id = own.trim_start_matches("/entries/");
    clerk.post(&format!("{batch}/add"), &[("entry", id)]).await.sent_on();
    let letter = [("letter_number", "52/UBND-VP"), ("signer", "Lê Văn Bình, Chủ tịch")];
    clerk.post(&format!("{batch}/letter"), &letter).await.sent_on();
    batch
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_given_more_time_comes_through_and_nobody_else() {
    let (office, site) = (Office::read(), Site::on(Engine::Sqlite, FIRST_DAY));
    let entry = office.one("first_late_second");
    let (one, other) = (Author::typing(&site, entry).await, Author::typing(&site, entry).await);
    for author in [&one, &other] {
        author.part("place", &[("route", "own_unit"), ("unit", UNIT)]).await;
    }
    let late = one.presses(&site, "2024-04-10T08:00:00+07:00").await;
    refused(&late, "23:59");
    assert!(
        late.text().contains("8 giờ") && late.text().contains(&one.code),
        "by how much, and the code: {late}"
    );

    // Told from one statement beside those that say who asks; the page of the dossier needs more than twice as many.
    let (page, whole) = metered(one.person.get(&format!("{}/check", one.own))).await;
    page.expect(200);
    let (late, spent) = metered(one.person.post(&format!("{}/submit", one.own), &[])).await;
    late.expect(422);
    eprintln!("late: {} statements; the whole desk: {}", spent.queries, whole.queries);
    assert!(
        spent.queries <= 3 && spent.queries * 2 < whole.queries,
        "{} of {}",
        spent.queries,
        whole.queries
    );

    // Granted with a reason, by the organiser alone, only while it makes sense.
    let organiser = site.person(part::ORGANISER).await;
    let code = one.code.as_str();
    let until = ("until", "13/04/2024 00:00");
    for (fields, says) in [
        (vec![("entry", code), until, ("reason", "lũ")], "từ 10 đến 500"),
        (vec![("entry", code), ("until", "10/04/2024 00:00"), ("reason", WHY)], "không muộn hơn hạn chung"),
        (vec![("entry", code), ("until", "10/04/2024 07:59"), ("reason", WHY)], "đã qua"),
        (vec![("entry", "CM24-KHONG"), until, ("reason", WHY)], "không có bài nào"),
        (vec![("entry", ""), until, ("reason", WHY)], "chỉ một trong hai"),
    ] {
        refused(&grants(&organiser, &fields).await, says);
    }
    let secretary = site.person(part::SECRETARY).await;
    secretary.post(ALL, &[("entry", code), until, ("reason", WHY)]).await.expect(403);
    assert_eq!(site.count("SELECT COUNT(*) FROM extension").await, 0);
    grants(&organiser, &[("entry", code), until, ("reason", WHY)]).await.sent_on();

    // The author, the secretary and the auditor read it with its reason.
    let tasks = one.person.get(&format!("{}/tasks", one.own)).await.expect(200).text();
    assert!(tasks.contains(WHY) && tasks.contains("12/04/2024"), "{tasks}");
    let list = secretary.get(ALL).await.expect(200).text();
    assert!(list.contains(code) && list.contains(WHY) && !list.contains("Thu hồi"), "{list}");
    let auditor = site.person(part::AUDITOR).await;
    let log = auditor.get("/contests/CM24/audit").await.expect(200).text();
    assert!(log.contains("Gia hạn riêng") && log.contains(WHY), "{log}");
    let told = site.count("SELECT COUNT(*) FROM notice WHERE kind = 'entry-extended'").await;
    assert_eq!(told, 1);

    // Handed in within it; another author stays outside; it cannot be taken back any more.
    refused(&other.presses(&site, "2024-04-11T08:00:00+07:00").await, "23:59");
    assert_eq!(one.presses(&site, "2024-04-11T08:00:01+07:00").await.sent_on().to(), one.receipt());
    let organiser = site.person(part::ORGANISER).await;
    let back = organiser.post(&format!("{ALL}/1/take-back"), &[("back_reason", WHY)]).await;
    refused(&back, "không thu hồi được");

    // The unit sends it, and only it, after the deadline; the judges get it.
    let batch = to_the_batch(&site, &one.own).await;
    let head = site.person(&part::head(UNIT)).await;
    let page = head.get(&format!("{batch}/forward")).await.expect(200);
    assert!(page.text().contains(WHY), "the desk reads why: {page}");
    site.set_clock("2024-04-12T23:59:59+07:00");
    let head = site.person(&part::head(UNIT)).await;
    head.post(&format!("{batch}/forward"), &[]).await.sent_on();
    let secretary = site.person(part::SECRETARY).await;
    secretary.post(&format!("/intake{}/accept", one.own), &[]).await.sent_on();
    assert_eq!(site.count("SELECT COUNT(*) FROM gate WHERE intake = 'accepted'").await, 1);

    // Taken back after its end, it does not come in again; judging waits for nobody any more.
    site.set_clock("2024-04-13T00:00:00+07:00");
    one.returns().await;
    one.person.post(&format!("{}/withdraw", one.own), &[]).await.sent_on();
    refused(&one.person.post(&format!("{}/revive", one.own), &[]).await, "13/04/2024");
    assert_eq!(site.count("SELECT COUNT(*) FROM entry WHERE state = 'handed_in'").await, 0);
    site.verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn judging_waits_for_an_extension_that_was_not_taken_back() {
    let site = Site::on(Engine::Sqlite, FIRST_DAY);
    let organiser = site.person(part::ORGANISER).await;
    let page = organiser.get(ALL).await.expect(200);
    let unit = page.body.split("<option value=\"").nth(2).and_then(|o| o.split('"').next()).expect("a unit");
    let fields = [("unit", unit), ("until", "13/04/2024 00:00"), ("reason", WHY)];
    organiser.submit(&page, ALL, &fields).await.sent_on();
    site.set_clock("2024-04-10T08:00:00+07:00");
    let organiser = site.person(part::ORGANISER).await;
    let phase = "/contests/CM24/set-up/phase";
    refused(&organiser.post(phase, &[("sure", "yes"), ("to", "judging")]).await, "13/04/2024");
    organiser.post(&format!("{ALL}/1/take-back"), &[("back_reason", WHY)]).await.sent_on();
    refused(&organiser.post(&format!("{ALL}/1/take-back"), &[("back_reason", WHY)]).await, "trước đó");
    organiser.post(phase, &[("sure", "yes"), ("to", "judging")]).await.sent_on();
    site.verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grace_period_is_for_everybody_and_said_in_public() {
    let (office, site) = (Office::read(), Site::on(Engine::Sqlite, FIRST_DAY));
    let entry = office.one("first_late_second");
    let author = Author::typing(&site, entry).await;
    refused(&author.presses(&site, "2024-04-10T08:00:00+07:00").await, "23:59");
    let organiser = site.person(part::ORGANISER).await;
    let page = organiser.get(ALL).await.expect(200);
    let to = format!("{ALL}/all");
    let early = [("all_until", "09/04/2024 00:00"), ("all_reason", WHY)];
    refused(&organiser.submit(&page, &to, &early).await, "không muộn hơn");
    let page = organiser.get(ALL).await.expect(200);
    let later = [("all_until", "15/04/2024 00:00"), ("all_reason", WHY)];
    organiser.submit(&page, &to, &later).await.sent_on();
    let home = site.anyone().get("/contests/CM24").await.expect(200).text();
    for said in ["14/04/2024", "09/04/2024", WHY] {
        assert!(home.contains(said), "{said}: {home}");
    }
    assert_eq!(site.count("SELECT COUNT(*) FROM notice WHERE kind = 'deadline-moved'").await, 1);
    assert_eq!(author.presses(&site, "2024-04-14T23:59:59+07:00").await.sent_on().to(), author.receipt());
    site.verified().await;
}
