//! The unit gate and the committee's intake, through HTTP: a clerk, a head, a secretary, and those who may not.

use crate::site::{Answer, Person, Site};
use app::db::Engine;
use domain::actor::Actor;
use domain::contest::{Category, Form};
use domain::entry::{Author, Dossier};
use domain::ids::EntryId;
use domain::percent::SharePercent;
use domain::time::Instant;
use sangkien::rehearse::part;

fn at(text: &str) -> Instant {
    Instant::parse(&format!("{text}+07:00")).expect("an instant")
}

/// An entry that came on paper, as a clerk records it.
async fn paper(site: &Site, unit: &'static str, received: &str) -> EntryId {
    let (contest, received) = (site.contest().await, at(received));
    let dossier = a_dossier(unit);
    site.write(move |tx| {
        let made = app::entry::record_paper(tx, &Actor::System, contest, None, &dossier, received, received);
        made.map_err(crate::world::fault)
    })
    .await
}

fn a_dossier(unit: &str) -> Dossier {
    Dossier {
        title: "Sổ hẹn giờ <b>bằng</b> tin nhắn".into(),
        areas: vec!["mot_cua".into()],
        form: Form::Written,
        category: Category::Individual,
        authors: vec![Author {
            name: "Lê Thị An".into(),
            role_title: "Công chức".into(),
            unit: Some(unit.into()),
            address: "Thôn 1".into(),
            phone: "0900000001".into(),
            share: SharePercent::WHOLE,
            representative: true,
            grounds: domain::entry::Grounds::default(),
        }],
        receiving_unit: unit.into(),
        route: "own_unit".into(),
        attachments: vec![],
        sections: vec![("noi_dung".into(), "Nhắn tin báo giờ.\n<script>alert(1)</script>".into())],
        already_applied: false,
    }
}

const UNIT: &str = "X-TANTIEN";
const SHEET: [(&str, &str); 6] = [
    ("req0", "yes"),
    ("req1", "yes"),
    ("req2", "partly"),
    ("req3", "yes"),
    ("verdict", "selected"),
    ("reason", "Cách làm rõ"),
];

#[tokio::test]
async fn an_entry_goes_through_the_gate_and_the_intake() {
    let site = Site::on(Engine::Sqlite, "2024-04-09T23:40:00");
    let entry = paper(&site, UNIT, "2024-04-09T19:00:00").await.0;
    let (clerk, head) = (site.person(&part::clerk(UNIT)).await, site.person(&part::head(UNIT)).await);
    let own = format!("/desk/entries/{entry}");

    // The desk: one entry waits.
    let desk = clerk.get("/desk").await;
    assert_eq!(desk.status, 303);
    let desk = clerk.get(&desk.to()).await;
    assert!(desk.body.contains(&format!("href=\"{own}\"")), "{}", desk.body);
    let page = clerk.get(&own).await;
    assert_eq!(page.status, 200);
    assert!(
        page.body.contains("&#60;script&#62;alert(1)") && !page.body.contains("<script>alert"),
        "shown as text"
    );

    // Received, then screened: an incomplete sheet comes back filled.
    let to = format!("{own}/receive");
    let answer = clerk.post(&to, &[("form_key", page.form_key(&to))]).await;
    assert_eq!((answer.status, answer.to().as_str()), (303, own.as_str()));
    let to = format!("{own}/screen");
    let page = clerk.get(&own).await;
    let mut fields = vec![("form_key", page.form_key(&to)), ("version", "1")];
    fields.extend(SHEET.iter().filter(|(n, _)| *n != "verdict"));
    let answer = clerk.post(&to, &fields).await;
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("href=\"#verdict\"") && answer.body.contains("Cách làm rõ"));
    assert!(answer.body.contains("value=\"partly\" checked"));
    let mut fields = vec![("form_key", answer.form_key(&to)), ("version", "1")];
    fields.extend(SHEET);
    assert_eq!(clerk.post(&to, &fields).await.status, 303);

    // The head confirms exactly what is shown; the second click changes nothing.
    let to = format!("{own}/confirm");
    assert_eq!(clerk.get(&to).await.status, 403);
    let page = head.get(&to).await;
    assert_eq!(page.status, 200);
    let (hash, form_key) = (page.hidden("hash").to_owned(), page.form_key(&to).to_owned());
    let wrong = "0".repeat(64);
    let said = |hash: &str, key: &str| {
        [
            ("form_key", key),
            ("version", "1"),
            ("hash", hash),
            ("level", "tốt"),
            ("feasibility", "cao"),
            ("remarks", ""),
            ("read", "yes"),
        ]
        .map(|(n, v)| (n.to_owned(), v.to_owned()))
    };
    let post = |fields: [(String, String); 7]| {
        let (head, to) = (&head, &to);
        async move {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            head.post(to, &fields).await
        }
    };
    let answer = post(said(&wrong, "00000000000000000000000000000000")).await;
    assert_eq!(answer.status, 422);
    assert_eq!(post(said(&hash, &form_key)).await.status, 303);
    assert_eq!(post(said(&hash, &form_key)).await.status, 303, "the second click");
    let mine = "SELECT count(*) FROM confirmation WHERE entry_id = (SELECT max(id) FROM entry)";
    assert_eq!(site.count(mine).await, 1);

    // A batch, its letter, and off it goes in the last minute.
    let page = clerk.get(&desk_of(&clerk).await).await;
    let to = batch_action(&page);
    let answer = clerk.post(&to, &[("form_key", page.form_key(&to))]).await;
    assert_eq!(answer.status, 303);
    let batch = answer.to().clone();
    let page = clerk.get(&batch).await;
    let (add, letter) = (format!("{batch}/add"), format!("{batch}/letter"));
    let id = entry.to_string();
    let answer = clerk.post(&add, &[("form_key", page.form_key(&add)), ("entry", &id)]).await;
    assert_eq!(answer.status, 303);
    let go = format!("{batch}/forward");
    let unready = head.get(&go).await;
    assert!(!unready.body.contains("method=\"post\" action=\"/desk/batches"), "no letter, no button");
    let fields = [
        ("form_key", page.form_key(&letter)),
        ("letter_number", "45/UBND-VP"),
        ("signer", "Lê Văn Bình, Chủ tịch"),
    ];
    assert_eq!(clerk.post(&letter, &fields).await.status, 303);
    let page = head.get(&go).await;
    let form_key = page.form_key(&go).to_owned();
    assert_eq!(clerk.post(&go, &[("form_key", &form_key)]).await.status, 403);
    site.state.clock.set(at("2024-04-09T23:59:30"));
    let answer = head.post(&go, &[("form_key", &form_key)]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let page = head.get(&batch).await;
    assert!(page.body.contains("class=\"panel\""), "the receipt");
    assert_eq!(head.get(&format!("{batch}/list")).await.status, 200);

    // The intake accepts it; the board counts it.
    site.state.clock.set(at("2024-04-11T09:00:00"));
    let secretary = site.person(part::SECRETARY).await;
    let own = format!("/intake/entries/{entry}");
    let page = secretary.get(&own).await;
    let to = format!("{own}/accept");
    let answer = secretary.post(&to, &[("form_key", page.form_key(&to))]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert_eq!(site.count("SELECT count(*) FROM gate WHERE intake = 'accepted'").await, 1);
    let leader = site.person(part::LEADER).await;
    let glance = leader.get("/leader").await;
    let glance = leader.get(&glance.to()).await;
    assert_eq!(glance.status, 200);
    assert!(glance.body.contains("<svg role=\"img\""));
}

async fn desk_of(browser: &Person) -> String {
    browser.get("/desk").await.to()
}

fn batch_action(page: &Answer) -> String {
    let mark = "method=\"post\" action=\"";
    let from = page.body.rfind("/batches\">").expect("a form for a new batch");
    let start = page.body[..from].rfind(mark).expect("an action") + mark.len();
    format!("{}/batches", &page.body[start..from])
}

#[tokio::test]
async fn strangers_find_nothing_and_latecomers_are_told() {
    let site = Site::on(Engine::Sqlite, "2024-04-09T23:40:00");
    let entry = paper(&site, UNIT, "2024-04-09T19:00:00").await.0;
    let own = format!("/desk/entries/{entry}");
    let stranger = site.person(&part::clerk("X-PHUNGHIA")).await;
    for path in [own.clone(), "/desk/entries/99999".to_owned(), "/desk/batches/99999".to_owned()] {
        assert_eq!(stranger.get(&path).await.status, 404, "{path}");
    }
    let forged = [("form_key", "00000000000000000000000000000001")];
    let answer = stranger.post(&format!("{own}/receive"), &forged).await;
    assert_eq!(answer.status, 404);
    let judge = site.person(&part::judge("GK02")).await;
    for path in ["/intake", "/desk", "/leader"] {
        assert_eq!(judge.get(path).await.status, 403, "{path}");
    }
    assert_eq!(site.count("SELECT count(*) FROM gate WHERE entry_id = (SELECT max(id) FROM entry)").await, 0);

    // Selected and confirmed in time, sent at the first instant that is too late: refused, whole, in words.
    let (clerk, head) = (site.person(&part::clerk(UNIT)).await, site.person(&part::head(UNIT)).await);
    let page = clerk.get(&own).await;
    let to = format!("{own}/screen");
    let mut fields = vec![("form_key", page.form_key(&to)), ("version", "1")];
    fields.extend(SHEET);
    assert_eq!(clerk.post(&to, &fields).await.status, 303);
    let to = format!("{own}/confirm");
    let page = head.get(&to).await;
    let fields = [
        ("form_key", page.form_key(&to)),
        ("version", "1"),
        ("hash", page.hidden("hash")),
        ("level", "tốt"),
        ("feasibility", "cao"),
        ("read", "yes"),
    ];
    assert_eq!(head.post(&to, &fields).await.status, 303);
    let page = clerk.get(&desk_of(&clerk).await).await;
    let to = batch_action(&page);
    let batch = clerk.post(&to, &[("form_key", page.form_key(&to))]).await.to();
    let page = clerk.get(&batch).await;
    let (add, letter, id) = (format!("{batch}/add"), format!("{batch}/letter"), entry.to_string());
    clerk.post(&add, &[("form_key", page.form_key(&add)), ("entry", &id)]).await;
    clerk
        .post(
            &letter,
            &[("form_key", page.form_key(&letter)), ("letter_number", "45"), ("signer", "Lê Văn Bình")],
        )
        .await;
    let go = format!("{batch}/forward");
    let page = head.get(&go).await;
    let form_key = page.form_key(&go).to_owned();
    site.state.clock.set(at("2024-04-10T00:00:00"));
    let answer = head.post(&go, &[("form_key", &form_key)]).await;
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("10/04/2024 00:00"), "it says the limit");
    assert_eq!(site.count("SELECT count(*) FROM gate WHERE entry_id = (SELECT max(id) FROM entry) AND arrived_at IS NOT NULL").await, 0);

    // The secretary records it as it came, and the intake names the reason.
    let secretary = site.person(part::SECRETARY).await;
    let intake = secretary.get("/intake").await.to();
    let unit =
        site.count("SELECT unit_id FROM entry WHERE id = (SELECT max(id) FROM entry)").await.to_string();
    let to = format!("{intake}/arrivals");
    let page = secretary.get(&format!("{to}?unit={unit}")).await;
    let form_key = page.form_key(&to).to_owned();
    let arrived = [
        ("form_key", form_key.as_str()),
        ("unit", &unit),
        ("entry", &id),
        ("arrived_at", "10/04/2024 00:00"),
    ];
    let answer = secretary.post(&to, &arrived).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let own = format!("/intake/entries/{entry}");
    let accept = format!("{own}/accept");
    let answer = secretary.post(&accept, &[("form_key", "00000000000000000000000000000002")]).await;
    assert_eq!(answer.status, 422);
    assert_eq!(site.count("SELECT count(*) FROM gate WHERE intake = 'accepted'").await, 0);
}

#[tokio::test]
async fn everything_in_order_is_accepted_at_once_and_the_rest_stays() {
    let site = Site::on(Engine::Sqlite, "2024-04-11T10:45:00");
    let secretary = site.person(part::SECRETARY).await;
    let intake = secretary.get("/intake").await.to();
    let to = format!("{intake}/accept-all");
    let page = secretary.get(&to).await;
    let ticked: Vec<&str> = page
        .body
        .split("name=\"entry\" value=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let before = site.count("SELECT count(*) FROM gate WHERE intake = 'accepted'").await;
    assert!(ticked.len() >= 30, "{}", ticked.len());
    let mut fields = vec![("form_key", page.form_key(&to))];
    fields.extend(ticked.iter().map(|id| ("entry", *id)));
    // Somebody sends the id of an entry that has a reason along.
    fields.push(("entry", "47"));
    let answer = secretary.post(&to, &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let accepted = site.count("SELECT count(*) FROM gate WHERE intake = 'accepted'").await;
    assert_eq!(usize::try_from(accepted - before).expect("more than before"), ticked.len());
    for path in ["", "?show=all", "?show=late", "/similar", "/quota", "/figures"] {
        assert_eq!(secretary.get(&format!("{intake}{path}")).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn many_are_selected_at_once_and_it_is_undone() {
    let site = Site::on(Engine::Sqlite, "2024-04-05T08:00:00");
    let mut ids = vec![];
    for _ in 0..3 {
        ids.push(paper(&site, UNIT, "2024-04-04T19:00:00").await.0);
    }
    let clerk = site.person(&part::clerk(UNIT)).await;
    let desk = desk_of(&clerk).await;
    let look = format!("{desk}/bulk?act=select&entry={}&entry={}&entry=999999", ids[0], ids[1]);
    let page = clerk.get(&look).await;
    assert_eq!(page.status, 200);
    let to = format!("{desk}/bulk");
    let ticked: Vec<String> = ids[..2].iter().map(|id| format!("{id}.1")).collect();
    for value in &ticked {
        assert!(page.body.contains(&format!("value=\"{value}\" checked")), "{}", page.body);
    }
    assert!(!page.body.contains("value=\"999999"), "what is not of this desk is nobody's");
    let selected = "SELECT COUNT(*) FROM gate WHERE verdict = 'selected' AND confirmation_id IS NULL AND arrived_at IS NULL";
    let before = site.count(selected).await;
    let key = page.form_key(&to).to_owned();
    let fields =
        [("form_key", key.as_str()), ("act", "select"), ("entry", &ticked[0]), ("entry", &ticked[1])];
    assert_eq!(clerk.post(&to, &fields).await.status, 303);
    assert_eq!(clerk.post(&to, &fields).await.status, 303, "the second click");
    assert_eq!(site.count(selected).await, before + 2);

    // The desk offers to undo it, once.
    let page = clerk.get(&desk).await;
    let undo = format!("{to}/undo");
    let fields = [("form_key", page.form_key(&undo).to_owned()), ("bulk", page.hidden("bulk").to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    assert_eq!(clerk.post(&undo, &fields).await.status, 303);
    assert_eq!(site.count(selected).await, before);
    assert!(!clerk.get(&desk).await.body.contains("name=\"bulk\""));

    // Declining asks for one reason, beside its field.
    let page = clerk.get(&format!("{desk}/bulk?act=decline&entry={}", ids[2])).await;
    let id = ids[2].to_string();
    let fields = [("form_key", page.form_key(&to)), ("act", "decline"), ("entry", id.as_str())];
    let answer = clerk.post(&to, &fields).await;
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("href=\"#reason\""), "{}", answer.body);
}

#[tokio::test]
async fn what_changed_between_two_versions_is_marked() {
    let site = Site::on(Engine::Sqlite, "2024-04-05T08:00:00");
    let entry = paper(&site, UNIT, "2024-04-04T19:00:00").await;
    let clerk = site.person(&part::clerk(UNIT)).await;
    let own = format!("/desk/entries/{}", entry.0);
    assert!(!clerk.get(&own).await.body.contains(&format!("{own}/versions")));
    let now = at("2024-04-05T08:00:00");
    site.write(move |tx| {
        let mut mended = a_dossier(UNIT);
        mended.sections = vec![("noi_dung".into(), "Nhắn tin báo giờ hẹn.\n<i>mới</i>".into())];
        let made = app::entry::record_paper_again(tx, &Actor::System, entry, &mended, now, now);
        made.map_err(crate::world::fault)
    })
    .await;
    assert!(clerk.get(&own).await.body.contains(&format!("href=\"{own}/versions\"")));
    let page = clerk.get(&format!("{own}/versions")).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("<del>") && page.body.contains("<ins>"), "{}", page.body);
    assert!(page.body.contains("&#60;i&#62;mới"), "shown as text");
    assert_eq!(clerk.get(&format!("{own}/versions?from=1&to=9")).await.status, 404);
}
