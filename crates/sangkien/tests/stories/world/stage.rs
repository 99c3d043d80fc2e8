//! What happens to the entries of the story, step by step.

use super::*;

impl Stage {
    /// Two entries are begun online, one of them handed in with a file; another contest is prepared; somebody is invited.
    pub(super) fn hand_in(&self, contest: ContestId, data: &Path, hash: String) -> Made {
        let now = at("2024-04-03T09:00:00+07:00");
        let kept = app::files::Contents::on_disk(self.files.path())
            .keep("bang-kiem.pdf", &b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj"[..])
            .expect("the disk writes")
            .expect("it is a document");
        let other = std::fs::read_to_string(data.join("contest.json")).expect("it was read before").replacen(
            "\"code\": \"CM24\"",
            "\"code\": \"CM25\"",
            1,
        );
        self.act(move |tx| {
            let begin = |tx: &mut Tx, title: &str| {
                let begun = app::entry::begin(tx, &Actor::Anonymous, contest, &keys(), now).map_err(fault)?;
                let holder = Actor::EntryHolder { entry: begun.entry };
                app::files::attach(tx, &holder, begun.entry, &kept, "bang-kiem.pdf", now).map_err(fault)?;
                app::entry::store::save_working(tx, begun.entry, 2, &a_draft(title), now)?;
                Ok::<_, DbFault>((begun, holder))
            };
            let (entry, holder) = begin(tx, "Bảng kiểm hồ sơ thanh toán trên điện thoại")?;
            app::entry::submit(tx, &holder, entry.entry, now).map_err(fault)?;
            let (draft, _) = begin(tx, "Lịch trả kết quả theo khung giờ")?;
            elsewhere(tx, &other, &hash, now)?;
            let unit = unit(tx, UNIT)?;
            let invited =
                app::people::create_account(tx, &Actor::System, &account("moivao", "Người Mới Vào"), now)
                    .map_err(fault)?;
            let link = app::people::invite(tx, &Actor::System, invited, now).map_err(fault)?;
            let (person, letter, invitation) = (invited.0, link.letter, link.path);
            let published = article(tx, contest, ArticleKind::Announcement, "Thể lệ cuộc thi", now)?;
            app::contest::articles::publish_article(tx, &Actor::System, contest, published, now)
                .map_err(fault)?;
            let article = article(tx, contest, ArticleKind::News, UNPUBLISHED, now)?;
            Ok(Made { contest, unit, entry, draft, person, letter, invitation, published, article })
        })
    }

    /// The first paper that is issued; its files only have to be files.
    pub(super) fn issue_poster(&self, made: &Made, now: i64) {
        let keep = |name: &str, content: &[u8]| {
            app::files::Contents::on_disk(self.files.path())
                .keep(name, content)
                .expect("the disk writes")
                .expect("it is a document")
        };
        let pdf = keep("ap-phich.pdf", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n2 0 obj");
        let day = Instant(now).day();
        let files = app::documents::IssuedFiles {
            text_version: 0,
            fields: domain::documents::Fields::default(),
            number: String::new(),
            dated: day,
            docx: pdf,
            pdf,
            xlsx: None,
            certificates: vec![],
        };
        let (contest, now) = (made.contest, Instant(now));
        self.act(move |tx| {
            let kind = domain::documents::DocumentKind::Poster;
            app::documents::issue(tx, &keys(), &Actor::System, contest, kind, &files, now)
                .map_err(fault)
                .map(|_| ())
        });
    }

    pub(super) fn screen_and_confirm(&self, made: &Made, now: i64) {
        let (entry, now) = (made.entry.entry, Instant(now));
        self.act(move |tx| {
            let clerk = actor(tx, &part::clerk(UNIT), now)?;
            let head = actor(tx, &part::head(UNIT), now)?;
            let row = app::entry::store::find(tx, entry)?.ok_or_else(|| DbFault::other("it is gone"))?;
            let whole = app::entry::store::whereabouts(tx, &row)?;
            app::screening::receive(tx, &clerk, entry, now).map_err(fault)?;
            let sheet = Sheet {
                version: row.version,
                findings: vec![],
                verdict: Verdict::Selected,
                reason: String::new(),
                mend_before: None,
            };
            app::screening::screen(tx, &clerk, entry, &sheet, now).map_err(fault)?;
            let statement = Statement {
                version: row.version,
                dossier_hash: whole.dossier_hash.ok_or_else(|| DbFault::other("it has no version"))?,
                level: "Hiệu quả trong phạm vi đơn vị".to_owned(),
                feasibility: "Khả thi".to_owned(),
                remarks: String::new(),
                by: "Thủ trưởng đơn vị".to_owned(),
            };
            app::screening::confirm(tx, &head, entry, &statement, now).map_err(fault)?;
            Ok(())
        });
    }

    pub(super) fn open_batch(&self, made: &Made, now: i64) -> BatchId {
        let (contest, unit, entry, now) = (made.contest, made.unit, made.entry.entry, Instant(now));
        self.act(move |tx| {
            let head = actor(tx, &part::head(UNIT), now)?;
            let batch = app::screening::open_batch(tx, &head, contest, unit, now).map_err(fault)?;
            app::screening::add_to_batch(tx, &head, batch, &[entry], now).map_err(fault)?;
            app::screening::set_letter(tx, &head, batch, "12/CV-TCKH", "Thủ trưởng đơn vị", now)
                .map_err(fault)?;
            Ok(batch)
        })
    }

    pub(super) fn forward(&self, batch: BatchId, now: i64) {
        let now = Instant(now);
        self.act(move |tx| {
            let head = actor(tx, &part::head(UNIT), now)?;
            app::screening::forward(tx, &head, batch, now).map_err(fault)
        });
    }

    pub(super) fn accept(&self, made: &Made, now: i64) {
        let (entry, now) = (made.entry.entry, Instant(now));
        self.act(move |tx| {
            let secretary = actor(tx, part::SECRETARY, now)?;
            app::screening::accept(tx, &secretary, entry, now).map_err(fault)
        });
    }

    pub(super) fn assign(&self, made: &Made, now: i64) {
        let (contest, entry, now) = (made.contest, made.entry.entry, Instant(now));
        self.act(move |tx| {
            let secretary = actor(tx, part::SECRETARY, now)?;
            let round = round(tx, contest)?.ok_or_else(|| DbFault::other("no round"))?;
            let mut pairs = Vec::new();
            for (code, _) in MARKS {
                pairs.push((entry, judge(tx, contest, code)?));
            }
            app::judging::assign(tx, &secretary, round, &pairs, now).map_err(fault)?;
            Ok(())
        });
    }

    /// Everybody marks the online entry; all but GK02 sign.
    pub(super) fn mark(&self, made: &Made, now: i64) {
        let (contest, entry, at) = (made.contest, made.entry.entry, Instant(now));
        self.act(move |tx| {
            for (code, marks) in MARKS {
                let sheet = sheet(tx, contest, entry, code)?.ok_or_else(|| DbFault::other("no sheet"))?;
                let input = SheetInput {
                    marks: marks.iter().enumerate().map(|(i, m)| (i, Some(Marks(*m)))).collect(),
                    comments: vec![(0, comment(code))],
                    ..SheetInput::default()
                };
                let judge = actor(tx, &part::judge(code), at)?;
                app::judging::save_sheet(tx, &judge, sheet, &input, at).map_err(fault)?;
            }
            Ok(())
        });
        for (code, _) in &MARKS[1..] {
            self.sign(code, made, now);
        }
    }

    pub(super) fn sign(&self, code: &'static str, made: &Made, now: i64) {
        let (contest, entry, now) = (made.contest, made.entry.entry, Instant(now));
        self.act(move |tx| {
            let judge = actor(tx, &part::judge(code), now)?;
            let sheet = sheet(tx, contest, entry, code)?.ok_or_else(|| DbFault::other("no sheet"))?;
            app::judging::sign(tx, &judge, sheet, 1, now).map_err(fault)
        });
    }
}
