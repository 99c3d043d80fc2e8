//! Lists of an office, looked at and written: as browsers see them.

use crate::setup::contest;
use crate::site::Site;
use axum::http::StatusCode;
use domain::contest::Phase;
use domain::people::{Role, WantedGrant};

const NOW: &str = "2024-04-08T09:00:00+07:00";
const ENTRIES: &str = include_str!("../../../../data/chuong-my-2024/entries.jsonl");

/// The first entries of the data folder, handed in at this unit.
fn list(unit: &str, count: usize) -> String {
    let line = |line: &str| {
        let mut v: serde_json::Value = serde_json::from_str(line).unwrap();
        v["receiving_unit_code"] = unit.into();
        v["submitted_at"] = "2024-04-05T08:00:00+07:00".into();
        for author in v["authors"].as_array_mut().unwrap() {
            author["unit_code"] = serde_json::Value::Null;
        }
        v.as_object_mut().unwrap().remove("forwarded_at");
        v.to_string() + "\n"
    };
    ENTRIES.lines().take(count).map(line).collect()
}

#[tokio::test]
async fn a_list_of_entries_is_looked_at_then_written_whole() {
    let site = Site::at(NOW);
    let id = contest(&site);
    site.write(move |tx| app::contest::store::save_phase(tx, id, Phase::Open));
    let unit = site.write(|tx| app::people::unit_by_code(tx, "CM-VP")).unwrap().id;
    site.account("canbo", "Cán Bộ", &[WantedGrant::of_unit(Role::Clerk, unit)]);
    let clerk = site.signed_in("canbo").await;
    let at = "/contests/CM24/import/entries";
    assert_eq!(clerk.get(at).await.status, StatusCode::OK);
    for stranger in ["btc", "kiemtra"] {
        assert_eq!(site.signed_in(stranger).await.get(at).await.status, StatusCode::NOT_FOUND, "{stranger}");
    }
    let count = |site: &Site| site.write(|tx| tx.one("SELECT COUNT(*) FROM entry", &[])?.int(0));
    assert_eq!(clerk.post(at, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = clerk.upload(at, &[], "entries.jsonl", list("CM-NV", 2).as_bytes()).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("không phải đơn vị của bạn") && !page.body.contains("/confirm\""));
    let twice = list("CM-VP", 1).repeat(2);
    let page = clerk.upload(at, &[], "entries.jsonl", twice.as_bytes()).await;
    assert!(page.body.contains("Mã bị trùng"), "{}", page.body);

    let page = clerk.upload(at, &[], "entries.jsonl", list("CM-VP", 5).as_bytes()).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("CM24-001") && page.body.contains("5 bài dự thi"));
    assert_eq!(count(&site), 0, "nothing is written before the confirmation");
    let held = page.field("held");
    let fields = [("held", held.as_str()), ("file-name", "entries.jsonl"), ("route", "")];
    let done = clerk.post(&format!("{at}/confirm"), &fields).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, at), "{}", done.body);
    assert_eq!(count(&site), 5);
    let received =
        site.write(|tx| tx.one("SELECT COUNT(*) FROM gate WHERE received_at IS NOT NULL", &[])?.int(0));
    assert_eq!(received, 5, "received at their desk");
    let again = clerk.post(&format!("{at}/confirm"), &fields).await;
    assert_eq!((again.status, count(&site)), (StatusCode::UNPROCESSABLE_ENTITY, 5), "the codes are taken");
    let gone = [("held", "0"), ("file-name", "x")];
    assert_eq!(clerk.post(&format!("{at}/confirm"), &gone).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_list_of_judges_is_looked_at_then_seated_whole() {
    let site = Site::at(NOW);
    contest(&site);
    let secretary = site.signed_in("thuky").await;
    let at = "/contests/CM24/import/judges";
    assert_eq!(secretary.get(at).await.status, StatusCode::OK);
    assert_eq!(site.signed_in("kiemtra").await.get(at).await.status, StatusCode::NOT_FOUND);
    let seated = |site: &Site| site.write(|tx| tx.one("SELECT COUNT(*) FROM judge", &[])?.int(0));
    let two_chairs = "mã,họ và tên,đơn vị,trưởng ban\nGK01,Nguyễn Văn An,CM-NV,có\nGK02,Lê Thị Bình,,có\n";
    let page = secretary.upload(at, &[], "gk.csv", two_chairs.as_bytes()).await;
    assert_eq!((page.status, seated(&site)), (StatusCode::UNPROCESSABLE_ENTITY, 0), "{}", page.body);
    assert!(page.body.contains("GK02") && !page.body.contains("/confirm\""));
    let good = two_chairs.replace("Bình,,có", "Bình,,không");
    let page = secretary.upload(at, &[], "gk.csv", good.as_bytes()).await;
    assert_eq!((page.status, seated(&site)), (StatusCode::OK, 0), "{}", page.body);
    let held = page.field("held");
    let done = secretary.post(&format!("{at}/confirm"), &[("held", &held), ("file-name", "gk.csv")]).await;
    assert_eq!((done.status, seated(&site)), (StatusCode::SEE_OTHER, 2));
}
