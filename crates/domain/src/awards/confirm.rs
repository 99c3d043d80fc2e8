//! The committee confirms the proposal with its minutes, and with votes where the rules ask for a share of them.

use crate::ids::LevelCode;
use crate::ratio::Ratio;
use crate::text;

/// What a meeting brings: the votes, where it voted, and its minutes (*biên bản*): number, date, who was there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ballot {
    /// In favour, and cast.
    pub votes: Option<(u32, u32)>,
    pub minutes: String,
}

/// Longest minutes text, in characters.
pub const MOST_MINUTES: usize = 20_000;
/// Largest number of votes that is believed.
pub const MOST_VOTES: u32 = 1_000;

/// Where the prizes of a contest stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AwardState {
    Proposed,
    Confirmed,
    Released,
}

impl AwardState {
    pub fn word(self) -> &'static str {
        match self {
            AwardState::Proposed => "proposed",
            AwardState::Confirmed => "confirmed",
            AwardState::Released => "released",
        }
    }

    pub fn from_word(word: &str) -> Option<AwardState> {
        [AwardState::Proposed, AwardState::Confirmed, AwardState::Released]
            .into_iter()
            .find(|s| s.word() == word)
    }
}

/// Why a confirmation is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConfirmRefusal {
    NothingProposed,
    AlreadyConfirmed,
    /// Standings or a tie were decided anew after the proposal: propose again.
    ProposalOutdated,
    /// A side prize that its winner can no longer have.
    SideNoLongerFits {
        prize: LevelCode,
        winner: String,
    },
    MinutesMissing,
    MinutesTooLong {
        most: usize,
    },
    /// The rules ask for a vote.
    VotesMissing,
    /// Nobody voted, more in favour than cast, or more than anybody believes.
    VotesImpossible,
    NotEnough {
        votes_for: u32,
        votes_cast: u32,
    },
}

/// Checks votes and minutes. Exactly the share that the rules ask for is enough.
pub fn check_ballot(majority: Option<Ratio>, ballot: &Ballot) -> Vec<ConfirmRefusal> {
    let mut no = vec![];
    if ballot.minutes.trim().is_empty() {
        no.push(ConfirmRefusal::MinutesMissing);
    } else if text::length(&ballot.minutes) > MOST_MINUTES {
        no.push(ConfirmRefusal::MinutesTooLong { most: MOST_MINUTES });
    }
    match (majority, ballot.votes) {
        (Some(_), None) => no.push(ConfirmRefusal::VotesMissing),
        (_, Some((votes_for, cast))) if cast == 0 || votes_for > cast || cast > MOST_VOTES => {
            no.push(ConfirmRefusal::VotesImpossible);
        }
        (Some(share), Some((votes_for, votes_cast)))
            if Ratio::whole(i128::from(votes_for)) < share * Ratio::whole(i128::from(votes_cast)) =>
        {
            no.push(ConfirmRefusal::NotEnough { votes_for, votes_cast });
        }
        (_, _) => {}
    }
    no
}

/// Checks a confirmation of what was proposed.
pub fn confirm(
    state: Option<AwardState>,
    up_to_date: bool,
    majority: Option<Ratio>,
    ballot: &Ballot,
) -> Result<(), Vec<ConfirmRefusal>> {
    let mut no = match state {
        None => vec![ConfirmRefusal::NothingProposed],
        Some(AwardState::Confirmed | AwardState::Released) => vec![ConfirmRefusal::AlreadyConfirmed],
        Some(AwardState::Proposed) if !up_to_date => vec![ConfirmRefusal::ProposalOutdated],
        Some(AwardState::Proposed) => vec![],
    };
    no.extend(check_ballot(majority, ballot));
    if no.is_empty() { Ok(()) } else { Err(no) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ConfirmRefusal::*;

    #[test]
    fn votes_are_counted_exactly() {
        let few = |votes_for, votes_cast| vec![NotEnough { votes_for, votes_cast }];
        for (majority, votes, want) in [
            (None, None, vec![]),
            (None, Some((1, 9)), vec![]),
            (None, Some((10, 9)), vec![VotesImpossible]),
            (Some("2/3"), None, vec![VotesMissing]),
            (Some("2/3"), Some((6, 9)), vec![]),
            (Some("2/3"), Some((5, 9)), few(5, 9)),
            (Some("2/3"), Some((7, 11)), few(7, 11)),
            (Some("2/3"), Some((8, 11)), vec![]),
            (Some("1"), Some((9, 9)), vec![]),
            (Some("2/3"), Some((0, 0)), vec![VotesImpossible]),
        ] {
            let ballot = Ballot { votes, minutes: "Biên bản số 12".into() };
            assert_eq!(
                check_ballot(majority.and_then(Ratio::parse), &ballot),
                want,
                "{majority:?} {votes:?}"
            );
        }
    }

    #[test]
    fn only_an_open_proposal_is_confirmed_with_minutes() {
        let minutes = Ballot { votes: None, minutes: "Biên bản số 12".into() };
        for (state, up_to_date, ballot, want) in [
            (Some(AwardState::Proposed), true, &minutes, vec![]),
            (Some(AwardState::Proposed), true, &Ballot::default(), vec![MinutesMissing]),
            (Some(AwardState::Proposed), false, &minutes, vec![ProposalOutdated]),
            (Some(AwardState::Confirmed), true, &minutes, vec![AlreadyConfirmed]),
            (Some(AwardState::Released), true, &minutes, vec![AlreadyConfirmed]),
            (None, true, &Ballot::default(), vec![NothingProposed, MinutesMissing]),
        ] {
            assert_eq!(confirm(state, up_to_date, None, ballot).err().unwrap_or_default(), want, "{state:?}");
        }
    }
}
