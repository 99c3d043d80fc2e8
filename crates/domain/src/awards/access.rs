//! Access questions of this slice. The page asks the same function before it draws the button.

use crate::actor::{Actor, May, may};
use crate::contest::LastTieBreak;
use crate::ids::ContestId;

/// Sees standings, ties and proposals before the release. Source: product.md, section 3; never the administrator.
pub fn see_standings(actor: &Actor, contest: ContestId) -> May {
    may(actor.runs(contest) || actor.is_chair_of(contest) || actor.is_auditor_of(contest))
}

/// Freezes the standings and proposes the prizes.
pub fn propose(actor: &Actor, contest: ContestId) -> May {
    may(actor.runs(contest))
}

/// Is one of those whom a contest's rules may name to put equal entries in order.
pub fn may_be_asked(actor: &Actor, contest: ContestId) -> May {
    may(actor.is_chair_of(contest) || actor.is_organiser_of(contest))
}

/// Puts equal entries at a border in order: the chair, or whoever records the vote of the committee.
pub fn decide_tie(actor: &Actor, contest: ContestId, rule: LastTieBreak) -> May {
    match rule {
        LastTieBreak::Chair => may(actor.is_chair_of(contest)),
        LastTieBreak::CommitteeVote => may(actor.is_organiser_of(contest)),
        LastTieBreak::Nobody => may(false),
    }
}

/// Records the confirmation of the committee, and releases the result.
pub fn confirm(actor: &Actor, contest: ContestId) -> May {
    may(actor.is_organiser_of(contest))
}

/// Reads complaints. Not the chair, who may have to keep away from what they tell.
pub fn read_complaints(actor: &Actor, contest: ContestId) -> May {
    may(actor.runs(contest) || actor.is_auditor_of(contest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::{Grant, Person};
    use crate::ids::{JudgeId, PersonId};

    #[test]
    fn each_role_may_what_the_table_says() {
        let (contest, judge) = (ContestId(1), JudgeId(1));
        for (who, grant, want) in [
            ("secretary", Grant::Secretary { contest }, "see, propose, complaints"),
            ("organiser", Grant::Organiser { contest }, "see, propose, asked, vote, confirm, complaints"),
            ("chair", Grant::Chair { contest, judge }, "see, asked, order"),
            ("judge", Grant::Judge { contest, judge }, ""),
            ("auditor", Grant::Auditor { contest }, "see, complaints"),
            ("leader", Grant::Leader { contest }, ""),
            ("administrator", Grant::Admin, ""),
            ("organiser elsewhere", Grant::Organiser { contest: ContestId(2) }, ""),
        ] {
            let a = Actor::Person(Person { id: PersonId(1), name: String::new(), grants: vec![grant] });
            let may = [
                ("see", see_standings(&a, contest)),
                ("propose", propose(&a, contest)),
                ("asked", may_be_asked(&a, contest)),
                ("order", decide_tie(&a, contest, LastTieBreak::Chair)),
                ("vote", decide_tie(&a, contest, LastTieBreak::CommitteeVote)),
                ("nobody", decide_tie(&a, contest, LastTieBreak::Nobody)),
                ("confirm", confirm(&a, contest)),
                ("complaints", read_complaints(&a, contest)),
            ];
            let got: Vec<&str> = may.iter().filter(|m| m.1.is_ok()).map(|m| m.0).collect();
            assert_eq!(got.join(", "), want, "{who}");
        }
    }
}
