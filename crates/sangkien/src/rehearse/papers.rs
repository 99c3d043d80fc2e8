//! The papers of a rehearsal, from the contest's files and its result. Days are those of the simulated clock; what an office adds when it
//! issues a paper (numbers, names of those who sign for the authority) stays open.

use super::plan::{Step, Timed};
use anyhow::Context;
use app::import::contest_folder::ContestFolder;
use app::import::rows::{Category, EntryRow};
use domain::contest::{Combine, LastTieBreak, PrizeStructure, RulesEdition};
use domain::marks::Marks;
use domain::money::Vnd;
use domain::ratio::Ratio;
use domain::time::Day;
use jiff::civil::Date;
use print::document::{Document, docx, pdf};
use print::papers::*;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Files by name, in the order of names.
pub type Files = Vec<(String, Vec<u8>)>;

/// Writes every paper into `papers/` of the folder.
pub fn write(dir: &Path, files: &Files) -> anyhow::Result<()> {
    let dir = dir.join("papers");
    fs::create_dir_all(&dir).with_context(|| format!("{} cannot be made", dir.display()))?;
    for (name, bytes) in files {
        fs::write(dir.join(name), bytes).with_context(|| format!("{name} cannot be written"))?;
    }
    Ok(())
}

/// Minutes, memo, decision, announcement, certificates, payment list, table of scores and report.
pub fn papers(
    folder: &ContestFolder,
    rules: &RulesEdition,
    steps: &[Timed],
    result: &Value,
) -> anyhow::Result<Files> {
    let source = Source { folder, rules, result, days: Days::of(steps) };
    let facts = source.facts();
    let winners = source.winners();
    let scores = source.scores()?;
    let payment = payment::Payment {
        decision_reference: source.decision_reference(),
        winners: winners.clone(),
        signers: ["NGƯỜI LẬP", "KẾ TOÁN", "THỦ TRƯỞNG ĐƠN VỊ"]
            .map(|title| Signer { title: title.to_owned(), ..Signer::default() })
            .to_vec(),
    };
    let home = source.standing_body(source.days.release);
    let made = [
        (
            "bang-diem",
            score_table::document(
                &source.committee("", source.days.jury),
                &facts,
                &scores,
                score_table::WORDING,
            ),
        ),
        ("bao-cao-tong-ket", source.report(&facts, &winners)),
        ("bien-ban-ban-giam-khao", source.jury_minutes(&facts)),
        ("bien-ban-ban-to-chuc", source.committee_minutes(&facts, &winners)),
        ("danh-sach-chi-tien", payment::document(&home, &facts, &payment, payment::WORDING)),
        ("giay-chung-nhan", source.certificates(&facts, &winners)),
        ("quyet-dinh", source.decision(&facts, &winners)),
        ("thong-bao", source.announcement(&facts, &winners)),
        ("to-trinh", source.memo(&facts, &winners)),
    ];
    let mut files = Files::new();
    for (name, document) in made {
        let document: Document = document.map_err(|mistakes| anyhow::anyhow!("{name}: {mistakes:?}"))?;
        // Nobody won, nobody is certified.
        if document.sections.iter().all(|s| s.blocks.is_empty()) {
            continue;
        }
        files.push((format!("{name}.docx"), docx::render(&document).with_context(|| name.to_owned())?));
        files.push((format!("{name}.pdf"), pdf::render(&document).with_context(|| name.to_owned())?));
    }
    files.push(("bang-diem.xlsx".to_owned(), score_table::workbook(&facts, &scores)?));
    files.push(("danh-sach-chi-tien.xlsx".to_owned(), payment::workbook(&facts, &payment)?));
    files.sort();
    Ok(files)
}

/// Days of the simulated clock.
struct Days {
    /// The standings are frozen.
    jury: Date,
    /// The committee confirms.
    committee: Date,
    /// The result is released.
    release: Date,
}

impl Days {
    fn of(steps: &[Timed]) -> Days {
        let last = |is: fn(&Step) -> bool| {
            let at = steps.iter().rev().find(|s| is(&s.step)).or(steps.last());
            at.map_or_else(|| domain::time::Instant(0).day().0, |s| s.at.day().0)
        };
        Days {
            jury: last(|s| matches!(s, Step::Freeze)),
            committee: last(|s| matches!(s, Step::Confirmed)),
            release: last(|s| matches!(s, Step::Release)),
        }
    }
}

struct Source<'a> {
    folder: &'a ContestFolder,
    rules: &'a RulesEdition,
    result: &'a Value,
    days: Days,
}

impl Source<'_> {
    fn unit_name(&self, code: &str) -> String {
        self.folder.units.iter().find(|u| u.code == code).map_or(code, |u| u.name.as_str()).to_owned()
    }

    fn entry(&self, code: &str) -> Option<&EntryRow> {
        self.folder.entries.iter().find(|e| e.code == code)
    }

    fn place(&self) -> String {
        let name = without(&self.rules.organiser_name, "UBND ");
        ["huyện ", "quận ", "thị xã ", "thành phố ", "tỉnh ", "xã ", "phường ", "thị trấn "]
            .iter()
            .find_map(|kind| name.strip_prefix(kind))
            .unwrap_or(name)
            .to_owned()
    }

    /// `ỦY BAN NHÂN DÂN HUYỆN CHƯƠNG MỸ`.
    fn authority_caps(&self) -> String {
        self.rules.organiser_name.replace("UBND", "Ủy ban nhân dân").to_uppercase()
    }

    fn office(&self, superior: String, issuer: String) -> Office {
        Office { superior, issuer, place: self.place() }
    }

    /// The authority itself; its chair signs.
    fn authority(&self, symbol: &str, date: Date) -> Issue {
        let organiser = self.rules.organiser_unit.as_str();
        let parent =
            self.folder.units.iter().find(|u| u.code == organiser).and_then(|u| u.parent_code.clone());
        let superior = parent.map(|code| self.unit_name(&code).to_uppercase()).unwrap_or_default();
        let signer = Signer { title: "CHỦ TỊCH".to_owned(), ..Signer::default() };
        let office = self.office(superior, self.authority_caps());
        Issue { office, number: None, symbol: symbol.to_owned(), date, signer, file_mark: "NV".to_owned() }
    }

    fn committee(&self, symbol: &str, date: Date) -> Issue {
        let authority = vec!["TM. BAN TỔ CHỨC".to_owned()];
        let signer = Signer { authority, title: "TRƯỞNG BAN".to_owned(), ..Signer::default() };
        let office = self.office(self.rules.organiser_name.to_uppercase(), "BAN TỔ CHỨC CUỘC THI".to_owned());
        Issue { office, signer, ..self.authority(symbol, date) }
    }

    fn standing_body(&self, date: Date) -> Issue {
        let name = self.unit_name(self.rules.standing_body.as_str()).to_uppercase();
        Issue {
            office: self.office(self.rules.organiser_name.to_uppercase(), name),
            ..self.authority("", date)
        }
    }

    fn decision_reference(&self) -> String {
        let (day, of) = (day(self.days.release), &self.rules.organiser_name);
        format!("Quyết định số ……/QĐ-UBND ngày {day} của {of}")
    }

    fn facts(&self) -> ContestFacts {
        let rules = self.rules;
        let sent = rules.timeline.units_send.0.day().0;
        let strings = |key: &str| -> Vec<String> {
            let list = self.folder.contest[key].as_array();
            list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
        };
        ContestFacts {
            name: rules.name.clone(),
            year: sent.year(),
            organiser: rules.organiser_name.clone(),
            standing_body: self.unit_name(rules.standing_body.as_str()),
            units_send_before: sent,
            launch: rules.timeline.launch.map(|Day(date)| date),
            judging_before: rules.timeline.judging_finished.map(|before| before.0.day().0),
            purposes: strings("purpose"),
            areas: rules.areas.iter().map(|a| a.name.clone()).collect(),
            entrants: [rules.entrants.individual.clone(), rules.entrants.collective.clone()].concat(),
            requirements: strings("requirements"),
            prizes: self.levels(),
            collective_rule: String::new(),
            budget: Vnd(self.count("/budget_total_vnd").try_into().unwrap_or(i64::MAX)),
            plan_reference: format!("Kế hoạch của {} về việc tổ chức {}", rules.organiser_name, rules.name),
        }
    }

    fn levels(&self) -> Vec<PrizeLevel> {
        let level = |name: &str, count: usize, individual, collective| PrizeLevel {
            name: name.to_owned(),
            count: count.try_into().unwrap_or(u32::MAX),
            individual,
            collective,
        };
        match &self.rules.prizes {
            PrizeStructure::Pooled { levels, collective_factor } => levels
                .iter()
                .map(|l| {
                    let collective = l.prize_vnd.times(*collective_factor).unwrap_or(l.prize_vnd);
                    level(&l.name, l.count, l.prize_vnd, collective)
                })
                .collect(),
            PrizeStructure::PerCategory { individual, collective } => {
                let only = |l: &domain::contest::PrizeLevel, kind: &str, mine, theirs| {
                    level(&format!("{} ({kind})", l.name), l.count, mine, theirs)
                };
                let alone = individual.iter().map(|l| only(l, "cá nhân", l.prize_vnd, Vnd(0)));
                alone.chain(collective.iter().map(|l| only(l, "tập thể", Vnd(0), l.prize_vnd))).collect()
            }
        }
    }

    fn level_name(&self, code: &str) -> String {
        let all: Vec<_> = match &self.rules.prizes {
            PrizeStructure::Pooled { levels, .. } => levels.iter().collect(),
            PrizeStructure::PerCategory { individual, collective } => {
                individual.iter().chain(collective).collect()
            }
        };
        all.into_iter().find(|l| l.code.as_str() == code).map_or(code, |l| l.name.as_str()).to_owned()
    }

    fn winners(&self) -> Vec<Winner> {
        let ranking = || self.result["ranking"].as_object().into_iter().flat_map(|pools| pools.values());
        let mean = |code: &str| {
            let mut rows = ranking().flat_map(|pool| pool.as_array().into_iter().flatten());
            rows.find(|row| row["entry"] == code).map_or("", |row| text(&row["text"])).to_owned()
        };
        let prizes = self.result["prizes"].as_array().into_iter().flatten();
        prizes
            .filter_map(|prize| {
                let entry = self.entry(text(&prize["entry"]))?;
                let mut authors: Vec<_> = entry.authors.iter().collect();
                authors.sort_by_key(|a| !a.representative);
                Some(Winner {
                    code: entry.code.clone(),
                    title: entry.title.clone(),
                    authors: authors.iter().map(|a| a.name.clone()).collect(),
                    unit: self.unit_name(&entry.receiving_unit_code),
                    collective: entry.category == Category::Collective,
                    level: self.level_name(text(&prize["level"])),
                    amount: Vnd(prize["amount_vnd"].as_i64()?),
                    mean: mean(&entry.code),
                })
            })
            .collect()
    }

    /// Every ranked entry, pool by pool: code, place, mean, prize.
    fn ranked(&self) -> impl Iterator<Item = &Value> {
        let pools = self.result["ranking"].as_object().into_iter().flat_map(|pools| pools.values());
        pools.flat_map(|pool| pool.as_array().into_iter().flatten())
    }

    fn scores(&self) -> anyhow::Result<score_table::ScoreTable> {
        let round = self.rules.judging.rounds.last().context("no round")?.code.as_str().to_owned();
        let judges = &self.folder.judges;
        let rows = self.ranked().map(|row| {
            let code = text(&row["entry"]);
            let totals = &self.result["entries"][code]["rounds"][&round]["totals"];
            let entry = self.entry(code);
            score_table::Scored {
                code: code.to_owned(),
                title: entry.map(|e| e.title.clone()).unwrap_or_default(),
                unit: entry.map(|e| self.unit_name(&e.receiving_unit_code)).unwrap_or_default(),
                totals: judges
                    .iter()
                    .map(|j| totals[&j.code].as_str().and_then(hundredths).map(Marks))
                    .collect(),
                mean: hundredths(text(&row["exact"])).unwrap_or_default(),
                place: row["place"].as_u64().and_then(|p| p.try_into().ok()),
                prize: row["prize"].as_str().map(|level| self.level_name(level)).unwrap_or_default(),
            }
        });
        let legend: Vec<String> = judges.iter().map(|j| format!("{}: {}", j.code, j.name)).collect();
        Ok(score_table::ScoreTable {
            judges: judges.iter().map(|j| j.code.clone()).collect(),
            legend: format!("{}.", legend.join("; ")),
            rows: rows.collect(),
            secretary: String::new(),
            chair: self.chair(),
        })
    }

    fn chair(&self) -> String {
        self.folder.judges.iter().find(|j| j.chair).map(|j| j.name.clone()).unwrap_or_default()
    }

    fn jury(&self) -> Vec<Person> {
        let part = |chair| if chair { "Trưởng Ban Giám khảo" } else { "Giám khảo" };
        let person = |name: &str, post: &str, chair| Person {
            name: name.to_owned(),
            post: post.to_owned(),
            part: part(chair).to_owned(),
        };
        self.folder.judges.iter().map(|j| person(&j.name, &j.title, j.chair)).collect()
    }

    fn count(&self, pointer: &str) -> u64 {
        self.result.pointer(pointer).and_then(Value::as_u64).unwrap_or_default()
    }

    fn criterion(&self, code: &str) -> String {
        let rounds = self.rules.judging.rounds.iter().flat_map(|r| r.criteria.iter());
        let mut all = self.rules.judging.criteria.iter().chain(rounds);
        let found = all.find(|c| c.code.as_str() == code);
        format!("điểm tiêu chí “{}”", found.map_or(code, |c| c.name.as_str()))
    }

    fn tie_break(&self) -> String {
        let judging = &self.rules.judging;
        let mut words: Vec<String> = judging.tie_break.iter().map(|c| self.criterion(c.as_str())).collect();
        words.extend(match judging.last_tie_break {
            LastTieBreak::Chair => Some("quyết định của Trưởng Ban Giám khảo".to_owned()),
            LastTieBreak::CommitteeVote => Some("biểu quyết của Ban Tổ chức".to_owned()),
            LastTieBreak::Nobody => None,
        });
        words.join("; ")
    }

    fn combining(&self) -> String {
        let words = self.rules.judging.rounds.iter().map(|round| {
            let how = match &round.combine {
                Combine::Mean => "trung bình cộng tổng điểm của các giám khảo".to_owned(),
                Combine::DropHighestAndLowest { applies_from_judges } => format!(
                    "trung bình cộng sau khi bỏ một điểm cao nhất và một điểm thấp nhất (khi có từ {applies_from_judges} giám khảo)"
                ),
                Combine::ThirdMarker { .. } => "hai giám khảo chấm, giám khảo thứ ba chấm khi chênh lệch lớn".to_owned(),
            };
            format!("{}: {how}", round.name)
        });
        let words: Vec<String> = words.collect();
        format!("{}; không làm tròn khi xếp thứ", words.join("; "))
    }

    /// A sentence for each total that several entries share, and for each order that was decided.
    fn ties(&self) -> Vec<String> {
        let list = |value: &Value| {
            let codes = value.as_array().into_iter().flatten().filter_map(Value::as_str);
            codes.collect::<Vec<_>>().join(", ")
        };
        let ties = self.result["ties"].as_array().into_iter().flatten();
        ties.map(|tie| {
            let entries = list(&tie["entries"]);
            if tie["needs_chair"].as_bool() == Some(true) {
                return match tie["chair_order"].is_null() {
                    true => format!(
                        "Các bài {entries}: chưa có quyết định về thứ tự, không trao giải ở vị trí này."
                    ),
                    false => {
                        format!("Các bài {entries}: thứ tự được quyết định là {}.", list(&tie["chair_order"]))
                    }
                };
            }
            let how = match text(&tie["resolved_by"]) {
                "criterion" => "xếp thứ theo tiêu chí phụ",
                "partly" => "tiêu chí phụ phân định được một phần",
                _ => "tiêu chí phụ không phân định được",
            };
            format!("Các bài {entries} cùng {} điểm: {how}.", text(&tie["text"]))
        })
        .collect()
    }

    fn jury_minutes(&self, facts: &ContestFacts) -> Made {
        let title = |code: &str| self.entry(code).map(|e| e.title.clone()).unwrap_or_default();
        let ranking = self.ranked().map(|row| jury_minutes::Ranked {
            place: row["place"].as_u64().and_then(|p| p.try_into().ok()).unwrap_or_default(),
            code: text(&row["entry"]).to_owned(),
            title: title(text(&row["entry"])),
            mean: text(&row["text"]).to_owned(),
        });
        let minutes = jury_minutes::JuryMinutes {
            venue: self.rules.organiser_name.clone(),
            jury: self.jury(),
            sheets: self.count("/sheets"),
            combining: self.combining(),
            tie_break: self.tie_break(),
            ranking: ranking.collect(),
            ties: self.ties(),
            checkpoint: String::new(),
            secretary: String::new(),
            chair: self.chair(),
        };
        jury_minutes::document(
            &self.committee("BB-BGK", self.days.jury),
            facts,
            &minutes,
            jury_minutes::WORDING,
        )
    }

    fn committee_minutes(&self, facts: &ContestFacts, winners: &[Winner]) -> Made {
        let open = |post: &str| Person { post: post.to_owned(), ..Person::default() };
        let minutes = committee_minutes::CommitteeMinutes {
            venue: self.rules.organiser_name.clone(),
            chair: open("Trưởng Ban Tổ chức"),
            secretary: open("Tổ Thư ký"),
            members: Vec::new(),
            received: self.count("/counts/all/total"),
            judged: self.count("/counts/judged/total"),
            winners: winners.to_vec(),
            vote: String::new(),
        };
        let issue = self.committee("BB-BTC", self.days.committee);
        committee_minutes::document(&issue, facts, &minutes, committee_minutes::WORDING)
    }

    fn money_source(&self, facts: &ContestFacts) -> String {
        format!("nguồn ngân sách chi cho công tác cải cách hành chính năm {}", facts.year)
    }

    fn memo(&self, facts: &ContestFacts, winners: &[Winner]) -> Made {
        let memo = memo::Memo {
            addressee: format!("Chủ tịch {}", self.rules.organiser_name),
            issuer_name: "Ban Tổ chức".to_owned(),
            meeting: self.days.committee,
            received: self.count("/counts/all/total"),
            judged: self.count("/counts/judged/total"),
            winners: winners.to_vec(),
            source: self.money_source(facts),
        };
        memo::document(&self.committee("TTr-BTC", self.days.committee), facts, &memo, memo::WORDING)
    }

    fn decision(&self, facts: &ContestFacts, winners: &[Winner]) -> Made {
        let decision = decision_results::Decision {
            authority: format!("CHỦ TỊCH {}", self.authority_caps()),
            proposer: format!("Ban Tổ chức tại Tờ trình số ……/TTr-BTC ngày {}", day(self.days.committee)),
            chief_of_office: "Chánh Văn phòng".to_owned(),
            source: self.money_source(facts),
            winners: winners.to_vec(),
        };
        let issue = self.authority("QĐ-UBND", self.days.release);
        decision_results::document(&issue, facts, &decision, decision_results::WORDING)
    }

    /// There is no server to ask in a rehearsal: the code says what the certificate says.
    fn certificates(&self, facts: &ContestFacts, winners: &[Winner]) -> Made {
        let awarded: Vec<certificates::Awarded> = winners
            .iter()
            .map(|w| certificates::Awarded {
                code_says: format!("{} {} {}", self.rules.code, w.code, w.level),
                caption: format!("Mã bài {}", w.code),
                winner: w.clone(),
            })
            .collect();
        let issue = self.authority("GCN-UBND", self.days.release);
        certificates::document(&issue, facts, &awarded, certificates::WORDING)
    }

    fn announcement(&self, facts: &ContestFacts, winners: &[Winner]) -> Made {
        let announcement = announcement::Announcement {
            issuer_name: "Ban Tổ chức".to_owned(),
            received: self.count("/counts/all/total"),
            judged: self.count("/counts/judged/total"),
            winners: winners.to_vec(),
            decision_reference: self.decision_reference(),
            ceremony: String::new(),
        };
        let issue = self.committee("TB-BTC", self.days.release);
        announcement::document(&issue, facts, &announcement, announcement::WORDING)
    }

    fn report(&self, facts: &ContestFacts, winners: &[Winner]) -> Made {
        let board = self.result["quota_board"].as_array().into_iter().flatten();
        let mut by_unit: Vec<(String, u64)> = board
            .filter_map(|row| Some((self.unit_name(text(&row["unit_code"])), row["received"].as_u64()?)))
            .filter(|(_, received)| *received > 0)
            .collect();
        by_unit.sort_by_key(|(_, received)| std::cmp::Reverse(*received));
        let areas = self.rules.areas.iter();
        let area = |code: &str| self.count(&format!("/counts/all/by_area/{code}"));
        let report = report::Report {
            issuer_name: "Ban Tổ chức".to_owned(),
            received: self.count("/counts/all/total"),
            judged: self.count("/counts/judged/total"),
            sheets: self.count("/sheets"),
            individuals: self.count("/counts/all/by_category/individual"),
            collectives: self.count("/counts/all/by_category/collective"),
            required: (
                self.count("/quota_summary/required_met"),
                self.count("/quota_summary/required_total"),
            ),
            encouraged: (
                self.count("/quota_summary/encouraged_met"),
                self.count("/quota_summary/encouraged_total"),
            ),
            by_unit,
            by_area: areas.map(|a| (a.name.clone(), area(a.code.as_str()))).collect(),
            by_form: vec![
                ("Bài viết".to_owned(), self.count("/counts/all/by_format/written")),
                ("Video clip".to_owned(), self.count("/counts/all/by_format/video")),
            ],
            winners: winners.to_vec(),
        };
        report::document(&self.committee("BC-BTC", self.days.release), facts, &report, report::WORDING)
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn without<'t>(text: &'t str, start: &str) -> &'t str {
    text.strip_prefix(start).unwrap_or(text)
}

/// Hundredths of an exact fraction such as `441/5`, half up, for print.
fn hundredths(exact: &str) -> Option<i64> {
    Ratio::parse(exact).and_then(|ratio| ratio.rounded_hundredths().try_into().ok())
}
