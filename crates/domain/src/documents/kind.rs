//! The papers of a contest, and what each of them must wait for.

/// *Loại văn bản* of one contest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentKind {
    /// Kế hoạch.
    Plan,
    /// Thể lệ.
    Rules,
    /// Áp phích.
    Poster,
    /// Quyết định thành lập Ban Tổ chức, Ban Giám khảo, Tổ Thư ký.
    SetUp,
    /// Phiếu chấm điểm, blank.
    ScoreSheet,
    /// Biên bản sơ loại of a unit.
    ScreeningMinutes,
    /// Phiếu xác nhận of a unit's head.
    Confirmation,
    /// Công văn of a unit with its list.
    CoverLetter,
    /// Giấy biên nhận of an entry.
    Receipt,
    /// Bảng tổng hợp điểm.
    ScoreTable,
    /// Biên bản họp Ban Giám khảo.
    JuryMinutes,
    /// Biên bản họp Ban Tổ chức.
    CommitteeMinutes,
    /// Tờ trình công nhận kết quả.
    Memo,
    /// Quyết định công nhận kết quả và trao giải.
    Decision,
    /// Giấy chứng nhận, all in one file.
    Certificates,
    /// Thông báo kết quả.
    Announcement,
    /// Danh sách chi tiền thưởng.
    Payment,
    /// Báo cáo tổng kết.
    Report,
    /// Tờ trình thí điểm, nhân rộng.
    Replication,
}

/// What must have happened before the content of a paper is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Needs {
    Nothing,
    /// The standings are frozen.
    Standings,
    /// The prizes are proposed.
    Proposal,
    /// The committee has confirmed them.
    Confirmed,
}

impl DocumentKind {
    /// In the order of a contest's life.
    pub const ALL: [DocumentKind; 19] = [
        Self::Plan,
        Self::Rules,
        Self::Poster,
        Self::SetUp,
        Self::ScoreSheet,
        Self::ScreeningMinutes,
        Self::Confirmation,
        Self::CoverLetter,
        Self::Receipt,
        Self::ScoreTable,
        Self::JuryMinutes,
        Self::CommitteeMinutes,
        Self::Memo,
        Self::Decision,
        Self::Certificates,
        Self::Announcement,
        Self::Payment,
        Self::Report,
        Self::Replication,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Rules => "rules",
            Self::Poster => "poster",
            Self::SetUp => "set-up",
            Self::ScoreSheet => "score-sheet",
            Self::ScreeningMinutes => "screening-minutes",
            Self::Confirmation => "confirmation",
            Self::CoverLetter => "cover-letter",
            Self::Receipt => "receipt",
            Self::ScoreTable => "score-table",
            Self::JuryMinutes => "jury-minutes",
            Self::CommitteeMinutes => "committee-minutes",
            Self::Memo => "memo",
            Self::Decision => "decision",
            Self::Certificates => "certificates",
            Self::Announcement => "announcement",
            Self::Payment => "payment",
            Self::Report => "report",
            Self::Replication => "replication",
        }
    }

    pub fn from_word(word: &str) -> Option<DocumentKind> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    pub fn needs(self) -> Needs {
        match self {
            Self::ScoreTable | Self::JuryMinutes => Needs::Standings,
            Self::CommitteeMinutes | Self::Memo => Needs::Proposal,
            Self::Decision
            | Self::Certificates
            | Self::Announcement
            | Self::Payment
            | Self::Report
            | Self::Replication => Needs::Confirmed,
            Self::Plan
            | Self::Rules
            | Self::Poster
            | Self::SetUp
            | Self::ScoreSheet
            | Self::ScreeningMinutes
            | Self::Confirmation
            | Self::CoverLetter
            | Self::Receipt => Needs::Nothing,
        }
    }

    /// A paper of a unit or an entry: there are many of it, the contest keeps only its wording.
    pub fn is_of_unit(self) -> bool {
        matches!(self, Self::ScreeningMinutes | Self::Confirmation | Self::CoverLetter | Self::Receipt)
    }

    /// Also as a workbook: a list.
    pub fn is_list(self) -> bool {
        matches!(self, Self::ScoreTable | Self::Payment)
    }

    /// A field of one person a line (`documents::attendees`); every other field is one line.
    pub fn is_list_field(name: &str) -> bool {
        name == "members"
    }

    /// The fields of its own beside number, day and signer, by name.
    pub fn own_fields(self) -> &'static [&'static str] {
        match self {
            Self::Poster => &["slogan"],
            Self::Rules => &["plan"],
            Self::SetUp => &["plan", "by", "proposer", "chief"],
            Self::ScoreTable => &["secretary", "chair"],
            Self::JuryMinutes => &["venue", "secretary", "chair", "members", "absent", "vote"],
            Self::CommitteeMinutes => &["venue", "chair", "secretary", "members", "absent", "vote"],
            Self::Memo => &["plan", "addressee", "source"],
            Self::Decision => &["plan", "by", "proposer", "chief", "source"],
            Self::Announcement => &["decision", "ceremony"],
            Self::Payment => &["decision", "maker", "accountant", "head"],
            Self::Report => &["plan"],
            Self::Replication => &["decision", "addressee", "months", "scope"],
            Self::CoverLetter => &["plan"],
            Self::Plan
            | Self::ScoreSheet
            | Self::ScreeningMinutes
            | Self::Confirmation
            | Self::Receipt
            | Self::Certificates => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_word_of_its_own() {
        for kind in DocumentKind::ALL {
            assert_eq!(DocumentKind::from_word(kind.word()), Some(kind));
        }
        assert_eq!(DocumentKind::from_word("letter"), None);
    }
}
