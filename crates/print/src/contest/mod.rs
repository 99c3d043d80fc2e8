//! The papers of one contest from what is known of it: its facts, a paper's fields and wording. Pages and rehearsal print with the
//! same. Knows no database: whoever knows one fills [`Facts`].

mod samples;
pub mod units;

use crate::papers::*;
use crate::xlsx::Unwritable;
use domain::contest::{Combine, LastTieBreak, PrizeStructure, RulesEdition};
use domain::documents::{Days, DocumentKind, Fields, Listed, NamedUnit, Needs};
use domain::ids::EntryCode;
use domain::marks::Marks;
use domain::money::Vnd;
use domain::ratio::Ratio;
use domain::time::Day;
use jiff::civil::Date;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Everything that a paper of the contest itself may say.
#[derive(Debug, Clone)]
pub struct Facts {
    pub code: String,
    pub rules: Arc<RulesEdition>,
    /// The file of the edition: what is only text in it (purposes, requirements).
    pub file: Value,
    /// By code.
    pub units: HashMap<String, NamedUnit>,
    /// By code; none for papers that tell no result.
    pub entries: BTreeMap<String, Listed>,
    /// Those who serve, by code.
    pub judges: Vec<Judge>,
    /// Names of those who serve the contest.
    pub organisers: Vec<String>,
    pub secretaries: Vec<String>,
    pub reached: Needs,
    /// As `result.json` has it; `None` before the standings and for papers that tell no result.
    pub result: Option<Value>,
    pub days: Days,
    /// Votes for and cast, where the committee voted.
    pub votes: Option<(u32, u32)>,
    /// Number and day of the newest issue of each kind.
    pub issued: BTreeMap<DocumentKind, (String, Day)>,
    /// Size and root of the log: what minutes bind.
    pub checkpoint: Option<(u64, [u8; 32])>,
    /// Tokens of certificates, by entry.
    pub tokens: BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judge {
    pub code: String,
    pub name: String,
    pub title: String,
    pub chair: bool,
}

/// The address of the page that tells whether a certificate is valid.
pub fn certificate_path(token: &str) -> String {
    format!("/certificates/{token}")
}

/// The wording of the house.
pub fn wording(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Plan => plan::WORDING,
        DocumentKind::Rules => rules::WORDING,
        DocumentKind::Poster => poster::WORDING,
        DocumentKind::SetUp => decision_setup::WORDING,
        DocumentKind::ScoreSheet => score_sheet::WORDING,
        DocumentKind::ScreeningMinutes => screening_minutes::WORDING,
        DocumentKind::Confirmation => confirmation::WORDING,
        DocumentKind::CoverLetter => cover_letter::WORDING,
        DocumentKind::Receipt => receipt::WORDING,
        DocumentKind::ScoreTable => score_table::WORDING,
        DocumentKind::JuryMinutes => jury_minutes::WORDING,
        DocumentKind::CommitteeMinutes => committee_minutes::WORDING,
        DocumentKind::Memo => memo::WORDING,
        DocumentKind::Decision => decision_results::WORDING,
        DocumentKind::Certificates => certificates::WORDING,
        DocumentKind::Announcement => announcement::WORDING,
        DocumentKind::Payment => payment::WORDING,
        DocumentKind::Report => report::WORDING,
        DocumentKind::Replication => replication::WORDING,
    }
}

/// A contest's facts as its papers want them.
pub struct Paper<'a> {
    pub facts: &'a Facts,
    /// Scheme and host of this installation; empty in a rehearsal, where there is no server to ask.
    pub base: &'a str,
}

impl Paper<'_> {
    /// The fields before anybody wrote any: who issues such a paper and signs it, and what is known of its other fields.
    pub fn fields(&self, kind: DocumentKind) -> Fields {
        let rules = &self.facts.rules;
        let committee = matches!(
            kind,
            DocumentKind::ScoreSheet
                | DocumentKind::ScoreTable
                | DocumentKind::JuryMinutes
                | DocumentKind::CommitteeMinutes
                | DocumentKind::Memo
                | DocumentKind::Announcement
                | DocumentKind::Report
                | DocumentKind::Replication
                | DocumentKind::Rules
        );
        let (superior, issuer) = match kind {
            DocumentKind::Payment => (
                rules.organiser_name.to_uppercase(),
                self.unit_name(rules.standing_body.as_str()).to_uppercase(),
            ),
            _ if committee => (rules.organiser_name.to_uppercase(), "BAN TỔ CHỨC CUỘC THI".to_owned()),
            _ => (self.superior(), self.authority_caps()),
        };
        let (authority, title) = match kind {
            DocumentKind::Plan => (vec!["TM. ỦY BAN NHÂN DÂN".to_owned()], "CHỦ TỊCH"),
            _ if committee => (vec!["TM. BAN TỔ CHỨC".to_owned()], "TRƯỞNG BAN"),
            _ => (vec![], "CHỦ TỊCH"),
        };
        let symbol = match kind {
            DocumentKind::Plan => "KH-UBND",
            DocumentKind::Rules => "TL-BTC",
            DocumentKind::SetUp | DocumentKind::Decision => "QĐ-UBND",
            DocumentKind::JuryMinutes => "BB-BGK",
            DocumentKind::CommitteeMinutes => "BB-BTC",
            DocumentKind::Memo | DocumentKind::Replication => "TTr-BTC",
            DocumentKind::Certificates => "GCN-UBND",
            DocumentKind::Announcement => "TB-BTC",
            DocumentKind::Report => "BC-BTC",
            DocumentKind::Poster
            | DocumentKind::ScoreSheet
            | DocumentKind::ScreeningMinutes
            | DocumentKind::Confirmation
            | DocumentKind::CoverLetter
            | DocumentKind::Receipt
            | DocumentKind::ScoreTable
            | DocumentKind::Payment => "",
        };
        let days = &self.facts.days;
        let dated = match kind {
            DocumentKind::ScoreTable | DocumentKind::JuryMinutes => days.jury,
            DocumentKind::CommitteeMinutes | DocumentKind::Memo => days.committee,
            DocumentKind::Decision
            | DocumentKind::Certificates
            | DocumentKind::Announcement
            | DocumentKind::Payment
            | DocumentKind::Report
            | DocumentKind::Replication => days.release,
            _ => None,
        };
        let own = kind.own_fields().iter().map(|name| ((*name).to_owned(), self.own_field(name)));
        Fields {
            superior,
            issuer,
            place: place(&rules.organiser_name),
            number: None,
            symbol: symbol.to_owned(),
            dated,
            authority,
            title: title.to_owned(),
            signer: String::new(),
            file_mark: "NV".to_owned(),
            own: own.filter(|(_, value)| !value.is_empty()).collect(),
        }
    }

    /// What the contest knows of such a field; empty where only the office knows.
    fn own_field(&self, name: &str) -> String {
        let organiser = &self.facts.rules.organiser_name;
        match name {
            "plan" => self.reference(DocumentKind::Plan).unwrap_or_else(|| {
                format!("Kế hoạch của {organiser} về việc tổ chức {}", self.facts.rules.name)
            }),
            "decision" => self.reference(DocumentKind::Decision).unwrap_or_else(|| {
                let on = self.facts.days.release.unwrap_or(self.facts.days.today);
                format!("Quyết định số ……/QĐ-UBND ngày {} của {organiser}", day(on.0))
            }),
            "proposer" => self.reference(DocumentKind::Memo).map_or_else(
                || {
                    let on = self.facts.days.committee.unwrap_or(self.facts.days.today);
                    format!("Ban Tổ chức tại Tờ trình số ……/TTr-BTC ngày {}", day(on.0))
                },
                |memo| format!("Ban Tổ chức tại {memo}"),
            ),
            "by" => format!("CHỦ TỊCH {}", self.authority_caps()),
            "chief" => "Chánh Văn phòng".to_owned(),
            "addressee" => format!("Chủ tịch {organiser}"),
            "source" => {
                format!("nguồn ngân sách chi cho công tác cải cách hành chính năm {}", self.year())
            }
            "venue" => organiser.clone(),
            "chair" => self.chair(),
            "secretary" => self.facts.secretaries.first().cloned().unwrap_or_default(),
            "vote" => self
                .facts
                .votes
                .map(|(yes, cast)| format!("{yes:02}/{cast:02} thành viên tán thành"))
                .unwrap_or_default(),
            "months" => "6".to_owned(),
            "scope" => format!("Trên địa bàn {}", place(organiser)),
            _ => String::new(),
        }
    }

    /// `Kế hoạch số 76/KH-UBND ngày 28/3/2024 của UBND huyện Chương Mỹ`, where one was issued.
    fn reference(&self, kind: DocumentKind) -> Option<String> {
        let (number, on) = self.facts.issued.get(&kind)?;
        let (name, of) = match kind {
            DocumentKind::Plan => ("Kế hoạch", format!(" của {}", self.facts.rules.organiser_name)),
            DocumentKind::Decision => ("Quyết định", format!(" của {}", self.facts.rules.organiser_name)),
            _ => ("Tờ trình", String::new()),
        };
        Some(format!("{name} số {number} ngày {}{of}", day(on.0)))
    }

    fn issue(&self, fields: &Fields) -> Issue {
        issue_of(fields, self.facts.days.today)
    }

    /// The paper, or every mistake in its wording.
    pub fn document(&self, kind: DocumentKind, fields: &Fields, wording: &str) -> Made {
        let (facts, issue) = (self.contest_facts(fields), self.issue(fields));
        let own = |name: &str| fields.own.get(name).cloned().unwrap_or_default();
        let winners = || self.winners();
        match kind {
            DocumentKind::Plan => plan::document(&issue, &facts, wording),
            DocumentKind::Rules => rules::document(&issue, &facts, &self.rules(), wording),
            DocumentKind::Poster => {
                let address = match self.base {
                    "" => self.facts.code.clone(),
                    base => format!("{base}/contests/{}", self.facts.code),
                };
                poster::document(&issue, &facts, &own("slogan"), &address, wording)
            }
            DocumentKind::SetUp => {
                let member = |name: &String, part: &str| Person {
                    name: name.clone(),
                    part: part.to_owned(),
                    ..Person::default()
                };
                let set_up = decision_setup::SetUp {
                    authority: own("by"),
                    proposer: own("proposer"),
                    chief_of_office: own("chief"),
                    committee: self
                        .facts
                        .organisers
                        .iter()
                        .map(|n| member(n, "Thành viên Ban Tổ chức"))
                        .collect(),
                    jury: self.jury(),
                    secretariat: self
                        .facts
                        .secretaries
                        .iter()
                        .map(|n| member(n, "Thành viên Tổ Thư ký"))
                        .collect(),
                };
                decision_setup::document(&issue, &facts, &set_up, wording)
            }
            DocumentKind::ScoreSheet => score_sheet::document(&issue, &facts, &self.blank_sheet(), wording),
            DocumentKind::ScoreTable => {
                score_table::document(&issue, &facts, &self.scores(&own("secretary"), &own("chair")), wording)
            }
            DocumentKind::JuryMinutes => {
                let minutes = self.jury_minutes(own("venue"), own("secretary"), own("chair"));
                jury_minutes::document(&issue, &facts, &minutes, wording)
            }
            DocumentKind::CommitteeMinutes => {
                let person =
                    |name: String, post: &str| Person { name, post: post.to_owned(), ..Person::default() };
                let minutes = committee_minutes::CommitteeMinutes {
                    venue: own("venue"),
                    chair: person(own("chair"), "Trưởng Ban Tổ chức"),
                    secretary: person(own("secretary"), "Tổ Thư ký"),
                    members: Vec::new(),
                    received: self.count("/counts/all/total"),
                    judged: self.count("/counts/judged/total"),
                    winners: winners(),
                    vote: own("vote"),
                    checkpoint: self.checkpoint(),
                };
                committee_minutes::document(&issue, &facts, &minutes, wording)
            }
            DocumentKind::Memo => {
                let memo = memo::Memo {
                    addressee: own("addressee"),
                    issuer_name: "Ban Tổ chức".to_owned(),
                    meeting: self.facts.days.committee.unwrap_or(self.facts.days.today).0,
                    received: self.count("/counts/all/total"),
                    judged: self.count("/counts/judged/total"),
                    winners: winners(),
                    source: own("source"),
                };
                memo::document(&issue, &facts, &memo, wording)
            }
            DocumentKind::Decision => {
                let decision = decision_results::Decision {
                    authority: own("by"),
                    proposer: own("proposer"),
                    chief_of_office: own("chief"),
                    source: own("source"),
                    winners: winners(),
                };
                decision_results::document(&issue, &facts, &decision, wording)
            }
            DocumentKind::Certificates => certificates::document(&issue, &facts, &self.awarded(), wording),
            DocumentKind::Announcement => {
                let announcement = announcement::Announcement {
                    issuer_name: "Ban Tổ chức".to_owned(),
                    received: self.count("/counts/all/total"),
                    judged: self.count("/counts/judged/total"),
                    winners: winners(),
                    decision_reference: own("decision"),
                    ceremony: own("ceremony"),
                };
                announcement::document(&issue, &facts, &announcement, wording)
            }
            DocumentKind::Payment => payment::document(&issue, &facts, &self.payment(fields), wording),
            DocumentKind::Report => report::document(&issue, &facts, &self.report(), wording),
            DocumentKind::Replication => {
                let proposal = |w: Winner| replication::Proposal {
                    title: w.title,
                    unit: w.unit,
                    form: replication::Form::Pilot,
                    scope: own("scope"),
                };
                let replication = replication::Replication {
                    addressee: own("addressee"),
                    issuer_name: "Ban Tổ chức".to_owned(),
                    decision_reference: own("decision"),
                    pilot_months: own("months").parse().unwrap_or(6),
                    proposals: winners().into_iter().map(proposal).collect(),
                };
                replication::document(&issue, &facts, &replication, wording)
            }
            // Those of a unit are made in `units`, from what the unit knows; here they show their wording.
            DocumentKind::ScreeningMinutes
            | DocumentKind::Confirmation
            | DocumentKind::CoverLetter
            | DocumentKind::Receipt => samples::document(kind, &issue, &facts, wording),
        }
    }

    /// The workbook of a paper that is a list.
    pub fn workbook(&self, kind: DocumentKind, fields: &Fields) -> Option<Result<Vec<u8>, Unwritable>> {
        let own = |name: &str| fields.own.get(name).cloned().unwrap_or_default();
        let facts = self.contest_facts(fields);
        match kind {
            DocumentKind::ScoreTable => {
                Some(score_table::workbook(&facts, &self.scores(&own("secretary"), &own("chair"))))
            }
            DocumentKind::Payment => Some(payment::workbook(&facts, &self.payment(fields))),
            _ => None,
        }
    }

    /// Each certified entry with the number on its certificate.
    pub fn numbers(&self, fields: &Fields) -> Vec<(EntryCode, String)> {
        let numbered = self.winners().into_iter().zip(0..).map(|(w, n)| {
            let number = fields.number.map(|first| first + n);
            (EntryCode(w.code), number_text(&Fields { number, ..fields.clone() }))
        });
        numbered.collect()
    }

    fn unit_name(&self, code: &str) -> String {
        self.facts.units.get(code).map_or(code, |u| u.name.as_str()).to_owned()
    }

    fn superior(&self) -> String {
        let organiser = self.facts.units.get(self.facts.rules.organiser_unit.as_str());
        let parent = organiser.and_then(|u| u.parent.as_deref());
        parent.map(|code| self.unit_name(code).to_uppercase()).unwrap_or_default()
    }

    /// `ỦY BAN NHÂN DÂN HUYỆN CHƯƠNG MỸ`.
    fn authority_caps(&self) -> String {
        in_full(&self.facts.rules.organiser_name)
    }

    fn year(&self) -> i16 {
        self.facts.rules.timeline.units_send.0.day().0.year()
    }

    fn contest_facts(&self, fields: &Fields) -> ContestFacts {
        let mut facts = contest_facts(&self.facts.rules, &self.facts.file, |code| self.unit_name(code));
        if self.facts.result.is_some() {
            facts.budget = Vnd(self.count("/budget_total_vnd").try_into().unwrap_or(i64::MAX));
        }
        if let Some(plan) = fields.own.get("plan") {
            facts.plan_reference.clone_from(plan);
        }
        facts
    }

    fn rules(&self) -> rules::Rules {
        let judging = &self.facts.rules.judging;
        let criteria = match judging.rounds.as_slice() {
            [one] => &one.criteria,
            _ => &judging.criteria,
        };
        rules::Rules {
            group_min: self.facts.rules.group.min_members.try_into().unwrap_or(u32::MAX),
            criteria: criteria.iter().map(|c| (c.name.clone(), c.max)).collect(),
            tie_break: self.tie_break(),
        }
    }

    fn blank_sheet(&self) -> score_sheet::Sheet {
        let round = self.facts.rules.judging.rounds.first();
        let line = |c: &domain::contest::Criterion| score_sheet::Line {
            criterion: c.name.clone(),
            most: c.max,
            mark: None,
            comment: String::new(),
        };
        score_sheet::Sheet {
            round: round.map(|r| r.name.clone()).unwrap_or_default(),
            code: String::new(),
            title: String::new(),
            judge: String::new(),
            lines: round.map(|r| r.criteria.iter().map(line).collect()).unwrap_or_default(),
            comment: String::new(),
            sealed: String::new(),
        }
    }

    fn level_name(&self, code: &str) -> String {
        let all: Vec<_> = match &self.facts.rules.prizes {
            PrizeStructure::Pooled { levels, .. } => levels.iter().collect(),
            PrizeStructure::PerCategory { individual, collective } => {
                individual.iter().chain(collective).collect()
            }
        };
        all.into_iter().find(|l| l.code.as_str() == code).map_or(code, |l| l.name.as_str()).to_owned()
    }

    fn result(&self, key: &str) -> Option<&Value> {
        self.facts.result.as_ref().map(|r| &r[key])
    }

    fn list(&self, key: &str) -> impl Iterator<Item = &Value> {
        self.result(key).and_then(Value::as_array).into_iter().flatten()
    }

    /// Every ranked entry, pool by pool: code, place, mean, prize.
    fn ranked(&self) -> impl Iterator<Item = &Value> {
        let pools =
            self.result("ranking").and_then(Value::as_object).into_iter().flat_map(|pools| pools.values());
        pools.flat_map(|pool| pool.as_array().into_iter().flatten())
    }

    fn winners(&self) -> Vec<Winner> {
        let mean = |code: &str| {
            self.ranked().find(|row| row["entry"] == code).map_or("", |row| text(&row["text"])).to_owned()
        };
        let won = |prize: &Value| {
            let code = text(&prize["entry"]);
            let entry = self.facts.entries.get(code)?;
            Some(Winner {
                code: code.to_owned(),
                title: entry.title.clone(),
                authors: entry.authors.clone(),
                unit: self.unit_name(&entry.unit),
                collective: entry.collective,
                level: self.level_name(text(&prize["level"])),
                amount: Vnd(prize["amount_vnd"].as_i64()?),
                mean: mean(code),
            })
        };
        self.list("prizes").filter_map(won).collect()
    }

    fn awarded(&self) -> Vec<certificates::Awarded> {
        let certified = |w: Winner| {
            let token = self.facts.tokens.get(&w.code).map_or("", String::as_str);
            let says = if self.base.is_empty() {
                format!("{} {} {token}", self.facts.code, w.code)
            } else {
                format!("{}{}", self.base, certificate_path(token))
            };
            certificates::Awarded {
                code_says: says, caption: "Quét mã để kiểm tra".to_owned(), winner: w
            }
        };
        self.winners().into_iter().map(certified).collect()
    }

    fn scores(&self, secretary: &str, chair: &str) -> score_table::ScoreTable {
        let judges = &self.facts.judges;
        let round = self.facts.rules.judging.rounds.last().map(|r| r.code.as_str()).unwrap_or_default();
        let rows = self.ranked().map(|row| {
            let code = text(&row["entry"]);
            let of_entry = self.result("entries").map(|all| &all[code]["rounds"][round]["totals"]);
            let total =
                |judge: &str| of_entry.and_then(|t| t[judge].as_str()).and_then(hundredths).map(Marks);
            let entry = self.facts.entries.get(code);
            score_table::Scored {
                code: code.to_owned(),
                title: entry.map(|e| e.title.clone()).unwrap_or_default(),
                unit: entry.map(|e| self.unit_name(&e.unit)).unwrap_or_default(),
                totals: judges.iter().map(|j| total(&j.code)).collect(),
                mean: hundredths(text(&row["exact"])).unwrap_or_default(),
                place: row["place"].as_u64().and_then(|p| p.try_into().ok()),
                prize: row["prize"].as_str().map(|level| self.level_name(level)).unwrap_or_default(),
            }
        });
        let legend: Vec<String> = judges.iter().map(|j| format!("{}: {}", j.code, j.name)).collect();
        score_table::ScoreTable {
            judges: judges.iter().map(|j| j.code.clone()).collect(),
            legend: format!("{}.", legend.join("; ")),
            rows: rows.collect(),
            secretary: secretary.to_owned(),
            chair: chair.to_owned(),
        }
    }

    fn chair(&self) -> String {
        self.facts.judges.iter().find(|j| j.chair).map(|j| j.name.clone()).unwrap_or_default()
    }

    fn jury(&self) -> Vec<Person> {
        let part = |chair| if chair { "Trưởng Ban Giám khảo" } else { "Giám khảo" };
        let person = |j: &Judge| Person {
            name: j.name.clone(),
            post: j.title.clone(),
            part: part(j.chair).to_owned(),
        };
        self.facts.judges.iter().map(person).collect()
    }

    fn count(&self, pointer: &str) -> u64 {
        let found = self.facts.result.as_ref().and_then(|r| r.pointer(pointer));
        found.and_then(Value::as_u64).unwrap_or_default()
    }

    fn criterion(&self, code: &str) -> String {
        let rounds = self.facts.rules.judging.rounds.iter().flat_map(|r| r.criteria.iter());
        let mut all = self.facts.rules.judging.criteria.iter().chain(rounds);
        let found = all.find(|c| c.code.as_str() == code);
        format!("điểm tiêu chí “{}”", found.map_or(code, |c| c.name.as_str()))
    }

    fn tie_break(&self) -> String {
        let judging = &self.facts.rules.judging;
        let mut words: Vec<String> = judging.tie_break.iter().map(|c| self.criterion(c.as_str())).collect();
        words.extend(match judging.last_tie_break {
            LastTieBreak::Chair => Some("quyết định của Trưởng Ban Giám khảo".to_owned()),
            LastTieBreak::CommitteeVote => Some("biểu quyết của Ban Tổ chức".to_owned()),
            LastTieBreak::Nobody => None,
        });
        words.join("; ")
    }

    fn combining(&self) -> String {
        let words = self.facts.rules.judging.rounds.iter().map(|round| {
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
        let told = |tie: &Value| {
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
        };
        self.list("ties").map(told).collect()
    }

    fn jury_minutes(&self, venue: String, secretary: String, chair: String) -> jury_minutes::JuryMinutes {
        let title = |code: &str| self.facts.entries.get(code).map(|e| e.title.clone()).unwrap_or_default();
        let ranking = self.ranked().map(|row| jury_minutes::Ranked {
            place: row["place"].as_u64().and_then(|p| p.try_into().ok()).unwrap_or_default(),
            code: text(&row["entry"]).to_owned(),
            title: title(text(&row["entry"])),
            mean: text(&row["text"]).to_owned(),
        });
        jury_minutes::JuryMinutes {
            venue,
            jury: self.jury(),
            sheets: self.count("/sheets"),
            combining: self.combining(),
            tie_break: self.tie_break(),
            ranking: ranking.collect(),
            ties: self.ties(),
            checkpoint: self.checkpoint(),
            secretary,
            chair,
        }
    }

    fn checkpoint(&self) -> Option<Checkpoint> {
        self.facts.checkpoint.map(|(size, root)| checkpoint(self.base, size, &root))
    }

    fn payment(&self, fields: &Fields) -> payment::Payment {
        let own = |name: &str| fields.own.get(name).cloned().unwrap_or_default();
        let signer = |title: &str, name: &str| Signer {
            title: title.to_owned(),
            name: own(name),
            ..Signer::default()
        };
        payment::Payment {
            decision_reference: own("decision"),
            winners: self.winners(),
            signers: vec![
                signer("NGƯỜI LẬP", "maker"),
                signer("KẾ TOÁN", "accountant"),
                signer("THỦ TRƯỞNG ĐƠN VỊ", "head"),
            ],
        }
    }

    fn report(&self) -> report::Report {
        let received =
            |row: &Value| Some((self.unit_name(text(&row["unit_code"])), row["received"].as_u64()?));
        let mut by_unit: Vec<(String, u64)> =
            self.list("quota_board").filter_map(received).filter(|(_, received)| *received > 0).collect();
        by_unit.sort_by_key(|(_, received)| std::cmp::Reverse(*received));
        let area = |code: &str| self.count(&format!("/counts/all/by_area/{code}"));
        let pair = |met: &str, total: &str| (self.count(met), self.count(total));
        report::Report {
            issuer_name: "Ban Tổ chức".to_owned(),
            received: self.count("/counts/all/total"),
            judged: self.count("/counts/judged/total"),
            sheets: self.count("/sheets"),
            individuals: self.count("/counts/all/by_category/individual"),
            collectives: self.count("/counts/all/by_category/collective"),
            required: pair("/quota_summary/required_met", "/quota_summary/required_total"),
            encouraged: pair("/quota_summary/encouraged_met", "/quota_summary/encouraged_total"),
            by_unit,
            by_area: self.facts.rules.areas.iter().map(|a| (a.name.clone(), area(a.code.as_str()))).collect(),
            by_form: vec![
                ("Bài viết".to_owned(), self.count("/counts/all/by_format/written")),
                ("Video clip".to_owned(), self.count("/counts/all/by_format/video")),
            ],
            winners: self.winners(),
        }
    }
}

/// The facts of a contest from its rules; units and committee print them alike.
pub fn contest_facts(rules: &RulesEdition, file: &Value, unit_name: impl Fn(&str) -> String) -> ContestFacts {
    let sent = rules.timeline.units_send.0.day().0;
    let strings = |key: &str| -> Vec<String> {
        let list = file[key].as_array();
        list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let levels = levels(&rules.prizes);
    let budget = levels.iter().map(|l| l.individual.0.max(l.collective.0) * i64::from(l.count)).sum();
    ContestFacts {
        name: rules.name.clone(),
        year: sent.year(),
        organiser: rules.organiser_name.clone(),
        standing_body: unit_name(rules.standing_body.as_str()),
        units_send_before: sent,
        launch: rules.timeline.launch.map(|Day(date)| date),
        judging_before: rules.timeline.judging_finished.map(|before| before.0.day().0),
        purposes: strings("purpose"),
        areas: rules.areas.iter().map(|a| a.name.clone()).collect(),
        entrants: [rules.entrants.individual.clone(), rules.entrants.collective.clone()].concat(),
        requirements: strings("requirements"),
        prizes: levels,
        collective_rule: collective_rule(&rules.prizes),
        budget: Vnd(budget),
        plan_reference: format!("Kế hoạch của {} về việc tổ chức {}", rules.organiser_name, rules.name),
    }
}

fn levels(prizes: &PrizeStructure) -> Vec<PrizeLevel> {
    let level = |name: &str, count: usize, individual, collective| PrizeLevel {
        name: name.to_owned(),
        count: count.try_into().unwrap_or(u32::MAX),
        individual,
        collective,
    };
    match prizes {
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

fn collective_rule(prizes: &PrizeStructure) -> String {
    match prizes {
        PrizeStructure::Pooled { collective_factor, .. } if *collective_factor != Ratio::whole(1) => {
            let factor = collective_factor.text();
            let factor = factor.trim_end_matches('0').trim_end_matches(',');
            format!("Tập thể được thưởng bằng {factor} lần mức thưởng của cá nhân.")
        }
        PrizeStructure::Pooled { .. } | PrizeStructure::PerCategory { .. } => String::new(),
    }
}

/// The fields as the head and the end of a paper.
pub fn issue_of(fields: &Fields, today: Day) -> Issue {
    Issue {
        office: Office {
            superior: fields.superior.clone(),
            issuer: fields.issuer.clone(),
            place: fields.place.clone(),
        },
        number: fields.number,
        symbol: fields.symbol.clone(),
        date: dated(fields, today),
        signer: Signer {
            authority: fields.authority.clone(),
            title: fields.title.clone(),
            note: String::new(),
            name: fields.signer.clone(),
        },
        file_mark: fields.file_mark.clone(),
    }
}

fn dated(fields: &Fields, today: Day) -> Date {
    fields.dated.unwrap_or(today).0
}

/// `05/QĐ-UBND`; empty for papers without a symbol.
pub fn number_text(fields: &Fields) -> String {
    match (fields.symbol.trim(), fields.number) {
        ("", _) => String::new(),
        (symbol, Some(n)) => format!("{n:02}/{symbol}"),
        (symbol, None) => format!("……/{symbol}"),
    }
}

/// A checkpoint on paper: size and root as people may type them, and a code that leads to the page that compares it with the log
/// of the day. Without a server the code says the checkpoint itself.
pub fn checkpoint(base: &str, size: u64, root: &[u8; 32]) -> Checkpoint {
    let text = format!("{size} {}", data_encoding::BASE64.encode(root));
    let says = if base.is_empty() {
        text.clone()
    } else {
        format!("{base}/log?size={size}&root={}", data_encoding::BASE64URL_NOPAD.encode(root))
    };
    Checkpoint { text, says }
}

/// `ỦY BAN NHÂN DÂN HUYỆN CHƯƠNG MỸ` of `UBND huyện Chương Mỹ`.
pub fn in_full(name: &str) -> String {
    name.replace("UBND", "Ủy ban nhân dân").to_uppercase()
}

/// `Chương Mỹ` of `UBND huyện Chương Mỹ`.
pub fn place(name: &str) -> String {
    let name = name.strip_prefix("UBND ").unwrap_or(name);
    let kinds = ["huyện ", "quận ", "thị xã ", "thành phố ", "tỉnh ", "xã ", "phường ", "thị trấn "];
    kinds.iter().find_map(|kind| name.strip_prefix(kind)).unwrap_or(name).to_owned()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Hundredths of an exact fraction such as `441/5`, half up, for print.
fn hundredths(exact: &str) -> Option<i64> {
    Ratio::parse(exact).and_then(|ratio| ratio.rounded_hundredths().try_into().ok())
}
