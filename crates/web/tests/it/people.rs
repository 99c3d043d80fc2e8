//! Logging in, accounts, roles, units: as browsers see them.

use crate::site::{PASSWORD, Site};
use app::db::metered;
use axum::http::{StatusCode, header};
use domain::people::{Role, WantedGrant};

const NOW: &str = "2024-04-02T09:00:00+07:00";

#[tokio::test]
async fn a_person_logs_in_goes_where_they_were_going_and_logs_out() {
    let site = Site::at(NOW);
    site.admin();
    let browser = site.browser();
    let sent_away = browser.get("/accounts?q=a").await;
    assert_eq!(
        (sent_away.status, sent_away.location()),
        (StatusCode::SEE_OTHER, "/login?next=/accounts%3Fq%3Da")
    );
    let form = browser.get(sent_away.location()).await;
    assert_eq!(form.field("next"), "/accounts?q=a");

    let answer = browser
        .post("/login", &[("login", " ADMIN "), ("password", PASSWORD), ("next", &form.field("next"))])
        .await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/accounts?q=a"));
    let cookies: Vec<_> =
        answer.headers.get_all(header::SET_COOKIE).iter().map(|v| v.to_str().unwrap()).collect();
    assert!(
        cookies.iter().any(|c| c.starts_with("sid=") && c.contains("HttpOnly; SameSite=Lax")),
        "{cookies:?}"
    );
    let list = browser.get("/accounts").await;
    assert_eq!(list.status, StatusCode::OK);
    assert!(list.body.contains("Quản Trị Viên") && list.headers[header::CACHE_CONTROL] == "no-store");

    let old = browser.cookies.borrow()["sid"].clone();
    let out = browser.post_as_is("/logout", &[]).await;
    assert_eq!(out.status, StatusCode::SEE_OTHER);
    assert!(!browser.cookies.borrow().contains_key("sid"));
    browser.cookies.borrow_mut().insert("sid".into(), old);
    assert_eq!(browser.get("/accounts").await.status, StatusCode::SEE_OTHER, "the token itself is dead");
}

#[tokio::test]
async fn a_new_session_replaces_the_one_the_browser_had() {
    let site = Site::at(NOW);
    site.admin();
    let browser = site.signed_in("admin").await;
    let first = browser.cookies.borrow()["sid"].clone();
    browser.post("/login", &[("login", "admin"), ("password", PASSWORD)]).await;
    assert_ne!(browser.cookies.borrow()["sid"], first);
    let thief = site.browser();
    thief.cookies.borrow_mut().insert("sid".into(), first);
    assert_eq!(thief.get("/work").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn wrong_names_and_wrong_passwords_get_the_same_page() {
    let site = Site::at(NOW);
    site.admin();
    let without_key = |body: &str| {
        let at = body.find("name=\"form_key\" value=\"").unwrap() + 23;
        format!("{}{}", &body[..at], &body[at + 32..])
    };
    let mut pages = Vec::new();
    for login in ["admin", "nobod"] {
        let page = site.browser().post("/login", &[("login", login), ("password", "sai mat khau roi")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains("không đúng") && !page.body.contains("sai mat khau roi"));
        pages.push(without_key(&page.body).replace(login, ""));
    }
    assert_eq!(pages[0], pages[1]);
    let empty = site.browser().post("/login", &[("login", " "), ("password", "")]).await;
    assert!(empty.body.contains("<a href=\"#login\">") && empty.body.contains("<a href=\"#password\">"));
    let stray = site
        .browser()
        .post("/login", &[("login", "admin"), ("password", PASSWORD), ("next", "//evil.example")])
        .await;
    assert_eq!(stray.location(), "/work");
}

#[tokio::test]
async fn guessing_waits_and_says_how_long() {
    let site = Site::at(NOW);
    site.admin();
    let browser = site.browser();
    for _ in 0..5 {
        browser.post("/login", &[("login", "admin"), ("password", "sai mat khau roi")]).await;
    }
    let page = browser.post("/login", &[("login", "admin"), ("password", PASSWORD)]).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(page.body.contains("không bị khóa") && page.headers.contains_key(header::RETRY_AFTER));
}

#[tokio::test]
async fn an_invited_person_chooses_a_password_and_enters() {
    let site = Site::at(NOW);
    site.admin();
    let boss = site.signed_in("admin").await;
    let made = boss
        .post(
            "/accounts/new",
            &[("name", "Trần Thị Ước"), ("login", "Uoc.TT"), ("email", ""), ("lang", "vi")],
        )
        .await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let letters = boss.get("/letters").await;
    let link = letters.body.split("http://localhost").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert!(link.starts_with("/invitation/"), "{link}");

    let guest = site.browser();
    let page = guest.get(&link).await;
    assert!(
        page.status == StatusCode::OK && page.body.contains("uoc.tt") && page.body.contains("Trần Thị Ước")
    );
    let weak = guest.post(&link, &[("password", "matkhau2024"), ("password-again", "x")]).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(weak.body.contains("href=\"#password\"") && weak.body.contains("href=\"#password-again\""));
    let good = [("password", PASSWORD), ("password-again", PASSWORD)];
    let chosen = guest.post(&link, &good).await;
    assert_eq!((chosen.status, chosen.location()), (StatusCode::SEE_OTHER, "/login"));
    assert_eq!(guest.get(&link).await.status, StatusCode::NOT_FOUND, "a link works once");
    assert_eq!(guest.get("/invitation/abc").await.status, StatusCode::NOT_FOUND);
    let inside = guest.post("/login", &[("login", "uoc.tt"), ("password", PASSWORD)]).await;
    assert_eq!(inside.location(), "/work");
    assert!(guest.get("/work").await.body.contains("chưa được phân vai trò"));
    assert_eq!(guest.get("/accounts").await.status, StatusCode::FORBIDDEN);
    assert_eq!(guest.get("/letters").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_second_click_makes_one_account() {
    let site = Site::at(NOW);
    site.admin();
    let boss = site.signed_in("admin").await;
    let key = crate::site::key();
    let fields =
        [("name", "Lê An"), ("login", "lean"), ("email", ""), ("lang", "vi"), ("form_key", key.as_str())];
    let first = boss.post_as_is("/accounts/new", &fields).await;
    let second = boss.post_as_is("/accounts/new", &fields).await;
    assert_eq!((first.status, first.location()), (second.status, second.location()));
    let mut other = fields;
    other[0].1 = "Lê Bình";
    assert_eq!(boss.post_as_is("/accounts/new", &other).await.status, StatusCode::CONFLICT);
    let taken = boss.post("/accounts/new", &fields[..4]).await;
    assert!(taken.status == StatusCode::UNPROCESSABLE_ENTITY && taken.body.contains("đã có người dùng"));
}

#[tokio::test]
async fn a_head_names_a_delegate_for_some_days_and_nobody_else_does() {
    let site = Site::at(NOW);
    let unit = site.write(|tx| {
        let draft = domain::people::org_unit::UnitDraft {
            code: "X-A".into(),
            name: "Xã A".into(),
            kind: "commune".into(),
            parent: None,
            valid_from: None,
            valid_to: None,
            successor: None,
        };
        let now = domain::time::Instant::parse(NOW).unwrap();
        app::people::create_unit(tx, &domain::actor::Actor::System, &draft, now)
    });
    site.account("truong", "Lê Trưởng", &[WantedGrant::of_unit(Role::Head, unit)]);
    site.account("truong2", "Bùi Khác", &[WantedGrant::of_unit(Role::Clerk, unit)]);
    let deputy = site.account("pho", "Vũ Phó", &[]).0.to_string();
    let head = site.signed_in("truong").await;
    let path = format!("/staff/units/{}", unit.0);
    let missing = head.post(&path, &[("person", &deputy), ("role", "head")]).await;
    assert!(missing.status == StatusCode::UNPROCESSABLE_ENTITY && missing.body.contains("từ ngày nào"));
    let bad_day =
        head.post(&path, &[("person", &deputy), ("role", "head"), ("from", "31/2/2024"), ("to", "x")]).await;
    assert!(bad_day.status == StatusCode::UNPROCESSABLE_ENTITY && bad_day.body.contains("href=\"#from\""));
    let given = head
        .post(&path, &[("person", &deputy), ("role", "head"), ("from", "02/04/2024"), ("to", "3/4/2024")])
        .await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.body);
    assert!(head.get(&path).await.body.contains("từ 02/04/2024 đến hết 03/04/2024"));
    let admin_role = head.post(&path, &[("person", &deputy), ("role", "admin")]).await;
    assert_eq!(admin_role.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(head.get("/staff/units/999").await.status, StatusCode::NOT_FOUND);

    let delegate = site.signed_in("pho").await;
    assert_eq!(delegate.get(&path).await.status, StatusCode::NOT_FOUND, "lent power is not lent on");
    let clerk = site.signed_in("truong2").await;
    assert_eq!(clerk.get(&path).await.status, StatusCode::FORBIDDEN);
}

const UNITS: &str = "Mã đơn vị,Tên đơn vị,Loại,Chỉ tiêu,Đến ngày,Mã đơn vị kế thừa\n\
    X-CU,Xã Cũ,commune,Bắt buộc,30/06/2025,X-MOI\nX-MOI,Xã Mới,commune,Không,,\n";

#[tokio::test]
async fn an_office_file_is_looked_at_then_written() {
    let site = Site::at(NOW);
    site.admin();
    let boss = site.signed_in("admin").await;
    let wrong = UNITS.replace("Bắt buộc", "Có lẽ").replace("Xã Mới", "");
    let seen = boss.upload("/units/import", &[], "don-vi.csv", wrong.as_bytes()).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.body.contains("Có lẽ") && seen.body.contains("Thiếu giá trị"), "{}", seen.body);
    assert!(!seen.body.contains("name=\"held\""), "what has problems cannot be confirmed");
    assert!(boss.get("/units").await.body.contains("Không có đơn vị nào"));

    let seen = boss.upload("/units/import", &[], "don-vi.csv", UNITS.as_bytes()).await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.body);
    let (held, file) = (seen.field("held"), seen.field("file-name"));
    let done = boss.post("/units/import/confirm", &[("held", &held), ("file-name", &file)]).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/units"), "{}", done.body);
    let list = boss.get("/units").await;
    assert!(list.body.contains("thêm 2 đơn vị") && list.body.contains("đến hết 30/06/2025"));
    assert!(boss.get("/units?q=XA+CU").await.body.contains("X-CU"));
    for (held, status) in [("0".repeat(64), 422), ("../../etc/passwd".to_owned(), 422)] {
        let gone = boss.post("/units/import/confirm", &[("held", &held), ("file-name", "x.csv")]).await;
        assert_eq!(gone.status.as_u16(), status);
    }
    let none = boss.post("/units/import", &[]).await;
    assert!(none.status == StatusCode::UNPROCESSABLE_ENTITY && none.body.contains("href=\"#file\""));
}

#[tokio::test]
async fn changing_the_password_puts_other_devices_out() {
    let site = Site::at(NOW);
    site.admin();
    let here = site.signed_in("admin").await;
    let there = site.signed_in("admin").await;
    let new = "nha ngoai co cay khe";
    let change = |old: &'static str| [("password", old), ("new-password", new), ("password-again", new)];
    let wrong = here.post("/password", &change("sai mat khau roi")).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("href=\"#password\""));
    let done = here.post("/password", &change(PASSWORD)).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(here.get("/accounts").await.status, StatusCode::OK);
    assert_eq!(there.get("/accounts").await.status, StatusCode::SEE_OTHER);
    let again = there.post("/login", &[("login", "admin"), ("password", new)]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    assert_eq!(there.post_as_is("/logout/everywhere", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(here.get("/accounts").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn pages_of_accounts_ask_a_constant_number_of_queries() {
    let site = Site::at(NOW);
    site.admin();
    let boss = site.signed_in("admin").await;
    let cost = async |path: &str| {
        let (page, spent) = metered(boss.get(path)).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        spent.queries
    };
    let paths = ["/accounts", "/accounts/1", "/units", "/letters", "/work"];
    let mut before = Vec::new();
    for path in paths {
        before.push(cost(path).await);
    }
    for i in 0..30_u32 {
        let login: &'static str = Box::leak(format!("nguoi{i}").into_boxed_str());
        site.account(login, "Lê Văn Bình", &[]);
    }
    for (path, before) in paths.into_iter().zip(before) {
        assert_eq!(cost(path).await, before, "{path}");
        assert!(before <= 12, "{path} asks {before}");
    }
}

#[tokio::test]
async fn the_register_goes_out_and_comes_back_unchanged_and_an_import_is_undone() {
    let site = Site::at(NOW);
    site.admin();
    let boss = site.signed_in("admin").await;
    let split = UNITS.replace("X-MOI\n", "X-MOI: 60; X-HAI: 40\n") + "X-HAI,Xã Hai,commune,Không,,\n";
    let seen = boss.upload("/units/import", &[], "don-vi.csv", split.as_bytes()).await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.body);
    let (held, file) = (seen.field("held"), seen.field("file-name"));
    boss.post("/units/import/confirm", &[("held", &held), ("file-name", &file)]).await;
    for name in ["units.csv", "units.xlsx"] {
        let file = boss.get(&format!("/units/export{}", &name[5..])).await;
        assert_eq!(file.status, StatusCode::OK, "{name}");
        let again = boss.upload("/units/import", &[], name, &file.bytes).await;
        assert_eq!(again.status, StatusCode::OK, "{name}: {}", again.body);
        assert_eq!(again.body.matches("class=\"tag\">").count(), 3, "{name}: {}", again.body);
    }
    let found = boss.get("/units/find?q=xa+cu").await;
    assert!(
        found.status == StatusCode::OK && found.body.contains("X-CU") != found.body.contains("<dt>X-MOI")
    );
    let list = boss.get("/units/import").await;
    assert!(list.body.contains("/units/imports/1/undo"));
    let undone = boss.post("/units/imports/1/undo", &[]).await;
    assert_eq!(
        (undone.status, undone.location()),
        (StatusCode::SEE_OTHER, "/units/import"),
        "{}",
        undone.body
    );
    assert!(boss.get("/units").await.body.contains("Không có đơn vị nào"));
    let again = boss.post("/units/imports/1/undo", &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(boss.post("/units/imports/9/undo", &[]).await.status, StatusCode::NOT_FOUND);
}
