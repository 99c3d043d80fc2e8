//! What can happen in this slice. One value per happening; never personal data.

use super::{DocumentKind, UnitPaper};
use crate::event::Fact;
use crate::ids::{ContestId, EntryId};

#[derive(Debug, Clone, PartialEq)]
pub enum DocumentsEvent {
    /// Wording and fields were saved as a new version.
    TextSaved {
        contest: ContestId,
        kind: DocumentKind,
        version: i64,
    },
    /// `issue` counts the issues of this paper from 1, `digest` is the SHA-256 of its PDF.
    Issued {
        contest: ContestId,
        kind: DocumentKind,
        issue: i64,
        number: String,
        digest: String,
    },
    /// A scan of the signed copy, by its SHA-256.
    Scanned {
        contest: ContestId,
        kind: DocumentKind,
        issue: i64,
        number: String,
        digest: String,
    },
    /// A fixed copy of a paper of a unit; `digest` is the SHA-256 of its PDF.
    UnitIssued {
        paper: UnitPaper,
        issue: i64,
        number: String,
        digest: String,
    },
    CertificateRevoked {
        contest: ContestId,
        entry: EntryId,
        reason: String,
    },
}

impl DocumentsEvent {
    pub fn name(&self) -> &'static str {
        match self {
            Self::TextSaved { .. } => "documents.text_saved",
            Self::Issued { .. } => "documents.issued",
            Self::Scanned { .. } => "documents.scanned",
            Self::UnitIssued { .. } => "documents.unit_issued",
            Self::CertificateRevoked { .. } => "documents.certificate_revoked",
        }
    }

    pub fn subject(&self) -> (&'static str, i64) {
        match self {
            Self::TextSaved { contest, .. }
            | Self::Issued { contest, .. }
            | Self::Scanned { contest, .. } => ("contest", contest.0),
            Self::UnitIssued { paper, .. } => paper.subject(),
            Self::CertificateRevoked { entry, .. } => ("entry", entry.0),
        }
    }

    pub fn facts(&self) -> Vec<(&'static str, Fact)> {
        match self {
            Self::TextSaved { kind, version, .. } => {
                vec![("paper", kind.word().into()), ("version", Fact::Number(*version))]
            }
            Self::Issued { kind, issue, number, digest, .. }
            | Self::Scanned { kind, issue, number, digest, .. } => {
                vec![
                    ("paper", kind.word().into()),
                    ("issue", Fact::Number(*issue)),
                    ("number", number.as_str().into()),
                    ("file_sha256", digest.as_str().into()),
                ]
            }
            Self::UnitIssued { paper, issue, number, digest } => vec![
                ("paper", paper.kind().word().into()),
                ("issue", Fact::Number(*issue)),
                ("number", number.as_str().into()),
                ("file_sha256", digest.as_str().into()),
            ],
            Self::CertificateRevoked { reason, .. } => vec![("reason", reason.as_str().into())],
        }
    }
}
