//! What can happen in this slice. One value per happening; never personal data.

use super::Phase;
use super::amend::Part;
use crate::event::Fact;
use crate::ids::{ContestId, EditionId, UnitId};

#[derive(Debug, Clone, PartialEq)]
pub enum ContestEvent {
    Created {
        contest: ContestId,
        edition: EditionId,
        rules_sha256: String,
    },
    /// A new edition of the rules.
    Amended {
        contest: ContestId,
        edition: EditionId,
        number: i64,
        parts: Vec<Part>,
        reason: String,
        rules_sha256: String,
    },
    UnitsChosen {
        contest: ContestId,
        units: i64,
    },
    PhaseChanged {
        contest: ContestId,
        to: Phase,
    },
    SteppedBack {
        contest: ContestId,
        from: Phase,
        to: Phase,
        reason: String,
    },
    /// A unit that is behind with its quota was reminded of the deadline, `days` before its last valid day.
    UnitReminded {
        contest: ContestId,
        unit: UnitId,
        days: i64,
        missing: i64,
    },
    ArticleSaved {
        contest: ContestId,
        article: i64,
        revision: i64,
    },
    ArticlePublished {
        contest: ContestId,
        article: i64,
    },
    ArticleWithdrawn {
        contest: ContestId,
        article: i64,
    },
}

impl ContestEvent {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Created { .. } => "contest.created",
            Self::Amended { .. } => "contest.amended",
            Self::UnitsChosen { .. } => "contest.units_chosen",
            Self::PhaseChanged { .. } => "contest.phase_changed",
            Self::SteppedBack { .. } => "contest.stepped_back",
            Self::UnitReminded { .. } => "contest.unit_reminded",
            Self::ArticleSaved { .. } => "contest.article_saved",
            Self::ArticlePublished { .. } => "contest.article_published",
            Self::ArticleWithdrawn { .. } => "contest.article_withdrawn",
        }
    }

    pub fn subject(&self) -> (&'static str, i64) {
        match self {
            Self::Created { contest, .. }
            | Self::Amended { contest, .. }
            | Self::UnitsChosen { contest, .. }
            | Self::PhaseChanged { contest, .. }
            | Self::SteppedBack { contest, .. }
            | Self::UnitReminded { contest, .. } => ("contest", contest.0),
            Self::ArticleSaved { article, .. }
            | Self::ArticlePublished { article, .. }
            | Self::ArticleWithdrawn { article, .. } => ("article", *article),
        }
    }

    pub fn facts(&self) -> Vec<(&'static str, Fact)> {
        match self {
            Self::Created { edition, rules_sha256, .. } => {
                vec![("edition", Fact::Id(edition.0)), ("rules_sha256", rules_sha256.clone().into())]
            }
            Self::Amended { edition, number, parts, reason, rules_sha256, .. } => vec![
                ("edition", Fact::Id(edition.0)),
                ("number", (*number).into()),
                ("parts", Fact::List(parts.iter().map(|p| p.word().to_owned()).collect())),
                ("reason", reason.clone().into()),
                ("rules_sha256", rules_sha256.clone().into()),
            ],
            Self::UnitsChosen { units, .. } => vec![("units", (*units).into())],
            Self::PhaseChanged { to, .. } => vec![("to", to.word().into())],
            Self::SteppedBack { from, to, reason, .. } => {
                vec![
                    ("from", from.word().into()),
                    ("to", to.word().into()),
                    ("reason", reason.clone().into()),
                ]
            }
            Self::UnitReminded { unit, days, missing, .. } => {
                vec![("unit", Fact::Id(unit.0)), ("days", (*days).into()), ("missing", (*missing).into())]
            }
            Self::ArticleSaved { revision, .. } => vec![("revision", (*revision).into())],
            Self::ArticlePublished { .. } | Self::ArticleWithdrawn { .. } => vec![],
        }
    }
}
