//! Making a contest, changing its rules, moving its phase: as browsers see them.

use crate::site::Site;
use app::db::metered;
use axum::http::StatusCode;
use domain::actor::Actor;
use domain::contest::Phase;
use domain::ids::ContestId;
use domain::people::{Role, WantedGrant};

const NOW: &str = "2024-04-02T09:00:00+07:00";
pub const RULES: &str = include_str!("../../../../data/chuong-my-2024/contest.json");
pub const UNITS: &str = include_str!("../../../../data/chuong-my-2024/units.csv");

fn with(change: impl Fn(&mut serde_json::Value)) -> String {
    let mut v: serde_json::Value = serde_json::from_str(RULES).unwrap();
    change(&mut v);
    v.to_string()
}

/// The contest of the data folder with its organiser, auditor and secretary; a draft.
pub fn contest(site: &Site) -> ContestId {
    let now = site.clock.now();
    let units: Vec<app::people::import_units::UnitInput> = ["CM", "CM-NV", "CM-VP"]
        .map(|code| app::people::import_units::UnitInput {
            code: code.into(),
            name: format!("Đơn vị {code}"),
            kind: if code == "CM" { "district".into() } else { "district_office".into() },
            parent_code: None,
            valid_from: None,
            valid_to: None,
            successor_code: None,
        })
        .into();
    site.write(move |tx| {
        app::people::import_units(tx, &Actor::System, &units, "", now)
            .map_err(|e| panic!("{e:?}"))
            .map(|_| ())
            .map_err(|e: app::db::DbFault| e)
    });
    let id = site.write(move |tx| app::contest::create(tx, &Actor::System, RULES, &[], now));
    site.account("btc", "Trưởng Ban", &[WantedGrant::of_contest(Role::Organiser, id)]);
    site.account("kiemtra", "Người Kiểm Tra", &[WantedGrant::of_contest(Role::Auditor, id)]);
    site.account("thuky", "Thư Ký", &[WantedGrant::of_contest(Role::Secretary, id)]);
    id
}

#[tokio::test]
async fn the_rules_are_read_in_words_by_those_who_may() {
    let site = Site::at(NOW);
    contest(&site);
    site.admin();
    for (login, status) in [("btc", 200), ("kiemtra", 200), ("thuky", 200), ("admin", 403)] {
        let page = site.signed_in(login).await.get("/contests/CM24/set-up").await;
        assert_eq!(page.status.as_u16(), status, "{login}");
        let may_change = page.body.contains("/contests/CM24/set-up/phase");
        assert_eq!(may_change, login == "btc", "{login}");
    }
    let boss = site.signed_in("btc").await;
    let (page, spent) = metered(boss.get("/contests/CM24/set-up")).await;
    assert!(spent.queries <= 12, "{}", spent.queries);
    for said in [
        "23:59:59 thứ Ba 09/04/2024",
        "Hoàn toàn mới: 22,5 đến 25",
        "4.500.000 đồng",
        "Trưởng Ban Giám khảo quyết định, có ghi lý do",
        "Giải nhất",
        "Phòng, ban, cơ quan cấp huyện",
        "Bản đầu tiên",
    ] {
        assert!(page.body.contains(said), "{said}");
    }
    let file = boss.get("/contests/CM24/set-up/editions/1").await;
    assert_eq!((file.status, file.body.as_str()), (StatusCode::OK, RULES));
    assert_eq!(boss.get("/contests/CM24/set-up/editions/2").await.status, StatusCode::NOT_FOUND);
    assert_eq!(boss.get("/contests/CM25/set-up").await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.browser().get("/contests/CM24/set-up").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn new_rules_are_looked_at_before_they_are_put_in_force() {
    let site = Site::at(NOW);
    let id = contest(&site);
    let boss = site.signed_in("btc").await;
    let at = "/contests/CM24/set-up/rules";
    assert_eq!(boss.get(at).await.status, StatusCode::OK);
    assert_eq!(site.signed_in("thuky").await.get(at).await.status, StatusCode::FORBIDDEN);
    let nothing = boss.post(at, &[("reason", "x")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);

    let broken = with(|v| {
        v["judging"]["combine"]["method"] = "median".into();
        v["timeline"]["units_send"]["before"] = "tomorrow".into();
    });
    let why = "Gia hạn theo chỉ đạo của Trưởng Ban Tổ chức";
    let page = boss.upload(at, &[("reason", why)], "contest.json", broken.as_bytes()).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("judging.combine.method") && page.body.contains("median"));
    assert!(page.body.contains("timeline.units_send.before") && !page.body.contains("rules/confirm"));
    let page = boss.upload(at, &[("reason", why)], "contest.json", b"\xff\xfe{").await;
    assert!(page.body.contains("Không phải JSON"), "{}", page.body);

    let later = with(|v| v["timeline"]["units_send"]["before"] = "2024-04-13T00:00:00+07:00".into());
    let page = boss.upload(at, &[("reason", "ngắn")], "contest.json", later.as_bytes()).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("href=\"#reason\"") && !page.body.contains("rules/confirm"));
    let page = boss.upload(at, &[("reason", why)], "contest.json", later.as_bytes()).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("Hạn các đơn vị gửi bài") && page.body.contains("12/04/2024"));
    let editions = |site: &Site| site.write(move |tx| app::contest::store::list_editions(tx, id));
    assert_eq!(editions(&site).len(), 1, "nothing is written before the confirmation");

    let fields = [("held", page.field("held")), ("file-name", "contest.json".into()), ("reason", why.into())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let done = boss.post(&format!("{at}/confirm"), &fields).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/contests/CM24/set-up"));
    assert_eq!(editions(&site).len(), 2);
    let shown = boss.get("/contests/CM24/set-up").await;
    assert!(shown.body.contains(why) && shown.body.contains("Đã ban hành bản thể lệ mới"));
    let again = boss.post(&format!("{at}/confirm"), &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing is different any more");
}

#[tokio::test]
async fn phases_move_with_a_confirmation_and_back_with_a_reason() {
    let site = Site::at(NOW);
    let id = contest(&site);
    let boss = site.signed_in("btc").await;
    let at = "/contests/CM24/set-up/phase";
    let phase = |site: &Site| site.write(move |tx| app::contest::store::find(tx, id)).unwrap().phase;
    let page = boss.post(at, &[("to", "open")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("href=\"#sure\""));
    let done = boss.post(at, &[("to", "open"), ("sure", "yes")]).await;
    assert_eq!((done.status, phase(&site)), (StatusCode::SEE_OTHER, Phase::Open));

    let page = boss.post(at, &[("to", "judging"), ("sure", "yes")]).await;
    assert_eq!((page.status, phase(&site)), (StatusCode::UNPROCESSABLE_ENTITY, Phase::Open));
    assert!(page.body.contains("các đơn vị còn được gửi bài trước 00:00 ngày 10/04/2024"), "{}", page.body);
    let page = boss.post(at, &[("to", "deciding"), ("sure", "yes")]).await;
    assert!(page.body.contains("Không chuyển được"));
    assert_eq!(boss.post(at, &[("to", "nonsense"), ("sure", "yes")]).await.status, StatusCode::NOT_FOUND);

    let page = boss.post(&format!("{at}/back"), &[("reason", "nhầm")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("href=\"#reason\"") && page.body.contains(">\nnhầm<"), "{}", page.body);
    let done = boss.post(&format!("{at}/back"), &[("reason", "Thể lệ còn thiếu phụ lục.")]).await;
    assert_eq!((done.status, phase(&site)), (StatusCode::SEE_OTHER, Phase::Draft));
    let secretary = site.signed_in("thuky").await;
    assert_eq!(secretary.post(at, &[("to", "open"), ("sure", "yes")]).await.status, StatusCode::FORBIDDEN);
}

/// A form with two files.
async fn upload_two(admin: &crate::site::Browser<'_>, rules: &str, units: &str) -> crate::site::Page {
    admin
        .upload_all(
            "/contests/new",
            &[],
            &[("rules", "contest.json", rules.as_bytes()), ("units", "units.csv", units.as_bytes())],
        )
        .await
}

#[tokio::test]
async fn the_administrator_makes_a_contest_from_two_files() {
    let site = Site::at(NOW);
    site.admin();
    let admin = site.signed_in("admin").await;
    assert_eq!(admin.get("/contests/new").await.status, StatusCode::OK);
    let page = admin.upload_all("/contests/new", &[], &[("rules", "contest.json", RULES.as_bytes())]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("href=\"#units\""));

    let bad_units = UNITS.replace("district_office,CM,required", "district_office,CM,maybe");
    let bad_rules = with(|v| {
        v["organiser"]["unit_code"] = "NOWHERE".into();
        v["prizes"]["pooling"] = "lottery".into();
    });
    let page = upload_two(&admin, &bad_rules, &bad_units).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("prizes.pooling") && page.body.contains("lottery"), "{}", page.body);
    assert!(page.body.contains("maybe") && !page.body.contains("/contests/new/confirm"));
    let page = upload_two(&admin, &with(|v| v["organiser"]["unit_code"] = "NOWHERE".into()), UNITS).await;
    assert!(page.body.contains("NOWHERE") && !page.body.contains("/contests/new/confirm"));

    let page = upload_two(&admin, RULES, UNITS).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let find = |site: &Site| site.write(|tx| app::contest::store::find_by_code(tx, "CM24"));
    assert!(find(&site).is_none(), "nothing is written before the confirmation");
    let names = ["held-rules", "held-units", "file-name-rules", "file-name-units"];
    let fields: Vec<(&str, String)> = names.iter().map(|n| (*n, page.field(n))).collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let done = admin.post("/contests/new/confirm", &fields).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/accounts"), "{}", done.body);
    let made = find(&site).unwrap();
    assert_eq!(made.phase, Phase::Draft);
    let units = site.write(move |tx| app::contest::store::list_units(tx, made.id));
    assert!(units.len() > 60 && units.iter().any(|u| u.quota == domain::contest::QuotaStrength::Required));
    let again = admin.post("/contests/new/confirm", &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "the code is taken");
}
