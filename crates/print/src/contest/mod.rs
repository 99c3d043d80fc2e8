//! The papers of one contest from what is known of it: its facts, a paper's fields and wording. Pages and rehearsal print with the
//! same. Knows no database: whoever knows one fills [`Facts`].

mod fields;
mod head;
mod minutes;
mod outcome;
mod samples;
mod sheet;
mod summary;
pub mod units;

pub use head::{checkpoint, contest_facts, in_full, issue_of, number_text, place};

use crate::papers::*;
use crate::xlsx::Unwritable;
use domain::contest::RulesEdition;
use domain::documents::{Days, DocumentKind, Fields, Listed, NamedUnit, Needs};
use domain::ids::EntryCode;
use domain::money::Vnd;
use domain::time::Day;
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
    pub units: Arc<HashMap<String, NamedUnit>>,
    /// By code; none for papers that tell no result.
    pub entries: BTreeMap<String, Listed>,
    /// Those who serve, by code.
    pub judges: Vec<Judge>,
    /// Names of those who serve the contest.
    pub organisers: Vec<String>,
    pub secretaries: Vec<String>,
    pub reached: Needs,
    /// As `result.json` has it; `None` before the standings and for papers that tell no result.
    pub result: Option<Arc<Value>>,
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

/// The committee as the head of its papers names it.
const COMMITTEE: &str = "BAN TỔ CHỨC CUỘC THI";

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
                let minutes = self.jury_minutes(fields);
                jury_minutes::document(&issue, &facts, &minutes, wording)
            }
            DocumentKind::CommitteeMinutes => {
                let minutes = self.committee_minutes(fields);
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
                    proposals: self
                        .certified()
                        .into_iter()
                        .filter(|w| !w.code.is_empty())
                        .map(proposal)
                        .collect(),
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
        let of_entries = self.certified().into_iter().zip(0..).filter(|(w, _)| !w.code.is_empty());
        let numbered = of_entries.map(|(w, n)| {
            let number = fields.number.map(|first| first + n);
            (EntryCode(w.code), number_text(&Fields { number, ..fields.clone() }))
        });
        numbered.collect()
    }

    fn unit_name(&self, code: &str) -> String {
        self.facts.units.get(code).map_or(code, |u| u.name.as_str()).to_owned()
    }

    fn superior(&self) -> String {
        if head::is_committee(&self.facts.rules.organiser_name) {
            return String::new();
        }
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
}
