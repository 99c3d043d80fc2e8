//! After the decision and beside it: a complaint opens the decision again, a round is opened and closed again, the chair takes advice, a
//! judge falls ill, the deputy takes the chair's place. Through HTTP.

use crate::site::{Answer, Person, Site};
use crate::world::{World, fault};
use domain::actor::Actor;
use sangkien::rehearse::part;

async fn send(who: &Person, page: &Answer, action: &str, fields: &[(&str, &str)]) -> Answer {
    let key = page.form_key(action).to_owned();
    let mut all = vec![("form_key", key.as_str())];
    all.extend_from_slice(fields);
    who.post(action, &all).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_opens_the_decision_again_until_it_is_public() {
    let site = Site::at_moment("confirmed");
    let c = World::get().moment("confirmed").ids.contest.0;
    let (secretary, boss) = (site.person(part::SECRETARY).await, site.person(part::ORGANISER).await);
    let home = format!("/awards/{c}/complaints");
    let page = secretary.get(&home).await.expect(200);
    let fields = [("from", "Lê Thị Mơ"), ("entry", "CM24-010"), ("body", "Điểm tiêu chí 2 cộng sai")];
    send(&secretary, &page, &home, &fields).await.sent_on();
    assert!(!secretary.get(&home).await.body.contains("/answer"), "the organiser answers");
    let page = boss.get(&home).await.expect(200);
    assert!(page.text().contains("Điểm tiêu chí 2 cộng sai") && page.text().contains("CM24-010"));
    let id = site.count("SELECT MAX(id) FROM complaint").await;
    let to = format!("/awards/complaints/{id}/answer");
    let no = send(&boss, &page, &to, &[("outcome", "reopened"), ("reason", " ")]).await;
    assert_eq!(no.status, 422);

    // A round is opened again only once the decision is.
    let round = site.count("SELECT MAX(id) FROM judging_round").await;
    let board = format!("/judging/rounds/{round}");
    let reopen = format!("{board}/reopen");
    let seen = boss.get(&board).await.expect(200);
    assert_eq!(send(&boss, &seen, &reopen, &[("reason", "Sót phiếu")]).await.status, 422);
    send(&boss, &page, &to, &[("outcome", "reopened"), ("reason", "Cộng lại tiêu chí 2")]).await.sent_on();
    assert_eq!(site.count("SELECT COUNT(*) FROM award WHERE state = 'confirmed'").await, 0);
    assert_eq!(
        site.count("SELECT COUNT(*) FROM contest WHERE phase = 'deciding' AND code = 'CM24'").await,
        1
    );
    let again = boss.get(&home).await.expect(200);
    assert!(!again.body.contains(&to), "an answer is given once");
    send(&boss, &seen, &reopen, &[("reason", "Sót phiếu")]).await.sent_on();
    assert_eq!(site.count("SELECT COUNT(*) FROM judging_round WHERE state = 'open'").await, 1);
    let close = format!("{board}/close");
    let page = secretary.get(&board).await.expect(200);
    send(&secretary, &page, &close, &[]).await.sent_on();
    // Frozen, proposed and confirmed anew.
    let awards = format!("/awards/{c}");
    let page = secretary.get(&awards).await.expect(200);
    send(&secretary, &page, &format!("{awards}/freeze"), &[]).await.sent_on();
    let prizes = format!("{awards}/prizes");
    let page = secretary.get(&prizes).await.expect(200);
    secretary.submit(&page, &prizes, &[]).await.sent_on();
    let confirm = format!("{awards}/confirm");
    let page = boss.get(&confirm).await.expect(200);
    boss.submit(&page, &confirm, &[("minutes", "Biên bản số 15")]).await.sent_on();
    let log = "SELECT COUNT(*) FROM audit WHERE event IN ('awards.reopened', 'judging.round_reopened', 'awards.complaint_answered')";
    assert_eq!(site.count(log).await, 3);
    site.verified().await;

    // What is public is not taken back.
    let site = Site::at_moment("released");
    let boss = site.person(part::ORGANISER).await;
    let page = boss.get(&home).await.expect(200);
    send(&boss, &page, &home, &fields).await.sent_on();
    let page = boss.get(&home).await.expect(200);
    let id = site.count("SELECT MAX(id) FROM complaint").await;
    let to = format!("/awards/complaints/{id}/answer");
    assert_eq!(send(&boss, &page, &to, &[("outcome", "reopened"), ("reason", "x")]).await.status, 422);
    send(&boss, &page, &to, &[("outcome", "kept"), ("reason", "Đã cộng đúng")]).await.sent_on();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chair_takes_advice_until_the_round_is_closed() {
    let site = Site::at_moment("judging");
    let round = World::get().moment("judging").ids.round.expect("a round").0;
    let path = format!("/judging/rounds/{round}/advice");
    let chair = site.person(&part::judge("GK01")).await;
    assert!(chair.get(&format!("/judging/rounds/{round}")).await.body.contains(&path));
    let page = chair.get(&path).await.expect(200);
    assert!(page.text().contains("Khả năng đạt từng giải") && page.text().contains("Hạng"), "{page}");
    for who in [part::SECRETARY, part::ORGANISER, part::AUDITOR] {
        let who = site.person(who).await;
        assert_eq!(who.get(&path).await.status, 403);
        assert!(!who.get(&format!("/judging/rounds/{round}")).await.body.contains(&path));
    }
    let closed = Site::at_moment("deciding");
    assert_eq!(closed.person(&part::judge("GK01")).await.get(&path).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_judge_who_leaves_keeps_what_is_signed_and_the_rest_is_given_to_others() {
    let site = Site::at_moment("judging");
    let ids = World::get().moment("judging").ids.clone();
    let round = ids.round.expect("a round").0;
    let secretary = site.person(part::SECRETARY).await;
    let panel = format!("/judging/{}/panel", ids.contest.0);
    let signed = "SELECT COUNT(*) FROM score_sheet WHERE signed_at IS NOT NULL AND released_at IS NULL";
    let live = "SELECT COUNT(*) FROM score_sheet WHERE released_at IS NULL";
    let (before, all) = (site.count(signed).await, site.count(live).await);
    let boss = site.person(part::ORGANISER).await;
    let page = boss.get(&panel).await.expect(200);
    let leave = format!("/judging/judges/{}/leave", ids.judge.0);
    send(&boss, &page, &leave, &[]).await.sent_on();
    assert_eq!(site.count(signed).await, before, "what is signed stays");
    let freed = all - site.count(live).await;
    assert!(freed > 0);
    for plan in ["best", "fairest"] {
        let path = format!("/judging/rounds/{round}/assign?plan={plan}&compare=yes&per_unit=5");
        let page = secretary.get(&path).await.expect(200);
        assert!(page.text().contains("So sánh phương án"), "{page}");
    }
    let assign = format!("/judging/rounds/{round}/assign");
    let page = secretary.get(&assign).await.expect(200);
    let key = page.hidden("form_key").to_owned();
    let fields = [("form_key", key.as_str()), ("proposal", "yes"), ("plan", "fairest")];
    secretary.post(&assign, &fields).await.sent_on();
    let fewest = "SELECT MIN(n) FROM (SELECT COUNT(*) AS n FROM score_sheet WHERE released_at IS NULL GROUP BY entry_id) AS seats";
    assert_eq!(site.count(fewest).await, 5, "every entry has as many judges as the rules say");
    assert!(site.count(live).await <= all, "nobody is asked twice for what is signed");
    assert_eq!(site.count(signed).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draw_is_committed_to_before_it_is_made() {
    let site = Site::at_moment("judging");
    let ids = World::get().moment("judging").ids.clone();
    let round = ids.round.expect("a round").0;
    let secretary = site.person(part::SECRETARY).await;
    let judge = ids.judge;
    site.write(move |tx| {
        app::judging::unseat_judge(tx, &Actor::System, judge, domain::time::Instant(1_713_751_300_000))
            .map_err(fault)
    })
    .await;
    let drawn = format!("/judging/rounds/{round}/assign?plan=drawn");
    let assign = format!("/judging/rounds/{round}/assign");
    let page = secretary.get(&drawn).await.expect(200);
    let fields = [("form_key", web::FormKey::random().to_string())];
    let early = [("form_key", fields[0].1.as_str()), ("proposal", "yes"), ("plan", "drawn")];
    assert_eq!(secretary.post(&assign, &early).await.status, 422, "nothing is committed to");
    send(&secretary, &page, &format!("/judging/rounds/{round}/draw"), &[]).await.sent_on();
    let (seed, hash) = site
        .read(|tx| {
            let row = tx.one("SELECT seed, seed_hash FROM assignment_draw", &[])?;
            Ok((row.blob(0)?.to_vec(), row.blob(1)?.to_vec()))
        })
        .await;
    let hex = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
    let page = secretary.get(&drawn).await.expect(200);
    assert!(page.body.contains(&hex(&hash)) && !page.body.contains(&hex(&seed)));
    let key = page.hidden("form_key").to_owned();
    let fields = [("form_key", key.as_str()), ("proposal", "yes"), ("plan", "drawn")];
    secretary.post(&assign, &fields).await.sent_on();
    let page = secretary.get(&drawn).await.expect(200);
    assert!(page.body.contains(&hex(&seed)), "the seed is known now");
    let log = site.read(|tx| {
        let sql = "SELECT facts FROM audit WHERE event IN ('judging.draw_committed', 'judging.draw_revealed') ORDER BY seq";
        tx.query(sql, &[])?.iter().map(|r| Ok(r.text(0)?.to_owned())).collect::<Result<Vec<_>, app::db::DbFault>>()
    });
    let log = log.await;
    assert!(log[0].contains(&hex(&hash)) && log[1].contains(&hex(&seed)), "{log:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_deputy_takes_the_chairs_place_for_an_entry_in_conflict() {
    let site = Site::at_moment("judging");
    let ids = World::get().moment("judging").ids.clone();
    let (round, entry) = (ids.round.expect("a round").0, ids.entry.0);
    let row = format!("/judging/rounds/{round}/entries/{entry}");
    let (chair, deputy) = (site.person(&part::judge("GK01")).await, site.person(&part::judge("GK04")).await);
    assert_eq!(deputy.get(&row).await.status, 404, "not while the chair leads");
    let (contest, at) = (ids.contest.0, site.now().0);
    site.write(move |tx| {
        tx.exec("UPDATE judge SET deputy = 1 WHERE code = 'GK04' AND contest_id = $1", &[contest.into()])?;
        tx.exec(
            "INSERT INTO conflict (judge_id, entry_id, kind, note, at) SELECT id, $2, 'declared', 'Anh em', $3 FROM judge WHERE code = 'GK01' AND contest_id = $1",
            &[contest.into(), entry.into(), at.into()],
        )
        .map(|_| ())
    })
    .await;
    let own = deputy.get(&format!("/scoring/{contest}")).await.expect(200);
    assert!(own.links().contains(&row), "{own}");
    let page = deputy.get(&row).await.expect(200);
    let sheet = site
        .read(move |tx| {
            let sql = "SELECT MIN(id) FROM score_sheet WHERE entry_id = $1 AND signed_at IS NOT NULL";
            tx.one(sql, &[entry.into()])?.int(0)
        })
        .await;
    let reopen = format!("/judging/sheets/{sheet}/reopen");
    let hidden = chair.get(&row).await.expect(200);
    assert!(!hidden.body.contains(&reopen), "not the chair");
    let forged = [("reason", "x")];
    assert_eq!(chair.post(&reopen, &forged).await.status, 404);
    send(&deputy, &page, &reopen, &[("reason", "Nhập nhầm điểm")]).await.sent_on();
    let other = site
        .read(move |tx| {
            let sql = "SELECT MIN(entry_id) FROM score_sheet WHERE round_id = $1 AND entry_id <> $2";
            tx.one(sql, &[round.into(), entry.into()])?.int(0)
        })
        .await;
    assert_eq!(deputy.get(&format!("/judging/rounds/{round}/entries/{other}")).await.status, 404);
}
