//! Names of papers and of their fields.

use domain::documents::{DocumentKind, Needs};

pub fn kind_key(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Plan => "documents-kind-plan",
        DocumentKind::Rules => "documents-kind-rules",
        DocumentKind::Poster => "documents-kind-poster",
        DocumentKind::SetUp => "documents-kind-set-up",
        DocumentKind::ScoreSheet => "documents-kind-score-sheet",
        DocumentKind::ScreeningMinutes => "documents-kind-screening-minutes",
        DocumentKind::Confirmation => "documents-kind-confirmation",
        DocumentKind::CoverLetter => "documents-kind-cover-letter",
        DocumentKind::Receipt => "documents-kind-receipt",
        DocumentKind::ScoreTable => "documents-kind-score-table",
        DocumentKind::JuryMinutes => "documents-kind-jury-minutes",
        DocumentKind::CommitteeMinutes => "documents-kind-committee-minutes",
        DocumentKind::Memo => "documents-kind-memo",
        DocumentKind::Decision => "documents-kind-decision",
        DocumentKind::Certificates => "documents-kind-certificates",
        DocumentKind::Announcement => "documents-kind-announcement",
        DocumentKind::Payment => "documents-kind-payment",
        DocumentKind::Report => "documents-kind-report",
        DocumentKind::Replication => "documents-kind-replication",
    }
}

/// What a paper waits for.
pub fn needs_key(needs: Needs) -> &'static str {
    match needs {
        Needs::Nothing => "documents-needs-nothing",
        Needs::Standings => "documents-needs-standings",
        Needs::Proposal => "documents-needs-proposal",
        Needs::Confirmed => "documents-needs-confirmed",
    }
}

/// The label of a field of a paper's own.
pub fn own_key(name: &str) -> &'static str {
    match name {
        "slogan" => "documents-own-slogan",
        "plan" => "documents-own-plan",
        "by" => "documents-own-by",
        "proposer" => "documents-own-proposer",
        "chief" => "documents-own-chief",
        "secretary" => "documents-own-secretary",
        "chair" => "documents-own-chair",
        "venue" => "documents-own-venue",
        "members" => "documents-own-members",
        "absent" => "documents-own-absent",
        "vote" => "documents-own-vote",
        "addressee" => "documents-own-addressee",
        "source" => "documents-own-source",
        "decision" => "documents-own-decision",
        "ceremony" => "documents-own-ceremony",
        "maker" => "documents-own-maker",
        "accountant" => "documents-own-accountant",
        "head" => "documents-own-head",
        "months" => "documents-own-months",
        _ => "documents-own-scope",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_paper_and_every_field_has_its_name() {
        for kind in DocumentKind::ALL {
            assert!(crate::i18n::knows(kind_key(kind)), "{kind:?}");
            assert!(crate::i18n::knows(needs_key(kind.needs())), "{kind:?}");
            for name in kind.own_fields() {
                assert!(crate::i18n::knows(own_key(name)), "{name}");
                assert!(*name == "scope" || own_key(name) != own_key("scope"), "{name}");
            }
        }
    }
}
