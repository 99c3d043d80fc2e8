//! The unit gate and the committee's intake, through HTTP: a clerk, a head, a secretary, and those who may not.

use app::clock::Clock;
use app::keys::Keys;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::actor::Actor;
use domain::contest::{Category, Form};
use domain::entry::{Author, Dossier};
use domain::ids::{ContestId, EntryId};
use domain::percent::SharePercent;
use domain::time::Instant;
use sangkien::rehearse::{self, Cast, Play, part};
use std::path::Path;
use std::sync::Arc;
use testkit::engines::{Fresh, fresh};
use tower::ServiceExt;

fn at(text: &str) -> Instant {
    Instant::parse(&format!("{text}+07:00")).expect("an instant")
}

/// The contest of 2024 as it stood at one moment, with its site.
struct Site {
    router: Router,
    clock: Clock,
    db: Fresh,
    contest: ContestId,
}

struct Page {
    status: StatusCode,
    to: String,
    text: String,
}

impl Site {
    fn on(moment: &str) -> Site {
        let (moment, db) = (at(moment), fresh(app::db::Engine::Sqlite));
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/chuong-my-2024");
        let (folder, rules) = rehearse::read(&dir).expect("the folder is in order");
        let steps = rehearse::plan(&folder, &rules);
        let done = steps.iter().take_while(|s| s.at <= moment).count();
        let mut play = Play::new(&db, &folder, &rules, Cast::Silent);
        play.steps(&steps[..done]).expect("the contest is played");
        let contest = play.contest().expect("a contest");
        let clock = Clock::starting_at(moment);
        let state = web::AppState {
            config: Arc::new(web::Config { base_url: "http://localhost".to_owned(), demo: None }),
            clock: clock.clone(),
            db: db.clone(),
            keys: Keys::fixed([1; 32]),
            data_dir: std::env::temp_dir().into(),
        };
        Site { router: web::router(state), clock, db, contest }
    }

    /// A browser of the person with this login.
    fn browser(&self, login: &str) -> Browser<'_> {
        let (login, now) = (login.to_owned(), self.clock.now());
        let token = self.db.write_blocking(move |tx| {
            let row = tx.one("SELECT id FROM person WHERE login = $1", &[(&login).into()])?;
            app::session::open(tx, domain::ids::PersonId(row.int(0)?), None, now)
        });
        let config = web::Config { base_url: "http://localhost".to_owned(), demo: None };
        let cookie = format!("{}={}", web::cookie::session_name(&config), token.expect("a session").text());
        Browser { site: self, cookie }
    }

    /// An entry that came on paper, as a clerk records it.
    fn paper(&self, unit: &'static str, received: &str) -> EntryId {
        let (contest, received) = (self.contest, at(received));
        let dossier = a_dossier(unit);
        let made = self.db.write_blocking(move |tx| {
            app::entry::record_paper(tx, &Actor::System, contest, None, &dossier, received, received)
        });
        made.unwrap_or_else(|stop| panic!("{stop:?}"))
    }

    fn count(&self, sql: &'static str) -> i64 {
        self.db.read_blocking(move |tx| tx.one(sql, &[])?.int(0)).expect("a count")
    }
}

struct Browser<'s> {
    site: &'s Site,
    cookie: String,
}

impl Browser<'_> {
    async fn send(&self, request: Request<Body>) -> Page {
        let answer = self.site.router.clone().oneshot(request).await.expect("an answer");
        let status = answer.status();
        let to = answer
            .headers()
            .get(header::LOCATION)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        let bytes = axum::body::to_bytes(answer.into_body(), 64 << 20).await.expect("a body");
        Page { status, to, text: String::from_utf8(bytes.to_vec()).expect("UTF-8") }
    }

    async fn get(&self, path: &str) -> Page {
        self.send(
            Request::get(path).header(header::COOKIE, &self.cookie).body(Body::empty()).expect("a request"),
        )
        .await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let escape =
            |text: &str| {
                text.bytes()
                    .map(|b| {
                        if b.is_ascii_alphanumeric() {
                            char::from(b).to_string()
                        } else {
                            format!("%{b:02X}")
                        }
                    })
                    .collect::<String>()
            };
        let body: Vec<String> = fields.iter().map(|(n, v)| format!("{n}={}", escape(v))).collect();
        let request = Request::post(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::ORIGIN, "http://localhost")
            .header(header::HOST, "localhost")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body.join("&"))).expect("a request")).await
    }
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
        }],
        receiving_unit: unit.into(),
        route: "own_unit".into(),
        attachments: vec![],
        sections: vec![("noi_dung".into(), "Nhắn tin báo giờ.\n<script>alert(1)</script>".into())],
        already_applied: false,
    }
}

/// The value of a hidden field, as a browser would send it back.
fn hidden<'p>(page: &'p Page, name: &str) -> &'p str {
    let mark = format!("name=\"{name}\" value=\"");
    let from = page.text.find(&mark).unwrap_or_else(|| panic!("no {name} in {}", page.text)) + mark.len();
    page.text[from..].split('"').next().expect("a value")
}

/// The key of the form that is sent to this address.
fn key<'p>(page: &'p Page, action: &str) -> &'p str {
    let form =
        page.text.find(&format!("action=\"{action}\"")).unwrap_or_else(|| panic!("no form to {action}"));
    let rest = &page.text[form..];
    let mark = "name=\"form_key\" value=\"";
    rest[rest.find(mark).expect("a key") + mark.len()..].split('"').next().expect("a value")
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
    let site = Site::on("2024-04-09T23:40:00");
    let entry = site.paper(UNIT, "2024-04-09T19:00:00").0;
    let (clerk, head) = (site.browser(&part::clerk(UNIT)), site.browser(&part::head(UNIT)));
    let own = format!("/desk/entries/{entry}");

    // The desk: one entry waits.
    let desk = clerk.get("/desk").await;
    assert_eq!(desk.status, StatusCode::SEE_OTHER);
    let desk = clerk.get(&desk.to).await;
    assert!(desk.text.contains(&format!("href=\"{own}\"")), "{}", desk.text);
    let page = clerk.get(&own).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text.contains("&#60;script&#62;alert(1)") && !page.text.contains("<script>alert"),
        "shown as text"
    );

    // Received, then screened: an incomplete sheet comes back filled.
    let to = format!("{own}/receive");
    let answer = clerk.post(&to, &[("form_key", key(&page, &to))]).await;
    assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, own.as_str()));
    let to = format!("{own}/screen");
    let page = clerk.get(&own).await;
    let mut fields = vec![("form_key", key(&page, &to)), ("version", "1")];
    fields.extend(SHEET.iter().filter(|(n, _)| *n != "verdict"));
    let answer = clerk.post(&to, &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("href=\"#verdict\"") && answer.text.contains("Cách làm rõ"));
    assert!(answer.text.contains("value=\"partly\" checked"));
    let mut fields = vec![("form_key", key(&answer, &to)), ("version", "1")];
    fields.extend(SHEET);
    assert_eq!(clerk.post(&to, &fields).await.status, StatusCode::SEE_OTHER);

    // The head confirms exactly what is shown; the second click changes nothing.
    let to = format!("{own}/confirm");
    assert_eq!(clerk.get(&to).await.status, StatusCode::FORBIDDEN);
    let page = head.get(&to).await;
    assert_eq!(page.status, StatusCode::OK);
    let (hash, form_key) = (hidden(&page, "hash").to_owned(), key(&page, &to).to_owned());
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
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(post(said(&hash, &form_key)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(post(said(&hash, &form_key)).await.status, StatusCode::SEE_OTHER, "the second click");
    let mine = "SELECT count(*) FROM confirmation WHERE entry_id = (SELECT max(id) FROM entry)";
    assert_eq!(site.count(mine), 1);

    // A batch, its letter, and off it goes in the last minute.
    let page = clerk.get(&desk_of(&clerk).await).await;
    let to = batch_action(&page);
    let answer = clerk.post(&to, &[("form_key", key(&page, &to))]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let batch = answer.to.clone();
    let page = clerk.get(&batch).await;
    let (add, letter) = (format!("{batch}/add"), format!("{batch}/letter"));
    let id = entry.to_string();
    let answer = clerk.post(&add, &[("form_key", key(&page, &add)), ("entry", &id)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let go = format!("{batch}/forward");
    let unready = head.get(&go).await;
    assert!(!unready.text.contains("method=\"post\" action=\"/desk/batches"), "no letter, no button");
    let fields = [
        ("form_key", key(&page, &letter)),
        ("letter_number", "45/UBND-VP"),
        ("signer", "Lê Văn Bình, Chủ tịch"),
    ];
    assert_eq!(clerk.post(&letter, &fields).await.status, StatusCode::SEE_OTHER);
    let page = head.get(&go).await;
    let form_key = key(&page, &go).to_owned();
    assert_eq!(clerk.post(&go, &[("form_key", &form_key)]).await.status, StatusCode::FORBIDDEN);
    site.clock.set(at("2024-04-09T23:59:30"));
    let answer = head.post(&go, &[("form_key", &form_key)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let page = head.get(&batch).await;
    assert!(page.text.contains("class=\"panel\""), "the receipt");
    assert_eq!(head.get(&format!("{batch}/list")).await.status, StatusCode::OK);

    // The intake accepts it; the board counts it.
    site.clock.set(at("2024-04-11T09:00:00"));
    let secretary = site.browser(part::SECRETARY);
    let own = format!("/intake/entries/{entry}");
    let page = secretary.get(&own).await;
    let to = format!("{own}/accept");
    let answer = secretary.post(&to, &[("form_key", key(&page, &to))]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert_eq!(site.count("SELECT count(*) FROM gate WHERE intake = 'accepted'"), 1);
    let leader = site.browser(part::LEADER);
    let glance = leader.get("/leader").await;
    let glance = leader.get(&glance.to).await;
    assert_eq!(glance.status, StatusCode::OK);
    assert!(glance.text.contains("<svg role=\"img\""));
}

async fn desk_of(browser: &Browser<'_>) -> String {
    browser.get("/desk").await.to
}

fn batch_action(page: &Page) -> String {
    let mark = "method=\"post\" action=\"";
    let from = page.text.rfind("/batches\">").expect("a form for a new batch");
    let start = page.text[..from].rfind(mark).expect("an action") + mark.len();
    format!("{}/batches", &page.text[start..from])
}

#[tokio::test]
async fn strangers_find_nothing_and_latecomers_are_told() {
    let site = Site::on("2024-04-09T23:40:00");
    let entry = site.paper(UNIT, "2024-04-09T19:00:00").0;
    let own = format!("/desk/entries/{entry}");
    let stranger = site.browser(&part::clerk("X-PHUNGHIA"));
    for path in [own.clone(), "/desk/entries/99999".to_owned(), "/desk/batches/99999".to_owned()] {
        assert_eq!(stranger.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let forged = [("form_key", "00000000000000000000000000000001")];
    let answer = stranger.post(&format!("{own}/receive"), &forged).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let judge = site.browser(&part::judge("GK02"));
    for path in ["/intake", "/desk", "/leader"] {
        assert_eq!(judge.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(site.count("SELECT count(*) FROM gate WHERE entry_id = (SELECT max(id) FROM entry)"), 0);

    // Selected and confirmed in time, sent at the first instant that is too late: refused, whole, in words.
    let (clerk, head) = (site.browser(&part::clerk(UNIT)), site.browser(&part::head(UNIT)));
    let page = clerk.get(&own).await;
    let to = format!("{own}/screen");
    let mut fields = vec![("form_key", key(&page, &to)), ("version", "1")];
    fields.extend(SHEET);
    assert_eq!(clerk.post(&to, &fields).await.status, StatusCode::SEE_OTHER);
    let to = format!("{own}/confirm");
    let page = head.get(&to).await;
    let fields = [
        ("form_key", key(&page, &to)),
        ("version", "1"),
        ("hash", hidden(&page, "hash")),
        ("level", "tốt"),
        ("feasibility", "cao"),
        ("read", "yes"),
    ];
    assert_eq!(head.post(&to, &fields).await.status, StatusCode::SEE_OTHER);
    let page = clerk.get(&desk_of(&clerk).await).await;
    let to = batch_action(&page);
    let batch = clerk.post(&to, &[("form_key", key(&page, &to))]).await.to;
    let page = clerk.get(&batch).await;
    let (add, letter, id) = (format!("{batch}/add"), format!("{batch}/letter"), entry.to_string());
    clerk.post(&add, &[("form_key", key(&page, &add)), ("entry", &id)]).await;
    clerk
        .post(
            &letter,
            &[("form_key", key(&page, &letter)), ("letter_number", "45"), ("signer", "Lê Văn Bình")],
        )
        .await;
    let go = format!("{batch}/forward");
    let page = head.get(&go).await;
    let form_key = key(&page, &go).to_owned();
    site.clock.set(at("2024-04-10T00:00:00"));
    let answer = head.post(&go, &[("form_key", &form_key)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("10/04/2024 00:00"), "it says the limit");
    assert_eq!(site.count("SELECT count(*) FROM gate WHERE entry_id = (SELECT max(id) FROM entry) AND arrived_at IS NOT NULL"), 0);

    // The secretary records it as it came, and the intake names the reason.
    let secretary = site.browser(part::SECRETARY);
    let intake = secretary.get("/intake").await.to;
    let unit = site.count("SELECT unit_id FROM entry WHERE id = (SELECT max(id) FROM entry)").to_string();
    let to = format!("{intake}/arrivals");
    let page = secretary.get(&format!("{to}?unit={unit}")).await;
    let form_key = key(&page, &to).to_owned();
    let arrived = [
        ("form_key", form_key.as_str()),
        ("unit", &unit),
        ("entry", &id),
        ("arrived_at", "10/04/2024 00:00"),
    ];
    let answer = secretary.post(&to, &arrived).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let own = format!("/intake/entries/{entry}");
    let accept = format!("{own}/accept");
    let answer = secretary.post(&accept, &[("form_key", "00000000000000000000000000000002")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(site.count("SELECT count(*) FROM gate WHERE intake = 'accepted'"), 0);
}

#[tokio::test]
async fn everything_in_order_is_accepted_at_once_and_the_rest_stays() {
    let site = Site::on("2024-04-11T10:45:00");
    let secretary = site.browser(part::SECRETARY);
    let intake = secretary.get("/intake").await.to;
    let to = format!("{intake}/accept-all");
    let page = secretary.get(&to).await;
    let ticked: Vec<&str> = page
        .text
        .split("name=\"entry\" value=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let before = site.count("SELECT count(*) FROM gate WHERE intake = 'accepted'");
    assert!(ticked.len() >= 30, "{}", ticked.len());
    let mut fields = vec![("form_key", key(&page, &to))];
    fields.extend(ticked.iter().map(|id| ("entry", *id)));
    // Somebody sends the id of an entry that has a reason along.
    fields.push(("entry", "47"));
    let answer = secretary.post(&to, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let accepted = site.count("SELECT count(*) FROM gate WHERE intake = 'accepted'");
    assert_eq!(usize::try_from(accepted - before).expect("more than before"), ticked.len());
    for path in ["", "?show=all", "?show=late", "/similar", "/quota", "/figures"] {
        assert_eq!(secretary.get(&format!("{intake}{path}")).await.status, StatusCode::OK, "{path}");
    }
}
