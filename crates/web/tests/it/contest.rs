//! The public face of a contest: list, home, articles, stars.

use crate::site::Site;
use app::contest::{advance, create};
use app::people::{self, import_units::UnitInput};
use axum::http::{StatusCode, header};
use domain::actor::Actor;
use domain::contest::Phase;
use domain::ids::ContestId;
use domain::people::{Role, WantedGrant};
use domain::time::Instant;

const NOW: &str = "2024-04-02T09:00:00+07:00";
const RULES: &str = include_str!("../../../../data/chuong-my-2024/contest.json");

fn contest(site: &Site, phase: Phase) -> ContestId {
    let now = Instant::parse(NOW).unwrap();
    site.write(move |tx| {
        let unit = |code: &str| UnitInput {
            code: code.into(),
            name: code.into(),
            kind: "district_office".into(),
            parent_code: None,
            valid_from: None,
            valid_to: None,
            successor_code: None,
        };
        people::import_units(tx, &Actor::System, &[unit("CM"), unit("CM-NV")], "00", now).unwrap();
        let id = create(tx, &Actor::System, RULES, &[], now).unwrap();
        if phase == Phase::Open {
            advance(tx, &Actor::System, id, Phase::Open, now).unwrap();
        }
        Ok::<_, app::db::DbFault>(id)
    })
}

#[tokio::test]
async fn the_home_says_what_who_how_much_and_until_when() {
    let site = Site::at(NOW);
    contest(&site, Phase::Open);
    let anybody = site.browser();
    let list = anybody.get("/").await;
    assert!(
        list.body.contains("href=\"/contests/CM24\"") && list.body.contains("Đang nhận bài"),
        "{}",
        list.body
    );
    let home = anybody.get("/contests/CM24").await;
    assert_eq!(home.status, StatusCode::OK);
    for wanted in [
        "23:59:59 thứ Ba 09/04/2024",
        "còn 7 ngày 14 giờ",
        "3.000.000 đồng",
        "4.500.000 đồng",
        "Nhóm tác giả từ 2 người trở lên",
        "href=\"/contests/CM24/enter\"",
        "aria-current=\"step\"",
        "hôm nay",
    ] {
        assert!(home.body.contains(wanted), "{wanted}: {}", home.body);
    }
    assert_eq!(home.body.matches("aria-current=\"step\"").count(), 1);
    assert!(!home.body.contains("form_key"), "the page is the same for everybody");
    anybody.cookies.borrow_mut().insert("lang".into(), "en".into());
    assert!(anybody.get("/contests/CM24").await.body.contains("Write and hand in an entry"));
    assert_eq!(anybody.get("/contests/CM25").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn after_the_deadline_the_button_no_longer_invites() {
    let site = Site::at("2024-04-10T00:00:00+07:00");
    contest(&site, Phase::Open);
    let home = site.browser().get("/contests/CM24").await;
    assert!(!home.body.contains("/contests/CM24/enter") && home.body.contains("đã hết hạn"), "{}", home.body);
}

#[tokio::test]
async fn a_draft_is_nobodys_business_but_its_organisers() {
    let site = Site::at(NOW);
    let id = contest(&site, Phase::Draft);
    site.account("btc", "Lê Tổ Chức", &[WantedGrant::of_contest(Role::Organiser, id)]);
    assert_eq!(site.browser().get("/contests/CM24").await.status, StatusCode::NOT_FOUND);
    assert!(!site.browser().get("/").await.body.contains("CM24"));
    let boss = site.signed_in("btc").await;
    let home = boss.get("/contests/CM24").await;
    assert!(home.status == StatusCode::OK && home.body.contains("/contests/CM24/set-up"));
    assert!(boss.get("/").await.body.contains("/contests/CM24"));
    assert_eq!(
        site.browser().get("/contests/CM24").await.status,
        StatusCode::NOT_FOUND,
        "nothing was kept for others"
    );
}

#[tokio::test]
async fn an_article_is_written_published_read_and_given_stars() {
    let site = Site::at(NOW);
    let id = contest(&site, Phase::Open);
    site.account("thuky", "Vũ Thư Ký", &[WantedGrant::of_contest(Role::Secretary, id)]);
    site.account("giamsat", "Lê Giám Sát", &[WantedGrant::of_contest(Role::Auditor, id)]);
    let writer = site.signed_in("thuky").await;
    let begun = writer.get("/contests/CM24/articles/new?from=rules").await;
    assert!(
        begun.body.contains("## Giải thưởng") && begun.body.contains("2 Giải nhất: 3.000.000 đồng"),
        "{}",
        begun.body
    );
    let empty =
        writer.post("/contests/CM24/articles/new", &[("kind", "news"), ("title", " "), ("body", "")]).await;
    assert!(empty.status == StatusCode::UNPROCESSABLE_ENTITY && empty.body.contains("href=\"#body\""));
    let text = "Đoạn một\n\n## Mục\n\n- <script>alert(1)</script>\n- hai";
    let fields = [("kind", "announcement"), ("title", "Phát động"), ("body", text)];
    let saved = writer.post("/contests/CM24/articles/new", &fields).await;
    let path = saved.location().to_owned();
    assert!(path.starts_with("/contests/CM24/articles/"), "{}", saved.body);

    let reader = site.browser();
    assert_eq!(reader.get(&path).await.status, StatusCode::NOT_FOUND, "a draft");
    assert_eq!(reader.post(&format!("{path}/stars"), &[("stars", "5")]).await.status, StatusCode::NOT_FOUND);
    let auditor = site.signed_in("giamsat").await;
    assert_eq!(auditor.post(&format!("{path}/publish"), &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(writer.post(&format!("{path}/publish"), &[]).await.status, StatusCode::SEE_OTHER);

    let page = reader.get(&path).await;
    assert!(
        page.body.contains("<h2>Mục</h2>")
            && page.body.contains("&#60;script&#62;")
            && !page.body.contains("<script>alert")
    );
    assert!(page.body.contains("thứ Ba 02/04/2024") && page.body.contains("Chưa có ai đánh giá"));
    assert!(
        !page.body.contains("form_key") && !page.headers.contains_key(header::SET_COOKIE),
        "nobody is marked by reading"
    );
    for (stars, status) in [("0", 422), ("", 422), ("5", 303), ("4", 303)] {
        let voted = reader.post_as_is(&format!("{path}/stars"), &[("stars", stars)]).await;
        assert_eq!(voted.status.as_u16(), status, "{stars}");
    }
    let other = site.browser();
    other.post_as_is(&format!("{path}/stars"), &[("stars", "3")]).await;
    assert!(other.get(&path).await.body.contains("Cảm ơn ông/bà đã đánh giá 3 sao"));
    let page = site.browser().get(&path).await;
    assert!(page.body.contains("Trung bình 3,50 trên 5 sao, 2 lượt đánh giá"), "{}", page.body);
    assert!(site.browser().get("/contests/CM24").await.body.contains("Phát động"));

    let edit = writer.get(&format!("{path}/edit")).await;
    let revision = edit.field("revision");
    let change = |title: &'static str, revision: String| {
        let (path, writer) = (format!("{path}/edit"), &writer);
        async move {
            writer
                .post(&path, &[("kind", "news"), ("title", title), ("body", "x"), ("revision", &revision)])
                .await
        }
    };
    assert_eq!(change("Hai", revision.clone()).await.status, StatusCode::SEE_OTHER);
    let stale = change("Ba", revision).await;
    assert!(
        stale.status == StatusCode::UNPROCESSABLE_ENTITY
            && stale.body.contains("Người khác vừa lưu")
            && stale.body.contains("value=\"Ba\"")
    );
    assert_eq!(writer.post(&format!("{path}/withdraw"), &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.browser().get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn public_pages_ask_a_constant_number_of_queries() {
    let site = Site::at(NOW);
    contest(&site, Phase::Open);
    let cost = async |path: &str| app::db::metered(site.browser().get(path)).await.1.queries;
    assert!(cost("/").await <= 2 && cost("/contests/CM24").await <= 6);
    assert_eq!(cost("/contests/CM24").await, 0, "kept ready");
}
