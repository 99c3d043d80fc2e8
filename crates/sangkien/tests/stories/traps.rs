//! The traps of the office's own files that concern handing in, each played by an author in a browser: the entry is typed part by part from
//! `entries.jsonl`, the clock stands where its own instant stands, and the button is pressed. `traps.json` says what a person expects.

use crate::site::{Answer, Person, Site};
use app::db::Engine;
use sangkien::rehearse::part;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The contest is open, the judges have their seats, nothing is handed in.
pub const FIRST_DAY: &str = "2024-03-31T08:00:00";

fn file(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/chuong-my-2024").join(name);
    fs::read_to_string(path).expect("the office's file")
}

pub struct Office {
    entries: BTreeMap<String, Value>,
    traps: Vec<Value>,
}

impl Office {
    pub fn read() -> Office {
        let entry = |line: &str| {
            let value: Value = serde_json::from_str(line).expect("an entry");
            (value["code"].as_str().expect("a code").to_owned(), value)
        };
        Office {
            entries: file("entries.jsonl").lines().filter(|l| !l.is_empty()).map(entry).collect(),
            traps: serde_json::from_str(&file("traps.json")).expect("the traps"),
        }
    }

    /// The entries of a trap, in its order.
    fn of(&self, kind: &str) -> Vec<&Value> {
        let trap = self.traps.iter().find(|t| t["kind"] == kind).unwrap_or_else(|| panic!("no trap {kind}"));
        let codes = trap["entries"].as_array().expect("codes");
        codes.iter().map(|c| &self.entries[c.as_str().expect("a code")]).collect()
    }

    pub fn one(&self, kind: &str) -> &Value {
        self.of(kind)[0]
    }
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}

/// An author at work on an entry.
pub struct Author {
    pub person: Person,
    /// `/entries/7`.
    pub own: String,
    pub code: String,
    pin: String,
}

impl Author {
    /// Begins on the first day and types everything that the office's file holds, as it stands there.
    pub async fn typing(site: &Site, entry: &Value) -> Author {
        let person = site.anyone();
        let page = person.get("/contests/CM24/enter").await.expect(200);
        let tasks = person.submit(&page, "/contests/CM24/enter", &[]).await.sent_on().to();
        let own = tasks.trim_end_matches("/tasks").to_owned();
        let page = person.get(&tasks).await.expect(200);
        let strong = |n: usize| {
            let part = page.body.split("<strong class=\"nowrap\">").nth(n).expect("code and PIN");
            part.split('<').next().unwrap_or_default().to_owned()
        };
        let author = Author { code: strong(1), pin: strong(2), own, person };
        author
            .part("place", &[("route", text(entry, "route")), ("unit", text(entry, "receiving_unit_code"))])
            .await;
        let applied = if entry["already_applied"] == true { "yes" } else { "no" };
        let mut about =
            vec![("title", text(entry, "title")), ("form", text(entry, "format")), ("applied", applied)];
        about.extend(
            entry["areas"].as_array().expect("areas").iter().map(|a| ("area", a.as_str().expect("a code"))),
        );
        author.part("about", &about).await;
        let sections: Vec<(String, &str)> = entry["sections"]
            .as_object()
            .expect("sections")
            .iter()
            .map(|(code, body)| (format!("section-{code}"), body.as_str().expect("a text")))
            .collect();
        author.part("text", &sections.iter().map(|(n, v)| (n.as_str(), *v)).collect::<Vec<_>>()).await;
        let mut fields = vec![("category".to_owned(), text(entry, "category").to_owned())];
        for (n, a) in entry["authors"].as_array().expect("authors").iter().enumerate() {
            let n = n + 1;
            for (field, value) in [
                ("name", text(a, "name").to_owned()),
                ("role", text(a, "role_title").to_owned()),
                ("unit", text(a, "unit_code").to_owned()),
                ("address", text(a, "address").to_owned()),
                ("phone", text(a, "phone").to_owned()),
                ("share", a["share_percent"].to_string()),
            ] {
                fields.push((format!("author-{n}-{field}"), value));
            }
            if a["representative"] == true {
                fields.push(("representative".to_owned(), n.to_string()));
            }
        }
        author
            .part("authors", &fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect::<Vec<_>>())
            .await;
        author.part("declaration", &[("own-work", "yes"), ("data-use", "yes"), ("office-use", "yes")]).await;
        author
    }

    /// Saves a part by its button, or keeps it as a script does where a mistake would be given back: the check then names it.
    pub async fn part(&self, word: &str, fields: &[(&str, &str)]) {
        let path = format!("{}/part/{word}", self.own);
        let page = self.person.get(&path).await.expect(200);
        let version = page.hidden("version").to_owned();
        let all = [&[("version", version.as_str())], fields].concat();
        let saved = self.person.post(&path, &all).await;
        if saved.status == 303 {
            return;
        }
        saved.expect(422);
        let mut names: Vec<(&str, &str)> = fields.iter().map(|(n, _)| ("changed", *n)).collect();
        names.sort_unstable();
        names.dedup();
        let all = [&all[..], &names].concat();
        self.person.post(&format!("{path}/autosave"), &all).await.expect(200);
    }

    /// Days later, perhaps on another device: the code and the PIN open the entry.
    pub async fn returns(&self) {
        let page = self.person.get("/lookup").await.expect(200);
        let pair = [("code", self.code.as_str()), ("pin", self.pin.as_str())];
        self.person.submit(&page, "/lookup", &pair).await.sent_on();
    }

    pub async fn presses(&self, site: &Site, at: &str) -> Answer {
        site.set_clock(at);
        self.returns().await;
        self.person.post(&format!("{}/submit", self.own), &[]).await
    }

    /// The instant of the office's file.
    async fn hands_in(&self, site: &Site, entry: &Value) -> Answer {
        self.presses(site, text(entry, "submitted_at")).await
    }

    pub fn receipt(&self) -> String {
        format!("{}/receipt", self.own)
    }
}

#[track_caller]
pub fn refused(answer: &Answer, says: &str) {
    assert!(answer.status == 422 && answer.text().contains(says), "{says}: {answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_in_order_is_refused_with_its_reason_and_mended() {
    let (office, site) = (Office::read(), Site::on(Engine::Sqlite, FIRST_DAY));
    // One author is no group; a second line makes it one.
    let entry = office.one("group_with_one_member");
    let author = Author::typing(&site, entry).await;
    refused(&author.hands_in(&site, entry).await, "từ 2 người");
    let authors = entry["authors"].as_array().expect("authors")[0].clone();
    author
        .part(
            "authors",
            &[
                ("category", "collective"),
                ("author-1-name", text(&authors, "name")),
                ("author-1-address", text(&authors, "address")),
                ("author-1-phone", text(&authors, "phone")),
                ("author-1-share", "60"),
                ("author-2-name", "Ngô Thị Hạ"),
                ("author-2-address", "Thôn Ngoài, xã Mỹ Lương"),
                ("author-2-phone", "0900000999"),
                ("author-2-share", "40"),
                ("representative", "1"),
            ],
        )
        .await;
    assert_eq!(author.presses(&site, "2024-04-08T19:00:00+07:00").await.sent_on().to(), author.receipt());
    for (kind, says) in [
        ("group_without_representative", "đại diện"),
        ("author_is_judge", "giám khảo"),
        ("bad_phone_individual", "điện thoại"),
        ("shares_sum_90", "90"),
    ] {
        let entry = office.one(kind);
        let author = Author::typing(&site, entry).await;
        refused(&author.hands_in(&site, entry).await, says);
    }
    assert_eq!(site.count("SELECT COUNT(*) FROM entry WHERE state = 'handed_in'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_video_needs_its_text_and_the_button_makes_it() {
    let (office, site) = (Office::read(), Site::on(Engine::Sqlite, FIRST_DAY));
    let entry = office.one("video_without_word_text");
    let author = Author::typing(&site, entry).await;
    let files = format!("{}/files", author.own);
    let page = author.person.get(&files).await.expect(200);
    let film = [b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".as_slice(), &[0; 64]].concat();
    author.person.submit_files(&page, &files, &[], &[("file", "phim.mp4", film)]).await.sent_on();
    refused(&author.hands_in(&site, entry).await, "Word");
    author.person.post(&format!("{files}/word"), &[]).await.sent_on();
    assert_eq!(author.hands_in(&site, entry).await.sent_on().to(), author.receipt());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_second_is_in_time_and_the_next_is_late() {
    let (office, site) = (Office::read(), Site::on(Engine::Sqlite, FIRST_DAY));
    let (last, late) = (office.one("last_valid_second"), office.one("first_late_second"));
    let (one, other) = (Author::typing(&site, last).await, Author::typing(&site, late).await);
    assert_eq!(one.hands_in(&site, last).await.sent_on().to(), one.receipt());
    refused(&other.hands_in(&site, late).await, "23:59");
    // Nothing brings it in afterwards: no second try, no withdrawal and return.
    refused(&other.hands_in(&site, late).await, "23:59");
    one.person.post(&format!("{}/withdraw", one.own), &[]).await.sent_on();
    one.person.post(&format!("{}/revive", one.own), &[]).await.expect(422);
    assert_eq!(site.count("SELECT COUNT(*) FROM entry WHERE state = 'handed_in'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_looks_wrong_is_taken_as_it_was_typed() {
    let (office, site) = (Office::read(), Site::on(Engine::Sqlite, FIRST_DAY));
    for kind in
        ["bad_phone_co_author", "title_nfd", "html_in_body", "formula_title", "tone_placement_variants"]
    {
        for entry in office.of(kind) {
            let author = Author::typing(&site, entry).await;
            if entry["attachments"].as_array().is_some_and(|a| a.iter().any(|f| f["kind"] == "video")) {
                author.person.post(&format!("{}/files/word", author.own), &[]).await.sent_on();
            }
            if text(entry, "format") == "video" {
                author.person.post(&format!("{}/files/word", author.own), &[]).await;
            }
            assert_eq!(author.hands_in(&site, entry).await.sent_on().to(), author.receipt(), "{kind}");
            let page = author.person.get(&author.own).await.expect(200);
            match kind {
                "html_in_body" => {
                    assert!(
                        page.body.contains("&#60;script&#62;alert(") && !page.body.contains("<script>alert"),
                        "{page}"
                    );
                }
                "formula_title" => assert!(page.text().contains("=cmd|'/c calc'!A1"), "{page}"),
                "title_nfd" => {
                    assert!(page.text().contains("Điểm tiếp nhận hồ sơ quay vòng"), "composed: {page}")
                }
                _ => {}
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_work_by_two_routes_is_told_and_one_is_kept() {
    let (office, site) = (Office::read(), Site::on(Engine::Sqlite, FIRST_DAY));
    let both = office.of("two_routes");
    let first = Author::typing(&site, both[0]).await;
    let second = Author::typing(&site, both[1]).await;
    assert_eq!(first.hands_in(&site, both[0]).await.sent_on().to(), first.receipt());
    let double = format!("{}/double", second.own);
    assert_eq!(second.hands_in(&site, both[1]).await.sent_on().to(), double);
    let page = second.person.get(&double).await.expect(200);
    // Nothing of the other entry is told.
    for secret in [first.code.as_str(), "Lam Điền", "02/04/2024", "09:44"] {
        assert!(!page.body.contains(secret), "{secret} on {page}");
    }
    let sent = |fields: Vec<(&'static str, String)>| {
        let (second, double, page) = (&second, &double, &page);
        async move {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
            second.person.submit(page, double, &fields).await
        }
    };
    let one = |choice: &str, code: &str, pin: &str| {
        vec![("choice", choice.to_owned()), ("code", code.to_owned()), ("pin", pin.to_owned())]
    };
    sent(one("this", "", "")).await.expect(422);
    let wrong = if first.pin == "000000" { "000001" } else { "000000" };
    refused(&sent(one("this", &first.code, wrong)).await, "không đúng");
    refused(&sent(one("this", &second.code, &second.pin)).await, "không phải của bài trùng");
    refused(&sent(vec![("choice", "both".into()), ("reason", "khác".into())]).await, "ít nhất 10");
    let kept = sent(one("other", "", "")).await.sent_on();
    assert_eq!(kept.to(), format!("{}/tasks", second.own));
    let in_force = "SELECT COUNT(*) FROM entry WHERE state = 'handed_in'";
    assert_eq!(site.count(in_force).await, 1, "nothing has happened so far");
    assert_eq!(sent(one("this", &first.code, &first.pin)).await.sent_on().to(), second.receipt());
    assert_eq!(site.count("SELECT COUNT(*) FROM entry WHERE state = 'withdrawn'").await, 1);
    assert_eq!(site.count(in_force).await, 1);
    // The one taken back cannot come in by the back door.
    first.returns().await;
    refused(&first.person.post(&format!("{}/revive", first.own), &[]).await, "gần như bài này");
    site.verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn both_may_be_handed_in_with_a_reason_that_the_secretary_reads() {
    let (office, site) = (Office::read(), Site::on(Engine::Sqlite, FIRST_DAY));
    let both = office.of("two_routes");
    let first = Author::typing(&site, both[0]).await;
    let second = Author::typing(&site, both[1]).await;
    first.hands_in(&site, both[0]).await.sent_on();
    let double = second.hands_in(&site, both[1]).await.sent_on().to();
    let page = second.person.get(&double).await.expect(200);
    let reason = "Bài sau dùng cho đường nước, bài trước cho đèn đường.";
    let done = second.person.submit(&page, &double, &[("choice", "both"), ("reason", reason)]).await;
    assert_eq!(done.sent_on().to(), second.receipt());
    // Asked once: an edit of the one or the other goes through.
    second
        .part(
            "about",
            &[
                ("title", "Báo hỏng đường nước bằng mã dán, có hạn trả lời ba ngày"),
                ("area", "cong_nghe"),
                ("form", "written"),
                ("applied", "no"),
            ],
        )
        .await;
    second.person.post(&format!("{}/submit", second.own), &[("again", "yes")]).await.sent_on();
    let secretary = site.person(part::SECRETARY).await;
    let page = secretary.get("/intake/1/similar").await.expect(200);
    assert!(page.text().contains("Nộp trùng") && page.text().contains(reason), "{page}");
    for code in [&first.code, &second.code] {
        assert!(page.text().contains(code.as_str()), "{code} on {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_under_another_name_is_told_to_the_secretary_alone() {
    let (office, site) = (Office::read(), Site::on(Engine::Sqlite, FIRST_DAY));
    for kind in
        ["near_duplicate_light_edits", "near_duplicate_paraphrase", "near_duplicate_diacritics_stripped"]
    {
        for entry in office.of(kind) {
            let author = Author::typing(&site, entry).await;
            if text(entry, "format") == "video" {
                continue;
            }
            assert_eq!(author.hands_in(&site, entry).await.sent_on().to(), author.receipt(), "{kind}");
        }
    }
    let page = site.person(part::SECRETARY).await.get("/intake/1/similar").await.expect(200);
    assert!(!page.text().contains("Nộp trùng"), "other authors: {page}");
    for title in ["giờ vàng", "Phieu hen in chu to"] {
        assert!(page.text().contains(title), "{title} on {page}");
    }
}
