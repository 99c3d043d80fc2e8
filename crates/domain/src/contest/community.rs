//! Bình chọn của cộng đồng: what a vote of the public weighs in the result, as the announcement says it.
//!
//! In `contest.json`: `judging.community_vote`. How votes become marks: `judging::community`. Prose: `docs/rules/community-vote.md`.

use crate::ratio::Ratio;
use crate::time::{Before, Instant};
use crate::words::words;

#[derive(Debug, Clone, PartialEq)]
pub struct CommunityVote {
    /// The share of the total that the vote makes; above 0, below 1. The judges' value makes the rest.
    pub weight: Ratio,
    pub scale: VoteScale,
    pub opens: Option<Instant>,
    /// No count is taken before it.
    pub closes: Option<Before>,
    pub voters: Voters,
    pub once_per: OncePer,
}

/// How the votes of an entry become its part of the largest mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VoteScale {
    /// Votes ÷ votes of the entry of its pool that has most: that one gets the whole part.
    ShareOfMost,
    /// Votes ÷ all votes of its pool.
    ShareOfAll,
}

/// Who may vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voters {
    Everyone,
    Residents,
    Staff,
    Members,
}

/// What may vote once: whoever counts leaves the rest out, and says how many were left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OncePer {
    Person,
    Account,
    Phone,
    Device,
    /// A ballot paper given to a person.
    Ballot,
}

words!(VoteScale { ShareOfMost = "share_of_most", ShareOfAll = "share_of_all" });
words!(Voters { Everyone = "everyone", Residents = "residents", Staff = "staff", Members = "members" });
words!(OncePer { Person = "person", Account = "account", Phone = "phone", Device = "device", Ballot = "ballot" });
