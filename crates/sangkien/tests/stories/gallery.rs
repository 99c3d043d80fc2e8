//! The gallery through HTTP: nothing before the release; then the winners with what they propose; of the others, and of texts, names
//! and files, what rules and authors allow; lists, counts, searches and files all say the same.

use crate::site::{Person, Site};
use crate::world::World;
use domain::gallery::Consent;
use domain::ids::EntryId;

const G: &str = "/contests/CM24/gallery";
/// From the office's files: a winner, alone, and one of the two first prizes.
const WINNER: (&str, &str, &str) =
    ("CM24-010", "Phiếu hẹn in chữ to và lịch âm cho người cao tuổi", "Vũ Phương Thoa");
const FIRST: (&str, &str) = ("CM24-011", "Đối soát thẻ bảo hiểm trẻ dưới sáu tuổi");
/// The online entry: it has a place and no prize.
const TITLE: &str = "Bảng kiểm hồ sơ thanh toán";
const AUTHOR: &str = "Dương Văn Vượng";
const TEXT: &str = "Mỗi hồ sơ bị trả lại hai lần";

async fn titles(who: &Person, query: &str) -> Vec<String> {
    let page = who.get(&format!("{G}{query}")).await;
    let mut shown: Vec<String> =
        page.links().into_iter().filter(|l| l.starts_with(&format!("{G}/"))).collect();
    shown.iter_mut().for_each(|l| *l = l.rsplit('/').next().unwrap_or_default().to_owned());
    shown
}

/// Other rules for what is shown, as if the announcement had said so.
async fn shows(site: &Site, entries: &'static str) {
    let contest = site.contest().await;
    let now = site.now();
    site.write(move |tx| {
        let old =
            app::contest::store::find(tx, contest)?.map(|c| c.edition).unwrap_or_else(|| panic!("a contest"));
        let body = app::contest::store::body_of_edition(tx, old)?;
        let mut body: serde_json::Value = serde_json::from_str(&body).unwrap();
        body["gallery"] = serde_json::json!({ "entries": entries });
        let rules = app::contest::format::parse(&body.to_string()).unwrap();
        app::contest::store::insert_edition(tx, contest, &body.to_string(), &rules, "Thể lệ khác", now)
            .map(|_| ())
    })
    .await;
}

async fn agree(site: &Site, entry: EntryId, given: Consent) {
    let author = site.holder(entry).await;
    let action = format!("/entries/{}/gallery", entry.0);
    let page = author.get(&action).await.expect(200);
    let ticks = [("names", given.names), ("text", given.text), ("files", given.files)];
    let fields: Vec<(&str, &str)> =
        ticks.into_iter().filter(|(_, on)| *on).map(|(n, _)| (n, "yes")).collect();
    let key = page.form_key(&action).to_owned();
    let all: Vec<(&str, &str)> = fields.into_iter().chain([(web::form::KEY_FIELD, key.as_str())]).collect();
    assert_eq!(author.post(&action, &all).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_release_there_is_no_gallery_whatever_was_agreed() {
    let site = Site::at_moment("confirmed");
    let entry = World::get().moment("confirmed").ids.entry;
    shows(&site, "ranked").await;
    agree(&site, entry, Consent { names: true, text: true, files: true }).await;
    let organiser = site.person(sangkien::rehearse::part::ORGANISER).await;
    for who in [&site.anyone(), &organiser] {
        for path in ["", "?q=phi%E1%BA%BFu", "/CM24-010", "/CM24-010/files/0"] {
            assert_eq!(who.get(&format!("{G}{path}")).await.status, 404, "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn winners_are_shown_with_names_and_summary_and_nothing_else() {
    let site = Site::at_moment("released");
    let anyone = site.anyone();
    let page = anyone.get(G).await.expect(200);
    let text = page.text();
    assert!(text.contains("8 bài"), "{text}");
    for said in [WINNER.1, WINNER.2, FIRST.1, "Giải nhất", "Giải ba"] {
        assert!(text.contains(said), "{said} is not in {text}");
    }
    assert!(!text.contains(TITLE) && !text.contains(AUTHOR), "who has no prize is not shown");
    assert_eq!(titles(&anyone, "").await.first().map(String::as_str), Some(FIRST.0), "in order of rank");

    // Filters and searches give what the list has.
    assert_eq!(titles(&anyone, "?prize=nhat").await, ["CM24-011", "CM24-031"]);
    assert_eq!(titles(&anyone, "?area=mot_cua").await, ["CM24-029", "CM24-061", "CM24-010"]);
    assert_eq!(titles(&anyone, "?kind=mass_organisation").await, ["CM24-042"]);
    assert_eq!(titles(&anyone, "?q=phuong+thoa").await, ["CM24-010"]);
    assert_eq!(titles(&anyone, "?q=LICH+AM&area=mot_cua&prize=ba").await, ["CM24-010"]);
    for nothing in ["?q=bang+kiem", "?q=duong+van+vuong", "?q=0900000013", "?prize=khac", "?area=the_che"] {
        assert_eq!(titles(&anyone, nothing).await, Vec::<String>::new(), "{nothing}");
        let text = anyone.get(&format!("{G}{nothing}")).await.text();
        assert!(text.contains("0 bài") && text.contains("Không có bài nào phù hợp"), "{nothing}: {text}");
    }
    assert_eq!(anyone.get(&format!("{G}?page=99")).await.expect(200).status, 200, "the last page there is");

    // One entry: never an address, a telephone, a share, nor the whole text.
    let one = anyone.get(&format!("{G}/{}", WINNER.0)).await.expect(200).text();
    for said in [WINNER.1, WINNER.2, "Tóm tắt", "Tác giả chưa đồng ý công khai toàn văn"] {
        assert!(one.contains(said), "{said} is not in {one}");
    }
    for secret in ["0900000013", "100 %", "Tính mới"] {
        assert!(!one.contains(secret), "{secret} is in {one}");
    }
    assert_eq!(anyone.get(&format!("{G}/CM24-001")).await.status, 404, "it has a place and no prize");
    let linked = anyone.get("/contests/CM24/results").await.expect(200);
    assert!(linked.links().iter().any(|l| l == G), "the result leads here");
}

#[tokio::test(flavor = "multi_thread")]
async fn names_text_and_files_follow_the_authors_word_at_once() {
    let site = Site::at_moment("released");
    let world = World::get();
    let ids = &world.moment("released").ids;
    let code = world.entry.code.as_str();
    let anyone = site.anyone();
    let (own, file) = (format!("{G}/{code}"), format!("{G}/{code}/files/{}", ids.position));
    let seen = async || {
        let page = anyone.get(&own).await;
        let text = page.text();
        let mut all = vec![];
        for (what, there) in [
            ("shown", page.status == 200),
            ("name", text.contains(AUTHOR)),
            ("text", text.contains("Tính mới") && text.contains(TEXT)),
            ("file", anyone.get(&file).await.status == 200),
            ("found by name", titles(&anyone, "?q=duong+van+vuong").await.contains(&code.to_owned())),
            ("found by title", titles(&anyone, "?q=bang+kiem+thanh+toan").await.contains(&code.to_owned())),
        ] {
            if there {
                all.push(what);
            }
        }
        all.join(", ")
    };
    let no = Consent::default();
    let all = Consent { names: true, text: true, files: true };
    for (rules, given, want) in [
        ("winners", all, ""),
        ("none", all, ""),
        ("consenting", Consent { names: true, ..no }, ""),
        ("consenting", Consent { text: true, ..no }, "shown, text, found by title"),
        ("ranked", no, "shown, found by title"),
        ("ranked", Consent { names: true, ..no }, "shown, name, found by name, found by title"),
        ("ranked", Consent { files: true, ..no }, "shown, file, found by title"),
        ("ranked", all, "shown, name, text, file, found by name, found by title"),
        ("ranked", no, "shown, found by title"),
    ] {
        shows(&site, rules).await;
        agree(&site, ids.entry, given).await;
        assert_eq!(seen().await, want, "{rules} {given:?}");
    }
    agree(&site, ids.entry, all).await;
    let given = anyone.get(&file).await.expect(200);
    let kept = site
        .holder(ids.entry)
        .await
        .get(&format!("/entries/{}/versions/1/files/{}", ids.entry.0, ids.position))
        .await;
    assert_eq!(given.bytes, kept.bytes, "the file as it was handed in");
    let lines = "SELECT COUNT(*) FROM audit WHERE event = 'gallery.consented'";
    assert_eq!(site.count(lines).await, 10, "each word of the author is in the log");
    site.verified().await;
}
