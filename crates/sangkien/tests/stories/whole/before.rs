//! Set up and announced.

use super::*;

impl Whole {
    /// The first administrator, the contest from the office's two files, accounts and roles.
    pub(super) async fn set_up(&mut self) {
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

    pub(super) async fn account(&self, login: &str, name: &str) {
        let fields = [("name", name), ("login", login), ("lang", "vi")];
        send(self.who("admin"), "/accounts/new", "/accounts/new", &fields).await;
    }

    pub(super) async fn appoint(&self, login: &str, fields: &[(&str, &str)]) {
        let page = format!("/accounts/{}", self.person_id(login).await);
        send(self.who("admin"), &page, &format!("{page}/grants"), fields).await;
    }

    /// The announcement is written from the rules and published; then the contest is open, and not before.
    pub(super) async fn announce(&mut self) {
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
}
