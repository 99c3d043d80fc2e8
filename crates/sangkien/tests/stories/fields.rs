//! The contest's own questions through HTTP: the organiser writes them with a preview, an author answers with and without the condition,
//! what cannot stand is refused with its reason, unit and judge read the answers, a judge of a blind contest masked.

use crate::site::{Person, Site};
use crate::world::{UNIT, World, a_draft, fault};
use app::entry::personal::{SALTS, Seals};
use domain::actor::Actor;
use domain::entry::Draft;
use domain::ids::EntryId;
use sangkien::rehearse::part;
use sha2::{Digest, Sha256};

const AT: &str = "/contests/CM24/set-up/fields";
const WHY: &str = "Bổ sung câu hỏi theo công văn số 12 của Ban Tổ chức.";
const DECIDED: &str = "Đã được công nhận sáng kiến cơ sở chưa?";

/// Writes two questions, the second only for those who chose the first option of the first, and puts them in force.
async fn two_questions(boss: &Person) {
    let page = boss.get(AT).await.expect(200);
    assert!(page.text().contains("2. Áp dụng từ ngày"), "the two usual questions stand there: {page}");
    let page = boss.submit(&page, AT, &[("do", "add")]).await.expect(200);
    // What cannot stand comes back beside its input.
    let choice = [
        ("q-label", DECIDED),
        ("q-kind", "choice"),
        ("q-required", "yes"),
        ("q-options", "Đã được công nhận"),
        ("do", "take"),
    ];
    let wrong = boss.submit(&page, AT, &choice).await.expect(422);
    assert!(
        wrong.body.contains("id=\"q-options-error\"") && wrong.text().contains("phải từ 2 đến 30"),
        "{wrong}"
    );
    let page = boss
        .submit(&wrong, AT, &[("q-options", "Đã được công nhận\nChưa được công nhận"), ("do", "take")])
        .await
        .expect(200);
    assert!(page.text().contains("chưa được ban hành"), "{page}");
    let page = boss.submit(&page, AT, &[("do", "add")]).await.expect(200);
    let number = [
        ("q-label", "Số quyết định công nhận"),
        ("q-kind", "text"),
        ("q-most", "30"),
        ("q-required", "yes"),
        ("q-when", "da_duoc_cong_nhan_sang_kien_co=da_duoc_cong_nhan"),
        ("do", "preview"),
    ];
    // The preview draws the form of what is being written, and the conditions work.
    let page = boss.submit(&page, AT, &number).await.expect(200);
    assert!(page.text().contains("Chỉ trả lời câu dưới đây nếu ở câu"), "{page}");
    let asked = |page: &crate::site::Answer| {
        let after = page.text();
        let (_, list) =
            after.split_once("các câu được hỏi là:").unwrap_or_else(|| panic!("no list on {page}"));
        list.contains("Số quyết định công nhận")
    };
    assert!(!asked(&page), "{page}");
    let sample = [("field-da_duoc_cong_nhan_sang_kien_co", "da_duoc_cong_nhan"), ("do", "preview")];
    let page = boss.submit(&page, AT, &sample).await.expect(200);
    assert!(asked(&page), "{page}");
    // A question that stands before what it hangs on cannot be asked.
    let page = boss.submit(&page, AT, &[("do", "take")]).await.expect(200);
    let swapped = boss.submit(&page, AT, &[("do", "up:3")]).await.expect(422);
    assert!(swapped.text().contains("Điều kiện phải về một câu hỏi đứng trước"), "{swapped}");
    let page = boss.submit(&swapped, AT, &[("do", "down:2")]).await.expect(200);
    let unreasoned = boss.submit(&page, AT, &[("do", "publish")]).await.expect(422);
    assert!(unreasoned.body.contains("href=\"#reason\""), "{unreasoned}");
    let done = boss.submit(&unreasoned, AT, &[("reason", WHY), ("do", "publish")]).await.sent_on();
    let shown = boss.follow(&done).await.expect(200);
    assert!(shown.text().contains("Đã ban hành bản thể lệ mới"), "{shown}");
    // They are in force: asked no longer, but not removed.
    assert!(shown.body.contains("value=\"ask:2\"") && !shown.body.contains("value=\"remove:2\""), "{shown}");
    // An edit that began before that writes nothing.
    let late = boss.submit(&page, AT, &[("reason", WHY), ("do", "publish")]).await.expect(422);
    assert!(late.text().contains("do người khác ban hành"), "{late}");
}

/// An entry by somebody else about something else, ready but for the answers.
async fn an_author(site: &Site, n: usize) -> (EntryId, Person) {
    let (contest, now) = (site.contest().await, site.now());
    let id = site
        .write(move |tx| {
            let begun = app::entry::begin(tx, &Actor::Anonymous, contest, &crate::site::keys(), now)
                .map_err(fault)?;
            let mut draft = a_draft(&format!("Sổ tay {n} dùng chung ở bộ phận Một cửa"));
            for (k, a) in draft.authors.iter_mut().enumerate() {
                a.name = format!("{} {}", ["Hà Thị", "Tô Văn"][k], ["Sen", "Lực"][n % 2]);
                a.phone = format!("098765432{}", 2 * n + k);
            }
            let draft = Draft { ..draft };
            app::entry::store::save_working(tx, begun.entry, 2, &draft, now)?;
            Ok::<_, app::db::DbFault>(begun.entry)
        })
        .await;
    (id, site.holder(id).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_are_written_answered_and_read() {
    let site = Site::at_moment("open");
    let boss = site.person(part::ORGANISER).await;
    two_questions(&boss).await;
    let code = "field-da_duoc_cong_nhan_sang_kien_co";

    let (with, sen) = an_author(&site, 0).await;
    let text = format!("/entries/{}/part/text", with.0);
    let page = sen.get(&text).await.expect(200);
    assert!(page.text().contains("Câu hỏi riêng của cuộc thi"), "{page}");
    // Without a script the second question stands there with a sentence that says when it wants an answer.
    assert!(
        page.body.contains("name=\"field-so_quyet_dinh_cong_nhan\"")
            && page.text().contains("Chỉ trả lời câu"),
        "{page}"
    );
    let check = format!("/entries/{}/check", with.0);
    let told = sen.get(&check).await.expect(200);
    assert!(told.text().contains(&format!("Hãy trả lời câu “{DECIDED}”")), "{told}");
    assert!(!told.text().contains("Hãy trả lời câu “Số quyết định"), "{told}");
    sen.submit(&page, &text, &[(code, "da_duoc_cong_nhan")]).await.sent_on();
    let told = sen.get(&check).await.expect(200);
    assert!(told.text().contains("Hãy trả lời câu “Số quyết định công nhận”"), "{told}");
    let page = sen.get(&text).await.expect(200);
    let long =
        sen.submit(&page, &text, &[("field-so_quyet_dinh_cong_nhan", &"12/QĐ".repeat(7))]).await.expect(422);
    assert!(long.text().contains("có 35 ký tự, nhiều nhất 30 ký tự"), "{long}");
    sen.submit(&long, &text, &[("field-so_quyet_dinh_cong_nhan", "12/QĐ-UBND")]).await.sent_on();
    let page = sen.get(&check).await.expect(200);
    sen.submit(&page, &format!("/entries/{}/submit", with.0), &[]).await.sent_on();
    let own = sen.get(&format!("/entries/{}", with.0)).await.expect(200);
    assert!(own.text().contains("12/QĐ-UBND"), "{own}");

    // Who chose the other option is not asked, whatever is typed there.
    let (without, luc) = an_author(&site, 1).await;
    let text = format!("/entries/{}/part/text", without.0);
    let page = luc.get(&text).await.expect(200);
    let answers = [(code, "chua_duoc_cong_nhan"), ("field-so_quyet_dinh_cong_nhan", "99/QĐ-THỪA")];
    luc.submit(&page, &text, &answers).await.sent_on();
    let page = luc.get(&text).await.expect(200);
    assert!(page.body.contains("99/QĐ-THỪA"), "the draft keeps it");
    let page = luc.get(&format!("/entries/{}/check", without.0)).await.expect(200);
    luc.submit(&page, &format!("/entries/{}/submit", without.0), &[]).await.sent_on();
    let own = luc.get(&format!("/entries/{}", without.0)).await.expect(200);
    assert!(own.text().contains("Chưa được công nhận") && !own.text().contains("99/QĐ-THỪA"), "{own}");

    // The unit reads them with the sections.
    let clerk = site.person(&part::clerk(UNIT)).await;
    let desk = clerk.get(&format!("/desk/entries/{}", with.0)).await.expect(200);
    for said in [DECIDED, "Đã được công nhận", "Số quyết định công nhận", "12/QĐ-UBND"] {
        assert!(desk.text().contains(said), "{said}: {desk}");
    }
    // A question asked no longer keeps its words on what was handed in.
    let page = boss.get(AT).await.expect(200);
    let page = boss.submit(&page, AT, &[("do", "ask:3")]).await.expect(200);
    boss.submit(&page, AT, &[("reason", WHY), ("do", "publish")]).await.sent_on();
    let desk = clerk.get(&format!("/desk/entries/{}", with.0)).await.expect(200);
    assert!(desk.text().contains("Số quyết định công nhận") && desk.text().contains("12/QĐ-UBND"), "{desk}");
    let page = luc.get(&format!("/entries/{}/part/text", without.0)).await.expect(200);
    assert!(!page.text().contains("Số quyết định công nhận"), "{page}");
    assert!(page.body.contains("99/QĐ-THỪA"), "an answer to it travels along hidden");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_judge_reads_the_answers_and_of_a_blind_contest_without_names() {
    for visibility in ["open", "blind"] {
        let site = Site::at_moment("judging");
        let ids = World::get().moment("judging").ids.clone();
        let (contest, entry) = (ids.contest.0, ids.entry.0);
        // As if the contest had asked from the beginning.
        site.write(move |tx| {
            let guards = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('rules_edition', 'entry_version')";
            for row in tx.query(guards, &[])? {
                tx.exec(&format!("DROP TRIGGER {}", row.text(0)?), &[])?;
            }
            for row in tx.query("SELECT id, body FROM rules_edition WHERE contest_id = $1", &[contest.into()])? {
                let mut body: serde_json::Value = serde_json::from_str(row.text(1)?).unwrap();
                body["judging"]["visibility"] = visibility.into();
                body["form"]["fields"] = serde_json::json!([
                    { "code": "noi_ap_dung", "label": "Nơi đã áp dụng", "kind": "text", "max_chars": 200 }
                ]);
                let body = body.to_string();
                let hash: [u8; 32] = Sha256::digest(&body).into();
                let sql = "UPDATE rules_edition SET body = $2, sha256 = $3 WHERE id = $1";
                tx.exec(sql, &[row.int(0)?.into(), body.into(), (&hash).into()])?;
            }
            let row = tx.one(&format!("SELECT {SALTS} FROM entry e WHERE e.id = $1"), &[entry.into()])?;
            let seals = Seals::of_row(&tx.opener(), &row.as_ref(), 0)?;
            for row in tx.query("SELECT version, body FROM entry_version WHERE entry_id = $1", &[entry.into()])? {
                let mut dossier = app::entry::body::read_dossier(row.text(1)?, &seals)?;
                dossier.sections.push(("noi_ap_dung".into(), "Bàn của DUONG VAN VUONG, nhánh tre số 4".into()));
                let body = app::entry::body::dossier_text(&dossier, &seals)?;
                let sql = "UPDATE entry_version SET body = $3 WHERE entry_id = $1 AND version = $2";
                tx.exec(sql, &[entry.into(), row.int(0)?.into(), body.into()])?;
            }
            Ok::<_, app::db::DbFault>(())
        })
        .await;
        let judge = site.person(&part::judge("GK02")).await;
        let sheet = judge.get(&format!("/scoring/sheets/{}", ids.sheet.unwrap().0)).await.expect(200);
        assert!(
            sheet.text().contains("Nơi đã áp dụng") && sheet.text().contains("nhánh tre số 4"),
            "{sheet}"
        );
        assert_eq!(sheet.text().contains("DUONG VAN VUONG"), visibility == "open", "{visibility}: {sheet}");
    }
}
