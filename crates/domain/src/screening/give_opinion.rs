//! What one member of the unit's committee says of one version: *ý kiến của thành viên*.

use super::ScreeningEvent;
use super::committee::Member;
use super::confirm::{AuthorName, name_key};
use super::gate::{Gate, Verdict, is_running};
use super::screen::{Finding, MOST_REASON};
use crate::contest::Phase;
use crate::ids::PersonId;
use crate::text;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// The version that was read.
    pub version: i64,
    pub findings: Vec<Finding>,
    pub selects: bool,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpinionRefusal {
    #[error("the contest is not running")]
    NotRunning,
    #[error("the entry is not handed in")]
    NotHandedIn,
    #[error("another version was read; the newest is {current}")]
    OtherVersion { current: i64 },
    #[error("the unit has decided on this version")]
    Decided,
    #[error("the member has an account and speaks for himself or herself")]
    OthersOpinion,
    #[error("nobody judges an entry of which he or she is an author")]
    OwnEntry,
    #[error("a vote against needs a reason")]
    ReasonMissing,
    #[error("the reason is longer than {most} characters")]
    ReasonTooLong { most: usize },
}

/// `by` is the account that writes. An opinion may be changed until the minutes are recorded.
pub fn give_opinion(
    gate: &Gate,
    member: &Member,
    opinion: &Opinion,
    by: Option<PersonId>,
    authors: &[AuthorName],
    phase: Phase,
) -> Result<ScreeningEvent, Vec<OpinionRefusal>> {
    let mut no = Vec::new();
    if !is_running(phase) {
        no.push(OpinionRefusal::NotRunning);
    }
    if !gate.handed_in {
        no.push(OpinionRefusal::NotHandedIn);
    }
    if opinion.version != gate.version {
        no.push(OpinionRefusal::OtherVersion { current: gate.version });
    }
    if gate.verdict().is_some_and(|v| v.verdict != Verdict::Returned) {
        no.push(OpinionRefusal::Decided);
    }
    if member.person.is_some() && member.person != by {
        no.push(OpinionRefusal::OthersOpinion);
    }
    if is_author(member, authors) {
        no.push(OpinionRefusal::OwnEntry);
    }
    if !opinion.selects && opinion.reason.trim().is_empty() {
        no.push(OpinionRefusal::ReasonMissing);
    }
    if text::length(&opinion.reason) > MOST_REASON {
        no.push(OpinionRefusal::ReasonTooLong { most: MOST_REASON });
    }
    if no.is_empty() {
        Ok(ScreeningEvent::OpinionGiven {
            entry: gate.entry,
            version: gate.version,
            selects: opinion.selects,
        })
    } else {
        Err(no)
    }
}

/// By the name, as for the head's confirmation: a namesake in another unit is somebody else.
pub(super) fn is_author(member: &Member, authors: &[AuthorName]) -> bool {
    authors.iter().any(|a| a.may_be_of_this_unit && name_key(&a.name) == name_key(&member.name))
}

#[cfg(test)]
mod tests {
    use super::super::committee::Part;
    use super::super::committee::tests::member;
    use super::super::gate::GivenVerdict;
    use super::super::gate::tests::a_gate;
    use super::OpinionRefusal::*;
    use super::*;

    fn unscreened() -> Gate {
        Gate { verdict: None, confirmation: None, has_committee: true, ..a_gate() }
    }

    fn an_opinion() -> Opinion {
        Opinion { version: 2, findings: vec![], selects: true, reason: String::new() }
    }

    fn go(gate: &Gate, m: &Member, o: &Opinion, by: Option<i64>) -> Vec<OpinionRefusal> {
        let authors = [AuthorName { name: "Lê Thị An".into(), may_be_of_this_unit: true }];
        give_opinion(gate, m, o, by.map(PersonId), &authors, Phase::Open).err().unwrap_or_default()
    }

    #[test]
    fn who_has_an_account_speaks_alone() {
        let free = member("Vũ Thị Thư", Part::Member);
        let bound = Member { person: Some(PersonId(7)), ..free.clone() };
        for (m, by, want) in [
            (&free, Some(1), vec![]),
            (&bound, Some(7), vec![]),
            (&bound, Some(1), vec![OthersOpinion]),
            (&bound, None, vec![OthersOpinion]),
        ] {
            assert_eq!(go(&unscreened(), m, &an_opinion(), by), want, "{by:?}");
        }
    }

    #[test]
    fn an_opinion_is_of_the_newest_version_and_not_of_an_own_entry() {
        let m = member("Vũ Thị Thư", Part::Member);
        let declined = Opinion { selects: false, ..an_opinion() };
        assert_eq!(go(&unscreened(), &m, &declined, None), vec![ReasonMissing]);
        let stale = Opinion { version: 1, ..an_opinion() };
        assert_eq!(go(&unscreened(), &m, &stale, None), vec![OtherVersion { current: 2 }]);
        assert_eq!(
            go(&unscreened(), &member("LÊ THỊ AN", Part::Member), &an_opinion(), None),
            vec![OwnEntry]
        );
        assert_eq!(go(&a_gate(), &m, &an_opinion(), None), vec![Decided]);
        let returned = GivenVerdict { verdict: Verdict::Returned, ..a_gate().verdict.unwrap() };
        assert_eq!(go(&Gate { verdict: Some(returned), ..unscreened() }, &m, &an_opinion(), None), vec![]);
        let gone = Gate { handed_in: false, ..unscreened() };
        let long = Opinion { reason: "a".repeat(2_001), ..an_opinion() };
        assert_eq!(go(&gone, &m, &long, None), vec![NotHandedIn, ReasonTooLong { most: 2_000 }]);
    }
}
