//! The audit log on its pages.

use crate::setup::contest;
use crate::site::Site;
use app::db::metered;
use axum::http::StatusCode;
use domain::contest::Phase;

const NOW: &str = "2024-04-02T09:00:00+07:00";

#[tokio::test]
async fn the_log_is_read_in_words_by_those_who_may() {
    let site = Site::at(NOW);
    contest(&site);
    site.admin();
    let boss = site.signed_in("btc").await;
    boss.post("/contests/CM24/set-up/phase", &[("to", "open"), ("sure", "yes")]).await;
    for (login, of_contest, of_house) in
        [("btc", 200, 403), ("kiemtra", 200, 403), ("thuky", 404, 403), ("admin", 403, 200)]
    {
        let browser = site.signed_in(login).await;
        assert_eq!(browser.get("/contests/CM24/audit").await.status.as_u16(), of_contest, "{login}");
        assert_eq!(browser.get("/audit").await.status.as_u16(), of_house, "{login}");
    }
    let auditor = site.signed_in("kiemtra").await;
    let (page, spent) = metered(auditor.get("/contests/CM24/audit")).await;
    assert!(spent.queries <= 16, "{}", spent.queries);
    for said in ["Chuyển giai đoạn", "Đang nhận bài", "Trưởng Ban", "Tạo cuộc thi", "Đã kiểm tra cả chuỗi"]
    {
        assert!(page.body.contains(said), "{said}");
    }
    let head = site.write(app::audit::verify).unwrap().hex();
    assert!(page.body.contains(&head));

    for (query, shown, hidden) in [
        ("event=contest.phase_changed", "Đang nhận bài", "Mã thể lệ"),
        ("event=contest.", "Mã thể lệ", "Không có dòng nào"),
        ("login=btc", "Đang nhận bài", "Mã thể lệ"),
        ("login=nobody", "Không có tài khoản", "Mã thể lệ"),
        ("about=CM24-001", "Không có tài khoản", "Mã thể lệ"),
        ("day=02/04/2024", "Mã thể lệ", "Không có dòng nào"),
        ("day=03/04/2024", "Không có dòng nào", "Mã thể lệ"),
        ("day=nonsense", "Ngày không đúng", "Không có dòng nào"),
        ("page=99", "Mã thể lệ", "Không có dòng nào"),
    ] {
        let page = auditor.get(&format!("/contests/CM24/audit?{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        assert!(page.body.contains(shown) && !page.body.contains(hidden), "{query}: {}", page.body);
    }
    let admin = site.signed_in("admin").await;
    let house = admin.get("/audit?about=btc").await;
    assert!(
        house.body.contains("Tạo tài khoản") && house.body.contains("Tài khoản Trưởng Ban"),
        "{}",
        house.body
    );
}

#[tokio::test]
async fn a_log_that_was_rewritten_says_so() {
    let site = Site::at(NOW);
    let id = contest(&site);
    site.write(move |tx| {
        tx.exec("DROP TRIGGER audit_no_update", &[])?;
        tx.exec("UPDATE audit SET facts = '{}' WHERE seq = 1", &[])?;
        app::contest::store::save_phase(tx, id, Phase::Open)
    });
    let page = site.signed_in("kiemtra").await.get("/contests/CM24/audit").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("nội dung dòng số 1 đã bị sửa"), "{}", page.body);
}
