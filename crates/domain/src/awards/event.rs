//! What can happen in this slice. One value per happening; never personal data.

use crate::event::Fact;
use crate::ids::{ContestId, EditionId, LevelCode};

#[derive(Debug, Clone, PartialEq)]
pub enum AwardEvent {
    /// `digest` is the SHA-256 of the signed sheets that were used.
    StandingsFrozen {
        contest: ContestId,
        standing: i64,
        edition: EditionId,
        entries: usize,
        digest: String,
    },
    /// `order` holds entry codes, best first.
    TieDecided {
        contest: ContestId,
        order: Vec<String>,
        decided_by: String,
    },
    /// `to`: the code of the entry or of the unit.
    SideProposed {
        contest: ContestId,
        prize: LevelCode,
        to: String,
        votes: Option<(u32, u32)>,
    },
    SideTakenBack {
        contest: ContestId,
        prize: LevelCode,
        to: String,
    },
    Proposed {
        contest: ContestId,
        prizes: usize,
        budget_vnd: i64,
    },
    Confirmed {
        contest: ContestId,
        votes: Option<(u32, u32)>,
    },
    /// Complaints are named by their number, never by who wrote them.
    ComplaintReceived {
        contest: ContestId,
        complaint: i64,
    },
    ComplaintAnswered {
        contest: ContestId,
        complaint: i64,
        outcome: String,
    },
    /// The confirmation was taken back.
    Reopened {
        contest: ContestId,
        reason: String,
    },
    /// `package` is the SHA-256 of what the result follows from, as the result package holds it.
    Released {
        contest: ContestId,
        package: String,
    },
}

impl AwardEvent {
    pub fn name(&self) -> &'static str {
        match self {
            Self::StandingsFrozen { .. } => "awards.standings_frozen",
            Self::TieDecided { .. } => "awards.tie_decided",
            Self::SideProposed { .. } => "awards.side_proposed",
            Self::SideTakenBack { .. } => "awards.side_taken_back",
            Self::Proposed { .. } => "awards.proposed",
            Self::Confirmed { .. } => "awards.confirmed",
            Self::Released { .. } => "awards.released",
            Self::ComplaintReceived { .. } => "awards.complaint_received",
            Self::ComplaintAnswered { .. } => "awards.complaint_answered",
            Self::Reopened { .. } => "awards.reopened",
        }
    }

    pub fn subject(&self) -> (&'static str, i64) {
        match self {
            Self::StandingsFrozen { contest, .. }
            | Self::TieDecided { contest, .. }
            | Self::Proposed { contest, .. }
            | Self::SideProposed { contest, .. }
            | Self::SideTakenBack { contest, .. }
            | Self::Confirmed { contest, .. }
            | Self::ComplaintReceived { contest, .. }
            | Self::ComplaintAnswered { contest, .. }
            | Self::Reopened { contest, .. }
            | Self::Released { contest, .. } => ("contest", contest.0),
        }
    }

    pub fn facts(&self) -> Vec<(&'static str, Fact)> {
        let number = |n: usize| Fact::Number(i64::try_from(n).unwrap_or(i64::MAX));
        match self {
            Self::StandingsFrozen { standing, edition, entries, digest, .. } => vec![
                ("standing", Fact::Id(*standing)),
                ("edition", Fact::Id(edition.0)),
                ("entries", number(*entries)),
                ("digest", digest.as_str().into()),
            ],
            Self::TieDecided { order, decided_by, .. } => {
                vec![("order", Fact::List(order.clone())), ("decided_by", decided_by.as_str().into())]
            }
            Self::Proposed { prizes, budget_vnd, .. } => {
                vec![("prizes", number(*prizes)), ("budget_vnd", (*budget_vnd).into())]
            }
            Self::SideProposed { prize, to, votes, .. } => {
                let mut facts = vec![("prize", prize.as_str().into()), ("to", to.as_str().into())];
                facts.extend(votes_facts(*votes));
                facts
            }
            Self::SideTakenBack { prize, to, .. } => {
                vec![("prize", prize.as_str().into()), ("to", to.as_str().into())]
            }
            Self::Confirmed { votes, .. } => votes_facts(*votes),
            Self::Released { package, .. } => vec![("package", package.as_str().into())],
            Self::ComplaintReceived { complaint, .. } => vec![("number", (*complaint).into())],
            Self::ComplaintAnswered { complaint, outcome, .. } => {
                vec![("number", (*complaint).into()), ("outcome", outcome.as_str().into())]
            }
            Self::Reopened { reason, .. } => vec![("reason", reason.as_str().into())],
        }
    }
}

fn votes_facts(votes: Option<(u32, u32)>) -> Vec<(&'static str, Fact)> {
    let facts = |(votes_for, cast)| {
        [("votes_for", i64::from(votes_for).into()), ("votes_cast", i64::from(cast).into())]
    };
    votes.into_iter().flat_map(facts).collect()
}
