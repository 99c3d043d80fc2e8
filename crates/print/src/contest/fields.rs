//! The fields of a paper before anybody wrote any: who issues it and signs it, and what the contest knows of the others.

use super::{COMMITTEE, Paper, place};
use crate::papers::day;
use domain::documents::{DocumentKind, Fields};

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
            _ if committee => (rules.organiser_name.to_uppercase(), COMMITTEE.to_owned()),
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
            // Papers of the launch, printed again later.
            DocumentKind::Plan | DocumentKind::Rules | DocumentKind::SetUp => {
                self.facts.rules.timeline.launch.filter(|launch| *launch < days.today)
            }
            _ => None,
        };
        let own = kind.own_fields().iter().map(|name| ((*name).to_owned(), self.own_field(kind, name)));
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
    fn own_field(&self, kind: DocumentKind, name: &str) -> String {
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
            "chair" if kind == DocumentKind::CommitteeMinutes => {
                self.facts.organisers.first().cloned().unwrap_or_default()
            }
            "chair" => self.chair(),
            "members" => self.serving(kind),
            "secretary" => self.facts.secretaries.first().cloned().unwrap_or_default(),
            "vote" if kind == DocumentKind::CommitteeMinutes => self
                .facts
                .votes
                .map(|(yes, cast)| format!("{yes:02}/{cast:02} thành viên tán thành"))
                .unwrap_or_default(),
            "months" => "6".to_owned(),
            "scope" => format!("Trên địa bàn {}", organiser.strip_prefix("UBND ").unwrap_or(organiser)),
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
}
