//! Scoring, the board and the decision, through HTTP: judges, the chair, the secretary, the organiser, and those who may not.

use crate::site::{Answer, Person, Site};
use crate::world::World;
use app::db::Engine;
use app::db::metered;
use sangkien::rehearse::part;

const JUDGING: &str = "2024-04-22T09:00:00";
const DECIDING: &str = "2024-05-02T16:15:00";

/// The first sheet of a judge that is not signed, and one of another judge.
async fn open_sheets(site: &Site) -> (String, i64, i64) {
    let found = site.read(|tx| {
        let row = tx.one(
            "SELECT p.login, MIN(s.id) FROM score_sheet s JOIN judge j ON j.id = s.judge_id JOIN person p ON p.id = j.person_id WHERE s.signed_at IS NULL AND s.saved_at IS NULL GROUP BY p.login ORDER BY p.login",
            &[],
        )?;
        let other = tx.one(
            "SELECT MIN(s.id) FROM score_sheet s JOIN judge j ON j.id = s.judge_id JOIN person p ON p.id = j.person_id WHERE p.login <> $1",
            &[row.text(0)?.into()],
        )?;
        Ok((row.text(0)?.to_owned(), row.int(1)?, other.int(0)?))
    });
    found.await
}

async fn open(browser: &Person, path: &str) -> Answer {
    let page = browser.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    page
}

/// Sends the form of a page that goes to the page's own address or to `action`.
async fn send(browser: &Person, page: &Answer, action: &str, fields: &[(&str, &str)]) -> Answer {
    let own = if page.body.contains(&format!("action=\"{action}\"")) {
        page.form_key(action)
    } else {
        page.hidden("form_key")
    };
    let mut all = vec![("form_key", own)];
    all.extend_from_slice(fields);
    browser.post(action, &all).await
}

#[tokio::test]
async fn a_judge_scores_saves_and_signs() {
    let site = Site::on(Engine::Sqlite, JUDGING);
    let (login, sheet, foreign) = open_sheets(&site).await;
    let judge = site.person(&login).await;
    let own = format!("/scoring/sheets/{sheet}");
    let page = open(&judge, &own).await;
    assert!(page.body.contains("data-autosave=") && page.body.contains("name=\"band-0\""));

    // Everything that is wrong comes back at once, beside what was typed; nothing is saved.
    let wrong = [
        ("version", "0"),
        ("mark-0", "abc"),
        ("mark-1", "-1"),
        ("mark-2", "20,3"),
        ("mark-3", "99"),
        ("comment-0", "<script>alert(1)</script>"),
    ];
    let answer = send(&judge, &page, &own, &wrong).await;
    assert_eq!(answer.status, 422);
    for field in ["mark-0", "mark-1", "mark-2", "mark-3"] {
        assert!(answer.body.contains(&format!("href=\"#{field}\"")), "{field}");
    }
    assert!(answer.body.contains("value=\"abc\"") && !answer.body.contains("<script>alert(1)"));
    assert_eq!(
        site.count("SELECT COUNT(*) FROM audit WHERE event = 'judging.sheet_saved' AND at > 1713751200000")
            .await,
        0
    );

    // The page's script saves single fields.
    let auto = format!("{own}/autosave");
    let part = [("version", "0"), ("changed", "mark-1"), ("mark-1", "20")];
    let answer = judge.post(&auto, &part).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let said: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
    assert_eq!((said["version"].as_str(), said["given"].as_i64()), (Some("1"), Some(1)));
    let again = judge.post(&auto, &part).await;
    assert_eq!(again.status, 200, "the same once more is harmless");
    let stale = [("version", "0"), ("changed", "mark-1"), ("mark-1", "21")];
    let answer = judge.post(&auto, &stale).await;
    let said: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
    assert_eq!((answer.status, said["fields"]["mark-1"].as_str()), (409, Some("20")));
    let off = [("version", "1"), ("changed", "mark-1"), ("mark-1", "20,3")];
    assert_eq!(judge.post(&auto, &off).await.status, 422);

    // A stale form shows both texts and can then be saved over what was seen.
    let marks = [("mark-0", "17,5"), ("mark-1", "22"), ("mark-2", "24"), ("mark-3", "11.5"), ("mark-4", "4")];
    let mut fields = vec![("version", "0"), ("band-0", "4"), ("comment-0", "Rõ cách làm")];
    fields.extend(marks);
    let answer = send(&judge, &page, &own, &fields).await;
    assert_eq!(answer.status, 409);
    assert!(answer.body.contains("class=\"conflict\"") && answer.hidden("version") == "1");
    fields[0] = ("version", "1");
    fields.push(("sign", "yes"));
    let answer = send(&judge, &answer, &own, &fields).await;
    assert_eq!((answer.status, answer.to().as_str()), (303, &*format!("{own}/sign")));

    // What will be signed stands on the page; the signature locks.
    let to = format!("{own}/sign");
    let page = open(&judge, &to).await;
    assert!(page.body.contains("79,00") && page.body.contains("Rõ cách làm"), "{}", page.body);
    let seen = page.hidden("version").to_owned();
    let answer = send(&judge, &page, &to, &[("version", &seen)]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let page = open(&judge, &own).await;
    assert!(!page.body.contains("data-autosave=\"/"), "nothing to save any more");
    let late = [("version", seen.as_str()), ("changed", "mark-1"), ("mark-1", "1")];
    assert_eq!(judge.post(&auto, &late).await.status, 422);

    // Another's sheet and one that does not exist look the same.
    let (theirs, none) =
        (judge.get(&format!("/scoring/sheets/{foreign}")).await, judge.get("/scoring/sheets/999999").await);
    assert_eq!((theirs.status, none.status), (404, 404));
    for (who, status) in [(part::SECRETARY, 403), ("quantri", 403)] {
        assert_eq!(site.person(who).await.get(&own).await.status, status, "{who}");
    }
}

#[tokio::test]
async fn the_board_shows_figures_to_those_who_run_the_contest() {
    let site = Site::on(Engine::Sqlite, JUDGING);
    let secretary = site.person(part::SECRETARY).await;
    let id = site.contest().await.0;
    let overview = open(&secretary, &format!("/judging/{id}")).await;
    let round = site.count("SELECT id FROM judging_round").await;
    assert!(overview.body.contains(&format!("/judging/rounds/{round}")));
    let board = format!("/judging/rounds/{round}");
    let (page, spent) = metered(secretary.get(&board)).await;
    assert_eq!(page.status, 200);
    assert!(spent.queries <= 12, "a constant number: {}", spent.queries);
    assert!(page.body.contains("CM24-001") && page.body.contains("&#60;") | page.body.contains("=cmd|"));
    let missing = open(&secretary, &format!("{board}?show=missing")).await;
    assert!(missing.body.len() < page.body.len());

    // Not closed while sheets are missing: the reasons are listed.
    let to = format!("{board}/close");
    let answer = send(&secretary, &page, &to, &[]).await;
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("chưa ký phiếu"));

    // A signed sheet is reopened by the chair alone, with a reason.
    let (sheet, entry) = site.read(|tx| {
        let row = tx.one("SELECT s.id, s.entry_id FROM score_sheet s JOIN judge j ON j.id = s.judge_id WHERE s.signed_at IS NOT NULL AND j.chair = 1 ORDER BY s.id", &[])?;
        Ok((row.int(0)?, row.int(1)?))
    }).await;
    let (line, to) = (format!("{board}/entries/{entry}"), format!("/judging/sheets/{sheet}/reopen"));
    assert!(!open(&secretary, &line).await.body.contains(&to), "no button for the secretary");
    let page = open(&secretary, &line).await;
    let forged =
        secretary.post(&to, &[("form_key", &web::FormKey::random().to_string()), ("reason", "x")]).await;
    assert_eq!(forged.status, 404, "{}", page.to());
    let chair = site.person("gk01").await;
    let page = open(&chair, &line).await;
    assert_eq!(send(&chair, &page, &to, &[("reason", " ")]).await.status, 422);
    let page = open(&chair, &line).await;
    assert_eq!(send(&chair, &page, &to, &[("reason", "Nhập nhầm điểm")]).await.status, 303);
    // The chair's own sheet is open again, so the others' figures of this entry are hidden from the chair.
    let hidden_now = open(&chair, &line).await;
    assert!(hidden_now.body.contains("chỉ hiện sau khi ký phiếu của mình"));

    let csv = open(&secretary, &format!("/judging/{id}/scores.csv")).await;
    assert!(
        csv.body
            .lines()
            .next()
            .is_some_and(|l| l.ends_with("round,judge_code,entry_code,criterion,points,comment\r")
                || l.ends_with("criterion,points,comment"))
    );
    for (who, status) in [("gk02", 403), ("quantri", 403), ("kiemtra", 200)] {
        assert_eq!(site.person(who).await.get(&board).await.status, status, "{who}");
    }
}

#[tokio::test]
async fn standings_become_a_released_result() {
    let site = Site::on(Engine::Sqlite, DECIDING);
    let id = site.contest().await.0;
    let (chair, secretary, boss) =
        (site.person("gk01").await, site.person(part::SECRETARY).await, site.person(part::ORGANISER).await);
    let home = format!("/awards/{id}");
    let (page, spent) = metered(secretary.get(&home)).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("92,40") && spent.queries <= 16, "{} queries", spent.queries);
    for (who, status) in [("gk02", 403), ("quantri", 403), ("lanhdao", 403)] {
        for path in [home.clone(), format!("{home}/standings.csv"), format!("{home}/prizes")] {
            assert_eq!(site.person(who).await.get(&path).await.status, status, "{who} {path}");
        }
    }

    // The chair puts the two equal entries at the border in order.
    let to = format!("{home}/ties");
    let page = open(&chair, &to).await;
    let order = [("entry", "CM24-010"), ("entry", "CM24-036")];
    let twice =
        [order[0], ("rank-CM24-010", "1"), order[1], ("rank-CM24-036", "1"), ("reason", "Chi phí thấp hơn")];
    let answer = send(&chair, &page, &to, &twice).await;
    assert_eq!(answer.status, 422, "a number twice");
    let good =
        [order[0], ("rank-CM24-010", "1"), order[1], ("rank-CM24-036", "2"), ("reason", "Chi phí thấp hơn")];
    let page = open(&boss, &to).await;
    assert!(!page.body.contains("rank-CM24-010"), "only the chair is asked");
    let page = open(&chair, &to).await;
    let key = page
        .body
        .split("name=\"form_key\" value=\"")
        .nth(1)
        .and_then(|t| t.split('"').next())
        .expect("a key");
    let mut fields = vec![("form_key", key)];
    fields.extend(good);
    let answer = chair.post(&to, &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);

    // Proposed, confirmed with minutes, released.
    let to = format!("{home}/prizes");
    let page = open(&secretary, &to).await;
    let answer = send(&secretary, &page, &to, &[]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let to = format!("{home}/confirm");
    assert_eq!(secretary.get(&to).await.status, 403);
    let page = open(&boss, &to).await;
    assert!(page.body.contains("19.000.000"));
    let answer = send(&boss, &page, &to, &[("minutes", " ")]).await;
    assert_eq!(answer.status, 422);
    let answer = send(&boss, &answer, &to, &[("minutes", "Biên bản số 12"), ("votes-for", "x")]).await;
    assert_eq!(answer.status, 422, "letters are no votes");
    let answer = send(&boss, &answer, &to, &[("minutes", "Biên bản số 12")]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert_eq!(site.count("SELECT COUNT(*) FROM contest WHERE phase = 'released'").await, 0);
    let to = format!("{home}/release");
    let page = open(&boss, &to).await;
    assert!(page.body.contains("4.500.000") && !page.body.contains("0900"));
    let own = page.hidden("form_key").to_owned();
    for _ in 0..2 {
        // A second click is answered as the first.
        assert_eq!(boss.post(&to, &[("form_key", &own)]).await.status, 303);
    }
    assert_eq!(site.count("SELECT COUNT(*) FROM contest WHERE phase = 'released'").await, 1);
    assert_eq!(site.count("SELECT COUNT(*) FROM audit WHERE event = 'awards.released'").await, 1);
}

#[tokio::test]
async fn a_meeting_leads_everybody_and_hides_what_must_be_hidden() {
    let site = Site::at_moment("judging");
    let ids = World::get().moment("judging").ids.clone();
    let (round, entry) = (ids.round.expect("a round").0, ids.entry.0);
    let to = format!("/judging/rounds/{round}/meeting");
    let (chair, secretary) = (site.person("gk01").await, site.person(part::SECRETARY).await);
    let [assigned, free, away] = ["gk02", "gk04", "gk06"].map(|login| site.person(login));
    let (assigned, free, away) = (assigned.await, free.await, away.await);
    let title = "Bảng kiểm hồ sơ thanh toán trên điện thoại";
    assert!(open(&assigned, &to).await.body.contains("Chưa có phiên họp"));
    let page = open(&chair, &to).await;
    let said = [("place", "Phòng họp số 2"), ("present", "Lê Ân; Trần Bình")];
    assert_eq!(send(&chair, &page, &to, &said).await.status, 303);
    let meeting = site.count("SELECT id FROM meeting").await;
    let turn = format!("/judging/meetings/{meeting}/turn");
    let page = open(&chair, &to).await;
    assert_eq!(send(&chair, &page, &turn, &[("entry", &entry.to_string())]).await.status, 303);

    // Who keeps away sees a blank and why, nothing of the entry.
    let blank = open(&away, &to).await;
    assert!(blank.body.contains("phải tránh") && blank.body.contains("Lý do:"), "{}", blank.body);
    assert!(!blank.body.contains(title) && !blank.body.contains("/scoring/sheets/"));
    // Who has not signed, or has no sheet, sees the entry and no figures.
    for (judge, has_sheet) in [(&assigned, true), (&free, false)] {
        let page = open(judge, &to).await;
        assert!(page.body.contains(title) && page.body.contains("chỉ hiện sau khi ký"), "{}", page.body);
        assert_eq!(page.body.contains("Mở phiếu chấm của tôi"), has_sheet);
    }
    let page = open(&secretary, &to).await;
    let discuss = format!("/judging/rounds/{round}/entries/{entry}/discuss");
    let words = "Hai giám khảo hiểu khác nhau về phạm vi áp dụng.";
    let fields = [("took-part", "Lê Ân"), ("said", words), ("outcome", "as_is"), ("from", "meeting")];
    let answer = send(&secretary, &page, &discuss, &fields).await;
    assert_eq!((answer.status, answer.to().as_str()), (303, to.as_str()), "{}", answer.body);
    assert!(open(&secretary, &to).await.body.contains(words));
    for judge in [&assigned, &free, &away] {
        assert!(!open(judge, &to).await.body.contains(words));
    }
    let page = open(&secretary, &to).await;
    let close = format!("/judging/meetings/{meeting}/close");
    assert_eq!(send(&secretary, &page, &close, &[]).await.status, 303);
    assert!(open(&free, &to).await.body.contains("Chưa có phiên họp"));
}
