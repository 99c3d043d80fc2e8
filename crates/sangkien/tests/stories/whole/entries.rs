//! Handed in, screened, taken in.

use super::*;

impl Whole {
    /// An author without an account: part by part, the check, the receipt. The second entry is a group's, with a file.
    pub(super) async fn hand_in(&mut self, n: usize) {
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

    /// Days later: sessions have ended meanwhile, everybody is in again.
    pub(super) async fn day(&mut self, at: &str) {
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
    pub(super) async fn screen(&mut self) {
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
    pub(super) async fn take_in(&mut self) {
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
}
