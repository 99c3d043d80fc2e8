//! The way of an entry through its pages, without a script: begin, write, check, hand in, follow, edit, withdraw, look up.

use app::clock::Clock;
use app::contest;
use app::db::{DbFault, Engine};
use app::keys::Keys;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use domain::contest::Phase;
use domain::time::Instant;
use std::sync::Arc;
use testkit::engines::{Fresh, fresh};
use tower::ServiceExt;
use web::{AppState, Config};

const CONTEST: &str = include_str!("../../../../data/chuong-my-2024/contest.json");
const START: &str = "/contests/CM24/enter";

/// A site with the contest open, and one browser at it.
struct Site {
    router: Router,
    clock: Clock,
    db: Fresh,
    _dir: tempfile::TempDir,
}

#[derive(Default, Clone)]
struct Browser {
    cookies: Vec<(String, String)>,
}

struct Page {
    status: StatusCode,
    to: String,
    body: String,
    headers: axum::http::HeaderMap,
}

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn site() -> Site {
    site_by(CONTEST)
}

/// By other rules.
fn site_by(rules: &str) -> Site {
    let text = rules.to_owned();
    let db = fresh(Engine::Sqlite);
    db.write_blocking(move |tx| {
        for (n, (code, name)) in [
            ("CM", "UBND huyện Chương Mỹ"),
            ("CM-NV", "Phòng Nội vụ"),
            ("CM-TP", "Phòng Tư pháp"),
            ("X-TANTIEN", "UBND xã Tân Tiến"),
        ]
        .iter()
        .enumerate()
        {
            tx.exec(
                "INSERT INTO org_unit (code, name, fold, kind, position) VALUES ($1, $2, $3, 'district_office', $4)",
                &[(*code).into(), (*name).into(), domain::text::fold(name).into(), n.into()],
            )?;
        }
        let rules = contest::format::parse(&text).map_err(|p| DbFault::other(format!("{p:?}")))?;
        let unit = |code: &str| format!("(SELECT id FROM org_unit WHERE code = '{code}')");
        let row = tx.one(&format!("SELECT {}, {}", unit("CM"), unit("CM-NV")), &[])?;
        let [organiser, standing] = [row.int(0)?, row.int(1)?].map(domain::ids::UnitId);
        let now = at("2024-03-29T00:00:00+07:00");
        let id = contest::store::insert(tx, &text, &rules, organiser, standing, "first", now)?;
        contest::store::save_phase(tx, id, Phase::Open)?;
        for code in ["CM-TP", "X-TANTIEN"] {
            tx.exec(
                &format!("INSERT INTO contest_unit (contest_id, unit_id, quota) VALUES ($1, {}, 'required')", unit(code)),
                &[id.0.into()],
            )?;
        }
        Ok::<_, DbFault>(())
    })
    .unwrap();
    let dir = tempfile::tempdir().unwrap();
    let clock = Clock::starting_at(at("2024-04-03T09:00:00+07:00"));
    let state = AppState {
        config: Arc::new(Config { base_url: "http://localhost".to_owned(), ..Config::default() }),
        clock: clock.clone(),
        db: db.clone(),
        keys: Keys::fixed([1; 32]),
        data_dir: dir.path().into(),
        files: app::files::Contents::on_disk(dir.path()),
    };
    Site { router: web::router(state), clock, db, _dir: dir }
}

impl Site {
    async fn send(&self, browser: &mut Browser, mut request: Request<Body>) -> Page {
        let cookies: Vec<String> = browser.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
        if !cookies.is_empty() {
            request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        let response: Response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            browser.cookies.retain(|(n, _)| n != name);
            if !cookie.contains("Max-Age=0") {
                browser.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        let bytes = axum::body::to_bytes(body, 64 << 20).await.unwrap();
        let to = parts.headers.get(header::LOCATION).map(|l| l.to_str().unwrap().to_owned());
        Page {
            status: parts.status,
            to: to.unwrap_or_default(),
            body: String::from_utf8_lossy(&bytes).into_owned(),
            headers: parts.headers,
        }
    }

    async fn get(&self, browser: &mut Browser, path: &str) -> Page {
        self.send(browser, Request::get(path).body(Body::empty()).unwrap()).await
    }

    async fn post(&self, browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Page {
        let body: Vec<String> =
            fields.iter().map(|(n, v)| format!("{}={}", escaped(n), escaped(v))).collect();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body.join("&").into())
            .unwrap();
        self.send(browser, request).await
    }

    /// Opens the page, and sends its form with these fields besides the hidden ones.
    async fn fill(&self, browser: &mut Browser, page: &str, path: &str, fields: &[(&str, &str)]) -> Page {
        let form = self.get(browser, page).await;
        assert_eq!(form.status, StatusCode::OK, "{page}: {}", form.body);
        let (key, version) = (hidden(&form.body, "form_key"), hidden(&form.body, "version"));
        let mut all = vec![("form_key", key.as_str()), ("version", version.as_str())];
        all.extend(fields);
        self.post(browser, path, &all).await
    }

    async fn upload(&self, browser: &mut Browser, path: &str, name: &str, content: &[u8]) -> Page {
        let key = hidden(&self.get(browser, path).await.body, "form_key");
        let mut body = format!(
            "--B\r\nContent-Disposition: form-data; name=\"form_key\"\r\n\r\n{key}\r\n--B\r\nContent-Disposition: form-data; \
             name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        )
        .into_bytes();
        body.extend(content);
        body.extend(b"\r\n--B--\r\n");
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=B")
            .header(header::CONTENT_LENGTH, body.len())
            .body(body.into())
            .unwrap();
        self.send(browser, request).await
    }

    /// Begins an entry: its id, code and PIN.
    async fn begin(&self, browser: &mut Browser) -> (String, String, String) {
        let begun = self.fill(browser, START, START, &[]).await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
        let id = begun.to.split('/').nth(2).unwrap().to_owned();
        let tasks = self.get(browser, &begun.to).await.body;
        let strong: Vec<&str> = tasks.split("<strong class=\"nowrap\">").skip(1).collect();
        let of = |n: usize| strong[n].split('<').next().unwrap().to_owned();
        (id, of(0), of(1))
    }

    /// Writes every part.
    async fn write(&self, browser: &mut Browser, id: &str) {
        for (part, fields) in parts() {
            let path = format!("/entries/{id}/part/{part}");
            let saved = self.fill(browser, &path, &path, &fields).await;
            assert_eq!(saved.status, StatusCode::SEE_OTHER, "{part}: {}", saved.body);
            assert_eq!(saved.to, format!("/entries/{id}/tasks"));
        }
    }

    async fn hand_in(&self, browser: &mut Browser, id: &str) -> Page {
        self.fill(browser, &format!("/entries/{id}/check"), &format!("/entries/{id}/submit"), &[]).await
    }

    fn count(&self, sql: &'static str) -> i64 {
        self.db.read_blocking(move |tx| tx.one(sql, &[])?.int(0)).unwrap()
    }
}

fn escaped(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

fn hidden(html: &str, name: &str) -> String {
    let marker = format!("name=\"{name}\" value=\"");
    html.split(&marker).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
}

fn parts() -> Vec<(&'static str, Vec<(&'static str, &'static str)>)> {
    let text = "Hồ sơ bị trả lại nhiều lần, mỗi lần nêu một lỗi.";
    vec![
        ("place", vec![("route", "own_unit"), ("unit", "CM-TP")]),
        (
            "about",
            vec![
                ("title", "Bảng kiểm chung <b>cho hồ sơ</b>"),
                ("area", "mot_cua"),
                ("area", "cong_nghe"),
                ("form", "written"),
                ("applied", "yes"),
            ],
        ),
        (
            "text",
            vec![
                ("section-hien_trang", text),
                ("section-noi_dung", text),
                ("section-tinh_moi", text),
                ("section-hieu_qua", text),
                ("section-kha_nang_ap_dung", text),
            ],
        ),
        (
            "authors",
            vec![
                ("category", "collective"),
                ("author-1-name", "Dương Văn Vượng"),
                ("author-1-unit", "CM-TP"),
                ("author-1-address", "Thôn Chùa"),
                ("author-1-phone", "0912 345 678"),
                ("author-1-share", "60"),
                ("author-2-name", "Lê Thị Mơ"),
                ("author-2-address", "Thôn Trung"),
                ("author-2-phone", "+84 987 654 321"),
                ("author-2-share", "40"),
                ("representative", "2"),
            ],
        ),
        ("declaration", vec![("own-work", "yes"), ("data-use", "yes"), ("office-use", "yes")]),
    ]
}

#[tokio::test]
async fn an_entry_goes_from_the_first_page_to_its_receipt() {
    let (site, mut b) = (site(), Browser::default());
    let (id, code, pin) = site.begin(&mut b).await;
    assert!(code.starts_with("CM24-") && pin.len() == 6, "{code} {pin}");
    let authors = site.get(&mut b, &format!("/entries/{id}/part/authors")).await.body;
    assert!(!authors.contains("author-1-birth"), "no contest asks for an age that has no rule on it");

    let early = site.hand_in(&mut b, &id).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.body.contains("part/authors?check=1#authors"), "each reason leads to its field");

    site.write(&mut b, &id).await;
    let check = site.get(&mut b, &format!("/entries/{id}/check")).await;
    assert!(
        check.body.contains("Bảng kiểm chung &#60;b&#62;cho hồ sơ")
            && !check.body.contains("class=\"errors\"")
    );

    let form = site.get(&mut b, &format!("/entries/{id}/check")).await;
    let key = hidden(&form.body, "form_key");
    for _ in 0..2 {
        let done = site.post(&mut b, &format!("/entries/{id}/submit"), &[("form_key", &key)]).await;
        assert_eq!((done.status, done.to), (StatusCode::SEE_OTHER, format!("/entries/{id}/receipt")));
    }
    assert_eq!(site.count("SELECT COUNT(*) FROM entry_version"), 1, "a second click is the same receipt");
    let again = site.hand_in(&mut b, &id).await;
    assert_eq!(again.to, format!("/entries/{id}/receipt"), "another form leads there too");

    let receipt = site.get(&mut b, &format!("/entries/{id}/receipt")).await.body;
    for part in [code.as_str(), &pin, "<svg", "03/04/2024", "Phòng Tư pháp"] {
        assert!(receipt.contains(part), "{part} on the receipt");
    }
    let own = site.get(&mut b, &format!("/entries/{id}")).await.body;
    assert!(own.contains("chờ đơn vị tiếp nhận") && own.contains("Lê Thị Mơ"));
}

#[tokio::test]
async fn code_and_pin_open_the_entry_on_another_device() {
    let (site, mut b) = (site(), Browser::default());
    let (id, code, pin) = site.begin(&mut b).await;
    let mut other = Browser::default();
    let guarded = format!("/entries/{id}/tasks");
    let sent_away = site.get(&mut other, &guarded).await;
    assert!(sent_away.to.starts_with("/lookup?next="), "{}", sent_away.to);

    let wrong_pin = if pin == "000000" { "000001" } else { "000000" };
    let texts = |page: &Page| {
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.body.split("id=\"code-error\"").nth(1).unwrap().split("</p>").next().unwrap().to_owned()
    };
    let a = site.fill(&mut other, "/lookup", "/lookup", &[("code", &code), ("pin", wrong_pin)]).await;
    let unknown = [("code", "CM24-222222-2"), ("pin", pin.as_str())];
    let b2 = site.fill(&mut other, "/lookup", "/lookup", &unknown).await;
    assert_eq!(texts(&a), texts(&b2), "a wrong code and a wrong PIN read alike");
    assert!(!a.body.contains(wrong_pin), "what was typed as a PIN does not come back");

    let opened = site
        .fill(
            &mut other,
            "/lookup",
            "/lookup",
            &[("code", &code.to_lowercase()), ("pin", &pin), ("next", &guarded)],
        )
        .await;
    assert_eq!((opened.status, opened.to.as_str()), (StatusCode::SEE_OTHER, guarded.as_str()));
    assert_eq!(site.get(&mut other, &guarded).await.status, StatusCode::OK);
    let elsewhere = [("code", code.as_str()), ("pin", &pin), ("next", "/entries/999/tasks")];
    let own = site.fill(&mut other, "/lookup", "/lookup", &elsewhere).await;
    assert_eq!(own.to, format!("/entries/{id}"));

    let left = site.post(&mut other, "/lookup/leave", &[]).await;
    assert_eq!(left.to, "/lookup");
    assert!(site.get(&mut other, &guarded).await.to.starts_with("/lookup"));
}

#[tokio::test]
async fn too_many_tries_wait() {
    let (site, mut b) = (site(), Browser::default());
    let (_, code, pin) = site.begin(&mut b).await;
    let wrong = if pin == "000000" { "000001" } else { "000000" };
    let mut last = None;
    for _ in 0..6 {
        last = Some(site.fill(&mut b, "/lookup", "/lookup", &[("code", &code), ("pin", wrong)]).await);
    }
    let last = last.unwrap();
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    let wait: u64 = last.headers[header::RETRY_AFTER].to_str().unwrap().parse().unwrap();
    assert!((1..=2).contains(&wait));
}

#[tokio::test]
async fn another_entry_and_none_are_the_same_page() {
    let (site, mut a, mut b) = (site(), Browser::default(), Browser::default());
    let (first, ..) = site.begin(&mut a).await;
    let (_second, ..) = site.begin(&mut b).await;
    for page in
        ["", "/tasks", "/part/about", "/files", "/check", "/receipt", "/withdraw", "/versions/1/files/0"]
    {
        let theirs = site.get(&mut b, &format!("/entries/{first}{page}")).await;
        let none = site.get(&mut b, &format!("/entries/999999{page}")).await;
        assert_eq!((theirs.status, none.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND), "{page}");
        let strip = |p: &Page, id: &str| {
            p.body.replace(&format!("entries/{id}"), "").replace(&format!("entries%2F{id}"), "")
        };
        assert_eq!(strip(&theirs, &first), strip(&none, "999999"), "{page}");
    }
    for page in ["part/about", "submit", "withdraw", "revive", "pin", "files/1/remove"] {
        let key = "00".repeat(16);
        let theirs = site.post(&mut b, &format!("/entries/{first}/{page}"), &[("form_key", &key)]).await;
        assert_eq!(theirs.status, StatusCode::NOT_FOUND, "{page}");
    }
    assert_eq!(site.get(&mut a, "/entries/abc/tasks").await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        site.get(&mut a, &format!("/entries/{first}/part/nothing")).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn mistakes_come_back_with_everything_that_was_typed() {
    let (site, mut b) = (site(), Browser::default());
    let (id, ..) = site.begin(&mut b).await;
    let path = format!("/entries/{id}/part/about");
    let long = "ế".repeat(301);
    let refused =
        site.fill(&mut b, &path, &path, &[("title", &long), ("area", "khong_co"), ("applied", "no")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains(&long) && refused.body.contains("301"));
    assert!(refused.body.contains("id=\"title-error\"") && refused.body.contains("id=\"area-error\""));
    assert_eq!(site.count("SELECT revision FROM draft"), 1, "nothing was saved");
    let only_begun = site.fill(&mut b, &path, &path, &[("title", "Chưa xong")]).await;
    assert_eq!(only_begun.status, StatusCode::SEE_OTHER, "what is only missing is saved");
    let tasks = site.get(&mut b, &format!("/entries/{id}/tasks")).await.body;
    assert!(tasks.contains("Còn thiếu"));
    let asked = site.get(&mut b, &format!("{path}?check=1")).await.body;
    assert!(asked.contains("Hãy chọn lĩnh vực"));
}

#[tokio::test]
async fn an_author_too_young_is_told_beside_the_birth_date() {
    let mut rules: serde_json::Value = serde_json::from_str(CONTEST).unwrap();
    rules["entrants"]["age"] = serde_json::json!({ "min": 18, "at": "2024-04-01" });
    let (site, mut b) = (site_by(&rules.to_string()), Browser::default());
    let (id, ..) = site.begin(&mut b).await;
    let path = format!("/entries/{id}/part/authors");
    let asked = site.get(&mut b, &path).await.body;
    assert!(
        asked.contains("name=\"author-1-birth\"")
            && asked.contains("Từ 18 tuổi trở lên, tính đến ngày 01/04/2024")
    );
    let authors = parts().into_iter().find(|(part, _)| *part == "authors").unwrap().1;
    let with = |births: [&'static str; 2]| {
        let mut fields = authors.clone();
        fields.extend([("author-1-birth", births[0]), ("author-2-birth", births[1])]);
        fields
    };
    for (part, fields) in parts().into_iter().filter(|(part, _)| *part != "authors") {
        let path = format!("/entries/{id}/part/{part}");
        assert_eq!(site.fill(&mut b, &path, &path, &fields).await.status, StatusCode::SEE_OTHER);
    }
    let refused = site.fill(&mut b, &path, &path, &with(["29/02/1968", "2/4/2006"])).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = "Tác giả 2 mới 17 tuổi vào ngày 01/04/2024; thể lệ nhận người từ 18 tuổi trở lên";
    assert!(
        refused.body.contains("id=\"author-2-birth-error\"") && refused.body.contains(said),
        "{}",
        refused.body
    );
    assert!(!refused.body.contains("author-1-birth-error") && refused.body.contains("value=\"2/4/2006\""));

    let without = site.fill(&mut b, &path, &path, &with(["29/02/1968", ""])).await;
    assert_eq!(without.status, StatusCode::SEE_OTHER, "what is only missing is saved");
    let early = site.hand_in(&mut b, &id).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.body.contains("Hãy điền ngày sinh của tác giả 2"), "{}", early.body);
    assert_eq!(
        site.fill(&mut b, &path, &path, &with(["29/02/1968", "1/4/2006"])).await.status,
        StatusCode::SEE_OTHER
    );
    let taken = site.hand_in(&mut b, &id).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    let own = site.get(&mut b, &format!("/entries/{id}")).await.body;
    assert!(own.contains("Ngày sinh: 29/02/1968"), "{own}");
}

#[tokio::test]
async fn bad_requests_change_nothing() {
    let (site, mut b) = (site(), Browser::default());
    let (id, ..) = site.begin(&mut b).await;
    let path = format!("/entries/{id}/part/about");
    let form = "application/x-www-form-urlencoded";
    let raw = |body: Vec<u8>, kind: &str| {
        let length = body.len();
        Request::post(&path)
            .header(header::CONTENT_TYPE, kind)
            .header(header::CONTENT_LENGTH, length)
            .body(Body::from(body))
            .unwrap()
    };
    for (name, request, status) in [
        ("invalid UTF-8", raw(b"title=%FF%FE".to_vec(), form), StatusCode::BAD_REQUEST),
        ("no form", raw(b"{}".to_vec(), "application/json"), StatusCode::BAD_REQUEST),
        ("30 MB", raw(vec![b'a'; 30 << 20], form), StatusCode::PAYLOAD_TOO_LARGE),
        (
            "from another site",
            Request::post(&path)
                .header("sec-fetch-site", "cross-site")
                .header(header::CONTENT_TYPE, form)
                .body(Body::from("title=x"))
                .unwrap(),
            StatusCode::FORBIDDEN,
        ),
    ] {
        let page = site.send(&mut b, request).await;
        assert_eq!(page.status, status, "{name}: {}", page.body);
        assert!(page.body.contains("<h1>"), "{name} gets a page");
    }
    let without_key = site.post(&mut b, &format!("/entries/{id}/submit"), &[]).await;
    assert_eq!(without_key.status, StatusCode::BAD_REQUEST);
    assert_eq!(site.count("SELECT revision FROM draft"), 1);
}

#[tokio::test]
async fn two_tabs_see_each_other() {
    let (site, mut b) = (site(), Browser::default());
    let (id, ..) = site.begin(&mut b).await;
    let path = format!("/entries/{id}/part/about");
    let form = site.get(&mut b, &path).await.body;
    let (key, version) = (hidden(&form, "form_key"), hidden(&form, "version"));
    let first = [("form_key", key.as_str()), ("version", &version), ("title", "Tên của cửa sổ một")];
    assert_eq!(site.post(&mut b, &path, &first).await.status, StatusCode::SEE_OTHER);
    let second = [("form_key", key.as_str()), ("version", &version), ("title", "Tên của cửa sổ hai")];
    let stale = site.post(&mut b, &path, &second).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("Tên của cửa sổ một") && stale.body.contains("Tên của cửa sổ hai"));
    let (key, version) = (hidden(&stale.body, "form_key"), hidden(&stale.body, "version"));
    let knowing = [("form_key", key.as_str()), ("version", &version), ("title", "Tên của cửa sổ hai")];
    assert_eq!(site.post(&mut b, &path, &knowing).await.status, StatusCode::SEE_OTHER);

    let auto = format!("{path}/autosave");
    let stale = site.post(&mut b, &auto, &[("version", "old"), ("changed", "title"), ("title", "Ba")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let answer: serde_json::Value = serde_json::from_str(&stale.body).unwrap();
    assert_eq!(answer["fields"]["title"], serde_json::json!(["Tên của cửa sổ hai"]));
    let unseen = answer["version"].as_str().unwrap();
    let again = site.post(&mut b, &auto, &[("version", unseen), ("changed", "title"), ("title", "Ba")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "not before somebody has chosen");
    let version = format!("title:{}", answer["seen"]["title"].as_str().unwrap());
    let saved =
        site.post(&mut b, &auto, &[("version", &version), ("changed", "title"), ("title", "Ba")]).await;
    assert_eq!(saved.status, StatusCode::OK);
    let answer: serde_json::Value = serde_json::from_str(&saved.body).unwrap();
    assert_eq!(answer["saved"], "09:00:00");
}

#[tokio::test]
async fn lines_for_authors_come_and_go_without_a_script() {
    let (site, mut b) = (site(), Browser::default());
    let (id, ..) = site.begin(&mut b).await;
    let path = format!("/entries/{id}/part/authors");
    let typed =
        [("category", "collective"), ("author-1-name", "An"), ("author-2-name", "Bình"), ("more", "1")];
    let more = site.fill(&mut b, &path, &path, &typed).await;
    assert!(more.to.ends_with("?rows=3#author-3"), "{}", more.to);
    let page = site.get(&mut b, more.to.split('#').next().unwrap()).await.body;
    assert!(page.contains("value=\"Bình\"") && page.contains("name=\"author-3-name\""));
    let (key, version) = (hidden(&page, "form_key"), hidden(&page, "version"));
    let fewer = [
        ("form_key", key.as_str()),
        ("version", &version),
        ("category", "collective"),
        ("author-1-name", "An"),
        ("author-2-name", "Bình"),
        ("fewer", "1"),
    ];
    let fewer = site.post(&mut b, &path, &fewer).await;
    assert!(fewer.to.ends_with("?rows=1#authors"), "{}", fewer.to);
    let page = site.get(&mut b, fewer.to.split('#').next().unwrap()).await.body;
    assert!(page.contains("value=\"Bình\"") && !page.contains("value=\"An\""));
}

#[tokio::test]
async fn units_are_searched_for_without_marks() {
    let (site, mut b) = (site(), Browser::default());
    let (id, ..) = site.begin(&mut b).await;
    let path = format!("/entries/{id}/part/place");
    let found =
        site.fill(&mut b, &path, &path, &[("route", "commune"), ("q", "tan tien"), ("search", "1")]).await;
    let page = site.get(&mut b, found.to.split('#').next().unwrap()).await.body;
    assert!(page.contains("UBND xã Tân Tiến") && !page.contains("Phòng Tư pháp"));
    assert!(page.contains("value=\"commune\" checked"), "what was chosen before the search is kept");
    let none = site.get(&mut b, &format!("{path}?q=khong%20co")).await.body;
    assert!(none.contains("Không có đơn vị nào khớp"));
}

#[tokio::test]
async fn files_are_sent_listed_given_back_and_refused() {
    let (site, mut b) = (site(), Browser::default());
    let (id, ..) = site.begin(&mut b).await;
    let path = format!("/entries/{id}/files");
    let text = "Hồ sơ một cửa";
    let sent = site.upload(&mut b, &path, "Ghi chú.txt", text.as_bytes()).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let list = site.get(&mut b, &path).await.body;
    let href = list.split(&format!("href=\"{path}/")).nth(1).unwrap().split('"').next().unwrap();
    let file = site.get(&mut b, &format!("{path}/{href}")).await;
    assert_eq!(file.body, text);
    assert_eq!(file.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    assert_eq!(file.headers[header::CONTENT_SECURITY_POLICY], "sandbox; default-src 'none'");
    let disposition = file.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert!(
        disposition.starts_with("attachment;") && disposition.contains("Ghi%20ch%C3%BA.txt"),
        "{disposition}"
    );

    for (name, content, word) in [
        ("virus.exe", &b"MZ\x90\0\x03\0\0\0"[..], "không thuộc loại"),
        ("Ảnh.png", text.as_bytes(), "không đúng với nội dung"),
        ("rỗng.txt", b"", "không có nội dung"),
    ] {
        let refused = site.upload(&mut b, &path, name, content).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(refused.body.contains(word) && refused.body.contains(name), "{name}: {}", refused.body);
    }
    let large = site.upload(&mut b, &path, "a.txt", &vec![b'a'; (50 << 20) + 1]).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(site.count("SELECT COUNT(*) FROM draft_file"), 1);
    let mut other = Browser::default();
    site.begin(&mut other).await;
    assert_eq!(site.get(&mut other, &format!("{path}/{href}")).await.status, StatusCode::NOT_FOUND);

    let key = hidden(&list, "form_key");
    let removed = site.post(&mut b, &format!("{path}/{href}/remove"), &[("form_key", &key)]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    assert_eq!(site.count("SELECT COUNT(*) FROM draft_file"), 0);
}

#[tokio::test]
async fn an_entry_is_changed_withdrawn_and_brought_back_in_time_only() {
    let (site, mut b) = (site(), Browser::default());
    let (id, ..) = site.begin(&mut b).await;
    site.write(&mut b, &id).await;
    site.hand_in(&mut b, &id).await;
    let path = format!("/entries/{id}/part/about");
    let fields = [("title", "Tên mới"), ("area", "mot_cua"), ("form", "written"), ("applied", "no")];
    site.fill(&mut b, &path, &path, &fields).await;
    let check = format!("/entries/{id}/check");
    let again = site.fill(&mut b, &check, &format!("/entries/{id}/submit"), &[("again", "yes")]).await;
    assert_eq!(again.to, format!("/entries/{id}/receipt"), "{}", again.body);
    let own = site.get(&mut b, &format!("/entries/{id}")).await.body;
    assert!(own.contains("Tên mới") && own.contains("Bản nộp lần 2"));

    let withdraw = format!("/entries/{id}/withdraw");
    let out = site.fill(&mut b, &withdraw, &withdraw, &[]).await;
    assert_eq!(out.status, StatusCode::SEE_OTHER);
    let own = site.get(&mut b, &format!("/entries/{id}")).await.body;
    assert!(own.contains("Đã rút") && own.contains("/revive"));
    let twice = site.fill(&mut b, &withdraw, &withdraw, &[]).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);

    let back = site.fill(&mut b, &format!("/entries/{id}"), &format!("/entries/{id}/revive"), &[]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.body);
    site.fill(&mut b, &withdraw, &withdraw, &[]).await;
    let key = hidden(&site.get(&mut b, &format!("/entries/{id}")).await.body, "form_key");
    site.clock.set(at("2024-04-10T00:00:00+07:00"));
    // The session is older than a day by now: code and PIN would open a new one; here only the rule is asked.
    let late = site.post(&mut b, &format!("/entries/{id}/revive"), &[("form_key", &key)]).await;
    assert!(late.status.is_client_error(), "{}", late.status);
    assert_eq!(site.count("SELECT COUNT(*) FROM entry WHERE state = 'withdrawn'"), 1);
}

#[tokio::test]
async fn after_the_deadline_nothing_is_begun() {
    let (site, mut b) = (site(), Browser::default());
    let form = site.get(&mut b, START).await.body;
    let key = hidden(&form, "form_key");
    site.clock.set(at("2024-04-10T00:00:00+07:00"));
    let closed = site.get(&mut b, START).await;
    assert!(closed.body.contains("Đã hết hạn nộp bài") && !closed.body.contains("<form method=\"post\">"));
    let refused = site.post(&mut b, START, &[("form_key", &key)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(site.count("SELECT COUNT(*) FROM entry"), 0);
    assert_eq!(site.get(&mut b, "/contests/XX/enter").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_second_click_on_begin_is_the_same_draft_and_a_late_one_is_none() {
    let (site, mut b) = (site(), Browser::default());
    let key = hidden(&site.get(&mut b, START).await.body, "form_key");
    let first = site.post(&mut b, START, &[("form_key", &key)]).await;
    let second = site.post(&mut b, START, &[("form_key", &key)]).await;
    assert_eq!(first.to, second.to);
    assert_eq!(site.count("SELECT COUNT(*) FROM entry"), 1);
    assert_eq!(site.get(&mut b, &second.to).await.status, StatusCode::OK);
    let id = second.to.split('/').nth(2).unwrap().to_owned();
    let path = format!("/entries/{id}/part/about");
    site.fill(&mut b, &path, &path, &[("title", "Đã viết")]).await;
    let mut stranger = Browser::default();
    let stolen = site.post(&mut stranger, START, &[("form_key", &key)]).await;
    assert_eq!(stolen.status, StatusCode::CONFLICT, "a page left open gives nobody a draft that was written");
}

#[tokio::test]
async fn every_page_exists_in_english() {
    let (site, mut b) = (site(), Browser::default());
    b.cookies.push(("lang".to_owned(), "en".to_owned()));
    let (id, ..) = site.begin(&mut b).await;
    site.write(&mut b, &id).await;
    site.hand_in(&mut b, &id).await;
    for page in [
        "",
        "/tasks",
        "/part/place",
        "/part/about",
        "/part/text",
        "/part/authors",
        "/part/declaration",
        "/files",
        "/check",
        "/receipt",
        "/withdraw",
    ] {
        let shown = site.get(&mut b, &format!("/entries/{id}{page}")).await;
        assert_eq!(shown.status, StatusCode::OK, "{page}");
        assert!(
            shown.body.contains("lang=\"en\"") && !shown.body.contains("entry-"),
            "{page}: a key instead of a text"
        );
    }
}

mod at_the_desk {
    use super::{CONTEST, at};
    use crate::site::{Browser, Site};
    use app::contest;
    use app::db::DbFault;
    use axum::http::StatusCode;
    use domain::contest::Phase;
    use domain::ids::UnitId;
    use domain::people::{Role, WantedGrant};

    /// A contest that is open, with the clerk of the unit `CM-TP` (the third) and of `X-TANTIEN` (the fourth).
    async fn desk(site: &Site) -> (Browser<'_>, Browser<'_>, String) {
        let contest = site.write(|tx| {
            for (n, code) in ["CM", "CM-NV", "CM-TP", "X-TANTIEN"].iter().enumerate() {
                tx.exec(
                    "INSERT INTO org_unit (code, name, fold, kind, position) VALUES ($1, $1, $2, 'commune', $3)",
                    &[(*code).into(), domain::text::fold(code).into(), n.into()],
                )?;
            }
            let rules = contest::format::parse(CONTEST).map_err(|p| DbFault::other(format!("{p:?}")))?;
            let now = at("2024-03-29T00:00:00+07:00");
            let id = contest::store::insert(tx, CONTEST, &rules, UnitId(1), UnitId(2), "first", now)?;
            contest::store::save_phase(tx, id, Phase::Open)?;
            tx.exec(
                "INSERT INTO contest_unit (contest_id, unit_id, quota) VALUES ($1, 3, 'required'), ($1, 4, 'required')",
                &[id.0.into()],
            )?;
            Ok::<_, DbFault>(id)
        });
        for (login, unit) in [("clerk", UnitId(3)), ("other", UnitId(4))] {
            let wanted = WantedGrant { unit: Some(unit), ..WantedGrant::new(Role::Clerk) };
            site.account(login, "Nguyễn Văn Thư", &[wanted]);
        }
        let path = format!("/desk/{}/3/paper", contest.0);
        (site.signed_in("clerk").await, site.signed_in("other").await, path)
    }

    const AS_IT_CAME: &[(&str, &str)] = &[
        ("received-at", "01/04/2024 10:00"),
        ("route", "own_unit"),
        ("title", "Bảng kiểm chung"),
        ("area", "mot_cua"),
        ("form", "written"),
        ("applied", "yes"),
        ("category", "collective"),
        ("author-1-name", "Dương Văn Vượng"),
        ("author-1-phone", "09123456O8"),
        ("author-1-share", "90"),
        ("representative", "1"),
        ("names", "Bài dự thi.docx\nẢnh 7.jpg"),
    ];

    #[tokio::test]
    async fn a_clerk_records_what_came_with_its_defects_and_gives_a_slip() {
        let site = Site::at("2024-04-03T09:00:00+07:00");
        let (clerk, other, path) = desk(&site).await;
        assert_eq!(clerk.get(&path).await.status, StatusCode::OK);
        assert_eq!(other.get(&path).await.status, StatusCode::NOT_FOUND, "the desk of another unit");
        assert_eq!(other.post(&path, AS_IT_CAME).await.status, StatusCode::NOT_FOUND);

        let mut preview = AS_IT_CAME.to_vec();
        preview.push(("preview", "1"));
        let shown = clerk.post(&path, &preview).await;
        assert_eq!(shown.status, StatusCode::OK);
        for defect in
            ["từ 2 người trở lên", "Số điện thoại của tác giả 1", "Tổng tỷ lệ đóng góp phải bằng 100"]
        {
            assert!(shown.body.contains(defect), "{defect}");
        }
        assert!(shown.body.contains("value=\"Bảng kiểm chung\""), "what was typed stays");

        let recorded = clerk.upload(&path, AS_IT_CAME, "Bản chụp.pdf", b"%PDF-1.7\n1 0 obj").await;
        assert_eq!(recorded.status, StatusCode::SEE_OTHER, "{}", recorded.body);
        let to = recorded.location().to_owned();
        let slip = clerk.get(&to).await;
        assert_eq!(slip.status, StatusCode::OK);
        for part in ["CM24-", "<svg", "01/04/2024 10:00", "Tổng tỷ lệ đóng góp"] {
            assert!(slip.body.contains(part), "{part} on the slip");
        }
        assert_eq!(other.get(&to).await.status, StatusCode::NOT_FOUND);

        let strong: Vec<&str> = slip.body.split("<strong>").skip(1).collect();
        let [code, pin] = [0, 1].map(|n: usize| strong[n].split('<').next().unwrap().to_owned());
        let author = site.browser();
        let opened = author.post("/lookup", &[("code", &code), ("pin", &pin)]).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "the author follows a paper entry too");
        let own = author.get(opened.location()).await;
        assert!(own.body.contains("đã tiếp nhận") && own.body.contains("Bản chụp.pdf"), "{}", own.body);
        assert!(!own.body.contains("/tasks\""), "paper is mended at the desk");
        let tasks = author.get(&format!("{}/tasks", opened.location())).await;
        assert_eq!(tasks.status, StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn a_mended_paper_entry_is_its_next_version() {
        let site = Site::at("2024-04-03T09:00:00+07:00");
        let (clerk, _, path) = desk(&site).await;
        let to = clerk.upload(&path, AS_IT_CAME, "Bản chụp.pdf", b"%PDF-1.7\n1 0 obj").await;
        let again = to.location().replace("/slip", "/paper");
        let form = clerk.get(&again).await;
        assert!(form.body.contains("value=\"09123456O8\"") && form.body.contains("Bản chụp.pdf"));
        let mut mended: Vec<(&str, &str)> =
            AS_IT_CAME.iter().copied().filter(|(n, _)| *n != "names").collect();
        for field in &mut mended {
            match field.0 {
                "author-1-phone" => field.1 = "0912345678",
                "author-1-share" => field.1 = "50",
                "received-at" => field.1 = "03/04/2024 08:30",
                _ => {}
            }
        }
        mended.extend([("author-2-name", "Lê Thị Mơ"), ("author-2-share", "50"), ("keep", "2")]);
        let done = clerk.post(&again, &mended).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let slip = clerk.get(done.location()).await;
        assert!(slip.body.contains("03/04/2024 08:30") && !slip.body.contains("Tổng tỷ lệ đóng góp phải"));
        let files = site.db.read_blocking(|tx| {
            tx.one("SELECT COUNT(*) FROM attachment WHERE version = 2 AND name = 'Bản chụp.pdf' AND file_id IS NOT NULL", &[])?.int(0)
        });
        assert_eq!(files, Ok(1), "the scan is kept");
    }

    #[tokio::test]
    async fn what_cannot_be_recorded_comes_back() {
        let site = Site::at("2024-04-03T09:00:00+07:00");
        let (clerk, _, path) = desk(&site).await;
        let with = |name: &'static str, value: &'static str| {
            let mut fields: Vec<(&str, &str)> =
                AS_IT_CAME.iter().copied().filter(|(n, _)| *n != name).collect();
            fields.push((name, value));
            fields
        };
        for (fields, at_field) in [
            (with("received-at", "03/04/2024 09:01"), "received-at-error"),
            (with("received-at", "hôm qua"), "received-at-error"),
            (with("title", " "), "title-error"),
            (with("route", "lạ"), "route-error"),
            (with("author-1-share", "nửa"), "author-1-share-error"),
            (with("code", "mã số"), "code-error"),
            (with("category", ""), "category-error"),
        ] {
            let refused = clerk.post(&path, &fields).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{at_field}");
            assert!(refused.body.contains(at_field), "{at_field}: {}", refused.body);
        }
        let first = clerk.post(&path, &with("code", "cm24-001")).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER);
        let taken = clerk.post(&path, &with("code", "CM24-001")).await;
        assert!(taken.body.contains("Mã số này đã dùng"));
        let entries = site.db.read_blocking(|tx| tx.one("SELECT COUNT(*) FROM entry", &[])?.int(0));
        assert_eq!(entries, Ok(1));
    }
}
