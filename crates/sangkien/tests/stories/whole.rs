//! A whole contest through its pages, on both engines: from the first link at the console to the public page of results, one
//! person per role, nothing done beside the pages. After every step the public, the authors, the units, the leader and the
//! administrator look for what they must not know: marks, totals, comments, who judges. Nobody finds it before its time.

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

    /// The first administrator, the contest from the office's two files, accounts and roles.
    async fn set_up(&mut self) {
        let now = self.site.now();
        let link = self
            .site
            .write(move |tx| app::people::first_run::first_administrator(tx, "Quản trị", "vi", now))
            .await
            .expect("there is no administrator yet");
        let admin = self.site.anyone();
        let page = open(&admin, &link.path).await;
        let short = [("password", "ngan"), ("password-again", "ngan")];
        admin.submit(&page, &link.path, &short).await.expect(422);
        let chosen = [("password", PASSWORD), ("password-again", PASSWORD)];
        admin.submit(&page, &link.path, &chosen).await.sent_on();
        admin.get(&link.path).await.expect(404);
        admin.log_in("admin", "khong phai").await.expect(422);
        admin.log_in("admin", PASSWORD).await.sent_on();

        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/chuong-my-2024");
        let text = std::fs::read_to_string(data.join("contest.json")).expect("the office's file");
        let units = std::fs::read(data.join("units.csv")).expect("the office's file");
        let page = open(&admin, "/contests/new").await;
        let files = [("rules", "contest.json", rules(&text)), ("units", "units.csv", units)];
        let seen = admin.submit_files(&page, "/contests/new", &[], &files).await.expect(200);
        assert_eq!(self.site.count("SELECT COUNT(*) FROM contest").await, 0, "a look writes nothing");
        admin.submit(&seen, "/contests/new/confirm", &[]).await.sent_on();
        self.contest = self.site.count("SELECT id FROM contest").await;

        self.people.insert("admin", admin);
        let contest = self.contest.to_string();
        self.account("bantochuc", "Ban Tổ Chức").await;
        self.appoint("bantochuc", &[("role", "organiser"), ("contest", &contest)]).await;
        for (n, unit) in UNITS.iter().enumerate() {
            let unit = self.unit_id(unit).await;
            let (clerk, head) = [("vanthu0", "thutruong0"), ("vanthu1", "thutruong1")][n];
            for (login, role) in [(clerk, "clerk"), (head, "head")] {
                self.account(login, "Cán Bộ Tiếp Nhận").await;
                self.appoint(login, &[("role", role), ("unit", &unit)]).await;
            }
        }
        // The organiser comes by the link of the invitation, the others have come before.
        let letters = open(self.who("admin"), "/letters").await.text();
        let link = letters.split_whitespace().filter_map(|w| w.find("/invitation/").map(|at| &w[at..]));
        let mut found = None;
        for path in link {
            let page = self.site.anyone().get(path).await;
            if page.status == 200 && page.hidden("login") == "bantochuc" {
                found = Some((path.to_owned(), page));
            }
        }
        let (path, page) = found.expect("a letter for the organiser");
        let organiser = self.site.anyone();
        organiser.submit(&page, &path, &chosen).await.sent_on();
        organiser.log_in("bantochuc", PASSWORD).await.sent_on();
        self.people.insert("bantochuc", organiser);

        let staff = [("thuky", "secretary"), ("kiemtra", "auditor"), ("lanhdao", "leader")];
        for (login, role) in staff {
            self.account(login, "Cán Bộ Giúp Việc").await;
            let person = self.person_id(login).await;
            let to = "/staff/contests/CM24";
            send(self.who("bantochuc"), to, to, &[("person", &person), ("role", role)]).await;
        }
        for (code, name, _) in JUDGES {
            self.account(&code.to_lowercase(), name).await;
        }
        for login in [
            "thuky",
            "kiemtra",
            "lanhdao",
            "gk01",
            "gk02",
            "gk03",
            "vanthu0",
            "vanthu1",
            "thutruong0",
            "thutruong1",
        ] {
            let person = self.site.person(login).await;
            self.people.insert(login, person);
        }
        // The administrator gives no role that leads to marks.
        let to = format!("/accounts/{}/grants", self.person_id("thuky").await);
        let refused = self.who("admin").post(&to, &[("role", "secretary"), ("contest", &contest)]).await;
        refused.expect(422);
    }

    async fn account(&self, login: &str, name: &str) {
        let fields = [("name", name), ("login", login), ("lang", "vi")];
        send(self.who("admin"), "/accounts/new", "/accounts/new", &fields).await;
    }

    async fn appoint(&self, login: &str, fields: &[(&str, &str)]) {
        let page = format!("/accounts/{}", self.person_id(login).await);
        send(self.who("admin"), &page, &format!("{page}/grants"), fields).await;
    }

    /// The announcement is written from the rules and published; then the contest is open, and not before.
    async fn announce(&mut self) {
        let (organiser, public) = (self.who("bantochuc"), self.site.anyone());
        for path in ["/contests/CM24", "/contests/CM24/enter", "/contests/CM24/results"] {
            public.get(path).await.expect(404);
        }
        assert!(!open(&public, "/").await.body.contains("CM24"));
        let new = "/contests/CM24/articles/new?from=rules";
        let article = send(organiser, new, new, &[]).await.to();
        public.get(&article).await.expect(404);
        send(organiser, "/contests/CM24/articles", &format!("{article}/publish"), &[]).await;
        let page = open(organiser, "/contests/CM24/set-up/phase").await;
        let to = "/contests/CM24/set-up/phase";
        organiser.submit(&page, to, &[]).await.expect(422);
        organiser.submit(&page, to, &[("sure", "yes")]).await.sent_on();
        assert!(open(&public, "/").await.body.contains("/contests/CM24"));
        let page = open(&public, &article).await;
        assert!(page.text().contains("Giải nhất"), "{page}");
        let stars = format!("{article}/stars");
        public.submit(&page, &stars, &[("stars", "5")]).await.sent_on();
        assert!(open(&public, &article).await.text().contains('1'));
    }

    /// An author without an account: part by part, the check, the receipt. The second entry is a group's, with a file.
    async fn hand_in(&mut self, n: usize) {
        self.site.set_clock(&format!("2024-04-0{}T09:00:00+07:00", n + 1));
        let author = self.site.anyone();
        let page = open(&author, "/contests/CM24/enter").await;
        let tasks = author.submit(&page, "/contests/CM24/enter", &[]).await.sent_on().to();
        let own = tasks.trim_end_matches("/tasks").to_owned();
        let id: i64 = own.rsplit('/').next().and_then(|t| t.parse().ok()).expect("an id");
        let (unit, group) = (UNITS[n % 2], n == 1);
        let part = |word: &str| format!("{own}/part/{word}");
        let saved = |word: &'static str, fields: Vec<(&'static str, String)>| {
            let (author, part) = (&author, part(word));
            async move {
                let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
                send(author, &part, &part, &fields).await
            }
        };
        let text = |t: &str| t.to_owned();
        saved("place", vec![("route", text("own_unit")), ("unit", text(unit))]).await;
        saved(
            "about",
            vec![
                ("title", text(TITLES[n])),
                ("area", text("mot_cua")),
                ("form", text("written")),
                ("applied", text("yes")),
            ],
        )
        .await;
        let said = text("Mỗi hồ sơ bị trả lại hai lần vì thiếu một giấy tờ mà bảng kiểm đã nêu.");
        let sections = ["hien_trang", "noi_dung", "tinh_moi", "hieu_qua", "kha_nang_ap_dung"]
            .map(|s| format!("section-{s}"));
        let page = open(&author, &part("text")).await;
        let fields: Vec<(&str, &str)> = sections.iter().map(|s| (s.as_str(), said.as_str())).collect();
        author.submit(&page, &part("text"), &fields).await.sent_on();
        let own_share = if group { "60" } else { "100" };
        let mut authors = vec![
            ("category", text(if group { "collective" } else { "individual" })),
            ("author-1-name", format!("Dương Văn {}", ["Vượng", "Hoà", "Tám", "Lợi"][n])),
            ("author-1-role", text("Chuyên viên")),
            ("author-1-unit", text(unit)),
            ("author-1-address", text("Thôn Chùa, xã Hòa Chính")),
            ("author-1-phone", text("0912345678")),
            ("author-1-share", text(own_share)),
            ("representative", text("1")),
        ];
        if group {
            // A second line is asked for with a button, then shares that are not whole are named by the check.
            let more = [authors.as_slice(), &[("more", text("1"))]].concat();
            let page = saved("authors", more).await.to();
            let page = author.get(page.split('#').next().unwrap_or_default()).await.expect(200);
            authors.extend([
                ("author-2-name", text("Lê Thị Mơ")),
                ("author-2-role", text("Công chức")),
                ("author-2-address", text("Thôn Hạ")),
                ("author-2-phone", text("0987654321")),
                ("author-2-share", text("30")),
            ]);
            let fields: Vec<(&str, &str)> = authors.iter().map(|(n, v)| (*n, v.as_str())).collect();
            author.submit(&page, &part("authors"), &fields).await.sent_on();
        } else {
            saved("authors", authors).await;
        }
        let ticked = ["own-work", "data-use", "office-use"].map(|d| (d, text("yes"))).to_vec();
        saved("declaration", ticked).await;
        if group {
            let files = format!("{own}/files");
            let page = open(&author, &files).await;
            let pdf = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj".to_vec();
            let sent = [("file", "bang-kiem.pdf", pdf)];
            author.submit_files(&page, &files, &[], &sent).await.sent_on();
            let refused = author.post(&format!("{own}/submit"), &[]).await.expect(422);
            assert!(refused.text().contains("90"), "the shares make 90: {refused}");
            saved("authors", vec![("author-2-share", text("40"))]).await;
        }
        let check = open(&author, &format!("{own}/check")).await;
        author.submit(&check, &format!("{own}/submit"), &[]).await.sent_on();
        // The second click is the first one once more.
        author.submit(&check, &format!("{own}/submit"), &[]).await.sent_on();
        assert_eq!(
            self.site.count("SELECT COUNT(*) FROM entry WHERE state = 'handed_in'").await,
            n as i64 + 1
        );
        let receipt = open(&author, &format!("{own}/receipt")).await;
        let code = self.code(id).await;
        assert!(receipt.text().contains(&code) && receipt.text().contains(TITLES[n]), "{receipt}");

        // In another browser the code and the PIN open it; a wrong PIN does not.
        let pin = receipt.body.split("<strong>").nth(2).and_then(|t| t.split('<').next()).expect("the PIN");
        let later = self.site.anyone();
        let page = open(&later, "/lookup").await;
        later.submit(&page, "/lookup", &[("code", &code), ("pin", "000000")]).await.expect(422);
        let opened = later.submit(&page, "/lookup", &[("code", &code), ("pin", pin)]).await.sent_on();
        assert!(later.follow(&opened).await.expect(200).text().contains(TITLES[n]));
        self.entries.push(id);
        self.holders.push(later);
    }

    async fn code(&self, entry: i64) -> String {
        self.site
            .read(move |tx| {
                Ok(tx.one("SELECT code FROM entry WHERE id = $1", &[entry.into()])?.text(0)?.to_owned())
            })
            .await
    }

    /// Days later: sessions have ended meanwhile, everybody is in again.
    async fn day(&mut self, at: &str) {
        self.site.set_clock(at);
        for (login, person) in &mut self.people {
            *person = self.site.person(login).await;
        }
        self.holders.clear();
        for entry in &self.entries {
            self.holders.push(self.site.holder(EntryId(*entry)).await);
        }
    }

    /// At the unit: received, screened, confirmed by the head, one batch, forwarded in time.
    async fn screen(&mut self) {
        self.day("2024-04-08T09:00:00+07:00").await;
        for (n, (clerk, head)) in
            [("vanthu0", "thutruong0"), ("vanthu1", "thutruong1")].into_iter().enumerate()
        {
            let (clerk, head, other) = (self.who(clerk), self.who(head), self.who(["vanthu1", "vanthu0"][n]));
            let mine: Vec<i64> = self.entries.iter().skip(n).step_by(2).copied().collect();
            let desk = clerk.get("/desk").await.sent_on().to();
            for entry in &mine {
                let own = format!("/desk/entries/{entry}");
                assert!(open(clerk, &desk).await.links().contains(&own));
                other.get(&own).await.expect(404);
                send(clerk, &own, &format!("{own}/receive"), &[]).await;
                let sheet = open(clerk, &own).await;
                let to = format!("{own}/screen");
                let mut fields: Vec<(&str, &str)> = sheet
                    .form(&to)
                    .names
                    .iter()
                    .filter_map(|n| n.strip_prefix("req").map(|_| n.clone().leak() as &str))
                    .map(|n| (n, "yes"))
                    .collect();
                clerk.submit(&sheet, &to, &fields).await.expect(422);
                fields.extend([("verdict", "selected"), ("reason", "Cách làm rõ, đã dùng thật")]);
                clerk.submit(&sheet, &to, &fields).await.sent_on();
                clerk.get(&format!("{own}/confirm")).await.expect(403);
                let said = [("level", "tốt"), ("feasibility", "cao"), ("read", "yes")];
                send(head, &format!("{own}/confirm"), &format!("{own}/confirm"), &said).await;
            }
            let page = open(clerk, &desk).await;
            let batch = clerk.submit(&page, &format!("{desk}/batches"), &[]).await.sent_on().to();
            for entry in &mine {
                let to = format!("{batch}/add");
                send(clerk, &batch, &to, &[("entry", &entry.to_string())]).await;
            }
            let letter = [("letter_number", "45/UBND-VP"), ("signer", "Lê Văn Bình, Chủ tịch")];
            send(clerk, &batch, &format!("{batch}/letter"), &letter).await;
            let to = format!("{batch}/forward");
            clerk.post(&to, &[]).await.expect(403);
            send(head, &to, &to, &[]).await;
            open(head, &format!("{batch}/list")).await;
        }
    }

    /// The committee accepts what came in time.
    async fn take_in(&mut self) {
        self.day("2024-04-11T09:00:00+07:00").await;
        let secretary = self.who("thuky");
        let intake = secretary.get("/intake").await.sent_on().to();
        let first = self.entries[0];
        let own = format!("/intake/entries/{first}");
        send(secretary, &own, &format!("{own}/accept"), &[]).await;
        let all = format!("{intake}/accept-all");
        let page = open(secretary, &all).await;
        secretary.submit(&page, &all, &[]).await.sent_on();
        assert_eq!(self.site.count("SELECT COUNT(*) FROM gate WHERE intake = 'accepted'").await, 4);
        let board = open(self.who("lanhdao"), &format!("/leader/{}/quota", self.contest)).await;
        assert!(board.text().contains("Tân Tiến"), "{board}");
        let phase = "/contests/CM24/set-up/phase";
        send(self.who("bantochuc"), phase, phase, &[("sure", "yes")]).await;
    }

    /// Seats with their accounts, conflicts found and declared, the round, an assignment that keeps away from them.
    async fn seat_the_panel(&mut self) {
        self.day("2024-04-15T09:00:00+07:00").await;
        let c = self.contest;
        let (organiser, secretary) = (self.who("bantochuc"), self.who("thuky"));
        let panel = format!("/judging/{c}/panel");
        for (code, name, unit) in JUDGES {
            let login = code.to_lowercase();
            let mut fields = vec![
                ("code", code),
                ("name", name),
                ("title", "Trưởng phòng"),
                ("unit", unit),
                ("login", &login),
            ];
            if code == "GK01" {
                fields.push(("chair", "yes"));
            }
            send(organiser, &panel, &panel, &fields).await;
        }
        let conflicts = format!("/judging/{c}/conflicts");
        send(secretary, &conflicts, &format!("{conflicts}/detect"), &[]).await;
        assert_eq!(self.site.count("SELECT COUNT(*) FROM conflict").await, 2, "GK03 works at CM-TCKH");
        let rounds = format!("/judging/{c}/rounds");
        send(secretary, &format!("/judging/{c}"), &rounds, &[]).await;
        self.round.set(self.site.count("SELECT id FROM judging_round").await);
        let declare = format!("/scoring/{c}/conflicts");
        let note = "Em ruột của tác giả thứ hai";
        let second = self.entries[1].to_string();
        send(self.who("gk02"), &declare, &declare, &[("entry", &second), ("note", note)]).await;
        let assign = format!("/judging/rounds/{}/assign", self.round.get());
        send(secretary, &assign, &assign, &[]).await;
        assert_eq!(self.site.count("SELECT COUNT(*) FROM score_sheet").await, 8, "two for each entry");
        assert_eq!(
            self.site
                .count("SELECT COUNT(*) FROM score_sheet s JOIN conflict c ON c.judge_id = s.judge_id AND c.entry_id = s.entry_id")
                .await,
            0
        );
    }

    /// Every judge scores and signs the own sheets, and sees nobody else's.
    async fn score(&mut self) {
        self.day("2024-04-20T09:00:00+07:00").await;
        let board = format!("/judging/rounds/{}", self.round.get());
        for (code, _, _) in JUDGES {
            let judge = self.who(&code.to_lowercase());
            let mine = self.sheets_of(code).await;
            for (sheet, entry) in &mine {
                let own = format!("/scoring/sheets/{sheet}");
                let page = open(judge, &own).await;
                assert!(!page.body.contains(COMMENT), "{code} reads what another judge wrote");
                let n = self.entries.iter().position(|e| e == entry).expect("it is one of them");
                let marks: Vec<(String, &str)> =
                    MARKS[n].iter().enumerate().map(|(i, m)| (format!("mark-{i}"), *m)).collect();
                let comment = format!("{COMMENT} ({code})");
                let mut fields: Vec<(&str, &str)> = marks.iter().map(|(n, m)| (n.as_str(), *m)).collect();
                fields.extend([("comment-0", comment.as_str()), ("sign", "yes")]);
                let off: Vec<(&str, &str)> = fields
                    .iter()
                    .map(|(n, v)| if *n == "mark-1" { (*n, "20,3") } else { (*n, *v) })
                    .collect();
                judge.submit(&page, &own, &off).await.expect(422);
                let to = judge.submit(&page, &own, &fields).await.sent_on().to();
                send(judge, &to, &to, &[]).await;
            }
            // Another's sheet is not there, the round's board is not for judges; the chair's is.
            for (sheet, _) in self.sheets_of(if code == "GK01" { "GK02" } else { "GK01" }).await {
                judge.get(&format!("/scoring/sheets/{sheet}")).await.expect(404);
            }
            judge.get(&board).await.expect(if code == "GK01" { 200 } else { 403 });
            let close = format!("{board}/close");
            if code != "GK03" {
                let page = open(self.who("thuky"), &board).await;
                self.who("thuky").submit(&page, &close, &[]).await.expect(422);
            }
        }
        send(self.who("thuky"), &board, &format!("{board}/close"), &[]).await;
        let csv = open(self.who("kiemtra"), &format!("/judging/{}/scores.csv", self.contest)).await;
        assert!(csv.body.contains(COMMENT), "the auditor reads every sheet");
    }

    async fn sheets_of(&self, code: &'static str) -> Vec<(i64, i64)> {
        self.site
            .read(move |tx| {
                let sql = "SELECT s.id, s.entry_id FROM score_sheet s JOIN judge j ON j.id = s.judge_id WHERE j.code = $1 ORDER BY s.id";
                tx.query(sql, &[code.into()])?.iter().map(|r| Ok((r.int(0)?, r.int(1)?))).collect()
            })
            .await
    }

    /// Standings, the tie at the border put in order by the chair, the proposal, the committee's confirmation.
    async fn decide(&mut self) {
        self.day("2024-05-02T09:00:00+07:00").await;
        let c = self.contest;
        let (secretary, organiser, chair) = (self.who("thuky"), self.who("bantochuc"), self.who("gk01"));
        let home = format!("/awards/{c}");
        send(secretary, &home, &format!("{home}/freeze"), &[]).await;
        let standings = open(secretary, &home).await.text();
        for total in TOTALS {
            assert!(standings.contains(total), "{total}: {standings}");
        }
        self.nothing_is_told("ranked").await;
        let (third, fourth) = (self.code(self.entries[2]).await, self.code(self.entries[3]).await);
        let ties = format!("{home}/ties");
        let page = open(chair, &ties).await;
        let (rank3, rank4) = (format!("rank-{third}"), format!("rank-{fourth}"));
        let reason = ("reason", "Chi phí thấp hơn");
        let twice = [(rank3.as_str(), "1"), (rank4.as_str(), "1"), reason];
        chair.submit(&page, &ties, &twice).await.expect(422);
        let order = [(rank3.as_str(), "2"), (rank4.as_str(), "1"), reason];
        chair.submit(&page, &ties, &order).await.sent_on();
        let prizes = format!("{home}/prizes");
        send(secretary, &prizes, &prizes, &[]).await;
        let confirm = format!("{home}/confirm");
        secretary.get(&confirm).await.expect(403);
        let page = open(organiser, &confirm).await;
        organiser.submit(&page, &confirm, &[]).await.expect(422);
        organiser.submit(&page, &confirm, &[("minutes", "Biên bản số 12/BB-BTC")]).await.sent_on();
    }

    /// The result is released: from now on everybody reads places and prizes, and still nobody who judged or what was written.
    async fn release(&mut self) {
        self.day("2024-05-04T09:00:00+07:00").await;
        let public = self.site.anyone();
        for kind in ["", ".csv", ".xlsx"] {
            public.get(&format!("/contests/CM24/results{kind}")).await.expect(404);
        }
        let release = format!("/awards/{}/release", self.contest);
        self.who("thuky").post(&release, &[]).await.expect(403);
        send(self.who("bantochuc"), &release, &release, &[]).await;
        let page = open(&public, "/contests/CM24/results").await;
        let text = page.text();
        for told in [TITLES[0], TITLES[1], TITLES[3], "3.000.000", "Dương Văn Vượng", "Lê Thị Mơ"] {
            assert!(text.contains(told), "{told} is missing: {text}");
        }
        assert!(!text.contains("0912345678") && !text.contains("Thôn Chùa"), "no telephone, no address");
        for secret in JUDGES.map(|j| j.1).into_iter().chain([COMMENT]) {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
        let csv = open(&public, "/contests/CM24/results.csv").await.body;
        assert!(csv.contains(TITLES[3]) && !csv.contains("0912345678"), "{csv}");
        assert!(open(&public, "/contests/CM24/results.xlsx").await.bytes.starts_with(b"PK"));
        for (n, holder) in self.holders.iter().enumerate() {
            let own = open(holder, &format!("/entries/{}", self.entries[n])).await.text();
            assert!(own.contains(TITLES[n]), "{own}");
        }
        // Nothing changes any more, and the audit log is whole from its first line.
        let late = [("version", "1"), ("changed", "mark-0"), ("mark-0", "1")];
        let (sheet, _) = self.sheets_of("GK02").await[0];
        self.who("gk02").post(&format!("/scoring/sheets/{sheet}/autosave"), &late).await.expect(422);
        self.site.verified().await;
        let audit = open(self.who("kiemtra"), "/contests/CM24/audit").await;
        assert!(audit.status == 200 && audit.text().len() > 500);
    }

    /// Everybody who must not know looks at everything; what the judges wrote, gave, or are called stands on no page.
    async fn nothing_is_told(&self, step: &str) {
        let c = self.contest;
        let mut paths = vec![
            "/".to_owned(),
            "/work".to_owned(),
            "/desk".to_owned(),
            "/leader".to_owned(),
            "/scoring".to_owned(),
            format!("/leader/{c}"),
            format!("/leader/{c}/quota"),
        ];
        for tail in [
            "",
            "/results",
            "/results.csv",
            "/results.xlsx",
            "/articles/1",
            "/audit",
            "/set-up",
            "/figures",
            "/desk",
        ] {
            paths.push(format!("/contests/CM24{tail}"));
        }
        for tail in ["", "/panel", "/conflicts", "/scores.csv", "/scores.xlsx"] {
            paths.push(format!("/judging/{c}{tail}"));
        }
        for tail in ["", "/standings.csv", "/standings.xlsx", "/ties", "/prizes", "/confirm", "/release"] {
            paths.push(format!("/awards/{c}{tail}"));
        }
        paths.push(format!("/judging/rounds/{}", self.round.get().max(1)));
        for e in &self.entries {
            for path in [
                "/entries/{}",
                "/entries/{}/receipt",
                "/entries/{}/tasks",
                "/desk/entries/{}",
                "/intake/entries/{}",
            ] {
                paths.push(path.replace("{}", &e.to_string()));
            }
            paths.push(format!("/judging/rounds/{}/entries/{e}", self.round.get().max(1)));
            paths.push(format!("/awards/{c}/entries/{e}"));
        }
        let public = self.site.anyone();
        let mut outsiders: Vec<(&str, &Person)> = vec![("the public", &public)];
        outsiders.extend(self.holders.iter().take(2).map(|h| ("an author", h)));
        let units = ["vanthu0", "thutruong1", "lanhdao", "admin"];
        outsiders.extend(units.map(|login| (login, self.who(login))));
        let english = TOTALS.map(|t| t.replace(',', "."));
        for (name, who) in outsiders {
            for path in &paths {
                let page = who.get(path).await;
                assert!([200, 303, 403, 404].contains(&page.status), "{step}, {name}: {page}");
                let text = page.text();
                let names = JUDGES.iter().map(|j| j.1);
                // The administrator keeps the accounts and knows people's names, not that they judge.
                let secrets = names.chain(TOTALS).chain(english.iter().map(String::as_str)).chain([COMMENT]);
                for secret in secrets {
                    assert!(!text.contains(secret), "{step}: {name} reads {secret} at {page}");
                }
            }
        }
        // A judge who has not signed everything does not read the others' words.
        for code in ["gk02", "gk03"] {
            let judge = self.who(code);
            for path in &paths {
                let text = judge.get(path).await.text();
                assert!(
                    !text.contains(TOTALS[1]) || path.starts_with("/scoring"),
                    "{step}: {code} at {path}"
                );
                assert!(!text.contains(COMMENT), "{step}: {code} at {path}");
            }
        }
    }
}
