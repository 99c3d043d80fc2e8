//! The panel, its sheets, the decision and the release.

use super::*;

impl Whole {
    /// Seats with their accounts, conflicts found and declared, the round, an assignment that keeps away from them.
    pub(super) async fn seat_the_panel(&mut self) {
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
    pub(super) async fn score(&mut self) {
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

    /// Standings, the tie at the border put in order by the chair, the proposal, the committee's confirmation.
    pub(super) async fn decide(&mut self) {
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
    pub(super) async fn release(&mut self) {
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
}
