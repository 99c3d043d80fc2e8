//! A whole contest through its pages, on both engines: from the first link at the console to the public page of results, one
//! person per role, nothing done beside the pages. After every step the public, the authors, the units, the leader and the
//! administrator look for what they must not know: marks, totals, comments, who judges. Nobody finds it before its time.

mod before;
mod entries;
mod judged;
mod told;

use crate::site::{Answer, Person, Site};
use crate::world::at;
use app::db::Engine;
use domain::ids::EntryId;
use serde_json::{Value, json};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::Path;

/// What the judges write and who they are: words that stand nowhere else.
const COMMENT: &str = "Chim bạch hạc đậu lưng đồi";
const JUDGES: [(&str, &str, &str); 3] = [
    ("GK01", "Ngô Bạch Tuyết Nhung", "CM-NV"),
    ("GK02", "Ngô Thuỷ Trúc Linh", "CM-VP"),
    ("GK03", "Ngô Hải Đường Lam", "CM-TCKH"),
];

/// Marks by criterion of the four entries: 81, 72, and twice 63. Every judge gives the same, so the last two are equal in everything.
const MARKS: [[&str; 5]; 4] = [
    ["20", "20", "25", "12", "4"],
    ["18", "18", "22", "10", "4"],
    ["15", "15", "20", "10", "3"],
    ["15", "15", "20", "10", "3"],
];
const TOTALS: [&str; 3] = ["81,00", "72,00", "63,00"];

const TITLES: [&str; 4] = [
    "Bảng kiểm hồ sơ thanh toán trên điện thoại",
    "Tủ hồ sơ mở của thôn",
    "Lịch trả kết quả theo khung giờ",
    "Góc hướng dẫn người cao tuổi",
];
const UNITS: [&str; 2] = ["CM-TCKH", "X-TANTIEN"];
const PASSWORD: &str = "Mua roi tren mai hien 24";

#[tokio::test(flavor = "multi_thread")]
async fn a_contest_goes_from_announcement_to_result_on_sqlite() {
    play(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contest_goes_from_announcement_to_result_on_postgres() {
    play(Engine::Postgres).await;
}

/// Everybody who takes part, and what has been made so far.
struct Whole {
    site: Site,
    people: BTreeMap<&'static str, Person>,
    /// Ids of the entries in the order of [`TITLES`], and their holders' browsers.
    entries: Vec<i64>,
    holders: Vec<Person>,
    contest: i64,
    round: Cell<i64>,
}

async fn play(engine: Engine) {
    let site = Site::start(engine, at("2024-03-30T08:00:00+07:00"));
    let mut w = Whole {
        site,
        people: BTreeMap::new(),
        entries: vec![],
        holders: vec![],
        contest: 0,
        round: Cell::new(0),
    };
    w.set_up().await;
    w.announce().await;
    for n in 0..TITLES.len() {
        w.hand_in(n).await;
    }
    w.nothing_is_told("handed in").await;
    w.screen().await;
    w.nothing_is_told("forwarded").await;
    w.take_in().await;
    w.seat_the_panel().await;
    w.nothing_is_told("assigned").await;
    w.score().await;
    w.nothing_is_told("scored").await;
    w.decide().await;
    w.nothing_is_told("confirmed").await;
    w.release().await;
}

/// Opens a page that is there.
async fn open(who: &Person, path: &str) -> Answer {
    who.get(path).await.expect(200)
}

/// Opens a page, fills its form and sends it; it is taken.
async fn send(who: &Person, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
    let page = open(who, page).await;
    who.submit(&page, action, fields).await.sent_on()
}

/// The contest of the office, made small: three judges, two for each entry, three prizes.
fn rules(text: &str) -> Vec<u8> {
    let mut rules: Value = serde_json::from_str(text).expect("the office's file is JSON");
    rules["judging"]["panel_size"] = json!(3);
    rules["judging"]["judges_per_entry"] = json!(2);
    for level in rules["prizes"]["levels"].as_array_mut().expect("there are prizes") {
        level["count"] = json!(1);
    }
    rules.to_string().into_bytes()
}

impl Whole {
    fn who(&self, name: &str) -> &Person {
        self.people.get(name).unwrap_or_else(|| panic!("nobody is called {name}"))
    }

    async fn id(&self, sql: &'static str, key: &str) -> i64 {
        let key = key.to_owned();
        self.site.read(move |tx| tx.one(sql, &[(&key).into()])?.int(0)).await
    }

    async fn person_id(&self, login: &str) -> String {
        self.id("SELECT id FROM person WHERE login = $1", login).await.to_string()
    }

    async fn unit_id(&self, code: &str) -> String {
        self.id("SELECT id FROM org_unit WHERE code = $1", code).await.to_string()
    }

    async fn code(&self, entry: i64) -> String {
        self.site
            .read(move |tx| {
                Ok(tx.one("SELECT code FROM entry WHERE id = $1", &[entry.into()])?.text(0)?.to_owned())
            })
            .await
    }

    async fn sheets_of(&self, code: &'static str) -> Vec<(i64, i64)> {
        self.site
            .read(move |tx| {
                let sql = "SELECT s.id, s.entry_id FROM score_sheet s JOIN judge j ON j.id = s.judge_id WHERE j.code = $1 ORDER BY s.id";
                tx.query(sql, &[code.into()])?.iter().map(|r| Ok((r.int(0)?, r.int(1)?))).collect()
            })
            .await
    }
}
