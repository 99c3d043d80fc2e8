//! The box of an account, how one wants letters, and every letter shown beforehand: as browsers see them.

use crate::setup::contest;
use crate::site::Site;
use app::db::metered;
use app::notices;
use axum::http::StatusCode;
use domain::contest::{ContestEvent, Phase};
use domain::people::{Role, WantedGrant};

const NOW: &str = "2024-04-02T09:00:00+07:00";

/// The contest opens, and everybody concerned is told.
fn opened(site: &Site) {
    let id = contest(site);
    let now = site.clock.now();
    let unit = site.write(move |tx| {
        let unit = app::people::unit_by_code(tx, "CM-NV")?.expect("it is there").id;
        tx.exec(
            "INSERT INTO contest_unit (contest_id, unit_id, quota) VALUES ($1, $2, 'required')",
            &[id.0.into(), unit.0.into()],
        )?;
        Ok::<_, app::db::DbFault>(unit)
    });
    site.account("vanthu", "Phạm Văn Thư", &[WantedGrant::of_unit(Role::Clerk, unit)]);
    site.write(move |tx| {
        let event = ContestEvent::PhaseChanged { contest: id, to: Phase::Open }.into();
        notices::tell(tx, Some(id), &event, now)?;
        notices::sort(tx, now)
    });
}

#[tokio::test]
async fn what_one_is_told_lies_in_ones_box_until_it_is_read() {
    let site = Site::at(NOW);
    opened(&site);
    let clerk = site.signed_in("vanthu").await;
    assert!(clerk.get("/work").await.body.contains("Có 1 thông báo chưa đọc"));
    let (inbox, spent) = metered(clerk.get("/inbox")).await;
    assert!(inbox.status == StatusCode::OK && inbox.body.contains("Phát động:"), "{}", inbox.body);
    assert!(spent.queries <= 6, "{spent:?}");
    let up_to = inbox.field("up-to");
    let read = clerk.post("/inbox/read", &[("up-to", &up_to)]).await;
    assert_eq!((read.status, read.location()), (StatusCode::SEE_OTHER, "/inbox"));
    let inbox = clerk.get("/inbox").await;
    assert!(inbox.body.contains("Phát động:") && inbox.body.contains("Không có thông báo mới"));
    let other = site.signed_in("btc").await;
    assert!(other.get("/inbox").await.body.contains("Chưa có thông báo nào"), "it is nobody else's");
    assert_eq!(site.browser().get("/inbox").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn everybody_chooses_how_letters_come() {
    let site = Site::at(NOW);
    opened(&site);
    let clerk = site.signed_in("vanthu").await;
    let form = clerk.get("/settings").await;
    assert!(form.body.contains("value=\"digest\" checked"), "{}", form.body);
    for (fields, error) in
        [(&[("lang", "vi")][..], "Chọn cách nhận thư"), (&[("lang", "xx"), ("pace", "soon")], "#lang")]
    {
        let refused = clerk.post("/settings", fields).await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains(error));
    }
    let saved = clerk.post("/settings", &[("lang", "en"), ("pace", "soon")]).await;
    assert_eq!((saved.status, saved.location()), (StatusCode::SEE_OTHER, "/settings"));
    let form = clerk.get("/settings").await;
    assert!(form.body.contains("value=\"soon\" checked") && form.body.contains("value=\"en\" checked"));
}

#[tokio::test]
async fn the_organiser_reads_every_letter_beforehand_in_both_languages() {
    let site = Site::at(NOW);
    contest(&site);
    let page = site.signed_in("btc").await.get("/contests/CM24/notices").await;
    assert_eq!(page.status, StatusCode::OK);
    for kind in domain::notices::Kind::ALL {
        assert!(page.body.contains(&format!("id=\"{}\"", kind.word())), "{kind:?}");
    }
    assert!(page.body.contains("<div lang=\"vi\">") && page.body.contains("<div lang=\"en\">"));
    assert!(
        page.body.contains("CM24-017") && !page.body.contains("mail-notice") && !page.body.contains("{$")
    );
    assert_eq!(site.signed_in("thuky").await.get("/contests/CM24/notices").await.status, StatusCode::OK);
}
